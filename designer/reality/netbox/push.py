"""Write a bundle into a NetBox: what is there already is left alone, what is not is made, each sort in its turn."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, Protocol

from designer.model.records import Record, RefusedInput
from designer.model.wording import counted
from designer.reality.netbox.ledger import word_of
from designer.reality.netbox.outgoing import ORDER

_COMPONENT_OF: Final[Mapping[str, str]] = {
    "dcim.interface": "interfaces",
    "dcim.frontport": "front-ports",
    "dcim.rearport": "rear-ports",
    "dcim.powerport": "power-ports",
    "dcim.poweroutlet": "power-outlets",
    "dcim.consoleport": "console-ports",
    "dcim.consoleserverport": "console-server-ports",
    "dcim.powerfeed": "power-feeds",
}
_REFERENCES: Final[Mapping[str, str]] = {
    "manufacturer": "manufacturers",
    "device_type": "device-types",
    "role": "device-roles",
    "site": "sites",
    "location": "locations",
    "parent": "locations",
    "rack": "racks",
    "power_panel": "power-panels",
    "rear_port": "rear-port-templates",
    "device": "devices",
}
_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "manufacturers": ("slug",),
    "device-roles": ("slug",),
    "device-types": ("model", "manufacturer"),
    "sites": ("slug",),
    "locations": ("slug", "site"),
    "racks": ("name", "site"),
    "devices": ("name", "site"),
    "power-panels": ("name", "site"),
    "power-feeds": ("name", "power_panel"),
    "cables": ("label",),
}
"""By what an object is found that may be there already; templates go by type and name."""


class Target(Protocol):
    """A NetBox, as far as it is needed here."""

    def find(self, kind: str, by: Mapping[str, Any]) -> int | None:
        """Return the id of the object of KIND that has the values BY; None where there is none."""
        ...

    def create(self, kind: str, data: Mapping[str, Any]) -> int:
        """Make an object of KIND and return its id."""
        ...


class Pushed(Record, frozen=True, kw_only=True):
    """What came of writing a bundle.

    Attributes:
        made: Objects made, or that would be made, by sort.
        there: Objects that were there already, by sort.
    """

    made: Mapping[str, int]
    there: Mapping[str, int]
    written: bool


def push(objects: Mapping[str, list[dict[str, Any]]], target: Target, *, write: bool) -> Pushed:
    """Write OBJECTS of a bundle to TARGET; without WRITE only look what is there.

    Raises:
        RefusedInput: the target refuses an object, or one names another that is not there; the message names it.
    """
    ids: dict[tuple[str, str], int] = {}
    made: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for kind in ORDER:
        for row in objects.get(kind, []):
            data, known = _resolved(kind, row, ids, target, write=write)
            key = (kind, _name_key(kind, row))
            # What hangs on an object that is not there yet cannot be there either.
            found = target.find(kind, _asked(kind, data)) if known and kind != "cables" else None
            if kind == "cables" and known:
                found = target.find(kind, {"label": row["label"]}) if row.get("label") else None
            if found is not None:
                there[kind] += 1
            else:
                made[kind] += 1
                found = target.create(kind, data) if write else None
            if found is not None:
                ids[key] = found
    return Pushed(made=made, there=there, written=write)


def _name_key(kind: str, row: Mapping[str, Any]) -> str:
    """By what others name ROW: with what it belongs to, where names repeat."""
    name = word_of(row.get("model") if kind == "device-types" else row.get("name") or row.get("label"))
    owner = row.get("device_type") or row.get("power_panel")
    if isinstance(owner, Mapping) and (kind.endswith("-templates") or kind == "power-feeds"):
        return f"{_owner(owner)}\0{name}"
    return name


def _owner(owner: Mapping[str, Any]) -> str:
    return word_of(owner.get("model")) or word_of(owner.get("name"))


def _asked(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    fields = ("device_type", "name") if kind.endswith("-templates") else _BY[kind]
    return {
        (f"{field}_id" if field in _REFERENCES else field): data[field]
        for field in fields
        if data.get(field) is not None
    }


def _resolved(
    kind: str, row: Mapping[str, Any], ids: Mapping[tuple[str, str], int], target: Target, *, write: bool
) -> tuple[dict[str, Any], bool]:
    """ROW with ids instead of names, and whether all that it names is there."""
    data: dict[str, Any] = {}
    known = True
    for field, value in row.items():
        if field.endswith("_terminations"):
            ends = [_termination(end, ids, target) for end in value]
            known = known and all(end is not None for end in ends)
            data[field] = [end for end in ends if end is not None]
        elif field in _REFERENCES and isinstance(value, Mapping):
            found = ids.get((_REFERENCES[field], _name_key(_REFERENCES[field], value)))
            known = known and found is not None
            data[field] = found
        else:
            data[field] = value
    if write and not known:
        raise RefusedInput(f"{kind} {_name_key(kind, row)!r} names an object that is not in NetBox.")
    return data, known


def _termination(end: Mapping[str, Any], ids: Mapping[tuple[str, str], int], target: Target) -> dict[str, Any] | None:
    kind = _COMPONENT_OF[end["object_type"]]
    inner = end["object"]
    if kind == "power-feeds":
        found = ids.get((kind, f"{_owner(inner['power_panel'])}\0{inner['name']}"))
    else:
        device = ids.get(("devices", word_of(inner["device"])))
        # The ports of a device come with it, by the templates of its type.
        found = None if device is None else target.find(kind, {"device_id": device, "name": inner["name"]})
    return None if found is None else {"object_type": end["object_type"], "object_id": found}


def push_words(pushed: Pushed) -> list[str]:
    """Return what came of it, a line for each sort of object."""
    verb = "made" if pushed.written else "would be made"
    return [
        f"{kind}: {counted(pushed.made.get(kind, 0), 'object')} {verb}, {pushed.there.get(kind, 0):,} there already"
        for kind in ORDER
        if pushed.made.get(kind) or pushed.there.get(kind)
    ]
