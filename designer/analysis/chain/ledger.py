"""The capacity ledger: all work on the same machines shares what is there, and nobody gets it twice.

Machines that carry the same work are one row for each resource. Work that asks for several rows spreads over them in
proportion to what they can give; what it does not get on one it asks once more of those with something left. The
division of a row is that of `formulas.sharing`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from designer.analysis.chain.ledger_records import RESOURCE_WORDS, UNITS, LedgerGrant, LedgerRow, Resource
from designer.analysis.quantities import accelerators_in, fact_of
from designer.analysis.workloads.machine_needs import cores_of
from designer.formulas.sharing import Allocation, Claim, allocate, whole_devices
from designer.model.design import Design, Node
from designer.model.figures import Figure, leaf

_MOST_GRANTS: Final = 100
"""Grants of a row that are told one by one."""
_HARDLY: Final = 1e-9
"""Part of an amount below which a difference is rounding."""


class Asking(NamedTuple):
    """What one piece of work asks of the machines under it.

    Attributes:
        id: Node id.
        hosts: Ids of the machines that it runs on in the end.
        demand: Amount of each resource; None for all that is left.
        elastic: Whether it takes what the others leave.
        resident: Resources that it holds wholly or not at all.
        share: Share that is set for it; None for none.
    """

    id: str
    hosts: tuple[str, ...]
    demand: Mapping[Resource, float | None]
    elastic: bool = False
    resident: frozenset[Resource] = frozenset()
    share: float | None = None


class Ledger(NamedTuple):
    """Who gets what.

    Attributes:
        rows: One for each resource of each group of machines that carry the same work.
        granted: Amount of a resource that each piece of work gets, by (work, resource).
        usable: The same with its part of what nobody takes: what it can use at its busiest.
        asked: Amount of a resource that it asks for; None for all.
        portions: Of each piece of work, the groups of machines that it is on with its portion of them; portions of a
            group add up to 1.
        carrying: Ids of all machines that carry work.
    """

    rows: tuple[LedgerRow, ...]
    granted: Mapping[tuple[str, Resource], float]
    usable: Mapping[tuple[str, Resource], float]
    asked: Mapping[tuple[str, Resource], float | None]
    portions: Mapping[str, tuple[tuple[tuple[str, ...], float], ...]]
    carrying: frozenset[str]

    def fraction(self, work: str) -> float:
        """Part of its demand that WORK gets of its scarcest resource; 1 where it asks for nothing."""
        found = 1.0
        for resource in UNITS:
            key: tuple[str, Resource] = (work, resource)
            if asked := self.asked.get(key):
                found = min(found, self.granted.get(key, 0.0) / asked)
        return found


class _Row(NamedTuple):
    """Machines that carry the same work, the group of that number, with what they have of one resource."""

    group: int
    resource: Resource
    hosts: tuple[str, ...]
    works: tuple[str, ...]
    capacity: float
    reserve: float


def ledger(
    design: Design,
    askings: Sequence[Asking],
    chips: Mapping[str, Mapping[str, int]],
    alive: Mapping[str, float],
    reserves: Mapping[tuple[str, Resource], float] | None = None,
) -> Ledger:
    """Return how the machines of DESIGN are shared by the work that asks for them.

    Args:
        design: The design.
        askings: What each piece of work asks, in design order.
        chips: Accelerators drawn inside hosts, see `quantities.drawn_chips`.
        alive: Share of each machine's copies that runs; 1 where it is not named.
        reserves: What the system keeps of all copies of a machine, by (host id, resource).
    """
    by_id = {asking.id: asking for asking in askings}
    groups = _groups(askings)
    rows = list(_rows(design, groups, by_id, chips, alive, reserves or {}))
    divided, unmet = _divided(rows, by_id)
    granted: dict[tuple[str, Resource], float] = {}
    usable: dict[tuple[str, Resource], float] = {}
    uses: list[dict[str, float]] = [{} for _ in groups]
    for row, division in zip(rows, divided, strict=True):
        parts = _with_idle(row, division, by_id)
        for grant in division.grants:
            key = (grant.name, row.resource)
            granted[key] = granted.get(key, 0.0) + grant.granted
            usable[key] = usable.get(key, 0.0) + parts[grant.name]
            if division.allocatable:
                # A piece of work falls on machines by its scarcest resource there.
                portion = parts[grant.name] / division.allocatable
                uses[row.group][grant.name] = max(uses[row.group].get(grant.name, 0.0), portion)
    asked: dict[tuple[str, Resource], float | None] = {
        (one.id, resource): amount for one in askings for resource, amount in one.demand.items()
    }
    return Ledger(
        rows=tuple(
            _record(design, row, division, missed, by_id)
            for row, division, missed in zip(rows, divided, unmet, strict=True)
        ),
        granted=granted,
        usable=usable,
        asked=asked,
        portions=_portions(groups, uses),
        carrying=frozenset(host for hosts, _ in groups for host in hosts),
    )


_Group = tuple[tuple[str, ...], tuple[str, ...]]
"""(machines, the work that all of them carry)."""


def _groups(askings: Iterable[Asking]) -> list[_Group]:
    """Machines that carry the same work, in the order in which the work names them."""
    # Work that runs on the very same machines is gone through once.
    by_hosts: dict[tuple[str, ...], list[str]] = {}
    place: dict[str, int] = {}
    for asking in askings:
        place[asking.id] = len(place)
        by_hosts.setdefault(asking.hosts, []).append(asking.id)
    carried: dict[str, list[int]] = {}
    works = list(by_hosts.values())
    for number, hosts in enumerate(by_hosts):
        for host in hosts:
            carried.setdefault(host, []).append(number)
    grouped: dict[tuple[int, ...], list[str]] = {}
    for host, numbers in carried.items():
        grouped.setdefault(tuple(numbers), []).append(host)
    return [
        (tuple(hosts), tuple(sorted((work for number in numbers for work in works[number]), key=place.__getitem__)))
        for numbers, hosts in grouped.items()
    ]


def _rows(
    design: Design,
    groups: Sequence[_Group],
    by_id: Mapping[str, Asking],
    chips: Mapping[str, Mapping[str, int]],
    alive: Mapping[str, float],
    reserves: Mapping[tuple[str, Resource], float],
) -> Iterator[_Row]:
    """The rows of each resource of each group, without machines of which it is not known what they have."""
    for number, (hosts, works) in enumerate(groups):
        for resource in UNITS:
            asking = tuple(work for work in works if resource in by_id[work].demand)
            if not asking:
                continue
            amounts = {host: capacity_of(design, design.nodes[host], resource, chips) for host in hosts}
            known = {host: amount for host, amount in amounts.items() if amount is not None}
            if known:
                yield _Row(
                    number,
                    resource,
                    tuple(known),
                    asking,
                    sum(amount * alive.get(host, 1.0) for host, amount in known.items()),
                    sum(reserves.get((host, resource), 0.0) * alive.get(host, 1.0) for host in known),
                )


def capacity_of(design: Design, host: Node, resource: Resource, chips: Mapping[str, Mapping[str, int]]) -> float | None:
    """Return what all copies of HOST have of RESOURCE, or None where that is not known or it has none of it."""
    copies = design.total_copies(host.id)
    if resource == "silicon":
        inside = chips.get(host.id) or accelerators_in(design, design.part_of(host))
        each: float | None = float(sum(inside.values())) or None
    elif resource == "memory":
        each = fact_of(design, host, "system_memory_gb").value
    else:
        each = cores_of(design, host).value
    return None if each is None else each * copies


def _divided(
    rows: Sequence[_Row], by_id: Mapping[str, Asking]
) -> tuple[list[Allocation], list[dict[str, float | None]]]:
    """Divide each row, and tell what each piece of work misses on it; None of what takes all that is left.

    What work misses on one row it asks once more of its rows with something left.
    """
    room: dict[tuple[str, Resource], float] = {}
    on: dict[tuple[str, Resource], int] = {}
    for row in rows:
        for work in row.works:
            key = (work, row.resource)
            room[key] = room.get(key, 0.0) + max(0.0, row.capacity - row.reserve)
            on[key] = on.get(key, 0) + 1
    demands: list[dict[str, float | None]] = []
    for row in rows:
        here = max(0.0, row.capacity - row.reserve)
        wanted: dict[str, float | None] = {}
        for work in row.works:
            amount, whole = by_id[work].demand[row.resource], room[work, row.resource]
            # Where none of its rows has anything, each is asked for the same part, so that what is missing is told.
            spread = here / whole if whole else 1.0 / on[work, row.resource]
            wanted[work] = None if amount is None else amount * spread
        demands.append(wanted)
    first = [_allocated(row, wanted, by_id) for row, wanted in zip(rows, demands, strict=True)]
    unmet: dict[tuple[str, Resource], float] = {}
    idle: dict[tuple[str, Resource], float] = {}
    for row, division in zip(rows, first, strict=True):
        for grant in division.grants:
            key = (grant.name, row.resource)
            unmet[key] = unmet.get(key, 0.0) + (grant.unmet or 0.0)
            idle[key] = idle.get(key, 0.0) + division.idle
    again: list[Allocation] = []
    for row, division, wanted in zip(rows, first, demands, strict=True):
        more = dict(wanted)
        for grant in division.grants:
            key = (grant.name, row.resource)
            asked = wanted[grant.name]
            if asked is None or unmet[key] <= _HARDLY * max(asked, 1.0) or not idle[key]:
                continue
            if row.resource in by_id[grant.name].resident:
                continue
            more[grant.name] = grant.granted + unmet[key] * division.idle / idle[key] + (grant.unmet or 0.0)
        again.append(division if more == wanted else _allocated(row, more, by_id))
    return again, _missed(rows, first, again)


def _missed(
    rows: Sequence[_Row], first: Sequence[Allocation], again: Sequence[Allocation]
) -> list[dict[str, float | None]]:
    """What each misses on each row after AGAIN: what it missed at FIRST, less what it found elsewhere."""
    before: dict[tuple[str, Resource], float] = {}
    found: dict[tuple[str, Resource], float] = {}
    for row, one, two in zip(rows, first, again, strict=True):
        for old, new in zip(one.grants, two.grants, strict=True):
            key = (old.name, row.resource)
            before[key] = before.get(key, 0.0) + (old.unmet or 0.0)
            found[key] = found.get(key, 0.0) + new.granted - old.granted
    missed: list[dict[str, float | None]] = []
    for row, one in zip(rows, first, strict=True):
        here: dict[str, float | None] = {}
        for grant in one.grants:
            key = (grant.name, row.resource)
            left = max(0.0, 1.0 - found[key] / before[key]) if before[key] else 0.0
            here[grant.name] = None if grant.unmet is None else grant.unmet * left
        missed.append(here)
    return missed


def _allocated(row: _Row, wanted: Mapping[str, float | None], by_id: Mapping[str, Asking]) -> Allocation:
    claims = [
        Claim(
            name=work,
            demand=wanted[work],
            share=by_id[work].share,
            elastic=by_id[work].elastic,
            resident=row.resource in by_id[work].resident,
        )
        for work in row.works
    ]
    return allocate(row.capacity, row.reserve, claims)


def _with_idle(row: _Row, division: Allocation, by_id: Mapping[str, Asking]) -> dict[str, float]:
    """What each can use: its grant and its part of what nobody takes, in proportion to grants, within its share.

    Where nobody has been granted anything, those that have to answer part the rest evenly.
    """
    open_to = [
        grant
        for grant in division.grants
        if not by_id[grant.name].elastic and row.resource not in by_id[grant.name].resident
    ]
    whole = sum(grant.granted for grant in open_to)
    found = {grant.name: grant.granted for grant in division.grants}
    for grant in open_to:
        part = grant.granted / whole if whole else 1.0 / len(open_to)
        most = division.allocatable if grant.share is None else grant.share * division.allocatable
        found[grant.name] = max(grant.granted, min(most, grant.granted + division.idle * part))
    return found


def _portions(
    groups: Sequence[_Group], uses: Sequence[Mapping[str, float]]
) -> dict[str, tuple[tuple[tuple[str, ...], float], ...]]:
    """Parts of each group by what the work on it can use, scaled to 1; evenly where nothing is used."""
    found: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for (hosts, works), used in zip(groups, uses, strict=True):
        whole = sum(used.values())
        for work in works:
            portion = used.get(work, 0.0) / whole if whole > _HARDLY else 1.0 / len(works)
            found.setdefault(work, []).append((hosts, portion))
    return {work: tuple(portions) for work, portions in found.items()}


def _record(
    design: Design,
    row: _Row,
    division: Allocation,
    missed: Mapping[str, float | None],
    by_id: Mapping[str, Asking],
) -> LedgerRow:
    unit, words = UNITS[row.resource], RESOURCE_WORDS[row.resource]
    names = " and ".join(design.nodes[host].title for host in row.hosts[:2])
    where = names if len(row.hosts) <= 2 else f"{design.nodes[row.hosts[0]].title} and {len(row.hosts) - 1} more"

    def amount(label: str, value: float | None, note: str = "") -> Figure:
        return leaf(label, value, unit, operation="routing", subject=row.hosts[0], note=note)

    wholes: list[int] | None = None
    if row.resource == "silicon":
        wholes = whole_devices([grant.granted for grant in division.grants], division.allocatable)
    asked = [grant.granted + (missed[grant.name] or 0.0) for grant in division.grants]
    by_choice = [missed[grant.name] is None and by_id[grant.name].elastic for grant in division.grants]
    wanted = sum(asked)
    pressing = sum(one for one, free in zip(asked, by_choice, strict=True) if not free)

    def over(label: str, value: float) -> Figure:
        share = value / division.allocatable if division.allocatable else None
        return leaf(label, share, "", operation="routing", subject=row.hosts[0], note="Asked over what can be had.")

    missing = {unfit.name: unfit.missing for unfit in division.unfit}
    return LedgerRow(
        resource=row.resource,
        hosts=row.hosts,
        capacity=amount(f"{words} of {where}", row.capacity, "What is drawn and runs."),
        reserve=amount(f"{words} that the system keeps of {where}", row.reserve),
        idle=amount(f"{words} of {where} that nobody takes", division.idle),
        utilisation=over(f"{words} of {where} in use", wanted),
        pressure=over(f"{words} of {where} that are asked for", pressing),
        more=max(0, len(division.grants) - _MOST_GRANTS),
        grants=tuple(
            LedgerGrant(
                id=grant.name,
                asked=amount(
                    f"{words} that {design.nodes[grant.name].title} asks for",
                    None if missed[grant.name] is None else asked[place],
                    "All that is left." if missed[grant.name] is None else "",
                ),
                granted=amount(f"{words} that {design.nodes[grant.name].title} gets", grant.granted),
                whole=wholes[place] if wholes else None,
                share=grant.share,
                elastic=by_id[grant.name].elastic,
                missing=missing.get(grant.name, 0.0),
            )
            for place, grant in enumerate(division.grants[:_MOST_GRANTS])
        ),
        sum_of_shares=division.sum_of_shares,
    )
