"""Slides that set the design against others of its project: true of both, after every change, in every output."""

import pytest
from msgspec.structs import replace
from pptx import Presentation

from designer.analysis.run import analyze
from designer.drawing.text import approximate_width
from designer.edit.deck import add_comparison, write_slide
from designer.edit.nodes.nodes import set_node
from designer.edit.templates.templates import build_template
from designer.export.deck.context import MOST_SUBTITLE, MOST_TITLE
from designer.export.deck.deck import STANDARD, deck_of
from designer.export.deck.pages.drawings import SlideDrawings
from designer.export.deck.pages.layout import slide_page
from designer.export.deck.pptx_file import write_deck
from designer.export.deck.records import Cards, Table
from designer.model.design import Design
from designer.review.documents.results_document import results_document
from designer.review.effects.beside import Beside
from designer.review.effects.preview import state_of
from designer.review.rules import review
from tests.export.deck.told import TODAY, at
from tests.export.deck.variant_checker import FORMS, judged
from tests.shipped import LIBRARY

SAVED = "29 November 2026, 01:50"


@pytest.fixture(scope="module")
def design() -> Design:
    return build_template("training-run", LIBRARY, {})


def other(key: str, design: Design, name: str) -> Beside:
    named = replace(design, settings=replace(design.settings, name=name))
    return Beside(key, name, SAVED, state_of(named, LIBRARY, TODAY))


def told(design: Design, *beside: Beside, slide: str = ""):
    """Return the deck of DESIGN with a slide against the one of that key, and the documents of all."""
    if slide:
        design = add_comparison(design, STANDARD, slide, "it")[0].applied(design)
    results = analyze(design, library=LIBRARY)
    findings = review(design, results, TODAY, library=LIBRARY)
    deck = deck_of(design, LIBRARY, results, findings, TODAY, beside=beside)
    document = dict(results_document(results, findings, book=design.settings.prices))
    document["variants"] = {
        one.key: results_document(one.state.results, one.state.findings, book=one.state.design.settings.prices)
        for one in beside
    }
    document["names"] = {"": design.name, **{one.key: one.name for one in beside}}
    document["against"] = slide
    return deck, document, results, findings, design


def of(deck, slide_id):
    return next(one for one in deck.slides if one.id == slide_id)


def check(slide, document) -> set[str]:
    forms: set[str] = set()
    assert len(slide.title.text) <= MOST_TITLE
    assert slide.subtitle is None or len(slide.subtitle.text) <= MOST_SUBTITLE
    for claim in slide.claims:
        form, true = judged(claim.text, document)
        assert true, (form, claim)
        assert claim.bound
        for bound in claim.bound:
            assert at(document, bound) == pytest.approx(bound.value), bound
        forms.add(form)
    return forms


def leaves(design: Design, more: int) -> Design:
    leaf = next(node for node in design.nodes.values() if node.kind == "switch" and "leaf" in node.id)
    return set_node(design, leaf.id, copies=leaf.copies + more).applied(design)


def test_sentences_follow_both_designs_and_each_form_turns_false(design: Design) -> None:
    forms, turned = set[str](), set[str]()
    before: list[tuple[str, str]] = []
    chain = (
        (design, leaves(design, 2), leaves(design, 4)),
        (leaves(design, 6), leaves(design, 2), leaves(design, 4)),
        (design, design, leaves(design, 4)),
        (design, design, design),
        (leaves(design, 2), design, design),
    )
    for here, second, third in chain:
        beside = (other("b", second, "Two more leaves"), other("c", third, "Four more"))
        deck, document, *_ = told(here, *beside, slide="b")
        slides = of(deck, "options"), of(deck, "own-1")
        now = {claim.text for slide in slides for claim in slide.claims}
        for form, text in before:
            if not judged(text, document)[1]:
                turned.add(form)
                assert text not in now
        for slide in slides:
            forms |= check(slide, document)
        before = [(judged(text, document)[0], text) for text in now]
    assert forms == set(FORMS)
    assert turned == set(FORMS)


def test_options_are_the_variants_side_by_side(design: Design) -> None:
    deck, document, *_ = told(design, other("b", leaves(design, 2), "Two more leaves"))
    slide = of(deck, "options")
    (cards,) = slide.left
    assert isinstance(cards, Cards)
    assert [(card.title, card.proposed) for card in cards.cards] == [(design.name, True), ("Two more leaves", False)]
    assert cards.cards[1].below == f"saved {SAVED}"
    assert len({tuple(name for name, _ in card.rows) for card in cards.cards}) == 1
    assert dict(cards.cards[1].rows)["Accelerators"] == f"{document['counts']['accelerators']['total']:,}"
    # Without others the slide is of owning and renting, as before.
    assert "costs least over 4 years" in of(told(design)[0], "options").title.text


def test_a_slide_against_a_variant_is_in_every_output(design: Design, tmp_path) -> None:
    beside = other("b", leaves(design, 2), "Two more leaves")
    deck, _, results, findings, design = told(design, beside, slide="b")
    assert deck.order.index("own-1") == deck.order.index("options") + 1
    slide = of(deck, "own-1")
    table = slide.right[0]
    assert isinstance(table, Table)
    assert SAVED in table.note
    number = deck.slides.index(slide)
    page = slide_page(deck, number, SlideDrawings(design, results, findings, approximate_width))
    assert any("changed" in getattr(item, "text", "") for item in page.items)
    assert any("Two more leaves" in words for words in page.words)
    path = tmp_path / "deck.pptx"
    write_deck(path, deck, design, results, findings)
    texts = [
        shape.text_frame.text for one in Presentation(str(path)).slides for shape in one.shapes if shape.has_text_frame
    ]
    assert slide.title.text in texts


def test_own_words_and_a_variant_that_is_gone(design: Design) -> None:
    beside = other("b", leaves(design, 2), "Two more leaves")
    made, slide_id = add_comparison(design, STANDARD, "b", "it")
    own = made.applied(design)
    own = write_slide(own, slide_id, title="Why more leaves").applied(own)
    results = analyze(own, library=LIBRARY)
    findings = review(own, results, TODAY, library=LIBRARY)
    deck = deck_of(own, LIBRARY, results, findings, TODAY, beside=(beside,))
    assert of(deck, slide_id).title.text == "Why more leaves"
    deck = deck_of(made.applied(design), LIBRARY, results, findings, TODAY)
    assert of(deck, slide_id).title.check
    assert any("no longer in the project" in line for line in deck.problems)


def test_a_design_without_a_price_claims_nothing() -> None:
    empty = Design()
    deck, document, *_ = told(empty, other("b", empty, "Other"), slide="b")
    for slide_id in ("options", "own-1"):
        title = of(deck, slide_id).title
        assert title.check
        assert not title.bound
    assert not document["counts"]["nodes"]["total"]
