"""The cables of a design with places: routed, chosen and counted, anew or only where a rack was moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from msgspec.structs import replace as changed

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.rooms.cable_buying import (
    Chooser,
    Sockets,
    chosen_types,
    drums_for,
    of_known_length,
    optics_by_seat,
    purchases,
    sockets_of,
)
from designer.analysis.rooms.cable_records import CablesResult, CableTrouble, DrumCut, LinkCables, is_placed
from designer.analysis.rooms.cable_routes import CableRoutes, cable_routes, moved_routes
from designer.analysis.rooms.optics_places import optics_at
from designer.analysis.rooms.optics_power import optics_power
from designer.analysis.rooms.trays_fill import diameters, tray_fills
from designer.catalog.library import Library, sources_of
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import leaf, total
from designer.model.kinds import CABLING
from designer.model.parts.part import Part
from designer.model.wording import counted, noun

_MILLIMETRE: Final = 0.001
_LENGTH_NOTE: Final = "By the routes, with slack and an end at both ports; the person's own lengths as they are."


@dataclass(frozen=True)
class CablePlan:
    """Routes with the type of every cable.

    Attributes:
        every: Whether links without places are in it too.
        chosen: Place in `chooser.choices` of every row; -1 where no type is looked for.
    """

    routes: CableRoutes
    sockets: Sockets
    chooser: Chooser
    chosen: Ints
    every: bool = False

    @property
    def parts(self) -> Mapping[str, Part]:
        """Cables and optics on hand, those of the design included."""
        return self.chooser.parts

    @cached_property
    def diameter_mm(self) -> Floats:
        """Outer diameter of the cables of every row."""
        return diameters(self.routes.design, self.routes, self.chosen, self.chooser.choices, dict(self.parts))

    def moved(self, design: Design) -> "CablePlan | None":
        """This plan with the racks and prices that DESIGN has; None where more than these differs."""
        found = moved_routes(self.routes, design)
        if found is None:
            return None
        routes, rows = found
        if self.chooser.book != design.settings.prices:
            chooser = Chooser(self.chooser.parts, design.settings.prices, self.chooser.searches)
            return CablePlan(routes, self.sockets, chooser, chosen_types(routes, self.sockets, chooser), self.every)
        chosen = chosen_types(routes, self.sockets, self.chooser, self.chosen, rows)
        return CablePlan(routes, self.sockets, self.chooser, chosen, self.every)

    @cached_property
    def result(self) -> CablesResult:
        """Return the folded result of this plan."""
        return _result(self)


def cable_plan(
    design: Design, parts: Mapping[str, Part] | None, before: CablePlan | None = None, *, every: bool = False
) -> CablePlan:
    """The cables of DESIGN.

    Args:
        design: The design.
        parts: Parts on hand, of which cables and optics are chosen; those of the design count before them. None looks
            for no types beside those that the person chose.
        before: A plan of an earlier state of the design, from which as much as possible is taken over.
        every: Whether links without places are laid out too, for a list of all cables.
    """
    on_hand = {part.id: part for part in (*(parts or {}).values(), *design.parts.values()) if part.kind in CABLING}
    searches = parts is not None
    # Of the plan before, only routes of racks that moved are found anew.
    if before is not None and before.every == every and before.chooser.searches == searches and before.parts == on_hand:
        moved = before.moved(design)
        if moved is not None:
            return moved
    routes = cable_routes(design, every=every)
    sockets = sockets_of(design, routes.links)
    chooser = before.chooser if before is not None else None
    # The choices stay as long as the parts and prices that they are made from.
    if (
        chooser is None
        or chooser.searches != searches
        or chooser.book != design.settings.prices
        or chooser.parts != on_hand
    ):
        chooser = Chooser(on_hand, design.settings.prices, searches)
    return CablePlan(routes, sockets, chooser, chosen_types(routes, sockets, chooser), every)


_last: list[CablePlan] = []
"""The plan of the last design: the next one is often the same with a rack moved."""


def cables(design: Design, library: Library | None = None) -> CablesResult | None:
    """Return the cables of DESIGN, chosen from LIBRARY; None where nothing has a place on a floor."""
    if not is_placed(design):
        _last.clear()
        return None
    plan = cable_plan(design, library.parts if library else None, _last[0] if _last else None)
    _last[:] = [plan]
    if library is None:
        return plan.result
    bought = (plan.parts[one.part] for one in plan.result.purchases if one.part in plan.parts)
    # Sources that the design does not have yet: prices of chosen parts cite them.
    named = sorted({source for part in bought for source in sources_of(part)} - design.sources.keys())
    return changed(plan.result, sources={name: library.sources[name] for name in named if name in library.sources})


def _result(plan: CablePlan) -> CablesResult:
    routes, design = plan.routes, plan.routes.design
    chosen = of_known_length(routes, plan.chosen)
    seats = optics_by_seat(routes, plan.sockets, plan.chooser, chosen)
    bought = purchases(routes, plan.chooser, chosen, seats)
    fills, bends = tray_fills(routes, plan.diameter_mm)
    by_link = _by_link(plan)
    unknown = sum(one.unknown for one in by_link.values())
    by_medium: dict[str, float] = {}
    for link in routes.links:
        by_medium[link.medium] = by_medium.get(link.medium, 0.0) + by_link[link.id].total_m
    metres = (
        total(
            "cable",
            [
                leaf(f"{medium} cables", metres, "m", operation="routing", note=_LENGTH_NOTE)
                for medium, metres in by_medium.items()
            ],
            "m",
        )
        if by_medium
        else leaf("cable", 0.0, "m", operation="routing")
    )
    optics = optics_power(design, bought, plan.parts)
    drums = drums_for(bought, assumed(design, "drum_m").or_zero)
    return CablesResult(
        by_link=by_link,
        cables=sum(one.cables for one in by_link.values()),
        unknown=unknown,
        metres=metres,
        purchases=bought,
        trays=fills,
        bends=bends,
        troubles=tuple(_troubles(plan)),
        drums=drums,
        notes=tuple(_notes(plan, unknown, drums)),
        optics=optics.number,
        optics_typical_w=optics.typical_w,
        optics_max_w=optics.max_w,
        optics_at=optics_at(routes, plan.chooser, chosen, seats),
    )


def _notes(plan: CablePlan, unknown: int, drums: Sequence[DrumCut]) -> Iterator[str]:
    routes = plan.routes
    if unknown and not is_placed(routes.design):
        yield (
            f"{counted(unknown, 'cable')} {noun(unknown, 'has', 'have')} no route, since nothing stands on a floor "
            "yet: what is bought is planned with a length of its own. Set it on the link."
        )
    elif unknown:
        yield (
            f"{counted(unknown, 'cable')} {noun(unknown, 'goes', 'go')} between rooms that have no place beside each "
            "other, so their length is not known; set it on the link."
        )
    if routes.left_out:
        left_out = len(routes.left_out)
        yield f"{counted(left_out, 'link')} {noun(left_out, 'has', 'have')} too many cables to be routed one by one."
    drum_m = assumed(routes.design, "drum_m").or_zero
    for part in dict.fromkeys(drum.part for drum in drums if drum.drum_m > drum_m):
        long = [drum for drum in drums if drum.part == part and drum.drum_m > drum_m]
        name = plan.parts[part].name if part in plan.parts else part
        pieces = sum(drum.drums for drum in long)
        said = f"{pieces:,} pieces of {name} are" if pieces > 1 else f"A piece of {name} is"
        yield (
            f"{said} longer than a drum of {drum_m:g} m, up to {max(drum.drum_m for drum in long):g} m: order in one "
            "length, or set Cable on a drum."
        )


def _by_link(plan: CablePlan) -> dict[str, LinkCables]:
    """Sums and extremes of the rows of every link."""
    routes = plan.routes
    if not routes.links:
        return {}
    size, link, count, length = len(routes.links), routes.link, routes.count, routes.length_m
    known = ~np.isnan(length)
    # True where a type was found: a choice may say that there is none.
    typed = plan.chosen >= 0
    typed[typed] = np.array([bool(choice.cable) for choice in plan.chooser.choices])[plan.chosen[typed]]
    # Least and greatest length by link, m; rows without a known length take no part.
    least, most = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(least, link[known], length[known])
    np.maximum.at(most, link[known], length[known])
    columns = (
        np.bincount(link, count, size),
        np.bincount(link, count * ~known, size),
        least,
        most,
        np.bincount(link[known], (count * length)[known], size),
        np.bincount(link, count * typed, size),
    )
    return {
        one.id: LinkCables(
            cables=int(every),
            unknown=int(missing),
            least_m=low if high >= low else None,
            most_m=high if high >= low else None,
            total_m=metres,
            typed=int(chosen),
        )
        for one, every, missing, low, high, metres, chosen in zip(
            routes.links, *(column.tolist() for column in columns), strict=True
        )
    }


def _troubles(plan: CablePlan) -> Iterator[CableTrouble]:
    """Cables that no type suits, that do not reach, or whose set length is too short; one for each link and sort."""
    routes, chosen, choices = plan.routes, plan.chosen, plan.chooser.choices
    if not routes.links:
        return
    # One more entry at the end, so that a choice of −1 reads "no choice".
    nothing = np.array([*(choice.sort == "none" for choice in choices), False])[chosen]
    reach = np.array([*(_reach(choice.sort == "own", choice.reach_m) for choice in choices), np.inf])[chosen]
    told = np.array([link.length_m is not None for link in routes.links])[routes.link]
    beyond = ~told & (routes.length_m > reach + _MILLIMETRE)
    short = told & (routes.drawn_m > routes.length_m + _MILLIMETRE)
    for trouble, rows in (("none", nothing), ("reach", beyond), ("short", short)):
        found = np.flatnonzero(rows)
        # By link, the longest first: the first row of each link is the one to name.
        order = found[np.lexsort((-np.nan_to_num(routes.drawn_m[found]), routes.link[found]))]
        links, first, _ = np.unique(routes.link[order], return_index=True, return_counts=True)
        counts = np.bincount(routes.link[found], routes.count[found], len(routes.links))
        for place, row in zip(links.tolist(), order[first].tolist(), strict=True):
            link = routes.links[place]
            choice = choices[int(chosen[row])] if chosen[row] >= 0 else None
            instead = _instead(plan, row) if trouble == "reach" else None
            limit = link.length_m if trouble == "short" else choice.reach_m if choice else None
            yield CableTrouble(
                link=link.id,
                trouble=trouble,
                a=routes.seats.name(int(routes.a[row])),
                b=routes.seats.name(int(routes.b[row])),
                cables=int(counts[place]),
                length_m=float(routes.drawn_m[row] if trouble == "short" else routes.length_m[row]),
                limit_m=limit,
                why=choice.why if choice and trouble == "none" else "",
                instead=instead.id if instead else "",
                instead_name=instead.name if instead else "",
            )


def _reach(own: bool, reach_m: float | None) -> float:
    return reach_m if own and reach_m is not None else np.inf


def _instead(plan: CablePlan, row: int) -> Part | None:
    """A cable that reaches as far as the route of ROW, ready to plug in."""
    routes = plan.routes
    need = int(plan.sockets.need[routes.link[row]])
    if need < 0 or not plan.chooser.searches:
        return None
    # All cables of the link would get it, so it must suit a single one.
    asked = plan.sockets.needs[need]
    step = int(np.searchsorted(plan.chooser.bounds(asked, 1), routes.length_m[row] - _MILLIMETRE))
    choice = plan.chooser.choices[plan.chooser.at_step(asked, 1, step)]
    return plan.parts.get(choice.cable) if choice.cable and not choice.optic_a else None
