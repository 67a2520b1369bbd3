"""Make small wrong changes in the program, and tell which of them no test notices.

python -m tests.changes.mutate                               of the lines that changed since the last commit
python -m tests.changes.mutate --since REV                   of those that changed since a commit
python -m tests.changes.mutate --seed 7 --count 60 edit      a random sample of designer/edit (or of files)

The exit code is 1 where fewer than the share of --least are killed. Needs a system that can fork: Linux or macOS.
"""

import argparse
import json
import os
import pickle
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from tests.changes.imports import ROOT, changed_lines, distances, files_reached, is_test_file, last_commit
from tests.changes.mutants import Mutant, mutants_of, mutate

AREAS: Final = ("analysis", "edit", "formulas", "review", "export")
LEAST: Final = 0.8
SLOW: Final = ("tests/ui/", "tests/packaging/", "tests/trust/", "tests/bench/", "tests/shots/", "tests/show/")
"""Tests of other subjects, with windows and processes: they judge the engine only from afar."""


class Judged(NamedTuple):
    """What became of a mutant: "killed", "survived" or "not run", and by which tests it could be."""

    mutant: Mutant
    end: str
    tests: int


class Reach(NamedTuple):
    """The lines that each test runs, in the files of the mutants, and how long it takes, s."""

    lines: Mapping[tuple[str, int], frozenset[str]]
    seconds: Mapping[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the mutants that ARGUMENTS ask for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="task.py mutate", description="Tell which wrong changes no test notices.")
    parser.add_argument("where", nargs="*", help="folders of designer or files; without a seed: all that changed")
    parser.add_argument("--since", default="", help="the commit that a change is counted from (default: the last)")
    parser.add_argument("--seed", type=int, help="take a random sample instead of a change")
    parser.add_argument("--count", type=int, default=60, help="how many mutants at most (default: %(default)s)")
    parser.add_argument("--least", type=float, default=LEAST, help="share that must be killed (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=0.0, help="judge no further mutant after this long")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true", help="print one document for programs")
    asked = parser.parse_args(arguments)
    if not hasattr(os, "fork"):
        print("Mutants need a system that can fork a process: Linux or macOS.", file=sys.stderr)
        return 2
    mutants = _sample(asked) if asked.seed is not None else _of_the_change(asked)
    if not mutants:
        print("No mutant: nothing that runs in a function was changed.")
        return 0
    end = time.monotonic() + asked.minutes * 60 if asked.minutes else float("inf")
    judged = judge(mutants, asked.jobs, end, lambda line: print(line, file=sys.stderr, flush=True))
    return _tell(judged, asked)


def _sample(asked: argparse.Namespace) -> list[Mutant]:
    places = [ROOT / (one if one.endswith(".py") else f"designer/{one}") for one in asked.where or AREAS]
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*.py")))]
    every = [one for file in files for one in mutants_of(file.relative_to(ROOT).as_posix())]
    return sorted(random.Random(asked.seed).sample(every, min(asked.count, len(every))))


def _of_the_change(asked: argparse.Namespace) -> list[Mutant]:
    lines = changed_lines(asked.since or last_commit())
    every = [
        mutant
        for path, of_it in sorted(lines.items())
        if path.startswith("designer/") and path.endswith(".py") and of_it and (ROOT / path).is_file()
        for mutant in mutants_of(path, of_it)
    ]
    # A large change is judged by a sample, always the same one.
    return sorted(random.Random(0).sample(every, min(asked.count, len(every))))


