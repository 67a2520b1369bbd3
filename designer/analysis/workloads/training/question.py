"""A job as the step of training takes it: the run, and what is stated of its split."""

from typing import Final, NamedTuple

from designer.analysis.workloads.training.between import GroupsOf
from designer.analysis.workloads.training.job import Job
from designer.analysis.workloads.training.shape import Sizes
from designer.formulas.workloads.sold_memory import GIB
from designer.formulas.workloads.training_step.constants import VALUES
from designer.formulas.workloads.training_step.devices import Device, find_device
from designer.formulas.workloads.training_step.runs import PRECISIONS, RECOMPUTE, Run
from designer.formulas.workloads.training_step.search import Stated
from designer.model.figures.figure import Figure
from designer.model.workloads.choices import chosen

WAYS: Final = (
    ("micro", "micro_batch", "a micro-batch"),
    ("tensor", "tensor_parallel", "tensor parallelism"),
    ("pipeline", "pipeline_parallel", "pipeline parallelism"),
    ("virtual", "interleaved_stages", "interleaved stages"),
    ("context", "context_parallel", "context parallelism"),
    ("expert", "expert_parallel", "expert parallelism"),
    ("data", "data_parallel", "data parallelism"),
)
"""Each way of splitting: its name in `Stated`, the fact of the job, and words."""
_PRECISION: Final = {"bf16": "bf16", "fp8": "fp8", "int8": "fp8", "fp4": "fp4"}
"""The precision whose efficiency is taken: none was measured in INT8."""
_LIKE: Final = 0.02
"""Part by which the peak of a chip may differ from that of the measured one of its name."""
_FP4_OF_BF16: Final = 4.0
"""FP4 over BF16 at most, as the constants of Blackwell Ultra stand on the peak of Blackwell."""
_MOST_TESTED: Final = 1024
"""Accelerators of the largest run that was measured; and tokens of its longest sequence."""
_LONGEST_TESTED: Final = 16_384


class Question(NamedTuple):
    """A job as the step of training takes it.

    Attributes:
        run: Without its split.
        stated: What is stated of the split.
        opened: The same where nothing is stated.
        outside: Why it lies outside of what was measured, a clause for each reason.
        groups: What tells the groups of a split apart on the fabric; None where all of them get the same.
    """

    run: Run
    stated: Stated
    opened: Stated
    outside: tuple[str, ...]
    groups: GroupsOf | None = None


def question_of(job: Job, sizes: Sizes, fabric: float) -> Question:
    """Return JOB, whose model has SIZES, over a fabric that gives an accelerator FABRIC GB/s one way."""
    device, like = device_of(job, fabric)
    cluster, software = job.cluster, chosen(job.node, "training_software")
    tokens = _value(job.sequence)
    run = Run(
        accelerators=float(cluster.number),
        sequences=max(float(round(_value(job.batch))), 1.0),
        tokens=max(float(round(tokens)), 1.0),
        domain=float(cluster.domain),
        fabric=fabric,
        precision=PRECISIONS.index(_PRECISION[cluster.computes]),
        megatron_2021=software == "megatron-2021",
        old_attention=software == "flash-attention-2",
        months=0.0,
        device=device,
        shape=sizes.step,
        states=job.states,
        to_all=cluster.to_all.value if sizes.step.experts and not cluster.problem else None,
    )
    chip = cluster.machines.chip.name
    outside = [f"{words} was not measured" for words in sizes.untested]
    if not like:
        outside.append(f"no training on {chip} was measured")
    if cluster.computes == "int8":
        outside.append("no training in INT8 was measured")
    if cluster.number > _MOST_TESTED:
        outside.append(f"{cluster.number:,} accelerators are more than the {_MOST_TESTED:,} of the largest run")
    if tokens > _LONGEST_TESTED:
        outside.append(f"{tokens:,.0f} tokens of a sequence are more than {_LONGEST_TESTED:,}")
    opened = Stated(expert=0 if sizes.step.experts else 1)
    return Question(run, stated_of(job, sizes), opened, tuple(outside))


