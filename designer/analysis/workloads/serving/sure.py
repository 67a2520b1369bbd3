"""How sure the times of serving are: the error that was measured, the range that follows, and what lies outside."""

from typing import Final, Literal, NamedTuple

from designer.analysis.workloads.serving.basis import Served
from designer.analysis.workloads.serving.terms import Step
from designer.formulas.measured_errors import MEASURED_ERRORS
from designer.formulas.serving_step.constants import (
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
from designer.model.figures import Figure, leaf, product
from designer.model.how_sure import HowSure, how_sure

Told = Literal["time of a token", "tokens a second", "first token"]
_SPREADS: Final[dict[Told, Spread]] = {"time of a token": TOKEN_SPREAD, "tokens a second": RATE_SPREAD}

_SAME: Final = 1e-6
"""Part by which a size may differ from the least or greatest that was measured."""


class Sure(NamedTuple):
    """What is known of the error of one figure.

    Attributes:
        told: Of which error.
        how: That, and what lies outside of it.
        spread: Measured over computed, widened where it has to be.
    """

    told: Told
    how: HowSure
    spread: Spread

    def ranged(self, figure: Figure, label: str = "") -> Figure:
        """FIGURE with the range that holds four in five of what was measured."""
        low, high = self.spread.low, self.spread.high
        return self._times(figure, low, high, label)

    def slower(self, figure: Figure, label: str = "") -> Figure:
        """FIGURE, a time in which a rate was measured, with the range of its inverse."""
        return self._times(figure, 1.0 / self.spread.high, 1.0 / self.spread.low, label)

    def _times(self, figure: Figure, low: float, high: float, label: str) -> Figure:
        measured = leaf(
            f"measured over computed: {self.told}",
            1.0,
            low=low,
            high=high,
            operation="fact",
            status="derived",
            subject="serving-step",
            note=self.how.words,
        )
        return product(label or figure.label, (figure, measured), figure.unit)


def sure_of(told: Told, step: Step, batch: Figure) -> Sure:
    """Return how sure what is TOLD of the replica of STEP with BATCH requests at once is."""
    served, link = step.served, step.link
    known = served.question.engine != "other"
    spread = _SPREADS.get(told) or (FIRST_SPREAD if known else FIRST_SPREAD_OTHER)
    outside = (
        *step.question.outside,
        *served.outside,
        *((link.supposed,) if link.supposed else ()),
        *_beyond(served, batch.value or 0.0),
    )
    wider = WIDER if outside else 1.0
    return Sure(
        told,
        how_sure(MEASURED_ERRORS[told], outside, wider),
        Spread(spread.low / wider, spread.high * wider, spread.inside),
    )


def _beyond(served: Served, batch: float) -> tuple[str, ...]:
    """In which sizes a question lies beyond all rows that were measured."""
    sizes = (
        (served.question.input_tokens, TESTED_INPUT, "tokens in a prompt"),
        (served.question.output_tokens, TESTED_OUTPUT, "tokens in an answer"),
        (batch, TESTED_BATCH, "requests at once in a copy"),
    )
    return tuple(
        f"{_number(value)} {words}, where {low:,} to {high:,} were measured"
        for value, (low, high), words in sizes
        if not low * (1 - _SAME) <= value <= high * (1 + _SAME)
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"
