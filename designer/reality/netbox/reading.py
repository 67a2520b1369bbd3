"""Files of a NetBox site: answers of its API in JSON, CSV exports, and device types as YAML, one by one or together."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from designer.catalog.files.table_text import decoded, parsed_table
from designer.catalog.files.yaml_text import plain_yaml
from designer.files.reading import bytes_of, require_plain_file, shown_name
from designer.limits import LIMITS
from designer.model.records import Record, RefusedInput
from designer.model.wording import counted
from designer.reality.netbox.sorts import BY_NAME

DOCUMENT: Final = "netbox.json"
"""The file of a bundle that holds all objects; where it is there, the tables say nothing else."""
_SUFFIXES: Final = frozenset({".json", ".csv", ".yaml", ".yml"})
_MOST_FILES: Final = 20_000
MOST_OBJECTS: Final = LIMITS["NetBox site"].items
_SNIFFED: Final = 65_536
_MOST_SNIFFED: Final = 50
_SITE_KEY: Final = re.compile(
    rb'^\s*\{.{0,200}"(?:sites|racks|devices|manufacturers|locations)"\s*:\s*[\[{]', re.DOTALL
)
"""Near the head of a JSON file that holds several sorts of objects under their names."""
_URL: Final = re.compile(r"/api/(?:plugins/)?[a-z_-]+/([a-z0-9-]+)/")


class NetBoxObjects(Record, frozen=True, kw_only=True):
    """Objects of a NetBox site as they were read.

    Attributes:
        by_kind: Objects by the name of the API: "devices", "cables".
        types: Device, module and rack types as they stand in the library's files, by file.
        notes: What was odd about the files.
    """

    by_kind: Mapping[str, list[dict[str, Any]]] = {}
    types: Mapping[str, dict[str, Any]] = {}
    notes: tuple[str, ...] = ()

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The objects of KIND."""
        return self.by_kind.get(kind, [])


def is_netbox_path(path: Path) -> bool:
    """Return True when PATH is a folder or archive with files of a NetBox site, or a file with several sorts."""
    if path.suffix.lower() == ".zip":
        # Nobody else's design is an archive; reading it says what is wrong with one of something else.
        return path.is_file()
    if path.is_dir():
        try:
            names = _names_in(path)
        except (OSError, RefusedInput):
            return False
        known = {kind for name in names if (kind := kind_of_name(name))}
        told = [
            path / name
            for name in sorted(names)[:_MOST_SNIFFED]
            if name.lower().endswith(".json") and (path / name).is_file()
        ]
        return bool(known & {"devices", "racks", "sites", "cables"}) or any(map(is_netbox_path, told))
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    try:
        require_plain_file(path)
        with path.open("rb") as file:
            head = file.read(_SNIFFED)
    except (OSError, RefusedInput):
        return False
    return _SITE_KEY.search(head) is not None and b'"nodes"' not in head


def _names_in(path: Path) -> list[str]:
    if path.is_dir():
        return [one.name for one in path.iterdir()]
    try:
        with zipfile.ZipFile(path) as archive:
            return [name.rpartition("/")[2] for name in archive.namelist()[:_MOST_FILES]]
    except zipfile.BadZipFile as problem:
        raise RefusedInput(f"{shown_name(path)} is no archive that can be read.") from problem


def read_netbox(path: Path) -> NetBoxObjects:
    """The objects in PATH: a file, a folder of files, or a .zip of them; each file is named after what it holds.

    Raises:
        RefusedInput: it cannot be read, or no file of it holds objects of NetBox.
    """
    by_kind: dict[str, list[dict[str, Any]]] = {}
    types: dict[str, dict[str, Any]] = {}
    notes: list[str] = []
    skipped: list[str] = []
    count = 0
    whole = (
        any(name == DOCUMENT for name in _names_in(path)) if path.suffix.lower() == ".zip" or path.is_dir() else False
    )
    for name, body in _bodies(path):
        suffix = Path(name).suffix.lower()
        # A bundle of ours says everything in one document, and the same again in tables for people.
        if whole and suffix != ".yaml" and Path(name).name != DOCUMENT:
            continue
        if suffix not in _SUFFIXES:
            continue
        if not body.strip():
            notes.append(f"{name} is empty.")
            continue
        try:
            found = list(_objects(name, suffix, body, types))
        except RefusedInput as problem:
            words = str(problem)
            raise RefusedInput(words if words.startswith(Path(name).name) else f"{name}: {words}") from problem
        if not found and suffix in {".json", ".csv"}:
            skipped.append(name)
        for kind, rows in found:
            count += len(rows)
            if count > MOST_OBJECTS:
                raise RefusedInput(f"It holds more than {MOST_OBJECTS:,} objects; take in a site at a time.")
            by_kind.setdefault(kind, []).extend(rows)
    if skipped:
        notes.append(f"Left out, as nothing says what it holds: {', '.join(skipped[:5])}.")
    if not by_kind:
        raise RefusedInput(
            f"{shown_name(path)} holds no objects of NetBox; name files after what they hold, such as devices.csv or "
            "cables.json."
        )
    return NetBoxObjects(by_kind=by_kind, types=types, notes=tuple(notes))


