"""The chapter of phases: true sentences, the Gantt picture in PDF and HTML, and the same figures as the analysis."""

from pathlib import Path

from designer.analysis.run import analyze
from designer.drawing.report_page import PagePicture, ReportTable
from designer.export.report.report import write_report
from designer.model.figures.figure_text import number_text
from designer.review.documents.results_document import results_document
from designer.review.phases.phase_words import day_words
from tests.export.deck.test_phase_slide import KNOWN, TWO, grown
from tests.export.report.reports import report_for
from tests.export.report.sentence_checker import report_judged
from tests.pdf_words import pdf_words
from tests.shipped import LIBRARY


def test_the_chapter_says_what_the_analysis_does(tmp_path: Path) -> None:
    design = grown(KNOWN, TWO)
    results = analyze(design, library=LIBRARY)
    assert results.phases is not None
    paper = report_for(design, results)
    chapter = next(one for one in paper.chapters if one.id == "phases")
    document = results_document(results)
    assert chapter.claim is not None
    assert report_judged(chapter.claim.text, document)[1]
    (picture,) = (block for block in chapter.blocks if isinstance(block, PagePicture))
    tables = {block.title: block for block in chapter.blocks if isinstance(block, ReportTable)}
    for phase, row in zip(results.phases.phases, tables["Phases"].rows, strict=True):
        assert row[2] == f"≥ {day_words(phase.running.p50)}"
        assert day_words(phase.running.p50) in picture.alt
        assert number_text((phase.power_max_w.value or 0) / 1e3) in row[5]
    assert [row[0] for row in tables["Money and peak power by quarter"].rows] == [
        one.quarter for one in results.phases.quarters
    ][: len(tables["Money and peak power by quarter"].rows)]
    for suffix in (".pdf", ".html"):
        path = tmp_path / f"report{suffix}"
        write_report(path, paper)
        words = pdf_words(path) if suffix == ".pdf" else path.read_text("utf-8")
        assert "Phases" in words
        assert "First half" in words
    assert "image/svg+xml" in path.read_text("utf-8")


def test_a_design_without_phases_has_no_such_chapter() -> None:
    paper = report_for(grown())
    assert "phases" not in {chapter.id for chapter in paper.chapters}
    assert "Phases" not in {heading for heading, _ in paper.left_out}
