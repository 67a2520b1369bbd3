"""What it costs to buy and to run.

Rented parts have no purchase price; their rent is price per hour × 8,760 h, times the assumed utilisation unless the
price is for reserved capacity, which is paid in all hours. Stores that are paid by GB and month cost their capacity
× that price × 12. Tokens, seats, subscriptions and licences by the GPU are services. What is owned takes people and a
place to stand in besides. `analysis.money.cost_lines` says which of these each total holds. Accelerators that are
rented count in the cost of a GPU hour beside those that are owned; tokens do not.
"""

from collections.abc import Iterable, Mapping, Sequence

from designer.analysis.energy import energy
from designer.analysis.energy_records import EnergyResult
from designer.analysis.money.cost_lines import TOKENS
from designer.analysis.money.site import owned_accelerators, space_of_a_year, staff_of_a_year
from designer.analysis.money.write_off import write_off_of_a_year
from designer.analysis.prices import (
    Priced,
    by_metre,
    cable_price,
    length_to_buy,
    unit_price,
)
from designer.analysis.quantities import MOST_TERMS, is_rented, name_of, quantity_of, stands_for_a_chip_of_its_host
from designer.analysis.rents import HOURS, TWELVE, paid_by_use, rent_lines
from designer.analysis.results import CostLine, CostResult, Counts, PowerResult
from designer.analysis.rooms.cable_records import CablesResult, Purchase
from designer.analysis.service_costs import service_lines
from designer.model.assumptions import assumed
from designer.model.design import Design, Link, Node
from designer.model.figures import Figure, count_of, difference, leaf, product, quotient, total
from designer.model.kinds import KINDS
from designer.model.parts import Layer, Medium, Part, StockLength
from designer.model.ports import cable_gbps, rate_text
from designer.model.pricing import planned_price
from designer.model.relations import RELATION_MEDIA


def cost(
    design: Design,
    power: PowerResult,
    counts: Counts,
    cables: CablesResult | None = None,
    parts: Mapping[str, Part] | None = None,
    year: EnergyResult | None = None,
) -> CostResult:
    """What DESIGN costs, given what it draws and holds.

    Args:
        design: The design.
        power: What it draws.
        counts: What it holds.
        cables: Cables and optics that were chosen by the routes, where racks have places.
        parts: Where those parts are, beside the design's own.
        year: Its energy, when that is at hand.
    """
    lines = (*_node_lines(design), *_cable_lines(design, cables))
    if cables is not None:
        lines += tuple(bought_lines(design, cables.purchases, parts or {}))
    lines += tuple(_untyped_lines(design, cables))
    capex = total("purchase price", [line.total_usd for line in lines], "USD", "sum over the parts of number × price")
    electricity = year.usd_per_year if year is not None else energy(design, power, counts).usd_per_year
    support = product("support and spares", (capex, assumed(design, "support_share")), "USD/year")
    paid = rent_lines(design)
    rent = leaf("rent", 0.0, "USD/year", note="Nothing is rented.")
    if paid:
        rent = total(
            "rent",
            [line.total_usd for line in paid],
            "USD/year",
            "sum over the rented parts of number × price per hour × hours",
        )
    years = assumed(design, "years")
    amortisation = write_off_of_a_year(design, capex, lines)
    staff = staff_of_a_year(design, owned_accelerators(counts))
    space = space_of_a_year(design, power.it_max_w, lines)
    used = service_lines(design)
    running_terms, words = (electricity, support, rent, staff, space), "energy + support + rent + staff + space"
    services = leaf("services", 0.0, "USD/year", note="Nothing is paid by the token, seat, month or GPU.")
    if used:
        services = total("services", [line.total_usd for line in used], "USD/year", "sum over what is paid by its use")
        running_terms, words = (*running_terms, services), f"{words} + services"
    opex = total("running cost", running_terms, "USD/year", words)
    yearly = total("cost of a year", (opex, amortisation), "USD/year", "running cost + amortisation")
    gpu_hours = product(
        "paid accelerator hours", (counts.accelerators, HOURS, assumed(design, "utilisation")), "h/year"
    )
    running = product("running cost over the years", (opex, years), "USD")
    return CostResult(
        capex_usd=capex,
        opex_usd_per_year=opex,
        energy_usd_per_year=electricity,
        support_usd_per_year=support,
        rent_usd_per_year=rent,
        staff_usd_per_year=staff,
        space_usd_per_year=space,
        services_usd_per_year=services,
        amortisation_usd_per_year=amortisation,
        monthly_usd=quotient("monthly cost", yearly, TWELVE, "USD/month", "(running cost + amortisation) / 12"),
        tco_usd=total("total cost of ownership", (capex, running), "USD", "purchase + years × running cost"),
        usd_per_gpu_hour=quotient(
            "cost of an accelerator hour",
            _without_tokens(yearly, used),
            gpu_hours,
            "USD/h",
            "(running cost + amortisation) / (accelerators × 8,760 h × utilisation)",
        ),
        lines=lines,
        rent_lines=paid,
        service_lines=used,
        by_kind=_sums((line.kind, line) for line in lines),
        by_layer=_sums((line.layer, line) for line in lines),
    )


