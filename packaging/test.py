"""Check the whole project: style, types, floors, catalog, then the tests.

    python3 packaging/test.py [arguments of pytest]

All steps run even when one fails; the exit code is 0 only when all passed. pytest runs last, so that its own
closing line is the last one printed. The first run sets up .venv in this folder. Needs Python 3.11 or newer.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Stackwright needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

import os
import subprocess
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import setup_steps

STEPS = (
    ("style", "-m", "ruff", "check", "."),
    ("format", "-m", "ruff", "format", "--check", "."),
    ("types", "-m", "pyright"),
    # import-linter can not be run as a module.
    ("floors", "-c", "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"),
    ("catalog", "-m", "designer", "catalog", "check"),
)
"""Title of each step before pytest, then what python is called with."""

SIDE_BY_SIDE = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal")
"""The tests run in a process per core; `-n 0` among the arguments of pytest runs them in one."""


def main(arguments: list[str]) -> int:
    """Set up, run every step and then pytest with ARGUMENTS; 0 when all passed."""
    python = setup_steps.set_up(
        setup_steps.ROOT,
        extras=("dev",),
        libraries=setup_steps.OFFSCREEN_LIBRARIES + setup_steps.WINDOW_LIBRARIES + setup_steps.TEST_LIBRARIES,
    )
    with tempfile.TemporaryDirectory(prefix="stackwright-home-", ignore_cleanup_errors=True) as home:
        environment = test_environment(Path(home))
        try:
            failed = run_steps(python, environment)
            pytest_code = subprocess.call(
                [str(python), "-m", "pytest", *SIDE_BY_SIDE, *arguments],
                cwd=setup_steps.ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
            )
        except KeyboardInterrupt:
            return 130
    return pytest_code or (1 if failed else 0)


def run_steps(python: Path, environment: dict[str, str]) -> list[str]:
    """Run the steps before pytest, print a line for each, and name the ones that failed."""
    lines: list[str] = []
    failed: list[str] = []
    for title, *arguments in STEPS:
        print(f"\n== {title}", flush=True)
        began = time.monotonic()
        code = subprocess.call(
            [str(python), *arguments], cwd=setup_steps.ROOT, env=environment, stdin=subprocess.DEVNULL
        )
        if code:
            failed.append(title)
        lines.append(f"{title:<8} {'FAILED' if code else 'ok':<6} {time.monotonic() - began:5.1f} s")
    print("\n== before the tests")
    print("\n".join(lines))
    if failed:
        print(f"The exit code will be 1: {', '.join(failed)} failed, see above.")
    print("\n== tests", flush=True)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
