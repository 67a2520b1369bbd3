"""A training job: what fits, how it is split, how long it takes, how it gets on, and what it costs."""

from collections.abc import Mapping
from math import ceil
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.quantities import fact_of
from designer.analysis.results import CostResult, PowerResult
from designer.analysis.survey import survey_of
from designer.analysis.workload_results import TrainingResult
from designer.analysis.workloads.hosts import machines_of
from designer.analysis.workloads.service_graph import ServiceGraph, no_machines_words
from designer.analysis.workloads.training.cost import bill
from designer.analysis.workloads.training.job import Job, Shape, job_of, shape_of
from designer.analysis.workloads.training.memory import memory_by_part
from designer.analysis.workloads.training.split import (
    Chosen,
    Numbers,
    best_split,
    needed_bytes,
    set_split,
    words_of,
)
from designer.analysis.workloads.training.step import (
    MEAN_ERROR_FIGURE,
    attention_of,
    days_of,
    efficiency_of,
    iteration,
    work_of,
)
from designer.analysis.workloads.training_progress import progress
from designer.formulas.iteration import MEASURED, IterationConstants, Split
from designer.model.assumptions import assumed
from designer.model.choices import chosen
from designer.model.design import Design, Node
from designer.model.figures import Figure, count_of, difference, leaf, total

MOST_BATCH: Final = 10**9
LARGE_BUBBLE: Final = 0.25
"""Share of an iteration from which the wait of the pipeline is worth a word."""
_PARTS: Final = ("weights", "gradients", "optimizer", "activations")
_BITS: Final = 8.0
_DAY_S: Final = 86_400.0
_HARDLY: Final = 1e-9
_LATE: Final = 1e-4
"""Part of its days by which a job may be late before that is said: rounding."""
_SECONDS: Final = ("arithmetic", "overhead", "tensor parallel", "bubble", "gradients", "total")


