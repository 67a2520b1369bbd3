"""The projects that were opened last."""

import json
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from platformdirs import user_data_path

from designer.files.writing import write_whole
from designer.limits import LIMITS

_KEPT: Final = 12


def _file() -> Path:
    return user_data_path("stackwright", appauthor=False) / "recent.json"


def recent_projects() -> list[Path]:
    """Return the projects opened last that still exist and can be reached, newest first."""
    return read_recent()[0]


class RecentProject(NamedTuple):
    """A project that was opened lately.

    Attributes:
        path: Its file.
        problem: Why it cannot be opened from here, in one line; "" where nothing is known against it.
    """

    path: Path
    problem: str = ""


def read_recent() -> tuple[list[Path], str]:
    """Return the projects opened last, newest first, and in one line what could not be read of them.

    A project that is gone is left out without a word; one in a folder that may not be entered, or with a path that no
    system takes, is left out and told. Nothing here raises: the window opens whatever became of the list.
    """
    found, problem = list_recent()
    return [one.path for one in found if not one.problem], problem


def list_recent() -> tuple[list[RecentProject], str]:
    """Return all projects opened last, those too that are gone, and in one line what could not be read of them."""
    try:
        names = _written()
    except (OSError, ValueError, RecursionError) as problem:
        return [], f"The list of recent projects cannot be read ({_reason(problem)}); it is begun anew."
    found: list[RecentProject] = []
    told = ""
    for name in names[:_KEPT]:
        path = Path(name)
        try:
            there = stat.S_ISREG(path.stat().st_mode)
            found.append(RecentProject(path, "" if there else "It is no file"))
        except (FileNotFoundError, NotADirectoryError):
            found.append(RecentProject(path, "The file is gone"))
        except (OSError, ValueError) as refusal:
            reason = _reason(refusal)
            found.append(RecentProject(path, f"Cannot be reached: {reason}"))
            told = f"The recent project {path.name[:60]!r} cannot be reached ({reason}); open it by hand."
    return found, told


def forget_project(path: Path) -> None:
    """Take PATH off the list; the file stays as it is. A folder that cannot be written is no error."""
    with suppress(OSError, ValueError, RecursionError):
        left = [name for name in _written() if name != str(path)]
        write_whole(_file(), json.dumps(left).encode())


def _written() -> list[str]:
    """Return the paths as they stand in the file; none where there is no file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no list, or larger than any list of ours.
        RecursionError: it nests too deep.
    """
    file, most = _file(), LIMITS["own settings"].bytes
    try:
        if not file.is_file():
            return []
        with file.open("rb") as opened:
            body = opened.read(most + 1)
    except FileNotFoundError:
        return []
    if len(body) > most:
        raise ValueError("it is too large")
    names = json.loads(body.decode("utf-8"))
    if not isinstance(names, list):
        raise ValueError("it is no list")
    return [name for name in names if isinstance(name, str)]


def _reason(problem: Exception) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror.lower()
    return "it nests too deep" if isinstance(problem, RecursionError) else "it is damaged"


def remember_project(path: Path) -> None:
    """Put PATH first among the recent projects; a folder that cannot be written is no error."""
    with suppress(OSError, ValueError):
        path = path.resolve()
        names: list[str] = []
        with suppress(ValueError, RecursionError):  # damaged, and begun anew; one that cannot be read now stays
            names = _written()
        paths = [path, *(known for known in map(Path, names) if known != path)][:_KEPT]
        target = _file()
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, json.dumps([str(known) for known in paths]).encode())
