"""The few rows of a sweep that people look at first: what nothing beats, and why others have nothing to show."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

import numpy as np

from designer.explore.pareto import HIGHER, LOWER, front
from designer.explore.sweep.figures import is_error
from designer.explore.sweep.space import Space
from designer.explore.sweep.table import SweepRow
from designer.model.records import Record

MOST_ROWS: Final = 20
_FEW_KEYS: Final = 4
"""Of more figures than these nearly every row is best in some mixture of them: the best of each is shown instead."""


class Best(Record, frozen=True, kw_only=True):
    """The rows that are shown first.

    Attributes:
        title: What they are, in words.
        rows: At most MOST_ROWS of them.
        keys: Places of the figures that are shown beside them.
        problems: Why rows have nothing to show or miss a goal, with how many; the most frequent first.
    """

    title: str
    rows: tuple[SweepRow, ...]
    keys: tuple[int, ...]
    problems: tuple[tuple[str, int], ...]


def best_rows(pieces: Iterable[list[SweepRow]], space: Space) -> Best:
    """Return what is shown first of the rows in PIECES, of which never more than one piece and the best are held."""
    problems: Counter[str] = Counter()
    judged = _judged(space)
    signs = np.array([HIGHER if space.count[place].better == "higher" else LOWER for place in judged])
    best: list[SweepRow] = []
    for piece in pieces:
        problems.update(row.problem for row in piece if row.problem)
        best += [row for row in piece if not row.problem and row.figures]
        if best and len(judged) <= _FEW_KEYS:
            # The front of fronts is the front: only what nothing beats so far is kept.
            values = np.array([[_value(row, place) for place in judged] for row in best])
            best = [row for row, kept in zip(best, front(values, signs), strict=True) if kept]
        elif best:
            best = _best_of_each(best, space, judged)
    if len(judged) <= _FEW_KEYS:
        title = "Nothing beats these in all that counts:"
        if len(best) > MOST_ROWS:
            title = f"Nothing beats these {len(best):,} in all that counts; {MOST_ROWS} of them:"
            # Evenly along the front, from one end of the first figure to the other.
            best.sort(key=lambda row: (_value(row, judged[0]), row.number))
            best = [best[round(place * (len(best) - 1) / (MOST_ROWS - 1))] for place in range(MOST_ROWS)]
    else:
        title = "Best of each figure that counts:"
    return Best(
        title=title,
        rows=tuple(best[:MOST_ROWS]),
        keys=tuple(judged[:_FEW_KEYS]),
        problems=tuple(problems.most_common()),
    )


def _judged(space: Space) -> list[int]:
    """Return the places of what counts: counts of things and errors stand with the rest, and are never judged."""
    return [
        place for place, told in enumerate(space.count) if not told.key.startswith("counts.") and not is_error(told.key)
    ] or [0]


def _best_of_each(rows: list[SweepRow], space: Space, judged: list[int]) -> list[SweepRow]:
    found: dict[int, SweepRow] = {}
    for place in judged:
        known = [row for row in rows if row.figures[place].value is not None]
        if known:
            sign = -1.0 if space.count[place].better == "higher" else 1.0
            one = min(known, key=lambda row: (sign * _value(row, place), row.number))
            found[one.number] = one
    return sorted(found.values(), key=lambda row: row.number)


def _value(row: SweepRow, place: int) -> float:
    value = row.figures[place].value
    return float("nan") if value is None else value
