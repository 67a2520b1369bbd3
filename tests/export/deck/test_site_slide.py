"""The slide and the chapter of places: where a person compares them, with the figures of `sites --json`."""

from msgspec.structs import replace

from designer.drawing.report_page import ReportTable
from designer.edit.settings import compare_at
from designer.export.deck.records import Table
from designer.export.report.sites_chapter import TITLE
from designer.model.deck_settings import Level
from designer.model.design import Design
from tests.export.deck.claim_checker import judged
from tests.export.deck.designs import template
from tests.export.deck.site_checker import site_rows_wrong
from tests.export.deck.told import analysed, at, documents_of, told
from tests.export.report.reports import blocks_of, report_for
from tests.export.report.table_checker import TableChecker, agrees

PLACES = ("seattle", "london", "frankfurt", "zurich")


def compared(*places: str) -> Design:
    design = template("power-chain")
    return compare_at(design, places).applied(design)


def ids_of(design: Design, level: Level) -> list[str]:
    deck, _ = told(design, level)
    return [slide.id for slide in deck.slides]


def test_the_slide_says_what_sites_says() -> None:
    deck, document = told(compared(*PLACES), "manager")
    (slide,) = (one for one in deck.slides if one.id == "sites")
    far = {**document, "sites": [*document["sites"][::-1]]}
    far["sites"][0] = {**far["sites"][0], "co2e_t_per_year": {**far["sites"][0]["co2e_t_per_year"], "value": 1e-3}}
    assert slide.subtitle is not None
    for claim in slide.claims:
        assert judged(claim.text, document)[1], claim.text
        for bound in claim.bound:
            assert at(document, bound) == bound.value
    assert not judged(slide.subtitle.text, far)[1]
    (table,) = (block for block in slide.left if isinstance(block, Table))
    assert list(site_rows_wrong(document, table.rows, agrees)) == []
    assert list(site_rows_wrong({**document, "sites": document["sites"][::-1]}, table.rows, agrees))
    assert table.rows[-1][5] == "unknown"


def test_it_is_there_for_whom_it_helps_and_where_it_is_asked_for() -> None:
    assert "sites" not in ids_of(compared(*PLACES), "board")
    assert "sites" not in ids_of(compared(), "manager")
    assert "Where it could stand" not in {chapter.heading for chapter in report_for(compared()).chapters}


def test_the_chapter_has_the_same_table() -> None:
    design = compared(*PLACES)
    paper = report_for(design)
    (chapter,) = (one for one in paper.chapters if one.id == "sites")
    assert chapter.claim is not None
    table = next(block for block in blocks_of(paper) if isinstance(block, ReportTable) and block.title == TITLE)
    checker = TableChecker(documents_of(design, analysed(design), ()))
    assert list(checker.wrong_of(table)) == []
    mixed = replace(table, rows=((table.rows[0][0], *table.rows[1][1:]), *table.rows[1:]))
    assert list(checker.wrong_of(mixed))
