"""Cables of a NetBox site as links: which ports they join, what runs through them, and the maps of patch panels."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.model.design import Design, Link, Node
from designer.model.network.port_map import PORT_MAP, map_text, passes
from designer.model.network.ports import best_pair
from designer.model.parts.part import NETWORK_MEDIA, Medium, Part, PortGroup
from designer.reality.legal_ids import LegalIds
from designer.reality.netbox.couplers import names_by_id, rear_places
from designer.reality.netbox.ledger import Row, is_said, number_of, word_of
from designer.reality.netbox.reading import NetBoxObjects
from designer.reality.netbox.sorts import ENDED_AT
from designer.reality.netbox.types import plain_key

METRES: Final[Mapping[str, float]] = {"m": 1.0, "km": 1000.0, "cm": 0.01, "ft": 0.3048, "in": 0.0254, "mi": 1609.344}
_LONG: Final[Mapping[str, str]] = {
    "meters": "m",
    "kilometers": "km",
    "centimeters": "cm",
    "feet": "ft",
    "inches": "in",
    "miles": "mi",
}
MOST_ENDS: Final = 64
_POWER: Final = frozenset({"powerport", "poweroutlet", "powerfeed"})
_CONSOLE: Final = frozenset({"consoleport", "consoleserverport"})
_MANAGEMENT: Final = re.compile(r"mgmt|management|bmc|ipmi|ilo|idrac|oob|console|cimc|eth0$|ma1$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[\d\s/.:_-]+$")


class _End(NamedTuple):
    """One end of a cable: its node, the port's name, and what sort of port it is."""

    node: str
    port: str
    sort: str


class _Cable(NamedTuple):
    """One strand with what its cable says of itself."""

    a: _End
    b: _End
    length_m: float | None
    told: Medium | None


class _Run(NamedTuple):
    """Cables that are alike."""

    a: str
    b: str
    medium: Medium
    a_port: str | None
    b_port: str | None
    length_m: float | None
    name: str


