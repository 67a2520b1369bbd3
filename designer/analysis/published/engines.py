"""Published features of inference engines: how each batches, and whether it chains models on the server."""

from typing import Final, NamedTuple

from designer.analysis.quantities import fact_of
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf
from designer.model.workloads.choices import chosen

_MS: Final = 0.001


class Batching(NamedTuple):
    """Way in which an engine forms batches.

    Attributes:
        static: A batch runs to its end; else requests join and leave a running one.
        size: Batch by default, where it states one and nobody set another; None where neither is said.
        wait_s: Longest time that a request waits for others; None where nobody says.
        words: Why it is not as chosen; "" where it is.
    """

    static: bool
    size: Figure | None
    wait_s: Figure | None
    words: str


def batching_of(design: Design, node: Node) -> Batching:
    """Return the batching of NODE, an engine: as chosen, as far as it is published to be able to.

    The node's own fact counts before that of its chosen backend, and that before the part's.
    """
    joins = _feature(design, node, "continuous_batching")
    asked = chosen(node, "batching")
    # Chosen, but published as unable: it batches statically all the same, and says why.
    unable = asked == "continuous" and joins.value == 0
    size = fact_of(design, node, "batch_default")
    wait = fact_of(design, node, "batch_wait_ms")
    return Batching(
        static=asked == "static" or unable,
        size=size if size.value else None,
        wait_s=None
        if wait.value is None
        else leaf(
            f"{node.title}: longest wait for others of a batch",
            wait.value * _MS,
            "s",
            operation="fact" if "batch_wait_ms" not in node.facts else "design",
            sources=wait.sources,
            status=wait.status,
            subject=wait.subject,
            date=wait.date,
        ),
        words=f"{_name(design, node)} does not batch continuously, so a batch runs to its end." if unable else "",
    )


def chains_models(design: Design, node: Node) -> bool | None:
    """Return True when NODE, an engine, chains model calls of a request without the network; None if nobody says."""
    value = _feature(design, node, "ensembles").value
    return None if value is None else value > 0


def _feature(design: Design, node: Node, name: str) -> Figure:
    """Fact NAME of NODE, under the backend that it chose."""
    part = design.part_of(node)
    backend = chosen(node, "backend")
    if name in node.facts or part is None or not backend:
        return fact_of(design, node, name)
    return part.fact(name, "", case=part.case("setting", f"backend={backend}"))


def _name(design: Design, node: Node) -> str:
    part = design.part_of(node)
    return part.name if part is not None else node.title
