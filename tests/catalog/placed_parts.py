"""Small designs around one part, and what the analysis says of them."""

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.analysis.workloads.results import ServingResult, WorkloadsResult
from designer.catalog.library import Library
from designer.model.design import Design, Link, Node

USE = {"users": 3650.0, "requests_per_user_hour": 1.0, "input_tokens": 2000.0, "output_tokens": 500.0}
LLAMA = "meta/llama-3.1-8b"


def node(library: Library, part_id: str, node_id: str = "it", **fields: object) -> Node:
    return Node(id=node_id, kind=library.parts[part_id].kind, part=part_id, **fields)


def results(library: Library, *nodes: Node, links: tuple[Link, ...] = ()) -> Results:
    design = Design(nodes={one.id: one for one in nodes}, links={link.id: link for link in links})
    return analyze(library.embedded(design))


def alone(library: Library, part_id: str) -> Results:
    return results(library, node(library, part_id))


def worked(
    library: Library, *nodes: Node, links: tuple[tuple[str, str, str], ...] = (), cables: tuple[Link, ...] = ()
) -> WorkloadsResult:
    """What the analysis says of the services of NODES, and of what is drawn between them."""
    drawn = {f"{a}-{b}": Link(id=f"{a}-{b}", a=a, b=b, medium=medium) for a, b, medium in links}
    drawn |= {cable.id: cable for cable in cables}
    design = library.embedded(Design(nodes={one.id: one for one in nodes}, links=drawn))
    found = analyze(design, only={"workloads"}).workloads
    assert found is not None
    return found


def engine_on(library: Library, part_id: str, engine: str = "vllm/vllm", **choices: str) -> ServingResult:
    """A model of 8 billion parameters in four bits, asked little, on one of PART_ID."""
    nodes = (
        node(library, engine, "engine", choices={"model": LLAMA, "precision": "fp4", **choices}),
        node(library, part_id),
        node(library, "langchain/langchain", "app", facts={**USE, "users": 36.5}),
    )
    (found,) = worked(library, *nodes, links=(("app", "engine", "asks"), ("engine", "it", "runs_on"))).serving
    return found
