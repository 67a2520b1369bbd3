"""Window that plans phases: a Gantt picture, a table to edit, money and peak power by quarter, what a month costs."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from designer import clock
from designer.drawing.slides.gantt import key_words
from designer.edit.phases import TITLES, add_phase, remove_phase, set_phase, text_of
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.phase_plan import Phase
from designer.review.phases.phase_words import (
    all_running_words,
    critical_words,
    delay_words,
    missing_words,
    supposed_words,
)
from designer.ui.commands.open_windows import WindowHost
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.phases.phase_pictures import GanttPicture, QuartersPicture
from designer.ui.phases.phase_tables import (
    OrderRow,
    QuarterRow,
    order_columns,
    order_rows,
    quarter_columns,
    quarter_rows,
)
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Segments, label, line
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.refresh_when_visible import InSight
from designer.ui.widgets.screen_room import resize_within_screen

_WIDTHS: Final = {
    "title": 120,
    "order_date": 108,
    "orders": 130,
    "holds": 130,
    "lead_weeks": 150,
    "energised": 108,
    "energised_latest": 124,
    "wanted": 108,
    "building": 120,
    "installation": 136,
    "commissioning": 154,
    "ramp_months": 120,
}
_WIDTH: Final = 84
_ROWS_SEEN: Final = 3
NO_PHASE: Final = (
    "No phase is planned yet. Add one and say when it is ordered and what it holds: when it can run, what it waits for "
    "and what is paid in each quarter then appears here."
)
TABLES: Final = (
    ("phases", "Phases"),
    ("orders", "What is ordered and when"),
    ("quarters", "Money and power by quarter"),
)
"""Tables below the pictures, by what is chosen above them."""
ABOUT: Final = {
    "orders": "Days on which something is, or was, ordered apart from the rest, by kind or part: server=2026-11-02",
    "holds": "Copies that belong to it, as pod=2, leaf=4; what no phase names is in the first",
    "lead_weeks": "Delivery times you were told, by kind or part: server=20/26/40",
    "energised": "Day from which the utility gives power, at the earliest",
    "energised_latest": "The same at the latest",
    "after": "Id of the phase that has to run before this one is installed",
    "building": "Weeks, as 52 or 22/52/96; empty takes the assumption",
    "installation": "Weeks, as 6 or 3/6/12; empty takes the assumption",
    "commissioning": "Weeks, as 8 or 8/8/16; empty takes the assumption",
    "ramp_months": "Months from running to full load; empty takes the assumption",
}


class PhasesWindow(QDialog):
    """The phases of the open design, to look at and to edit; every edit can be undone.

    Attributes:
        table: The phases.
        gantt: Their picture.
        quarters: Money and power by quarter, as a picture.
        orders: What is ordered, by when at the latest, and when it is there.
        sums: Money and power by quarter, as a table.
        shows: Which of the tables is seen.
        said: When all can run, what is waited for, what a month of delay costs.
        problem: Why the last edit was refused.
    """

    def __init__(self, host: WindowHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = host.document
        self.setWindowTitle("Plan phases")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        resize_within_screen(self, 1240, 760)
        self._lay_out()
        in_sight = InSight(self, self.refresh)
        in_sight.follow(self._document.analysed)
        self.refresh()
        (self.table if self._document.design.settings.phases else self.add_button).setFocus()

    def _lay_out(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 16, 20, 14)
        down.setSpacing(10)
        down.addWidget(label(self.windowTitle(), "title", self))
        self.said = label("", "", self, wraps=True)
        self.said.setAccessibleName("When it can run, and what a month of delay costs")
        down.addWidget(self.said)
        self.gantt = GanttPicture(self)
        scrolls = QScrollArea(self)
        scrolls.setWidgetResizable(True)
        scrolls.setFrameShape(QFrame.Shape.NoFrame)
        scrolls.setAccessibleName("Gantt picture")
        scrolls.setWidget(self.gantt)
        down.addWidget(scrolls, 3)
        self.key = label("", "muted", self, wraps=True)
        down.addWidget(self.key)
        self.quarters = QuartersPicture(self)
        down.addWidget(self.quarters, 2)
        self.shows = Segments("Table", TABLES, "phases", self, chosen=self._turn)
        down.addWidget(self.shows, 0, Qt.AlignmentFlag.AlignLeft)
        self.table: RecordTable[Phase] = RecordTable("Phases", self._columns(), self)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.orders: RecordTable[OrderRow] = RecordTable("What is ordered and when", order_columns(), self)
        self.orders.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.sums: RecordTable[QuarterRow] = RecordTable("Money and peak power by quarter", quarter_columns(), self)
        self._tables = QStackedWidget(self)
        for table in (self.table, self.orders, self.sums):
            self._tables.addWidget(table)
        # Whole rows are seen on a low screen too: the picture above scrolls and gives way.
        rows = _ROWS_SEEN * self.table.verticalHeader().defaultSectionSize()
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self._tables.setMinimumHeight(self.table.horizontalHeader().sizeHint().height() + rows + bar + 2)
        down.addWidget(self._tables, 2)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        down.addWidget(line(self))
        foot = QHBoxLayout()
        self.add_button = push_button("Add phase", self, self.add, look="primary", takes_enter=False)
        self.remove_button = push_button("Remove phase", self, self.remove, takes_enter=False)
        self.why_button = push_button("Why?", self, self._why, takes_enter=False)
        self.why_button.setAccessibleName("Why a month of delay costs what it does")
        for button in (self.add_button, self.remove_button, self.why_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(push_button("Close", self, self.reject, takes_enter=False))
        down.addLayout(foot)

    def _turn(self, *_: object) -> None:
        """Show the table that is chosen."""
        self._tables.setCurrentIndex([key for key, _ in TABLES].index(self.shows.value))

    def _columns(self) -> tuple[Column[Phase], ...]:
        def text(field: str, phase: Phase) -> str:
            return text_of(phase, field)

        def typed(field: str, phase: Phase, said: str) -> bool:
            return self._try(lambda design: set_phase(design, phase.id, field, said))

        return tuple(
            Column(
                title,
                partial(text, field),
                sorts=False,
                width=_WIDTHS.get(field, _WIDTH),
                about=ABOUT.get(field, ""),
                edited=partial(text, field),
                typed=partial(typed, field),
            )
            for field, title in TITLES.items()
        )

    def _try(self, make: Callable[[Design], ChangeSet]) -> bool:
        problem = self._document.attempt(make)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        return not problem

    def add(self) -> None:
        """Add a phase: ordered today, or a year after the last one."""
        day = clock.today()
        phases = self._document.design.settings.phases
        if phases:
            day = date.fromisoformat(phases[-1].order_date)
            # The 29th of February has no day a year later; the day itself is as good a start.
            with suppress(ValueError):
                day = day.replace(year=day.year + 1)
        self._try(lambda design: add_phase(design, {"order_date": day.isoformat()}))

    def remove(self) -> None:
        """Remove the phase under the keyboard."""
        phase = self.table.current()
        if phase is not None:
            self._try(lambda design: remove_phase(design, phase.id))

    def refresh(self) -> None:
        """Show the phases of the design as it is, and what the analysis says of them."""
        document = self._document
        self.table.show_rows(document.design.settings.phases, lambda phase: phase.id)
        if self.table.current() is None:
            self.table.choose(0)
        self.remove_button.setEnabled(self.table.current() is not None)
        # Figures of a design that stood before would be told of phases that are no more.
        found = document.results.phases if document.results is not None and document.fresh else None
        # Before there is a phase there is no quarter either: the hint has the whole room.
        self.quarters.setVisible(bool(document.design.settings.phases))
        self.gantt.show_phases(found)
        self.quarters.show_phases(found, document.design.settings.prices)
        self.orders.show_rows(order_rows(found), lambda row: row.key)
        self.sums.show_rows(quarter_rows(found, document.design.settings.prices), lambda row: row.quarter)
        self.why_button.setEnabled(found is not None and found.delay_usd_per_month.value is not None)
        if found is None:
            self.said.setText("Working it out…" if document.design.settings.phases else NO_PHASE)
            self.key.setText("")
            return
        last = max(found.phases, key=lambda phase: phase.running.p50)
        sentences = (
            all_running_words(found),
            critical_words(last),
            missing_words(last.missing),
            supposed_words(last.supposed),
            delay_words(found, document.design.settings.prices),
        )
        self.said.setText(" ".join(filter(None, sentences)))
        self.key.setText(key_words(found))

    def _why(self) -> None:
        results = self._document.results
        if results is not None and results.phases is not None:
            figure = results.phases.delay_usd_per_month
            WhyDialog("A month of delay", figure, self._document.design.sources, self).open()