def _bodies(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and contents of each file in PATH."""
    limit = LIMITS["NetBox site"]
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
        if len(files) > _MOST_FILES:
            raise RefusedInput(f"{shown_name(path)} holds more than {_MOST_FILES:,} files.")
        for one in files:
            if one.suffix.lower() in _SUFFIXES:
                yield one.relative_to(path).as_posix(), bytes_of(one, "NetBox site")
        return
    body = bytes_of(path, "NetBox site")
    if path.suffix.lower() != ".zip":
        yield path.name, body
        return
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            infos = archive.infolist()
            # An archive may unpack to far more than it is: its own word on that is checked while reading.
            if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > limit.bytes:
                raise RefusedInput(f"{shown_name(path)} unpacks to more than {limit.size_words}.")
            left = limit.bytes
            for info in infos:
                if not info.is_dir() and Path(info.filename).suffix.lower() in _SUFFIXES:
                    with archive.open(info) as file:
                        inner = file.read(left + 1)
                    left -= len(inner)
                    if left < 0:
                        raise RefusedInput(f"{shown_name(path)} unpacks to more than {limit.size_words}.")
                    yield info.filename, inner
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as problem:
        raise RefusedInput(f"{shown_name(path)} is no archive that can be read.") from problem


def _objects(
    name: str, suffix: str, body: bytes, types: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield kinds and rows of the file NAME; device types as YAML go into TYPES."""
    if suffix in {".yaml", ".yml"}:
        document = plain_yaml(body, Path(name).name)
        if isinstance(document, dict) and "manufacturer" in document and "model" in document:
            types[name] = {str(key): value for key, value in document.items()}
        return
    if suffix == ".csv":
        kind = kind_of_name(Path(name).stem)
        if not kind:
            return
        table = parsed_table(decoded(body, Path(name).name), Path(name).name)
        headings = [heading_key(heading) for heading in table.headings]
        yield kind, [dict(zip(headings, row, strict=False)) for row in table.rows if any(row)]
        return
    try:
        document = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError as problem:
        raise RefusedInput("It is nested too deep.") from problem
    except (msgspec.MsgspecError, ValueError, OverflowError) as problem:
        raise RefusedInput(f"It is not valid JSON: {str(problem)[:80]}.") from problem
    yield from _of_document(Path(name).stem, document)


def _of_document(stem: str, document: object) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if isinstance(document, dict) and "results" not in document:
        for key, inner in document.items():
            # Sorts that nobody knows are counted as well: all of them as not mapped.
            kind = kind_of_name(str(key)) or heading_key(str(key)).replace("_", "-")
            if kind and isinstance(inner, list | dict):
                yield from ((kind, rows) for _, rows in _of_document(kind, inner))
        return
    rows = document.get("results") if isinstance(document, dict) else document
    if not isinstance(rows, list):
        return
    found = [{str(key): value for key, value in row.items()} for row in rows if isinstance(row, dict)]
    if len(found) < len(rows):
        raise RefusedInput(f"It holds {counted(len(rows) - len(found), 'entry', 'entries')} that are no objects.")
    # The address of an object tells what it is, whatever the file is called.
    told = _URL.search(str(found[0].get("url", ""))) if found else None
    kind = told[1] if told else kind_of_name(stem)
    if kind:
        yield kind, found


def kind_of_name(name: str) -> str:
    """Return the sort of objects that a file or key called NAME holds; "" for none: "03_netbox_devices" is devices."""
    plain = re.sub(r"[^a-z]+", "-", Path(name).name.rpartition(".")[0].casefold() if "." in name else name.casefold())
    plain = plain.strip("-")
    found = [kind for kind in BY_NAME if re.search(rf"(?:^|-){re.escape(kind)}$", plain)]
    return max(found, key=len, default="")


def heading_key(heading: str) -> str:
    """Return HEADING of a CSV as the name of a field: "Device Type" is device_type."""
    return "_".join(re.sub(r"[^a-z0-9_.]+", " ", heading.casefold()).split())
