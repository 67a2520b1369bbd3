"""Histories of failures and repairs, drawn many at a time: who is down from when to when.

Failures of a thing that works are a Poisson process, so those that would come while it is down can be drawn as well and
left out: that is exact for any law of repair, and for a limited number of crews, which repair in the order of failure.
A rate is drawn for each sort of thing and history from a Gamma law, as rates differ from one site to the next.
"""

from collections.abc import Sequence
from math import inf, isfinite
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from designer.formulas.checks import not_negative, positive, share, whole

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_FAILURES: Final = 20_000_000
"""Failures of all histories of one part of a run: beyond, memory would run out."""
GROUPED_SHARE: Final = 0.1
"""Share of the faults that strike several machines at once: 142 of 584 in one published list of faults share their
start with another, in groups of up to 14."""
MOST_IN_GROUP: Final = 14
MEAN_GROUP: Final = 2.84
"""Machines in a group of two or more."""


class Sort(Struct, frozen=True):
    """Things alike, each of which fails and is repaired by itself.

    Attributes:
        name: Its name: the same name draws the same failures, whatever else there is.
        copies: How many.
        mtbf_h: Mean hours of work from a repair to the next failure of one; without end where it never fails.
        repair_h: Mean hours of a repair, the wait for a crew not included.
        rate_cv: Coefficient of variation of the rate from one history to the next.
        grouped: Share of the faults that strike several at once.
        repairs_h: Repairs that were seen, of which each is drawn with equal chance in place of an exponential law;
            stretched to `repair_h` on the mean.
        crewed: Whether one of the limited crews repairs it.
        drawn_copies: Copies for which failures are drawn, those beyond `copies` being left out; so that one copy more
            leaves the failures of the others as they are.
    """

    name: str
    copies: int
    mtbf_h: float
    repair_h: float
    rate_cv: float = 0.0
    grouped: float = 0.0
    repairs_h: tuple[float, ...] = ()
    crewed: bool = True
    drawn_copies: int = 0

    @property
    def fails(self) -> bool:
        """Return whether it ever fails."""
        return isfinite(self.mtbf_h) and self.copies > 0

    @property
    def down_share(self) -> float:
        """Return the share of the time that one is down, where no repair waits."""
        if not isfinite(self.mtbf_h):
            return 0.0
        return 1.0 if self.repair_h == inf else self.repair_h / (self.mtbf_h + self.repair_h)


class Downs(NamedTuple):
    """Times for which things are down, in order of history and start.

    Attributes:
        history: Of which history (n,).
        thing: Of which thing, counted through the copies of all sorts (n,).
        start_h: From when on, hours (n,).
        end_h: Until when, which may lie beyond the end of the history (n,).
    """

    history: Ints
    thing: Ints
    start_h: Floats
    end_h: Floats


def checked(sort: Sort) -> Sort:
    """Return SORT, whose values can be drawn with.

    Raises:
        ValueError: A value is out of range.
    """
    whole("copies", sort.copies, 0)
    if not (sort.mtbf_h == inf or positive("mtbf_h", sort.mtbf_h)):
        raise ValueError("mtbf_h must be above 0.")
    not_negative("repair_h", sort.repair_h)
    not_negative("rate_cv", sort.rate_cv)
    share("grouped", sort.grouped)
    for one in sort.repairs_h:
        not_negative("repairs_h", one)
    return sort


def roomy(copies: int) -> int:
    """Return for how many copies failures are drawn, so that a few more leave those of the others as they are."""
    return copies + max(2, copies // 16)


def mean_group(grouped: float) -> float:
    """Return how many machines a fault strikes on the mean, where the share GROUPED strikes several."""
    return 1 - grouped + grouped * MEAN_GROUP


def stream(seed: int, part: int, name: str, purpose: str = "") -> np.random.Generator:
    """Return the chance of NAME in a part of a run: the same for the same seed, whatever else is drawn.

    Source: counter-based seeding, O'Neill's seed sequence as in NumPy.
    """
    word = crc32(f"{purpose}\0{name}".encode())
    return np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=(part, word)))


