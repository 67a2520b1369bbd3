"""Cost of collectives on the fabric as drawn: time and bus bandwidth by message size and ranks, beside the ideal."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from designer.analysis.limits.collective_records import CollectivePoint, CollectiveTimes
from designer.edit.settings import set_site_choice
from designer.export.collective_table import write_collective_table
from designer.model.assumptions.site_choices import HOST_ORDER
from designer.model.figures.figure import Figure
from designer.model.records import RefusedInput
from designer.ui.app.headline import place_name
from designer.ui.app.what_if import base_of
from designer.ui.commands.open_windows import WindowHost
from designer.ui.costs.money_window import CHART_KINDS
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.jobs.background import BackgroundJob
from designer.ui.limits.collectives_page import CollectivesPage
from designer.ui.limits.collectives_words import NOTHING, TITLES
from designer.ui.limits.collectives_work import find_collectives
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Segments, label, line
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.timers import after_pause

WAIT_MS: Final = 150
"""Edits that follow each other this fast are answered once."""
SAID_MS: Final = 4000
VIEWS: Final = (("both", "Both"), ("time", "Time"), ("bus", "Bus bandwidth"))
KEYS_HINT: Final = "Space: shows a number of ranks · Enter on a figure: why · Ctrl+1…9: sorts · Ctrl+C: copies"
WORKING: Final = "working it out …"
_FAILED_SHOWN: Final = 3
Key = tuple[int, tuple[str, ...], str]


class CollectivesWindow(QDialog):
    """Two charts and a table that follow the design and what is taken as failed; stays beside the canvas."""

    def __init__(self, host: WindowHost, questions: Questions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._document = host.document
        self._questions = questions
        self.folder = Path.home()
        self.found: CollectiveTimes | None = None
        self._known: dict[Key, CollectiveTimes] = {}
        self._shown_key: Key | None = None
        self._asked: Key | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What collectives cost")
        self.setModal(False)
        self.setSizeGripEnabled(False)
        resize_within_screen(self, 1220, 800, (880, 660))
        self._job = BackgroundJob(self, finished=self._take, failed=self._refused)
        self._later = after_pause(self, WAIT_MS, self.refresh)
        self._quiet = after_pause(self, SAID_MS, self._hush)
        self._lay_out()
        for keys, slot in (
            ("Ctrl+W", self.close),
            (QKeySequence.StandardKey.Undo, self._document.undo),
            (QKeySequence.StandardKey.Redo, self._document.redo),
        ):
            QShortcut(QKeySequence(keys), self, slot)
        self._document.changed.connect(self._design_changed)
        self._document.what_if.changed.connect(self._wait)
        self.finished.connect(self._end)
        self.refresh()
        self.start()

    # Its parts ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 16, 24, 12)
        down.setSpacing(10)
        down.addLayout(self._make_head())
        self.failed = label("", "warn-caption", self, wraps=True)
        down.addWidget(self.failed)
        down.addWidget(line(self))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._make_hint())
        self.page = CollectivesPage(self)
        self.page.asked.connect(self._ask_why)
        self.page.link_wanted.connect(self._go_to)
        self.page.order_chosen.connect(self._order)
        self.page.shown.connect(self._allow)
        self._stack.addWidget(self.page)
        down.addWidget(self._stack, 1)
        down.addWidget(line(self))
        down.addLayout(self._make_foot())

    def _make_head(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(16)
        self.op = Segments("Collective", TITLES, TITLES[0][0], self, chosen=self._choose)
        across.addWidget(self.op)
        across.addStretch(1)
        self.status = label("", "caption", self)
        self.status.setAccessibleName("Whether it is up to date")
        across.addWidget(self.status)
        self.view = Segments("Charts", VIEWS, "both", self, chosen=self._turn)
        across.addWidget(self.view)
        return across

    def _make_hint(self) -> QWidget:
        page = QWidget(self)
        down = QVBoxLayout(page)
        down.setContentsMargins(40, 40, 40, 40)
        down.setSpacing(8)
        down.addStretch(1)
        self.hint_title = label("", "title", page, wraps=True)
        self.hint_words = label("", "muted", page, wraps=True)
        for words in (self.hint_title, self.hint_words):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            down.addWidget(words)
        down.addStretch(2)
        return page

    def _make_foot(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(8)
        self.hint = label(KEYS_HINT, "caption", self)
        across.addWidget(self.hint, 1)
        self.copy_button = push_button(
            "Copy table", self, self.copy_table, name="Copy the table as text", takes_enter=False
        )
        self.csv_button = push_button(
            "Export table…", self, self.export_table, name="Export the table as CSV", takes_enter=False
        )
        self.chart_button = push_button(
            "Export chart…", self, self.export_chart, name="Export the chart as SVG or PNG", takes_enter=False
        )
        self.close_button = push_button(
            "Close", self, self.close, name="Close the collectives window", takes_enter=False
        )
        for button in (self.copy_button, self.csv_button, self.chart_button, self.close_button):
            across.addWidget(button)
        return across

    def start(self) -> None:
        """Give the keyboard to what a person uses first."""
        next(button for button in self.op.findChildren(QPushButton) if button.isChecked()).setFocus()

    # What it asks ---------------------------------------------------------------------------------------------------

    @property
    def fresh(self) -> bool:
        """Return True when what is shown is of the design as it is, and of what has failed."""
        return self._shown_key == self._key()

    def _key(self) -> Key:
        return self._document.session.revision, self._document.what_if.failed, self.op.value

    def refresh(self) -> None:
        """Work it out for the design as it is, unless that is known."""
        self._later.stop()
        key = self._key()
        if key in self._known:
            self._job.close()
            self._show_found(key, self._known[key])
            return
        self._say_state(WORKING)
        self._asked = key
        self._job.start(find_collectives, self._document.design, key[2], key[1])

    def _design_changed(self, *_: object) -> None:
        self._known.clear()
        self._wait()

    def _wait(self) -> None:
        self._say_state(f"the design has changed: {WORKING}")
        self._later.start()

    def _choose(self, _: str) -> None:
        self.refresh()

    def _take(self, found: CollectiveTimes) -> None:
        key = self._asked
        assert key is not None
        self._known[key] = found
        if key == self._key():
            self._show_found(key, found)

    def _refused(self, problem: str) -> None:
        self._say_state("")
        self.found, self._shown_key = None, None
        self._show_hint("It could not be worked out.", problem)

    # What it shows --------------------------------------------------------------------------------------------------

    def _show_found(self, key: Key, found: CollectiveTimes) -> None:
        self.found, self._shown_key = found, key
        self._say_state("")
        self._show_failed()
        if not found.points:
            title = found.notes[-1] if found.notes else "Nothing can take part."
            self._show_hint(title, "" if self._document.what_if.failed else NOTHING)
            return
        self._stack.setCurrentIndex(1)
        self.page.show_found(self._document.design, found)

    def _show_hint(self, title: str, words: str) -> None:
        self.hint_title.setText(title)
        self.hint_words.setText(words)
        self._stack.setCurrentIndex(0)
        self._allow()

    def _allow(self) -> None:
        some = self._stack.currentWidget() is self.page and bool(self.page.points)
        for button in (self.copy_button, self.csv_button):
            button.setEnabled(some)
        self.chart_button.setEnabled(some and not self.page.chart.empty)

    def _turn(self, view: str) -> None:
        self.page.turn(view)

    def _show_failed(self) -> None:
        failed, design = self._document.what_if.failed, self._document.design
        names = list(dict.fromkeys(place_name(design, base_of(design, one)) for one in failed))
        more = f" and {len(names) - _FAILED_SHOWN} more" if len(names) > _FAILED_SHOWN else ""
        self.failed.setText(f"Taken as failed: {', '.join(names[:_FAILED_SHOWN])}{more}. This is of what is left.")
        self.failed.setVisible(bool(failed))

    def _say_state(self, words: str) -> None:
        self.status.setText(words)

    def _ask_why(self, title: str, figure: Figure) -> None:
        WhyDialog(title, figure, self._document.design.sources, self).open()

    def _order(self, value: str) -> None:
        if value != self._document.design.settings.choices.get(HOST_ORDER, ""):
            self._document.edit(lambda design: set_site_choice(design, HOST_ORDER, value))

    def _go_to(self, link_id: str) -> None:
        if link_id in self._document.design.links:
            self._host.show_on_canvas((link_id,))

    # Taking it along ------------------------------------------------------------------------------------------------

    def copy_table(self) -> None:
        """Put the table on the clipboard."""
        self.page.table.copy()
        self._say("The table is on the clipboard, its columns parted by tabs.")

    def export_table(self) -> None:
        """Write what the table shows to a CSV file of choice."""
        points = self.page.table.shown
        if self.found is not None and points:
            self._export("table", ".csv", "Table (*.csv)", partial(self._write_table, points))

    def export_chart(self) -> None:
        """Write the chart in sight, of two the time, to a file of choice."""
        chart = self.page.chart
        if not chart.empty:
            self._export("chart", ".svg", CHART_KINDS, chart.write_picture)

    def _write_table(self, points: tuple[CollectivePoint, ...], path: Path) -> None:
        assert self.found is not None
        write_collective_table(path, self.found.op, points)

    def _export(self, what: str, suffix: str, kinds: str, write: Callable[[Path], None]) -> None:
        stem = f"{self._document.design.name} {self.op.value}"
        name = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in stem)
        path = self._questions.file_to_save(f"Export the {what}", self.folder / f"{name}{suffix}", kinds)
        if path is None:
            return
        self.folder = path.parent
        try:
            write(path)
        except RefusedInput as problem:
            self._questions.tell(f"The {what} was not written.", str(problem))
            return
        self._say(f"Wrote {path}.")

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        self._quiet.start()

    def _hush(self) -> None:
        self.hint.setText(KEYS_HINT)

    def _end(self, _: int) -> None:
        self._later.stop()
        self._quiet.stop()
        self._job.close()
