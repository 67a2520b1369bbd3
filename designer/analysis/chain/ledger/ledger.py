"""The capacity ledger: all work on the same machines shares what is there, and nobody gets it twice.

Machines that carry the same work are one row for each resource. What is held wholly or not at all is placed first, in
design order, on the rows with the least other work; then the rows are filled together, so that work on several of them
gets on one what it misses on another. The division of a row is that of `formulas.capacity.sharing`.

Less of any capacity never raises a grant of inelastic or elastic work, however it overlaps: max-min fairness does not
within one step, and between steps inelastic work is spread as evenly as its places allow, so that what it leaves on a
row is told by totals alone. Work that takes some of its machines, not all, takes the first that run, and after a loss
these may be freer ones. So where there is such work nobody gets more after a loss than with everything running: what is
moved keeps what it had at most, as its requests move with it, and nobody takes what the move sets free.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum, inf
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.ledger.askings import Asking, Fold, folded
from designer.analysis.chain.ledger.machine_groups import MachineGroup, Taking, machine_groups
from designer.analysis.chain.ledger.records import UNITS, LedgerRow, Resource
from designer.analysis.chain.ledger.rows import Row, told_row
from designer.analysis.chain.ledger.steps import STEPS, Held, Step, settled_rows, step_of
from designer.analysis.quantities import accelerators_in, fact_of
from designer.analysis.workloads.hosts import memory_of
from designer.analysis.workloads.machine_needs import cores_of
from designer.formulas.capacity.leveling import even_rows, level_rows
from designer.formulas.capacity.sharing import Allocation, Claim, Unfit, allocate
from designer.model.design import Design, Node

_MOST_GRANTS: Final = 100
"""Grants of a row that are told one by one."""
_FEWEST_GRANTS: Final = 10
"""So many are told of each row, however many rows there are."""
_ALL_GRANTS: Final = 2_000
"""Grants of all rows together that are told."""
_HARDLY: Final = 1e-9
"""Part of an amount below which a difference is rounding."""


class Portions(NamedTuple):
    """Machines under a piece of work with what of them falls to it.

    Attributes:
        groups: Groups of machines, by their ids, with the portion that falls to all work that is like it.
        part: Its part of that.
    """

    groups: tuple[tuple[tuple[str, ...], float], ...]
    part: float = 1.0


class Ledger(NamedTuple):
    """Division of all machines among the work on them.

    Attributes:
        rows: One for each resource of each group of machines that carry the same work.
        granted: Amount of a resource that each piece of work gets, by (work, resource).
        usable: The same with its part of what nobody takes: what it can use at its busiest.
        demands: Amount of each resource that a piece of work asks for; None for all.
        portions: Of each piece of work, the machines that it is on with its portion of them; portions of the same
            machines add up to 1, less the part of `unused`.
        carrying: Ids of all machines that carry work.
        missing: Amount of a resource that must be added for work to fit that holds its part wholly or not at all.
        unused: Part of a machine's copies that no work takes, by id, where it takes some of them.
    """

    rows: tuple[LedgerRow, ...]
    granted: Mapping[tuple[str, Resource], float]
    usable: Mapping[tuple[str, Resource], float]
    demands: Mapping[str, Mapping[Resource, float | None]]
    portions: Mapping[str, Portions]
    carrying: frozenset[str]
    missing: Mapping[tuple[str, Resource], float] = {}
    unused: Mapping[str, float] = {}

    def fraction(self, work: str) -> float:
        """Part of its demand that WORK gets of its scarcest resource; 1 where it asks for nothing."""
        found = 1.0
        for resource, asked in self.demands.get(work, {}).items():
            got = self.granted.get((work, resource), 0.0 if resource == "silicon" else None)
            if asked and got is not None:
                found = min(found, got / asked)
        return found

    def beside(self, work: str, resource: Resource) -> float:
        """Part of its demand that WORK gets of its scarcest resource other than RESOURCE; 1 where there is none.

        What no machine under it is known to have does not count.
        """
        found = 1.0
        for other, asked in self.demands.get(work, {}).items():
            if other != resource and asked and (got := self.usable.get((work, other))) is not None:
                found = min(found, got / asked)
        return found


_HELD_WHOLE: Final[frozenset[Resource]] = frozenset({"accelerator_memory", "memory"})
"""Resources of which a machine that is slowed has as much as before."""


def ledger(
    design: Design,
    askings: Sequence[Asking],
    chips: Mapping[str, Mapping[str, int]],
    alive: Mapping[str, float],
    reserves: Mapping[tuple[str, Resource], float] | None = None,
    headroom: Mapping[str, float] | None = None,
    slowed: Mapping[str, float] | None = None,
) -> Ledger:
    """Return how the machines of DESIGN are shared by the work that asks for them.

    Args:
        design: The design.
        askings: What each piece of work asks, in design order.
        chips: Accelerators drawn inside hosts, see `quantities.drawn_chips`.
        alive: Share of each machine's copies that runs, slowed ones by how far; 1 where it is not named.
        reserves: What the system keeps of all copies of a machine, by (host id, resource).
        headroom: Share of a machine that is kept free, of each resource, by host id.
        slowed: Speed of each machine that runs, over its full speed; 1 where it is not named.
    """
    slowed = slowed or {}
    running = {host: share / (slowed.get(host) or 1.0) for host, share in alive.items()}
    alike, folds = folded(askings)
    by_id = {asking.id: asking for asking in alike}
    whole = _with_all_running(design, askings, chips, alive, reserves, headroom)
    asking_now = by_id if whole is None else {one: _at_most(by_id[one], folds[one], whole) for one in by_id}
    takings = [Taking(one.id, one.hosts, one.hosts_most, one.over_racks) for one in alike]
    groups = machine_groups(design, takings, running)
    rows = list(_rows(design, groups, by_id, chips, reserves or {}, headroom or {}, slowed))
    names, spread = [_names(row, folds) for row in rows], _spread(rows)
    held = _placed(rows, asking_now, folds, names)
    divided = _divided(rows, asking_now, held, names, spread)
    unmet = _missed(rows, divided, by_id, spread)
    granted: dict[tuple[str, Resource], float] = {}
    usable: dict[tuple[str, Resource], float] = {}
    uses: list[dict[str, float]] = [{} for _ in groups]
    for row, division in zip(rows, divided, strict=True):
        parts = _with_idle(row, division, by_id, folds)
        for grant in division.grants:
            key = (grant.name, row.resource)
            granted[key] = granted.get(key, 0.0) + grant.granted
            usable[key] = usable.get(key, 0.0) + parts[grant.name]
            if division.allocatable and row.resource != "accelerator_memory":
                # A piece of work falls on machines by its scarcest resource there; memory goes with its accelerators.
                portion = parts[grant.name] / division.allocatable
                uses[row.group][grant.name] = max(uses[row.group].get(grant.name, 0.0), portion)
    missing = held.missing if whole is None else {**whole.missing, **held.missing}
    unfolded = _unfolded(usable, folds)
    if whole is not None:
        unfolded = {key: min(amount, whole.usable.get(key, amount)) for key, amount in unfolded.items()}
    most = max(_FEWEST_GRANTS, min(_MOST_GRANTS, _ALL_GRANTS // max(1, len(rows))))
    return Ledger(
        rows=tuple(
            told_row(design, row, division, missed, by_id, folds, missing, most)
            for row, division, missed in zip(rows, divided, unmet, strict=True)
        ),
        granted=_unfolded(granted, folds),
        usable=unfolded,
        demands={one.id: one.demand for one in askings},
        portions=_portions(groups, uses, folds),
        carrying=frozenset(host for group in groups for host in group.hosts),
        missing=missing,
        unused=_unused(groups),
    )


def _with_all_running(
    design: Design,
    askings: Sequence[Asking],
    chips: Mapping[str, Mapping[str, int]],
    alive: Mapping[str, float],
    reserves: Mapping[tuple[str, Resource], float] | None,
    headroom: Mapping[str, float] | None,
) -> Ledger | None:
    """The same work with every machine running, where some does not and work that takes some of its machines moves."""
    # With no limit on machines, and none switched off, it would be the same ledger again.
    if not any(asking.hosts_most is not None for asking in askings):
        return None
    under = {host for asking in askings for host in asking.hosts}
    if all(alive.get(host, 1.0) >= 1.0 for host in under):
        return None
    return ledger(design, askings, chips, {}, reserves, headroom)


def _at_most(asking: Asking, fold: Fold, whole: Ledger) -> Asking:
    """ASKING, which stands for all of FOLD, for no more than these get in WHOLE; what is not known there stays."""
    # What the members of the fold got in the whole design; those without a grant there are left out.
    most: dict[Resource, float] = {}
    for resource in asking.demand:
        known = [got for one in fold.ids if (got := whole.granted.get((one, resource))) is not None]
        if known:
            most[resource] = fsum(known)
    # In the part that is looked at, a demand is bounded by what it got in the whole, so that both tell the same.
    return asking._replace(
        demand={
            resource: most.get(resource) if amount is None else min(amount, most.get(resource, amount))
            for resource, amount in asking.demand.items()
        },
        floors={resource: min(amount, most.get(resource, amount)) for resource, amount in asking.floors.items()},
    )


def _unfolded(
    amounts: Mapping[tuple[str, Resource], float], folds: Mapping[str, Fold]
) -> dict[tuple[str, Resource], float]:
    """AMOUNTS by the work that stands for others, as those of each of them."""
    found: dict[tuple[str, Resource], float] = {}
    for (name, resource), amount in amounts.items():
        fold = folds[name]
        if len(fold.ids) == 1:
            found[name, resource] = amount
        else:
            for one, part in zip(fold.ids, (amount * fold.parts).tolist(), strict=True):
                found[one, resource] = part
    return found


def _rows(
    design: Design,
    groups: Sequence[MachineGroup],
    by_id: Mapping[str, Asking],
    chips: Mapping[str, Mapping[str, int]],
    reserves: Mapping[tuple[str, Resource], float],
    headroom: Mapping[str, float],
    slowed: Mapping[str, float],
) -> Iterator[Row]:
    """The rows of each resource of each group, without machines of which it is not known what they have."""
    for number, group in enumerate(groups):
        for resource in UNITS:
            # Only work that asks for this resource is in its row.
            asking = tuple(work for work in group.works if resource in by_id[work].demand)
            if not asking:
                continue
            hosts, copies, capacity, reserve, full = list[str](), 0.0, 0.0, 0.0, 0.0
            for piece in group.pieces:
                whole = capacity_of(design, design.nodes[piece.host], resource, chips)
                # A machine of unknown size would make the row look smaller than it is: it is left out of all four sums.
                if whole is None:
                    continue
                running = piece.copies / design.total_copies(piece.host)
                # A slowed machine keeps all of its memory, and gives less of what is a rate.
                share = running if resource in _HELD_WHOLE else running * slowed.get(piece.host, 1.0)
                hosts.append(piece.host)
                copies += piece.copies
                capacity += whole * share
                # At full speed, so that capacity over this is the speed of the row.
                full += whole * running
                reserve += (reserves.get((piece.host, resource), 0.0) + headroom.get(piece.host, 0.0) * whole) * share
            if hosts:
                speed = capacity / full if full else 1.0
                yield Row(number, resource, copies, tuple(hosts), asking, capacity, reserve, speed)


def capacity_of(design: Design, host: Node, resource: Resource, chips: Mapping[str, Mapping[str, int]]) -> float | None:
    """Return what all copies of HOST have of RESOURCE, or None where that is not known or it has none of it."""
    # None stays None through the sum: one chip of unknown memory makes the memory of the host unknown.
    copies = design.total_copies(host.id)
    if resource in {"silicon", "accelerator_memory"}:
        inside = chips.get(host.id) or accelerators_in(design, design.part_of(host))
        memory = {chip: memory_of(design.parts[chip]).value for chip in inside}
        each: float | None = float(sum(inside.values())) or None
        if resource == "accelerator_memory" and each is not None:
            known = [memory[chip] for chip in inside]
            each = None if None in known else sum((memory[chip] or 0.0) * number for chip, number in inside.items())
    elif resource == "memory":
        # From here on by the facts of the host, not of what is inside.
        each = fact_of(design, host, "system_memory_gb").value
    else:
        each = cores_of(design, host).value
    return None if each is None else each * copies


def _names(row: Row, folds: Mapping[str, Fold]) -> list[str]:
    """Names of the work of ROW by which rows are sorted, as if each of those that are alike were named.

    The order of two rows is told by the first name that one of them alone has, and by whether the other ends before
    it: the first and the last name of those that are alike tell both.
    """
    return sorted({name for work in row.works for name in (work, folds[work].last)})


def _placed(
    rows: Sequence[Row], by_id: Mapping[str, Asking], folds: Mapping[str, Fold], names: Sequence[list[str]]
) -> Held:
    """Place residents and floors in design order, each on its rows with the least other work first.

    Less capacity never fits more: one that does not fit keeps what it found.
    """
    placed: list[dict[str, float]] = [{} for _ in rows]
    missing: dict[tuple[str, Resource], float] = {}
    free = [row.room for row in rows]
    room = list(free)
    on: dict[tuple[str, Resource], list[int]] = {}
    # By the names of the work, so that the order of drawing and of machines changes nothing.
    order = [(sum([len(folds[work].ids) for work in row.works]), named) for row, named in zip(rows, names, strict=True)]
    for number in sorted(range(len(rows)), key=order.__getitem__):
        for work in rows[number].works:
            on.setdefault((work, rows[number].resource), []).append(number)
    for work, asking in by_id.items():
        for resource in UNITS:
            whole = asking.demand.get(resource) if resource in asking.resident else asking.floors.get(resource)
            if not whole or (work, resource) not in on:
                continue
            left = whole
            for number in on[work, resource]:
                most = _share_on(rows[number], work, by_id) * room[number]
                # What is slowed counts for less, and holds as much.
                speed = rows[number].speed or 1.0
                placed[number][work] = min(left * speed, free[number], most)
                free[number] -= placed[number][work]
                left -= placed[number][work] / speed
            if left > _HARDLY * whole:
                missing[work, resource] = left
    return Held(tuple(placed), missing)


def _share_on(row: Row, work: str, by_id: Mapping[str, Asking]) -> float:
    """The most that WORK may take of ROW: its share, scaled where shares come to more than all; all without one."""
    share = by_id[work].share
    if share is None:
        return 1.0
    return share / max(1.0, fsum(by_id[other].share or 0.0 for other in row.works))


def _divided(
    rows: Sequence[Row],
    by_id: Mapping[str, Asking],
    held: Held,
    names: Sequence[list[str]],
    spread: Sequence[Mapping[str, float]],
) -> list[Allocation]:
    """Divide each row.

    What residents and floors leave of all rows together goes to shares, then to inelastic work, each as near to the
    same part of its demand as its rows allow, and then to elastic work, by weight.
    """
    wanted: list[dict[str, float]] = [dict(placed) for placed in held.placed]
    # Work alone on the only row that it has shares with nobody and is looked at by itself.
    settled = settled_rows(rows, by_id, held)
    for number, alone in settled.items():
        if alone.got is not None:
            wanted[number][rows[number].works[0]] = alone.got
    for resource in UNITS:
        # Resource by resource: what residents and floors leave of a row is filled step by step, shares first.
        numbers = [number for number, row in enumerate(rows) if row.resource == resource and number not in settled]
        pools = {number: max(0.0, rows[number].room - fsum(held.placed[number].values())) for number in numbers}
        beside = [
            (alone.pool, rows[number].room)
            for number, alone in settled.items()
            if alone.got is not None and rows[number].resource == resource
        ]
        works = dict.fromkeys(work for number in numbers for work in rows[number].works)
        steps: dict[str, Step | None] = {work: step_of(by_id[work], resource, held) for work in works}
        taken = set(steps.values())
        for step in STEPS:
            if step in taken:
                _level(rows, pools, wanted, by_id, held, spread, step, steps, names, beside)
    return [_allocated(row, wanted[number], by_id, held, number) for number, row in enumerate(rows)]


def _spread(rows: Sequence[Row]) -> list[dict[str, float]]:
    """Of each row the part of each work's demand that is asked of it first, by what its rows can give.

    Where none of its rows has anything, each is asked for the same part, so that what is missing is told.
    """
    room: dict[tuple[str, Resource], float] = {}
    on: dict[tuple[str, Resource], int] = {}
    for row in rows:
        for work in row.works:
            key = (work, row.resource)
            room[key] = room.get(key, 0.0) + row.room
            on[key] = on.get(key, 0) + 1
    return [
        {
            work: row.room / room[work, row.resource] if room[work, row.resource] else 1.0 / on[work, row.resource]
            for work in row.works
        }
        for row in rows
    ]


def _level(
    rows: Sequence[Row],
    pools: dict[int, float],
    wanted: Sequence[dict[str, float]],
    by_id: Mapping[str, Asking],
    held: Held,
    spread: Sequence[Mapping[str, float]],
    step: Step,
    steps: Mapping[str, Step | None],
    names: Sequence[list[str]],
    beside: Sequence[tuple[float, float]],
) -> None:
    """Divide the POOLS of rows among the work of STEP: what it gets is WANTED of each, and leaves its pool.

    STEPS tell the step of all work on them. BESIDE are the rows of inelastic work that are settled: (what there is for
    it, what can be had of the row).
    """
    here = {number: [work for work in rows[number].works if steps[work] == step] for number in pools}
    # By the names of the work, so that the order of drawing and of machines changes nothing.
    numbers = sorted((number for number, works in here.items() if works), key=lambda number: names[number])
    weights: dict[str, float] = {}
    most: dict[str, float] = {}
    for number in numbers:
        for work in here[number]:
            asking, demand = by_id[work], by_id[work].demand[rows[number].resource]
            most[work] = inf if demand is None else demand
            part = (asking.share or 0.0) * rows[number].room / spread[number][work] if spread[number][work] else 0.0
            weights[work] = {"share": max(part, weights.get(work, 0.0)), "rate": most[work], "elastic": asking.weight}[
                step
            ]
    works = {number: [work for work in here[number] if weights[work]] for number in numbers}
    least = {number: {work: held.placed[number].get(work, 0.0) for work in works[number]} for number in numbers}
    limits = {
        number: {work: _share_on(rows[number], work, by_id) * rows[number].room for work in works[number]}
        if step == "share"
        else {}
        for number in numbers
    }
    whole = [pools[number] + fsum(least[number].values()) for number in numbers]
    start: list[dict[str, float]] = []
    for number in numbers:
        # At first the part that falls to the row by what it can give, as far as it has that.
        above: dict[str, float] = {}
        for work in works[number]:
            rest = most[work] - by_id[work].floors.get(rows[number].resource, 0.0)
            limit = limits[number].get(work, inf)
            above[work] = max(0.0, min(rest * spread[number][work], limit)) if rest < inf else 0.0
        asked = fsum(above.values())
        fits = min(1.0, pools[number] / asked) if asked else 1.0
        start.append({work: least[number][work] + above[work] * fits for work in works[number]})
    kept, most_of = [least[number] for number in numbers], [limits[number] for number in numbers]
    rates = beside if step == "rate" else ()
    given = level_rows(
        whole, start, weights, most, kept, most_of, largest=max((pool for pool, _ in rates), default=0.0)
    )
    later = STEPS[STEPS.index(step) + 1 :]
    if (step == "share" and beside) or any(one in later for one in steps.values()):
        # What is left for the steps behind is told by the totals, so that no loss leaves more of it anywhere.
        rooms = [rows[number].room for number in numbers]
        taken = [max(0.0, room - pool) for room, pool in zip(rooms, whole, strict=True)]
        given = even_rows(rooms, taken, given, kept, most_of, largest=max((room for _, room in rates), default=0.0))
    for number, got, pool in zip(numbers, given, whole, strict=True):
        wanted[number].update({work: got.get(work, 0.0) for work in here[number]})
        pools[number] = max(0.0, pool - fsum(got.values()))


def _missed(
    rows: Sequence[Row],
    divisions: Sequence[Allocation],
    by_id: Mapping[str, Asking],
    spread: Sequence[Mapping[str, float]],
) -> list[dict[str, float | None]]:
    """Return what each piece of work misses of its demand, on its rows by what they can give.

    None stands for work that asks for all that is left.
    """
    # What each got of each resource, row by row, whatever machines the rows are of.
    got: dict[tuple[str, Resource], list[float]] = {}
    for row, division in zip(rows, divisions, strict=True):
        for grant in division.grants:
            got.setdefault((grant.name, row.resource), []).append(grant.granted)
    missed: list[dict[str, float | None]] = []
    for number, row in enumerate(rows):
        here: dict[str, float | None] = {}
        for work in row.works:
            demand = by_id[work].demand[row.resource]
            short = 0.0 if demand is None else demand - fsum(got[work, row.resource])
            # A shortage is shared over the rows of the work by what they could still give.
            here[work] = None if demand is None else max(0.0, short) * spread[number][work]
            # Rounding may leave a trace: a shortage of no more counts as none.
            if demand is not None and short <= _HARDLY * demand:
                here[work] = 0.0
        missed.append(here)
    return missed


def _allocated(
    row: Row, wanted: Mapping[str, float], by_id: Mapping[str, Asking], held: Held, number: int
) -> Allocation:
    """ROW divided by what is WANTED of it; work that does not fit gets nothing, and what it found is kept free."""
    placed = held.placed[number]
    refused = {work for work in row.works if (work, row.resource) in held.missing}
    claims: list[Claim] = []
    for work in row.works:
        asking = by_id[work]
        # What did not fit still holds the space that it found, as resident, so that nobody else is given it.
        if work in refused:
            claims.append(Claim(work, placed.get(work, 0.0), resident=True))
            continue
        claims.append(
            Claim(
                name=work,
                demand=wanted.get(work, 0.0),
                share=asking.share,
                elastic=asking.elastic,
                weight=asking.weight,
                resident=row.resource in asking.resident,
                floor=min(placed.get(work, 0.0), wanted.get(work, 0.0)) if row.resource in asking.floors else 0.0,
            )
        )
    division = allocate(row.capacity, row.reserve, claims)
    if not refused:
        return division
    # Taken back from the grants and counted as held: neither used nor idle.
    return replace(
        division,
        grants=tuple(
            replace(grant, granted=0.0, unmet=grant.granted) if grant.name in refused else grant
            for grant in division.grants
        ),
        unfit=tuple(Unfit(work, held.missing[work, row.resource]) for work in row.works if work in refused),
        held=fsum((division.held, *(grant.granted for grant in division.grants if grant.name in refused))),
    )


def _with_idle(
    row: Row, division: Allocation, by_id: Mapping[str, Asking], folds: Mapping[str, Fold]
) -> dict[str, float]:
    """Return what each can use: its grant and its part of what nobody takes, by grants and within its share.

    Where nobody has been granted anything, those that have to answer part the rest evenly.
    """
    # Elastic work takes idle capacity already, and what is resident holds no more than it needs.
    open_to = [
        grant
        for grant in division.grants
        if not by_id[grant.name].elastic
        and row.resource not in by_id[grant.name].resident
        and all(unfit.name != grant.name for unfit in division.unfit)
    ]
    whole = sum(grant.granted for grant in open_to)
    found = {grant.name: grant.granted for grant in division.grants}
    several = {grant.name: len(folds[grant.name].ids) for grant in open_to}
    every = sum(several.values())
    # In proportion to the grants; where nothing is granted, by how many pieces of work each stands for.
    for grant in open_to:
        part = grant.granted / whole if whole else several[grant.name] / every
        # A stated share bounds what can be used, idle or not.
        most = division.allocatable if grant.share is None else grant.share * division.allocatable
        found[grant.name] = max(grant.granted, min(most, grant.granted + division.idle * part))
    return found


def _portions(
    groups: Sequence[MachineGroup], uses: Sequence[Mapping[str, float]], folds: Mapping[str, Fold]
) -> dict[str, Portions]:
    """Parts of each group by what the work on it can use, scaled to 1; evenly where nothing is used.

    Of machines of which work takes some, each counts by the part of its copies.
    """
    found: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for group, used in zip(groups, uses, strict=True):
        # Of what is used on the group each has a part; on an idle group all share by their number.
        whole = sum(used.values())
        every = sum(len(folds[work].ids) for work in group.works)
        # Hosts that are in the group with all their copies scale as one; those that are in it with some stand alone.
        entire = tuple(piece.host for piece in group.pieces if piece.part == 1.0)
        for work in group.works:
            portion = used.get(work, 0.0) / whole if whole > _HARDLY else len(folds[work].ids) / every
            mine = found.setdefault(work, [])
            if entire:
                mine.append((entire, portion))
            mine += [((piece.host,), portion * piece.part) for piece in group.pieces if piece.part != 1.0]
    portions: dict[str, Portions] = {}
    for work, mine in found.items():
        together = tuple(mine)
        # Each member of a fold has its own part of what the fold gets.
        for one, part in zip(folds[work].ids, folds[work].parts.tolist(), strict=True):
            portions[one] = Portions(together, part)
    return portions


def _unused(groups: Iterable[MachineGroup]) -> dict[str, float]:
    """Part of each machine's copies that no group takes, where some of them are taken."""
    taken: dict[str, float] = {}
    for group in groups:
        for piece in group.pieces:
            taken[piece.host] = taken.get(piece.host, 0.0) + piece.part
    return {host: 1.0 - part for host, part in taken.items() if part < 1.0 - _HARDLY}
