"""Parts of a run of histories on a Dask cluster: a local one, or one that is there already.

Parts draw from seeds of their own and are put together in order, so the outcome does not depend on who plays them.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final

from designer.analysis.availability.model import FailingModel
from designer.analysis.availability.parts import WorkOutcome, play
from designer.explore.dask_cluster import DaskCluster
from designer.explore.sweep.batches import Lost
from designer.model.records import RefusedInput

MOST_WORKERS: Final = 256
_AHEAD: Final = 3
"""Parts that wait for each worker, so that none is idle while outcomes are taken."""
STOPPED: Final = "Stopped."

Watch = Callable[[int, int], bool]
"""How many of how many parts are done; the answer is whether to go on."""


def go_on(done: int, parts: int) -> bool:
    """Go on, however much is DONE of PARTS."""
    return True


class Players:
    """Plays the parts of models: here, on so many workers of a local cluster, or on the cluster of a scheduler.

    A cluster that it starts is there until the end of the `with` that it stands in.

    Attributes:
        ended: Why it ended early, in one line; "" where all was played.
    """

    def __init__(self, workers: int | None = None, scheduler: str | None = None, watch: Watch = go_on) -> None:
        if workers is not None and not 1 <= workers <= MOST_WORKERS:
            raise RefusedInput(f"1 to {MOST_WORKERS} workers can play, not {workers}.")
        self._workers = workers or 1
        self._scheduler = scheduler
        self._watch = watch
        self._stack = ExitStack()
        self._known: DaskCluster | None = None
        self._done = (0, 0)
        self._goes_on = True
        self.ended = ""

    def __enter__(self) -> "Players":
        return self

    def __exit__(self, *_: object) -> None:
        self._known = None
        self._stack.close()

    def __call__(self, model: FailingModel) -> Iterator[tuple[WorkOutcome, ...]]:
        """Yield the outcome of each part of MODEL in order; fewer where it was stopped or the scheduler is gone.

        Raises:
            RefusedInput: Dask is missing, or no scheduler answers.
        """
        self.ended = ""
        if self._scheduler is None and (self._workers == 1 or model.parts == 1):
            yield from self._here(model)
            return
        if self._known is None:
            cluster = DaskCluster(
                "Availability",
                self._is_stopped,
                scheduler=self._scheduler,
                workers=min(self._workers, model.parts),
                ahead=_AHEAD,
            )
            self._known = self._stack.enter_context(cluster)
        yield from self._there(model, self._known)

    def _here(self, model: FailingModel) -> Iterator[tuple[WorkOutcome, ...]]:
        for part in range(model.parts):
            if not self._watch(part, model.parts):
                self.ended = STOPPED
                return
            yield play(model, part)
        self._watch(model.parts, model.parts)

    def _is_stopped(self) -> bool:
        self._goes_on = self._goes_on and self._watch(*self._done)
        return not self._goes_on

    def _there(self, model: FailingModel, cluster: DaskCluster) -> Iterator[tuple[WorkOutcome, ...]]:
        self._done, self._goes_on = (0, model.parts), True
        known: dict[int, tuple[WorkOutcome, ...]] = {}
        following = 0
        try:
            shared = cluster.share(_read_model, pickle.dumps(model, protocol=pickle.HIGHEST_PROTOCOL))
            parts = iter(range(model.parts))
            for part, outcome in cluster.results_of(_play, shared, lambda _: next(parts, None), _killed):
                known[part] = outcome
                self._done = (following + len(known), model.parts)
                # In order: what came early waits for those before it.
                while following in known:
                    yield known.pop(following)
                    following += 1
        except Lost as problem:
            self.ended = str(problem)
        if not self._goes_on:
            self.ended = STOPPED
        elif not self.ended:
            self._watch(model.parts, model.parts)
        # What came out of order before the end counts as well.
        for number in sorted(known):
            yield known[number]


def _read_model(payload: bytes) -> FailingModel:
    """Return the model in PAYLOAD, on a worker.

    Raises:
        RefusedInput: it is none.
    """
    found = pickle.loads(payload)
    if not isinstance(found, FailingModel):
        raise RefusedInput("What came is no model of failures.")
    return found


def _play(model: FailingModel, part: int) -> tuple[int, tuple[WorkOutcome, ...]]:
    """Return PART of MODEL with its number, on a worker."""
    return part, play(model, part)


def _killed(part: int, _: Callable[[int], None]) -> None:
    """End the run at a part that no worker survives.

    Raises:
        Lost: always.
    """
    raise Lost(f"Each worker that tried part {part + 1:,} was killed: perhaps it takes too much memory. Take fewer.")
