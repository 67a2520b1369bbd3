"""Check the whole project: style, types, catalog, then the tests, among them that of the floors.

    python3 packaging/test.py [arguments of pytest]

All steps run even when one fails; the exit code is 0 only when all passed. pytest runs last, so that its own
closing line is the last one printed. The first run sets up .venv in this folder. Needs Python 3.11 or newer.
`packaging/task.py` runs parts of this by name.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Stackwright needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import check_steps
import setup_steps
import suite_time


def main(arguments: list[str]) -> int:
    """Set up, run every step and then pytest with ARGUMENTS; 0 when all passed."""
    python = check_steps.set_up_for_tests()
    with tempfile.TemporaryDirectory(prefix="stackwright-home-", ignore_cleanup_errors=True) as home:
        environment = check_steps.test_environment(Path(home))
        try:
            failed = check_steps.run_steps(check_steps.STEPS_BEFORE_THE_TESTS, python, environment)
            print("\n== tests", flush=True)
            began = time.monotonic()
            code = check_steps.call(python, ("-m", "pytest", *check_steps.SIDE_BY_SIDE, *arguments), environment)
        except KeyboardInterrupt:
            return 130
    if not arguments:
        suite_time.write_suite_time(setup_steps.ROOT, time.monotonic() - began, code)
    return code or (1 if failed else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
