"""Failures by the drawing that stop machines of a job: power, coolant, network, and the places that hold all of it.

Every copy of a machine needs one of the ways that feed it, of units alike as many as carry the load, coolant where
coolant is drawn, the air coolers of its rack, row or room, one of its switches, and the places around it; what it needs
needs the same in turn. Power that is short switches all off, as its equipment does where it is not said to slow its
load; coolers that are short keep as many machines as they cool: the first of n needs a nth of the load to be carried,
the last all of it. What is not said to fail is taken never to; it is named.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import ceil, isfinite
from typing import Final, Generic, NamedTuple

import numpy as np

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.chain.supplies import draws_power
from designer.analysis.cooling.pipes import is_cooler, is_turned
from designer.analysis.cooling.shares import heats_of, ratio_of
from designer.analysis.cooling.zones import Air, air_of, area_devices
from designer.analysis.network.cabling import IN_BAND_GBPS
from designer.analysis.power.chain import COLUMNS, MAX, Chain, Floats, Ints, chain_of, lay_out
from designer.analysis.power.directions import directed
from designer.analysis.power.draw import draw_of
from designer.analysis.power.limits import limits_of
from designer.analysis.power.load_flow import walk
from designer.analysis.quantities import is_rented, role_of, value_of
from designer.analysis.workloads.goodput.needs_logic import CutSets, Logic, T
from designer.formulas.workloads.goodput.cut_sets import Family
from designer.formulas.workloads.goodput.host_groups import HostGroup
from designer.model.copy_ids import copy_id
from designer.model.design import Design, Node
from designer.model.identity_cache import Remembered
from designer.model.kinds import AIR_HANDLERS, KINDS
from designer.model.network.ports import cable_gbps
from designer.model.parts.part import Medium
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
    stated = stated_rates(design)
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
    return _known.of(things, tuple(sorted(inside)), lambda: _needs(design, own, fabrics, stated))


def _needs(design: Design, hosts: Sequence[Node], fabrics: WorkFabrics, stated: Mapping[str, Failing]) -> DrawnNeeds:
    followed = Followed(design, hosts, fabrics, stated, CutSets())
    counted: dict[Family, int] = {}
    for families in followed.hosts_need().values():
        for family in families:
            counted[family] = counted.get(family, 0) + 1
    groups = tuple(HostGroup(number, family) for family, number in counted.items())
    return DrawnNeeds(groups, dict(followed.elements), followed.unknown)


def stated_rates(design: Design) -> dict[str, Failing]:
    """Return how often what DESIGN draws fails, by the id of the node that says so."""
    return {node.id: rate for node in design.nodes.values() if (rate := _rate(design, node)) is not None}


def _rate(design: Design, node: Node) -> Failing | None:
    kind = KINDS.get(node.kind)
    if kind is None or not kind.fails:
        return None
    mtbf, repair = value_of(design, node, "mtbf_h"), value_of(design, node, "repair_h")
    return Failing(mtbf, repair, node.id) if mtbf and repair is not None else None


class Followed(Generic[T]):
    """Needs of the machines of one design, each of its copies followed through all that it hangs on.

    Attributes:
        design: The design.
        hosts: Machines that are followed.
        elements: How often each element that was met fails, by its name.
        met: Ids of what was met.
    """

    def __init__(
        self,
        design: Design,
        hosts: Sequence[Node],
        fabrics: WorkFabrics,
        stated: Mapping[str, Failing],
        logic: Logic[T],
    ) -> None:
        self.design = design
        self.hosts = hosts
        self.elements: dict[str, Failing] = {}
        self.met: dict[str, None] = {}
        self._fabrics = fabrics
        self._stated = stated
        self._logic = logic
        self._alike: dict[tuple[object, ...], T] = {}
        self._hanging: dict[tuple[Medium, int], frozenset[int]] = {}
        self._networks: dict[Medium, _Switching | None] = {}

    @property
    def unknown(self) -> tuple[str, ...]:
        """Ids of what was met of which nobody says how often it fails."""
        inside = {host.id for host in self.hosts}
        return tuple(one for one in self.met if one not in self._stated and one not in inside)

    def hosts_need(self) -> dict[str, list[T]]:
        """Return what each copy of each machine needs, by the id of its node."""
        return {
            host.id: [self._of_host(host.id, copy) for copy in range(self.design.total_copies(host.id))]
            for host in self.hosts
        }

    def _of_host(self, node_id: str, copy: int) -> T:
        parts = (
            self._around(node_id, copy),
            self._dark(node_id, copy),
            self._warm(node_id, copy),
            self._hot(node_id, copy),
            self._network(node_id, copy),
        )
        return self._once(parts, self._logic.all_of)

    def _once(self, parts: tuple[T, ...], joined: Callable[[Iterable[T]], T]) -> T:
        """JOINED of PARTS, found again where the same parts come together once more."""
        key = (joined.__name__, *parts)
        if key not in self._alike:
            self._alike[key] = joined(parts)
        return self._alike[key]

    def _element(self, node_id: str, copy: int) -> T:
        """The failure of a copy itself."""
        self.met[node_id] = None
        rate = self._stated.get(node_id)
        if rate is None:
            return self._logic.never
        name = node_id if self.design.total_copies(node_id) == 1 else copy_id(node_id, copy)
        self.elements[name] = rate
        return self._logic.element(name)

    def _around(self, node_id: str, copy: int) -> T:
        """The failure of any place around a copy; places of which nothing is said are not named, as few ever fail."""
        found = [
            self._element(place, copy // self.design.copies_within(node_id, place))
            for place in self.design.ancestors(node_id)
            if place in self._stated
        ]
        return self._once(tuple(found), self._logic.all_of) if found else self._logic.never

    def _itself(self, node_id: str, copy: int) -> T:
        """The failure of a copy of what feeds, cools or passes on, or of a place around it."""
        return self._once((self._element(node_id, copy), self._around(node_id, copy)), self._logic.all_of)

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
    def _power_families(self) -> list[T]:
        """Return the cut sets that leave each vertex of the power chain dark."""
        chain = self.power
        assert chain is not None
        limits = limits_of(chain)
        ratings = {one: limits.capacities[one].rating_w.value for one in chain.order}
        slowing = {one for one in chain.order if chosen(self.design.nodes[one], "overload") == "cap"}
        return self._families(
            chain, limits.carried_w(walk(chain)), ratings, lambda node_id, copy: self._logic.never, slowing=slowing
        )

    @cached_property
    def _coolant_families(self) -> list[T]:
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
        beside: Callable[[str, int], T],
        *,
        shares: bool = False,
        slowing: Container[str] = (),
    ) -> list[T]:
        """Return what stops each vertex of a chain.

        Args:
            chain: The chain.
            load: What each vertex carries, W.
            ratings: What a copy of each node may carry, W; None where that is not known, or does not stop it.
            beside: What else stops a vertex that passes on.
            shares: Whether devices that hang on the same are kept one by one, as many as what is left carries.
            slowing: Nodes whose load is slowed, and not switched off, where they carry too little.
        """
        found: list[T] = [self._logic.never] * chain.vertices
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
            parts: list[T] = []
            if not chain.devices[vertex]:
                # A UPS with a bypass passes raw mains on when it fails itself.
                parts += [self._around(node_id, copy) if chain.bypasses[vertex] else self._itself(node_id, copy)]
                parts += [beside(node_id, copy)]
            above = list(dict.fromkeys(sources.get(vertex, ())))
            if above:
                parts.append(self._fed(chain, above, load * part_of.get(vertex, 1.0), ratings, found, slowing))
            found[vertex] = (
                self._once(tuple(parts), self._logic.all_of)
                if len(parts) > 1
                else parts[0]
                if parts
                else self._logic.never
            )
        return found

    def _fed(
        self,
        chain: Chain,
        above: Sequence[int],
        load: Floats,
        ratings: Mapping[str, float | None],
        found: Sequence[T],
        slowing: Container[str],
    ) -> T:
        """Return the cut sets of what feeds a vertex: of units alike more than can be spared, of several sorts all."""
        alike: dict[int, list[int]] = {}
        for source in above:
            alike.setdefault(int(chain.owner[source]), []).append(source)
        sorts: list[T] = []
        for owner, sources in alike.items():
            name = chain.order[owner]
            rating = ratings.get(name)
            units = float(load[sources].sum()) / rating if rating else 1.0
            families = tuple(found[source] for source in sources)
            # What slows its load goes on with any unit that is left.
            sorts.append(
                self._slowed(families, units)
                if name in slowing
                else self._some(families, max(1, ceil(units - _ROUNDING)) if isfinite(units) else len(families))
            )
        return self._once(tuple(sorts), self._logic.any_of) if len(sorts) > 1 else sorts[0]

    def _some(self, families: tuple[T, ...], needed: int) -> T:
        """Return the cut sets of so many of FAMILIES that fewer than NEEDED are left.

        Of all where more would be needed.
        """
        needed = min(needed, len(families))
        key = ("some", needed, families)
        if key not in self._alike:
            self._alike[key] = self._logic.some_of(families, needed)
        return self._alike[key]

    def _slowed(self, families: tuple[T, ...], needed: float) -> T:
        """Return what goes on with any of FAMILIES, slowed where fewer than NEEDED of them are left."""
        key = ("slowed", needed, families)
        if key not in self._alike:
            self._alike[key] = self._logic.slowed_by(families, needed)
        return self._alike[key]

    @cached_property
    def _air(self) -> "_AirCooled":
        """The zones with air coolers, and the heat that each machine gives to the air."""
        supplied = needs_of(self.design).supplied
        if not any(node.kind in AIR_HANDLERS for node in supplied.nodes.values()):
            return _AirCooled(supplied, Air((), {}), {})
        heats = heats_of(supplied, ratio_of(supplied))
        air = air_of(supplied, heats)
        watts = {one: heat.air_max_w.or_zero for one, heat in heats.items()}
        return _AirCooled(supplied, air, watts)

    def _hot(self, node_id: str, copy: int) -> T:
        """Return the cut sets that leave COPY of a machine in hot air: more coolers of its zone than it can spare."""
        supplied, air, watts = self._air
        place = air.zone_of.get(node_id)
        if place is None or not watts.get(node_id):
            return self._logic.never
        area = air.areas[place]
        zone = copy // supplied.copies_within(node_id, area.id) if area.id else 0
        heat = sum(watts.get(one, 0.0) * number for one, number in area_devices(air, place))
        families: list[T] = []
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

    def _cooler(self, node_id: str, copy: int) -> T:
        """Return the cut sets of a cooler: itself, its power, and what cools it in turn."""
        return self._once(
            (self._itself(node_id, copy), self._dark(node_id, copy), self._warm(node_id, copy)), self._logic.all_of
        )

    def _dark(self, node_id: str, copy: int) -> T:
        """Return the cut sets that leave COPY of a node without power; none where it hangs on no cord."""
        chain = self.power
        return (
            self._logic.never
            if chain is None or node_id not in chain.first
            else self._power_families[chain.first[node_id] + copy]
        )

    def _warm(self, node_id: str, copy: int) -> T:
        """Return the cut sets that leave COPY of a node without coolant; none where it hangs on no hose."""
        chain = self.coolant
        return (
            self._logic.never
            if chain is None or node_id not in chain.first
            else self._coolant_families[chain.first[node_id] + copy]
        )

    def _switching(self, medium: Medium) -> "_Switching | None":
        """The network of MEDIUM as lists; None where none is drawn, or it is too large."""
        if medium not in self._networks:
            self._networks[medium] = self._laid_out(medium)
        return self._networks[medium]

    def _laid_out(self, medium: Medium) -> "_Switching | None":
        fabric = self._fabrics.whole.survey.fabric((medium,))
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
        return _Switching(medium, names, switches, beside, step, first)

    def _network(self, node_id: str, copy: int) -> T:
        """Return what a machine needs of the switches that it hangs on.

        Of the fabric where it is on one; else of any other network that carries requests, whichever goes on.
        """
        on_fabric = self._joined("fabric", node_id, copy)
        if on_fabric is not None:
            return on_fabric
        others = [self._joined(medium, node_id, copy) for medium in self._beside_fabric(node_id)]
        known = tuple(one for one in others if one is not None)
        return self._once(known, self._logic.any_of) if known else self._logic.never

    def _beside_fabric(self, node_id: str) -> Iterator[Medium]:
        yield "storage"
        # Slow management ports carry no requests.
        links = needs_of(self.design).network_links.get(node_id, ())
        rates = [cable_gbps(self.design, link) or 0.0 for link in links if link.medium == "management"]
        if max(rates, default=0.0) >= IN_BAND_GBPS:
            yield "management"

    def _joined(self, medium: Medium, node_id: str, copy: int) -> T | None:
        """Return what a machine needs of the network of MEDIUM; None where it hangs on no switch of it.

        One of its switches; each switch needs its power, its places, and where there is one, a switch above.
        """
        net = self._switching(medium)
        if net is None or node_id not in net.first:
            return None
        ways = [one for one in sorted(net.beside[net.first[node_id] + copy]) if net.switches[one]]
        if not ways:
            return None
        return self._once(tuple(self._of_switch(net, one) for one in ways), self._logic.any_of)

    def _of_switch(self, net: "_Switching", vertex: int) -> T:
        key = ("switch", net.medium, vertex)
        if key in self._alike:
            return self._alike[key]
        node_id = net.names[vertex]
        copy = vertex - net.first[node_id]
        parts = [self._itself(node_id, copy), self._dark(node_id, copy)]
        above = [one for one in sorted(net.beside[vertex]) if net.switches[one] and net.step[one] > net.step[vertex]]
        # One that joins all machines itself needs none above.
        if above and len(self._below(net, vertex)) < net.step.count(0):
            parts.append(self._once(tuple(self._of_switch(net, one) for one in above), self._logic.any_of))
        self._alike[key] = self._once(tuple(parts), self._logic.all_of)
        return self._alike[key]

    def _below(self, net: "_Switching", vertex: int) -> frozenset[int]:
        """Machines that hang on a switch, directly or by switches nearer to them."""
        key = net.medium, vertex
        if key not in self._hanging:
            found: set[int] = set()
            for one in net.beside[vertex]:
                if net.step[one] == 0:
                    found.add(one)
                elif net.switches[one] and net.step[one] < net.step[vertex]:
                    found |= self._below(net, one)
            self._hanging[key] = frozenset(found)
        return self._hanging[key]


class _AirCooled(NamedTuple):
    """Zones with air coolers: the design with its relations as places, the zones, and W of heat into the air."""

    supplied: Design
    air: Air
    watts: Mapping[str, float]


class _Switching(NamedTuple):
    """A network: of each vertex its node, whether it switches, its neighbours, how far it is; first of each node."""

    medium: Medium
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
            watts = draw_of(design, node).max_w.or_zero
            draws[start : start + copies[node_id], MAX] = watts * (1.0 if share is None else share)
    return draws, (), np.zeros(count, dtype=np.int64), ()
