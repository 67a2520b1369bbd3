"""What a training job is made of: the shape of its model, its machines, its frameworks and its own figures."""

from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.quantities import fact_of
from designer.analysis.workloads.hosts import Machines, machines_under
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.analysis.workloads.training.cluster import Cluster, cluster_of
from designer.formulas.iteration import VOCABULARY
from designer.formulas.training_memory import StateBytes, published_state, state_bytes
from designer.model.assumptions import assumed
from designer.model.choices import chosen
from designer.model.design import Design, Node
from designer.model.figures import Figure, leaf, maximum, quotient, rounded_down
from designer.model.parts import Part

USUAL_BYTES: Final = 16.0
REFERENCE_SHARE: Final = 0.45
_REFERENCE: Final = leaf(
    "share of peak that Megatron-LM publishes",
    REFERENCE_SHARE,
    note="Stands for the measured iterations; another framework is as much faster or slower as its share says.",
)
_TPU: Final = "tpu"


class Shape(NamedTuple):
    """A model as training sees it; `active` are the parameters that a token uses."""

    part: Part
    params: Figure
    active: Figure
    layers: Figure
    hidden: Figure
    heads: Figure
    vocabulary: Figure

    @property
    def unknown(self) -> str:
        """What of it is not known, in words."""
        named = {
            "parameters": self.params,
            "layers": self.layers,
            "hidden size": self.hidden,
            "attention heads": self.heads,
        }
        return ", ".join(words for words, figure in named.items() if (figure.value or 0) < 1)


class Job(NamedTuple):
    """A training job.

    Attributes:
        sequence: Tokens of one.
        batch: Sequences of the global batch.
        bytes_per_param: Training state of a parameter.
        speed: Of its framework over that of the measured iterations; None when nothing is known of it.
        zero: ZeRO stage.
        recompute: "full", "selective" or "none".
        zero_state: Bytes that its framework states to keep and to spread at this stage; None where it states none.
        drawn: Accelerators that it runs on when none has failed and none is granted to others.
    """

    node: Node
    shape: Shape
    cluster: Cluster
    sequence: Figure
    batch: Figure
    tokens: Figure
    bytes_per_param: Figure
    speed: Figure | None
    zero: int
    recompute: str
    notes: tuple[str, ...]
    drawn: int
    zero_state: tuple[Figure, Figure] | None = None

    def state_of(self, ways: int) -> StateBytes:
        """Training state of a parameter on each accelerator with WAYS of data parallelism."""
        state = state_bytes(self.bytes_per_param.value or 0.0, self.zero, ways)
        return state if self.zero_state is None else _as_stated(state, self.zero_state, ways)


def shape_of(design: Design, graph: ServiceGraph, node: Node) -> Shape | None:
    """The model that NODE trains: the chosen one, else one that is drawn and asked; None when there is none."""
    part = design.parts.get(chosen(node, "model"))
    if part is None:
        asked = (design.nodes[edge.b] for edge in graph.asks.get(node.id, ()) if graph.kinds[edge.b] == "model")
        part = next(filter(None, map(design.part_of, asked)), None)
    if part is None:
        return None
    params, vocabulary = part.fact("params", ""), part.fact("vocabulary", "")
    usual = leaf(
        f"{part.name}: vocabulary",
        float(VOCABULARY),
        status="assumed",
        subject=part.id,
        note="Supposed where the model does not say: that of the measured models.",
    )
    return Shape(
        part=part,
        params=params,
        active=part.fact("active_params", "") if "active_params" in part.facts else params,
        layers=part.fact("layers", ""),
        hidden=part.fact("hidden", ""),
        heads=part.fact("attention_heads", ""),
        vocabulary=vocabulary if vocabulary.value else usual,
    )


