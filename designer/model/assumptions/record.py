"""The form of an assumption."""

from designer.model.records import Record


class Assumption(Record, frozen=True, kw_only=True):
    """A number that is supposed where the design does not say.

    Attributes:
        name: Key in a design's `assumptions`.
        default: Planning value.
        low: Least plausible.
        high: Greatest plausible.
        reason: Why this value, with its source.
        least: Smallest value that may be set.
        most: Greatest value that may be set.
    """

    name: str
    title: str
    unit: str
    default: float
    low: float
    high: float
    reason: str
    least: float = 0.0
    most: float = 1e12
