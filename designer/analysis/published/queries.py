"""Published times and charges of a vector database: of a query, of reading and of writing."""

import re
from math import log
from typing import Final

from designer.analysis.money.prices import price_figure
from designer.analysis.quantities import copies_of, fact_of, summed
from designer.analysis.workloads.data.pipelines import grown_by
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.formulas.periods import DAYS_PER_MONTH, SECONDS_PER_MONTH
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, maximum, minimum, product, quotient
from designer.model.money.pricing import planned_price
from designer.model.parts.part import Case, Part

_MIDDLE: Final = ("query_p50_ms", "query_mean_ms")
_TAIL: Final = ("query_p95_ms", "query_p99_ms")
_MS: Final = 0.001
_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")
_KILO: Final = leaf("KB in a byte", 1e-3, "KB/B")
_KB_IN_TB: Final = leaf("KB in a TB", 1e9, "KB/TB")
_FOUR: Final = leaf("bytes of a value in single precision", 4.0, "B")
_THOUSAND: Final = leaf("units that the price is for", 1000.0)
_SECONDS: Final = leaf("seconds in a month", SECONDS_PER_MONTH, "s/month")
_DAYS: Final = leaf("days in a month", DAYS_PER_MONTH, "day/month")
_SIZE: Final = re.compile(r"([0-9][0-9.,]*)( million)? vectors of ([0-9][0-9,]*) dimensions")


def query_time(design: Design, node: Node, vectors: Figure, dimensions: Figure) -> Figure:
    """Seconds of a query: as set on NODE, else as published for the size nearest to it, else the assumption.

    The value is the median, else the mean, else the published percentile; the high end is the 95th or 99th percentile.
    """
    label = f"{node.title}: a query"
    own = next((node.facts[name] for name in _MIDDLE if name in node.facts), None)
    if own is not None:
        return leaf(label, own * _MS, "s", status="user", subject=node.id, note="Set on this node.")
    part = design.part_of(node)
    case = _nearest(part, vectors.value, dimensions.value) if part is not None else None
    facts = {} if part is None else {**part.facts, **(case.facts if case is not None else {})}
    # The median before the tails; a tail alone bounds the median from above.
    known = [(name, facts[name]) for name in (*_MIDDLE, *_TAIL) if name in facts and facts[name].value is not None]
    if part is None or not known:
        return assumed(design, "retrieval_s")
    name, middle = known[0]
    tail = next((fact for other, fact in known[1:] if other in _TAIL), middle)
    words = [f"Measured with {case.name}" if case is not None else "", middle.conditions]
    if name in _TAIL:
        words.append(f"so long at most in {'95' if name == _TAIL[0] else '99'} of 100 queries; no median is published")
    measured = _size_of(case) if case is not None else None
    # More vectors than measured take longer, by how much nobody publishes.
    if measured is not None and vectors.value is not None and vectors.value > measured[0]:
        words.append("with more vectors it takes longer")
    return leaf(
        label,
        middle.or_zero * _MS,
        "s",
        low=(middle.low if middle.low is not None else middle.or_zero) * _MS,
        high=max(tail.high or tail.or_zero, middle.or_zero) * _MS,
        operation="fact",
        sources=middle.sources,
        status=middle.status,
        subject=part.id,
        date=middle.date,
        note="; ".join(filter(None, words)) + ".",
    )


def _nearest(part: Part, vectors: float | None, dimensions: float | None) -> Case | None:
    """The published measurement of PART whose size is nearest, in proportion; the largest where no size is said."""
    cases = [case for case in part.cases if case.of == "size" and {*_MIDDLE, *_TAIL} & set(case.facts)]
    sized = [(case, size) for case in cases if (size := _size_of(case)) is not None]
    if not sized:
        return cases[0] if cases else None
    if not vectors or not dimensions:
        return max(sized, key=lambda one: one[1][0] * one[1][1])[0]

    def distance(size: tuple[float, float]) -> float:
        # In proportion on both axes: ten times as many is as far as a tenth.
        return abs(log(size[0] / vectors)) + abs(log(size[1] / dimensions))

    return min(sized, key=lambda one: distance(one[1]))[0]


