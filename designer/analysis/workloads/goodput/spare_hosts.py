"""Machines in repair, those that stand by for them, and what a job does while there are not enough."""

from collections.abc import Callable
from typing import Final, NamedTuple

from designer.analysis.quantities import copies_of, fact_of, summed
from designer.analysis.workloads.goodput.interruptions import Interruptions, rented_by_all
from designer.analysis.workloads.training.job import Job
from designer.formulas.workloads.goodput.hosts_up import Shares, enough_at, kept_with, spares_with, taken_law
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, product, quotient, total
from designer.model.workloads.choices import chosen

_DAY: Final = leaf("hours in a day", 24.0, "h/day")
WAITS: Final = "wait"


class Spares(NamedTuple):
    """Machines that stand by, and what comes of them.

    Attributes:
        has: How many stand by.
        down: In repair on average.
        share: Share of the time for which `needed` is worked out.
        needed: Fewest that are enough for it.
        enough: Share of the time in which those that stand by are enough.
        kept: Share of the work that goes on.
        kept_at: `kept` with another mean number in repair.
    """

    has: Figure
    down: Figure
    share: Figure
    needed: Figure
    enough: Figure
    kept: Figure
    kept_at: Callable[[float], float]


def spares_in(design: Design, job: Job, used: int) -> Figure:
    """Return how many machines stand by for JOB, which uses so many accelerators: as stated, else what it leaves."""
    node, machines = job.node, job.cluster.machines
    has = fact_of(design, node, "spare_hosts")
    if not has.known:
        idle = (job.cluster.number - used) // max(machines.each, 1)
        return leaf(
            f"{node.title}: machines that stand by", float(max(idle, 0)), subject=node.id, note="Those it does not use."
        )
    return has


def spares_of(
    design: Design, job: Job, stops: Interruptions, has: Figure, group: int, up_law: Shares | None = None
) -> Spares:
    """Return what comes of the machines that stand by for JOB.

    Machines that are rented are replaced by their owner, so none of them is in repair.

    Args:
        design: The design.
        job: The job.
        stops: What interrupts it.
        has: Machines that stand by.
        group: Accelerators that go on together: whole groups are left out where machines are missing.
        up_law: Shares of the time in which 0, 1, 2 … of its machines have all they need; all of them always when None.
    """
    node, machines = job.node, job.cluster.machines
    hosts = round(stops.hosts.value or 1)
    share = fact_of(design, node, "enough_hosts_share")
    if not share.known:
        share = assumed(design, "enough_hosts_share")
    rented = rented_by_all(design, machines.hosts)
    repair = leaf(
        "repair of a rented machine", 0.0, "days", note="Its owner puts another in its place within the restart."
    )
    if not rented:
        repair = _repair_days(design, job)
    both = total("machines and spares", (stops.hosts, has), "")
    down = product(f"{node.title}: machines in repair", (both, stops.of_a_host, repair), "")
    each = max(1, min(hosts, -(-group // max(machines.each, 1))))
    waits = chosen(node, "without_hosts") == WAITS

    lost, spare = taken_law(up_law), round(has.or_zero)

    def kept_at(mean: float) -> float:
        return enough_at(mean, spare, lost) if waits else kept_with(hosts, spare, mean, each, lost)

    def needed(rate: float | None, days: float | None) -> float | None:
        if rate is None or days is None or not share.known:
            return None
        try:
            return float(spares_with(hosts, rate, days, min(share.or_zero, 1 - 1e-9), lost))
        except ValueError:
            return None

    each_rate = stops.of_a_host
    how = "it waits" if waits else f"it goes on without groups of {each:,}" if each > 1 else "it goes on without them"
    return Spares(
        has=has,
        down=down,
        share=share,
        needed=_law(
            f"{node.title}: spares for {share.or_zero:.4g} of the time",
            (
                needed(each_rate.low, repair.low),
                needed(each_rate.value, repair.value),
                needed(each_rate.high, repair.high),
            ),
            "Fewest of which as many stand by as are in repair for that share of the time, by the Poisson law.",
            node.id,
        ),
        enough=_of_down(
            down, lambda mean: enough_at(mean, spare, lost), f"{node.title}: time with enough machines", node.id
        ),
        kept=_of_down(
            down,
            kept_at,
            f"{node.title}: share of its machines that go on",
            node.id,
            f"Over the law of machines in repair: {how}.",
        ),
        kept_at=kept_at,
    )


def _repair_days(design: Design, job: Job) -> Figure:
    """Days of the repair of a machine: theirs where all say it, else assumed."""
    hosts = job.cluster.machines.hosts
    hours = [fact_of(design, host, "repair_h") for host in hosts]
    if not all(one.known for one in hours):
        return assumed(design, "repair_days")
    if len(hours) == 1:
        return quotient("days of repair", hours[0], _DAY, "days")
    weighted = [product("", (copies_of(design, host), one), "h") for host, one in zip(hosts, hours, strict=True)]
    number = summed("machines", [copies_of(design, host) for host in hosts], "")
    return quotient(
        "days of repair", quotient("mean repair", summed("of all", weighted, "h"), number, "h"), _DAY, "days"
    )


def _of_down(down: Figure, law: Callable[[float], float], label: str, subject: str, note: str = "") -> Figure:
    """LAW of how many machines are in repair on average."""
    found = tuple(None if mean is None else law(mean) for mean in (down.high, down.value, down.low))
    return _law(label, found, note or "By the Poisson law of machines in repair.", subject)


def _law(label: str, found: tuple[float | None, ...], note: str, subject: str) -> Figure:
    low, value, high = found
    known = [one for one in found if one is not None]
    if value is None:
        return leaf(label, None, operation="routing", subject=subject, note=note)
    least, most = (low if low is not None else min(known)), (high if high is not None else max(known))
    return leaf(label, value, low=least, high=most, operation="routing", subject=subject, note=note)


def spare_notes(job: Job) -> tuple[str, ...]:
    """Return the notes on what is supposed of the repair of the machines of JOB."""
    if not job.cluster.machines.rented:
        return ()
    return ("Rented machines that fail are replaced by their owner within the restart, so none of them is in repair.",)
