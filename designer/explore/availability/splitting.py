"""Parts of a run of histories on a Dask cluster: a local one, or one that is there already.

Parts draw from seeds of their own and are put together in order, so the outcome does not depend on who plays them.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from designer.analysis.availability.model import FailingModel
from designer.analysis.availability.parts import WorkOutcome, play
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from distributed import Client

HOW_TO_INSTALL: Final = 'Dask is missing: pip install "stackwright[explore]".'
MOST_WORKERS: Final = 256
_CONNECT_S: Final = 10

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
        self._known: Client | None = None
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
            self._known = self._client(self._stack)
        yield from self._there(model, self._known)

    def _here(self, model: FailingModel) -> Iterator[tuple[WorkOutcome, ...]]:
        for part in range(model.parts):
            if not self._watch(part, model.parts):
                self.ended = "Stopped."
                return
            yield play(model, part)
        self._watch(model.parts, model.parts)

    def _client(self, stack: ExitStack) -> "Client":
        try:
            from distributed import Client, LocalCluster
        except ImportError as problem:
            raise RefusedInput(HOW_TO_INSTALL) from problem
        if self._scheduler is not None:
            try:
                return stack.enter_context(Client(self._scheduler, timeout=_CONNECT_S, set_as_default=False))
            except (OSError, TimeoutError, ValueError) as problem:
                raise RefusedInput(f"No scheduler answers at {self._scheduler}.") from problem
        cluster = stack.enter_context(
            # Any free port for its page: two runs at once would ask for the same one.
            LocalCluster(
                n_workers=self._workers,
                threads_per_worker=1,
                dashboard_address=":0",
                processes=True,
                silence_logs=logging.CRITICAL,
            )
        )
        return stack.enter_context(Client(cluster, set_as_default=False))

    def _there(self, model: FailingModel, client: "Client") -> Iterator[tuple[WorkOutcome, ...]]:
        from distributed import as_completed

        told = client.scatter(model, broadcast=True, hash=False)
        futures: list[Any] = client.map(play, [told] * model.parts, range(model.parts), pure=False, retries=3)
        place = {future.key: number for number, future in enumerate(futures)}
        known: dict[int, tuple[WorkOutcome, ...]] = {}
        following = 0
        try:
            for future in as_completed(futures, loop=client.loop):
                known[place[future.key]] = future.result()
                # In order: what came early waits for those before it.
                while following in known:
                    yield known.pop(following)
                    following += 1
                if not self._watch(following + len(known), model.parts):
                    self.ended = "Stopped."
                    client.cancel(futures)
                    break
        except Exception as problem:
            if type(problem).__name__ not in _GONE:
                raise
            self.ended = "The scheduler is gone; what had come until then is kept."
        # What came out of order before the end counts as well.
        for number in sorted(known):
            yield known[number]


_GONE: Final = frozenset({"CancelledError", "FutureCancelledError", "CommClosedError", "OSError", "TimeoutError"})
