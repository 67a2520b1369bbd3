"""A mixed-integer linear program as it grows, and HiGHS's answer to it with dual bound and gap.

Solver: HiGHS (Huangfu and Hall, "Parallelizing the dual revised simplex method", Mathematical Programming Computation
10, 2018) by `scipy.optimize.milp`: branch and cut. The dual bound is the solver's own: nothing in the program costs
less, whether or not the search has ended. The gap is (cost − bound) / cost.
"""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from designer.analysis.sparse import csr_array

_RELAXED_S = 1.0
Floats = npt.NDArray[np.float64]


class Answer(NamedTuple):
    """The answer of the solver to a program.

    Attributes:
        values: Of the variables (n,); None where no point was found in time, or there is none.
        cost: Of these values.
        bound: Least that any point costs, proven; −inf where nothing is proven yet.
        infeasible: Whether it is proven that there is no point.
        seconds: That the solver took.
    """

    values: Floats | None
    cost: float
    bound: float
    infeasible: bool
    seconds: float


def gap_of(cost: float, bound: float) -> float:
    """Return (cost − bound) / cost, at least 0 and at most 1; 0 where nothing costs anything."""
    if cost <= 0.0:
        return 0.0
    return min(max((cost - max(bound, 0.0)) / cost, 0.0), 1.0)


class Program:
    """Variables with their costs, and rows of constraints, as they are added."""

    def __init__(self) -> None:
        self._costs: list[float] = []
        self._most: list[float] = []
        self._whole: list[int] = []
        self._rows: list[Mapping[int, float]] = []
        self._low: list[float] = []
        self._high: list[float] = []

    @property
    def size(self) -> tuple[int, int]:
        """Return (variables, constraints)."""
        return len(self._costs), len(self._rows)

    def most(self, variable: int) -> float:
        """Return the most that VARIABLE may be."""
        return self._most[variable]

    def variable(self, cost: float = 0.0, most: float = 1.0, *, whole: bool = True) -> int:
        """Add a variable from 0 to MOST and return its number."""
        self._costs.append(cost)
        self._most.append(most)
        self._whole.append(int(whole))
        return len(self._costs) - 1

    def cost_of(self, values: Sequence[float]) -> float:
        """Return what VALUES of the variables cost."""
        return sum(cost * value for cost, value in zip(self._costs, values, strict=True))

    def row(self, terms: Mapping[int, float], low: float = -np.inf, high: float = np.inf) -> None:
        """Demand LOW ≤ Σ coefficient · variable ≤ HIGH, TERMS being coefficients by variable."""
        self._rows.append(terms)
        self._low.append(low)
        self._high.append(high)

    def solve(self, seconds: float, gap: float = 0.0) -> Answer:
        """Return the cheapest point, or the best that is found in SECONDS or as soon as the gap is at most GAP."""
        # Loaded here: the window reads what may be set without waiting for a solver that runs in another process.
        from scipy.optimize import milp

        begun = monotonic()
        if not self._costs:
            return Answer(np.zeros(0), 0.0, 0.0, infeasible=False, seconds=0.0)
        # (rows, variables) as a sparse matrix, from its coordinates.
        count = np.array([len(row) for row in self._rows], dtype=np.int64)
        across = np.array([place for row in self._rows for place in row], dtype=np.int64)
        held = np.array([one for row in self._rows for one in row.values()], dtype=np.float64)
        down = np.repeat(np.arange(count.size), count)
        matrix = csr_array((held, (down, across)), shape=(len(self._rows), len(self._costs)))
        found = milp(
            np.array(self._costs),
            integrality=np.array(self._whole),
            bounds=(0.0, np.array(self._most)),
            constraints=(matrix, np.array(self._low), np.array(self._high)) if self._rows else (),
            options={"time_limit": max(seconds, 1e-3), "mip_rel_gap": max(gap, 0.0), "presolve": True},
        )
        values = None if found.x is None else np.array(found.x, dtype=np.float64)
        bound = found.mip_dual_bound
        if found.status not in (0, 2):
            # Little or nothing was proven in time, 0 say: the program without whole numbers bounds it as well, and is
            # done at once. Of two bounds the greater holds too.
            loose = milp(
                np.array(self._costs),
                bounds=(0.0, np.array(self._most)),
                constraints=(matrix, np.array(self._low), np.array(self._high)) if self._rows else (),
                options={"time_limit": _RELAXED_S},
            )
            proven = [one for one in (bound, loose.fun if loose.status == 0 else None) if one is not None]
            bound = max(filter(np.isfinite, proven), default=None)
        return Answer(
            values=values,
            cost=float(found.fun) if values is not None else np.inf,
            bound=-np.inf if bound is None or not np.isfinite(bound) else float(bound),
            infeasible=found.status == 2,
            seconds=monotonic() - begun,
        )
