"""Records of growth: what breaks first, what comes next, and what lifts it."""

from designer.model.figures.figure import Figure
from designer.model.parts.part import Layer
from designer.model.records import Record


class GrowthBreak(Record, frozen=True, kw_only=True):
    """Something that is full at a growth.

    Attributes:
        id: Node or link id of what is full.
        layer: Its layer.
        at: Growth, as a factor of the demand as it is set, with its range; below 1 it is too small already, 0 whatever
            the demand is.
        bound: What it runs out of, in a few words: "memory bandwidth", "accelerators", "reading", "cooling".
        promise: Whether it is a promise of how long users wait that is no longer kept, in `bound`.
        with_machines: Whether it is full only with the machines that are added as what runs on them is full.
    """

    id: str
    layer: Layer
    at: Figure
    bound: str
    promise: bool = False
    with_machines: bool = False


class GrowthAlso(Record, frozen=True, kw_only=True):
    """Addition that a step takes besides, because it drags a load along.

    Attributes:
        id: Node id of what one more is added of.
        count: How many.
    """

    id: str
    count: int


class GrowthStep(Record, frozen=True, kw_only=True):
    """One change, what it costs and how far it carries.

    Attributes:
        step: Node id of what more is added of, or of what is changed.
        count: How many are added.
        what: The change in words where nothing is added: "tier Scale"; "" elsewhere.
        usd: Price of all of it, what it takes besides included; USD, or USD/month of what is rented; unknown, or "at
            least", where no price is known of a part of it.
        watts: What all of them draw at most and give off as heat; 0 of what draws nothing here.
        ports: Network ports that their cables take; unknown where none is drawn.
        also: What it takes besides.
        short: Node ids that it would overload and of which nothing is known that lifts them.
        carries: Growth at which the next thing breaks afterwards; unknown where none is known to break.
        next_id: Id of that; "" where there is none.
    """

    step: str
    count: int
    what: str = ""
    usd: Figure
    watts: Figure
    ports: Figure
    also: tuple[GrowthAlso, ...] = ()
    short: tuple[str, ...] = ()
    carries: Figure
    next_id: str = ""


class GrowthLift(GrowthStep, frozen=True, kw_only=True):
    """The cheapest single step that lifts what breaks.

    Attributes:
        id: Id of what is lifted.
        bound: What it runs out of.
        at: Growth at which it breaks before.
        others: The other single steps that were looked at, the best first; those of unknown price come last.
    """

    id: str
    bound: str
    at: Figure
    others: tuple[GrowthStep, ...] = ()


class GrowthOutlook(Record, frozen=True, kw_only=True):
    """Breaks as the demand of users grows, and the steps that lift them.

    Attributes:
        load: By what the demand that is set is multiplied now.
        breaks: What is full at which growth, the first one first.
        lifts: What carries it further, one after the other.
        unknown: Ids of services whose limit nobody says: they may break earlier.
        stuck: Id of what breaks next and for which no step is known; "" where there is none.
    """

    load: float = 1.0
    breaks: tuple[GrowthBreak, ...] = ()
    lifts: tuple[GrowthLift, ...] = ()
    unknown: tuple[str, ...] = ()
    stuck: str = ""
