"""Records of uncertainty: the effect of one leaf on a figure, and the figure's spread over draws."""

from designer.model.figures.figure import Figure
from designer.model.records import Record


class Swing(Record, frozen=True, kw_only=True):
    """Effect on a figure of one leaf that alone goes from its low to its high value.

    Attributes:
        leaf: The leaf.
        at_low: The figure with the leaf's low value.
        at_high: The figure with its high value.
    """

    leaf: Figure
    at_low: float
    at_high: float

    @property
    def span(self) -> float:
        """Return how far it moves the figure."""
        return abs(self.at_high - self.at_low)


class Spread(Record, frozen=True, kw_only=True):
    """Spread of a figure over all draws.

    Attributes:
        p10: A tenth of the draws lie below.
        p50: Half of them do.
        p90: Nine tenths do.
        mean: Of all draws.
        edges: Borders of the bars of a histogram, one more than counts.
        counts: Draws in each bar.
        draws: How many were drawn.
        seed: From which they can be drawn again.
    """

    unit: str
    p10: float
    p50: float
    p90: float
    mean: float
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    draws: int
    seed: int
