"""A sweep from its first variant to its last: in this process, or on Dask; stopped, taken up again, told as it goes."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.explore.sweep.batches import Batches, Lost, Runner, Stopped, turns_of
from designer.explore.sweep.figures import require_key
from designer.explore.sweep.journal import Journal, columns_of
from designer.explore.sweep.space import Numbering, Space, require_space
from designer.explore.sweep.table import SweepRow, SweepTable, table_of
from designer.explore.sweep.variant import Sweep, document_of_variant, sweep_of, variant_design, worked_out
from designer.model.design import Design
from designer.model.records import Record, RefusedInput
from designer.review.own_rules import NO_OWN_RULES, OwnRules

__all__ = ["Outcome", "Space", "run_sweep", "variant_design"]

FEW: Final = 48
"""Up to so many variants are worked out in this process unless workers are asked for: a cluster starts in seconds."""
_LOOKED_AT: Final = 5
"""Variants, spread over the space, of which one has to make a design before the sweep begins."""
_TOLD_S: Final = 0.1
"""Time between two writes of rows that are worked out in this process."""
OnRows = Callable[[SweepTable], None]
Told = Callable[[int, int], None]


class Outcome(Record, frozen=True, kw_only=True):
    """The end of a sweep.

    Attributes:
        total: Variants of the space.
        done: Of them, those whose rows are there, of earlier runs too.
        stopped: Whether it was stopped.
        lost: Why it ended before its end, in one line; "" where it did not.
    """

    total: int
    done: int
    stopped: bool = False
    lost: str = ""

    @property
    def is_whole(self) -> bool:
        """Return True when all variants are there."""
        return self.done == self.total


def run_sweep(
    space: Space,
    library: Library,
    *,
    base: Design | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    seed: int | None = None,
    journal: Journal | None = None,
    on_rows: OnRows | None = None,
    stopped: Stopped | None = None,
    told: Told | None = None,
    own: OwnRules = NO_OWN_RULES,
) -> Outcome:
    """Work out all variants of SPACE; the rows do not depend on where or by how many workers that is done.

    Args:
        space: What is gone through.
        library: Parts on hand; they are sent to the workers.
        base: The design that variants are made from; None for a template.
        scheduler: Address of a Dask scheduler, tcp://host:8786; None works on this machine.
        workers: Processes on this machine; 1 is this process alone, None is one for each core.
        seed: In place of that of the space.
        journal: Keeps the rows; what it holds already is not worked out again.
        on_rows: Is given the rows of each batch as they come, in no order.
        stopped: Is asked five times a second; True ends the sweep, and keeps what is there.
        told: Is told how many of all variants are done.
        own: Rules of plug-ins, where findings count.

    Raises:
        RefusedInput: the space cannot be gone through, its rows cannot be kept, or Dask is not there.
    """
    if seed is not None:
        space = replace(space, seed=seed)
    space = require_space(space)
    sweep = sweep_of(space, library, base, own=own)
    columns = columns_of(space)
    count, total = len(journal) if journal is not None else 0, len(space)

    def take(rows: list[SweepRow]) -> None:
        nonlocal count
        if journal is not None:
            journal.add_rows(rows)
        count += len(rows)
        if on_rows is not None:
            on_rows(table_of(rows, columns.names, columns.keys))
        if told is not None:
            told(count, total)

    if told is not None:
        told(count, total)
    # An earlier run has done it all: no cluster is started to find that out.
    if count == total:
        _require_same(sweep, journal)
        return Outcome(total=total, done=count)
    here = scheduler is None and (workers or (_processors() if total > FEW else 1)) == 1
    if scheduler is None and not here:
        from designer.explore.sweep.local_cluster import prepare

        prepare()
    begun = time.perf_counter()
    # What a first variant takes tells how many of them go together.
    _require_same(sweep, journal)
    if not count:
        _require_figures(sweep)
    work = _Work(sweep, journal, take, time.perf_counter() - begun)
    # A space that is gone through on Dask gives the very same rows: only the order in which they come differs.
    lost = ""
    try:
        with _interrupts(stopped or _never) as is_stopped:
            if here:
                work.go_through(_Here(sweep, is_stopped))
            else:
                from designer.explore.sweep.on_dask import OnDask

                with OnDask(sweep, is_stopped, scheduler=scheduler, workers=workers or _processors()) as runner:
                    work.go_through(runner)
    except Lost as problem:
        lost = str(problem)
    except KeyboardInterrupt:
        # A second Ctrl+C waits for nothing; what came is kept all the same.
        return Outcome(total=total, done=count, stopped=True)
    return Outcome(total=total, done=count, stopped=not lost and count < total, lost=lost)


@contextmanager
def _interrupts(stopped: Stopped) -> Generator[Stopped]:
    """Take the first Ctrl+C for a stop, so that what is begun comes in and no row is cut in two; the second ends all.

    Args:
        stopped: Asks for other stops.

    Yields:
        What asks for both.
    """
    before = signal.getsignal(signal.SIGINT)
    # Only the main thread hears signals, and whoever hears this one already goes on to.
    if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
        yield stopped
        return
    came: list[int] = []

    def hear(number: int, frame: Any) -> None:
        if came:
            raise KeyboardInterrupt
        came.append(number)

    signal.signal(signal.SIGINT, hear)
    try:
        yield lambda: bool(came) or stopped()
    finally:
        signal.signal(signal.SIGINT, before)


def _processors() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _never() -> bool:
    return False


class _Here:
    """Works batches out in this process."""

    def __init__(self, sweep: Sweep, stopped: Stopped) -> None:
        self._sweep = sweep
        self._stopped = stopped

    def rows_of(self, batches: Batches) -> Iterator[list[SweepRow]]:
        """Yield the rows of BATCHES as they come, the first at once; a stop keeps what came before it."""
        rows: list[SweepRow] = []
        told = 0.0
        while batch := batches.next(1):
            for number, values in batch:
                if self._stopped():
                    break
                rows.append(worked_out(self._sweep, number, values))
                if time.perf_counter() - told > _TOLD_S:
                    yield rows
                    rows, told = [], time.perf_counter()
            else:
                continue
            break
        if rows:
            yield rows


class _Work:
    """All that is left of a sweep."""

    def __init__(
        self, sweep: Sweep, journal: Journal | None, take: Callable[[list[SweepRow]], None], first_s: float
    ) -> None:
        self._sweep, self._journal, self._take, self._first_s = sweep, journal, take, first_s

    def go_through(self, runner: Runner) -> None:
        """Have RUNNER work out what the journal does not hold."""
        space, journal = self._sweep.space, self._journal
        if space.method == "adaptive":
            self._search(runner)
            return
        numbering = Numbering(space)
        missing = (
            (number, numbering.values_of(number))
            for number in range(len(space))
            if journal is None or number not in journal
        )
        left = len(space) - (0 if journal is None else len(journal))
        for rows in runner.rows_of(Batches(missing, left, turns_of(space), self._first_s)):
            self._take(rows)

    def _search(self, runner: Runner) -> None:
        """Go through an adaptive space generation by generation; those of an earlier run are learnt from again."""
        from designer.explore.sweep.adaptive import GENERATION, Search

        space, journal = self._sweep.space, self._journal
        search = Search(space)
        for first in range(0, len(space), GENERATION):
            asked = search.ask(first, min(GENERATION, len(space) - first))
            # A search draws from what it has seen, so that rows of an earlier run must be told in the very same order.
            kept = {} if journal is None else {n: next(journal.rows([n])) for n, _ in asked if n in journal}
            for number, values in asked:
                if number in kept and kept[number].parameters != values:
                    raise RefusedInput("The results that are there were drawn otherwise: choose another name.")
            missing = [(number, values) for number, values in asked if number not in kept]
            for rows in runner.rows_of(Batches(iter(missing), len(missing), (1,), self._first_s)):
                self._take(rows)
                kept.update((row.number, row) for row in rows)
            if len(kept) < len(asked):
                return  # it was stopped within this generation
            search.tell([kept[number] for number, _ in asked])


def _require_same(sweep: Sweep, journal: Journal | None) -> None:
    """Refuse to go on with rows that this sweep does not give: of another base, of other parts, or of other values.

    The first row is worked out again: it is one of thousands, and tells more than a date.

    Raises:
        RefusedInput: they differ.
    """
    if journal is None or not len(journal):
        return
    if sweep.space.method != "adaptive":
        numbering = Numbering(sweep.space)
        for row in journal.rows():
            if row.number >= len(sweep.space) or numbering.values_of(row.number) != row.parameters:
                raise RefusedInput("The results that are there are of another sweep: choose another name for these.")
    # Dates of files say nothing of a catalog that was edited and put back; one row worked out anew does.
    kept = next(journal.rows())
    values = tuple(value for value in kept.parameters if value is not None)
    if len(values) < len(kept.parameters) or worked_out(sweep, kept.number, values) != kept:
        raise RefusedInput(
            f"Variant {kept.number:,} comes out otherwise than the results that are there say: the base or the catalog "
            "has changed. Choose another name for the results, or say --force."
        )


def _require_figures(sweep: Sweep) -> None:
    """Refuse figures that no variant can have, judged by the first that makes a design."""
    if sweep.space.method == "adaptive":
        from designer.explore.sweep.adaptive import Search

        first = [values for _, values in Search(sweep.space).ask(0, _LOOKED_AT)]
    else:
        numbering = Numbering(sweep.space)
        # First, last and some between: neighbours of a grid differ in one value, and fail alike.
        step = max((len(sweep.space) - 1) / (_LOOKED_AT - 1), 1.0)
        numbers = sorted({min(round(step * place), len(sweep.space) - 1) for place in range(_LOOKED_AT)})
        first = [numbering.values_of(number) for number in numbers]
    problem: RefusedInput | None = None
    for values in first:
        try:
            document = document_of_variant(sweep, values)
        except RefusedInput as refusal:
            problem = problem or refusal
            continue
        except Exception:  # its row says what it was
            return
        for counted in sweep.space.count:
            require_key(document, counted.key)
        return
    if problem is not None:
        raise RefusedInput(f"None of {len(first)} variants all over the space makes a design: {problem}") from problem


def only_rows(rows: Sequence[SweepRow], space: Space) -> SweepTable:
    """Return ROWS of SPACE as a table."""
    columns = columns_of(space)
    return table_of(rows, columns.names, columns.keys)
