"""Calculators of shared capacity: who gets what of it, and where growth ends."""

from typing import Final

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, number, numbers
from designer.formulas.capacity.growth_limits import breaks_at, lift_steps
from designer.formulas.capacity.sharing import Claim, allocate, whole_devices
from designer.formulas.checks import not_negative, positive

SUBJECT: Final = "Shared capacity"


def _share(settings: Settings) -> dict[str, Result]:
    demands = settings.numbers("demands")
    shares = _one_each(settings, "shares", demands, 0.0)
    elastic = _one_each(settings, "elastic", demands, 0.0)
    weights = _one_each(settings, "weights", demands, 1.0)
    if not set(elastic) <= {0.0, 1.0}:
        raise ValueError("elastic must be 0 or 1 for each demand.")
    claims = [
        Claim(f"{place}", demand, share or None, bool(is_elastic), weight)
        for place, (demand, share, is_elastic, weight) in enumerate(
            zip(demands, shares, elastic, weights, strict=True), start=1
        )
    ]
    found = allocate(settings.number("capacity"), settings.number("reserve"), claims)
    granted = [grant.granted for grant in found.grants]
    return {
        "allocatable": found.allocatable,
        "granted": granted,
        "unmet": [grant.unmet or 0.0 for grant in found.grants],
        "whole": [float(count) for count in whole_devices(granted, found.allocatable)],
        "idle": found.idle,
        "sum_of_shares": found.sum_of_shares,
    }


def _one_each(settings: Settings, name: str, demands: list[float], default: float) -> list[float]:
    """Return the list NAME, one number for each demand; all DEFAULT where it is left out."""
    values = settings.numbers(name) or [default] * len(demands)
    if len(values) != len(demands):
        raise ValueError(f"{name} must be as many as demands: {len(values)} {name} for {len(demands)} demands.")
    return values


def _growth_limit(settings: Settings) -> dict[str, Result]:
    allocatable, fixed, step = settings.number("allocatable"), settings.number("fixed"), settings.number("step")
    variable = positive("variable", settings.number("variable"))
    usd = not_negative("step_usd", settings.number("step_usd"))
    steps = lift_steps(allocatable, fixed, variable, step, settings.number("target"))
    now, lifted = breaks_at(allocatable, fixed, variable), breaks_at(allocatable + steps * step, fixed, variable)
    assert now is not None
    assert lifted is not None
    return {"breaks_at": now, "steps": steps, "usd": steps * usd, "lifted_to": lifted}


CALCULATORS: Final = (
    Calculator(
        name="share",
        subject=SUBJECT,
        summary="Who gets what of one capacity: set shares first, then inelastic, then elastic work.",
        formula="share: min(demand, share · A), shares over 1 divided by their sum; inelastic: demand, or in "
        "proportion to it; elastic: min(demand, weight · level); A = capacity − reserve",
        source="own rule; filling after Bertsekas and Gallager, Data Networks, 1992, section 6.5.2; whole devices by "
        "largest remainders (Hamilton)",
        validity="One capacity; the unit of the grants is that of the capacity and the demands.",
        inputs=(
            number("capacity", "", "what is shared, in any unit"),
            number("reserve", "", "what the system keeps of it", 0.0),
            numbers("demands", "", "what each asks for; the capacity for one that takes all it is given"),
            numbers("shares", "", "share that is set for each, 0 to 1; 0 where none is set", optional=True),
            numbers("elastic", "", "1 for each that takes what is left, else 0; all 0 if left out", optional=True),
            numbers("weights", "", "weight of each in what is left; all 1 if left out", optional=True),
        ),
        outputs=(
            Output("allocatable", "", "capacity less reserve"),
            Output("granted", "", "what each gets, in the order of the demands"),
            Output("unmet", "", "what each asks for and does not get"),
            Output("whole", "", "what each gets in whole devices"),
            Output("idle", "", "amount that is left over"),
            Output("sum_of_shares", "", "sum of the shares as they were set; above 1 they are divided by it"),
        ),
        compute=_share,
    ),
    Calculator(
        name="growth-limit",
        subject=SUBJECT,
        summary="The growth at which a resource is full, and what lifting it to a growth costs.",
        formula="(allocatable − fixed) / variable; steps ⌈(target · variable + fixed − allocatable) / step⌉",
        source="definition; whole steps are our own rule",
        validity="Demand that grows in a straight line with the load, so not for queues; what the steps draw of other "
        "resources is left out.",
        inputs=(
            number("allocatable", "", "what there is, in any unit"),
            number("fixed", "", "demand that does not grow", 0.0),
            number("variable", "", "demand at the present load that grows with it"),
            number("step", "", "what one more step adds"),
            number("step_usd", "$", "price of a step"),
            number("target", "", "growth to be carried, as a factor of the present load"),
        ),
        outputs=(
            Output("breaks_at", "", "growth at which it is full now, as a factor; 0 where it is over without load"),
            Output("steps", "", "steps that carry the target"),
            Output("usd", "$", "their price"),
            Output("lifted_to", "", "growth at which it is full with them"),
        ),
        compute=_growth_limit,
    ),
)
