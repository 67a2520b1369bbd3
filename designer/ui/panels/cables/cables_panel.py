"""Every cable of the design in a table: both ends, medium, length, type; found by words, sorted, and exported."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from designer.model.figures.figure_text import count_text, counted_text
from designer.model.kinds import CABLING
from designer.ui.app.document import Document
from designer.ui.jobs.background import BackgroundJob
from designer.ui.panels.cables.cables_table import COLUMNS, CableTable
from designer.ui.panels.cables.cables_work import CableRows, cable_rows
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, label, line_edit
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.part_words import MEDIUM_TITLES
from designer.ui.widgets.timers import after_pause

AT_ONCE: Final = 3_000
"""So many cables are listed at once; more of them in a process of its own."""
_WAIT_MS: Final = 150
EMPTY: Final = (
    "No cables yet. Draw a link from one port to another: every cable of it is listed here. Put its racks on the "
    "floor, and lengths, types and prices follow."
)
NOTHING: Final = "No cable holds these words. Clear the filter to see all of them."


class CablesPanel(QWidget):
    """The table of cables with its filter and its export; worked out only while it is in sight."""

    link_wanted = Signal(str)
    export_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._stale = True
        self._currency = "USD"
        self._job = BackgroundJob(self, finished=self._show_rows, failed=self._say)
        self._soon = after_pause(self, _WAIT_MS, self.refresh)
        down = QVBoxLayout(self)
        down.setContentsMargins(10, 8, 10, 0)
        down.setSpacing(6)
        across = QHBoxLayout()
        across.setContentsMargins(6, 0, 6, 0)
        across.setSpacing(8)
        self.words = line_edit(
            "Filter the cables by words", self, placeholder="Filter cables", clears=True, changed=self._look
        )
        self.words.setToolTip("Words of the rack, device, port, link or part")
        self.words.setMinimumWidth(150)
        self.words.setMaximumWidth(280)
        self.words.installEventFilter(self)
        across.addWidget(self.words, 1)
        self.medium = Choice("Medium of the cables", self, chosen=self._look)
        self.medium.view().setAccessibleName("Medium of the cables")
        across.addWidget(self.medium)
        self.summary = label("", "caption", self)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(self.summary, 2)
        self.export = push_button(
            "Export…",
            self,
            self.export_wanted,
            name="Export the cable schedule",
            tip="Every cable with label, both ends, length, type and price, and what is bought",
        )
        across.addWidget(self.export)
        down.addLayout(across)
        self.table = CableTable(self)
        self.table.wanted.connect(self._want_link)
        down.addWidget(self.table, 1)
        self.hint = label("", "muted", self, wraps=True)
        self.hint.setContentsMargins(6, 4, 6, 8)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self.hint, 1)
        document.changed.connect(self._changed)
        document.library_changed.connect(self._changed)
        self._recolour()
        self._show_media()
        self._show_state()
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self.export.setIcon(line_icon("export"))

    def refresh(self) -> None:
        """List the cables of the design as it is now."""
        self._soon.stop()
        if not self._stale or not self.isVisible():
            return
        self._stale = False
        document = self._document
        parts = {part.id: part for part in document.library.parts.values() if part.kind in CABLING}
        if document.counts.cables <= AT_ONCE:
            self._job.close()
            self._show_rows(cable_rows(_go_on, document.design, parts))
        else:
            self.summary.setText("Routing the cables …")
            self._job.start(cable_rows, document.design, parts)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._soon.start(0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down from the filter goes into the table, Escape clears it."""
        if watched is self.words and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.table.shown_rows():
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                if self.table.current() is None:
                    self.table.selectRow(0)
                # Taken: the filter itself does nothing with Down.
                return True
            if event.key() == Qt.Key.Key_Escape and self.words.text():
                self.words.clear()
                return True
        return super().eventFilter(watched, event)

    def _changed(self, _: object = None) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _show_rows(self, found: CableRows) -> None:
        self._currency = found.currency
        self.table.show_rows(found.rows, lambda row: row.label)
        self._show_media()
        self._show_state()

    def _want_link(self) -> None:
        row = self.table.current()
        if row is not None:
            self.link_wanted.emit(row.link)

    def _show_media(self) -> None:
        media = dict.fromkeys(row.medium for row in self.table.every)
        chosen = self.medium.currentData() or ""
        choices = [("", "All media"), *((medium, MEDIUM_TITLES[medium]) for medium in media)]
        self.medium.show_choices(choices, chosen if chosen in media else "")

    def _look(self, _: object = None) -> None:
        self.table.look_for(self.words.text(), self.medium.currentData() or "")
        self._show_state()

    def _show_state(self) -> None:
        every, shown = self.table.every, self.table.shown_rows()
        self.table.setVisible(bool(shown))
        self.hint.setVisible(not shown)
        self.hint.setText(NOTHING if every else EMPTY)
        for control in (self.words, self.medium, self.export):
            control.setEnabled(bool(every))
        self.summary.setText(self._words_of() if every else "")
        self.summary.setToolTip(self.summary.text())

    def _words_of(self) -> str:
        shown = self.table.shown_rows()
        known = [row.length_m for row in shown if row.length_m is not None]
        pieces = [f"{counted_text(len(shown), 'cable')}"]
        if known:
            pieces.append(f"{count_text(round(sum(known)))} m")
        if len(known) < len(shown):
            pieces.append(f"{count_text(len(shown) - len(known))} of unknown length")
        elif shown:
            pieces.append(f"prices in {self._currency}" if not self.table.isColumnHidden(len(COLUMNS) - 2) else "")
        return ", ".join(piece for piece in pieces if piece)

    def _say(self, problem: str) -> None:
        self._stale = True
        self.summary.setText(problem)


def _go_on(done: int, total: int, name: str, /) -> bool:
    return True
