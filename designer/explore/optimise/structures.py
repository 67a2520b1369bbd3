"""Structures of a Clos fabric that meet a need: pods of hosts and leaves, spines, and cores above them.

    one tier     one leaf for all hosts.
    two tiers    T groups; in each, hosts hang on n leaves by equally many links to each (n divides the links of a
                 host: with as many leaves as links it is rail-optimised, with one it is a leaf of its own). Every
                 leaf reaches every one of S spines by m links. A group is a pod.
    three tiers  K pods of G groups and S spines; within a pod every leaf reaches every spine by m links, and spine j
                 of every pod reaches every one of the cores of plane j by m₂ links, as in the fat tree of Al-Fares,
                 Loukissas and Vahdat (SIGCOMM 2008). All switches are alike.

Hosts are spread evenly over the groups: H = ⌈N/T⌉ in each, the last has what remains. S, and the cores of a plane, are
the fewest with which no tier is more oversubscribed than wished: down ≤ o · up.
"""

from collections.abc import Iterator, Sequence
from math import ceil, gcd
from typing import Final, NamedTuple

from designer.explore.optimise.devices import Device, Joined, joined
from designer.explore.optimise.needs import FabricNeed


class Structure(NamedTuple):
    """One structure of a fabric.

    Attributes:
        tiers: 1 to 3.
        leaf: Switch of the leaves.
        top: Switch of the spines; that of all in three tiers.
        pods: K.
        groups: Of a pod, G; 1 in two tiers.
        hosts: In each group but the last.
        last: Hosts of the last group.
        leaves: Of a group, n.
        spines: In two tiers all of them, in three those of a pod.
        each: Links between a leaf and a spine, m.
        planes_each: Links between a spine and a core of its plane, m₂.
        cores: Of one plane.
        by: So many pods, or a multiple, stand at one distance.
    """

    tiers: int
    leaf: Device
    top: Device
    pods: int
    groups: int
    hosts: int
    last: int
    leaves: int
    spines: int = 0
    each: int = 0
    planes_each: int = 0
    cores: int = 0
    by: int = 1

    @property
    def switches(self) -> int:
        """Return how many switches there are."""
        inside = self.groups * self.leaves + (self.spines if self.tiers == 3 else 0)
        return self.pods * inside + self.tops

    @property
    def tops(self) -> int:
        """Return how many switches stand outside of the pods: spines of two tiers, cores of three."""
        return self.spines * self.cores if self.tiers == 3 else self.spines

    @property
    def devices_usd(self) -> float:
        """Return the price of the switches."""
        return self.tops * self.top.usd + (self.switches - self.tops) * self.leaf.usd


def structures(need: FabricNeed, switches: Sequence[Device], host: Device | None) -> Iterator[Structure]:
    """Yield every structure of NEED from SWITCHES, those with few pods first."""
    for leaf in switches:
        # Any host has the ports of whatever switch it is joined to.
        if host is not None and joined(host, leaf) is None:
            continue
        yield from _one_tier(need, leaf)
        if need.tiers >= 2:
            for top in switches:
                up = joined(leaf, top)
                if up is not None:
                    yield from _two_tiers(need, leaf, top, up)
        alike = joined(leaf, leaf)
        if need.tiers >= 3 and alike is not None:
            yield from _three_tiers(need, leaf, alike)


