"""Effects of a change of the fabric on bandwidth, latency, training and serving, beside the headline figures."""

from collections.abc import Iterator, Mapping
from typing import Final

from designer.analysis.limits.paths import paths_between
from designer.analysis.network.endpoints import Roster
from designer.analysis.quantities import fact_of, role_of
from designer.analysis.results import Results
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, total
from designer.model.kinds import CABLE, OPTIC, SWITCH
from designer.model.records import RefusedInput
from designer.review.effects.preview import State
from designer.review.effects.records import EffectRow
from designer.review.headline_figures import BY_KEY, headline_value

_MESSAGE_BYTES: Final = 0.0
"""Of a message without length: what is left are the ports on the way."""
_MONEY: Final = {CABLE: "Cables to buy", OPTIC: "Optics to buy", SWITCH: "Switches to buy"}


def fabric_rows(before: State, after: State) -> tuple[EffectRow, ...]:
    """Return what the fabric and those who use it give, before and after, in the order in which people ask."""
    rows: list[EffectRow] = []
    sides = [dict(_figures(state)) for state in (before, after)]
    titles = {key: title for side in (before, after) for key, title in _titles(side).items()}
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        rows.append(EffectRow(key=key, title=titles[key], before=sides[0].get(key), after=sides[1].get(key)))
    return tuple(rows)


def _figures(state: State) -> Iterator[tuple[str, Figure]]:
    design, results = state.design, state.results
    book = design.settings.prices
    for key in ("bisection", "busiest"):
        figure = headline_value(key, results, book)
        if figure is not None:
            yield key, figure
    yield from _way(design)
    if results.power is not None:
        switches = results.power.by_kind.get(SWITCH)
        if switches is not None:
            yield "switch_w", switches
    if results.cost is not None:
        for kind in _MONEY:
            figure = results.cost.by_kind.get(kind)
            if figure is not None:
                yield f"{kind}_usd", figure
    yield from _work(results)


def _titles(state: State) -> Mapping[str, str]:
    design, results = state.design, state.results
    found = {key: BY_KEY[key].title for key in ("bisection", "busiest")}
    found |= {"hops": "Cables on the longest way", "port_latency_ns": "Switch latency on the longest way"}
    found |= {"switch_w": "Switches, typical power", **{f"{kind}_usd": title for kind, title in _MONEY.items()}}
    if results.workloads is not None:
        for job in results.workloads.training:
            title = design.nodes[job.id].title
            found |= {f"{job.id}:step": f"{title}: a step of training", f"{job.id}:days": f"{title}: days of training"}
        for one in results.workloads.services:
            title = design.nodes[one.id].title
            found |= {
                f"{one.id}:rate": f"{title}: most requests",
                f"{one.id}:first": f"{title}: first token",
                f"{one.id}:answer": f"{title}: whole answer",
            }
    return found


def _work(results: Results) -> Iterator[tuple[str, Figure]]:
    """Yield the figures that training and serving feel, with their keys."""
    if results.workloads is None:
        return
    for job in results.workloads.training:
        if "total" in job.iteration_s:
            yield f"{job.id}:step", job.iteration_s["total"]
        yield f"{job.id}:days", job.wall_days
    for one in results.workloads.services:
        for name, figure in (("rate", one.requests_per_s), ("first", one.first_token_s), ("answer", one.answer_s)):
            if figure.known:
                yield f"{one.id}:{name}", figure


def _way(design: Design) -> Iterator[tuple[str, Figure]]:
    """Cables on the longest of the shortest ways from one endpoint to all others, and what its switches wait."""
    ends = Roster(design).endpoints(("fabric",))
    if not ends:
        return
    first = ends[0] if design.total_copies(ends[0]) == 1 else f"{ends[0]}[0]"
    try:
        path = paths_between(design, [first], ends, message_bytes=_MESSAGE_BYTES).farthest
    except RefusedInput:
        return
    if path is None:
        return
    yield "hops", leaf("cables on the longest way", float(path.hops), "cables", operation="design")
    waits = [_latency(design, step.nodes) for step in path.steps]
    known = [wait for wait in waits if wait is not None]
    if known:
        yield "port_latency_ns", total("port latency of the switches on the way", known, "ns")


def _latency(design: Design, nodes: tuple[str, ...]) -> Figure | None:
    """The port-to-port latency of a switch that a hop enters; None where it enters a host."""
    switches = [design.nodes[node] for node in nodes if role_of(design.nodes[node]) == "switch"]
    return fact_of(design, switches[0], "port_latency_ns") if switches else None
