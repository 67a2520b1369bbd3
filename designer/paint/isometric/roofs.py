"""The names of racks on their roofs in an isometric picture, along their fronts and never upside down."""

from typing import Final

import numpy as np
from PySide6.QtGui import QPainter, QTransform

from designer.drawing.isometric.isometric import IsometricDrawing, copy_title
from designer.drawing.isometric.projection import Isometry
from designer.drawing.text import clean, elide, elide_name
from designer.model.kinds import RACK_SYSTEMS
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.isometric.look import Shades

_LINE: Final = 14.0
_EDGE: Final = 8.0
_PALE: Final = (0.2, 0.85)
"""Between these shares of the heat scale its colours are so pale that dark letters are read on them."""
_PLAIN: Final = Isometry()


class RoofPainter:
    """Paints names on the roofs of one drawing in one look."""

    def __init__(self, drawing: IsometricDrawing, look: Shades) -> None:
        self._drawing = drawing
        self._look = look
        corners, eye = drawing.corners, drawing.eye
        # From corner 3 to corner 2 lies the front of each rack; (n, 2) on the turned plan.
        front = eye.turned(corners[:, 2] - corners[:, 3])
        self._wide = np.linalg.norm(front, axis=1)
        self._deep = np.linalg.norm(corners[:, 1] - corners[:, 2], axis=1)
        right = front / np.maximum(self._wide, 1e-9)[:, None]
        # Words that would run upwards are turned around, so that all are read from one side.
        right *= np.where(right[:, :1] < right[:, 1:], -1.0, 1.0)
        down = np.stack([-right[:, 1], right[:, 0]], axis=1)
        across, below = _PLAIN.placed(right), _PLAIN.placed(down)
        middle = eye.placed(corners.mean(axis=1), drawing.heights)
        # (n, 6): where a unit to the right and a unit down go, and the middle of the roof.
        self._made: list[list[float]] = np.concatenate([across, below, middle], axis=1).tolist()
        self._lines: dict[tuple[float, int], list[tuple[str, float]]] = {}

    def paint(self, painter: QPainter, place: int, scale: float, *, vector: bool) -> None:
        """The name of the copy at PLACE, and below it what the overlay says."""
        ax, ay, bx, by, x, y = self._made[place]
        ink = self._ink(place)
        painter.save()
        painter.setTransform(QTransform(ax / scale, ay / scale, bx / scale, by / scale, x, y), True)
        lines = self._lines_of(place, scale)
        first = middle_baseline("caption", -(len(lines) - 1) / 2 * _LINE)
        for number, (words, left) in enumerate(lines):
            write(painter, words, "caption", ink, left, first + number * _LINE, vector=vector)
        painter.restore()

    def _lines_of(self, place: int, scale: float) -> list[tuple[str, float]]:
        key = (scale, place)
        if key not in self._lines:
            if len(self._lines) > 8 * len(self._made):
                self._lines.clear()
            drawing = self._drawing
            room = float(self._wide[place]) * scale - _EDGE
            reading = drawing.readings.get(drawing.ids[int(drawing.node_of[place])], "")
            lines = _broken(clean(copy_title(drawing, place)), room)
            lines += [elide(reading, "caption", room, written_width)] if reading else []
            lines = lines[: max(int(float(self._deep[place]) * scale / _LINE), 1)]
            self._lines[key] = [(words, -written_width(words, "caption") / 2) for words in lines]
        return self._lines[key]

    def _ink(self, place: int) -> str:
        drawing, look = self._drawing, self._look
        share = float(drawing.shares[place])
        if share == share and not drawing.dark[place]:
            return look.device.colour("canvas") if _PALE[0] < share < _PALE[1] else "#FFFFFF"
        kind = drawing.standees[int(drawing.node_of[place])]
        pale = look.outlined or not (kind.units or kind.kind in RACK_SYSTEMS)
        return look.theme.colour("text") if pale and not drawing.dark[place] else look.device.colour("text")


def _broken(title: str, room: float) -> list[str]:
    """TITLE on lines that fit."""
    lines: list[str] = []
    for word in title.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and written_width(joined, "caption") <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    return [elide_name(line, "caption", room, written_width) for line in lines]