def training(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    drawn: PowerResult | None = None,
    priced: CostResult | None = None,
    *,
    fabrics: WorkFabrics | None = None,
    granted: float | None = None,
    target: "TrainingTarget | None" = None,
) -> TrainingResult:
    """What training job NODE needs and takes.

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
    plan = _plan(design, graph, node, fabrics, granted)
    found = plan if isinstance(plan, TrainingResult) else _trained(design, graph, plan, drawn, priced, fabrics)
    return found if target is None else _held_to(design, node, found, target)


class TrainingTarget(NamedTuple):
    """What a training job has to reach.

    Attributes:
        days: In which it has to be done; unknown where it is asked tokens a day and not said how many in all.
        tokens_per_day: That it has to learn from; unknown where it is not said how many tokens it trains on.
        needed: Accelerators that reach it; beyond those that it runs on, as many times more as it is too slow.
        reached: Whether those that it runs on reach it; None where that is not known.
    """

    days: Figure
    tokens_per_day: Figure
    needed: Figure
    reached: bool | None


def training_target(
    design: Design, graph: ServiceGraph, node: Node, fabrics: WorkFabrics | None = None
) -> TrainingTarget | None:
    """Return what the target of training job NODE takes of all that it runs on; None where it has none.

    The fewest accelerators whose tokens a day, failures and stalls included where they are known, reach it; found by
    halving, for more accelerators never train slower.

    Source: our own rule. Where all of them do not reach it, those that would are told in proportion: at best, work
    that is spread over twice as many takes half the time.

    Args:
        design: The design, with the parts it uses embedded.
        graph: Its services.
        node: A node of kind training-job.
        fabrics: The drawn networks, with what has failed worked in; those of DESIGN as drawn when None.
    """
    deadline, daily = node.facts.get("deadline_days"), node.facts.get("tokens_per_day")
    if not deadline and not daily:
        return None
    fabrics = fabrics or WorkFabrics(survey_of(design))
    shape = shape_of(design, graph, node)
    tokens = fact_of(design, node, "training_tokens")
    if not tokens.known and shape is not None:
        tokens = shape.part.fact("training_tokens", "")
    asked = max((tokens.value or 0.0) / deadline if deadline else 0.0, daily or 0.0)
    title = node.title
    rate = leaf(
        f"{title}: tokens a day that it has to learn from",
        asked or None,
        "1/day",
        status="user",
        subject=node.id,
        note="Its own, or its tokens over the days until it has to be done, whichever is more.",
    )
    days = leaf(
        f"{title}: days until it has to be done",
        min([one for one in (deadline, tokens.value / daily if daily and tokens.value else None) if one], default=None),
        "days",
        status="user",
        subject=node.id,
    )
    machines = machines_of(design, graph, node)
    every = round(machines.accelerators.value or 0) if machines is not None else 0

    def reached(number: int) -> float | None:
        """Tokens a day on NUMBER accelerators; None where nothing trains there."""
        part = graph._replace(usable={**graph.usable, node.id: float(number)})
        plan = _plan(design, part, node, fabrics)
        if isinstance(plan, TrainingResult):
            return None
        step = iteration(plan.job, plan.split, plan.numbers)
        group = plan.split.tp * plan.split.pp
        course = progress(design, part, plan.job, step, group * plan.split.dp, fabrics, group=group, ranged=False)
        share = course.goodput.value if course.goodput.known else 1.0
        return (step.tokens_per_s.value or 0.0) * (share or 0.0) * _DAY_S

    most = reached(every) if asked and every else None
    if not most:
        # Whether it can train at all is not known, or it cannot: it asks for all that is left, as without a target.
        note = "How fast it trains is not known." if asked else "Say how many tokens it trains on."
        return TrainingTarget(days, rate, _needed(node, None, note), None)
    if most < asked * (1 - _HARDLY):
        note = f"All {every:,} reach {most / asked:.0%} of it; in proportion, as if more of them trained as well."
        return TrainingTarget(days, rate, _needed(node, every * asked / most, note), False)
    low, high = 0, every
    guess = ceil(every * asked / most)
    while high - low > 1:
        number = guess if low < guess < high else (low + high) // 2
        if (reached(number) or 0.0) >= asked * (1 - _HARDLY):
            high, guess = number, number - 1
        else:
            low, guess = number, number + max(1, number // 16)
    return TrainingTarget(days, rate, _needed(node, float(high), "The fewest that reach its target."), True)


def _needed(node: Node, number: float | None, note: str) -> Figure:
    label = f"{node.title}: accelerators for its target"
    return leaf(label, number, operation="routing", subject=node.id, note=note)


def _held_to(design: Design, node: Node, found: TrainingResult, target: TrainingTarget) -> TrainingResult:
    """FOUND with its target, and by how much it is missed."""
    took = found.wall_days if found.wall_days.known else found.days
    late = difference(f"{node.title}: days too late", took, target.days, "days")
    reason = found.reason
    if late.value is not None and target.days.value and late.value > _LATE * target.days.value:
        wanted = target.needed.value
        more = (
            f" It takes {wanted:,.0f} accelerators to be done in time, and has {found.accelerators.value or 0:,.0f}."
            if wanted is not None
            else ""
        )
        said = f"It takes {took.value:,.4g} days and has {target.days.value:,.4g}: {late.value:,.3g} days too late."
        reason = " ".join(filter(None, (reason, said + more)))
    return replace(
        found,
        reason=reason,
        target_days=target.days,
        target_tokens_per_day=target.tokens_per_day,
        accelerators_needed=target.needed,
        late_days=late,
    )


class FabricOffer(NamedTuple):
    """What a training job sends over the fabric.

    Attributes:
        hosts: Whose accelerators send.
        working: Share of their accelerators that the job uses.
        gbps: Of one of those, one way; unknown when nothing can be said.
        reason: Why nothing is sent; "" when something is.
    """

    hosts: tuple[Node, ...]
    working: float
    gbps: Figure
    reason: str


def fabric_offer(design: Design, graph: ServiceGraph, node: Node, fabrics: WorkFabrics | None = None) -> FabricOffer:
    """What training job NODE sends over the fabric, without working out the rest; FABRICS as for `training`."""
    plan = _plan(design, graph, node, fabrics or WorkFabrics(survey_of(design)))
    if isinstance(plan, TrainingResult):
        return FabricOffer((), 0.0, plan.fabric_gbps, plan.reason)
    cluster, split = plan.job.cluster, plan.split
    gbps = iteration(plan.job, split, plan.numbers).fabric_gbps
    reason = "" if gbps.value else "none of its accelerators has anything to send beyond its own host."
    return FabricOffer(cluster.machines.hosts, split.tp * split.pp * split.dp / cluster.number, gbps, reason)


class _Plan(NamedTuple):
    """A job that fits, with its split."""

    job: Job
    numbers: Numbers
    split: Split


def _plan(
    design: Design, graph: ServiceGraph, node: Node, fabrics: WorkFabrics, granted: float | None = None
) -> _Plan | TrainingResult:
    """NODE with the split that it takes, or what is to be said when it takes none."""
    shape = shape_of(design, graph, node)
    machines = machines_of(design, graph, node)
    if shape is None:
        return _unknown(node, None, None, "Choose which model it trains.")
    if machines is None:
        return _unknown(node, shape, None, no_machines_words(graph, node.id))
    job = job_of(design, graph, node, shape, machines, fabrics, granted)
    problem = _made_for_inference(job) or _unknowns(job)
    if problem:
        return _unknown(node, shape, job, problem)
    numbers = numbers_of(job)
    if job.cluster.problem:
        # Whether it fits does not hang on the fabric: the search takes the usual rate.
        usual = _value(assumed(design, "fabric_gbps_each")) / _BITS
        numbers = numbers._replace(outside=usual, inside=numbers.inside or usual)
    choice = set_split(job, numbers) if chosen(node, "split") == "set" else best_split(numbers)
    split = choice.split
    if split is None or choice.problem:
        return _unknown(node, shape, job, choice.problem, split)
    if split.global_batch != numbers.batch:
        job = job._replace(batch=_rounded(job, split))
    if not choice.fits:
        return _too_large(job, choice, numbers)
    if job.cluster.problem:
        # It fits, but what holds its parts can not work together.
        return _unknown(node, shape, job, job.cluster.problem, split, memory=memory_by_part(job, split), fits=True)
    return _Plan(job, numbers, split)


def _rounded(job: Job, split: Split) -> Figure:
    """The batch that SPLIT takes, where nobody stated one."""
    return leaf(
        "sequences of a global batch",
        float(split.global_batch),
        operation="routing",
        status="assumed",
        subject=job.node.id,
        note=f"Not stated: {job.batch.value:,.0f} are assumed, rounded so that they divide.",
    )


def numbers_of(job: Job) -> Numbers:
    """JOB as plain numbers for the search, taken from the same figures."""
    shape, cluster = job.shape, job.cluster
    work = _value(work_of(job))
    if job.recompute == "selective":
        work += _value(attention_of(job, repeated=True)) - _value(attention_of(job, repeated=False))
    return Numbers(
        params=_value(shape.params),
        layers=round(_value(shape.layers)),
        hidden=round(_value(shape.hidden)),
        heads=round(_value(shape.heads)),
        vocab=max(1, round(_value(shape.vocabulary))),
        seq=round(_value(job.sequence)),
        batch=round(_value(job.batch)),
        accelerators=cluster.number,
        domain=cluster.domain,
        peak=_value(cluster.peak),
        inside=cluster.inside.value or _value(cluster.outside),
        outside=_value(cluster.outside),
        memory=_value(cluster.memory) * 1e9,
        bytes_per_param=_value(job.bytes_per_param),
        zero=job.zero,
        recompute=job.recompute,
        work=work,
        constants=IterationConstants(
            _value(efficiency_of(job)),
            MEASURED.layer_s,
            MEASURED.scale_up_share,
            MEASURED.scale_out_share,
            MEASURED.gradient_share,
        ),
        free="global_batch" not in job.node.facts,
        zero_state=None if job.zero_state is None else (_value(job.zero_state[0]), _value(job.zero_state[1])),
    )


def _value(figure: Figure) -> float:
    return figure.value or 0.0


def _made_for_inference(job: Job) -> str:
    """Why the chips of JOB train nothing, in words; "" where they do, or nobody says."""
    chip = job.cluster.machines.chip
    if chip.fact("trains", "").value != 0:
        return ""
    return f"{chip.name} is made for inference alone, so it trains nothing."


def _unknowns(job: Job) -> str:
    """What has to be known before anything can be said, in words."""
    cluster, chip = job.cluster, job.cluster.machines.chip.name
    if job.shape.unknown:
        return f"The shape of {job.shape.part.name} is not known: {job.shape.unknown}."
    if cluster.number < 1:
        return "There are no accelerators to run on."
    if not cluster.peak.value:
        return f"How fast {chip} computes at this precision is not known."
    if not cluster.memory.value:
        return f"The memory of {chip} is not known."
    if not cluster.outside.value and not cluster.problem:
        return "The fabric of its hosts has no rate."
    if _value(job.sequence) < 1 or _value(job.batch) < 1:
        return "A sequence needs a token or more, and a batch a sequence or more."
    if _value(job.batch) > MOST_BATCH:
        return f"A global batch may have at most {MOST_BATCH:,} sequences."
    return ""


def _trained(
    design: Design,
    graph: ServiceGraph,
    plan: _Plan,
    drawn: PowerResult | None,
    priced: CostResult | None,
    fabrics: WorkFabrics,
) -> TrainingResult:
    job, numbers, split = plan
    node, cluster = job.node, job.cluster
    memory = memory_by_part(job, split)
    step = iteration(job, split, numbers)
    used = split.tp * split.pp * split.dp
    course = progress(design, graph, job, step, used, fabrics, group=split.tp * split.pp)
    days = days_of(job, step)
    paid = bill(design, job, course.wall_days if course.wall_days.known else days, drawn, priced)
    notes = [*job.notes, *course.notes, *paid.notes]
    if used < cluster.number:
        notes.append(
            f"{used:,} of {cluster.number:,} accelerators work: heads, layers and batch divide no further; all are "
            "paid for."
        )
    bubble, whole = _value(step.seconds["bubble"]), _value(step.seconds["total"])
    if bubble > LARGE_BUBBLE * whole:
        notes.append(
            f"The pipeline waits for {bubble / whole:.0%} of an iteration: a larger global batch fills it, and "
            "more interleaved stages shorten it."
        )
    if split.tp > numbers.domain:
        notes.append(f"Tensor parallelism of {split.tp} reaches beyond the {numbers.domain} that a fast link joins.")
    if not course.wall_days.known:
        notes.append("Energy and cost are those of the time without failures and stalls.")
    reason = course.problem
    if job.tokens.value == 0:
        reason = "It trains on no tokens, so it takes no time."
    elif not job.tokens.known:
        reason = reason or "Say how many tokens it trains on."
    return TrainingResult(
        id=node.id,
        model=job.shape.part.id,
        fits=True,
        reason=reason,
        accelerators=cluster.machines.accelerators,
        split=words_of(split),
        micro_batch=split.micro_batch,
        memory_gb=memory,
        memory_needed_gb=total("memory that an accelerator needs", memory.values(), "GB"),
        memory_has_gb=cluster.memory,
        iteration_s=step.seconds,
        days=days,
        wall_days=course.wall_days,
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
        mean_error=MEAN_ERROR_FIGURE,
        notes=tuple(notes),
        fabric=cluster.fabric,
        unreached=course.unreached,
        getting_on=course.detail,
    )


def _too_large(job: Job, choice: Chosen, numbers: Numbers) -> TrainingResult:
    """A job that no accelerator can hold its part of: by how much, and what would help."""
    split = choice.split
    memory = memory_by_part(job, split) if split else {}
    needed, has = sum(_value(part) for part in memory.values()), _value(job.cluster.memory)
    automatic = chosen(job.node, "split") != "set"
    least = ceil(numbers.params * numbers.bytes_per_param / numbers.memory)
    words = words_of(split) if split else ""
    which = f"even the leanest split, {words}," if automatic else words
    reason = (
        f"{job.shape.part.name} does not fit on {numbers.accelerators:,} × {job.cluster.machines.chip.name}: {which} "
        f"takes {needed:,.0f} GB of each; {has:,.0f} GB can be used. Its state alone fills {least:,} of them."
        f"{_remedy(numbers, None if automatic else split)}"
    )
    return _unknown(job.node, job.shape, job, reason, None if automatic else split, memory=memory, fits=False)


def _remedy(numbers: Numbers, split: Split | None) -> str:
    """What would make it fit, in words; "" when nothing that can be chosen does."""
    for words, changed in (
        ("full recomputation", numbers._replace(recompute="full")),
        ("ZeRO stage 3", numbers._replace(zero=3)),
        ("full recomputation and ZeRO stage 3", numbers._replace(recompute="full", zero=3)),
    ):
        if best_split(changed).fits if split is None else needed_bytes(changed, split) <= changed.memory:
            return f" It fits with {words}."
    return ""


def _unknown(
    node: Node,
    shape: Shape | None,
    job: Job | None,
    reason: str,
    split: Split | None = None,
    *,
    memory: Mapping[str, Figure] | None = None,
    fits: bool | None = None,
) -> TrainingResult:
    def blank(label: str, unit: str = "") -> Figure:
        return leaf(f"{node.title}: {label}", None, unit, subject=node.id, note=reason)

    held = memory or {part: blank(part, "GB") for part in _PARTS}
    nobody = count_of("accelerators that it runs on", 0, node.id)
    return TrainingResult(
        id=node.id,
        model=shape.part.id if shape else "",
        fits=fits,
        reason=reason,
        accelerators=job.cluster.machines.accelerators if job else nobody,
        split=words_of(split) if split else "",
        micro_batch=split.micro_batch if split else 0,
        memory_gb=held,
        memory_needed_gb=total("memory that an accelerator needs", held.values(), "GB"),
        memory_has_gb=job.cluster.memory if job else blank("memory of an accelerator", "GB"),
        iteration_s={part: blank(part, "s") for part in _SECONDS},
        days=blank("days", "days"),
        wall_days=blank("days with failures and stalls", "days"),
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
        mean_error=MEAN_ERROR_FIGURE,
        notes=job.notes if job else (),
        fabric=job.cluster.fabric if job else None,
    )
