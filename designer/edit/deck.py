"""Edits of the deck: level, template, order, hidden slides, own words and own slides."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from designer.edit.draft import Draft
from designer.edit.fields import changed
from designer.model.changes import ChangeSet
from designer.model.deck_settings import COMPUTED, NO_DECK, DeckSettings, SlideSettings, Stance, slides_in_order
from designer.model.design import Design
from designer.model.records import RefusedInput, require_id

DECK_FIELDS: Final = frozenset({"level", "template"})
WORD_FIELDS: Final = frozenset({"title", "subtitle", "text", "notes", "view"})


def set_deck(design: Design, **fields: Any) -> ChangeSet:
    """Set the level of the deck or the name of its template file.

    Raises:
        RefusedInput: a field is unknown or its value is not allowed.
    """
    deck = changed(design.settings.deck, fields, DECK_FIELDS, "A deck")
    label = f"Set the deck's level to {deck.level}" if set(fields) == {"level"} else "Set the deck's template"
    return _put(design, deck, label)


def write_slide(
    design: Design,
    slide_id: str,
    *,
    figures: Mapping[str, float | None] | None = None,
    stance: Stance = "said",
    **words: Any,
) -> ChangeSet:
    """Put a person's words in place of computed ones; "" goes back to what is computed.

    Args:
        design: The design.
        slide_id: A computed slide, or an own one.
        figures: What the words rest on, by place in `analyze --json`; None keeps what they were written of.
        stance: How the computed title stands now.
        words: New values of WORD_FIELDS.

    Raises:
        RefusedInput: a field is unknown, or its value is not allowed.
    """
    before = design.settings.deck.of(slide_id)
    slide = changed(before, words, WORD_FIELDS, "A slide")
    if not slide.worded:
        slide = replace(slide, figures={}, stance="")
    elif figures is not None:
        slide = replace(slide, figures=dict(figures), stance=stance)
    what = next(iter(words)) if len(words) == 1 else "words"
    return _put_slide(design, slide_id, slide, f"Change the {what} of slide {_name(slide_id, slide)}")


def confirm_slide(design: Design, slide_id: str, figures: Mapping[str, float | None], stance: Stance) -> ChangeSet:
    """Say that a person's words hold with the FIGURES as they are now."""
    slide = replace(design.settings.deck.of(slide_id), figures=dict(figures), stance=stance)
    return _put_slide(design, slide_id, slide, f"Confirm the words of slide {_name(slide_id, slide)}")


def compute_slide(design: Design, slide_id: str) -> ChangeSet:
    """Go back to the computed words of a slide; whether it is hidden stays."""
    slide = design.settings.deck.of(slide_id)
    if slide.own:
        raise RefusedInput("A slide of your own has no computed words; remove it instead.")
    return _put_slide(
        design, slide_id, SlideSettings(hidden=slide.hidden), f"Go back to the computed words of slide {slide_id}"
    )


def hide_slide(design: Design, slide_id: str, hidden: bool) -> ChangeSet:
    """Leave a slide out of the deck, or take it in again."""
    slide = replace(design.settings.deck.of(slide_id), hidden=hidden)
    return _put_slide(design, slide_id, slide, f"{'Hide' if hidden else 'Show'} slide {_name(slide_id, slide)}")


def move_slide(design: Design, standard: Sequence[str], slide_id: str, place: int) -> ChangeSet:
    """Put a slide at PLACE (from 0) in the deck.

    Args:
        design: The design.
        standard: Ids of the computed slides in the order in which they come by themselves.
        slide_id: The slide that moves.
        place: Among all slides, hidden ones and those without content too.

    Raises:
        RefusedInput: there is no such slide.
    """
    deck = design.settings.deck
    order = slides_in_order(standard, deck)
    if slide_id not in order:
        raise RefusedInput(f"There is no slide {slide_id!r} in this deck.")
    order.remove(slide_id)
    order.insert(max(0, min(place, len(order))), slide_id)
    # The order in which they come by themselves needs no words in the file.
    kept = () if order == slides_in_order(standard, replace(deck, order=())) else tuple(order)
    return _put(design, replace(deck, order=kept), f"Move slide {_name(slide_id, deck.of(slide_id))}")


