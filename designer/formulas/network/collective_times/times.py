"""Time of a collective: latency, the ramp up to saturation, and the wire, over many rows together.

Phases inside a scale-up domain and between domains overlap, so the wire is a maximum and never a sum. All arrays have
shape (R,), one entry a row. Method: NVIDIA nccl-tests doc/PERFORMANCE.md for the bus factors; the form of NVIDIA/nccl
src/graph/tuning.cc (steps × latency + the slower of intra and inter) with constants fitted anew.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from designer.formulas.network.collective_times.constants import VALUES

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Masks = NDArray[np.bool_]

OPERATIONS: Final = ("all-reduce", "all-gather", "reduce-scatter", "all-to-all", "broadcast")
"""The operations whose times are known, in the order of `Collectives.op`; of broadcasts no row was measured."""
ALL_REDUCE: Final = 0
ALL_TO_ALL: Final = 3
BROADCAST: Final = 4
ALGORITHMS: Final = ("ring", "in-switch", "tree", "in-switch tree", "all-to-all")
"""What may be taken, in the order of `CollectiveTimes.algorithm`.

In-switch is reduction in NVLink switches (NVLS); its tree reduces inside of domains in the switch, and between them by
trees.
"""
OTHER_LINK: Final = 0
"""Generation of a scale-up link that is not NVLink."""
LINKS: Final = (3, 4, 5)
"""Generations of NVLink that were measured."""
KIB: Final = 1024.0
MIB: Final = KIB * KIB
BYTES_PER_US: Final = 1e3
"""Bytes a microsecond in a GB/s."""


class Collectives(Struct, frozen=True):
    """Questions about collectives, one entry a row (R,).

    Attributes:
        op: Index in `OPERATIONS`.
        ranks: Ranks p of a domain.
        domains: Domains m.
        payload: Bytes S of the whole vector.
        inside: GB/s one way of one accelerator inside its domain; not read where ranks is 1.
        fabric: GB/s one way of one accelerator between domains; not read where domains is 1.
        link: Generation of NVLink, 3 to 5, or `OTHER_LINK`.
        efa: Whether the fabric is EFA rather than InfiniBand or RoCE.
        tree_fabric: GB/s between domains when all send along trees; as `fabric` where it is None.
    """

    op: Integers
    ranks: Floats
    domains: Floats
    payload: Floats
    inside: Floats
    fabric: Floats
    link: Integers
    efa: Masks
    tree_fabric: Floats | None = None


class CollectiveTimes(Struct, frozen=True):
    """Times by their parts, microseconds (R,), and the algorithm that is the fastest.

    Attributes:
        latency: Of the call and the peers of a domain.
        ramp: What is lost between latency and saturation.
        inside: On the wire of the scale-up link; 0 where a domain has one rank.
        between: On the wire of the fabric; 0 where there is one domain.
        network: Latency of steps between domains.
        algorithm: Index in `ALGORITHMS`.
        low: Low end of the sum.
        high: High end of it.
    """

    latency: Floats
    ramp: Floats
    inside: Floats
    between: Floats
    network: Floats
    algorithm: Integers
    low: Floats
    high: Floats

    @property
    def wire(self) -> Floats:
        """Time on the wire, of which both phases overlap, and latency between domains (R,)."""
        return np.maximum(self.inside, self.between) + self.network

    @property
    def total(self) -> Floats:
        """The whole time (R,)."""
        return self.latency + self.ramp + self.wire


def collective_times(rows: Collectives, constants: Mapping[str, float] = VALUES) -> CollectiveTimes:
    """Return the time of each row by its parts.

    t = latency(op, p)·s + r·ramp(op)·(S/1 MiB)^γ·(450/B_in)^δ·(p/8)^κ + wire, with s and r by the generation of the
    link; all-reduce takes the fastest algorithm that applies.

    Source: module docstring; held against 635 measured rows in tests/formulas/network/collective_times.

    Args:
        rows: The checked inputs.
        constants: Values by name, as in `constants.CONSTANTS`.
    """
    c = constants
    # Latency of the call, more for each further peer of the domain, slower on NVLink 3 and 5 than on 4.
    call, peer, ramp_size = (
        np.array([c[f"{part}_{name.replace('-', '_')}"] for name in OPERATIONS])[rows.op]
        for part in ("call", "peer", "ramp")
    )
    latency = (call + peer * (rows.ranks - 1)) * _of_link(rows.link, c, "latency")
    # What is lost between latency and saturation: grows with the payload, but less than in proportion.
    ramp_size = ramp_size * _of_link(rows.link, c, "ramp")
    rate = np.where(rows.ranks > 1, rows.inside, rows.fabric)
    ramp = (
        ramp_size
        * (rows.payload / MIB) ** c["ramp_size"]
        * (450 / rate) ** c["ramp_rate"]
        * (rows.ranks / 8) ** c["ramp_ranks"]
    )
    wire = _wire(rows, c)
    low, high = _range_factors(rows, c)
    total = latency + ramp + wire.time
    return CollectiveTimes(
        latency=latency,
        ramp=ramp,
        inside=wire.inside,
        between=wire.between,
        network=wire.network,
        algorithm=wire.algorithm,
        low=total * low,
        high=total * high,
    )


IDEAL: Final = ("ring_", "in_switch_", "tree_", "fabric", "pair")
"""Constants that are 1 in the ideal: shares of rates."""


def ideal_times(rows: Collectives) -> CollectiveTimes:
    """Return the time on the wire alone when every share of a rate is 1 and nothing has latency.

    Source: the same formula; no measured row of `tests/data/measured` beats it.

    Args:
        rows: The checked inputs.
    """
    ideal = {name: 1.0 if name.startswith(IDEAL) else value for name, value in VALUES.items()}
    wire = _wire(rows, ideal | {"fabric_step": 0.0, "network_ib": 0.0, "network_efa": 0.0})
    nothing = np.zeros_like(wire.inside)
    return CollectiveTimes(
        latency=nothing,
        ramp=nothing,
        inside=wire.inside,
        between=wire.between,
        network=wire.network,
        algorithm=wire.algorithm,
        low=wire.time,
        high=wire.time,
    )


def _of_link(link: Integers, c: Mapping[str, float], name: str) -> Floats:
    """Return the constant NAME of each row's scale-up link (R,)."""
    result = np.full(link.shape, c[f"{name}_other"])
    for generation in LINKS:
        result = np.where(link == generation, c[f"{name}_nvlink_{generation}"], result)
    return result


