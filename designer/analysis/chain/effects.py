"""Effects of a failure in every layer: who is lost or degraded and why, and what it does to the figures."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal

from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.chain.surviving_copies import Standing
from designer.analysis.quantities import accelerators_in, drawn_chips, role_of
from designer.analysis.results import Effect, Lost, PowerResult, ResilienceResult
from designer.analysis.workloads.results import ServiceLoad, WorkloadsResult
from designer.analysis.workloads.service_graph import ServiceGraph, down_with, sort_of, stores_needed
from designer.formulas.periods import HOURS_PER_MONTH
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.kinds import KINDS, USERS
from designer.model.naming import title_of
from designer.model.parts.part import Layer
from designer.model.wording import listed

LostState = Literal["lost", "degraded"]
_HARDLY: Final = 1e-6
_SLOWER: Final = 1.5
"""An answer that takes so many times as long is felt."""
_EXAMPLES: Final = 2
_GIVES_NOTHING: Final = "gives nothing"
_GIVES_LESS: Final = "gives less"


def with_effects(
    found: ResilienceResult,
    design: Design,
    fail: Collection[str],
    left: Standing,
    before: WorkloadsResult,
    after: WorkloadsResult,
) -> ResilienceResult:
    """Return FOUND with what FAIL takes along.

    Args:
        found: What the network loses.
        design: The design.
        fail: Ids that have failed.
        left: What still stands.
        before: The work with nothing failed.
        after: The work with what is left.
    """
    return replace(
        found,
        lost=tuple(_lost(design, fail, left, before, after)),
        effects=tuple(_effects(design, left, before, after)),
    )


def with_power(found: ResilienceResult, before: PowerResult, after: PowerResult) -> ResilienceResult:
    """Return FOUND with what the failure does to the power that is drawn, from BEFORE to AFTER it, told first.

    Only what a single moment draws: money and energy of a month stand as they are with nothing failed.
    """
    rows = (
        ("it_w", "IT power", before.it_typical_w, after.it_typical_w),
        ("it_max_w", "IT power, maximum", before.it_max_w, after.it_max_w),
        ("facility_w", "Facility power", before.facility_w, after.facility_w),
    )
    effects = [
        Effect(layer="facility", name=name, title=title, before=was, after=now)
        for name, title, was, now in rows
        if was.value
    ]
    return replace(found, effects=(*effects, *found.effects))


def _lost(
    design: Design, fail: Collection[str], left: Standing, before: WorkloadsResult, after: WorkloadsResult
) -> Iterator[Lost]:
    graph = needs_of(design).services
    down = down_with(graph, left.failed, left.alive, left.broken)
    states: dict[str, LostState] = {node_id: "lost" for node_id in down if role_of(design.nodes[node_id]) == "software"}
    work = _work_states(before, after)
    without = _without_a_second(graph, down, left.broken)
    how: dict[str, str] = {
        node_id: f"goes on without {listed((title_of(design, one) for one in gone), None)}"
        for node_id, gone in without.items()
    }
    how |= dict.fromkeys(_slower_ones(before, after), "answers slower")
    how |= dict.fromkeys((node_id for node_id, state in work.items() if state == "degraded"), "gives less")
    degraded: dict[str, LostState] = dict.fromkeys((*without, *_slower_ones(before, after)), "degraded")
    # The first table that names a node decides, but "lost" outweighs "degraded" wherever it comes from.
    for more in (_machine_states(design, left), work, degraded):
        for node_id, state in more.items():
            if state == "lost" or node_id not in states:
                states[node_id] = state
    said = {
        node_id: _GIVES_NOTHING if state == "lost" else how.get(node_id, _GIVES_LESS)
        for node_id, state in states.items()
    }
    names = " and ".join(title_of(design, one) for one in fail)
    for node in design.nodes_in_order():
        state = states.get(node.id)
        if state is not None:
            why = _because(design, graph, left, said, node.id, frozenset())
            why = f"{names} → {why}" if node.id not in left.failed else why
            yield Lost(id=node.id, state=state, because=why, how=said[node.id])


def _without_a_second(graph: ServiceGraph, down: frozenset[str], broken: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return, by id, what each lacks that goes on with one fewer behind it.

    One of two models is lost, or a store that it reads or writes.
    """
    found: dict[str, tuple[str, ...]] = {}
    for node_id in graph.nodes:
        if node_id in down:
            continue
        # Models, and indexes, that the same caller asks can stand in for each other.
        alike: dict[str, list[str]] = {}
        for edge in graph.asks.get(node_id, ()):
            sort = sort_of(graph.kinds[edge.b])
            if edge.medium in {"asks", "depends_on"} and sort in {"model", "retrieval"}:
                alike.setdefault(sort, []).append(edge.b)
        groups = list(alike.values())
        kind = KINDS.get(graph.kinds[node_id])
        if kind is not None and kind.work == "elastic":
            groups += stores_needed(graph, node_id)
        cut = {edge.b for edge in graph.asks.get(node_id, ()) if edge.link in broken}
        gone = dict.fromkeys(one for group in groups for one in group if one in down or one in cut)
        if gone:
            found[node_id] = tuple(gone)
    return found


