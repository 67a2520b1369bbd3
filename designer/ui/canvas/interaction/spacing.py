"""Spacing of things from their neighbours, and the places as far apart as others are."""

from typing import NamedTuple

import numpy as np

from designer.drawing.drawing import Floats
from designer.drawing.records import Rect
from designer.ui.canvas.port import Gap

_SAME = 0.01


class Span(NamedTuple):
    """A free stretch between two things on one axis, from edge to edge."""

    start: float
    end: float

    @property
    def size(self) -> float:
        """Return its length."""
        return self.end - self.start


class Row:
    """Things in line with one on one axis: before it and behind it, nearest first."""

    def __init__(self, rect: Rect, others: Floats, *, level: bool) -> None:
        """Those of OTHERS that a level (or upright) stripe as thick as RECT meets."""
        low, high, near, far = (0, 2, 1, 3) if level else (1, 3, 0, 2)
        self.level = level
        self.start, self.size = (rect.x, rect.width) if level else (rect.y, rect.height)
        across, thick = (rect.y, rect.height) if level else (rect.x, rect.width)
        self._rect = rect
        met = others[(others[:, near] < across + thick) & (others[:, far] > across)]
        before = met[met[:, high] <= self.start + self.size / 2]
        behind = met[met[:, low] >= self.start + self.size / 2]
        self.before: Floats = before[np.argsort(-before[:, high])]
        self.behind: Floats = behind[np.argsort(behind[:, low])]
        self._low, self._high = low, high

    def corrections(self) -> list[float]:
        """By how much the thing would move to stand as far from a neighbour as others stand apart."""
        found: list[float] = []
        low, high = self._low, self._high
        if len(self.before) and len(self.behind):
            room = self.behind[0, low] - self.before[0, high]
            if room > self.size:
                found.append(float(self.before[0, high] + (room - self.size) / 2 - self.start))
        if len(self.before) > 1:
            gap = self.before[0, low] - self.before[1, high]
            if gap > 0:
                found.append(float(self.before[0, high] + gap - self.start))
        if len(self.behind) > 1:
            gap = self.behind[1, low] - self.behind[0, high]
            if gap > 0:
                found.append(float(self.behind[0, low] - gap - self.size - self.start))
        return found

    def gaps(self) -> tuple[Gap, ...]:
        """The distances to the neighbours at either side; where others are as far apart, those too, marked so."""
        low, high = self._low, self._high
        near: list[Span] = []
        if len(self.before):
            near.append(Span(float(self.before[0, high]), self.start))
        if len(self.behind):
            near.append(Span(self.start + self.size, float(self.behind[0, low])))
        # What touches or overlaps has no distance to show.
        near = [span for span in near if span.size > _SAME]
        # The distances between the next two on either side: shown only where they equal one of ours.
        beyond: list[Span] = []
        if len(self.before) > 1:
            beyond.append(Span(float(self.before[1, high]), float(self.before[0, low])))
        if len(self.behind) > 1:
            beyond.append(Span(float(self.behind[0, high]), float(self.behind[1, low])))
        shown = [(span, self._is_same(span, [*near, *beyond])) for span in near]
        shown += [(span, True) for span in beyond if span.size > _SAME and self._is_same(span, near, itself=False)]
        return tuple(self._gap(span, same=same) for span, same in shown)

    @staticmethod
    def _is_same(span: Span, others: list[Span], *, itself: bool = True) -> bool:
        alike = sum(abs(other.size - span.size) < _SAME for other in others)
        return alike > int(itself)

    def _gap(self, span: Span, *, same: bool) -> Gap:
        x, y = self._rect.centre
        if self.level:
            return Gap(span.start, y, span.end, y, same)
        return Gap(x, span.start, x, span.end, same)


def is_even(gaps: tuple[Gap, ...]) -> bool:
    """Return True when two of the distances are the same."""
    return any(gap.same for gap in gaps)
