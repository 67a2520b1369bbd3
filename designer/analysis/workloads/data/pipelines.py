"""Pace of data pipelines: what a day brings, against the slowest of what they read, write and run on."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.network.network_context import survey_of
from designer.analysis.quantities import copies_of, fact_of, summed
from designer.analysis.workloads.data.data_network import DataWay, data_way
from designer.analysis.workloads.data.data_paths import DataPath, edges_of, pipeline_path
from designer.analysis.workloads.data.store_rates import Way, condition, hosts_of, network_rate, store_rate
from designer.analysis.workloads.machine_needs import short_machines
from designer.analysis.workloads.results import PipelineResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, difference, leaf, maximum, minimum, product, quotient, total
from designer.model.kinds import PIPELINES
from designer.model.workloads.choices import chosen

DAY_S: Final = leaf("seconds in a day", 86_400.0, "s")
_GB_IN_TB: Final = leaf("GB in a TB", 1000.0, "GB/TB")
_ONE: Final = leaf("what there is", 1.0)
LINEAGE_TAG: Final = "lineage"
"""Parts that keep the lineage of others carry this tag."""
_BY_ANOTHER: Final = "through "
_FULL: Final = 1.0001


class _Step(NamedTuple):
    id: str
    title: str
    does: str
    rate: Figure


def pipeline(
    design: Design, graph: ServiceGraph, node: Node, fabrics: WorkFabrics | None = None, load: float = 1.0
) -> PipelineResult:
    """Return the pace of NODE against the TB of its day; no peak is assumed.

    Args:
        design: The design, with the parts it uses embedded.
        graph: Its services.
        node: A node of kind pipeline.
        fabrics: The drawn networks, with what has failed worked in; those of DESIGN as drawn when None.
        load: By what the demand of users is multiplied.
    """
    fabrics = fabrics or WorkFabrics(survey_of(design))
    needed = needed_rate(design, node, load)
    path = pipeline_path(design, graph, node)
    hosts = hosts_of(design, graph, node.id)
    ways = {
        store: data_way(design, graph, hosts, design.nodes[store], fabrics) for store in (*path.reads, *path.writes)
    }
    steps = list(_steps(design, graph, node, path, ways, needed))
    known = [step for step in steps if step.rate.known]
    slowest = min(known, key=lambda step: step.rate.or_zero, default=None)
    label = f"{node.title}: what it can move"
    if steps:
        has = minimum(label, [step.rate for step in steps], "GB/s", "the slowest of reading, writing and network")
    else:
        has = leaf(label, None, "GB/s", subject=node.id, note="It is linked to nothing that it could read or write.")
    tasks, tasks_most = _tasks(design, graph, node)
    filled = quotient(f"{node.title}: share that is used", needed, has, "")
    busy = quotient(f"{node.title}: share of tasks at once", tasks, tasks_most, "")
    part = design.part_of(node)
    keeps = part is not None and LINEAGE_TAG in part.tags
    # A scheduler that only starts other pipelines moves nothing itself, so nothing has to be said of TB.
    moves = "tb_per_day" in node.facts or not (busy.known or keeps)
    if busy.known:
        filled = maximum(f"{node.title}: the fuller of both", (filled, busy), "") if moves else busy
    return PipelineResult(
        id=node.id,
        needed_gb_per_s=needed,
        has_gb_per_s=has,
        tasks=tasks,
        tasks_most=tasks_most,
        utilisation=filled,
        slowest=slowest.id if slowest else "",
        lineage=lineage_of(design, graph, node),
        unreached=tuple(store for store, way in ways.items() if way.missing),
        reason=" ".join(
            (
                *(_moving(design, needed, path, steps, slowest) if moves else ()),
                *_starting(tasks, tasks_most),
                *short_machines(design, graph, part, hosts),
            )
        ),
    )


def needed_rate(design: Design, node: Node, load: float = 1.0) -> Figure:
    """GB/s that pipeline NODE moves on average over the day, with the demand of users multiplied by LOAD."""
    daily = product(f"{node.title}: GB of a day", (fact_of(design, node, "tb_per_day"), _GB_IN_TB), "GB")
    needed = quotient(f"{node.title}: what the day brings", daily, DAY_S, "GB/s", "TB a day × 1,000 / 86,400 s")
    grown = grown_by(design, node, load)
    return needed if grown is None else product(f"{node.title}: what the day brings, grown", (needed, grown), "GB/s")


def growing_share(design: Design, node: Node) -> Figure:
    """Share of the data of pipeline NODE that grows with the demand of users; 0 where nobody says."""
    own = fact_of(design, node, "grows_with_users")
    if own.known:
        return own
    return leaf(own.label, 0.0, subject=node.id, note="It is not stated to grow with the users.")


def grown_by(design: Design, node: Node, load: float) -> Figure | None:
    """By what the data of pipeline NODE are multiplied at LOAD: 1 + share that grows × (LOAD − 1); None for 1."""
    share = growing_share(design, node)
    if load == 1.0 or not share.value:
        return None
    looked = leaf("growth that is looked at", load, status="user")
    more = product("what the users add", (share, difference("growth less what there is", looked, _ONE, "")), "")
    return total("growth of its data", (_ONE, more), "", "1 + share that grows × (growth − 1)")


def lineage_of(design: Design, graph: ServiceGraph, node: Node) -> Literal["", "tracked", "not tracked"]:
    """Return "tracked" when it is kept which data came from which, "" where nobody says.

    As chosen, else by what the part's text says of itself. A part that tracks only "through" another does so when such
    another is linked to it.

    A part that tracks only "through" another does so when such another is linked to it.
    """
    choice = chosen(node, "lineage")
    if choice in ("tracked", "not tracked"):
        return choice
    part = design.part_of(node)
    text = part.texts.get("lineage", "") if part else ""
    if not text:
        return ""
    # The text names another product that keeps it: then one has to be linked.
    if not text.startswith(_BY_ANOTHER):
        return "tracked"
    for edge in edges_of(graph, node.id):
        other = design.nodes[edge.b if edge.a == node.id else edge.a]
        keeper = design.part_of(other)
        if other.kind == node.kind and keeper is not None and LINEAGE_TAG in keeper.tags:
            return "tracked"
    return ""


def _steps(
    design: Design, graph: ServiceGraph, node: Node, path: DataPath, over: Mapping[str, DataWay], needed: Figure
) -> Iterator[_Step]:
    ways: tuple[tuple[Way, str, tuple[str, ...]], ...] = (
        ("read", "reads from", path.reads),
        ("write", "writes to", path.writes),
    )
    for way, does, stores in ways:
        for store_id in stores:
            store = design.nodes[store_id]
            asked, alike = needed, leaf("of its stores", 1.0)
            # Several stores share the data evenly: each has to move its part, and together they give so many times as
            # much.
            if len(stores) > 1:
                alike = leaf(
                    "that share the data evenly", float(len(stores)), note="Where their shares are not stated."
                )
                asked = quotient("what one of them has to move", needed, alike, "GB/s")
            rate, carried = store_rate(design, graph, store, way, asked), over[store_id].carried(way)
            if len(stores) > 1:
                both = product(f"{store.title} and those beside it", (rate, alike), "GB/s")
                rate = replace(both, note=rate.note)
            yield _Step(store_id, store.title, does, rate)
            if carried is not None and carried.known:
                between = carried if len(stores) == 1 else product("and those beside it", (carried, alike), "GB/s")
                yield _Step(store_id, f"the network to {store.title}", f"{does.partition(' ')[0]} over", between)
    hosts = hosts_of(design, graph, node.id)
    if hosts:
        title = hosts[0].title if len(hosts) == 1 else f"{hosts[0].title} and {len(hosts) - 1} more"
        yield _Step(hosts[0].id, title, "runs on", network_rate(design, graph, hosts))


def _tasks(design: Design, graph: ServiceGraph, node: Node) -> tuple[Figure, Figure]:
    """Pipelines that NODE starts, and how many it runs at once."""
    started = dict.fromkeys(edge.b if edge.a == node.id else edge.a for edge in edges_of(graph, node.id))
    others = [design.nodes[other] for other in started if graph.kinds[other] in PIPELINES]
    most = product(f"{node.title}: tasks at once", (copies_of(design, node), fact_of(design, node, "jobs_most")), "")
    label = f"{node.title}: pipelines that it starts"
    if not others:
        return leaf(label, 0.0 if most.known else None, subject=node.id), most
    return summed(label, [copies_of(design, other) for other in others], ""), most


def _moving(design: Design, needed: Figure, path: DataPath, steps: list[_Step], slowest: _Step | None) -> Iterator[str]:
    """Yield whether it keeps up, and what would have to be known to say so, in plain words."""
    if not needed.known:
        yield "Say how many TB it moves in a day."
    for other in path.nowhere:
        yield f"{design.nodes[other].title} lies in no store."
    if not path.reads and not path.writes:
        yield "Link it to what it reads and to what it writes."
    elif not path.reads or not path.writes:
        yield f"It is not stated where it {'reads' if not path.reads else 'writes'}."
    silent = [f"{step.title} ({step.does})" for step in steps if not step.rate.known]
    if silent:
        yield f"Rates that are not stated: {', '.join(silent)}."
    rate, has = needed.or_zero, slowest.rate.value if slowest else None
    if slowest is not None and has is not None and rate > has * _FULL:
        yield (
            f"It does not keep up: {rate:,.4g} GB/s are needed, and what it {slowest.does}, {slowest.title}, gives "
            f"{has:,.4g} GB/s{condition(slowest.rate)}."
        )


def _starting(tasks: Figure, most: Figure) -> Iterator[str]:
    if tasks.value is not None and most.value is not None and tasks.value > most.value:
        yield f"It starts {tasks.value:,.0f} pipelines and runs at most {most.value:,.0f} tasks at once."
