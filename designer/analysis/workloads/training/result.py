"""A training job: what fits, how it is split, how long it takes, how it gets on, and what it costs."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.collectives.layouts import Spread
from designer.analysis.network.network_context import survey_of
from designer.analysis.results import CostResult, PowerResult
from designer.analysis.workloads.results import SplitOption, TrainingResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.analysis.workloads.training.cost import bill
from designer.analysis.workloads.training.fastest import fastest
from designer.analysis.workloads.training.job import Job
from designer.analysis.workloads.training.memory import PARTS, memory_by_part
from designer.analysis.workloads.training.own_run import OwnRun, own_run
from designer.analysis.workloads.training.plan import (
    Plan,
    Unplanned,
    all_words_of,
    plan_of,
    squeezed,
    words_of,
)
from designer.analysis.workloads.training.progress import progress
from designer.analysis.workloads.training.question import Question
from designer.analysis.workloads.training.step import PROJECT, days_of, error_of, iteration, sure_of
from designer.analysis.workloads.training.target import TrainingTarget, held_to
from designer.formulas.workloads.training_step.choose import Candidate
from designer.formulas.workloads.training_step.runs import RECOMPUTE as _RECOMPUTED
from designer.model.design import Design, Node
from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import Figure, count_of, leaf, product, total

LARGE_BUBBLE: Final = 0.25
"""Share of an iteration from which the wait of the pipeline is worth a word."""
_SLOWER: Final = 0.02
"""Share by which a split that is set is slower than the best before that is said."""
_SECONDS: Final = ("arithmetic", "overhead", "tensor parallel", "bubble", "gradients", "optimizer", "total")
_SURE_OF: Final = ("step_s", "days", "wall_days", "full_speed_days", "mfu", "energy_kwh", "usd")
"""Figures that carry the error of the step."""


def training(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    drawn: PowerResult | None = None,
    priced: CostResult | None = None,
    *,
    fabrics: WorkFabrics | None = None,
    granted: float | None = None,
    target: TrainingTarget | None = None,
) -> TrainingResult:
    """Return what training job NODE needs and takes.

    Args:
        design: The design, with the parts it uses embedded.
        graph: Its services.
        node: A node of kind training-job.
        drawn: The power of the design, when it is at hand.
        priced: Its cost, when that is at hand.
        fabrics: The drawn networks, with what has failed worked in; those of DESIGN as drawn when None.
        granted: Accelerators that it is given of those it runs on; all that are alive when None.
        target: What its target takes of them, see `training_target`; None where it has none.
    """
    fabrics = fabrics or WorkFabrics(survey_of(design))
    plan = plan_of(design, graph, node, fabrics, granted)
    if isinstance(plan, Unplanned):
        found = _unknown(node, plan)
    else:
        found = _trained(design, graph, plan, drawn, priced, fabrics)
    return found if target is None else held_to(node, found, target)


_ALL_HOSTS: Final = Spread()


class FabricOffer(NamedTuple):
    """Traffic of a training job over the fabric.

    Attributes:
        hosts: Whose accelerators send.
        working: Share of their accelerators that the job uses.
        gbps: Of one of those, one way; unknown when nothing can be said.
        reason: Why nothing is sent; "" when something is.
        spread: Where its data-parallel groups stand among its hosts, which all send at once.
    """

    hosts: tuple[Node, ...]
    working: float
    gbps: Figure
    reason: str
    spread: Spread = _ALL_HOSTS


def fabric_offer(design: Design, graph: ServiceGraph, node: Node, fabrics: WorkFabrics | None = None) -> FabricOffer:
    """Return the traffic of training job NODE over the fabric, without the rest; FABRICS as for `training`."""
    plan = plan_of(design, graph, node, fabrics)
    if isinstance(plan, Unplanned):
        return FabricOffer((), 0.0, leaf("sent by an accelerator on the fabric", None, "Gb/s"), plan.reason)
    cluster = plan.job.cluster
    gbps = iteration(plan.job, plan.question, plan.taken, plan.worked).fabric_gbps
    reason = "" if gbps.value else "none of its accelerators has anything to send beyond its own host."
    split = plan.taken.split
    spread = Spread.of(split.data, split.tensor * split.context, cluster.domain, cluster.machines.each)
    return FabricOffer(cluster.machines.hosts, plan.taken.used / cluster.number, gbps, reason, spread)


def _trained(
    design: Design,
    graph: ServiceGraph,
    plan: Plan,
    drawn: PowerResult | None,
    priced: CostResult | None,
    fabrics: WorkFabrics,
) -> TrainingResult:
    job, question, taken = plan.job, plan.question, plan.taken
    node, cluster, split = job.node, job.cluster, taken.split
    memory = memory_by_part(job, plan.worked)
    step = iteration(job, question, taken, plan.worked)
    course = progress(design, graph, job, step, taken.used, fabrics, group=taken.ranks)
    full_speed = days_of(job, step)
    run = course.wall_days if course.wall_days.known else full_speed
    days = product(f"{node.title}: days of the project", (run, PROJECT), "days", "days of the run × project factor")
    paid = bill(design, job, run, drawn, priced)
    best = _best(plan)
    notes = [*job.notes, *course.notes, *paid.notes, *_split_notes(plan, step.seconds, best)]
    run = own_run(job, question, taken)
    if isinstance(run, str) and run:
        notes.append(run)
    if not course.wall_days.known:
        notes.append("Days, energy and cost are without failures and stalls.")
    reason = course.problem
    if job.tokens.value == 0:
        reason = "It trains on no tokens, so it takes no time."
    elif not job.tokens.known:
        reason = reason or "Say how many tokens it trains on."
    runner_up = fastest(question, question.opened, free=job.free).runner_up
    return TrainingResult(
        id=node.id,
        model=job.shape.part.id,
        fits=True,
        tight=taken.tight,
        reason=reason,
        accelerators=cluster.machines.accelerators,
        split=words_of(split),
        micro_batch=split.micro,
        zero_stage=split.zero,
        recompute=_RECOMPUTED[split.recompute or 0],
        memory_gb=memory,
        memory_needed_gb=total("memory that an accelerator needs", memory.values(), "GB"),
        memory_has_gb=cluster.memory,
        iteration_s=step.seconds,
        best_split=_option(job, question, best) if best is not None else None,
        runner_up=_option(job, question, runner_up) if runner_up is not None else None,
        slower_than_best=_slower(node, taken, best),
        full_speed_days=full_speed,
        wall_days=course.wall_days,
        days=days,
        mfu=step.mfu,
        goodput=course.goodput,
        mttf_h=course.mttf_h,
        checkpoint_gb=course.checkpoint_gb,
        checkpoint_write_s=course.write_s,
        checkpoint_interval_h=course.interval_h,
        stall_min_per_day=course.stall_min_per_day,
        read_gb_per_s=course.read_gb_per_s,
        storage_read_gb_per_s=course.storage_read_gb_per_s,
        fabric_gbps=step.fabric_gbps,
        energy_kwh=paid.energy_kwh,
        carbon_t=paid.carbon_t,
        usd=paid.usd,
        notes=tuple(notes),
        fabric=cluster.fabric,
        unreached=course.unreached,
        getting_on=course.detail,
        how_sure=_how_sure(question, run) | ({"goodput": course.sure} if course.sure is not None else {}),
    )


def _best(plan: Plan) -> Candidate | None:
    """Return the best split that the job could have; None where none fits better than what is set."""
    if plan.question.stated == plan.question.opened:
        return plan.taken
    best = fastest(plan.question, plan.question.opened, free=plan.job.free).best
    return best if best is not None and best.over <= 1 else None


def _slower(node: Node, taken: Candidate, best: Candidate | None) -> Figure:
    """Return the share by which TAKEN is slower than the BEST, sequence for sequence."""
    share = None
    if best is not None:
        share = max(taken.seconds / taken.sequences / (best.seconds / best.sequences) - 1, 0.0)
    return leaf(
        f"{node.title}: slower than the best split",
        share,
        operation="routing",
        subject=node.id,
        note="Time of a sequence with the split that it takes over that with the best, less one.",
    )


def _option(job: Job, question: Question, one: Candidate) -> SplitOption:
    """Return ONE split as it is told."""
    node, run = job.node, own_run(job, question, one)
    error = run.error(job) if isinstance(run, OwnRun) else error_of(question, searched=True, tight=one.tight)
    ratio, low, high = error.value or 1.0, error.low or 1.0, error.high or 1.0
    return SplitOption(
        split=words_of(one.split),
        words=all_words_of(one.split),
        micro_batch=one.split.micro,
        zero_stage=one.split.zero or 0,
        recompute=_RECOMPUTED[one.split.recompute or 0],
        step_s=leaf(
            f"{node.title}: a step with {words_of(one.split)}",
            one.seconds * ratio,
            "s",
            low=one.seconds * low,
            high=one.seconds * high,
            operation="routing",
            subject=node.id,
            note=f"Of {one.sequences:,.0f} sequences." if job.free else "",
        ),
        memory_share=leaf(f"{node.title}: memory in use", one.over, operation="routing", subject=node.id),
    )


def _split_notes(plan: Plan, seconds: Mapping[str, Figure], best: Candidate | None) -> Iterator[str]:
    """Yield what to know about the split of PLAN: idle accelerators, waits, memory that is tight, what is faster."""
    job, question, taken = plan.job, plan.question, plan.taken
    number, domain = job.cluster.number, job.cluster.domain
    if taken.used < number:
        yield (
            f"{taken.used:,} of {number:,} accelerators work: the split and the batch divide no further; all are paid "
            "for."
        )
    bubble, whole = seconds["bubble"].or_zero, seconds["total"].or_zero
    if bubble > LARGE_BUBBLE * whole:
        yield (
            f"The pipeline waits for {bubble / whole:.0%} of an iteration: a larger global batch fills it, and "
            "more interleaved stages shorten it."
        )
    if taken.split.tensor > domain:
        yield f"Tensor parallelism of {taken.split.tensor} reaches beyond the {domain} that a fast link joins."
    if taken.tight:
        remedy = squeezed(question, taken, within=1.0)
        yield (
            f"It takes {taken.over:.0%} of the memory of an accelerator: tight, and within what such counts are off. "
            + (f"It fits with {remedy}." if remedy else "Nothing that can be chosen makes it smaller.")
        )
    if best is not None and taken.seconds / taken.sequences > (1 + _SLOWER) * best.seconds / best.sequences:
        slower = taken.seconds / taken.sequences / (best.seconds / best.sequences) - 1
        yield f"The split that is set is {slower:.0%} slower than {all_words_of(best.split)}."


def _how_sure(question: Question, run: OwnRun | str) -> dict[str, HowSure]:
    """Return what is known of the error of the step, for each figure that rests on it, and what an own RUN makes it."""
    sure = sure_of(question)
    if isinstance(run, OwnRun):
        sure = replace(sure, calibrated=run.words)
    return dict.fromkeys(_SURE_OF, sure)


def _unknown(node: Node, plan: Unplanned) -> TrainingResult:
    job, reason, split = plan.job, plan.reason, plan.taken.split if plan.taken is not None else None

    def blank(label: str, unit: str = "") -> Figure:
        return leaf(f"{node.title}: {label}", None, unit, subject=node.id, note=reason)

    held = {part: blank(part, "GB") for part in PARTS}
    if job is not None and plan.worked is not None:
        held = memory_by_part(job, plan.worked)
    nobody = count_of("accelerators that it runs on", 0, node.id)
    return TrainingResult(
        id=node.id,
        model=plan.shape.part.id if plan.shape else "",
        fits=plan.fits,
        reason=reason,
        accelerators=job.cluster.machines.accelerators if job else nobody,
        split=words_of(split) if split else "",
        micro_batch=split.micro if split else 0,
        zero_stage=split.zero if split else None,
        recompute=_RECOMPUTED[split.recompute or 0] if split else "",
        memory_gb=held,
        memory_needed_gb=total("memory that an accelerator needs", held.values(), "GB"),
        memory_has_gb=job.cluster.memory if job else blank("memory of an accelerator", "GB"),
        iteration_s={part: blank(part, "s") for part in _SECONDS},
        slower_than_best=blank("slower than the best split"),
        full_speed_days=blank("days at full speed", "days"),
        wall_days=blank("days with failures and stalls", "days"),
        days=blank("days of the project", "days"),
        mfu=blank("model FLOPs utilisation"),
        goodput=blank("share of the time that makes progress"),
        mttf_h=blank("mean time to an interruption", "h"),
        checkpoint_gb=blank("a checkpoint", "GB"),
        checkpoint_write_s=blank("time to write a checkpoint", "s"),
        checkpoint_interval_h=blank("hours between checkpoints", "h"),
        stall_min_per_day=blank("stalls", "min/day"),
        read_gb_per_s=blank("what it reads", "GB/s"),
        storage_read_gb_per_s=blank("what its storage reads", "GB/s"),
        fabric_gbps=blank("sent by an accelerator on the fabric", "Gb/s"),
        energy_kwh=blank("energy", "kWh"),
        carbon_t=blank("carbon", "t"),
        usd=blank("cost", "USD"),
        notes=job.notes if job else (),
        fabric=job.cluster.fabric if job else None,
    )
