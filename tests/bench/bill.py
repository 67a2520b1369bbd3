"""The bill of 64 scale units: worked out once, then written in each of its forms."""

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from designer.analysis.run import analyze
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.difference import bill_difference
from designer.export.bills.files import SUFFIXES, write_bill
from designer.export.cables.cable_schedule import cable_schedule
from tests.bench.timing import Row, milliseconds

BILL_MS = 3_000.0
DAY = date(2026, 11, 28)


def rows() -> Iterator[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    library = read_library()
    design = build_template("dgx-superpod-h100", library, {"scale_units": "64"})
    small = build_template("dgx-superpod-h100", library, {"scale_units": "16"})
    results = analyze(design, only=("power", "cost"), library=library)
    bill = bill_of(design, results, "", DAY)
    old = bill_of(small, analyze(small, only=("power", "cost"), library=library), "", DAY)
    cables = partial(cable_schedule, design, library.parts)
    with tempfile.TemporaryDirectory() as name:
        for suffix in SUFFIXES:
            write = partial(write_bill, Path(name) / f"bill{suffix}", bill, cables)
            yield Row(f"bill of 64 scale units as {suffix}", milliseconds(write), promise_ms=BILL_MS)
        against = partial(write_bill, Path(name) / "against.xlsx", bill, cables, against=bill_difference(old, bill))
        yield Row("bill of 64 scale units against 16, as .xlsx", milliseconds(against), promise_ms=BILL_MS)
