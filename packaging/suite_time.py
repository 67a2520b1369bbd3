"""Remember how long the last whole run of the tests took, in the ignored folder out/, for `task.py measure`.

Only the standard library.
"""

import json
import os
import time
from pathlib import Path
from typing import TypedDict

FILE_NAME = "last-whole-run-of-the-tests.json"


class SuiteTime(TypedDict):
    """The last whole run: seconds of pytest alone, its exit code, the cores of that machine, and when it ended."""

    seconds: float
    exit_code: int
    cores: int
    ended: str


def suite_time_file(root: Path) -> Path:
    """Return the file below ROOT that holds the time; it need not exist."""
    return root / "out" / FILE_NAME


def write_suite_time(root: Path, seconds: float, exit_code: int) -> None:
    """Write that a whole run took SECONDS; a folder that cannot be written to is left as it is."""
    found = SuiteTime(
        seconds=round(seconds, 1),
        exit_code=exit_code,
        cores=os.cpu_count() or 1,
        ended=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    )
    path = suite_time_file(root)
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found), "utf-8")
    except OSError:
        # The time is for information: a tree that is read-only can be tested all the same.
        return


def read_suite_time(root: Path) -> SuiteTime | None:
    """Return what the last whole run wrote; None where there was none or its file is damaged."""
    try:
        found = json.loads(suite_time_file(root).read_text("utf-8"))
        return SuiteTime(
            seconds=float(found["seconds"]),
            exit_code=int(found["exit_code"]),
            cores=int(found["cores"]),
            ended=str(found["ended"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
