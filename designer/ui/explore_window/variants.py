"""The rows of a sweep with what a person asks of them: ranges, ticks, goal, best, front; no Qt here."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.explore.pareto import HIGHER, LOWER, front, lost_to
from designer.explore.sweep.table import Column, SweepTable, Words
from designer.ui.explore_window.captions import FigureWords, figure_words, parameter_title, plain_number

Mask = NDArray[np.bool_]
Values = NDArray[np.float64]
BINS: Final = 20
"""Bars of a histogram."""
MOST_CLASSES: Final = 6
"""Looks that can be told apart by colour and shape together."""
_STRIPS: Final = 1024
MOST_TICKS: Final = 12
"""Values of a parameter up to which it is ticked; of more a range is taken."""


class Range(NamedTuple):
    """Both ends of what is asked of a figure or a parameter; minus and plus infinity ask for nothing."""

    low: float = -np.inf
    high: float = np.inf

    @property
    def asks(self) -> bool:
        """Return True when it leaves anything out."""
        return self.low > -np.inf or self.high < np.inf


class Axis(NamedTuple):
    """Numbers by which variants are drawn and left out.

    Attributes:
        key: Of the figure, or of the parameter.
        words: Its title, its unit and how its values are written.
        direction: LOWER or HIGHER where one is better; 0 of a parameter.
        values: (n,) one for each variant; not a number where it is unknown.
    """

    key: str
    words: FigureWords
    direction: int
    values: Values


class Classes(NamedTuple):
    """Variants parted by a word.

    Attributes:
        key: Of the parameter.
        title: For people.
        labels: The words.
        codes: (n,) which of them each variant has.
    """

    key: str
    title: str
    labels: tuple[str, ...]
    codes: NDArray[np.int32]


class Histogram(NamedTuple):
    """Variants by the value of one axis.

    Attributes:
        edges: (bins + 1,) ends of the bars.
        all: (bins,) how many variants there are of each.
        left: (bins,) how many of these meet all else that is asked.
    """

    edges: Values
    all: NDArray[np.int64]
    left: NDArray[np.int64]


class Own(NamedTuple):
    """The present design among its variants.

    Attributes:
        name: What it is called.
        values: Its figures by key; what is unknown is left out.
        at_least: Keys of those of which something unknown was left out.
    """

    name: str
    values: Mapping[str, float]
    at_least: frozenset[str] = frozenset()


class Variants:
    """All rows of one sweep, and which of them meet what is asked; each question is answered from arrays.

    Attributes:
        table: The rows.
        axes: Figures, then parameters that are numbers, by key.
        classes: Parameters that are words or a few numbers, by key.
        counts: Keys of the figures that count, the first being what is to be least or most.
        asked: Range of each axis that is asked for.
        unticked: Codes of each parameter that are left out.
        at_least: (n,) for each figure, of which variants something unknown was left out.
        usable: (n,) which variants have figures and break no rule.
    """

    def __init__(self, table: SweepTable, counts: Mapping[str, int] | None = None) -> None:
        """Take TABLE; COUNTS says what counts and in which direction."""
        self.table = table
        self.asked: dict[str, Range] = {}
        self.unticked: dict[str, frozenset[int]] = {}
        self._masks: dict[str, Mask] = {}
        self._binned: dict[str, tuple[Values, NDArray[np.intp], NDArray[np.int64]]] = {}
        self._front: tuple[str, str, Mask, NDArray[np.intp]] | None = None
        self.axes: dict[str, Axis] = {}
        self.classes: dict[str, Classes] = {}
        directions = dict(counts or {})
        for key, figure in table.figures.items():
            words = figure_words(key, figure.unit)
            self.axes[key] = Axis(key, words, directions.get(key, words.direction), figure.value)
        self.at_least: dict[str, Mask] = {key: figure.at_least for key, figure in table.figures.items()}
        for name, column in table.parameters.items():
            self._take_parameter(name, column)
        self.counts = tuple(key for key in (directions or self.axes) if key in table.figures)
        self.usable: Mask = self._usable()

    def _usable(self) -> Mask:
        """Return (n,) which variants have a known figure of those that count."""
        found = np.zeros(len(self.table), np.bool_)
        for key in self.counts:
            found |= np.isfinite(self.axes[key].values)
        return found

    def _take_parameter(self, name: str, column: Column) -> None:
        """Make an axis of numbers, and classes of words and of numbers of which there are few."""
        title = parameter_title(name)
        if not isinstance(column, Words):
            self.axes[name] = Axis(name, FigureWords(title), 0, column)
            values = np.unique(column[~np.isnan(column)])
            if 0 < len(values) <= MOST_TICKS:
                codes = np.where(np.isnan(column), -1, np.searchsorted(values, column)).astype(np.int32)
                self.classes[name] = Classes(name, title, tuple(plain_number(value) for value in values), codes)
            return
        self.classes[name] = Classes(name, title, column.labels, column.codes)

    def __len__(self) -> int:
        return len(self.table)

    # ---- What is asked ----

    def ask(self, key: str, wanted: Range) -> None:
        """Ask that the axis KEY lies in the range WANTED."""
        if wanted.asks:
            values = self.axes[key].values
            # What is unknown meets no wish: a comparison with what is not a number says no.
            self._masks[key] = (values >= wanted.low) & (values <= wanted.high)
            self.asked[key] = wanted
        else:
            self._masks.pop(key, None)
            self.asked.pop(key, None)

    def tick(self, key: str, code: int, on: bool) -> None:
        """Take the variants whose parameter KEY has the value CODE in, or leave them out."""
        before = self.unticked.get(key, frozenset())
        after = before - {code} if on else before | {code}
        name = f"{key} ticked"
        if after:
            self.unticked[key] = after
            self._masks[name] = ~np.isin(self.classes[key].codes, list(after))
        else:
            self.unticked.pop(key, None)
            self._masks.pop(name, None)

    def ask_again(self, before: "Variants") -> None:
        """Ask what was asked of the rows BEFORE, which these have grown from."""
        for key, wanted in before.asked.items():
            if key in self.axes:
                self.ask(key, wanted)
        for key, codes in before.unticked.items():
            if key in self.classes:
                gone = {before.classes[key].labels[code] for code in codes}
                for code, name in enumerate(self.classes[key].labels):
                    if name in gone:
                        self.tick(key, code, on=False)

    def clear(self) -> None:
        """Ask for nothing."""
        self.asked.clear()
        self.unticked.clear()
        self._masks.clear()

    def meeting(self, without: Iterable[str] = ()) -> Mask:
        """Return which variants meet all that is asked; what is asked of WITHOUT, keys, is not looked at."""
        left_out = {name for key in without for name in (key, f"{key} ticked")}
        # A variant without any figure meets nothing, whatever is asked.
        found = self.usable.copy()
        for name, mask in self._masks.items():
            if name not in left_out:
                found &= mask
        return found

    # ---- What comes of it ----

    def histogram(self, key: str) -> Histogram:
        """Return the variants by the axis KEY: all, and those that meet what is asked of everything else."""
        if key not in self._binned:
            self._binned[key] = self._bins_of(self.axes[key].values)
        edges, bins, every = self._binned[key]
        left = np.bincount(bins[self.meeting((key,))], minlength=BINS + 1)[:BINS]
        return Histogram(edges, every, left.astype(np.int64))

    def _bins_of(self, values: Values) -> tuple[Values, NDArray[np.intp], NDArray[np.int64]]:
        """Return the ends of the bars of VALUES, the bar of each variant (BINS for none), and how many are in each.

        They stay as they are while filters move, so that a step of a brush only has to count.
        """
        known = np.isfinite(values) & self.usable
        if not known.any():
            return np.linspace(0.0, 1.0, BINS + 1), np.full(len(values), BINS), np.zeros(BINS, np.int64)
        low, high = float(values[known].min()), float(values[known].max())
        edges = np.linspace(low, high if high > low else low + 1.0, BINS + 1)
        with np.errstate(invalid="ignore"):
            place = np.floor((values - low) / (edges[-1] - low) * BINS)
        bins = np.where(known, np.clip(place, 0, BINS - 1), BINS).astype(np.intp)
        return edges, bins, np.bincount(bins, minlength=BINS + 1)[:BINS].astype(np.int64)

    def tick_counts(self, key: str) -> NDArray[np.int64]:
        """Return how many variants of each value of the parameter KEY meet all else that is asked."""
        one = self.classes[key]
        codes = one.codes[self.meeting((key,))]
        return np.bincount(codes[codes >= 0], minlength=len(one.labels)).astype(np.int64)

    def best(self, key: str, among: Mask | None = None) -> int:
        """Return the row whose figure KEY is best of those that meet what is asked, or AMONG; -1 for none."""
        rows = self.ranked(key, 1, among)
        return int(rows[0]) if len(rows) else -1

    def ranked(self, key: str, most: int, among: Mask | None = None) -> NDArray[np.intp]:
        """Return at most MOST rows that meet what is asked, or AMONG, the best in the figure KEY first."""
        axis = self.axes[key]
        rows = np.flatnonzero((self.meeting() if among is None else among) & np.isfinite(axis.values))
        costs = axis.values[rows] * (-1.0 if axis.direction == HIGHER else 1.0)
        if len(rows) > most:
            # All that are as good as the last one that is asked for, and then the order says which.
            near = costs <= np.partition(costs, most - 1)[most - 1]
            rows, costs = rows[near], costs[near]
        # Of two that cost the same the one stands first that is better in what counts next.
        others = [self._costs(name)[rows] for name in self.counts if name != key]
        return rows[np.lexsort((rows, *reversed(others), costs))][:most]

    def _costs(self, key: str) -> Values:
        """Return (n,) the figure KEY as a cost, the lower the better; what is unknown is the worst."""
        axis = self.axes[key]
        return np.where(np.isfinite(axis.values), axis.values * (-1.0 if axis.direction == HIGHER else 1.0), np.inf)

    def front(self, x: str, y: str) -> NDArray[np.intp]:
        """Return the rows that no other beats in both axes, from the left to the right.

        What is asked of the two axes themselves does not count, so that the line goes on beyond the goal.
        """
        axes = (self.axes[x], self.axes[y])
        if x == y or not all(axis.direction for axis in axes):
            return np.empty(0, np.intp)
        meeting = self.meeting((x, y))
        kept = self._front
        # A brush along one of the two axes leaves the front as it is.
        if kept is not None and kept[:2] == (x, y) and np.array_equal(kept[2], meeting):
            return kept[3]
        rows = np.flatnonzero(meeting & np.isfinite(self._costs(x)) & np.isfinite(self._costs(y)))
        rows = rows[_may_lead(self._costs(x)[rows], self._costs(y)[rows])]
        values = np.stack([axis.values[rows] for axis in axes], axis=1)
        rows = rows[front(values, [axis.direction for axis in axes])]
        rows = rows[np.lexsort((rows, axes[1].values[rows], axes[0].values[rows]))]
        self._front = (x, y, meeting, rows)
        return rows

    def beaten(self, row: int) -> tuple[int, dict[str, float]] | None:
        """Return the variant that beats ROW in all that counts, and by how much in each figure; None for none.

        Only variants that meet what is asked of the parameters are judges: one of unwanted parts beats nothing.
        """
        keys = [key for key in self.counts if self.axes[key].direction]
        values = [self.axes[key].values[row] for key in keys]
        if not keys or not np.isfinite(values).all():
            return None
        judges = self.meeting(self.table.figures)
        # The row that is asked about is among those it is held against, so that it has a place there.
        judges[row] = True
        rows = np.flatnonzero(judges)
        columns = np.stack([self.axes[key].values[rows] for key in keys], axis=1)
        found = lost_to(columns, [self.axes[key].direction for key in keys], int(np.searchsorted(rows, row)))
        if found is None:
            return None
        return int(rows[found.by]), dict(zip(keys, map(float, found.gains), strict=True))

    def missed(self, row: int) -> list[str]:
        """Return the keys of what is asked and ROW does not meet."""
        return [name.removesuffix(" ticked") for name, mask in self._masks.items() if not mask[row]]

    def colours(self, key: str) -> tuple[tuple[str, ...], NDArray[np.int32]]:
        """Return the words and the codes by which points are coloured: a parameter, or a figure parted in four.

        Parameters with more values than looks have the rarest together as the last.
        """
        one = self.classes.get(key)
        if one is None:
            return self._parted(key) if key in self.axes else ((), np.zeros(len(self), np.int32))
        if len(one.labels) <= MOST_CLASSES:
            return one.labels, one.codes
        # The codes from the most frequent on; the others become one.
        often = np.argsort(-np.bincount(one.codes[one.codes >= 0], minlength=len(one.labels)), kind="stable")
        kept = sorted(int(code) for code in often[: MOST_CLASSES - 1])
        places = np.full(len(one.labels), len(kept), np.int32)
        places[kept] = np.arange(len(kept))
        return (*(one.labels[code] for code in kept), "others"), places[one.codes]

    def _parted(self, key: str) -> tuple[tuple[str, ...], NDArray[np.int32]]:
        """Part the variants by the quartiles of a figure."""
        axis = self.axes[key]
        known = np.isfinite(axis.values)
        if not known.any():
            return (), np.full(len(self), -1, np.int32)
        cuts = np.unique(np.quantile(axis.values[known], (0.25, 0.5, 0.75)))
        codes = np.searchsorted(cuts, axis.values, side="right").astype(np.int32)
        texts = [axis.words.text(float(cut)) for cut in cuts]
        labels = [f"under {texts[0]}", *(f"{low} – {high}" for low, high in pairwise(texts))]
        return (*labels, f"{texts[-1]} and more"), np.where(known, codes, -1).astype(np.int32)


def _may_lead(x: Values, y: Values) -> Mask:
    """Return which points may be on the front of the lowest X and Y: those that no strip further left beats by itself.

    That leaves a few hundred of 100,000, exactly: a point with a lower one in a strip to its left is beaten by it.
    """
    if not len(x):
        return np.zeros(0, np.bool_)
    span = float(x.max() - x.min())
    strips = np.floor((x - x.min()) / span * (_STRIPS - 1)).astype(np.intp) if span > 0 else np.zeros(len(x), np.intp)
    lowest = np.full(_STRIPS, np.inf)
    np.minimum.at(lowest, strips, y)
    before = np.concatenate(([np.inf], np.minimum.accumulate(lowest)[:-1]))
    return y < before[strips]


def directions_of(counts: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the direction of each (key, "lower" or "higher")."""
    return {key: HIGHER if direction == "higher" else LOWER for key, direction in counts}
