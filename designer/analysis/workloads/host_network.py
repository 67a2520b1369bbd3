"""Network between the hosts of one piece of work: NVLink and its like inside, the drawn or rented network between."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.analysis.chain.fabric import NVLINK, WorkFabrics, pieces_words
from designer.analysis.chain.work_fabric import WorkFabric
from designer.analysis.collectives.group_rates import rates_of
from designer.analysis.quantities import copies_of, is_rented, is_tried, summed
from designer.analysis.workloads.data.store_rates import BYTE
from designer.analysis.workloads.hosts import Machines
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, minimum, product, quotient
from designer.model.naming import link_name

LARGEST_HOST: Final = 16
"""Chips that one host holds at most; a scale-up domain beyond it joins hosts."""
_TWO_WAYS: Final = leaf("ways that the rate of a scale-up link counts together", 2.0)


class ScaleUp(NamedTuple):
    """A fast link between accelerators.

    Attributes:
        domain: How many of them it joins; 1 where there is none.
        inside: GB/s of an accelerator on it, one way; unknown where there is none.
    """

    domain: int
    inside: Figure


def scale_up_of(machines: Machines, number: int, fabrics: WorkFabrics) -> ScaleUp:
    """The fast link of MACHINES, NUMBER accelerators: where NVLink is drawn at the hosts it decides, else the facts."""
    chip = machines.chip
    both = chip.fact("scale_up_gb_per_s", "GB/s")
    inside = quotient(f"{chip.name}: scale-up rate, one way", both, _TWO_WAYS, "GB/s", "both ways / 2")
    if not inside.value:
        return ScaleUp(1, inside)
    if not fabrics.scale_up_drawn:
        return ScaleUp(_of_facts(machines, number), inside)
    linked = fabrics.on(NVLINK).of(machines.hosts)
    domain = _domain(machines, number, linked)
    if domain > machines.each and linked.drawn:
        # Domains beside each other are taken to be alike: the largest tells the rate.
        one = fabrics.on(NVLINK).of(machines.hosts, largest=True)
        if one.out_gb_per_s.known:
            each = count_of("accelerators in a host", one.each)
            drawn = quotient("NVLink as drawn, an accelerator", one.out_gb_per_s, each, "GB/s")
            inside = minimum(inside.label, (inside, drawn), "GB/s")
    return _switched(machines, ScaleUp(domain, inside), fabrics)


def _switched(machines: Machines, link: ScaleUp, fabrics: WorkFabrics) -> ScaleUp:
    """LINK, but no wider and no faster than what the switches state that are drawn between the accelerators."""
    design = fabrics.survey.design
    hosts = {host.id for host in machines.hosts}
    # Switches of the scale-up link are the far ends of its drawn cables.
    drawn = (link for link in design.links.values() if link.medium in NVLINK)
    ends = {end for cable in drawn if hosts & {cable.a, cable.b} for end in (cable.a, cable.b)}
    domain, rates = link.domain, [link.inside]
    for node_id in sorted(ends - hosts):
        part = design.part_of(design.nodes[node_id]) if node_id in design.nodes else None
        if part is None:
            continue
        most, both = part.fact("scale_up_chips", ""), part.fact("scale_up_gb_per_s", "GB/s")
        if most.value:
            # A switch joins at least the accelerators of one host.
            domain = min(domain, max(round(most.value), machines.each))
        if both.known:
            rates.append(quotient(f"{part.name}: rate for an accelerator, one way", both, _TWO_WAYS, "GB/s"))
    inside = link.inside if len(rates) == 1 else minimum(link.inside.label, rates, "GB/s")
    return ScaleUp(domain, inside)


class HostNetwork(NamedTuple):
    """Network that joins the hosts of a job.

    Attributes:
        outside: GB/s of an accelerator towards other hosts, one way, when all of them send.
        line: The same at the line rate of its host, were nothing beyond that narrower.
        words: What is to be said of it.
        fabric: What the drawn fabric gives the hosts; None where the provider's network joins them.
        problem: Why they cannot work together; "" when they can.
    """

    outside: Figure
    line: Figure
    words: str = ""
    fabric: WorkFabric | None = None
    problem: str = ""


def network_of(design: Design, machines: Machines, fabrics: WorkFabrics, *, inside: bool) -> HostNetwork:
    """Return the network between the hosts: the drawn fabric, the provider's where they are rented, else an assumption.

    Machines that are tried have none that could be drawn: each is taken to get what its own ports carry.

    Args:
        design: The design.
        machines: The hosts.
        fabrics: The drawn networks.
        inside: Whether a fast link joins all of them, so that no fabric has to.
    """
    fabric = fabrics.of(machines.hosts)
    rented = all(is_rented(design.part_of(host)) or is_tried(host.id) for host in machines.hosts)
    if rented and not (fabric.drawn and fabric.joined):
        return HostNetwork(*_of_ports(design, machines))
    if fabric.joined:
        if fabric.out_gb_per_s.known:
            return _in_rings(design, machines, fabrics, fabric)
        if fabric.drawn or inside or fabric.hosts <= 1:
            return HostNetwork(*_of_ports(design, machines, drawn=fabric.drawn), fabric=fabric)
    if inside:
        return HostNetwork(*_of_ports(design, machines))
    before = fabrics.whole.of(machines.hosts)
    if fabrics.survey.failed and before.joined and fabric.largest > 1:
        # What a failure cuts off leaves the job; the others go on by themselves.
        left = fabrics.of(machines.hosts, largest=True)
        if left.out_gb_per_s.known:
            return _drawn(design, left)
    unknown = leaf("fabric rate of an accelerator", None, "GB/s", note="No fabric joins its hosts.")
    words = pieces_words(design, fabric, machines.hosts)
    if fabric.largest > 1:
        words += f" It cannot run over all; on the largest piece alone it would have {fabric.largest:,} hosts."
    return HostNetwork(unknown, unknown, fabric=fabric, problem=words)


def _in_rings(design: Design, machines: Machines, fabrics: WorkFabrics, fabric: WorkFabric) -> HostNetwork:
    """Return the rates FABRIC gives hosts that send as rings, in the order in which the scheduler hands them out."""
    found = rates_of(fabrics).of(machines.hosts, "ring")
    if not found.gb_per_s.known:
        return _drawn(design, fabric)
    words = ""
    if found.fullest_link:
        link, order = design.links[found.fullest_link], "leaf by leaf" if found.by_leaf else "in random order"
        words = (
            f"Each accelerator gets {found.gb_per_s.value:,.4g} of {found.injection_gb_per_s.value:,.4g} GB/s of the "
            f"fabric, hosts {order}: {link_name(design, link)} is full when all of them send."
        )
    return HostNetwork(found.gb_per_s, found.injection_gb_per_s, words, fabric)


def _drawn(design: Design, fabric: WorkFabric) -> HostNetwork:
    label, each = "fabric rate of an accelerator", count_of("accelerators in a host", fabric.each)
    rates = (fabric.out_gb_per_s, fabric.injection_gb_per_s)
    outside, line = (quotient(label, rate, each, "GB/s", "rate of a host / its accelerators") for rate in rates)
    words = ""
    if fabric.fullest_link:
        link = design.links[fabric.fullest_link]
        words = (
            f"Its hosts get {fabric.out_gb_per_s.value:,.4g} of {fabric.injection_gb_per_s.value:,.4g} GB/s of the "
            f"fabric: {link_name(design, link)} is full when all of them send."
        )
    return HostNetwork(outside, line, words, fabric)


def _of_ports(design: Design, machines: Machines, *, drawn: bool = False) -> tuple[Figure, Figure, str]:
    """GB/s of an accelerator by the ports of its hosts; an assumption where no rate is known, or cables are DRAWN."""
    gbps = [_ports_of(design, host) for host in machines.hosts]
    label = "fabric rate of an accelerator"
    if drawn or not all(gbps):
        each = quotient(label, assumed(design, "fabric_gbps_each"), BYTE, "GB/s", "Gb/s / 8")
        return each, each, "The rate of the fabric is not known; it is assumed."
    fabric = summed("fabric of the hosts", [figure for some in gbps for figure in some], "Gb/s")
    bits = product("accelerators × bits in a byte", (machines.accelerators, BYTE), "")
    each = quotient(label, fabric, bits, "GB/s", "Gb/s / 8 / accelerators")
    return each, each, ""


def _ports_of(design: Design, host: Node) -> Sequence[Figure]:
    """Gb/s of the fabric ports of HOST."""
    return [
        product(
            f"fabric ports {group.name} of {host.title}",
            (
                copies_of(design, host),
                count_of(f"ports {group.name} of one {host.title}", group.count, host.id),
                leaf(f"rate of port {group.name} of {host.title}", group.rate_gbps, "Gb/s", subject=host.id),
            ),
            "Gb/s",
        )
        for group in design.ports_of(host)
        if "fabric" in group.media and group.rate_gbps
    ]


def _domain(machines: Machines, number: int, linked: WorkFabric) -> int:
    """Accelerators that a fast link joins: where NVLink is drawn at the hosts it says so, else the chip's facts do.

    Args:
        machines: The hosts.
        number: Their accelerators.
        linked: What the drawn NVLink gives them.
    """
    if linked.drawn:
        hosts = linked.hosts if linked.joined else min(piece.size for piece in linked.pieces)
        return min(max(machines.each * hosts, _of_facts(machines, machines.each)), number)
    return _of_facts(machines, number)


def _of_facts(machines: Machines, number: int) -> int:
    joined = machines.chip.facts.get("scale_up_chips")
    if joined is None or not joined.value:
        return machines.each
    chips = round(joined.value)
    return min(chips, number) if chips > LARGEST_HOST else min(chips, machines.each)
