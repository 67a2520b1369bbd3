"""What goes out of the house, of 64 scale units: slides, page, report, bill, pack and labels.

Each is held against something known in the same run: the analysis of the design, the painter that wrote sheets before,
or the library that makes codes.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from designer.analysis.run import analyze
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.files import write_bill
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.deck.deck import deck_of
from designer.export.deck.pdf_file import write_deck_file
from designer.export.paper.codes import code_rows
from designer.export.paper.labels import code_text, write_labels
from designer.export.paper.pack import write_pack
from designer.export.report.report import report_of, write_report
from designer.export.viewer.page import write_viewer
from designer.paint.paper import pdf
from designer.review.rules import review
from tests.bench.timing import Row, in_a_process_of_its_own

DECK_MS, BILL_MS, PAGE_MS, REPORT_MS = 10_000.0, 3_000.0, 10_000.0, 10_000.0
PACK_MS, LABELS_MS = 60_000.0, 90_000.0
PACK_MB = 500.0
CODES = 2_000
PAGE_MB = 5.0
DAY = date(2026, 11, 28)
ANALYSIS = "analysis and findings"


def rows() -> Iterator[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    library = read_library()
    design = build_template("dgx-superpod-h100", library, {"scale_units": "64"})
    results = analyze(design, library=library)
    findings = tuple(review(design, results, DAY, library=library))

    def analysis() -> None:
        found = analyze(design, library=library)
        review(design, found, DAY, library=library)

    def deck(path: Path) -> None:
        write_deck_file(path, deck_of(design, library, results, findings, DAY), design, results, findings)

    def report(path: Path) -> None:
        write_report(path, report_of(design, library, results, findings, DAY))

    def bill(path: Path) -> None:
        made = bill_of(design, results, "", DAY)
        write_bill(path, made, partial(cable_schedule, design, library.parts))

    def viewer(path: Path) -> None:
        write_viewer(path, design, library, results, findings, DAY)

    with tempfile.TemporaryDirectory() as name:
        # By what of the analysis each may take at most: a machine that is twice as slow is so in both.
        for title, file, write, promise, times in (
            ("deck of 64 units as .pptx", "deck.pptx", deck, DECK_MS, 12.0),
            ("deck of 64 units as .pdf", "deck.pdf", deck, DECK_MS, 12.0),
            ("report of 64 units as .pdf", "report.pdf", report, REPORT_MS, 12.0),
            ("report of 64 units as .html", "report.html", report, REPORT_MS, 12.0),
            ("bill of 64 units, worked out and written as .xlsx", "bill.xlsx", bill, BILL_MS, 8.0),
            ("page for a browser of 64 units", "page.html", viewer, PAGE_MS, 15.0),
        ):
            path = Path(name) / file
            known, ours = min(_once(analysis) for _ in range(2)), min(_once(partial(write, path)) for _ in range(2))
            size = path.stat().st_size / 1e6
            most = PAGE_MB if file == "page.html" else None
            yield Row(title, ours, known, ANALYSIS, promise, round(1.0 / times, 2), file_mb=size, most_file_mb=most)
        # The pack of fewer units is held against the painter, which takes a minute for that of 64.
        small = build_template("dgx-superpod-h100", library, {"scale_units": "4"})
        figures = analyze(small, library=library)
        told = tuple(review(small, figures, DAY, library=library))
        pack = partial(write_pack, Path(name) / "pack.pdf", small, library.parts, figures, told, day=DAY)
        ours = _once(pack)
        with patch.object(pdf, "packaged_letters", return_value=None):
            painted = _once(pack)
        yield Row("installation pack of 4 units", ours, painted, "all painted", least_ratio=1.15)
        schedule = cable_schedule(design, library.parts)
        # A code takes as long as the next: a part of them says what all would take.
        lines = list(islice(schedule.lines(), CODES))
        codes = _once(lambda: [code_rows(code_text(line)) for line in lines]) * len(schedule) / CODES
        path = Path(name) / "labels.pdf"
        took = _once(partial(write_labels, path, schedule))
        size = path.stat().st_size / 1e6
        title, known = f"{2 * len(schedule):,} labels of 64 units", "its codes alone, one by one"
        yield Row(title, took, codes, known, LABELS_MS, 1.4, file_mb=size)
    title = "installation pack of 64 units, alone in a process"
    took, peak = in_a_process_of_its_own("tests.bench.exports:write_pack_of_64")
    yield Row(title, took, promise_ms=PACK_MS, peak_mb=peak, most_mb=PACK_MB)


def write_pack_of_64() -> float:
    """Return the milliseconds that the pack takes, its analysis left out."""
    library = read_library()
    design = build_template("dgx-superpod-h100", library, {"scale_units": "64"})
    results = analyze(design, library=library)
    findings = tuple(review(design, results, DAY, library=library))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "pack.pdf"
        return _once(partial(write_pack, path, design, library.parts, results, findings, day=DAY))


def _once(work: Callable[[], object]) -> float:
    """Return the milliseconds of process time of one go."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000.0
