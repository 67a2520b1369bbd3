"""Memory, time and money of a vector database: HNSW and IVF by OpenSearch's rules, or by the database's own rule."""

from typing import Final

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.money.prices import price_figure
from designer.analysis.published.queries import metered_month, queries_per_s, query_time, read_units
from designer.analysis.quantities import copies_of, fact_of, summed
from designer.analysis.workloads.data.query_network import over_the_network, query_flow
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.results import RetrievalResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.formulas.periods import HOURS_PER_MONTH
from designer.formulas.workloads.retrieval import OVERHEAD
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, product, quotient, rounded_up, total
from designer.model.money.pricing import planned_price
from designer.model.parts.part import Part
from designer.model.workloads.choices import chosen

LINKS: Final = 16.0
_OVERHEAD: Final = leaf("what an index takes above vectors and links", OVERHEAD, note="OpenSearch's rule.")
_LINK_BYTES: Final = leaf("bytes of the links of a vector", 8 * LINKS, "B", note="8 B for each of M = 16 links.")
_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")
_FOUR: Final = leaf("bytes of a value in single precision", 4.0, "B")
_ONE: Final = leaf("one copy", 1.0)


def retrieval(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    traffic: Traffic,
    load: float = 1.0,
    fabrics: WorkFabrics | None = None,
) -> RetrievalResult:
    """Memory of NODE's index, the hosts that it takes, how it answers, and what a service is paid for it.

    Pipelines write to it what the demand of users, multiplied by LOAD, brings. Its answers go over the links of
    FABRICS, where these are at hand.
    """
    part = design.part_of(node)
    index = chosen(node, "index")
    vectors, dimensions = fact_of(design, node, "vectors"), fact_of(design, node, "dimensions")
    replicas = fact_of(design, node, "replicas") if "replicas" in node.facts else _ONE
    one = _index_gb(design, node, part, index, vectors, dimensions)
    memory = product(f"{node.title}: memory of the index", (replicas, one), "GB")
    hosts = [design.nodes[host] for host in graph.hosts.get(node.id, ())]
    has = _memory_of(design, hosts)
    each = fact_of(design, hosts[0], "system_memory_gb") if hosts else leaf("memory of a host", None, "GB")
    needed = rounded_up("hosts that the index takes", quotient("hosts", memory, each, ""))
    fits = None if memory.value is None or has.value is None or not hosts else memory.value <= has.value
    units = read_units(design, node, vectors, dimensions)
    metered = metered_month(design, graph, node, traffic, units, dimensions, load)
    month = _rent(design, node, part, memory)
    flow = query_flow(design, graph, node, dimensions, fabrics)
    own = queries_per_s(design, node, units)
    arriving = over_the_network(node, own, flow, traffic.peak_per_s)
    if metered:
        month = total(f"{node.title}: a month with its meters", (month, *metered), "USD/month")
    return RetrievalResult(
        id=node.id,
        index=index,
        memory_gb=memory,
        memory_has_gb=has,
        nodes_needed=needed,
        usd_per_month=month,
        query_s=query_time(design, node, vectors, dimensions),
        queries_per_s=arriving.queries_per_s,
        read_units=units,
        fits=fits,
        bytes_per_query=flow.bytes_per_query,
        network_gb_per_s=flow.network_gb_per_s,
        by_network=arriving.by_network,
        reason=" ".join(filter(None, (_reason(node, part, dimensions, memory, has, fits), arriving.said))),
    )


def _index_gb(design: Design, node: Node, part: Part | None, index: str, vectors: Figure, dimensions: Figure) -> Figure:
    """GB of one copy of the index."""
    own_width = fact_of(design, node, "bytes_per_dimension")
    width = own_width if own_width.known else _FOUR
    factor = part.fact("vector_memory_factor", "") if part is not None else leaf("factor", None)
    raw = product("raw vectors", (vectors, dimensions, width, _GIGA), "GB")
    if factor.known:
        return product("an index, by the database's own rule", (raw, factor), "GB", "vectors × dimensions × B × factor")
    if index == "ivf":
        lists = leaf(
            "inverted lists",
            None if vectors.value is None else max(round(vectors.value**0.5), 1),
            operation="routing",
            subject=node.id,
            note="The square root of the vectors, a common choice.",
        )
        centroids = product("centroids", (lists, dimensions, _FOUR, _GIGA), "GB")
        return product("an index", (_OVERHEAD, total("vectors and centroids", (raw, centroids), "GB")), "GB")
    links = product("links", (vectors, _LINK_BYTES, _GIGA), "GB")
    return product("an index", (_OVERHEAD, total("vectors and links", (raw, links), "GB")), "GB")


def _memory_of(design: Design, hosts: list[Node]) -> Figure:
    if not hosts:
        return leaf("memory of the hosts", None, "GB", note="It runs on nothing that is drawn.")
    terms = [
        product(f"memory of {host.title}", (copies_of(design, host), fact_of(design, host, "system_memory_gb")), "GB")
        for host in hosts
    ]
    return summed("memory of the hosts", terms, "GB")


def _rent(design: Design, node: Node, part: Part | None, memory: Figure) -> Figure:
    """Return the USD a month of a service: for what is stored, or by the hour; 0 where one runs it oneself."""
    label, book = f"{node.title}: cost of a month", design.settings.prices
    if part is None:
        return leaf(label, None, "USD/month", subject=node.id)
    stored = planned_price(part, "gb-month", book)
    if stored is not None:
        return product(label, (memory, price_figure(part, stored)), "USD/month", "GB × price of a GB and month")
    hourly = planned_price(part, "hour", book)
    if hourly is not None:
        hours = leaf("hours in a month", HOURS_PER_MONTH, "h/month")
        return product(label, (copies_of(design, node), price_figure(part, hourly), hours), "USD/month")
    once = planned_price(part, "unit", book)
    if once is not None and once.price.high == 0:
        return leaf(label, 0.0, "USD/month", subject=node.id, note="Free of charge; the hosts are paid for.")
    return leaf(label, None, "USD/month", subject=node.id, note="No price is known.")


def _reason(node: Node, part: Part | None, dimensions: Figure, memory: Figure, has: Figure, fits: bool | None) -> str:
    most = part.facts.get("dimensions_most") if part is not None else None
    if most is not None and most.value is not None and dimensions.or_zero > (most.high or most.value):
        return f"It takes at most {most.high or most.value:,.0f} dimensions; {dimensions.value:,.0f} are asked for."
    if memory.value is None:
        return "Say how many vectors it holds, and of how many dimensions."
    if fits is False:
        return f"The index takes {memory.value:,.0f} GB, its hosts have {has.or_zero:,.0f} GB."
    return ""