def _ports(links: int, ways: int) -> int:
    """Return the ports that LINKS take where one is split WAYS ways."""
    return -(-links // ways)


def _spare(pieces: int, ways: int) -> int:
    """Return the ports that rounding may take beyond `_ports`, where links are drawn in PIECES."""
    return pieces - 1 if ways > 1 else 0


def _one_tier(need: FabricNeed, leaf: Device) -> Iterator[Structure]:
    if not need.survive and _ports(need.ports, leaf.ways) + _spare(_pieces(need), leaf.ways) <= leaf.group.count:
        yield Structure(1, leaf, leaf, 1, 1, need.nodes, need.nodes, 1)


def _groups(need: FabricNeed, least: int, most: int) -> Iterator[tuple[int, int, int]]:
    """Yield (groups, hosts of one, hosts of the last) for each number from LEAST to MOST that fills all of them."""
    for groups in range(max(least, 1), min(most, need.nodes) + 1):
        hosts = -(-need.nodes // groups)
        last = need.nodes - (groups - 1) * hosts
        if last > 0:
            yield groups, hosts, last


def _leaves_of_a_group(need: FabricNeed) -> list[int]:
    least = 2 if need.survive else 1
    return [one for one in range(least, need.links_per_node + 1) if need.links_per_node % one == 0]


def _pieces(need: FabricNeed) -> int:
    """Return into how many nodes the hosts of a pod may be drawn: racks with as many as fit, and one with the rest."""
    return 2 if need.host else 1


def _two_tiers(need: FabricNeed, leaf: Device, top: Device, link: Joined) -> Iterator[Structure]:
    fewest = 2 if need.survive else 1
    most = top.group.count * link.far_ways
    for leaves in _leaves_of_a_group(need):
        for pods, hosts, last in _groups(need, 1, most // leaves):
            down = hosts * need.links_per_node // leaves
            free = leaf.group.count - _ports(down, leaf.ways) - _spare(_pieces(need), leaf.ways)
            # A lone leaf has nobody above it to reach.
            if free <= 0 or pods * leaves == 1:
                continue
            up = _least(down * need.rate_gbps, need.oversubscription * link.rate_gbps)
            for each in range(1, min(up, most // (pods * leaves)) + 1):
                spines = max(ceil(up / each), fewest)
                # Spines that stand in several racks, or leaves of several pods, are drawn in pieces.
                taken = _ports(each * spines, link.near_ways)
                taken += _spare(3, link.near_ways) if each % link.near_ways else 0
                load = _ports(pods * leaves * each, link.far_ways)
                load += _spare(4, link.far_ways) if (leaves * each) % link.far_ways else 0
                by = link.far_ways // gcd(each, link.far_ways) if need.host else 1
                if by > 1 and (pods % by or last != hosts):
                    # Leaves that share racks with hosts are drawn one by one, so that no two share a port above.
                    load, by = pods * leaves * _ports(each, link.far_ways), 1
                elif by > 1:
                    # The leaves of BY pods at one distance share ports, so that none is left half empty.
                    load = _ports(pods * leaves * each, link.far_ways)
                if taken <= free and load <= top.group.count:
                    yield Structure(2, leaf, top, pods, 1, hosts, last, leaves, spines, each, by=by)


def _least(down_gbps: float, each_gbps: float) -> int:
    """Return the fewest uplinks for DOWN_GBPS where each makes up for EACH_GBPS, oversubscription included."""
    return max(ceil(down_gbps / each_gbps * (1 - 1e-12)), 1)


def _three_tiers(need: FabricNeed, switch: Device, link: Joined) -> Iterator[Structure]:
    for leaves in _leaves_of_a_group(need):
        # A group holds no more hosts than its leaves have ports, and a spine no more groups than it has.
        least = ceil(need.ports / (leaves * switch.links))
        for all_groups, hosts, last in _groups(need, least, switch.group.count**2 // leaves):
            down = hosts * need.links_per_node // leaves
            free = switch.group.count - _ports(down, switch.ways) - _spare(_pieces(need), switch.ways)
            if free <= 0:
                continue
            # Twice the groups that are needed only add leaves.
            if all_groups > _MOST_GROUPS * least:
                break
            for groups in range(1, min(switch.group.count // leaves, all_groups // 2) + 1):
                if all_groups % groups == 0:
                    shape = (all_groups // groups, groups, hosts, last, leaves)
                    yield from _pods_of(need, switch, link, shape, free)


_MOST_GROUPS: Final = 8
"""Three tiers of more than so many times the fewest groups are not looked at: each leaf would be nearly empty."""


def _pods_of(
    need: FabricNeed, switch: Device, link: Joined, shape: tuple[int, int, int, int, int], free: int
) -> Iterator[Structure]:
    """Yield the three tiers of SHAPE: pods, groups of a pod, hosts of a group, of the last, and leaves of a group."""
    pods, groups, hosts, _, leaves = shape
    fewest, ports = (2 if need.survive else 1), switch.group.count
    up = _least(hosts * need.links_per_node // leaves * need.rate_gbps, need.oversubscription * link.rate_gbps)
    for each in range(1, min(up, ports // (groups * leaves)) + 1):
        spines = max(ceil(up / each), fewest)
        # Between switches that are alike no port is split.
        if spines * each > free:
            continue
        across = groups * leaves * each
        above = _least(across, need.oversubscription)
        for planes_each in range(1, min(above, ports // pods) + 1):
            cores = max(ceil(above / planes_each), fewest if spines == 1 else 1)
            if across + cores * planes_each <= ports:
                yield Structure(3, switch, switch, *shape, spines, each, planes_each, cores)
