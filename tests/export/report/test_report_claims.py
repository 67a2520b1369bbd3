"""What a report says is true of the design after every change, by a checker that reads `analyze --json` alone."""

import re

import pytest
from msgspec.structs import replace

from designer.drawing.report_page import Bars, Firm, ReportTable
from designer.model.deck_settings import Level
from designer.model.design import Design
from designer.review.rules import review
from tests.export.deck.changes import CHAINS
from tests.export.deck.test_phase_slide import KNOWN, TWO, grown
from tests.export.deck.told import analysed, at, documents_of
from tests.export.report.odd_designs import ODD, TEMPLATE_NAMES, odd_design
from tests.export.report.reports import TODAY, blocks_of, claims_of, report_for
from tests.export.report.sentence_checker import fact_holds, report_judged
from tests.export.report.table_checker import UNTOLD, TableChecker
from tests.shipped import LIBRARY

SHORT = ("ai-stack", "cloud-serving", "torus", "power-chain")


def checked(design: Design, level: Level = "board") -> tuple[set[str], set[str]]:
    """Judge each sentence and fact of the report on DESIGN; return the forms that were told and the sentences."""
    results = analysed(design)
    findings = review(design, results, TODAY, library=LIBRARY)
    paper = report_for(design, results, findings, level=level)
    document = documents_of(design, results, findings)
    forms: set[str] = set()
    sentences: set[str] = set()
    for claim in claims_of(paper):
        # What the person wrote is no claim of ours.
        if claim.text == design.settings.description:
            continue
        form, true = report_judged(claim.text, document)
        assert true, (form, claim)
        forms.add(form)
        sentences.add(claim.text)
        for bound in claim.bound:
            # What is counted in the design itself, racks on a floor, the checker has counted too.
            if not bound.path.startswith("design."):
                assert at(document, bound) == pytest.approx(bound.value), (claim.text, bound)
    for fact in paper.front.facts:
        assert fact_holds(fact.label, fact.number, fact.unit, document), fact
    assert TableChecker(document).wrong(paper) == []
    return forms, sentences


LONG = (pytest.param(name, marks=pytest.mark.long) for name in TEMPLATE_NAMES if name not in SHORT)


@pytest.mark.parametrize("name", [*ODD, *SHORT, *LONG])
def test_every_sentence_and_fact_is_true(name: str) -> None:
    checked(odd_design(name))


def test_a_design_that_grows_has_true_tables_and_false_ones_are_found() -> None:
    design = grown({**KNOWN, "orders": "switchgear=2026-11-02"}, TWO)
    checked(design)
    document = documents_of(design, analysed(design), ())
    paper = report_for(design)
    tables = {block.title: block for block in blocks_of(paper) if isinstance(block, ReportTable)}
    for title in ("Phases", "What is ordered, the latest first", "Money and peak power by quarter"):
        # A figure or a day of another row in a row is found.
        first, second, *rest = tables[title].rows
        for place in range(1, 5):
            if first[place] == second[place]:
                continue
            mixed = (*first[:place], second[place], *first[place + 1 :])
            swapped = replace(tables[title], rows=(mixed, second, *rest))
            assert list(TableChecker(document).wrong_of(swapped)), (title, mixed)


@pytest.mark.parametrize("level", [pytest.param("manager", marks=pytest.mark.long), "engineer"])
def test_they_are_for_every_audience(level: Level) -> None:
    checked(odd_design("ai-stack"), level)


@pytest.mark.parametrize(
    "chain", [name if name == "room" else pytest.param(name, marks=pytest.mark.long) for name in CHAINS]
)
def test_changes_leave_no_false_sentence(chain: str) -> None:
    """Nine chains of 51 changes and more; each of them has sentences written anew."""
    base, steps = CHAINS[chain]
    design = base()
    _, before = checked(design)
    rewritten = set[str]()
    for _, change in steps:
        design = change(design)
        _, now = checked(design)
        rewritten |= before - now
        before = now
    assert len(rewritten) >= len(steps)


def test_the_checker_finds_what_is_false() -> None:
    """Each number of a sentence that is changed makes it false, so that the checker judges all of them."""
    design = odd_design("ai-stack")
    results = analysed(design)
    findings = review(design, results, TODAY, library=LIBRARY)
    document = documents_of(design, results, findings)
    false = [
        "10 servers, 10 hosts, 12 switches and 3 storage systems are joined by 415 cables.",
        "10 servers, 10 hosts, 12 switches and 2 storage systems are joined by 416 cables.",
        "Any half of the servers can send 17 Tb/s to the other half.",
        "The compute fabric is full to 99% at Rails, when all send to all.",
        "In use the equipment draws 88–112 kW, at full load at least 129–131 kW.",
        "In use the equipment draws 88–112 MW, at full load at least 129–130 MW.",
        "With cooling and losses the site takes 123–157 kW, a PUE of 1.32–1.61.",
        "At full load at least 134 kW of heat are to be carried away.",
        "In the busiest hour it is asked 27.7 requests a second.",
        "An answer takes 9.61 s.",
        "A thousand requests cost 7.38–9.80 $.",
        "Serving DGX H100 is full first, at 64% (38–150%): arithmetic. At the high end of that it may be too little.",
    ]
    for text in false:
        form, true = report_judged(text, document)
        assert not true, (form, text)
    assert not fact_holds("IT, full load", "≥ 129–131", "kW", document)
    assert not fact_holds("Parts, cables", "85, 416", "", document)


def test_every_number_of_a_table_and_every_bar_that_is_changed_is_found() -> None:
    design = odd_design("ai-stack")
    results = analysed(design)
    findings = review(design, results, TODAY, library=LIBRARY)
    checker = TableChecker(documents_of(design, results, findings))
    blocks = [*blocks_of(report_for(design, results, findings, level="engineer"))]
    changed = 0
    for table in blocks:
        if not isinstance(table, ReportTable) or table.title in UNTOLD:
            continue
        for place, row in enumerate(table.rows):
            for column in table.numbers:
                # Another first digit: 133 kW becomes 433 kW.
                cell = re.sub(r"[1-9]", lambda found: str((int(found[0]) + 2) % 9 + 1), row[column], count=1)
                if cell == row[column]:
                    continue
                false = (*row[:column], cell, *row[column + 1 :])
                rows = (*table.rows[:place], false, *table.rows[place + 1 :])
                assert checker.wrong_of(replace(table, rows=rows)), (table.title, false)
                changed += 1
    assert changed > 300
    for bars in blocks:
        for place, bar in enumerate(bars.bars) if isinstance(bars, Bars) else ():
            for end in ("low", "value", "high"):
                false = replace(bar, **{end: getattr(bar, end) * 1.01})
                assert checker.wrong_of(replace(bars, bars=(*bars.bars[:place], false, *bars.bars[place + 1 :]))), false
        if isinstance(bars, Firm):
            assert checker.wrong_of(replace(bars, words=bars.words.replace("26%", "27%")))
