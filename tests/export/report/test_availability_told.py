"""Availability in deck and report: true sentences by a checker that reads `analyze --json` alone, and the same rows."""

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from designer.analysis.availability.playing import with_availability
from designer.analysis.results import Results
from designer.drawing.report_page import Note, Prose, ReportTable
from designer.edit.settings import set_assumption
from designer.export.deck.deck import deck_of
from designer.export.deck.records import Claim, Table
from designer.model.design import Design
from designer.review.documents.results_document import results_document
from designer.review.findings import Finding
from designer.review.rules import review
from tests.export.deck.availability_checker import AVAILABILITY_PATTERNS, availability_judged, falsified, row_holds
from tests.export.deck.designs import design_of
from tests.export.deck.told import analysed, at
from tests.export.report.reports import TODAY, report_for
from tests.shipped import LIBRARY

Told = dict[str, tuple[Design, Results, Sequence[Finding], dict[str, Any]]]


@pytest.fixture(scope="module")
def told() -> Told:
    """A stack and a power chain with what is said of them, and the document that it is judged by."""
    found: Told = {}
    for name in ("ai-stack", "power-chain"):
        design = design_of(name)
        results = with_availability(design, analysed(design))
        findings = review(design, results, TODAY, library=LIBRARY)
        found[name] = design, results, findings, results_document(results, findings)
    return found


def test_every_sentence_and_row_of_the_report_is_what_the_analysis_says(told: Told) -> None:
    forms = set[str]()
    for design, results, findings, document in told.values():
        paper = report_for(design, results, findings, level="engineer")
        chapter = next(one for one in paper.chapters if one.id == "availability")
        assert chapter.claim is not None
        blocks = [block for block in chapter.blocks if isinstance(block, Prose)]
        claims = [chapter.claim, *(one for block in blocks for one in block.said if isinstance(one, Claim))]
        for claim in claims:
            form, true = availability_judged(claim.text, document)
            assert true, claim
            forms.add(form)
            assert all(at(document, bound) == pytest.approx(bound.value) for bound in claim.bound), claim
            wrong = [*falsified(claim.text)]
            assert wrong
            assert not any(availability_judged(text, document)[1] for text in wrong), wrong
        tables = {block.title: block for block in chapter.blocks if isinstance(block, ReportTable)}
        assert all(row_holds(row, document) for row in tables["Over a year"].rows)
        (note,) = (block for block in chapter.blocks if isinstance(block, Note))
        assert all(one in note.text for one in document["availability"]["notes"])
    assert forms == set(AVAILABILITY_PATTERNS)


@pytest.mark.parametrize("name", ["ai-stack", "power-chain"])
def test_the_slide_of_risks_says_the_same(told: Told, name: str) -> None:
    design, results, findings, document = told[name]
    deck = deck_of(design, LIBRARY, results, findings, TODAY)
    assert len(deck.slides) <= 10
    slide = next(one for one in deck.slides if one.id == "risk")
    table = slide.left[-1]
    assert isinstance(table, Table)
    assert table.rows
    assert all(row_holds(row, document) for row in table.rows)
    # Where no single failure is told of in the subtitle, the year is.
    if name == "power-chain":
        assert slide.subtitle is not None
        assert availability_judged(slide.subtitle.text, document) == ("gives over a year", True)


def test_an_hour_costs_what_is_set_and_nothing_is_told_of_a_design_that_has_failed(told: Told) -> None:
    design, results, findings, _ = told["ai-stack"]
    dear = set_assumption(design, "downtime_usd_per_hour", 1_000.0).applied(design)
    whole = with_availability(dear, replace(results, availability=None))
    assert whole.availability is not None
    document = results_document(whole)
    paper = report_for(dear, whole, findings)
    chapter = next(one for one in paper.chapters if one.id == "availability")
    said = [one.text for block in chapter.blocks if isinstance(block, Prose) for one in block.said]
    costs = [text for text in said if text.startswith("An hour without")]
    # What is set counts for every service and job, whoever asks it.
    assert len(costs) == 4
    assert all(" costs 1 k$" in text and availability_judged(text, document)[1] for text in costs)
    failed = replace(results, availability=None, failed=("leaf",))
    assert with_availability(design, failed).availability is None
    bare = report_for(design, replace(results, availability=None), findings)
    assert "availability" not in {one.id for one in bare.chapters}
