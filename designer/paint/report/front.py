"""The first page of a report: claim, three figures, picture and facts, and what follows, so that the page is full."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from designer.drawing.report_page import ReportFact, ReportFigure, ReportFront
from designer.paint.report.blocks import rule, said_text, set_block, set_lines
from designer.paint.report.flow import BOTTOM, INNER, LEFT, Flow
from designer.paint.report.letters import BODY, MUTED, NOTE, STRONG, Face, Lines, ink, width_of
from designer.paint.report.plates import paint_plate

_TITLE: Final = (22.0, 20.0, 18.0, 16.0)
"""Sizes of the title: the largest at which it is one line, else the last, in several."""
_LEAD: Final = Face(pt=10.5, ink="muted")
_NUMBER: Final = Face("hero", 21.0)
_PLATE: Final = (150.0, 430.0)
"""Least and greatest height of the picture; what the page has left over goes to it."""
_SPLIT: Final = 0.56
_GAP: Final = 14.0


def set_front(flow: Flow, front: ReportFront, draft: str) -> None:
    """Set the executive page on the first page of FLOW; what does not fit goes on under its heading."""
    if draft:
        _band(flow, draft)
    sizes = [Lines(said_text([front.title]), Face("hero", pt), INNER) for pt in _TITLE]
    title = next((lines for lines in sizes if len(lines.lines) == 1), sizes[-1])
    set_lines(flow, title, after=4.0)
    if front.lead:
        set_lines(flow, Lines(said_text(front.lead), _LEAD, INNER), after=10.0)
    if front.figures:
        _figures(flow, front.figures)
    facts = _Facts(front.facts)
    if front.plate is not None or front.facts:
        least = max(_PLATE[0] if front.plate is not None else 0.0, facts.height)
        high = min(least, flow.room - 1.0)
        if front.plate is not None:
            # What follows is set on trial first: the picture takes what it leaves of this page.
            high = min(high + _left_over(front, flow.y + high + _GAP), max(_PLATE[1], high))

        def paint(painter: QPainter, y: float) -> None:
            if front.plate is None:
                facts.paint(painter, LEFT, y, high)
                return
            wide = INNER * _SPLIT if front.facts else INNER
            paint_plate(painter, y, plate=front.plate, x=LEFT, width=wide, high=high)
            facts.paint(painter, LEFT + wide + 16.0, y, high)

        flow.add(high, paint)
        flow.skip(_GAP)
    for block in front.blocks:
        set_block(flow, block)


def _left_over(front: ReportFront, y: float) -> float:
    """Return the height that stays free on the first page, with what follows the picture set from Y on."""
    trial = Flow()
    trial.pages[0].draws.append(lambda painter: None)
    trial.pages[0].filled = trial.y = y
    for block in front.blocks:
        set_block(trial, block)
    return max(BOTTOM - trial.pages[0].filled - 2.0, 0.0)


def _band(flow: Flow, draft: str) -> None:
    lines = Lines(draft, Face("strong", 9.0, "#FFFFFF"), INNER - 16.0)

    def paint(painter: QPainter, y: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink("warn")))
        painter.drawRoundedRect(QRectF(LEFT, y, INNER, lines.height + 8.0), 3, 3)
        lines.paint(painter, LEFT + 8.0, y + 4.0)

    flow.add(lines.height + 8.0, paint)
    flow.skip(8.0)


def _figures(flow: Flow, figures: tuple[ReportFigure, ...]) -> None:
    """Set large numbers beside each other; units stand after them, or below where there is no room."""
    gap = 16.0
    width = (INNER - gap * (len(figures) - 1)) / len(figures)
    cells: list[tuple[Lines, Lines, str, float, Lines]] = []
    for one in figures:
        number = Lines(one.number, _NUMBER, width)
        after = width_of(one.number, _NUMBER) + 5.0
        beside = len(number.lines) == 1 and after + width_of(one.unit, BODY) <= width
        note = one.note if beside else " · ".join(filter(None, (one.unit, one.note)))
        cells.append(
            (Lines(one.label, MUTED, width), number, one.unit if beside else "", after, Lines(note, NOTE, width))
        )
    high = max(label.height + number.height + note.height for label, number, _, _, note in cells) + 12.0

    def paint(painter: QPainter, y: float) -> None:
        for place, (label, number, unit, after, note) in enumerate(cells):
            x, at = LEFT + place * (width + gap), y + 5.0
            rule(painter, x, y, width, "text", 1.4)
            label.paint(painter, x, at)
            at += label.height
            number.paint(painter, x, at)
            if unit:
                # On the baseline of the number, as near as two sizes come.
                Lines(unit, MUTED, width - after + 4.0).paint(painter, x + after, at + number.height * 0.5 - 2.0)
            note.paint(painter, x, at + number.height)

    flow.add(high, paint)
    flow.skip(8.0)


class _Facts:
    """Rows of facts beside the picture, spread over its height."""

    def __init__(self, facts: tuple[ReportFact, ...]) -> None:
        self._width = INNER * (1 - _SPLIT) - 16.0
        label, number, unit = self._width * 0.47, self._width * 0.33, self._width * 0.2
        self._x = label, label + number
        self._rows = [
            (
                Lines(one.label, BODY, label - 3.0),
                Lines(one.number, STRONG, number, "right"),
                Lines(one.unit, NOTE, unit - 4.0),
            )
            for one in facts
        ]

    @property
    def height(self) -> float:
        """Return the height that all rows need."""
        return sum(max(cell.height for cell in row) + 4.0 for row in self._rows)

    def paint(self, painter: QPainter, x: float, y: float, high: float) -> None:
        """Paint the rows from (X, Y) on, over HIGH points."""
        if not self._rows:
            return
        more = min(max(high - self.height, 0.0) / len(self._rows), 10.0)
        rule(painter, x, y, self._width)
        for row in self._rows:
            step = max(cell.height for cell in row) + 4.0 + more
            for cell, at in zip(row, (0.0, self._x[0], self._x[1] + 4.0), strict=True):
                cell.paint(painter, x + at, y + (step - cell.height) / 2)
            y += step
            rule(painter, x, y, self._width)
