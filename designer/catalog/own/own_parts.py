"""A person's own parts: kept as catalog files in a folder that upgrades leave alone, one file for each vendor.

Parts travel as one file, too: a mapping of `parts` and `sources`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from designer.catalog.files.entries import (
    END_LINE,
    END_TOLD,
    MAX_PARTS,
    PRICES_FILE,
    SOURCES_FILE,
    bytes_of,
    own_parts_folder,
    parts_in,
    read_files,
    require_whole,
    sources_in,
)
from designer.catalog.files.part_yaml import part_yaml, source_yaml, whole_text
from designer.catalog.files.yaml_text import MAX_FILE_BYTES, plain_yaml, require_readable
from designer.catalog.own.own_folder import heading_of, sources_with, writing_into
from designer.files.writing import write_whole
from designer.limits import LIMITS
from designer.model.parts.part import Part, Source
from designer.model.records import RefusedInput, require_id

MAX_TRAVELLING_BYTES: Final = LIMITS["travelling parts"].bytes
_HEADING: Final = "# Own parts, kept by Stackwright. Comments below this line are lost when it writes the file.\n"
_TRAVELLING: Final = "# Parts to be imported into Stackwright.\n"
_REVISION_ROOM: Final = 40
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|sources|prices)")


@dataclass
class _OwnFile:
    """A file of own parts while it is being changed."""

    parts: dict[str, Part] = field(default_factory=dict)
    bytes: int = 0
    changed: bool = False


def save_own_parts(parts: Iterable[Part], sources: Iterable[Source] = (), folder: Path | None = None) -> None:
    """Keep PARTS as own ones, each in place of the own one of its id, and SOURCES beside them.

    A part that is kept again and differs gets a further revision. Nothing is written when anything is refused.

    Args:
        parts: Parts to keep.
        sources: Sources that they name.
        folder: The folder of own parts; the data folder's when None.

    Raises:
        RefusedInput: a part is not allowed, a file to be changed is damaged, or one cannot be written.
    """
    folder = own_parts_folder() if folder is None else folder
    written = {part.id: part for part in parts}
    # Sizes as they will be written, so that files do not grow beyond what is read again.
    sizes = {part_id: len(part_yaml(part).encode()) + _REVISION_ROOM for part_id, part in written.items()}
    with writing_into(folder):
        files, damaged = _own_files(folder)
        for part in written.values():
            _put(part, sizes[part.id], files, damaged, folder)
        # Everything is made before anything is written, so that a refusal leaves the folder as it was.
        bodies = {path: _body(path, file) for path, file in files.items() if file.changed and file.parts}
        # Sources before parts: a part without its source would be refused at the next start.
        source_file = sources_with(folder, sources)
        if source_file is not None:
            write_whole(folder / SOURCES_FILE, source_file)
        for path, body in bodies.items():
            write_whole(path, body)
        # A file whose last part moved elsewhere goes at the end, when the others are safe.
        for path, file in files.items():
            if file.changed and not file.parts:
                _forget(path)


def remove_own_part(part_id: str, folder: Path | None = None) -> None:
    """Forget the own part PART_ID; a shipped one of the same id counts again.

    Raises:
        RefusedInput: it is not an own part, or its file cannot be written.
    """
    folder = own_parts_folder() if folder is None else folder
    if not folder.is_dir():
        raise RefusedInput(f"{part_id[:130]!r} is not one of your own parts, so it cannot be removed.")
    with writing_into(folder):
        files, _ = _own_files(folder)
        homes = [path for path, file in files.items() if part_id in file.parts]
        if not homes:
            raise RefusedInput(f"{part_id[:130]!r} is not one of your own parts, so it cannot be removed.")
        for path in homes:
            del files[path].parts[part_id]
            if files[path].parts:
                write_whole(path, _body(path, files[path]))
            else:
                _forget(path)


def own_copy(part: Part, new_id: str = "") -> Part:
    """PART as a person's own one to be changed: its figures keep their sources.

    Args:
        part: Any part.
        new_id: Id of the copy; "own/" with the model's name when "".

    Raises:
        RefusedInput: NEW_ID is not allowed.
    """
    chosen = require_id(new_id or f"own/{part.id.rpartition('/')[2]}", "The copy's")
    return replace(part, id=chosen, name=f"{part.name} (copy)", revision="1", aliases=())


def write_parts_file(path: Path, parts: Iterable[Part], sources: Iterable[Source]) -> None:
    """Write PARTS and SOURCES to PATH as one file that travels.

    Raises:
        RefusedInput: a part is not allowed, or PATH cannot be written.
    """
    body = whole_text(
        _TRAVELLING,
        (*_section("parts", map(part_yaml, parts)), *_section("sources", map(source_yaml, sources))),
    )
    require_readable(body, path.name, "export fewer parts at once", "travelling parts")
    write_whole(path, body)


def read_parts_file(path: Path) -> tuple[list[Part], list[Source]]:
    """The parts and sources in the file PATH: a mapping of both, or a catalog file, which is a list of parts.

    Raises:
        RefusedInput: it cannot be read, or a part or a source is not allowed.
    """
    name = path.name
    data = bytes_of(path, "travelling parts")
    require_whole(data, name)
    document = plain_yaml(data, name, MAX_TRAVELLING_BYTES)
    # A plain catalog file is taken as parts without sources.
    if isinstance(document, list):
        document = {"parts": document}
    if not isinstance(document, dict) or not document or not document.keys() <= {"parts", "sources"}:
        raise RefusedInput(f"{name} is no file of parts; it must be a list of parts, or have `parts` and `sources`.")
    listed: dict[str, Any] = document
    parts = parts_in(listed.get("parts"), name)
    sources = sources_in(listed.get("sources"), name)
    if len(parts) > MAX_PARTS:
        raise RefusedInput(f"{name} holds {len(parts):,} parts, more than {MAX_PARTS:,}.")
    for what, ids in (("part", [part.id for part in parts]), ("source", [source.id for source in sources])):
        twice = next((one for one in ids if ids.count(one) > 1), None) if len(set(ids)) < len(ids) else None
        if twice is not None:
            raise RefusedInput(f"{name}: the {what} {twice} is there twice; give one of them another id.")
    return parts, sources


def _own_files(folder: Path) -> tuple[dict[Path, _OwnFile], dict[Path, str]]:
    """The files of parts in FOLDER, and why others cannot be read."""
    files: dict[Path, _OwnFile] = {}
    damaged: dict[Path, str] = {}
    for path, records in read_files(folder):
        if path.name in {SOURCES_FILE, PRICES_FILE}:
            continue
        if isinstance(records, RefusedInput):
            damaged[path] = str(records)
            continue
        file = files[path] = _OwnFile(bytes=path.stat().st_size)
        for record in records:
            if isinstance(record, Part):
                file.parts.setdefault(record.id, record)
    return files, damaged


def _put(part: Part, size: int, files: dict[Path, _OwnFile], damaged: dict[Path, str], folder: Path) -> None:
    """Put PART, of SIZE bytes, into the one of FILES where it stands or belongs."""
    homes = [path for path, file in files.items() if part.id in file.parts]
    kept = files[homes[0]].parts[part.id] if homes else None
    if kept is not None:
        # The revision counts on only where something differs; the same part again writes nothing.
        part = _revised(part, kept)
        if part == kept and len(homes) == 1:
            return
    # Of several files with the part the first keeps it, if it fits; the others lose it.
    for path in homes:
        file = files[path]
        file.changed = True
        if path is homes[0] and file.bytes + size <= MAX_FILE_BYTES:
            file.parts[part.id] = part
            file.bytes += size
        else:
            del file.parts[part.id]
    if homes and part.id in files[homes[0]].parts:
        return
    path = _home_for(part.vendor, size, files, damaged, folder)
    file = files.setdefault(path, _OwnFile(bytes=len(_HEADING) + len(END_TOLD) + len(END_LINE.encode())))
    file.parts[part.id] = part
    file.bytes += size
    file.changed = True


def _home_for(vendor: str, size: int, files: dict[Path, _OwnFile], damaged: dict[Path, str], folder: Path) -> Path:
    """The file of VENDOR with room for SIZE bytes: a second one where the first is full."""
    stem, number = _file_stem(vendor), 1
    while True:
        path = folder / (f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml")
        if path in damaged:
            raise RefusedInput(
                f"Nothing was saved, because {path.name} is damaged: {damaged[path]} Mend it or move it away."
            )
        if path not in files or files[path].bytes + size <= MAX_FILE_BYTES:
            return path
        number += 1


def _file_stem(vendor: str) -> str:
    """A file name for VENDOR that every system allows."""
    plain = unicodedata.normalize("NFKD", vendor).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "own"
    return f"{stem}-parts" if _RESERVED.fullmatch(stem) else stem


def _revised(part: Part, kept: Part) -> Part:
    """PART with the revision that follows that of KEPT, or KEPT's when they do not differ."""
    if replace(part, revision=kept.revision) == kept:
        return kept
    return replace(part, revision=_later(kept.revision, part.revision))


def _later(kept: str, new: str) -> str:
    """A revision after KEPT: NEW when it is one."""
    if kept.isdecimal() and new.isdecimal() and len(kept) < 18:
        return str(max(int(kept) + 1, int(new)))
    if new != kept:
        return new
    match = re.fullmatch(r"(.*?)(\d{1,17})", kept)
    return f"{match[1]}{int(match[2]) + 1}" if match else f"{kept}.2"


def _body(path: Path, file: _OwnFile) -> bytes:
    heading = heading_of(bytes_of(path)) if path.exists() else _HEADING
    body = whole_text(heading, map(part_yaml, file.parts.values()))
    require_readable(body, path.name, "split the file")
    return body


def _forget(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise RefusedInput(f"{path.name} could not be removed: {error.strerror}.") from error


def _section(name: str, entries: Iterable[str]) -> list[str]:
    """The list ENTRIES below the key NAME."""
    listed = list(entries)
    return [f"{name}:\n", *listed] if listed else [f"{name}: []\n"]
