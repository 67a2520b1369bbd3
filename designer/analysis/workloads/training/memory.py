"""Memory of an accelerator that trains, by what it holds, as figures; the formula is formulas.training_step.memory."""

from collections.abc import Mapping
from typing import Final

from designer.analysis.workloads.training.job import Job
from designer.analysis.workloads.training.step import Worked
from designer.model.figures.figure import Figure, leaf, product

PARTS: Final = ("weights", "gradients", "optimizer", "activations", "logits", "runtime")
_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")
_ZERO_WORDS: Final = ("kept whole", "optimizer spread", "optimizer and gradients spread", "all spread")


def memory_by_part(job: Job, worked: Worked) -> Mapping[str, Figure]:
    """Return GB of the fullest accelerator by PARTS."""
    layout, splits = worked.layout, worked.splits
    held = float(layout.dense[0] + layout.experts[0])
    stage, ranks = int(splits.zero[0]), float(layout.replicas[0])
    whole = f"{job.bytes_per_param.value:g} B for a parameter"
    note = f"Of {whole}; ZeRO stage {stage}: {_ZERO_WORDS[stage]} over {ranks:,.0f}."
    if stage in job.stated_stages:
        kept, spread = job.states[stage]
        note = f"{kept:g} B, and {spread:g} B over {ranks:,.0f}, as {job.stated_stages[stage]} states."
    each = leaf(
        "parameters on the fullest accelerator",
        held,
        operation="routing",
        subject=job.node.id,
        note="Layers of its stage over the tensor parallelism, its experts, and embedding or output.",
    )

    def state(name: str, whole: float) -> Figure:
        width = leaf(f"bytes of {name} for a parameter", whole / held, "B", subject=job.node.id, note=note)
        return product(name, (each, width, _GIGA), "GB")

    def other(name: str, whole: float, words: str) -> Figure:
        bytes_ = leaf(f"bytes of {name}", whole, "B", operation="routing", subject=job.node.id, note=words)
        return product(name, (bytes_, _GIGA), "GB")

    memory = worked.memory
    return {
        "weights": state("weights", float(memory.weights[0])),
        "gradients": state("gradients", float(memory.gradients[0])),
        "optimizer": state("optimizer", float(memory.optimizer[0])),
        "activations": other(
            "activations",
            float(memory.activations[0]),
            "Korthikanti et al., 2022, with flash attention; of as many micro-batches as are in flight.",
        ),
        "logits": other("logits", float(memory.logits[0]), "Of the micro-batch at work, in single precision."),
        "runtime": other("runtime", float(memory.runtime[0]), "Libraries and their buffers: a planning value."),
    }
