"""Processes of their own that are killed while they save or edit."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Work = Callable[[int], None]


def started(code: str, *arguments: str, preload: Path | None = None, **environment: str) -> subprocess.Popen[str]:
    """Start CODE with ARGUMENTS in a process of its own; it is killed with its children by `kill`."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    if preload is not None:
        surroundings["LD_PRELOAD"] = str(preload)
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=surroundings,
    )


def finished(code: str, *arguments: str, preload: Path | None = None, **environment: str) -> tuple[int, str, str]:
    """Return exit code, output and errors of CODE run in a process of its own."""
    child = started(code, *arguments, preload=preload, **environment)
    out, errors = child.communicate(timeout=300)
    return child.returncode, out, errors


@contextmanager
def forked(work: Work) -> Iterator[tuple[int, int]]:
    """Run WORK in a fork, which is much quicker than a new process; give its number and what it writes to.

    The child is killed with SIGKILL at the end, and waited for.
    """
    heard, told = os.pipe()
    child = os.fork()
    if not child:
        code = 70
        try:
            os.close(heard)
            work(told)
            code = 0
        finally:
            os._exit(code)
    os.close(told)
    try:
        yield child, heard
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(heard)


def said(heard: int) -> bytes:
    """Return all that a child wrote, once it has ended: its end of the pipe is closed then."""
    found = b""
    while piece := os.read(heard, 65536):
        found += piece
    return found
