"""Cost of collectives on a fabric as drawn: scale-up links inside a domain, the fabric between domains.

A collective of n ranks in m domains of p takes

    latency + loss before saturation + max(inside, between) + latency between domains

phases inside and between domains run at the same time. Shares of rates, latencies and the choice among ring, tree and
reduction in NVLink switches are those of `formulas.network.collective_times`, fitted to measured rows. B_in is half the
chip's scale-up rate, which counts both ways; B_out is what the drawn fabric gives an accelerator when all send, see
`analysis.collectives`. The ideal is the wire alone at the full rate of all links: no fabric link slows anybody down,
nothing has failed, nothing has latency.
"""

from collections.abc import Collection, Sequence
from math import ceil
from re import search
from typing import Final

from designer.analysis.chain.fabric import WorkFabrics, living
from designer.analysis.collectives.group_rates import GroupRates
from designer.analysis.collectives.layouts import Spread
from designer.analysis.collectives.points import Group, Links, points_of
from designer.analysis.limits.collective_records import CollectiveFabric, CollectiveTimes
from designer.analysis.network.network_context import Survey, survey_of
from designer.analysis.workloads.host_network import scale_up_of
from designer.analysis.workloads.hosts import Machines, machines_under
from designer.formulas.network.collective_times.rows import link_generation
from designer.formulas.network.collective_times.times import LINKS, OTHER_LINK
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import number_text
from designer.model.parts.part import Medium, Part
from designer.model.records import Arrays, RefusedInput

COLLECTIVES: Final = ("all-reduce", "reduce-scatter", "all-gather", "all-to-all", "broadcast")
"""The collectives whose time on a fabric is known."""
PAYLOADS: Final = (2.0**20, 2.0**25, 2.0**30)
"""Payloads that are taken where none is asked for, bytes."""
_FABRIC: Final[tuple[Medium, ...]] = ("fabric",)
_MOST_BYTES: Final = 1e15
EFA: Final = "efa"
"""Name or protocol of a port group whose fabric is AWS's Elastic Fabric Adapter."""
REDUCES: Final = "reduces_on_the_way"
"""Fact of a switch that adds up on the way what an all-reduce sends."""
_GROWTH: Final = 4
_APART: Final = 0.01
"""Orders of hosts that differ by less are told as one."""


class _Place(Arrays, frozen=True):
    """Accelerators on which the ranks run.

    Attributes:
        hosts: The hosts that hold the accelerators, those on the fabric where any are.
        each: Accelerators in one copy of them.
        number: Accelerators that can take part.
        domain: How many of them the scale-up link joins.
        inside: GB/s of one on that link, one way.
        rates: What the fabric gives groups of them; None without a fabric.
    """

    survey: Survey
    hosts: tuple[Node, ...]
    each: int
    number: int
    domain: int
    inside: Figure
    rates: GroupRates | None


def collective_times(
    design: Design, op: str, sizes: Sequence[float] = (), ranks: Sequence[int] = (), fail: Collection[str] = ()
) -> CollectiveTimes:
    """Time and bandwidths of OP on DESIGN's accelerators, by ranks and payload, as drawn and on an ideal fabric.

    Ranks fill the accelerators of the first hosts in design order.

    Args:
        design: The design, with its parts embedded.
        op: One of `COLLECTIVES`.
        sizes: Payloads, bytes; empty for `PAYLOADS`.
        ranks: Numbers of ranks; empty for one domain, some between, and all accelerators.
        fail: Ids of what has failed.

    Raises:
        RefusedInput: there is no such collective, or a payload or a number of ranks cannot be.
    """
    if op not in COLLECTIVES:
        raise RefusedInput(f"There is no collective {op!r}; choose from {', '.join(COLLECTIVES)}.")
    for size in sizes:
        if not 1 <= size <= _MOST_BYTES:
            raise RefusedInput(f"A payload of {size:g} bytes cannot be; give 1 to {_MOST_BYTES:g}.")
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
        if count > place.domain and place.rates is not None:
            fabrics[count] = _fabric_for(place, whole, op, count, notes)
    links = Links(machines.chip.name, place.inside, _generation(machines.chip, place.inside), _is_efa(design, machines))
    groups = [_group(place, fabrics.get(count), count) for count in counts]
    points = points_of(op, links, groups, sizes or PAYLOADS, whole.inside)
    if any(group.inner > 1 for group in groups) and links.generation == OTHER_LINK:
        notes.append(
            f"{machines.chip.name} has a scale-up link of which nothing was measured: its times are unverified."
        )
    if op == "all-reduce" and fabrics:
        notes += filter(None, [_reduction_words(design)])
    _tell_orders(tuple(fabrics.values()), notes)
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
    # Powers of two inside a domain, then it times powers of two, and all: where the time changes its nature.
    count = 2
    while count < place.domain:
        counts.append(count)
        count *= 2
    count = 2 * place.domain
    while place.rates is not None and count < most:
        counts.append(count)
        count *= 2
    if place.rates is not None or place.domain < 2:
        counts.append(most)
    return tuple(sorted({count for count in counts if count > 1}))


def _machines(design: Design) -> Machines | None:
    return machines_under(design, [node.id for node in design.nodes_in_order()])


def _most(place: _Place) -> int:
    """All accelerators that fill domains."""
    return place.number - place.number % place.domain


