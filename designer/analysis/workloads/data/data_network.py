"""Rates of the drawn network between machines and the store that they read or write."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.max_flow import flow_between, max_flow
from designer.analysis.quantities import is_rented, is_tried, role_of
from designer.analysis.workloads.data.store_rates import BYTE, Way, hosts_of
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, minimum, quotient
from designer.model.kinds import STORE_KINDS
from designer.model.parts.part import NETWORK_MEDIA, Medium

_MEDIA: Final[tuple[tuple[Medium, ...], ...]] = (("storage",), ("fabric",), ("storage", "fabric"), NETWORK_MEDIA)
"""Networks over which data go, the one that is taken first in front; at last all of them together."""


class DataWay(NamedTuple):
    """Way of data from a store to machines and back.

    Attributes:
        read_gb_per_s: What the network between them carries to the machines; 0 where a failure has cut it, None where
            nothing is drawn that would carry less than the store gives.
        write_gb_per_s: The same to the store.
        missing: Whether both are one's own and nothing that is drawn joins them.
    """

    read_gb_per_s: Figure | None
    write_gb_per_s: Figure | None
    missing: bool

    def carried(self, way: Way) -> Figure | None:
        """Return what the network carries that WAY."""
        return self.read_gb_per_s if way == "read" else self.write_gb_per_s


_ANY: Final = DataWay(None, None, False)


def data_way(
    design: Design,
    graph: ServiceGraph,
    hosts: Iterable[Node],
    store: Node,
    fabrics: WorkFabrics,
    first: Medium = "storage",
) -> DataWay:
    """Return how data get between HOSTS and STORE: the greatest flow each way over the links that are left.

    Args:
        design: The design.
        graph: Its services.
        hosts: The machines that read or write, all together.
        store: The store, or other work that data come from.
        fabrics: The drawn networks, failures worked in.
        first: The network that is taken first, where both ends have it.
    """
    owners = fabrics.survey.roster.owners
    readers = frozenset(owners[host.id] for host in hosts if role_of(host) != "software")
    keepers = frozenset(owners[one.id] for one in _machines_of(design, graph, store))
    if not readers or not keepers or readers & keepers:
        # Nobody says where one of them stands, or the data lie in the machines themselves.
        return _ANY
    reading, writing = (_known(fabrics, *ends, first) for ends in ((keepers, readers), (readers, keepers)))
    if reading is not None or writing is not None:
        return DataWay(reading, writing, False)
    # A provider joins what it lets; machines that are tried have nothing that could be drawn between them.
    own = not any(is_tried(i) or is_rented(design.part_of(design.nodes[i])) for i in readers | keepers)
    return DataWay(None, None, own)


def _known(
    fabrics: WorkFabrics, sources: frozenset[str], targets: frozenset[str], first: Medium = "storage"
) -> Figure | None:
    """Return the flow from SOURCES to TARGETS, worked out once; where no link has two rates it is that back as well."""
    known = fabrics.flows
    key: tuple[frozenset[str], frozenset[str], Medium] = (sources, targets, first)
    if key not in known:
        known[key], same = _flow(fabrics, sources, targets, first)
        if same:
            known[targets, sources, first] = known[key]
    return known[key]


def over_network(label: str, rate: Figure, carried: Figure | None) -> Figure:
    """Return RATE of a store as it arrives: at most what is CARRIED by the network; None carries anything."""
    if carried is None:
        return rate
    known = [figure for figure in (rate, carried) if figure.known]
    if len(known) < 2:
        # Where nobody says how fast the store is, what the network carries is no answer, unless it carries nothing.
        return carried if carried.value == 0 else rate
    least = minimum(label, known, "GB/s", "the lesser of what the store gives and what the network carries")
    return least if carried.or_zero < rate.or_zero else rate


def _machines_of(design: Design, graph: ServiceGraph, store: Node) -> Sequence[Node]:
    """Return the nodes that STORE stands on: itself, a device; else what its software runs on; none for a service."""
    if role_of(store) != "software":
        return (store,)
    below = hosts_of(design, graph, store.id)
    return [machine for machine in below if role_of(machine) in {"storage", "host"} or machine.kind not in STORE_KINDS]


def _flow(
    fabrics: WorkFabrics, sources: frozenset[str], targets: frozenset[str], first: Medium
) -> tuple[Figure | None, bool]:
    """Return GB/s from SOURCES to TARGETS, and whether as much goes back.

    It is over the first network that joins them as drawn; None where none does.
    """
    label = "what the network to the store carries" if first == "storage" else "what the network between them carries"
    # The storage network first for a store, the fabric first for others; the first network that joins both counts.
    for media in sorted(_MEDIA, key=lambda some: some != (first,)):
        there = fabrics.on(media)
        cabled = there.survey.roster.cabled(media)
        if not (sources & cabled and targets & cabled):
            continue
        whole = there.whole.laid
        if whole is None:
            return leaf(label, None, "GB/s", note="The network is too large to lay out copy by copy."), True
        flow, same = _greatest(whole, sources, targets), not whole.directed
        if not flow:
            continue
        if there.unrated:
            return leaf(label, None, "GB/s", note="What some of its cables carry is not known."), True
        laid = there.laid
        # The flow over all is only to see whether they were ever joined; after a failure that over what is left counts.
        if laid is not None and laid is not whole:
            flow = _greatest(laid, sources, targets)
        one_way = "" if same else " This way; links of it carry another rate back."
        ends = "machines and store" if first == "storage" else "them"
        gbps = leaf(
            f"greatest flow between {ends} on the {' and '.join(media)} network",
            flow,
            "Gb/s",
            operation="routing",
            note=f"Over the links that are left, all machines together, their own cables included.{one_way}",
        )
        return quotient(label, gbps, BYTE, "GB/s", "Gb/s / 8"), same
    return None, True


def _greatest(fabric: Fabric, sources: frozenset[str], targets: frozenset[str]) -> float:
    """Return Gb/s from SOURCES to TARGETS on FABRIC."""
    return max_flow(flow_between(fabric, fabric.vertices(sources), fabric.vertices(targets)))
