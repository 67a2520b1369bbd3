"""Writing into the folder of own parts: one writer at a time, and the file of sources."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from designer.catalog.files.entries import SOURCES_FILE, bytes_of, parse_sources, require_whole
from designer.catalog.files.part_yaml import source_yaml, whole_text
from designer.catalog.files.yaml_text import require_readable
from designer.files.writing import write_whole
from designer.model.parts.part import Source
from designer.model.records import RefusedInput

_LOCK_FILE: Final = ".lock"
_PATIENCE_S: Final = 20.0


@contextmanager
def writing_into(folder: Path) -> Generator[None]:
    """FOLDER, made when missing, for this writer alone.

    Raises:
        RefusedInput: it cannot be written into, or another program writes there for long.
    """
    # Here, as a window opens without it: filelock loads much of the standard library.
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK_FILE)
        lock.acquire(timeout=_PATIENCE_S)
    except Timeout as error:
        raise RefusedInput(
            f"The folder {folder.name} is being written by another program; try again in a moment."
        ) from error
    except OSError as error:
        raise RefusedInput(f"The folder {folder.name} cannot be written: {error.strerror or error}.") from error
    try:
        yield
    finally:
        lock.release()


def sources_with(folder: Path, sources: Iterable[Source]) -> bytes | None:
    """The file of sources in FOLDER with SOURCES in it, in place of those of their ids; None when nothing changes.

    Raises:
        RefusedInput: the file that is there is damaged, or would be too large.
    """
    path = folder / SOURCES_FILE
    heading, known = "", dict[str, Source]()
    if path.exists():
        data = bytes_of(path)
        require_whole(data, path.name)
        known = {source.id: source for source in parse_sources(data, path.name)}
        heading = heading_of(data)
    merged = {**known, **{source.id: source for source in sources}}
    if merged == known:
        return None
    body = whole_text(heading, map(source_yaml, merged.values()))
    require_readable(body, path.name, "remove unused sources")
    return body


def keep_sources(sources: Iterable[Source], folder: Path) -> None:
    """Put SOURCES into the file of sources in FOLDER; the caller holds `writing_into`.

    Raises:
        RefusedInput: the file that is there is damaged, or cannot be written.
    """
    body = sources_with(folder, sources)
    if body is not None:
        write_whole(folder / SOURCES_FILE, body)


def heading_of(data: bytes) -> str:
    """The comment lines at the top of the catalog file DATA, which outlast a change."""
    kept: list[str] = []
    for line in data.decode("utf-8-sig", "replace").splitlines():
        if not line.startswith("#"):
            break
        kept.append(line + "\n")
    return "".join(kept)
