"""Compare: the open design beside up to three others, their figures, one sentence, and a picture of what differs."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer import clock
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.effects.beside import MAIN
from designer.ui.app.document import Document
from designer.ui.compare.alternatives import Alternative, of_file
from designer.ui.compare.compare_work import Named, find_comparison, unpack_comparison, write_comparison_page
from designer.ui.compare.comparison_table import ComparisonTable
from designer.ui.compare.difference_view import DifferenceView, Side
from designer.ui.jobs.background import BackgroundJob
from designer.ui.jobs.in_thread import InThread
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Segments, label
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.screen_room import resize_within_screen

if TYPE_CHECKING:
    from designer.review.effects.comparison import Comparison

MOST_OTHERS: Final = 3
DESIGN_KINDS: Final = "Designs (*.stackwright *.yaml *.yml *.json)"
PAGE_KINDS: Final = "Page of HTML (*.html)"
_HINT: Final = (
    "Tick up to three designs. File › Variants › New variant… keeps an alternative in this project, to be edited by "
    "itself."
)
_SLIDE: Final = "Add a slide with picture and figures to the deck; it follows what is saved of the variant"
_NO_SLIDE: Final = "A slide follows a variant of this project: make one of this design first, File › Variants"


class CompareDialog(QDialog):
    """Offers what the design can be compared with at the left, and shows what comes of it at the right.

    Attributes:
        others: What is offered, in its order.
        chosen: Which of them are ticked.
        comparison: What was found; None while nothing is compared.
        sentence: How the last one differs.
    """

    def __init__(
        self,
        document: Document,
        others: Iterable[Alternative],
        questions: Questions,
        parent: QWidget | None = None,
        open_beside: Callable[[Alternative, Design], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Compare designs")
        resize_within_screen(self, 1180, 760)
        self._document, self._questions, self._open_beside = document, questions, open_beside
        self.others = list(others)
        self.chosen: list[Alternative] = []
        self._read: dict[Alternative, Design] = {}
        self.comparison: Comparison | None = None
        self._job = BackgroundJob[object](self, finished=self._show_found, failed=self._complain)
        self._aside = InThread(self)
        self.sentence = label("", "title", self, wraps=True)
        self.sentence.setAccessibleName("How they differ")
        self.steps = label("", "strong", self, wraps=True)
        self.steps.setAccessibleName("How they differ, at a glance")
        self.table = ComparisonTable(self)
        self.view = DifferenceView(self, self._show_flipped)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 20, 24, 16)
        across.setSpacing(20)
        across.addLayout(self._make_side(), 2)
        down = QVBoxLayout()
        down.setSpacing(10)
        down.addWidget(self.sentence)
        down.addWidget(self.steps)
        down.addLayout(self._make_switch())
        down.addWidget(self.view, 4)
        down.addWidget(self.table, 3)
        down.addLayout(self._make_buttons())
        across.addLayout(down, 5)
        self.list.setFocus()
        self._show_nothing()

    def _make_side(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(8)
        down.addWidget(label(f"{self._document.design.name} with", "strong", self, wraps=True))
        self.list: RecordTable[Alternative] = RecordTable(
            "Designs to compare with",
            (
                Column("Design", lambda one: one.name, checked=self._is_chosen, check=self.toggle),
                Column("From", lambda one: one.detail, width=100),
            ),
            self,
            sorts=False,
        )
        self.list.show_rows(self.others)
        self.list.setMinimumWidth(340)
        down.addWidget(self.list, 1)
        down.addWidget(label(_HINT, "muted", self, wraps=True))
        down.addWidget(push_button("Add a file…", self, self.add_file, takes_enter=False))
        return down

    def _make_switch(self) -> QHBoxLayout:
        """Return the row above the picture: how many things differ, and which of the designs is in sight."""
        across = QHBoxLayout()
        self.names = label("", "muted", self, wraps=True)
        self.names.setAccessibleName("What A and B are")
        across.addWidget(self.names, 1)
        self.legend = label("", "", self)
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setAccessibleName("What differs in the picture")
        across.addWidget(self.legend)
        self.hint = label("Space flips", "muted", self)
        across.addWidget(self.hint)
        self.sides = Segments(
            "In sight", (("a", "A"), ("both", "Both"), ("b", "B")), "both", self, chosen=self._choose_side
        )
        for button in self.sides.buttons.values():
            button.installEventFilter(self.view)
        across.addWidget(self.sides)
        return across

    def _choose_side(self, side: str) -> None:
        if side in {"a", "both", "b"}:
            self.view.show_side(cast("Side", side))

    def _show_flipped(self, side: Side) -> None:
        self.sides.choose(side)

    def _name_sides(self) -> None:
        """Say at the switch what A and B are."""
        names = (self._document.design.name, self.chosen[-1].name if self.chosen else "")
        words = {"a": f"A alone: {names[0]}", "both": "Both, with what differs", "b": f"B alone: {names[1]}"}
        for side, button in self.sides.buttons.items():
            button.setToolTip(f"{words[side]} (Space flips A and B)")
            button.setAccessibleName(f"In sight: {words[side]}")
        self.names.setText(f"A: {names[0]}\nB: {names[1]}" if self.chosen else "")
        self.legend.setText(_counts(self.view))
        drawn = self.view.picture is not None
        self.sides.setVisible(drawn)
        self.hint.setVisible(drawn)
        self.keep_a.setToolTip(f"Close; {names[0]} stays as it is")
        self.keep_b.setToolTip(f"The open design becomes what {names[1]} is, as one edit; its own name stays")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What no field or button wanted; Space flips from anywhere else.
        if not self.view.take_space(event):
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.view.take_space(event):
            super().keyReleaseEvent(event)

    def keep_last(self) -> None:
        """Make the open design what B is, as one edit that can be undone, and close."""
        from designer.ui.variants.keeping import kept

        if not self.chosen:
            return
        problem = self._document.attempt(partial(kept, other=self._read[self.chosen[-1]]))
        if problem:
            self._complain(problem)
        else:
            self.accept()

    def add_slide(self) -> None:
        """Add a slide that sets the open design against B to its deck, as one edit that can be undone."""
        from designer.edit.deck import add_comparison
        from designer.export.deck.deck import STANDARD

        one = self.chosen[-1] if self.chosen else None
        if one is None or one.variant is None:
            return
        name = self._read[one].name

        def make(design: Design) -> ChangeSet:
            return add_comparison(design, STANDARD, one.variant or MAIN, name)[0]

        problem = self._document.attempt(make)
        self._complain(problem or f"The deck has a slide of {name} now: Present › Deck… (Ctrl+Alt+D).")

    def _make_buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        self.keep_b = push_button("Keep B", self, self.keep_last, look="primary", takes_enter=False)
        self.keep_a = push_button("Keep A", self, self.accept, takes_enter=False)
        across.addWidget(self.keep_b)
        across.addWidget(self.keep_a)
        across.addStretch(1)
        self.slide = push_button("Slide of this", self, self.add_slide, takes_enter=False)
        across.addWidget(self.slide)
        self.beside = push_button(
            "Open the last beside", self, self.open_last, takes_enter=False, tip="Open it as a design of its own"
        )
        self.page = push_button(
            "Write as a page…", self, self.ask_page, takes_enter=False, tip="Figures and pictures as one HTML file"
        )
        for button in (self.beside, self.page, push_button("Close", self, self.accept)):
            across.addWidget(button)
        return across

    @property
    def waiting(self) -> bool:
        """Return True while designs are analysed."""
        return self._job.running

    def _is_chosen(self, one: Alternative) -> bool:
        return one in self.chosen

    def toggle(self, one: Alternative) -> None:
        """Compare with ONE, or no longer; beyond three the one that was ticked first goes."""
        if one in self.chosen:
            self.chosen.remove(one)
        else:
            try:
                self._read[one] = self._aside.do("", one.read, _same, hands_off=True)
            except RefusedInput as problem:
                self._complain(str(problem))
                return
            self.chosen = [*self.chosen, one][-MOST_OTHERS:]
        self.list.show_rows(self.others)
        self.compare()

    def add_file(self) -> None:
        """Ask for a file, and compare with the design in it."""
        path = self._questions.file_to_open("Compare with", Path.home(), DESIGN_KINDS)
        if path is not None:
            self.others.append(of_file(path, self._document.library))
            self.toggle(self.others[-1])

    def compare(self) -> None:
        """Work out the figures of all that is ticked, and show what differs in the last."""
        self.comparison = None
        self.steps.setText("")
        self.table.show_comparison(None)
        if not self.chosen:
            self._job.stop()
            self._show_nothing()
            return
        self.view.show_designs(self._document.design, self._read[self.chosen[-1]])
        self._name_sides()
        self.sentence.setText("The designs are being compared …")
        self._set_enabled(False)
        self._job.start(find_comparison, self._named(), self._document.library, clock.today())

    def _named(self) -> tuple[Named, ...]:
        """Return the designs with their names, told apart where two are called alike."""
        found: list[Named] = [(self._document.design.name, self._document.design)]
        for one in self.chosen:
            name = one.name if one.name not in {name for name, _ in found} else f"{one.name} ({one.detail})"
            found.append((name, self._read[one]))
        return tuple(found)

    def _show_found(self, found: object) -> None:
        self._set_enabled(True)
        if isinstance(found, bytes):
            self.comparison = comparison = unpack_comparison(found)
            self.sentence.setText(comparison.sentence)
            self.steps.setText(comparison.steps)
            self.table.show_comparison(comparison)
        elif isinstance(found, Path):
            self._questions.inform("The page is written.", str(found))

    def ask_page(self) -> None:
        """Ask where the page goes, and write it."""
        path = self._questions.file_to_save("Write the comparison", Path.home() / "comparison.html", PAGE_KINDS)
        if path is not None:
            self._set_enabled(False)
            self._job.start(write_comparison_page, path, self._named(), self._document.library, clock.today())

    def open_last(self) -> None:
        """Open the one that was ticked last as a design of its own."""
        if self._open_beside is not None and self.chosen:
            one = self.chosen[-1]
            self._open_beside(one, self._read[one])

    def _show_nothing(self) -> None:
        others = "Tick a design to compare with." if self.others else "Add a file to compare with."
        self.sentence.setText(others)
        self.view.show_designs(None, None)
        self._name_sides()
        self._set_enabled(False)

    def _set_enabled(self, there: bool) -> None:
        for button in (self.page, self.keep_a, self.keep_b):
            button.setEnabled(there)
        self.beside.setEnabled(there and self._open_beside is not None)
        is_variant = bool(self.chosen) and self.chosen[-1].variant is not None
        self.slide.setEnabled(there and is_variant)
        self.slide.setToolTip(_SLIDE if is_variant else _NO_SLIDE)

    def _complain(self, problem: str) -> None:
        self._set_enabled(self.comparison is not None)
        self.sentence.setText(problem)


def _same(design: Design) -> Design:
    return design


def _counts(view: DifferenceView) -> str:
    """Return how many things differ, in the colours and signs of the picture, as rich text without words of people."""
    from designer.drawing.difference import COLOURS, SIGNS

    if view.picture is None:
        return ""
    pieces = [
        f'<span style="background:{COLOURS[how]};color:#FFFFFF">&nbsp;{SIGNS[how]}&nbsp;{number:,}&nbsp;{how}&nbsp;'
        "</span>"
        for how, number in view.picture.counts.items()
        if number
    ]
    return "&nbsp;".join(pieces) or "Nothing that is drawn differs"
