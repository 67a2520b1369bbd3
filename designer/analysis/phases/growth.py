"""Growth of a design in its phases: dates, what is critical, what a month of delay costs, quarters and months."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.periods import month_of
from designer.analysis.money.write_off import write_off_of_a_year
from designer.analysis.phases.lead_times import CONNECTION, Lead, lead_of, weeks_of
from designer.analysis.phases.quarters import Payment, planned_quarters
from designer.analysis.phases.records import (
    Moment,
    OrderBy,
    PhaseItem,
    PhaseSchedule,
    PhasesResult,
    PhaseStep,
    PlannedMonth,
    StepKey,
)
from designer.analysis.phases.schedule import (
    Connection,
    Drawn,
    Floats,
    Plan,
    Schedule,
    Wait,
    day_of,
    last_day_of,
    schedule,
)
from designer.analysis.phases.shares import Shares
from designer.analysis.quantities import accelerators_in
from designer.analysis.results import CostLine, CostResult, PowerResult, Results
from designer.catalog.library import Library
from designer.formulas.checks import whole
from designer.formulas.periods import MONTHS_PER_YEAR
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, product, total
from designer.model.kinds import KINDS, kinds_with
from designer.model.phase_plan import Phase, Step, Weeks, in_time_order
from designer.model.records import RefusedInput
from designer.model.wording import counted

DRAWS: Final = 1_000
"""Draws of whatever is shown, as for all ranges of the program."""
MOST_DRAWS: Final = 20_000
_YEAR: Final = int(MONTHS_PER_YEAR)
_PERCENTILES: Final = (10, 50, 90)
_MOST_MONTHS: Final = 1_200
_STEP_TITLES: Final[Mapping[StepKey, str]] = {
    "delivery": "Delivery",
    "building": "Building",
    "installation": "Installation",
    "energisation": "Power of the utility",
    "commissioning": "Commissioning",
    "ramp": "Ramp of users",
}
NO_POWER_DATE: Final = "the day on which the utility gives power"
SUPPOSED_POWER: Final = "the connection to the grid"


_SOFTWARE: Final = kinds_with(lambda kind: kind.role == "software")


class _Order(NamedTuple):
    """One sort of thing that a phase orders; what the UTILITY brings comes on the day that it says, without a lead."""

    line: CostLine
    share: float
    lead: Lead
    utility: bool
    ordered: int
    own_day: bool

    @property
    def undated(self) -> bool:
        """Return whether nobody says when it comes."""
        return self.lead.weeks is None and not self.utility


def phases_result(
    design: Design, results: Results, library: Library | None = None, *, draws: int = DRAWS, seed: int = 0
) -> PhasesResult | None:
    """Return the growth of DESIGN in its phases; None where none is planned.

    Args:
        design: With its parts embedded.
        results: Of the design, with power and cost; with workloads a cloud alternative can be told too.
        library: Parts that the cloud alternative is taken from; None tells none.
        draws: How many histories, from 1 to 20,000.
        seed: The same seed draws the same.

    Raises:
        RefusedInput: RESULTS lack power or cost.
        ValueError: DRAWS is out of range.
    """
    phases = design.settings.phases
    if not phases:
        return None
    whole("draws", draws, 1, MOST_DRAWS)
    power, cost = results.power, results.cost
    if power is None or cost is None:
        raise RefusedInput("To plan phases, power and cost have to be worked out too.")
    shares = Shares(design, phases)
    lines = [(line, shares.of_line(line)) for line in cost.lines if line.quantity > 0]
    weights = _weights(design, power, cost, shares, lines)
    drawing = _power_shares(power, shares)
    plans, orders, missing, supposed = _plans(design, phases, lines, drawing)
    order = [phases.index(phase) for phase in in_time_order(phases)]
    found = schedule(plans, order, draws, seed)
    money = _money(design, results, library, cost, lines, weights)
    made = [
        _phase(
            phase,
            place,
            found,
            orders[place],
            (missing[place], supposed[place]),
            money,
            power,
            drawing,
            float(weights[place]),
        )
        for place, phase in enumerate(phases)
    ]
    last = np.max([one.running for one in found.drawn], axis=0)
    payments, undated = _payments(design, found, orders)
    watts = power.facility_max_w.or_zero * drawing
    quarters = planned_quarters(found, min(plan.ordered for plan in plans), payments, watts, draws, seed)
    return PhasesResult(
        phases=tuple(made),
        running=_moment(last),
        at_least=any(missing),
        quarters=quarters,
        months=_months(design, found, weights),
        undated_usd=undated,
        money_usd_per_month=money.bound,
        rent_usd_per_month=money.rent,
        delay_usd_per_month=money.delay,
        rented_as=money.rented_as,
        draws=draws,
        seed=seed,
        notes=_notes(design, undated, money, supposed=any(supposed)),
    )


def _moment(days: Floats) -> Moment:
    """Return DAYS (draws,) as P10, P50 and P90."""
    p10, p50, p90 = (day_of(float(one)) for one in np.percentile(days, _PERCENTILES))
    return Moment(p10=p10, p50=p50, p90=p90)


# What belongs where -------------------------------------------------------------------------------------------------


def _power_shares(power: PowerResult, shares: Shares) -> Floats:
    """Return which share of the peak power of the equipment each phase adds (phases,); all 0 where nothing draws."""
    rows = [(entry.max_w.or_zero, shares.of_node(name)) for name, entry in power.by_node.items()]
    watts = sum(value for value, _ in rows)
    if not watts:
        return np.zeros_like(shares.of_node(""))
    return np.asarray(sum(value * share for value, share in rows) / watts)


def _weights(
    design: Design,
    power: PowerResult,
    cost: CostResult,
    shares: Shares,
    lines: Sequence[tuple[CostLine, Floats]],
) -> Floats:
    """Return the share of the load that each phase can take (phases,): by accelerators, else power, else money."""
    chips = [
        (sum(accelerators_in(design, design.part_of(node)).values()) * design.total_copies(node.id), node.id)
        for node in design.nodes.values()
    ]
    known = sum(number for number, _ in chips)
    if known:
        return np.asarray(sum(number * shares.of_node(name) for number, name in chips if number) / known)
    drawing = _power_shares(power, shares)
    if drawing.any():
        return drawing
    usd = sum(line.total_usd.or_zero for line, _ in lines)
    if usd:
        return np.asarray(sum(line.total_usd.or_zero * share for line, share in lines) / usd)
    return shares.of_node("")


def _plans(
    design: Design, phases: Sequence[Phase], lines: Sequence[tuple[CostLine, Floats]], drawing: Floats
) -> tuple[list[Plan], list[list[_Order]], list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return all phases as the schedule needs them, and of each what it orders.

    With it come the names of what has no known time, and of what has one that is supposed.
    """
    places = {phase.id: place for place, phase in enumerate(phases)}
    rooms = [node for node in design.nodes.values() if node.kind in KINDS and KINDS[node.kind].building]
    utility = any(node.kind in KINDS and KINDS[node.kind].power_role == "utility" for node in design.nodes.values())
    plans: list[Plan] = []
    orders: list[list[_Order]] = []
    missing: list[tuple[str, ...]] = []
    supposed: list[tuple[str, ...]] = []
    for place, phase in enumerate(phases):
        own = [_order(design, phase, phases[0], line, float(share[place])) for line, share in lines if share[place] > 0]
        waits = [
            Wait(one.line.name, "delivery", one.lead.key, one.lead.weeks, one.ordered)
            for one in own
            if one.lead.weeks is not None
        ]
        # Software is there when the machines are: nobody waits for its delivery.
        unknown = list(dict.fromkeys(one.line.name for one in own if one.undated and one.line.kind not in _SOFTWARE))
        guessed = list(dict.fromkeys(one.line.name for one in own if one.lead.supposed))
        # A hall is built once, with the first phase; later ones say where they build one more.
        building = phase.building or (_assumed_weeks(design, "building") if rooms and place == 0 else None)
        if building is not None:
            waits.append(Wait("the building", "building", f"{phase.id}\0building", building))
        says = phase if phase.energised else phases[0]
        energised: tuple[int, int] | Connection | None = None
        if says.energised:
            begin, end = says.energised, says.energised_latest or says.energised
            energised = (date.fromisoformat(begin).toordinal(), date.fromisoformat(end).toordinal())
        elif drawing[place] > 0 and utility:
            asked = date.fromisoformat(phases[0].order_date).toordinal()
            energised = Connection(asked, weeks_of(assumed(design, CONNECTION)))
            guessed.insert(0, SUPPOSED_POWER)
        elif drawing[place] > 0:
            unknown.append(NO_POWER_DATE)
        ramp = phase.ramp_months
        plans.append(
            Plan(
                id=phase.id,
                ordered=date.fromisoformat(phase.order_date).toordinal(),
                waits=tuple(waits),
                after=places.get(phase.after),
                energised=energised,
                installation=phase.installation or _assumed_weeks(design, "installation"),
                commissioning=phase.commissioning or _assumed_weeks(design, "commissioning"),
                ramp_months=weeks_of(assumed(design, "ramp_months"))
                if ramp is None
                else Weeks(least=ramp, likely=ramp, most=ramp),
            )
        )
        orders.append(own)
        missing.append(tuple(unknown))
        supposed.append(tuple(guessed))
    return plans, orders, missing, supposed


