"""The bottleneck in one sentence above the canvas, beside a slider of growth whose limits are ticks with names."""

from collections.abc import Sequence
from math import log2
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.figures.figure_text import number_text
from designer.model.figures.number_locale import localised
from designer.paint.brushes import colour
from designer.review.bottleneck_words import break_ticks, said_of_results
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import tool_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.theme import set_look
from designer.ui.widgets.timers import after_pause

STEPS: Final = 120
"""Positions of the slider, alike in ratio from one to the next."""
MOST: Final = 8.0
SETTLES_MS: Final = 120
"""So long the slider rests before the design is worked out at its growth."""
_GROOVE_INSET: Final = 8.0
_NAMED_MOST: Final = 3
_SLIDER: Final = 280
_SLIDER_FOLDED: Final = 160
_FOCUS: Final = Qt.FocusPolicy.TabFocus
_ROOM_FOR_MORE: Final = 760
"""Pixels from which what growth breaks and what lifts it stands below the bottleneck, and not in its tool tip."""


def growth_at(position: int) -> float:
    """Return the growth at POSITION of the slider: ×1 at its left end, ×8 at its right."""
    return MOST ** (position / STEPS)


def position_of(growth: float) -> int:
    """Return the position of the slider at GROWTH, within its ends."""
    return round(STEPS * min(max(log2(max(growth, 1.0)) / log2(MOST), 0.0), 1.0))


class LimitMarks(QWidget):
    """Ticks under the slider: whole factors below, what breaks above them with its name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ticks: tuple[tuple[float, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Growth and name of what breaks within the slider, the first one first."""
        return self._ticks

    def set_ticks(self, ticks: Sequence[tuple[float, str]]) -> None:
        """Show TICKS that lie within the slider."""
        self._ticks = tuple((growth, name) for growth, name in ticks if 1.0 <= growth <= MOST)[:_NAMED_MOST]
        self.setToolTip(localised("\n".join(f"{number_text(growth)} times: {name}" for growth, name in self._ticks)))
        self.setAccessibleDescription(self.toolTip().replace("\n", "; "))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, round(2 * QFontMetricsF(self.font()).height()) + 6)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        height = metrics.height()
        painter.setPen(colour(current_theme().colour("muted")))
        for factor in (1, 2, 4, 8):
            self._write(painter, metrics, self._place(float(factor)), height + 4, f"×{factor}")
        taken = -1.0
        for growth, name in self._ticks:
            place = self._place(growth)
            painter.setPen(QPen(colour(current_theme().colour("warn")), 2.0))
            painter.drawLine(QPointF(place, 0.0), QPointF(place, 5.0))
            wide = metrics.horizontalAdvance(name)
            left = max(min(place - wide / 2, self.width() - wide), 0.0)
            if left > taken:
                painter.drawText(QPointF(left, 4 + metrics.ascent()), localised(name))
                taken = left + wide + 8
        painter.end()

    def _place(self, growth: float) -> float:
        return _GROOVE_INSET + (self.width() - 2 * _GROOVE_INSET) * log2(growth) / log2(MOST)

    def _write(self, painter: QPainter, metrics: QFontMetricsF, place: float, top: float, text: str) -> None:
        wide = metrics.horizontalAdvance(text)
        left = min(max(place - wide / 2, 0.0), self.width() - wide)
        painter.drawText(QRectF(left, top, wide + 1, metrics.height()), Qt.AlignmentFlag.AlignLeft, localised(text))


