"""Lines of cables and optics: as the routes chose them, as assumed where there is no route, cords, and what is left."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from designer.analysis.money.prices import Priced, by_metre, cable_price, unit_price
from designer.analysis.purchases.lines import part_on_hand, purchase_line
from designer.analysis.purchases.planned_cables import Chooses, PlannedCable, Planner
from designer.analysis.quantities import MOST_TERMS
from designer.analysis.results import CostLine
from designer.analysis.rooms.cable_records import AssumedCables, AssumedLength, CablesResult, LinkCables, Purchase
from designer.model.copy_counts import CopyCounts
from designer.model.design import Design, Link
from designer.model.figures.figure import Figure, count_of, leaf, total
from designer.model.kinds import CABLE
from designer.model.naming import link_name
from designer.model.parts.part import Medium, Part
from designer.model.relations import RELATION_MEDIA
from designer.model.wording import counted

_ROUTED = "Chosen and counted by the routes between the racks."
Range = tuple[float, float] | None


def bought_lines(design: Design, purchases: Iterable[Purchase], parts: Mapping[str, Part]) -> Iterator[CostLine]:
    """Yield what is bought for routed cables: by part and stock length, by length where metres are paid."""
    yield from _bought(design, [(one, None) for one in purchases], parts, "as routed", lambda _: (_ROUTED, "derived"))


def assumed_lines(design: Design, assumed: AssumedCables, parts: Mapping[str, Part]) -> Iterator[CostLine]:
    """Yield what is bought for cables without a route, at the length that is assumed for them."""

    def words(links: Sequence[str]) -> tuple[str, str]:
        lengths = [assumed.lengths[link] for link in links if link in assumed.lengths]
        told = all(one.low_m == one.high_m for one in lengths)
        of_these = set(links)
        others = (one.otherwise for one in assumed.purchases if of_these.issuperset(one.purchase.links))
        said = [_length_words(lengths), *dict.fromkeys(other for other in others if other)]
        return " ".join(said), "derived" if told else "assumed"

    bought = [(one.purchase, one.range_usd) for one in assumed.purchases]
    yield from _bought(design, bought, parts, "without a route", words)


def _length_words(lengths: Sequence[AssumedLength]) -> str:
    reasons = list(dict.fromkeys(one.why for one in lengths))
    if not reasons:
        return ""
    low, high = min(one.low_m for one in lengths), max(one.high_m for one in lengths)
    typical = sorted({round(one.typical_m, 1) for one in lengths})
    span = f"{low:.3g} m" if low == high else f"{low:.3g} to {high:.3g} m, planned with "
    if low != high:
        span += f"{typical[0]:g} m" if len(typical) == 1 else f"{typical[0]:g} to {typical[-1]:g} m"
    more = f" And {counted(len(reasons) - 1, 'more reason')}." if len(reasons) > 1 else ""
    return f"No route; length of one {span}. {reasons[0]}{more}"


def _bought(
    design: Design,
    purchases: Sequence[tuple[Purchase, Range]],
    parts: Mapping[str, Part],
    how: str,
    reason: Callable[[Sequence[str]], tuple[str, str]],
) -> Iterator[CostLine]:
    """Yield a line for each part and stock length of PURCHASES; REASON says what the links rest on, and its status."""
    book = design.settings.prices
    groups: dict[tuple[str, float | None, float | None], list[tuple[Purchase, Range]]] = {}
    for one, span in purchases:
        part = part_on_hand(one.part, design.parts, parts)
        each = one.needed_m / one.quantity if one.quantity else 0.0
        length = one.stock_m if one.stock_m is not None else each or None
        paid_by_length = part is not None and (by_metre(part, book) or (one.stock_m is None and not one.optic))
        stock_m = None if one.cut else one.stock_m
        groups.setdefault((one.part, stock_m, length if paid_by_length else None), []).append((one, span))
    for (part_id, stock_m, length), alike in groups.items():
        part = part_on_hand(part_id, design.parts, parts)
        name = part.name if part else part_id
        links = tuple(dict.fromkeys(chain.from_iterable(one.links for one, _ in alike)))
        rests_on, status = reason(links)
        quantity = leaf(
            f"{name}, {how}",
            float(sum(one.quantity for one, _ in alike)),
            operation="routing",
            status="derived" if status == "derived" else "assumed",
            subject=links[0],
            note=rests_on,
        )
        if part is None:
            unit = unit_price(part, name, part_id, book)
            yield purchase_line(part, part_id, name, CABLE, quantity, unit, rests_on=rests_on, links=links)
            continue
        stock = next((one for one in part.lengths if one.length_m == stock_m), None)
        if alike[0][0].optic or (stock is None and length is None):
            unit = unit_price(part, name, part_id, book)
        else:
            unit = cable_price(part, stock, stock.length_m if stock else length, links[0], book)
        unit = _spread(unit, [span for _, span in alike if span is not None], rests_on, links[0])
        bought_m = stock.length_m if stock else length
        yield purchase_line(
            part,
            part_id,
            f"{name}, {stock.length_m:g} m" if stock else name,
            part.kind,
            quantity,
            unit,
            # A number belongs to one length: that of another length would order the wrong cable.
            part_number=(stock.part_number if stock else "") if part.lengths else part.part_number,
            rests_on=rests_on,
            length_m=bought_m,
            links=links,
        )


def _spread(unit: Priced, spans: Sequence[tuple[float, float]], why: str, link: str) -> Priced:
    """Return UNIT with the range that its unknown length gives it."""
    figure = unit.figure
    if not spans or figure.low is None or figure.high is None:
        return unit
    # Only what the length adds beyond the range of the price itself; zero lies within.
    low = min(0.0, min(span[0] for span in spans) - figure.low)
    high = max(0.0, max(span[1] for span in spans) - figure.high)
    if not low and not high:
        return unit
    label = f"{figure.label}: less or more by its length"
    by_length = leaf(
        label, 0.0, figure.unit, low=low, high=high, operation="routing", status="assumed", subject=link, note=why
    )
    return Priced(total(figure.label, (figure, by_length), figure.unit, "price at the planned length"), unit.plan)


def open_lines(
    design: Design, routed: CablesResult | None, assumed: AssumedCables, chooser: Chooses
) -> Iterator[CostLine]:
    """Yield what is planned for cables without a type: cords by plugs, feeders, pipes, and by rate what is left."""
    # Measured routes count before assumed lengths.
    measured = routed.by_link if routed is not None else {}
    lengths = {**assumed.lengths, **{link: span for link, one in measured.items() if (span := _measured(one))}}
    planner, copy_counts = Planner(design, lengths, chooser), CopyCounts(design)
    groups: dict[tuple[Medium, str, tuple[object, ...]], tuple[PlannedCable, list[tuple[Link, int]]]] = {}
    for link in design.links.values():
        if link.cable_part or link.medium in RELATION_MEDIA or link.a not in design.nodes or link.b not in design.nodes:
            continue
        # What has a type is bought elsewhere; the rest of a link is planned here.
        typed = assumed.typed.get(link.id, 0) + (measured[link.id].typed if link.id in measured else 0)
        left = copy_counts.cables(link, design.nodes[link.a], design.nodes[link.b]) - typed
        if left > 0:
            planned = planner.planned(link)
            # One line for all links that are planned by the same rule with the same price.
            groups.setdefault((link.medium, planned.name, planned.key), (planned, []))[1].append((link, left))
    for planned, links in sorted(groups.values(), key=_place):
        yield purchase_line(
            None,
            "",
            planned.name,
            CABLE,
            _together(design, planned.name, links),
            planned.unit,
            basis=planned.basis,
            price_date=planned.date,
            rests_on=planned.rests_on,
            length_m=planned.length_m,
            links=tuple(link.id for link, _ in links),
            install_usd=planned.install_usd,
        )


def _place(group: tuple[PlannedCable, list[tuple[Link, int]]]) -> tuple[str, str, float]:
    """Return the sort key of a line of cables without a type: by medium and name, the dearest first."""
    planned, links = group
    return links[0][0].medium, planned.name, -planned.unit.figure.or_zero


def _measured(cables: LinkCables) -> AssumedLength | None:
    """Return the length of one of CABLES that were measured along their routes; None where some were not."""
    if cables.unknown or not cables.cables or cables.least_m is None or cables.most_m is None:
        return None
    mean = cables.total_m / cables.cables
    return AssumedLength(low_m=mean, typical_m=mean, high_m=mean, why="The mean of the routes between the racks.")


def _together(design: Design, name: str, links: Sequence[tuple[Link, int]]) -> Figure:
    """Return how many cables LINKS have together, link by link while they are few."""
    if len(links) > MOST_TERMS:
        return leaf(name, float(sum(left for _, left in links)), note=f"Counted over {len(links)} links.")
    terms = [count_of(f"cables of {link_name(design, link)}", left, link.id) for link, left in links]
    return terms[0] if len(terms) == 1 else total(f"{name} in the design", terms, "")
