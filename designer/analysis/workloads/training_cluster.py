"""The accelerators below a training job: how fast they compute, what joins them, and their memory."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.analysis.cabling import cabling_of
from designer.analysis.endpoints import Roster
from designer.analysis.quantities import copies_of, summed
from designer.analysis.workloads.hosts import Machines, rate_of
from designer.analysis.workloads.store_rates import BYTE
from designer.model.assumptions import assumed
from designer.model.choices import chosen
from designer.model.design import Design, Link, Node
from designer.model.figures import Figure, count_of, leaf, product, quotient
from designer.model.parts import Medium

LARGEST_HOST: Final = 16
"""Chips that one host holds at most; a scale-up domain beyond it joins hosts."""
_FABRIC: Final[tuple[Medium, ...]] = ("fabric",)
_TWO_WAYS: Final = leaf("ways that the rate of a scale-up link counts together", 2.0)


class Cluster(NamedTuple):
    """The accelerators of a job.

    Attributes:
        number: All of them.
        domain: How many of them a fast link joins.
        peak: Dense TFLOP/s at the precision.
        inside: GB/s of an accelerator on that link, one way; unknown where there is none.
        outside: GB/s of an accelerator towards those beyond it, one way.
        memory: GB of one that training may use.
        notes: What to know about them.
    """

    machines: Machines
    number: int
    domain: int
    peak: Figure
    inside: Figure
    outside: Figure
    memory: Figure
    notes: tuple[str, ...]

    @property
    def alone(self) -> bool:
        """Whether the fast link joins all of them, so that nothing goes over the fabric."""
        return self.number <= self.domain


def cluster_of(design: Design, node: Node, machines: Machines) -> Cluster:
    """MACHINES as the accelerators of NODE, a training job."""
    chip, number = machines.chip, round(machines.accelerators.value or 0)
    both = chip.fact("scale_up_gb_per_s", "GB/s")
    inside = quotient(f"{chip.name}: scale-up rate, one way", both, _TWO_WAYS, "GB/s", "both ways / 2")
    domain = _domain(machines, number) if inside.value else 1
    peak, wider = rate_of(chip, chosen(node, "precision"))
    outside, words = fabric_rate(design, machines)
    if number <= domain:
        outside, words = (inside if inside.known else outside), ""
    memory = product(
        f"memory of {chip.name} for training",
        (chip.fact("memory_gb", "GB"), assumed(design, "training_memory_share")),
        "GB",
    )
    notes = [wider, words]
    if machines.others:
        notes.append(f"{machines.others:,} accelerators of other sorts are left out.")
    if "a100" not in chip.id:
        notes.append(f"Iterations were measured on A100 nodes; how far the time is off on {chip.name} is not known.")
    return Cluster(machines, number, domain, peak, inside, outside, memory, tuple(filter(None, notes)))


def fabric_rate(design: Design, machines: Machines) -> tuple[Figure, str]:
    """GB/s of an accelerator on the fabric, one way, and a word: of cables, else of ports, else an assumption."""
    roster = Roster(design)
    drawn: dict[str, list[Link]] = {}
    for link in roster.links(_FABRIC):
        for owner in {roster.owners[link.a], roster.owners[link.b]}:
            drawn.setdefault(owner, []).append(link)
    gbps = [_fabric_of(design, host, drawn.get(roster.owners[host.id], ())) for host in machines.hosts]
    label = "fabric rate of an accelerator"
    if not all(gbps):
        each = assumed(design, "fabric_gbps_each")
        return quotient(label, each, BYTE, "GB/s", "Gb/s / 8"), "The rate of the fabric is not known; it is assumed."
    fabric = summed("fabric of the hosts", [figure for some in gbps for figure in some], "Gb/s")
    bits = product("accelerators × bits in a byte", (machines.accelerators, BYTE), "")
    return quotient(label, fabric, bits, "GB/s", "Gb/s / 8 / accelerators"), ""


def _fabric_of(design: Design, host: Node, links: Sequence[Link]) -> Sequence[Figure]:
    """Gb/s of the fabric LINKS that are drawn at HOST, else of its ports."""
    drawn = [cabling_of(design, link).capacity() for link in links]
    if any(figure.value for figure in drawn):
        return drawn
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


def _domain(machines: Machines, number: int) -> int:
    joined = machines.chip.facts.get("scale_up_chips")
    if joined is None or not joined.value:
        return machines.each
    chips = round(joined.value)
    return min(chips, number) if chips > LARGEST_HOST else min(chips, machines.each)
