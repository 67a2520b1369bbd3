"""The checks that `doctor` and the window *About Stackwright* both make, in the same words."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path, user_config_path, user_data_path, user_state_path

from designer.installation import check
from designer.installation.check import Check, WindowProbe
from designer.installation.start import is_frozen
from designer.installation.system_libraries import missing_libraries

_FOLDERS: Final = (
    ("data-folder", "Folder of data", user_data_path),
    ("config-folder", "Folder of settings", user_config_path),
    ("state-folder", "Folder of unsaved work", user_state_path),
    ("cache-folder", "Folder of caches", user_cache_path),
)


def python_checks() -> Iterator[Check]:
    """Return whether Python and Qt are new enough and go together."""
    yield check.python_check(frozen=is_frozen())
    yield check.qt_check(frozen=is_frozen())


def place_checks() -> Iterator[Check]:
    """Return whether folders of the person take files, and whether their disk has room."""
    for key, title, path_of in _FOLDERS:
        yield check.folder_check(key, title, path_of("stackwright", appauthor=False))
    yield check.folder_check("temporary-folder", "Temporary folder", Path(tempfile.gettempdir()))
    yield check.room_check(user_data_path("stackwright", appauthor=False))


def running_checks(probe: WindowProbe) -> list[Check]:
    """Return how a program stands whose window is open, PROBE of that window; without what only a new process tells."""
    apt = check.apt_command()
    found = [*python_checks()]
    if sys.platform.startswith("linux"):
        found.append(check.library_check(missing_libraries("start"), "start", apt=apt))
    found += [check.plugins_check(), check.font_check(probe, apt=apt), *place_checks()]
    return [*found, check.extras_check(frozen=is_frozen())]


def words_of(one: Check) -> str:
    """Return how ONE stands and what mends it, in a line."""
    return f"{one.says} → {one.mend}" if one.mend else one.says
