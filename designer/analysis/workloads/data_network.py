"""What the drawn network carries between machines and the store that they read or write."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.fabric import Fabric
from designer.analysis.flows import flow_between, max_flow
from designer.analysis.quantities import is_rented, role_of
from designer.analysis.workloads.service_graph import STORE_KINDS, ServiceGraph
from designer.analysis.workloads.store_rates import BYTE, hosts_of
from designer.model.design import Design, Node
from designer.model.figures import Figure, leaf, minimum, quotient
from designer.model.parts import NETWORK_MEDIA, Medium

_MEDIA: Final[tuple[tuple[Medium, ...], ...]] = (("storage",), ("fabric",), ("storage", "fabric"), NETWORK_MEDIA)
"""Networks over which data go, the one that is taken first in front; at last all of them together."""


class DataWay(NamedTuple):
    """How data get from a store to machines and back.

    Attributes:
        gb_per_s: What the network between them carries one way; 0 where a failure has cut it, None where nothing is
            drawn that would carry less than the store gives.
        missing: Whether both are one's own and nothing that is drawn joins them.
    """

    gb_per_s: Figure | None
    missing: bool


_ANY: Final = DataWay(None, False)


def data_way(design: Design, graph: ServiceGraph, hosts: Iterable[Node], store: Node, fabrics: WorkFabrics) -> DataWay:
    """How data get between HOSTS and STORE: the greatest flow over the links that are left, all hosts together.

    Args:
        design: The design.
        graph: Its services.
        hosts: The machines that read or write.
        store: The store.
        fabrics: The drawn networks, failures worked in.
    """
    owners = fabrics.survey.roster.owners
    readers = {owners[host.id] for host in hosts if role_of(host) != "software"}
    keepers = {owners[one.id] for one in _machines_of(design, graph, store)}
    if not readers or not keepers or readers & keepers:
        # Nobody says where one of them stands, or the data lie in the machines themselves.
        return _ANY
    known = fabrics.flows
    key = frozenset(readers), frozenset(keepers)
    if key not in known:
        known[key] = _flow(fabrics, *key)
    found = known[key]
    if found is not None:
        return DataWay(found, False)
    own = not any(is_rented(design.part_of(design.nodes[i])) for i in readers | keepers)
    return DataWay(None, own)


def over_network(label: str, rate: Figure, way: DataWay) -> Figure:
    """RATE of a store as it arrives: at most what the network carries."""
    if way.gb_per_s is None:
        return rate
    known = [figure for figure in (rate, way.gb_per_s) if figure.known]
    if len(known) < 2:
        # Where nobody says how fast the store is, what the network carries is no answer, unless it carries nothing.
        return way.gb_per_s if way.gb_per_s.value == 0 else rate
    least = minimum(label, known, "GB/s", "the lesser of what the store gives and what the network carries")
    return least if (way.gb_per_s.value or 0.0) < (rate.value or 0.0) else rate


def _machines_of(design: Design, graph: ServiceGraph, store: Node) -> Sequence[Node]:
    """What STORE stands on: itself, a device; else what its software runs on; nothing for a service."""
    if role_of(store) != "software":
        return (store,)
    below = hosts_of(design, graph, store.id)
    return [machine for machine in below if role_of(machine) in {"storage", "host"} or machine.kind not in STORE_KINDS]


def _greatest(fabric: Fabric, readers: frozenset[str], keepers: frozenset[str]) -> float:
    """Gb/s between READERS and KEEPERS on FABRIC, in the slower direction where links have two rates."""
    ends = fabric.vertices(readers), fabric.vertices(keepers)
    there = max_flow(flow_between(fabric, *ends))
    return min(there, max_flow(flow_between(fabric, *reversed(ends)))) if fabric.directed else there


def _flow(fabrics: WorkFabrics, readers: frozenset[str], keepers: frozenset[str]) -> Figure | None:
    """GB/s between READERS and KEEPERS over the first network that joins them as drawn; None where none does."""
    label = "what the network to the store carries"
    for media in _MEDIA:
        there = fabrics.on(media)
        cabled = there.survey.roster.cabled(media)
        if not (readers & cabled and keepers & cabled):
            continue
        whole = there.whole.laid
        if whole is None:
            return leaf(label, None, "GB/s", note="The network is too large to lay out copy by copy.")
        flow = _greatest(whole, readers, keepers)
        if not flow:
            continue
        if there.unrated:
            return leaf(label, None, "GB/s", note="Nothing tells what some of its cables carry.")
        laid = there.laid
        if laid is not None and laid is not whole:
            flow = _greatest(laid, readers, keepers)
        gbps = leaf(
            f"greatest flow between machines and store on the {' and '.join(media)} network",
            flow,
            "Gb/s",
            operation="routing",
            note="Over the links that are left, all machines together, their own cables included.",
        )
        return quotient(label, gbps, BYTE, "GB/s", "Gb/s / 8")
    return None
