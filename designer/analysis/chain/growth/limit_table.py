"""The limits of growth as arrays, at each end of their ranges, and how they break as steps are added.

Rows are the ends of the ranges, `ENDS`, columns the limits. At the low end there is least and most is asked.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.analysis.chain.growth.limits_of import Limit
from designer.formulas.capacity.growth_limits import Break, Resource
from designer.model.figures.figure import Figure

Floats = NDArray[np.float64]
End = Literal["value", "low", "high"]
ENDS: Final[tuple[End, ...]] = ("value", "low", "high")
_OPPOSITE: Final = (0, 2, 1)
"""For each place among `ENDS`: the end at which the demand is taken."""


class LimitTable(NamedTuple):
    """Limits with what there is, what stays and what grows.

    Attributes:
        limits: The limits (n,).
        keys: The name of each.
        places: Its place, by name.
        has: What there is (3, n), never below 0, as the two that follow.
        fixed: Demand that does not grow.
        variable: Demand at a growth of 1 that grows with it.
    """

    limits: Sequence[Limit]
    keys: Sequence[str]
    places: Mapping[str, int]
    has: Floats
    fixed: Floats
    variable: Floats

    @property
    def breaks(self) -> Floats:
        """The growth at which each limit is full (3, n), as `growth_limits.breaks_at` but negative where it is over."""
        # What does not grow is full from the start or never.
        still = np.where(self.fixed <= self.has, inf, -inf)
        grows = self.variable > 0.0
        return np.where(grows, (self.has - self.fixed) / np.where(grows, self.variable, 1.0), still)

    def first(self) -> Break | None:
        """Return the first break by the middle of the ranges; of those that tie the first limit."""
        row = self.breaks[0]
        place = int(row.argmin())
        return None if row[place] == inf else Break(max(0.0, float(row[place])), self.keys[place])

    def first_at(self) -> tuple[float | None, float | None, float | None]:
        """Return the growth of the first break at each end; None where none is known to break."""
        value, low, high = (None if one == inf else max(0.0, one) for one in self.breaks.min(axis=1).tolist())
        return value, low, high

    def at(self, key: str, end: int) -> float | None:
        """Return the growth at which the limit KEY breaks at one of `ENDS`; None where it never does."""
        found = float(self.breaks[end, self.places[key]])
        return None if found == inf else max(0.0, found)

    def resource(self, key: str) -> Resource:
        """Return the limit KEY by the middle of its ranges."""
        place = self.places[key]
        return Resource(key, float(self.has[0, place]), float(self.fixed[0, place]), float(self.variable[0, place]))

    def resources(self) -> list[Resource]:
        """Return all limits by the middle of their ranges."""
        columns = (self.has[0].tolist(), self.fixed[0].tolist(), self.variable[0].tolist())
        return [Resource(*row) for row in zip(self.keys, *columns, strict=True)]

    def kept(self, places: Sequence[int]) -> "LimitTable":
        """Return the limits at PLACES alone, in their order."""
        keys = [self.keys[place] for place in places]
        return LimitTable(
            [self.limits[place] for place in places],
            keys,
            {key: place for place, key in enumerate(keys)},
            self.has[:, places],
            self.fixed[:, places],
            self.variable[:, places],
        )

    def grown(self, gains: Mapping[str, float], drags: Mapping[str, float]) -> "LimitTable":
        """Return the limits with GAINS more of them, by name, and DRAGS more of what stays.

        A gain is one of the middle value; at an end of the range it is in proportion to what there was at first.
        """
        has, fixed = self.has.copy(), self.fixed.copy()
        for key, gain in gains.items():
            place = self.places[key]
            limit = self.limits[place]
            whole = limit.has.or_zero
            if gain:
                for row, end in enumerate(ENDS):
                    has[row, place] += gain * (_end(limit.has, end) / whole) if whole else gain
        for key, load in drags.items():
            if key in self.places:
                fixed[:, self.places[key]] += load
        return self._replace(has=has, fixed=fixed)


def table_of(limits: Sequence[Limit], keys: Sequence[str]) -> LimitTable:
    """Return LIMITS, called KEYS, as arrays."""
    has = _ends_of([one.has for one in limits])
    fixed, variable = (
        _ends_of(some)[_OPPOSITE, :] for some in ([one.fixed for one in limits], [one.variable for one in limits])
    )
    places = {key: place for place, key in enumerate(keys)}
    return LimitTable(limits, keys, places, has.clip(0.0), fixed.clip(0.0), variable.clip(0.0))


def _ends_of(figures: Sequence[Figure]) -> Floats:
    """The value, low and high of FIGURES (3, n); the value, else 0, where an end is not known."""
    # An unknown number is no number here, until the value stands for it.
    found = np.array(
        [[one.value for one in figures], [one.low for one in figures], [one.high for one in figures]], dtype=np.float64
    )
    found[0] = np.where(np.isnan(found[0]), 0.0, found[0])
    return np.where(np.isnan(found), found[0], found)


def _end(figure: Figure, end: End) -> float:
    found = figure.low if end == "low" else figure.high if end == "high" else figure.value
    return figure.or_zero if found is None else found
