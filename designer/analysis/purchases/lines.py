"""Make one line of what is bought, and all of them in the order in which a bill lists them."""

from collections.abc import Mapping

from designer.analysis.money.prices import Priced
from designer.analysis.results import CostLine
from designer.model.figures.figure import Figure, product
from designer.model.kinds import KINDS
from designer.model.parts.part import Layer, Part

LEAD_TIME = "lead_time_weeks"
"""The fact that says how long a part takes from order to delivery."""


def purchase_line(
    part: Part | None,
    part_id: str,
    name: str,
    kind: str,
    quantity: Figure,
    unit: Priced,
    *,
    basis: str = "",
    part_number: str | None = None,
    rests_on: str = "",
    length_m: float | None = None,
    places: tuple[tuple[str, int], ...] = (),
    links: tuple[str, ...] = (),
    price_date: str = "",
    install_usd: Figure | None = None,
) -> CostLine:
    """Return the line of QUANTITY pieces.

    Args:
        part: What is bought; None where the catalog does not know it.
        part_id: Its id; "" for something that is no part.
        name: What the line is called.
        kind: Kind of what is bought.
        quantity: How many, with its reason.
        unit: Price of one.
        basis: Basis of the price where UNIT has no plan.
        part_number: Maker's number of this very length; None takes that of the part.
        rests_on: What quantity and type rest on, beside the drawing.
        length_m: In which length it is bought.
        places: Ids of the nodes that are bought so, each with its number of pieces.
        links: Ids of the links that it is bought for.
        price_date: Date of the price where UNIT has no plan.
        install_usd: What it takes to install one, where the hours of its kind do not tell.
    """
    layer: Layer = part.layer if part else KINDS[kind].layer if kind in KINDS else "servers_fabric"
    number = (part.part_number if part else "") if part_number is None else part_number
    lead = part.facts.get(LEAD_TIME) if part else None
    return CostLine(
        part=part_id,
        name=name,
        kind=kind,
        layer=layer,
        vendor=part.vendor if part else "",
        quantity=round(quantity.or_zero),
        unit_usd=unit.figure,
        total_usd=product(f"{name}: all together", (quantity, unit.figure), "USD", "number × price of one"),
        basis=unit.plan.price.basis if unit.plan else basis,
        price_date=unit.plan.price.date if unit.plan else price_date,
        part_number=number,
        own=basis == "user" or (unit.plan is not None and unit.plan.own),
        discount=unit.plan.discount.share if unit.plan and unit.plan.discount else 0.0,
        rests_on=rests_on,
        length_m=length_m,
        lead_time_weeks=lead.value if lead else None,
        places=places,
        links=links,
        install_usd=install_usd,
        valid_until=unit.plan.price.valid_until if unit.plan else "",
    )


def part_on_hand(part_id: str, *places: Mapping[str, Part]) -> Part | None:
    """Return part PART_ID from the first of PLACES that has it."""
    return next((parts[part_id] for parts in places if part_id in parts), None)
