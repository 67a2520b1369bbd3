"""Traffic of training jobs over the fabric: gradients and activations that accelerators reduce among each other.

Each accelerator of a job sends its average rate over an iteration. Where the scheduler hands out hosts leaf by leaf (a
choice of the design), every data-parallel group runs a ring of its own over its hosts in that order, all groups at
once. Else hosts come in random order: averaged over all orders, rings send evenly to the other hosts of the job.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.collectives.attachments import attached
from designer.analysis.collectives.group_rates import GroupRates, leaf_order, rates_of
from designer.analysis.network.cabling import Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped, grouped
from designer.analysis.network.ecmp import Demand, Loads, PairDemand, ecmp_loads
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.network_context import Survey
from designer.analysis.network.traffic import Traffic
from designer.analysis.sparse import coo_array, csc_array
from designer.analysis.workloads.training.result import FabricOffer, fabric_offer
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, product
from designer.model.kinds import TRAINING_JOBS
from designer.model.records import RefusedInput


class _Senders(NamedTuple):
    """The hosts of one job.

    Attributes:
        vertices: On the fabric.
        gbps: What each of them offers, Gb/s.
        offer: What all offer together.
        to: Vertex that each sends to, where they run as rings leaf by leaf; None where they send evenly.
    """

    vertices: Ints
    gbps: Floats
    offer: Figure
    to: Ints | None = None


def jobs_of(design: Design) -> tuple[Node, ...]:
    """The training jobs of DESIGN.

    Raises:
        RefusedInput: there is none.
    """
    jobs = tuple(node for node in design.nodes_in_order() if node.kind in TRAINING_JOBS)
    if not jobs:
        raise RefusedInput(
            "There is no training job in the design, so there is no training traffic; place one, or choose another "
            "traffic."
        )
    return jobs


def training_exchange(survey: Survey, fabric: Fabric, notes: list[str]) -> Traffic:
    """Return the loads that the training jobs of a design put on FABRIC; what sends nothing is named in NOTES."""
    senders = list(_senders(survey, fabric, notes))
    network = grouped(fabric, _sorts(fabric, senders))
    if not senders:
        silent = np.zeros((1, network.u.size))
        return Traffic(fabric, network, (leaf("offered by the jobs", 0.0, "Gb/s"),), Loads(silent, silent, 0.0, 0.0), 0)
    demands = [_demand(network, one) for one in senders]
    loads = [ecmp_loads(network, demand) for demand in demands]
    # One group of senders a job, so the loads of all jobs stack as rows.
    together = Loads(
        up=np.concatenate([one.up for one in loads]),
        down=np.concatenate([one.down for one in loads]),
        lost=sum(one.lost for one in loads),
        total=sum(one.total for one in loads),
        sampled=next((one.sampled for one in loads if one.sampled), None),
    )
    endpoints = np.unique(np.concatenate([one.vertices for one in senders])).size
    return Traffic(fabric, network, tuple(one.offer for one in senders), together, int(endpoints), tuple(demands))


def _senders(survey: Survey, fabric: Fabric, notes: list[str]) -> Iterator[_Senders]:
    design = survey.design
    graph, fabrics = needs_of(design).services, WorkFabrics(survey)
    for node in jobs_of(design):
        offer = fabric_offer(design, graph, node, fabrics)
        if offer.reason:
            notes.append(f"{node.title} sends nothing over the fabric: {offer.reason}")
            continue
        owners = list(dict.fromkeys(survey.roster.owners[host.id] for host in offer.hosts))
        vertices = fabric.vertices(owners)
        if vertices.size < 2:
            notes.append(f"{node.title} sends nothing: fewer than two of its hosts are on the drawn fabric.")
            continue
        yield _sender(survey, fabric, node, offer, owners, vertices, rates_of(fabrics))


def _sender(
    survey: Survey,
    fabric: Fabric,
    node: Node,
    offer: FabricOffer,
    owners: Sequence[str],
    vertices: Ints,
    rates: GroupRates,
) -> _Senders:
    inside = survey.roster.accelerators
    each = np.array([inside.get(name, 0) if name in owners else 0 for name in fabric.nodes], dtype=np.float64)
    working = each[fabric.node_of()[vertices]] * offer.working
    sending = leaf(
        f"accelerators of {node.title} that send",
        float(working.sum()),
        operation="routing",
        subject=node.id,
        note="In the hosts on the drawn fabric that have not failed.",
    )
    whole = product(f"offered by {node.title}", (sending, offer.gbps), "Gb/s", "accelerators × what one sends")
    to = _next_in_rings(survey, fabric, offer, vertices) if rates.by_leaf else None
    return _Senders(vertices, working * offer.gbps.or_zero, whole, to)


def _next_in_rings(survey: Survey, fabric: Fabric, offer: FabricOffer, vertices: Ints) -> Ints | None:
    """The vertex that each of VERTICES sends to, leaf by leaf; None where its groups leave no host or miss one."""
    order = leaf_order(attached(survey, fabric, fabric, vertices, []))
    groups = offer.spread.groups(order.size)
    if groups.size < order.size or groups.shape[1] < 2:
        # Groups inside hosts, or some left over: what goes out runs over all hosts.
        groups = np.arange(order.size)[None, :]
    to = np.empty_like(vertices)
    to[order[groups]] = vertices[order[np.roll(groups, -1, axis=1)]]
    return to


def _sorts(fabric: Fabric, senders: Sequence[_Senders]) -> Ints:
    """A number for each vertex, equal where it belongs to the same jobs, offers the same and sends to whomever."""
    # (jobs + 2, vertices): what each copy offers in each job, and its receiver where it sends to one alone.
    rows = np.zeros((len(senders) + 2, fabric.size))
    for row, one in enumerate(senders):
        rows[row, one.vertices] = one.gbps
        if one.to is not None:
            rows[-1, one.vertices] = one.vertices + 1
    # Equal columns get one number: such copies may stand for each other.
    _, sort = np.unique(rows, axis=1, return_inverse=True)
    return np.asarray(sort, dtype=np.int64).reshape(fabric.size)


def _demand(network: Grouped, one: _Senders) -> Demand | PairDemand:
    """Return the demand of ONE job on NETWORK, in Gb/s between merged vertices."""
    at = network.at[one.vertices]
    # Senders of one merged vertex to receivers of another add up in the same cell.
    if one.to is not None:
        pairs = coo_array((one.gbps, (at, network.at[one.to])), shape=(network.size, network.size))
        return PairDemand((csc_array(pairs),))
    # Evenly to all other hosts of the job: each takes 1 / (n − 1) of what a host sends.
    sends = sums(at, one.gbps / (one.vertices.size - 1), network.size)
    takes = np.bincount(at, minlength=network.size).astype(np.float64)
    return Demand(sends[None, :], takes)
