"""Slides of a presentation, made beside the window: the deck, or the saved views as slides."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec.structs import replace

from designer import clock
from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.drawing.current_theme import in_theme
from designer.drawing.slides.page import SlidePage
from designer.drawing.text import TextWidths
from designer.drawing.theme_tokens import Theme
from designer.export.deck.records import (
    Block,
    Claim,
    Deck,
    DeckFigure,
    DeckSlide,
    Figures,
    LeftOut,
    Picture,
    Words,
)
from designer.model.design import Design
from designer.plugins.consent import active_plugins
from designer.review.findings import Finding
from designer.review.own_rules import OwnRules
from designer.ui.present.slide import slides_of

Source = Literal["deck", "views"]


class Material(NamedTuple):
    """Material that slides are made of.

    Attributes:
        results: What the analysis says; None while it is not known, then there is no deck.
        theme: In which drawings are measured.
        widths: Measures text as it will be painted.
        place: File and variant of the design, whose other designs slides set it against; None of one never saved.
    """

    design: Design
    library: Library
    results: Results | None
    findings: tuple[Finding, ...]
    theme: Theme
    widths: TextWidths
    place: tuple[Path, str] | None = None


class Made(NamedTuple):
    """Slides, laid out, and those that were left out."""

    deck: Deck
    pages: tuple[SlidePage, ...]

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Return the slides that have no content, with the reasons."""
        return self.deck.left_out


def maker(source: Source, material: Material, *, draft: str | None = None, supposed: str = "") -> Callable[[], Made]:
    """Return what makes the slides, for a thread.

    Args:
        source: The deck, or the saved views.
        material: What they are made of.
        draft: Said on the draft band instead of the errors of MATERIAL: those are what is supposed, not the design.
        supposed: What is supposed and what that moves, said on each slide; "" for the design as drawn.
    """
    return partial(_made, source, material, draft, supposed)


def _made(source: Source, material: Material, draft: str | None, supposed: str) -> Made:
    # Loaded in the thread: what makes a deck takes a moment to load, and the window goes on meanwhile.
    from designer.export.deck.deck import deck_of
    from designer.export.deck.pages.drawings import SlideDrawings
    from designer.export.deck.pages.layout import slide_pages

    if source == "deck" and material.results is not None:
        from designer.analysis.availability.playing import with_availability
        from designer.store.beside import beside

        day = clock.today()
        others = beside(material.place, material.design, material.library, day, OwnRules(active_plugins()))
        results = with_availability(material.design, material.results)
        deck = deck_of(material.design, material.library, results, material.findings, day, beside=others)
    else:
        deck = views_deck(material, clock.today())
    if draft is not None:
        deck = replace(deck, draft=draft)
    deck = replace(deck, supposed=supposed)
    drawings = SlideDrawings(material.design, material.results, material.findings, material.widths)
    with in_theme(material.theme):
        return Made(deck, slide_pages(deck, drawings))


def views_deck(material: Material, today: date) -> Deck:
    """Return the saved views as a deck: each with its caption, the figures, and what is full first."""
    design = material.design
    slides: list[DeckSlide] = []
    for view, said in slides_of(design, material.results, material.findings):
        figures = tuple(
            DeckFigure(caption=one.caption, number=one.number, unit=one.unit, below=one.below) for one in said.figures
        )
        left: list[Block] = [Picture(view=view, alt=f"{said.headline}, drawn")]
        if said.bottleneck:
            left.append(Words(lead="", text=said.bottleneck))
        slides.append(
            DeckSlide(
                id=f"view-{view.id}",
                title=Claim(text=said.headline),
                subtitle=Claim(text=said.sentence) if said.sentence else None,
                left=tuple(left),
                right=(Figures(figures=figures),),
                notes=said.notes,
            )
        )
    return Deck(title=design.name, date=f"{today.day} {today:%B %Y}", level="board", draft="", slides=tuple(slides))
