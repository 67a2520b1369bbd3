"""Records of an optimum: its cost with bound and gap, what was chosen, and the wishes that collide."""

from collections.abc import Mapping
from typing import Any, Final

from designer.model.design import Design
from designer.model.records import Record

PROVEN: Final = 1e-6
"""Relative gap up to which an optimum counts as proven: the solver's own tolerances lie below it."""


class Collision(Record, frozen=True, kw_only=True):
    """Wishes that cannot be had together, the fewest of them.

    Attributes:
        wishes: Names of the settings that state them.
        texts: Each in plain words.
        reasons: Why, as far as it is known.
        relax: What to take back, a line for each.
    """

    wishes: tuple[str, ...]
    texts: tuple[str, ...]
    reasons: tuple[str, ...]
    relax: tuple[str, ...]


class Optimum(Record, frozen=True, kw_only=True):
    """Answer of an optimisation.

    Attributes:
        design: What was found; None where there is nothing.
        cost: Its price, USD: goods at typical prices, as its bill has it; None where there is nothing.
        low: The same at the low end of all prices, as its bill has it.
        high: At the high end.
        bound: Least that anything costs that meets the need, as the solver proves, USD.
        gap: (cost − bound) / cost.
        listed_bound: Least that anything costs by adding up the cheapest of everything, before the solver begins, USD.
        chosen: What was chosen, by name.
        lines: It in words.
        left_out: Why parts or structures are not among what was looked at.
        collision: Wishes that collide, where nothing meets them all.
        estimates: What of the design is priced by an estimate, each with its share of the cost, the dearest first.
        sourced: Answer without switches whose price is an estimate, where it was asked for.
        seconds: That it took, and `solver_s` of them the solver.
        size: Variables and constraints of the program.
    """

    design: Design | None = None
    cost: float | None = None
    low: float | None = None
    high: float | None = None
    bound: float | None = None
    gap: float | None = None
    listed_bound: float | None = None
    chosen: Mapping[str, Any] = {}
    lines: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    collision: Collision | None = None
    estimates: tuple[str, ...] = ()
    sourced: "Optimum | None" = None
    seconds: float = 0.0
    solver_s: float = 0.0
    size: tuple[int, int] = (0, 0)

    @property
    def proven(self) -> bool:
        """Return whether nothing cheaper meets the need, as far as the family of designs goes."""
        return self.gap is not None and self.gap <= PROVEN

    @property
    def verdict(self) -> str:
        """Return how sure it is, in a few words."""
        if self.gap is None:
            return "nothing meets the need"
        if self.proven:
            return "proven: nothing of this family costs less"
        return f"within {self.gap * 100:.2g}% of the least that is possible"
