"""The checks before the tests, and the environment and the processes that tests run in; for test.py and task.py.

Only the standard library.
"""

import os
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

import setup_steps


class Step(NamedTuple):
    """One check of the whole tree: its title, and what python is called with."""

    title: str
    arguments: tuple[str, ...]


FLOORS_STEP = Step(
    "floors",
    # import-linter can not be run as a module.
    ("-c", "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"),
)

STEPS = (
    Step("style", ("-m", "ruff", "check", ".")),
    Step("format", ("-m", "ruff", "format", "--check", ".")),
    Step("types", ("-m", "pyright")),
    FLOORS_STEP,
    Step("catalog", ("-m", "designer", "catalog", "check")),
)

STEPS_BEFORE_THE_TESTS = tuple(step for step in STEPS if step is not FLOORS_STEP)
"""What test.py runs ahead of pytest: without import-linter, which runs once, as a test of tests/test_floors.py."""

SIDE_BY_SIDE = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal")
"""The tests run in a process per core; `-n 0` among the arguments of pytest runs them in one."""


def set_up_for_tests() -> Path:
    """Set up .venv with all that checks and tests need, and return its python."""
    return setup_steps.set_up(
        setup_steps.ROOT,
        extras=("dev",),
        libraries=setup_steps.OFFSCREEN_LIBRARIES + setup_steps.WINDOW_LIBRARIES + setup_steps.TEST_LIBRARIES,
    )


def call(python: Path, arguments: tuple[str, ...], environment: dict[str, str]) -> int:
    """Run PYTHON with ARGUMENTS in the root of the checkout, without input, and return its exit code."""
    command = [str(python), *arguments]
    return subprocess.call(command, cwd=setup_steps.ROOT, env=environment, stdin=subprocess.DEVNULL)


def run_steps(steps: tuple[Step, ...], python: Path, environment: dict[str, str]) -> list[str]:
    """Run all STEPS even where one fails, print a line for each, and return the titles of those that failed."""
    lines: list[str] = []
    failed: list[str] = []
    for step in steps:
        print(f"\n== {step.title}", flush=True)
        began = time.monotonic()
        code = call(python, step.arguments, environment)
        if code:
            failed.append(step.title)
        lines.append(f"{step.title:<8} {'FAILED' if code else 'ok':<6} {time.monotonic() - began:5.1f} s")
    print("\n== all checks")
    print("\n".join(lines))
    if failed:
        print(f"The exit code will be 1: {', '.join(failed)} failed, see above.", flush=True)
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
