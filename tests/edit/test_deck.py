"""Edits of the deck: undoable, kept in the project and in text, refused where a value is not allowed."""

from pathlib import Path

import pytest

from designer.catalog.library import Library
from designer.edit.deck import (
    add_slide,
    compute_slide,
    hide_slide,
    move_slide,
    remove_slide,
    set_deck,
    write_slide,
)
from designer.edit.session import Session
from designer.export.text.text_form import design_of_document, read_text_design, write_text_design
from designer.model.deck_settings import MOST_SLIDES, NO_DECK, DeckSettings, slides_in_order
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.project import read_project, write_project

STANDARD = ("decision", "money", "risk")
NOTHING = Library(parts={}, sources={})


def set_up() -> Design:
    design = Design()
    design = set_deck(design, level="manager").applied(design)
    design = set_deck(design, template="house.pptx").applied(design)
    design = write_slide(
        design, "money", title="{buy} once", notes="Slowly.", figures={"headlines.buy": None}, stance="opposite"
    ).applied(design)
    change, own = add_slide(design, STANDARD, "Why now", text="- {servers}\nNow.", view="floor", after="decision")
    assert own == "own-1"
    design = change.applied(design)
    return hide_slide(design, "risk", True).applied(design)


def test_each_edit_is_one_step_that_can_be_taken_back() -> None:
    session = Session(Design())
    session.commit(set_deck(session.design, level="engineer"))
    session.commit(write_slide(session.design, "money", title="Mine", figures={}))
    session.commit(move_slide(session.design, STANDARD, "risk", 0))
    assert session.design.settings.deck.order == ("risk", "decision", "money")
    session.undo()
    assert session.design.settings.deck.order == ()
    session.undo()
    assert session.design.settings.deck.slides == {}
    session.undo()
    assert session.design == Design()


def test_it_comes_back_from_the_project_and_from_text(tmp_path: Path) -> None:
    design = set_up()
    write_project(tmp_path / "p.stackwright", design)
    assert read_project(tmp_path / "p.stackwright").design.settings.deck == design.settings.deck
    for suffix in (".yaml", ".json"):
        path = tmp_path / f"d{suffix}"
        write_text_design(path, design, NOTHING)
        assert read_text_design(path, NOTHING).settings.deck == design.settings.deck


def test_text_without_a_deck_has_a_computed_one() -> None:
    design = design_of_document({"format": "stackwright-design", "version": 1}, NOTHING)
    assert design.settings.deck == NO_DECK


def test_order() -> None:
    design = set_up()
    assert slides_in_order(STANDARD, design.settings.deck) == ["decision", "own-1", "money", "risk"]
    design = move_slide(design, STANDARD, "own-1", 3).applied(design)
    assert slides_in_order(STANDARD, design.settings.deck) == ["decision", "money", "risk", "own-1"]
    # What has content only later stands before what it precedes by itself, else last.
    longer = ("decision", "hall", "money", "risk", "timeline")
    assert slides_in_order(longer, design.settings.deck) == ["decision", "hall", "money", "risk", "timeline", "own-1"]
    named = DeckSettings(order=("decision", "own-1"), slides=design.settings.deck.slides)
    assert slides_in_order(STANDARD, named) == ["decision", "own-1", "money", "risk"]
    moved = move_slide(Design(), STANDARD, "risk", 0)
    back = move_slide(moved.applied(Design()), STANDARD, "risk", 2)
    assert back.applied(moved.applied(Design())) == Design()


def test_words_go_back_and_own_slides_go() -> None:
    design = set_up()
    slide = design.settings.deck.of("money")
    assert (slide.figures, slide.stance) == ({"headlines.buy": None}, "opposite")
    cleared = write_slide(design, "money", title="").applied(design).settings.deck.of("money")
    assert (cleared.figures, cleared.stance, cleared.notes) == ({}, "", "Slowly.")
    design = compute_slide(design, "money").applied(design)
    assert "money" not in design.settings.deck.slides
    design = remove_slide(design, "own-1").applied(design)
    assert "own-1" not in (*design.settings.deck.slides, *design.settings.deck.order)
    with pytest.raises(RefusedInput, match="hide a computed one"):
        remove_slide(design, "money")
    with pytest.raises(RefusedInput, match="remove it instead"):
        compute_slide(set_up(), "own-1")


@pytest.mark.parametrize("name", ["../x.pptx", "/etc/x.pptx", r"\\host\share\x.pptx", "C:x.pptx", "x.potx", "x" * 130])
def test_a_template_is_a_file_name_and_no_path(name: str) -> None:
    with pytest.raises(RefusedInput, match="beside the project"):
        set_deck(Design(), template=name)
    document = {"format": "stackwright-design", "version": 1, "deck": {"template": name}}
    with pytest.raises(RefusedInput, match="beside the project"):
        design_of_document(document, NOTHING)


@pytest.mark.parametrize(
    ("deck", "words"),
    [
        ({"slides": {"money": {"title": "x" * 201}}}, "title of slide money"),
        ({"slides": {"money": {"title": "a\nb"}}}, "one line"),
        ({"slides": {"mo ney": {}}}, "slide id"),
        ({"slides": {f"s{number}": {} for number in range(MOST_SLIDES + 1)}}, "at most 60 slides"),
        ({"level": "king"}, "level"),
    ],
)
def test_what_no_deck_may_hold_is_refused(deck: dict[str, object], words: str) -> None:
    with pytest.raises(RefusedInput, match=words):
        design_of_document({"format": "stackwright-design", "version": 1, "deck": deck}, NOTHING)
