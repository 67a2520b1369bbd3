"""A model and an accelerator of the catalog as a serving step takes them."""

from typing import Final

from msgspec.structs import replace

from designer.formulas.workloads.serving_step.model_shape import ModelShape
from designer.formulas.workloads.serving_step.question import Chip
from designer.formulas.workloads.sold_memory import GIB
from designer.model.parts.part import Part

_FEWEST_LINK_GB_PER_S: Final = 900.0
"""Both ways together, from NVLink 4 on: the generations of which rows were measured."""
_CHIPS_OF_A_HOST: Final = 8
_DENSE: Final = 0.9
"""From this part of all parameters on that a token goes through, a model has no experts."""
_NEEDED: Final = ("layers", "hidden", "attention_heads", "kv_heads", "head_dim", "vocabulary")
_ALWAYS: Final = frozenset({"layers", "hidden", "heads", "kv_heads", "head_dim", "vocabulary", "ffn"})
_COUNTS: Final = tuple(name for name in ModelShape.__struct_fields__ if name not in _ALWAYS)
"""Sizes that only some models have; the facts of a part have the names of the shape."""


def shape_of(part: Part) -> tuple[ModelShape, bool] | str:
    """Return the shape of the model PART and whether all of it is published, or why it has none, in one line.

    What is not published of the feed-forward follows from all parameters and from those of a token: of a dense model
    its width, of one with experts how large a part of them a token reads.
    """
    facts = {name: quantity.value for name, quantity in part.facts.items() if quantity.value is not None}
    missing = [name for name in _NEEDED if name not in facts]
    if missing:
        return f"{part.id} states no {', '.join(missing)}"
    layers = facts["layers"]
    ffn = facts.get("ffn", 0.0)
    known = ffn > 0 or "experts" in facts
    counts = {name: facts.get(name, 0.0) for name in _COUNTS}
    if not counts["experts"]:
        counts["dense_layers"] = layers
    shape = ModelShape(
        layers=layers,
        hidden=facts["hidden"],
        heads=facts["attention_heads"],
        kv_heads=facts["kv_heads"],
        head_dim=facts["head_dim"],
        vocabulary=facts["vocabulary"],
        ffn=ffn,
        **counts,
    )
    if known:
        return shape, True
    params, active = facts.get("params", 0.0), facts.get("active_params", 0.0)
    rest = params - shape.attention_params - 2 * shape.head_params
    token = (active or params) - shape.attention_params - shape.head_params
    if rest <= 0 or token <= 0:
        return f"{part.id} states no width of its feed-forward, and its parameters do not tell it"
    width = 3.0 * shape.hidden * shape.layers
    if token >= rest * _DENSE:
        return replace(shape, ffn=rest / width), False
    # As if each token chose one of so many experts that what it reads and what there is come out.
    return replace(
        shape, dense_layers=0.0, experts=rest / token, experts_per_token=1.0, expert_ffn=token / width
    ), False


def chip_of(part: Part) -> Chip | str:
    """Return the accelerator PART, or what it lacks, in one line. Its memory is taken in GiB, as it is sold."""
    facts = {name: quantity.value for name, quantity in part.facts.items() if quantity.value is not None}
    bf16 = facts.get("bf16_dense_tflops", facts.get("fp16_dense_tflops"))
    memory, bandwidth = facts.get("memory_gb"), facts.get("memory_bandwidth_gb_per_s")
    if bf16 is None or memory is None or bandwidth is None:
        lacks = [
            words
            for words, value in (("memory", memory), ("memory bandwidth", bandwidth), ("BF16 rate", bf16))
            if value is None
        ]
        return f"{part.id} states no {', '.join(lacks)}"
    fp8, fp4, link = (facts.get(name) for name in ("fp8_dense_tflops", "fp4_dense_tflops", "scale_up_gb_per_s"))
    return Chip(
        memory_bytes=memory * GIB,
        bytes_per_s=bandwidth * 1e9,
        bf16_per_s=bf16 * 1e12,
        # Without a rate of its own a narrower number runs at the rate of the wider one.
        fp8_per_s=(fp8 or bf16) * 1e12,
        fp4_per_s=(fp4 or bf16) * 1e12,
        has_fp4=bool(fp4),
        # Catalogs state both ways together; the formula takes one way.
        scale_up_bytes_per_s=(link or 0.0) / 2 * 1e9,
        domain=int(facts.get("scale_up_chips", _CHIPS_OF_A_HOST)) if link else 1,
        measured=bool(part.runs_on("cuda")) and bool(fp8) and (link or 0.0) >= _FEWEST_LINK_GB_PER_S,
    )
