"""Window of the built network against the drawn one: what is missing, swapped and extra, as a picture and a list."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from designer import clock
from designer.export.built.rows import (
    SIGNS,
    FaultRow,
    cable_words,
    certainty_words,
    drawn_words,
    fault_rows,
    matched_by_neighbours,
    sentence,
)
from designer.model.copy_ids import base_of
from designer.reality.built.accepting import FaultId, accept_as_built, fault_ids
from designer.reality.built.records import Comparison, Match
from designer.ui.commands.open_windows import WindowHost
from designer.ui.compare.difference_view import DifferenceView
from designer.ui.reality.compared_window import ComparedWindow
from designer.ui.reality.reality_work import BuiltFound, write_built_report
from designer.ui.widgets.buttons import check_box, push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.screen_room import resize_within_screen

KINDS: Final = "ibnetdiscover, LLDP, topograph (*.out *.txt *.log *.topo *.json *.csv *.yaml *.yml);;All files (*)"
HINT: Final = (
    "Choose what ibnetdiscover printed, LLDP neighbours (lldpctl -f json, CSV, show lldp neighbors) or a topograph "
    "model: it is compared with the design that is open, and each difference is listed."
)
NOTHING: Final = "Nothing is compared yet."
INKS: Final = {"missing": "error", "swapped": "warn", "extra": "accent", "slower": "flow"}
_MOST_MATCHES: Final = 2_000
"""Devices matched by neighbours that are listed, the least certain first; reports have them all."""
TOO_MANY: Final = "The design has too many nodes for a picture here; the list has all that differs."


class BuiltWindow(ComparedWindow):
    """The picture of the drawing with its faults, the list of them, and the edit that draws one as it is built.

    Attributes:
        comparison: What came out; None before.
        table: The faults.
    """

    def __init__(self, host: WindowHost, questions: Questions, parent: QWidget | None = None) -> None:
        super().__init__(host, questions, parent, "Built against drawn", KINDS, host.document.built)
        self.comparison: Comparison | None = None
        self.rows: tuple[FaultRow, ...] = ()
        self._faults: dict[int, FaultId] = {}
        resize_within_screen(self, 1240, 760)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        self.picture = DifferenceView(self)
        self.picture.setAccessibleName("The drawing, with what is missing, swapped and extra")
        self.picture.show_picture(None, NOTHING)
        split.addWidget(self.picture)
        self.table: RecordTable[FaultRow] = RecordTable("What is built otherwise", _columns(), self)
        connect_given((self.table.moved, self._moved), (self.table.wanted, self._reveal))
        split.addWidget(self.table)
        self.matches: RecordTable[Match] = RecordTable(
            "Devices matched by their neighbours", self._match_columns(), self
        )
        split.addWidget(self.matches)
        for place, share in enumerate((3, 2, 1)):
            split.setStretchFactor(place, share)
        self.down.addWidget(split, 1)
        tip = "Change the design so that it is drawn as it is built; undoable"
        self.one_button = push_button("Draw it as built", self, self._accept_one, tip=tip, takes_enter=False)
        self.all_button = push_button("Draw all as built", self, self._accept_all, tip=tip, takes_enter=False)
        self.report_button = push_button("Report…", self, self._report, takes_enter=False)
        self.reveal_button = push_button("Show on the canvas", self, self._reveal, takes_enter=False)
        words = "Missing, swapped, extra and slower cables are marked on the canvas, also when this window is closed"
        self.on_canvas = check_box("Faults on the canvas", self, self._show_on_canvas, tip=words)
        self.add_foot(self.one_button, self.all_button, self.reveal_button, self.report_button)
        self.files.across.addWidget(self.on_canvas)
        self.refresh()

    def refresh(self) -> None:
        """Show what came of it as it is now."""
        self.on_canvas.setChecked(self.held.shown)
        super().refresh()

    def _show_on_canvas(self, wanted: bool) -> None:
        self.held.show_on_drawing(wanted)

    def show_found(self, found: BuiltFound | None) -> None:
        """Show what came of it; None where nothing did."""
        self.comparison = found.comparison if found is not None else None
        self.rows, self._faults = (), {}
        if found is not None:
            self.rows = tuple(fault_rows(found.comparison))
            self._faults = {id(row): one for row, one in zip(self.rows, _ids_of(found.comparison), strict=True)}
            self.sentence.setText(sentence(found.comparison))
            self.notes.setText("\n".join(found.comparison.notes[:6]))
            self.picture.show_picture(found.picture, "" if found.picture is not None else TOO_MANY)
        else:
            self.picture.show_picture(None, NOTHING)
            self.notes.setText("")
            self.sentence.setText(HINT)
        matched = [] if self.comparison is None else matched_by_neighbours(self.comparison)
        self.matches.show_rows(matched[:_MOST_MATCHES])
        self.matches.setVisible(bool(matched))
        self.table.show_rows(self.rows)
        if self.rows:
            self.table.choose(0)
        self._moved()

    def _match_columns(self) -> tuple[Column[Match], ...]:
        def name(match: Match) -> str:
            names = {} if self.comparison is None else self.comparison.names
            return names.get(match.device, match.device)

        return (
            Column("Matched by neighbours", lambda match: match.found),
            Column("Drawn as", name),
            Column("How certain", certainty_words, width=420, order=lambda match: match.alike),
        )

    def _moved(self) -> None:
        row = self.table.current()
        self.one_button.setEnabled(row is not None)
        self.reveal_button.setEnabled(row is not None and bool(_ids(row)))
        self.all_button.setEnabled(bool(self.rows))
        self.report_button.setEnabled(self.comparison is not None)

    def _reveal(self) -> None:
        """Select on the canvas what the chosen row is about."""
        row = self.table.current()
        if row is not None and (ids := _ids(row)):
            present = self.host.document.design
            self.host.show_on_canvas([one for one in ids if one in present.links or one in present.nodes])

    def _accept_one(self) -> None:
        row = self.table.current()
        if row is not None:
            self._accept([self._faults[id(row)]])

    def _accept_all(self) -> None:
        if self.comparison is not None:
            self._accept(fault_ids(self.comparison))

    def _accept(self, faults: list[FaultId]) -> None:
        """Draw FAULTS as they are built, in one edit; what cannot be drawn is told."""
        comparison, document = self.comparison, self.host.document
        if comparison is None:
            return
        # An edit of one cable of a large design takes a moment too: that is worked out while the window goes on.
        many = max(len(document.design.nodes), len(faults))
        make = partial(accept_as_built, comparison=comparison, faults=faults)
        problem = document.attempt_many(make, many, "Drawing it as built …")
        if problem:
            self.questions.tell("It is not drawn as built.", problem)
        else:
            self.host.tell("The design is drawn as it is built there; undo takes it back.")

    def _report(self) -> None:
        if self.comparison is not None:
            design = self.host.document.design
            write = partial(write_built_report, comparison=self.comparison, design=design, day=clock.today())
            self.write_report("built.html", write)


def _ids_of(comparison: Comparison) -> list[FaultId]:
    """The fault of each row of `fault_rows`, in its order."""
    found = [FaultId("swapped", place) for place, one in enumerate(comparison.swapped) for _ in one.drawn]
    counts = (("missing", comparison.missing), ("extra", comparison.extra), ("slower", comparison.slower))
    return found + [FaultId(sort, place) for sort, faults in counts for place in range(len(faults))]


def _ids(row: FaultRow) -> list[str]:
    """Ids of the links or nodes that a row is about."""
    if row.drawn is not None:
        return list(row.drawn.links or (row.drawn.link,))
    return [base_of(end.device) for end in row.found if end.device] if row.found is not None else []


def _columns() -> tuple[Column[FaultRow], ...]:
    return (
        Column(
            "What",
            lambda row: f"{SIGNS[row.what]} {row.what}",
            width=110,
            ink=lambda row: INKS[row.what],
            read=lambda row: row.what,
        ),
        Column("Cable", lambda row: row.drawn.id if row.drawn is not None else "", width=90),
        Column("Drawn", lambda row: drawn_words(row.drawn) if row.drawn is not None else "not drawn"),
        Column("Found", lambda row: cable_words(row.found) if row.found is not None else "not found"),
        Column("Note", lambda row: row.note, width=220),
    )
