"""Times of a collective as figures that can be asked why, from the formula of `formulas.network.collective_times`."""

from collections.abc import Mapping, Sequence
from math import ceil, log2
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.limits.collective_records import CollectivePoint
from designer.formulas.measured_errors import MEASURED_ERRORS
from designer.formulas.network.collective_times import (
    CONSTANTS,
    Collectives,
    CollectiveTimes,
    collective_times,
    ideal_times,
)
from designer.formulas.network.collective_times.times import ALGORITHMS, MIB, OPERATIONS, OTHER_LINK
from designer.formulas.network.collectives import bus_factor
from designer.model.figures.confidence import HowSure, how_sure
from designer.model.figures.figure import Figure, leaf, maximum, product, quotient, total

MOST_MEASURED: Final = 8
"""Ranks of a domain, of which rows were measured at most."""
MOST_DOMAINS: Final = 128
"""Domains, of which rows were measured at most."""
_FACTOR: Final = "Bytes over the busiest link for each byte of payload, NVIDIA nccl-tests, doc/PERFORMANCE.md."
_MICROSECONDS: Final = leaf("microseconds in a second", 1e6, "µs/s", operation="fact", subject="unit")
_TREES: Final = ("tree", "in-switch tree")
_IN_SWITCH: Final = ("in-switch", "in-switch tree")


class Links(NamedTuple):
    """Links that join the ranks of a collective.

    Attributes:
        chip: Name of the accelerator.
        inside: GB/s of one on the scale-up link, one way.
        generation: Of NVLink, or `OTHER_LINK`.
        efa: Whether the fabric is EFA.
    """

    chip: str
    inside: Figure
    generation: int
    efa: bool


class Group(NamedTuple):
    """Ranks that run a collective.

    Attributes:
        ranks: How many in all.
        inner: How many of them in a domain.
        outer: Domains.
        fabric: GB/s of an accelerator between domains; None where there is one domain.
        tree: The same when all send along trees; as `fabric` where None.
        ideal: The same at line rate with nothing failed.
    """

    ranks: int
    inner: int
    outer: int
    fabric: Figure | None = None
    tree: Figure | None = None
    ideal: Figure | None = None


def points_of(
    op: str, links: Links, groups: Sequence[Group], sizes: Sequence[float], whole: Figure
) -> list[CollectivePoint]:
    """Return OP of each of GROUPS by each of SIZES (bytes), over LINKS; WHOLE is the scale-up rate with nothing failed.

    Source: `formulas.network.collective_times.collective_times`, worked through for all points together.
    """
    asked = [(group, size) for group in groups for size in sizes]
    times = collective_times(_rows(op, links, asked, links.inside, [(one.fabric, one.tree) for one, _ in asked]))
    ideal = ideal_times(_rows(op, links, asked, whole, [(one.ideal, None) for one, _ in asked]))
    return [_point(op, links, group, size, times, ideal, place, whole) for place, (group, size) in enumerate(asked)]


def sureness(op: str, links: Links, group: Group, size: float) -> HowSure:
    """Return how sure the time of OP of GROUP at SIZE bytes over LINKS is."""
    name = "collective between domains" if group.outer > 1 else "collective" if size >= MIB else "small collective"
    outside: list[str] = []
    if links.generation == OTHER_LINK and group.inner > 1:
        outside.append(f"no row of {links.chip} was measured, so it is unverified")
    if group.inner > MOST_MEASURED:
        outside.append(f"no domain of more than {MOST_MEASURED} ranks was measured")
    if group.inner < 2:
        outside.append("no row without a scale-up link was measured")
    if op == "broadcast":
        outside.append("no broadcast was measured")
    # Outside of what was measured the range is widened once; many domains alone are only said.
    widened = CONSTANTS["untested"].value if outside else 1.0
    if group.outer > MOST_DOMAINS:
        outside.append(f"no row of more than {MOST_DOMAINS} domains was measured")
    return how_sure(MEASURED_ERRORS[name], tuple(outside), widened)


