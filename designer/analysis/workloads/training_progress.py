"""What of a training job's time makes progress: failures, spot interruptions, checkpoints and data that come late."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.quantities import copies_of, fact_of, summed
from designer.analysis.rents import is_spot
from designer.analysis.workloads.data_network import DataWay, data_way, over_network
from designer.analysis.workloads.data_paths import DataPath, job_path
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.analysis.workloads.store_rates import Way, network_rate, store_rate
from designer.analysis.workloads.training.job import Job
from designer.analysis.workloads.training.step import Iteration, days_of
from designer.formulas.reliability import checkpoint_interval_h
from designer.formulas.storage import CHECKPOINT_BYTES_PER_PARAM
from designer.model.assumptions import HOURS_PER_YEAR, assumed
from designer.model.design import Design, Node
from designer.model.figures import (
    Figure,
    count_of,
    difference,
    leaf,
    maximum,
    minimum,
    product,
    quotient,
    rounded_up,
    total,
)

LARGE_JOB: Final = 2048
"""Accelerators below which jobs fail more often than nodes × rate says: at 1,024, 7.9 h were measured, not 28.8."""
_ONE: Final = leaf("all of the time", 1.0)
_NONE: Final = leaf("none", 0.0)
_TWO: Final = leaf("two", 2.0)
_HOUR: Final = leaf("seconds in an hour", 3600.0, "s/h")
_MINUTES: Final = leaf("minutes in an hour", 60.0, "min/h")
_DAY: Final = leaf("minutes in a day", 1440.0, "min/day")
_NODE_HOURS: Final = leaf("hours in 1,000 days", 24_000.0, "h")
_MONTH: Final = leaf("hours in a month", HOURS_PER_YEAR / 12, "h/month")
_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")
_STATE: Final = leaf(
    "bytes of a parameter in a checkpoint",
    CHECKPOINT_BYTES_PER_PARAM,
    "B",
    note="Weights and optimizer, as MLPerf Storage counts.",
)


class Progress(NamedTuple):
    """How a job gets on.

    Attributes:
        goodput: Share of the time that goes into progress.
        wall_days: Days with failures and stalls.
        notes: What to know about it.
        problem: Why it gets nowhere; "" when it does.
        unreached: Stores of one's own that no drawn network joins with its hosts.
    """

    mttf_h: Figure
    checkpoint_gb: Figure
    write_s: Figure
    interval_h: Figure
    goodput: Figure
    stall_min_per_day: Figure
    read_gb_per_s: Figure
    storage_read_gb_per_s: Figure
    wall_days: Figure
    notes: tuple[str, ...]
    problem: str
    unreached: tuple[str, ...] = ()


def progress(
    design: Design, graph: ServiceGraph, job: Job, step: Iteration, used: int, fabrics: WorkFabrics
) -> Progress:
    """How JOB, whose iteration is STEP on USED accelerators, gets on; its data go over FABRICS."""
    node, notes = job.node, list[str]()
    path = job_path(design, graph, node)
    hosts = job.cluster.machines.hosts
    ways = {
        store: data_way(design, graph, hosts, design.nodes[store], fabrics) for store in (*path.reads, *path.writes)
    }
    needed = read_rate(design, graph, job, step)
    writes, reads = (
        [_arriving(design, graph, design.nodes[store], way, ways[store], asked) for store in stores]
        for way, stores, asked in _ways(design, graph, path, hosts, needed)
    )
    has_write = summed("what the storage writes", writes, "GB/s") if writes else _unwired(node, "writes")
    has_read = summed("what the storage reads", reads, "GB/s") if reads else _unwired(node, "reads")
    if not writes:
        notes.append("Wire storage to it: without, checkpoints, stalls and the days with failures are not known.")
    elif has_write.at_least:
        notes.append(f"Nothing tells how fast {_titles(design, path.writes)} writes.")
    if reads and has_read.at_least:
        notes.append(f"Nothing tells how fast {_titles(design, path.reads)} reads; data are taken to come in time.")
    rate = _interruptions_per_h(design, job, used)
    mttf = quotient(f"{node.title}: mean time to an interruption", _ONE, rate, "h", "1 / interruptions an hour")
    if used < LARGE_JOB:
        notes.append("Small jobs fail more often than nodes × rate says: at 1,024 GPUs 7.9 h were measured, not 28.8.")
    checkpoint = product(f"{node.title}: a checkpoint", (job.shape.params, _STATE, _GIGA), "GB")
    write_s = quotient("time to write a checkpoint", checkpoint, has_write, "s")
    write_h = quotient("hours to write a checkpoint", write_s, _HOUR, "h")
    interval = _interval_h(design, node, write_h, mttf)
    trains = _effective(design, node, rate, interval, write_h)
    fed = minimum("share of the data that comes in time", (_ONE, quotient("", has_read, needed, "")), "")
    goodput = product(f"{node.title}: share of the time that makes progress", (trains, fed), "")
    days = days_of(job, step)
    wall = quotient(f"{node.title}: days with failures and stalls", days, goodput, "days", "days / goodput")
    stopped = quotient("share of the time that checkpoints are written", write_h, interval, "")
    if stopped.known:
        stopped = minimum(stopped.label, (_ONE, stopped), "")
    late = difference("share of the time that data are late", _ONE, fed, "")
    parts = (
        product("checkpoints", (_DAY, stopped), "min/day", "minutes of a day × time to write / interval"),
        product("late data", (_DAY, late), "min/day"),
    )
    label = f"{node.title}: stalls"
    stall = leaf(label, None, "min/day", subject=node.id)
    if stopped.known:
        stall = minimum(label, (_DAY, total("checkpoints and late data", parts, "min/day")), "min/day")
    problem = ""
    if goodput.value == 0:
        problem = "It gets nowhere: it is interrupted before the work since the last checkpoint is done again."
    elif needed.value and has_read.value is not None and (has_read.value or 0) < needed.value:
        gives = (
            "its storage gives"
            if not any(_narrow(ways[store], rate) for store, rate in zip(path.reads, reads, strict=True))
            else "the network to its storage carries"
        )
        problem = f"It reads {needed.value:,.3g} GB/s and {gives} {has_read.value:,.3g}: it waits for data."
    unreached = tuple(store for store, way in ways.items() if way.missing)
    return Progress(
        mttf, checkpoint, write_s, interval, goodput, stall, needed, has_read, wall, tuple(notes), problem, unreached
    )


def _ways(
    design: Design, graph: ServiceGraph, path: DataPath, hosts: Sequence[Node], needed: Figure
) -> tuple[tuple[Way, tuple[str, ...], Figure], tuple[Way, tuple[str, ...], Figure]]:
    """Writing and reading: the stores, and GB/s asked of each; a checkpoint is written as fast as the hosts send."""
    each = [leaf("stores that share it", float(max(len(stores), 1))) for stores in (path.writes, path.reads)]
    sent = quotient("what the hosts send", network_rate(design, graph, hosts), each[0], "GB/s")
    return ("write", path.writes, sent), ("read", path.reads, quotient("of each store", needed, each[1], "GB/s"))


def _arriving(design: Design, graph: ServiceGraph, store: Node, way: Way, between: DataWay, asked: Figure) -> Figure:
    """GB/s of STORE, at most what the network between it and the hosts carries."""
    label = f"{store.title}: what arrives" if way == "read" else f"{store.title}: what gets there"
    return over_network(label, store_rate(design, graph, store, way, asked), between.carried(way))


def _narrow(way: DataWay, rate: Figure) -> bool:
    """Whether the network and not the store is what RATE, at which data are read, comes from."""
    carried = way.carried("read")
    return carried is not None and carried.known and carried.value == rate.value


def read_rate(design: Design, graph: ServiceGraph, job: Job, step: Iteration) -> Figure:
    """GB/s that JOB wants to read: its own bytes of a token, else those of its data sets, else the usual ones."""
    node = job.node
    width = fact_of(design, node, "bytes_per_token")
    if not width.known:
        sets = [design.nodes[edge.b] for edge in graph.asks.get(node.id, ()) if graph.kinds[edge.b] == "data-set"]
        sizes = [size for one in sets if (size := fact_of(design, one, "data_tb")).known]
        if sizes and job.tokens.value:
            tera = leaf("bytes in a TB", 1e12, "B/TB")
            every = product("bytes of the data", (summed("data", sizes, "TB"), tera), "B")
            width = quotient("bytes of a token", every, job.tokens, "B", "size of the data / tokens, each read once")
        else:
            width = assumed(design, "bytes_per_token")
    return product(f"{node.title}: what it reads", (step.tokens_per_s, width, _GIGA), "GB/s", "tokens/s × bytes of one")


def spot_hosts(design: Design, job: Job) -> tuple[Node, ...]:
    """The rented hosts of JOB that are paid as spot."""
    return tuple(host for host in job.cluster.machines.hosts if is_spot(design, host))


def _interruptions_per_h(design: Design, job: Job, used: int) -> Figure:
    """How often the whole job is interrupted, by failures and by spot capacity that is taken away."""
    node, machines = job.node, job.cluster.machines
    rate = fact_of(design, node, "failures_per_1000_node_days")
    if not rate.known:
        rate = assumed(design, "failures_per_1000_node_days")
    hosts = rounded_up(
        "hosts in use",
        quotient("", count_of("accelerators in use", used), count_of("in one host", machines.each), ""),
    )
    failures = quotient("failures an hour", product("of 1,000 days", (hosts, rate), ""), _NODE_HOURS, "1/h")
    spot = spot_hosts(design, job)
    if spot:
        number = summed("spot instances", [copies_of(design, host) for host in spot], "")
        taken = product(
            "interruptions in a month",
            (minimum("in use", (number, hosts), ""), assumed(design, "spot_interruptions_per_month")),
            "1/month",
        )
        spot_rate = quotient("taken away an hour", taken, _MONTH, "1/h")
        failures = total("interruptions an hour", (failures, spot_rate), "1/h")
    return failures


def _interval_h(design: Design, node: Node, write_h: Figure, mttf_h: Figure) -> Figure:
    """Hours between checkpoints: the node's own, else those that lose the least time."""
    own = fact_of(design, node, "checkpoint_interval_h")
    if own.known:
        return own
    label = f"{node.title}: hours between checkpoints"
    note = "√(2 × time to write × mean time to an interruption) − time to write: the interval that loses the least."

    def best(write: float | None, mttf: float | None) -> float | None:
        return None if write is None or not mttf else checkpoint_interval_h(write, mttf)

    value = best(write_h.value, mttf_h.value)
    if value is None:
        return leaf(label, None, "h", operation="routing", subject=node.id, note=note)
    least, most = best(write_h.low, mttf_h.low), best(write_h.high, mttf_h.high)
    return leaf(
        label,
        value,
        "h",
        low=min(value, value if least is None else least),
        high=max(value, value if most is None else most),
        operation="routing",
        subject=node.id,
        note=note,
    )


def _effective(design: Design, node: Node, rate: Figure, interval_h: Figure, write_h: Figure) -> Figure:
    """Share of the time that trains: (1 − (restart + interval/2) · rate) / (1 + write/interval), as Kokolis et al."""
    restart = fact_of(design, node, "restart_min")
    if not restart.known:
        restart = assumed(design, "restart_min")
    if not (rate.known and interval_h.value and write_h.known):
        return leaf("share of the time that trains", None, subject=node.id)
    lost = total(
        "lost with an interruption",
        (quotient("restart", restart, _MINUTES, "h"), quotient("half an interval", interval_h, _TWO, "h")),
        "h",
    )
    left = difference("not lost to interruptions", _ONE, product("lost to interruptions", (lost, rate), ""), "")
    writing = total("with checkpoints", (_ONE, quotient("writing for training", write_h, interval_h, "")), "")
    return quotient("share of the time that trains", maximum("at least none", (left, _NONE), ""), writing, "")


def _unwired(node: Node, way: str) -> Figure:
    return leaf(f"{node.title}: what its storage {way}", None, "GB/s", subject=node.id, note="No storage is wired.")


def _titles(design: Design, ids: tuple[str, ...]) -> str:
    return " and ".join(design.nodes[store].title for store in ids)
