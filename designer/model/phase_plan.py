"""Phases of a project: what is ordered when, from when the site has power, and how its users grow into it."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal

from designer.model.record_limits import LONGEST_NAME, Name
from designer.model.records import MAX_COPIES, Record, RefusedInput, count_words, require_id
from designer.model.wording import listed

MOST_PHASES: Final = 50
MOST_NAMED: Final = 1_000
"""Nodes, or delivery times, that one phase may name."""
MOST_WEEKS: Final = 1_000.0
"""Longest time that a step may take, as for the delivery time of a part."""
MOST_RAMP_MONTHS: Final = 240.0
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2200
"""Dates lie between these years: what follows from them in a thousand weeks is a date still."""

Step = Literal["building", "installation", "commissioning"]
STEPS: Final[tuple[Step, ...]] = ("building", "installation", "commissioning")
"""What takes weeks in a phase beside deliveries and the utility."""


class Weeks(Record, frozen=True, kw_only=True):
    """A time in weeks: at least, likely, at most."""

    least: float
    likely: float
    most: float


class Phase(Record, frozen=True, kw_only=True):
    """One step in which a design grows.

    Attributes:
        title: What people call it; "" is its id.
        order_date: ISO day on which everything of it is ordered that has no own day; nothing is installed before it.
        holds: How many copies of nodes and containers belong to it, all copies in the design counted; what stands in a
            container belongs where the container does. What no phase takes is in the first.
        after: Id of a phase that has to run before anything is installed in this one; "" for none.
        energised: ISO day from which the utility gives power, at the earliest; "" is that of the first phase.
        energised_latest: The same at the latest; "" is the earliest day, known for sure.
        wanted: ISO day on which it is wanted to run; "" for none.
        building: Weeks from the order to a building that machines can stand in; None takes the assumption where the
            phase holds the first room or site, and nothing elsewhere.
        installation: Weeks from the last delivery until it is mounted and cabled; None takes the assumption.
        commissioning: Weeks of tests with power until it runs; None takes the assumption.
        lead_weeks: Delivery times that the person was told, by part id or by kind; they count before the catalog's.
        ramp_months: Months from running to full load, in which users come evenly; None takes the assumption.
        orders: ISO days on which something is ordered apart from the rest, by part id or by kind: an order that is
            placed already, or one that has to go out earlier.
    """

    id: str
    title: Name = ""
    order_date: str
    holds: Mapping[str, int] = {}
    after: str = ""
    energised: str = ""
    energised_latest: str = ""
    wanted: str = ""
    building: Weeks | None = None
    installation: Weeks | None = None
    commissioning: Weeks | None = None
    lead_weeks: Mapping[str, Weeks] = {}
    ramp_months: float | None = None
    orders: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        """Return what people call it, everywhere."""
        return self.title or self.id


DATES: Final = ("order_date", "energised", "energised_latest", "wanted")


def require_day(text: str, what: str) -> str:
    """TEXT when it is a day as 2027-03-01 within the years that a plan may reach.

    Raises:
        RefusedInput: it is not.
    """
    try:
        # The basic form, 20270301, and weeks are dates of ISO 8601 too, but not how plans are written here.
        day = date.fromisoformat(text) if len(text) == len("2027-03-01") and text[4] == text[7] == "-" else None
    except ValueError:
        day = None
    if day is None:
        raise RefusedInput(f"{what} {text[:40]!r} is no date; write it as 2027-03-01.")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RefusedInput(f"{what} {text} is not between the years {FIRST_YEAR} and {LAST_YEAR}.")
    return text


def require_phases(phases: Sequence[Phase]) -> Sequence[Phase]:
    """PHASES when every value in them is allowed.

    Nodes that a phase names need not be there: one that was removed is told by the review instead, so that no edit has
    to look through all phases.

    Raises:
        RefusedInput: there are too many, two have one id, a date is none, a number is out of range, or phases wait for
            each other in a ring.
    """
    if len(phases) > MOST_PHASES:
        raise RefusedInput(f"A design has {len(phases):,} phases; {MOST_PHASES} are the most.")
    seen: set[str] = set()
    for phase in phases:
        require_id(phase.id, "phase")
        if phase.id in seen:
            raise RefusedInput(f"There are two phases with the id {phase.id!r}; ids must differ.")
        seen.add(phase.id)
        _require_phase(phase)
    for phase in phases:
        if phase.after and phase.after not in seen:
            raise RefusedInput(f"The phase {phase.name} comes after {phase.after!r}, which is no phase.")
    in_time_order(phases)
    return phases


def _require_phase(phase: Phase) -> None:
    what = f"phase {phase.id}:"
    if len(phase.title) > LONGEST_NAME or "\n" in phase.title:
        raise RefusedInput(f"{what} its title must be one line of at most {LONGEST_NAME} characters.")
    require_day(phase.order_date, f"{what} its order date")
    for field in DATES[1:]:
        if text := getattr(phase, field):
            require_day(text, f"{what} {field}")
    if phase.energised_latest and not phase.energised <= phase.energised_latest:
        raise RefusedInput(f"{what} power comes at the latest on {phase.energised_latest}, before it comes at all.")
    if phase.energised_latest and not phase.energised:
        raise RefusedInput(f"{what} say from when the utility gives power at the earliest too.")
    if max(len(phase.holds), len(phase.lead_weeks), len(phase.orders)) > MOST_NAMED:
        raise RefusedInput(f"{what} it names more than {MOST_NAMED:,} things; name their containers or kinds.")
    for node_id, copies in phase.holds.items():
        require_id(node_id, "node")
        if words := count_words(copies, 1, 100 * MAX_COPIES):
            raise RefusedInput(f"{what} the copies of {node_id} {words}")
    for name, weeks in phase.lead_weeks.items():
        require_id(name, "part or kind")
        _require_weeks(weeks, f"{what} the delivery time of {name}")
    for name, day in phase.orders.items():
        require_id(name, "part or kind")
        require_day(day, f"{what} the order day of {name}")
    for step in STEPS:
        own: Weeks | None = getattr(phase, step)
        if own is not None:
            _require_weeks(own, f"{what} {step}")
    ramp = phase.ramp_months
    if ramp is not None and not 0.0 <= ramp <= MOST_RAMP_MONTHS:
        raise RefusedInput(f"{what} its ramp is {ramp} months; it can be from 0 to {MOST_RAMP_MONTHS:g}.")


def _require_weeks(weeks: Weeks, what: str) -> None:
    ends = (weeks.least, weeks.likely, weeks.most)
    if not (all(map(math.isfinite, ends)) and 0.0 <= ends[0] <= ends[1] <= ends[2] <= MOST_WEEKS):
        told = "/".join(f"{one:g}" for one in ends)
        raise RefusedInput(f"{what} is {told} weeks; it must be least/likely/most from 0 to {MOST_WEEKS:g}.")


def in_time_order(phases: Sequence[Phase]) -> list[Phase]:
    """Return PHASES, each after the one that it comes after.

    Raises:
        RefusedInput: they wait for each other in a ring.
    """
    by_id = {phase.id: phase for phase in phases}
    found: dict[str, Phase] = {}
    for phase in phases:
        way: dict[str, Phase] = {}
        one: Phase | None = phase
        while one is not None and one.id not in found:
            if one.id in way:
                raise RefusedInput(f"The phases {listed([each.name for each in way.values()])} wait for each other.")
            way[one.id] = one
            # The first phase holds what all others need, so that each comes after it by itself.
            one = by_id.get(one.after) or (phases[0] if one is not phases[0] else None)
        for each in reversed(way.values()):
            found[each.id] = each
    return list(found.values())
