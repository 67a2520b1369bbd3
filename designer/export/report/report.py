"""A report on a design: one executive page, then chapters, as PDF and as one page of HTML."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.drawing.report_page import ReportChapter, ReportPaper
from designer.export.report.addresses_chapter import HEADING, addresses_chapter, are_asked
from designer.export.report.availability_chapter import availability_chapter
from designer.export.report.context import ReportContext
from designer.export.report.front_page import front_page
from designer.export.report.measured_chapter import measured_chapter
from designer.export.report.money_chapter import money_chapter
from designer.export.report.network_chapter import network_chapter
from designer.export.report.phases_chapter import phases_chapter
from designer.export.report.place_chapters import layout_chapter, power_chapter
from designer.export.report.risk_chapter import risk_chapter
from designer.export.report.sites_chapter import sites_chapter
from designer.export.report.sources_chapter import sources_chapter
from designer.export.report.work_chapter import work_chapter
from designer.files.reading import shown_name
from designer.model.deck_settings import Level
from designer.model.design import Design
from designer.model.money.conversion import shown_currency
from designer.model.records import RefusedInput
from designer.model.wording import listed
from designer.reality.readings.records import ReadingsComparison
from designer.review.findings import Finding

SUFFIXES: Final = (".pdf", ".html")
Builder = Callable[[ReportContext], ReportChapter | str]
_CHAPTERS: Final[tuple[tuple[str, Builder], ...]] = (
    ("Layout", layout_chapter),
    ("Network", network_chapter),
    ("Power and cooling", power_chapter),
    ("Cost", money_chapter),
    ("Workloads", work_chapter),
    ("Risks and findings", risk_chapter),
    ("Assumptions and sources", sources_chapter),
)
"""Each makes one chapter, or says why it is left out."""
_PHASES_AT: Final = 4
"""Behind the cost."""
Tell = Callable[[int, int], None]
"""Takes how many steps are done, of how many."""


def report_of(
    design: Design,
    library: Library,
    results: Results,
    findings: Sequence[Finding],
    today: date,
    level: Level | None = None,
    tell: Tell | None = None,
    measured: ReadingsComparison | None = None,
) -> ReportPaper:
    """Return the report on DESIGN: each of its sentences is true of these RESULTS.

    Args:
        design: With its parts embedded.
        library: Parts that the other ways are compared with.
        results: A whole analysis of it.
        findings: What the review says of it.
        today: Day by which prices are old, and date on the pages.
        level: For whom it is: how many digits money and how many rows tables have; None is what the design is set to.
        tell: Called after each chapter.
        measured: Power readings beside the plan, which have a chapter then.

    Raises:
        RefusedInput: RESULTS lack network, power, cooling, cost or workloads.
    """
    if None in (results.network, results.power, results.cooling, results.cost, results.workloads):
        raise RefusedInput("The report needs the whole analysis: network, power, cooling, cost and workloads.")
    context = ReportContext(design, library, results, findings, today, level or design.settings.deck.level)
    front = front_page(context)
    chapters: list[ReportChapter] = []
    left_out: list[tuple[str, str]] = []
    planned = _CHAPTERS
    # Of a design that grows at once, and of one that nobody compares at places, nothing is said of them.
    more = [("Phases", phases_chapter)] if results.phases is not None else []
    more += [("Where it could stand", sites_chapter)] if design.settings.sites else []
    planned = (*_CHAPTERS[:_PHASES_AT], *more, *_CHAPTERS[_PHASES_AT:])
    if results.availability is not None:
        # Before the assumptions and sources, which are last.
        planned = (*planned[:-1], ("What fails, and how often", availability_chapter), planned[-1])
    if are_asked(design):
        planned = (*planned[:-1], (HEADING, addresses_chapter), planned[-1])
    for number, (heading, build) in enumerate(planned):
        made = build(context)
        if isinstance(made, str):
            left_out.append((heading, made))
        else:
            chapters.append(made)
        if tell is not None:
            tell(number + 1, len(planned))
    if measured is not None:
        chapters.insert(max(len(chapters) - 1, 0), measured_chapter(context, measured))
    return ReportPaper(
        title=design.name,
        date=f"{today.day} {today:%B %Y}",
        draft=context.deck.draft,
        front=front,
        chapters=tuple(chapters),
        left_out=tuple(left_out),
        foot="“At least” marks a sum with a part unknown. Ranges are low to high, prices in "
        f"{shown_currency(design.settings.prices)}.",
    )


def write_report(path: Path, paper: ReportPaper, tell: Tell | None = None) -> None:
    """Write PAPER by the suffix of PATH: .pdf or .html, whole or not at all.

    Raises:
        RefusedInput: PATH has another suffix, or cannot be written.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise RefusedInput(f"{shown_name(path)}: a report is written as {listed(SUFFIXES, None, 'or')}.")
    if path.suffix.lower() == ".pdf":
        from designer.paint.report.pdf_file import write_report_pdf

        write_report_pdf(path, paper, tell)
    else:
        from designer.export.report.html_file import write_report_html

        write_report_html(path, paper)
