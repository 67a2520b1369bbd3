"""Machines that a service runs on, their accelerators and the rates of those."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from designer.analysis.quantities import accelerators_in, copies_of, drawn_chips, is_rented, summed
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, product
from designer.model.parts.part import Part
from designer.model.wording import counted, noun

RATES: Final = {
    "bf16": ("bf16_dense_tflops", "fp16_dense_tflops"),
    "fp8": ("fp8_dense_tflops", "bf16_dense_tflops", "fp16_dense_tflops"),
    "int8": ("int8_dense_tops", "bf16_dense_tflops", "fp16_dense_tflops"),
    "fp4": ("fp4_dense_tflops", "fp8_dense_tflops", "bf16_dense_tflops", "fp16_dense_tflops"),
    "int4": ("bf16_dense_tflops", "fp16_dense_tflops"),
}
"""Facts that tell the arithmetic rate at a precision, best first: a chip without it works in the next wider one."""

GB_OF_A_GIB: Final = leaf("GB in a GiB", 2**30 / 1e9, "GB/GiB")


class Machines(NamedTuple):
    """Accelerators of one sort under a service.

    Attributes:
        hosts: The nodes that hold them.
        chip: The part.
        each: Accelerators in one copy of a host: what a fast link joins.
        accelerators: All of them.
        others: Accelerators of other sorts that are left out.
        rented: Whether they are rented.
    """

    hosts: tuple[Node, ...]
    chip: Part
    each: int
    accelerators: Figure
    others: int
    rented: bool

    @property
    def left_out(self) -> str:
        """Return the note on accelerators of other sorts, as a sentence; "" where there are none."""
        said = f"{counted(self.others, 'accelerator')} of other sorts {noun(self.others, 'is', 'are')} left out."
        return said if self.others else ""


def machines_under(
    design: Design,
    host_ids: Iterable[str],
    chips: Mapping[str, Mapping[str, int]] | None = None,
    alive: Mapping[str, float] | None = None,
) -> Machines | None:
    """The accelerators in HOST_IDS, those of the most numerous sort; None when there are none.

    Args:
        design: The design.
        host_ids: Machines, and chips that stand alone.
        chips: Accelerators drawn inside hosts, see `quantities.drawn_chips`; made anew when None.
        alive: Share of each host's copies that still runs; 1 where it is not named.
    """
    chips = drawn_chips(design) if chips is None else chips
    alive = alive or {}
    hosts = [
        design.nodes[host_id]
        for host_id in dict.fromkeys(host_ids)
        if host_id in design.nodes and alive.get(host_id, 1.0) > 0.0
    ]
    # Chips that are drawn inside a machine count before those that its part says it contains.
    inside = {host.id: chips.get(host.id) or accelerators_in(design, design.part_of(host)) for host in hosts}
    counted: Counter[str] = Counter()
    for host in hosts:
        for chip, number in inside[host.id].items():
            counted[chip] += number * design.total_copies(host.id)
    if not counted:
        return None
    # The most numerous sort; the id decides where two are as many, so that the answer is always the same.
    chip_id = max(counted, key=lambda chip: (counted[chip], chip))
    holding = tuple(host for host in hosts if chip_id in inside[host.id])
    terms = [
        product(
            f"{design.parts[chip_id].name} in {host.title}",
            (
                copies_of(design, host),
                count_of(f"in one {host.title}", inside[host.id][chip_id], host.id),
                *_left(host, alive),
            ),
            "",
        )
        for host in holding
    ]
    return Machines(
        hosts=holding,
        chip=design.parts[chip_id],
        each=max(inside[host.id][chip_id] for host in holding),
        accelerators=summed("accelerators that it runs on", terms, ""),
        others=sum(counted.values()) - counted[chip_id],
        rented=any(is_rented(design.part_of(host)) for host in holding),
    )


def drawn_under(design: Design, host_ids: Iterable[str], chips: Mapping[str, Mapping[str, int]]) -> int:
    """Return how many `machines_under` finds on HOST_IDS with all of them running, without its figures."""
    sums: Counter[str] = Counter()
    for host_id in dict.fromkeys(host_ids):
        host = design.nodes.get(host_id)
        if host is not None:
            inside = chips.get(host_id) or accelerators_in(design, design.part_of(host))
            copies = design.total_copies(host_id)
            for chip, number in inside.items():
                sums[chip] += number * copies
    return max(sums.values(), default=0)


def machines_of(design: Design, graph: ServiceGraph, node: Node) -> Machines | None:
    """The accelerators that NODE, a piece of work, can use: those under it that run, as far as they fall to it."""
    machines = machines_under(design, graph.hosts.get(node.id, ()), graph.chips, graph.alive)
    usable = graph.usable.get(node.id)
    if machines is None or usable is None or usable >= machines.accelerators.or_zero:
        return machines
    part = leaf(
        f"accelerators that fall to {node.title}",
        usable,
        operation="routing",
        subject=node.id,
        note="Its part of the machines that it shares with other work; see the ledger.",
    )
    return machines._replace(accelerators=part)


def speed_of(design: Design, graph: ServiceGraph, node: Node) -> float:
    """Return the speed of the accelerators under NODE that run, over their full speed: 1 unless power slows them."""
    hosts = graph.hosts.get(node.id, ())
    if not any(graph.slowed.get(host, 1.0) < 1.0 for host in hosts):
        return 1.0
    running = {host: share / (graph.slowed.get(host) or 1.0) for host, share in graph.alive.items()}
    slow, full = (machines_under(design, hosts, graph.chips, alive) for alive in (graph.alive, running))
    if slow is None or full is None or not full.accelerators.value:
        return 1.0
    return slow.accelerators.or_zero / full.accelerators.value


def memory_of(chip: Part) -> Figure:
    """Return the memory of one CHIP in 10⁹ bytes: it is sold in GiB, so that 80 of an H100 are 85.9."""
    return product(f"{chip.name}: memory", (chip.fact("memory_gb", "GiB"), GB_OF_A_GIB), "GB")


def _left(host: Node, alive: Mapping[str, float]) -> tuple[Figure, ...]:
    share = alive.get(host.id, 1.0)
    if share == 1.0:
        return ()
    return (leaf(f"share of {host.title} that still runs", share, operation="routing", subject=host.id),)


def rate_of(chip: Part, precision: str) -> tuple[Figure, str]:
    """Peak of CHIP at PRECISION in TFLOP/s (TOP/s for integers), dense; and a note where it works in a wider one."""
    names = RATES[precision]
    for place, name in enumerate(names):
        quantity = chip.facts.get(name)
        if quantity is not None and quantity.value is not None:
            wider = name.partition("_")[0].upper()
            note = (
                "" if not place or precision == "bf16" else f"It has no rate in {precision.upper()}: {wider} is taken."
            )
            return chip.fact(name, "TFLOP/s"), note
    return leaf(f"{chip.name}: {names[0]}", None, "TFLOP/s", operation="fact", subject=chip.id), ""
