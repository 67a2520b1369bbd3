"""Remembers what catalog files said, so that thousands of parts are not parsed at every start.

A cache file belongs to one folder of catalog files and holds, for each of them, its time, its size and its records.
It is only ever a shortcut: a cache that is damaged, of another version or not writable is as good as none.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

import msgspec
import platformdirs

from designer import __version__
from designer.catalog.files.schema import PartPrices
from designer.files.writing import write_whole
from designer.model.parts.part import Part, Source
from designer.model.records import Record, RefusedInput

Records: TypeAlias = list[Part] | list[Source] | list[PartPrices]

_DIGEST_BYTES: Final = 16
_MOST_BYTES: Final = 400_000_000
_SETTLED_NS: Final = 2_000_000_000
"""A file that changed less than this ago may change again without its time telling; it is not remembered."""
_FORM_FILES: Final = (
    "catalog/reading.py",
    "catalog/files/schema.py",
    "catalog/files/yaml_text.py",
    "catalog/files/parse_cache.py",
    "model/parts/part.py",
    "model/kinds/*.py",
    "model/workloads/workload_facts.py",
    "model/money/price_validity.py",
    "model/records.py",
)


class _Remembered(Record, frozen=True, kw_only=True):
    """One file as it was when it was parsed."""

    mtime_ns: int
    size: int
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()
    prices: tuple[PartPrices, ...] = ()

    @property
    def records(self) -> Records:
        return list(self.parts) or list(self.sources) or list(self.prices)


def cache_folder() -> Path:
    """Return the folder of remembered catalogs; it need not exist, and may be deleted at any time."""
    return platformdirs.user_cache_path("stackwright", appauthor=False) / "catalogs"


class ParseCache:
    """The remembered files of one folder; `keep` writes what was newly learned."""

    def __init__(self, folder: Path) -> None:
        digest = hashlib.blake2b(os.path.realpath(folder).encode("utf-8", "surrogatepass"), digest_size=12)
        self._path = cache_folder() / f"{digest.hexdigest()}.msgpack"
        self._known = _read(self._path)
        self._now: dict[str, _Remembered] = {}
        self._learned = False

    def records(self, path: Path, parse: Callable[[Path], Records]) -> Records:
        """Return the records of PATH: as remembered, when it has the time and size of then, else as PARSE reads it.

        Raises:
            RefusedInput: PARSE refuses it.
        """
        try:
            state = path.stat()
        except OSError:
            return parse(path)
        key = str(path)
        known = self._known.get(key)
        if known is not None and (known.mtime_ns, known.size) == (state.st_mtime_ns, state.st_size):
            self._now[key] = known
            return known.records
        records = parse(path)
        # A file that was written just now may be written again within the resolution of its time: not remembered yet.
        if abs(time.time_ns() - state.st_mtime_ns) > _SETTLED_NS:
            self._now[key] = _remembered(state, records)
            self._learned = True
        return records

    def keep(self) -> None:
        """Write the cache when it has learned or forgotten a file; where that fails, there is none."""
        if not self._learned and len(self._now) == len(self._known):
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._now:
                write_whole(self._path, _sealed(msgspec.msgpack.encode(self._now)))
            else:
                self._path.unlink(missing_ok=True)
        except (OSError, RefusedInput):
            return


def _remembered(state: os.stat_result, records: Iterable[Part | Source | PartPrices]) -> _Remembered:
    found = list(records)
    return _Remembered(
        mtime_ns=state.st_mtime_ns,
        size=state.st_size,
        parts=tuple(record for record in found if isinstance(record, Part)),
        sources=tuple(record for record in found if isinstance(record, Source)),
        prices=tuple(record for record in found if isinstance(record, PartPrices)),
    )


def _read(path: Path) -> dict[str, _Remembered]:
    """Return what PATH remembers; nothing when it is not whole or was written by another version."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return {}
        data = path.read_bytes()
        body = data[_DIGEST_BYTES:]
        return msgspec.msgpack.decode(body, type=dict[str, _Remembered]) if data == _sealed(body) else {}
    except (OSError, ValueError, RecursionError):
        return {}


def _sealed(body: bytes) -> bytes:
    """BODY behind a digest of it and of the form of records, which changes with the program."""
    return hashlib.blake2b(body, digest_size=_DIGEST_BYTES, key=_form()).digest() + body


@cache
def _form() -> bytes:
    """Return a digest of the form of records: the version, and the state of the files that define them."""
    words = [__version__]
    here = Path(__file__).resolve().parents[2]
    for path in (path for name in _FORM_FILES for path in sorted(here.glob(name))):
        try:
            state = path.stat()
        except OSError:
            continue
        words.append(f"{path.relative_to(here)} {state.st_mtime_ns} {state.st_size}")
    return hashlib.blake2b("\n".join(words).encode(), digest_size=32).digest()