def _without_tokens(yearly: Figure, used: Sequence[CostLine]) -> Figure:
    """What falls to the design's own accelerators: models that are asked over the net run on those of others."""
    tokens = [line.total_usd for line in used if line.kind == TOKENS]
    if not any(figure.value for figure in tokens):
        return yearly
    return difference("cost of a year without tokens", yearly, total("tokens", tokens, "USD/year"), "USD/year")


def _node_lines(design: Design) -> Iterable[CostLine]:
    """One line for each part, and one for each price of the person's own."""
    groups: dict[tuple[str, str, float | None], list[Node]] = {}
    book = design.settings.prices
    for node in design.nodes_in_order():
        part = design.part_of(node)
        if is_rented(part) or (node.price_usd is None and stands_for_a_chip_of_its_host(design, node)):
            continue
        if part is not None and paid_by_use(design, node, part) and planned_price(part, "unit", book) is None:
            continue
        if node.part is None and node.price_usd is None:
            continue  # a container is bought only where the person prices it
        if node.price_usd is None and node.kind in KINDS and KINDS[node.kind].described:
            continue
        groups.setdefault((node.part or "", node.kind if node.part is None else "", node.price_usd), []).append(node)
    for (part_id, _, own), nodes in groups.items():
        first = nodes[0]
        part = design.parts.get(part_id)
        kind = part.kind if part else first.kind
        name = name_of(design, first)
        quantity = quantity_of(design, nodes, f"{name} in the design")
        if own is not None:
            yield _line(part, part_id, name, kind, quantity, Priced(_own_price(first, own), None), basis="user")
        else:
            yield _line(part, part_id, name, kind, quantity, unit_price(part, name, part_id, design.settings.prices))


def _cable_lines(design: Design, cables: CablesResult | None) -> Iterable[CostLine]:
    """One line for each cable part and stock length; cable that is priced by the metre has one for each length.

    Links that are among CABLES are left out: what is bought for them is known by their routes.
    """
    routed = cables.by_link if cables is not None else {}
    book = design.settings.prices
    groups: dict[tuple[str, StockLength | None, float | None], list[Link]] = {}
    for link in design.links.values():
        if link.id in routed:
            continue
        if link.cable_part and link.medium not in RELATION_MEDIA and link.a in design.nodes and link.b in design.nodes:
            part = design.parts.get(link.cable_part)
            stock = length_to_buy(part, link.length_m) if part else None
            counts_by_length = part is not None and stock is None and (bool(part.lengths) or by_metre(part, book))
            groups.setdefault((link.cable_part, stock, link.length_m if counts_by_length else None), []).append(link)
    for (part_id, stock, length_m), links in groups.items():
        part = design.parts.get(part_id)
        name = part.name if part else part_id
        quantity = _cables(design, links, name)
        if part is None:
            yield _line(part, part_id, name, "cable", quantity, unit_price(part, name, part_id, book))
            continue
        unit = cable_price(part, stock, stock.length_m if stock else length_m, links[0].id, book)
        name = f"{name}, {stock.length_m:g} m" if stock else name
        yield _line(part, part_id, name, part.kind, quantity, unit, part_number=stock.part_number if stock else "")


def _untyped_lines(design: Design, cables: CablesResult | None) -> Iterable[CostLine]:
    """One line for each medium and rate of which cables have no type, neither by hand nor by their routes.

    Their price is unknown, so that every total that they enter says "at least".
    """
    routed = cables.by_link if cables is not None else {}
    rates: dict[tuple[object, ...], str] = {}
    groups: dict[tuple[Medium, str], list[tuple[Link, int]]] = {}
    for link in design.links.values():
        if link.cable_part is not None or link.medium in RELATION_MEDIA:
            continue
        ends = design.nodes.get(link.a), design.nodes.get(link.b)
        if ends[0] is None or ends[1] is None:
            continue
        left = design.total_cables(link) - (routed[link.id].typed if link.id in routed else 0)
        if not left:
            continue
        # Links between like parts have like rates: thousands of them are looked up once.
        alike = (
            *((end.part, end.ports) for end in ends if end),
            link.a_port,
            link.b_port,
            link.medium,
            link.capacity_gbps,
        )
        if alike not in rates:
            rate = cable_gbps(design, link)
            rates[alike] = rate_text(rate) if rate is not None else ""
        groups.setdefault((link.medium, rates[alike]), []).append((link, left))
    for (medium, rate), open_ones in sorted(groups.items()):
        name = " ".join(word for word in (medium.capitalize(), "cable", rate, "(type not chosen)") if word)
        note = "Choose their type, or place the racks that they join."
        unit = leaf(f"{name}: price", None, "USD", subject=open_ones[0][0].id, note=note)
        yield _line(None, "", name, "cable", _counted(open_ones, name), Priced(unit, None))


