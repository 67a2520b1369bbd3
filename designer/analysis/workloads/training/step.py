"""Time of a training step by its parts, as figures; worked out by formulas.training_step.

Each part is what it comes to at the rates that are drawn: operations over the peak and the share of it that such sizes
reach, bytes over the rate of memory, link or fabric. Shares and bytes are those of the formula, so that a doubled rate
in a tree halves its part; latencies stay in the bytes.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.published.silicon import most_share
from designer.analysis.workloads.training.between import Between, GroupsOf
from designer.analysis.workloads.training.job import Job
from designer.analysis.workloads.training.own_run import OwnRun, own_run
from designer.analysis.workloads.training.question import Question, wider_of
from designer.formulas.measured_errors import MEASURED_ERRORS
from designer.formulas.workloads.training_step.choose import Candidate
from designer.formulas.workloads.training_step.constants import VALUES
from designer.formulas.workloads.training_step.layout import Layout, lay_out
from designer.formulas.workloads.training_step.memory import MemoryParts, memory_parts
from designer.formulas.workloads.training_step.runs import GROUPS, Runs, Splits, column_runs, join_splits
from designer.formulas.workloads.training_step.search import Stated
from designer.formulas.workloads.training_step.step import StepTimes, model_flops, ranks_inside, step_times
from designer.formulas.workloads.training_step.traffic import fabric_bytes
from designer.model.figures.confidence import HowSure, how_sure
from designer.model.figures.figure import Figure, leaf, maximum, minimum, product, quotient, total

_TERA: Final = leaf("FLOP in a TFLOP", 1e12, "FLOP/TFLOP")
_BITS: Final = leaf("bits in a byte", 8.0)
_DAY: Final = leaf("seconds in a day", 86_400.0, "s/day")
_FORMULA: Final = "Worked out by the formula of a training step; its constants are fitted to published runs."
_HIDDEN: Final = f"Bytes at full rate, with latency and what arithmetic hides. {_FORMULA}"
PROJECT: Final = leaf(
    "days of the project over days of the run",
    VALUES["project"],
    low=VALUES["project_low"],
    high=VALUES["project_high"],
    status="assumed",
    note="Restarts, annealing and evaluations; Llama 3.1 8B took 2.7 times what its arithmetic takes.",
)


class Iteration(NamedTuple):
    """An iteration.

    Attributes:
        seconds: By its parts and "total".
        mfu: Share of the peak that the model's own arithmetic takes.
        fabric_gbps: Of an accelerator, one way, averaged over the iteration.
        tokens_per_s: Of the whole job.
    """

    seconds: Mapping[str, Figure]
    mfu: Figure
    fabric_gbps: Figure
    tokens_per_s: Figure


class Worked(NamedTuple):
    """The formula's own numbers of one split, each an array of one.

    Attributes:
        runs: The run, with the batch of the split.
        splits: The split.
    """

    runs: Runs
    splits: Splits
    layout: Layout
    times: StepTimes
    memory: MemoryParts


def worked_out(question: Question, candidate: Candidate) -> Worked:
    """Return what the formula says of CANDIDATE, a split of QUESTION."""
    run = question.run
    if question.groups is not None:
        run = replace(run, between=question.groups.rates(candidate.split))
    runs, splits = column_runs([run]), _splits_of(candidate.split)
    runs = runs.with_sequences(candidate.sequences)
    layout = lay_out(runs, splits)
    return Worked(runs, splits, layout, step_times(runs, splits), memory_parts(runs, splits, layout))


def timed(question: Question, groups: GroupsOf, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return CANDIDATES of QUESTION, each with the time that it has on the hosts that its own GROUPS span."""
    if not candidates:
        return []
    run = question.run
    runs = column_runs([replace(run, between=groups.rates(one.split)) for one in candidates])
    runs = replace(runs, sequences=np.array([one.sequences for one in candidates]))
    seconds = step_times(runs, join_splits([_splits_of(one.split) for one in candidates])).total
    return [replace(one, seconds=float(time)) for one, time in zip(candidates, seconds, strict=True)]