def stated_of(job: Job, sizes: Sizes) -> Stated:
    """Return what JOB states of its split; counts of ranks only where it is to be set."""
    node = job.node
    zero, recompute = chosen(node, "zero_stage"), chosen(node, "recompute")
    counts = {name: round(node.facts.get(fact, 0)) for name, fact, _ in WAYS}
    if chosen(node, "split") != "set":
        counts = dict.fromkeys(counts, 0)
    if not sizes.step.experts:
        counts["expert"] = 1
    if counts["pipeline"] == 1:
        counts["virtual"] = 1
    if counts["data"] and job.cluster.number < job.drawn:
        # Where some failed or are granted to others, it goes on with fewer copies of the model.
        ranks = max(counts["tensor"], 1) * max(counts["pipeline"], 1) * max(counts["context"], 1)
        counts["data"] = max(1, min(counts["data"], job.cluster.number // ranks))
    return Stated(
        **counts,
        zero=int(zero) if zero else None,
        recompute=RECOMPUTE.index(recompute) if recompute else None,
    )


def wrong_with(job: Job, sizes: Sizes, stated: Stated) -> str:
    """Return why the split that is STATED cannot be, in words; "" where it can."""
    facts = job.node.facts if chosen(job.node, "split") == "set" else {}
    for _, fact, words in WAYS:
        if fact in facts and round(facts[fact]) < 1:
            return f"{words[0].upper()}{words[1:]} must be 1 or more."
    number, step = job.cluster.number, sizes.step
    ranks = max(stated.tensor, 1) * max(stated.pipeline, 1) * max(stated.context, 1) * max(stated.data, 1)
    if ranks > number:
        return f"The split that is set takes {ranks:,} accelerators; the job runs on {number:,}."
    if stated.pipeline > step.layers:
        return f"{step.layers:,.0f} layers do not go into {stated.pipeline} pipeline stages."
    turns = stated.pipeline * stated.virtual
    if stated.pipeline and stated.virtual > 1 and turns > step.layers + 2:
        return f"{step.layers:,.0f} layers do not go into {stated.pipeline} × {stated.virtual} stages in turn."
    if stated.tensor and step.heads % stated.tensor:
        return f"{step.heads:,.0f} attention heads do not divide by a tensor parallelism of {stated.tensor}."
    if stated.expert and sizes.published and step.experts % stated.expert:
        return f"{step.experts:,.0f} experts do not divide by an expert parallelism of {stated.expert}."
    if stated.context > 1 and stated.context > _value(job.sequence):
        return f"A sequence of {_value(job.sequence):,.0f} tokens does not go over {stated.context:,} accelerators."
    # Fewer copies than are set, because some failed, leave some of them idle in the last round.
    each = stated.micro * round(facts.get("data_parallel", 0))
    if not job.free and each and round(_value(job.batch)) % each:
        return (
            f"A global batch of {_value(job.batch):,.0f} sequences does not divide by micro-batch × data parallelism = "
            f"{each:,}."
        )
    return ""


def device_of(job: Job, fabric: float) -> tuple[Device, bool]:
    """Return the chips of JOB with their own rates, and whether training on such a chip was measured.

    Efficiencies are those of the measured chips of its family; rates and memory are what the drawing says.
    """
    cluster = job.cluster
    chip, peak, bf16 = cluster.machines.chip, _value(cluster.peak), _value(cluster.peak_bf16) or _value(cluster.peak)
    known = find_device(f"{chip.id} {chip.name}")
    ultra = known is not None and known.ultra
    # The constants of Blackwell Ultra stand on the FP4 peak of Blackwell, four times its BF16 peak.
    if cluster.computes == "fp4" and ultra:
        peak = min(peak, _FP4_OF_BF16 * bf16)
    device = Device(
        family=known.family if known is not None else "other",
        bf16=bf16,
        fp8=peak,
        fp4=peak,
        memory_gb=_value(cluster.memory) * 1e9 / GIB,
        memory_gb_per_s=_value(cluster.reads),
        inside_gb_per_s=_value(cluster.inside) or fabric,
        link=known.link if known is not None else 0,
        domain=cluster.domain,
        fabric_gb_per_s=fabric,
        ultra=ultra,
        tested=known is not None and known.tested,
    )
    # Rates like those of the chip that was measured: then what was fitted to it holds.
    like = known is not None and known.tested and abs(bf16 / known.bf16 - 1) <= _LIKE
    return device, like


def wider_of(question: Question, *, searched: bool, tight: bool) -> float:
    """Return the factor by which the range is wider on each side: searched, tight, or OUTSIDE of what was measured."""
    factor = VALUES["untested"] if question.outside else 1.0
    return factor * (VALUES["searched"] if searched else 1.0) * (VALUES["tight"] if tight else 1.0)


def _value(figure: Figure) -> float:
    return figure.or_zero
