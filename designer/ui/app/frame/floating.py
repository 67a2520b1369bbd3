"""Widgets over the canvas and at its edge: the shadow of an opened panel, the edge that is dragged, the inspector."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.inspector.inspector import Inspector
from designer.ui.widgets.buttons import tool_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.theme import set_look

SHADOW: Final = 12
"""Pixels around a floating panel over which its shadow fades."""
HEADER: Final = 32
_GRIP: Final = 5


class Shadow(QWidget):
    """The shadow of a panel that floats; lies right below it and lets every click through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lie_under(self, panel: QWidget) -> None:
        """Lie under PANEL where it is now."""
        self.setGeometry(panel.geometry().adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW))
        self.stackUnder(panel)
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 5))
        for inset in range(0, SHADOW, 2):
            # A little lower than the panel, as light falls from above.
            inside = QRectF(self.rect()).adjusted(inset, inset + 2, -inset, -inset / 2)
            painter.drawRoundedRect(inside, 12 + SHADOW - inset, 12 + SHADOW - inset)
        painter.end()


class DragEdge(QWidget):
    """The edge between a docked panel and the canvas, by which the panel is made larger or smaller."""

    dragged = Signal(int)
    """Pixels since the last time: to the right, or down."""

    let_go = Signal()

    def __init__(self, orientation: Qt.Orientation, parent: QWidget, *, dragged: Run, let_go: Run) -> None:
        super().__init__(parent)
        connect_given((self.dragged, dragged), (self.let_go, let_go))
        self._flat = orientation == Qt.Orientation.Horizontal
        self._at = 0
        self.setCursor(Qt.CursorShape.SplitHCursor if self._flat else Qt.CursorShape.SplitVCursor)

    def lie_on(self, at: QPoint, length: int) -> None:
        """Lie on the line that begins AT a place of the parent and is LENGTH pixels long."""
        before = _GRIP // 2
        if self._flat:
            self.setGeometry(at.x() - before, at.y(), _GRIP, length)
        else:
            self.setGeometry(at.x(), at.y() - before, length, _GRIP)
        self.show()
        self.raise_()

    def _place(self, event: QMouseEvent) -> int:
        place = event.globalPosition().toPoint()
        return place.x() if self._flat else place.y()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at = self._place(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        by, self._at = self._place(event) - self._at, self._place(event)
        if by:
            self.dragged.emit(by)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.let_go.emit()


class PanelButtons(QWidget):
    """The two buttons of a panel that can float.

    Attributes:
        pin: Docks the panel, and is pressed while it is docked.
        fold: Folds it to its rail.
    """

    def __init__(self, what: str, parent: QWidget) -> None:
        super().__init__(parent)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 2, 6, 2)
        across.setSpacing(2)
        focus = Qt.FocusPolicy.TabFocus
        self.pin = tool_button(self, name=f"Dock {what}", side=28, icon_side=16, focus=focus)
        self.pin.setCheckable(True)
        self.fold = tool_button(self, name=f"Fold {what}", side=28, icon_side=16, focus=focus)
        across.addWidget(self.pin)
        across.addWidget(self.fold)
        self._recolour()
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self.pin.setIcon(line_icon("pin", "muted"))
        self.fold.setIcon(line_icon("close", "muted"))


class InspectorCard(QWidget):
    """The inspector with a header by which it is dragged, docked and folded.

    Attributes:
        buttons: The pin that docks it and the button that folds it.
    """

    height_changed = Signal()
    """What is in it asks for another height."""

    dragged = Signal(QPoint)
    """Pixels that the header was dragged by since the last time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._inspector: Inspector | None = None
        self._at: QPoint | None = None
        self.floats = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel-right")
        self._down = down = QVBoxLayout(self)
        down.setContentsMargins(1, 1, 1, 1)
        down.setSpacing(0)
        self.header = QWidget(self)
        self.header.setFixedHeight(HEADER)
        across = QHBoxLayout(self.header)
        across.setContentsMargins(20, 0, 0, 0)
        across.setSpacing(2)
        across.addWidget(label("Inspector", "section", self.header), 1)
        self.buttons = PanelButtons("the inspector", self.header)
        across.addWidget(self.buttons)
        down.addWidget(self.header)
        self.header.installEventFilter(self)

    def hold(self, inspector: Inspector) -> None:
        """Hold INSPECTOR, a child of this, below the header."""
        self._inspector = inspector
        self._down.addWidget(inspector, 1)
        inspector.page.installEventFilter(self)

    @property
    def wanted_height(self) -> int:
        """Return the pixels in height at which nothing in it has to be scrolled."""
        return HEADER + 4 + (self._inspector.page.sizeHint().height() if self._inspector is not None else 0)

    def float_free(self, free: bool) -> None:
        """Look as a card over the canvas, or as a panel beside it."""
        self.floats = free
        self.header.setCursor(Qt.CursorShape.SizeAllCursor if free else Qt.CursorShape.ArrowCursor)
        look = "floating" if free else "panel-right"
        if self.property("look") != look:
            set_look(self, look)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            self._inspector is not None
            and watched is self._inspector.page
            and event.type() == QEvent.Type.LayoutRequest
        ):
            self.height_changed.emit()
        elif watched is self.header and isinstance(event, QMouseEvent) and self.floats:
            self._drag(event)
        return super().eventFilter(watched, event)

    def _drag(self, event: QMouseEvent) -> None:
        place = event.globalPosition().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress:
            self._at = place
        elif event.type() == QEvent.Type.MouseMove and self._at is not None:
            self.dragged.emit(place - self._at)
            self._at = place
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._at = None

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)
