"""Runs and how they are split, as columns of numbers: one entry a candidate, so that all are computed together."""

from collections.abc import Sequence
from typing import Final, Self

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from designer.formulas.workloads.sold_memory import GIB
from designer.formulas.workloads.training_step.devices import FAMILIES, Device
from designer.formulas.workloads.training_step.shapes import Shape

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Masks = NDArray[np.bool_]

ADAM_BYTES: Final = 12.0
"""Master weights and two moments in fp32. Source: Rajbhandari et al., ZeRO, 2020, section 3.1."""
GRADIENT_BYTES: Final = 2.0
"""Gradients in bf16, which NVIDIA's recipes need to fit."""
States = tuple[tuple[float, float], ...]
"""For each ZeRO stage, 0 to 3, bytes of state of a parameter that a rank keeps, and that are spread over the ranks."""

GROUPS: Final = ("tensor", "context", "expert", "data", "expert data", "stages")
"""Sorts of groups of a split that send beyond a domain, in the order of `Runs.between`."""
PRECISIONS: Final = ("bf16", "fp8", "fp8mx", "fp4")
RECOMPUTE: Final = ("none", "selective", "full")


def zero_states(gradient_bytes: float) -> States:
    """Return the state of a parameter by ZeRO stage: 2 B of weights, GRADIENT_BYTES, 12 B of the optimizer.

    Source: Rajbhandari et al., "ZeRO", 2019 (arXiv 1910.02054), Table 1.
    """
    g = gradient_bytes
    return (2 + g + ADAM_BYTES, 0.0), (2 + g, ADAM_BYTES), (2.0, g + ADAM_BYTES), (0.0, 2 + g + ADAM_BYTES)


USUAL_STATES: Final = zero_states(GRADIENT_BYTES)


class _Columns(Struct, frozen=True):
    """Arrays of one length."""

    def take(self, index: Integers) -> Self:
        """Return the rows at INDEX, in that order."""
        return type(self)(**{name: getattr(self, name)[index] for name in self.__struct_fields__})


class Run(Struct, frozen=True):
    """Figures of one run, whatever its split.

    Attributes:
        accelerators: Accelerators N.
        sequences: Sequences of a global batch.
        tokens: Tokens of a sequence s.
        domain: Accelerators that the scale-up link joins.
        fabric: GB/s one way of an accelerator between domains.
        precision: Index in `PRECISIONS`.
        megatron_2021: Whether it is Megatron of 2021.
        old_attention: Whether it runs on flash attention before version 3.
        months: Months of its software after April 2026; 0 where the source does not tell.
        device: The accelerator.
        shape: The model.
        states: State of a parameter by ZeRO stage.
        to_all: GB/s one way of an accelerator between domains when all send to all; None for that of rings, `fabric`.
        between: GB/s one way of an accelerator between domains for each of `GROUPS` of one split; None for the same of
            all of them, `fabric` and `to_all`.
    """

    accelerators: float
    sequences: float
    tokens: float
    domain: float
    fabric: float
    precision: int
    megatron_2021: bool
    old_attention: bool
    months: float
    device: Device
    shape: Shape
    states: States = USUAL_STATES
    to_all: float | None = None
    between: tuple[float, ...] | None = None

    @property
    def by_group(self) -> tuple[float, ...]:
        """GB/s one way of an accelerator between domains for each of `GROUPS`."""
        if self.between is not None:
            return self.between
        return tuple(self.to_all if self.to_all is not None and one == "expert" else self.fabric for one in GROUPS)


class Runs(_Columns, frozen=True):
    """Runs as columns (R,), with the device's and the model's figures spread out; units as in `Run` and `Device`.

    `kept` and `spread` are bytes of a parameter's state by ZeRO stage (R, 4), `between` rates by `GROUPS` (R, 6).
    """

    accelerators: Floats
    sequences: Floats
    tokens: Floats
    domain: Floats
    fabric: Floats
    precision: Integers
    megatron_2021: Masks
    old_attention: Masks
    months: Floats
    family: Integers
    ultra: Masks
    tested: Masks
    link: Integers
    peak: Floats
    peak_bf16: Floats
    memory: Floats
    memory_rate: Floats
    inside: Floats
    layers: Floats
    hidden: Floats
    ffn: Floats
    query: Floats
    kv: Floats
    vocabulary: Floats
    attention_params: Floats
    matrices: Floats
    experts: Floats
    chosen: Floats
    expert_ffn: Floats
    shared: Floats
    dense_layers: Floats
    seen: Floats
    between: Floats
    kept: Floats
    spread: Floats

    def with_sequences(self, sequences: float) -> "Runs":
        """Return the same with a global batch of SEQUENCES."""
        return structs.replace(self, sequences=np.full(self.sequences.shape, sequences))

    @property
    def mixture(self) -> Masks:
        """Return a flag for each mixture of experts (R,)."""
        return self.experts > 0

    @property
    def low(self) -> Masks:
        """Return a flag for each that multiplies below bf16 (R,)."""
        return self.precision > 0


