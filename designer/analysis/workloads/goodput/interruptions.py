"""Interruptions of a training job by cause: its machines, spot capacity that is taken away, and what they need."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.analysis.money.rents import is_spot
from designer.analysis.quantities import copies_of, fact_of, is_rented, summed
from designer.analysis.workloads.goodput.records import Cause
from designer.analysis.workloads.goodput.spot import spot_rate
from designer.analysis.workloads.training.job import Job
from designer.formulas.periods import DAYS_PER_MONTH
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, minimum, product, quotient, rounded_up, total

_DAY: Final = leaf("hours in a day", 24.0, "h/day")
_THOUSAND: Final = leaf("node-days", 1000.0, "days")
_MONTH: Final = leaf("days in a month", DAYS_PER_MONTH, "days/month")


class Interruptions(NamedTuple):
    """Interruptions of a job, in a day.

    Attributes:
        hosts: Machines in use.
        of_a_host: Failures of one of them in a day.
        per_day: Of the whole job.
        causes: What they come from, most often first.
        notes: What is not known of it.
    """

    hosts: Figure
    of_a_host: Figure
    per_day: Figure
    causes: tuple[Cause, ...]
    notes: tuple[str, ...]


def interruptions_of(design: Design, job: Job, used: int, drawn: Sequence[Cause] = ()) -> Interruptions:
    """Return what interrupts JOB, which uses so many of its accelerators; DRAWN is what fails of what they need.

    The rate of its machines is its own, else theirs where all say how long they run between failures, else assumed.
    Spot capacity that is taken away interrupts as a failure does.
    """
    machines, notes = job.cluster.machines, list[str]()
    hosts = rounded_up(
        "machines in use",
        quotient("", count_of("accelerators in use", used), count_of("in one machine", machines.each), ""),
    )
    each = _of_a_host(design, job.node, machines.hosts)
    failures = product("machines that fail", (hosts, each), "1/day")
    causes = [Cause(words="machines that fail", per_day=failures, ids=tuple(one.id for one in machines.hosts))]
    spot = tuple(host for host in machines.hosts if is_spot(design, host))
    if spot:
        number = minimum("spot machines in use", (_copies(design, spot), hosts), "")
        rates = [spot_rate(design, host) for host in spot]
        unknown = [host for host, rate in zip(spot, rates, strict=True) if not rate.published]
        if unknown:
            names = " and ".join(dict.fromkeys(design.parts[host.part or ""].name for host in unknown))
            notes.append(f"How often spot capacity of {names} is taken away is not published: what is assumed counts.")
        # Sorts of spot machines are taken in proportion to how many there are of each.
        monthly = quotient(
            "interruptions of a spot machine in a month",
            summed(
                "of all spot machines",
                [product("", (copies_of(design, h), r.per_month), "1/month") for h, r in zip(spot, rates, strict=True)],
                "1/month",
            ),
            _copies(design, spot),
            "1/month",
        )
        taken = quotient("spot machines taken away", product("", (number, monthly), "1/month"), _MONTH, "1/day")
        causes.append(Cause(words="spot machines taken away", per_day=taken, ids=tuple(one.id for one in spot)))
    causes += drawn
    per_day = (
        total(f"{job.node.title}: interruptions a day", [cause.per_day for cause in causes], "1/day")
        if len(causes) > 1
        else failures
    )
    ranked = sorted(causes, key=lambda cause: -cause.per_day.or_zero)
    return Interruptions(hosts, each, per_day, tuple(ranked), tuple(notes))


def _of_a_host(design: Design, node: Node, hosts: Sequence[Node]) -> Figure:
    """Failures of one machine in a day."""
    own = fact_of(design, node, "failures_per_1000_node_days")
    times = [fact_of(design, host, "mtbf_h") for host in hosts]
    if not own.known and times and all(time.value for time in times):
        each = [
            quotient(f"{host.title}: failures a day", _DAY, time, "1/day")
            for host, time in zip(hosts, times, strict=True)
        ]
        if len(each) == 1:
            return each[0]
        weighted = [
            product("", (copies_of(design, host), rate), "1/day") for host, rate in zip(hosts, each, strict=True)
        ]
        return quotient(
            "failures of a machine in a day", summed("of all", weighted, "1/day"), _copies(design, hosts), "1/day"
        )
    rate = own if own.known else assumed(design, "failures_per_1000_node_days")
    return quotient("failures of a machine in a day", rate, _THOUSAND, "1/day")


def _copies(design: Design, hosts: Sequence[Node]) -> Figure:
    return summed("machines", [copies_of(design, host) for host in hosts], "")


def rented_by_all(design: Design, hosts: Sequence[Node]) -> bool:
    """Return True when all HOSTS are rented, so that their owner puts another in the place of one that fails."""
    return all(is_rented(design.part_of(host)) for host in hosts)
