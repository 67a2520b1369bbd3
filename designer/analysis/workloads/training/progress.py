"""Progress of a training job against time: failures, spot interruptions, checkpoints and data that come late."""

from collections.abc import Sequence
from math import inf
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.money.rents import hourly_price, rent_plan
from designer.analysis.quantities import copies_of, fact_of, is_rented, summed
from designer.analysis.workloads.data.data_network import DataWay, data_way, over_network
from designer.analysis.workloads.data.data_paths import DataPath, job_path
from designer.analysis.workloads.data.store_rates import Way, network_rate, store_rate
from designer.analysis.workloads.goodput.drawn_needs import drawn_needs
from designer.analysis.workloads.goodput.interruptions import interruptions_of
from designer.analysis.workloads.goodput.needs_words import unknown_notes
from designer.analysis.workloads.goodput.outages import Outages
from designer.analysis.workloads.goodput.percentiles import USUAL_DAYS, Drawn, sure_of, with_range
from designer.analysis.workloads.goodput.records import GoodputResult
from designer.analysis.workloads.goodput.spare_hosts import spare_notes, spares_in, spares_of
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.analysis.workloads.training.job import Job
from designer.analysis.workloads.training.step import Iteration, days_of
from designer.formulas.workloads.goodput.closed_form import LARGE_LOSS, best_interval_s
from designer.formulas.workloads.goodput.closed_form import goodput as training_share
from designer.formulas.workloads.storage import CHECKPOINT_BYTES_PER_PARAM
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import Figure, difference, leaf, minimum, product, quotient, total
from designer.model.kinds import DATA_SETS

LARGE_JOB: Final = 2048
"""Accelerators below which jobs fail more often than nodes × rate says: at 1,024, 7.9 h were measured, not 28.8."""
_ONE: Final = leaf("all of the time", 1.0)
_TWO: Final = leaf("two", 2.0)
_HOUR: Final = leaf("seconds in an hour", 3600.0, "s/h")
_MINUTES: Final = leaf("minutes in an hour", 60.0, "min/h")
_MINUTE: Final = leaf("seconds in a minute", 60.0, "s/min")
_DAY_H: Final = leaf("hours in a day", 24.0, "h/day")
HARDLY: Final = 0.01
"""Share of the time below which a job is said to get nowhere."""
_DAY: Final = leaf("minutes in a day", 1440.0, "min/day")
_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")
_STATE: Final = leaf(
    "bytes of a parameter in a checkpoint",
    CHECKPOINT_BYTES_PER_PARAM,
    "B",
    note="Weights and optimizer, as MLPerf Storage counts.",
)


_DALY: Final = (
    "interruptions that cost more than 30% of the time fall into restarts and repeated work, so Daly's form counts, "
    "τ·e^(−R/M) / (M·(e^((τ+w)/M) − 1))."
)