class Splits(_Columns, frozen=True):
    """Split of each candidate (R,).

    Attributes:
        run: Index of its run.
        micro: Sequences of a micro-batch.
        tensor: Tensor-parallel ranks t.
        pipeline: Stages p.
        virtual: Virtual stages of a rank v.
        context: Context-parallel ranks c.
        expert: Expert-parallel ranks e.
        zero: ZeRO stage; 3 is FSDP, and counts as 2 where there are stages.
        recompute: Index in `RECOMPUTE`.
        data: Data-parallel ranks; 0 for as many as there are accelerators for.
    """

    run: Integers
    micro: Floats
    tensor: Floats
    pipeline: Floats
    virtual: Floats
    context: Floats
    expert: Floats
    zero: Integers
    recompute: Integers
    data: Floats


def column_runs(runs: Sequence[Run]) -> Runs:
    """Return RUNS as columns; rates in B/s and FLOP/s, memory in bytes."""

    def floats(values: Sequence[float]) -> Floats:
        return np.array(values, np.float64)

    devices = [run.device for run in runs]
    shapes = [run.shape for run in runs]
    # FLOP/s by precision: BF16, FP8, MXFP8 (as FP8) and NVFP4.
    peaks = [(device.bf16, device.fp8, device.fp8, device.fp4) for device in devices]
    seen = [run.shape.seen(run.tokens) for run in runs]
    return Runs(
        accelerators=floats([run.accelerators for run in runs]),
        sequences=floats([run.sequences for run in runs]),
        tokens=floats([run.tokens for run in runs]),
        domain=floats([run.domain for run in runs]),
        fabric=floats([run.fabric for run in runs]) * 1e9,
        precision=np.array([run.precision for run in runs], np.intp),
        megatron_2021=np.array([run.megatron_2021 for run in runs], np.bool_),
        old_attention=np.array([run.old_attention for run in runs], np.bool_),
        months=floats([run.months for run in runs]),
        family=np.array([FAMILIES.index(device.family) for device in devices], np.intp),
        ultra=np.array([device.ultra for device in devices], np.bool_),
        tested=np.array([device.tested for device in devices], np.bool_),
        link=np.array([device.link for device in devices], np.intp),
        peak=floats([peak[run.precision] for peak, run in zip(peaks, runs, strict=True)]) * 1e12,
        peak_bf16=floats([device.bf16 for device in devices]) * 1e12,
        memory=floats([device.memory_gb for device in devices]) * GIB,
        memory_rate=floats([device.memory_gb_per_s for device in devices]) * 1e9,
        inside=floats([device.inside_gb_per_s for device in devices]) * 1e9,
        layers=floats([shape.layers for shape in shapes]),
        hidden=floats([shape.hidden for shape in shapes]),
        ffn=floats([shape.ffn for shape in shapes]),
        query=floats([shape.attention_width for shape in shapes]),
        kv=floats([shape.kv_width for shape in shapes]),
        vocabulary=floats([shape.vocabulary for shape in shapes]),
        attention_params=floats([shape.attention_params for shape in shapes]),
        matrices=floats([shape.matrices for shape in shapes]),
        experts=floats([shape.experts for shape in shapes]),
        chosen=floats([shape.chosen for shape in shapes]),
        expert_ffn=floats([shape.expert_ffn for shape in shapes]),
        shared=floats([shape.shared for shape in shapes]),
        dense_layers=floats([shape.dense_layers for shape in shapes]),
        seen=floats(seen),
        between=np.array([run.by_group for run in runs], np.float64).reshape(-1, len(GROUPS)) * 1e9,
        kept=np.array([[kept for kept, _ in run.states] for run in runs], np.float64),
        spread=np.array([[spread for _, spread in run.states] for run in runs], np.float64),
    )


def join_splits(parts: Sequence[Splits]) -> Splits:
    """Return the candidates of all PARTS one after the other."""
    columns = [structs.asdict(part) for part in parts]
    return Splits(**{name: np.concatenate([each[name] for each in columns]) for name in Splits.__struct_fields__})
