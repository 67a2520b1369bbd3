"""Metered cost of rented stores beside what they hold: requests that write and read, and traffic that leaves.

How much of each there is stands on the node. What nobody says stays unknown, so that the running cost says "at least".
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.money.periods import TWELVE
from designer.analysis.money.prices import by_capacity, price_figure
from designer.analysis.quantities import copies_of, fact_of, is_rented, placed_nodes, role_of, summed
from designer.analysis.results import CostLine
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, product, quotient
from designer.model.money.pricing import PlannedPrice, planned_price
from designer.model.parts.part import Part, Per

UNSAID: Final = "Say on it how many requests write and read in a month, and what leaves it."
_THOUSAND: Final = leaf("requests in a thousand", 1000.0)
_GB_IN_TB: Final = leaf("GB in a TB", 1000.0, "GB/TB")


class _Meter(NamedTuple):
    """One thing that is counted: the fact that says how much of it there is, and how it is paid."""

    fact: str
    per: Per
    items: tuple[str, ...]
    what: str


_METERS: Final = (
    _Meter("puts_per_month", "thousand-requests", ("put",), "requests that write"),
    _Meter("gets_per_month", "thousand-requests", ("get",), "requests that read"),
    _Meter("egress_tb_per_month", "gb", ("egress", ""), "traffic that leaves"),
)


def metered_lines(design: Design) -> tuple[CostLine, ...]:
    """Return one line of a year for every part of DESIGN that is a store with meters, in design order."""
    found: dict[str, list[Node]] = {}
    for node, part in placed_nodes(design):
        # What is paid by an own price, or is no rented store, has no meters.
        if part is None or node.price_usd is not None or role_of(node) != "storage" or not is_rented(part):
            continue
        if by_capacity(part, design.settings.prices) and any(_plans(design, part)):
            found.setdefault(part.id, []).append(node)
    return tuple(_line(design, design.parts[part_id], nodes) for part_id, nodes in found.items())


def _plans(design: Design, part: Part) -> Iterable[tuple[_Meter, PlannedPrice]]:
    """The meters of PART with their prices; those that are free are none."""
    book = design.settings.prices
    for meter in _METERS:
        plans = (planned_price(part, meter.per, book, item) for item in meter.items)
        plan = next((plan for plan in plans if plan is not None), None)
        if plan is not None and plan.price.high > 0:
            yield meter, plan


def _line(design: Design, part: Part, nodes: list[Node]) -> CostLine:
    name = f"{part.name}: requests and egress"
    months = [_month(design, node, meter, plan) for node in nodes for meter, plan in _plans(design, part)]
    plans = [plan for _, plan in _plans(design, part)]
    unit = summed(f"{name}, a month", months, "USD/month")
    yearly = product(f"{name}, a year", (unit, TWELVE), "USD/year")
    return CostLine(
        part=part.id,
        # An unknown year says why in its note instead of standing as zero.
        name=name,
        kind=part.kind,
        layer=part.layer,
        vendor=part.vendor,
        quantity=len(nodes),
        unit_usd=unit,
        total_usd=yearly if yearly.known else replace(yearly, note=UNSAID),
        basis=plans[0].price.basis,
        price_date=max(plan.price.date for plan in plans),
    )


def _month(design: Design, node: Node, meter: _Meter, plan: PlannedPrice) -> Figure:
    """USD of a month of METER at all copies of NODE."""
    part = design.part_of(node)
    assert part is not None
    label = f"{node.title}: {meter.what}"
    number = fact_of(design, node, meter.fact)
    if not number.known:
        return leaf(label, None, "USD/month", subject=node.id, note=UNSAID)
    copies = copies_of(design, node)
    if meter.per == "gb":
        counted = product("GB that leave in a month", (copies, number, _GB_IN_TB), "GB/month")
    else:
        counted = quotient("thousands of requests", product("requests", (copies, number), "1/month"), _THOUSAND, "")
    return product(label, (counted, price_figure(part, plan)), "USD/month")
