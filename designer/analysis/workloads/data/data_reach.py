"""Reach of data: from the store they lie in, over what reads and writes them, to the machines it runs on."""

from collections import deque
from collections.abc import Iterator, Mapping

from designer.analysis.quantities import is_rented
from designer.analysis.workloads.data.data_paths import edges_of, job_path, pipeline_path, stores_of
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design
from designer.model.kinds import (
    APPLICATIONS,
    DATA_SETS,
    INFERENCE,
    MODEL_APIS,
    MODEL_KINDS,
    PIPELINES,
    RETRIEVAL_KINDS,
    TRAINING_JOBS,
    VECTOR_DATABASES,
    kinds_with,
)

KEEPS_COPY = kinds_with(lambda kind: kind.keeps_copy)
_READING = APPLICATIONS | INFERENCE
_ASKED = APPLICATIONS | MODEL_KINDS | RETRIEVAL_KINDS
"""Kinds from which others read what was put in."""


def ways_of_data(design: Design, graph: ServiceGraph, start: str) -> Mapping[str, tuple[str, ...]]:
    """Every node that data of START, a data set, get to, with the shortest way there, START first.

    Data get to where they lie, to what reads them from there, to the machines that it runs on, to what a pipeline
    writes, and with the requests of an application to the models and indexes that it asks. What a training job writes
    are weights, and what a tracker or an orchestrator is told are not the data.
    """
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in _next(design, graph, here):
            if there not in ways:
                ways[there] = (*ways[here], there)
                waiting.append(there)
    return ways


def outside(design: Design, node_id: str) -> bool:
    """Return True when NODE_ID is somebody else's: a model over the net, or what is rented."""
    node = design.nodes[node_id]
    return node.kind in MODEL_APIS or is_rented(design.part_of(node))


def _next(design: Design, graph: ServiceGraph, here: str) -> Iterator[str]:
    kind = graph.kinds.get(here, "")
    yield from graph.hosts.get(here, ())
    if kind in DATA_SETS:
        yield from stores_of(design, graph, here)
    # Data also reach whoever takes them out of here.
    if kind in KEEPS_COPY:
        for edge in edges_of(graph, here):
            other = edge.b if edge.a == here else edge.a
            if _reads(design, graph, other, here):
                yield other
    elif kind in PIPELINES:
        node = design.nodes[here]
        yield from pipeline_path(design, graph, node).writes
        for edge in edges_of(graph, here):
            # A link that is drawn from the pipeline to an index or a data set brings its data there.
            other = edge.b if edge.a == here else edge.a
            drawn_to_it = design.links[edge.link].b == here
            if graph.kinds[other] in VECTOR_DATABASES or (drawn_to_it and graph.kinds[other] in DATA_SETS):
                yield other
    # An answer is made of what was retrieved, so data reach whatever an application asks.
    elif kind in APPLICATIONS:
        for edge in graph.asks.get(here, ()):
            if graph.kinds[edge.b] in _ASKED:
                yield edge.b


def _reads(design: Design, graph: ServiceGraph, reader: str, store: str) -> bool:
    """Return True when READER takes data out of STORE, a store, an index or a data set that is linked to it."""
    kind, node = graph.kinds[reader], design.nodes[reader]
    if kind in _READING:
        return True
    if kind in TRAINING_JOBS:
        return graph.kinds[store] in DATA_SETS or store in job_path(design, graph, node).reads
    if kind in PIPELINES:
        lies = stores_of(design, graph, store) or (store,)
        if graph.kinds[store] in DATA_SETS:
            return any(
                design.links[edge.link].a == reader for edge in edges_of(graph, reader) if store in (edge.a, edge.b)
            )
        return bool(set(lies) & set(pipeline_path(design, graph, node).reads))
    return False
