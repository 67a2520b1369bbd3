"""Imports files of the NetBox device type library: one, a folder of them, or the whole clone."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from designer import clock
from designer.catalog.files.entries import bytes_of
from designer.catalog.files.part_yaml import part_yaml
from designer.catalog.files.yaml_text import plain_yaml
from designer.catalog.netbox.exporting import netbox_document
from designer.catalog.netbox.kind_guess import Form
from designer.catalog.netbox.mapping import SOURCE_ID, Reading, Setting, form_of, netbox_source, read_type
from designer.catalog.netbox.own_block import as_written, carried_part, merged, source_ids
from designer.catalog.netbox.report import FileNote, FileReport, ImportReport
from designer.catalog.netbox.sheet import plain
from designer.catalog.netbox.supply_index import SupplyIndex
from designer.model.parts.part import Part, Source
from designer.model.records import RefusedInput

FOLDERS: Final = ("module-types", "device-types", "rack-types")
MAX_FILES: Final = 50_000
MAX_FOLDERS: Final = 20_000
PROGRESS_EVERY: Final = 20
_MOST_UP: Final = 4
_TOP_KEY: Final = re.compile(rb"^([A-Za-z_][\w -]*):", re.MULTILINE)

Progress = Callable[[int, int, str], bool]


class _File(NamedTuple):
    path: Path
    shown: str
    folder: str


def import_netbox(path: Path, *, progress: Progress | None = None, today: date | None = None) -> ImportReport:
    """The parts that the NetBox types in PATH describe, with a report on every file.

    A file that cannot be read is reported and left out; the others are taken.

    Args:
        path: A file, a folder of files at any depth, or a clone with device-types, module-types and rack-types.
        progress: Called with the files done, their number and the last one's name; what it answers, False, stops.
        today: The date of reading; the clock's when None.

    Raises:
        RefusedInput: there is nothing to read at PATH.
    """
    # Module types are read first: devices look for their power supplies among them.
    files = _files_in(path)
    index = SupplyIndex(_module_types_beside(path))
    day = today or clock.today()
    setting = Setting(today=day, supplies=index.fitting)
    parts: dict[str, Part] = {}
    sources: dict[str, Source] = {}
    reports: list[FileReport] = []
    for done, file in enumerate(files):
        # Reading can be cancelled; what was read until then is reported.
        if progress is not None and done % PROGRESS_EVERY == 0 and not progress(done, len(files), file.shown):
            return _report(parts, sources, reports, cancelled=True)
        reports.append(_read_file(file, setting, index, parts, sources))
    if progress is not None:
        progress(len(files), len(files), "")
    return _report(parts, sources, reports)


def _report(
    parts: dict[str, Part], sources: dict[str, Source], reports: list[FileReport], *, cancelled: bool = False
) -> ImportReport:
    reports.sort(key=lambda report: report.path)
    return ImportReport(parts=parts, sources=sources, files=tuple(reports), cancelled=cancelled)


def _read_file(
    file: _File, setting: Setting, index: SupplyIndex, parts: dict[str, Part], sources: dict[str, Source]
) -> FileReport:
    """Return the report on FILE; its part is put into PARTS and what it names into SOURCES."""
    try:
        content = bytes_of(file.path)
        data = plain_yaml(content, file.path.name)
        if not isinstance(data, dict):
            raise RefusedInput("It is no mapping of keys, so it describes no device, module or rack.")
        data = {str(key): value for key, value in data.items()}
        form = form_of(data, file.folder)
        if form == "module":
            index.add(data)
        reading, own_sources = _reading(data, form, setting)
        part = reading.part
        # Written on trial: a part that could not be kept is refused here.
        part_yaml(part)
    except RefusedInput as problem:
        return FileReport(path=file.shown, notes=(FileNote(kind="refused", field="", message=str(problem)),))
    notes = [*_keys_twice(content), *reading.notes]
    # Two files with the same id: the second gets a free one, and both are kept.
    if part.id in parts:
        part = replace(part, id=_free_id(part.id, parts))
        message = f"Another file describes {plain(reading.part.id)} too; this one is called {plain(part.id)}."
        notes.append(FileNote(kind="contradiction", field="slug", message=message))
    parts[part.id] = part
    for source in own_sources:
        sources.setdefault(source.id, source)
    if SOURCE_ID in source_ids(part):
        sources.setdefault(SOURCE_ID, netbox_source(setting.today))
    return FileReport(path=file.shown, part=part.id, notes=tuple(notes))


def _reading(data: dict[str, Any], form: Form, setting: Setting) -> tuple[Reading, tuple[Source, ...]]:
    """The part of DATA, which may carry it whole."""
    carried = carried_part(data.get("comments"))
    if carried is None:
        return read_type(data, form, setting), ()
    bare = _without_block(data, carried.comments)
    was = as_written(bare, netbox_document(carried.part).data, carried.digests)
    now = read_type(bare, form, setting, carried.part.kind)
    before = now if was == bare else read_type(was, form, setting, carried.part.kind)
    return merged(carried.part, now, before, bare, was), carried.sources


def read_document(
    data: Mapping[str, Any], form: Form, today: date
) -> tuple[Part, tuple[Source, ...], tuple[FileNote, ...]]:
    """Read DATA, a type as a system of record tells it instead of a file, as a part with its sources and notes.

    Raises:
        RefusedInput: it names no manufacturer or model, or could not be kept.
    """
    reading, sources = _reading(dict(data), form, Setting(today, SupplyIndex().fitting))
    part_yaml(reading.part)
    cited = (*sources, netbox_source(today)) if SOURCE_ID in source_ids(reading.part) else sources
    return reading.part, cited, reading.notes


def _without_block(data: Mapping[str, Any], comments: str) -> dict[str, Any]:
    bare = dict(data)
    if comments:
        bare["comments"] = comments
    else:
        bare.pop("comments", None)
    return bare


def _keys_twice(content: bytes) -> list[FileNote]:
    """A note for each key that stands at the top of the file twice."""
    keys = [key.decode("ascii", "replace") for key in _TOP_KEY.findall(content)]
    twice = dict.fromkeys(key for key in keys if keys.count(key) > 1) if len(keys) < 200 else {}
    message = "The key is there twice; the last one counts."
    return [FileNote(kind="contradiction", field=plain(key), message=message) for key in twice]


def _free_id(part_id: str, parts: Mapping[str, Part]) -> str:
    number = 2
    while f"{part_id[:120]}-{number}" in parts:
        number += 1
    return f"{part_id[:120]}-{number}"


def _module_types_beside(path: Path) -> Path | None:
    """The module types of the clone that PATH stands in."""
    for folder in (path.resolve(), *path.resolve().parents[:_MOST_UP]):
        beside = folder / "module-types"
        if beside.is_dir():
            return beside
    return None


def _files_in(path: Path) -> list[_File]:
    """The YAML files at PATH, module types first: devices look for their power supplies among them."""
    if path.is_file():
        return [_File(path, _shown(path.name), _folder_of(path))]
    if not path.is_dir():
        raise RefusedInput(f"{plain(path.name or path)} is not there, or is neither a file nor a folder.")
    # A clone of the library keeps types in known folders; any other folder is walked as a whole.
    typed = [path / name for name in FOLDERS if (path / name).is_dir()]
    files: list[_File] = []
    for folder in typed or [path]:
        for found in _walk(folder):
            files.append(_File(found, _shown(found.relative_to(path).as_posix()), _folder_of(found)))
            if len(files) > MAX_FILES:
                raise RefusedInput(
                    f"{plain(path.name)} holds more than {MAX_FILES:,} YAML files; choose a folder inside."
                )
    if not files:
        raise RefusedInput(f"{plain(path.name)} holds no YAML files; choose a clone of the device type library.")
    return sorted(files, key=lambda file: (not _is_module(file), file.shown))


def _walk(folder: Path) -> list[Path]:
    """YAML files in FOLDER at any depth, without hidden folders and links to folders."""
    found: list[Path] = []
    for visited, (place, folders, names) in enumerate(os.walk(folder)):
        if visited > MAX_FOLDERS:
            raise RefusedInput(f"{plain(folder.name)} holds more than {MAX_FOLDERS:,} folders; choose one inside.")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        named = [name for name in sorted(names) if name.lower().endswith((".yaml", ".yml")) and name[0] != "."]
        found += [path for name in named if (path := Path(place, name)).is_file()]
        if len(found) > MAX_FILES:
            return found
    return found


def _is_module(file: _File) -> bool:
    """Return True when FILE is a module type: by its folder, else as only devices and racks have a height."""
    if file.folder:
        return file.folder == "module-types"
    try:
        return b"u_height" not in bytes_of(file.path)
    except RefusedInput:
        return False


def _folder_of(path: Path) -> str:
    """Return the library's folder in which PATH stands; "" when in none."""
    return next((name for name in reversed(path.parts[:-1]) if name in FOLDERS), "")


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")
