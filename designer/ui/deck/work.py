"""Slides computed and painted in a process beside the window; no Qt here until it is asked for."""

import os
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.export.deck.context import DeckContext
from designer.export.deck.deck import deck_in
from designer.export.deck.fields import Field, fields_of
from designer.export.deck.records import Deck
from designer.machine import end_with_parent
from designer.model.design import Design
from designer.plugins.consent import active_plugins
from designer.review.findings import Finding
from designer.review.own_rules import OwnRules
from designer.store.beside import Place, beside

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

PICTURE_PX = 960
"""Width of a picture of a slide; the list shows it smaller."""


class DeckShown(NamedTuple):
    """A deck with its pictures.

    Attributes:
        deck: Its slides, hidden ones beside them.
        pictures: PNG of each, by id.
        fields: Live fields that can be written.
    """

    deck: Deck
    pictures: Mapping[str, bytes]
    fields: tuple[Field, ...]


def start_painter() -> "ProcessPoolExecutor":
    """Start the process in which slides are painted; it ends with the window."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(1, get_context("spawn"), initializer=_off_the_screen)


def _off_the_screen() -> None:
    end_with_parent()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def context_of(
    design: Design,
    library: Library,
    results: Results,
    findings: tuple[Finding, ...],
    today: date,
    place: Place | None = None,
) -> DeckContext:
    """Return what the deck of DESIGN is made of, at its own level; its other designs too where its PLACE is told."""
    others = beside(place, design, library, today, OwnRules(active_plugins()))
    from designer.analysis.availability.playing import with_availability

    told = with_availability(design, results)
    return DeckContext(design, library, told, findings, today, design.settings.deck.level, others)


def draw_deck(
    design: Design,
    library: Library,
    results: Results,
    findings: tuple[Finding, ...],
    today: date,
    place: Place | None = None,
) -> DeckShown:
    """Return the deck of DESIGN with a picture of each slide; for a process without a screen."""
    # Painting loads Qt, which the process of the window must not do a second time.
    from designer.drawing.current_theme import in_theme
    from designer.drawing.theme_tokens import theme_named
    from designer.export.deck.pages.drawings import SlideDrawings
    from designer.export.deck.pages.layout import slide_page
    from designer.paint.application import ensure_application
    from designer.paint.slides.files import slide_png
    from designer.paint.text_widths import text_widths

    ensure_application()
    context = context_of(design, library, results, findings, today, place)
    deck = deck_in(context)
    drawings = SlideDrawings(design, results, findings, text_widths())
    pictures: dict[str, bytes] = {}
    with in_theme(theme_named("light")):
        for number, slide in enumerate(deck.slides):
            pictures[slide.id] = slide_png(slide_page(deck, number, drawings), PICTURE_PX)
        for slide in deck.hidden:
            alone = replace(deck, slides=(*deck.slides, slide))
            pictures[slide.id] = slide_png(slide_page(alone, len(deck.slides), drawings), PICTURE_PX)
    return DeckShown(deck, pictures, fields_of(context))
