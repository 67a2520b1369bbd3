"""Availability of the open design: histories are played beside the window, and what to buy next is tried."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from designer.analysis.availability.records import AvailabilityResult, WorkAvailability
from designer.analysis.availability.settings import RunSettings
from designer.analysis.workloads.goodput.records import CutSetResult
from designer.explore.availability.purchases import BuyNext, Purchase, purchase_edit
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.records import RefusedInput
from designer.ui.app.what_if import base_of
from designer.ui.availability_window.histogram import Histogram
from designer.ui.availability_window.words import (
    NOTHING,
    STALE,
    cut_columns,
    gives,
    purchase_columns,
    settings_from,
    span_words,
    work_columns,
)
from designer.ui.availability_window.work import Outcome, play_histories, try_purchases
from designer.ui.commands.open_windows import WindowHost
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import label, line, line_edit
from designer.ui.widgets.lists.table_model import RecordTable
from designer.ui.widgets.pages import tool_page
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.theme import set_look

NOT_TRIED: Final = "What to buy next tries purchases on the very same failures; they are listed here by what they give."
NO_EDIT: Final = "A crew is no part of a drawing: take one more in the field above."
_FIELDS: Final = (
    ("Years", "1", "", "Length of a history", 44),
    ("Histories", "", "by size", "How many histories are played; 100 to 1,000 by what fails where it is empty", 66),
    ("Seed", "0", "", "The same seed draws the same", 42),
    ("Crews", "", "enough", "How many repair at once; enough for all where it is empty", 72),
    (
        "Cost of an hour, USD",
        "",
        "supposed",
        "Of an hour without a service or a job; where it is empty, the design's own or the assumption Cost of an hour "
        "of downtime",
        90,
    ),
)
"""Name, text at first, what stands there while it is empty, more of it, width in pixels."""


class AvailabilityWindow(QDialog):
    """Asks for how long and how often, and shows what is lost, why, and what to buy next; stays beside the canvas.

    Attributes:
        found: What is shown; None before.
        bought: Purchases that were tried; None before.
        table: The work.
        cuts: What takes machines of the work under the keyboard.
        purchases: What to buy next for it.
    """

    def __init__(self, host: WindowHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._document = host.document
        self.found: AvailabilityResult | None = None
        self.bought: BuyNext | None = None
        self._asked: tuple[int, RunSettings] | None = None
        self._problem = ""
        self.setWindowTitle("Availability")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        resize_within_screen(self, 1080, 760, (820, 600))
        self._job = BackgroundJob(self, progressed=self._show_progress, finished=self._take, failed=self._refused)
        self.fields: dict[str, QLineEdit] = {}
        self._lay_out()
        connect_given((self._document.changed, self._refresh), (self.finished, self._end))
        self._refresh()

    # Its parts ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        down, top = tool_page(self)
        top.addStretch(1)
        for name, text, empty, tip, width in _FIELDS:
            caption = label(name, "muted", self)
            field = line_edit(name, self, text=text, placeholder=empty, edited=self._refresh, entered=self.start)
            field.setToolTip(tip)
            field.setFixedWidth(width)
            caption.setBuddy(field)
            top.addWidget(caption)
            top.addWidget(field)
            self.fields[name] = field
        down.addLayout(top)
        across = QHBoxLayout()
        across.setSpacing(10)
        self.start_button = self._button("Start", self.start, "Start to play histories", "primary")
        self.stop_button = self._button("Stop", self.stop, "Stop and keep what was played")
        self.progress = label("", "", self)
        self.progress.setAccessibleName("Progress")
        self.progress.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(self.start_button)
        across.addWidget(self.stop_button)
        across.addWidget(self.progress, 1)
        down.addLayout(across)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName("Share that was played")
        down.addWidget(self.bar)
        self.about = label("", "muted", self, wraps=True)
        self.about.setAccessibleName("About what is shown")
        down.addWidget(self.about)
        self.table: RecordTable[WorkAvailability] = RecordTable("Availability of work", work_columns(), self)
        down.addWidget(self.table, 3)
        self.below = self._make_below()
        down.addWidget(self.below, 4)
        self._room = QWidget(self)
        down.addWidget(self._room, 7)
        self.notes = label("", "caption", self, wraps=True)
        self.notes.setAccessibleName("Notes")
        down.addWidget(self.notes)
        down.addWidget(line(self))
        down.addLayout(self._make_foot())
        connect_given(
            (self.table.moved, self._show_work),
            (self.table.wanted, self._why_work),
            (self.cuts.wanted, self._why_cut),
            (self.cuts.moved, self._go_to_cut),
            (self.purchases.moved, self._allow),
            (self.purchases.wanted, self._why_purchase),
        )

    def _make_below(self) -> QWidget:
        across = QSplitter(Qt.Orientation.Horizontal, self)
        left = QWidget(across)
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        self.caption = label("", "strong", left, wraps=True)
        down.addWidget(self.caption)
        self.histogram = Histogram(left)
        down.addWidget(self.histogram, 1)
        self.cuts: RecordTable[CutSetResult] = RecordTable("What takes its machines", cut_columns(), left)
        down.addWidget(self.cuts, 2)
        right = QWidget(across)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(8, 0, 0, 0)
        self.purchases: RecordTable[Purchase] = RecordTable("What to buy next", purchase_columns(), right)
        self.hint = label(NOT_TRIED, "muted", right, wraps=True)
        beside.addWidget(self.hint)
        beside.addWidget(self.purchases, 1)
        across.addWidget(left)
        across.addWidget(right)
        across.setStretchFactor(0, 5)
        across.setStretchFactor(1, 6)
        across.setSizes([440, 580])
        return across

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self.why_button = self._button("Why?", self._why_work, "Why the chosen work is so available")
        self.buy_button = self._button("What to buy next", self.buy, "Try what to buy next for the chosen work")
        self.apply_button = self._button("Apply", self.apply, "Apply the chosen purchase to the design")
        for button in (self.why_button, self.buy_button, self.apply_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self._button("Close", self.reject, "Close the availability window"))
        return foot

    def _button(self, title: str, run: Callable[[], object], name: str, look: str = "") -> QPushButton:
        return push_button(title, self, run, look=look, name=name, takes_enter=False)

    # What it does ---------------------------------------------------------------------------------------------------

    def settings(self) -> RunSettings:
        """Return what is typed.

        Raises:
            RefusedInput: a field holds what it cannot.
        """
        return settings_from(*(self.fields[name].text() for name, *_ in _FIELDS))

    @property
    def running(self) -> bool:
        """Return whether something is being played."""
        return self._job.running

    @property
    def fresh(self) -> bool:
        """Return whether what is shown is of the design and the settings as they are."""
        try:
            return self._asked == (self._document.session.revision, self.settings())
        except RefusedInput:
            return False

    def start(self) -> None:
        """Play the design as it is."""
        if self._job.running:
            return
        self._problem = ""
        try:
            settings = self.settings()
        except RefusedInput as problem:
            self._refused(str(problem))
            return
        self._asked = (self._document.session.revision, settings)
        self.bought = None
        self._begin("Reading what can fail …")
        self._job.start(play_histories, self._document.design, self._document.library, settings)
        self._refresh()

    def buy(self) -> None:
        """Try what to buy next for the work under the keyboard."""
        work = self.table.current()
        if work is None or self.found is None or self._asked is None or self._job.running or not self.fresh:
            return
        self._problem = ""
        self._begin("Trying purchases on the very same failures …")
        design, settings = self._document.design, self._asked[1]
        self._job.start(try_purchases, design, self._document.library, settings, self.found, work.id)
        self._refresh()

    def stop(self) -> None:
        """Stop; what was played until then stays."""
        self._job.stop()
        self.progress.setText("Stopping …")
        self.stop_button.setEnabled(False)

    def apply(self) -> None:
        """Make the chosen purchase in the design; undo takes it back."""
        one = self.purchases.current()
        if one is None:
            return
        library = self._document.library

        def made(design: Design) -> ChangeSet:
            edit = purchase_edit(design, library, one.sort, one.node)
            if edit is None:
                raise RefusedInput(NO_EDIT)
            return edit

        self._problem = self._document.attempt(made)
        self._refresh()

    def _begin(self, words: str) -> None:
        self.bar.setRange(0, 0)
        self.progress.setText(words)

    def _show_progress(self, done: int, number: int, name: str) -> None:
        self.bar.setRange(0, max(1, number))
        self.bar.setValue(done)
        if self.stop_button.isEnabled():
            self.progress.setText(f"{done:,} of {number:,} parts" if name == "histories" else f"{name} …")

    def _take(self, outcome: Outcome) -> None:
        self.found, self.bought = outcome.found, outcome.bought or self.bought
        self.progress.setText(outcome.ended or "Done.")
        chosen = self.table.current()
        self.table.show_rows(self.found.works, lambda one: one.id)
        if chosen is None and self.found.works:
            self.table.choose(len(self.found.works) - 1)
        self._show_work()
        self._refresh()

    def _refused(self, problem: str) -> None:
        self._problem = problem
        self.progress.setText("")
        self._refresh()

    # What it shows --------------------------------------------------------------------------------------------------

    def _show_work(self) -> None:
        work = self.table.current()
        self.histogram.show_bars(() if work is None else work.histories, None if work is None else work.down_h_per_year)
        self.cuts.show_rows(() if work is None else work.cut_sets)
        if work is None:
            self.caption.setText("")
        else:
            parts = zip(("90%", "50%", "10%"), work.left, strict=True)
            left = ", ".join(f"{one.value or 0:.1%} for {part}" for part, one in parts)
            hours = span_words(work.down_h_per_year)
            self.caption.setText(
                f"{work.title}: {hours} hours lost a year (P10 – P50 – P90); machines left: {left} of the time"
            )
        bought = self.bought if work is not None and self.bought is not None and self.bought.work == work.id else None
        self.purchases.show_rows(() if bought is None else bought.purchases, lambda one: (one.sort, one.node))
        self.hint.setVisible(bought is None)
        self.purchases.setVisible(bought is not None)
        self.cuts.setVisible(work is not None and bool(work.cut_sets))
        self._allow()

    def _allow(self) -> None:
        work, one, running = self.table.current(), self.purchases.current(), self._job.running
        self.why_button.setEnabled(work is not None)
        self.buy_button.setEnabled(work is not None and not running and self.fresh)
        self.apply_button.setEnabled(one is not None and one.sort != "crew" and not running)
        self.apply_button.setToolTip(NO_EDIT if one is not None and one.sort == "crew" else "")

    def _refresh(self, *_: object) -> None:
        running, held = self._job.running, self.focusWidget() or self
        self.start_button.setEnabled(not running)
        self.start_button.setText("Run again" if self.found is not None else "Start")
        self.stop_button.setEnabled(running)
        self.bar.setVisible(running)
        for part in (self.table, self.below):
            part.setVisible(self.found is not None)
        self._room.setVisible(self.found is None)
        stale = self.found is not None and not running and not self.fresh
        words = self._problem or (NOTHING if self.found is None and not running else STALE if stale else "")
        self.about.setText(words)
        self.about.setVisible(bool(words))
        set_look(self.about, "warn-caption" if self._problem or stale else "muted")
        notes = (*self.found.notes, *(self.bought.notes if self.bought is not None else ())) if self.found else ()
        self.notes.setText(" ".join(notes))
        self.notes.setVisible(bool(notes))
        self._allow()
        if not held.isEnabled():
            # The keyboard would go on to the next button that can be pressed, which is Close.
            (self.stop_button if running else self.table if self.found is not None else self.start_button).setFocus()

    def _go_to_cut(self) -> None:
        cut = self.cuts.current()
        design = self._document.design
        ids = () if cut is None else tuple(dict.fromkeys(base_of(design, one) for one in cut.example))
        known = tuple(one for one in ids if one in design.nodes)
        if known:
            self._host.show_on_canvas(known)

    def _why_work(self) -> None:
        work = self.table.current()
        if work is not None:
            self._why(work.title, gives(work).mean)

    def _why_cut(self) -> None:
        cut = self.cuts.current()
        if cut is not None:
            self._why(cut.words, cut.hours_per_year)

    def _why_purchase(self) -> None:
        one = self.purchases.current()
        if one is not None:
            self._why(one.title, one.nines_per_musd if one.nines_per_musd.known else one.nines)

    def _why(self, title: str, figure: Figure) -> None:
        WhyDialog(title, figure, self._document.design.sources, self).open()

    def _end(self, _: int) -> None:
        self._job.close()
