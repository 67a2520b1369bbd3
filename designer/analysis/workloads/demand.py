"""Demand from the users at the top to what is asked at the bottom: requests a second, tokens in and out.

Users of a node ask requests; a request makes model calls and retrievals, shared evenly among those that can stand in
for each other, and one request of every application further down. Stores, trackers and orchestrators are not asked by
the request.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.quantities import fact_of, summed
from designer.analysis.workloads.service_graph import Edge, ServiceGraph, sort_of
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, known_like, leaf, product, quotient, total
from designer.model.workloads.choices import chosen

PREFILL: Final = "only"
"""What the choice `prompts` of an engine says that reads prompts for others; those say `DECODE`."""
DECODE: Final = "elsewhere"
SPELLED_OUT: Final = 64
"""Up to so many services a rate carries its whole reason; beyond, one names the caller whose rate it rests on."""
_ONCE: Final = leaf("requests, each request", 1.0)
_CARRIED: Final = "requests × how often each asks"
_HOUR: Final = leaf("seconds in an hour", 3600.0, "s/h")
_RATE: Final = leaf("requests", 0.0, "1/s", operation="routing")
"""The pattern of what is carried over one of thousands of links; see `unknown_like`."""
_NOTHING: Final = leaf("no requests", 0.0, "1/s", note="It is not asked.")
_UNCACHED: Final = leaf("share of input read from a cache", 0.0, note="None is set.")
UNKNOWN_TOKENS: Final = "Say how many tokens a request has on the application that asks."


class Traffic(NamedTuple):
    """Traffic to one node, all its copies together.

    Attributes:
        average_per_s: Over the usual hour.
        peak_per_s: In the busiest hour.
        input_tokens: Of a request.
        output_tokens: Of a request.
        cached_share: Share of the input that comes from a cache.
        asked: Whether anybody asks it at all.
    """

    average_per_s: Figure
    peak_per_s: Figure
    input_tokens: Figure
    output_tokens: Figure
    cached_share: Figure
    asked: bool


_FIELDS: Final[Mapping[str, Callable[[Traffic], Figure]]] = {
    "input_tokens": attrgetter("input_tokens"),
    "output_tokens": attrgetter("output_tokens"),
    "cached_input_share": attrgetter("cached_share"),
}
"""Which field of the traffic of callers each fact of a node is the mean of, where it is not set."""


class Demand(NamedTuple):
    """Demand of a whole design.

    Attributes:
        traffic: By node id, for every node of the graph.
        flows: Peak requests a second over each `depends_on` link.
    """

    traffic: Mapping[str, Traffic]
    flows: Mapping[str, Figure]


def demand(design: Design, graph: ServiceGraph, load: float = 1.0) -> Demand:
    """Return the traffic of every service of GRAPH, with the demand that is set multiplied by LOAD."""
    whole = len(graph.nodes) <= SPELLED_OUT
    traffic: dict[str, Traffic] = {}
    flows: dict[str, Figure] = {}
    told: dict[tuple[str, str], Figure] = {}
    # Callers come before those they ask, so that what each is asked is known when its turn comes.
    for node_id in graph.nodes:
        node = design.nodes[node_id]
        arriving: list[tuple[Traffic, Figure, Figure]] = []
        asked_by = graph.asked_by.get(node_id, ())
        # Large designs take one request for each and leave out the way to each figure, which would fill the memory.
        once = _ONCE if asked_by and not whole and sort_of(graph.kinds[node_id]) == "service" else None
        for edge in asked_by:
            caller = traffic[edge.a]
            if not caller.asked or not edge.asks:
                continue
            share = once or _calls(design, graph, edge)
            if share is None:
                continue
            if whole:
                average = product(f"{edge.a} → {edge.b}", (caller.average_per_s, share), "1/s", _CARRIED)
                peak = product(f"{edge.a} → {edge.b}", (caller.peak_per_s, share), "1/s", _CARRIED)
            else:
                average, peak = _carried(caller, share, edge)
            flows[edge.link] = peak
            arriving.append((caller, average, peak))
        traffic[node_id] = _traffic(design, node, arriving, whole, load, told)
    return Demand(traffic, flows)


def _traffic(
    design: Design,
    node: Node,
    arriving: list[tuple[Traffic, Figure, Figure]],
    whole: bool,
    load: float,
    told: dict[tuple[str, str], Figure],
) -> Traffic:
    facts, title = node.facts, node.title
    own_users = "users" in facts or "requests_per_user_hour" in facts
    if not arriving and not own_users:
        return Traffic(
            _NOTHING,
            _NOTHING,
            _tokens(design, node, "input_tokens", (), whole, told),
            _tokens(design, node, "output_tokens", (), whole, told),
            _tokens(design, node, "cached_input_share", (), whole, told),
            asked=False,
        )
    averages, peaks = [average for _, average, _ in arriving], [peak for _, _, peak in arriving]
    if own_users:
        hourly = product(
            f"{node.title}: requests in an hour",
            (fact_of(design, node, "users"), fact_of(design, node, "requests_per_user_hour")),
            "1/h",
        )
        own = quotient(f"{node.title}: requests of its users", hourly, _HOUR, "1/s")
        if load != 1.0:
            grown = leaf("growth that is looked at", load, status="user")
            own = product(f"{node.title}: requests of its users, grown", (own, grown), "1/s")
        averages.append(own)
        peaks.append(product(f"{node.title}: requests at the peak", (own, _peak(design, node)), "1/s"))
    return Traffic(
        average_per_s=summed(f"{title}: requests", averages, "1/s"),
        peak_per_s=summed(f"{title}: requests in the busiest hour", peaks, "1/s"),
        input_tokens=_tokens(design, node, "input_tokens", arriving, whole, told),
        output_tokens=_tokens(design, node, "output_tokens", arriving, whole, told),
        cached_share=_tokens(design, node, "cached_input_share", arriving, whole, told),
        asked=True,
    )


def _peak(design: Design, node: Node) -> Figure:
    return fact_of(design, node, "peak_factor") if "peak_factor" in node.facts else assumed(design, "peak_factor")


def _tokens(
    design: Design,
    node: Node,
    name: str,
    arriving: Sequence[tuple[Traffic, Figure, Figure]],
    whole: bool,
    told: dict[tuple[str, str], Figure],
) -> Figure:
    """Tokens of a request at NODE: its own figure, else the mean of those who ask it, weighted by their requests.

    What a part says of it is one figure for all that are of the part, kept in TOLD.
    """
    if name == "output_tokens" and reads_only(node):
        return leaf(f"{node.title}: tokens that it writes", 1.0, subject=node.id, note="Others write the answer.")
    if name not in node.facts and name == "cached_input_share" and not arriving:
        return _nothing_cached(node)
    if name in node.facts:
        return fact_of(design, node, name)
    if not arriving:
        key = (node.part or "", name)
        found = told.get(key)
        if found is None:
            found = fact_of(design, node, name)
            if design.part_of(node) is not None:
                told[key] = found
        return found
    tokens_of = _FIELDS[name]
    each = [tokens_of(caller) for caller, _, _ in arriving]
    first = each[0]
    for figure in each:
        if figure is not first and (
            figure.value != first.value or figure.low != first.low or figure.high != first.high
        ):
            break
    else:
        # All callers have the same: a mean of equal numbers would only hide that.
        return first
    rates = [average for _, average, _ in arriving]
    # Without a way that is spelled out, the mean itself, over callers that say both.
    if not whole or any(figure.value is None for figure in (*each, *rates)):
        known = [
            (figure.value, rate.value)
            for figure, rate in zip(each, rates, strict=True)
            if figure.value is not None and rate.value
        ]
        weight = sum(rate for _, rate in known)
        mean = sum(value * rate for value, rate in known) / weight if weight else None
        return leaf(
            f"{node.title}: {name.replace('_', ' ')}",
            mean,
            operation="routing",
            subject=node.id,
            note="Mean over those who ask it, weighted by their requests.",
        )
    weighted = [
        product(f"{figure.label}, weighted", (rate, figure), "1/s") for rate, figure in zip(rates, each, strict=True)
    ]
    label = f"{node.title}: {name.replace('_', ' ')}"
    return quotient(label, total("weighted", weighted, "1/s"), total("requests", rates, "1/s"), "")


def reads_only(node: Node) -> bool:
    """Return whether NODE, an engine, only reads prompts, whose answers others write."""
    return chosen(node, "prompts") == PREFILL


def _nothing_cached(node: Node) -> Figure:
    return known_like(_UNCACHED, f"{node.title}: share of input read from a cache", 0.0, node.id)


def _calls(design: Design, graph: ServiceGraph, edge: Edge) -> Figure | None:
    """Return how often a request at one end of EDGE asks the other; None when not by the request."""
    caller = design.nodes[edge.a]
    sort = sort_of(graph.kinds[edge.b])
    if sort == "service":
        return leaf(f"requests of {design.nodes[edge.b].title}, each request", 1.0, subject=edge.link)
    fact = {"model": "model_calls", "retrieval": "retrievals"}.get(sort)
    if fact is None:
        return None
    every = {other.b for other in graph.asks[edge.a] if other.asks and sort_of(graph.kinds[other.b]) == sort}
    # What a lost one was asked moves to those that can stand in for it; with none left it goes where it went.
    standing = every - graph.down
    if standing and edge.b in graph.down:
        return None
    alike = len(standing or every)
    if reads_only(design.nodes[edge.b]) and graph.kinds[edge.a] == graph.kinds[edge.b]:
        calls = leaf(f"prompts of {caller.title}, each request", 1.0, subject=edge.link)
        return calls if alike == 1 else quotient(calls.label, calls, leaf("that share them", float(alike)), "")
    calls = (
        fact_of(design, caller, fact)
        if fact in caller.facts
        else leaf(
            f"{caller.title}: {fact.replace('_', ' ')}, each request",
            1.0,
            status="assumed",
            subject=caller.id,
            note="One is assumed where none is set.",
        )
    )
    if alike == 1:
        return calls
    return quotient(f"{calls.label}, share of one of {alike}", calls, leaf("that share them", float(alike)), "")


def _carried(caller: Traffic, share: Figure, edge: Edge) -> tuple[Figure, Figure]:
    """Return requests a second that CALLER sends over EDGE, on average and at the peak, SHARE for each of its own.

    The way to each is not spelled out.
    """
    label, note = f"{edge.a} → {edge.b}", f"The requests of {edge.a} × how often each asks."
    found: list[Figure] = []
    for rate in (caller.average_per_s, caller.peak_per_s):
        if rate.value is None or share.value is None:
            found.append(leaf(label, None, "1/s", operation="routing", subject=edge.link, note=note))
            continue
        value = rate.value * share.value
        low = value if rate.low is None or share.low is None else rate.low * share.low
        high = value if rate.high is None or share.high is None else rate.high * share.high
        found.append(replace(_RATE, label=label, value=value, low=low, high=high, subject=edge.link, note=note))
    return found[0], found[1]


def unasked(traffic: Iterable[Traffic]) -> bool:
    """Return True when nobody asks anything."""
    return not any(one.asked for one in traffic)
