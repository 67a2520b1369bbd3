"""The split that a training job takes: as stated where it is, else the best that fits; or why there is none."""

from math import ceil
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.network.network_context import survey_of
from designer.analysis.workloads.data.store_rates import BYTE
from designer.analysis.workloads.hosts import machines_of
from designer.analysis.workloads.service_graph import ServiceGraph, no_machines_words
from designer.analysis.workloads.training.between import groups_of
from designer.analysis.workloads.training.fastest import fastest
from designer.analysis.workloads.training.job import Job, job_of
from designer.analysis.workloads.training.question import Question, question_of, wrong_with
from designer.analysis.workloads.training.shape import Shape, shape_of
from designer.analysis.workloads.training.step import Worked, worked_out
from designer.formulas.workloads.training_step.choose import Candidate, Choice, choose
from designer.formulas.workloads.training_step.runs import RECOMPUTE
from designer.formulas.workloads.training_step.search import Stated
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf

MOST_BATCH: Final = 10**9
FULL_RECOMPUTE: Final = RECOMPUTE.index("full")
FSDP: Final = 3
_ZERO: Final = ("no ZeRO", "ZeRO 1", "ZeRO 2", "FSDP")
_RECOMPUTE: Final = ("no recomputation", "selective recomputation", "full recomputation")


class Plan(NamedTuple):
    """A job that fits, with its split.

    Attributes:
        choice: What the search found, of what is stated.
        taken: The split that it takes.
        worked: What the formula says of that.
    """

    job: Job
    question: Question
    choice: Choice
    taken: Candidate
    worked: Worked


class Unplanned(NamedTuple):
    """A job without a split that it can take, with what is known of it.

    Attributes:
        reason: Why, in words.
        worked: The leanest split that it could have, when memory is what is short or the fabric is missing.
        fits: Whether it would fit; None where that is not known.
    """

    reason: str
    shape: Shape | None = None
    job: Job | None = None
    taken: Candidate | None = None
    worked: Worked | None = None
    fits: bool | None = None


def plan_of(
    design: Design, graph: ServiceGraph, node: Node, fabrics: WorkFabrics | None, granted: float | None = None
) -> Plan | Unplanned:
    """Return NODE with the split that it takes, or what is to be said when it takes none; FABRICS those of DESIGN."""
    fabrics = fabrics or WorkFabrics(survey_of(design))
    shape = shape_of(design, graph, node)
    machines = machines_of(design, graph, node)
    if shape is None:
        return Unplanned("Choose which model it trains.")
    if machines is None:
        return Unplanned(no_machines_words(graph, node.id), shape)
    job = job_of(design, graph, node, shape, machines, fabrics, granted)
    problem = _made_for_inference(job) or _unknowns(job)
    if problem or isinstance(job.sizes, str):
        return Unplanned(problem or str(job.sizes), shape, job)
    fabric = _value(job.cluster.outside)
    if job.cluster.problem:
        # Whether it fits does not hang on the fabric: the search takes the usual rate.
        fabric = _value(assumed(design, "fabric_gbps_each")) / _value(BYTE)
    question = question_of(job, job.sizes, fabric)
    wrong = wrong_with(job, job.sizes, question.stated)
    if wrong:
        return Unplanned(wrong, shape, job)
    question = question._replace(groups=groups_of(job.cluster, fabrics))
    choice = fastest(question, question.stated, free=job.free)
    if choice.best is None:
        return Unplanned("No split is possible on so few accelerators.", shape, job)
    taken, worked = choice.best, worked_out(question, choice.best)
    if job.free:
        job = job._replace(batch=_rounded(job, taken))
    if not taken.fits:
        reason = _too_large(job, question, taken)
        shown = taken if question.stated != question.opened else None
        return Unplanned(reason, shape, job, shown, worked, fits=False)
    if job.cluster.problem:
        # It fits, but what holds its parts cannot work together.
        return Unplanned(job.cluster.problem, shape, job, taken, worked, fits=True)
    return Plan(job, question, choice, taken, worked)


def words_of(split: Stated) -> str:
    """Return SPLIT as it is shown."""
    turns = f" × {split.virtual}" if split.virtual > 1 else ""
    more = "".join(f" · {name} {ways}" for name, ways in (("CP", split.context), ("EP", split.expert)) if ways > 1)
    return f"TP {split.tensor} · PP {split.pipeline}{turns}{more} · DP {split.data:,}"


