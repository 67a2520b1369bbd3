"""Run one task of the workshop by its name, with the environment in .venv and the person's own folders out of reach.

    python packaging/task.py                      list the tasks
    python packaging/task.py NAME [arguments]     run one; the arguments go to what it runs

Exit codes: that of what was run, 1 where a task cannot be done, 2 for a name that is none. The first task that needs
.venv sets it up. Needs Python 3.11 or newer. Only the standard library, on Linux, macOS and Windows.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Stackwright needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import check_steps
import coverage_floors
import measures
import setup_steps
import third_party

Run = Callable[[list[str]], int]
"""Takes the arguments after the name of the task, returns the exit code."""

NOT_FAST = (
    # Windows, processes, files, pictures and the house itself.
    "tests/ui",
    "tests/cli",
    "tests/store",
    "tests/trust",
    "tests/worker",
    "tests/packaging",
    "tests/export",
    "tests/drawing",
    "tests/paint",
    "tests/catalog/own/test_own_parts.py",
    "tests/catalog/files/test_cut_files.py",
    "tests/catalog/netbox",
    "tests/test_floors.py",
    # Against slow oracles and published figures.
    "tests/accuracy",
    "tests/analysis/limits",
    "tests/analysis/chain",
    "tests/analysis/published",
    "tests/analysis/reach",
    "tests/analysis/halving",
    "tests/analysis/power/test_against_oracle.py",
    "tests/analysis/rooms/test_fast_ports.py",
    "tests/analysis/workloads/test_training_cases.py",
    "tests/analysis/network/test_drawn_out.py",
    "tests/analysis/resilience/test_network_points.py",
    "tests/analysis/resilience/test_resilience.py",
    # Whole stacks, very many hosts and long runs of random edits.
    "tests/analysis/routing/test_symmetry.py",
    "tests/analysis/network/test_network_odd.py",
    "tests/edit/test_random_edits.py",
    "tests/edit/templates/test_stories.py",
    "tests/edit/templates/test_whole_stacks.py",
)
"""What the fast set leaves out, so that it takes a minute on two cores."""

IN_SIGHT = ("-m", "not long")
AT_ONCE = ("-m", "not long and not scaled")
ON_DEMAND = ("-m", "long")


class Task(NamedTuple):
    """One task.

    Attributes:
        name: What it is called by.
        sentence: What it does.
        run: Does it.
    """

    name: str
    sentence: str
    run: Run


# How a task runs


def main(arguments: list[str]) -> int:
    """Run the task that ARGUMENTS name, or list all tasks; returns the exit code."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(listing())
        return 0
    name, *rest = arguments
    task = next((task for task in TASKS if task.name == name), None)
    if task is None:
        names = ", ".join(task.name for task in TASKS)
        print(f"There is no task {name!r}; choose one of {names}.", file=sys.stderr)
        return 2
    try:
        return task.run(rest)
    except KeyboardInterrupt:
        return 130


def listing() -> str:
    """Return a line for each task, its name and its sentence."""
    width = max(len(task.name) for task in TASKS)
    lines = [f"  {task.name:<{width}}  {task.sentence}" for task in TASKS]
    return "\n".join(("python packaging/task.py NAME [arguments]", "", *lines))


def ready_python() -> Path:
    """Return the python in .venv; set the environment up first where it or a package of it is missing."""
    python = setup_steps.python_of(setup_steps.ROOT / ".venv")
    names = setup_steps.required_names(setup_steps.ROOT, ("dev",))
    if setup_steps.works(python) and not setup_steps.missing_distributions(python, names):
        return python
    return check_steps.set_up_for_tests()


def run_python(*arguments: str) -> int:
    """Run the python in .venv with ARGUMENTS in a home of its own; returns its exit code."""
    python = ready_python()
    with tempfile.TemporaryDirectory(prefix="stackwright-home-", ignore_cleanup_errors=True) as home:
        return check_steps.call(python, arguments, check_steps.test_environment(Path(home)))


def pytest(*arguments: str) -> Run:
    """Return a run of pytest with ARGUMENTS, in several processes."""
    return lambda rest: run_python("-m", "pytest", *check_steps.SIDE_BY_SIDE, *arguments, *rest)


def module(name: str, *given: str) -> Run:
    """Return a run of the module NAME, with the arguments GIVEN before those of the person.

    Where the checkout does not have it, one line says so and the code is 1.
    """

    def run(rest: list[str]) -> int:
        path = setup_steps.ROOT.joinpath(*name.split("."))
        if not (path / "__main__.py").is_file() and not path.with_suffix(".py").is_file():
            print(f"This measure is not there yet: the checkout has no {name}; nothing was measured.", file=sys.stderr)
            return 1
        return run_python("-m", name, *given, *rest)

    return run


# What the tasks do beyond running one module


def script(name: str) -> Run:
    """Return a run of the script NAME of this folder with the Python that runs this one."""
    path = setup_steps.ROOT / "packaging" / name
    return lambda rest: subprocess.call([sys.executable, str(path), *rest])


def set_up(rest: list[str]) -> int:
    """Set up .venv and, in a clone of git, the hooks and the commits that blame looks through."""
    if rest:
        print(f"setup takes no arguments; it was given {' '.join(rest)}.", file=sys.stderr)
        return 2
    check_steps.set_up_for_tests()
    print(set_up_git(setup_steps.ROOT))
    return 0


GIT_SETTINGS = (
    ("blame.ignoreRevsFile", "packaging/git-blame-ignore-revs"),
    ("core.hooksPath", "packaging/hooks"),
)


