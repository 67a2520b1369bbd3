"""The card at a chosen point: what the variant is, how it does, why it is best or lost, and what to do with it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.theme import ink, set_look

_WIDE: Final = 320
_OFF: Final = 34.0


class PointCard(QFrame):
    """Stands beside the point, over the plot, and is joined to it by a line that its parent paints."""

    def __init__(
        self,
        parent: QWidget,
        *,
        opened: Callable[[], object],
        compared: Callable[[], object],
        presented: Callable[[], object],
        closed: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "float")
        self.setFixedWidth(_WIDE)
        self._closed = closed
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 12, 16, 10)
        down.setSpacing(4)
        self.title = label("", "title", self, wraps=True)
        self.figures = label("", "", self, wraps=True)
        self.rest = label("", "muted", self, wraps=True)
        self.verdict = label("", "muted", self, wraps=True)
        self.verdict.setAccessibleName("Why this one")
        for words in (self.title, self.figures, self.rest, self.verdict):
            down.addWidget(words)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.open_button = push_button("Open this one", self, opened, look="link", takes_enter=False)
        self.compare_button = push_button("Compare with mine", self, compared, look="link", takes_enter=False)
        self.present_button = push_button("Present it", self, presented, look="link", takes_enter=False)
        for button in (self.open_button, self.compare_button, self.present_button):
            across.addWidget(button)
        across.addStretch(1)
        down.addSpacing(2)
        down.addLayout(across)
        self.hide()

    def show_words(self, title: str, figures: str, rest: str, verdict: str, *, good: bool) -> None:
        """Show what is to be said of the variant; GOOD: the verdict is that it is the best."""
        self.title.setText(title)
        self.figures.setText(figures)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.verdict.setText(f"✓ {verdict}" if good else verdict)
        set_look(self.verdict, "ok" if good else "muted")
        self.setAccessibleName(f"{title}: {figures}. {verdict}")

    def stand_at(self, point: QPointF | None, area: QRectF) -> None:
        """Stand beside POINT within AREA, on the side that has more room; hidden where the point is out of sight."""
        if point is None:
            self.hide()
            return
        if (laid := self.layout()) is not None:
            laid.activate()
        high = self.heightForWidth(_WIDE) if self.hasHeightForWidth() else self.sizeHint().height()
        self.resize(_WIDE, high)
        # To the right and below where there is room, for the front lies to the left and above.
        right = point.x() + _OFF + _WIDE <= area.right() or point.x() < area.center().x()
        x = point.x() + _OFF if right else point.x() - _OFF - _WIDE
        y = point.y() + _OFF if point.y() + _OFF + high <= area.bottom() else point.y() - _OFF - high
        x = min(max(x, area.left() + 4), max(area.right() - _WIDE - 4, area.left() + 4))
        y = min(max(y, area.top() + 4), max(area.bottom() - high - 4, area.top() + 4))
        self.move(round(x), round(y))
        self.show()
        self.raise_()


class Leader(QWidget):
    """Paints the line from a point to its card; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ends: tuple[QPointF, QPointF] | None = None
        self.hide()

    def join(self, point: QPointF | None, card: PointCard) -> None:
        """Join POINT with CARD; None joins nothing."""
        around = self.parentWidget()
        if point is None or around is None or not card.isVisibleTo(around):
            self.hide()
            return
        self.setGeometry(around.rect())
        box = QRectF(card.geometry())
        near = QPointF(
            min(max(point.x(), box.left()), box.right()),
            min(max(point.y(), box.top() + 14), box.bottom() - 14),
        )
        self._ends = (point, near)
        self.show()
        self.stackUnder(card)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ends is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink("accent"), 2))
        painter.drawLine(*self._ends)
