"""A deck out of a design: the slides that have content, in the order in which a board decides."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.export.deck import money_slides, place_slides, risk_slides, work_slides
from designer.export.deck.context import DeckContext
from designer.export.deck.records import Deck, DeckSlide, LeftOut, Level
from designer.model.design import Design
from designer.model.wording import counted
from designer.review.effects.grouping import grouped
from designer.review.findings import Finding

Builder = Callable[[DeckContext], DeckSlide | LeftOut]
_BUILDERS: Final[tuple[Builder, ...]] = (
    money_slides.decision,
    work_slides.delivers,
    place_slides.hall,
    money_slides.money,
    place_slides.place_and_power,
    risk_slides.risk,
    money_slides.options,
    risk_slides.timeline,
    money_slides.assumptions,
    place_slides.appendix,
)
"""Each makes one slide, or says why it is left out."""


def deck_of(
    design: Design,
    library: Library,
    results: Results,
    findings: Sequence[Finding],
    today: date,
    level: Level = "board",
) -> Deck:
    """Return the deck of DESIGN: at most ten slides, each true of these RESULTS.

    Args:
        design: With its parts embedded.
        library: Parts that the options are compared with.
        results: A whole analysis of it.
        findings: What the review says of it.
        today: Day by which prices are old, and date on the slides.
        level: For whom the words are.
    """
    context = DeckContext(design, library, results, findings, today, level)
    made = [build(context) for build in _BUILDERS]
    errors = [group for group in grouped(design, findings) if group.severity == "error"]
    number = sum(len(group.members) for group in errors)
    draft = f"Draft: {counted(number, 'error')} to mend first. {errors[0].message}" if errors else ""
    return Deck(
        title=design.name,
        date=f"{today.day} {today:%B %Y}",
        level=level,
        draft=draft,
        slides=tuple(one for one in made if isinstance(one, DeckSlide)),
        left_out=tuple(one for one in made if isinstance(one, LeftOut)),
    )
