"""Choosing one part: those of the design first, any of the library by search."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.search import search
from designer.model.kinds import KINDS
from designer.model.parts.part import Part
from designer.ui.app.document import Document
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.part_words import part_line

MOST_SHOWN = 40


class PartPicker(QWidget):
    """A search field over a list of parts."""

    picked = Signal(str)
    """Id of the part that is chosen now, "" for none."""

    taken = Signal()
    """The chosen part was confirmed by Enter or a double click."""

    def __init__(self, document: Document, parent: QWidget | None = None, *, kind: str = "") -> None:
        """KIND, when it is given, is the only one that can be chosen, and all of its parts are offered at once."""
        super().__init__(parent)
        self._document = document
        self._kind = kind
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self.search = line_edit("Search parts", self, clears=True, changed=self.refresh)
        many = KINDS[kind].plural.lower() if kind in KINDS else "parts"
        self.search.setPlaceholderText(f"Search all {many} of the catalog")
        glass = QAction(self)
        glass.setIcon(line_icon("search", "muted"))
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.installEventFilter(self)
        down.addWidget(self.search)
        self.list = RowList(
            "Parts to choose from", self, current_changed=self._current_changed, activated=self._activated
        )
        self.list.setDragEnabled(False)
        self.list.setMinimumHeight(84)
        down.addWidget(self.list, 1)
        self._empty = label("", "muted", self, wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._empty, 1)
        self.refresh()

    @property
    def part(self) -> Part | None:
        """The chosen part."""
        row = self.list.chosen
        return self._document.library.parts.get(row.key) if row else None

    def pick(self, part_id: str) -> None:
        """Choose PART_ID, by its own name in the search when it is not in sight."""
        if part_id not in {row.key for row in self.list.row_model.rows}:
            self.search.setText(part_id)
        for place, row in enumerate(self.list.row_model.rows):
            if row.key == part_id:
                self.list.setCurrentIndex(self.list.row_model.index(place))

    def refresh(self) -> None:
        """Show what the search finds; without one, the parts of the design."""
        text = self.search.text().strip()
        before = self.list.chosen
        parts = self._found(text)
        self.list.show_rows([self._row(part) for part in parts])
        keys = [part.id for part in parts]
        if before is not None and before.key in keys:
            self.list.setCurrentIndex(self.list.row_model.index(keys.index(before.key)))
        elif text:
            self.list.choose_first()
        self.list.setVisible(bool(parts))
        self._empty.setVisible(not parts)
        self._empty.setText(
            f"No part matches “{text}”." if text else "The design has no parts yet; search the catalog for one."
        )
        self._current_changed()

    def _found(self, text: str) -> Sequence[Part]:
        library = self._document.library
        if not self._kind:
            return self._used_first(search(library, text, limit=MOST_SHOWN)) if text else self._of_design()
        if text:
            every = search(library, text, limit=len(library.parts))
            return [part for part in every if part.kind == self._kind][:MOST_SHOWN]
        used = self._document.design.parts
        parts = [part for part in library.parts.values() if part.kind == self._kind]
        return sorted(parts, key=lambda part: (part.id not in used, part.vendor.lower(), part.name.lower()))

    def _used_first(self, parts: Sequence[Part]) -> Sequence[Part]:
        """PARTS with those that stand in the design in front, each side in its order."""
        counts = self._document.counts.by_part
        return sorted(parts, key=lambda part: part.id not in counts)

    def _of_design(self) -> Sequence[Part]:
        library, counts = self._document.library, self._document.counts.by_part
        parts = [library.parts.get(part_id, part) for part_id, part in self._document.design.parts.items()]
        return sorted(parts, key=lambda part: (part.id not in counts, part.name.lower()))

    def _row(self, part: Part) -> Row:
        kind = KINDS.get(part.kind)
        used = self._document.counts.by_part.get(part.id, 0)
        return Row(
            part.id,
            part.name,
            part_line(part, self._document.library.parts),
            kind.icon if kind else "other",
            part.layer,
            f"×{used:,}" if used else "",
        )

    def _current_changed(self, *_: object) -> None:
        part = self.part
        self.picked.emit(part.id if part else "")

    def _activated(self, _: QModelIndex) -> None:
        self.taken.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            # The search keeps the keyboard while the arrows move in the list.
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.taken.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)