def _order(design: Design, phase: Phase, first: Phase, line: CostLine, share: float) -> _Order:
    day = phase.orders.get(line.part) or phase.orders.get(line.kind) or ""
    ordered = date.fromisoformat(day or phase.order_date).toordinal()
    utility = line.kind in KINDS and KINDS[line.kind].power_role == "utility"
    lead = Lead("", None) if utility else lead_of(design, phase, first, line)
    return _Order(line, share, lead, utility, ordered, bool(day))


def _assumed_weeks(design: Design, step: Step) -> Weeks:
    return weeks_of(assumed(design, f"{step}_weeks"))


# One phase ----------------------------------------------------------------------------------------------------------


def _phase(
    phase: Phase,
    place: int,
    found: Schedule,
    orders: Sequence[_Order],
    names: tuple[tuple[str, ...], tuple[str, ...]],
    money: "_Money",
    power: PowerResult,
    drawing: Floats,
    weight: float,
) -> PhaseSchedule:
    drawn = found.drawn[place]
    missing, supposed = names
    caused = np.bincount(drawn.cause[drawn.cause >= 0], minlength=len(found.causes)) / drawn.cause.size
    most = int(np.argmax(caused)) if caused.size and caused.max() > 0 else -1
    critical = {cause.name: float(caused[number]) for number, cause in enumerate(found.causes)}
    wanted = date.fromisoformat(phase.wanted).toordinal() if phase.wanted else None
    share = leaf(f"{phase.name}: share of the power of the equipment", float(drawing[place]))
    # What adds nothing adds nothing for sure, whatever is not known of the rest.
    none = leaf(f"{phase.name}: peak power of the site", 0.0, "W")
    return PhaseSchedule(
        id=phase.id,
        title=phase.name,
        order_date=phase.order_date,
        wanted=phase.wanted,
        steps=_steps(phase, drawn, orders, missing),
        items=_items(drawn, orders, critical, _needed(drawn, wanted)),
        running=_moment(drawn.running),
        full=_moment(drawn.full),
        missing=missing,
        supposed=supposed,
        critical=found.causes[most].name if most >= 0 else "",
        critical_share=float(caused[most]) if most >= 0 else 0.0,
        critical_step=found.causes[most].step if most >= 0 else "",
        # By the end of the wished day, not its beginning.
        chance_of_wanted=None if wanted is None else float(np.mean(drawn.running <= wanted + 1e-6)),
        capex_usd=money.capex[place],
        power_max_w=product(f"{phase.name}: peak power of the site", (power.facility_max_w, share), "W")
        if drawing[place] > 0 or power.facility_max_w.value is None
        else none,
        load_share=weight,
        delay_usd_per_month=money.delays[place],
    )


