"""A stand-in for a NetBox: it holds each object against the published schema of the API, and to NetBox's own rules.

No NetBox is run by the tests. What is checked: fields and their types, choices and lengths by the schema of 4.2.2; that
all that an object names is there; that names are unique where NetBox wants them to be; that a port has one cable; that
a device gets the ports of its type. It answers as NetBox 4.6.8 did when it was run by hand (2026-11-29): lists are made
all or none, and a refusal says which of them are meant; from 4.5 on a front port lists the rear ports that it leads to.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from designer.reality.netbox.push import RefusedObjects

DATA = Path(__file__).parents[2] / "data" / "netbox" / "openapi_part.json"
UNIQUE = {
    "manufacturers": (("name",), ("slug",)),
    "device-roles": (("name",), ("slug",)),
    "device-types": (("manufacturer", "model"), ("manufacturer", "slug")),
    "sites": (("name",), ("slug",)),
    "locations": (("site", "parent", "name"), ("site", "parent", "slug")),
    "racks": (("location", "name"),),
    "devices": (("site", "name"),),
    "power-panels": (("site", "name"),),
    "power-feeds": (("power_panel", "name"),),
    "cables": (),
    "interfaces": (("device", "name"),),
    "cooling-sources": (("site", "name"),),
    "cooling-feeds": (("cooling_source", "name"),),
    "rirs": (("name",), ("slug",)),
    "asns": (("asn",),),
    "vlans": (("site", "name"),),
    "prefixes": (("prefix",),),
    "ip-addresses": (("address",),),
}
FIELDS = {
    "interfaces": {"device", "name", "type", "mgmt_only", "description"},
    "cooling-sources": {"name", "site", "location", "type", "status", "cooling_capacity", "description"},
    "cooling-feeds": {"cooling_source", "rack", "name", "status"},
    "rirs": {"name", "slug", "is_private"},
    "asns": {"asn", "rir", "description"},
    "vlans": {"vid", "name", "site", "status", "description"},
    "prefixes": {"prefix", "status", "description", "vlan", "scope_type", "scope_id"},
    "ip-addresses": {"address", "status", "assigned_object_type", "assigned_object_id", "description"},
}
"""Of sorts that the part of the schema here does not hold; written down from what 4.6.8 and 4.7.0-beta1 take."""
REFERS = {
    "manufacturer": "manufacturers",
    "device_type": "device-types",
    "role": "device-roles",
    "site": "sites",
    "location": "locations",
    "parent": "locations",
    "rack": "racks",
    "power_panel": "power-panels",
    "rear_port": "rear-port-templates",
    "cooling_source": "cooling-sources",
    "device": "devices",
    "rir": "rirs",
    "vlan": "vlans",
}
COMPONENTS = {
    "interface-templates": "interfaces",
    "power-port-templates": "power-ports",
    "power-outlet-templates": "power-outlets",
    "console-port-templates": "console-ports",
    "console-server-port-templates": "console-server-ports",
    "rear-port-templates": "rear-ports",
    "front-port-templates": "front-ports",
}
TERMINATIONS = {
    "dcim.interface": "interfaces",
    "dcim.frontport": "front-ports",
    "dcim.rearport": "rear-ports",
    "dcim.powerport": "power-ports",
    "dcim.poweroutlet": "power-outlets",
    "dcim.consoleport": "console-ports",
    "dcim.consoleserverport": "console-server-ports",
    "dcim.powerfeed": "power-feeds",
}


def _json_schema(node: Any) -> Any:
    """NODE of an OpenAPI 3.0 schema as JSON Schema: what may be null says so as a type."""
    if isinstance(node, list):
        return [_json_schema(one) for one in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _json_schema(value) for key, value in node.items() if key != "nullable"}
    if plain.get("format") in {"double", "int64", "int32"}:
        del plain["format"]
    # OpenAPI 3.0 says with a truth value that a bound itself is outside.
    for key, bound in (("exclusiveMaximum", "maximum"), ("exclusiveMinimum", "minimum")):
        if plain.pop(key, False) is True:
            plain[key] = plain.pop(bound)
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") else plain


class _Refused(Exception):
    """An object that NetBox would refuse."""


class StandIn:
    """Objects by kind and id, each checked when it is made."""

    def __init__(self, version: tuple[int, int] = (4, 2)) -> None:
        self.version = version
        document = json.loads(DATA.read_text("utf-8"))
        components = _json_schema(document["components"])
        self._checks = {
            kind: Draft202012Validator({**_json_schema(schema), "components": components})
            for kind, schema in document["paths"].items()
        }
        self.objects: dict[str, dict[int, dict[str, Any]]] = {}
        self._unique: set[tuple[Any, ...]] = set()
        self._cabled: set[tuple[str, int]] = set()
        self._number = 0
        self._templates: dict[tuple[str, int], list[dict[str, Any]]] = {}
        self._named: dict[tuple[str, Any], list[int]] = {}

    def rows(self, kind: str, by: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The objects of KIND that have the values BY, of lists one of each, as the API answers."""
        rows = self.objects.get(kind, {})
        wanted = {key.removesuffix("_id"): value if isinstance(value, list) else [value] for key, value in by.items()}
        return [
            self.answer(kind, number, row)
            for number, row in rows.items()
            if all((number if key == "" or key == "id" else row.get(key)) in values for key, values in wanted.items())
        ]

    def create(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Make objects of KIND, all or none."""
        before = (self._unique.copy(), self._cabled.copy(), len(self.objects.get(kind, {})))
        made: list[int] = []
        for place, row in enumerate(rows):
            try:
                made.append(self._create(kind, row))
            except _Refused as problem:
                self._unique, self._cabled = before[:2]
                for number in made:
                    self._forget(kind, number)
                raise RefusedObjects({place: str(problem)}) from problem
        return made

    def _forget(self, kind: str, number: int) -> None:
        row = self.objects[kind].pop(number)
        for name in {row[key] for key in ("name", "slug", "label", "model") if key in row}:
            self._named[kind, name].remove(number)
        for component in COMPONENTS.values() if kind == "devices" else ():
            parts = self.objects.get(component, {})
            for one in [one for one, part in parts.items() if part["device"] == number]:
                del parts[one]

    def _create(self, kind: str, data: Mapping[str, Any]) -> int:
        row = dict(data)
        if kind == "front-port-templates" and self.version >= (4, 5):
            assert "rear_port" not in row, "unknown from 4.5 on"
            (place,) = row.pop("rear_ports")
            assert place.pop("position") == 1
            row.update(place)
        if kind in FIELDS:
            assert not kind.startswith("cooling") or self.version >= (4, 7), "NetBox has cooling from 4.7 on"
            assert set(row) <= FIELDS[kind], (kind, set(row) - FIELDS[kind])
        else:
            shown = self._spelled_out(row)
            found = self._checks[kind].iter_errors(shown)
            problems = [f"{kind}: {list(one.path)}: {one.message[:200]}" for one in found]
            assert not problems, problems[:3]
            properties = self._properties(kind)
            assert not set(row) - properties, (kind, set(row) - properties)
        for field, target in REFERS.items():
            if isinstance(row.get(field), int):
                assert row[field] in self.objects.get(target, {}), (kind, field, row[field])
        for fields in UNIQUE.get(kind, (("device_type", "name"),)):
            key = (kind, *((field, row.get(field)) for field in fields))
            if key in self._unique:
                raise _Refused(f"{', '.join(fields)}: there is one already")
            self._unique.add(key)
        if kind == "racks" and "location" in row:
            assert self.objects["locations"][row["location"]]["site"] == row["site"]
        if kind == "devices":
            self._device(row)
        if kind == "cables":
            self._cable(row)
        made = self._put(kind, row)
        if kind in COMPONENTS:
            self._templates.setdefault((kind, row["device_type"]), []).append(row)
        if kind == "devices":
            for templates, components in COMPONENTS.items():
                for template in self._templates.get((templates, row["device_type"]), ()):
                    self._put(components, {**template, "device": made})
        if kind == "cables":
            for side in ("a_terminations", "b_terminations"):
                for end in row[side]:
                    self.objects[TERMINATIONS[end["object_type"]]][end["object_id"]]["cable"] = {"id": made}
        return made

    def _spelled_out(self, row: dict[str, Any]) -> dict[str, Any]:
        """ROW with what it refers to as the schema has it; the API takes an id in its place."""
        shown = dict(row)
        for field, kind in REFERS.items():
            if isinstance(row.get(field), int) and field != "parent":
                shown[field] = {k: v for k, v in self._nested(kind, row[field]).items() if k != "id"}
                if isinstance(shown[field].get("manufacturer"), dict):
                    del shown[field]["manufacturer"]["id"]
        return shown

    def _properties(self, kind: str) -> set[str]:
        schema = self._checks[kind].schema
        name = schema["$ref"].rsplit("/", 1)[1]
        return set(schema["components"]["schemas"][name]["properties"])

    def _put(self, kind: str, row: dict[str, Any]) -> int:
        self._number += 1
        self.objects.setdefault(kind, {})[self._number] = row
        for name in {row[key] for key in ("name", "slug", "label", "model") if key in row}:
            self._named.setdefault((kind, name), []).append(self._number)
        return self._number

    def _device(self, row: dict[str, Any]) -> None:
        kind = self.objects["device-types"][row["device_type"]]
        if "rack" in row:
            rack = self.objects["racks"][row["rack"]]
            assert rack["site"] == row["site"]
            assert rack.get("location") == row.get("location")
        if "position" not in row:
            return
        assert kind["u_height"] > 0, "a type of 0U takes no position"
        taken = [row["position"] + step for step in range(int(kind["u_height"]))]
        assert taken[-1] <= rack.get("u_height", 42)
        faces = ("front", "rear") if kind.get("is_full_depth", True) else (row["face"],)
        for unit in taken:
            for face in faces:
                key = ("unit", row["rack"], unit, face)
                if key in self._unique:
                    raise _Refused(f"position: U{unit} is already occupied")
                self._unique.add(key)

    def _cable(self, row: dict[str, Any]) -> None:
        for side in ("a_terminations", "b_terminations"):
            assert row[side]
            for end in row[side]:
                kind = TERMINATIONS[end["object_type"]]
                assert end["object_id"] in self.objects.get(kind, {}), end
                key = (kind, end["object_id"])
                if key in self._cabled:
                    raise _Refused(f"{end['object_id']}: a port has one cable")
                self._cabled.add(key)

    def answers(self) -> dict[str, list[dict[str, Any]]]:
        """All objects as the API answers with them: what is named stands there with its id and name."""
        found: dict[str, list[dict[str, Any]]] = {}
        for kind, rows in self.objects.items():
            found[kind] = [self.answer(kind, number, row) for number, row in rows.items()]
        return found

    def answer(self, kind: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
        """An object as the API answers with it."""
        answer: dict[str, Any] = {"id": number, "url": f"http://netbox/api/dcim/{kind}/{number}/", "display": "x"}
        for field, value in row.items():
            if field.endswith("_terminations"):
                answer[field] = [self._end(end) for end in value]
            elif field == "rear_port" and self.version >= (4, 5):
                place = row.get("rear_port_position", 1)
                answer["rear_ports"] = [{"position": 1, "rear_port": self._rear(row), "rear_port_position": place}]
            elif field == "rear_port_position" and self.version >= (4, 5):
                continue
            elif field in REFERS and isinstance(value, int):
                answer[field] = self._nested(REFERS[field], value)
            elif field in {"status", "face", "type", "width", "length_unit", "airflow"}:
                answer[field] = {"value": value, "label": str(value).title()}
            else:
                answer[field] = value
        return answer

    def _nested(self, kind: str, number: int) -> dict[str, Any]:
        row = self.objects[kind][number]
        nested = {"id": number, **{key: row[key] for key in ("name", "model", "slug") if key in row}}
        if kind == "device-types":
            nested["manufacturer"] = self._nested("manufacturers", row["manufacturer"])
        return nested

    def _rear(self, front: Mapping[str, Any]) -> int:
        """The id of the rear port that FRONT leads to: of a device that on it, of a type its template."""
        name = self.objects["rear-port-templates"][front["rear_port"]]["name"]
        if "device" not in front:
            return front["rear_port"]
        rears = self.objects["rear-ports"]
        return next(one for one, row in rears.items() if (row["device"], row["name"]) == (front["device"], name))

    def _end(self, end: dict[str, Any]) -> dict[str, Any]:
        row = self.objects[TERMINATIONS[end["object_type"]]][end["object_id"]]
        inner: dict[str, Any] = {"id": end["object_id"], "name": row["name"]}
        for field, kind in (("device", "devices"), ("power_panel", "power-panels")):
            if field in row:
                inner[field] = self._nested(kind, row[field])
        return {**end, "object": inner}
