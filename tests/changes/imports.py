"""Which tests a change reaches: by what they import, the nearest first."""

import subprocess
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from grimp import ImportGraph

ROOT: Final = Path(__file__).resolve().parents[2]
NEAR: Final = 2
"""How many imports away a test is that says something of a module."""


@lru_cache(maxsize=1)
def graph() -> "ImportGraph":
    """Return who imports whom in the program and its tests, read from the files as they are."""
    import grimp

    return grimp.build_graph("designer", "tests", cache_dir=str(ROOT / ".import_linter_cache"))


def module_of(path: str) -> str:
    """Return the name of the module at PATH, from the root: designer/model/design.py is designer.model.design."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def path_of(module: str) -> str:
    """Return where MODULE is, from the root."""
    path = module.replace(".", "/")
    return f"{path}.py" if (ROOT / f"{path}.py").is_file() else f"{path}/__init__.py"


def distances(paths: Iterable[str]) -> Mapping[str, int]:
    """Return every Python file that imports one of PATHS, itself or through others, and over how many imports."""
    found = {module: 0 for path in paths if (module := module_of(path)) in graph().modules}
    waiting = list(found)
    for module in waiting:  # grows while it is read: the nearest come first
        for importer in sorted(graph().find_modules_that_directly_import(module)):
            if importer not in found:
                found[importer] = found[module] + 1
                waiting.append(importer)
    return {path_of(module): far for module, far in found.items()}


def is_test_file(path: str) -> bool:
    """Return whether pytest reads PATH for tests."""
    name = Path(path).name
    return path.startswith("tests/") and name.startswith("test_") and name.endswith(".py")


def files_reached(paths: Collection[str]) -> list[str]:
    """Return the test files that a change of PATHS reaches, the nearest first; also those that name a file of data."""
    far = dict(distances(path for path in paths if path.endswith(".py")))
    data = [path for path in paths if not path.endswith(".py")]
    for name in [*(Path(path).name for path in data), *(Path(path).parent.name for path in data)]:
        for path in _naming(name) if name else ():
            far.setdefault(path, 1)
    for path in paths:
        folder = "tests" / Path(path).parent.relative_to("designer") if path.startswith("designer/") else Path(path)
        for test in (ROOT / folder).glob("test_*.py") if (ROOT / folder).is_dir() else ():
            far[str(test.relative_to(ROOT))] = min(far.get(str(test.relative_to(ROOT)), 1), 1)
    return sorted((path for path in far if is_test_file(path)), key=lambda path: (far[path], path))


def _naming(name: str) -> list[str]:
    return git("grep", "-lF", f'"{name}"', "--", "tests/*.py")


def changed_lines(since: str) -> dict[str, set[int]]:
    """Return the lines that are new or other than in the commit SINCE, of each file from the root, untracked too."""
    found: dict[str, set[int]] = {}
    path = ""
    for line in git("diff", "--unified=0", "--no-color", since, "--"):
        if line.startswith("+++ "):
            path = line.removeprefix("+++ ").removeprefix("b/")
            found.setdefault(path, set())
        elif line.startswith("--- "):
            gone = line.removeprefix("--- ").removeprefix("a/")
            found.setdefault(gone, set())
        elif line.startswith("@@ "):
            start, _, count = line.split()[2].removeprefix("+").partition(",")
            found[path].update(range(int(start), int(start) + int(count or 1)))
    found.pop("/dev/null", None)
    for path in git("ls-files", "--others", "--exclude-standard"):
        if path.endswith(".py"):
            found[path] = set(range(1, (ROOT / path).read_text(encoding="utf-8").count("\n") + 2))
        else:
            found[path] = set()
    return found


def last_commit() -> str:
    """Return what a change is counted from: the last commit, or the one before it where nothing was changed since."""
    return "HEAD" if git("status", "--porcelain") else "HEAD~1"


def git(*arguments: str) -> list[str]:
    """Return the lines that git with ARGUMENTS prints.

    Raises:
        RuntimeError: git is missing, this is no clone, or it does not know what ARGUMENTS name.
    """
    try:
        answer = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError as problem:
        raise RuntimeError(f"git could not be started: {problem}") from problem
    if answer.returncode and answer.stderr:
        raise RuntimeError(answer.stderr.strip().splitlines()[0])
    return answer.stdout.splitlines()
