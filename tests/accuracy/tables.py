"""Errors as tables: the median, nine in ten, and the share that the printed range holds."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Held(NamedTuple):
    """How a figure does on rows.

    Attributes:
        rows: How many.
        median: Of |computed ÷ measured − 1|.
        high: Its 90th percentile.
        inside: Share of the measured values that the range holds; None without a range.
        width: Mean of high end ÷ low end; None without a range.
    """

    rows: int
    median: float
    high: float
    inside: float | None = None
    width: float | None = None

    @property
    def text(self) -> str:
        """One line of a table."""
        line = f"{self.rows:>6,}  {self.median:>6.1%}  {self.high:>6.1%}"
        return line if self.inside is None else f"{line}  {self.inside:>6.0%}  {self.width:>5.2f}"


class Limit(NamedTuple):
    """What a figure must keep.

    Attributes:
        median: Largest median error.
        high: Largest error of nine in ten.
        inside: Least share inside the range.
        width: Largest mean of high end ÷ low end.
    """

    median: float
    high: float
    inside: float = 0.8
    width: float | None = None

    def broken(self, held: Held) -> str:
        """What HELD does not keep, in words; "" where it keeps all."""
        said = (
            ("median", held.median > self.median, f"{held.median:.1%} above {self.median:.0%}"),
            ("nine in ten", held.high > self.high, f"{held.high:.1%} above {self.high:.0%}"),
            ("inside", held.inside is not None and held.inside < self.inside, f"{held.inside or 0:.0%} below 80%"),
            (
                "width",
                held.width is not None and self.width is not None and held.width > self.width,
                f"{held.width or 0:.2f} above {self.width}",
            ),
        )
        return ", ".join(f"{name} {words}" for name, wrong, words in said if wrong)


def held(computed: Floats, measured: Floats, low: Floats | None = None, high: Floats | None = None) -> Held:
    """Return how COMPUTED does against MEASURED, with the share inside LOW to HIGH where they are given."""
    off = np.abs(computed / measured - 1)
    median, most = np.percentile(off, [50, 90])
    if low is None or high is None:
        return Held(measured.size, float(median), float(most))
    inside = float(np.mean((low <= measured) & (measured <= high)))
    return Held(measured.size, float(median), float(most), inside, float(np.mean(high / low)))


def by_group(names: Sequence[str], measure: Callable[[NDArray[np.intp]], Held]) -> Mapping[str, Held]:
    """Return MEASURE of the rows of each of NAMES, in order of the name; it is given the places of the rows."""
    groups = np.array(names)
    return {name: measure(np.flatnonzero(groups == name)) for name in sorted(set(names))}


HEAD = f"{'':<34}{'rows':>6}  {'median':>6}  {'9 / 10':>6}  {'inside':>6}  {'width':>5}"
