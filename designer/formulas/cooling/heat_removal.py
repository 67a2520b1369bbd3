"""Heat, the air that carries it, and water."""

from designer.formulas.checks import between, not_negative, positive

BTU_PER_H_PER_W = 3.412142
"""British thermal units per hour in a watt."""

AIR_BTU_PER_H_PER_CFM_F = 1.085
"""Heat that one cubic foot a minute of sea-level air carries per °F, BTU/h."""


def heat_btu_per_h(watts: float) -> float:
    """Heat of a load that turns all its power into heat: 3.412142 · W, BTU/h.

    Source: the definition of the BTU per hour.

    Raises:
        ValueError: WATTS is negative or not finite.
    """
    return not_negative("watts", watts) * BTU_PER_H_PER_W


def heat_w(btu_per_h: float) -> float:
    """Watts of a heat given in BTU/h: BTU/h / 3.412142.

    Source: the definition of the BTU per hour.

    Raises:
        ValueError: BTU_PER_H is negative or not finite.
    """
    return not_negative("btu_per_h", btu_per_h) / BTU_PER_H_PER_W


def airflow_cfm(kw: float, delta_t_f: float, pressure_ratio: float = 1.0) -> float:
    """Air that carries a heat: 3412·kW / (1.085·ΔT) / pressure ratio, cubic feet per minute.

    About 3.16 CFM per watt and °F at sea level.

    Source: the sensible-heat equation of air, as Dell and insideHPC publish it.

    Args:
        kw: Heat, kW.
        delta_t_f: Rise of the air's temperature, °F.
        pressure_ratio: Air pressure over that at sea level, 0.80 at 6,000 ft.

    Raises:
        ValueError: An input is out of range.
    """
    if between("pressure_ratio", pressure_ratio, 0, 1.2) == 0:
        raise ValueError("pressure_ratio must be above 0: without air there is no airflow.")
    carried = AIR_BTU_PER_H_PER_CFM_F * positive("delta_t_f", delta_t_f) * pressure_ratio
    return 3412 * not_negative("kw", kw) / carried


def water_l(it_kwh: float, wue_l_per_kwh: float) -> float:
    """Water that a facility uses, litres: IT kWh · WUE.

    Source: The Green Grid's water usage effectiveness.

    Raises:
        ValueError: An input is negative or not finite.
    """
    return not_negative("it_kwh", it_kwh) * not_negative("wue_l_per_kwh", wue_l_per_kwh)
