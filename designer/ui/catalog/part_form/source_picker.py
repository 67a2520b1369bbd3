"""Choosing where a figure was read: among the known sources, or by writing a new one."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from designer.catalog.check import dated
from designer.model.parts.part import Source
from designer.ui.catalog.part_form.records import list_of
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Form, label, line_edit
from designer.ui.widgets.pages import dialog_page
from designer.ui.widgets.screen_room import resize_within_screen

MOST_SHOWN: Final = 200
_ID_ROLE: Final = Qt.ItemDataRole.UserRole


class KnownSources:
    """Sources that a part may name: those on hand, and those written while it is described."""

    def __init__(self, on_hand: Mapping[str, Source]) -> None:
        self._on_hand = on_hand
        self.written: dict[str, Source] = {}

    @property
    def all(self) -> dict[str, Source]:
        """Every source by id, the newly written first."""
        return {**self.written, **self._on_hand}

    def write(self, publisher: str, published: str, retrieved: str) -> Source:
        """A new source under an id of its own."""
        stem = re.sub(r"[^a-z0-9]+", "-", publisher.lower()).strip("-")[:60] or "source"
        known, source_id, number = self.all, stem, 2
        while source_id in known:
            source_id, number = f"{stem}-{number}", number + 1
        source = Source(id=source_id, publisher=publisher, published=published or "undated", retrieved=retrieved)
        self.written[source_id] = source
        return source


class SourceDialog(QDialog):
    """Ticks sources in a list, and writes new ones."""

    def __init__(self, known: KnownSources, chosen: tuple[str, ...], today: date, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._known = known
        self._chosen = list(chosen)
        self.setWindowTitle("Where was it read?")
        resize_within_screen(self, 640, 560)
        down = dialog_page(self, "Where was it read?")
        self.search = line_edit(
            "Search sources", self, placeholder="Search by publisher or document", clears=True, changed=self.refresh
        )
        self.search.installEventFilter(self)
        down.addWidget(self.search)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Sources; Space ticks one")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSpacing(2)
        self.list.itemChanged.connect(self._ticked)
        down.addWidget(self.list, 1)
        self._hint = label("", "caption", self, wraps=True)
        down.addWidget(self._hint)
        down.addWidget(label("NEW SOURCE", "section", self))
        self.form = Form(self, label_width=150)
        self.publisher = self._line("Publisher and document", "Acme, Box datasheet")
        self.published = self._line("Published", "2026-04, or empty when undated")
        self.retrieved = self._line("Read on", "2026-11-24")
        self.retrieved.setText(today.isoformat())
        down.addWidget(self.form)
        across = QHBoxLayout()
        self.write = push_button("Add source", self, self.write_new)
        across.addWidget(self.write)
        across.addStretch(1)
        cancel = push_button("Cancel", self, self.reject)
        use = push_button("Use these", self, self._use, default=True)
        across.addWidget(cancel)
        across.addWidget(use)
        down.addLayout(across)
        self.refresh()
        self.search.setFocus()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the ticked sources."""
        return tuple(self._chosen)

    def refresh(self) -> None:
        """Show what the search finds, the ticked ones first."""
        words = self.search.text().casefold().split()
        sources = self._known.all
        found = [
            source
            for source in sources.values()
            if all(word in f"{source.publisher} {source.id} {source.published}".casefold() for word in words)
        ]
        found.sort(key=lambda source: (source.id not in self._chosen, source.publisher.casefold()))
        # Filling the list is no ticking: without this each item would be taken for a choice.
        self.list.blockSignals(True)
        self.list.clear()
        for source in found[:MOST_SHOWN]:
            item = QListWidgetItem(f"{source.publisher}, {source.published}")
            item.setData(_ID_ROLE, source.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = source.id in self._chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        more = len(found) - MOST_SHOWN
        if not found:
            self._hint.setText("No source matches; write a new one below.")
        elif more > 0:
            self._hint.setText(f"{more:,} more; type a few letters of the one you mean.")
        else:
            self._hint.setText("Space ticks a source. A figure may have several.")

    def write_new(self) -> None:
        """Take the new source that was written, ticked."""
        publisher, published, retrieved = (
            field.text().strip() for field in (self.publisher, self.published, self.retrieved)
        )
        self.form.complain(self.publisher, "" if publisher else "Say who published it, and the document's title.")
        ill_dated = bool(retrieved) and dated(retrieved) is None
        self.form.complain(self.retrieved, "Write the date as 2026-11-24." if ill_dated else "")
        if not publisher or ill_dated:
            (self.publisher if not publisher else self.retrieved).setFocus()
            return
        self._chosen.append(self._known.write(publisher, published, retrieved).id)
        self.publisher.clear()
        self.published.clear()
        self.search.clear()
        self.refresh()
        self.list.setFocus()

    def _use(self) -> None:
        if self.publisher.text().strip():
            self.write_new()
            if self.publisher.text().strip():
                return
        self.accept()

    def _line(self, title: str, hint: str) -> QLineEdit:
        made = QLineEdit(self)
        made.setAccessibleName(title)
        made.setPlaceholderText(hint)
        self.form.add(title, made)
        return made

    def _ticked(self, item: QListWidgetItem) -> None:
        source_id = str(item.data(_ID_ROLE))
        if item.checkState() == Qt.CheckState.Checked:
            if source_id not in self._chosen:
                self._chosen.append(source_id)
        elif source_id in self._chosen:
            self._chosen.remove(source_id)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self.list.setFocus()
            return True
        return super().eventFilter(watched, event)


class SourceButton(QPushButton):
    """Shows the sources of a figure in words, and opens the choice of others."""

    edited = Signal()

    def __init__(self, name: str, known: KnownSources, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._known = known
        self._today = today
        self._ids = ""
        self.setMinimumWidth(80)
        self.clicked.connect(self.choose)
        self.set_text("")

    def text_of(self) -> str:
        """The ids of the sources between commas."""
        return self._ids

    def set_text(self, ids: str) -> None:
        """Show the sources with IDS."""
        self._ids = ids
        sources = self._known.all
        words = "; ".join(sources[one].publisher if one in sources else one for one in list_of(ids))
        self.setAccessibleName(f"{self._name}: {words or 'none'}")
        self._words = words or "Choose…"
        self._elide()

    def choose(self) -> None:
        """Let the person choose others."""
        dialog = SourceDialog(self._known, list_of(self._ids), self._today, self)
        if dialog.exec():
            self.set_text(", ".join(dialog.chosen))
            self.edited.emit()
        dialog.deleteLater()

    def _elide(self) -> None:
        room = max(self.width() - 34, 60)
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands over its own event
        self._elide()
