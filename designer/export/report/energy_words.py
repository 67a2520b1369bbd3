"""Energy of a year of the design, in one paragraph for people who decide."""

from designer.analysis.energy.records import EnergyResult
from designer.model.figures.figure_text import figure_text
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook


def what_a_year_takes(energy: EnergyResult, book: PriceBook) -> str:
    """ENERGY in sentences, money as BOOK shows it; "" where nothing is drawn yet."""
    if not energy.facility_kwh.value:
        return ""
    text = (
        f"A year takes {figure_text(energy.facility_kwh)} of electricity for "
        f"{figure_text(in_currency(energy.usd_per_year, book))}, emits {figure_text(energy.co2e_t_per_year)} of CO2 "
        f"equivalent by the average of the grid, and uses {figure_text(energy.water_m3_per_year)} of water at the site."
    )
    free = energy.free_cooling_h
    if free is not None and free.value:
        text += f" The chillers stand still for {figure_text(free, ranged=False)}."
    return text