def judge(mutants: Sequence[Mutant], jobs: int, end: float, say: Callable[[str], None]) -> list[Judged]:
    """Run each of MUTANTS against the tests that run its line, in JOBS processes at once, until the moment END."""
    files = _test_files({mutant.path for mutant in mutants})
    say(f"{len(mutants)} mutants in {len({one.path for one in mutants})} files; {len(files)} files of tests are near.")
    with tempfile.TemporaryDirectory(prefix="mutants-", dir=_memory()) as scratch:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = f"{scratch}/hypothesis"
        run_quietly(["--collect-only", *files], Path(scratch) / "collected")
        reach = _reach(files, {mutant.path for mutant in mutants}, jobs, Path(scratch))
        say(f"{len(reach.seconds)} tests run their lines, {sum(reach.seconds.values()):.0f} s of them.")
        judged: list[Judged] = []
        work = [(mutant, _tests_of(mutant, reach)) for mutant in mutants]
        runs = {
            number: (_one(mutant, tests, reach, Path(scratch)), _seconds(tests, reach) * 3 + 20)
            for number, (mutant, tests) in enumerate(work)
            if tests
        }
        codes = forked(runs, jobs, end)
        for number, (mutant, tests) in enumerate(work):
            code = codes.get(number)
            end_of_it = "survived" if not tests or code == 0 else "not run" if code in (None, NOT_MUTATED) else "killed"
            judged.append(Judged(mutant, end_of_it, len(tests)))
    return judged


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _test_files(paths: Collection[str]) -> list[str]:
    """Return the test files that may notice a change of PATHS: near by imports or by their folder."""
    found: set[str] = set()
    for path in paths:
        far = distances([path])
        near = [one for one, away in far.items() if away <= 2 and is_test_file(one)]
        beside = [one for one in files_reached([path]) if Path(one).parts[1:3] == Path(path).parts[1:3]]
        found.update(one for one in (*near, *beside) if not one.startswith(SLOW))
    return sorted(found)


NOT_MUTATED: Final = 77
"""How a process ends in which the mutant could not be put in place."""


def _one(mutant: Mutant, tests: list[str], reach: Reach, scratch: Path) -> Callable[[], int]:
    def run() -> int:
        if not mutate(mutant):
            return NOT_MUTATED
        files = sorted({test.partition("::")[0] for test in tests})
        folder = scratch / f"m{mutant.number}-{os.getpid()}"
        code = run_quietly(["-x", *files], folder, _Chosen(tests))
        shutil.rmtree(folder, ignore_errors=True)
        return code

    return run


def _tests_of(mutant: Mutant, reach: Reach) -> list[str]:
    """Return the tests that run a line of MUTANT, the fastest first."""
    tests = {test for line in range(mutant.line, mutant.last + 1) for test in reach.lines.get((mutant.path, line), ())}
    return sorted(tests, key=lambda test: (reach.seconds[test], test))


def _seconds(tests: Collection[str], reach: Reach) -> float:
    return sum(reach.seconds[test] for test in tests)


# Tests in forked processes: all that they import is there already


def run_quietly(arguments: Sequence[str], folder: Path, *plugins: object) -> int:
    """Run pytest in this process without a word; returns its exit code."""
    given = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-W", "ignore", f"--basetemp={folder}", "--tb=no", "-r="]
    with Path(os.devnull).open("w") as nowhere:
        out, err = os.dup(1), os.dup(2)
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        try:
            return int(pytest.main([*given, *arguments], plugins=list(plugins)))
        finally:
            os.dup2(out, 1)
            os.dup2(err, 2)
            os.close(out)
            os.close(err)


