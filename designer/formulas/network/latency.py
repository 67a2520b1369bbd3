"""Time of one message over a path. GB is 10⁹ bytes."""

from msgspec import Struct

from designer.formulas.checks import not_negative, positive, whole

LIGHT_M_PER_S = 299_792_458.0
"""Speed of light in vacuum, exact by the definition of the metre (BIPM, The International System of Units, 2019)."""
GROUP_INDEX = 1.468
"""Of a single-mode fibre at 1,310 to 1,550 nm: 1.4676 and 1.4682 (Corning SMF-28 Ultra, product information PI1424)."""


def propagation_ns(length_m: float, group_index: float = GROUP_INDEX) -> float:
    """Return how long light takes over LENGTH_M of fibre, in nanoseconds: length × group index / c, 4.9 ns a metre.

    Source: the definition of the group index; the index of fibre as `GROUP_INDEX` says. Copper takes 4.2 to 5.1 ns a
    metre, so its time is close to the same.

    Raises:
        ValueError: An input is out of range.
    """
    return not_negative("length_m", length_m) * positive("group_index", group_index) / LIGHT_M_PER_S * 1e9


class PathLatency(Struct, frozen=True):
    """Time of one message, by the way the switches forward it.

    Attributes:
        store_and_forward_ns: Each hop waits for the whole message, nanoseconds.
        cut_through_ns: The message streams through, nanoseconds.
    """

    store_and_forward_ns: float
    cut_through_ns: float


def path_latency(hops: int, message_bytes: float, gb_per_s: float, hop_latency_ns: float) -> PathLatency:
    """Message time over HOPS links: hops·(α + S/B) stored and forwarded, hops·α + S/B cut through.

    The two differ 2–3× for large messages, so an answer must say which it is.

    Source: astra-sim/astra-network-analytical, its congestion-aware and congestion-unaware tests (its "GB"
    are 2³⁰ bytes; here GB are 10⁹).

    Args:
        hops: Links of the path.
        message_bytes: Size S, bytes.
        gb_per_s: Rate B of each link, GB/s one way.
        hop_latency_ns: Fixed time α of a hop, nanoseconds.

    Raises:
        ValueError: An input is out of range.
    """
    whole("hops", hops, 1)
    wire_ns = not_negative("bytes", message_bytes) / positive("gb_per_s", gb_per_s)
    alpha = not_negative("hop_latency_ns", hop_latency_ns)
    return PathLatency(hops * (alpha + wire_ns), hops * alpha + wire_ns)
