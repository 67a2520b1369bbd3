"""Window of measured power beside planned power: in all, by rack, strip and device."""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtWidgets import QWidget

from designer import clock
from designer.export.readings_files import measured_rows, origin_words, readings_sentence, row_words, watts_text
from designer.model.copy_ids import base_of
from designer.reality.readings.records import Measured, ReadingsComparison
from designer.ui.commands.open_windows import WindowHost
from designer.ui.reality.compared_window import ComparedWindow
from designer.ui.reality.reality_work import ReadingsFound, write_readings_report
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.screen_room import resize_within_screen

KINDS: Final = "Redfish, tables (*.json *.csv);;All files (*)"
HINT: Final = (
    "Choose answers of Redfish (named after their devices) or a table with a device and its power: they are set beside "
    "what the design plans, and listed by device."
)
_MOST_UNKNOWN: Final = 8


class ReadingRow(NamedTuple):
    """A row of the table: what it is of, and its figures."""

    of: str
    measured: Measured


class ReadingsWindow(ComparedWindow):
    """The table of measured and planned power.

    Attributes:
        comparison: What came out; None before.
        table: The rows.
    """

    def __init__(self, host: WindowHost, questions: Questions, parent: QWidget | None = None) -> None:
        super().__init__(host, questions, parent, "Power readings", KINDS, host.document.readings)
        self.comparison: ReadingsComparison | None = None
        resize_within_screen(self, 1320, 640)
        self.table: RecordTable[ReadingRow] = RecordTable("Measured beside planned power", _columns(), self)
        connect_given((self.table.moved, self._moved), (self.table.wanted, self._why))
        self.down.addWidget(self.table, 1)
        self.why_button = push_button("Why?", self, self._why, takes_enter=False)
        self.why_button.setAccessibleName("Why the planned power of the chosen row is what it is")
        self.reveal_button = push_button("Show on the canvas", self, self._reveal, takes_enter=False)
        self.report_button = push_button("Report…", self, self._report, takes_enter=False)
        self.add_foot(self.why_button, self.reveal_button, self.report_button)
        self.refresh()

    def show_found(self, found: ReadingsFound | None) -> None:
        """Show what came of it; None where nothing did."""
        told = self.comparison = found.comparison if found is not None else None
        rows = [] if told is None else [ReadingRow(of, row) for of, row in measured_rows(told)]
        self.table.show_rows(rows)
        if rows:
            self.table.choose(0)
        if told is not None:
            self.sentence.setText(readings_sentence(told))
            unknown = [f"{one.device} ({watts_text(one.mean_w)})" for one in told.unknown[:_MOST_UNKNOWN]]
            more = f" and {len(told.unknown) - _MOST_UNKNOWN:,} more" if len(told.unknown) > _MOST_UNKNOWN else ""
            lines = [f"Not drawn: {', '.join(unknown)}{more}."] if unknown else []
            lines.append(f"{told.unread:,} drawn devices have no reading.")
            self.notes.setText("\n".join((*lines, *told.notes[:4])))
        else:
            self.notes.setText("")
            self.sentence.setText(HINT)
        self._moved()

    def _moved(self) -> None:
        row = self.table.current()
        self.why_button.setEnabled(row is not None and row.measured.typical_w.value is not None)
        self.reveal_button.setEnabled(row is not None and bool(row.measured.id))
        self.report_button.setEnabled(self.comparison is not None)

    def _why(self) -> None:
        row = self.table.current()
        if row is not None and row.measured.typical_w.value is not None:
            measured = watts_text(row.measured.measured_w)
            self.host.ask_why(f"Planned power of {row.measured.name}; measured {measured}", row.measured.typical_w)

    def _reveal(self) -> None:
        row = self.table.current()
        if row is not None and row.measured.id:
            self.host.show_on_canvas([base_of(row.measured.id)])

    def _report(self) -> None:
        if self.comparison is not None:
            name = self.host.document.design.name
            write = partial(write_readings_report, comparison=self.comparison, name=name, day=clock.today())
            self.write_report("readings.html", write)


def _columns() -> tuple[Column[ReadingRow], ...]:
    def number(title: str, place: int, value: Callable[[Measured], float | None], width: int) -> Column[ReadingRow]:
        return Column(
            title,
            lambda row: row_words(row.measured)[place],
            order=lambda row: value(row.measured) or 0.0,
            group=lambda row: value(row.measured) is None,
            right=True,
            width=width,
        )

    return (
        Column("", lambda row: row.of, width=70, heading="Of what"),
        Column("Name", lambda row: row.measured.name),
        number("Planned typical", 0, lambda one: one.typical_w.value, 130),
        number("Maximum", 1, lambda one: one.most_w.value, 120),
        number("Measured", 2, lambda one: one.measured_w, 100),
        number("Peak", 3, lambda one: one.peak_w, 100),
        number("Of typical", 4, lambda one: one.of_typical, 90),
        Column(
            "Verdict",
            lambda row: row.measured.verdict,
            width=196,
            ink=lambda row: "error" if row.measured.verdict == "above the planned maximum" else "",
        ),
        Column("Read", lambda row: origin_words(row.measured), width=300),
    )
