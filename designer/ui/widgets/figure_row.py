"""A row of a panel: words at the left, a figure at the right; a click asks why."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import shown, spoken_text
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.theme import ink, type_font


class FigureRow(QAbstractButton):
    """One figure with its name."""

    asked = Signal(str, object)
    """Title and figure whose "Why?" is wanted."""

    def __init__(self, title: str, parent: QWidget | None = None, *, asked: Run | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._number = ""
        self._unit = ""
        self._tone = "text"
        self.figure: Figure | None = None
        self._asked_for: tuple[object, ...] = ()
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._clicked)
        connect_given((self.asked, asked))

    def show_figure(self, figure: Figure | None, *, ranged: bool = True, tone: str = "text", unit: str = "") -> None:
        """Show FIGURE as it is."""
        if figure is not None and figure is self.figure and self._asked_for == (ranged, tone, unit):
            return
        pieces = shown(figure, ranged=ranged)
        self.show_words(
            pieces.signed_number, unit or pieces.unit, figure, "muted" if not figure or not figure.known else tone
        )
        self._asked_for = (ranged, tone, unit)

    def show_words(self, number: str, unit: str = "", figure: Figure | None = None, tone: str = "text") -> None:
        """Show words of one's own; FIGURE is for "Why?"."""
        said, self._asked_for = (number, unit, tone, figure is None), ()
        same = said == (self._number, self._unit, self._tone, self.figure is None) and bool(number or unit)
        self._number, self._unit, self._tone, self.figure = number, unit, tone, figure
        if same:
            # It says the same of another revision.
            return
        words = " ".join(word for word in (number, unit) if word)
        self.setAccessibleName(f"{self._title}: {spoken_text(words)}")
        self.setToolTip(f"{self._title}: {spoken_text(words)}\nClick to see why." if figure else "")
        self.setEnabled(figure is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if figure else Qt.CursorShape.ArrowCursor)
        self.update()

    @property
    def tone(self) -> str:
        """Return the colour of its words, by the name in the theme: "error" for what is too much."""
        return self._tone

    @property
    def text_shown(self) -> str:
        """Return what the row says, for tests and copying."""
        return " ".join(word for word in (self._number, self._unit) if word)

    @override
    def sizeHint(self) -> QSize:
        return QSize(180, 26)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 26)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(ink("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        right = self.width()
        caption, strong, body = type_font("caption"), type_font("strong"), type_font("body")
        if self._unit:
            width = QFontMetrics(caption).horizontalAdvance(self._unit)
            painter.setFont(caption)
            painter.setPen(ink("muted"))
            painter.drawText(
                QRect(right - width, 1, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self._unit
            )
            right -= width + 4
        width = min(QFontMetrics(strong).horizontalAdvance(self._number) + 1, right - 40)
        number = QFontMetrics(strong).elidedText(self._number, Qt.TextElideMode.ElideRight, width)
        painter.setFont(strong)
        hovered = self.isEnabled() and self.underMouse()
        painter.setPen(ink("accent" if hovered else self._tone))
        painter.drawText(QRect(right - width, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, number)
        room = right - width - 12
        painter.setFont(body)
        painter.setPen(ink("muted"))
        title = QFontMetrics(body).elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(0, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, title)

    def _clicked(self) -> None:
        if self.figure is not None:
            self.asked.emit(self._title, self.figure)
