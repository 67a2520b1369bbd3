"""Suppositions to choose from, as a list beside the slide: type to find, Enter supposes it or takes it back."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.present.supposing import Supposing
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.lists.row_list import Row, RowList

WIDTH: Final = 380
_FORWARDED: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})


class WhatIfPanel(QFrame):
    """Lists what can be supposed of the design."""

    def __init__(self, supposing: Supposing, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._supposing = supposing
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "sheet")
        self.setAccessibleName("What if")
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 16, 16, 16)
        down.setSpacing(8)
        down.addWidget(label("What if …", "title", self))
        down.addWidget(label("Nothing of the design is changed. Esc takes it back.", "muted", self, wraps=True))
        self.line = line_edit(
            "Find what to suppose",
            self,
            placeholder="Find a switch, a UPS, a rack …",
            changed=self.refresh,
        )
        down.addWidget(self.line)
        self.list = RowList("What can be supposed", self, clicked=self._choose)
        down.addWidget(self.list, 1)
        self.told = label("", "muted", self, wraps=True)
        self.told.setAccessibleName("What is supposed")
        down.addWidget(self.told)
        self.back = push_button("Take it back", self, supposing.take_back, tip="Suppose nothing (Esc)", look="fix")
        down.addWidget(self.back)
        self.refresh()

    def refresh(self) -> None:
        """Show what can be supposed, and what is."""
        wanted = self.line.text().casefold().split()
        rows: list[Row] = []
        for choice in self._supposing.choices():
            words = f"{choice.title} {choice.line}".casefold()
            if not choice.heading and not all(word in words for word in wanted):
                continue
            aside = "supposed" if self._supposing.supposed(choice.key) else ""
            icon = "check" if aside else choice.icon
            rows.append(Row(choice.key, choice.title, choice.line, icon, aside=aside, heading=choice.heading))
        # A heading with nothing below it says nothing.
        below = [*rows[1:], Row("", "", heading=True)][: len(rows)]
        rows = [row for row, after in zip(rows, below, strict=True) if not (row.heading and after.heading)]
        at = self.list.currentIndex().row()
        self.list.show_rows(rows)
        if 0 <= at < len(rows) and not rows[at].heading:
            self.list.setCurrentIndex(self.list.row_model.index(at))
        else:
            self.list.choose_first()
        supposing = self._supposing
        working = "It is being worked out …" if supposing.working else ""
        moved = "\n".join(supposing.moved)
        self.told.setText("\n".join(text for text in (supposing.words, moved, supposing.problem, working) if text))
        self.back.setEnabled(supposing.active)

    def start(self) -> None:
        """Begin to look for something."""
        self.line.clear()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The line keeps the keyboard; its arrows walk the list below it.
        # Enter comes from the line and from the list alike, and must not walk on in the slides.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() in _FORWARDED:
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            event.ignore()

    def _choose(self, index: QModelIndex) -> None:
        row = self.list.row_model.rows[index.row()] if index.isValid() else None
        if row is not None and not row.heading:
            self._supposing.toggle(row.key)

    def _enter(self) -> None:
        chosen = self.list.chosen
        if chosen is not None and not chosen.heading:
            self._supposing.toggle(chosen.key)
