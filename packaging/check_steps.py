"""The checks before the tests, and the environment and the processes that tests run in; for test.py and task.py.

Only the standard library.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import setup_steps


class Step(NamedTuple):
    """One check of the whole tree: its title, and what python is called with."""

    title: str
    arguments: tuple[str, ...]


FLOORS_STEP = Step(
    "floors",
    # import-linter cannot be run as a module.
    ("-c", "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"),
)

TYPES_STEP = Step("types", ("-m", "pyright"))

COLLECT_STEP = Step("collect", ("-m", "pytest", "--collect-only", "-qq"))
"""Reads all test files, and leaves them compiled for the processes that run them side by side."""

STEPS = (
    Step("style", ("-m", "ruff", "check", ".")),
    Step("format", ("-m", "ruff", "format", "--check", ".")),
    TYPES_STEP,
    FLOORS_STEP,
    Step("kinds", ("packaging/kind_words.py",)),
    Step("catalog", ("-m", "designer", "catalog", "check")),
)

STEPS_BEFORE_THE_TESTS = (*(step for step in STEPS if step is not FLOORS_STEP), COLLECT_STEP)
"""What test.py runs ahead of pytest: without import-linter, which runs once, as a test of tests/test_floors.py."""


SIDE_BY_SIDE = ("-n", str(min((os.cpu_count() or 1) + 1, 4)), "--dist", "worksteal")
"""The tests run in one process more than there are cores, as some wait for displays, timers and processes of their own.

`-n 0` among the arguments of pytest runs them in one.
"""


def set_up_for_tests() -> Path:
    """Set up .venv with all that checks and tests need, and return its python."""
    return setup_steps.set_up(
        setup_steps.ROOT,
        extras=("all", "dev"),
        libraries=setup_steps.OFFSCREEN_LIBRARIES + setup_steps.WINDOW_LIBRARIES + setup_steps.TEST_LIBRARIES,
    )


def call(python: Path, arguments: tuple[str, ...], environment: dict[str, str], output: int | None = None) -> int:
    """Run PYTHON with ARGUMENTS in the root of the checkout, without input, and return its exit code.

    What it prints goes to OUTPUT, an open file, or to where this process prints.
    """
    command = [str(python), *arguments]
    return subprocess.call(
        command, cwd=setup_steps.ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
    )


class Outcome(NamedTuple):
    """How a step ended: its exit code, how many seconds it took, and what it printed."""

    code: int
    seconds: float
    printed: str


def run_steps(steps: tuple[Step, ...], python: Path, environment: dict[str, str]) -> list[str]:
    """Run all STEPS even where one fails, print a line for each, and return the titles of those that failed.

    The types take longer than all others together, and one core: the others run beside them, one after another.
    """

    def outcome(step: Step) -> Outcome:
        began = time.monotonic()
        with tempfile.TemporaryFile() as output:
            code = call(python, step.arguments, environment, output.fileno())
            output.seek(0)
            seconds = time.monotonic() - began
            print(f"{step.title} ended after {seconds:.1f} s.", flush=True)
            return Outcome(code, seconds, output.read().decode("utf-8", "replace"))

    print(f"\n== checks: {', '.join(step.title for step in steps)}", flush=True)
    with ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(1) as others:
        coming = {step: (beside if step is TYPES_STEP else others).submit(outcome, step) for step in steps}
        outcomes = {step: future.result() for step, future in coming.items()}
    for step, (code, _, printed) in outcomes.items():
        print(f"\n== {step.title}")
        # The names of thousands of tests say nothing unless something is wrong.
        print(printed if code or step is not COLLECT_STEP else printed.strip().rpartition("\n")[2])
    print("\n== all checks")
    for step, (code, seconds, _) in outcomes.items():
        print(f"{step.title:<8} {'FAILED' if code else 'ok':<6} {seconds:5.1f} s")
    failed = [step.title for step, (code, _, _) in outcomes.items() if code]
    if failed:
        print(f"The exit code will be 1: {', '.join(failed)} failed, see above.", flush=True)
    sys.stdout.flush()
    return failed


def test_environment(home: Path) -> dict[str, str]:
    """The environment of the tests: no window unless asked for, and the person's own folders out of reach."""
    environment = dict(os.environ)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Compiled files are kept, or every process of the tests would compile all that it imports again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # pyright comes with its own node and must not ask the network for a newer version of itself.
    environment["PYRIGHT_PYTHON_IGNORE_WARNINGS"] = "1"
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "XDG_DATA_HOME": home / "data",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": home / "runtime",
    }
    for name, folder in folders.items():
        folder.mkdir(mode=0o700, exist_ok=True)
        environment[name] = str(folder)
    return environment
