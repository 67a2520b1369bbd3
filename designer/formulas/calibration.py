"""A run of one's own corrects what is worked out: by which factor, and what it leaves open.

The factor is measured ÷ computed at the point of the run. What is left open was measured on rows: of two runs of one
deployment, how far the ratio of the one is from that of the other; `python -m tests.accuracy calibrated` works it out,
and a test holds it here.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from designer.formulas.checks import positive

NEAR_TIMES: Final = 4.0
"""Up to so many times the concurrency, or its inverse, another point with the same lengths is near."""
FARTHEST: Final = 8.0
"""A ratio beyond this or its inverse is no error of the formula: no measured row has one."""


class LeftOpen(Struct, frozen=True):
    """Ratio of another run over that of the run that corrects it, in nine of ten pairs of runs at least and at most.

    Attributes:
        pairs: Pairs of measured runs, both ways round.
        low: 10th percentile.
        high: 90th percentile.
    """

    pairs: int
    low: float
    high: float


CALIBRATED: Final[Mapping[str, LeftOpen]] = {
    "tokens a second, near": LeftOpen(5746, 0.877, 1.140),
    "tokens a second, far": LeftOpen(35460, 0.829, 1.206),
    "time per token, near": LeftOpen(5746, 0.858, 1.134),
    "time per token, far": LeftOpen(35460, 0.801, 1.199),
    "step, the same run again": LeftOpen(8, 0.933, 1.074),
    "step, same split": LeftOpen(86, 0.970, 1.031),
    "step, another split": LeftOpen(1334, 0.816, 1.226),
}
"""By figure. A measured rate hardly narrows the first token, which is not corrected; a step of one split tells little
of that of another, whose range stays as wide as without it."""


class Calibration(Struct, frozen=True):
    """The correction of computed figures by a run of one's own.

    Attributes:
        ratio: Measured ÷ computed at the point of the run.
        spreads: Low and high end over the corrected value, by figure.
        pairs: Pairs of measured runs that these rest on.
        beside: How far the point at hand is from that of the run, in words.
    """

    ratio: float
    spreads: Mapping[str, tuple[float, float]]
    pairs: int
    beside: str


def calibrated_serving(
    measured_per_s: float, computed_per_s: float, times: float, *, same_lengths: bool = True
) -> Calibration:
    """Return what a measured rate makes of tokens a second and of the time per token.

    Rates are multiplied by the ratio, times of a token divided by it; the first token stays as it is.

    Args:
        measured_per_s: Output tokens a second that were measured.
        computed_per_s: The same as the formula has them at that point.
        times: Concurrency at hand over that of the run.
        same_lengths: Whether prompts and answers are as long as in the run.

    Raises:
        ValueError: An input is not positive, or the two are so far apart that they are not of one thing.
    """
    ratio = _ratio("measured_per_s", measured_per_s, "computed_per_s", computed_per_s)
    near = same_lengths and 1 / NEAR_TIMES <= positive("times", times) <= NEAR_TIMES
    how = "near" if near else "far"
    rate, token = CALIBRATED[f"tokens a second, {how}"], CALIBRATED[f"time per token, {how}"]
    beside = "up to four times its concurrency" if near else "another concurrency or other lengths"
    return Calibration(
        ratio,
        {"tokens a second": (rate.low, rate.high), "time per token": (token.low, token.high)},
        rate.pairs,
        beside,
    )


def calibrated_training(measured_s: float, computed_s: float) -> Calibration:
    """Return what a measured step makes of the steps of the same split, whatever the accelerators and the batch.

    What is left open is the wider of what the same run again and other runs of the split leave.

    Args:
        measured_s: Seconds of a step that were measured.
        computed_s: The same as the formula has it for that run.

    Raises:
        ValueError: An input is not positive, or the two are so far apart that they are not of one thing.
    """
    ratio = _ratio("measured_s", measured_s, "computed_s", computed_s)
    kept = [CALIBRATED["step, the same run again"], CALIBRATED["step, same split"]]
    spread = (min(one.low for one in kept), max(one.high for one in kept))
    return Calibration(ratio, {"step": spread}, sum(one.pairs for one in kept), "the same split")


def _ratio(measured: str, measured_value: float, computed: str, computed_value: float) -> float:
    ratio = positive(measured, measured_value) / positive(computed, computed_value)
    if not 1 / FARTHEST <= ratio <= FARTHEST:
        raise ValueError(
            f"The run is {ratio:,.3g} times what is computed for it. No measured row is so far off, so the two are not "
            "of one thing: check its accelerators, concurrency and lengths."
        )
    return ratio
