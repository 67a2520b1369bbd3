"""Errors of the formulas of performance against measured rows."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct


class MeasuredError(Struct, frozen=True):
    """The error of one figure over measured rows; `python -m tests.accuracy` works it out, and a test holds it there.

    Attributes:
        rows: How many rows.
        median: Of |computed ÷ measured − 1|.
        nine_in_ten: Its 90th percentile.
        inside: Share of the measured values that the range held.
        tested_on: What the rows are, to be read after their number: "rows of …".
    """

    rows: int
    median: float
    nine_in_ten: float
    inside: float
    tested_on: str


_SERVING: Final = "measured rows of model families that the constants had not seen"
_COLLECTIVES: Final = "measured rows of systems that the constants had not seen"
_BETWEEN: Final = f"{_COLLECTIVES}, few of them"
_TRAINING: Final = "published runs of models that the constants had not seen"
_FAULTS: Final = "periods of one published list of faults, each told from the one before"

MEASURED_ERRORS: Final[Mapping[str, MeasuredError]] = {
    "time per token": MeasuredError(1592, 0.108, 0.312, 0.88, _SERVING),
    "tokens a second": MeasuredError(1592, 0.104, 0.304, 0.88, _SERVING),
    "first token": MeasuredError(1592, 0.320, 0.926, 0.83, _SERVING),
    "collective": MeasuredError(529, 0.087, 0.242, 0.91, _COLLECTIVES),
    "small collective": MeasuredError(106, 0.107, 0.323, 0.88, _COLLECTIVES),
    "collective between domains": MeasuredError(38, 0.212, 0.384, 0.87, _BETWEEN),
    "training, dense": MeasuredError(196, 0.076, 0.169, 0.86, _TRAINING),
    "training, experts": MeasuredError(26, 0.220, 0.351, 0.81, _TRAINING),
    "goodput": MeasuredError(5, 0.010, 0.030, 0.80, _FAULTS),
}
"""By what is answered; small collectives carry less than 1 MiB."""
