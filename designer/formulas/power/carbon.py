"""Energy and carbon of a run."""

from msgspec import Struct

from designer.formulas.checks import not_negative
from designer.formulas.money import power_usage


class Carbon(Struct, frozen=True):
    """Energy and carbon.

    Attributes:
        mwh: Energy from the grid, MWh.
        tonnes_co2e: Carbon, tonnes of CO2 equivalent.
    """

    mwh: float
    tonnes_co2e: float


def carbon(device_hours: float, watts: float, pue: float, kg_per_kwh: float) -> Carbon:
    """Energy and carbon of device hours: h · W · PUE, times the grid's kg per kWh.

    Source: Touvron et al., "LLaMA", 2023, Table 15 and its formula.

    Args:
        device_hours: Hours summed over devices.
        watts: Power of a device, watts.
        pue: Facility energy over IT energy, at least 1.
        kg_per_kwh: Carbon of the grid, kg of CO2 equivalent per kWh.

    Raises:
        ValueError: An input is out of range.
    """
    wh = not_negative("device_hours", device_hours) * not_negative("watts", watts) * power_usage("pue", pue)
    return Carbon(wh / 1e6, wh / 1e6 * not_negative("kg_per_kwh", kg_per_kwh))
