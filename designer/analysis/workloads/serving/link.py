"""Link between the accelerators of one replica: the fast link, PCIe, or the drawn network where it spans hosts."""

import re
from typing import Final, NamedTuple

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.work_fabric import WorkFabric
from designer.analysis.collectives.group_rates import rates_of
from designer.analysis.collectives.layouts import Spread
from designer.analysis.workloads.host_network import ScaleUp, network_of
from designer.analysis.workloads.hosts import Machines
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, count_of, leaf, quotient
from designer.model.parts.part import Part

_TWO: Final = leaf("two", 2.0)
_BOTH_WAYS: Final = re.compile(r"(\d+) GB/s both ways")
_ALONE: Final = leaf("rate of a link that is not needed", None, "GB/s", note="A copy takes one accelerator.")


class ReplicaLink(NamedTuple):
    """The ways between the accelerators of a replica.

    Attributes:
        domain: Accelerators that the inner one joins.
        inside: GB/s of an accelerator on it, one way.
        outside: The same of the network between hosts; None where a replica needs none.
        words: What is to be said of it.
        supposed: Why it lies outside of what was measured; "" where it does not.
        fabric: What the drawn fabric gives the hosts; None where a replica stays in one, or the provider's joins them.
        pieces: Replicas that find room where all of their hosts reach each other; None where all do.
        problem: Why no replica can run; "" when one can.
    """

    domain: int
    inside: Figure
    outside: Figure | None = None
    words: str = ""
    supposed: str = ""
    fabric: WorkFabric | None = None
    pieces: int | None = None
    problem: str = ""


def link_of(design: Design, machines: Machines, ways: int, fast: ScaleUp, fabrics: WorkFabrics) -> ReplicaLink:
    """Return what joins WAYS accelerators of MACHINES, of which a link FAST joins as many as it does."""
    if ways <= 1:
        return ReplicaLink(1, _ALONE)
    # Inside one host the fast link joins all, unless a fact says that it bridges fewer cards.
    inside = ways <= machines.each
    if ways <= fast.domain or (inside and not _bridged(machines.chip)):
        return _of_cards(design, machines.chip, ways, fast)
    if inside:
        slow = _of_pcie(machines.chip)
        words = f"Its {ways} cards exchange over PCIe: {machines.chip.name} has no faster link between so many."
        return _of_cards(design, machines.chip, ways, ScaleUp(1, slow))._replace(words=words)
    # Hosts that one replica spans, the last one not full.
    hosts = -(-ways // machines.each)
    near = _of_cards(design, machines.chip, max(1, min(fast.domain, ways)), fast)
    joined = fabrics.of(machines.hosts)
    network = network_of(design, machines, fabrics, inside=False)
    rate, pieces = network.outside, None
    # In pieces, a replica can still stand in a piece that is large enough.
    if network.problem:
        pieces = sum(piece.size // hosts for piece in joined.pieces)
        rate = _of_largest(fabrics, machines)
        if not pieces or not rate.known:
            words = f"A replica takes {hosts} hosts. {network.problem}"
            return near._replace(fabric=joined, problem=words)
    else:
        rate = _of_replicas(fabrics, machines, hosts, rate)
    words = f"A replica spans {hosts} hosts: it waits for {rate.or_zero:,.3g} GB/s of the network between them."
    if not rate.known:
        return near._replace(problem=f"A replica spans {hosts} hosts, and the rate between them is not known.")
    return near._replace(
        outside=rate,
        words=" ".join(filter(None, (words, network.words if rate is network.outside else ""))),
        fabric=network.fabric,
        pieces=pieces,
    )


def _of_replicas(fabrics: WorkFabrics, machines: Machines, hosts: int, rate: Figure) -> Figure:
    """RATE, or what replicas of HOSTS get where the scheduler takes them leaf by leaf, all replicas at once.

    In random order a replica crosses leaves as the ring of all hosts does, whose rate that is.
    """
    rates = rates_of(fabrics)
    if not rates.by_leaf or not fabrics.of(machines.hosts).drawn:
        return rate
    found = rates.of(machines.hosts, "ring", Spread(hosts, 1))
    return found.gb_per_s if found.gb_per_s.known and found.groups else rate


def _of_cards(design: Design, chip: Part, domain: int, fast: ScaleUp) -> ReplicaLink:
    """The link between DOMAIN accelerators of one host; an assumption where nothing tells its rate."""
    if fast.inside.value:
        return ReplicaLink(domain, fast.inside)
    rate = _of_pcie(chip)
    if rate.known:
        return ReplicaLink(domain, rate)
    supposed = f"no rate of the link between several {chip.name} is published"
    return ReplicaLink(domain, assumed(design, "card_link_gb_per_s"), supposed=supposed)


def _of_largest(fabrics: WorkFabrics, machines: Machines) -> Figure:
    largest = fabrics.of(machines.hosts, largest=True)
    each = count_of("accelerators in a host", largest.each)
    return quotient("fabric rate of an accelerator", largest.out_gb_per_s, each, "GB/s")


def _bridged(chip: Part) -> bool:
    """Return True when a fact says that the fast link of CHIP joins fewer cards than a host holds, or is none."""
    if chip.facts.get("scale_up_chips") is not None:
        return True
    return "scale_up_gb_per_s" not in chip.facts and bool(_BOTH_WAYS.search(chip.texts.get("host_link", "")))


def _of_pcie(chip: Part) -> Figure:
    """GB/s of a card on PCIe, one way, as its catalog entry words it; unknown where it does not."""
    found = _BOTH_WAYS.search(chip.texts.get("host_link", ""))
    both = leaf(
        f"{chip.name}: PCIe, both ways together",
        float(found[1]) if found else None,
        "GB/s",
        operation="fact",
        subject=chip.id,
        note=chip.texts.get("host_link", ""),
    )
    return quotient(f"{chip.name}: PCIe, one way", both, _TWO, "GB/s", "both ways / 2")
