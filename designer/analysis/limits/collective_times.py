"""What collectives cost on a fabric as drawn: scale-up links inside a domain, the fabric between domains.

A collective of n ranks in m domains of p runs inside and between them, one after the other:

    all-reduce, reduce-scatter, all-gather   S·f(p)/B_in + (S/p)·f(m)/B_out: each rank of a domain takes its p-th of
                                             the payload to the ranks of the same place in the other domains
    all-to-all                               S·(p/n)·f(p)/B_in + S·f(m)/B_out: what stays inside, what leaves
    broadcast                                S/B_in + (S/p)/B_out: all cards of the domain share the payload

f are the bus factors of NVIDIA nccl-tests, doc/PERFORMANCE.md. B_in is half the chip's scale-up rate, which counts
both ways. B_out is the line rate of an accelerator on the fabric over the utilisation of the fullest link, when its
hosts send at line rate: all-to-all, by rails where the fabric has them, else by one ring. To that comes latency for
each step: rings inside; between domains trees for all-reduce and broadcast (2·⌈log₂ m⌉ and ⌈log₂ m⌉ steps), rings
for reduce-scatter and all-gather, and one step of all-to-all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

import numpy as np

from designer.analysis.cabling import Floats, Ints
from designer.analysis.fabric import Fabric
from designer.analysis.limits.collective_records import CollectiveFabric, CollectivePoint, CollectiveTimes
from designer.analysis.loads import all_to_all, link_loads, offered
from designer.analysis.patterns import all_reduce_rails, all_reduce_ring
from designer.analysis.results import LinkLoad
from designer.analysis.survey import Survey, survey_of
from designer.analysis.workloads.host_network import LARGEST_HOST
from designer.analysis.workloads.hosts import Machines, machines_under
from designer.analysis.workloads.store_rates import BYTE
from designer.formulas.collectives import bus_factor
from designer.model.assumptions import assumed
from designer.model.design import Design
from designer.model.figures import Figure, count_of, leaf, maximum, product, quotient, total
from designer.model.parts import Medium
from designer.model.records import RefusedInput

COLLECTIVES: Final = ("all-reduce", "reduce-scatter", "all-gather", "all-to-all", "broadcast")
"""The collectives whose time on a fabric is known."""
PAYLOADS: Final = (2.0**20, 2.0**25, 2.0**30)
"""Payloads that are taken where none is asked for, bytes."""
_FABRIC: Final[tuple[Medium, ...]] = ("fabric",)
_MOST_BYTES: Final = 1e15
_GROWTH: Final = 4
_LONG_RING: Final = 14
"""Steps of an all-reduce in a host of eight; beyond, the latency of a ring is far from what libraries reach."""
_FACTOR: Final = "Bytes over the busiest link for each byte of payload, NVIDIA nccl-tests, doc/PERFORMANCE.md."
_ONE: Final = leaf("links just full", 1.0)
_TWO_WAYS: Final = leaf("ways that the rate of a scale-up link counts together", 2.0)
_MICROSECONDS: Final = leaf("microseconds in a second", 1e6, "µs/s", operation="fact", subject="unit")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where ranks run.

    Attributes:
        owners: The hosts that hold the accelerators, those on the fabric where any are.
        each: Accelerators in one copy of them.
        living: Vertices of their copies, in design order; empty without a fabric.
        number: Accelerators that can take part.
        domain: How many of them the scale-up link joins.
        inside: GB/s of one on that link, one way.
    """

    survey: Survey
    fabric: Fabric | None
    owners: tuple[str, ...]
    each: int
    living: Ints
    number: int
    domain: int
    inside: Figure