def _slower_ones(before: WorkloadsResult, after: WorkloadsResult) -> list[str]:
    """Services that answer as much as before, but take much longer."""
    loads = {load.id: load for load in after.services}
    return [load.id for load in before.services if load.id in loads and _slower(load, loads[load.id])]


def _machine_states(design: Design, left: Standing) -> dict[str, LostState]:
    return {
        node_id: "lost" if share <= _HARDLY else "degraded"
        for node_id, share in left.alive.items()
        if share < 1.0 - _HARDLY and role_of(design.nodes[node_id]) != "container"
    }


def _work_states(before: WorkloadsResult, after: WorkloadsResult) -> dict[str, LostState]:
    """States of services, jobs, pipelines and pieces of work, by what they give before and after."""
    found: dict[str, LostState] = {}

    def compare(node_id: str, was: float | None, now: float | None) -> None:
        if was is None or was <= 0.0:
            return
        if now is None or now <= _HARDLY * was:
            found[node_id] = "lost"
        elif now < was * (1.0 - _HARDLY):
            found.setdefault(node_id, "degraded")

    loads = {load.id: load for load in after.services}
    for load in before.services:
        now = loads.get(load.id)
        if now is None:
            continue
        was = load.served_per_s.value or load.requests_per_s.value
        compare(load.id, was, now.served_per_s.value if load.served_per_s.value else now.requests_per_s.value)
    jobs = {job.id: job for job in after.training}
    for job in before.training:
        now_days = jobs[job.id].wall_days.value or jobs[job.id].full_speed_days.value if job.id in jobs else None
        days = job.wall_days.value or job.full_speed_days.value
        compare(job.id, 1.0 / days if days else None, 1.0 / now_days if now_days else None)
    lines = {line.id: line for line in after.pipelines}
    for line in before.pipelines:
        compare(line.id, line.has_gb_per_s.value, lines[line.id].has_gb_per_s.value if line.id in lines else None)
        if found.get(line.id) == "lost":
            # Whether nothing is left that it could move is told by what it needs; here it has one way less.
            found[line.id] = "degraded"
    pieces = {piece.id: piece for piece in after.work}
    for piece in before.work:
        compare(piece.id, piece.granted.value, pieces[piece.id].granted.value if piece.id in pieces else None)
    stores = {store.id: store for store in after.stores}
    for store in before.stores:
        compare(store.id, store.read_has.value, stores[store.id].read_has.value if store.id in stores else None)
    return found


def _slower(before: ServiceLoad, after: ServiceLoad) -> bool:
    was, now = before.answer_s.value, after.answer_s.value
    return was is not None and now is not None and now > was * _SLOWER


