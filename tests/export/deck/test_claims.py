"""What a deck says is true of the design after every change, by a checker that reads `analyze --json` alone."""

from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from designer.analysis.run import analyze
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import remove, set_fact, set_node
from designer.edit.templates.templates import build_template
from designer.export.deck.deck import deck_of
from designer.export.deck.records import Bound, Claim, Deck
from designer.export.documents.results_document import results_document
from designer.model.deck_settings import LEVELS
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput
from designer.review.rules import review
from tests.export.deck.claim_checker import judged
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)
TEMPLATES = (
    ("dgx-superpod-h100", {"scale_units": "1"}),
    ("ai-stack", {}),
    ("training-run", {"scale_units": "1"}),
    ("cloud-serving", {}),
    ("api-service", {}),
    ("power-chain", {"racks": "10"}),
)


def told(design: Design, level: str = "board") -> tuple[Deck, dict[str, object]]:
    results = analyze(design, library=LIBRARY)
    findings = review(design, results, TODAY, library=LIBRARY)
    deck = deck_of(design, LIBRARY, results, findings, TODAY, level)  # type: ignore[arg-type]
    return deck, results_document(results, findings, book=design.settings.prices)


def claims(deck: Deck) -> list[Claim]:
    return [claim for slide in deck.slides for claim in (slide.title, slide.subtitle) if claim is not None]


def at(document: object, bound: Bound) -> float | None:
    """Return the value of the document at the place that a claim names."""
    for key in bound.path.split("."):
        if key == "#":
            return float(len(document))  # type: ignore[arg-type]
        document = document[int(key)] if isinstance(document, list) else document[key]  # type: ignore[index]
    return document["value"] if isinstance(document, dict) else float(document)  # type: ignore[arg-type]


def check(deck: Deck, document: dict[str, object]) -> set[str]:
    """Each claim is true, and each bound figure is that of the document; return the forms that were told."""
    forms: set[str] = set()
    for claim in claims(deck):
        form, true = judged(claim.text, document)
        assert true, (form, claim)
        forms.add(form)
        for bound in claim.bound:
            if bound.path.split(".")[0] in document:
                assert at(document, bound) == pytest.approx(bound.value), (claim.text, bound)
    return forms


def some_link(design: Design, rnd: Random) -> str:
    return rnd.choice(sorted(design.links))


def fewer_cables(design: Design, rnd: Random) -> Design:
    link = some_link(design, rnd)
    return set_link(design, link, cables=max(design.links[link].cables // 4, 1)).applied(design)


def more_cables(design: Design, rnd: Random) -> Design:
    link = some_link(design, rnd)
    return set_link(design, link, cables=design.links[link].cables * 2).applied(design)


def some_node(design: Design, rnd: Random) -> str:
    return rnd.choice(sorted(design.nodes))


def more_copies(design: Design, rnd: Random) -> Design:
    node = some_node(design, rnd)
    return set_node(design, node, copies=design.nodes[node].copies * 2).applied(design)


def fewer_copies(design: Design, rnd: Random) -> Design:
    node = some_node(design, rnd)
    return set_node(design, node, copies=max(design.nodes[node].copies // 2, 1)).applied(design)


CHANGES: tuple[Callable[[Design, Random], Design], ...] = (
    fewer_cables,
    more_cables,
    more_copies,
    fewer_copies,
    lambda d, r: remove(d, [some_link(d, r)]).applied(d),
    lambda d, r: remove(d, [some_node(d, r)]).applied(d),
    lambda d, r: set_node(d, some_node(d, r), price_usd=r.choice([1.0, 5e5])).applied(d),
    lambda d, r: set_fact(d, some_node(d, r), "power_max_w", 50_000.0).applied(d),
)


def test_fifty_changes_leave_no_false_sentence() -> None:
    rnd, forms, changed, rewritten = Random(18), set[str](), 0, set[str]()
    for template, settings in TEMPLATES:
        design = build_template(template, LIBRARY, settings)
        deck, document = told(design)
        forms |= check(deck, document)
        before = {claim.text for claim in claims(deck)}
        for _ in range(9):
            try:
                design = rnd.choice(CHANGES)(design, rnd)
            except RefusedInput:
                continue
            if not design.nodes or not design.links:
                break
            changed += 1
            deck, document = told(design)
            forms |= check(deck, document)
            now = {claim.text for claim in claims(deck)}
            rewritten |= before - now
            before = now
    assert changed >= 40
    assert len(rewritten) > 40
    # What is hoped for and its opposite were both told.
    assert forms >= {"build", "full speed", "buy and own", "all priced", "no point", "hangs together", "site short"}


def test_a_quarter_of_the_uplinks_turns_the_sentence_into_its_opposite() -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    title = next(slide for slide in told(design)[0].slides if slide.id == "delivers").title
    assert (title.text, title.stance) == ("All 31 servers can talk at full speed", "said")
    cut = design
    for link in design.links.values():
        ends = {design.nodes[link.a].kind, design.nodes[link.b].kind}
        if link.medium == "fabric" and ends == {"switch"}:
            cut = set_link(cut, link.id, cables=link.cables // 4).applied(cut)
    deck, document = told(cut)
    check(deck, document)
    title = next(slide for slide in deck.slides if slide.id == "delivers").title
    assert title.stance == "opposite"
    # 31 × 8 cables of servers and 4 of fabric managers go down, 256 / 4 go up: 252 / 64.
    assert title.text.startswith("Servers share their uplinks 3.94 : 1")


@pytest.mark.parametrize(("template", "settings"), TEMPLATES)
@pytest.mark.parametrize("level", LEVELS)
def test_six_to_ten_slides_and_a_reason_for_each_that_is_not_there(
    template: str, settings: dict[str, str], level: str
) -> None:
    deck, document = told(build_template(template, LIBRARY, settings), level)
    assert 6 <= len(deck.slides) <= 10
    assert len({slide.id for slide in deck.slides} | {one.id for one in deck.left_out}) == 10
    assert all(one.why.endswith(".") for one in deck.left_out)
    check(deck, document)


def test_what_the_site_gives_is_asked_for_only_where_it_is_not_drawn() -> None:
    design = build_template("ai-stack", LIBRARY, {})
    deck, document = told(design)
    title = next(slide for slide in deck.slides if slide.id == "place").title
    assert title.text.startswith("The site gives at least 808 kW")
    check(deck, document)
    coolers = [node.id for node in design.nodes.values() if KINDS[node.kind].role == "cooling"]
    deck, document = told(remove(design, coolers).applied(design))
    check(deck, document)
    title = next(slide for slide in deck.slides if slide.id == "place").title
    assert not title.text.startswith("The site gives")


def test_an_empty_design_has_a_deck_that_says_so() -> None:
    deck, document = told(Design())
    check(deck, document)
    assert deck.slides[0].title.check
    assert {one.id for one in deck.left_out} >= {"hall", "money", "place", "timeline"}


def test_a_design_with_errors_is_a_draft() -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    assert told(design)[0].draft == ""
    leaf = next(node.id for node in design.nodes.values() if node.id == "leaf")
    broken = set_node(design, leaf, copies=2).applied(design)
    deck, document = told(broken)
    assert deck.draft.startswith("Draft: ")
    check(deck, document)
