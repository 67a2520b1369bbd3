"""Confidence in a figure of performance: the error that was measured, and what lies outside of what was tested."""

from msgspec.structs import replace

from designer.formulas.measured_errors import MeasuredError
from designer.model.records import Record


class HowSure(Record, frozen=True, kw_only=True):
    """Measured error of a figure.

    Attributes:
        rows: Measured rows that it was held against.
        median: Of |computed ÷ measured − 1| over them.
        nine_in_ten: Its 90th percentile.
        inside: Share of the measured values that the range held.
        tested_on: What the rows are.
        outside: Why this figure lies outside of what was tested, a clause for each reason; empty inside of it.
        widened: Factor by which the range is wider for that on each side; 1 inside.
        calibrated: What a run of one's own makes of it, in words; "" without one.
    """

    rows: int
    median: float
    nine_in_ten: float
    inside: float
    tested_on: str
    outside: tuple[str, ...] = ()
    widened: float = 1.0
    calibrated: str = ""

    @property
    def words(self) -> str:
        """Both in one sentence, as it stands beside the figure."""
        if self.calibrated:
            return f"Calibrated by your run: {self.calibrated}. Without it: {replace(self, calibrated='').words}"
        if not self.outside:
            return f"{self.tested}."
        wider = f": the range is {self.widened:g} times wider on each side" if self.widened > 1 else ""
        return f"{self.tested}; outside of what was tested, {' and '.join(self.outside)}{wider}."

    @property
    def tested(self) -> str:
        """The error and what it was measured on, without what lies outside of that."""
        return (
            f"Median error {self.median:.0%}, 9 in 10 within {self.nine_in_ten:.0%}, on {self.rows:,} {self.tested_on}"
        )

    @property
    def brief(self) -> str:
        """The error alone, for where there is room for one line: "median error 12%, 9 in 10 within 36%"."""
        if self.calibrated:
            return "calibrated by your run"
        outside = ", outside of what was tested" if self.outside else ""
        return f"median error {self.median:.0%}, 9 in 10 within {self.nine_in_ten:.0%}{outside}"


def how_sure(error: MeasuredError, outside: tuple[str, ...] = (), widened: float = 1.0) -> HowSure:
    """Return what is known of a figure whose formula has ERROR, and which is OUTSIDE of its rows for some reasons."""
    return HowSure(
        rows=error.rows,
        median=error.median,
        nine_in_ten=error.nine_in_ten,
        inside=error.inside,
        tested_on=error.tested_on,
        outside=outside,
        widened=widened,
    )