def draw_downs(
    sorts: Sequence[Sort],
    hours: float,
    histories: int,
    *,
    seed: int = 0,
    part: int = 0,
    crews: int | None = None,
    warm_h: float = 0.0,
) -> Downs:
    """Return who of SORTS is down from when to when, in HISTORIES of HOURS each.

    Without a limit to crews a history begins in the long run: each is down at its start for its share of the time, and
    the rest of its repair is drawn. With CREWS, all work at first and WARM_H hours pass before it begins.

    Source: our own; thinning of a Poisson process as Lewis and Shedler 1979; the queue for crews as Kiefer and
    Wolfowitz 1955.

    Raises:
        ValueError: A value is out of range, or so many fail that they cannot be held.
    """
    positive("hours", hours)
    whole("histories", histories, 1)
    before = not_negative("warm_h", warm_h) if crews is not None else 0.0
    for sort in sorts:
        checked(sort)
    expected = sum(histories * max(one.drawn_copies, one.copies) * (hours + before) / one.mtbf_h for one in sorts)
    if expected > MOST_FAILURES:
        raise ValueError(f"{expected:.2g} failures would be drawn at once, more than {MOST_FAILURES:,}.")
    pieces: list[tuple[Ints, Ints, Floats, Floats, Flags]] = []
    first = 0
    for sort in sorts:
        if sort.fails:
            pieces.append(_attempts(sort, first, hours + before, histories, seed, part, running=crews is None))
        first += sort.copies
    if not pieces:
        none = np.zeros(0, dtype=np.int64)
        return Downs(none, none, np.zeros(0), np.zeros(0))
    history, thing, start, lasts, crewed = (np.concatenate(column) for column in zip(*pieces, strict=True))
    if crews is None:
        found = _each_by_itself(history, thing, start, lasts, first)
    else:
        found = _in_turn(history, thing, start, lasts, crewed, first, whole("crews", crews, 1))
    history, thing, start, end = found
    start, end = start - before, end - before
    kept = (end > 0) & (start < hours)
    history, thing, start, end = history[kept], thing[kept], start[kept], end[kept]
    order = np.lexsort((thing, start, history))
    return Downs(history[order], thing[order], np.maximum(start[order], 0.0), end[order])


def _attempts(
    sort: Sort, first: int, hours: float, histories: int, seed: int, part: int, *, running: bool
) -> tuple[Ints, Ints, Floats, Floats, Flags]:
    """Failures of SORT as if all of it always worked: history, thing, start, hours of repair, whether a crew comes."""
    chance = stream(seed, part, sort.name)
    drawn = max(sort.drawn_copies, sort.copies)
    # A Gamma law of mean 1 has the shape 1/cv².
    faster = chance.gamma(1 / sort.rate_cv**2, sort.rate_cv**2, histories) if sort.rate_cv else np.ones(histories)
    numbers = chance.poisson(faster * (drawn * hours / sort.mtbf_h / mean_group(sort.grouped)))
    history = np.repeat(np.arange(histories), numbers)
    start = chance.random(history.size) * hours
    if sort.grouped:
        struck = _group_sizes(chance, sort.grouped, history.size)
        history, start = np.repeat(history, struck), np.repeat(start, struck)
    thing = chance.integers(0, drawn, history.size)
    lasts = _repairs(chance, sort, history.size)
    if running:
        # Those that are down as the history begins: the rest of an exponential repair is one again; of others, as
        # much as is left of one that is met in the middle, which longer ones are more often.
        begins = stream(seed, part, sort.name, "start")
        odds = faster * (sort.repair_h / sort.mtbf_h)
        down = begins.random((histories, drawn)) < (odds / (1 + odds))[:, None]
        at, who = np.nonzero(down)
        history = np.concatenate([at, history])
        thing = np.concatenate([who, thing])
        # A hair before 0, so that they come first.
        start = np.concatenate([np.full(at.size, -1e-9), start])
        lasts = np.concatenate([_rests(begins, sort, at.size), lasts])
    there = thing < sort.copies
    history, thing, start, lasts = history[there], thing[there] + first, start[there], lasts[there]
    return history, thing, start, lasts, np.full(history.size, sort.crewed)


