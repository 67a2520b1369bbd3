"""Confidence in the times of serving: the measured error, the range that follows, and what lies outside."""

from functools import lru_cache
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from designer.analysis.workloads.serving.basis import Served
from designer.analysis.workloads.serving.own_run import OwnRun
from designer.analysis.workloads.serving.terms import Step
from designer.formulas.calibration import Calibration
from designer.formulas.measured_errors import MEASURED_ERRORS
from designer.formulas.workloads.serving_step.constants import (
    FIRST_SPREAD,
    FIRST_SPREAD_OTHER,
    RATE_SPREAD,
    TESTED_BATCH,
    TESTED_INPUT,
    TESTED_OUTPUT,
    TOKEN_SPREAD,
    WIDER,
    Spread,
)
from designer.model.figures.confidence import HowSure, how_sure
from designer.model.figures.figure import Figure, leaf, product

Told = Literal["time per token", "tokens a second", "first token"]
_SPREADS: Final[dict[Told, Spread]] = {"time per token": TOKEN_SPREAD, "tokens a second": RATE_SPREAD}

_PROMPT: Final = "tokens in a prompt"
"""The one size that matters where prompts are read one after another, and nothing is written."""
_SAME: Final = 1e-6
"""Part by which a size may differ from the least or greatest that was measured."""


class Sure(NamedTuple):
    """Measured error of one figure.

    Attributes:
        told: Of which error.
        how: That, and what lies outside of it.
        spread: Measured over computed, widened where it has to be; of a corrected figure where a run corrects it.
        ratio: By which a run of one's own corrects it; 1 without one.
    """

    told: Told
    how: HowSure
    spread: Spread
    ratio: float = 1.0

    def ranged(self, figure: Figure, label: str = "") -> Figure:
        """FIGURE with the range that holds four in five of what was measured."""
        low, high = self.spread.low * self.ratio, self.spread.high * self.ratio
        return self._times(figure, self.ratio, (low, high), label)

    def slower(self, figure: Figure, label: str = "") -> Figure:
        """FIGURE, a time in which a rate was measured, with the range of its inverse."""
        low, high = 1.0 / self.spread.high / self.ratio, 1.0 / self.spread.low / self.ratio
        return self._times(figure, 1.0 / self.ratio, (low, high), label)

    def _times(self, figure: Figure, value: float, ends: tuple[float, float], label: str) -> Figure:
        by_run = ", calibrated by your run" if self.how.calibrated else ""
        measured = leaf(
            f"measured over computed: {self.told}{by_run}",
            value,
            low=ends[0],
            high=ends[1],
            operation="fact",
            status="user" if by_run else "derived",
            subject="serving-step",
            note=_words(self.how),
        )
        return product(label or figure.label, (figure, measured), figure.unit)


def sure_of(told: Told, step: Step, batch: Figure, run: OwnRun | None = None) -> Sure:
    """Return how sure what is TOLD of the replica of STEP with BATCH requests at once is, corrected by an own RUN."""
    served, link = step.served, step.link
    known = served.question.engine != "other"
    spread = _SPREADS.get(told) or (FIRST_SPREAD if known else FIRST_SPREAD_OTHER)
    outside = (
        *step.question.outside,
        *served.outside,
        *((link.supposed,) if link.supposed else ()),
        *_beyond(served, batch.or_zero),
    )
    wider = WIDER if outside else 1.0
    how = how_sure(MEASURED_ERRORS[told], outside, wider)
    if run is not None and told != "first token":
        return _corrected(told, how, run.at(batch.or_zero), run.words)
    return Sure(told, how, Spread(spread.low / wider, spread.high * wider))


@lru_cache(maxsize=1024)
def _words(how: HowSure) -> str:
    """Return the sentence of HOW, which most engines of a design share."""
    return how.words


def _corrected(told: Told, how: HowSure, found: Calibration, run: str) -> Sure:
    """Return how sure what is TOLD is once a RUN corrects it: a rate by the ratio, a time by its inverse."""
    low, high = found.spreads[told]
    words = (
        f"{run}; × {low:.2f} to {high:.2f} is left open, as between {found.pairs:,} pairs of measured runs at "
        f"{found.beside}"
    )
    ratio = found.ratio if told == "tokens a second" else 1.0 / found.ratio
    return Sure(told, replace(how, calibrated=words), Spread(low, high), ratio)


def _beyond(served: Served, batch: float) -> tuple[str, ...]:
    """In which sizes a question lies beyond all rows that were measured."""
    sizes = (
        (served.question.input_tokens, TESTED_INPUT, _PROMPT),
        (served.question.output_tokens, TESTED_OUTPUT, "tokens in an answer"),
        (batch, TESTED_BATCH, "requests at once in a copy"),
    )
    return tuple(
        f"{_number(value)} {words}, where {low:,} to {high:,} were measured"
        for value, (low, high), words in sizes
        if not low * (1 - _SAME) <= value <= high * (1 + _SAME) and not (served.reads_only and words != _PROMPT)
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"
