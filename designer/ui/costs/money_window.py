"""The money window: own, cloud and tokens; what matters; growth; where the money sits."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from designer.model.figures.figure import Figure
from designer.model.money.conversion import rate_words
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.costs.base_page import MoneySheet
from designer.ui.costs.cost_breakdown_page import PlacesSheet
from designer.ui.costs.cost_comparison_page import WaysSheet
from designer.ui.costs.growth_page import GrowthSheet
from designer.ui.costs.sensitivity_page import MattersSheet
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.timers import after_pause

PAUSE_MS: Final = 150
"""The sums wait until the edits rest."""
SAID_MS: Final = 4000
CHART_KINDS: Final = "SVG drawing (*.svg);;PNG picture (*.png)"
KEYS_HINT: Final = "1–4 or Ctrl+Tab: pages · Enter on a figure: why · Ctrl+C: copies the table"


class MoneyWindow(QDialog):
    """Four pages about the money of the open design; they follow every edit."""

    message = Signal(str)

    def __init__(self, document: Document, questions: Questions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._questions = questions
        self._stale: set[MoneySheet] = set()
        self.folder = Path.home()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Money")
        self.setModal(False)
        self.setSizeGripEnabled(False)
        resize_within_screen(self, 1200, 780, (960, 600))
        self._pause = after_pause(self, PAUSE_MS, self.refresh)
        self._quiet = after_pause(self, SAID_MS, self._hush)
        self.ways = WaysSheet(document, self)
        self.matters = MattersSheet(document, self)
        self.growth = GrowthSheet(document, self)
        self.places = PlacesSheet(document, self)
        self.sheets: tuple[MoneySheet, ...] = (self.ways, self.matters, self.growth, self.places)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 12, 24, 12)
        down.setSpacing(0)
        down.addLayout(self._make_head())
        down.addWidget(line(self))
        self._stack = QStackedWidget(self)
        for sheet in self.sheets:
            self._stack.addWidget(sheet)
            sheet.asked.connect(self._ask_why)
            sheet.chart_changed.connect(self._show_state)
            sheet.busy.connect(self._show_work)
        down.addWidget(self._stack, 1)
        down.addSpacing(8)
        down.addWidget(line(self))
        down.addSpacing(10)
        down.addLayout(self._make_foot())
        self._make_keys()
        self.tabs.currentChanged.connect(self._turn_to)
        document.analysed.connect(self._on_analysed)
        document.library_changed.connect(self._on_analysed)
        self._on_analysed()
        self.refresh()
        self.sheets[0].start()

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("Pages about money")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for sheet in self.sheets:
            self.tabs.addTab(sheet.title)
        head.addWidget(self.tabs)
        head.addStretch(1)
        self.work = label("", "caption", self)
        head.addWidget(self.work)
        self.rate = label("", "caption", self)
        head.addWidget(self.rate)
        return head

    def _make_foot(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(8)
        self.hint = label(KEYS_HINT, "caption", self)
        across.addWidget(self.hint, 1)
        self.copy_button = push_button(
            "Copy table", self, self.copy_table, name="Copy the table of this page as text", takes_enter=False
        )
        self.export_button = push_button(
            "Export chart…",
            self,
            self.export_chart,
            name="Export the chart of this page as SVG or PNG",
            takes_enter=False,
        )
        self.close_button = push_button("Close", self, self.close, name="Close the money window", takes_enter=False)
        for button in (self.copy_button, self.export_button, self.close_button):
            across.addWidget(button)
        return across

    def _make_keys(self) -> None:
        for place in range(len(self.sheets)):
            for keys in (f"{place + 1}", f"Ctrl+{place + 1}"):
                QShortcut(QKeySequence(keys), self, partial(self.turn_to, place))
        document = self._document
        for keys, slot in (
            ("Ctrl+Tab", self._next),
            ("Ctrl+Shift+Tab", self._previous),
            ("Ctrl+W", self.close),
            (QKeySequence.StandardKey.Undo, document.undo),
            (QKeySequence.StandardKey.Redo, document.redo),
        ):
            QShortcut(QKeySequence(keys), self, slot)

    @property
    def sheet(self) -> MoneySheet:
        """The page in sight."""
        return self.sheets[self.tabs.currentIndex()]

    def turn_to(self, place: int) -> None:
        """Show the page at PLACE and give it the keyboard."""
        self.tabs.setCurrentIndex(place)
        self.sheet.start()

    def refresh(self) -> None:
        """Show the last analysis on the page in sight; the others follow when they are turned to."""
        self._pause.stop()
        document = self._document
        # The sums hold the design against its results, so both have to be of one revision.
        if document.results is not None and not document.fresh:
            return
        sheet = self.sheet
        if sheet in self._stale:
            self._stale.discard(sheet)
            sheet.refresh()
        self.rate.setText(rate_words(document.design.settings.prices))
        self._show_state()

    def copy_table(self) -> None:
        """Put the table of the page on the clipboard."""
        self.sheet.table.copy()
        self._say("The table is on the clipboard, its columns parted by tabs.")

    def export_chart(self) -> None:
        """Write the chart of the page to a file of choice."""
        sheet = self.sheet
        chart = sheet.chart
        if chart is None:
            return
        name = sheet.title.lower().replace(",", "").replace(" ", "-")
        path = self._questions.file_to_save("Export the chart", self.folder / f"{name}.svg", CHART_KINDS)
        if path is None:
            return
        self.folder = path.parent
        try:
            chart.write_picture(path)
        except RefusedInput as problem:
            self._questions.tell("The chart was not written.", str(problem))
            return
        self._say(f"Wrote {path}.")

    def _turn_to(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.refresh()

    def _next(self) -> None:
        self.turn_to((self.tabs.currentIndex() + 1) % len(self.sheets))

    def _previous(self) -> None:
        self.turn_to((self.tabs.currentIndex() - 1) % len(self.sheets))

    def _on_analysed(self) -> None:
        self._stale = set(self.sheets)
        self._show_work(False)
        if self._document.fresh:
            self._pause.start()

    @property
    def settled(self) -> bool:
        """Return True when no edit waits to be shown."""
        return not self._pause.isActive()

    def _ask_why(self, title: str, figure: Figure) -> None:
        design = self._document.design
        dialog = WhyDialog(title, figure, design.sources, self)
        dialog.open()

    def _show_work(self, working: bool) -> None:
        late = self._document.results is None or not self._document.fresh
        self.work.setText("working it out …" if late or working else "")

    def _show_state(self) -> None:
        chart = self.sheet.chart
        self.export_button.setEnabled(chart is not None and not chart.empty)
        self.copy_button.setEnabled(bool(self.sheet.table.shown_rows()))

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        self.message.emit(words)
        self._quiet.start()

    def _hush(self) -> None:
        self.hint.setText(KEYS_HINT)
