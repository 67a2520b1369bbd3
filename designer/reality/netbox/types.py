"""Parts of the devices of a NetBox site: of the catalog, of its device types, else of the ports that they have."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from designer.catalog.library import Library
from designer.catalog.netbox.importing import read_document
from designer.catalog.netbox.kind_guess import Form
from designer.model.parts.part import Part, PortGroup, Source
from designer.model.records import RefusedInput
from designer.reality.netbox.couplers import names_by_id, rear_places
from designer.reality.netbox.ledger import word_of
from designer.reality.netbox.reading import NetBoxObjects
from designer.reality.netbox.sorts import COMPONENTS

_ODD: Final = re.compile(r"[\W_]+")
_KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "interfaces": ("name", "type", "mgmt_only"),
    "power-ports": ("name", "type", "maximum_draw", "allocated_draw"),
    "power-outlets": ("name", "type"),
    "console-ports": ("name", "type"),
    "console-server-ports": ("name", "type"),
    "rear-ports": ("name", "type", "positions"),
    "front-ports": ("name", "type", "rear_port", "rear_port_position"),
}
_OF_TYPE: Final = (
    "manufacturer",
    "model",
    "slug",
    "part_number",
    "u_height",
    "is_full_depth",
    "airflow",
    "subdevice_role",
    "weight",
    "weight_unit",
    "description",
    "comments",
)


def plain_key(text: str) -> str:
    """Return TEXT without capitals and odd signs, by which names are compared."""
    return _ODD.sub("", text.casefold())


def parts_by_name(library: Library) -> dict[str, Part | None]:
    """Parts by id, name, part number and alias without odd characters; None where several go by one."""
    found: dict[str, Part | None] = {}
    for part in library.parts.values():
        names = {part.id.partition("/")[2], part.name, f"{part.vendor} {part.name}", part.part_number, *part.aliases}
        for name in {plain_key(name) for name in names} - {""}:
            found[name] = part if found.get(name, part) is part else None
    return found


def named_part(known: Mapping[str, Part | None], maker: str, model: str) -> Part | None:
    """The part that MODEL of MAKER is called in the table KNOWN; None for none or several."""
    wanted = (f"{maker} {model}", model) if model else ()
    return next((part for name in wanted if (part := known.get(plain_key(name))) is not None), None)


class DeviceParts:
    """Parts of device types, each found once.

    Attributes:
        made: Parts that were made of what NetBox says, by id.
        sources: Sources that those name.
        how: What became of each device type: "catalog", "device type", "ports" or "unknown".
        notes: What became of the keys of types that were read, one line each.
    """

    def __init__(self, library: Library, objects: NetBoxObjects, today: date) -> None:
        self._known = parts_by_name(library)
        self._library = library
        self._today = today
        self._documents: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
        for document in objects.types.values():
            key = (plain_key(word_of(document.get("manufacturer"))), plain_key(word_of(document.get("model"))))
            self._documents[key] = ("device type", document)
        templates = _templates_by_type(objects)
        for row in objects.of("device-types"):
            said = {key: row.get(key) for key in _OF_TYPE if row.get(key) not in (None, "")}
            document = {key: word_of(value) if isinstance(value, dict) else value for key, value in said.items()}
            lists = templates.get(_owner_key(row), {})
            key = (plain_key(word_of(row.get("manufacturer"))), plain_key(word_of(row.get("model"))))
            if lists or "```yaml stackwright" in str(row.get("comments", "")):
                self._documents.setdefault(key, ("device type", {**document, **lists}))
            else:
                self._documents.setdefault(key, ("", document))
        self._found: dict[tuple[str, str], Part | None] = {}
        self.made: dict[str, Part] = {}
        self.sources: dict[str, Source] = {}
        self.how: dict[tuple[str, str], str] = {}
        self.notes: list[str] = []

    def named(self, name: str) -> Part | None:
        """The part of the catalog that is called NAME, maker and all; None for none or several."""
        return named_part(self._known, "", name)

    def part(self, maker: str, model: str, components: Mapping[str, list[dict[str, Any]]]) -> Part | None:
        """The part of the devices of MODEL; one with COMPONENTS as ports where neither catalog nor device type says it.

        Args:
            maker: The manufacturer.
            model: The device type.
            components: Ports of one device of it, by the lists of the device type library.
        """
        key = (plain_key(maker), plain_key(model))
        if key in self._found:
            return self._found[key]
        how, document = self._documents.get(key, ("", {}))
        # A part of ours that travels in the comments is that very part.
        part = self._read(document) if how and "```yaml stackwright" in str(document.get("comments", "")) else None
        if part is not None:
            self.how[maker, model] = "catalog" if self._library.parts.get(part.id) == part else "device type"
        elif (part := named_part(self._known, maker, model)) is not None:
            self.how[maker, model] = "catalog"
        elif how and (part := self._read(document)) is not None:
            self.how[maker, model] = "device type"
        elif model and any(components.values()) and (part := self._read(_of_ports(maker, model, document, components))):
            self.how[maker, model] = "ports"
        else:
            self.how[maker, model] = "unknown"
        self._found[key] = part
        return part

    def own_ports(
        self, maker: str, model: str, components: Mapping[str, list[dict[str, Any]]], part: Part | None
    ) -> tuple[PortGroup, ...]:
        """Return the ports of a device of its own that has modules with ports; () where it has those of its PART."""
        on_modules = any(row.get("module") for rows in components.values() for row in rows)
        if part is None or not on_modules:
            return ()
        try:
            named = _of_ports(maker, model, {}, components)
            own, _, _ = read_document(named, "device", self._today)
        except RefusedInput as problem:
            self.notes.append(f"The ports of a {model[:60]} with modules were not read: {problem}")
            return ()
        return own.ports if own.ports != part.ports else ()

    def _read(self, document: Mapping[str, Any]) -> Part | None:
        form: Form = "device"
        try:
            named = {**document, "manufacturer": document.get("manufacturer") or "Unknown"}
            part, sources, notes = read_document(named, form, self._today)
        except RefusedInput as problem:
            self.notes.append(f"The device type {word_of(document.get('model'))[:60]!r} was not read: {problem}")
            return None
        own = self._library.parts.get(part.id)
        if own is not None and own != part and part.id.startswith("netbox/"):
            part = own if own.name == part.name and own.vendor == part.vendor else part
        if own != part:
            self.made[part.id] = part
            self.sources.update({source.id: source for source in sources})
        self.notes += [
            f"{part.vendor} {part.name}, {note.field or 'file'}: {note.kind}. {note.message}"
            for note in notes
            if note.kind in {"not mapped", "refused", "contradiction"}
        ]
        return part


def _of_ports(
    maker: str, model: str, document: Mapping[str, Any], components: Mapping[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """A device type as its devices show it: their ports under what is known of the type itself."""
    lists: dict[str, Any] = {}
    names = names_by_id(components.get("rear-ports", ()))
    for key in COMPONENTS:
        rows = components.get(key, [])
        if rows:
            lists[key] = [_component(key, row, names) for row in in_order(rows)]
    head = {"u_height": 0, **document, "manufacturer": maker or "Unknown", "model": model}
    return {**head, **lists}


def _component(key: str, row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """ROW as an entry of the list KEY of a type; NAMES are those of rear ports by their ids."""
    found: dict[str, Any] = {}
    if key == "front-ports" and (places := rear_places(row, names)):
        row = {**row, "rear_port": places[0].rear, "rear_port_position": places[0].position}
    for field in _KEPT[key]:
        value = row.get(field)
        # A file of the library does not say what goes without saying; the API says all.
        if value in (None, "") or (field == "mgmt_only" and value is False):
            continue
        if isinstance(value, Mapping):
            value = word_of(value)
        if field == "mgmt_only" and isinstance(value, str):
            value = value.casefold() in {"true", "yes", "1"}
        if field in {"maximum_draw", "allocated_draw", "positions", "rear_port_position"} and isinstance(value, str):
            value = float(value) if value.replace(".", "", 1).isdecimal() else None
            value = int(value) if value is not None and value == int(value) else value
        if value is not None:
            found[field] = value
    return found


def _templates_by_type(objects: NetBoxObjects) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Lists of templates by the device type that they belong to, in the form of the library."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    names = names_by_id(objects.of("rear-port-templates"))
    for key, component in COMPONENTS.items():
        for row in in_order(objects.of(component.templates)):
            owner = row.get("device_type")
            name = _owner_key(owner) if isinstance(owner, Mapping) else plain_key(word_of(owner))
            found.setdefault(name, {}).setdefault(key, []).append(_component(key, row, names))
    return found


def in_order(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return ROWS in the order in which they were made, by their ids: the API sorts them by name."""
    listed = list(rows)
    ids = [row["id"] for row in listed if isinstance(row.get("id"), int)]
    return sorted(listed, key=lambda row: row["id"]) if len(ids) == len(listed) else listed


def _owner_key(row: Mapping[str, Any]) -> str:
    return plain_key(word_of(row.get("model")) or word_of(row))