def _splits_of(split: Stated) -> Splits:
    def one(count: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([float(count)])

    return Splits(
        run=np.zeros(1, np.intp),
        micro=one(split.micro),
        tensor=one(split.tensor),
        pipeline=one(split.pipeline),
        virtual=one(split.virtual),
        context=one(split.context),
        expert=one(split.expert),
        zero=np.array([split.zero or 0], np.intp),
        recompute=np.array([split.recompute or 0], np.intp),
        data=one(split.data),
    )


def iteration(job: Job, question: Question, candidate: Candidate, worked: Worked) -> Iteration:
    """Return the iteration of JOB under CANDIDATE, a split of QUESTION that is WORKED out."""
    node = job.node.id
    seconds = _parts(job, worked, _rates_of(job, question, candidate))
    parts = total("parts of an iteration", seconds.values(), "s")
    searched = not (question.stated.whole and not job.free)
    error = error_of(question, searched=searched, tight=candidate.tight)
    run = own_run(job, question, candidate)
    measured = isinstance(run, OwnRun)
    if measured:
        error = run.error(job)
    whole = product("an iteration", (parts, error), "s", "sum of the parts × measured over computed")
    used = leaf("accelerators in use", float(candidate.used), subject=node)
    own = leaf(
        "operations of the model in an iteration",
        float(model_flops(worked.runs)[0]),
        "FLOP",
        operation="routing",
        subject=node,
        note="Three passes, causal attention counted half.",
    )
    if not measured:
        # Who measured it knows better than what was published of the chip.
        whole = _no_faster(job, used, own, whole)
    sent = leaf(
        "sent by an accelerator in an iteration",
        float(fabric_bytes(worked.runs, worked.splits)[0]) / 1e9,
        "GB",
        operation="routing",
        subject=node,
        note="What leaves its domain, one way: gradients and weights, activations between stages, experts' tokens.",
    )
    step = product("tokens of an iteration", (job.batch, job.sequence), "")
    most = product("peak of all in an iteration", (used, job.cluster.peak, _TERA, whole), "FLOP")
    return Iteration(
        seconds={**seconds, "total": whole},
        mfu=quotient("model FLOPs utilisation", own, most, ""),
        fabric_gbps=quotient(
            "sent by an accelerator on the fabric",
            product("bits", (sent, _BITS), "Gb"),
            whole,
            "Gb/s",
            "bytes × 8 / iteration",
        ),
        tokens_per_s=quotient("tokens a second", step, whole, "1/s"),
    )


def error_of(question: Question, *, searched: bool, tight: bool) -> Figure:
    """Return the measured time over the formula's, with the range that holds what was measured."""
    kind = "experts" if question.run.shape.experts else "dense"
    wider = wider_of(question, searched=searched, tight=tight)
    return leaf(
        "measured time over this formula's",
        1.0,
        low=VALUES[f"{kind}_low"] / wider,
        high=VALUES[f"{kind}_high"] * wider,
        note=f"{sure_of(question).words} The range is wider where the split was searched or is tight.",
    )


def sure_of(question: Question) -> HowSure:
    """Return what is known of the error of a step of QUESTION."""
    kind = "training, experts" if question.run.shape.experts else "training, dense"
    return how_sure(MEASURED_ERRORS[kind], question.outside, wider_of(question, searched=False, tight=False))


def _rates_of(job: Job, question: Question, candidate: Candidate) -> Between:
    """Return what each group of CANDIDATE gets between domains."""
    if question.groups is not None:
        return question.groups.of(candidate.split)
    cluster = job.cluster
    return Between(*(cluster.to_all if one == "expert" else cluster.outside for one in GROUPS))


def _parts(job: Job, worked: Worked, between: Between) -> dict[str, Figure]:
    """Return the seconds of each part, those that are nothing left out but for the first ones."""
    times, cluster, splits = worked.times, job.cluster, worked.splits
    domain = worked.runs.domain

    def computed(label: str, seconds: float, peak: Figure) -> Figure:
        """Operations over the share of the peak that such sizes reach."""
        rate = product("peak of one", (peak, _TERA), "FLOP/s")
        done = leaf(
            f"operations of {label} over the share of the peak that they reach",
            seconds * peak.or_zero * 1e12,
            "FLOP",
            operation="routing",
            subject=job.node.id,
            note=_FORMULA,
        )
        return quotient(label, done, rate, "s", "operations / share reached / peak")

    def moved(label: str, seconds: float, rate: Figure, note: str = _HIDDEN) -> Figure:
        """Bytes over a rate."""
        bytes_ = leaf(
            f"bytes of {label}",
            seconds * rate.or_zero,
            "GB",
            operation="routing",
            subject=job.node.id,
            note=note,
        )
        return quotient(label, bytes_, rate, "s", "bytes / rate")

    def link(ranks: float, stride: float, outside: Figure) -> Figure:
        """The rate of a group: that of the fast link where the domain holds it, else that of the fabric."""
        near = ranks_inside(np.array([ranks]), np.array([stride]), domain)[0] >= ranks
        return cluster.inside if near and cluster.inside.value else outside

    def value(part: str) -> float:
        return float(getattr(times, part)[0])

    t, c, e = (float(getattr(splits, way)[0]) for way in ("tensor", "context", "expert"))
    ranks = float(worked.layout.replicas[0])
    attention = cluster.peak_bf16 if cluster.peak_bf16.value else cluster.peak
    seconds = {
        "arithmetic": total(
            "arithmetic",
            (
                computed("matrix products", value("products"), cluster.peak),
                computed("attention", value("attention"), attention),
                computed("output layer", value("head"), attention),
            ),
            "s",
        ),
        "overhead": total(
            "reading, writing and launching",
            (
                moved("activations read and written", value("traffic"), cluster.reads, _FORMULA),
                leaf("launches and waits of layers", value("launches"), "s", operation="routing", note=_FORMULA),
            ),
            "s",
        ),
        "tensor parallel": moved("collectives of tensor parallelism", value("tensor"), link(t, 1.0, between.tensor)),
        "context parallel": moved("exchange of keys and values", value("context"), link(c, t, between.context)),
        "expert parallel": moved("all-to-all of experts", value("expert"), link(e, t, between.expert)),
        "gathered weights": moved("gathering of sharded weights", value("sharded"), link(ranks, t, between.data)),
        "stage sends": moved("sends between pipeline stages", value("stages"), between.stages),
    }
    micro = total("all micro-batches", seconds.values(), "s")
    waiting = value("bubble") / micro.value if micro.value else 0.0
    stages = leaf(
        "stages that wait over micro-batches",
        waiting,
        operation="routing",
        subject=job.node.id,
        note="(p − 1) / interleaved stages, over the micro-batches of a pipeline.",
    )
    seconds |= {
        "bubble": product("bubble of the pipeline", (stages, micro), "s"),
        "gradients": moved("gradients reduced and weights gathered", value("gradients"), link(ranks, t, between.data)),
        "optimizer": moved("the optimizer", value("optimizer"), cluster.reads, _FORMULA),
    }
    working = total("all that works", seconds.values(), "s")
    late = leaf(
        "waiting for the slowest, over all that works",
        value("waiting") / working.value if working.value else 0.0,
        operation="routing",
        subject=job.node.id,
        note="Grows with each doubling beyond eight accelerators; and what separates the sum from the fastest run that "
        "was ever published for the chip.",
    )
    seconds["waiting"] = product("waiting for the slowest", (late, working), "s")
    always = ("arithmetic", "overhead", "tensor parallel", "bubble", "gradients", "optimizer")
    return {name: figure for name, figure in seconds.items() if name in always or figure.value}


def _no_faster(job: Job, used: Figure, own: Figure, whole: Figure) -> Figure:
    """Return WHOLE, seconds of an iteration, but no less than at the greatest share of peak that is published."""
    chip = most_share(job.cluster.machines.chip)
    shares = [chip] if job.published is None else [chip, job.published]
    share = chip if len(shares) == 1 else minimum("greatest share of peak that is published", shares, "")
    most = product("most that they reach", (used, job.cluster.peak, _TERA, share), "FLOP/s")
    least = quotient("an iteration at the greatest share of peak that is published", own, most, "s")
    # The bound is left out where it changes nothing, so that the explanation stays short.
    if (least.low or 0.0) <= (whole.low or 0.0) and least.or_zero <= whole.or_zero:
        return whole
    return maximum("an iteration", (whole, least), "s", "no faster than at the greatest share of peak published")


def days_of(job: Job, step: Iteration) -> Figure:
    """Return days of JOB without failures and stalls."""
    seconds = quotient("seconds of training", job.tokens, step.tokens_per_s, "s", "tokens / tokens a second")
    return quotient("days of training", seconds, _DAY, "days")
