"""A design as objects of NetBox, in the order in which it takes them in, and what it has no place for."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.addresses.records import AddressPlan
from designer.catalog.netbox.exporting import netbox_document, netbox_yaml
from designer.catalog.netbox.mapping import slug_of
from designer.catalog.netbox.own_block import with_block
from designer.model.design import Design, Node
from designer.model.device_names import device_names
from designer.model.kinds import (
    AIR_HANDLERS,
    BUILDINGS,
    CHILLERS,
    COOLING_TOWERS,
    DRY_COOLERS,
    KINDS,
    POD,
    RACKS,
    ROOM,
    ROW,
    SITE,
    kinds_with,
)
from designer.model.parts.part import Medium, Part
from designer.model.records import Record
from designer.model.relations import RELATION_MEDIA
from designer.model.rooms.rack_slots import all_rack_slots
from designer.model.wording import counted
from designer.reality.built.records import DrawnCable, DrawnEnd
from designer.reality.netbox.addressing import address_objects
from designer.reality.netbox.ledger import word_of
from designer.reality.netbox.port_names import PortName, port_names
from designer.reality.netbox.sorts import COMPONENTS, ORDER

OWN_PORTS: Final = re.compile(r"(.+)-ports-\d+")
"""Id of a type that is a part with other ports."""
CABLED: Final[tuple[Medium, ...]] = ("fabric", "storage", "management", "power")
_PLACES: Final = (ROOM, ROW, POD)
_PANELS: Final = kinds_with(lambda kind: kind.power_role in {"panel", "busway"})
"""What NetBox calls a power panel: where the feeds of racks come from."""
_DEVICES: Final = kinds_with(lambda kind: kind.netbox == "device")
_SOURCES: Final = (
    (CHILLERS, "chiller"),
    (COOLING_TOWERS, "cooling-tower"),
    (DRY_COOLERS, "dry-cooler"),
    (AIR_HANDLERS, "crah"),
)
"""Types of cooling sources, with the kinds that they are; a coolant unit is a device in NetBox."""
_MOST_FEEDS: Final = 2_000
USUAL_PREFIXES: Final = (
    "Addresses, VLANs and autonomous systems: the prefixes of the plan are the usual ones, which are in use in many "
    "networks. Set them (`set PROJECT addresses hosts=…`), and the bundle has them."
)
_LONGEST_NAME: Final = 64
"""Of devices and ports in NetBox; places may have 100."""
_LONGEST_PLACE: Final = 100


class NetBoxBundle(Record, frozen=True, kw_only=True):
    """A design as objects of NetBox.

    Attributes:
        objects: By sort, in the order of ORDER; others are named by what they go by.
        types: Files of device types, by their names in the library.
        lost: What NetBox has no place for, one plain line each.
    """

    objects: Mapping[str, list[dict[str, Any]]]
    types: Mapping[str, str]
    lost: tuple[str, ...]


def objects_of(design: Design, cables: Iterable[DrawnCable], plan: AddressPlan | str) -> NetBoxBundle:
    """The objects of NetBox that DESIGN, of which CABLES are all single ones, becomes.

    Args:
        design: The design.
        cables: Of all its copies.
        plan: Of its addresses; a sentence where they are not written, and why.

    Raises:
        RefusedInput: a part cannot be written in NetBox's form.
    """
    work = _Work(design)
    work.places()
    work.devices()
    work.cables(list(cables))
    work.relations()
    work.addresses(plan)
    return work.bundle()


class _Seat(NamedTuple):
    """Place of a copy of a container: its name, and those of the site, location and rack around it."""

    site: str
    location: str = ""
    rack: str = ""


class _Work:
    """One bundle on its way."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._objects: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ORDER}
        self._types: dict[str, str] = {}
        self._lost: dict[str, None] = {}
        self._counted: Counter[str] = Counter()
        self._names = device_names(design)
        self._seats: dict[tuple[str, int], _Seat] = {}
        self._taken: dict[str, set[str]] = {}
        self._called: dict[tuple[str, int], str] = {}
        self._ports: dict[str, dict[tuple[str, int], PortName]] = {}
        self._parts: dict[str, Part] = {}
        self._documents: dict[str, dict[str, Any]] = {}
        self._default = ""
        self._ends: dict[tuple[str, str, int], Mapping[str, Any]] = {}
        self._mapped_links: set[str] = set()

    def _free(self, kind: str, name: str, longest: int) -> str:
        """NAME, cut to what NetBox takes and told apart from the others of KIND."""
        taken = self._taken.setdefault(kind, set())
        plain = " ".join(name.split()) or "unnamed"
        found, number = plain[:longest].strip(), 1
        while found.casefold() in taken:
            number += 1
            found = f"{plain[: longest - len(str(number)) - 1].strip()} {number}"
        taken.add(found.casefold())
        if found != plain:
            self._counted["Names that were changed, as they are longer than NetBox takes, or taken already: {n}"] += 1
        return found

    def _slug(self, kind: str, name: str) -> str:
        taken = self._taken.setdefault(f"slugs of {kind}", set())
        plain = slug_of(name)[:90] or "unnamed"
        found, number = plain, 1
        while found in taken:
            number += 1
            found = f"{plain}-{number}"
        taken.add(found)
        return found

    def places(self) -> None:
        """Write sites, locations and racks, each copy by itself."""
        racks = device_names(self._design)
        for node in _outer_first(self._design):
            if node.kind not in (SITE, *_PLACES) and node.kind not in RACKS:
                continue
            for copy in range(self._names.copies(node.id)):
                around = self._around(node, copy)
                if around is None:
                    self._default = self._default or ("" if node.kind == SITE else self._site(self._design.name, ""))
                    around = _Seat(self._default)
                if node.kind == SITE:
                    name = self._site(device_names(self._design).of(node.id, copy), node.note)
                    self._seats[node.id, copy] = _Seat(name)
                elif node.kind in _PLACES:
                    name = self._free("locations", device_names(self._design).of(node.id, copy), _LONGEST_PLACE)
                    self._objects["locations"].append(
                        {
                            "name": name,
                            "slug": self._slug("locations", name),
                            "site": {"name": around.site},
                            **({"parent": {"name": around.location}} if around.location else {}),
                            "status": "active",
                            "description": KINDS[node.kind].title,
                        }
                    )
                    self._seats[node.id, copy] = _Seat(around.site, name)
                else:
                    self._rack(node, copy, around, racks.of(node.id, copy))

    def _site(self, name: str, note: str) -> str:
        name = self._free("sites", name, _LONGEST_PLACE)
        said = {"comments": note} if note else {}
        self._objects["sites"].append({"name": name, "slug": self._slug("sites", name), "status": "active", **said})
        return name

    def _around(self, node: Node, copy: int) -> _Seat | None:
        """Return the place of COPY of a node; None where nothing is around it."""
        parent = self._design.nodes.get(node.parent or "")
        place = copy
        here = node
        while parent is not None:
            place //= max(here.copies, 1)
            found = self._seats.get((parent.id, place))
            if found is not None:
                return found
            here, parent = parent, self._design.nodes.get(parent.parent or "")
        return None

    def _rack(self, node: Node, copy: int, around: _Seat, title: str) -> None:
        slots = all_rack_slots(self._design).get(node.id)
        name = self._free("racks", title, _LONGEST_PLACE)
        row: dict[str, Any] = {"name": name, "site": {"name": around.site}, "status": "active", "width": 19}
        if around.location:
            row["location"] = {"name": around.location}
        if slots is not None and slots.units_known:
            row["u_height"] = slots.units
        for fact, field in (("width_mm", "outer_width"), ("depth_mm", "outer_depth")):
            if (value := node.facts.get(fact)) is not None:
                row[field] = round(value)
                row["outer_unit"] = "mm"
        if (load := node.facts.get("load_limit_kg")) is not None:
            row["max_weight"] = int(load)
            row["weight_unit"] = "kg"
        if node.note:
            row["comments"] = node.note
        self._objects["racks"].append(row)
        self._seats[node.id, copy] = _Seat(around.site, around.location, name)

    def devices(self) -> None:
        """Write devices with their types, roles and makers, and power panels."""
        design = self._design
        seats = {
            (rack, seat.node, seat.copy): seat for rack, slots in all_rack_slots(design).items() for seat in slots.seats
        }
        for node in _outer_first(design):
            if (node.id, 0) in self._seats:
                self._note_fields(node)
                continue
            part = design.part_of(node)
            kind = KINDS.get(node.kind)
            if kind is None or (node.kind not in _DEVICES and node.kind not in _PANELS) or part is None:
                if node.kind not in BUILDINGS and not any(node.kind in kinds for kinds, _ in _SOURCES):
                    title = (kind.title if kind else node.kind).lower()
                    self._counted[f"{{n}} × {title}: NetBox has no object of that sort"] += self._names.copies(node.id)
                continue
            self._note_fields(node)
            for copy in range(self._names.copies(node.id)):
                around = self._around(node, copy)
                if around is None:
                    self._default = self._default or self._site(design.name, "")
                    around = _Seat(self._default)
                if node.kind in _PANELS:
                    self._panel(node, copy, around)
                else:
                    self._device(node, copy, around, part, seats)

    def _note_fields(self, node: Node) -> None:
        """Count the fields of NODE that NetBox has no place for."""
        for said, words in (
            (node.floor is not None, "places on the floor"),
            (bool(set(node.facts) - {"rack_units", "width_mm", "depth_mm", "load_limit_kg"}), "values of one's own"),
            (bool(node.choices), "choices"),
            (node.price_usd is not None, "prices of one's own"),
            (node.plan is not None, "plans of rooms"),
            (node.pinned or node.folded, "locks and folds of the canvas"),
        ):
            if said:
                self._counted[f"{{n}} × {words}: NetBox has no place for them"] += 1

    def _panel(self, node: Node, copy: int, around: _Seat) -> None:
        name = self._free("power-panels", self._names.of(node.id, copy), _LONGEST_PLACE)
        row: dict[str, Any] = {"name": name, "site": {"name": around.site}}
        if around.location:
            row["location"] = {"name": around.location}
        # A panel has no type in NetBox: what it is stands in its description, where it is read again.
        part = self._design.part_of(node)
        row["description"] = f"{part.vendor} {part.name}"[:200] if part is not None else KINDS[node.kind].title
        if node.note:
            row["comments"] = node.note
        self._objects["power-panels"].append(row)
        self._called[node.id, copy] = name

    def _device(
        self, node: Node, copy: int, around: _Seat, part: Part, seats: Mapping[tuple[str, str, int], Any]
    ) -> None:
        own = self._type(node, part)
        name = self._free("devices", self._names.of(node.id, copy), _LONGEST_NAME)
        self._called[node.id, copy] = name
        role = KINDS[node.kind].title
        if all(one["name"] != role for one in self._objects["device-roles"]):
            slug = self._slug("device-roles", role)
            self._objects["device-roles"].append({"name": role, "slug": slug, "color": "9e9e9e"})
        row: dict[str, Any] = {
            "name": name,
            "device_type": {"manufacturer": {"name": own.vendor}, "model": self._documents[own.id]["model"]},
            "role": {"name": role},
            "site": {"name": around.site},
            "status": "active",
        }
        if around.location:
            row["location"] = {"name": around.location}
        if around.rack:
            row["rack"] = {"name": around.rack}
            self._rack_place(row, node, copy, own, seats)
        if node.note:
            row["comments"] = node.note
        self._objects["devices"].append(row)

    def _rack_place(
        self, row: dict[str, Any], node: Node, copy: int, part: Part, seats: Mapping[tuple[str, str, int], Any]
    ) -> None:
        rack = next((one for one in self._design.ancestors(node.id) if self._design.nodes[one].kind in RACKS), None)
        within = max(self._design.copies_within(node.id, rack), 1)
        seat = seats.get((rack or "", node.id, copy % within))
        if seat is None or node.rack is None:
            return
        if seat.zero_u:
            self._counted["{n} × side of a rack where a 0U device hangs: NetBox has no place for it"] += 1
        elif not self._documents[part.id].get("u_height"):
            words = "{n} × rack unit of a device whose height nobody knows: NetBox takes none for a type of 0U"
            self._counted[words] += 1
        else:
            row["position"] = seat.unit
            row["face"] = seat.face

    def _type(self, node: Node, part: Part) -> Part:
        """The part of NODE as a device type of NetBox; one with ports of its own is a type of its own."""
        own = part
        if node.ports and node.ports != part.ports:
            # The same ports under the same part are the same type, on whatever node they are.
            number = 1
            while True:
                own = replace(
                    part, id=f"{part.id}-ports-{number}", name=f"{part.name}, ports {number}", ports=node.ports
                )
                known = self._parts.get(own.id)
                if known is None or known.ports == node.ports:
                    break
                number += 1
        if own.id in self._parts:
            return own
        self._parts[own.id] = own
        document = netbox_document(own)
        text, lost = netbox_yaml(own, self._design.sources, mapped=True)
        self._documents[own.id] = document.data
        self._types[f"device-types/{_file_name(own.vendor)}/{document.data['slug']}.yaml"] = text
        for line in lost:
            if not line.startswith("What the form cannot hold"):
                self._lost[f"{own.vendor} {own.name}: {line}"] = None
        self._ports[own.id] = port_names(own, document.data)
        if all(one["name"] != own.vendor for one in self._objects["manufacturers"]):
            slug = self._slug("manufacturers", own.vendor)
            self._objects["manufacturers"].append({"name": own.vendor, "slug": slug})
        self._type_objects(own, document.data, with_block(document.data, own, self._design.sources))
        return own

    def _type_objects(self, part: Part, data: Mapping[str, Any], comments: str) -> None:
        head = {key: value for key, value in data.items() if not isinstance(value, list) and key != "is_powered"}
        head["manufacturer"] = {"name": part.vendor}
        head["comments"] = comments
        self._objects["device-types"].append(head)
        named = {"manufacturer": {"name": part.vendor}, "model": data["model"]}
        for key, component in COMPONENTS.items():
            kind = component.templates
            for item in data.get(key, ()):
                row = {"device_type": named, **item}
                if "rear_port" in row:
                    row["rear_port"] = {"device_type": named, "name": row["rear_port"]}
                self._objects[kind].append(row)

    def cables(self, cables: list[DrawnCable]) -> None:
        """Write cables between what was written; strands of a split port are one cable."""
        split: dict[tuple[Any, ...], dict[str, Any]] = {}
        for cable in cables:
            if cable.medium not in CABLED:
                self._counted[f"{{n}} × {cable.medium} connection: NetBox has no cable of that sort"] += 1
                continue
            feeds = self._objects["power-feeds"]
            before = len(feeds)
            ends = [self._termination(end) for end in (cable.a, cable.b)]
            if ends[0] is None or ends[1] is None:
                # A feed that was made for a cable without another end leads nowhere.
                del feeds[before:]
                supply = any(self._is_supply(end) for end in (cable.a, cable.b))
                words = "supply of a power panel: NetBox has no inlet for it"
                self._counted[f"{{n}} × {words if supply else 'cable that ends at what NetBox has no port for'}"] += 1
                continue
            for end, at in ((cable.a, ends[0]), (cable.b, ends[1])):
                # A path through panels goes by the name of one of its cables; its ends are found by their ports.
                self._ends[cable.id, end.node, end.copy] = at
                self._ends[f"{end.group} {end.port}", end.node, end.copy] = at
            for end, other in ((cable.a, cable.b), (cable.b, cable.a)):
                if self._design.nodes[end.node].kind in _PANELS:
                    self._rate_feed(self._objects["power-feeds"][-1], other)
            keys = [_key(one) for one in ends if one is not None]
            shared = next((split[key] for key in keys if key in split), None)
            if shared is not None:
                side = "b" if keys[0] in {_key(one) for one in shared["a_terminations"]} else "a"
                other = ends[1] if keys[0] in split else ends[0]
                shared[f"{side}_terminations"].append(other)
                continue
            row: dict[str, Any] = {
                "a_terminations": [ends[0]],
                "b_terminations": [ends[1]],
                "status": "connected",
                "label": cable.id,
                "description": cable.medium,
            }
            if cable.medium == "power":
                row["type"] = "power"
            if cable.length_m is not None:
                row["length"] = round(cable.length_m, 2)
                row["length_unit"] = "m"
            self._objects["cables"].append(row)
            for end, key in zip((cable.a, cable.b), keys, strict=True):
                if "/" in end.port:
                    split[key] = row

    def _termination(self, end: DrawnEnd) -> dict[str, Any] | None:
        """The port of END as NetBox calls it; that of a panel is a feed, made for it."""
        name = self._called.get((end.node, end.copy))
        if name is None:
            return None
        node = self._design.nodes[end.node]
        number = end.port.partition("/")[0]
        if node.kind in _PANELS:
            if self._is_supply(end):
                return None
            feed = self._free(f"feeds of {name}", f"{name} {end.group} {number}"[:_LONGEST_PLACE], _LONGEST_PLACE)
            self._objects["power-feeds"].append({"name": feed, "power_panel": {"name": name}, "status": "active"})
            return {"object_type": "dcim.powerfeed", "object": {"power_panel": {"name": name}, "name": feed}}
        part = self._design.part_of(node)
        if part is None or not number.isdecimal():
            return None
        own = self._type(node, part)
        port = self._ports[own.id].get((end.group, int(number)))
        if port is None:
            return None
        return {"object_type": port.object_type, "object": {"device": {"name": name}, "name": port.name}}

    def _rate_feed(self, feed: dict[str, Any], fed: DrawnEnd) -> None:
        """Say of a FEED what the inlet that is FED is made for; NetBox fills in values of its own where none is."""
        part = self._design.part_of(self._design.nodes[fed.node])
        facts = part.facts if part is not None else {}
        volts, amps, phases = (facts[name].value if name in facts else None for name in ("volts", "amps", "phases"))
        feed["type"], feed["supply"] = "primary", "ac"
        if phases is not None:
            feed["phase"] = "three-phase" if phases == 3 else "single-phase"
        for field, value in (("voltage", volts), ("amperage", amps)):
            if value is not None and value == int(value):
                feed[field] = int(value)
        if not {"phase", "voltage", "amperage"} <= feed.keys():
            words = "power feed of unknown phases, voltage or current: NetBox fills in values of its own"
            self._counted[f"{{n}} × {words}"] += 1

    def _is_supply(self, end: DrawnEnd) -> bool:
        """Return True when END is an inlet of a power panel."""
        node = self._design.nodes[end.node]
        return node.kind in _PANELS and any(
            one.name == end.group and one.role == "in" for one in self._design.ports_of(node)
        )

    def relations(self) -> None:
        """Write cooling plant as sources, which NetBox has from 4.7 on, and what cools or feeds racks as feeds."""
        design = self._design
        plant: dict[str, list[str]] = {}
        for node in design.nodes_in_order():
            sort = next((sort for kinds, sort in _SOURCES if node.kind in kinds), None)
            for copy in range(self._names.copies(node.id)) if sort else ():
                # Plant without a part has no device in NetBox, only this.
                name = self._called.get((node.id, copy)) or self._free(
                    "devices", self._names.of(node.id, copy), _LONGEST_NAME
                )
                around = self._around(node, copy) or _Seat(self._default or self._site(design.name, ""))
                plant.setdefault(node.id, []).append(name)
                row: dict[str, Any] = {"name": name, "site": {"name": around.site}, "type": sort, "status": "active"}
                if around.location:
                    row["location"] = {"name": around.location}
                part = design.part_of(node)
                fact = part.facts.get("cooling_capacity_w") if part is not None else None
                watts = node.facts.get("cooling_capacity_w", fact.value if fact is not None else None)
                if watts is not None:
                    row["cooling_capacity"] = round(watts / 1000, 2)
                said = f"{part.vendor} {part.name}" if part is not None else KINDS[node.kind].title
                self._objects["cooling-sources"].append({**row, "description": said[:200]})
        for link in design.links.values():
            for one, other in ((link.a, link.b), (link.b, link.a)):
                racks = self._racks_at(other) if link.medium in {"cools", "coolant", "feeds"} else []
                if link.medium == "feeds" and link.a == one and design.nodes[one].kind in _PANELS:
                    panels = [name for (node, _), name in self._called.items() if node == one]
                    if racks and len(panels) * len(racks) <= _MOST_FEEDS:
                        self._mapped_links.add(link.id)
                        for panel, rack in ((panel, rack) for panel in panels for rack in racks):
                            self._rack_feed(panel, rack, link.name)
                elif link.medium != "feeds" and racks and len(plant.get(one, ())) * len(racks) <= _MOST_FEEDS:
                    self._mapped_links |= {link.id} if one in plant else set()
                    for source, rack in ((source, rack) for source in plant.get(one, ()) for rack in racks):
                        self._cooling_feed(source, rack)

    def _racks_at(self, node_id: str) -> list[str]:
        """The names of the racks that a node is, or stands in."""
        around = [node_id, *self._design.ancestors(node_id)]
        rack = next((node for node in around if self._design.nodes[node].kind in RACKS), None)
        return [seat.rack for (node, _), seat in self._seats.items() if node == rack]

    def _rack_feed(self, panel: str, rack: str, called: str) -> None:
        """Write that a power panel feeds a rack, as a feed without a cable; one that is CALLED so keeps its name."""
        name = self._free(f"feeds of {panel}", called or f"{panel} {rack}", _LONGEST_PLACE)
        self._objects["power-feeds"].append(
            {"name": name, "power_panel": {"name": panel}, "rack": {"name": rack}, "status": "active"}
        )

    def _cooling_feed(self, source: str, rack: str) -> None:
        """Write that SOURCE cools RACK, once."""
        feeds = self._objects["cooling-feeds"]
        if any(row["cooling_source"]["name"] == source and row["rack"]["name"] == rack for row in feeds):
            return
        name = self._free(f"cooling feeds of {source}", f"{source} {rack}", _LONGEST_PLACE)
        feeds.append({"cooling_source": {"name": source}, "rack": {"name": rack}, "name": name, "status": "active"})

    def addresses(self, plan: AddressPlan | str) -> None:
        """Write what PLAN gives, prefixes, VLANs, autonomous systems and addresses of ports; or say why not."""
        if isinstance(plan, str):
            self._lost[plan] = None
            return
        sites = {row["name"]: word_of(row["site"]) for row in self._objects["devices"]}
        objects, lost = address_objects(plan, self._called, sites, self._ends)
        for kind, rows in objects.items():
            self._objects[kind] += rows
        self._counted += lost
        if plan.settings.numbers:
            self._lost["No place in NetBox: numbers of the address plan that were kept."] = None

    def bundle(self) -> NetBoxBundle:
        """Return what came out."""
        design = self._design
        relations = sum(
            link.medium in RELATION_MEDIA and link.id not in self._mapped_links for link in design.links.values()
        )
        for said, words in (
            (relations, f"{counted(relations, 'relation')} between software, power and cooling"),
            (
                len(design.marks),
                f"{counted(len(design.marks), 'note, frame or picture', 'notes, frames and pictures')}",
            ),
            (len(design.views), f"{counted(len(design.views), 'saved view')}"),
            (len(design.settings.assumptions), "assumptions of one's own"),
            (len(design.settings.flows), "flows"),
            (len(design.settings.phases), "phases"),
            (sum(bool(link.cable_part) for link in design.links.values()), "types of cables that were chosen"),
            (sum(link.capacity_gbps is not None for link in design.links.values()), "rates of links of one's own"),
        ):
            if said:
                self._lost[f"No place in NetBox: {words}."] = None
        self._lost["No place in NetBox: the layout of the canvas, and how copies fold; each copy is an object."] = None
        for words, number in self._counted.items():
            self._lost[f"{words.replace('{n}', f'{number:,}')}."] = None
        return NetBoxBundle(objects=self._objects, types=self._types, lost=tuple(self._lost))


def _outer_first(design: Design) -> list[Node]:
    """Nodes of DESIGN with what stands around each before it."""
    depth = {node.id: sum(1 for _ in design.ancestors(node.id)) for node in design.nodes.values()}
    return sorted(design.nodes_in_order(), key=lambda node: depth[node.id])


def _file_name(vendor: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in vendor).strip() or "vendor"


def _key(termination: Mapping[str, Any] | None) -> tuple[Any, ...]:
    if termination is None:
        return ()
    inner = termination["object"]
    owner = inner.get("device") or inner.get("power_panel")
    return termination["object_type"], owner["name"], inner["name"]
