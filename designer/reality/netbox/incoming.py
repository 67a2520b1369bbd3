"""A NetBox site as a design: places, racks, devices, cables, power and cooling, and what became of every field."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, Literal

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.catalog.netbox.interface_types import INTERFACE_TYPES
from designer.edit.layouts.arrange import arrange
from designer.model.address_settings import USUAL, AddressSettings
from designer.model.design import Design, Link, Node, RackPlace, Settings
from designer.model.kinds import (
    AIR_HANDLERS,
    BUILDINGS,
    CHILLERS,
    COOLANT_UNITS,
    COOLING_TOWERS,
    DRY_COOLERS,
    FACTS,
    HOST,
    KINDS,
    POD,
    RACK,
    RACK_POWER,
    ROOM,
    ROW,
    SITE,
    STORAGES,
    SWITCH,
)
from designer.model.parts.part import Part
from designer.model.record_limits import LONGEST_TEXT
from designer.model.records import Record, RefusedInput
from designer.model.relations import relation_fits
from designer.model.validity import require_valid
from designer.model.wording import counted
from designer.reality.legal_ids import LegalIds, plain_name
from designer.reality.netbox.addressing import PLAN, plan_settings
from designer.reality.netbox.cabling import Cabling
from designer.reality.netbox.device_lines import STANDS_IN, DeviceLines, keys_of
from designer.reality.netbox.ledger import Entry, Ledger, Row, is_said, word_of
from designer.reality.netbox.outgoing import OWN_PORTS
from designer.reality.netbox.reading import NetBoxObjects
from designer.reality.netbox.sorts import COMPONENTS
from designer.reality.netbox.types import DeviceParts, plain_key

MOST_PLACES: Final = 40_000
"""More would take minutes to lay out and could not be read on a canvas."""
_MOST_TOLD: Final = 40
_PANEL_PART: Final = "generic/power-panel"
_IN_MM: Final = 25.4
_KG: Final[Mapping[str, float]] = {"kg": 1.0, "g": 0.001, "lb": 0.45359237, "oz": 0.028349523125}
_DEVICE_NOTES: Final = (
    "serial",
    "asset_tag",
    "description",
    "comments",
    "platform",
    "primary_ip4",
    "primary_ip6",
    "oob_ip",
    "cooling_method",
)
_COOLERS: Final = (
    (("cooling-tower", "cooling tower"), COOLING_TOWERS),
    (("dry-cooler", "dry cooler", "drycooler"), DRY_COOLERS),
    (("crah", "crac", "air handler"), AIR_HANDLERS),
    (("cdu", "coolant distribution"), COOLANT_UNITS),
    (("",), CHILLERS),
)
"""By the type of a cooling source, else by words in its name; a chiller where nothing is said."""
_PLANT: Final = COOLING_TOWERS | DRY_COOLERS | AIR_HANDLERS | COOLANT_UNITS | CHILLERS


class SiteImport(Record, frozen=True, kw_only=True):
    """A NetBox site that was taken in.

    Attributes:
        entries: What became of each field of each sort of object.
        objects: How many objects of each sort there were.
        notes: What was changed, guessed or left out, one plain line each.
        type_notes: What became of the keys of device types that parts were made of; the first are among the notes.
    """

    design: Design
    entries: tuple[Entry, ...]
    objects: Mapping[str, int]
    notes: tuple[str, ...]
    type_notes: tuple[str, ...] = ()


def design_of_site(objects: NetBoxObjects, library: Library, name: str, today: date) -> SiteImport:
    """The design that the OBJECTS of NetBox make, called NAME.

    Parts are those of the catalog by manufacturer and model, else made of the device types that are there, else of the
    ports that the devices have; what nobody says is left unknown.

    Args:
        objects: What was read.
        library: Where the parts are.
        name: Of the design where the site has none.
        today: Which facts that come from NetBox carry.

    Raises:
        RefusedInput: what came out cannot be taken in.
    """
    work = _Work(objects, library, today)
    return work.design(name)


class _Work:
    """One import on its way."""

    def __init__(self, objects: NetBoxObjects, library: Library, today: date) -> None:
        self._objects, self._library = objects, library
        self._ledger = Ledger()
        self._ids = LegalIds()
        self._nodes: dict[str, Node] = {}
        self._notes: list[str] = list(objects.notes)
        self._counted: Counter[str] = Counter()
        self._parts = DeviceParts(library, objects, today)
        self._places: dict[tuple[str, str], str] = {}
        self._device_ids: dict[str, str] = {}
        self._read: set[str] = set()

    def _rows(self, kind: str) -> list[Row]:
        """The objects of KIND, each of which is closed by `_close`."""
        self._read.add(kind)
        return [Row(self._ledger, kind, raw) for raw in self._objects.of(kind)]

    def design(self, name: str) -> SiteImport:
        """Return what comes of it."""
        places = sum(len(self._objects.of(kind)) for kind in ("locations", "racks", "devices"))
        if places > MOST_PLACES:
            raise RefusedInput(
                f"It has {places:,} locations, racks and devices, and a design at most {MOST_PLACES:,}; take in a site "
                "or a hall at a time."
            )
        self._sites()
        self._locations()
        self._racks()
        self._types()
        lines = DeviceLines(self._rows, self._objects.of("devices"))
        devices = self._devices(lines)
        panels = self._panels()
        cooling = self._cooling(devices, lines)
        links = self._links(devices, panels)
        self._feeds_without_cable(panels, links)
        for link in cooling:
            links[link.id] = link
        self._components()
        addresses = self._addresses()
        # Whatever is left is not drawn at all, and said so object by object and field by field.
        for kind in self._objects.by_kind:
            if kind not in self._read:
                for row in self._rows(kind):
                    row.close()
        sites = [node for node in self._nodes.values() if node.kind == SITE]
        title = sites[0].title if len(sites) == 1 else plain_name(name)
        parts = dict(self._parts.made)
        design = Design(
            settings=Settings(name=title or "Untitled design", addresses=addresses),
            nodes=self._nodes,
            parts=parts,
            sources=dict(self._parts.sources),
            links=links,
        )
        design = require_valid(self._library.embedded(design))
        used = {node.part for node in design.nodes.values()}
        unused = [part_id for part_id in parts if part_id not in used and part_id in design.parts]
        if unused:
            design = replace(design, parts={key: part for key, part in design.parts.items() if key not in unused})
        design = arrange(design).applied(design)
        return SiteImport(
            design=design,
            entries=self._ledger.entries(),
            objects=dict(self._ledger.objects),
            notes=tuple(self._told()),
            type_notes=tuple(self._parts.notes),
        )

    def _told(self) -> Iterable[str]:
        yield from self._notes
        for (maker, model), how in self._parts.how.items():
            words = f"{maker} {model}".strip() or "no device type"
            if how == "ports":
                yield f"{words} is not in the catalog; its part was made of the ports that its devices have."
            elif how == "device type":
                yield f"{words} is not in the catalog; its part was made of its device type."
            elif how == "unknown":
                yield f"{words} is not in the catalog, and nothing says its ports; its devices are generic ones."
        yield from self._parts.notes[:_MOST_TOLD]
        if len(self._parts.notes) > _MOST_TOLD:
            yield f"And {len(self._parts.notes) - _MOST_TOLD:,} more notes on device types; the report has them all."
        for text, number in self._counted.items():
            yield text.replace("{n}", f"{number:,}")
        for entry in self._ledger.entries():
            if entry.outcome == "not mapped":
                yield f"{entry.object}, {entry.field}: not mapped in {counted(entry.objects, 'object')}; {entry.why}."

    def _place(self, kind: str, value: object) -> str | None:
        """The node of a place of KIND that VALUE names, by id or name; None where there is none."""
        for key in keys_of(value):
            if (found := self._places.get((kind, key))) is not None:
                return found
        return None

    def _put(self, kind: str, row: Row, node: Node) -> Node:
        self._nodes[node.id] = node
        for key in keys_of(row.raw):
            self._places.setdefault((kind, key), node.id)
        return node

    def _sites(self) -> None:
        for row in self._rows("sites"):
            name = row.text("name", "slug")
            lines = _lines(row, ("facility", "description", "comments", "physical_address", "status"), {"active"})
            row.get("slug")
            node_id = self._ids.take(name, "site")
            self._put("sites", row, self._node(node_id, SITE, name, None, lines))
            row.close()

    def _locations(self) -> None:
        rows = self._rows("locations")
        parents = {key for row in rows for key in keys_of(row.raw.get("parent"))}
        waiting = list(rows)
        # A location may stand in the list before the one around it.
        while waiting:
            ready = [
                row
                for row in waiting
                if not is_said(row.raw.get("parent")) or self._place("locations", row.raw["parent"])
            ]
            ready = ready or waiting
            for row in ready:
                self._location(row, bool(parents & set(keys_of(row.raw))))
            waiting = [row for row in waiting if row not in ready]

    def _location(self, row: Row, holds: bool) -> None:
        name = row.text("name", "slug")
        row.get("slug")
        site, parent = self._place("sites", row.get("site")), self._place("locations", row.get("parent"))
        description = row.text("description")
        told = next((kind for kind in (ROOM, ROW, POD) if description.casefold() == KINDS[kind].title.casefold()), "")
        around = self._nodes[parent].kind if parent is not None else ""
        kind = told or (ROOM if around not in BUILDINGS - {SITE} and around != POD and around != ROW else POD)
        lines = _lines(row, ("facility", "status"), {"active"})
        if description and not told:
            lines.append(description)
        if not told:
            self._counted[
                f"Locations that were taken as a {KINDS[kind].title.lower()}, by what they stand in: {{n}}."
            ] += 1
        self._put("locations", row, self._node(self._ids.take(name, "location"), kind, name, parent or site, lines))
        row.close()

    def _racks(self) -> None:
        for row in self._rows("racks"):
            name = row.text("name")
            parent = self._place("locations", row.get("location")) or self._place("sites", row.get("site"))
            row.get("site")
            facts: dict[str, float] = {}
            units = row.number("u_height")
            if units:
                facts["rack_units"] = units
            factor = _IN_MM if row.text("outer_unit") == "in" else 1.0
            for field, fact in (("outer_width", "width_mm"), ("outer_depth", "depth_mm")):
                if (size := row.number(field)) is not None:
                    facts[fact] = size * factor
            if (load := row.number("max_weight")) is not None:
                facts["load_limit_kg"] = load * _KG.get(row.text("weight_unit"), 1.0)
            width = row.number("width")
            lines = [f"width: {width:g} in"] if width is not None and width != 19 else []
            lines += _lines(
                row,
                (
                    "status",
                    "serial",
                    "asset_tag",
                    "role",
                    "description",
                    "comments",
                    "rack_type",
                    "type",
                    "form_factor",
                    "cooling_capability",
                ),
                {"active"},
            )
            if (capacity := row.number("cooling_capacity")) is not None:
                lines.append(f"cooling capacity: {capacity:g} kW")
            self._put("racks", row, self._node(self._ids.take(name, "rack"), RACK, name, parent, lines, facts=facts))
            row.close()

    def _types(self) -> None:
        """Count what device types, roles and makers say: the first make parts, the others are names on devices."""
        for row in self._rows("device-types"):
            for field in ("manufacturer", "model", "slug", "part_number", "u_height", "is_full_depth", "airflow"):
                row.get(field)
            for field in ("subdevice_role", "weight", "weight_unit", "description", "comments"):
                row.get(field)
            row.close()
        for kind in ("manufacturers", "device-roles", "rack-roles"):
            for row in self._rows(kind):
                row.get("name")
                row.get("slug")
                row.close()
        for kind in self._objects.by_kind:
            if kind.endswith("-templates"):
                for row in self._rows(kind):
                    for field in ("name", "type", "mgmt_only", "device_type", "maximum_draw", "allocated_draw"):
                        row.get(field)
                    for field in ("positions", "rear_port", "rear_port_position", "rear_ports", "front_ports"):
                        row.get(field)
                    row.close()

    def _devices(self, more: DeviceLines) -> dict[str, str]:
        """Draw the devices; return their nodes by name and id."""
        components = self._components_by_device()
        found: dict[str, str] = {}
        for row in self._rows("devices"):
            kind_row = row.get("device_type")
            model = word_of(kind_row.get("model") or kind_row) if isinstance(kind_row, Mapping) else word_of(kind_row)
            maker = word_of(kind_row.get("manufacturer")) if isinstance(kind_row, Mapping) else ""
            maker = maker or row.text("manufacturer")
            role = row.text("role", "device_role")
            name = row.text("name") or f"{model} {word_of(row.raw.get('id'))}".strip()
            lists = next((components[key] for key in keys_of(row.raw) if key in components), {})
            part = self._parts.part(maker, model, lists)
            kind = part.kind if part is not None else self._generic_kind(role, name)
            rack = self._place("racks", row.get("rack"))
            parent = rack or self._place("locations", row.get("location")) or self._place("sites", row.get("site"))
            row.get("location")
            row.get("site")
            place = self._rack_place(row, rack, kind)
            lines = _lines(row, (*_DEVICE_NOTES, "status"), {"active"})
            # A generic part tells nothing of the type, so that its name is kept beside it.
            if part is None and model:
                lines.append(f"device type: {maker} {model}".replace("  ", " "))
            if role and plain_key(role) not in plain_key(f"{KINDS[kind].title} {kind}"):
                lines.append(f"role: {role}")
            row.drop("airflow", "the air of a device flows as its part says")
            lines += _chassis_lines(row, more.of(row.raw))
            node_id = self._ids.take(name, "device")
            node = self._node(node_id, kind, name, parent, lines, rack=place)
            base = self._base_of(part) if part is not None else None
            # A type that only has other ports than a part of the catalog is that part, with ports of the node's own.
            if part is not None and base is not None:
                node = replace(node, part=base.id, ports=part.ports)
            else:
                node = replace(node, part=part.id if part is not None else f"generic/{kind}")
                node = replace(node, ports=self._parts.own_ports(maker, model, lists, part))
            self._nodes[node_id] = node
            for key in keys_of(row.raw):
                found.setdefault(key, node_id)
            row.close()
        return found

    def _base_of(self, part: Part) -> Part | None:
        """The part of the catalog of which PART has only other ports, as a bundle of ours says; None for none."""
        found = OWN_PORTS.fullmatch(part.id)
        base = self._library.parts.get(found[1]) if found else None
        return base if base is not None and base.kind == part.kind and base.facts == part.facts else None

    def _generic_kind(self, role: str, name: str) -> str:
        words = f"{role} {name}".casefold()
        for told, kind in (
            (("switch", "leaf", "spine", "router", "core", "tor"), SWITCH),
            (("storage", "filer", "nas"), next(iter(sorted(STORAGES & {"storage"})), HOST)),
        ):
            if any(word in words for word in told) and f"generic/{kind}" in self._library.parts:
                return kind
        self._counted["Devices of an unknown type, taken as a host or switch by their role: {n}."] += 1
        return HOST

    def _rack_place(self, row: Row, rack: str | None, kind: str) -> RackPlace | None:
        position = row.number("position")
        face: Literal["front", "rear"] = "rear" if row.text("face").casefold() == "rear" else "front"
        if rack is None or position is None:
            hangs = rack is not None and kind in RACK_POWER
            return RackPlace(u=1, face="rear", zero_u=True) if hangs else None
        if position < 1 or position != int(position):
            self._counted["Devices in half a rack unit, which has no place here, taken into the unit below: {n}."] += 1
        return RackPlace(u=max(int(position), 1), face=face)

    def _components_by_device(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        found: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for kind in COMPONENTS:
            for raw in self._objects.of(kind):
                for key in keys_of(raw.get("device")):
                    found.setdefault(key, {}).setdefault(kind, []).append(raw)
        return found

    def _panels(self) -> dict[str, str]:
        """Draw the power panels; return their nodes by name and id."""
        found: dict[str, str] = {}
        for row in self._rows("power-panels"):
            name = row.text("name")
            parent = self._place("locations", row.get("location")) or self._place("sites", row.get("site"))
            row.get("site")
            description = row.text("description")
            told = self._parts.named(description) if description else None
            # Bundles of ours say there what the panel is; with anyone else it is a text.
            is_panel = told is not None and KINDS[told.kind].power_role in {"panel", "busway"}
            part = told if told is not None and is_panel else self._library.parts[_PANEL_PART]
            lines = ([] if is_panel or not description else [description]) + _lines(row, ("comments",), set())
            node_id = self._ids.take(name, "panel")
            node = self._node(node_id, part.kind, name, parent, lines)
            self._nodes[node_id] = replace(node, part=part.id)
            for key in keys_of(row.raw):
                found.setdefault(key, node_id)
            row.close()
        return found

    def _cooling(self, devices: Mapping[str, str], lines: DeviceLines) -> list[Link]:
        """Draw sources of cooling, with what each feed of theirs and each outflow of a device cools."""
        found: dict[str, str] = {}
        for row in self._rows("cooling-sources"):
            name = row.text("name")
            kind = self._source_kind(row, name)
            parent = self._place("locations", row.get("location")) or self._place("sites", row.get("site"))
            row.get("site")
            capacity = row.number("cooling_capacity")
            lines_of = _lines(row, ("description", "comments", "status", "fluid_type"), {"active"})
            # Bundles of ours have the same plant as a device too, for versions that know no sources.
            node_id = devices.get(name)
            if node_id is None or self._nodes[node_id].kind not in _PLANT:
                node_id = self._ids.take(name, "cooling")
                # The capacity is that of the source, whatever the generic part says.
                facts = {} if capacity is None else {"cooling_capacity_w": capacity * 1000}
                node = self._node(node_id, kind, name, parent, lines_of, facts=_known(facts))
                generic = f"generic/{kind}"
                self._nodes[node_id] = replace(node, part=generic if generic in self._library.parts else None)
            for key in keys_of(row.raw):
                found.setdefault(key, node_id)
            row.close()
        pairs: dict[tuple[str, str], str] = {}
        for row in self._rows("cooling-feeds"):
            source = next((found[key] for key in keys_of(row.get("cooling_source")) if key in found), None)
            rack = self._place("racks", row.get("rack"))
            name = row.text("name")
            said = [f"{number:g} kW"] if (number := row.number("cooling_capacity")) is not None else []
            if (flow := row.number("max_flow")) is not None:
                said.append(f"{flow:g} {row.text('max_flow_unit')}".strip())
            said += [word for field in ("status", "description", "comments") if (word := row.text(field)) != "active"]
            if source is None:
                self._counted["Left out, cooling feeds from no source that is there: {n}."] += 1
            else:
                words = ", ".join(word for word in said if word)
                self._more_note(source, f"feed {name}" + (f": {words}" if words else ""))
                if rack is None:
                    self._counted["Cooling feeds to no rack, which are in the note of their source: {n}."] += 1
                else:
                    pairs.setdefault((source, rack), name)
            row.close()
        for supply in lines.coolant:
            ends = [next((devices[key] for key in keys_of(end) if key in devices), None) for end in supply[:2]]
            if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
                pairs.setdefault((ends[0], ends[1]), supply.intake)
        return [
            Link(id=self._ids.take(f"{a}-{b}", "link"), a=a, b=b, medium="cools", name=plain_name(name))
            for (a, b), name in pairs.items()
            if self._may_cool(a, b)
        ]

    def _addresses(self) -> AddressSettings:
        """The settings of the address plan that a bundle of ours left in NetBox; else the usual ones."""
        for kind in ("prefixes", "vlans", "asns", "rirs"):
            for row in self._rows(kind):
                if word_of(row.raw.get("description")).startswith(PLAN) or kind == "rirs":
                    # What the plan gave, it gives again.
                    for field in tuple(row.raw):
                        row.get(field)
                row.close()
        try:
            return plan_settings(self._objects.of("prefixes")) or USUAL
        except RefusedInput as problem:
            self._notes.append(str(problem))
            return USUAL

    def _source_kind(self, row: Row, name: str) -> str:
        """The kind of plant that the cooling source ROW is."""
        told = row.text("type").casefold()
        words = told if any(told in words for words, _ in _COOLERS[:-1]) else name.casefold()
        if not told:
            self._counted["Cooling sources without a type, taken by their names, else as chillers: {n}."] += 1
        kinds = next(kinds for known, kinds in _COOLERS if any(word in words for word in known))
        return sorted(CHILLERS)[0] if told == "chiller" else sorted(kinds)[0]

    def _may_cool(self, a: str, b: str) -> bool:
        if relation_fits("cools", self._nodes[a], self._nodes[b]):
            return True
        self._counted["Devices cooled by one that is no cooling in a design, as their notes say: {n}."] += 1
        return False

    def _more_note(self, node_id: str, line: str) -> None:
        """Write LINE below what the note of a node says; what no longer fits is counted."""
        node = self._nodes[node_id]
        self._nodes[node_id] = replace(node, note=self._noted([node.note, line] if node.note else [line]))

    def _noted(self, lines: Iterable[str]) -> str:
        text = "\n".join(lines)
        if len(text) > LONGEST_TEXT:
            self._counted[f"Notes that were cut, as they are longer than {LONGEST_TEXT:,} letters: {{n}}."] += 1
        return text[:LONGEST_TEXT]

    def _links(self, devices: Mapping[str, str], panels: Mapping[str, str]) -> dict[str, Link]:
        cabling = Cabling(self._library, self._objects, self._nodes, self._parts.made, devices, panels)
        for row in self._rows("cables"):
            cabling.take(row)
            row.close()
        self._nodes.update(cabling.port_maps())
        self._notes += cabling.notes()
        return cabling.links(self._ids)

    def _feeds_without_cable(self, panels: Mapping[str, str], links: dict[str, Link]) -> None:
        """Say on each panel what its feeds are rated for; a feed of a rack without a cable feeds that rack."""
        self._read.add("power-feeds")
        cabled = self._cabled_feeds()
        for raw in self._objects.of("power-feeds"):
            row = Row(self._ledger, "power-feeds", raw)
            panel = next((panels[key] for key in keys_of(row.get("power_panel")) if key in panels), None)
            rack = self._place("racks", row.get("rack"))
            name = row.text("name")
            rating = [
                f"{number:g} {unit}"
                for field, unit in (("voltage", "V"), ("amperage", "A"), ("max_utilization", "% at most"))
                if (number := row.number(field)) is not None
            ]
            words = [
                text
                for field in ("phase", "supply", "type", "status", "description", "comments")
                if (text := row.text(field))
            ]
            if panel is None:
                self._counted["Left out, power feeds from no panel that is there: {n}."] += 1
            else:
                line = f"feed {name}: {', '.join([*rating, *words])}"
                self._more_note(panel, line)
                if rack is not None and not is_said(raw.get("cable")) and not cabled & set(keys_of(raw)):
                    link_id = self._ids.take(f"{panel}-{rack}", "link")
                    links[link_id] = Link(id=link_id, a=panel, b=rack, medium="feeds", name=plain_name(name))
            row.close()

    def _cabled_feeds(self) -> set[str]:
        """Ids and names of the power feeds that a cable ends at."""
        found: set[str] = set()
        for cable in self._objects.of("cables"):
            for side in "ab":
                if "feed" in word_of(cable.get(f"side_{side}_type")):
                    found |= set(keys_of(word_of(cable.get(f"side_{side}_name"))))
                for end in cable.get(f"{side}_terminations") or ():
                    if isinstance(end, Mapping) and "powerfeed" in word_of(end.get("object_type")):
                        inner = end.get("object")
                        found |= set(keys_of(inner if isinstance(inner, Mapping) else end))
                        found |= set(keys_of(end.get("object_id")))
        return found

    def _components(self) -> None:
        """Count what single ports say: names and types make the ports of parts, the rest has no place."""
        for kind in COMPONENTS:
            for row in self._rows(kind):
                sort = word_of(row.raw.get("type"))
                if word_of(row.raw.get("description")) == PLAN:
                    row.get("description")
                elif kind == "interfaces" and sort not in {"", "other", *INTERFACE_TYPES}:
                    for field in ("device", "name", "type"):
                        row.drop(field, "virtual interfaces, radios, and types that no table holds, are not drawn")
                for field in ("device", "name", "type", "mgmt_only", "positions", "maximum_draw", "allocated_draw"):
                    row.get(field)
                for field in ("rear_port", "rear_port_position", "rear_ports", "front_ports"):
                    row.get(field)
                row.close()

    def _node(
        self,
        node_id: str,
        kind: str,
        name: str,
        parent: str | None,
        lines: Iterable[str],
        *,
        facts: Mapping[str, float] | None = None,
        rack: RackPlace | None = None,
    ) -> Node:
        return Node(
            id=node_id,
            kind=kind,
            name="" if node_id == name else plain_name(name),
            parent=parent,
            order=len(self._nodes),
            facts=facts or {},
            rack=rack,
            note=self._noted(lines),
        )


def _chassis_lines(row: Row, more: list[str]) -> list[str]:
    """Return what a device says of those that it stands in, or acts as one with, and MORE that others say of it."""
    found: list[str] = []
    parent = row.get("parent_device")
    # The bay says the same, where bays were read.
    if parent is not None and not any(line.startswith(STANDS_IN) for line in more):
        bay = word_of(parent.get("device_bay")) if isinstance(parent, Mapping) else ""
        found.append(f"{STANDS_IN}{word_of(parent)}" + (f", bay {bay}" if bay else ""))
    chassis = row.text("virtual_chassis")
    said = [
        f"{word} {number:g}"
        for field, word in (("vc_position", "position"), ("vc_priority", "priority"))
        if (number := row.number(field)) is not None
    ]
    if chassis or said:
        found.append(", ".join([f"virtual chassis: {chassis}", *said]))
    return found + more


def _lines(row: Row, fields: Iterable[str], plain: set[str]) -> list[str]:
    """Return what ROW says under FIELDS, a line each; what is one of PLAIN goes without saying."""
    found: list[str] = []
    for field in fields:
        text = row.text(field)
        if text and text.casefold() not in plain:
            found.append(f"{field.replace('_', ' ')}: {text}")
    return found


def _known(facts: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in facts.items() if name in FACTS}