def _group_sizes(chance: np.random.Generator, grouped: float, number: int) -> Ints:
    """Draw how many machines each fault strikes: one, or for the share GROUPED two to 14, 2.84 on the mean."""
    # A geometric law from 2 on, cut at 14: its mean is 2 + q/(1 − q).
    more = MEAN_GROUP - 2
    sizes = 1 + chance.geometric(1 / (1 + more), number)
    return np.where(chance.random(number) < grouped, np.minimum(sizes, MOST_IN_GROUP), 1)


def _repairs(chance: np.random.Generator, sort: Sort, number: int) -> Floats:
    if not sort.repairs_h:
        return chance.exponential(sort.repair_h, number) if isfinite(sort.repair_h) else np.full(number, inf)
    seen = np.asarray(sort.repairs_h)
    mean = float(seen.mean())
    return seen[chance.integers(0, seen.size, number)] * (sort.repair_h / mean if mean else 0.0)


def _rests(chance: np.random.Generator, sort: Sort, number: int) -> Floats:
    if not sort.repairs_h:
        return _repairs(chance, sort, number)
    seen = np.asarray(sort.repairs_h)
    mean = float(seen.mean())
    if not mean:
        return np.zeros(number)
    longer = chance.choice(seen, number, p=seen / seen.sum())
    return longer * chance.random(number) * (sort.repair_h / mean)


def _each_by_itself(
    history: Ints, thing: Ints, start: Floats, lasts: Floats, things: int
) -> tuple[Ints, Ints, Floats, Floats]:
    """Keep the failures of what works at the time, no repair waiting for another."""
    key = history * things + thing
    order = np.lexsort((start, key))
    key, start, lasts = key[order], start[order], lasts[order]
    heads = np.flatnonzero(np.diff(key, prepend=-1))
    sizes = np.diff(np.append(heads, key.size))
    kept = np.ones(key.size, dtype=np.bool_)
    end = start + lasts
    # First all first failures of a thing, then all second ones, each held against when it works again.
    works = end[heads].copy()
    again = np.flatnonzero(sizes > 1)
    place = 1
    while again.size:
        here = heads[again] + place
        works_again = start[here] >= works[again]
        kept[here] = works_again
        works[again] = np.where(works_again, end[here], works[again])
        place += 1
        again = again[sizes[again] > place]
    key, start, end = key[kept], start[kept], end[kept]
    return key // things, key % things, start, end


def _in_turn(
    history: Ints, thing: Ints, start: Floats, lasts: Floats, crewed: Flags, things: int, crews: int
) -> tuple[Ints, Ints, Floats, Floats]:
    """Keep the failures of what works at the time, each repaired by the first crew that is free."""
    order = np.lexsort((thing, start, history))
    history, thing, start, lasts, crewed = history[order], thing[order], start[order], lasts[order], crewed[order]
    rows, heads, sizes = np.unique(history, return_index=True, return_counts=True)
    # Never more crews than things, who would only wait.
    free = np.zeros((rows.size, min(crews, things)))
    works = np.zeros((rows.size, things))
    kept = np.zeros(start.size, dtype=np.bool_)
    end = np.zeros(start.size)
    # The longest history first, so that those with a further failure are a slice.
    by_size = np.argsort(-sizes, kind="stable")
    heads, sizes = heads[by_size], sizes[by_size]
    for place in range(int(sizes.max(initial=0))):
        running = int(np.searchsorted(-sizes, -place, side="left"))
        here, row = heads[:running] + place, np.arange(running)
        who, at = thing[here], start[here]
        failed = works[row, who] <= at
        crew = free[:running].argmin(axis=1)
        begun = np.where(crewed[here], np.maximum(at, free[row, crew]), at)
        done = begun + lasts[here]
        busy = failed & crewed[here]
        free[row, crew] = np.where(busy, done, free[row, crew])
        works[row, who] = np.where(failed, done, works[row, who])
        kept[here], end[here] = failed, done
    return history[kept], thing[kept], start[kept], end[kept]
