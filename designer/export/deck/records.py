"""Records of a deck: claims bound to figures, what stands on a slide, slides."""

from typing import Literal

from designer.analysis.phases.records import PhasesResult
from designer.drawing.rooms.floor_overlays import FloorOverlay
from designer.model.deck_settings import Level, Stance
from designer.model.design import Design, View
from designer.model.figures.figure import Figure
from designer.model.parts.part import Layer
from designer.model.records import Record

Mark = Literal["fits", "ask", "short", ""]
"""Sign of a row of a table: drawn and fits, to be asked of the site, needs more, none."""


class Bound(Record, frozen=True, kw_only=True):
    """A figure that a sentence says, by its place in `analyze --json`.

    Attributes:
        path: Keys from the root, parted by dots: "cost.capex_usd"; of a list the place: "cables.links.0".
        value: What the sentence was written of, in the unit of that document; None where it is unknown.
    """

    path: str
    value: float | None


class Claim(Record, frozen=True, kw_only=True):
    """A sentence that is written anew whenever the design changes.

    Attributes:
        text: The sentence.
        bound: The figures that it says or rests on.
        stance: "said" where what is hoped for holds, "opposite" where its opposite does, "neutral" where nobody wrote
            one: then the slide wears the mark "check".
    """

    text: str
    bound: tuple[Bound, ...] = ()
    stance: Stance = "said"

    @property
    def check(self) -> bool:
        """Return whether a person has to look at it."""
        return self.stance == "neutral"


class DeckFigure(Record, frozen=True, kw_only=True):
    """One large number: caption, number with its unit, and a line below."""

    caption: str
    number: str
    unit: str = ""
    below: str = ""


class Figures(Record, frozen=True, kw_only=True):
    """A column of large numbers."""

    figures: tuple[DeckFigure, ...]


class UnitBoxes(Record, frozen=True, kw_only=True):
    """A number as boxes that can be counted: SURE full ones, and dashed ones up to MOST; EACH stands for so many."""

    sure: int
    most: int
    each: int = 1


class QuantityBar(Record, frozen=True, kw_only=True):
    """One bar of a quantity.

    Attributes:
        label: What it is.
        said: The label and how much, parted by a colon: "Learnt, a day: 5.2–22.3 billion".
        low: Share of the whole length, 0 to 1, that is sure.
        high: Share at the better end.
    """

    label: str
    said: Claim
    low: float
    high: float

    @property
    def amount(self) -> str:
        """Return how much, without what it is."""
        return self.said.text.removeprefix(f"{self.label}: ")


class Quantity(Record, frozen=True, kw_only=True):
    """One column: a number with what it counts, a picture of how much that is, and a sentence.

    Attributes:
        title: Above it, in two or three words.
        layer: Whose colour it wears.
        head: The number with what it counts.
        number: The first words of it, which are set large.
        boxes: The picture, where things are counted.
        bars: The picture otherwise.
        foot: A sentence below; None where nothing more is to be said.
        legend: What dark and light of the picture mean.
    """

    title: str
    layer: Layer
    head: Claim
    number: str
    boxes: UnitBoxes | None = None
    bars: tuple[QuantityBar, ...] = ()
    foot: Claim | None = None
    legend: str = ""

    @property
    def rest(self) -> str:
        """Return the words of the head after its number."""
        return self.head.text.removeprefix(self.number).strip()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return all that it says of the design."""
        return (self.head, *(bar.said for bar in self.bars), *([self.foot] if self.foot is not None else []))


class Quantities(Record, frozen=True, kw_only=True):
    """Columns beside each other, each with a picture of its quantity."""

    quantities: tuple[Quantity, ...]


class Picture(Record, frozen=True, kw_only=True):
    """A view of the design, drawn by the painter.

    Attributes:
        alt: What is seen, in words.
        overlay: What racks in a room are coloured by.
    """

    view: View
    alt: str
    overlay: FloorOverlay = ""


class Diagram(Record, frozen=True, kw_only=True):
    """A view of the design as shapes and connectors that can be moved."""

    view: View
    alt: str


class Difference(Record, frozen=True, kw_only=True):
    """A picture of two designs in which what came, went and is otherwise is marked.

    Attributes:
        before: The design that it is told from.
        after: The other.
        alt: What is seen, in words.
    """

    before: Design
    after: Design
    alt: str


class Bar(Record, frozen=True, kw_only=True):
    """One bar of a chart.

    Attributes:
        label: Below it.
        note: Smaller, below that: how many.
        figure: Its height with its range.
    """

    label: str
    note: str
    figure: Figure


class Waterfall(Record, frozen=True, kw_only=True):
    """Bars that add up to the last one."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    total: Bar


