"""Collective operations: time, algorithm bandwidth and bus bandwidth. GB is 10⁹ bytes."""

from typing import Final

from msgspec import Struct

from designer.formulas.checks import not_negative, positive, whole

OPERATIONS: Final = ("all-reduce", "reduce-scatter", "all-gather", "all-to-all", "broadcast", "reduce")
"""The collective operations whose bus factor is known."""


def bus_factor(op: str, ranks: int) -> float:
    """Bytes that cross the busiest link per byte of payload.

    2(n−1)/n for all-reduce, (n−1)/n for reduce-scatter, all-gather and all-to-all, 1 for broadcast and reduce.

    Source: NVIDIA nccl-tests, doc/PERFORMANCE.md.

    Raises:
        ValueError: OP is unknown or RANKS is below 2.
    """
    if op not in OPERATIONS:
        raise ValueError(f"op must be one of {', '.join(OPERATIONS)}, not {op!r}.")
    whole("ranks", ranks, 2)
    if op in ("broadcast", "reduce"):
        return 1.0
    return (2 if op == "all-reduce" else 1) * (ranks - 1) / ranks


class CollectiveTime(Struct, frozen=True):
    """One collective operation.

    Attributes:
        time_us: Time, microseconds.
        algorithm_gb_per_s: Payload over time, GB/s.
        bus_gb_per_s: Payload over time, times the bus factor: comparable with a link's rate, GB/s one way.
        factor: The bus factor.
    """

    time_us: float
    algorithm_gb_per_s: float
    bus_gb_per_s: float
    factor: float


def collective_from_bus(
    op: str, ranks: int, payload_bytes: float, bus_gb_per_s: float, latency_us: float = 0.0
) -> CollectiveTime:
    """Time of a collective: t = α + S·f/B.

    Source: the latency–bandwidth model with the factors of NVIDIA nccl-tests, doc/PERFORMANCE.md.

    Args:
        op: One of `OPERATIONS`.
        ranks: Participants n.
        payload_bytes: Payload S, bytes.
        bus_gb_per_s: Bus bandwidth B, GB/s one way.
        latency_us: Fixed time α, microseconds.

    Raises:
        ValueError: An input is out of range.
    """
    factor = bus_factor(op, ranks)
    wire_us = positive("bytes", payload_bytes) * factor / (positive("bus_gb_per_s", bus_gb_per_s) * 1e3)
    return collective_from_time(op, ranks, payload_bytes, not_negative("latency_us", latency_us) + wire_us)


def collective_from_time(op: str, ranks: int, payload_bytes: float, time_us: float) -> CollectiveTime:
    """Bandwidths of a measured collective: algorithm S/t, bus S/t·f.

    Source: NVIDIA nccl-tests, doc/PERFORMANCE.md.

    Args:
        op: One of `OPERATIONS`.
        ranks: Participants n.
        payload_bytes: Payload S, bytes.
        time_us: Time t, microseconds.

    Raises:
        ValueError: An input is out of range.
    """
    factor = bus_factor(op, ranks)
    algorithm = positive("bytes", payload_bytes) / (positive("time_us", time_us) * 1e3)
    return CollectiveTime(time_us, algorithm, algorithm * factor, factor)