def _place(survey: Survey, machines: Machines, notes: list[str]) -> _Place:
    roster, chip, design = survey.roster, machines.chip, survey.design
    owners = tuple(dict.fromkeys(roster.owners[host.id] for host in machines.hosts))
    cabled = roster.cabled(_FABRIC)
    joined = tuple(owner for owner in owners if owner in cabled)
    fabrics = WorkFabrics(survey)
    rates = GroupRates(fabrics) if joined and fabrics.laid is not None else None
    if not joined:
        notes.append("No accelerator is on a fabric, so collectives end where the scale-up link ends. Draw a fabric.")
    elif rates is None:
        notes.append("The network is too large to lay out copy by copy, so what it carries is not known.")
    owners = joined or owners
    # The host with the fewest sets how many of each take part: ranks stand alike on all hosts.
    inside_of = [roster.accelerators.get(owner, 1) for owner in owners]
    each = min(inside_of)
    if max(inside_of) != each:
        notes.append(f"Hosts hold from {each:,} to {max(inside_of):,} accelerators; {each:,} of each are taken.")
    if machines.others:
        notes.append(machines.left_out)
    number = sum(living(survey, owner) for owner in owners) * each
    link = scale_up_of(machines._replace(each=each), number, fabrics)
    domain = max(1, min(link.domain, number)) if link.inside.value else 1
    if not link.inside.value:
        notes.append(f"{chip.name} has no scale-up rate in the catalog, so every rank is taken to use the fabric.")
    elif domain < each:
        notes.append("What goes between the domains of one host is taken over the fabric.")
    return _Place(survey, tuple(design.nodes[owner] for owner in owners), each, number, domain, link.inside, rates)


def _generation(chip: Part, inside: Figure) -> int:
    """Generation of NVLink of CHIP, by what its catalog entry says, else by its name; `OTHER_LINK` if it has none."""
    said = search(r"NVLink (\d)", chip.texts.get("scale_up", ""))
    if said is not None:
        return int(said[1]) if int(said[1]) in LINKS else OTHER_LINK
    if chip.vendor.lower() != "nvidia":
        return OTHER_LINK
    return link_generation(chip.id, inside.or_zero)


def _is_efa(design: Design, machines: Machines) -> bool:
    """Return True when the fabric of the hosts is EFA, as the ports of their parts say."""
    return all(
        any(EFA in (group.name, *group.protocols) and "fabric" in group.media for group in design.ports_of(host))
        for host in machines.hosts
    )


def _reduction_words(design: Design) -> str:
    """Return the note on switches of the fabric that reduce on the way; "" where none of them is known to."""
    ends = {end for link in design.links.values() if link.medium == "fabric" for end in (link.a, link.b)}
    parts = [part for end in sorted(ends) if end in design.nodes and (part := design.part_of(design.nodes[end]))]
    names = [part.name for part in parts if part.fact(REDUCES, "").value]
    if not names:
        return ""
    return (
        f"{' and '.join(dict.fromkeys(names))} can add up on the way what an all-reduce sends (SHARP): that is not "
        "counted, as no run with it was measured; where it is set up, the fabric carries about half as much."
    )


def _usual(place: _Place) -> tuple[int, ...]:
    """One domain, more by fours, all."""
    most = _most(place)
    if place.rates is None:
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


def _group(place: _Place, row: CollectiveFabric | None, ranks: int) -> Group:
    inner = min(ranks, place.domain)
    outer = ceil(ranks / inner)
    if row is None:
        return Group(ranks, inner, outer)
    return Group(ranks, inner, outer, row.rate_gb_per_s, row.tree_gb_per_s, row.ideal_gb_per_s)


def _fabric_for(place: _Place, whole: _Place, op: str, ranks: int, notes: list[str]) -> CollectiveFabric:
    """Return the rates that one of the first RANKS accelerators gets of the fabric."""
    assert place.rates is not None
    hosts = ceil(ranks / place.each)
    # One group over all ranks, filled host by host.
    spread = Spread.of(ranks, 1, place.domain, place.each)
    found = place.rates.of(place.hosts, "all-to-all" if op == "all-to-all" else "ring", spread, first=hosts)
    tree = place.rates.of(place.hosts, "tree", spread, first=hosts).gb_per_s if op == "all-reduce" else None
    best = (
        found
        if whole is place or whole.rates is None
        else whole.rates.of(whole.hosts, "all-to-all" if op == "all-to-all" else "ring", spread, first=hosts)
    )
    notes.extend(found.notes)
    if found.problem:
        notes.append(f"{ranks:,} ranks: {found.problem}")
    return CollectiveFabric(
        ranks=ranks,
        hosts=hosts,
        pattern=found.pattern,
        line_gb_per_s=found.injection_gb_per_s,
        rate_gb_per_s=found.gb_per_s,
        by_leaf=found.by_leaf,
        leaf_order_gb_per_s=found.leaf_order_gb_per_s,
        random_order_gb_per_s=found.random_order_gb_per_s,
        tree_gb_per_s=tree,
        fullest_utilisation=found.times_asked,
        fullest_link=found.fullest_link,
        collisions=found.collisions,
        ideal_gb_per_s=best.injection_gb_per_s,
        problem=found.problem,
    )


def _tell_orders(fabrics: Sequence[CollectiveFabric], notes: list[str]) -> None:
    """Say what the order of the hosts and hash collisions change, where they change anything."""
    for row in fabrics[-1:]:
        by_leaf, random = row.leaf_order_gb_per_s.value, row.random_order_gb_per_s.value
        if by_leaf and random and abs(by_leaf / random - 1) > _APART:
            taken = "leaf by leaf" if row.by_leaf else "in random order"
            notes.append(
                f"Hosts are taken {taken}. Of {row.ranks:,} ranks each gets {number_text(by_leaf)} GB/s leaf by leaf "
                f"and {number_text(random)} in random order, a mean over 8."
            )
    if any(row.collisions for row in fabrics):
        notes.append(
            "Where flows hash onto several ways, collisions take a share of the fabric, an assumption; with adaptive "
            "routing chosen they take none."
        )
