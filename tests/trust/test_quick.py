"""Each promise in its quick form, and the registry itself."""

from pathlib import Path

import pytest

from tests.trust.__main__ import main
from tests.trust.registry import PROMISES, Measured, NotRun, Row, Run, all_rows, outcome_of

IN_WINDOWS = (14, 15, 16)
"""Promises whose quick form tries what window tests try as well (`tests/ui/window/test_whole_life.py`: nothing is left
of many windows; `tests/ui/canvas`: paste and undo; `tests/trust/test_unseen.py`: nothing goes unseen). Growth and time
show at their whole size alone."""


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, marks=pytest.mark.long if row.promise in IN_WINDOWS else ()) for row in all_rows()],
    ids=lambda row: f"{row.promise}-{row.name}",
)
def test_the_promise_holds(row: Row, tmp_path: Path) -> None:
    outcome = outcome_of(row, tmp_path, whole=False)
    if outcome.verdict == "not run":
        pytest.skip(outcome.words)
    assert outcome.verdict == "holds", outcome.words


def test_the_promises_are_the_twenty() -> None:
    assert sorted(PROMISES) == list(range(1, 21))


def _raises(run: Run) -> Measured:
    raise ValueError("it broke")


def _cannot(run: Run) -> Measured:
    raise NotRun("no compiler")


@pytest.mark.parametrize(
    ("measure", "verdict", "words"),
    [
        (lambda run: Measured(True, f"{run.size} of {run.size}"), "holds", "7 of 7"),
        (lambda run: Measured(False, "1 lost"), "FAILS", "1 lost"),
        (_raises, "FAILS", "ValueError: it broke"),
        (_cannot, "not run", "no compiler"),
    ],
)
def test_a_row_says_what_came_of_it(measure: object, verdict: str, words: str, tmp_path: Path) -> None:
    outcome = outcome_of(Row(1, "try", measure, 7, 700), tmp_path, whole=False)  # type: ignore[arg-type]
    assert outcome.verdict == verdict
    assert outcome.words.startswith(words)


def test_the_command_prints_the_table_and_its_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--only", "exits_at_each_step"]) == 0
    printed = capsys.readouterr().out
    assert "A kill during save loses nothing acknowledged" in printed
    assert "0 lost of 5 stops at 5 steps" in printed
    assert printed.splitlines()[-1] == "1 holds, 0 FAILS, 0 not run"