def collective_times(
    design: Design, op: str, sizes: Sequence[float] = (), ranks: Sequence[int] = (), fail: Collection[str] = ()
) -> CollectiveTimes:
    """Time and bandwidths of OP on DESIGN's accelerators, by ranks and payload, as drawn and on an ideal fabric.

    Ranks fill the accelerators in design order.

    Args:
        design: The design, with its parts embedded.
        op: One of `COLLECTIVES`.
        sizes: Payloads, bytes; empty for `PAYLOADS`.
        ranks: Numbers of ranks; empty for one domain, some between, and all accelerators.
        fail: Ids of what has failed.

    Raises:
        RefusedInput: there is no such collective, or a payload or a number of ranks can not be.
    """
    if op not in COLLECTIVES:
        raise RefusedInput(f"There is no collective {op!r}; choose from {', '.join(COLLECTIVES)}.")
    for size in sizes:
        if not 1 <= size <= _MOST_BYTES:
            raise RefusedInput(f"A payload of {size:g} bytes can not be; give 1 to {_MOST_BYTES:g}.")
    for count in ranks:
        if count < 2:
            raise RefusedInput(f"A collective takes 2 or more ranks, not {count:,}.")
    survey = survey_of(design, fail)
    machines = _machines(design)
    if machines is None:
        said = "No accelerator with a known part stands in the design, so nothing can take part."
        return CollectiveTimes(op=op, accelerators=0, domain=0, notes=(said,))
    notes = list(survey.notes())
    place = _place(survey, machines, notes)
    if place.number < 2:
        notes.append(
            "There is only one accelerator, and a collective takes two."
            if place.number
            else "Every accelerator has failed, so nothing can take part."
        )
        return CollectiveTimes(
            op=op, accelerators=place.number, domain=place.domain, chip=machines.chip.name, notes=tuple(notes)
        )
    counts = tuple(dict.fromkeys(ranks)) or _usual(place)
    for count in counts:
        _require(place, count)
    # The ideal has nothing failed: what is lost of the hosts' own cables shows against it too.
    whole = _place(survey_of(design), machines, []) if survey.failed else place
    fabrics: dict[int, CollectiveFabric] = {}
    for count in counts:
        if count > place.domain and place.fabric is not None:
            fabrics[count] = _fabric_for(place, whole, op, count, notes)
    points = [_point(place, op, count, size, fabrics) for count in counts for size in sizes or PAYLOADS]
    if place.inside.known or any(row.rate_gb_per_s.known for row in fabrics.values()):
        notes.append(
            "Links are taken at their line rate, protocol apart: the published all-reduces of 1 GiB and 16 GiB on A100 "
            "reach 76 to 78% of it."
        )
    steps = _ring_steps(op, min(place.domain, max(counts)))
    if steps > _LONG_RING:
        notes.append(
            f"Inside a domain a ring of {steps:,} steps is taken. Trees and reduction in the switch, which libraries "
            "choose for small messages, are left out, so small messages are told too slow."
        )
    return CollectiveTimes(
        op=op,
        accelerators=place.number,
        domain=place.domain,
        chip=machines.chip.name,
        inside_gb_per_s=place.inside,
        fabrics=tuple(fabrics.values()),
        points=tuple(points),
        notes=tuple(dict.fromkeys(notes)),
    )


def rank_choices(design: Design, fail: Collection[str] = ()) -> tuple[int, ...]:
    """Numbers of ranks that `collective_times` takes on DESIGN: powers of two in a domain, it times them, and all."""
    survey, machines = survey_of(design, fail), _machines(design)
    if machines is None:
        return ()
    place = _place(survey, machines, [])
    if place.number < 2:
        return ()
    most, counts = _most(place), [place.domain] if place.domain > 1 else []
    count = 2
    while count < place.domain:
        counts.append(count)
        count *= 2
    count = 2 * place.domain
    while place.fabric is not None and count < most:
        counts.append(count)
        count *= 2
    if place.fabric is not None or place.domain < 2:
        counts.append(most)
    return tuple(sorted({count for count in counts if count > 1}))


def _machines(design: Design) -> Machines | None:
    return machines_under(design, [node.id for node in design.nodes_in_order()])


def _most(place: _Place) -> int:
    """All accelerators that fill domains."""
    return place.number - place.number % place.domain


def _place(survey: Survey, machines: Machines, notes: list[str]) -> _Place:
    roster, chip = survey.roster, machines.chip
    owners = tuple(dict.fromkeys(roster.owners[host.id] for host in machines.hosts))
    cabled = roster.cabled(_FABRIC)
    joined = tuple(owner for owner in owners if owner in cabled)
    fabric = survey.fabric(_FABRIC) if joined else None
    if not joined:
        notes.append("No accelerator is on a fabric, so collectives end where the scale-up link ends. Draw a fabric.")
    elif fabric is None:
        notes.append("The network is too large to lay out copy by copy, so what it carries is not known.")
    owners = joined or owners
    inside_of = [roster.accelerators.get(owner, 1) for owner in owners]
    each = min(inside_of)
    if max(inside_of) != each:
        notes.append(f"Hosts hold from {each:,} to {max(inside_of):,} accelerators; {each:,} of each are taken.")
    if machines.others:
        notes.append(f"{machines.others:,} accelerators of other sorts are left out.")
    living = np.zeros(0, np.int64) if fabric is None else fabric.vertices(owners)
    copies = sum(_left(survey, owner) for owner in owners) if fabric is None else int(living.size)
    inside = quotient(
        f"{chip.name}: scale-up rate, one way",
        chip.fact("scale_up_gb_per_s", "GB/s"),
        _TWO_WAYS,
        "GB/s",
        "both ways / 2",
    )
    domain = _domain(machines, each, copies * each) if inside.value else 1
    if not inside.value:
        notes.append(f"{chip.name} has no scale-up rate in the catalog, so every rank is taken to use the fabric.")
    elif domain < each:
        notes.append("What goes between the domains of one host is taken over the fabric.")
    elif domain > each:
        notes.append("A domain joins hosts; the fabric is still loaded as if each of its hosts sent at line rate.")
    return _Place(survey, fabric, owners, each, living, copies * each, domain, inside)