def _rows(
    op: str,
    links: Links,
    asked: Sequence[tuple[Group, float]],
    inside: Figure,
    fabrics: Sequence[tuple[Figure | None, Figure | None]],
) -> Collectives:
    """Return ASKED as arrays (points,); rates that are not known stand as 1, their points are told as not known."""
    count = len(asked)
    fabric = [_rate(one) for one, _ in fabrics]
    return Collectives(
        op=np.full(count, OPERATIONS.index(op), np.intp),
        ranks=np.array([group.inner for group, _ in asked], np.float64),
        domains=np.array([group.outer for group, _ in asked], np.float64),
        payload=np.array([size for _, size in asked], np.float64),
        inside=np.full(count, _rate(inside)),
        fabric=np.array(fabric),
        link=np.full(count, links.generation, np.intp),
        efa=np.full(count, links.efa),
        tree_fabric=np.array([_rate(tree) if tree is not None else fabric[n] for n, (_, tree) in enumerate(fabrics)]),
    )


def _rate(figure: Figure | None) -> float:
    return figure.value if figure is not None and figure.value else 1.0


def _point(
    op: str,
    links: Links,
    group: Group,
    size: float,
    times: CollectiveTimes,
    ideal: CollectiveTimes,
    place: int,
    whole: Figure,
) -> CollectivePoint:
    title = f"{op} of {group.ranks:,} ranks"
    payload = leaf("payload", size / 1e9, "GB", status="user")
    algorithm = ALGORITHMS[int(times.algorithm[place])]
    sure = sureness(op, links, group, size)
    start = _start(times, place)
    wires, network = _phases(op, links, group, payload, algorithm, ideal=False, inside=links.inside)
    wire = maximum(f"on the wire, {algorithm}", wires, "µs", "inside and between domains at the same time")
    terms = [start, wire, *([network] if network is not None else [])]
    time = unknown = leaf(f"time of {title}", None, "µs")
    if all(term.known for term in (*wires, *terms)):
        held = total(f"computed time of {title}", terms, "µs", "start + wire + latency of the fabric")
        value = float(times.total[place])
        off = leaf(
            "measured over computed",
            1.0,
            low=float(times.low[place]) / value,
            high=float(times.high[place]) / value,
            status="estimate",
            note=sure.words,
        )
        time = product(f"time of {title}", (held, off), "µs", "computed time × what measured rows differ by")
    best_algorithm = ALGORITHMS[int(ideal.algorithm[place])]
    best_wires, _ = _phases(op, links, group, payload, best_algorithm, ideal=True, inside=whole)
    best = unknown
    if all(term.known for term in best_wires):
        words = f"time of {title} on an ideal fabric, {best_algorithm}"
        best = maximum(words, best_wires, "µs", "inside and between domains at the same time, every rate in full")
    factor = leaf(f"bus factor of {op}, {group.ranks:,} ranks", bus_factor(op, group.ranks), note=_FACTOR)
    moved, ideally = _bandwidth(payload, time), _bandwidth(payload, best)
    return CollectivePoint(
        ranks=group.ranks,
        bytes=size,
        algorithm=algorithm if time.known else "",
        time_us=time,
        algorithm_gb_per_s=moved,
        bus_gb_per_s=product("bus bandwidth", (moved, factor), "GB/s"),
        ideal_time_us=best,
        ideal_bus_gb_per_s=product("bus bandwidth on an ideal fabric", (ideally, factor), "GB/s"),
        start_us=start,
        inside_us=wires[0] if group.inner > 1 else None,
        fabric_us=total("time on the fabric", (wires[-1], network), "µs") if network is not None else None,
        how_sure={"time_us": sure, "bus_gb_per_s": sure},
    )


def _start(times: CollectiveTimes, place: int) -> Figure:
    call = leaf(
        "latency of the call and of the peers of a domain",
        float(times.latency[place]),
        "µs",
        status="estimate",
        note="Fitted to measured rows; more for each further peer.",
    )
    ramp = leaf(
        "lost between latency and saturation",
        float(times.ramp[place]),
        "µs",
        status="estimate",
        note=f"Fitted to measured rows: grows with the payload to the power of {CONSTANTS['ramp_size'].value:.2f}.",
    )
    return total("start", (call, ramp), "µs", "latency + loss before saturation")


