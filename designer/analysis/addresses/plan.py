"""The address plan of a network whose cables are known one by one.

Every switch that forwards is a router of its own: eBGP over point-to-point links (RFC 7938, 2016), of 31 bits
(RFC 3021, 2000; RFC 6164, 2011, for IPv6). A leaf has an autonomous system of its own; switches of one tier above that
hang together by what is below them share one, as tier 2 of a cluster and tier 1 of the whole do in RFC 7938 §5.2.1.
Hosts stand in the network of the switch that they hang on, by the port that they hang on.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from designer.analysis.addresses.ports import DevicePorts, card_of, port_key
from designer.analysis.addresses.records import AddressPlan, Cable, CableEnd, PlannedDevice, PlannedPort
from designer.analysis.addresses.space import Space
from designer.analysis.network.endpoints import Roster
from designer.analysis.network.tiers import levels, tier_name
from designer.analysis.quantities import role_of
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.kinds import SWITCHES
from designer.model.network.device_numbers import number_of, ranks
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.wording import counted

_VLANS: Final[Mapping[Medium, int]] = {"fabric": 100, "storage": 200, "management": 300}
"""VLAN of the network of a switch, by its medium; the rail is added where all of its hosts are of one."""
_MOST_RAILS: Final = 99

Key = tuple[str, int]
"""A device: its node and which copy."""


class _Wire(NamedTuple):
    """A cable between two devices, the one that owns its addresses first."""

    cable: Cable
    near: Key
    near_end: CableEnd
    far: Key
    far_end: CableEnd


class _Groups:
    """Devices that hang together, by union and find."""

    def __init__(self) -> None:
        self._up: dict[Key, Key] = {}

    def first(self, key: Key) -> Key:
        """Return the device that stands for all that KEY hangs together with."""
        up = self._up
        while (above := up.get(key, key)) != key:
            up[key] = up.get(above, above)
            key = above
        return key

    def join(self, a: Key, b: Key) -> None:
        """Let A and B hang together."""
        self._up[self.first(a)] = self.first(b)


def address_plan(design: Design, cables: Iterable[Cable]) -> AddressPlan:
    """Return the address plan of DESIGN by its settings.

    Args:
        design: The design.
        cables: Of its networks, one by one, from device to device; others than of `NETWORK_MEDIA` are left out.

    Raises:
        RefusedInput: a prefix is too small.
    """
    return _Planner(design, [cable for cable in cables if cable.medium in NETWORK_MEDIA]).plan()


class _Planner:
    """One plan while it is made."""

    def __init__(self, design: Design, cables: list[Cable]) -> None:
        self.design = design
        self.cables = cables
        self.roster = Roster(design)
        self.space = Space(design.settings.addresses)
        self.names = device_names(design)
        self.ranks = ranks(design, design.settings.addresses.numbers)
        self.forwards: dict[Medium, set[str]] = {medium: self.roster.switches((medium,)) for medium in NETWORK_MEDIA}
        self.tiers: dict[Medium, dict[str, int]] = {medium: levels(self.roster, medium) for medium in NETWORK_MEDIA}
        self.numbers: dict[Key, int] = {}
        self.used: dict[Key, DevicePorts] = {}

    def key(self, end: CableEnd) -> Key:
        """Return the device that a cable ends at: the server that a card stands in."""
        owner = self.roster.owners[end.node]
        if owner == end.node:
            return end.node, end.copy
        return owner, end.copy // max(self.names.copies(end.node) // self.names.copies(owner), 1)

    def number(self, key: Key) -> int:
        """Return the number of a device among those of its sort."""
        found = self.numbers.get(key)
        if found is None:
            rank = self.ranks.get(key[0], 0)
            found = self.numbers[key] = number_of(rank, key[1], several=self.names.copies(key[0]) > 1)
        return found

    def is_switch(self, key: Key) -> bool:
        """Return whether a device is numbered among the switches."""
        return self.design.nodes[key[0]].kind in SWITCHES

    def plan(self) -> AddressPlan:
        """Return the whole plan."""
        wires, drops = self._sorted()
        routers = {key for wire in wires for key in (wire.near, wire.far)} | {drop.near for drop in drops}
        keys = sorted({key for one in (*wires, *drops) for key in (one.near, one.far)}, key=self._order)
        place = {key: number for number, key in enumerate(keys)}
        for key in keys:
            self.used[key].number(self.design.nodes[key[0]], self.design.ports_of(self.design.nodes[key[0]]))
        asns = self._asns(wires, routers)
        planes, plane_of = self._planes(wires, drops)
        rails = self._rails(drops, plane_of)
        networks = self._networks(drops, rails)
        devices = [self._device(key, key in routers, asns.get(key, 0), networks) for key in keys]
        ports = [
            *self._link_ports(wires, place, plane_of),
            *self._access_ports(drops, place, plane_of, rails, networks),
        ]
        self.space.require()
        ports.sort(key=lambda port: (port.device, port.interface, port.cable))
        return AddressPlan(tuple(devices), tuple(ports), self.space.settings, planes, tuple(self._notes(devices)))

    def _order(self, key: Key) -> tuple[bool, int, int]:
        return not self.is_switch(key), self._places[key[0]], key[1]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {node_id: place for place, node_id in enumerate(self.roster.order)}

    def _sorted(self) -> tuple[list[_Wire], list[_Wire]]:
        """Return the cables between two that route, and those from a switch, `near`, to a host, `far`."""
        wires: list[_Wire] = []
        drops: list[_Wire] = []
        for cable in self.cables:
            a, b = self.key(cable.a), self.key(cable.b)
            for key, end in ((a, cable.a), (b, cable.b)):
                if key not in self.used:
                    self.used[key] = DevicePorts()
                self.used[key].take(port_key(self.design, end, self._places[end.node]))
            forwards = self.forwards[cable.medium]
            ahead, back = _Wire(cable, a, cable.a, b, cable.b), _Wire(cable, b, cable.b, a, cable.a)
            if (a[0] in forwards) != (b[0] in forwards):
                drops.append(ahead if a[0] in forwards else back)
                continue
            wires.append(ahead if self._owns(a, b, cable.medium) else back)
        return wires, drops

    def _owns(self, a: Key, b: Key, medium: Medium) -> bool:
        """Return whether A owns the addresses of a link to B: the one nearer to the endpoints, else of lower number."""
        tiers = self.tiers[medium]
        ranked = [(tiers.get(key[0], 99), not self.is_switch(key), self.number(key), key) for key in (a, b)]
        return ranked[0] <= ranked[1]

    def _asns(self, wires: list[_Wire], routers: set[Key]) -> dict[Key, int]:
        """Return the autonomous system of every router."""
        tier = {key: self._tier(key) for key in routers}
        top = max(tier.values(), default=0)
        inside: set[Key] = set()
        groups = _Groups()
        found: dict[Key, int] = {}
        # Upwards, tier by tier: what hangs together by links up to a tier is one cluster of that tier.
        by_tier: dict[int, list[_Wire]] = {}
        for wire in wires:
            by_tier.setdefault(max(tier[wire.near], tier[wire.far]), []).append(wire)
            if tier[wire.near] == tier[wire.far] and wire.near != wire.far:
                inside |= {wire.near, wire.far}
        members: dict[int, list[Key]] = {}
        for key in routers:
            members.setdefault(tier[key], []).append(key)
        for level in range(top + 1):
            for wire in by_tier.get(level, ()):
                groups.join(wire.near, wire.far)
            first: dict[Key, int] = {}
            for key in members.get(level, ()):
                head = groups.first(key)
                first[head] = min(first.get(head, self.number(key)), self.number(key))
            for key in members.get(level, ()):
                # Two of one tier that are joined directly would meet in one system, and drop each other's routes.
                shared = level >= 2 and key not in inside and self.is_switch(key)
                number = first[groups.first(key)] if shared else self.number(key)
                found[key] = self.space.asn(number, switch=self.is_switch(key), shared=shared, who=self._name(key))
        return found

    def _tier(self, key: Key) -> int:
        return max((tiers.get(key[0], 0) for tiers in self.tiers.values()), default=0)

    def _planes(
        self, wires: list[_Wire], drops: list[_Wire]
    ) -> tuple[dict[Medium, int], dict[tuple[Medium, Key], int]]:
        """Return how many planes each medium has, and the plane, from 1, of each of its switches."""
        count: dict[Medium, int] = {}
        found: dict[tuple[Medium, Key], int] = {}
        for medium in NETWORK_MEDIA:
            groups = _Groups()
            keys: dict[Key, None] = {}
            for wire in wires:
                if wire.cable.medium == medium and wire.near[0] in self.forwards[medium]:
                    groups.join(wire.near, wire.far)
                    keys |= {wire.near: None, wire.far: None}
            keys |= {drop.near: None for drop in drops if drop.cable.medium == medium}
            planes: dict[Key, int] = {}
            for key in sorted(keys, key=self._order):
                found[medium, key] = planes.setdefault(groups.first(key), len(planes) + 1)
            if planes:
                count[medium] = len(planes)
        return count, found

    def _rails(self, drops: list[_Wire], plane_of: Mapping[tuple[Medium, Key], int]) -> list[int]:
        """Return the rail of each of DROPS, from 1: which of the host's ports in that plane it is; 0 of management."""
        found = [0] * len(drops)
        by_host: dict[tuple[Medium, Key, int], list[tuple[int, int]]] = {}
        for number, drop in enumerate(drops):
            medium = drop.cable.medium
            if medium != "management":
                interface = self.used[drop.far].interface(
                    port_key(self.design, drop.far_end, self._places[drop.far_end.node])
                )
                by_host.setdefault((medium, drop.far, plane_of[medium, drop.near]), []).append((interface, number))
        for ports in by_host.values():
            for rail, (_, number) in enumerate(sorted(ports), 1):
                found[number] = rail
        return found

    def _networks(self, drops: list[_Wire], rails: list[int]) -> dict[tuple[Key, bool], tuple[str, str, int]]:
        """Return (IPv4 network, IPv6 network, VLAN) of the hosts of each switch, and of what it manages."""
        seen: dict[tuple[Key, bool], tuple[Medium, set[int]]] = {}
        for drop, rail in zip(drops, rails, strict=True):
            medium = drop.cable.medium
            seen.setdefault((drop.near, medium == "management"), (medium, set()))[1].add(rail)
        found: dict[tuple[Key, bool], tuple[str, str, int]] = {}
        for (key, management), (medium, of_rails) in seen.items():
            four, six = self.space.network(self.number(key), management=management, who=self._name(key))
            rail = next(iter(of_rails)) if len(of_rails) == 1 else 0
            found[key, management] = four, six, _VLANS[medium] + (rail if rail <= _MOST_RAILS else 0)
        return found

    def _device(
        self, key: Key, routes: bool, asn: int, networks: Mapping[tuple[Key, bool], tuple[str, str, int]]
    ) -> PlannedDevice:
        number, switch, name = self.number(key), self.is_switch(key), self._name(key)
        four, six, vlan = networks.get((key, False), ("", "", 0))
        management, management6, management_vlan = networks.get((key, True), ("", "", 0))
        return PlannedDevice(
            *key,
            name,
            self.names.host(*key),
            self._role(key),
            routes,
            number,
            self.space.loopback(number, switch=switch, who=name) if routes else "",
            self.space.loopback6(number, switch=switch) if routes else "",
            asn,
            four,
            six,
            vlan,
            management,
            management6,
            management_vlan,
        )

    def _role(self, key: Key) -> str:
        for medium in NETWORK_MEDIA:
            level = self.tiers[medium].get(key[0])
            if level is not None and key[0] in self.forwards[medium]:
                return tier_name(medium, level)
        return role_of(self.design.nodes[key[0]])

    def _name(self, key: Key) -> str:
        return self.names.of(*key)

    def _link_ports(
        self, wires: list[_Wire], place: Mapping[Key, int], plane_of: Mapping[tuple[Medium, Key], int]
    ) -> Iterable[PlannedPort]:
        """Yield both ends of each of WIRES; links of a device are counted by the number of the other one."""
        owned: dict[Key, list[tuple[tuple[bool, int], int]]] = {}
        for number, wire in enumerate(wires):
            owned.setdefault(wire.near, []).append(((not self.is_switch(wire.far), self.number(wire.far)), number))
        numbered = self.space.settings.link_addresses == "numbered"
        for key, mine in owned.items():
            switch = self.is_switch(key)
            for slot, (_, number) in enumerate(sorted(mine)):
                wire = wires[number]
                a, b, a6, b6 = "", "", "", ""
                if numbered:
                    a, b, a6, b6 = self.space.link(self.number(key), slot, switch=switch, who=self._name(key))
                plane = plane_of.get((wire.cable.medium, wire.near), 0)
                yield from self._both(wire, place, "link", "link", (a, b), (a6, b6), plane=plane)

    def _access_ports(
        self,
        drops: list[_Wire],
        place: Mapping[Key, int],
        plane_of: Mapping[tuple[Medium, Key], int],
        rails: list[int],
        networks: Mapping[tuple[Key, bool], tuple[str, str, int]],
    ) -> Iterable[PlannedPort]:
        """Yield both ends of each of DROPS: the port of the switch, which has no address of its own, and the host's."""
        for drop, rail in zip(drops, rails, strict=True):
            medium = drop.cable.medium
            management = medium == "management"
            number, who = self.number(drop.near), self._name(drop.near)
            near_key = port_key(self.design, drop.near_end, self._places[drop.near_end.node])
            slot = self.used[drop.near].interface(near_key) - 1
            four, six = self.space.host(number, slot, management=management, who=who)
            gateway, gateway6 = self.space.host(number, -1, management=management, who=who)
            vlan = networks[drop.near, management][2]
            plane = plane_of[medium, drop.near]
            near, far = self._both(
                drop, place, "access", "host", (gateway, four), (gateway6, six), vlan=vlan, rail=rail, plane=plane
            )
            yield near._replace(address="", address6="")
            yield far._replace(vlan=0)

    def _both(
        self,
        wire: _Wire,
        place: Mapping[Key, int],
        near_use: str,
        far_use: str,
        four: tuple[str, str],
        six: tuple[str, str],
        *,
        vlan: int = 0,
        rail: int = 0,
        plane: int = 0,
    ) -> tuple[PlannedPort, PlannedPort]:
        """Return the ports at both ends of a wire, `near` first."""
        keys = [port_key(self.design, end, self._places[end.node]) for end in (wire.near_end, wire.far_end)]
        near_number, far_number = self.used[wire.near].interface(keys[0]), self.used[wire.far].interface(keys[1])
        near_words, far_words = (
            card_of(self.design, wire.near_end, wire.near),
            card_of(self.design, wire.far_end, wire.far),
        )
        cable = wire.cable
        near = PlannedPort(
            place[wire.near],
            near_words,
            near_number,
            cable.id,
            cable.link,
            cable.medium,
            place[wire.far],
            far_words,
            far_number,
            near_use,
            four[0],
            four[1],
            six[0],
            six[1],
            vlan,
            rail,
            plane,
        )
        far = PlannedPort(
            place[wire.far],
            far_words,
            far_number,
            cable.id,
            cable.link,
            cable.medium,
            place[wire.near],
            near_words,
            near_number,
            far_use,
            four[1],
            four[0],
            six[1],
            six[0],
            vlan,
            rail,
            plane,
        )
        return near, far

    def _notes(self, devices: list[PlannedDevice]) -> Iterable[str]:
        free = sum(not device.routes and device.role == "switch" for device in devices)
        if free:
            yield f"{counted(free, 'switch', 'switches')} forward nothing on the networks that are drawn."
