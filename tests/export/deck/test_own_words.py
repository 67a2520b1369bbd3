"""Decks as a person sets them: order, hidden slides, own words with live fields, own slides, level."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from designer.analysis.run import analyze
from designer.edit.deck import add_slide, confirm_slide, hide_slide, move_slide, set_deck, write_slide
from designer.edit.nodes.nodes import set_node
from designer.edit.templates.templates import build_template
from designer.export.deck.composing import figures_for, stance_of
from designer.export.deck.context import DeckContext
from designer.export.deck.deck import STANDARD, deck_in, deck_of
from designer.export.deck.fields import fields_of, resolved
from designer.export.deck.pptx_file import template_beside, write_deck
from designer.export.deck.records import Deck, DeckSlide, Picture, Words
from designer.model.deck_settings import DeckSettings
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.documents.results_document import results_document
from designer.review.rules import review
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def pod() -> Design:
    return build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})


def context_of(design: Design) -> DeckContext:
    results = analyze(design, library=LIBRARY)
    findings = review(design, results, TODAY, library=LIBRARY)
    return DeckContext(design, LIBRARY, results, findings, TODAY, design.settings.deck.level)


def slide_of(deck: Deck, slide_id: str) -> DeckSlide:
    return next(slide for slide in deck.slides if slide.id == slide_id)


def test_slides_come_by_themselves_in_the_standard_order(pod: Design) -> None:
    deck = deck_in(context_of(pod))
    assert deck.order == STANDARD
    shown, left_out = [slide.id for slide in deck.slides], [one.id for one in deck.left_out]
    assert sorted((*shown, *left_out)) == sorted(STANDARD)
    assert deck.problems == ()


def test_order_hidden_and_own_slides(pod: Design) -> None:
    design = move_slide(pod, STANDARD, "risk", 0).applied(pod)
    design = hide_slide(design, "appendix", True).applied(design)
    change, own = add_slide(design, STANDARD, "Why now", text="- {servers} servers\nThe price falls.", after="risk")
    design = change.applied(design)
    deck = deck_in(context_of(design))
    assert [slide.id for slide in deck.slides][:3] == ["risk", own, "decision"]
    assert [slide.id for slide in deck.hidden] == ["appendix"]
    assert slide_of(deck, own).left == (Words(lead="•", text="31 servers"), Words(lead="", text="The price falls."))
    assert slide_of(deck, own).title.text == "Why now"


def test_an_own_slide_shows_a_view_and_says_when_that_is_gone(pod: Design) -> None:
    change, own = add_slide(pod, STANDARD, "The hall", text="One.", view="isometric")
    (picture,) = slide_of(deck_in(context_of(change.applied(pod))), own).left
    assert isinstance(picture, Picture)
    assert picture.view.shows == "isometric"
    change, own = add_slide(pod, STANDARD, "The hall", text="One.", view="no-such")
    deck = deck_in(context_of(change.applied(pod)))
    assert deck.problems == (f"Slide {own}: there is no view 'no-such' any more; choose another.",)


def test_an_own_title_wears_the_mark_when_its_figures_changed_and_loses_it_when_confirmed(pod: Design) -> None:
    context = context_of(pod)
    delivers = slide_of(deck_in(context), "delivers")
    assert delivers.computed[0].text == "All 31 servers can talk at full speed"
    words = "Nobody waits for the network"
    design = write_slide(
        pod,
        "delivers",
        title=words,
        figures=figures_for(context, delivers, [words]),
        stance=stance_of(delivers),
    ).applied(pod)
    slide = slide_of(deck_in(context_of(design)), "delivers")
    assert (slide.title.text, slide.title.check) == (words, False)

    from designer.edit.links.links import set_link

    cut = set_link(design, "uplinks", cables=64).applied(design)
    context = context_of(cut)
    deck = deck_in(context)
    slide = slide_of(deck, "delivers")
    assert slide.title.text == words
    assert slide.title.check
    assert "the computed title has turned" in deck.problems[0]
    assert "Servers share their uplinks 3.94 : 1" in slide.notes
    held = confirm_slide(cut, "delivers", figures_for(context, slide, [words]), stance_of(slide)).applied(cut)
    assert not slide_of(deck_in(context_of(held)), "delivers").title.check


def test_words_that_nobody_confirmed_wear_the_mark(pod: Design) -> None:
    deck = DeckSettings(slides={"money": pod.settings.deck.of("money").__class__(title="Cheap")})
    from msgspec.structs import replace

    design = replace(pod, settings=replace(pod.settings, deck=deck))
    assert slide_of(deck_in(context_of(design)), "money").title.check


def test_fields_say_what_analyze_says(pod: Design) -> None:
    context = context_of(pod)
    document = results_document(context.results, context.findings)
    assert resolved(context, "{servers}, {accelerators}, {cables}").text == "31, 248, 1\u202f007"
    assert document["counts"]["cables"]["total"] == 1007
    # A unit may be left out; the amount is that of the headline, in the words and digits of the level.
    assert resolved(context, "{cost.capex}").text == resolved(context, "{buy}").text
    assert resolved(context, "{power.pue}").text == "1.20–1.58"
    pue = document["power"]["pue"]
    assert (pue["low"], pue["high"]) == pytest.approx((1.2, 1.58), abs=0.005)
    assert resolved(context, "{network.tiers.0.name}").text == "leaf"
    assert resolved(context, "{{servers}}").text == "{servers}"
    (bound,) = resolved(context, "{power.facility_max}").bounds
    assert (bound.path, bound.value) == ("power.facility_max_w", document["power"]["facility_max_w"]["value"])


@pytest.mark.parametrize(
    ("level", "text"),
    [("board", r"million dollars$"), ("manager", r"M\$$"), ("engineer", r"M\$$")],
)
def test_the_level_chooses_words_and_digits_of_money(pod: Design, level: str, text: str) -> None:
    design = set_deck(pod, level=level).applied(pod)
    words = resolved(context_of(design), "{buy}").text
    import re

    assert re.search(text, words)
    # Two digits for a board: whole millions above ten.
    assert ("." in words) == (level != "board")


def test_unknown_figures_say_so_and_unknown_names_are_told(pod: Design) -> None:
    context = context_of(pod)
    assert resolved(context, "{cooling.capacity}").text == "not known"
    assert resolved(context, "{cooling.capacity}").problems == ()
    found = resolved(context, "{cost.capx}")
    assert found.text == "not known"
    assert found.problems[0].startswith("There is no figure {cost.capx}; {cost.capex_usd}")
    design = write_slide(pod, "money", title="For {nonsense} only", figures={}, stance="said").applied(pod)
    deck = deck_in(context_of(design))
    assert slide_of(deck, "money").title.check
    assert any("{nonsense}" in problem for problem in deck.problems)


def test_every_field_that_is_offered_can_be_written(pod: Design) -> None:
    context = context_of(pod)
    fields = fields_of(context)
    assert len(fields) > 60
    for field in fields:
        found = resolved(context, f"{{{field.name}}}")
        assert (found.text, found.problems) == (field.text, ()), field


def test_words_that_follow_the_design(pod: Design) -> None:
    design = write_slide(pod, "hall", title="{servers} servers in one hall", figures={}, stance="said").applied(pod)
    assert slide_of(deck_in(context_of(design)), "hall").title.text == "31 servers in one hall"
    more = set_node(design, "dgx-rest", copies=2).applied(design)
    assert slide_of(deck_in(context_of(more)), "hall").title.text == "30 servers in one hall"


def test_the_level_of_the_design_is_that_of_its_deck_unless_another_is_asked(pod: Design) -> None:
    design = set_deck(pod, level="engineer").applied(pod)
    results = analyze(design, library=LIBRARY)
    assert deck_of(design, LIBRARY, results, (), TODAY).level == "engineer"
    assert deck_of(design, LIBRARY, results, (), TODAY, "manager").level == "manager"


def test_the_template_lies_beside_the_project(tmp_path: Path) -> None:
    settings = DeckSettings(template="house.pptx")
    with pytest.raises(RefusedInput, match="Save the project first"):
        template_beside(settings, None)
    project = tmp_path / "p.stackwright"
    with pytest.raises(RefusedInput, match=r"house\.pptx, the deck's template, is not beside p\.stackwright"):
        template_beside(settings, project)
    (tmp_path / "house.pptx").write_bytes(b"")
    assert template_beside(settings, project) == tmp_path / "house.pptx"
    assert template_beside(DeckSettings(), project) is None


def test_the_file_has_own_words_in_place_of_computed_ones(pod: Design, tmp_path: Path) -> None:
    from pptx import Presentation

    design = write_slide(
        pod, "decision", title="Buy {servers} servers", text="One\n- Two", notes="Breathe.", figures={}, stance="said"
    ).applied(pod)
    context = context_of(design)
    deck = deck_in(context)
    write_deck(tmp_path / "own.pptx", deck, design, context.results, context.findings)
    first: Any = Presentation(str(tmp_path / "own.pptx")).slides[0]
    texts = [shape.text_frame.text for shape in first.shapes if shape.has_text_frame]
    assert {"Buy 31 servers", "One", "• Two"} <= set(texts)
    assert first.notes_slide.notes_text_frame.text.startswith("Breathe.")