class GrowthBar(QFrame):
    """Says what is full first, what growth breaks and what lifts it; hidden while nobody asks anything."""

    growth_chosen = Signal(float)
    """The demand is to be looked at so many times as large."""

    def __init__(self, document: Document, parent: QWidget, growth_chosen: Run) -> None:
        super().__init__(parent)
        connect_given((self.growth_chosen, growth_chosen))
        self._document = document
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel")
        self.setAccessibleName("Bottleneck and growth")
        self._resting = after_pause(self, SETTLES_MS, self._choose)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self._folded = False
        self._across = across = QHBoxLayout()
        across.setContentsMargins(16, 8, 8, 8)
        across.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.fullest = label("", "title", self, wraps=True)
        self.fullest.setAccessibleName("Bottleneck")
        self.more = label("", "muted", self, wraps=True)
        self.more.setAccessibleName("What growth breaks and what lifts it")
        words.addWidget(self.fullest)
        words.addWidget(self.more)
        across.addLayout(words, 1)
        self._grows = grows = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        grows.setSpacing(0)
        self.amount = label("Demand × 1", "strong", self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 12)
        self.slider.setAccessibleName("Growth of the demand")
        self.slider.setToolTip("Look at the design with more demand; nothing of it is changed")
        self.slider.valueChanged.connect(self._moved)
        self.marks = LimitMarks(self)
        self.marks.setFixedWidth(_SLIDER)
        self.marks.setAccessibleName("What breaks at which growth")
        for widget in (self.amount, self.slider, self.marks):
            grows.addWidget(widget)
        across.addLayout(grows)
        self.fold = tool_button(self, self._toggle, name="Fold growth", side=24, icon_side=16, focus=_FOCUS)
        across.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        self._dress()
        follow_look(self._dress)
        down.addLayout(across)
        down.addWidget(line(self))
        document.analysed.connect(self.refresh)
        document.what_if.changed.connect(self._follow)
        self.refresh()

    @property
    def folded(self) -> bool:
        """Return whether it is one line: the bottleneck and the slider, without what growth breaks."""
        return self._folded

    def be_folded(self, folded: bool) -> None:
        """Be one line, or say all."""
        if folded != self._folded:
            self._folded = folded
            self._dress()
            self._place_more()

    def _toggle(self) -> None:
        self.be_folded(not self._folded)

    def _dress(self) -> None:
        """Take the look of one line or of all, in the colours of the current theme."""
        folded = self._folded
        set_look(self.fullest, "strong" if folded else "title")
        self._across.setContentsMargins(16, 2 if folded else 8, 8, 2 if folded else 8)
        sideways, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._grows.setDirection(sideways if folded else down)
        self._grows.setSpacing(8 if folded else 0)
        self.slider.setFixedWidth(_SLIDER_FOLDED if folded else _SLIDER)
        self.marks.setVisible(not folded)
        self.fold.setIcon(line_icon("chevron-down" if folded else "chevron-up", "muted"))
        words = "Unfold growth" if folded else "Fold growth"
        self.fold.setAccessibleName(words)
        self.fold.setToolTip(localised(words))

    def refresh(self) -> None:
        """Say what the analysis says now."""
        results = self._document.results
        work = results.workloads if results is not None else None
        said = said_of_results(self._document.design, results)
        asked = work is not None and bool(work.growth.breaks)
        self.setVisible(asked and bool(said.fullest or said.growth))
        if not asked:
            return
        self.fullest.setText(said.fullest or said.growth)
        self.more.setText(" ".join(filter(None, (said.growth if said.fullest else "", said.lift))))
        self._place_more()
        self.marks.set_ticks(break_ticks(self._document.design, work))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_more()

    def _place_more(self) -> None:
        """Show the second sentence where it has room; the canvas needs the height of a small window more."""
        fits = self.width() >= _ROOM_FOR_MORE and not self._folded
        self.more.setVisible(fits and bool(self.more.text()))
        self.fullest.setToolTip("" if fits else self.more.text())
        self.fullest.setAccessibleDescription(self.fullest.toolTip())

    def _moved(self, position: int) -> None:
        self.amount.setText(f"Demand × {number_text(growth_at(position), 2)}")
        self._resting.start()

    def _choose(self) -> None:
        growth = growth_at(self.slider.value())
        if growth != self._document.what_if.load:
            self.growth_chosen.emit(growth)

    def _follow(self) -> None:
        """Stand where the growth that is looked at is."""
        position = position_of(self._document.what_if.load)
        if position != self.slider.value() and not self._resting.isActive():
            self.slider.blockSignals(True)
            self.slider.setValue(position)
            self.slider.blockSignals(False)
            self.amount.setText(f"Demand × {number_text(growth_at(position), 2)}")