def _size_of(case: Case) -> tuple[float, float] | None:
    """Vectors and dimensions that CASE names; None where it names none."""
    found = _SIZE.search(case.name)
    if found is None:
        return None
    number = float(found[1].replace(",", "")) * (1e6 if found[2] else 1.0)
    return (number, float(found[3].replace(",", ""))) if number else None


def queries_per_s(design: Design, node: Node, units: Figure) -> Figure:
    """Queries a second that NODE answers: its stated rate, and what its greatest rate of read units allows.

    Args:
        design: The design.
        node: A vector database.
        units: Read units of a query.
    """
    label = f"{node.title}: queries that it can answer"
    limits: list[Figure] = []
    stated = fact_of(design, node, "reads_per_s")
    if stated.known:
        limits.append(product("queries that it states", (copies_of(design, node), stated), "1/s"))
    rate = fact_of(design, node, "read_units_per_s")
    if rate.known and units.value:
        each = quotient("queries by its read units", rate, units, "1/s")
        limits.append(product("of all copies", (copies_of(design, node), each), "1/s"))
    if not limits:
        return leaf(label, None, "1/s", subject=node.id, note="It is not published; set what was measured on yours.")
    return limits[0] if len(limits) == 1 else minimum(label, limits, "1/s")


def read_units(design: Design, node: Node, vectors: Figure, dimensions: Figure) -> Figure:
    """Read units of a query: those of each GB of the vectors, and the least that a query is charged."""
    label = f"{node.title}: read units of a query"
    each = fact_of(design, node, "read_units_per_gb")
    if not each.known:
        return leaf(label, None, subject=node.id, note="It is not charged by read units, or that is not published.")
    size = product("vectors that are searched", (vectors, dimensions, _FOUR, _GIGA), "GB")
    by_size = product("read units by size", (size, each), "")
    least = fact_of(design, node, "read_units_least")
    return maximum(label, (by_size, least), "") if by_size.known else by_size


def metered_month(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    traffic: Traffic,
    units: Figure,
    dimensions: Figure,
    load: float = 1.0,
) -> tuple[Figure, ...]:
    """USD a month for the read units of the queries of TRAFFIC, and for the write units of what pipelines write.

    What pipelines write is that of the demand of users multiplied by LOAD.
    """
    part = design.part_of(node)
    if part is None:
        return ()
    found: list[Figure] = []
    book = design.settings.prices
    reading = planned_price(part, "thousand-requests", book, "read units")
    if reading is not None and traffic.asked:
        queries = product("queries in a month", (traffic.average_per_s, _SECONDS), "1/month")
        read = quotient("thousands of read units", product("read units", (queries, units), "1/month"), _THOUSAND, "")
        found.append(product(f"{node.title}: reading", (read, price_figure(part, reading)), "USD/month"))
    writing = planned_price(part, "thousand-requests", book, "write units")
    written = [
        _written(design, design.nodes[edge.a], load)
        for edge in graph.asked_by.get(node.id, ())
        if edge.writes and "tb_per_day" in design.nodes[edge.a].facts
    ]
    if writing is not None and written:
        each = fact_of(design, node, "write_units_per_kb")
        # Each write costs a least number of units, which small vectors pay for in full.
        size = product("KB of a vector", (dimensions, _FOUR, _KILO), "KB")
        least = quotient("least, for each KB of a vector", fact_of(design, node, "write_units_least"), size, "1/KB")
        dearest = maximum("write units of a KB", (each, least), "1/KB")
        daily = summed("TB written in a day", written, "TB/day")
        monthly = product("write units", (daily, _DAYS, _KB_IN_TB, dearest), "1/month")
        number = quotient("thousands of write units", monthly, _THOUSAND, "")
        found.append(product(f"{node.title}: writing", (number, price_figure(part, writing)), "USD/month"))
    return tuple(found)


def _written(design: Design, node: Node, load: float) -> Figure:
    daily, grown = fact_of(design, node, "tb_per_day"), grown_by(design, node, load)
    return daily if grown is None else product(f"{node.title}: TB of a day, grown", (daily, grown), "TB/day")
