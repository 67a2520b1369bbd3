"""Energy, carbon and money of a training job for the time that it takes."""

from typing import Final, NamedTuple

from designer.analysis.counts import counts
from designer.analysis.money.cost import cost
from designer.analysis.money.rents import book_for, hourly_price
from designer.analysis.power.draw import draw_of, power
from designer.analysis.quantities import accelerators_in, copies_of, is_rented, summed
from designer.analysis.results import CostResult, PowerResult
from designer.analysis.workloads.training.job import Job
from designer.formulas.periods import HOURS_PER_YEAR
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient, total
from designer.model.money.pricing import planned_price

_DAY: Final = leaf("hours in a day", 24.0, "h/day")
_KILO: Final = leaf("W in a kW", 1000.0, "W/kW")
_TONNE: Final = leaf("kg in a tonne", 1000.0, "kg/t")
_YEAR: Final = leaf("hours in a year", HOURS_PER_YEAR, "h/year")


class Bill(NamedTuple):
    """Energy, carbon and money of a job."""

    energy_kwh: Figure
    carbon_t: Figure
    usd: Figure
    notes: tuple[str, ...]


def bill(
    design: Design, job: Job, days: Figure, drawn: PowerResult | None = None, priced: CostResult | None = None
) -> Bill:
    """Return the energy, carbon and money of JOB over DAYS.

    Args:
        design: The design.
        job: The job.
        days: Its days, with failures and stalls where these are known.
        drawn: The power of the design, when it is at hand.
        priced: Its cost, when that is at hand.
    """
    drawn = drawn or power(design)
    hours = product("hours of the job", (days, _DAY), "h")
    hosts = job.cluster.machines.hosts
    watts = summed("typical power of its hosts", [_watts(design, host) for host in hosts], "W")
    kw = quotient("kW of its hosts", watts, _KILO, "kW")
    owned = [host for host in hosts if not is_rented(design.part_of(host))]
    # Rented machines stand in somebody else's plant, for which the drawn one says nothing.
    pue = drawn.pue if owned and drawn.pue.known else assumed(design, "pue")
    energy = product(f"{job.node.title}: energy", (kw, pue, hours), "kWh", "typical kW of the hosts × PUE × hours")
    kg = product("carbon", (energy, assumed(design, "grid_kg_per_kwh")), "kg")
    notes: list[str] = []
    terms: list[Figure] = []
    for host in hosts:
        part = design.part_of(host)
        if part is not None and is_rented(part):
            plan = planned_price(part, "hour", book_for(design, host))
            price = hourly_price(host, part, plan)
            terms.append(product(f"rent of {host.title}", (copies_of(design, host), price, hours), "USD"))
            if plan is not None and plan.wanted:
                notes.append(f"No {plan.wanted} price of {part.name} is known; {plan.price.basis} is taken.")
    if owned:
        terms.append(_owned(design, job, owned, hours, priced or cost(design, drawn, counts(design))))
    return Bill(
        energy_kwh=energy,
        carbon_t=quotient(f"{job.node.title}: carbon", kg, _TONNE, "t"),
        usd=summed(f"{job.node.title}: cost", terms, "USD"),
        notes=tuple(dict.fromkeys(notes)),
    )


def _watts(design: Design, host: Node) -> Figure:
    """Typical W of all copies of HOST: its own, else that of its chips, which is less than all of it."""
    draw = draw_of(design, host).typical_w
    if not draw.known:
        chips: list[Figure] = []
        for chip_id, number in accelerators_in(design, design.part_of(host)).items():
            chip = design.parts[chip_id]
            typical = chip.fact("power_typical_w", "W")
            if not typical.known:
                share = assumed(design, "typical_load")
                typical = product(f"{chip.name}: typical power", (chip.fact("power_max_w", "W"), share), "W")
            chips.append(product(f"{chip.name} in one", (count_of("chips", number, host.id), typical), "W"))
        rest = leaf(f"{host.title}: power beside its accelerators", None, "W", subject=host.id)
        draw = total("power of one, at least", (*chips, rest), "W", "its accelerators; the rest is not known")
    return product(f"typical power of {host.title}", (copies_of(design, host), draw), "W")


def _owned(design: Design, job: Job, owned: list[Node], hours: Figure, priced: CostResult) -> Figure:
    """Share of purchase, energy, support, staff and space of all that is owned, by accelerators and by time."""
    yearly = total(
        "cost of a year of what is owned",
        (
            priced.amortisation_usd_per_year,
            priced.energy_usd_per_year,
            priced.support_usd_per_year,
            priced.staff_usd_per_year,
            priced.space_usd_per_year,
        ),
        "USD/year",
        "amortisation + energy + support + staff + space",
    )
    chips = {host.id: sum(accelerators_in(design, design.part_of(host)).values()) for host in owned}
    mine = summed(
        "its own accelerators that are owned",
        [product("", (copies_of(design, host), count_of("in one", chips[host.id], host.id)), "") for host in owned],
        "",
    )
    counted = counts(design)
    every = leaf(
        "owned accelerators",
        counted.accelerators.or_zero - counted.accelerators_rented,
        note="Of the whole design, as counted.",
    )
    share = quotient("share of the owned accelerators", mine, every, "")
    time = quotient("share of a year", hours, _YEAR, "")
    return product("share of what is owned", (yearly, share, time), "USD", "cost of a year × its share × time")
