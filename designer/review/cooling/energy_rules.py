"""Rules about a year: free cooling without a climate, heat without a way out, a PUE that cannot be, water."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from designer.analysis.cooling.chillers import economizer_of, threshold_of
from designer.analysis.quantities import role_of
from designer.analysis.results import Results
from designer.formulas.cooling.climates import CLIMATES
from designer.formulas.cooling.economizer import hours_at_or_below
from designer.formulas.periods import HOURS_PER_YEAR
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure_text import count_text, figure_text, number_text
from designer.model.kinds import AIR_HANDLERS, CHILLERS, COOLING_TOWERS, HEAT_REJECTION, OUTDOORS
from designer.review.findings import Finding
from designer.review.registry import rule

_PLAUSIBLE_PUE: Final = 2.5
"""Above this hardly any survey of the last ten years has a mean; Uptime's of 2025 is 1.54."""


@rule({"climate-not-chosen": "note"}, layer="facility")
def climate_not_chosen(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Chillers with something that could cool without them, and no climate to say for how long."""
    chillers = _ids(design, *CHILLERS)
    if not chillers or economizer_of(design) is None or design.settings.choices.get("climate"):
        return
    if design.settings.assumptions.get("free_cooling_h") is not None:
        return
    yield Finding(
        rule="climate-not-chosen",
        severity="note",
        message="No climate is chosen, so the chillers are taken to run all year.",
        detail="Choose the climate of the site in Facility, Energy, or set the hours of free cooling that are known.",
        ids=chillers,
    )


@rule({"heat-without-way-out": "note"}, layer="facility", reads=("power",))
def heat_without_way_out(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Coolers in the room, and nothing that gives their heat to the outdoors: the PUE leaves that out."""
    power = results.power
    if power is None or not power.drawn_plant or _ids(design, *OUTDOORS):
        return
    coolers = tuple(node.id for node in design.nodes_in_order() if role_of(node) == "cooling")
    pue = f" The PUE of {number_text(power.pue.value)} lacks its power." if power.pue.value else ""
    yield Finding(
        rule="heat-without-way-out",
        severity="note",
        message="Nothing that gives heat to the outdoors is drawn: no chiller, dry cooler or cooling tower." + pue,
        detail="Drag one from the palette, or leave the coolers out and assume the PUE.",
        ids=coolers,
    )


@rule({"pue-implausible": "warning"}, layer="facility", reads=("power",))
def pue_implausible(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """A PUE from drawn parts that is far above what halls have."""
    power = results.power
    if power is None or not power.drawn_plant or (power.pue.value or 0.0) <= _PLAUSIBLE_PUE:
        return
    coolers = tuple(node.id for node in design.nodes_in_order() if role_of(node) == "cooling")
    yield Finding(
        rule="pue-implausible",
        severity="warning",
        message=f"Cooling and losses make a PUE of {number_text(power.pue.value or 0.0)}; halls have 1.54 on average.",
        detail="Uptime Institute, 2025. Check how many coolers are drawn, what each draws, and whether IT is missing.",
        ids=coolers,
    )


@rule({"water-in-dry-climate": "note"}, layer="facility", reads=("energy",))
def water_in_dry_climate(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Towers that evaporate water where the climate zone is a dry one."""
    energy = results.energy
    climate = CLIMATES.get(design.settings.choices.get("climate", ""))
    towers = _ids(design, *COOLING_TOWERS)
    if energy is None or climate is None or not climate.zone.endswith("B") or not towers:
        return
    if not energy.water_m3_per_year.value:
        return
    yield Finding(
        rule="water-in-dry-climate",
        severity="note",
        message=f"The towers take {figure_text(energy.water_m3_per_year, ranged=False)} of water in a dry climate.",
        detail=f"{climate.title} is in ASHRAE zone {climate.zone}, B for dry. Ask what the site may draw; dry coolers "
        "take none, and more electricity.",
        ids=towers,
    )


@rule({"outdoors-too-warm": "warning"}, layer="facility")
def outdoors_too_warm(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Dry coolers or towers without chillers, and hours in which the outdoors of the climate are too warm for them."""
    climate = CLIMATES.get(design.settings.choices.get("climate", ""))
    givers = _ids(design, *HEAT_REJECTION)
    said = "chilled_water_c" in design.settings.assumptions
    # Only with free cooling alone, and with a water temperature that somebody chose or that air handlers take.
    if climate is None or not givers or _ids(design, *CHILLERS) or not (said or _ids(design, *AIR_HANDLERS)):
        return
    economizer = "tower" if _ids(design, *COOLING_TOWERS) else "dry"
    threshold, water = threshold_of(design, economizer).value, assumed(design, "chilled_water_c").value
    short = HOURS_PER_YEAR - hours_at_or_below(climate, economizer, threshold or 0.0)
    if short < 1:
        return
    yield Finding(
        rule="outdoors-too-warm",
        severity="warning",
        message=f"In {count_text(round(short))} hours of a typical year {climate.title} is too warm to cool water to "
        f"{number_text(water or 0.0)} °C without chillers.",
        detail=f"Outdoors would have to be at most {number_text(threshold or 0.0)} °C "
        f"({'wet' if economizer == 'tower' else 'dry'} bulb). Add a chiller for those hours, or take warmer water.",
        ids=givers,
    )


def _ids(design: Design, *kinds: str) -> tuple[str, ...]:
    return tuple(node.id for node in design.nodes_in_order() if node.kind in kinds)
