"""Write what is exported to a file that the process which writes reads: made in pieces beside the window; no Qt here.

To pickle thousands of figures would hold the window up: 16 s for 41,000 nodes. As messages in pieces they take a
fifth of that, and the window goes on between two pieces.
"""

from pathlib import Path
from typing import Final

import msgspec

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.model.design import Design, Quarter
from designer.model.in_pieces import decode_in_pieces, encode_in_pieces
from designer.model.parts.part import Layer, Medium
from designer.model.records import Record
from designer.review.findings import Finding
from designer.ui.commands.actions.export_kinds import Snapshot

_encoder: Final = msgspec.msgpack.Encoder()


class _Sight(Record, frozen=True):
    """The part of a snapshot that is no record: what stands in the view."""

    overlay: str
    view: str
    hidden_layers: tuple[Layer, ...]
    hidden_media: tuple[Medium, ...]
    room: str
    floor_overlay: str
    quarter: Quarter
    project: str
    variant: str


class _Packed(Record, frozen=True):
    """A snapshot as it lies in the file."""

    design: Design
    results: Results
    findings: tuple[Finding, ...]
    library: Library
    sight: _Sight


def write_snapshot(path: Path, what: Snapshot) -> Path:
    """Write WHAT to PATH, which is returned.

    Raises:
        OSError: it cannot be written.
    """
    project = "" if what.project is None else str(what.project)
    sight = _Sight(
        what.overlay,
        what.view,
        what.hidden_layers,
        what.hidden_media,
        what.room,
        what.floor_overlay,
        what.quarter,
        project,
        what.variant,
    )
    packed = _Packed(what.design, what.results, what.findings, what.library, sight)
    path.write_bytes(encode_in_pieces(packed, _encoder))
    return path


def read_snapshot(path: Path) -> Snapshot:
    """Return the snapshot in PATH."""
    packed: _Packed = decode_in_pieces(path.read_bytes(), _Packed)
    sight = packed.sight
    return Snapshot(
        packed.design,
        packed.results,
        packed.findings,
        packed.library,
        sight.overlay,  # type: ignore[arg-type]  # of the few words that one was written with
        sight.view,
        sight.hidden_layers,
        sight.hidden_media,
        sight.room,
        sight.floor_overlay,  # type: ignore[arg-type]
        sight.quarter,
        Path(sight.project) if sight.project else None,
        sight.variant,
    )