def _phases(
    op: str, links: Links, group: Group, payload: Figure, algorithm: str, *, ideal: bool, inside: Figure
) -> tuple[list[Figure], Figure | None]:
    """Time on the wire inside a domain and between domains, as far as there is one, and latency between them."""
    n, p, m = group.ranks, group.inner, group.outer
    phases: list[Figure] = []
    if p > 1:
        # In the switch each rank sends 1 + 1/p of the payload; in a ring the factor of the operation.
        share = (p + 1) / p if algorithm in _IN_SWITCH else (p - 1) / n if op == "all-to-all" else _factor(op, n)
        kind = "in_switch" if algorithm in _IN_SWITCH else "ring"
        reached = [_share_inside(kind, links)]
        # Two ranks reach more of the link, as each has a single neighbour.
        if p == 2 and m == 1 and op != "all-reduce":
            reached.append(_constant("pair"))
        phases.append(_wire("inside", payload, share, inside, () if ideal else reached))
    network = None
    if m > 1:
        rate = group.ideal if ideal else group.tree if algorithm in _TREES and group.tree is not None else group.fabric
        rate = rate or leaf("fabric rate of an accelerator", None, "GB/s")
        reached = [_constant("fabric")]
        # Of the fabric one rank carries its part of what its domain of p sends outwards.
        share = (n - p) / n if op == "all-to-all" else _factor(op, n) / p
        if algorithm in _TREES:
            reached.append(_constant("tree_efa" if links.efa else "tree_ib"))
            # In a tree a domain sends the payload once of two, else 2 (m − 1) / m times, shared by its p ranks.
            share = (1.0 if m == 2 else 2 * (m - 1) / m) / p
        phases.append(_wire("on the fabric", payload, share, rate, () if ideal else reached))
        network = _network(op, links, n, m, algorithm)
    return phases, network


def _factor(op: str, ranks: int) -> float:
    return bus_factor(op, ranks)


def _share_inside(kind: str, links: Links) -> Figure:
    if kind == "in_switch":
        return _constant("in_switch_nvlink_5" if links.generation == 5 else "in_switch_nvlink_4")
    return _constant(f"ring_nvlink_{links.generation}" if links.generation != OTHER_LINK else "ring_other")


def _constant(name: str) -> Figure:
    found = CONSTANTS[name]
    assumed = "assumed" in found.source
    unit = "" if found.unit == "1" else found.unit
    status = "assumed" if assumed else "estimate"
    return leaf(found.meaning, found.value, unit, status=status, subject=name, note=found.source)


def _wire(where: str, payload: Figure, share: float, rate: Figure, reached: Sequence[Figure]) -> Figure:
    """Time of SHARE of PAYLOAD over links of RATE, of which REACHED is used."""
    part = leaf(f"bytes over a link {where} for each byte of payload", share, note=_FACTOR)
    sent = product(f"bytes over a link {where}", (payload, part, _MICROSECONDS), "")
    used = product(f"rate {where} that is reached", (rate, *reached), "GB/s") if reached else rate
    return quotient(f"wire time {where}", sent, used, "µs", "bytes / rate")


def _network(op: str, links: Links, n: int, m: int, algorithm: str) -> Figure:
    """Latency of the steps between domains."""
    call = _constant("network_efa" if links.efa else "network_ib")
    if algorithm in _TREES:
        levels = leaf("levels of the tree, up and down", float(2 * ceil(log2(m))))
        return product("latency between domains", (levels, call), "µs")
    if op == "all-to-all":
        return total("latency between domains", (call,), "µs")
    steps = leaf("steps of the ring", float((2 if op == "all-reduce" else 1) * (n - 1)))
    return total("latency between domains", (product("steps", (steps, _constant("fabric_step")), "µs"), call), "µs")


def _bandwidth(payload: Figure, time: Figure) -> Figure:
    scaled = product("payload × microseconds in a second", (payload, _MICROSECONDS), "")
    return quotient("algorithm bandwidth", scaled, time, "GB/s", "payload / time")


def errors_of(points: Sequence[CollectivePoint]) -> Mapping[str, HowSure]:
    """Return the different ways in which the times of POINTS are sure, by their words, in order."""
    found = (point.how_sure["time_us"] for point in points if point.time_us.known and "time_us" in point.how_sure)
    return {one.words: one for one in found}