class _Wire(NamedTuple):
    """Phases of the fastest algorithm, microseconds (R,)."""

    inside: Floats
    between: Floats
    network: Floats
    algorithm: Integers

    @property
    def time(self) -> Floats:
        return np.maximum(self.inside, self.between) + self.network


def _wire(rows: Collectives, c: Mapping[str, float]) -> _Wire:
    """Return the time on the wire of each row by the algorithm that is the fastest there."""
    p, m, payload = rows.ranks, rows.domains, rows.payload
    n = p * m
    several = m > 1
    reduces = rows.op == ALL_REDUCE
    # Effective rates in bytes a microsecond; infinite where a row has no such phase.
    pair = np.where((p == 2) & ~several & ~reduces, c["pair"], 1.0)
    inside = np.where(p > 1, rows.inside * _of_link(rows.link, c, "ring") * pair * BYTES_PER_US, np.inf)
    between = np.where(several, rows.fabric * c["fabric"] * BYTES_PER_US, np.inf)
    trees = rows.fabric if rows.tree_fabric is None else rows.tree_fabric
    by_trees = np.where(several, trees * c["fabric"] * BYTES_PER_US, np.inf)
    network = np.where(several, np.where(rows.efa, c["network_efa"], c["network_ib"]), 0.0)
    # Ring: 2(n−1)/n of the payload for all-reduce, all of it for broadcast, else half of the first; n−1 steps a pass
    # leave the domains.
    passes = np.where(reduces, 2.0, 1.0)
    moved = payload * np.where(rows.op == BROADCAST, 1.0, passes * (n - 1) / n)
    ring_inside = moved / inside
    steps = np.where(several, passes * (n - 1) * c["fabric_step"] + network, 0.0)
    ring = _Wire(ring_inside, moved / (p * between), steps, np.zeros(n.shape, np.intp))
    # All-reduce in the switch (NVLS): (p+1)/p of the payload, on NVLink 4 and later with more than four ranks.
    in_switch_share = np.where(rows.link == 5, c["in_switch_nvlink_5"], c["in_switch_nvlink_4"])
    switched = reduces & (p > 4) & (rows.link >= 4)
    in_switch_rate = np.where(switched, rows.inside * in_switch_share * BYTES_PER_US, 1.0)
    in_switch = np.where(switched, payload * (p + 1) / p / in_switch_rate, np.inf)
    # Tree between domains: two domains swap halves, more send 2(m−1)/m; up and down ⌈log₂ m⌉ levels.
    tree_share = np.where(rows.efa, c["tree_efa"], c["tree_ib"])
    tree_moved = np.where(m == 2, 1.0, 2 * (m - 1) / m) * payload
    tree = _Wire(
        np.minimum(ring_inside, in_switch),
        tree_moved / (p * by_trees * tree_share),
        2 * np.ceil(np.log2(m)) * network,
        np.where(in_switch < ring_inside, 3, 2),
    )
    # All-to-all: every rank sends to p−1 peers inside and to n−p outside.
    to_all = _Wire(payload * (p - 1) / n / inside, payload * (n - p) / n / between, network, np.full(n.shape, 4))
    # The first of the fastest that applies; ring where nothing else does.
    zero = np.zeros_like(ring_inside)
    found = ring
    for other, applies in (
        (_Wire(in_switch, zero, zero, np.ones(n.shape, np.intp)), switched & ~several),
        (tree, reduces & several),
        (to_all, rows.op == ALL_TO_ALL),
    ):
        faster = applies & ((other.time < found.time) | (rows.op == ALL_TO_ALL))
        found = _Wire(*(np.where(faster, new, old) for new, old in zip(other, found, strict=True)))
    return found


def _range_factors(rows: Collectives, c: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Return the low and the high end as factors on the time (R,): by size, wider where nothing was measured."""
    size = np.searchsorted([MIB, 16 * MIB, 64 * MIB], rows.payload, side="right")
    bands = ("to_1_mib", "to_16_mib", "to_64_mib", "large")
    low = np.array([c[f"low_{band}"] for band in bands])[size]
    high = np.array([c[f"high_{band}"] for band in bands])[size]
    # Measured: NVLink, two to eight ranks in a domain.
    untested = (rows.link == OTHER_LINK) | (rows.ranks > 8) | (rows.ranks < 2) | (rows.op == BROADCAST)
    wider = np.where(untested, c["untested"], 1.0) * np.where(rows.domains > 1, c["between"], 1.0)
    return low / wider, high * wider