def _steps(phase: Phase, drawn: Drawn, orders: Sequence[_Order], missing: tuple[str, ...]) -> tuple[PhaseStep, ...]:
    start = Moment(p10=phase.order_date, p50=phase.order_date, p90=phase.order_date)
    dated = [one.ordered for one in orders if one.lead.weeks is not None]
    first = date.fromordinal(min(dated)).isoformat() if dated else phase.order_date
    found: list[PhaseStep] = []

    def add(key: StepKey, begin: Moment, end: Moment, *, at_least: bool = False) -> None:
        found.append(PhaseStep(key=key, title=_STEP_TITLES[key], start=begin, end=end, at_least=at_least))

    deliveries = len(dated)
    lacking = any(one.undated for one in orders)
    if deliveries:
        add(
            "delivery",
            Moment(p10=first, p50=first, p90=first),
            _moment(drawn.ready[:deliveries].max(axis=0)),
            at_least=lacking,
        )
    if len(drawn.ready) > deliveries:
        add("building", start, _moment(drawn.ready[deliveries:].max(axis=0)))
    add("installation", _moment(drawn.gate), _moment(drawn.installed), at_least=lacking)
    if drawn.energised is not None:
        add("energisation", start, _moment(drawn.energised))
    add("commissioning", _moment(drawn.powered), _moment(drawn.running), at_least=bool(missing))
    add("ramp", _moment(drawn.running), _moment(drawn.full), at_least=bool(missing))
    return tuple(found)