def all_words_of(split: Stated) -> str:
    """Return SPLIT with all that it says."""
    zero, recompute = _ZERO[split.zero or 0], _RECOMPUTE[split.recompute or 0]
    return f"{words_of(split)}, micro-batch {split.micro}, {zero}, {recompute}"


def squeezed(question: Question, taken: Candidate, *, within: float) -> str:
    """Return what makes TAKEN fit WITHIN so much of its memory, in words; "" when nothing that can be chosen does."""
    split = taken.split
    # In the order of what costs the least speed.
    tried = (
        ("a smaller micro-batch", replace(split, micro=1)),
        ("full recomputation", replace(split, recompute=FULL_RECOMPUTE)),
        ("ZeRO stage 3", replace(split, zero=FSDP)),
        ("full recomputation and ZeRO stage 3", replace(split, recompute=FULL_RECOMPUTE, zero=FSDP)),
    )
    for words, changed in tried:
        if changed == split:
            continue
        best = choose(question.run, changed, free=False).best
        if best is not None and best.over <= within:
            return words
    worked = worked_out(question, taken)
    if float(worked.memory.offloaded[0] / worked.runs.memory[0]) <= within:
        return "activations offloaded to the memory of the hosts"
    return ""


def _rounded(job: Job, taken: Candidate) -> Figure:
    """Return the batch that TAKEN works on, where nobody stated one."""
    if round(_value(job.batch)) == taken.sequences:
        return job.batch
    return leaf(
        "sequences of a global batch",
        taken.sequences,
        operation="routing",
        status="assumed",
        subject=job.node.id,
        note=f"Not stated: {job.batch.value:,.0f} are assumed, rounded so that they divide.",
    )


def _made_for_inference(job: Job) -> str:
    """Return why the chips of JOB train nothing, in words; "" where they do, or nobody says."""
    chip = job.cluster.machines.chip
    if chip.fact("trains", "").value != 0:
        return ""
    return f"{chip.name} is made for inference alone, so it trains nothing."


def _unknowns(job: Job) -> str:
    """Return what has to be known before anything can be said, in words."""
    cluster, chip = job.cluster, job.cluster.machines.chip.name
    if job.shape.unknown:
        return f"The shape of {job.shape.part.name} is not known: {job.shape.unknown}."
    if cluster.number < 1:
        return "There are no accelerators to run on."
    if not cluster.peak.value:
        return f"How fast {chip} computes at this precision is not known."
    if not cluster.memory.value:
        return f"The memory of {chip} is not known."
    if not cluster.reads.value:
        return f"How fast the memory of {chip} is read is not known."
    if not cluster.outside.value and not cluster.problem:
        return "The fabric of its hosts has no rate."
    if _value(job.sequence) < 1 or _value(job.batch) < 1:
        return "A sequence needs a token or more, and a batch a sequence or more."
    if _value(job.batch) > MOST_BATCH:
        return f"A global batch may have at most {MOST_BATCH:,} sequences."
    return ""


def _too_large(job: Job, question: Question, taken: Candidate) -> str:
    """Return by how much the leanest split of JOB is too large, and what would help, in words."""
    has = _value(job.cluster.memory)
    needed = taken.over * has
    kept, spread = job.states[FSDP]
    least = ceil(_value(job.shape.params) * (kept + spread) / (has * 1e9))
    free = question.stated == question.opened
    which = f"even the leanest split, {all_words_of(taken.split)}," if free else all_words_of(taken.split)
    remedy = "" if free else squeezed(question, taken, within=1.0)
    if not remedy and not free:
        best = choose(question.run, question.opened, free=job.free).best
        remedy = f"another split: {all_words_of(best.split)}" if best is not None and best.over <= 1 else ""
    return (
        f"{job.shape.part.name} does not fit on {job.cluster.number:,} × {job.cluster.machines.chip.name}: {which} "
        f"takes {needed:,.0f} GB of each; {has:,.0f} GB can be used. Its state alone fills {least:,} of them."
        + (f" It fits with {remedy}." if remedy else "")
    )


def _value(figure: Figure) -> float:
    return figure.or_zero
