"""Cables of one link by the places of its racks: lengths, types, price and ways."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.rooms.cable_records import is_placed
from designer.analysis.rooms.cables import cable_plan
from designer.export.cables.cable_schedule import CableSchedule
from designer.model.design import Design, Link
from designer.model.figures.figure import Figure, count_of, leaf, product, total
from designer.model.kinds import BUILDINGS
from designer.model.money.conversion import shown_currency
from designer.model.parts.part import Part
from designer.model.relations import RELATION_MEDIA

MOST_CABLES: Final = 20_000
_MOST_WAYS: Final = 400
"""So many unlike rows are asked for their way; the first ones stand for the others."""


class LinkType(NamedTuple):
    """Cables of a link that are bought alike.

    Attributes:
        cables: How many.
        name: Of the part; "" where nothing joins or reaches.
        stock_m: In which length it is bought.
        sort: "copper", "active optical" and so on.
        reach_m: How far it carries the rate; None where nobody says.
        note: Why there is none, or what it shares.
    """

    cables: int
    name: str
    stock_m: float | None
    sort: str
    reach_m: float | None
    note: str


class LinkRun(NamedTuple):
    """Cables of a link: their lengths, types, price and ways.

    Attributes:
        least_m: The shortest, slack and ends included; None when none is known.
        most_m: The longest.
        length: From the shortest to the longest, the mean between.
        unknown: Cables of unknown length.
        types: What is bought, the most first.
        price: Of all of them with their optics, in the money of the price book; None for media that have no types.
        ways: (trays or words, cables), the most first.
    """

    least_m: float | None
    most_m: float | None
    length: Figure
    unknown: int
    types: tuple[LinkType, ...]
    price: Figure | None
    ways: tuple[tuple[str, int], ...]


def link_run(design: Design, link_id: str, parts: Mapping[str, Part]) -> LinkRun | None:
    """Return the cables of a link; None where nothing has a place, and for links that are no cables.

    Args:
        design: The design.
        link_id: The link.
        parts: On hand, of which cables are chosen.
    """
    link = design.links.get(link_id)
    if link is None or link.medium in RELATION_MEDIA or not is_placed(design) or not design.total_cables(link):
        return None
    if design.total_cables(link) > MOST_CABLES:
        return None
    schedule = CableSchedule(cable_plan(_around(design, link), parts, every=True), parts)
    routes, chosen = schedule.plan.routes, schedule.plan.chosen
    # Rows hold several cables each: the first cable of a row stands for all of it.
    count, known = routes.count, ~np.isnan(routes.length_m)
    first = np.cumsum(count) - count
    lengths = routes.length_m[known]
    whole = f"length of a cable of {link.name or link.id}"
    length = (
        leaf(whole, None, "m", note="Its rooms have no place beside each other.")
        if not lengths.size
        else leaf(
            whole,
            float(np.average(lengths, weights=count[known])),
            "m",
            low=float(lengths.min()),
            high=float(lengths.max()),
            operation="routing",
            status="derived",
            formula="along the route, with slack and an end at both ports",
            subject=link_id,
        )
    )
    types: list[LinkType] = []
    prices: list[Figure] = []
    for place in np.unique(chosen[chosen >= 0]).tolist():
        rows = np.flatnonzero(chosen == place)
        line, cables = schedule.line(int(first[rows[0]])), int(count[rows].sum())
        types.append(LinkType(cables, line.part_name, line.stock_m, line.sort, line.reach_m, line.note))
        low, middle, high = line.price
        one = leaf(
            f"{line.part_name or 'no cable'}, one with its optics",
            middle,
            shown_currency(design.settings.prices),
            low=low,
            high=high,
            operation="fact",
            status="derived",
            subject=line.part,
        )
        prices.append(product(f"{cables} × {line.part_name}", (count_of("cables", cables, link_id), one), one.unit))
    ways: dict[str, int] = {}
    for row in range(min(count.size, _MOST_WAYS)):
        way = schedule.line(int(first[row])).route
        if way:
            ways[way] = ways.get(way, 0) + int(count[row])
    return LinkRun(
        least_m=length.low,
        most_m=length.high,
        length=length,
        unknown=int(count[~known].sum()),
        types=tuple(sorted(types, key=lambda one: -one.cables)),
        price=total("cables and optics of this link", prices, prices[0].unit) if prices else None,
        ways=tuple(sorted(ways.items(), key=lambda one: -one[1])),
    )


def _around(design: Design, link: Link) -> Design:
    """DESIGN with LINK alone, and what its ends stand in; other racks of the room are in nobody's way.

    Rows and pods keep all that they hold, since their copies stand as far apart as their contents reach.
    """
    inside = design.children()
    kept: set[str] = set()
    waiting = [link.a, link.b]
    # Racks of the ends stay with all that is in them, for the way out of the rack; rooms without the rest.
    for end in (link.a, link.b):
        for one in design.ancestors(end):
            kept.add(one)
            if one in design.nodes and design.nodes[one].kind not in BUILDINGS:
                waiting += [child.id for child in inside.get(one, ())]
    while waiting:
        one = waiting.pop()
        if one not in kept:
            kept.add(one)
            waiting += [child.id for child in inside.get(one, ())]
    nodes = {node_id: node for node_id, node in design.nodes.items() if node_id in kept}
    return replace(design, nodes=nodes, links={link.id: link})
