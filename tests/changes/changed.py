"""Run the tests that a change reaches, the nearest first, for about a minute.

python -m tests.changes.changed                     what changed since the last commit, or in it
python -m tests.changes.changed --since main        what changed since a commit
python -m tests.changes.changed --seconds 0         all that is reached, however long it takes

The exit code is that of pytest. Where the time did not suffice, the last lines say how many tests were left out.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

import pytest

from tests.changes.imports import changed_lines, files_reached, last_commit

SECONDS = 60.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the change that ARGUMENTS name reaches; returns the exit code of pytest."""
    parser = argparse.ArgumentParser(prog="task.py changed", description="Run the tests that a change reaches.")
    parser.add_argument("--since", default="", help="the commit that a change is counted from (default: the last)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="begin no further test then; 0: run them all")
    parser.add_argument("--list", action="store_true", help="print the files of tests, the nearest first, and end")
    asked, rest = parser.parse_known_args(arguments)
    try:
        paths = changed_lines(asked.since or last_commit())
    except RuntimeError as problem:
        print(f"The change could not be read: {problem}", file=sys.stderr)
        return 2
    files = files_reached(paths)
    if asked.list:
        print("\n".join(files))
        return 0
    if not files:
        print(f"No test reads what changed: {', '.join(sorted(paths)) or 'nothing did'}.")
        return 0
    print(f"{len(paths)} files changed; {len(files)} files of tests are reached.", flush=True)
    if asked.seconds:
        os.environ[VARIABLE] = str(time.monotonic() + asked.seconds)
    jobs = str(min(os.cpu_count() or 1, 4))
    return int(pytest.main(["-q", "-p", "tests.changes.changed", "-n", jobs, "--dist", "load", *rest, *files]))


# As a plugin of pytest: in the process that directs the others, and in those

VARIABLE: Final = "STACKWRIGHT_TESTS_END"
"""Until when a test may begin, by the monotonic clock, which all processes of a machine share."""
_left: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    """Judge each test before the hooks of tests/conftest.py do: who registers last is asked first."""
    config.pluginmanager.register(_Limit())


class _Limit:
    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Leave ITEM out where the time is over."""
        if time.monotonic() < float(os.environ.get(VARIABLE, "inf")):
            return None
        item.config.stash.setdefault(_LEFT, []).append(item.nodeid)
        return True


_LEFT: Final = pytest.StashKey[list[str]]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send what was left out to the process that directs this one."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["left"] = session.config.stash.get(_LEFT, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Count what a process left out."""
    _left.update(getattr(node, "workeroutput", {}).get("left", ()))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how much was left out."""
    if _left:
        files = len({test.partition("::")[0] for test in _left})
        terminalreporter.write_line(
            f"The time was over: {len(_left)} tests in {files} files, the farthest from the change, were left out; "
            "--seconds 0 runs all."
        )


if __name__ == "__main__":
    sys.exit(main())
