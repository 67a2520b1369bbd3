"""Rules about what a single failure of cooling takes along."""

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Final

from designer.analysis.cooling.records import CoolingFailure, TooHot
from designer.analysis.results import Results
from designer.model.copy_ids import base_of
from designer.model.design import Design
from designer.model.naming import title_of
from designer.model.wording import counted, listed
from designer.review.cooling.cooling_rules import more_coolers
from designer.review.findings import Finding, Fix
from designer.review.power.unit_fixes import more_of
from designer.review.registry import rule
from designer.review.words import soon, watts

_MOST: Final = 5


@rule({"cooling-single-point": "note"}, layer="facility", reads=("cooling",))
def cooling_single_point(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Coolers and loops that let devices get too warm when they fail alone: the worst few."""
    hit = [one for one in _failures(results) if one.uncooled or one.newly_warm]
    for failure in hit[:_MOST]:
        chips = f" ({counted(failure.accelerators, 'accelerator')})" if failure.accelerators else ""
        yield Finding(
            rule="cooling-single-point",
            severity="note",
            message=f"When {_called(design, failure.ids[0])} fails, {_consequence(design, failure)}{chips}.",
            detail=_how_soon(failure)
            + "Add one more, so that the rest carries all heat when one is out, or accept it.",
            ids=(base_of(failure.ids[0]), *(one for one in failure.newly_warm if one), *failure.uncooled),
            fix=_one_more(design, results, failure),
        )


@rule({"cooling-failure-overloads": "warning"}, layer="facility", reads=("cooling",))
def cooling_failure_overloads(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Coolant units and chillers that a single failure overloads: the worst failure of each."""
    worst: dict[str, tuple[float, CoolingFailure, TooHot]] = {}
    for failure in _failures(results):
        for node_id, over in failure.newly_overloaded.items():
            full = over.heat_w / over.capacity_w if over.capacity_w else 0.0
            if node_id not in worst or full > worst[node_id][0]:
                worst[node_id] = full, failure, over
    for node_id, (_, failure, over) in worst.items():
        yield Finding(
            rule="cooling-failure-overloads",
            severity="warning",
            message=f"When {_called(design, failure.ids[0])} fails, {design.nodes[node_id].title} would take "
            f"{watts(over.heat_w)} but may take {watts(over.capacity_w)}.",
            detail="Its coolant gets warmer than planned, and the chips slow down. Add one more unit, so that one may "
            "fail.",
            ids=(node_id, base_of(failure.ids[0])),
            fix=_enough(design, node_id, failure, over),
        )


def _one_more(design: Design, results: Results, failure: CoolingFailure) -> Fix | None:
    """More coolers for the room that gets too warm; what hangs on a loop needs another loop, which is drawn by hand."""
    heat = results.cooling.heat if results.cooling is not None else None
    if heat is None or failure.uncooled or len(failure.newly_warm) != 1:
        return None
    ((zone_id, hot),) = failure.newly_warm.items()
    zone = heat.zones.get(zone_id)
    return more_coolers(design, zone, hot.heat_w - hot.capacity_w) if zone is not None else None


def _enough(design: Design, node_id: str, failure: CoolingFailure, over: TooHot) -> Fix | None:
    """As many units that those left when one fails carry all of it."""
    copies = design.nodes[node_id].copies
    left = copies - 1 if base_of(failure.ids[0]) == node_id else copies
    needed = ceil(over.heat_w * left / over.capacity_w * (1 - 1e-9)) if over.capacity_w else 0
    return more_of(design, node_id, needed + copies - left) if left else None


def _failures(results: Results) -> tuple[CoolingFailure, ...]:
    return results.cooling.heat.sweep.failures if results.cooling else ()


def _consequence(design: Design, failure: CoolingFailure) -> str:
    said: list[str] = []
    if failure.uncooled:
        names = listed([design.nodes[one].title for one in failure.uncooled])
        number = sum(failure.uncooled.values())
        said.append(f"{counted(number, 'device')} ({names}) {'has' if number == 1 else 'have'} no coolant")
    for zone_id, one in failure.newly_warm.items():
        title = design.nodes[zone_id].title if zone_id in design.nodes else "the whole design"
        said.append(f"{title} keeps {watts(one.heat_w - one.capacity_w)} of its {watts(one.heat_w)} of heat")
    return " and ".join(said)


def _how_soon(failure: CoolingFailure) -> str:
    if failure.newly_warm and failure.minutes.known:
        return f"The air is too warm {soon(failure.minutes)}, if it mixes well and nothing is switched off. "
    if failure.minutes.known:
        return f"The coolant is too warm {soon(failure.minutes)}. "
    if failure.uncooled and failure.stopped:
        return (
            "The coolant still moves, but nothing cools it: how soon it is too warm depends on the volume of the loop, "
            "which is not set. "
        )
    if failure.uncooled:
        return "Cold plates without flow are too hot within seconds; chips then slow down or stop. "
    return "How soon depends on the air in the room: draw its walls to see. "


def _called(design: Design, name: str) -> str:
    """Return the name of an id, with its number among copies; a link is a coolant loop."""
    title = title_of(design, name)
    return f"the coolant loop {title}" if base_of(name) in design.links else title