class Curve(Record, frozen=True, kw_only=True):
    """Amounts over months.

    Attributes:
        label: Name of the line.
        values: By month, from 0.
        low: The same with all ranges at their low ends; () where the amounts have no range.
        high: At their high ends.
        said: The range at the end in a sentence; None where there is none.
    """

    label: str
    values: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    said: Claim | None = None


class Curves(Record, frozen=True, kw_only=True):
    """Lines over the months 0, 1, 2 …, all in UNIT."""

    title: str
    unit: str
    curves: tuple[Curve, ...]


class Table(Record, frozen=True, kw_only=True):
    """Rows under a header; numbers are set to the right.

    Attributes:
        numbers: Columns of numbers, from 0.
        marks: The sign of each row, where rows have signs.
        note: One line below.
        widths: Share of the width of each column; () parts it evenly.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    note: str = ""
    widths: tuple[float, ...] = ()


class Share(Record, frozen=True, kw_only=True):
    """One piece of a bar of shares: what, how much of the whole, and a line about it."""

    label: str
    share: float
    below: str
    sure: Literal["sourced", "unverified", "estimated"]


class Shares(Record, frozen=True, kw_only=True):
    """One bar in pieces."""

    shares: tuple[Share, ...]


class Lines(Record, frozen=True, kw_only=True):
    """A heading with pairs: what, and what is said of it."""

    title: str
    lines: tuple[tuple[str, str], ...]


class Card(Record, frozen=True, kw_only=True):
    """One of several ways: its name, a line below, and what is said of each in the same order.

    Attributes:
        rows: What, and its amount.
        proposed: Whether it is the one that the deck proposes.
    """

    title: str
    below: str
    rows: tuple[tuple[str, str], ...]
    proposed: bool = False


class Cards(Record, frozen=True, kw_only=True):
    """Ways beside each other; NOTE is one line below."""

    cards: tuple[Card, ...]
    note: str = ""


class Words(Record, frozen=True, kw_only=True):
    """One sentence, with a first word that stands out."""

    lead: str
    text: str


class Gantt(Record, frozen=True, kw_only=True):
    """The phases of a design as bars over time."""

    phases: PhasesResult
    alt: str


Block = (
    Figures
    | Quantities
    | Picture
    | Diagram
    | Difference
    | Gantt
    | Waterfall
    | Curves
    | Table
    | Shares
    | Lines
    | Cards
    | Words
)


class DeckSlide(Record, frozen=True, kw_only=True):
    """One slide.

    Attributes:
        id: What it is about: "decision", "money" ...
        title: One line.
        subtitle: One line below; None where nothing more is to be said.
        left: What stands at the left, from the top.
        right: At the right; without it the left takes the whole width.
        notes: For the speaker.
        own: Whether it is a slide of a person's own.
        computed: The computed title and subtitle, which a person's words may stand in place of.
        check_why: Why a person's words have to be looked at; "" where they hold.
    """

    id: str
    title: Claim
    subtitle: Claim | None = None
    left: tuple[Block, ...] = ()
    right: tuple[Block, ...] = ()
    notes: str = ""
    own: bool = False
    computed: tuple[Claim, ...] = ()
    check_why: str = ""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return all sentences on it that are bound to figures, its title first."""
        found = [self.title, *([self.subtitle] if self.subtitle is not None else [])]
        for block in (*self.left, *self.right):
            if isinstance(block, Quantities):
                found += [claim for one in block.quantities for claim in one.claims]
            elif isinstance(block, Curves):
                found += [curve.said for curve in block.curves if curve.said is not None]
        return tuple(found)


class LeftOut(Record, frozen=True, kw_only=True):
    """A slide that is not there, and why."""

    id: str
    why: str


class Deck(Record, frozen=True, kw_only=True):
    """All slides.

    Attributes:
        title: Name of the design.
        date: Day of the figures, as people write it.
        level: For whom its words are.
        draft: What is wrong first, where the design has errors; "" where it has none.
        supposed: What is supposed of it and which figures that moves; "" for the design as drawn.
        left_out: Slides without content.
        hidden: Slides that a person hid.
        order: Ids of all slides, hidden ones and those without content too.
        problems: One line for each live field, view or own sentence that is not as it should be.
    """

    title: str
    date: str
    level: Level
    draft: str
    slides: tuple[DeckSlide, ...]
    supposed: str = ""
    left_out: tuple[LeftOut, ...] = ()
    hidden: tuple[DeckSlide, ...] = ()
    order: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
