"""Time of a training iteration by its parts, as figures; the formula is that of formulas.iteration."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.analysis.published.silicon import most_share
from designer.analysis.workloads.training.job import Job
from designer.analysis.workloads.training.memory import ways_of
from designer.analysis.workloads.training.split import STAGE_3_TRAFFIC, Numbers
from designer.formulas.iteration import ALL_REDUCES, BYTES_PER_VALUE, MEAN_ERROR, MEASURED, Split
from designer.model.figures import Figure, count_of, difference, leaf, maximum, minimum, product, quotient, total

_ONE: Final = leaf("one", 1.0)
_TWO: Final = leaf("two", 2.0)
_FIT: Final = "Fitted to measured iterations on nodes of eight A100."
_EFFICIENCY: Final = leaf("share of peak that layers reach", MEASURED.efficiency, note=_FIT)
_LAYER: Final = leaf("time of a layer that no split shrinks", MEASURED.layer_s, "s", note=_FIT)
_SCALE_UP: Final = leaf("share of the scale-up rate reached", MEASURED.scale_up_share, note=_FIT)
_SCALE_OUT: Final = leaf("share of the fabric rate reached", MEASURED.scale_out_share, note=_FIT)
_GRADIENTS: Final = leaf("share of the fabric rate that gradients reach", MEASURED.gradient_share, note=_FIT)
_EXPOSED: Final = leaf(
    "share of stage sends that arithmetic waits for", 0.22, note="Fitted to published training rows; the rest overlaps."
)
_WIDTH: Final = leaf("bytes of a value that is sent", float(BYTES_PER_VALUE), "B")
_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")
_TERA: Final = leaf("FLOP in a TFLOP", 1e12, "FLOP/TFLOP")
_BITS: Final = leaf("bits in a byte", 8.0)
_DAY: Final = leaf("seconds in a day", 86_400.0, "s/day")
_NOTHING_SENT: Final = leaf("nothing is sent", 0.0, "GB")
ERROR: Final = leaf(
    "measured time over this formula's",
    1.0,
    low=1 - MEAN_ERROR,
    high=1 + MEAN_ERROR,
    note="Mean error on measured rows that were not fitted; single rows are off by up to half.",
)
MEAN_ERROR_FIGURE: Final = leaf(
    "mean error of the iteration time", MEAN_ERROR, note="Of the worse half of the measured rows, not fitted to it."
)


class Iteration(NamedTuple):
    """An iteration.

    Attributes:
        seconds: By its parts and "total"; "stage sends" only where the fabric is narrower than its hosts' lines.
        mfu: Share of the peak that the model's own arithmetic takes.
        fabric_gbps: Of an accelerator, one way, averaged over the iteration.
        tokens_per_s: Of the whole job.
    """

    seconds: Mapping[str, Figure]
    mfu: Figure
    fabric_gbps: Figure
    tokens_per_s: Figure


def efficiency_of(job: Job) -> Figure:
    """Share of the peak that layers reach with the framework of JOB, at most all of it."""
    if job.speed is None:
        return _EFFICIENCY
    return minimum("share of peak reached", (product("with the framework", (_EFFICIENCY, job.speed), ""), _ONE), "")


def work_of(job: Job) -> Figure:
    """Arithmetic of a layer, attention apart, over the 24·h² of a plain transformer."""
    shape = job.shape
    words = product("parameters of the vocabulary", (shape.vocabulary, shape.hidden), "")
    plain = product(
        "parameters of plain layers",
        (leaf("12", 12.0), shape.layers, shape.hidden, shape.hidden),
        "",
        "12 × layers × hidden²",
    )
    inside = difference("active parameters of the layers", shape.active, words, "")
    found = quotient("active parameters over those of a plain transformer", inside, plain, "")
    return found if (found.value or 0) > 0 else leaf(found.label, 1.0, status="assumed", note="Like a plain one.")


def attention_of(job: Job, *, repeated: bool) -> Figure:
    """Arithmetic of attention over 24·h² for a token; twice the backward share where it is computed again."""
    each = leaf("3" if repeated else "6", 3.0 if repeated else 6.0, note="Korthikanti et al., 2022, appendix A.")
    return quotient("attention", job.sequence, product("× hidden size", (each, job.shape.hidden), ""), "")


def iteration(job: Job, split: Split, numbers: Numbers) -> Iteration:
    """The iteration of JOB under SPLIT."""
    shape, cluster = job.shape, job.cluster
    tensor, stages, data = ways_of(job, split)
    micro = count_of("sequences of a micro-batch", split.micro_batch, job.node.id)
    tokens = product("tokens of a micro-batch", (micro, job.sequence), "")
    number = quotient("micro-batches", job.batch, product("sequences at once", (micro, data), ""), "")
    full = job.recompute == "full"
    passes = leaf("passes", 4.0 if full else 3.0, note="Forward, twice that backward, and forward again if repeated.")
    flops = _flops(job, tokens, passes, repeated=job.recompute == "selective")
    reached = product(
        "reached by a pipeline",
        (cluster.peak, _TERA, efficiency_of(job), tensor, stages),
        "FLOP/s",
        "peak × share reached × tensor × pipeline parallelism",
    )
    arithmetic = quotient("arithmetic of a micro-batch", flops, reached, "s")
    overhead = quotient("layers, whatever their size", product("of all", (shape.layers, _LAYER), "s"), stages, "s")
    reduced = _reduced(job, split, tokens, tensor, stages, full=full)
    link = product("reached on the scale-up link", (cluster.inside, _SCALE_UP), "GB/s")
    joined = count_of("accelerators that a fast link joins", numbers.domain, job.node.id)
    if split.tp > numbers.domain:
        link = product("reached on the fabric of a host", (cluster.outside, joined, _SCALE_OUT), "GB/s")
    sent = quotient("all-reduces of a micro-batch", reduced, link, "s") if split.tp > 1 else leaf("none", 0.0, "s")
    gradients = _gradients(job, split, tensor, stages, data)
    outside = product("reached by gradients", (cluster.outside, _GRADIENTS), "GB/s")
    one = total("a micro-batch", (arithmetic, overhead, sent), "s")
    seconds = {
        "arithmetic": product("arithmetic", (number, arithmetic), "s"),
        "overhead": product("overhead", (number, overhead), "s"),
        "tensor parallel": product("all-reduces of tensor parallelism", (number, sent), "s"),
        "bubble": product("bubble of the pipeline", (_empty_stages(job, split, stages), one), "s"),
        "gradients": quotient("all-reduce of gradients", gradients, outside, "s")
        if split.dp > 1
        else leaf("all-reduce of gradients", 0.0, "s", note="One copy of the model has nobody to send to."),
    }
    if split.pp > 1 and not cluster.alone and (cluster.outside.value or 0.0) < (cluster.line.value or 0.0):
        seconds["stage sends"] = _held_up(job, split, tokens, tensor, number)
    parts = total("parts of an iteration", seconds.values(), "s")
    whole = product("an iteration", (parts, ERROR), "s", "sum of the parts, give or take the mean error")
    whole = _no_faster(job, split, whole)
    leaving: list[Figure] = []
    if split.dp > 1 and not cluster.alone:
        leaving.append(gradients)
    if split.tp > numbers.domain:
        leaving.append(product("all-reduces over the fabric", (number, quotient("", reduced, joined, "GB")), "GB"))
    bits = product("sent in an iteration", (total("", leaving, "GB") if leaving else _NOTHING_SENT, _BITS), "Gb")
    step = product("tokens of an iteration", (job.batch, job.sequence), "")
    used = count_of("accelerators in use", split.tp * split.pp * split.dp, job.node.id)
    three = leaf("passes of the model's own", 3.0, note="Forward and twice that backward.")
    own = _flops(job, step, three, repeated=False)
    most = product("peak of all in an iteration", (used, cluster.peak, _TERA, whole), "FLOP")
    return Iteration(
        seconds={**seconds, "total": whole},
        mfu=quotient("model FLOPs utilisation", own, most, ""),
        fabric_gbps=quotient("sent by an accelerator on the fabric", bits, whole, "Gb/s", "bytes × 8 / iteration"),
        tokens_per_s=quotient("tokens a second", step, whole, "1/s"),
    )


def _no_faster(job: Job, split: Split, whole: Figure) -> Figure:
    """WHOLE, seconds of an iteration, but no less than at the greatest share of peak that is published for the chip."""
    cluster = job.cluster
    step = product("tokens of an iteration", (job.batch, job.sequence), "")
    three = leaf("passes of the model's own", 3.0, note="Forward and twice that backward.")
    used = count_of("accelerators in use", split.tp * split.pp * split.dp, job.node.id)
    most = product("most that they reach", (used, cluster.peak, _TERA, most_share(cluster.machines.chip)), "FLOP/s")
    own = _flops(job, step, three, repeated=False)
    least = quotient("an iteration at the greatest share of peak that is published", own, most, "s")
    if (least.low or 0.0) <= (whole.low or 0.0) and (least.value or 0.0) <= (whole.value or 0.0):
        return whole
    return maximum("an iteration", (whole, least), "s", "no faster than at the greatest share of peak published")


def _held_up(job: Job, split: Split, tokens: Figure, tensor: Figure, number: Figure) -> Figure:
    """Seconds that a fabric narrower than its hosts' lines adds to what pipeline stages send each other.

    At line rate they are in the constants, which were fitted to pipelines on full fabrics.
    """
    label, cluster = "pipeline stages held up by a narrow fabric", job.cluster
    turns = count_of("stages of each accelerator that take turns", split.interleave, job.node.id)
    sent = quotient(
        "activations and their gradients, a micro-batch",
        product("of all tensor ranks", (_TWO, tokens, job.shape.hidden, _WIDTH, _GIGA, turns), "GB"),
        tensor,
        "GB",
        "2 × tokens × hidden × bytes × turns / tensor parallelism",
    )
    more = difference(
        "more than at line rate",
        quotient("as the fabric gives", sent, cluster.outside, "s"),
        quotient("at line rate", sent, cluster.line, "s"),
        "s",
    )
    return product(label, (number, _EXPOSED, more), "s", "micro-batches × share exposed × more time of each")


def days_of(job: Job, step: Iteration) -> Figure:
    """Days of JOB without failures and stalls."""
    seconds = quotient("seconds of training", job.tokens, step.tokens_per_s, "s", "tokens / tokens a second")
    return quotient("days of training", seconds, _DAY, "days")


def _flops(job: Job, tokens: Figure, passes: Figure, *, repeated: bool) -> Figure:
    """FLOPs of TOKENS through all layers and the output layer."""
    shape = job.shape
    each = total("work of a layer", (work_of(job), attention_of(job, repeated=repeated)), "")
    layers = product(
        "layers",
        (passes, leaf("24", 24.0), tokens, shape.hidden, shape.hidden, shape.layers, each),
        "FLOP",
        "passes × 24 × tokens × hidden² × layers × work of one",
    )
    head = product("output layer", (passes, _TWO, tokens, shape.hidden, shape.vocabulary), "FLOP")
    return total("arithmetic", (layers, head), "FLOP", "layers + output layer")


def _share_sent(ways: Figure) -> Figure:
    return difference("sent for each byte", _TWO, quotient("", _TWO, ways, ""), "", "2(n − 1) / n")


def _empty_stages(job: Job, split: Split, stages: Figure) -> Figure:
    """Stages that wait while the pipeline fills and drains."""
    others = difference("other stages", stages, _ONE, "")
    if split.interleave == 1:
        return others
    turns = count_of("stages of each accelerator that take turns", split.interleave, job.node.id)
    return quotient("stages that wait", others, turns, "", "(p − 1) / interleaved stages")


def _reduced(job: Job, split: Split, tokens: Figure, tensor: Figure, stages: Figure, *, full: bool) -> Figure:
    """GB that tensor parallelism sends for a micro-batch."""
    if split.tp == 1:
        return _NOTHING_SENT
    reduces = leaf("all-reduces of a layer", float(ALL_REDUCES if full else ALL_REDUCES - 2))
    shape = job.shape
    terms = (reduces, _share_sent(tensor), tokens, shape.hidden, _WIDTH, _GIGA, shape.layers)
    return quotient("all-reduces of a stage", product("of all layers", terms, "GB"), stages, "GB")


def _gradients(job: Job, split: Split, tensor: Figure, stages: Figure, data: Figure) -> Figure:
    """GB of gradients that an accelerator sends."""
    if split.dp == 1:
        return _NOTHING_SENT
    parts = product("parts of the model", (tensor, stages), "")
    terms = [_share_sent(data), job.shape.params, _WIDTH, _GIGA]
    if job.zero == 3:
        terms.append(leaf("weights that are gathered as well", STAGE_3_TRAFFIC, note="ZeRO's stage 3 sends half more."))
    return quotient("gradients", product("of the model", terms, "GB"), parts, "GB")
