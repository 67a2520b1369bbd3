"""The speaker's window: this slide and the next, notes, timer and clock, the list of slides, what if."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTime
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.present.show import Show
from designer.ui.present.surface import SlideSurface
from designer.ui.present.what_if_panel import WhatIfPanel
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.theme import type_font
from designer.ui.widgets.timers import every

_TICK_MS: Final = 250
_SIZE: Final = (1280, 760)


def timer_text(seconds: float) -> str:
    """Return a duration as 4:07 or 1:02:30."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


class Console(QWidget):
    """Window of the speaker.

    Attributes:
        current: The slide that the audience sees; wheel, pointer and drags work there, too.
        ahead: The next one.
        notes: Of the present slide.
        timer: How long it has run.
        slide_list: All slides; a click goes there.
    """

    def __init__(self, show: Show, press: Callable[[QKeyEvent], bool], *, moves: bool) -> None:
        """PRESS does what a key says, as in the window of the audience."""
        super().__init__(None)
        self._show, self._press = show, press
        self.setWindowTitle("Speaker")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.resize(*_SIZE)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 16, 16, 16)
        across.setSpacing(16)
        first, second = QVBoxLayout(), QVBoxLayout()
        first.addLayout(self._head())
        self.current = SlideSurface(show, self, moves=moves)
        first.addWidget(self.current, 3)
        self.notes = QPlainTextEdit(self)
        self.notes.setReadOnly(True)
        self.notes.setFont(type_font("figure", weight=400))
        self.notes.setAccessibleName("Notes")
        # Keys walk the slides; a click into the notes is for scrolling and copying.
        self.notes.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        first.addWidget(self.notes, 2)
        across.addLayout(first, 3)
        second.addWidget(label("Next", "section", self))
        self.ahead = SlideSurface(show, self, ahead=1, moves=False)
        second.addWidget(self.ahead, 3)
        second.addWidget(label("Slides", "section", self))
        self.slide_list = RowList("Slides", self, clicked=self._listed)
        self.slide_list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        second.addWidget(self.slide_list, 3)
        self.what_if = WhatIfPanel(show.supposing, self)
        second.addWidget(self.what_if, 4)
        across.addLayout(second, 2)
        self._ticks = every(self, _TICK_MS, self.tick)
        self._ticks.start()
        connect_given((show.changed, self._follow))
        self._follow()
        self.tick()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self.timer = label("0:00", "hero", self)
        self.timer.setAccessibleName("Timer")
        head.addWidget(self.timer)
        self.pause = push_button("Pause", self, self._toggle, name="Pause the timer", tip="Pause or go on (T)")
        reset = push_button("Reset", self, self._reset, name="Reset the timer", tip="Begin anew (R)")
        for one in (self.pause, reset):
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(one)
        head.addStretch(1)
        self.place = label("", "lead", self)
        head.addWidget(self.place)
        head.addStretch(1)
        self.now = label("", "brand", self)
        self.now.setAccessibleName("Time of day")
        head.addWidget(self.now)
        return head

    def tick(self) -> None:
        """Say what time it is, and how long it has run."""
        clock = self._show.clock
        self.timer.setText(timer_text(clock.seconds))
        self.pause.setText("Pause" if clock.running else "Go on")
        self.pause.setAccessibleName("Pause the timer" if clock.running else "Let the timer go on")
        self.now.setText(QTime.currentTime().toString("HH:mm"))

    def _toggle(self) -> None:
        self._show.clock.toggle()
        self.tick()

    def _reset(self) -> None:
        self._show.clock.reset()
        self.tick()

    def _follow(self) -> None:
        show, slide = self._show, self._show.slide
        notes = slide.notes if slide is not None else ""
        if self.notes.toPlainText() != notes:
            self.notes.setPlainText(notes)
        self.notes.setPlaceholderText("No notes for this slide.")
        screen = f" · {show.blank} screen" if show.blank else ""
        self.place.setText(f"{show.page + 1} of {len(show.pages)}{screen}")
        rows = [Row(str(place), f"{place + 1}  {page.title}") for place, page in enumerate(show.pages)]
        self.slide_list.show_rows(rows)
        self.slide_list.setCurrentIndex(self.slide_list.row_model.index(show.page))
        self.what_if.refresh()

    def _listed(self, index: QModelIndex) -> None:
        self._show.go(index.row())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # No button has the keyboard: Space walks on, as everywhere.
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(event):
            super().keyPressEvent(event)