def _needed(drawn: Drawn, wanted: int | None) -> Floats:
    """Return the day on which installation has to begin in every draw (draws,).

    That is early enough to run on the day that is WANTED, else the day on which it begins as the phase is planned.
    """
    if wanted is None:
        return drawn.gate
    return wanted - (drawn.running - drawn.powered) - (drawn.installed - drawn.gate)


def _items(
    drawn: Drawn, orders: Sequence[_Order], critical: Mapping[str, float], needed: Floats
) -> tuple[PhaseItem, ...]:
    rows = iter(drawn.ready)
    made: list[PhaseItem] = []
    for one in orders:
        if one.utility:
            continue
        ready = None if one.lead.weeks is None else next(rows)
        made.append(
            PhaseItem(
                part=one.line.part,
                name=one.line.name,
                kind=one.line.kind,
                share=one.share,
                ordered=date.fromordinal(one.ordered).isoformat(),
                own_day=one.own_day,
                lead=one.lead.weeks,
                supposed=one.lead.supposed,
                order_by=None if ready is None else _order_by(needed - (ready - one.ordered)),
                delivered=None if ready is None else _moment(ready),
                critical=critical.get(one.line.name, 0.0) if ready is not None else 0.0,
            )
        )
    known = sorted((one for one in made if one.delivered), key=lambda one: one.delivered.p50 if one.delivered else "")
    return (*reversed(known), *(one for one in made if not one.delivered))


def _order_by(latest: Floats) -> OrderBy:
    """Return the days that are early enough in 50 and in 90 of 100 draws of LATEST (draws,)."""
    p10, p50 = (last_day_of(float(one)) for one in np.percentile(latest, _PERCENTILES[:2]))
    return OrderBy(p50=p50, p90=p10)


# Money --------------------------------------------------------------------------------------------------------------


class _Money(NamedTuple):
    """Money of a month of delay, all and by phase."""

    capex: tuple[Figure, ...]
    bound: Figure
    rent: Figure | None
    rented_as: str
    delay: Figure
    delays: tuple[Figure, ...]


def _money(
    design: Design,
    results: Results,
    library: Library | None,
    cost: CostResult,
    lines: Sequence[tuple[CostLine, Floats]],
    weights: Floats,
) -> _Money:
    """Return what a month costs in which what is bought stands still.

    The write-off of a month holds the cost of the money that is bound in it, see `written_off`; renting instead comes
    on top, where a cloud alternative of the same work is known. Staff, space and lost sales are left out.
    """
    rate = assumed(design, "annual_rate")
    rent, rented_as = _rent(design, results, library)
    # Where nobody asked for it, which is not the same as nothing, the sum is "at least".
    asked = library is not None and results.workloads is not None
    renting = rent if asked else leaf("cloud machines rented instead", None, "USD/month")
    capex: list[Figure] = []
    delays: list[Figure] = []
    for place, phase in enumerate(design.settings.phases):
        own = [_of_phase(line, float(share[place])) for line, share in lines if share[place] > 0]
        bought = total(f"{phase.name}: to buy", [line.total_usd for line in own], "USD")
        capex.append(bought)
        terms = (
            [month_of(f"{phase.name}: write-off of a month", write_off_of_a_year(design, bought, own))] if own else []
        )
        if renting is not None and weights[place] > 0:
            part = leaf(f"{phase.name}: share of the machines", float(weights[place]))
            terms.append(product(f"{phase.name}: rented instead", (renting, part), "USD/month"))
        delays.append(total(f"{phase.name}: a month of delay", terms, "USD/month", _HOW))
    idle = month_of("write-off of a month", cost.amortisation_usd_per_year)
    terms = [idle] if renting is None else [idle, renting]
    return _Money(
        capex=tuple(capex),
        bound=month_of("cost of the money in a month", product("of a year", (cost.capex_usd, rate), "USD/year")),
        rent=rent,
        rented_as=rented_as,
        delay=total("a month of delay", terms, "USD/month", _HOW),
        delays=tuple(delays),
    )


_HOW: Final = "write-off with the cost of the money in it + cloud machines rented instead, where known"


