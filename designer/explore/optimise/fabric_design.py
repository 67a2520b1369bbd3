"""The design of a fabric that was chosen: its racks with cabinets and strips, its switches, hosts and cables.

It is written by the plan of the generators (`edit.templates.plan`), so it opens, is analysed and is bought as others.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.templates.plan import Plan
from designer.explore.optimise.costing import Costed, count_text
from designer.explore.optimise.devices import Device
from designer.explore.optimise.fabric_program import Fabric
from designer.explore.optimise.links import HOST, LinkPrice
from designer.explore.optimise.needs import FabricNeed
from designer.explore.optimise.rack_contents import Rack
from designer.model.design import Design
from designer.model.kinds import POD, RACK
from designer.model.wording import counted

GIVEN: Final = "There already, so it costs nothing here. Take this price away to buy it with the fabric."
DIRECT: Final = {"patched_share": 0.0}
"""Every cable is planned from port to port, so no patch panels are bought by rule."""


Racks = Sequence[tuple[Rack, int]]
"""Contents of racks, and how many racks have each."""


class _Piece(NamedTuple):
    """One node of a role: so many copies in each group or pod, or in all where it stands in none."""

    node: str
    copies: int


class _Wanted(NamedTuple):
    """A cable as it is planned: its length, and the part that it names."""

    length_m: float
    price: LinkPrice


def fabric_design(library: Library, need: FabricNeed, fabric: Fabric, host: Device | None) -> Design:
    """Return FABRIC, which was chosen for NEED, as a design."""
    return _Drawn(library, need, fabric, host).design()


class _Drawn:
    def __init__(self, library: Library, need: FabricNeed, fabric: Fabric, host: Device | None) -> None:
        self._plan, self._need, self._fabric, self._host = Plan(library), need, fabric, host
        self._one = fabric.costed.structure
        self._group_sorts = (self._one.leaf,) if host is None else (host, self._one.leaf)
        self._wanted: dict[str, _Wanted] = {}
        self._given: list[str] = []
        self._racks: list[str] = []
        self._pods: list[str] = []

    def design(self) -> Design:
        """Return the design of the fabric."""
        one, costed = self._one, self._fabric.costed
        tops = self._tops()
        group, last, middle, _ = self._fabric.racks
        # A last group like the others is one more of them.
        # The last group has fewer hosts where they do not divide; its pod is then drawn apart.
        same = one.last == one.hosts and (last == group or one.pods * one.groups == 1)
        for place in range(len(costed.bands)):
            ends = place == self._fabric.last
            copies = self._fabric.pods[place] + (ends and same)
            if copies:
                self._pod(f"-{place + 1}", copies, ((one.hosts, one.groups, group or last),), middle, place, tops)
            if ends and not same:
                parts = ((one.hosts, one.groups - 1, group), (one.last, 1, last))
                self._pod("-last", 1, parts, middle, place, tops)
        self._views()
        need = self._need
        name = f"{counted(need.nodes, 'host')}, {need.ports:,} ports of {need.rate_gbps:g}G"
        design = self._plan.design(name, self._description(), "", {})
        links = dict(design.links)
        for link_id, wanted in self._wanted.items():
            cable = wanted.price.cable or None
            links[link_id] = replace(links[link_id], length_m=wanted.length_m, cable_part=cable)
        nodes = dict(design.nodes)
        for node_id in self._given:
            nodes[node_id] = replace(nodes[node_id], price_usd=0.0)
        # The wish is the limit of every rack, so that the review tells when it is broken later.
        for rack in self._racks if isfinite(need.rack_w) else ():
            nodes[rack] = replace(nodes[rack], facts={**nodes[rack].facts, "power_limit_w": need.rack_w})
        settings = replace(design.settings, assumptions={**design.settings.assumptions, **DIRECT})
        return library_embedded(replace(design, links=links, nodes=nodes, settings=settings), self._plan.library)

    # ---- Switches above the pods ----

    def _tops(self) -> list[list[_Piece]]:
        """Draw spines, or the cores of each plane, in their racks; returns the nodes of each plane."""
        one = self._one
        if not one.tops:
            return []
        planes = [one.spines] if one.tiers == 2 else [one.cores] * one.spines
        role, name = ("spine", "Spine switch") if one.tiers == 2 else ("core", "Core switch")
        # Cores of different planes have cables of their own, so that each of their racks is a container of its own.
        racks = [rack for rack, count in self._fabric.racks[3] for _ in range(count)]
        if one.tiers == 2:
            # Alike racks are one container with copies.
            found: list[_Piece] = []
            for number, (rack, count) in enumerate(self._fabric.racks[3]):
                tail = "" if not number else f"-{number + 1}"
                place = self._rack(f"{role}-rack{tail}", "Spine rack", rack, count, None)
                node = self._switch(f"{role}{tail}", name, one.top, place, rack.counts[0])
                self._feed(place, rack, {0: [(node, rack.counts[0])]}, (one.top,))
                found.append(_Piece(node, rack.counts[0] * count))
            return [found]
        pieces: list[list[_Piece]] = [[] for _ in planes]
        left = list(planes)
        plane = 0
        for number, rack in enumerate(racks, 1):
            place = self._rack(f"{role}-rack-{number}", "Core rack", rack, 1, None)
            fed: list[tuple[str, int]] = []
            room = rack.counts[0]
            while room:
                # A rack may hold the end of one plane and the beginning of the next.
                here = min(room, left[plane])
                if here:
                    node = f"{role}-{plane + 1}-{len(pieces[plane]) + 1}"
                    self._switch(node, f"{name}, plane {plane + 1}", one.top, place, here)
                    pieces[plane].append(_Piece(node, here))
                    fed.append((node, here))
                room, left[plane] = room - here, left[plane] - here
                plane += left[plane] == 0
            self._feed(place, rack, {0: fed}, (one.top,))
        return pieces

    # ---- Pods ----

    def _pod(
        self,
        tail: str,
        copies: int,
        parts: Sequence[tuple[int, int, Racks]],
        middle: Racks,
        place: int,
        tops: Sequence[Sequence[_Piece]],
    ) -> None:
        """Draw COPIES of a pod: PARTS are its hosts of a group, groups and racks of one."""
        one, costed = self._one, self._fabric.costed
        rows = costed.bands[place].rows
        name = "The fabric" if one.tiers == 1 else "Last pod" if tail == "-last" else "Pod"
        if one.tiers > 1:
            name += ", row of the top" if not rows else f", {rows} rows away" if rows > 1 else ", one row away"
        pod = self._plan.container(f"pod{tail}", POD, name, copies=copies)
        self._pods.append(pod)
        leaves: list[_Piece] = []
        for number, (hosts, groups, racks) in enumerate(parts):
            if groups:
                end = f"{tail}{'-rest' * number}"
                inside = pod
                if one.tiers == 3:
                    inside = self._plan.container(f"group{end}", POD, "Group", parent=pod, copies=groups)
                leaves += [_Piece(leaf.node, leaf.copies * groups) for leaf in self._group(end, inside, hosts, racks)]
        band = costed.bands[place]
        up = _Wanted(band.length_m, band.link)
        if one.tiers == 2:
            for leaf in leaves:
                for spine in tops[0]:
                    self._join("uplinks", leaf, spine, copies * leaf.copies * spine.copies * one.each, up)
        for plane, spine in enumerate(self._spines_of_pod(tail, pod, middle)):
            for leaf in leaves:
                wanted = _Wanted(costed.pod_m, costed.pod_link)
                self._join("uplinks", leaf, spine, leaf.copies * one.each, wanted)
            for core in tops[plane]:
                self._join("core-links", spine, core, copies * core.copies * one.planes_each, up)

    def _group(self, tail: str, inside: str, hosts: int, racks: Racks) -> list[_Piece]:
        """Draw hosts on their leaves, both in RACKS or the hosts beside them; returns the leaves of one group."""
        one, costed = self._one, self._fabric.costed
        hosts_at, leaves_at = self._group_racks(tail, inside, racks)
        if self._host is None:
            ports = (fabric_ports(self._need.links_per_node, self._need.rate_gbps),)
            node = self._plan.node(f"host{tail}", HOST, "Host", parent=inside, copies=hosts, ports=ports, note=GIVEN)
            self._given.append(node)
            hosts_at = [_Piece(node, hosts)]
        # Rails: each link of a host goes to another leaf of its group, evenly.
        each = self._need.links_per_node // one.leaves
        port = self._host.group.name if self._host else None
        for below in hosts_at:
            for leaf in leaves_at:
                wanted = _Wanted(costed.host_m, costed.host_link)
                self._join("rails", below, leaf, below.copies * leaf.copies * each, wanted, a_port=port)
        return leaves_at

    def _group_racks(self, tail: str, inside: str, racks: Racks) -> tuple[list[_Piece], list[_Piece]]:
        """Draw the racks of a group; returns hosts and leaves."""
        one, sorts = self._one, 1 if self._host is None else 2
        hosts: list[_Piece] = []
        leaves: list[_Piece] = []
        number = 0
        # Racks with hosts or leaves alone are one container with copies; a mixed one stands by itself, since a link
        # within a container with copies would join what stands in the same copy alone.
        for rack, count in sorted(racks, key=lambda row: (-row[0].counts[0], row[0].counts)):
            of_hosts, of_leaves = (rack.counts[0] if sorts == 2 else 0), rack.counts[-1]
            for copies in [1] * count if of_hosts and of_leaves else [count]:
                number += 1
                end = f"{tail}-{number}"
                title = "Rack" if of_hosts and of_leaves else "Host rack" if of_hosts else "Leaf rack"
                place = self._rack(f"rack{end}", title, rack, copies, inside)
                fed: dict[int, list[tuple[str, int]]] = {}
                if of_hosts and self._host is not None:
                    part = self._host.part.id
                    node = self._plan.node(f"host{end}", part, "Host", parent=place, copies=of_hosts, note=GIVEN)
                    self._given.append(node)
                    hosts.append(_Piece(node, of_hosts * copies))
                    fed[0] = [(node, of_hosts)]
                if of_leaves:
                    node = self._switch(f"leaf{end}", "Leaf switch", one.leaf, place, of_leaves)
                    leaves.append(_Piece(node, of_leaves * copies))
                    fed[sorts - 1] = [(node, of_leaves)]
                self._feed(place, rack, fed, self._group_sorts)
        return hosts, leaves

    def _spines_of_pod(self, tail: str, pod: str, racks: Racks) -> list[_Piece]:
        """Draw the spines of a pod, one of each plane."""
        found: list[_Piece] = []
        every = [rack for rack, count in racks for _ in range(count)]
        for number, rack in enumerate(every, 1):
            place = self._rack(f"spine-rack{tail}-{number}", "Spine rack", rack, 1, pod)
            fed: list[tuple[str, int]] = []
            for _ in range(rack.counts[0]):
                plane = len(found) + 1
                node = self._switch(f"spine{tail}-{plane}", f"Spine switch, plane {plane}", self._one.top, place, 1)
                found.append(_Piece(node, 1))
                fed.append((node, 1))
            self._feed(place, rack, {0: fed}, (self._one.top,))
        return found

    # ---- What all racks have ----

    def _rack(self, rack_id: str, name: str, rack: Rack, copies: int, parent: str | None) -> str:
        place = self._plan.container(rack_id, RACK, name, parent=parent, copies=copies)
        self._racks.append(place)
        self._plan.node(f"{rack_id}-cabinet", rack.cabinet.id, "Cabinet", parent=place)
        return place

    def _switch(self, node_id: str, name: str, device: Device, rack: str, copies: int) -> str:
        return self._plan.node(node_id, device.part.id, name, parent=rack, copies=copies)

    def _feed(
        self, rack: str, content: Rack, fed: Mapping[int, Sequence[tuple[str, int]]], devices: Sequence[Device]
    ) -> None:
        """Draw the strips of a rack, and the cords to its DEVICES: by sort, the nodes with how many of each."""
        for side in content.sides:
            end = f"-{side.side.lower()}" if side.side else ""
            title = f"Rack PDU {side.side}".strip()
            strip = self._plan.node(f"{rack}-pdu{end}", side.part.id, title, parent=rack, copies=side.strips)
            for sort, cords, outlet in side.cords:
                nodes = fed.get(sort, ())
                number = sum(count for _, count in nodes)
                for node, count in nodes:
                    device = devices[sort]
                    self._plan.link(
                        f"{strip}-{node}",
                        strip,
                        node,
                        "power",
                        cords * count // number,
                        a_port=outlet,
                        b_port=device.inlets.group.name if device.inlets else None,
                        side="A" if side.side == "A" else "B" if side.side == "B" else "",
                    )

    def _join(
        self, name: str, below: _Piece, above: _Piece, cables: int, wanted: _Wanted, *, a_port: str | None = None
    ) -> None:
        one = self._one
        first = a_port if name == "rails" else one.leaf.group.name
        upper = one.leaf if name == "rails" else one.top
        link = self._plan.link(
            f"{name}-{below.node}-{above.node}",
            below.node,
            above.node,
            "fabric",
            cables,
            a_port=first,
            b_port=upper.group.name,
            name={"rails": "Host links", "uplinks": "Uplinks", "core-links": "Core links"}[name],
        )
        self._wanted[link] = wanted

    # ---- Words ----

    def _views(self) -> None:
        need, one = self._need, self._one
        self._plan.view(
            "whole",
            "The whole fabric",
            f"{counted(need.nodes, 'host')}, joined by {counted(one.switches, 'switch', 'switches')}.",
            "",
            hidden_media=("power",),
            hidden_layers=("facility",),
        )
        self._plan.view(
            "pod-view", "One pod", f"{counted(one.hosts, 'host')} on {one.leaves} leaves.", "", focus=self._pods[:1]
        )

    def _description(self) -> str:
        need, fabric = self._need, self._fabric
        parts = [structure_text(fabric.costed)]
        if self._one.tiers > 1:
            bands = fabric.costed.bands
            at = list(fabric.pods)
            at[fabric.last] += 1
            parts.append(
                "Pods: " + ", ".join(count_text(n, band.rows) for n, band in zip(at, bands, strict=True) if n) + "."
            )
        wish = "survives any switch, " if need.survive else ""
        parts.append(
            f"The cheapest for {need.ports:,} ports of {need.rate_gbps:g}G, {wish}at most {need.oversubscription:g}:1."
        )
        return " ".join(parts)


def structure_text(costed: Costed) -> str:
    """Return the structure in a sentence: how many of which switches, and how they are joined."""
    one = costed.structure
    if one.tiers == 1:
        return f"One leaf, {one.leaf.part.name}, for all hosts."
    inside = f"{one.leaves} {one.leaf.part.name} as leaves"
    if one.tiers == 2:
        return (
            f"{counted(one.pods, 'pod')} of up to {counted(one.hosts, 'host')} on {inside}; "
            f"{counted(one.spines, 'spine')} {one.top.part.name}, {counted(one.each, 'link')} from every leaf to every "
            "spine."
        )
    return (
        f"{counted(one.pods, 'pod')} of {counted(one.groups, 'group')}, each of up to {counted(one.hosts, 'host')} on "
        f"{inside}; {counted(one.spines, 'spine')} in a pod, {counted(one.each, 'link')} from leaf to spine; "
        f"{counted(one.tops, 'core')} in {counted(one.spines, 'plane')}, {counted(one.planes_each, 'link')} from a "
        "spine to each core of its plane."
    )


def library_embedded(design: Design, library: Library) -> Design:
    """Return DESIGN with all parts embedded that it names, the cables that its links name among them."""
    wanted = {link.cable_part for link in design.links.values() if link.cable_part} - design.parts.keys()
    if not wanted:
        return design
    parts, sources = library.closure(sorted(wanted))
    return replace(design, parts={**design.parts, **parts}, sources={**design.sources, **sources})


def racks_of(fabric: Fabric) -> Iterator[tuple[Rack, int]]:
    """Yield every content of a rack of FABRIC and how many racks have it in the whole fabric."""
    one = fabric.costed.structure
    for racks, copies in zip(fabric.racks, (one.pods * one.groups - 1, 1, one.pods, 1), strict=True):
        for rack, count in racks:
            if count * copies:
                yield rack, count * copies