class Progress(NamedTuple):
    """Progress of a job.

    Attributes:
        goodput: Share of the time that goes into progress.
        wall_days: Days with failures and stalls.
        notes: What to know about it.
        problem: Why it gets nowhere; "" when it does.
        unreached: Stores of one's own that no drawn network joins with its hosts.
        detail: What interrupts it, what stands by, and what its checkpoints cost.
        sure: What is known of the error of its goodput; None where that is not known.
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
    detail: GoodputResult | None = None
    sure: HowSure | None = None


def progress(
    design: Design,
    graph: ServiceGraph,
    job: Job,
    step: Iteration,
    used: int,
    fabrics: WorkFabrics,
    *,
    group: int = 1,
    ranged: bool = True,
) -> Progress:
    """Return how JOB gets on.

    Args:
        design: The design.
        graph: Its services.
        job: The job.
        step: An iteration of it.
        used: Accelerators that it uses.
        fabrics: The drawn networks, which its data go over.
        group: Of those, how many hold the model together once: what is left out where machines are missing.
        ranged: Whether P10 and P90 are drawn; who only looks for a number of accelerators needs none.
    """
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
        notes.append(f"How fast {_titles(design, path.writes)} writes is not known.")
    if reads and has_read.at_least:
        notes.append(f"How fast {_titles(design, path.reads)} reads is not known; data are taken to come in time.")
    drawn = drawn_needs(design, hosts, fabrics)
    outages = Outages(design, drawn)
    stops = interruptions_of(design, job, used, outages.causes())
    rate = quotient("interruptions an hour", stops.per_day, _DAY_H, "1/h")
    mttf = quotient(f"{node.title}: mean time to an interruption", _ONE, rate, "h", "1 / interruptions an hour")
    if used < LARGE_JOB:
        notes.append("Small jobs fail more often than nodes × rate says: at 1,024 GPUs 7.9 h were measured, not 28.8.")
    checkpoint = product(f"{node.title}: a checkpoint", (job.shape.params, _STATE, _GIGA), "GB")
    write_s = quotient("time to write a checkpoint", checkpoint, has_write, "s")
    stall_s = fact_of(design, node, "checkpoint_stall_s")
    if not stall_s.known:
        stall_s = write_s
    write_h = quotient("hours that a checkpoint stops it", stall_s, _HOUR, "h")
    best = _best_interval_h(node, write_h, mttf)
    interval = fact_of(design, node, "checkpoint_interval_h")
    if not interval.known:
        interval = best
    restart = fact_of(design, node, "restart_min")
    if not restart.known:
        restart = assumed(design, "restart_min")
    restart_h = quotient("restart", restart, _MINUTES, "h")
    trains = _effective(node, rate, restart_h, interval, write_h)
    fed = minimum("share of the data that comes in time", (_ONE, quotient("", has_read, needed, "")), "")
    has = spares_in(design, job, used)
    spares = spares_of(design, job, stops, has, group, outages.up_law)
    goodput = product(f"{node.title}: share of the time that makes progress", (trains, spares.kept, fed), "")
    days = days_of(job, step)
    sure = sure_of(round(stops.hosts.or_zero), rented=job.cluster.machines.rented)
    if ranged and interval.value:
        draws = Drawn(
            per_day=stops.per_day,
            write_s=stall_s,
            restart_s=product("seconds of a restart", (restart, _MINUTE), "s"),
            interval_s=interval.value * 3600,
            fed=fed,
            days=days.value or USUAL_DAYS,
            down=spares.down,
            kept_at=spares.kept_at,
        )
        goodput = with_range(goodput, draws, sure.widened)
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
    if trains.value is not None and trains.value < HARDLY:
        problem = "It gets nowhere: it is interrupted before the work since the last checkpoint is done again."
    elif spares.kept.value is not None and spares.kept.value < HARDLY:
        problem = "It gets nowhere: there are hardly ever enough machines that are not in repair."
    elif needed.value and has_read.value is not None and has_read.or_zero < needed.value:
        gives = (
            "its storage gives"
            if not any(_narrow(ways[store], rate) for store, rate in zip(path.reads, reads, strict=True))
            else "the network to its storage carries"
        )
        problem = f"It reads {needed.value:,.3g} GB/s and {gives} {has_read.value:,.3g}: it waits for data."
    rent = rent_per_hour(design, job.cluster.machines.hosts)
    notes += stops.notes
    unreached = tuple(store for store, way in ways.items() if way.missing)
    return Progress(
        mttf,
        checkpoint,
        write_s,
        interval,
        goodput,
        stall,
        needed,
        has_read,
        wall,
        tuple(notes),
        problem,
        unreached,
        GoodputResult(
            goodput_p10=_percentile(goodput, 0),
            goodput_p90=_percentile(goodput, 1),
            interruptions_per_day=stops.per_day,
            causes=stops.causes,
            restart_min=restart,
            stall_s=stall_s,
            best_interval_min=product("best time between checkpoints", (best, _MINUTES), "min"),
            interval_loss=_lost_to_interval(node, rate, restart_h, interval, best, write_h, trains),
            hosts_down=spares.down,
            spares=spares.has,
            enough_share=spares.share,
            spares_needed=spares.needed,
            enough=spares.enough,
            kept=spares.kept,
            usd_per_hour=rent,
            effective_usd_per_hour=None
            if rent is None
            else quotient("an hour that makes progress", rent, goodput, "USD/h"),
            cut_sets=outages.cut_sets(round(has.or_zero)) if ranged else (),
            short_hours_per_year=outages.short_hours(node.id, round(has.or_zero)),
            unknown=drawn.unknown,
            notes=(*stops.notes, *spare_notes(job), *unknown_notes(design, drawn)),
        ),
        sure if goodput.known else None,
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
    """Return True when the network and not the store is what RATE, at which data are read, comes from."""
    carried = way.carried("read")
    return carried is not None and carried.known and carried.value == rate.value


def read_rate(design: Design, graph: ServiceGraph, job: Job, step: Iteration) -> Figure:
    """GB/s that JOB wants to read: its own bytes of a token, else those of its data sets, else the usual ones."""
    node = job.node
    width = fact_of(design, node, "bytes_per_token")
    if not width.known:
        sets = [design.nodes[edge.b] for edge in graph.asks.get(node.id, ()) if graph.kinds[edge.b] in DATA_SETS]
        sizes = [size for one in sets if (size := fact_of(design, one, "data_tb")).known]
        if sizes and job.tokens.value:
            tera = leaf("bytes in a TB", 1e12, "B/TB")
            every = product("bytes of the data", (summed("data", sizes, "TB"), tera), "B")
            width = quotient("bytes of a token", every, job.tokens, "B", "size of the data / tokens, each read once")
        else:
            width = assumed(design, "bytes_per_token")
    return product(f"{node.title}: what it reads", (step.tokens_per_s, width, _GIGA), "GB/s", "tokens/s × bytes of one")


def rent_per_hour(design: Design, hosts: Sequence[Node]) -> Figure | None:
    """USD of an hour of those of HOSTS that are rented; None where none is."""
    terms: list[Figure] = []
    for host in hosts:
        part = design.part_of(host)
        if part is not None and is_rented(part):
            price = hourly_price(host, part, rent_plan(design, host))
            terms.append(product(f"rent of {host.title}", (copies_of(design, host), price), "USD/h"))
    return summed("rent of an hour", terms, "USD/h") if terms else None


def _percentile(goodput: Figure, end: int) -> Figure:
    """P10 of GOODPUT, or P90 for END 1; unknown where none were drawn."""
    value = None if goodput.likely is None else goodput.likely[end]
    return leaf(f"{goodput.label}, P{(10, 90)[end]}", value, operation="routing", note=goodput.note)


def _best_interval_h(node: Node, write_h: Figure, mttf_h: Figure) -> Figure:
    """Hours of training between checkpoints that lose the least time."""
    label = f"{node.title}: hours between checkpoints"
    note = "√(2 × time that one stops it × mean time to an interruption), at least a minute: what loses the least."

    def best(write: float | None, mttf: float | None) -> float | None:
        return None if write is None or not mttf else best_interval_s(write * 3600, mttf * 3600) / 3600

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


def _effective(node: Node, rate: Figure, restart_h: Figure, interval_h: Figure, write_h: Figure) -> Figure:
    """Share of the time that trains: (1 − (restart + interval/2) · rate) / (1 + write/interval), as Kokolis et al.

    Where interruptions cost more than 0.3 of the time, Daly's form, see `formulas.workloads.goodput.closed_form`.
    """
    label = "share of the time that trains"
    if not (rate.known and interval_h.value and write_h.known):
        return leaf(label, None, subject=node.id)
    half = quotient("half an interval", interval_h, _TWO, "h")
    lost = product("lost to interruptions", (total("lost with an interruption", (restart_h, half), "h"), rate), "")
    writing = total("with checkpoints", (_ONE, quotient("writing for training", write_h, interval_h, "")), "")
    followed = quotient(label, difference("not lost to interruptions", _ONE, lost, ""), writing, "")
    # The simple formula holds while little is lost; beyond that, restarts that fail in turn count: Daly's closed form.
    if max(lost.or_zero, lost.high or 0.0) <= LARGE_LOSS:
        return followed
    ends = [
        _closed(one, restart, interval_h.value, write)
        for one, restart, write in (
            (rate.high, restart_h.high, write_h.high),
            (rate.value, restart_h.value, write_h.value),
            (rate.low, restart_h.low, write_h.low),
        )
    ]
    if lost.or_zero <= LARGE_LOSS:
        return replace(followed, low=min(ends), high=max(ends), note=f"At its low end {_DALY}")
    return leaf(
        label,
        ends[1],
        low=min(ends),
        high=max(ends),
        operation="routing",
        subject=node.id,
        note=f"{lost.or_zero:.0%} of the time would be lost: {_DALY}",
    )


def _closed(rate: float | None, restart_h: float | None, interval_h: float, write_h: float | None) -> float:
    mean = 3600 / rate if rate else inf
    return training_share(mean, (write_h or 0.0) * 3600, (restart_h or 0.0) * 3600, interval_h * 3600)


def _lost_to_interval(
    node: Node, rate: Figure, restart_h: Figure, interval: Figure, best: Figure, write_h: Figure, trains: Figure
) -> Figure:
    """Share of the time that INTERVAL loses beyond BEST."""
    at_best = trains if interval is best else _effective(node, rate, restart_h, best, write_h)
    return difference(f"{node.title}: lost by its time between checkpoints", at_best, trains, "")


def _unwired(node: Node, way: str) -> Figure:
    return leaf(f"{node.title}: what its storage {way}", None, "GB/s", subject=node.id, note="No storage is wired.")


def _titles(design: Design, ids: tuple[str, ...]) -> str:
    return " and ".join(design.nodes[store].title for store in ids)
