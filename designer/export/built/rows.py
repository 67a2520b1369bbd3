"""A comparison of the built network with the drawn one as rows and as one JSON document."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from designer.model.wording import counted, listed
from designer.reality.built.records import BuiltCable, BuiltEnd, Comparison, DrawnCable, DrawnEnd, Swapped

HEADINGS: Final = (
    "What",
    "Cable",
    "Link",
    "Drawn from",
    "Drawn from port",
    "Drawn to",
    "Drawn to port",
    "Found from",
    "Found from port",
    "Found to",
    "Found to port",
    "Note",
)
SIGNS: Final = {"missing": "−", "swapped": "⇄", "extra": "+"}
"""Beside each word, so that it is told without colour."""


class FaultRow(NamedTuple):
    """One cable that is not as drawn; a swap of two is two rows.

    Attributes:
        what: "missing", "swapped" or "extra".
        drawn: The drawn cable; None of an extra one.
        found: The found cable; None of a missing one.
        note: Why, or where it may have gone.
    """

    what: str
    drawn: DrawnCable | None
    found: BuiltCable | None
    note: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row under HEADINGS."""
        drawn = ("", "", "", "", "", "")
        if self.drawn is not None:
            a, b = self.drawn.a, self.drawn.b
            drawn = (self.drawn.id, self.drawn.link, a.name, a.port_words, b.name, b.port_words)
        found = ("", "", "", "")
        if self.found is not None:
            (a, b) = self.found
            found = (a.name, a.drawn_port or a.port, b.name, b.drawn_port or b.port)
        return (self.what, *drawn, *found, self.note)


def fault_rows(comparison: Comparison) -> Iterator[FaultRow]:
    """Yield the faults of COMPARISON: swapped cables, then missing, then extra ones."""
    for number, one in enumerate(comparison.swapped, 1):
        for drawn, found in zip(one.drawn, one.found, strict=True):
            yield FaultRow("swapped", drawn, found, f"exchange {number}: {swap_words(one)}")
    for missing in comparison.missing:
        moved = comparison.extra[missing.moved_to].cable if missing.moved_to is not None else None
        note = missing.why or (f"may be the cable that was found from {cable_words(moved)}" if moved else "")
        yield FaultRow("missing", missing.cable, None, note)
    for extra in comparison.extra:
        source = comparison.missing[extra.moved_from].cable if extra.moved_from is not None else None
        note = extra.why or (f"may be {source.id}, which is missing" if source else "")
        yield FaultRow("extra", None, extra.cable, note)


def end_words(end: DrawnEnd) -> str:
    """Return a drawn end in a sentence: device, then port."""
    return f"{end.name} {end.port_words}"


def drawn_words(cable: DrawnCable) -> str:
    """Return both ends of a drawn cable: Leaf 1 osfp 3 to Spine 2 osfp 1."""
    return f"{end_words(cable.a)} to {end_words(cable.b)}"


def cable_words(cable: BuiltCable) -> str:
    """Return both ends of a found cable: Leaf 1 osfp 3 to Spine 2 osfp 1."""
    return f"{cable.a.words} to {cable.b.words}"


def swap_words(one: Swapped) -> str:
    """Return which cables are exchanged: F-0003 and F-0009."""
    return listed([cable.id for cable in one.drawn], None)


def sentence(comparison: Comparison) -> str:
    """Return what came out, in one sentence."""
    if comparison.same:
        return f"All {counted(comparison.drawn, 'drawn cable')} were found as drawn, and no other."
    exchanged = sum(len(one.drawn) for one in comparison.swapped)
    words = [
        f"{counted(len(comparison.missing), 'cable')} missing" if comparison.missing else "",
        f"{exchanged:,} swapped in {counted(len(comparison.swapped), 'exchange')}" if exchanged else "",
        f"{len(comparison.extra):,} extra" if comparison.extra else "",
    ]
    return f"{listed(words, None)}; {comparison.agreeing:,} of {counted(comparison.drawn, 'drawn cable')} are as drawn."


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return COMPARISON as one JSON document; devices by drawn id, ports by both names."""
    return {
        "form": comparison.form,
        "same": comparison.same,
        "cables": {
            "drawn": comparison.drawn,
            "found": comparison.found,
            "as_drawn": comparison.agreeing,
            "missing": len(comparison.missing),
            "swapped": sum(len(one.drawn) for one in comparison.swapped),
            "extra": len(comparison.extra),
        },
        "missing": [{**_drawn(one.cable), "why": one.why, "moved_to": one.moved_to} for one in comparison.missing],
        "swapped": [
            {"drawn": [_drawn(cable) for cable in one.drawn], "found": [_found(cable) for cable in one.found]}
            for one in comparison.swapped
        ],
        "extra": [{**_found(one.cable), "why": one.why, "moved_from": one.moved_from} for one in comparison.extra],
        "devices": {
            "matched": [
                {"found": one.found, "device": one.device, "by": one.by, "share_as_drawn": one.share}
                for one in comparison.matches
            ],
            "not_found": [{"device": one.device, "name": one.name} for one in comparison.absent],
            "not_drawn": [{"found": one.id, "kind": one.kind, "guid": one.guid} for one in comparison.unknown],
        },
        "notes": list(comparison.notes),
    }


def _drawn(cable: DrawnCable) -> dict[str, Any]:
    return {
        "cable": cable.id,
        "link": cable.link,
        "medium": cable.medium,
        "a": _drawn_end(cable.a),
        "b": _drawn_end(cable.b),
    }


def _drawn_end(end: DrawnEnd) -> dict[str, str]:
    return {"device": end.device, "name": end.name, "port": end.port_words, "where": end.where}


def _found(cable: BuiltCable) -> dict[str, Any]:
    return {"a": _found_end(cable.a), "b": _found_end(cable.b)}


def _found_end(end: BuiltEnd) -> dict[str, str]:
    return {
        "found": end.found,
        "found_port": end.port,
        "device": end.device,
        "name": end.name,
        "port": end.drawn_port,
    }
