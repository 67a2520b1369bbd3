"""A map of names: which found device, or adapter by its GUID, is which drawn one.

As CSV with the columns found, drawn and, where ports are named otherwise too, found_port and drawn_port; as JSON or
YAML, a mapping from found to drawn; or as a node name map of infiniband-diags, `0x… "name"` on each line.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from designer.catalog.files.table_text import decoded, parsed_table
from designer.catalog.files.yaml_text import plain_yaml
from designer.files.reading import bytes_of, shown_name
from designer.model.records import Record, RefusedInput

_NODE_NAME: Final = re.compile(r'^\s*(0x[0-9a-fA-F]{8,16})\s+"([^"]*)"')
_GUID: Final = re.compile(r"(?:0x)?([0-9a-f]{16})")


class NamingMap(Record, frozen=True, kw_only=True):
    """Names of drawn devices and ports by those that were found.

    Attributes:
        devices: By the found name in small letters, or GUID without 0x.
        ports: By (found device, found port), both in small letters.
    """

    devices: Mapping[str, str] = {}
    ports: Mapping[tuple[str, str], str] = {}


def map_key(text: str) -> str:
    """Return TEXT as the key of a map: small letters, a GUID without what goes before it."""
    plain = text.strip().casefold()
    found = _GUID.fullmatch(plain)
    return found[1] if found else plain


def read_naming_map(path: Path) -> NamingMap:
    """The map in the file PATH.

    Raises:
        RefusedInput: it cannot be read, or has none of the forms.
    """
    name = shown_name(path)
    body = bytes_of(path, "discovered network")
    text = decoded(body, name)
    if any(_NODE_NAME.match(line) for line in text.splitlines()[:1000]):
        pairs = [found for line in text.splitlines() if (found := _NODE_NAME.match(line))]
        return NamingMap(devices={map_key(pair[1]): pair[2].strip() for pair in pairs})
    if path.suffix.lower() in {".json", ".yaml", ".yml"}:
        return _of_mapping(body, path, name)
    table = parsed_table(text, name)
    headings = [heading.casefold().replace(" ", "_") for heading in table.headings]
    rows = list(table.rows)
    if "found" not in headings or "drawn" not in headings:
        if len(headings) != 2:
            raise RefusedInput(f"{name}: a map of names has the columns found and drawn.")
        # Two columns without those headings: the first row is a pair as well.
        rows.insert(0, table.headings)
        headings = ["found", "drawn"]
    devices: dict[str, str] = {}
    ports: dict[tuple[str, str], str] = {}
    for row in rows:
        cells = dict(zip(headings, row, strict=False))
        found, drawn = map_key(cells["found"]), cells["drawn"].strip()
        if not found:
            continue
        if drawn:
            if devices.get(found, drawn) != drawn:
                raise RefusedInput(f"{name}: {found[:60]!r} is mapped to {devices[found][:60]!r} and {drawn[:60]!r}.")
            devices[found] = drawn
        if cells.get("found_port") and cells.get("drawn_port"):
            ports[found, cells["found_port"].strip().casefold()] = cells["drawn_port"].strip()
    return NamingMap(devices=devices, ports=ports)


def _of_mapping(body: bytes, path: Path, name: str) -> NamingMap:
    if path.suffix.lower() == ".json":
        try:
            document = msgspec.json.decode(body)
        except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
            raise RefusedInput(f"{name} is not valid JSON.") from problem
    else:
        document = plain_yaml(body, name)
    if not isinstance(document, dict) or not all(isinstance(value, str | int) for value in document.values()):
        raise RefusedInput(f"{name}: a map of names is a mapping from what is found to what is drawn.")
    return NamingMap(devices={map_key(str(key)): str(value).strip() for key, value in document.items()})
