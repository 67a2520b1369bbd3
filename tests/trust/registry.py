"""The promises of trust, and the rows that hold the program to them.

A row is a function that measures one thing and says whether the promise held:

    @row(1, "`kill -9` at random moments of a save loop", quick=10, whole=1_000)
    def kills_while_saving(run: Run) -> Measured:
        ...
        return Measured(lost == 0, f"{lost} lost of {run.size}")

It stands in a module of `tests/trust/rows`, which is found by itself. `run.size` is the number of tries, `run.folder`
an empty folder. Where the machine cannot make the try (no compiler, another system) the row raises `NotRun` with the
reason: a row that was not run never counts as holding.
"""

import importlib
import pkgutil
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.trust import rows

PROMISES: Final[dict[int, str]] = {
    1: "A kill during save loses nothing acknowledged",
    2: "A crash loses at most the edit in progress",
    3: "A design never saved is offered for recovery too",
    4: "The file may be copied at any moment",
    5: "Full disk, read-only folder, no permission: old file whole, message, still unsaved",
    6: "Damage is reported, never shown as good data",
    7: "A hostile file does nothing",
    8: "Exports carry no formula, script or remote reference",
    9: "Bad numbers stop at the border",
    10: "A newer file opens read-only with the reason; unknown data is never dropped",
    11: "Migrations are safe",
    12: "Two windows never overwrite each other",
    13: "Undo is exact",
    14: "No growth",
    15: "Large edits, such as a paste of 10,000 nodes, block nothing",
    16: "No exception goes unseen",
    17: "What is written can be read",
    18: "Work returns to its own file",
    19: "Every version is reachable",
    20: "A fault at any step loses nothing",
}

Verdict = Literal["holds", "FAILS", "not run"]


class NotRun(Exception):
    """The try cannot be made on this machine; the words say why."""


@dataclass(frozen=True)
class Measured:
    """What a row found.

    Attributes:
        holds: Whether the promise held in every try.
        words: What was counted, with its numbers.
    """

    holds: bool
    words: str


@dataclass(frozen=True)
class Run:
    """One run of a row.

    Attributes:
        size: How many tries are made.
        folder: An empty folder for its files.
        whole: Whether this is the run at full numbers.
    """

    size: int
    folder: Path
    whole: bool


@dataclass(frozen=True)
class Row:
    """One way to try one promise."""

    promise: int
    title: str
    measure: Callable[[Run], Measured]
    quick: int
    whole: int

    @property
    def name(self) -> str:
        """Return the name under which the row is asked for."""
        return self.measure.__name__


@dataclass(frozen=True)
class Outcome:
    """A row with what came of it."""

    row: Row
    verdict: Verdict
    words: str
    seconds: float


_ROWS: list[Row] = []


def row(
    promise: int, title: str, *, quick: int, whole: int
) -> Callable[[Callable[[Run], Measured]], Callable[[Run], Measured]]:
    """Register a function as a row of PROMISE, with its number of tries in the quick and in the whole form."""
    if promise not in PROMISES:
        raise ValueError(f"There is no promise {promise}.")

    def registered(measure: Callable[[Run], Measured]) -> Callable[[Run], Measured]:
        if any(known.name == measure.__name__ for known in _ROWS):
            raise ValueError(f"There are two rows called {measure.__name__}.")
        _ROWS.append(Row(promise, title, measure, quick, whole))
        return measure

    return registered


def all_rows() -> list[Row]:
    """Return every row of every module in `tests/trust/rows`, by promise."""
    for module in pkgutil.iter_modules(rows.__path__):
        importlib.import_module(f"{rows.__name__}.{module.name}")
    return sorted(_ROWS, key=lambda found: found.promise)


def outcome_of(tried: Row, folder: Path, *, whole: bool, size: int | None = None) -> Outcome:
    """Return what came of one row; an error in it is a promise that does not hold."""
    started = time.monotonic()
    verdict: Verdict
    try:
        run = Run(size or (tried.whole if whole else tried.quick), folder, whole)
        measured = tried.measure(run)
        verdict, words = ("holds" if measured.holds else "FAILS"), measured.words
    except NotRun as reason:
        verdict, words = "not run", str(reason)
    except Exception as problem:
        frame = traceback.extract_tb(problem.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        verdict, words = "FAILS", f"{type(problem).__name__}: {str(problem)[:300]} ({where})"
    return Outcome(tried, verdict, words, time.monotonic() - started)