def bought_lines(design: Design, purchases: Iterable[Purchase], parts: Mapping[str, Part]) -> Iterable[CostLine]:
    """The lines of what is bought for routed cables: by part and stock length, by length where metres are paid."""
    book = design.settings.prices
    groups: dict[tuple[str, float | None, float | None], list[Purchase]] = {}
    for one in purchases:
        part = design.parts.get(one.part) or parts.get(one.part)
        each = one.needed_m / one.quantity if one.quantity else 0.0
        length = one.stock_m if one.stock_m is not None else each or None
        paid_by_length = part is not None and (by_metre(part, book) or (one.stock_m is None and not one.optic))
        stock_m = None if one.cut else one.stock_m
        groups.setdefault((one.part, stock_m, length if paid_by_length else None), []).append(one)
    for (part_id, stock_m, length), alike in groups.items():
        part = design.parts.get(part_id) or parts.get(part_id)
        name = part.name if part else part_id
        quantity = leaf(
            f"{name}, as routed",
            float(sum(one.quantity for one in alike)),
            operation="routing",
            status="derived",
            subject=alike[0].links[0],
            note="Chosen and counted by the routes between the racks.",
        )
        if part is None:
            yield _line(part, part_id, name, "cable", quantity, unit_price(part, name, part_id, book))
            continue
        stock = next((one for one in part.lengths if one.length_m == stock_m), None)
        if alike[0].optic or (stock is None and length is None):
            unit = unit_price(part, name, part_id, book)
        else:
            unit = cable_price(part, stock, stock.length_m if stock else length, alike[0].links[0], book)
        title = f"{name}, {stock.length_m:g} m" if stock else name
        number = (stock.part_number if stock else "") or part.part_number
        yield _line(part, part_id, title, part.kind, quantity, unit, part_number=number)


def _cables(design: Design, links: Sequence[Link], name: str) -> Figure:
    return _counted([(link, design.total_cables(link)) for link in links], name)


def _counted(cables: Sequence[tuple[Link, int]], name: str) -> Figure:
    """How many CABLES of links there are: those of few links as terms, those of many as one count."""
    if len(cables) > MOST_TERMS:
        many = float(sum(number for _, number in cables))
        return leaf(f"{name} in the design", many, note=f"Counted over {len(cables)} links in the drawing.")
    terms = [count_of(f"cables of {link.name or link.id}", number, link.id) for link, number in cables]
    return terms[0] if len(terms) == 1 else total(f"{name} in the design", terms, "")


def _line(
    part: Part | None,
    part_id: str,
    name: str,
    kind: str,
    quantity: Figure,
    unit: Priced,
    *,
    basis: str = "",
    part_number: str = "",
) -> CostLine:
    layer: Layer = part.layer if part else KINDS[kind].layer if kind in KINDS else "servers_fabric"
    return CostLine(
        part=part_id,
        name=name,
        kind=kind,
        layer=layer,
        vendor=part.vendor if part else "",
        quantity=round(quantity.value or 0),
        unit_usd=unit.figure,
        total_usd=product(f"{name}: all together", (quantity, unit.figure), "USD", "number × price of one"),
        basis=unit.plan.price.basis if unit.plan else basis,
        price_date=unit.plan.price.date if unit.plan else "",
        part_number=part_number,
        own=basis == "user" or (unit.plan is not None and unit.plan.own),
        discount=unit.plan.discount.share if unit.plan and unit.plan.discount else 0.0,
    )


def _own_price(node: Node, price_usd: float) -> Figure:
    return leaf(f"{node.title}: own price", price_usd, "USD", status="user", subject=node.id, note="Set on this node.")


def _sums(pairs: Iterable[tuple[str, CostLine]]) -> dict[str, Figure]:
    groups: dict[str, list[Figure]] = {}
    for key, line in pairs:
        groups.setdefault(key, []).append(line.total_usd)
    return {key: total(f"{key}: purchase price", terms, "USD") for key, terms in groups.items()}
