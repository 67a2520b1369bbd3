"""Memory of an accelerator that trains, by what it holds, as figures; the formulas are `formulas.training_memory`."""

from collections.abc import Mapping
from typing import Final

from designer.analysis.workloads.training.job import Job
from designer.formulas.iteration import Split
from designer.model.figures import Figure, count_of, difference, leaf, product, quotient, total

_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")
_ZERO_WORDS: Final = {0: "kept whole", 1: "optimizer spread", 2: "optimizer and gradients spread", 3: "all spread"}


def memory_by_part(job: Job, split: Split) -> Mapping[str, Figure]:
    """GB of one accelerator: "weights", "gradients", "optimizer", "activations"."""
    parts = product("parts of the model", ways_of(job, split)[:2], "", "tensor × pipeline parallelism")
    each = quotient("parameters on an accelerator", job.shape.params, parts, "")
    state = job.state_of(split.dp)
    note = (
        f"Of {job.bytes_per_param.value:g} B for a parameter; ZeRO stage {job.zero}: {_ZERO_WORDS[job.zero]} over "
        f"{split.dp:,}."
    )
    if job.zero_state is not None:
        kept, spread = job.zero_state
        note = f"{kept.label}: {kept.value:g} B, and {spread.value:g} B over {split.dp:,}, as its framework states."

    def held(name: str, width: float) -> Figure:
        bytes_each = leaf(f"bytes of {name} for a parameter", width, "B", subject=job.node.id, note=note)
        return product(name, (each, bytes_each, _GIGA), "GB")

    weights = held("weights", state.weights)
    if state.gathered:
        layer = quotient("parameters of a layer", job.shape.params, job.shape.layers, "")
        width = leaf("bytes of a gathered parameter", state.gathered, "B", note="Weights and gradients at work.")
        tensor = quotient("of an accelerator", layer, ways_of(job, split)[0], "")
        weights = total("weights", (weights, product("the layer at work", (tensor, width, _GIGA), "GB")), "GB")
    return {
        "weights": weights,
        "gradients": held("gradients", state.gradients),
        "optimizer": held("optimizer", state.optimizer),
        "activations": product("activations", (_activations(job, split), _GIGA), "GB"),
    }


def ways_of(job: Job, split: Split) -> tuple[Figure, Figure, Figure]:
    """Tensor, pipeline and data parallelism as figures."""
    names = (("tensor", split.tp), ("pipeline", split.pp), ("data", split.dp))
    return tuple[Figure, Figure, Figure](count_of(f"{name} parallelism", ways, job.node.id) for name, ways in names)


def _activations(job: Job, split: Split) -> Figure:
    """Bytes of activations of the first stage: it holds as many micro-batches as there are stages, of L / p layers."""
    shape, (tensor, stages, _) = job.shape, ways_of(job, split)
    micro = count_of("sequences of a micro-batch", split.micro_batch, job.node.id)
    cells = product(
        "values of a layer", (job.sequence, micro, shape.hidden), "", "sequence × micro-batch × hidden size"
    )
    if job.recompute == "selective":
        whole = product("of all layers", (_constant(34.0), cells, shape.layers), "B", "34 × values × layers")
        kept = quotient("activations of a pipeline", whole, tensor, "B")
    else:
        scores = quotient(
            "attention scores",
            product("5 × heads × sequence", (_constant(5.0), shape.heads, job.sequence), ""),
            product("hidden size × tensor parallelism", (shape.hidden, tensor), ""),
            "",
        )
        split_part = quotient("split over the tensor parallelism", _constant(24.0), tensor, "")
        width = total("bytes for a value", (_constant(10.0), split_part, scores), "B", "10 + 24/t + 5·a·s/(h·t)")
        layer = product("a layer", (cells, width), "B")
        if job.recompute == "full":
            inputs = product("inputs of the layers", (_constant(2.0), cells, shape.layers), "B")
            kept = total("activations of a pipeline", (inputs, layer), "B", "inputs of all layers + one layer at work")
        else:
            kept = product("activations of a pipeline", (layer, shape.layers), "B")
    each = product("sequences at once", (micro, ways_of(job, split)[2]), "")
    micro_batches = quotient("micro-batches", job.batch, each, "")
    if split.interleave > 1:
        turns = count_of("stages of each accelerator that take turns", split.interleave, job.node.id)
        others = difference("other stages", stages, _constant(1.0), "")
        more = quotient("held for the turns", others, product("all stages", (stages, turns), ""), "")
        factor = total("held in turns", (_constant(1.0), more), "", "1 + (p − 1) / (p · interleaved stages)")
        kept = product("activations of interleaved stages", (kept, factor), "B")
    if split.micro_batches >= split.pp:
        return kept
    return product("held at once", (kept, quotient("stages that are filled", micro_batches, stages, "")), "B")


def _constant(number: float) -> Figure:
    return leaf(f"{number:g}", number, note="Korthikanti et al., 2022, Table 2.")
