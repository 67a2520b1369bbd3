"""The projects that were opened last."""

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

_KEPT = 12


def _file() -> Path:
    return user_data_path("stackwright", appauthor=False) / "recent.json"


def recent_projects() -> list[Path]:
    """Projects opened last that still exist, newest first."""
    try:
        names = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return []
    paths = [Path(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return [path for path in paths if path.is_file()]


def remember_project(path: Path) -> None:
    """Put PATH first among the recent projects; a folder that cannot be written is no error."""
    path = path.resolve()
    paths = [path, *(known for known in recent_projects() if known != path)][:_KEPT]
    with suppress(OSError):
        target = _file()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump([str(known) for known in paths], file)
        Path(name).replace(target)
