"""The accelerators below a training job: how fast they compute, what joins them, and their memory."""

from typing import Final, NamedTuple

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.work_fabric import WorkFabric
from designer.analysis.collectives.group_rates import rates_of
from designer.analysis.workloads.host_network import network_of, scale_up_of
from designer.analysis.workloads.hosts import RATES, Machines, rate_of
from designer.formulas.workloads.sold_memory import GIB
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, product
from designer.model.parts.part import Part
from designer.model.workloads.choices import chosen

_GIB: Final = leaf(
    "GB in a GiB", GIB / 1e9, "GB/GiB", note="Accelerators are sold in GiB: 80 of an H100 are 85.9·10⁹ bytes."
)


class Cluster(NamedTuple):
    """The accelerators of a job.

    Attributes:
        number: Those that can take part: granted, not failed and not cut off.
        domain: How many of them a fast link joins.
        peak: Dense TFLOP/s at the precision; `peak_bf16` at BF16, in which attention works.
        computes: The precision that the chip really works in: a chip without a rate takes the next wider one.
        inside: GB/s of an accelerator on that link, one way; unknown where there is none.
        outside: GB/s of an accelerator towards those beyond it, one way, when all of them send.
        to_all: The same when each sends to all others, as experts do.
        line: The same at the line rate of its host, were nothing beyond that narrower.
        memory: GB of one that training may use.
        reads: GB/s of its memory.
        notes: What to know about them.
        fabric: What the drawn fabric gives its hosts; None where the provider's network joins them.
        problem: Why they cannot work together; "" when they can.
    """

    machines: Machines
    number: int
    domain: int
    peak: Figure
    peak_bf16: Figure
    computes: str
    inside: Figure
    outside: Figure
    to_all: Figure
    line: Figure
    memory: Figure
    reads: Figure
    notes: tuple[str, ...]
    fabric: WorkFabric | None = None
    problem: str = ""

    @property
    def alone(self) -> bool:
        """Return True when the fast link joins all of them, so that nothing goes over the fabric."""
        return self.number <= self.domain


def cluster_of(
    design: Design, node: Node, machines: Machines, fabrics: WorkFabrics, drawn: int, granted: float | None = None
) -> Cluster:
    """Return MACHINES as the accelerators of NODE, a training job.

    Args:
        design: The design, with the parts it uses embedded.
        node: The job.
        machines: What it runs on.
        fabrics: The drawn networks, failures worked in.
        drawn: Accelerators that it runs on when none has failed and none is granted to others.
        granted: Accelerators that it is given of them; all that are alive when None.
    """
    chip, every = machines.chip, round(machines.accelerators.or_zero)
    fabric = fabrics.of(machines.hosts)
    domain, inside = scale_up_of(machines, every, fabrics)
    joined_inside = domain >= every or fabric.hosts * machines.each <= domain
    network = network_of(design, machines, fabrics, inside=joined_inside)
    # After a failure only those that still reach each other can take part.
    number = min(every, _left(fabrics, network.fabric or fabric, machines, every)) if fabrics.survey.failed else every
    if granted is not None:
        number = min(number, int(granted))
    outside, line, words, joined_by, problem = network
    domain = max(1, min(domain, number))
    # All of them inside one domain: the fabric has no part in it, whatever is wrong with it.
    if number <= domain:
        outside = line = inside if inside.known else outside
        words, problem = "", ""
    precision = chosen(node, "precision")
    peak, wider = rate_of(chip, precision)
    memory = product(
        f"memory of {chip.name} for training",
        (chip.fact("memory_gb", "GiB"), _GIB, assumed(design, "training_memory_share")),
        "GB",
    )
    notes = [wider, words]
    if number < drawn:
        notes.append(f"{number:,} of the {drawn:,} accelerators that it runs on can take part.")
    if machines.others:
        notes.append(machines.left_out)
    return Cluster(
        machines=machines,
        number=number,
        domain=domain,
        peak=peak,
        peak_bf16=rate_of(chip, "bf16")[0],
        computes=_computes(chip, precision),
        inside=inside,
        outside=outside,
        to_all=outside,
        line=line,
        memory=memory,
        reads=chip.fact("memory_bandwidth_gb_per_s", "GB/s"),
        notes=tuple(filter(None, notes)),
        fabric=joined_by,
        problem=problem,
    )


def _computes(chip: Part, precision: str) -> str:
    """Return the precision that CHIP works in where PRECISION is asked: the next wider one that it has a rate in."""
    stated = (name for name in RATES[precision] if (fact := chip.facts.get(name)) is not None and fact.value)
    width = next(stated, "bf16").partition("_")[0]
    return "bf16" if width == "fp16" else width


def to_all_of(cluster: Cluster, fabrics: WorkFabrics) -> Figure:
    """Return what an accelerator of CLUSTER gets of the drawn fabric when all of them send to all others.

    What is not drawn gives what rings get.
    """
    if cluster.alone or cluster.fabric is None or not cluster.fabric.joined or cluster.problem:
        return cluster.outside
    found = rates_of(fabrics).of(cluster.machines.hosts, "all-to-all")
    if found.gb_per_s.known:
        return found.gb_per_s
    none = leaf("what all-to-all gets of the fabric", 0.0, "GB/s", operation="routing", note=found.problem)
    return none if found.impossible else cluster.outside


def _left(fabrics: WorkFabrics, fabric: WorkFabric, machines: Machines, every: int) -> int:
    """Of EVERY accelerator, those in hosts that have not failed and that FABRIC does not leave out."""
    roster = fabrics.survey.roster
    if fabric.number == 1:
        return sum(roster.accelerators.get(owner, 1) * copies for owner, copies in fabric.pieces[0].copies.items())
    return every * fabric.hosts // max(fabrics.whole.of(machines.hosts).hosts, 1)
