"""The ports of a node as squares: used, free, too many."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.model.design import Design, Node
from designer.model.figures.figure_text import count_text
from designer.model.figures.number_locale import localised
from designer.model.network.port_occupancy import ports_taken
from designer.model.parts.part import PortGroup
from designer.model.wording import counted
from designer.ui.widgets.part_words import ports_line
from designer.ui.widgets.theme import ink


class PortUse(NamedTuple):
    """Use of one port group of the fullest copy of a node."""

    group: PortGroup
    used: int

    @property
    def words(self) -> str:
        """In one line: 32 cages · 64 × 400G."""
        cages = (
            f"{counted(self.group.cages, 'cage')} · "
            if self.group.cages and self.group.cages != self.group.count
            else ""
        )
        return f"{cages}{ports_line(self.group)}"

    @property
    def state(self) -> str:
        """In one line: 40 of 64 used."""
        if self.used > self.group.count:
            return f"{count_text(self.used)} needed, {count_text(self.used - self.group.count)} too many"
        free = self.group.count - self.used
        return "all used" if not free else f"{count_text(self.used)} used, {count_text(free)} free"


def port_uses(design: Design, node: Node) -> list[PortUse]:
    """Return the use of the port groups of NODE, links of every medium together."""
    taken = ports_taken(design)
    return [PortUse(group, taken.get((node.id, group.name), 0)) for group in design.ports_of(node)]


class PortMap(QWidget):
    """Squares for up to some hundred ports, a bar for more."""

    SQUARE, GAP, MOST = 12, 4, 160

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._use: PortUse | None = None
        self._colour = "accent"

    def show_use(self, use: PortUse) -> None:
        """Show how full a group is."""
        self._use = use
        self.setAccessibleName(f"Ports {use.group.name}: {use.words}, {use.state}")
        self.setToolTip(localised(f"{use.group.name}: {use.words}, {use.state}"))
        self.updateGeometry()
        self.update()

    def _columns(self, width: int) -> int:
        count = self._use.group.count if self._use else 1
        most = max((width + self.GAP) // (self.SQUARE + self.GAP), 1)
        return max(min(most, 16 if count > 16 else count), 1)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        count = self._use.group.count if self._use else 0
        if count > self.MOST:
            return 10
        rows = -(-count // self._columns(width))
        return max(rows * (self.SQUARE + self.GAP) - self.GAP, 1)

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 10)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        use = self._use
        if use is None or use.group.count == 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        full = ink("error" if use.used > use.group.count else "accent")
        empty, edge = ink("surface_2"), ink("border")
        painter.setPen(Qt.PenStyle.NoPen)
        if use.group.count > self.MOST:
            painter.setBrush(empty)
            painter.drawRoundedRect(QRectF(0, 0, self.width(), 8), 4, 4)
            painter.setBrush(full)
            share = min(use.used / use.group.count, 1.0)
            painter.drawRoundedRect(QRectF(0, 0, self.width() * share, 8), 4, 4)
            return
        columns = self._columns(self.width())
        step = self.SQUARE + self.GAP
        for port in range(use.group.count):
            square = QRectF(port % columns * step, port // columns * step, self.SQUARE, self.SQUARE)
            if port < use.used:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(full)
            else:
                painter.setPen(QPen(edge, 1))
                painter.setBrush(empty)
                square = square.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(square, 3, 3)
