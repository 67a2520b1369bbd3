"""At which growth what users wait passes what they are promised, by bisection on the queues as they are worked out."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import inf, sqrt
from typing import Final, NamedTuple

from designer.analysis.chain.growth.limits_of import title_of
from designer.analysis.quantities import value_of
from designer.analysis.workloads.results import ServiceLoad
from designer.analysis.workloads.service_graph import ServiceGraph, sort_of
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.figures.figure_text import quantity_text

MOST_EVALUATIONS: Final = 12
"""So often the queues are worked out for one end of the range of one target."""
_NEAR: Final = 0.002
"""The two growths around a break differ by less than this part of them: three digits are shown."""
_LEAST: Final = 0.01
"""The growth at which next to nothing is asked: what is waited then is waited without a queue."""

_PROMISED: Final = {
    "token_within_ms": ("token", 1e-3),
    "first_token_within_s": ("first token", 1.0),
    "answer_within_s": ("answer", 1.0),
}
"""By the fact that says it: what users are promised to wait for, and its unit in s."""

Loads = Mapping[str, ServiceLoad]
End = str


class Promise(NamedTuple):
    """Longest wait that users of a service are promised.

    Attributes:
        id: Node id of the service.
        what: "first token", "answer", or "token" for each further one.
        within_s: In seconds.
    """

    id: str
    what: str
    within_s: float

    @property
    def words(self) -> str:
        """As it stands in a sentence: "an answer within 10 s"."""
        if self.what == "token":
            return f"a token within {quantity_text(self.within_s * 1e3, 'ms')}"
        article = "the" if self.what == "first token" else "an"
        return f"{article} {self.what} within {quantity_text(self.within_s, 's')}"


def promises(design: Design, graph: ServiceGraph) -> Iterator[Promise]:
    """Yield what the services of DESIGN promise, in design order."""
    said = {name for name, part in design.parts.items() if not _PROMISED.keys().isdisjoint(part.facts)}
    for node in design.nodes_in_order():
        # Of thousands of services hardly one promises anything.
        if node.id not in graph.kinds or (node.part not in said and _PROMISED.keys().isdisjoint(node.facts)):
            continue
        for fact, (what, unit) in _PROMISED.items():
            within = value_of(design, node, fact)
            if within:
                yield Promise(node.id, what, within * unit)


def waits(design: Design, graph: ServiceGraph, loads: Loads, promise: Promise) -> Figure:
    """Return what users of the service of PROMISE wait at LOADS, in s; unknown where nobody says or it has no end."""
    load = loads.get(promise.id)
    if load is None:
        return leaf(f"{promise.id}: {promise.what}", None, "s")
    if promise.what == "answer":
        return load.latency_s
    engine = _writer(graph, loads, promise.id, ())
    if promise.what == "token":
        return load.token_s if engine is None else engine.token_s
    if engine is None or engine.id == promise.id:
        return load.first_token_s
    # The last call streams: all before its first token is waited for, the rest of its answer is read as it comes.
    ends: list[float | None] = []
    for end in ("value", "low", "high"):
        whole, first, written = (_of(one, end) for one in (load.latency_s, engine.first_token_s, engine.latency_s))
        ends.append(None if whole is None or first is None or written is None else whole + first - written)
    label = f"{title_of(design, promise.id)}: first token"
    return leaf(
        label,
        ends[0],
        "s",
        low=ends[1],
        high=ends[2],
        operation="routing",
        subject=promise.id,
        note="The whole answer less what the last model call writes after its first token.",
    )


def _writer(graph: ServiceGraph, loads: Loads, node_id: str, way: tuple[str, ...]) -> ServiceLoad | None:
    """The slowest of the models that answer NODE_ID at last; None where none does."""
    if sort_of(graph.kinds[node_id]) == "model":
        return loads.get(node_id)
    # WAY stops at rings of services that ask each other.
    asked = [edge.b for edge in graph.asks.get(node_id, ()) if edge.asks and edge.b not in way]
    found = [one for other in asked if (one := _writer(graph, loads, other, (*way, node_id))) is not None]
    return max(found, key=lambda one: one.latency_s.value or inf, default=None)


def writer_of(graph: ServiceGraph, loads: Loads, node_id: str) -> str:
    """Return the id of the model that makes users of NODE_ID wait longest; "" where none does."""
    found = _writer(graph, loads, node_id, ())
    return found.id if found is not None else ""


def break_of(promise: Promise, wait_at: Callable[[float], Figure], most: float, label: str) -> Figure | None:
    """Return the growth at which PROMISE is broken, with its range; None where it holds up to MOST.

    Bisection on the growth, in ratio, until both sides are within a fifth of a percent, at most `MOST_EVALUATIONS`
    times for each end of the range. The high end of the wait gives the low end of the growth. What has no end is
    beyond every promise; 0 where even an idle service is too slow.

    Source: the queue model of serving, bisection.

    Args:
        promise: What is promised.
        wait_at: What is waited at a growth, with its range.
        most: Growth up to which it is looked for, above 1.
        label: What the figure is called.
    """
    known: dict[float, Figure] = {}

    def broken(end: End, growth: float) -> bool:
        """Return True when the promise is broken at GROWTH, at this END of what is waited."""
        if growth not in known:
            known[growth] = wait_at(growth)
        wait = _of(known[growth], end)
        return wait is None or wait > promise.within_s

    ends = {end: _bisected(partial(broken, end), known, most) for end in ("value", "high", "low")}
    middle = ends["value"]
    if middle is None or (middle == 0.0 and known[_LEAST].value is None):
        # It holds, or nothing tells how long even an idle service takes.
        return None
    # Waits are worked out up to where the typical capacity is full, so that the high end is no higher than that.
    low, high = ends["high"], ends["low"]
    return leaf(
        label,
        middle,
        "",
        low=middle if low is None else min(low, middle),
        high=most if high is None else max(high, middle),
        operation="routing",
        subject=promise.id,
        note=f"Where {promise.words} is no longer kept, by bisection on the queues.",
    )


def _bisected(broken: Callable[[float], bool], known: Mapping[float, Figure], most: float) -> float | None:
    # What other ends have asked already costs nothing.
    within = [growth for growth in sorted(known) if not broken(growth)]
    beyond = [growth for growth in sorted(known) if broken(growth)]
    low, high = (within[-1] if within else None), (beyond[0] if beyond else None)
    asked = 0
    if high is None:
        asked += 1
        if not broken(most):
            return None
        high = most
    if low is None:
        asked += 1
        if broken(_LEAST):
            return 0.0
        low = _LEAST
    while high / low > 1.0 + _NEAR and asked < MOST_EVALUATIONS:
        middle = sqrt(low * high) if low > _LEAST else (1.0 if high > 1.0 else sqrt(low * high))
        asked += 1
        low, high = (low, middle) if broken(middle) else (middle, high)
    return low


def _of(figure: Figure, end: End) -> float | None:
    if figure.value is None:
        return None
    return {"value": figure.value, "low": figure.low, "high": figure.high}[end]
