"""Write-off of a purchase in each year of its use: equipment over its years, plant over those of a hall."""

from collections.abc import Sequence

from designer.analysis.results import CostLine
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, annuity, difference, product, total
from designer.model.kinds import HALL_PLANT


def is_plant(line: CostLine) -> bool:
    """Return whether LINE is plant of a hall: by its kind, or feeders and pipes, which are installed by their size."""
    return line.kind in HALL_PLANT or line.install_usd is not None


def years_of(design: Design, *, plant: bool) -> Figure:
    """Return the years over which equipment is written off, or PLANT.

    Source: Hamilton, "Cost of Power in Large-Scale Data Centers", 2008: servers over 3 years, power and cooling over 10
    to 15.
    """
    return assumed(design, "hall_years" if plant else "years")


def written_off(design: Design, label: str, bought: Figure, *, plant: bool = False) -> Figure:
    """Return USD/year that repay BOUGHT, which is equipment or PLANT, but for what equipment still brings at the end.

    Source: capital recovery with a salvage value S, (P − S) × r(1+r)ⁿ/((1+r)ⁿ − 1) + S × r, of any text on engineering
    economy; without S it is that of METHODS "Cost".
    """
    rate, years = assumed(design, "annual_rate"), years_of(design, plant=plant)
    share = assumed(design, "residual_share")
    if plant or not share.value:
        return annuity(label, bought, rate, years, "USD/year")
    left = product("residual value", (bought, share), "USD")
    used = annuity("write-off of what is used up", difference("used up", bought, left, "USD"), rate, years, "USD/year")
    return total(label, (used, product("cost of the money in it", (left, rate), "USD/year")), "USD/year")


def write_off_of_a_year(design: Design, capex: Figure, lines: Sequence[CostLine]) -> Figure:
    """Return USD/year that repay CAPEX, the sum of LINES, plant apart from equipment."""
    plant = write_off_of_the_plant(design, lines)
    if plant is None:
        return written_off(design, "amortisation", capex)
    equipment = write_off_of_the_equipment(design, lines)
    terms = [one for one in (equipment, plant) if one is not None]
    return total("amortisation", terms, "USD/year", "write-off of equipment and plant, each over its years")


def write_off_of_the_equipment(design: Design, lines: Sequence[CostLine]) -> Figure | None:
    """Return USD/year that repay what of LINES is equipment; None where nothing is."""
    bought = [line.total_usd for line in lines if not is_plant(line)]
    name = "write-off of the equipment"
    return written_off(design, name, total("equipment", bought, "USD")) if bought else None


def write_off_of_the_plant(design: Design, lines: Sequence[CostLine]) -> Figure | None:
    """Return USD/year that repay what of LINES is plant of a hall; None where nothing is."""
    hall = [line.total_usd for line in lines if is_plant(line)]
    return written_off(design, "write-off of the plant", total("plant", hall, "USD"), plant=True) if hall else None