def _left(survey: Survey, owner: str) -> int:
    """Copies of OWNER that have not failed."""
    if owner in survey.failed.whole:
        return 0
    gone = set[int]().union(*survey.failed.copies.get(owner, ()))
    return survey.design.total_copies(owner) - len(gone)


def _domain(machines: Machines, each: int, number: int) -> int:
    joined = machines.chip.facts.get("scale_up_chips")
    if joined is None or not joined.value:
        return each
    chips = round(joined.value)
    return min(chips, number) if chips > LARGEST_HOST else min(chips, each)


def _usual(place: _Place) -> tuple[int, ...]:
    """One domain, more by fours, all."""
    most = _most(place)
    if place.fabric is None:
        return (place.domain,) if place.domain > 1 else (most,)
    found: list[int] = []
    count = place.domain
    while count < most:
        found.append(count)
        count *= _GROWTH
    return tuple(count for count in (*found, most) if count > 1)


def _require(place: _Place, ranks: int) -> None:
    if ranks > place.number:
        raise RefusedInput(f"{ranks:,} ranks need as many accelerators; {place.number:,} can take part.")
    if ranks > place.domain and ranks % place.domain:
        less = ranks - ranks % place.domain
        raise RefusedInput(f"{ranks:,} ranks do not fill domains of {place.domain:,}; ask for {less:,}, say.")


def _fabric_for(place: _Place, whole: _Place, op: str, ranks: int, notes: list[str]) -> CollectiveFabric:
    """What one of the first RANKS accelerators gets of the fabric."""
    survey, hosts = place.survey, ceil(ranks / place.each)
    fabric = _of_hosts(place, hosts)
    pattern, pace = "all-to-all", _pace(place, fabric, notes)
    if op == "all-to-all":
        laid = all_to_all(survey, fabric, place.owners, gbps=pace)
    else:
        # Rails that are not there are said by the name of the pattern.
        none: list[str] = []
        laid, pattern = all_reduce_rails(survey, fabric, place.owners, none), "rails"
        if none or pace is not None:
            laid, pattern = all_reduce_ring(survey, fabric, place.owners, gbps=pace), "ring"
    line = _line_rate(place, fabric, hosts, pace)
    loads = [row for row in link_loads(survey, laid) if row.medium in _FABRIC and row.utilisation.known]
    fullest = max(loads, key=_use, default=None)
    use = fullest.utilisation if fullest else leaf("utilisation of the fullest link", 0.0, operation="routing")
    label = f"fabric rate that {ranks:,} ranks get, each"
    if laid.loads.lost > 1e-9 * laid.loads.total:
        notes.append(f"Some of the hosts of {ranks:,} ranks have no path to each other, so these never end.")
        rate = leaf(label, None, "GB/s")
    else:
        asked = maximum("times its rate that the fullest link is asked for, at least 1", (use, _ONE), "")
        rate = quotient(label, line, asked, "GB/s", "line rate / utilisation of the fullest link where that is over 1")
    if whole is place:
        ideal = line
    else:
        without = _of_hosts(whole, hosts)
        ideal = _line_rate(whole, without, hosts, _pace(whole, without, []))
    return CollectiveFabric(
        ranks=ranks,
        hosts=hosts,
        pattern=pattern,
        line_gb_per_s=line,
        rate_gb_per_s=rate,
        fullest_utilisation=use,
        fullest_link=fullest.id if fullest and _use(fullest) > 1 + 1e-9 else "",
        ideal_gb_per_s=ideal,
    )


def _of_hosts(place: _Place, hosts: int) -> Fabric:
    """The fabric with the first HOSTS of the hosts alone."""
    assert place.fabric is not None
    alive = place.fabric.alive.copy()
    alive[place.living[hosts:]] = False
    return replace(place.fabric, alive=alive)


def _use(row: LinkLoad) -> float:
    return row.utilisation.value or 0.0


