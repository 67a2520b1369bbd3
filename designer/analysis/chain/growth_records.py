"""What growth does to a design: what breaks first, what comes next, and what lifts it."""

from designer.model.figures import Figure
from designer.model.parts import Layer
from designer.model.records import Record


class GrowthBreak(Record, frozen=True, kw_only=True):
    """Something that is full at a growth.

    Attributes:
        id: Node id of what is full.
        layer: Its layer.
        at: Growth, as a factor of the demand as it is set; below 1 it is too small already.
        bound: What it runs out of, in a few words: "memory bandwidth", "accelerators", "requests a minute".
    """

    id: str
    layer: Layer
    at: Figure
    bound: str


class GrowthLift(Record, frozen=True, kw_only=True):
    """The cheapest step that lifts what breaks, and how far it carries.

    Attributes:
        id: Node id of what is lifted.
        step: Node id of what one more is added of.
        count: How many are added.
        at: Growth at which it breaks before.
        usd: Price of all of them.
        watts: What they draw at most; 0 of what draws nothing here.
        carries: Growth at which the next thing breaks afterwards; unknown where none is known to break.
        next_id: Node id of that; "" where there is none.
    """

    id: str
    step: str
    count: int
    at: Figure
    usd: Figure
    watts: Figure
    carries: Figure
    next_id: str = ""


class GrowthOutlook(Record, frozen=True, kw_only=True):
    """What breaks as the demand of users grows.

    Attributes:
        load: By what the demand that is set is multiplied now.
        breaks: What is full at which growth, the first one first.
        lifts: What carries it further, one after the other.
        unknown: Ids of services whose limit nobody says: they may break earlier.
    """

    load: float = 1.0
    breaks: tuple[GrowthBreak, ...] = ()
    lifts: tuple[GrowthLift, ...] = ()
    unknown: tuple[str, ...] = ()