def _of_phase(line: CostLine, share: float) -> CostLine:
    if share >= 1.0:
        return line
    part = leaf(f"{line.name}: share of the phase", share)
    return replace(line, total_usd=product(f"{line.name}: of the phase", (line.total_usd, part), "USD"))


def _rent(design: Design, results: Results, library: Library | None) -> tuple[Figure | None, str]:
    """Return USD/month of the cheapest cloud machines that do the same work on demand, with their name.

    A few months bind nobody for a year, and a launch cannot rest on machines that are taken back: reserved and spot
    prices are left aside. None where machines are not owned, or no such price is known.
    """
    if library is None or results.workloads is None:
        return None, ""
    rows = alternatives(design, library, results, months=1).rows
    if not any(row.way == "own" and row.compared for row in rows):
        return None, ""
    known = [row for row in rows if row.way == "cloud" and row.basis == "on-demand" and row.compared]
    known = [row for row in known if row.cash_usd_per_month.value]
    best = min(known, key=lambda row: (row.cash_usd_per_month.or_zero, row.key), default=None)
    if best is None:
        return None, ""
    # A row is named by one machine; the rent is that of all of them.
    name = best.name.replace(", on demand", "")
    machines = best.machines.value
    return best.cash_usd_per_month, f"{counted(round(machines), 'machine')} of {name}" if machines else name


# Quarters and months ------------------------------------------------------------------------------------------------


def _payments(design: Design, found: Schedule, orders: Sequence[Sequence[_Order]]) -> tuple[list[Payment], float]:
    """Return all payments with their days, and what of the money has no date.

    Part of a price is paid on the day of the order, the rest on that of the delivery; what has no delivery time has no
    day for its rest.
    """
    first = assumed(design, "paid_at_order_share").or_zero
    draws = found.drawn[0].running.size
    made: list[Payment] = []
    undated = 0.0
    for drawn, own in zip(found.drawn, orders, strict=True):
        rows = iter(drawn.ready)
        for one in own:
            price = one.line.total_usd
            made.append(Payment(price, one.share * first, np.full(draws, float(one.ordered))))
            there = drawn.energised if one.utility else None if one.lead.weeks is None else next(rows)
            if there is None:
                undated += price.or_zero * one.share * (1.0 - first)
            else:
                made.append(Payment(price, one.share * (1.0 - first), there))
    return made, undated


def _months(design: Design, found: Schedule, weights: Floats) -> tuple[PlannedMonth, ...]:
    """Return the share of the full load at the first day of each month, with users where the design states them."""
    running = np.array([one.running for one in found.drawn])
    full = np.array([one.full for one in found.drawn])
    users = [value for node in design.nodes.values() if (value := node.facts.get("users")) is not None]
    first, last = date.fromordinal(int(running.min())), date.fromordinal(int(np.ceil(full.max())))
    number = _YEAR * first.year + first.month - 1
    end = min(_YEAR * last.year + last.month, number + _MOST_MONTHS)
    made: list[PlannedMonth] = []
    for one in range(number, end + 1):
        day = date(one // _YEAR, one % _YEAR + 1, 1)
        # Users come evenly from running to full; without a ramp all come on the first day.
        length = np.maximum(full - running, 1e-6)
        come = weights @ np.clip((day.toordinal() - running) / length, 0.0, 1.0)
        share = float(np.mean(come))
        made.append(PlannedMonth(month=day.isoformat(), load_share=share, users=share * sum(users) if users else None))
    return tuple(made)


def _notes(design: Design, undated: float, money: _Money, *, supposed: bool) -> tuple[str, ...]:
    notes = [
        "What no phase names is in the first: shared plant and network, so that no phase is powered before the first "
        "is installed.",
        "Each phase adds the power of the site in the ratio of the peak power of its equipment.",
    ]
    phases = design.settings.phases
    rooms = any(node.kind in KINDS and KINDS[node.kind].building for node in design.nodes.values())
    if not rooms and not any(phase.building for phase in phases):
        notes.append("No room or site is drawn: time to build one is not in the dates.")
    if supposed:
        notes.append(
            "Where no seller was asked, delivery times are assumptions by the sort of thing, each with its source."
        )
    notes.append("P50 and P90 of quarters do not add up to those of the whole; their means do.")
    if undated > 0:
        notes.append("What is paid at a delivery without a known time is in no quarter.")
    lacking = "" if money.rent is not None else ", cloud machines rented instead"
    notes.append(f"A month of delay leaves out lost sales, staff, space{lacking} and penalties.")
    return tuple(notes)