def job_of(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    shape: Shape,
    machines: Machines,
    fabrics: WorkFabrics,
    granted: float | None = None,
) -> Job:
    """NODE as a job that trains SHAPE on MACHINES, of whose accelerators it is GRANTED some, over FABRICS."""
    sequence = fact_of(design, node, "sequence_tokens")
    if not sequence.known:
        sequence = _plain(assumed(design, "sequence_tokens"))
    batch = fact_of(design, node, "global_batch")
    if not batch.known:
        sequences = quotient("sequences", _plain(assumed(design, "batch_tokens")), sequence, "")
        batch = rounded_down("sequences of a global batch", sequences)
    tokens = fact_of(design, node, "training_tokens")
    if not tokens.known:
        tokens = shape.part.fact("training_tokens", "")
    every = machines_under(design, graph.hosts.get(node.id, ()), graph.chips)
    drawn = round(every.accelerators.value or 0) if every is not None else 0
    cluster = cluster_of(design, node, machines, fabrics, drawn, granted)
    speed, words = _speed(design, graph, node, cluster)
    return Job(
        node=node,
        shape=shape,
        cluster=cluster,
        sequence=sequence,
        batch=batch,
        tokens=tokens,
        bytes_per_param=_bytes_per_param(design, graph, node),
        speed=speed,
        zero=int(chosen(node, "zero_stage")),
        recompute=chosen(node, "recompute"),
        notes=tuple(filter(None, (*cluster.notes, words, *_model_notes(shape), _precision_note(node)))),
        zero_state=_zero_state(design, graph, node),
        drawn=drawn,
    )


def _zero_state(design: Design, graph: ServiceGraph, node: Node) -> tuple[Figure, Figure] | None:
    """Bytes for each parameter that the first framework with a word on it keeps, and spreads, at NODE's ZeRO stage."""
    setting = f"zero_stage={chosen(node, 'zero_stage')}"
    for one in frameworks_of(design, graph, node):
        part = design.part_of(one)
        case = part.case("setting", setting) if part is not None else None
        if part is None or case is None:
            continue
        kept, spread = (
            part.fact(f"bytes_per_parameter_{way}", "B", f"{part.name}: bytes {way} at {setting}", case)
            for way in ("kept", "spread")
        )
        if kept.known and spread.known:
            return kept, spread
    return None


def _as_stated(state: StateBytes, stated: tuple[Figure, Figure], ways: int) -> StateBytes:
    kept, spread = stated
    return published_state(state, kept.value or 0.0, spread.value or 0.0, ways)


def frameworks_of(design: Design, graph: ServiceGraph, node: Node) -> list[Node]:
    """The training frameworks that NODE uses."""
    asked = graph.asks.get(node.id, ())
    return [design.nodes[edge.b] for edge in asked if graph.kinds[edge.b] == "framework"]


def _plain(figure: Figure) -> Figure:
    """FIGURE without its range: the size of an iteration is chosen, not uncertain."""
    return replace(figure, low=figure.value, high=figure.value)


def _bytes_per_param(design: Design, graph: ServiceGraph, node: Node) -> Figure:
    stated = [fact_of(design, one, "bytes_per_parameter") for one in frameworks_of(design, graph, node)]
    stated = [figure for figure in stated if figure.value]
    if stated:
        return stated[0] if len(stated) == 1 else maximum("training state of a parameter", stated, "B")
    return leaf(
        "training state of a parameter",
        USUAL_BYTES,
        "B",
        status="assumed",
        subject=node.id,
        note="Half-precision weights and gradients of 2 B, and 12 B of Adam, as the ZeRO paper counts.",
    )


def _speed(design: Design, graph: ServiceGraph, node: Node, cluster: Cluster) -> tuple[Figure | None, str]:
    """How fast the frameworks are against the measured ones, and a word on a share that does not hold here."""
    chip = cluster.machines.chip
    holding: list[Figure] = []
    words = ""
    for one in frameworks_of(design, graph, node):
        share, part = fact_of(design, one, "flops_share"), design.part_of(one)
        # The iterations were measured on GPUs; what was reached on a sort of TPU is known only where it was published.
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
    return quotient("speed of the framework", best, _REFERENCE, "", "its share / that of Megatron-LM"), words


def _model_notes(shape: Shape) -> list[str]:
    facts, notes = shape.part.facts, list[str]()
    if shape.active.value != shape.params.value:
        notes.append(
            "Experts: a token computes with its active parameters; all are kept and divided like the rest, and what "
            "experts send each other is left out."
        )
    own = facts.get("kv_heads")
    if own is not None and own.value and own.value != shape.heads.value:
        notes.append("Activations are counted with as many key–value heads as heads, which is a little too much.")
    return notes


def _precision_note(node: Node) -> str:
    precision = chosen(node, "precision")
    if precision == "bf16":
        return ""
    return f"{precision.upper()} makes the arithmetic faster; weights and activations are counted in BF16."
