"""Cables that have no route: a length from the rack or room around them or from an assumption, and so a type and price.

A link whose ends have no place, or stand in rooms that have none beside each other, cannot be measured. It gets the
mean length that two random places have in what is drawn around it, with the least and the greatest; the type follows
from the mean, the range of prices from all three. The person's own length of a link counts before all of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from msgspec.structs import replace

from designer.analysis.money.prices import cable_price
from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.quantities import fact_of
from designer.analysis.rooms.cable_buying import (
    Chooser,
    chosen_types,
    of_known_length,
    optics_by_seat,
    purchases,
    sockets_of,
)
from designer.analysis.rooms.cable_choice import CableChoice, reach_of
from designer.analysis.rooms.cable_records import AssumedCables, AssumedLength, AssumedPurchase, CablesResult
from designer.analysis.rooms.cable_routes import UNKNOWN, CableRoutes, cable_routes
from designer.analysis.rooms.device_positions import UNIT_MM
from designer.analysis.rooms.optics_places import optics_at
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Link
from designer.model.kinds import CABLING, KINDS
from designer.model.parts.part import Part
from designer.model.relations import RELATION_MEDIA

_MM: Final = 1000.0
MOST_PAIRS: Final = 50_000
"""So many pairs of copies are laid out at most; links beyond are counted as one row each."""
_THIRD: Final = 1.0 / 3.0
"""Mean distance of two random places along a line of length 1 (the Manhattan distance in a hall is (w + d) / 3)."""


def assumed_cables(
    design: Design, routed: CablesResult | None = None, parts: Mapping[str, Part] | None = None
) -> AssumedCables:
    """Return types and lengths of the cables of DESIGN that have no route.

    Args:
        design: The design.
        routed: Cables that were measured; they are left out here.
        parts: Cables and optics on hand beside those of the design; None or nothing looks for no types beside those
            that the person chose.
    """
    measured = routed.by_link if routed is not None else {}
    ids = {
        link.id
        for link in design.links.values()
        if link.medium not in RELATION_MEDIA and (link.id not in measured or measured[link.id].unknown)
    }
    if not ids:
        return AssumedCables()
    routes = _with_folded(cable_routes(design, every=True, only=ids, most=MOST_PAIRS))
    if measured:
        # Of measured links only the cables that could not be measured.
        first = np.array([link.id in measured for link in routes.links], dtype=bool)
        kept = ~first[routes.link] | np.isnan(routes.length_m) if routes.links else np.zeros(0, dtype=bool)
        routes = _only(routes, np.flatnonzero(kept))
    if not routes.links:
        return AssumedCables()
    chooser = chooser_of(design, parts or {})
    lengths = {link.id: _within_reach(assumed_length(design, link), link, chooser.parts) for link in routes.links}
    sockets = sockets_of(design, routes.links)
    least, mean, most = (
        replace(routes, length_m=_filled(routes, [getattr(lengths[link.id], which) for link in routes.links]))
        for which in ("low_m", "typical_m", "high_m")
    )
    chosen = [chosen_types(one, sockets, chooser) for one in (least, mean, most)]
    ranges = _ranges(routes, chooser, chosen)
    otherwise = _otherwise(routes, chooser, chosen, lengths)
    typed = _typed(routes, chooser, chosen[1])
    known = of_known_length(mean, chosen[1])
    seats = optics_by_seat(mean, sockets, chooser, known)
    return AssumedCables(
        lengths={link.id: lengths[link.id] for link in routes.links},
        typed=typed,
        purchases=tuple(
            AssumedPurchase(
                purchase=one,
                range_usd=ranges.get((one.part, one.stock_m, one.own)),
                otherwise=otherwise.get((one.part, one.stock_m, one.own), ""),
            )
            for one in purchases(mean, chooser, known, seats)
        ),
        optics_at=optics_at(mean, chooser, known, seats),
    )


_last: list[tuple[Mapping[str, Part], Mapping[str, Part], Chooser]] = []
"""The parts and chooser of the last design: the next one mostly has the same, and types are worked out once."""


def chooser_of(design: Design, parts: Mapping[str, Part]) -> Chooser:
    """Return what chooses from PARTS and those of DESIGN, the one before where nothing of it changed."""
    if _last:
        before, own, chooser = _last[0]
        if before is parts and dict(own) == dict(design.parts) and chooser.book == design.settings.prices:
            return chooser
    on_hand = {part.id: part for part in (*parts.values(), *design.parts.values()) if part.kind in CABLING}
    chooser = Chooser(on_hand, design.settings.prices, bool(parts))
    _last[:] = [(parts, design.parts, chooser)]
    return chooser


# ---- Lengths ----


def assumed_length(design: Design, link: Link) -> AssumedLength:
    """Return how long LINK may be: by its own word, its rack, its room, or the assumption."""
    if link.length_m is not None:
        return AssumedLength(low_m=link.length_m, typical_m=link.length_m, high_m=link.length_m, why="Set on the link.")
    slack = 1.0 + assumed(design, "cable_slack_share").or_zero
    # Slack at both ends, beside what is added for the way.
    ends = 2 * assumed(design, "cable_end_m").or_zero
    container = design.holder(link)
    # From the innermost container that holds both ends outwards: the first with a size decides.
    outward = (container, *design.ancestors(container)) if container else ()
    around = [design.nodes[one] for one in outward if one in design.nodes]
    for node in around:
        if node.kind in KINDS and KINDS[node.kind].bought_as:
            units = fact_of(design, node, "rack_units").value or assumed(design, "rack_units").or_zero
            height = units * UNIT_MM / _MM
            return AssumedLength(
                low_m=ends,
                # The mean distance of two random points on a line is a third of its length.
                typical_m=height * _THIRD * slack + ends,
                high_m=height * slack + ends,
                why=f"Inside {node.title}, {units:g} U high: a third of it is the mean, with slack and ends.",
            )
        # Across a room both axes are walked, so a third of each of the two sides, up and down by half of the height.
        if node.plan is not None and len(node.plan.outline) > 2:
            xs, ys = ([getattr(p, axis) / _MM for p in node.plan.outline] for axis in ("x_mm", "y_mm"))
            sides = max(xs) - min(xs) + max(ys) - min(ys)
            rise = 2 * assumed(design, "cable_height_mm").or_zero / _MM
            return AssumedLength(
                low_m=ends,
                typical_m=(sides * _THIRD + rise * 0.5) * slack + ends,
                high_m=(sides + rise) * slack + ends,
                why=f"From the size of {node.title}, width and depth together {sides:g} m: a third of them aside is "
                "the mean of two random places, half the height of the trays up and down, with slack and ends.",
            )
    # Nothing around has a size.
    found = assumed(design, "unrouted_cable_m")
    value = found.or_zero
    return AssumedLength(
        low_m=value if found.low is None else found.low,
        typical_m=value,
        high_m=value if found.high is None else found.high,
        why="By the assumption unrouted_cable_m.",
        assumption="unrouted_cable_m",
    )


def _within_reach(length: AssumedLength, link: Link, parts: Mapping[str, Part]) -> AssumedLength:
    """Return LENGTH, no longer than the cable that the person chose reaches; a length of their own stays."""
    part = parts.get(link.cable_part or "")
    reach = reach_of(part) if part is not None else None
    if reach is None or link.length_m is not None or length.high_m <= reach:
        return length
    return AssumedLength(
        low_m=min(length.low_m, reach),
        typical_m=min(length.typical_m, reach),
        high_m=reach,
        why=f"{length.why} No longer than the chosen cable reaches.",
        assumption=length.assumption,
    )


def _filled(routes: CableRoutes, lengths: list[float]) -> Floats:
    """Return the length of each row: its own, else that of its link (n,)."""
    return np.where(np.isnan(routes.length_m), np.array(lengths)[routes.link], routes.length_m)


def _with_folded(routes: CableRoutes) -> CableRoutes:
    """Return ROUTES with one row for each link that joins too many pairs of copies to lay out.

    Such a link counts as if all its cables joined two devices, which is exact where they come out even at each.
    """
    design = routes.design
    folded = [design.links[link_id] for link_id in routes.left_out]
    if not folded:
        return routes
    number, rows = len(routes.links), len(folded)
    # Seats of their own, below those that are laid out, so that no cage is shared with another link.
    seats = -1 - np.arange(2 * rows, dtype=np.int64)
    unknown = np.full(rows, np.nan)
    told = np.array([np.nan if link.length_m is None else link.length_m for link in folded])
    counts = np.array([design.total_cables(link) for link in folded], dtype=np.int64)
    return replace(
        routes,
        links=(*routes.links, *folded),
        link=np.concatenate([routes.link, number + np.arange(rows)]),
        count=np.concatenate([routes.count, counts]),
        a=np.concatenate([routes.a, seats[:rows]]),
        b=np.concatenate([routes.b, seats[rows:]]),
        way=np.concatenate([routes.way, np.full(rows, UNKNOWN)]),
        drawn_m=np.concatenate([routes.drawn_m, unknown]),
        length_m=np.concatenate([routes.length_m, told]),
        graph=np.concatenate([routes.graph, np.full(rows, -1)]),
        at=np.concatenate([routes.at, np.full((rows, 6), -1.0)]),
        left_out=(),
    )


def _only(routes: CableRoutes, rows: Ints) -> CableRoutes:
    """Return ROUTES with ROWS alone, and the links that still have one."""
    # Links that still have a row are numbered anew: PLACE is each row's link among them.
    left, place = np.unique(routes.link[rows], return_inverse=True)
    return replace(
        routes,
        links=tuple(routes.links[number] for number in left.tolist()),
        link=place.astype(np.int64).ravel(),
        count=routes.count[rows],
        a=routes.a[rows],
        b=routes.b[rows],
        way=np.full(rows.size, UNKNOWN),
        drawn_m=routes.drawn_m[rows],
        length_m=routes.length_m[rows],
        graph=routes.graph[rows],
        at=routes.at[rows],
    )


# ---- Types and prices ----


@dataclass(slots=True)
class _Range:
    """The least and greatest price of one cable, in US dollars, over the lengths that it may have."""

    low: float
    high: float


def _typed(routes: CableRoutes, chooser: Chooser, chosen: Ints) -> dict[str, int]:
    """Return how many cables of each link have a type."""
    has = np.array([*(bool(choice.cable) for choice in chooser.choices), False])[chosen]
    counts = np.bincount(routes.link, routes.count * has, len(routes.links))
    return {link.id: int(many) for link, many in zip(routes.links, counts.tolist(), strict=True)}


def _otherwise(
    routes: CableRoutes, chooser: Chooser, chosen: list[Ints], lengths: Mapping[str, AssumedLength]
) -> dict[tuple[str, float | None, bool], str]:
    """Return what the cables would be at their least and greatest length, where the type is another there."""
    found: dict[tuple[str, float | None, bool], dict[str, None]] = {}
    # (rows, 4): link, then the choice at the least, typical and greatest length.
    rows = np.column_stack([routes.link, *chosen]) if routes.link.size else np.zeros((0, 4), dtype=np.int64)
    for link, low, mean, high in np.unique(rows, axis=0).tolist():
        choice = chooser.choices[mean] if mean >= 0 else None
        if choice is None or not choice.cable or choice.sort == "own":
            continue
        length = lengths[routes.links[link].id]
        for place, metres in ((low, length.low_m), (high, length.high_m)):
            other = chooser.choices[place] if place >= 0 else choice
            if other.sort != choice.sort:
                what = "nothing on hand" if other.sort == "none" else other.sort
                said = f"At {metres:.3g} m it would be {what}."
                found.setdefault((choice.cable, choice.stock_m, False), {})[said] = None
    return {key: " ".join(list(said)[:2]) for key, said in found.items()}


def _ranges(
    routes: CableRoutes, chooser: Chooser, chosen: list[Ints]
) -> dict[tuple[str, float | None, bool], tuple[float, float]]:
    """Return (least, greatest) price of one cable for each that is bought, over the lengths that it may have.

    Where a shorter or longer cable is of another type, the price of that type for the same links counts, optics
    included: upwards always, downwards only for cables that are bought without optics.
    """
    found: dict[tuple[str, float | None, bool], _Range] = {}
    triples = np.unique(np.column_stack(chosen), axis=0) if routes.link.size else np.zeros((0, 3), dtype=np.int64)
    for low, mean, high in triples.tolist():
        if mean < 0 or not chooser.choices[mean].cable:
            continue
        choice = chooser.choices[mean]
        own = _price(chooser, choice)
        if own is None:
            continue
        span = found.setdefault((choice.cable, choice.stock_m, choice.sort == "own"), _Range(*own))
        for place in (low, high):
            other = chooser.choices[place] if place >= 0 else choice
            if other.cable == choice.cable:
                price = _price(chooser, other)
                if price is not None:
                    span.low, span.high = min(span.low, price[0]), max(span.high, price[1])
            elif other.usd is not None and choice.usd is not None:
                # What the links of one such cable cost more or less with the other type.
                more = (other.usd - choice.usd) * choice.links
                span.high = max(span.high, own[1] + more)
                if not choice.optic_a and own[0] + more > 0:
                    span.low = min(span.low, own[0] + more)
    return {key: (span.low, span.high) for key, span in found.items()}


def _price(chooser: Chooser, choice: CableChoice) -> tuple[float, float] | None:
    """Return (least, greatest) price of one cable of CHOICE; None where it is not known."""
    part = chooser.parts.get(choice.cable)
    if part is None:
        return None
    stock = None if choice.cut else next((s for s in part.lengths if s.length_m == choice.stock_m), None)
    figure = cable_price(part, stock, choice.stock_m, "", chooser.book).figure
    return None if figure.low is None or figure.high is None else (figure.low, figure.high)