def _pace(place: _Place, fabric: Fabric, notes: list[str]) -> float | None:
    """Line rate of the slowest host, Gb/s; None where all have the same."""
    chosen: Floats = fabric.line_gbps()[fabric.vertices(place.owners)]
    slowest, fastest = float(chosen.min()), float(chosen.max())
    if slowest in (fastest, 0.0):  # one without any cable is told as having no path
        return None
    notes.append("Hosts have different line rates on the fabric; all keep the pace of the slowest.")
    return slowest


def _line_rate(place: _Place, fabric: Fabric, hosts: int, pace: float | None) -> Figure:
    if pace is None:
        offer = offered(place.survey, fabric, place.owners)
        number = count_of("accelerators of these hosts", hosts * place.each)
    else:
        offer = leaf("line rate of the slowest host", pace, "Gb/s", operation="routing", note="Cables × rate.")
        number = count_of("accelerators in a host", place.each)
    label = "line rate of an accelerator on the fabric"
    return quotient(label, offer, product("accelerators × bits in a byte", (number, BYTE), ""), "GB/s")


def _point(place: _Place, op: str, ranks: int, size: float, fabrics: Mapping[int, CollectiveFabric]) -> CollectivePoint:
    inner = min(ranks, place.domain)
    outer = ceil(ranks / inner)
    payload = leaf("payload", size / 1e9, "GB", status="user")
    within: list[Figure] = []
    if inner > 1:
        part = payload
        if op == "all-to-all" and outer > 1:
            part = product("of it inside a domain", (payload, leaf("domain / ranks", inner / ranks)), "GB")
        within = [_wire("inside", op, inner, part, place.inside), _latency(place, "inside", _ring_steps(op, inner))]
    drawn, ideal = list(within), list(within)
    without: list[Figure] = []
    if outer > 1:
        part = payload
        if op != "all-to-all" and inner > 1:
            part = quotient("of it between domains", payload, count_of("ranks in a domain", inner), "GB")
        row = fabrics.get(ranks)
        unknown = leaf("fabric rate of an accelerator", None, "GB/s")
        steps = _latency(place, "fabric", _fabric_steps(op, outer))
        without = [_wire("on the fabric", op, outer, part, row.rate_gb_per_s if row else unknown), steps]
        drawn += without
        ideal += [_wire("on the fabric", op, outer, part, row.ideal_gb_per_s if row else unknown), steps]
    title = f"{op} of {ranks:,} ranks"
    factor = _factor(op, ranks)
    time, best = _sum(f"time of {title}", drawn), _sum(f"time of {title} on an ideal fabric", ideal)
    algorithm, ideal_algorithm = _bandwidth(payload, time), _bandwidth(payload, best)
    bus = "bus bandwidth"
    return CollectivePoint(
        ranks=ranks,
        bytes=size,
        time_us=time,
        algorithm_gb_per_s=algorithm,
        bus_gb_per_s=product(bus, (algorithm, factor), "GB/s"),
        ideal_time_us=best,
        ideal_bus_gb_per_s=product(f"{bus} on an ideal fabric", (ideal_algorithm, factor), "GB/s"),
        inside_us=_sum("time inside the domain", within) if within else None,
        fabric_us=_sum("time on the fabric", without) if without else None,
    )


def _factor(op: str, ranks: int) -> Figure:
    return leaf(f"bus factor of {op}, {ranks:,} ranks", bus_factor(op, ranks), note=_FACTOR)


def _wire(where: str, op: str, ranks: int, payload: Figure, rate: Figure) -> Figure:
    sent = product(f"bytes over a link {where}", (payload, _factor(op, ranks), _MICROSECONDS), "")
    return quotient(f"wire time {where}", sent, rate, "µs", "payload × bus factor / rate")


def _latency(place: _Place, where: str, steps: int) -> Figure:
    step = assumed(place.survey.design, f"collective_step_{where}_us")
    return product(f"latency {where}", (count_of(f"steps {where}", steps), step), "µs")


def _ring_steps(op: str, ranks: int) -> int:
    if op == "all-to-all":
        return 1
    return (2 if op == "all-reduce" else 1) * (ranks - 1)


def _fabric_steps(op: str, domains: int) -> int:
    if op in ("all-reduce", "broadcast"):
        return (2 if op == "all-reduce" else 1) * (domains - 1).bit_length()
    return _ring_steps(op, domains)


def _sum(label: str, terms: Sequence[Figure]) -> Figure:
    if not all(term.known for term in terms):
        return leaf(label, None, "µs")
    return total(label, terms, "µs", "wire time and latency, inside and then on the fabric")


def _bandwidth(payload: Figure, time: Figure) -> Figure:
    scaled = product("payload × microseconds in a second", (payload, _MICROSECONDS), "")
    return quotient("algorithm bandwidth", scaled, time, "GB/s", "payload / time")
