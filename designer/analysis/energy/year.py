"""Energy, carbon and water of a year, from what the design draws: the one sum that cost, report and window share.

All hours are at typical load; hours without work draw less only where the design says how much (`idle_share`).
Carbon is location-based: kWh × the average of the grid, nothing for making the devices. Water follows from towers and
adiabatic dry coolers where such plant is drawn, else from the assumed WUE, never from both.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from designer.analysis.energy.records import EnergyResult
from designer.analysis.money.periods import HOURS, TWELVE
from designer.analysis.power.draw import loss_share_of
from designer.analysis.quantities import copies_of, fact_of, name_of, placed_nodes, summed
from designer.analysis.results import Counts, PowerResult
from designer.formulas.cooling.economizer import EVAPORATED_L_PER_KWH
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, difference, leaf, product, quotient, total
from designer.model.kinds import (
    AIR_HANDLERS,
    CHILLERS,
    COOLANT_UNITS,
    DRY_COOLERS,
    HEAT_REJECTION,
    LOSING_INDOORS,
    OUTDOORS,
    in_order,
)

USES: Final[Mapping[str, tuple[str, ...]]] = {
    "fans": in_order(AIR_HANDLERS),
    "pumps": in_order(COOLANT_UNITS),
    "chillers": in_order(CHILLERS),
    "dry coolers and towers": in_order(HEAT_REJECTION),
}
"""What the energy of cooling goes into, by kinds."""
_THOUSAND: Final = leaf("W in a kW", 1000.0, "W/kW")
_TONNE: Final = leaf("kg in a t", 1000.0, "kg/t")
_CUBIC: Final = leaf("L in a m³", 1000.0, "L/m³")
_ONE: Final = leaf("1", 1.0)
_YEAR: Final = "kWh/year"


def energy(design: Design, power: PowerResult, counts: Counts) -> EnergyResult:
    """A year of DESIGN, given what it draws and holds."""
    load = mean_load(design)
    facility = _kwh("energy of a year", power.facility_w, load)
    it = _kwh("energy of the IT", power.it_typical_w, load)
    cooling = _kwh("energy of the cooling", power.cooling_w, load)
    losses = _kwh("losses of a year", power.losses_w, load)
    price = product(
        "energy",
        (facility, assumed(design, "electricity_usd_per_kwh")),
        "USD/year",
        "facility kW × 8,760 h × price per kWh",
    )
    demand = _demand(design, power)
    usd = price if demand is None else total("electricity", (price, demand), "USD/year", "energy + demand charge")
    kg = product("carbon", (facility, assumed(design, "grid_kg_per_kwh")), "kg/year", "facility kWh × kg per kWh")
    heat = _heat(design, it, cooling)
    plant = [node for node, _ in placed_nodes(design) if node.kind in OUTDOORS]
    water, notes = _water(design, plant, it, heat)
    used = _gpu_hours(design, counts)
    return EnergyResult(
        it_kwh=it,
        losses_kwh=losses,
        cooling_kwh=cooling,
        facility_kwh=facility,
        by_use=dict(_by_use(design, power, load)) if power.drawn_plant else {"cooling": cooling},
        energy_usd=price,
        demand_usd=demand,
        usd_per_year=usd,
        co2e_t_per_year=quotient("carbon of a year", kg, _TONNE, "t/year"),
        water_m3_per_year=quotient("water of a year", water, _CUBIC, "m³/year"),
        heat_kwh=heat,
        pue=power.pue,
        pue_peak=power.pue_peak,
        wue_l_per_kwh=(
            quotient("WUE", water, it, "L/kWh", "water at the site / energy of the IT")
            if plant
            else assumed(design, "wue_l_per_kwh")
        ),
        cue_kg_per_kwh=product("CUE", (power.pue, assumed(design, "grid_kg_per_kwh")), "kg/kWh", "PUE × kg per kWh"),
        free_cooling_h=power.free_cooling_h,
        kwh_per_gpu_hour=quotient(
            "energy of an accelerator hour", facility, used, "kWh/h", "facility kWh / hours used"
        ),
        kg_per_gpu_hour=quotient("carbon of an accelerator hour", kg, used, "kg/h", "carbon / hours used"),
        notes=notes,
    )


def mean_load(design: Design) -> Figure | None:
    """Mean power over typical power where hours without work draw less; None where all hours are taken alike."""
    if design.settings.assumptions.get("idle_share") is None:
        return None
    used = assumed(design, "utilisation")
    rest = difference("hours without work", _ONE, used, "", "1 − hours used")
    idle = product("drawn without work", (rest, assumed(design, "idle_share")), "")
    return total("mean over typical power", (used, idle), "", "hours used + hours without work × their power")


def _kwh(label: str, watts: Figure, load: Figure | None) -> Figure:
    terms = (watts, HOURS) if load is None else (watts, HOURS, load)
    return quotient(label, product(f"{label}, in Wh", terms, "Wh/year"), _THOUSAND, _YEAR)


def _demand(design: Design, power: PowerResult) -> Figure | None:
    if not design.settings.assumptions.get("demand_usd_per_kw_month"):
        return None
    peak = quotient("greatest power of the site", power.facility_max_w, _THOUSAND, "kW")
    return product(
        "demand charge",
        (peak, assumed(design, "demand_usd_per_kw_month"), TWELVE),
        "USD/year",
        "greatest kW × charge × 12 months",
    )


def _by_use(design: Design, power: PowerResult, load: Figure | None) -> Iterable[tuple[str, Figure]]:
    for use, kinds in USES.items():
        terms = [power.by_kind[kind] for kind in kinds if kind in power.by_kind]
        if terms:
            yield use, _kwh(f"energy of {use}", summed(f"power of {use}", terms, "W"), load)


def _gpu_hours(design: Design, counts: Counts) -> Figure:
    owned = counts.accelerators
    if counts.accelerators_rented:
        rented = count_of("accelerators that are rented", counts.accelerators_rented)
        owned = difference("accelerators that are owned", owned, rented, "")
    return product("hours used of owned accelerators", (owned, HOURS, assumed(design, "utilisation")), "h/year")


def _heat(design: Design, it: Figure, cooling: Figure) -> Figure:
    indoors = product("losses indoors", (it, loss_share_of(design, LOSING_INDOORS, assume=False)), _YEAR)
    return total(
        "heat given off", (it, indoors, cooling), _YEAR, "IT + losses of the UPS and PDUs drawn + cooling's own power"
    )


def _water(design: Design, plant: Sequence[Node], it: Figure, heat: Figure) -> tuple[Figure, tuple[str, ...]]:
    """Water at the site (L), and what was simplified; PLANT is what stands outdoors."""
    if not plant:
        return product("water at the site", (it, assumed(design, "wue_l_per_kwh")), "L/year", "IT kWh × WUE"), ()
    givers = [node for node in plant if node.kind not in CHILLERS]
    if not givers:
        note = "Only chillers stand outdoors: they are taken to give their heat to the air, without water."
        return leaf("water at the site", 0.0, "L/year", status="derived", note=note), (note,)
    terms = [
        product(
            f"{node.title}: water",
            (_heat_of(design, node, givers, heat), _litres_of(design, node)),
            "L/year",
            "heat × litres for a kWh",
        )
        for node in givers
    ]
    return total("water at the site", terms, "L/year", "sum over what gives off heat outdoors"), ()


def _heat_of(design: Design, node: Node, givers: Sequence[Node], heat: Figure) -> Figure:
    """The heat that falls on NODE among GIVERS, by what each can give off."""
    if len(givers) == 1:
        return heat
    each = {
        one.id: product(
            f"{one.title}: heat that all copies can give off",
            (copies_of(design, one), fact_of(design, one, "cooling_capacity_w")),
            "W",
        )
        for one in givers
    }
    # Alike ones share by number, so that no capacity has to be known.
    if all(one.part == node.part and one.kind == node.kind for one in givers):
        each = {one.id: copies_of(design, one) for one in givers}
    together = total("heat that all can give off", each.values(), each[node.id].unit)
    share = quotient(f"{node.title}: share of the heat", each[node.id], together, "")
    if together.missing:
        share = leaf(f"{node.title}: share of the heat, as not all say what they can give off", None)
    return product(f"{node.title}: heat", (heat, share), _YEAR)


def _litres_of(design: Design, node: Node) -> Figure:
    """Litres of water that NODE takes for a kWh of heat."""
    stated = fact_of(design, node, "water_l_per_kwh")
    if stated.known:
        return stated
    name = name_of(design, node)
    if node.kind in DRY_COOLERS:
        return leaf(
            f"{name}: water evaporated per heat",
            0.0,
            "L/kWh",
            status="derived",
            subject=node.id,
            note="A dry cooler that states no water takes none.",
        )
    latent = leaf(
        "water evaporated by a kWh",
        EVAPORATED_L_PER_KWH,
        "L/kWh",
        status="derived",
        note="3,600 kJ / (2,430 kJ/kg × 0.9957 kg/L), water at 30 °C (steam tables).",
    )
    evaporated = product(f"{name}: evaporated", (latent, assumed(design, "evaporated_share")), "L/kWh")
    gathered = difference("cycles − 1", assumed(design, "concentration_cycles"), _ONE, "")
    blowdown = quotient("blowdown over evaporation", _ONE, gathered, "", "1 / (cycles − 1)")
    factor = total("make-up over evaporation", (_ONE, blowdown), "", "1 + 1 / (cycles − 1)")
    return product(f"{name}: make-up water", (evaporated, factor), "L/kWh", "evaporated × (1 + 1 / (cycles − 1))")
