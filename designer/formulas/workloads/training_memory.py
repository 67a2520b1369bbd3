"""Memory that training takes on each accelerator. GiB are 2³⁰ bytes, GB 10⁹."""

from msgspec import Struct

from designer.formulas.checks import not_negative, positive, whole
from designer.formulas.workloads.sold_memory import GIB

MEGATRON_BYTES_PER_PARAM = 18
"""Weights, gradients and optimizer of a parameter in Megatron-LM's mixed precision."""


class TrainingMemory(Struct, frozen=True):
    """Memory of the first pipeline stage on each accelerator, GiB.

    Attributes:
        activations_tp_gib: Activations with tensor parallelism alone.
        activations_selective_gib: Activations with sequence parallelism and selective recomputation.
        weights_optimizer_gib: Weights, gradients and optimizer.
    """

    activations_tp_gib: float
    activations_selective_gib: float
    weights_optimizer_gib: float


def training_memory(
    layers: int, hidden: int, heads: int, seq: int, micro_batch: int, tp: int, pp: int, interleave: int = 1
) -> TrainingMemory:
    """Memory per accelerator with tensor parallel t and pipeline parallel p.

    Activations s·b·h·L·(10 + 24/t + 5·a·s/(h·t)), or 34·s·b·h·L/t with sequence parallelism and selective
    recomputation, times 1 + (p−1)/(p·m) where m > 1 stages interleave. Weights and optimizer 18 B for each of
    12·L·h²/(t·p) parameters. The first stage holds p micro-batches of L/p layers, so p cancels.

    Source: Korthikanti et al., "Reducing activation recomputation in large transformer models", 2022, Table 2.

    Args:
        layers: Layers L.
        hidden: Hidden size h.
        heads: Attention heads a.
        seq: Sequence length s, tokens.
        micro_batch: Micro-batch b, sequences.
        tp: Tensor parallelism t.
        pp: Pipeline parallelism p.
        interleave: Interleaved stages m of each accelerator.

    Raises:
        ValueError: An input is no whole number of at least 1.
    """
    size_l, size_h, size_a = whole("layers", layers, 1), whole("hidden", hidden, 1), whole("heads", heads, 1)
    size_s, size_t, size_p = whole("seq", seq, 1), whole("tp", tp, 1), whole("pp", pp, 1)
    stages = whole("interleave", interleave, 1)
    cells = size_s * whole("micro_batch", micro_batch, 1) * size_h * size_l
    held = 1 + (size_p - 1) / (size_p * stages) if stages > 1 else 1.0
    tensor = cells * (10 + 24 / size_t + 5 * size_a * size_s / (size_h * size_t))
    weights = MEGATRON_BYTES_PER_PARAM * 12 * size_l * size_h**2 / (size_t * size_p)
    return TrainingMemory(tensor * held / GIB, 34 * cells / size_t * held / GIB, weights / GIB)


class ZeroMemory(Struct, frozen=True):
    """Model states on each accelerator, GB.

    Attributes:
        stage1_gb: Optimizer split.
        stage2_gb: Optimizer and gradients split.
        stage3_gb: Optimizer, gradients and weights split.
    """

    stage1_gb: float
    stage2_gb: float
    stage3_gb: float


def zero_memory(params: float, dp: int) -> ZeroMemory:
    """Model states under ZeRO: 4ψ+12ψ/N, 2ψ+14ψ/N and 16ψ/N bytes.

    Source: Rajbhandari et al., "ZeRO", 2019 (arXiv 1910.02054), Table 1. DeepSpeed's own estimator differs.

    Args:
        params: Parameters ψ.
        dp: Data parallelism N.

    Raises:
        ValueError: An input is out of range.
    """
    gb = positive("params", params) / 1e9
    whole("dp", dp, 1)
    return ZeroMemory(4 * gb + 12 * gb / dp, 2 * gb + 14 * gb / dp, 16 * gb / dp)


class DeepSpeedMemory(Struct, frozen=True):
    """Model states on each accelerator by DeepSpeed's estimator, GiB.

    Attributes:
        zero2_gib: Stage 2.
        zero2_offload_gib: Stage 2, optimizer in host memory.
        zero3_gib: Stage 3.
        zero3_offload_gib: Stage 3, optimizer in host memory.
    """

    zero2_gib: float
    zero2_offload_gib: float
    zero3_gib: float
    zero3_offload_gib: float


def deepspeed_memory(params: float, largest_layer: float, accelerators: int) -> DeepSpeedMemory:
    """Model states by DeepSpeed: 4ψ+16ψ/N, offloaded 2ψ; 4l+18ψ/N, offloaded 4l+2ψ/N bytes.

    Source: DeepSpeed, docs/code-docs/source/memory.rst; what it prints as "GB" are GiB.

    Args:
        params: Parameters ψ.
        largest_layer: Parameters l of the largest layer.
        accelerators: Accelerators N.

    Raises:
        ValueError: An input is out of range.
    """
    psi, layer = positive("params", params), not_negative("largest_layer", largest_layer)
    if layer > psi:
        raise ValueError(f"largest_layer {layer:g} must not exceed params {psi:g}.")
    count = whole("accelerators", accelerators, 1)
    return DeepSpeedMemory(
        zero2_gib=(4 * psi + 16 * psi / count) / GIB,
        zero2_offload_gib=2 * psi / GIB,
        zero3_gib=(4 * layer + 18 * psi / count) / GIB,
        zero3_offload_gib=(4 * layer + 2 * psi / count) / GIB,
    )