class _Chosen:
    """Runs the tests that are named, in that order, and no others."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {test: number for number, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._order), key=lambda item: self._order[item.nodeid]
        )


class _Traced:
    """Notes which lines of some files each test runs, and how long it takes."""

    def __init__(self, coverage: Any) -> None:
        self.coverage = coverage
        self.seconds: dict[str, float] = {}
        self._began = 0.0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.coverage.switch_context(nodeid)
        self._began = time.perf_counter()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[nodeid] = time.perf_counter() - self._began
        self.coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # A test that fails or does not run as things are says nothing of a mutant.
        if report.outcome != "passed":
            self.seconds[report.nodeid] = -1.0


def _reach(files: Sequence[str], paths: Collection[str], jobs: int, scratch: Path) -> Reach:
    """Run FILES once as things are, and note which test runs which lines of PATHS."""
    import coverage

    def trace(share: Sequence[str], out: Path) -> Callable[[], int]:
        def run() -> int:
            traced = coverage.Coverage(
                data_file=None, include=[str(ROOT / path) for path in paths], config_file=False, messages=False
            )
            plugin = _Traced(traced)
            traced.start()
            run_quietly(list(share), out.with_suffix(".tmp"), plugin)
            traced.stop()
            data = traced.get_data()
            lines = {
                (Path(name).relative_to(ROOT).as_posix(), line): frozenset(filter(None, contexts))
                for name in data.measured_files()
                for line, contexts in data.contexts_by_lineno(name).items()
            }
            out.write_bytes(pickle.dumps((lines, plugin.seconds)))
            return 0

        return run

    # Small shares: what one of them leaves in memory ends with its process.
    shares = [files[start :: max(1, len(files) // 12)] for start in range(max(1, len(files) // 12))]
    outs = [scratch / f"share{number}" for number in range(len(shares))]
    forked(
        {number: (trace(share, out), 900.0) for number, (share, out) in enumerate(zip(shares, outs, strict=True))},
        jobs,
        float("inf"),
    )
    lines: dict[tuple[str, int], set[str]] = defaultdict(set)
    seconds: dict[str, float] = {}
    for out in outs:
        if out.is_file():
            of_it, times = pickle.loads(out.read_bytes())
            seconds |= times
            for place, tests in of_it.items():
                lines[place] |= tests
    kept = {place: frozenset(test for test in tests if seconds.get(test, -1.0) >= 0) for place, tests in lines.items()}
    return Reach(kept, {test: seconds[test] for tests in kept.values() for test in tests})


def forked(runs: Mapping[int, tuple[Callable[[], int], float]], jobs: int, end: float) -> dict[int, int]:
    """Call each of RUNS in a process of its own, JOBS at once, and return their exit codes.

    Args:
        runs: What to call and how many seconds it may take; a longer one is killed, which is code -9.
        jobs: How many at once.
        end: No further one is begun after this moment, by the monotonic clock.
    """
    codes: dict[int, int] = {}
    waiting: Iterator[int] = iter(runs)
    running: dict[int, tuple[int, float]] = {}
    more = True
    while more or running:
        while more and len(running) < jobs:
            number = next(waiting, None)
            if number is None or time.monotonic() > end:
                more = False
                break
            running[_start(runs[number][0])] = (number, time.monotonic() + runs[number][1])
        for process, (number, latest) in list(running.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                del running[process]
                codes[number] = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > latest:
                os.killpg(process, signal.SIGKILL)
        time.sleep(0.02)
    return codes


def _start(run: Callable[[], int]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        os.setpgid(0, 0)
        code = run()
    except BaseException:
        code = 1
    os._exit(code)


# What is told


def _tell(judged: Sequence[Judged], asked: argparse.Namespace) -> int:
    killed = sum(one.end == "killed" for one in judged)
    survivors = [one for one in judged if one.end == "survived"]
    share = killed / max(1, killed + len(survivors))
    not_run = len(judged) - killed - len(survivors)
    if asked.json:
        document = {
            "killed": killed,
            "survived": len(survivors),
            "not_run": not_run,
            "share": round(share, 4),
            "survivors": [{**one.mutant._asdict(), "tests": one.tests} for one in survivors],
        }
        print(json.dumps(document, indent=1))
    else:
        for one in survivors:
            mutant = one.mutant
            source = (ROOT / mutant.path).read_text(encoding="utf-8").splitlines()[mutant.line - 1].strip()
            tests = f"{one.tests} tests run it" if one.tests else "no test runs it"
            print(f"{mutant.path}:{mutant.line} {mutant.function}: {tests}\n    {source}\n    {mutant.change}")
        print(f"{killed} of {killed + len(survivors)} mutants killed ({share:.0%}); {not_run} not run.")
    return 0 if share >= asked.least else 1


if __name__ == "__main__":
    sys.exit(main())
