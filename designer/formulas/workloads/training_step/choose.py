"""Choose for me: the fastest split of a run that fits, the runner-up of another kind, and what a stated one costs.

The fastest of those that fit is taken; where none fits, the one of least memory. So more memory, more bandwidth or a
higher peak never gives a longer step: what fitted still fits, and every time falls with them.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from msgspec import Struct, structs

from designer.formulas.workloads.training_step.constants import VALUES
from designer.formulas.workloads.training_step.layout import FSDP, Layout, lay_out
from designer.formulas.workloads.training_step.runs import (
    Floats,
    Integers,
    Masks,
    Run,
    Runs,
    Splits,
    column_runs,
    join_splits,
)
from designer.formulas.workloads.training_step.search import Stated, candidates, least_recomputed, with_stated
from designer.formulas.workloads.training_step.step import step_times

KEPT_ANSWERS: Final = 256
"""Questions whose answers are kept: an edit elsewhere in a design asks the same again."""
KEPT_SHORTLISTS: Final = 16
"""The same of the fastest splits, which are many."""
MANY: Final = 100_000
"""Candidates computed at a time."""


class Candidate(Struct, frozen=True):
    """One split with what it comes to.

    Attributes:
        split: All of it.
        sequences: Sequences of the global batch that it works on.
        seconds: Of a step.
        over: Memory of the fullest accelerator over what it has.
    """

    split: Stated
    sequences: float
    seconds: float
    over: float

    @property
    def ranks(self) -> int:
        """Accelerators that hold the model together once."""
        return self.split.tensor * self.split.pipeline * self.split.context

    @property
    def used(self) -> int:
        """Accelerators that work."""
        return self.ranks * self.split.data

    @property
    def pace(self) -> float:
        """Seconds for a sequence, by which splits of unlike batches are ranked."""
        return self.seconds / self.sequences

    @property
    def kind(self) -> tuple[bool, ...]:
        """Which ways of splitting are used: equal of splits of the same kind."""
        split = self.split
        ways = (split.tensor > 1, split.pipeline > 1, split.context > 1, split.expert > 1)
        return (*ways, split.zero == FSDP and split.pipeline == 1)

    @property
    def tight(self) -> bool:
        """Return True when it takes more than there is, but so little that a run is not refused for it."""
        return 1 < self.over <= VALUES["tight"]

    @property
    def fits(self) -> bool:
        """Return True when it fits, tight or not."""
        return self.over <= VALUES["tight"]


class Choice(Struct, frozen=True):
    """Result of a search over splits.

    Attributes:
        best: The fastest that fits, else the leanest; None where no count of ranks can be.
        runner_up: The fastest of another kind that fits, if there is one.
        tried: Candidates.
    """

    best: Candidate | None
    runner_up: Candidate | None
    tried: int


@lru_cache(maxsize=KEPT_ANSWERS)
def choose(run: Run, stated: Stated, *, free: bool) -> Choice:
    """Return the best split of RUN that STATED allows.

    Source: module docstring; the step is `step.step_times`, the memory `memory.memory_parts`.

    Args:
        run: The run.
        stated: What is stated of its split.
        free: Whether the batch was not stated, so that it may be rounded to one that divides evenly.
    """
    one = column_runs([run])
    choice = _choose(one, run, stated, candidates(run, stated, 0), free=free)
    if not stated.tensor and (choice.best is None or choice.best.over > 1):
        # Tensor parallelism beyond the domain only where nothing else fits.
        wide = _choose(one, run, stated, candidates(run, stated, 0, wide=True), free=free)
        if wide.best is not None and (choice.best is None or wide.best.over < choice.best.over):
            return wide
    return choice


@lru_cache(maxsize=KEPT_SHORTLISTS)
def shortlist(run: Run, stated: Stated, *, free: bool, most: int) -> tuple[Candidate, ...]:
    """Return the MOST fastest splits of RUN that fit and that STATED allows, the fastest first; () where none fits.

    The first is the best of `choose`, with the same arguments.
    """
    one = column_runs([run])
    for wide in (False,) if stated.tensor else (False, True):
        splits = candidates(run, stated, 0, wide=wide)
        if not splits.run.size:
            continue
        runs, splits, over = _leanest(one, run, stated, splits, free=free)
        fitting = np.flatnonzero(over <= 1)
        if not fitting.size:
            continue
        runs, splits, over = runs.take(fitting), splits.take(fitting), over[fitting]
        times = step_times(runs, splits).total
        at = np.argsort(times / runs.sequences, kind="stable")[:most]
        return tuple(_candidates(stated, runs, splits, over, at, times))
    return ()


def _choose(one: Runs, run: Run, stated: Stated, splits: Splits, *, free: bool) -> Choice:
    if not splits.run.size:
        return Choice(None, None, 0)
    tried = splits.run.size
    runs, splits, over = _leanest(one, run, stated, splits, free=free)
    fitting = np.flatnonzero(over <= 1)
    if not fitting.size:
        at = np.array([int(np.argmin(over))])
        return Choice(_candidates(stated, runs.take(at), splits.take(at), over[at], at * 0)[0], None, tried)
    runs, splits, over = runs.take(fitting), splits.take(fitting), over[fitting]
    times = step_times(runs, splits).total
    # Seconds of a sequence: candidates may differ in how many they take in a step.
    pace = times / runs.sequences
    best = int(np.argmin(pace))
    kind = _kinds(splits)
    # The runner-up is the fastest of another kind: a neighbour of the best would tell nothing new.
    others = np.where(kind == kind[best], np.inf, pace)
    places = [best, int(np.argmin(others))] if np.isfinite(others).any() else [best]
    at = np.array(places, np.intp)
    found = _candidates(stated, runs, splits, over, at, times)
    return Choice(found[0], found[1] if len(found) > 1 else None, tried)


def _leanest(one: Runs, run: Run, stated: Stated, splits: Splits, *, free: bool) -> tuple[Runs, Splits, Floats]:
    """Return the runs and SPLITS worth computing, copies filled in, and their memory over what there is (R,)."""
    if not stated.data:
        splits = _with_data(run, splits)
    runs = one.take(splits.run)
    if free:
        runs = structs.replace(runs, sequences=_dividing(runs, splits, lay_out(runs, splits)))
    return least_recomputed(runs, splits, opened=stated.recompute is None)


def _with_data(run: Run, splits: Splits) -> Splits:
    """Return SPLITS with as many copies as accelerators and batch allow; and inside one domain, where there are more.

    Copies within a domain are faster where the fabric beyond it is slow.
    """
    # (R,) accelerators of one copy of the model; its copies are bounded by accelerators and by the batch.
    ranks = splits.tensor * splits.pipeline * splits.context
    most = np.maximum(np.floor(run.sequences / splits.micro), 1.0)
    every = structs.replace(splits, data=np.minimum(np.floor(run.accelerators / ranks), most))
    if run.accelerators <= run.domain:
        return every
    # A second candidate of those that fit in one domain, kept inside of it.
    near = splits.take(np.flatnonzero(ranks <= run.domain))
    ranks = near.tensor * near.pipeline * near.context
    most = np.maximum(np.floor(run.sequences / near.micro), 1.0)
    near = structs.replace(near, data=np.minimum(np.floor(run.domain / ranks), most))
    return join_splits([every, near])


def _dividing(runs: Runs, splits: Splits, layout: Layout) -> Floats:
    """Return the batch nearest to that of RUNS that micro-batches and copies divide (R,)."""
    each = splits.micro * layout.data
    return np.maximum(np.round(runs.sequences / each), 1.0) * each


def _kinds(splits: Splits) -> Integers:
    """Return a number for each candidate (R,), equal where the same ways of splitting are used."""
    # One bit for each way of splitting that is used.
    ways: tuple[Masks, ...] = (splits.tensor > 1, splits.pipeline > 1, splits.context > 1, splits.expert > 1)
    ways += ((splits.zero == FSDP) & (splits.pipeline == 1),)
    return sum((way.astype(np.intp) << place for place, way in enumerate(ways)), np.zeros(splits.run.size, np.intp))


def _candidates(
    stated: Stated, runs: Runs, splits: Splits, over: Floats, at: Integers, times: Floats | None = None
) -> list[Candidate]:
    """Return the candidates AT some places."""
    layout = lay_out(runs, splits)
    seconds = step_times(runs, splits).total if times is None else times
    whole = structs.replace(splits, data=layout.data)
    return [
        Candidate(with_stated(stated, whole, i), float(runs.sequences[i]), float(seconds[i]), float(over[i]))
        for i in at.tolist()
    ]
