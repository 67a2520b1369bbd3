"""Pieces of work whose availability is asked for: services and jobs, the machines under them and what they need."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.quantities import fact_of, is_rented, role_of
from designer.analysis.workloads.goodput.spare_hosts import WAITS
from designer.analysis.workloads.results import ServiceLoad, TrainingResult, WorkloadsResult
from designer.analysis.workloads.service_graph import ServiceGraph, needed_groups
from designer.analysis.workloads.training.plan import Unplanned, plan_of
from designer.formulas.reliability.job_progress import JobRules
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, quotient
from designer.model.kinds import USERS
from designer.model.records import Record
from designer.model.workloads.choices import chosen

ALL_MACHINES: Final = "machines"
_DAY_H: Final = 24.0
_HOUR_S: Final = 3_600.0
_HOUR_MIN: Final = 60.0
COUNTED_BEFORE: Final = leaf(
    "cost of an hour without it", None, "USD/h", note="It is counted at what asks it, unless you state its own."
)
HOUR: Final = "downtime_usd_per_hour"
"""The assumption of what an hour without a service costs."""
NOBODY_SAYS: Final = leaf("cost of an hour without it", None, "USD/h", note="Nobody says: set it, it is never free.")


class Work(Record, frozen=True, kw_only=True):
    """One piece of work.

    Attributes:
        id: Node id; "machines" for all machines, whatever runs on them.
        title: What it is called.
        sort: What is asked of it.
        hosts: Ids of the machines that it runs on.
        load: Share of its machines that it needs for all that is asked of it; 1 where nobody says what is asked.
        asks: Groups of other work of which it needs one each; several of a group share its load.
        rules: Of a job that trains.
        used: Machines that a job runs on, of those in `hosts`.
        asked: Whether somebody says what is asked of it; else only hours in which it gives nothing are counted as cost.
        usd_per_hour: Cost of an hour in which it gives nothing; unknown where nobody says.
        goodput: Of a job, its goodput by the closed form of its training; None of anything else.
        spare: Machines that stand by beyond those drawn.
        notes: What is supposed of it.
    """

    id: str
    title: str
    sort: Literal["machines", "service", "job"]
    hosts: tuple[str, ...] = ()
    load: float = 1.0
    asks: tuple[tuple[str, ...], ...] = ()
    rules: JobRules | None = None
    asked: bool = True
    usd_per_hour: Figure = NOBODY_SAYS
    goodput: Figure | None = None
    spare: int = 0
    notes: tuple[str, ...] = ()


def works_of(design: Design, found: WorkloadsResult | None, usd_per_hour: float | None) -> tuple[Work, ...]:
    """Return the work of DESIGN, all machines first, then services and jobs in its order.

    Args:
        design: The design.
        found: Its workloads as analysed with nothing failed; None where none are drawn.
        usd_per_hour: Cost of an hour without what does not state its own.
    """
    machines = tuple(node.id for node in design.nodes_in_order() if role_of(node) == "host")
    works = found is not None and bool(found.services or found.training)
    every = [
        Work(
            id=ALL_MACHINES,
            title="All machines",
            sort="machines",
            hosts=machines,
            usd_per_hour=NOBODY_SAYS if works else _stated_hour(design, "All machines", usd_per_hour) or NOBODY_SAYS,
        )
    ][: len(machines)]
    if found is None:
        return tuple(every)
    graph = needs_of(design).services
    every += _services(design, graph, found.services, usd_per_hour)
    granted = {piece.id: piece.granted.value for piece in found.work}
    for job in found.training:
        every.append(_job(design, graph, job, granted.get(job.id), usd_per_hour))
    return tuple(every)


def _services(
    design: Design, graph: ServiceGraph, loads: Sequence[ServiceLoad], usd_per_hour: float | None
) -> Iterator[Work]:
    told = {load.id: load for load in loads if load.kind not in USERS}
    asks = {one: tuple(tuple(group) for group in needed_groups(graph, one)) for one in told}
    # An hour without what others ask is counted once, at what people ask.
    behind = {name for groups in asks.values() for group in groups for name in group}
    for load in told.values():
        groups = asks[load.id]
        hosts = _hosts(design, graph, load.id)
        if not hosts and not groups:
            continue  # what others run, as an API, has no machine here that could fail
        asked, most = load.offered_per_s.value, load.requests_per_s.value
        notes: list[str] = []
        share = 1.0
        if asked and most:
            share = min(1.0, asked / most)
            if asked > most * (1 + 1e-9):
                notes.append("More is asked than it answers with all machines: what is left is told of what it can.")
        else:
            notes.append(
                "Nobody says what it is asked, so all its machines count as needed, and "
                "only hours without any answer cost."
            )
        yield Work(
            id=load.id,
            title=design.nodes[load.id].title,
            sort="service",
            hosts=hosts,
            load=share,
            asked=bool(asked and most),
            asks=groups,
            # What firms say of an hour without what people ask is supposed where the design sets nothing.
            usd_per_hour=_stated_hour(design, design.nodes[load.id].title, usd_per_hour)
            or (COUNTED_BEFORE if load.id in behind else assumed(design, HOUR)),
            notes=tuple(notes),
        )


def _job(
    design: Design, graph: ServiceGraph, job: TrainingResult, granted: float | None, usd_per_hour: float | None
) -> Work:
    node, detail = design.nodes[job.id], job.getting_on
    hosts, notes = _hosts(design, graph, job.id), list[str]()
    rules: JobRules | None = None
    spare = 0
    plan = plan_of(design, graph, node, WorkFabrics(survey_of(design)), granted)
    interval = job.checkpoint_interval_h.value
    stall = detail.stall_s.value if detail is not None else None
    restart = detail.restart_min.value if detail is not None else None
    if isinstance(plan, Unplanned) or detail is None or not interval or stall is None or restart is None:
        notes.append("How often it saves, or for how long that stops it, is not known: so is its goodput.")
    else:
        machines = plan.job.cluster.machines
        each = max(1, machines.each)
        used = -(-plan.taken.used // each)
        group = max(1, min(used, -(-plan.taken.ranks // each)))
        fed = 1.0
        asked, given = job.read_gb_per_s.value, job.storage_read_gb_per_s.value
        if asked and given is not None:
            fed = min(1.0, given / asked)
        rules = JobRules(
            hosts=used,
            group=group,
            waits=chosen(node, "without_hosts") == WAITS,
            write_h=stall / _HOUR_S,
            restart_h=restart / _HOUR_MIN,
            interval_h=interval,
            fed=fed,
        )
        drawn = sum(design.total_copies(one) for one in hosts)
        # Spares that are stated stand beside what it uses; those that are drawn are among its hosts already.
        stated = fact_of(design, node, "spare_hosts").value
        spare = max(0, used + round(stated) - drawn) if stated is not None else 0
    return Work(
        id=job.id,
        title=node.title,
        sort="job",
        hosts=hosts,
        rules=rules,
        usd_per_hour=_stated_hour(design, node.title, usd_per_hour) or _hour_of_job(node.title, job),
        goodput=job.goodput,
        spare=spare,
        notes=tuple(notes),
    )


def _stated_hour(design: Design, title: str, usd_per_hour: float | None) -> Figure | None:
    """Return what somebody says that an hour costs: for this run, else in the design; None where nobody does."""
    if usd_per_hour is not None:
        return leaf(f"{title}: cost of an hour without it", usd_per_hour, "USD/h", status="user", note="As stated.")
    return assumed(design, HOUR) if HOUR in design.settings.assumptions else None


def _hour_of_job(title: str, job: TrainingResult) -> Figure:
    """Return what an hour of a job costs: its machines are paid, owned or rented, whether it trains or not."""
    if not job.usd.value or not job.wall_days.value:
        return NOBODY_SAYS
    # The ends of cost and days belong together, so that the middle of both is divided.
    usd = leaf("cost of the run", job.usd.value, "USD", status="assumed", note="As in its training.")
    hours = leaf("hours of the run", job.wall_days.value * _DAY_H, "h", status="assumed", note="As in its training.")
    return quotient(f"{title}: cost of an hour of its machines", usd, hours, "USD/h")


def _hosts(design: Design, graph: ServiceGraph, work: str) -> tuple[str, ...]:
    return tuple(one for one in graph.hosts.get(work, ()) if role_of(design.nodes[one]) in {"host", "storage"})


def replaced_by_owner(design: Design, host: str) -> bool:
    """Return whether a machine that fails is replaced by whom it is rented from."""
    return is_rented(design.part_of(design.nodes[host]))
