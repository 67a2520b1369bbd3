"""Search that learns: each generation of variants is drawn by what came out of all before (Optuna's TPE sampler).

A generation has a fixed size and is told in the order of its numbers, so that what is drawn next does not depend on
how many workers there are, nor on which of them is the quickest. The sampler is that of Bergstra, Bardenet, Bengio and
Kégl, "Algorithms for Hyper-Parameter Optimization" (NeurIPS 2011), for several goals that of Ozaki and others,
"Multiobjective Tree-Structured Parzen Estimator" (JAIR 73, 2022).
"""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Final

from designer.explore.extra import need_extra
from designer.explore.sweep.figures import is_error
from designer.explore.sweep.space import Space, Variable
from designer.explore.sweep.table import SweepRow, Value

GENERATION: Final = 32
"""Variants that are drawn at once: enough for many workers, few enough to learn from."""


class Search:
    """The variants of an adaptive sweep, generation by generation."""

    def __init__(self, space: Space) -> None:
        """Begin a search through SPACE.

        Raises:
            RefusedInput: Optuna is not installed.
        """
        with need_extra("An adaptive sweep"):
            import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self._space = space
        self._optuna: Any = optuna
        self._vary: Mapping[str, Any] = {one.name: self._distribution(one) for one in space.vary}
        # Goals are told of each trial; before version 5 the sampler asked a function for them.
        asked = {} if hasattr(optuna.trial.Trial, "set_constraint") else {"constraints_func": _missed_by}
        with warnings.catch_warnings():
            # The sampler tells that variants of one generation are kept apart by a way that may change.
            warnings.simplefilter("ignore", category=optuna.exceptions.ExperimentalWarning)
            sampler = self._optuna.samplers.TPESampler(
                seed=space.seed, constant_liar=True, n_startup_trials=GENERATION, **asked
            )
        # An error stands beside a figure and is not searched for.
        self._judged = [place for place, one in enumerate(space.count) if not is_error(one.key)]
        judged = [space.count[place] for place in self._judged]
        ways = ["maximize" if one.better == "higher" else "minimize" for one in judged]
        self._study: Any = self._optuna.create_study(directions=ways, sampler=sampler)
        self._asked: dict[int, Any] = {}

    def _distribution(self, variable: Variable) -> Any:
        of = self._optuna.distributions
        if variable.low is not None and variable.high is not None:
            return of.FloatDistribution(variable.low, variable.high)
        if variable.words or len(variable.choices) == 1:
            return of.CategoricalDistribution(list(variable.choices))
        # Numbers have an order that the search can follow: their places stand for them.
        return of.IntDistribution(0, len(variable.choices) - 1)

    def ask(self, first: int, count: int) -> list[tuple[int, tuple[Value, ...]]]:
        """Return the numbers and values of the next COUNT variants, from FIRST on."""
        found: list[tuple[int, tuple[Value, ...]]] = []
        for number in range(first, first + count):
            trial = self._asked[number] = self._study.ask(self._vary)
            found.append((number, tuple(self._value(one, trial.params[one.name]) for one in self._space.vary)))
        return found

    @staticmethod
    def _value(variable: Variable, told: Any) -> Value:
        if variable.is_continuous or variable.words or len(variable.choices) == 1:
            return told if isinstance(told, str) else float(told)
        return variable.choices[int(told)]

    def tell(self, rows: Sequence[SweepRow]) -> None:
        """Learn from ROWS, a whole generation, in the order of their numbers."""
        failed = self._optuna.trial.TrialState.FAIL
        for row in rows:
            trial = self._asked.pop(row.number)
            values = [row.figures[place].value for place in self._judged] if row.figures else []
            if not values or any(value is None for value in values):
                self._study.tell(trial, state=failed)
                continue
            missed = self._misses(row)
            if hasattr(trial, "set_constraint"):
                for place, share in enumerate(missed):
                    trial.set_constraint(f"goal {place}", share)
            else:
                trial.set_user_attr(_MISSED, missed)
            self._study.tell(trial, values)

    def _misses(self, row: SweepRow) -> list[float]:
        """Return by how much ROW misses each goal, as a share of it; 0 and less where it is met."""
        found: list[float] = []
        for goal, cell in zip(self._space.count, row.figures, strict=True):
            value = cell.value if cell.value is not None else 0.0
            if goal.at_least is not None:
                found.append((goal.at_least - value) / (abs(goal.at_least) or 1.0))
            if goal.at_most is not None:
                found.append((value - goal.at_most) / (abs(goal.at_most) or 1.0))
        return found


_MISSED: Final = "missed"


def _missed_by(trial: Any) -> list[float]:
    return list(trial.user_attrs.get(_MISSED, ()))
