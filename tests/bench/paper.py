"""Paper of the SuperPOD: the installation pack and the floor as DXF, of 4 and of 64 scale units."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from designer.analysis.run import analyze
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from designer.export.paper.floor_dxf import write_floor_dxf
from designer.export.paper.pack import write_pack
from designer.review.rules import review
from tests.bench.timing import Row

PACK_MS = 10_000.0
LARGE_PACK_MS = 60_000.0
DAY = date(2026, 11, 28)


def rows() -> Iterator[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    library = read_library()
    with tempfile.TemporaryDirectory() as name:
        for units in ("4", "64"):
            design = build_template("dgx-superpod-h100", library, {"scale_units": units})
            results = analyze(design, library=library)
            findings = review(design, results, DAY, library=library)
            path = Path(name) / "pack.pdf"
            pack = partial(write_pack, path, design, library.parts, results, findings, day=DAY)
            promise = PACK_MS if units == "4" else LARGE_PACK_MS
            yield Row(f"installation pack of {units} scale units", _once(pack), promise_ms=promise)
            dxf = partial(write_floor_dxf, Path(name) / "floor.dxf", design)
            yield Row(f"floor of {units} scale units as DXF", _once(dxf), promise_ms=PACK_MS)


def _once(work: Callable[[], object]) -> float:
    """Return the milliseconds of process time of one go: what takes half a minute is not done again for a median."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000.0
