"""A deck out of a design: the slides that have content, in the order in which a board decides."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.export.deck import money_slides, place_slides, risk_slides, work_slides
from designer.export.deck.composing import composed
from designer.export.deck.context import DeckContext
from designer.export.deck.records import Deck, DeckSlide, LeftOut
from designer.export.deck.site_slide import sites_slide
from designer.model.deck_settings import Level
from designer.model.design import Design
from designer.model.wording import counted
from designer.review.effects.beside import Beside
from designer.review.effects.grouping import grouped
from designer.review.findings import Finding

Builder = Callable[[DeckContext], DeckSlide | LeftOut]
_BUILDERS: Final[tuple[Builder, ...]] = (
    money_slides.decision,
    work_slides.delivers,
    place_slides.hall,
    place_slides.layers,
    money_slides.money,
    place_slides.place_and_power,
    risk_slides.risk,
    money_slides.options,
    risk_slides.timeline,
    money_slides.assumptions,
    place_slides.appendix,
)
"""Each makes one slide, or says why it is left out."""
_SITES_AT: Final = 6
"""Behind the place and its power."""
STANDARD: Final = (
    "decision",
    "delivers",
    "hall",
    "layers",
    "money",
    "place",
    "risk",
    "options",
    "timeline",
    "assumptions",
    "appendix",
)
"""Ids of what they make, in order."""


def deck_of(
    design: Design,
    library: Library,
    results: Results,
    findings: Sequence[Finding],
    today: date,
    level: Level | None = None,
    beside: tuple[Beside, ...] = (),
) -> Deck:
    """Return the deck of DESIGN: at most ten computed slides, each true of these RESULTS, as its settings want them.

    Args:
        design: With its parts embedded.
        library: Parts that the options are compared with.
        results: A whole analysis of it.
        findings: What the review says of it.
        today: Day by which prices are old, and date on the slides.
        level: For whom the words are; None is what the design is set to.
        beside: Other designs of its project, as they are saved.
    """
    return deck_in(DeckContext(design, library, results, findings, today, level or design.settings.deck.level, beside))


def deck_in(context: DeckContext) -> Deck:
    """Return the deck of CONTEXT, which can then say what live fields hold."""
    design, findings, today = context.design, context.findings, context.today
    builders = _BUILDERS
    if design.settings.sites and context.level != "board":
        # Where nobody compares places, nothing is said of them; a board decides on the site that is drawn.
        builders = (*_BUILDERS[:_SITES_AT], sites_slide, *_BUILDERS[_SITES_AT:])
    made = [build(context) for build in builders]
    found = composed(context, made)
    errors = [group for group in grouped(design, findings) if group.severity == "error"]
    number = sum(len(group.members) for group in errors)
    draft = f"Draft: {counted(number, 'error')} to mend first. {errors[0].message}" if errors else ""
    return Deck(
        title=design.name,
        date=f"{today.day} {today:%B %Y}",
        level=context.level,
        draft=draft,
        slides=found.slides,
        left_out=found.left_out,
        hidden=found.hidden,
        order=found.order,
        problems=found.problems,
    )