def _because(
    design: Design,
    graph: ServiceGraph,
    left: Standing,
    said: Mapping[str, str],
    node_id: str,
    seen: frozenset[str],
) -> str:
    """The way from what failed to NODE_ID, in words: machines first, then what it asks."""
    if node_id in left.because:
        return f"{title_of(design, node_id)}: {left.because[node_id]}"
    # Only through what was touched: the rest of the graph explains nothing. SEEN stops at rings.
    touched = {*said, *left.failed}
    below = [host for host in graph.hosts.get(node_id, ()) if host in touched or host in left.alive]
    below += [edge.b for edge in graph.asks.get(node_id, ()) if edge.b in touched]
    steps = [
        _because(design, graph, left, said, other, seen | {node_id})
        for other in dict.fromkeys(below)
        if other not in seen
    ]
    steps = [step for step in steps if step][:_EXAMPLES]
    here = f"{title_of(design, node_id)} {said.get(node_id, _GIVES_NOTHING)}"
    return " → ".join(("; ".join(steps), here)) if steps else here


def _effects(design: Design, left: Standing, before: WorkloadsResult, after: WorkloadsResult) -> Iterator[Effect]:
    def effect(layer: Layer, name: str, title: str, unit: str, was: float | None, now: float | None) -> Effect:
        return Effect(
            layer=layer,
            name=name,
            title=title,
            before=leaf(f"{title}, before", was, unit, operation="routing"),
            after=leaf(f"{title}, after", now, unit, operation="routing"),
        )

    chips = drawn_chips(design)
    drawn = running = machines = machines_left = 0.0
    for node in design.nodes_in_order():
        kind = KINDS.get(node.kind)
        # Chips that are drawn inside a machine count with the machine.
        if (
            kind is None
            or kind.role not in {"host", "accelerator"}
            or (kind.role == "accelerator" and node.parent in chips)
        ):
            continue
        copies = float(design.total_copies(node.id))
        inside = chips.get(node.id) or accelerators_in(design, design.part_of(node))
        share = left.alive.get(node.id, 1.0)
        drawn += copies * sum(inside.values())
        running += copies * sum(inside.values()) * share
        if kind.role == "host":
            machines += copies
            machines_left += copies * share
    yield effect("servers_fabric", "machines", "Machines that run", "", machines, machines_left)
    yield effect("silicon", "accelerators", "Accelerators that run", "", drawn, running)
    reads = [(_sum(one.read_has for one in result.stores)) for result in (before, after)]
    if before.stores:
        yield effect("data_storage", "read_gb_per_s", "Read from storage", "GB/s", reads[0], reads[1])
    days = [_longest(result) for result in (before, after)]
    if before.training:
        yield effect("training", "training_days", "Longest training", "days", days[0], days[1])
    served = [_sum(load.served_per_s for load in _tops(result)) for result in (before, after)]
    if before.services:
        yield effect("serving_apps", "answers_per_s", "Answers", "1/s", served[0], served[1])
        yield effect("serving_apps", "answer_s", "Slowest answer", "s", before.answer_s.value, after.answer_s.value)
        # Money that is paid for the part of the answers that is not given.
        paid = before.usd_per_month.value
        if paid is not None and served[0] and served[1] is not None:
            lost = paid / HOURS_PER_MONTH * max(0.0, 1.0 - served[1] / served[0])
            yield effect("serving_apps", "usd_per_hour_lost", "Paid for nothing", "USD/h", 0.0, lost)


def _tops(result: WorkloadsResult) -> list[ServiceLoad]:
    """The services that people ask: what no other service asks, else all."""
    asked = {flow.b for flow in result.flows if flow.medium in {"asks", "depends_on"}}
    users = {flow.a for flow in result.flows if flow.medium == "asks"}
    people = {load.id for load in result.services if load.kind in USERS}
    # Neither asked by another service nor people themselves: the roots of the graph.
    tops = [load for load in result.services if load.id not in asked and load.id not in people]
    fronts = [load for load in result.services if load.id in users and load.id not in people]
    # In a ring every service is asked; then those that people ask directly stand for it, else all of them.
    return tops or fronts or list(result.services)


def _sum(figures: Iterator[Figure]) -> float | None:
    known = [figure.value for figure in figures if figure.value is not None]
    return sum(known) if known else None


def _longest(result: WorkloadsResult) -> float | None:
    """Days of the longest training; unknown where one of them is."""
    days = [(job.wall_days if job.wall_days.known else job.full_speed_days).value for job in result.training]
    known = [one for one in days if one is not None]
    return max(known) if known and len(known) == len(days) else None