class Cabling:
    """The cables of a site.

    Args:
        library: Where the parts are.
        objects: All that was read.
        nodes: What was drawn of it.
        made: Parts that were made of it.
        devices: Nodes by what the devices go by.
        panels: Nodes by what the power panels go by.
    """

    def __init__(
        self,
        library: Library,
        objects: NetBoxObjects,
        nodes: Mapping[str, Node],
        made: Mapping[str, Part],
        devices: Mapping[str, str],
        panels: Mapping[str, str],
    ) -> None:
        self._design = Design(nodes=dict(nodes), parts={**library.parts, **made})
        self._objects = objects
        self._devices, self._panels = devices, panels
        self._by_id: dict[tuple[str, str], dict[str, Any]] = {}
        for sort, kind in ENDED_AT.items():
            for raw in objects.of(kind):
                if is_said(raw.get("id")):
                    self._by_id[_sort(sort), str(raw["id"])] = raw
        self._cables: list[_Cable] = []
        self._counts: Counter[str] = Counter()

    def take(self, row: Row) -> None:
        """Take in the cable ROW; every strand of a breakout is a cable."""
        sides = [self._ends(row, side) for side in "ab"]
        if row.text("status").casefold() not in {"", "connected"}:
            self._counts[f"Cables that are {row.text('status')[:40]}, drawn like the others: {{n}}."] += 1
        length = self._length(row)
        told = self._told_medium(row)
        left, right = sides[0][:MOST_ENDS], sides[1][:MOST_ENDS]
        if len(left) == len(right):
            pairs = list(zip(left, right, strict=True))
        elif 1 in (len(left), len(right)):
            pairs = [(a, b) for a in left for b in right]
        else:
            pairs = []
        if not pairs or any(a is None or b is None for a, b in pairs):
            self._counts["Left out, cables that end at what is not drawn (a circuit, or nothing): {n}."] += 1
            return
        if len(pairs) > 1:
            self._counts["Cables with several strands, each of which became a cable: {n}."] += 1
        for a, b in pairs:
            if a is None or b is None or a.node == b.node:
                self._counts["Left out, cables from a device to itself: {n}."] += 1
                continue
            self._cables.append(_Cable(a, b, length, told))

    def _told_medium(self, row: Row) -> Medium | None:
        """The medium that a cable says: bundles of ours have it as its description; a power cord by its type."""
        words = word_of(row.raw.get("description")).casefold()
        media: tuple[Medium, ...] = (*NETWORK_MEDIA, "power")
        medium: Medium | None = next((one for one in media if one == words), None)
        if medium is not None:
            row.get("description")
        if word_of(row.raw.get("type")).casefold() == "power":
            row.get("type")
            medium = "power"
        return medium

    def _length(self, row: Row) -> float | None:
        value = row.raw.get("length")
        text = word_of(value)
        number, _, unit = text.partition(" ")
        unit = row.text("length_unit").casefold() or unit.casefold()
        factor = METRES.get(_LONG.get(unit, unit))
        metres = number_of(number)
        if metres is None or factor is None or metres < 0:
            row.drop("length", "it is no length, or its unit is not known")
            return None
        row.get("length")
        return round(metres * factor, 6)

    def _ends(self, row: Row, side: str) -> list[_End | None]:
        """The ends on SIDE of a cable, by the API's list of terminations or by the columns of a table."""
        listed = row.get(f"{side}_terminations")
        if isinstance(listed, list):
            return [self._end_of_object(one) for one in listed if isinstance(one, Mapping)]
        device = row.text(f"side_{side}_device", f"termination_{side}_device", f"device_{side}")
        panel = row.text(f"side_{side}_power_panel")
        sort = _sort(row.text(f"side_{side}_type", f"termination_{side}_type"))
        names = row.text(f"side_{side}_name", f"termination_{side}", f"side_{side}")
        row.get(f"side_{side}_site")
        node = self._panels.get(panel) if panel else self._devices.get(device)
        ports = [name.strip() for name in names.split(",") if name.strip()] or [""]
        if "powerfeed" in sort and node is None:
            return [self._feed({"name": port}) for port in ports]
        return [None if node is None else _End(node, port, sort) for port in ports]

    def _end_of_object(self, end: Mapping[str, Any]) -> _End | None:
        sort = _sort(word_of(end.get("object_type")))
        inner = end.get("object")
        known = self._by_id.get((sort, str(end.get("object_id", ""))), {})
        told: Mapping[str, Any] = {**known, **inner} if isinstance(inner, Mapping) else known or end
        if sort == "powerfeed":
            return self._feed({**told, "id": end.get("object_id", told.get("id"))})
        device = told.get("device")
        keys = (
            [f"#{device.get('id')}", word_of(device)]
            if isinstance(device, Mapping)
            else [f"#{device}", word_of(device)]
        )
        node = next((self._devices[key] for key in keys if key in self._devices), None)
        return None if node is None else _End(node, word_of(told.get("name")), sort)

    def _feed(self, told: Mapping[str, Any]) -> _End | None:
        known = self._by_id.get(("powerfeed", str(told.get("id", ""))))
        if known is None:
            known = next(
                (
                    raw
                    for raw in self._objects.of("power-feeds")
                    if word_of(raw.get("name")) == word_of(told.get("name"))
                ),
                {},
            )
        panel = known.get("power_panel", told.get("power_panel"))
        keys = [f"#{panel.get('id')}", word_of(panel)] if isinstance(panel, Mapping) else [f"#{panel}", word_of(panel)]
        node = next((self._panels[key] for key in keys if key in self._panels), None)
        return None if node is None else _End(node, word_of(known.get("name") or told.get("name")), "powerfeed")

    def _settled(self) -> list[_Run]:
        """The cables with their media; one between two panels is of the network whose cables go on beyond it."""
        panels = {end.node for cable in self._cables for end in cable[:2] if passes(self._design, end.node)}
        waiting = [cable for cable in self._cables if cable.told is None and {cable.a.node, cable.b.node} <= panels]
        runs = [self._run(*cable) for cable in self._cables if cable not in waiting]
        settled = [cable for cable in self._cables if cable not in waiting]
        beyond: dict[tuple[str, str], Medium] = {}
        while settled:
            for cable, run in zip(settled, runs[-len(settled) :], strict=True):
                beyond.update({(end.node, _number(end.port)): run.medium for end in cable[:2] if end.node in panels})
            settled, left = [], waiting
            waiting = []
            for cable in left:
                medium = next(
                    (beyond[key] for end in cable[:2] if (key := (end.node, _number(end.port))) in beyond), None
                )
                (waiting if medium is None else settled).append(
                    cable if medium is None else cable._replace(told=medium)
                )
            runs += [self._run(*cable) for cable in settled]
        if waiting:
            self._counts["Cables between patch panels that lead to no device, drawn as fabric: {n}."] += len(waiting)
        return runs + [self._run(*cable) for cable in waiting]

    def _run(self, a: _End, b: _End, length: float | None, told: Medium | None) -> _Run:
        sorts = {a.sort, b.sort}
        media: tuple[Medium, ...]
        if told is not None:
            media = (told,)
        elif sorts & _POWER:
            media = ("power",)
        elif sorts & _CONSOLE or _MANAGEMENT.search(a.port) or _MANAGEMENT.search(b.port):
            media = ("management", "fabric", "storage")
        else:
            media = NETWORK_MEDIA
        if a.node > b.node:
            a, b = b, a
        a_groups, b_groups = (self._design.ports_of(self._design.nodes[end.node]) for end in (a, b))
        a_named, b_named = (self._called(groups, end) for groups, end in ((a_groups, a), (b_groups, b)))
        for a_port, b_port in ((a_named, b_named), (a_named, None), (None, b_named), (None, None)):
            for medium in media:
                ours, theirs = (a_port,) if a_port else a_groups, (b_port,) if b_port else b_groups
                if best_pair(ours, theirs, medium) is not None:
                    return _Run(
                        a.node,
                        b.node,
                        medium,
                        a_port.name if a_port else None,
                        b_port.name if b_port else None,
                        length,
                        "",
                    )
        self._counts["Cables between parts without ports that fit, which are kept: {n}."] += 1
        return _Run(a.node, b.node, media[0], None, None, length, "")

    def _called(self, groups: Iterable[PortGroup], end: _End) -> PortGroup | None:
        """The group that the port of END is one of: by its name without the number, or by the side of a panel."""
        wanted = {plain_key(end.port), plain_key(_NUMBER.sub("", end.port))} - {""}
        groups = tuple(groups)
        found = next((group for group in groups if plain_key(group.name) in wanted), None)
        if found is None and end.sort in {"frontport", "rearport"}:
            side = end.sort.removesuffix("port")
            found = next((group for group in groups if group.name.startswith(side)), None)
        return found

    def links(self, ids: LegalIds) -> dict[str, Link]:
        """Return the links of all cables, those that are alike as one; IDS gives their ids."""
        found: dict[str, Link] = {}
        for run, cables in Counter(self._settled()).items():
            link_id = ids.take(f"{run.a}-{run.b}", "link")
            found[link_id] = Link(id=link_id, cables=cables, **run._asdict())
        return found

    def port_maps(self) -> dict[str, Node]:
        """Return the patch panels whose front ports do not lead straight to the rear ones, with their maps."""
        fronts: dict[str, list[dict[str, Any]]] = {}
        rears: dict[str, list[dict[str, Any]]] = {}
        for table, kind in ((fronts, "front-ports"), (rears, "rear-ports")):
            for raw in self._objects.of(kind):
                device = raw.get("device")
                keys = [f"#{device.get('id')}", word_of(device)] if isinstance(device, Mapping) else [word_of(device)]
                node = next((self._devices[key] for key in keys if key in self._devices), None)
                if node is not None:
                    table.setdefault(node, []).append(raw)
        found: dict[str, Node] = {}
        for node_id, ports in fronts.items():
            if not passes(self._design, node_id):
                continue
            start: dict[str, int] = {}
            place = 1
            # Positions of a rear port with several are ports of their own.
            for rear in rears.get(node_id, ()):
                start[word_of(rear.get("name"))] = place
                place += int(number_of(rear.get("positions")) or 1)
            names = names_by_id(rears.get(node_id, ()))
            pairs: list[tuple[int, int]] = []
            for number, front in enumerate(ports, 1):
                places = [place for place in rear_places(front, names) if place.rear in start]
                pairs += [(number, start[place.rear] + place.position - 1) for place in places[:1]]
                if len(places) > 1:
                    self._counts["Front ports that lead to several rear ones, of which the first is drawn: {n}."] += 1
            if len({rear for _, rear in pairs}) < len(pairs):
                self._counts["Patch panels that lead several front ports to one place, drawn straight: {n}."] += 1
            elif any(front != rear for front, rear in pairs):
                node = self._design.nodes[node_id]
                found[node_id] = replace(node, choices={**node.choices, PORT_MAP: map_text(pairs)})
        return found

    def notes(self) -> list[str]:
        """Return what was guessed or left out."""
        return [text.replace("{n}", f"{number:,}") for text, number in self._counts.items()]


def _number(port: str) -> str:
    """Return the number at the end of PORT, by which front and rear ports of a panel belong together."""
    found = re.search(r"\d+$", port)
    return found[0].lstrip("0") if found else port


def _sort(text: str) -> str:
    """A type such as dcim.interface or "DCIM > interface" as one word."""
    last = text.casefold().replace("|", ".").replace(">", ".").rpartition(".")[2]
    return "".join(last.split()).replace("_", "").replace("-", "")
