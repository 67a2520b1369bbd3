"""Failures by the drawing that stop machines of a job: power, coolant, network, and the places that hold all of it.

Every copy of a machine needs one of the ways that feed it, of units alike as many as carry the load, coolant where
coolant is drawn, the air coolers of its rack, row or room, one of its switches, and the places around it; what it needs
needs the same in turn. Power that is short switches all off, as its equipment does where it is not said to slow its
load; coolers that are short keep as many machines as they cool: the first of n needs a nth of the load to be carried,
the last all of it. What is not said to fail is taken never to; it is named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.chain.supplies import draws_power
from designer.analysis.cooling.pipes import is_cooler, is_turned
from designer.analysis.cooling.shares import heats_of, ratio_of
from designer.analysis.cooling.zones import Air, air_of, area_devices
from designer.analysis.power.chain import COLUMNS, MAX, Chain, Floats, Ints, chain_of, lay_out
from designer.analysis.power.directions import directed
from designer.analysis.power.draw import draw_of
from designer.analysis.power.limits import limits_of
from designer.analysis.power.load_flow import walk
from designer.analysis.quantities import is_rented, role_of, value_of
from designer.formulas.workloads.goodput.cut_sets import NEVER, Family, needs_all, needs_any, needs_some, of_element
from designer.formulas.workloads.goodput.host_groups import HostGroup
from designer.model.copy_ids import copy_id
from designer.model.design import Design, Node
from designer.model.identity_cache import Remembered
from designer.model.kinds import AIR_HANDLERS, KINDS
from designer.model.records import RefusedInput
from designer.model.workloads.choices import chosen

MOST_COPIES: Final = 20_000
"""Copies of machines beyond which they are not followed one by one."""
_ROUNDING: Final = 1e-9


class Failing(NamedTuple):
    """Failure rate of something, in hours, and the node that says so."""

    mtbf_h: float
    repair_h: float
    node: str


class DrawnNeeds(NamedTuple):
    """Needs of the machines of a job, and the failures that stop them.

    Attributes:
        groups: Machines that need the very same, with what stops them.
        elements: How often each element of the cut sets fails, by its name: its id, with a number where it has copies.
        unknown: Ids of what the machines need of which nobody says how often it fails.
        too_many: Whether there are too many machines to follow one by one.
    """

    groups: tuple[HostGroup, ...] = ()
    elements: Mapping[str, Failing] = {}
    unknown: tuple[str, ...] = ()
    too_many: bool = False


_known: Final = Remembered[DrawnNeeds](kept=8)


def drawn_needs(design: Design, hosts: Sequence[Node], fabrics: WorkFabrics) -> DrawnNeeds:
    """Return what stops HOSTS, machines of one's own, by what DESIGN draws and says of how often it fails.

    Nothing is followed where nothing says how often it fails.
    """
    stated = {node.id: rate for node in design.nodes.values() if (rate := _rate(design, node)) is not None}
    own = [host for host in hosts if not is_rented(design.part_of(host))]
    inside = {host.id for host in own}
    if not stated.keys() - inside:
        return DrawnNeeds()
    if sum(design.total_copies(host.id) for host in own) > MOST_COPIES:
        return DrawnNeeds(too_many=True)
    # Work of all sorts can be edited without any of this changing.
    things = (
        *(node for node in design.nodes.values() if role_of(node) != "software"),
        *design.links.values(),
        design.settings,
        *own,
    )
    return _known.of(things, tuple(sorted(inside)), lambda: _Followed(design, own, fabrics, stated).needs)


def _rate(design: Design, node: Node) -> Failing | None:
    kind = KINDS.get(node.kind)
    if kind is None or not kind.fails:
        return None
    mtbf, repair = value_of(design, node, "mtbf_h"), value_of(design, node, "repair_h")
    return Failing(mtbf, repair, node.id) if mtbf and repair is not None else None


class _Followed:
    """One design, with what was found of each of its copies."""

    def __init__(
        self, design: Design, hosts: Sequence[Node], fabrics: WorkFabrics, stated: Mapping[str, Failing]
    ) -> None:
        self.design = design
        self.hosts = hosts
        self.fabrics = fabrics
        self.stated = stated
        self.elements: dict[str, Failing] = {}
        self.met: dict[str, None] = {}
        self._alike: dict[tuple[object, ...], Family] = {}
        self._hanging: dict[int, frozenset[int]] = {}

    @property
    def needs(self) -> DrawnNeeds:
        """All of it."""
        counted: dict[Family, int] = {}
        inside = {host.id for host in self.hosts}
        for host in self.hosts:
            for copy in range(self.design.total_copies(host.id)):
                parts = (
                    self._around(host.id, copy),
                    self._dark(host.id, copy),
                    self._warm(host.id, copy),
                    self._hot(host.id, copy),
                    self._network(host.id, copy),
                )
                family = self._once(parts, needs_all)
                counted[family] = counted.get(family, 0) + 1
        unknown = tuple(one for one in self.met if one not in self.stated and one not in inside)
        return DrawnNeeds(
            tuple(HostGroup(hosts, family) for family, hosts in counted.items()), dict(self.elements), unknown
        )

    def _once(self, parts: tuple[Family, ...], joined: Callable[[Iterable[Family]], Family]) -> Family:
        """JOINED of PARTS, found again where the same parts come together once more."""
        key = (joined.__name__, *parts)
        if key not in self._alike:
            self._alike[key] = joined(parts)
        return self._alike[key]

    def _element(self, node_id: str, copy: int) -> Family:
        """The failure of a copy itself."""
        self.met[node_id] = None
        rate = self.stated.get(node_id)
        if rate is None:
            return NEVER
        name = node_id if self.design.total_copies(node_id) == 1 else copy_id(node_id, copy)
        self.elements[name] = rate
        return of_element(name)

    def _around(self, node_id: str, copy: int) -> Family:
        """The failure of any place around a copy; places of which nothing is said are not named, as few ever fail."""
        found = [
            self._element(place, copy // self.design.copies_within(node_id, place))
            for place in self.design.ancestors(node_id)
            if place in self.stated
        ]
        return self._once(tuple(found), needs_all) if found else NEVER

    def _itself(self, node_id: str, copy: int) -> Family:
        """The failure of a copy of what feeds, cools or passes on, or of a place around it."""
        return self._once((self._element(node_id, copy), self._around(node_id, copy)), needs_all)

    @cached_property
    def power(self) -> Chain | None:
        """The power chain, copy by copy; None where none is drawn, or it is too large."""
        needs = needs_of(self.design)
        if not draws_power(self.design):
            return None
        try:
            return chain_of(needs.supplied, needs.feeds)
        except RefusedInput:
            return None

    @cached_property
    def coolant(self) -> Chain | None:
        """The coolant loops, copy by copy; None where none are drawn, or they are too large."""
        supplied = needs_of(self.design).supplied
        if not any(link.medium == "coolant" for link in supplied.links.values()):
            return None
        try:
            return lay_out(supplied, directed(supplied, "coolant", is_turned), _heats, is_cooler, "coolant system")
        except RefusedInput:
            return None

    @cached_property
    def _power_families(self) -> list[Family]:
        """Return the cut sets that leave each vertex of the power chain dark."""
        chain = self.power
        assert chain is not None
        limits = limits_of(chain)
        ratings = {one: limits.capacities[one].rating_w.value for one in chain.order}
        # What slows its load goes on with any unit that is left.
        slowing = {one for one in chain.order if chosen(self.design.nodes[one], "overload") == "cap"}
        ratings |= dict.fromkeys(slowing)
        return self._families(chain, limits.carried_w(walk(chain)), ratings, lambda node_id, copy: NEVER)

    @cached_property
    def _coolant_families(self) -> list[Family]:
        """Return the cut sets that leave each vertex of the coolant loops warm; coolers need power too."""
        chain = self.coolant
        assert chain is not None
        ratings = {one: value_of(self.design, self.design.nodes[one], "cooling_capacity_w") for one in chain.order}
        return self._families(
            chain,
            walk(chain).load[:, MAX],
            ratings,
            self._dark,
            shares=True,
        )

    def _families(
        self,
        chain: Chain,
        load: Floats,
        ratings: Mapping[str, float | None],
        beside: Callable[[str, int], Family],
        *,
        shares: bool = False,
    ) -> list[Family]:
        """Return what stops each vertex of a chain.

        Args:
            chain: The chain.
            load: What each vertex carries, W.
            ratings: What a copy of each node may carry, W; None where that is not known, or does not stop it.
            beside: What else stops a vertex that passes on.
            shares: Whether devices that hang on the same are kept one by one, as many as what is left carries.
        """
        found: list[Family] = [NEVER] * chain.vertices
        sources: dict[int, list[int]] = {}
        for source, fed in zip(chain.source.tolist(), chain.fed.tolist(), strict=True):
            sources.setdefault(fed, []).append(source)
        # Vertices by level: those without sources first, then as the edges are ordered.
        roots = np.flatnonzero(chain.roots).tolist()
        order = [*roots, *dict.fromkeys(chain.fed.tolist())]
        # Of devices on the very same sources, the place of each and how many there are.
        hanging: dict[tuple[int, ...], list[int]] = {}
        for fed, above in sources.items():
            if chain.devices[fed]:
                hanging.setdefault(tuple(sorted(set(above))), []).append(fed)
        part_of = {
            vertex: (number + 1) / len(alike)
            for alike in (hanging.values() if shares else ())
            for number, vertex in enumerate(sorted(alike))
        }
        for vertex in order:
            node_id = chain.order[int(chain.owner[vertex])]
            copy = vertex - chain.first[node_id]
            parts: list[Family] = []
            if not chain.devices[vertex]:
                # A UPS with a bypass passes raw mains on when it fails itself.
                parts += [self._around(node_id, copy) if chain.bypasses[vertex] else self._itself(node_id, copy)]
                parts += [beside(node_id, copy)]
            above = list(dict.fromkeys(sources.get(vertex, ())))
            if above:
                parts.append(self._fed(chain, above, load * part_of.get(vertex, 1.0), ratings, found))
            found[vertex] = self._once(tuple(parts), needs_all) if len(parts) > 1 else parts[0] if parts else NEVER
        return found

    def _fed(
        self,
        chain: Chain,
        above: Sequence[int],
        load: Floats,
        ratings: Mapping[str, float | None],
        found: Sequence[Family],
    ) -> Family:
        """Return the cut sets of what feeds a vertex: of units alike more than can be spared, of several sorts all."""
        alike: dict[int, list[int]] = {}
        for source in above:
            alike.setdefault(int(chain.owner[source]), []).append(source)
        sorts: list[Family] = []
        for owner, sources in alike.items():
            rating = ratings.get(chain.order[owner])
            carried = float(load[sources].sum())
            needed = max(1, ceil(carried / rating - _ROUNDING)) if rating else 1
            families = tuple(found[source] for source in sources)
            sorts.append(self._some(families, needed))
        return self._once(tuple(sorts), needs_any) if len(sorts) > 1 else sorts[0]

    def _some(self, families: tuple[Family, ...], needed: int) -> Family:
        """Return the cut sets of so many of FAMILIES that fewer than NEEDED are left.

        Of all where more would be needed.
        """
        needed = min(needed, len(families))
        key = ("some", needed, families)
        if key not in self._alike:
            self._alike[key] = needs_some(families, needed)
        return self._alike[key]

    @cached_property
    def _air(self) -> "_AirCooled":
        """The zones with air coolers, and the heat that each machine gives to the air."""
        supplied = needs_of(self.design).supplied
        if not any(node.kind in AIR_HANDLERS for node in supplied.nodes.values()):
            return _AirCooled(supplied, Air((), {}), {})
        heats = heats_of(supplied, ratio_of(supplied))
        air = air_of(supplied, heats)
        watts = {one: heat.air_max_w.value or 0.0 for one, heat in heats.items()}
        return _AirCooled(supplied, air, watts)

    def _hot(self, node_id: str, copy: int) -> Family:
        """Return the cut sets that leave COPY of a machine in hot air: more coolers of its zone than it can spare."""
        supplied, air, watts = self._air
        place = air.zone_of.get(node_id)
        if place is None or not watts.get(node_id):
            return NEVER
        area = air.areas[place]
        zone = copy // supplied.copies_within(node_id, area.id) if area.id else 0
        heat = sum(watts.get(one, 0.0) * number for one, number in area_devices(air, place))
        families: list[Family] = []
        ratings: list[float | None] = []
        for cooler in area.coolers:
            families += [self._cooler(cooler.node, zone * cooler.each + one) for one in range(cooler.each)]
            ratings += [cooler.capacity.value] * cooler.each
        known = [one for one in ratings if one]
        within = copy % supplied.copies_within(node_id, area.id or None)
        part = (within + 1) / supplied.copies_within(node_id, area.id or None)
        # Coolers of several sorts are counted by their mean.
        needed = ceil(part * heat * len(known) / sum(known) - _ROUNDING) if len(known) == len(ratings) else 1
        return self._some(tuple(families), max(1, needed))

    def _cooler(self, node_id: str, copy: int) -> Family:
        """Return the cut sets of a cooler: itself, its power, and what cools it in turn."""
        return self._once(
            (self._itself(node_id, copy), self._dark(node_id, copy), self._warm(node_id, copy)), needs_all
        )

    def _dark(self, node_id: str, copy: int) -> Family:
        """Return the cut sets that leave COPY of a node without power; none where it hangs on no cord."""
        chain = self.power
        return (
            NEVER if chain is None or node_id not in chain.first else self._power_families[chain.first[node_id] + copy]
        )

    def _warm(self, node_id: str, copy: int) -> Family:
        """Return the cut sets that leave COPY of a node without coolant; none where it hangs on no hose."""
        chain = self.coolant
        return (
            NEVER
            if chain is None or node_id not in chain.first
            else self._coolant_families[chain.first[node_id] + copy]
        )

    @cached_property
    def _switching(self) -> "_Switching | None":
        """The compute fabric as lists; None where none is drawn, or it is too large."""
        fabric = self.fabrics.whole.survey.fabric(("fabric",))
        if fabric is None or not fabric.size:
            return None
        owner = fabric.node_of().tolist()
        names = [fabric.nodes[one] for one in owner]
        switches = [role_of(self.design.nodes[name]) == "switch" for name in names]
        beside: list[set[int]] = [set() for _ in names]
        for a, b in zip(fabric.tail.tolist(), fabric.head.tolist(), strict=True):
            beside[a].add(b)
            beside[b].add(a)
        hosts = {host.id for host in self.hosts}
        # Breadth first from the hosts: how many hops each switch is away from the nearest of them.
        step = [0 if name in hosts else -1 for name in names]
        edge = [vertex for vertex, far in enumerate(step) if far == 0]
        far = 0
        while edge:
            far += 1
            edge = list(dict.fromkeys(one for vertex in edge for one in beside[vertex] if step[one] < 0))
            for one in edge:
                step[one] = far
        first = dict(zip(fabric.nodes, fabric.first.tolist(), strict=False))
        return _Switching(names, switches, beside, step, first)

    def _network(self, node_id: str, copy: int) -> Family:
        """Return the cut sets of all switches of a machine.

        Each switch needs its power, its places, and where there is one, a switch above.
        """
        net = self._switching
        if net is None or node_id not in net.first:
            return NEVER
        ways = [one for one in sorted(net.beside[net.first[node_id] + copy]) if net.switches[one]]
        if not ways:
            return NEVER
        return self._once(tuple(self._of_switch(net, one) for one in ways), needs_any)

    def _of_switch(self, net: "_Switching", vertex: int) -> Family:
        key = ("switch", vertex)
        if key in self._alike:
            return self._alike[key]
        node_id = net.names[vertex]
        copy = vertex - net.first[node_id]
        parts = [self._itself(node_id, copy), self._dark(node_id, copy)]
        above = [one for one in sorted(net.beside[vertex]) if net.switches[one] and net.step[one] > net.step[vertex]]
        # One that joins all machines itself needs none above.
        if above and len(self._below(net, vertex)) < net.step.count(0):
            parts.append(self._once(tuple(self._of_switch(net, one) for one in above), needs_any))
        self._alike[key] = self._once(tuple(parts), needs_all)
        return self._alike[key]

    def _below(self, net: "_Switching", vertex: int) -> frozenset[int]:
        """Machines that hang on a switch, directly or by switches nearer to them."""
        if vertex not in self._hanging:
            found: set[int] = set()
            for one in net.beside[vertex]:
                if net.step[one] == 0:
                    found.add(one)
                elif net.switches[one] and net.step[one] < net.step[vertex]:
                    found |= self._below(net, one)
            self._hanging[vertex] = frozenset(found)
        return self._hanging[vertex]


class _AirCooled(NamedTuple):
    """Zones with air coolers: the design with its relations as places, the zones, and W of heat into the air."""

    supplied: Design
    air: Air
    watts: Mapping[str, float]


class _Switching(NamedTuple):
    """A fabric: of each vertex its node, whether it switches, its neighbours, how far it is; first of each node."""

    names: list[str]
    switches: list[bool]
    beside: list[set[int]]
    step: list[int]
    first: dict[str, int]


def _heats(
    design: Design, first: Mapping[str, int], copies: Mapping[str, int], count: int
) -> tuple[Floats, tuple[str, ...], Ints, tuple[str, ...]]:
    """Heat of each vertex into its coolant: the liquid share of what it draws at most, all where none is said."""
    draws = np.zeros((count, len(COLUMNS)))
    for node_id, start in first.items():
        node = design.nodes[node_id]
        if not is_cooler(node):
            share = value_of(design, node, "liquid_heat_share")
            watts = draw_of(design, node).max_w.value or 0.0
            draws[start : start + copies[node_id], MAX] = watts * (1.0 if share is None else share)
    return draws, (), np.zeros(count, dtype=np.int64), ()
