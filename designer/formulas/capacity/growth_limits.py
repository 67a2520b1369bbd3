"""Limits of growth: what breaks first as the load grows, and what lifting the limits costs."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, inf

from msgspec import Struct
from msgspec.structs import replace

from designer.formulas.capacity.sharing import LARGEST_AMOUNT, ROUNDING, amount
from designer.formulas.checks import not_negative, positive, whole

LARGEST_GROWTH = 10.0
"""Growth at which looking ahead ends."""
MOST_ROWS = 5
"""Lifts that are looked at one after the other."""
MOST_STEPS = 10**9
"""Steps of one kind that are counted."""
_MOST_ROUNDS = 100


class PriceRange(Struct, frozen=True):
    """A price in US dollars.

    Attributes:
        low: Least that it may be.
        typical: What it is expected to be.
        high: Most that it may be.
    """

    low: float
    typical: float
    high: float

    def times(self, count: int) -> "PriceRange":
        """Return the price of COUNT of them."""
        return PriceRange(self.low * count, self.typical * count, self.high * count)


class Step(Struct, frozen=True):
    """The least that can be added to a resource: one more power module, cooling unit, leaf, host, storage node.

    Attributes:
        name: What is added.
        amount: Amount that it adds, in the unit of the resource.
        price_usd: Price of one; None if unknown.
        drags: Load that one puts on other resources, by their names, in their units: a host draws kW and takes ports.
    """

    name: str
    amount: float
    price_usd: PriceRange | None = None
    drags: Mapping[str, float] = {}


class Resource(Struct, frozen=True):
    """A resource whose demand grows with the load.

    Attributes:
        name: Its name.
        allocatable: What there is; None if unknown.
        fixed: Demand that does not grow; None if unknown.
        variable: Demand at the present load that grows with it; None if unknown.
        step: How it is lifted; None where it cannot be.
    """

    name: str
    allocatable: float | None
    fixed: float | None
    variable: float | None
    step: Step | None = None

    @property
    def utilisation(self) -> float | None:
        """Demand at the present load over what there is; None if unknown, infinite where there is nothing."""
        if self.allocatable is None or self.fixed is None or self.variable is None:
            return None
        asked = self.fixed + self.variable
        if self.allocatable == 0:
            return inf if asked else 0.0
        return asked / self.allocatable


class Break(Struct, frozen=True):
    """The growth at which a resource is full.

    Attributes:
        at: Growth, as a factor of the present load; 1 is the present load, below 1 it is over already.
        resource: Name of the resource.
    """

    at: float
    resource: str


class Breaks(Struct, frozen=True):
    """The points at which growth breaks the resources, in their order.

    Attributes:
        ranked: Breaks, the first one first; resources that never break are left out. Ties go in the given order.
        never: Resources whose demand does not grow beyond what there is.
        unknown: Resources whose capacity or demand is unknown.
    """

    ranked: tuple[Break, ...]
    never: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def first(self) -> Break | None:
        """The first to break; None where none is known to break."""
        return self.ranked[0] if self.ranked else None


class Addition(Struct, frozen=True):
    """Steps that are added to one resource.

    Attributes:
        resource: Name of the resource.
        step: Name of what is added.
        steps: How many.
        cost_usd: Their price; None if unknown.
        dragged: Load that they put on other resources, by name, in their units.
    """

    resource: str
    step: str
    steps: int
    cost_usd: PriceRange | None
    dragged: Mapping[str, float]


class Cost(Struct, frozen=True):
    """The cost of several additions together.

    Attributes:
        usd: Sum of the known prices.
        unpriced: Names of the steps whose price is unknown: the sum is "at least" where there are some.
    """

    usd: PriceRange
    unpriced: tuple[str, ...]


class Lift(Struct, frozen=True):
    """One resource lifted to a growth, with what its steps drag along.

    Attributes:
        additions: Steps of the resource itself, first, and of the resources that would fall short by what is dragged.
        cost: What all cost together.
        short: Resources that fall short by what is dragged and that cannot be lifted or are unknown.
        next_break: First break afterwards; None where none is known to break.
    """

    additions: tuple[Addition, ...]
    cost: Cost
    short: tuple[str, ...]
    next_break: Break | None


class SingleStep(Struct, frozen=True):
    """One step on a resource, with what it drags along and how far it carries.

    Attributes:
        step: What is added.
        additions: The step itself, first, and steps of the resources that fall short by what it drags.
        cost: What all cost together.
        short: Resources that fall short by what it drags and that cannot be lifted or are unknown.
        own: Growth at which the resource is full afterwards.
        next_break: First break of all afterwards; None where none is known to break.
    """

    step: Step
    additions: tuple[Addition, ...]
    cost: Cost
    short: tuple[str, ...]
    own: float
    next_break: Break | None


class GrowthRow(Struct, frozen=True):
    """One lift on the way to a growth.

    Attributes:
        at: Growth at which the resource breaks before.
        addition: What is added, to which resource.
        next_break: First break afterwards; None where none is known to break.
    """

    at: float
    addition: Addition
    next_break: Break | None


class GrowthPlan(Struct, frozen=True):
    """Lifts one after the other, always of the resource that breaks first.

    Attributes:
        rows: The lifts in order.
        first_break: First break before any lift; None where none is known to break.
        next_break: First break after all of them; None where none is known to break.
        cost: What all cost together.
        stuck: The resource that breaks next and cannot be lifted; None where lifting ended for another reason.
        unknown: Resources whose capacity or demand is unknown, so that they may break earlier.
    """

    rows: tuple[GrowthRow, ...]
    first_break: Break | None
    next_break: Break | None
    cost: Cost
    stuck: str | None
    unknown: tuple[str, ...]


def breaks_at(allocatable: float | None, fixed: float | None, variable: float | None) -> float | None:
    """Return the growth at which a resource is full: (A − fixed) / variable.

    Source: the definition of load growth; linear in the load, so not for queues.

    Args:
        allocatable: What there is; None if unknown.
        fixed: Demand that does not grow, in the same unit; None if unknown.
        variable: Demand at the present load that grows with it, in the same unit; None if unknown.

    Returns:
        A factor of the present load. Infinite for never, 0 where the fixed demand alone is too much, None if unknown.

    Raises:
        ValueError: A number is negative or not finite.
    """
    for name, value in (("allocatable", allocatable), ("fixed", fixed), ("variable", variable)):
        if value is not None:
            amount(name, value)
    found = _raw_break(allocatable, fixed, variable)
    return None if found is None else max(0.0, found)


def find_breaks(resources: Sequence[Resource]) -> Breaks:
    """Return where each resource breaks, the first one first; those that are unknown are named and never guessed.

    Raises:
        ValueError: A number is out of range or a name is given twice.
    """
    _check(resources)
    return _find_breaks(resources)


def first_break(resources: Sequence[Resource]) -> Break | None:
    """Return the first break of RESOURCES; None where none is known to break.

    Raises:
        ValueError: A number is out of range or a name is given twice.
    """
    _check(resources)
    return _first_break(resources)


def fullest(resources: Sequence[Resource]) -> Resource | None:
    """Return the resource with the highest utilisation at the present load; None where none is known.

    Ties go to the one whose step is cheapest, an unknown price last, then to the given order.

    Raises:
        ValueError: A number is out of range or a name is given twice.
    """
    _check(resources)
    known = [(used, resource) for resource in resources if (used := resource.utilisation) is not None]
    ranked = sorted(known, key=lambda pair: (-pair[0], _step_price(pair[1])))
    return ranked[0][1] if ranked else None


def lift_steps(allocatable: float, fixed: float, variable: float, step: float, target: float) -> int:
    """Return the steps that carry a growth: ⌈(target · variable + fixed − A) / step⌉, at least 0.

    Source: arithmetic of whole steps, our own rule.

    Args:
        allocatable: What there is.
        fixed: Demand that does not grow, in the same unit.
        variable: Demand at the present load that grows with it, in the same unit.
        step: What one step adds, in the same unit.
        target: Growth to be carried, as a factor of the present load.

    Raises:
        ValueError: A number is out of range, or it takes more than a billion steps.
    """
    for name, value in (("allocatable", allocatable), ("fixed", fixed), ("variable", variable), ("target", target)):
        amount(name, value)
    amount("step", positive("step", step))
    needed = target * variable + fixed
    # A billionth of the demand is rounding, not a reason for a step more.
    missing = needed - allocatable
    if missing <= ROUNDING * needed:
        return 0
    count = missing / step
    if count > MOST_STEPS:
        raise ValueError(f"It would take more than {MOST_STEPS:g} steps of {step:g}: check what a step adds and drags.")
    return max(1, ceil(count * (1 - ROUNDING)))


def lift(resources: Sequence[Resource], name: str, target: float) -> Lift:
    """Lift the resource NAME until it carries a growth, and what its steps drag along with it.

    n = ⌈(target · variable + fixed − A) / step⌉, cost = n · price + Σ dragged. Of the other resources only what is
    missing because of the drag is added: what would break at the target anyhow is not charged to this lift.

    Source: our own rule.

    Args:
        resources: All resources; what is unknown stays unknown.
        name: The resource to be lifted.
        target: Growth to be carried, as a factor of the present load.

    Raises:
        ValueError: There is no such resource, it is unknown or has no step, a number is out of range, or steps drag
            each other along without an end.
    """
    _check(resources)
    amount("target", target)
    by_name = {resource.name: resource for resource in resources}
    lifted = by_name.get(name)
    if lifted is None:
        raise ValueError(f"There is no resource {name}: there are {', '.join(by_name)}.")
    if lifted.step is None or _is_unknown(lifted):
        raise ValueError(f"{name} cannot be lifted: its capacity, demand and step must be known.")

    # Steps that others need at the target anyhow; then steps with the drag, upwards until they stay as they are.
    before = {r.name: 0 if r is lifted else (_steps_needed(r, 0.0, target) or 0) for r in resources}
    steps = {resource.name: 0 for resource in resources}
    short: list[str] = []
    for _ in range(_MOST_ROUNDS):
        dragged = _dragged(by_name, steps)
        needed = dict.fromkeys(steps, 0)
        short = []
        for resource in resources:
            load = dragged.get(resource.name, 0.0)
            if resource is not lifted and load == 0:
                continue
            count = _steps_needed(resource, load, target)
            if count is None:
                # It cannot be lifted: short if it is unknown or the drag takes it below the target.
                if _is_unknown(resource) or _falls_short(resource, load, target):
                    short.append(resource.name)
                continue
            needed[resource.name] = max(0, count - before[resource.name])
        if needed == steps:
            break
        steps = needed
    else:
        raise ValueError(f"The steps of {name} drag others along that drag it along: check what each step drags.")

    order = [lifted, *(resource for resource in resources if resource is not lifted)]
    additions = tuple(_addition(resource, steps[resource.name]) for resource in order if steps[resource.name])
    after = _with_steps(resources, steps)
    return Lift(additions, _cost(additions), tuple(short), _first_break(after))


def single_steps(resources: Sequence[Resource], name: str, steps: Sequence[Step]) -> tuple[SingleStep, ...]:
    """Return what each of STEPS alone does for the resource NAME, the one to take first.

    Other resources that a step pushes below the growth at which NAME breaks now get their own steps, which are paid
    with it. First come steps that leave nothing short, of those the ones whose whole price is known, then the cheapest
    by the typical price; ties by the growth that is carried, then in the given order.

    Source: our own rule, the search over single steps of the growth of a chain.

    Args:
        resources: All resources; what is unknown stays unknown.
        name: The resource to be lifted.
        steps: Alternatives to add to it, with names of their own.

    Raises:
        ValueError: There is no such resource, it is unknown or never breaks, or a number is out of range.
    """
    _check(resources)
    places = {resource.name: place for place, resource in enumerate(resources)}
    if name not in places:
        raise ValueError(f"There is no resource {name}: there are {', '.join(one.name for one in resources)}.")
    breaks = [_break_of(resource) for resource in resources]
    if _is_unknown(resources[places[name]]) or breaks[places[name]] == inf:
        raise ValueError(f"{name} cannot be lifted: its capacity and demand must be known and it must break.")
    for step in steps:
        _check_step(name, step)
    found = [_single(resources, places, breaks, name, step) for step in steps]
    # Steps that come out first; then those with known prices, the cheapest, and what carries the most.
    ranked = sorted(found, key=lambda one: (bool(one.short), bool(one.cost.unpriced), _typical(one), -_carried(one)))
    return tuple(ranked)


def plan_growth(
    resources: Sequence[Resource], target: float = LARGEST_GROWTH, most_rows: int = MOST_ROWS
) -> GrowthPlan:
    """Lift what breaks first, again and again, until a growth is carried.

    Each row adds steps to the resource that breaks first until another takes over or the target is carried. What a
    step drags along is load on the other resources, which may then break earlier and get a row of their own.

    Source: our own rule.

    Args:
        resources: All resources; unknown ones are left out and named.
        target: Growth at which lifting ends, as a factor of the present load.
        most_rows: Rows after which lifting ends.

    Raises:
        ValueError: A number is out of range, or a resource would take more than a billion steps.
    """
    _check(resources)
    amount("target", target)
    whole("most_rows", most_rows, 0)
    start = _find_breaks(resources)
    rows: list[GrowthRow] = []
    present, stuck = start.first, None
    while present is not None and present.at < target * (1 - ROUNDING) and len(rows) < most_rows:
        resource = next(resource for resource in resources if resource.name == present.resource)
        if resource.step is None:
            stuck = resource.name
            break
        count = _steps_until_taken_over(resources, resource, target)
        resources = _with_steps(resources, {resource.name: count})
        following = _first_break(resources)
        rows.append(GrowthRow(present.at, _addition(resource, count), following))
        present = following
    return GrowthPlan(
        rows=tuple(rows),
        first_break=start.first,
        next_break=present,
        cost=_cost(row.addition for row in rows),
        stuck=stuck,
        unknown=start.unknown,
    )


def _raw_break(allocatable: float | None, fixed: float | None, variable: float | None) -> float | None:
    """Return the growth at which a resource is full, negative where the fixed demand alone is too much."""
    if allocatable is None or fixed is None or variable is None:
        return None
    if variable == 0:
        return inf if fixed <= allocatable else -inf
    return (allocatable - fixed) / variable


def _break_of(resource: Resource) -> float:
    """Return the growth at which RESOURCE is full as `_raw_break`, never where it is unknown."""
    found = _raw_break(resource.allocatable, resource.fixed, resource.variable)
    return inf if found is None else found


def _is_unknown(resource: Resource) -> bool:
    return resource.allocatable is None or resource.fixed is None or resource.variable is None


def _find_breaks(resources: Sequence[Resource]) -> Breaks:
    unknown = tuple(resource.name for resource in resources if _is_unknown(resource))
    known = [(_break_of(resource), resource.name) for resource in resources if not _is_unknown(resource)]
    # Ranked by the break that may be negative, so that what is furthest over comes first.
    ranked = sorted((pair for pair in known if pair[0] < inf), key=lambda pair: pair[0])
    return Breaks(
        ranked=tuple(Break(max(0.0, at), name) for at, name in ranked),
        never=tuple(name for at, name in known if at == inf),
        unknown=unknown,
    )


def _first_break(resources: Iterable[Resource]) -> Break | None:
    """Return the first of `_find_breaks`, without ranking the others; of those that tie the first that is given."""
    first, found = inf, None
    for resource in resources:
        at = _break_of(resource)
        if at < first:
            first, found = at, resource
    return None if found is None else Break(max(0.0, first), found.name)


def _steps_needed(resource: Resource, dragged: float, target: float) -> int | None:
    """Return the steps that carry TARGET with a DRAGGED load; None where it is unknown or has no step."""
    if resource.allocatable is None or resource.fixed is None or resource.variable is None or resource.step is None:
        return None
    return lift_steps(resource.allocatable, resource.fixed + dragged, resource.variable, resource.step.amount, target)


def _falls_short(resource: Resource, dragged: float, target: float) -> bool:
    """Return whether a DRAGGED load takes a known RESOURCE below TARGET that carries it without."""
    loaded = _with_load(resource, dragged)
    return _break_of(resource) >= target * (1 - ROUNDING) > _break_of(loaded)


def _dragged(by_name: Mapping[str, Resource], steps: Mapping[str, int]) -> dict[str, float]:
    """Return the load that STEPS put on each resource, by its name."""
    loads: dict[str, float] = {}
    for name, count in steps.items():
        step = by_name[name].step
        if step is None or count == 0:
            continue
        for other, load in step.drags.items():
            loads[other] = loads.get(other, 0.0) + count * load
    return loads


def _with_load(resource: Resource, load: float) -> Resource:
    """Return RESOURCE with LOAD added to its fixed demand; unknown stays unknown."""
    return resource if resource.fixed is None or load == 0 else replace(resource, fixed=resource.fixed + load)


def _with_steps(resources: Sequence[Resource], steps: Mapping[str, int]) -> list[Resource]:
    """Return RESOURCES after STEPS by name are added, with the load that they drag along."""
    loads = _dragged({resource.name: resource for resource in resources}, steps)
    return [_grown(one, steps.get(one.name, 0), loads.get(one.name, 0.0)) for one in resources]


def _grown(resource: Resource, count: int, load: float) -> Resource:
    """Return RESOURCE after COUNT of its steps, with LOAD added to its fixed demand."""
    if count and resource.step is not None and resource.allocatable is not None:
        resource = replace(resource, allocatable=resource.allocatable + count * resource.step.amount)
    return _with_load(resource, load)


def _steps_until_taken_over(resources: Sequence[Resource], lifted: Resource, target: float) -> int:
    """Return the least number of steps of LIFTED after which another breaks as early, or the target is carried.

    Each step raises the break of LIFTED and can only lower those of the others, so the number is found by halving.
    """
    present = _break_of(lifted)

    def is_enough(count: int) -> bool:
        """Return whether COUNT steps are enough."""
        after = _with_steps(resources, {lifted.name: count})
        own = next(_break_of(resource) for resource in after if resource.name == lifted.name)
        others = min((_break_of(resource) for resource in after if resource.name != lifted.name), default=inf)
        return own > present and own >= min(others, target * (1 - ROUNDING))

    # Doubled until it is enough, then halved: the number of steps may be anything.
    most = 1
    while not is_enough(most):
        most *= 2
        if most > MOST_STEPS:
            raise ValueError(f"{lifted.name} would take more than {MOST_STEPS:g} steps: check what a step adds.")
    least = most // 2
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if is_enough(middle) else (middle, most)
    return most


def _single(
    resources: Sequence[Resource], places: Mapping[str, int], breaks: Sequence[float], name: str, step: Step
) -> SingleStep:
    """Return what STEP does for the resource NAME; only what it adds to or loads is looked at again.

    Args:
        resources: All of them.
        places: Place of each among them, by its name.
        breaks: Growth at which each is full now.
        name: Which of them is lifted.
        step: The one that is added once.
    """
    lifted = replace(resources[places[name]], step=step)
    at = max(0.0, breaks[places[name]])
    steps, short = {name: 1}, list[str]()
    for place in sorted(places[other] for other, drag in step.drags.items() if drag and other in places):
        other, drag = resources[place], step.drags[resources[place].name]
        if other.name == name:
            continue
        # With the dragged load and without it: only what the step itself adds is counted to it.
        needed, before = _steps_needed(other, drag, at), _steps_needed(other, 0.0, at)
        if needed is None or before is None:
            if _is_unknown(other) or _falls_short(other, drag, at):
                short.append(other.name)
        elif needed > before:
            steps[other.name] = needed - before
    added = {one: lifted if one == name else resources[places[one]] for one in steps}
    loads = _dragged(added, steps)
    after = list(breaks)
    for one in dict.fromkeys((*steps, *loads)):
        if one in places:
            resource = added.get(one) or resources[places[one]]
            after[places[one]] = _break_of(_grown(resource, steps.get(one, 0), loads.get(one, 0.0)))
    additions = tuple([_addition(added[one], count) for one, count in steps.items()])
    least = min(after)
    following = None if least == inf else Break(max(0.0, least), resources[after.index(least)].name)
    return SingleStep(step, additions, _cost(additions), tuple(short), max(0.0, after[places[name]]), following)


def _typical(single: SingleStep) -> float:
    return single.cost.usd.typical


def _carried(single: SingleStep) -> float:
    return single.next_break.at if single.next_break is not None else inf


def _addition(resource: Resource, count: int) -> Addition:
    assert resource.step is not None
    price = resource.step.price_usd
    return Addition(
        resource=resource.name,
        step=resource.step.name,
        steps=count,
        cost_usd=None if price is None else price.times(count),
        dragged={name: count * load for name, load in resource.step.drags.items()},
    )


def _cost(additions: Iterable[Addition]) -> Cost:
    """Return what ADDITIONS cost together, with the names of those whose price is unknown."""
    low = typical = high = 0.0
    unpriced: list[str] = []
    for addition in additions:
        if addition.cost_usd is None:
            unpriced.append(addition.step)
            continue
        low += addition.cost_usd.low
        typical += addition.cost_usd.typical
        high += addition.cost_usd.high
    return Cost(PriceRange(low, typical, high), tuple(dict.fromkeys(unpriced)))


def _step_price(resource: Resource) -> float:
    """Return the typical price of a step, infinite if unknown."""
    if resource.step is None or resource.step.price_usd is None:
        return inf
    return resource.step.price_usd.typical


def _check(resources: Sequence[Resource]) -> None:
    """Refuse numbers that are out of range, and a name that two resources have."""
    seen = set[str]()
    for resource in resources:
        if resource.name in seen:
            raise ValueError(f"{resource.name} is named twice: give each resource a name of its own.")
        seen.add(resource.name)
        for what, value in (
            ("allocatable", resource.allocatable),
            ("fixed", resource.fixed),
            ("variable", resource.variable),
        ):
            if value is not None and not 0.0 <= value <= LARGEST_AMOUNT:
                amount(f"{what} of {resource.name}", value)
        if resource.step is not None:
            _check_step(resource.name, resource.step)


def _check_step(resource: str, step: Step) -> None:
    """Refuse a step that adds nothing, drags as much as it adds, or has a price that is no range."""
    added = amount(f"step of {resource}", positive(f"step of {resource}", step.amount))
    for name, load in step.drags.items():
        amount(f"what {step.name} drags of {name}", load)
    if step.drags.get(resource, 0.0) >= added:
        raise ValueError(f"{step.name} takes as much of {resource} as it adds: check what it drags.")
    price = step.price_usd
    if price is not None:
        for value in (price.low, price.typical, price.high):
            not_negative(f"price of {step.name}", value)
        if not price.low <= price.typical <= price.high:
            raise ValueError(
                f"price of {step.name} must rise from low to high, and is {price.low:g}, {price.typical:g}, "
                f"{price.high:g}."
            )
