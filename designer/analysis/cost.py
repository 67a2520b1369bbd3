"""What it costs to buy and to run.

Rented parts have no purchase price; their rent is price per hour × 8,760 h, times the assumed utilisation unless the
price is for reserved capacity, which is paid in all hours. Stores that are paid by GB and month cost their capacity
× that price × 12. Accelerators that are rented count in the cost of a GPU
hour beside those that are owned.
"""

from collections.abc import Iterable, Sequence

from designer.analysis.counts import SOFT_MEDIA
from designer.analysis.quantities import fact_of, is_rented, name_of, placed_nodes, quantity_of
from designer.analysis.results import CostLine, CostResult, Counts, PowerResult
from designer.model.assumptions import HOURS_PER_YEAR, assumed
from designer.model.design import Design, Link, Node
from designer.model.figures import Figure, annuity, count_of, leaf, product, quotient, total
from designer.model.kinds import KINDS
from designer.model.parts import Layer, Part, Price

_HOURS = leaf("hours in a year", HOURS_PER_YEAR, "h")
_THOUSAND = leaf("W in a kW", 1000.0, "W/kW")
_TWELVE = leaf("months in a year", 12.0)
_GB_IN_TB = leaf("GB in a TB", 1000.0, "GB/TB")


def cost(design: Design, power: PowerResult, counts: Counts) -> CostResult:
    """What DESIGN costs, given what it draws and holds."""
    lines = (*_node_lines(design), *_cable_lines(design))
    capex = total("purchase price", [line.total_usd for line in lines], "USD", "sum over the parts of number × price")
    yearly_w = product("facility power over a year", (power.facility_w, _HOURS), "Wh/year")
    energy = product(
        "energy",
        (quotient("energy a year", yearly_w, _THOUSAND, "kWh/year"), assumed(design, "electricity_usd_per_kwh")),
        "USD/year",
        "facility kW × 8,760 h × price per kWh",
    )
    support = product("support and spares", (capex, assumed(design, "support_share")), "USD/year")
    rents = tuple(_rents(design))
    rent = leaf("rent", 0.0, "USD/year", note="Nothing is rented.")
    if rents:
        rent = total("rent", rents, "USD/year", "sum over the rented parts of number × price per hour × hours")
    years = assumed(design, "years")
    amortisation = annuity("amortisation", capex, assumed(design, "annual_rate"), years, "USD/year")
    opex = total("running cost", (energy, support, rent), "USD/year", "energy + support + rent")
    yearly = total("cost of a year", (opex, amortisation), "USD/year", "running cost + amortisation")
    gpu_hours = product(
        "paid accelerator hours", (counts.accelerators, _HOURS, assumed(design, "utilisation")), "h/year"
    )
    running = product("running cost over the years", (opex, years), "USD")
    return CostResult(
        capex_usd=capex,
        opex_usd_per_year=opex,
        energy_usd_per_year=energy,
        support_usd_per_year=support,
        rent_usd_per_year=rent,
        amortisation_usd_per_year=amortisation,
        monthly_usd=quotient("monthly cost", yearly, _TWELVE, "USD/month", "(running cost + amortisation) / 12"),
        tco_usd=total("total cost of ownership", (capex, running), "USD", "purchase + years × running cost"),
        usd_per_gpu_hour=quotient(
            "cost of an accelerator hour", yearly, gpu_hours, "USD/h",
            "(running cost + amortisation) / (accelerators × 8,760 h × utilisation)",
        ),
        lines=lines,
        by_kind=_sums((line.kind, line) for line in lines),
        by_layer=_sums((line.layer, line) for line in lines),
    )  # fmt: skip


def usd_price(part: Part, per: str) -> Price | None:
    """The preferred price of PART in US dollars PER unit, hour or meter."""
    return next((price for price in part.prices if price.per == per and price.currency == "USD"), None)


def by_capacity(part: Part) -> bool:
    """Whether PART is paid by what is stored in it, and not by the hour."""
    return usd_price(part, "hour") is None and usd_price(part, "gb-month") is not None


def _node_lines(design: Design) -> Iterable[CostLine]:
    """One line for each part, and one for each price of the person's own."""
    groups: dict[tuple[str, str, float | None], list[Node]] = {}
    for node in design.nodes_in_order():
        if is_rented(design.part_of(node)):
            continue
        if node.part is None and node.price_usd is None:
            continue  # a container is bought only where the person prices it
        groups.setdefault((node.part or "", node.kind if node.part is None else "", node.price_usd), []).append(node)
    for (part_id, _, own), nodes in groups.items():
        first = nodes[0]
        part = design.parts.get(part_id)
        kind = part.kind if part else first.kind
        name = name_of(design, first)
        unit = _own_price(first, own) if own is not None else _unit_price(part, name, part_id)
        quantity = quantity_of(design, nodes, f"{name} in the design")
        yield _line(part, part_id, name, kind, quantity, unit, own is not None)


