"""The accelerators below a training job: how fast they compute, what joins them, and their memory."""

from typing import NamedTuple

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.work_fabric import WorkFabric
from designer.analysis.workloads.host_network import network_of, scale_up_of
from designer.analysis.workloads.hosts import Machines, rate_of
from designer.model.assumptions import assumed
from designer.model.choices import chosen
from designer.model.design import Design, Node
from designer.model.figures import Figure, product


class Cluster(NamedTuple):
    """The accelerators of a job.

    Attributes:
        number: Those that can take part: granted, not failed and not cut off.
        domain: How many of them a fast link joins.
        peak: Dense TFLOP/s at the precision.
        inside: GB/s of an accelerator on that link, one way; unknown where there is none.
        outside: GB/s of an accelerator towards those beyond it, one way, when all of them send.
        line: The same at the line rate of its host, were nothing beyond that narrower.
        memory: GB of one that training may use.
        notes: What to know about them.
        fabric: What the drawn fabric gives its hosts; None where the provider's network joins them.
        problem: Why they cannot work together; "" when they can.
    """

    machines: Machines
    number: int
    domain: int
    peak: Figure
    inside: Figure
    outside: Figure
    line: Figure
    memory: Figure
    notes: tuple[str, ...]
    fabric: WorkFabric | None = None
    problem: str = ""

    @property
    def alone(self) -> bool:
        """Whether the fast link joins all of them, so that nothing goes over the fabric."""
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
    chip, every = machines.chip, round(machines.accelerators.value or 0)
    fabric = fabrics.of(machines.hosts)
    domain, inside = scale_up_of(machines, every, fabrics)
    joined_inside = domain >= every or fabric.hosts * machines.each <= domain
    network = network_of(design, machines, fabrics, inside=joined_inside)
    number = min(every, _left(fabrics, network.fabric or fabric, machines, every)) if fabrics.survey.failed else every
    if granted is not None:
        number = min(number, int(granted))
    outside, line, words, joined_by, problem = network
    domain = max(1, min(domain, number))
    if number <= domain:
        outside = line = inside if inside.known else outside
        words, problem = "", ""
    peak, wider = rate_of(chip, chosen(node, "precision"))
    memory = product(
        f"memory of {chip.name} for training",
        (chip.fact("memory_gb", "GB"), assumed(design, "training_memory_share")),
        "GB",
    )
    notes = [wider, words]
    if number < drawn:
        notes.append(f"{number:,} of the {drawn:,} accelerators that it runs on can take part.")
    if machines.others:
        notes.append(f"{machines.others:,} accelerators of other sorts are left out.")
    if "a100" not in chip.id:
        notes.append(f"Iterations were measured on A100 nodes; how far the time is off on {chip.name} is not known.")
    return Cluster(
        machines=machines,
        number=number,
        domain=domain,
        peak=peak,
        inside=inside,
        outside=outside,
        line=line,
        memory=memory,
        notes=tuple(filter(None, notes)),
        fabric=joined_by,
        problem=problem,
    )


def _left(fabrics: WorkFabrics, fabric: WorkFabric, machines: Machines, every: int) -> int:
    """Of EVERY accelerator, those in hosts that have not failed and that FABRIC does not leave out."""
    roster = fabrics.survey.roster
    if fabric.number == 1:
        return sum(roster.accelerators.get(owner, 1) * copies for owner, copies in fabric.pieces[0].copies.items())
    return every * fabric.hosts // max(fabrics.whole.of(machines.hosts).hosts, 1)
