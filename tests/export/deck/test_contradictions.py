"""No two sentences of one deck say what cannot both be true, in titles, tables, figures and notes alike."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import pytest
from msgspec.structs import replace

from designer.export.deck.records import Deck, Table
from designer.model.design import Design, View
from tests.export.deck.changes import CHAINS
from tests.export.deck.told import told
from tests.export.report.odd_designs import ODD, TEMPLATE_NAMES, odd_design
from tests.export.report.reports import report_for

CLASHES: Final = (
    (r"Nothing in it has a price yet", r"(?:Every one|The one line|All) .*has a price"),
    (r"Nothing in it has a price yet", r"Nothing in it has to be paid for|free of charge"),
    (r"Nothing in it has to be paid for", r"has no price yet|have no price yet|^Build .* for|^Rent .* for|to buy, "),
    (r"(?:Every one|The one line) .*(?:has a price|free of charge)", r"ha(?:s|ve) no price yet|^no price yet$"),
    (r"Nothing is bought", r"to buy, .* over|^Build .* for"),
    (r"No error and no warning was found", r"^Draft:|^One failure (?:alone|more)|^If .* fails,"),
    (r"No (?:single|further) part of the network", r"^If .* fails, .* cut off|One failure \w+ cuts off"),
    (
        r"Nothing was found that a",
        r"^One failure (?:alone|more)|^If .* fails,|What is supposed stops|^\d.* go(?:es)? dark$",
    ),
    (r"The site has to give .* more than is drawn", r"The site gives|Ask the site for"),
    (r"^All .* can talk at full speed", r"share their uplinks"),
)
"""Each pair: two forms of which a deck may have one alone."""


def _said(deck: Deck) -> Iterator[str]:
    """Yield all that DECK says, a sentence or cell each."""
    yield deck.draft
    for slide in deck.slides:
        for claim in slide.claims:
            yield claim.text
        for block in (*slide.left, *slide.right):
            if isinstance(block, Table):
                for row in block.rows:
                    yield from row
    yield from (one.why for one in deck.left_out)


def _in_report(part: object) -> Iterator[str]:
    """Yield all sentences and cells of a report or a part of it; what is drawn is no sentence."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | list):
        for one in part:  # pyright: ignore[reportUnknownVariableType]
            yield from _in_report(one)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(part, msgspec.Struct) and not isinstance(part, Design | View):
        for field in part.__struct_fields__:
            yield from _in_report(getattr(part, field))


def clashing(said: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of SAID that cannot both be true by their forms."""
    return [
        (first, second)
        for one, other in CLASHES
        for first in said
        if re.search(one, first)
        for second in said
        if re.search(other, second)
    ]


def clashes(deck: Deck) -> list[tuple[str, str]]:
    """Return the pairs of sentences of DECK that cannot both be true."""
    said = [text for text in _said(deck) if text]
    found = clashing(said)
    # The same figure of one document, said of two values.
    values: dict[str, tuple[float | None, str]] = {}
    for slide in deck.slides:
        for claim in slide.claims:
            for bound in claim.bound:
                value, text = values.setdefault(bound.path, (bound.value, claim.text))
                if value != bound.value:
                    found.append((text, claim.text))
    # A part that stops something in one sentence stops nothing in no row.
    fails = {match[1].lower() for text in said if (match := re.match(r"If (.*?) fails, .* cut off", text))}
    for slide in deck.slides:
        for block in (*slide.left, *slide.right):
            if isinstance(block, Table):
                found += [(row[0], row[2]) for row in block.rows if row[0].lower() in fails and "Nothing stops" in row]
    return found


QUICK: Final = ("software-only", "cloud-serving", "cyclic", "one-rack", "errors", "empty-design", "torus")


@pytest.mark.parametrize(
    "name",
    [
        *QUICK,
        *(pytest.param(one, marks=pytest.mark.long) for one in (*TEMPLATE_NAMES, *ODD) if one not in QUICK),
    ],
)
def test_no_design_is_told_in_sentences_that_contradict_each_other(name: str) -> None:
    for level in ("board", "engineer"):
        assert clashes(told(odd_design(name), level)[0]) == []
    said = list(_in_report(report_for(odd_design(name))))
    assert len(said) > 20
    assert clashing(said) == []


@pytest.mark.long
@pytest.mark.parametrize("chain", CHAINS)
def test_no_change_makes_two_sentences_contradict_each_other(chain: str) -> None:
    base, steps = CHAINS[chain]
    design: Design = base()
    assert clashes(told(design)[0]) == []
    for what, change in steps:
        design = change(design)
        assert clashes(told(design)[0]) == [], what


def test_a_contradiction_is_found() -> None:
    deck = told(odd_design("cloud-serving"))[0]
    risk = next(slide for slide in deck.slides if slide.id == "risk")
    assert isinstance(risk.left[0], Table)
    wrong = replace(risk, left=(replace(risk.left[0], rows=(("No error and no warning was found.",),)),))
    assert clashes(replace(deck, slides=(wrong,)))
