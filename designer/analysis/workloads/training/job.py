"""Training job: the shape of its model, its machines, its frameworks and its own figures."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.quantities import fact_of
from designer.analysis.workloads.hosts import Machines, machines_under
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.analysis.workloads.training.cluster import Cluster, cluster_of, to_all_of
from designer.analysis.workloads.training.shape import Shape, Sizes, sizes_of
from designer.formulas.workloads.training_step.memory import WEIGHT_BYTES
from designer.formulas.workloads.training_step.runs import ADAM_BYTES, GRADIENT_BYTES, States, zero_states
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, maximum, quotient, rounded_down
from designer.model.kinds import FRAMEWORKS

_TPU: Final = "tpu"
_LEAST_BYTES: Final = WEIGHT_BYTES + ADAM_BYTES


class Job(NamedTuple):
    """A training job.

    Attributes:
        sizes: The sizes of its model, or why they are not known.
        sequence: Tokens of one.
        batch: Sequences of the global batch.
        free: Whether the batch was not stated, so that it may be rounded to one that divides.
        bytes_per_param: Training state of a parameter.
        states: The same by ZeRO stage, as its frameworks state it.
        stated_stages: The ZeRO stages whose state a framework states itself, with its words.
        published: Share of peak that its frameworks publish for its chips at most; None when nothing is published.
        drawn: Accelerators that it runs on when none has failed and none is granted to others.
    """

    node: Node
    shape: Shape
    sizes: Sizes | str
    cluster: Cluster
    sequence: Figure
    batch: Figure
    free: bool
    tokens: Figure
    bytes_per_param: Figure
    states: States
    stated_stages: dict[int, str]
    published: Figure | None
    notes: tuple[str, ...]
    drawn: int


def job_of(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    shape: Shape,
    machines: Machines,
    fabrics: WorkFabrics,
    granted: float | None = None,
) -> Job:
    """Return NODE as a job that trains SHAPE on MACHINES, of whose accelerators it is GRANTED some, over FABRICS."""
    sequence = fact_of(design, node, "sequence_tokens")
    if not sequence.known:
        sequence = _plain(assumed(design, "sequence_tokens"))
    batch = fact_of(design, node, "global_batch")
    # A batch that nobody set may be rounded to one that the split divides.
    free = not batch.known
    if free:
        sequences = quotient("sequences", _plain(assumed(design, "batch_tokens")), sequence, "")
        batch = rounded_down("sequences of a global batch", sequences)
    tokens = fact_of(design, node, "training_tokens")
    if not tokens.known:
        tokens = shape.part.fact("training_tokens", "")
    every = machines_under(design, graph.hosts.get(node.id, ()), graph.chips)
    drawn = round(every.accelerators.or_zero) if every is not None else 0
    cluster = cluster_of(design, node, machines, fabrics, drawn, granted)
    published, words = _published(design, graph, node, cluster)
    bytes_per_param = _bytes_per_param(design, graph, node)
    states, stated = _states(design, graph, node, bytes_per_param.or_zero)
    sizes = shape.unknown or sizes_of(shape)
    # Experts send all to all, for which the fabric has another rate than for rings.
    if isinstance(sizes, Sizes) and sizes.step.experts:
        cluster = cluster._replace(to_all=to_all_of(cluster, fabrics))
    return Job(
        node=node,
        shape=shape,
        sizes=sizes,
        cluster=cluster,
        sequence=sequence,
        batch=batch,
        free=free,
        tokens=tokens,
        bytes_per_param=bytes_per_param,
        states=states,
        stated_stages=stated,
        published=published,
        notes=tuple(filter(None, (*cluster.notes, words, *_model_notes(shape, sizes), _precision_note(cluster)))),
        drawn=drawn,
    )


def frameworks_of(design: Design, graph: ServiceGraph, node: Node) -> list[Node]:
    """Return the training frameworks that NODE uses."""
    asked = graph.asks.get(node.id, ())
    return [design.nodes[edge.b] for edge in asked if graph.kinds[edge.b] in FRAMEWORKS]


def _plain(figure: Figure) -> Figure:
    """Return FIGURE without its range: the size of an iteration is chosen, not uncertain."""
    return replace(figure, low=figure.value, high=figure.value)


def _bytes_per_param(design: Design, graph: ServiceGraph, node: Node) -> Figure:
    stated = [fact_of(design, one, "bytes_per_parameter") for one in frameworks_of(design, graph, node)]
    stated = [figure for figure in stated if figure.value]
    if stated:
        return stated[0] if len(stated) == 1 else maximum("training state of a parameter", stated, "B")
    return leaf(
        "training state of a parameter",
        _LEAST_BYTES + GRADIENT_BYTES,
        "B",
        status="assumed",
        subject=node.id,
        note="Half-precision weights and gradients of 2 B, and 12 B of Adam, as the ZeRO paper counts.",
    )


def _states(design: Design, graph: ServiceGraph, node: Node, bytes_per_param: float) -> tuple[States, dict[int, str]]:
    """Return the state of a parameter by ZeRO stage, and which stages a framework states itself, with its words.

    What goes beyond 14 B of a parameter are gradients; less than 14 B are weights and optimizer in proportion.
    """
    usual = zero_states(max(bytes_per_param - _LEAST_BYTES, 0.0))
    scale = min(bytes_per_param / _LEAST_BYTES, 1.0)
    states = [(kept * scale, spread * scale) for kept, spread in usual]
    words: dict[int, str] = {}
    for stage in range(len(states)):
        if (found := next(_stated_state(design, graph, node, stage), None)) is not None:
            kept, spread, words[stage] = found
            states[stage] = (kept, spread)
    return tuple(states), words


def _stated_state(design: Design, graph: ServiceGraph, node: Node, stage: int) -> Iterator[tuple[float, float, str]]:
    """Bytes for each parameter that a framework of NODE states to keep, and to spread, at a ZeRO STAGE."""
    setting = f"zero_stage={stage}"
    for one in frameworks_of(design, graph, node):
        part = design.part_of(one)
        case = part.case("setting", setting) if part is not None else None
        if part is None or case is None:
            continue
        kept, spread = (part.fact(f"bytes_per_parameter_{way}", "B", "", case).value for way in ("kept", "spread"))
        if kept is not None and spread is not None and kept + spread > 0:
            yield kept, spread, part.name


def _published(design: Design, graph: ServiceGraph, node: Node, cluster: Cluster) -> tuple[Figure | None, str]:
    """Return the share of peak that the frameworks publish for these chips at most, and a word on one that is not."""
    chip = cluster.machines.chip
    holding: list[Figure] = []
    words = ""
    for one in frameworks_of(design, graph, node):
        share, part = fact_of(design, one, "flops_share"), design.part_of(one)
        # What was reached on one sort of chips says nothing of another; on a sort of TPU only where it was published.
        stated = "flops_share" in one.facts or part is None or _TPU not in chip.tags
        case = None if stated or part is None else part.case("hardware", chip.id)
        if part is not None and case is not None:
            share = part.fact("flops_share", "", f"{part.name} on {chip.name}: share of peak reached", case)
        if not share.value:
            continue
        if "flops_share" in one.facts or part is None or case is not None or (_TPU in part.tags) == (_TPU in chip.tags):
            holding.append(share)
        else:
            words = f"What {part.name} publishes was reached on other chips than {chip.name}, so it is not taken."
    if not holding:
        return None, words
    best = holding[0] if len(holding) == 1 else maximum("share of peak that the frameworks publish", holding, "")
    return best, words


def _precision_note(cluster: Cluster) -> str:
    if cluster.computes == "bf16":
        return ""
    return f"{cluster.computes.upper()} is for matrix products; attention and the output layer work in BF16."


def _model_notes(shape: Shape, sizes: Sizes | str) -> Iterator[str]:
    if isinstance(sizes, str):
        return
    if not sizes.published:
        sort = "experts" if sizes.step.experts else "feed-forward"
        yield f"The width of the {sort} of {shape.part.name} is not published; it follows from all its parameters."
