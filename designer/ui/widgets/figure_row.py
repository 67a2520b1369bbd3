"""A row of a panel: words at the left, a figure at the right; a click asks why."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import shown, spoken_text
from designer.model.figures.number_locale import localised
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.theme import ink, type_font

_LINE: Final = 26
_SENTENCE: Final = 24
"""Letters from which words without a unit are a sentence, which stands whole under the name where the row is narrow."""


class FigureRow(QAbstractButton):
    """One figure with its name; a sentence in its place is wrapped under the name where both do not fit beside."""

    asked = Signal(str, Figure)
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
        self.setToolTip(localised(f"{self._title}: {spoken_text(words)}\nClick to see why." if figure else ""))
        self._wrap()
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

    def _wrap(self) -> None:
        """Take the height of a sentence from the width of the row, and that of a figure from nothing."""
        policy, sentence = self.sizePolicy(), not self._unit and len(self._number) >= _SENTENCE
        if policy.hasHeightForWidth() != sentence:
            policy.setHeightForWidth(sentence)
            # A button keeps the height of its hint, whatever its width asks for.
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum if sentence else QSizePolicy.Policy.Fixed)
            self.setSizePolicy(policy)
        if sentence:
            self.updateGeometry()

    def _is_under(self, width: int) -> bool:
        """Return whether the words stand under the name in a row of WIDTH pixels."""
        if not self.sizePolicy().hasHeightForWidth():
            return False
        title = QFontMetrics(type_font("body")).horizontalAdvance(self._title)
        return title + 12 + QFontMetrics(type_font("strong")).horizontalAdvance(self._number) > width

    @override
    def heightForWidth(self, width: int) -> int:
        if not self._is_under(width):
            return _LINE
        flags = Qt.TextFlag.TextWordWrap
        return _LINE + QFontMetrics(type_font("body")).boundingRect(0, 0, width, 1_000, flags, self._number).height()

    @override
    def sizeHint(self) -> QSize:
        return QSize(180, _LINE)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, _LINE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(ink("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        if self._is_under(self.width()):
            self._paint_under(painter)
            return
        right = self.width()
        caption, strong, body = type_font("caption"), type_font("strong"), type_font("body")
        if self._unit:
            width = QFontMetrics(caption).horizontalAdvance(self._unit)
            painter.setFont(caption)
            painter.setPen(ink("muted"))
            painter.drawText(
                QRect(right - width, 1, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, localised(self._unit)
            )
            right -= width + 4
        width = min(QFontMetrics(strong).horizontalAdvance(self._number) + 1, right - 40)
        number = QFontMetrics(strong).elidedText(self._number, Qt.TextElideMode.ElideRight, width)
        painter.setFont(strong)
        hovered = self.isEnabled() and self.underMouse()
        painter.setPen(ink("accent" if hovered else self._tone))
        painter.drawText(
            QRect(right - width, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, localised(number)
        )
        room = right - width - 12
        painter.setFont(body)
        painter.setPen(ink("muted"))
        title = QFontMetrics(body).elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(0, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, localised(title))

    def _paint_under(self, painter: QPainter) -> None:
        painter.setFont(type_font("body"))
        painter.setPen(ink("muted"))
        painter.drawText(QRect(0, 0, self.width(), _LINE), Qt.AlignmentFlag.AlignVCenter, localised(self._title))
        painter.setPen(ink("accent" if self.isEnabled() and self.underMouse() else self._tone))
        below = QRect(0, _LINE - 2, self.width(), self.height() - _LINE + 2)
        painter.drawText(below, Qt.TextFlag.TextWordWrap, localised(self._number))

    def _clicked(self) -> None:
        if self.figure is not None:
            self.asked.emit(self._title, self.figure)