def set_up_git(root: Path) -> str:
    """Set GIT_SETTINGS in the clone at ROOT and return what was done, in words."""
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "--show-toplevel"], cwd=root, capture_output=True, text=True, check=False
        )
    except OSError:
        return "git is not installed: its hooks are not set."
    # An archive that was unpacked inside another repository must not change the settings of that one.
    if answer.returncode or not Path(answer.stdout.strip()).samefile(root):
        return "This folder is no clone of git: there are no hooks to set."
    lines: list[str] = []
    for name, value in GIT_SETTINGS:
        before = subprocess.run(
            ["git", "config", "--get", name], cwd=root, capture_output=True, text=True, check=False
        ).stdout.strip()
        subprocess.run(["git", "config", name, value], cwd=root, check=True)
        lines.append(f"git config {name} {value}" + (f" (it was {before})" if before not in ("", value) else ""))
    return "\n".join(lines)


def lint(rest: list[str]) -> int:
    """Run every check of the tree that is no test, or those whose titles are in REST; 1 when one failed."""
    titles = {step.title for step in check_steps.STEPS}
    if unknown := [title for title in rest if title not in titles]:
        print(f"There is no check {unknown[0]!r}; choose from {', '.join(sorted(titles))}.", file=sys.stderr)
        return 2
    steps = tuple(step for step in check_steps.STEPS if not rest or step.title in rest)
    python = ready_python()
    with tempfile.TemporaryDirectory(prefix="stackwright-home-", ignore_cleanup_errors=True) as home:
        return 1 if check_steps.run_steps(steps, python, check_steps.test_environment(Path(home))) else 0


def coverage(rest: list[str]) -> int:
    """Run the tests that the floors are held by, or those in REST, and judge what lines they ran."""
    python = ready_python()
    # `tests/paint` and `tests/paint/test_x.py::test_y` name tests; `-k` and its words, `-n` and its number do not.
    named = any((setup_steps.ROOT / argument.partition("::")[0]).exists() for argument in rest)
    tests = () if named else coverage_floors.TESTS
    with tempfile.TemporaryDirectory(prefix="stackwright-home-", ignore_cleanup_errors=True) as folder:
        environment = check_steps.test_environment(Path(folder))
        report = Path(folder) / "coverage.json"
        environment["COVERAGE_FILE"] = str(Path(folder) / "coverage.data")
        measured = ("--cov=designer", "--cov-report=", f"--cov-report=json:{report}")
        arguments = ("-m", "pytest", *check_steps.SIDE_BY_SIDE, *IN_SIGHT, *measured, *tests, *rest)
        code = check_steps.call(python, arguments, environment)
        if not report.is_file():
            print("pytest left no report of coverage: nothing was measured, see above.", file=sys.stderr)
            return code or 1
        files = coverage_floors.read_report(report)
    print(coverage_floors.table(files))
    below = coverage_floors.below_the_floor(files)
    for line in below:
        print(line, file=sys.stderr)
    return code or (1 if below else 0)


TASKS = (
    Task("setup", "Set up .venv with the tools of development, the hooks of git and what blame looks through.", set_up),
    Task(
        "fast",
        "Run the fast tests, for every change: all but windows, processes, files, pictures and what is slow.",
        pytest(*AT_ONCE, *(f"--ignore={folder}" for folder in NOT_FAST)),
    ),
    Task(
        "changed",
        "Run the tests that a change reaches by imports, the nearest first, for a minute; --since REV.",
        module("tests.changes.changed"),
    ),
    Task(
        "mutate",
        "Make small wrong changes in what changed, or by --seed, and tell which no test notices; gate 80 %.",
        module("tests.changes.mutate"),
    ),
    Task(
        "days",
        "Run the tests that bear dates on four other days, in the first and the last time zone, in German and C.",
        module("tests.changes.days"),
    ),
    Task("window", "Run the tests of the window, offscreen.", pytest(*IN_SIGHT, "tests/ui")),
    Task("long", "Run the tests that are marked long: whole-size runs that the suite leaves out.", pytest(*ON_DEMAND)),
    Task(
        "lint",
        "Check style, format, types, floors, kinds and catalog; a title given runs that one.",
        lint,
    ),
    Task("shots", "Render the window into pictures in the folder that the argument names.", module("tests.shots")),
    Task(
        "show",
        "Write every output of every design, ask validators, make pictures; OUT is a folder.",
        module("tests.show"),
    ),
    Task(
        "readme",
        "Make the animation and the pictures of the README anew.",
        module("tests.shots.readme", "resources/guide"),
    ),
    Task(
        "manual",
        "Write the guide's page of all options anew, from the commands.",
        module("designer", "man", "--guide", "resources/guide/command-options.md"),
    ),
    Task(
        "bench",
        "Time what the product promises and compare with baselines; arguments name benches.",
        module("tests.bench"),
    ),
    Task("accuracy", "Compare the product's figures with published and measured ones.", module("tests.accuracy")),
    Task("trust", "Run what TRUST promises for files: kills, damage, hostile input.", module("tests.trust")),
    Task(
        "hashes",
        "Check the notice of third parties and hold every wheel against its hash; fetches, installs nothing.",
        third_party.check,
    ),
    Task("deb", "Build the Debian package in dist/: the program with its own Python and Qt.", script("linux/deb.py")),
    Task(
        "deb-test",
        "Try the Debian package on a bare Debian: install, work, double click, upgrade, uninstall; needs root.",
        script("linux/deb_test.py"),
    ),
    Task("measure", "Print how far the house is from what it should become; --json for programs.", measures.main),
    Task(
        "coverage",
        "Measure the lines that tests run and hold the floors of paint, drawing and store; `coverage tests` for all.",
        coverage,
    ),
)
"""Every task, in the order of the list. A new one is one row: its name, its sentence, what it runs."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
