"""Settings of a person for the deck of a design: order, what is hidden, own words, own slides, level, template file."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from designer.model.record_limits import LONGEST_NAME, LONGEST_TEXT, Name, Text
from designer.model.records import Record, RefusedInput, require_id

Level = Literal["board", "manager", "engineer"]
LEVELS: Final[tuple[Level, ...]] = ("board", "manager", "engineer")
"""Audiences: everyday words and two digits; figures with their ranges; part names and three digits."""
Stance = Literal["said", "opposite", "neutral"]
MOST_SLIDES: Final = 60
"""Slides with settings of their own; a deck has ten computed ones."""
_MOST_FIGURES: Final = 60
_TEMPLATE: Final = re.compile(r"[^/\\:*?\"<>|\x00-\x1f]{1,120}\.pptx", re.IGNORECASE)


class SlideSettings(Record, frozen=True, kw_only=True):
    """A person's settings of one slide; "" keeps what is computed.

    Attributes:
        hidden: Whether it is left out of the deck.
        own: Whether it is a slide of the person's own, not a computed one.
        title: One line; live fields such as {cost.capex} stand for figures.
        subtitle: One line below.
        text: Lines in place of the right column; of an own slide all that it says.
        notes: For the speaker.
        view: Of an own slide, the view that it shows: one of the design's views, else a saved view, by its id.
        against: Of an own slide, the design of the project that it sets this one against: the id of a variant, "main"
            for the main design; "" for a slide without a comparison.
        figures: What the words were written of: figures by their place in `analyze --json`, None where unknown.
        stance: How the computed title stood then; "" where no words were written.
    """

    hidden: bool = False
    own: bool = False
    title: Name = ""
    subtitle: Name = ""
    text: Text = ""
    notes: Text = ""
    view: Name = ""
    against: Name = ""
    figures: Mapping[str, float | None] = {}
    stance: Literal["", "said", "opposite", "neutral"] = ""

    @property
    def worded(self) -> bool:
        """Return whether a person's words stand in place of computed ones."""
        return bool(self.title or self.subtitle or self.text)


class DeckSettings(Record, frozen=True, kw_only=True):
    """A person's settings of the deck.

    Attributes:
        level: For whom its words are.
        template: Name of a PPTX beside the project, whose masters and fonts the deck takes; "" for none.
        order: Ids of slides in the order that was chosen; what is not named comes before the one that it
            precedes by itself, else last.
        slides: By id.
    """

    level: Level = "board"
    template: Name = ""
    order: tuple[str, ...] = ()
    slides: Mapping[str, SlideSettings] = {}

    def of(self, slide_id: str) -> SlideSettings:
        """Return the settings of a slide; those of one that nobody touched are all computed."""
        return self.slides.get(slide_id, COMPUTED)


COMPUTED: Final = SlideSettings()
NO_DECK: Final = DeckSettings()
"""A deck that is computed as a whole."""


def slides_in_order(standard: Sequence[str], settings: DeckSettings) -> list[str]:
    """Return the ids of all slides in the order of the deck.

    Args:
        standard: Ids of the computed slides in the order in which they come by themselves.
        settings: Own slides are taken from them, and the order.
    """
    known = [*standard, *(slide for slide, one in settings.slides.items() if one.own and slide not in standard)]
    found = [slide for slide in dict.fromkeys(settings.order) if slide in known]
    for place, slide in enumerate(known):
        if slide in found:
            continue
        # A slide that the order does not name, as it had no content then, comes before the one that it precedes by
        # itself, so that "decision, own-1" puts an own slide second.
        after = next((one for one in standard[place + 1 :] if one in found), None)
        found.insert(found.index(after) if after is not None else len(found), slide)
    return found


def require_deck(deck: DeckSettings) -> DeckSettings:
    """DECK when every value in it is allowed.

    Raises:
        RefusedInput: it has too many slides, an id is none, a text is too long, or the template is no file name.
    """
    if len(deck.slides) > MOST_SLIDES or len(deck.order) > 2 * MOST_SLIDES:
        raise RefusedInput(f"A deck has at most {MOST_SLIDES} slides with settings of their own.")
    for slide_id in (*deck.order, *deck.slides):
        require_id(slide_id, "slide")
    # A path would let a project name any file of the person who opens it, even one of another machine.
    if deck.template and not _TEMPLATE.fullmatch(deck.template):
        raise RefusedInput(
            f"The deck's template {deck.template[:40]!r} must be the name of a .pptx file beside the project, without "
            "a folder."
        )
    for slide_id, slide in deck.slides.items():
        for field in ("title", "subtitle", "view", "against"):
            if len(value := getattr(slide, field)) > LONGEST_NAME or "\n" in value:
                raise RefusedInput(
                    f"The {field} of slide {slide_id} must be one line of at most {LONGEST_NAME} characters."
                )
        for field in ("text", "notes"):
            if len(getattr(slide, field)) > LONGEST_TEXT:
                raise RefusedInput(f"The {field} of slide {slide_id} may have at most {LONGEST_TEXT:,} characters.")
        if len(slide.figures) > _MOST_FIGURES:
            raise RefusedInput(f"Slide {slide_id} rests on more than {_MOST_FIGURES} figures.")
    return deck
