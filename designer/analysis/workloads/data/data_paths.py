"""Stores that a job or a pipeline reads from and writes to."""

from collections.abc import Iterable
from typing import NamedTuple

from designer.analysis.workloads.service_graph import Edge, ServiceGraph
from designer.model.design import Design, Node
from designer.model.kinds import DATA_SETS, OBJECT_STORES, STORE_KINDS


class DataPath(NamedTuple):
    """Stores by id, in the order in which they were drawn, and data sets that lie in none."""

    reads: tuple[str, ...]
    writes: tuple[str, ...]
    nowhere: tuple[str, ...]


def stores_of(design: Design, graph: ServiceGraph, node_id: str) -> tuple[str, ...]:
    """Return the ids of the stores in which data set NODE_ID lies; a store lies in itself."""
    if graph.kinds.get(node_id) in STORE_KINDS:
        return (node_id,)
    near = (
        *graph.hosts.get(node_id, ()),
        *(edge.b for edge in graph.asks.get(node_id, ())),
        *graph.guests.get(node_id, ()),
    )
    return tuple(dict.fromkeys(other for other in near if graph.kinds.get(other) in STORE_KINDS))


def edges_of(graph: ServiceGraph, node_id: str) -> tuple[Edge, ...]:
    """Every link of NODE_ID that asks, both ways."""
    return (*graph.asks.get(node_id, ()), *graph.asked_by.get(node_id, ()))


def pipeline_path(design: Design, graph: ServiceGraph, node: Node) -> DataPath:
    """Return the stores that pipeline NODE reads and writes.

    `reads` and `writes` say it. A `depends_on` that is drawn from it leads to what it reads; one that is drawn to it
    comes from what waits for its data. Where all are drawn alike, it reads object stores and writes the others, as
    long as there are both.
    """
    reads: list[str] = []
    writes: list[str] = []
    said = False
    for edge in edges_of(graph, node.id):
        other = edge.b if edge.a == node.id else edge.a
        if not _holds_data(graph, other):
            continue
        if edge.medium in {"reads", "writes"}:
            said = True
            (reads if edge.medium == "reads" else writes).append(other)
        # A `depends_on` does not say the direction of data: where it was drawn from does.
        else:
            (reads if design.links[edge.link].a == node.id else writes).append(other)
    # All were drawn alike: object stores hold what comes in, other stores take what goes out.
    if not said and (not reads or not writes):
        alike = reads + writes
        objects = [other for other in alike if graph.kinds[other] in OBJECT_STORES]
        files = [other for other in alike if graph.kinds[other] in STORE_KINDS and other not in objects]
        if objects and files:
            reads, writes = [other for other in alike if other not in files], files
    return _path(design, graph, reads, writes)


def job_path(design: Design, graph: ServiceGraph, node: Node) -> DataPath:
    """Return the stores that training job NODE reads, and those in which it writes checkpoints.

    `reads` and `writes` say it. With `depends_on` it reads its data sets, and stores that are linked to it take the
    checkpoints; with one sort of them only, that one does both.
    """
    edges = [edge for edge in graph.asks.get(node.id, ()) if _holds_data(graph, edge.b)]
    reads = [edge.b for edge in edges if edge.medium == "reads"]
    writes = [edge.b for edge in edges if edge.medium == "writes"]
    if reads or writes:
        return _path(design, graph, reads, writes)
    sets = [edge.b for edge in edges if graph.kinds[edge.b] in DATA_SETS]
    stores = [edge.b for edge in edges if graph.kinds[edge.b] in STORE_KINDS]
    # With one sort alone, the same stores are read and written.
    return _path(design, graph, sets or stores, stores or sets)


def _holds_data(graph: ServiceGraph, node_id: str) -> bool:
    return graph.kinds[node_id] in DATA_SETS or graph.kinds[node_id] in STORE_KINDS


def _path(design: Design, graph: ServiceGraph, reads: Iterable[str], writes: Iterable[str]) -> DataPath:
    lies = {other: stores_of(design, graph, other) for other in dict.fromkeys((*reads, *writes))}
    return DataPath(
        reads=tuple(dict.fromkeys(store for other in reads for store in lies[other])),
        writes=tuple(dict.fromkeys(store for other in writes for store in lies[other])),
        nowhere=tuple(other for other, stores in lies.items() if not stores),
    )
