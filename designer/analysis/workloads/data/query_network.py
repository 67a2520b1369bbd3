"""Load of the queries of a vector database on the drawn network between it and who asks it."""

from typing import Final, NamedTuple

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.quantities import fact_of
from designer.analysis.workloads.data.data_network import data_way
from designer.analysis.workloads.data.store_rates import hosts_of
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, minimum, product, quotient

_FOUR: Final = leaf("bytes of a value in single precision", 4.0, "B")
_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")


class QueryFlow(NamedTuple):
    """Answers of a vector database on their way over the network.

    Attributes:
        bytes_per_query: Unknown where neither it nor the number of results is said.
        network_gb_per_s: What the links between the machines of both carry; None where nothing that is drawn would
            carry less than the database gives.
        queries_per_s: As many as the network carries; None where it does not bind, or where the bytes are not known.
    """

    bytes_per_query: Figure
    network_gb_per_s: Figure | None
    queries_per_s: Figure | None


def query_flow(
    design: Design, graph: ServiceGraph, node: Node, dimensions: Figure, fabrics: WorkFabrics | None
) -> QueryFlow:
    """Return the load of the answers of NODE, a vector database, on the network to all who ask it together."""
    size = _bytes(design, node, dimensions)
    if fabrics is None:
        return QueryFlow(size, None, None)
    # Who writes into the index takes no answers.
    askers = dict.fromkeys(edge.a for edge in graph.asked_by.get(node.id, ()) if edge.medium != "writes")
    hosts = [host for asker in askers for host in hosts_of(design, graph, asker)]
    way = data_way(design, graph, hosts, node, fabrics).read_gb_per_s if hosts else None
    if way is None or not way.known:
        return QueryFlow(size, way, None)
    label = f"{node.title}: queries that the network carries"
    if way.value == 0:
        return QueryFlow(size, way, quotient(label, way, _GIGA, "1/s", "the network carries nothing"))
    if not size.value:
        return QueryFlow(size, way, None)
    each = product("GB of a query", (size, _GIGA), "GB")
    return QueryFlow(size, way, quotient(label, way, each, "1/s", "what the network carries / bytes of a query"))


class Arriving(NamedTuple):
    """Queries a second that are answered and whose answers arrive.

    Attributes:
        by_network: Whether the network is what bounds them, as far as anything is known.
        said: What to say where fewer than are asked for arrive for that.
    """

    queries_per_s: Figure
    by_network: bool = False
    said: str = ""


def over_the_network(node: Node, own: Figure, flow: QueryFlow, asked: Figure) -> Arriving:
    """Return what of the queries that NODE can answer by itself, OWN, arrives, when as many are ASKED a second."""
    carried = flow.queries_per_s
    if carried is None or (own.value is not None and own.value <= carried.or_zero):
        return Arriving(own)
    known = [figure for figure in (own, carried) if figure.known]
    least = minimum(f"{node.title}: queries that arrive", known, "1/s") if len(known) > 1 else carried
    # Nothing carried at all is another message than too little.
    if not carried.value:
        return Arriving(least, True, "Nothing that is left of the network joins it to those who ask it.")
    if asked.or_zero <= carried.value:
        return Arriving(least, True)
    gbps = flow.network_gb_per_s.or_zero * 8 if flow.network_gb_per_s is not None else 0.0
    said = (
        f"The network to those who ask it carries {gbps:,.4g} Gb/s: {carried.value:,.4g} queries of "
        f"{flow.bytes_per_query.or_zero:,.4g} B a second."
    )
    return Arriving(least, True, said)


def _bytes(design: Design, node: Node, dimensions: Figure) -> Figure:
    """Bytes of one answer: as stated on NODE, else those of the vectors of its results."""
    label = f"{node.title}: bytes of a query"
    stated = fact_of(design, node, "query_bytes")
    if stated.known:
        return stated
    results = fact_of(design, node, "query_results")
    if not results.known:
        note = "Neither the bytes of an answer nor how many results it has are set."
        return leaf(label, None, "B", subject=node.id, note=note)
    own = fact_of(design, node, "bytes_per_dimension")
    width = own if own.known else _FOUR
    return product(label, (results, dimensions, width), "B", "results × dimensions × bytes of each")
