"""Rent of machines, and of stores that are paid by what they hold.

An hour is paid for the share of all hours in use, unless the price is for reserved capacity, which is paid in all of
them. A node may choose its own basis (on demand, reserved, spot) over that of the price book.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from designer.analysis.money.periods import HOURS, TWELVE
from designer.analysis.money.prices import by_capacity, price_figure, service_measure
from designer.analysis.quantities import fact_of, is_rented, placed_nodes, quantity_of, role_of
from designer.analysis.results import CostLine
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, product
from designer.model.kinds import MODEL_APIS
from designer.model.money.pricing import PlannedPrice, PriceBook, planned_price
from designer.model.parts.part import TERM_WORDS, Basis, Part, Per, Term
from designer.model.workloads.choices import chosen

_GB_IN_TB: Final = leaf("GB in a TB", 1000.0, "GB/TB")
_TERMS: Final[dict[str, Term]] = {"1-year": "1-year", "3-years": "3-years", "capacity-block": "capacity-block"}
_BASES: Final[dict[str, Basis]] = {"on-demand": "on-demand", "reserved": "reserved", "spot": "spot"}


def rents(design: Design) -> Iterable[Figure]:
    """Rent of a year of every line of `rent_lines`."""
    for nodes in rented_groups(design):
        yield rent_of(design, nodes)


def rent_lines(design: Design) -> tuple[CostLine, ...]:
    """One line of a year for every rented part, basis and own price, and for stores that are paid by the month."""
    return tuple(_rent_line(design, nodes) for nodes in rented_groups(design))


def _rent_line(design: Design, nodes: Sequence[Node]) -> CostLine:
    first = nodes[0]
    part = design.parts[first.part or ""]
    plan = rent_plan(design, first)
    unit = hourly_price(first, part, plan)
    number = quantity_of(design, nodes, f"{part.name} rented")
    return CostLine(
        part=part.id,
        name=part.name,
        kind=part.kind,
        layer=part.layer,
        vendor=part.vendor,
        quantity=round(number.or_zero),
        unit_usd=unit,
        total_usd=rent_of(design, nodes),
        basis="user" if first.price_usd is not None else plan.price.basis if plan else "",
        price_date=plan.price.date if plan else "",
        own=first.price_usd is not None or (plan is not None and plan.own),
        discount=plan.discount.share if plan and plan.discount else 0.0,
        wanted=(plan.wanted or "") if plan else "",
        term=plan.price.term if plan else "",
        upfront_share=plan.price.upfront_share if plan else 0.0,
    )


def rent_plan(design: Design, node: Node) -> PlannedPrice | None:
    """Return the price that NODE, which is rented, is paid at; None where it has its own, or none is known."""
    part = design.part_of(node)
    if part is None or node.price_usd is not None:
        return None
    book = book_for(design, node)
    return planned_price(part, "gb-month" if by_capacity(part, book) else "hour", book)


def is_spot(design: Design, node: Node) -> bool:
    """Return whether NODE is rented as spot, and so can be taken away.

    What was wished to be spot and is paid on another basis, for no spot price is known, is not; a price of one's own is
    of the basis that was chosen.
    """
    if not is_rented(design.part_of(node)):
        return False
    if node.price_usd is not None:
        return book_for(design, node).rent_basis == "spot"
    plan = rent_plan(design, node)
    return plan is not None and plan.price.basis == "spot"


def rented_groups(design: Design) -> Iterable[Sequence[Node]]:
    """Nodes that are rented, together where they share part, own price, size and basis."""
    groups: dict[tuple[str, float | None, Figure | None, str, str], list[Node]] = {}
    for node, part in placed_nodes(design):
        if part is not None and is_rented(part) and paid_by_use(design, node, part) is None:
            stored = None
            if node.price_usd is None and by_capacity(part, design.settings.prices):
                stored = fact_of(design, node, "capacity_tb")
            groups.setdefault((part.id, node.price_usd, stored, _basis_of(node), _term_of(node)), []).append(node)
    return groups.values()


def paid_by_use(design: Design, node: Node, part: Part | None) -> Per | None:
    """By which measure NODE is paid as a service: tokens, seats, months, GPUs, or the GB of an index that it holds.

    None for what is bought, or paid by the hour or by the capacity that was set for it.
    """
    if part is None or node.price_usd is not None or role_of(node) != "software":
        return None
    book = design.settings.prices
    if part.kind in MODEL_APIS:
        # Tokens are the only measure of a model API.
        return "million-tokens"
    if by_capacity(part, book):
        sized = fact_of(design, node, "capacity_tb").known or "vectors" not in node.facts
        return None if sized else "gb-month"
    return service_measure(part, book)


def rent_of(design: Design, nodes: Sequence[Node]) -> Figure:
    """Rent of a year of NODES, which share part, own price, size and basis.

    Raises:
        KeyError: the part is not in the design.
    """
    first = nodes[0]
    part = design.parts[first.part or ""]
    book = book_for(design, first)
    number = quantity_of(design, nodes, f"{part.name} rented")
    by_month = planned_price(part, "gb-month", book)
    # Storage by its capacity: GB rented, whether they are used or not.
    if first.price_usd is None and by_month is not None and by_capacity(part, book):
        stored = fact_of(design, first, "capacity_tb")
        monthly = price_figure(part, by_month)
        return product(f"{part.name}: rent", (number, stored, _GB_IN_TB, monthly, TWELVE), "USD/year")
    plan = planned_price(part, "hour", book)
    terms = [number, hourly_price(first, part, plan), HOURS]
    # Reserved capacity is paid all hours; on demand only for those in use.
    if first.price_usd is not None or plan is None or plan.price.basis != "reserved":
        terms.append(assumed(design, "utilisation"))
    label = f"{part.name}: rent"
    if first.price_usd is None and plan is not None and plan.wanted:
        label += f", {plan.price.basis}, as no {plan.wanted} price is known"
    elif first.price_usd is None and plan is not None and plan.wanted_term:
        bound = TERM_WORDS[plan.price.term] or "a time that is not stated"
        label += f", bound for {bound}, as no price for {TERM_WORDS[plan.wanted_term]} is known"
    return product(label, terms, "USD/year")


def hourly_price(node: Node, part: Part, plan: PlannedPrice | None) -> Figure:
    """Price of an hour of one NODE: its own, else that of PLAN, else unknown."""
    if node.price_usd is not None:
        return leaf(
            f"{node.title}: own price per hour",
            node.price_usd,
            "USD/h",
            status="user",
            subject=node.id,
            note="Set on this node; paid for the hours in use.",
        )
    if plan is not None:
        return price_figure(part, plan)
    return leaf(f"{part.name}: price per hour", None, "USD/h", operation="fact", subject=part.id)


def book_for(design: Design, node: Node) -> PriceBook:
    """The price book with the basis that NODE chooses for itself, if it does."""
    book = design.settings.prices
    basis, term = _BASES.get(_basis_of(node)), _TERMS.get(_term_of(node))
    if basis is None and term is None:
        return book
    # Who is bound for a time has reserved.
    wished = basis or ("reserved" if term else book.rent_basis)
    return replace(book, rent_basis=wished, rent_term=term or book.rent_term)


def _basis_of(node: Node) -> str:
    return chosen(node, "rent_basis") if node.choices else ""


def _term_of(node: Node) -> str:
    return chosen(node, "rent_term") if node.choices else ""
