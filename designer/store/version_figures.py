"""Figures of earlier versions as they were worked out before, so that a list of versions is not worked out afresh.

They are remembered by the digest of a version, which stands for its content, and by a stamp of all else that they
depend on: the program, the catalogs and the day. Where the stamp is another, nothing is remembered. They lie in the
user's cache folder and may be deleted at any time; the project file does not change.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from platformdirs import user_cache_path

from designer.files.writing import write_whole
from designer.limits import LIMITS
from designer.model.figures.figure import Figure
from designer.model.records import RefusedInput

_MOST: Final = 2_000
"""Versions that are remembered; those that were asked for last stay."""
_MOST_FILES: Final = 20_000


class _Remembered(msgspec.Struct, array_like=True):
    """A figure without the terms that it was made of."""

    value: float | None
    unit: str
    low: float | None
    high: float | None
    missing: tuple[str, ...]
    likely: tuple[float, float] | None


class _File(msgspec.Struct):
    stamp: str
    known: dict[str, dict[str, _Remembered | None]] = {}


Figures = Mapping[str, Figure | None]


def stamp_of(folders: Iterable[Path], day: date) -> str:
    """Return a text that is another when a file in FOLDERS has changed, and on another DAY."""
    running = hashlib.sha256(day.isoformat().encode())
    count = 0
    for folder in folders:
        for here, inside, names in os.walk(folder):
            # In order, so that the same files give the same digest; what Python compiled changes without meaning
            # anything.
            inside[:] = sorted(name for name in inside if name != "__pycache__")
            for name in sorted(names):
                count += 1
                # Too many to look at each time: no stamp, so that nothing is remembered.
                if count > _MOST_FILES:
                    return ""
                with suppress(OSError):
                    state = os.stat(os.path.join(here, name))  # noqa: PTH116, PTH118 - thousands of files
                    running.update(f"{here}/{name} {state.st_size} {state.st_mtime_ns}\n".encode("utf-8", "replace"))
    return running.hexdigest()


class VersionFigures:
    """Remembered figures, of which none is believed that was worked out by another program or on another day."""

    def __init__(self, stamp: str, path: Path | None = None) -> None:
        """Read what is remembered under STAMP; "" remembers nothing."""
        self._path = path or user_cache_path("stackwright", appauthor=False) / "version-figures.json"
        self._stamp = stamp
        self._known = self._read()
        self._learned = False

    def _read(self) -> dict[str, dict[str, _Remembered | None]]:
        most = LIMITS["own settings"].bytes
        try:
            if not self._stamp or not self._path.is_file():
                return {}
            with self._path.open("rb") as file:
                found = msgspec.json.decode(file.read(most + 1), type=_File)
        except (OSError, ValueError, RecursionError):
            return {}  # a shortcut that cannot be read is none
        return found.known if found.stamp == self._stamp else {}

    def get(self, digest: str) -> Figures | None:
        """Return the figures of the version with DIGEST, None where they are not remembered."""
        found = self._known.get(digest)
        if found is None:
            return None
        self._known[digest] = self._known.pop(digest)  # asked for last
        return {
            key: None if one is None else Figure(**{name: getattr(one, name) for name in one.__struct_fields__})
            for key, one in found.items()
        }

    def put(self, digest: str, figures: Figures) -> None:
        """Remember the FIGURES of the version with DIGEST."""
        self._learned = True
        self._known[digest] = {
            key: None
            if one is None
            else _Remembered(one.value, one.unit, one.low, one.high, tuple(one.missing), one.likely)
            for key, one in figures.items()
        }

    def keep(self) -> None:
        """Write what was newly learned; where that fails it is worked out again."""
        if not self._learned or not self._stamp:
            return
        most = LIMITS["own settings"].bytes
        known = dict(list(self._known.items())[-_MOST:])
        while len(body := msgspec.json.encode(_File(self._stamp, known))) > most:
            known = dict(list(known.items())[len(known) // 2 + 1 :])
        with suppress(OSError, RefusedInput):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, body)
