"""Cost of software by its use: tokens of models, seats, months, GPUs, and the GB of an index.

Seats are the people who run experiments, as said on the node; GPUs are those of the machines that it runs on. What
nobody says stays unknown, with what to say as its note.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.money.metered import metered_lines
from designer.analysis.money.periods import TWELVE
from designer.analysis.money.prices import price_figure
from designer.analysis.money.rents import paid_by_use
from designer.analysis.quantities import accelerators_in, copies_of, fact_of, placed_nodes, summed
from designer.analysis.results import CostLine
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, product
from designer.model.money.pricing import PlannedPrice, planned_price
from designer.model.parts.part import Part, Per

if TYPE_CHECKING:
    from designer.analysis.workloads.service_graph import ServiceGraph

_RUNNING: Final[frozenset[Per]] = frozenset({"million-tokens", "gb-month", "gpu-year"})
"""Measures that depend on who asks, or on what it runs on."""
UNTOLD: Final = "Say how many requests its users make, and how many tokens a request has."
UNASKED: Final = "It is not asked yet: say on an application how many users it has."


class _Used(NamedTuple):
    node: Node
    part: Part
    per: Per


def service_lines(design: Design) -> tuple[CostLine, ...]:
    """One line of a year for each part of DESIGN that is paid by its use, in design order."""
    found: dict[str, list[_Used]] = {}
    for node, part in placed_nodes(design):
        per = paid_by_use(design, node, part)
        if part is not None and per is not None:
            found.setdefault(f"{part.id} {per}", []).append(_Used(node, part, per))
    stores = metered_lines(design)
    if not found:
        return stores
    paid = [used for group in found.values() for used in group]
    # The service graph is worked out only where something is paid while it runs.
    graph = None
    if any(used.per in _RUNNING for used in paid):
        graph = needs_of(design).services
    months = _months(design, graph, paid) if graph else {}
    return (*(_line(design, graph, group, months) for group in found.values()), *stores)


def _line(design: Design, graph: "ServiceGraph | None", group: Sequence[_Used], months: dict[str, Figure]) -> CostLine:
    _, part, per = group[0]
    book = design.settings.prices
    plan = planned_price(part, per, book, "output" if per == "million-tokens" else "")
    label = f"{part.name}: a year"
    # By the month of each node, since tokens and sizes differ from node to node.
    if per in ("million-tokens", "gb-month"):
        unit = summed(f"{part.name}: a month", [months[used.node.id] for used in group], "USD/month")
        return _made(group, plan, len(group), unit, product(label, (unit, TWELVE), "USD/year"))
    unit = price_figure(part, plan) if plan else leaf(f"{part.name}: price", None, "USD", subject=part.id)
    number = summed(f"{part.name}: {_WORDS[per]}", [_number(design, graph, used) for used in group], "")
    # A licence by the accelerator is for a year; all others are for a month.
    terms = (number, unit) if per == "gpu-year" else (number, unit, TWELVE)
    yearly = product(label, terms, "USD/year")
    if not number.known:
        yearly = replace(yearly, note=_SAY[per])
    return _made(group, plan, round(number.or_zero), unit, yearly)


_WORDS: Final = {"gpu-year": "GPUs that it runs on", "user-month": "seats", "month": "subscriptions"}
_SAY: Final = {
    "gpu-year": "Let it run on machines with accelerators.",
    "user-month": "Say how many people use it.",
    "month": "Say how many there are.",
}


def _number(design: Design, graph: "ServiceGraph | None", used: _Used) -> Figure:
    """Months, seats or GPUs that are paid for one node."""
    node = used.node
    if used.per == "month":
        return copies_of(design, node)
    if used.per == "user-month":
        return fact_of(design, node, "experiments_users")
    hosts = [design.nodes[host] for host in dict.fromkeys(graph.hosts.get(node.id, ()) if graph else ())]
    terms = [
        product(
            f"accelerators in {host.title}",
            (
                copies_of(design, host),
                count_of(f"in one {host.title}", sum(accelerators_in(design, design.part_of(host)).values()), host.id),
            ),
            "",
        )
        for host in hosts
    ]
    label = f"{node.title}: GPUs that it runs on"
    return summed(label, terms, "") if terms else leaf(label, None, subject=node.id, note=_SAY["gpu-year"])


def _months(design: Design, graph: "ServiceGraph", used: Sequence[_Used]) -> dict[str, Figure]:
    """USD of a month by node, of tokens and of indexes that are paid by their size."""
    asked = [one for one in used if one.per in ("million-tokens", "gb-month")]
    if not asked:
        return {}
    # Imported here: workloads are slow to load, and most designs pay for no token.
    from designer.analysis.workloads.data.retrieval import retrieval
    from designer.analysis.workloads.demand import demand
    from designer.analysis.workloads.model_apis import model_api

    traffic = demand(design, graph).traffic
    found: dict[str, Figure] = {}
    for node, _, per in asked:
        if per == "gb-month":
            found[node.id] = retrieval(design, graph, node, traffic[node.id]).usd_per_month
            continue
        month = model_api(design, node, traffic[node.id]).usd_per_month
        if not traffic[node.id].asked:
            month = leaf(month.label, None, month.unit, subject=node.id, note=UNASKED)
        elif not month.known and not month.note:
            month = replace(month, note=UNTOLD)
        found[node.id] = month
    return found


def _made(group: Sequence[_Used], plan: PlannedPrice | None, quantity: int, unit: Figure, yearly: Figure) -> CostLine:
    part = group[0].part
    return CostLine(
        part=part.id,
        name=part.name,
        kind=part.kind,
        layer=part.layer,
        vendor=part.vendor,
        quantity=quantity,
        unit_usd=unit,
        total_usd=yearly,
        basis=plan.price.basis if plan else "",
        price_date=plan.price.date if plan else "",
        own=plan is not None and plan.own,
        discount=plan.discount.share if plan and plan.discount else 0.0,
    )