def add_slide(
    design: Design, standard: Sequence[str], title: str, *, text: str = "", view: str = "", after: str = ""
) -> tuple[ChangeSet, str]:
    """Add a slide of one's own behind slide AFTER; "" puts it last.

    Returns:
        The edit, and the id of the new slide.

    Raises:
        RefusedInput: it has no title, or a value is not allowed.
    """
    if not title.strip():
        raise RefusedInput("A slide needs a title.")
    deck = design.settings.deck
    slide_id = _free_id(deck)
    slide = changed(
        SlideSettings(own=True), {"title": title.strip(), "text": text, "view": view}, WORD_FIELDS, "A slide"
    )
    order = slides_in_order(standard, deck)
    order.insert(order.index(after) + 1 if after in order else len(order), slide_id)
    made = replace(deck, slides={**deck.slides, slide_id: slide}, order=tuple(order))
    return _put(design, made, f"Add slide {slide.title}"), slide_id


def add_comparison(design: Design, standard: Sequence[str], against: str, name: str) -> tuple[ChangeSet, str]:
    """Add a slide that sets the design against another of its project, behind the slide of options.

    Args:
        design: The design.
        standard: Ids of the computed slides in the order in which they come by themselves.
        against: Id of the variant, "main" for the main design.
        name: What people call it; it names the edit.

    Returns:
        The edit, and the id of the new slide.

    Raises:
        RefusedInput: the deck has such a slide already, or AGAINST is no id.
    """
    require_id(against, "variant")
    deck = design.settings.deck
    if any(one.against == against for one in deck.slides.values()):
        raise RefusedInput(f"The deck has a slide of {name} already; it follows what is saved of it.")
    slide_id = _free_id(deck)
    slide = SlideSettings(own=True, against=against)
    order = slides_in_order(standard, deck)
    order.insert(order.index("options") + 1 if "options" in order else len(order), slide_id)
    made = replace(deck, slides={**deck.slides, slide_id: slide}, order=tuple(order))
    return _put(design, made, f"Add a slide against {name}"), slide_id


def remove_slide(design: Design, slide_id: str) -> ChangeSet:
    """Remove a slide of one's own.

    Raises:
        RefusedInput: there is none of that id; computed slides are hidden instead.
    """
    slide = design.settings.deck.of(slide_id)
    if not slide.own:
        raise RefusedInput("Only slides of your own can be removed; hide a computed one.")
    return _put_slide(design, slide_id, COMPUTED, f"Remove slide {_name(slide_id, slide)}")


def _free_id(deck: DeckSettings) -> str:
    return next(name for number in range(1, len(deck.slides) + 2) if (name := f"own-{number}") not in deck.slides)


def _name(slide_id: str, slide: SlideSettings) -> str:
    return slide.title if slide.own and slide.title else slide_id


def _put_slide(design: Design, slide_id: str, slide: SlideSettings, label: str) -> ChangeSet:
    deck = design.settings.deck
    slides = {one: old for one, old in deck.slides.items() if one != slide_id}
    if slide != COMPUTED:
        # In its old place, so that a file that is compared as text shows the change alone.
        slides = {**deck.slides, slide_id: slide}
    order = tuple(one for one in deck.order if slide != COMPUTED or one != slide_id or not deck.of(one).own)
    return _put(design, replace(deck, slides=slides, order=order), label)


def _put(design: Design, deck: DeckSettings, label: str) -> ChangeSet:
    draft = Draft(design)
    draft.put(replace(design.settings, deck=NO_DECK if deck == NO_DECK else deck))
    return draft.finished(label)
