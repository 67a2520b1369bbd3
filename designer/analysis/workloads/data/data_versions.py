"""Of which data sets earlier states can be read again: those that a system which versions data reads or writes."""

from collections.abc import Iterator

from designer.analysis.quantities import fact_of
from designer.analysis.workloads.data.data_paths import edges_of, stores_of
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.kinds import DATA_SETS


def versioned_share(design: Design, graph: ServiceGraph) -> Figure:
    """Share of the data sets of DESIGN whose earlier states can be read again; unknown where there are none."""
    label = "share of the data sets whose earlier states can be read again"
    sets = data_sets(graph)
    if not sets:
        return leaf(label, None, note="No data set is drawn.")
    kept = [node_id for node_id in sets if versioned(design, graph, node_id)]
    return leaf(
        label,
        len(kept) / len(sets),
        operation="routing",
        note="By links from lakeFS, DVC, Iceberg, Delta Lake and the like to a data set or its store.",
    )


def data_sets(graph: ServiceGraph) -> tuple[str, ...]:
    """Ids of the data sets of GRAPH."""
    return tuple(node_id for node_id in graph.nodes if graph.kinds[node_id] in DATA_SETS)


def versioned(design: Design, graph: ServiceGraph, node_id: str) -> bool:
    """Return True when earlier states of data set NODE_ID are kept: by it, its store, or what is linked to either."""
    return any(
        fact_of(design, design.nodes[other], "versions_data").value for other in _keepers(design, graph, node_id)
    )


def _keepers(design: Design, graph: ServiceGraph, node_id: str) -> Iterator[str]:
    for place in (node_id, *stores_of(design, graph, node_id)):
        yield place
        yield from graph.guests.get(place, ())
        yield from graph.hosts.get(place, ())
        for edge in edges_of(graph, place):
            yield edge.b if edge.a == place else edge.a
