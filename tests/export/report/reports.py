"""Reports as tests read them: of a design with its results, and everything that they say."""

from collections.abc import Iterator, Sequence
from datetime import date

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.drawing.report_page import Bars, Block, Firm, Heading, Note, Pairs, Plate, Prose, ReportPaper, ReportTable
from designer.export.deck.records import Claim
from designer.export.report.report import report_of
from designer.model.deck_settings import Level
from designer.model.design import Design
from designer.review.findings import Finding
from designer.review.rules import review
from tests.export.deck.told import analysed
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 28)


def report_for(
    design: Design,
    results: Results | None = None,
    findings: Sequence[Finding] | None = None,
    *,
    library: Library = LIBRARY,
    level: Level = "board",
    today: date = TODAY,
) -> ReportPaper:
    """Return the report on DESIGN; what is not given is worked out."""
    results = (
        (analysed(design) if library is LIBRARY else analyze(design, library=library)) if results is None else results
    )
    findings = review(design, results, today, library=library) if findings is None else findings
    return report_of(design, library, results, findings, today, level)


def blocks_of(paper: ReportPaper) -> Iterator[Block]:
    yield from paper.front.blocks
    for chapter in paper.chapters:
        yield from chapter.blocks


def claims_of(paper: ReportPaper) -> list[Claim]:
    """Return every sentence of the report, each once."""
    said = [paper.front.title, *paper.front.lead, *(one.claim for one in paper.chapters if one.claim)]
    said += [one for block in blocks_of(paper) if isinstance(block, Prose) for one in block.said]
    return list({one.text: one for one in said if isinstance(one, Claim)}.values())


def sentences(paper: ReportPaper) -> str:
    """Return all of them in one text."""
    return " ".join(claim.text for claim in claims_of(paper))


def figures_told(paper: ReportPaper) -> dict[str, str]:
    """Return the large figures of the first page by their captions, without "at least"."""
    figures = paper.front.figures
    return {one.label.removesuffix(", at least"): f"{one.number} {one.unit}".strip() for one in figures}


def bars_told(paper: ReportPaper) -> dict[str, str]:
    """Return the rows of the chart of money by what they are, without how many."""
    bars = (bar for block in paper.front.blocks if isinstance(block, Bars) for bar in block.bars)
    return {bar.label.partition(",")[0]: bar.number for bar in bars}


def rows_told(paper: ReportPaper, title: str) -> list[tuple[str, ...]]:
    """Return the rows of a table by its title."""
    return [
        row
        for block in blocks_of(paper)
        if isinstance(block, ReportTable) and block.title == title
        for row in block.rows
    ]


def texts_of(paper: ReportPaper) -> list[str]:
    """Return every piece of text that has to stand whole on paper."""
    found = [paper.title, *(claim.text for claim in claims_of(paper))]
    found += [text for one in paper.front.figures for text in (one.label, one.number, one.unit, one.note)]
    found += [text for one in paper.front.facts for text in (one.label, one.number, one.unit)]
    for block in blocks_of(paper):
        found += _texts(block)
    found += [f"{heading}: {why}" for heading, why in paper.left_out]
    return [text for text in found if text]


def _texts(block: Block) -> list[str]:
    if isinstance(block, ReportTable):
        return [block.title, block.note, *block.header, *(text for row in block.rows for text in row)]
    if isinstance(block, Bars):
        return [block.title, *(text for bar in block.bars for text in (bar.label, bar.number))]
    if isinstance(block, Pairs):
        return [block.title, block.aside, *(text for pair in block.pairs for text in pair)]
    if isinstance(block, Firm):
        return [block.title, block.words]
    if isinstance(block, Heading | Note):
        return [block.text]
    return [block.caption] if isinstance(block, Plate) else []