def _cable_lines(design: Design) -> Iterable[CostLine]:
    """One line for each cable part; cable that is priced by the metre has one for each length."""
    groups: dict[tuple[str, float | None], list[Link]] = {}
    for link in design.links.values():
        if link.cable_part and link.medium not in SOFT_MEDIA and link.a in design.nodes and link.b in design.nodes:
            part = design.parts.get(link.cable_part)
            by_meter = part is not None and usd_price(part, "unit") is None and usd_price(part, "meter") is not None
            groups.setdefault((link.cable_part, link.length_m if by_meter else None), []).append(link)
    for (part_id, length_m), links in groups.items():
        part = design.parts.get(part_id)
        name = part.name if part else part_id
        by_meter = usd_price(part, "meter") if part else None
        if part is not None and by_meter is not None and usd_price(part, "unit") is None:
            length = leaf(f"{name}: length of one", length_m, "m", subject=links[0].id)
            unit = product(f"{name}: price of one", (_price_leaf(part, by_meter, "USD/m"), length), "USD")
        else:
            unit = _unit_price(part, name, part_id)
        quantity = _cables(design, links, name)
        yield _line(part, part_id, name, part.kind if part else "cable", quantity, unit, False)


def _cables(design: Design, links: Sequence[Link], name: str) -> Figure:
    terms = [count_of(f"cables of {link.name or link.id}", design.total_cables(link), link.id) for link in links]
    return terms[0] if len(terms) == 1 else total(f"{name} in the design", terms, "")


def _line(
    part: Part | None, part_id: str, name: str, kind: str, quantity: Figure, unit: Figure, own: bool
) -> CostLine:  # fmt: skip
    layer: Layer = part.layer if part else KINDS[kind].layer if kind in KINDS else "servers_fabric"
    price = usd_price(part, "unit") or usd_price(part, "meter") if part else None
    return CostLine(
        part=part_id,
        name=name,
        kind=kind,
        layer=layer,
        vendor=part.vendor if part else "",
        quantity=round(quantity.value or 0),
        unit_usd=unit,
        total_usd=product(f"{name}: all together", (quantity, unit), "USD", "number × price of one"),
        basis="user" if own else price.basis if price else "",
        price_date="" if own or price is None else price.date,
    )


def _own_price(node: Node, price_usd: float) -> Figure:
    return leaf(
        f"{node.title}: own price", price_usd, "USD", status="user", subject=node.id, note="Set on this node."
    )  # fmt: skip


def _unit_price(part: Part | None, name: str, part_id: str) -> Figure:
    price = usd_price(part, "unit") if part else None
    if part is not None and price is not None:
        return _price_leaf(part, price, "USD")
    note = ""
    if part is not None and part.prices:
        others = sorted({found.currency for found in part.prices if found.currency != "USD"})
        note = f"Priced in {' and '.join(others)} only; set a price in US dollars." if others else ""
    if part is not None and part.availability == "not sold":
        note = "It is not sold."
    return leaf(f"{name}: price", None, "USD", operation="fact", subject=part_id, note=note)


def _price_leaf(part: Part, price: Price, unit: str) -> Figure:
    words = ", ".join(text for text in (price.basis, price.region, price.note) if text)
    return leaf(
        f"{part.name}: price" + ("" if price.per == "unit" else f" per {price.per}"), price.typical, unit,
        low=price.low, high=price.high, operation="fact", sources=price.sources, status=price.status,
        subject=part.id, date=price.date, note=words,
    )  # fmt: skip


def _rents(design: Design) -> Iterable[Figure]:
    """Rent of a year of every rented part."""
    groups: dict[tuple[str, float | None, Figure | None], list[Node]] = {}
    for node, part in placed_nodes(design):
        if part is not None and is_rented(part):
            stored = fact_of(design, node, "capacity_tb") if node.price_usd is None and by_capacity(part) else None
            groups.setdefault((part.id, node.price_usd, stored), []).append(node)
    for (part_id, own, stored), nodes in groups.items():
        part = design.parts[part_id]
        price = usd_price(part, "hour")
        by_month = usd_price(part, "gb-month")
        if stored is not None and by_month is not None:
            number = quantity_of(design, nodes, f"{part.name} rented")
            monthly = _price_leaf(part, by_month, "USD/GB/month")
            yield product(f"{part.name}: rent", (number, stored, _GB_IN_TB, monthly, _TWELVE), "USD/year")
            continue
        if own is not None:
            hourly = leaf(
                f"{nodes[0].title}: own price per hour", own, "USD/h", status="user", subject=nodes[0].id,
                note="Set on this node; paid for the hours in use.",
            )  # fmt: skip
        elif price is not None:
            hourly = _price_leaf(part, price, "USD/h")
        else:
            hourly = leaf(f"{part.name}: price per hour", None, "USD/h", operation="fact", subject=part_id)
        terms = [quantity_of(design, nodes, f"{part.name} rented"), hourly, _HOURS]
        if own is not None or price is None or price.basis != "reserved":
            terms.append(assumed(design, "utilisation"))
        yield product(f"{part.name}: rent", terms, "USD/year")


def _sums(pairs: Iterable[tuple[str, CostLine]]) -> dict[str, Figure]:
    groups: dict[str, list[Figure]] = {}
    for key, line in pairs:
        groups.setdefault(key, []).append(line.total_usd)
    return {key: total(f"{key}: purchase price", terms, "USD") for key, terms in groups.items()}
