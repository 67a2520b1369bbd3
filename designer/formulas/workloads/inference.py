"""Serving of transformers: key–value cache and the bound of decoding. GB are 10⁹ bytes."""

from designer.formulas.checks import not_negative, positive, share_above_zero, whole


def kv_bytes_per_token(layers: int, kv_heads: int, head_dim: int, bytes_per_value: float) -> float:
    """Key and value bytes of one token: 2 · layers · kv_heads · head_dim · bytes.

    Source: Kwon et al., "Efficient memory management for large language model serving with PagedAttention",
    2023, section 3.

    Args:
        layers: Layers.
        kv_heads: Key–value heads: the attention heads, fewer with grouped-query attention.
        head_dim: Size of a head.
        bytes_per_value: Bytes of a value: 2 for FP16, 1 for FP8.

    Raises:
        ValueError: An input is out of range.
    """
    values = 2 * whole("layers", layers, 1) * whole("kv_heads", kv_heads, 1) * whole("head_dim", head_dim, 1)
    return values * positive("bytes_per_value", bytes_per_value)


def decode_ms_per_token(
    weight_bytes: float, kv_bytes: float, memory_gb_per_s: float, tp: int, efficiency: float
) -> float:
    """Time of one decoded token, milliseconds: (weights + KV) / (tp · memory bandwidth · efficiency).

    A bound by memory for small batches. Leaves short kernels and the tensor-parallel exchange out.

    Source: the roofline model; agrees with cli99/llm-analysis.

    Args:
        weight_bytes: Weights, bytes.
        kv_bytes: Key–value cache that is read, bytes.
        memory_gb_per_s: Memory bandwidth of one accelerator, GB/s.
        tp: Tensor parallelism: accelerators that share weights and cache evenly.
        efficiency: Share of the bandwidth that is reached.

    Raises:
        ValueError: An input is out of range.
    """
    rate = positive("memory_gb_per_s", memory_gb_per_s) * 1e9 * whole("tp", tp, 1)
    read = positive("weight_bytes", weight_bytes) + not_negative("kv_bytes", kv_bytes)
    return read / (rate * share_above_zero("efficiency", efficiency)) * 1e3
