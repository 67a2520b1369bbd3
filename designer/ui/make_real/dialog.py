"""The dialog: the lines that make a sketch real, the hall as it would stand, and what each figure becomes."""

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from designer import clock
from designer.edit.make_real.records import REDUNDANCIES, STEP_TITLES, STEPS, Dense, Redundancy, Wishes
from designer.model.design import Design
from designer.model.kinds import BEARING, INSTANCES
from designer.model.records import RefusedInput
from designer.model.wording import counted, noun
from designer.review.make_real.records import NO_PRICE, NOTHING_MISSING
from designer.ui.app.document import Document
from designer.ui.explore.effect_table import EffectTable
from designer.ui.jobs.background import STOPPED, BackgroundJob
from designer.ui.make_real.hall_view import HallView
from designer.ui.make_real.line_row import LineRow, price_words
from designer.ui.make_real.work import find_proposal
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Segments, clear_layout_widgets, label, line

if TYPE_CHECKING:
    from designer.review.make_real.records import Proposal

_DENSE: Final = (("air", "Cooled by air"), ("liquid", "Denser, rear doors"))
_WIDE, _HIGH = 1240, 800
OWNED: Final = frozenset(BEARING) - INSTANCES
"""Machines that stand in racks; rented ones need none."""
CHANGED: Final = "The design has changed since this was worked out; it is looked at again."


class MakeRealDialog(QDialog):
    """Proposes what is missing and draws it, as one edit, when it is accepted; until then nothing changes.

    Attributes:
        proposal: What was found; None while it is worked out.
        words: What comes of it, in a sentence.
    """

    applied = Signal()
    """The design was changed."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Make it real")
        self._document = document
        self.proposal: Proposal | None = None
        self._of: Design | None = None
        self._left_out: set[str] = set()
        self._swaps: dict[str, str] = {}
        self.rows: list[LineRow] = []
        self._job = BackgroundJob(self, progressed=self._show_progress, finished=self._show, failed=self._complain)
        self._fit_to_screen()
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(8)
        self.title = label("Make it real", "title", self)
        down.addWidget(self.title)
        down.addWidget(
            label("Nothing changes until you accept. Each line can be left out or swapped.", "muted", self, wraps=True)
        )
        down.addLayout(self._make_wishes())
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("How far the proposal is worked out")
        down.addWidget(self.bar)
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addWidget(self._make_list(), 11)
        across.addLayout(self._make_right(), 9)
        down.addLayout(across, 1)
        down.addWidget(line(self))
        down.addLayout(self._make_buttons())
        document.changed.connect(self.foresee)
        self.finished.connect(self._job.close)
        self.foresee()

    @property
    def waiting(self) -> bool:
        """Return True while it is worked out."""
        return self._job.running

    @property
    def wishes(self) -> Wishes:
        """Return the choices as they are set."""
        return Wishes(
            redundancy=cast("Redundancy", self.redundancy.value),
            dense=cast("Dense", self.dense.value),
            left_out=tuple(sorted(self._left_out)),
            swaps=dict(self._swaps),
        )

    def foresee(self, *_: object) -> None:
        """Work out what is missing in the design as it is, with the choices as they are."""
        self.proposal = None
        self._of = self._document.design
        self.accept_button.setEnabled(False)
        self.stop_button.show()
        self.words.setText("What is missing is being worked out …")
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job.start(find_proposal, self._of, self._document.library, self.wishes, clock.today())

    def stop(self) -> None:
        """Give up what is being worked out; the choices start it anew."""
        self._job.close()
        self._complain(STOPPED)

    def apply(self) -> None:
        """Draw what is taken, as one edit, and close."""
        proposal = self.proposal
        if proposal is None or self._of is not self._document.design:
            return
        if not self._document.edit_many(lambda _: proposal.edit, len(proposal.edit), "Making it real …"):
            self._complain(CHANGED)
            return
        self.applied.emit()
        self.accept()

    # ---- Parts of the dialog ----

    def _fit_to_screen(self) -> None:
        screen = self.screen().availableSize()
        self.resize(min(_WIDE, screen.width() - 80), min(_HIGH, screen.height() - 80))

    def _make_wishes(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(label("Redundancy", "muted", self))
        self.redundancy = Segments(
            "Redundancy of power", [(one, one) for one in REDUNDANCIES], "2N", self, chosen=self._wished
        )
        across.addWidget(self.redundancy)
        across.addSpacing(12)
        across.addWidget(label("Racks", "muted", self))
        self.dense = Segments("How far racks are filled", list(_DENSE), "air", self, chosen=self._wished)
        across.addWidget(self.dense)
        across.addStretch(1)
        return across

    def _make_list(self) -> QScrollArea:
        self._page = QWidget(self)
        self._list = QVBoxLayout(self._page)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(0)
        area = QScrollArea(self)
        area.setAccessibleName("Lines that would be added")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._page)
        return area

    def _make_right(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(12)
        self.hall = HallView(self)
        down.addWidget(self.hall, 3)
        self.table = EffectTable("Figures of the sketch and of the real thing", self)
        down.addWidget(self.table, 4)
        return down

    def _make_buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        self.words = label("", "muted", self, wraps=True)
        self.words.setAccessibleName("What the proposal comes to")
        across.addWidget(self.words, 1)
        self.stop_button = push_button("Stop", self, self.stop, takes_enter=False)
        across.addWidget(self.stop_button)
        across.addWidget(push_button("Cancel", self, self.reject, takes_enter=False))
        self.accept_button = push_button("Accept", self, self.apply, look="primary", default=True)
        across.addWidget(self.accept_button)
        return across

    # ---- What was found ----

    def _wished(self, *_: object) -> None:
        # Other wishes lead to other lines.
        self._left_out.clear()
        self._swaps.clear()
        self.foresee()

    def _ticked(self, key: str, on: bool) -> None:
        (self._left_out.discard if on else self._left_out.add)(key)
        self.foresee()

    def _swapped(self, key: str, part: str) -> None:
        self._swaps[key] = part
        self.foresee()

    def _show_progress(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.words.setText(f"Working out: {what} …")

    def _complain(self, problem: str) -> None:
        self.bar.hide()
        self.stop_button.hide()
        self.words.setText(problem)

    def _show(self, proposal: "Proposal") -> None:
        self.proposal = proposal
        self.bar.hide()
        self.stop_button.hide()
        design = self._of or Design()
        try:
            after = proposal.edit.applied(design)
        except RefusedInput as problem:
            self._complain(str(problem))
            return
        self._show_lines(proposal)
        self.hall.show_design(after)
        self.table.show_effect(proposal.effect, "Real", "Sketch", change=False)
        self.title.setText(_title(proposal, design))
        own = [row for row in self.rows if not row.one.line.follows and not row.one.line.problem]
        taken = sum(row.one.line.taken for row in own)
        self.accept_button.setText(f"Accept {taken} of {counted(len(own), 'line')}" if own else "Accept")
        self.accept_button.setEnabled(bool(proposal.edit))
        self.words.setText(_told(proposal))

    def _show_lines(self, proposal: "Proposal") -> None:
        focused = self.focusWidget()
        key = next((row.one.line.key for row in self.rows if row.isAncestorOf(focused)), "")
        swaps = any(row.swap is focused for row in self.rows if row.swap is not None)
        clear_layout_widgets(self._page, lambda _: False)
        while self._list.count():
            self._list.takeAt(0)
        self.rows = []
        parts = {**self._document.library.parts, **self._document.design.parts}
        for step in STEPS:
            lines = [one for one in proposal.lines if one.line.step == step]
            if lines:
                head = label(STEP_TITLES[step], "section", self._page)
                head.setContentsMargins(0, 10, 0, 4)
                self._list.addWidget(head)
            for one in lines:
                self._list.addWidget(line(self._page))
                row = LineRow(one, parts, self._ticked, self._swapped, self._page)
                self._list.addWidget(row)
                self.rows.append(row)
                if one.line.key == key:
                    # The keyboard stays on the line where it was.
                    (row.swap if swaps and row.swap is not None else row.tick).setFocus()
        if proposal.empty:
            self._list.addWidget(
                label(f"{NOTHING_MISSING} Whatever is drawn later is completed here.", "muted", self._page, wraps=True)
            )
        self._list.addStretch(1)


def _title(proposal: "Proposal", design: Design) -> str:
    hosts = sum(design.total_copies(node.id) for node in design.nodes.values() if node.kind in OWNED)
    what = counted(hosts, "server") if hosts else design.name
    racks = next((row for row in proposal.effect.rows if row.key == "racks"), None)
    before = int((racks.before.value if racks is not None and racks.before is not None else 0) or 0)
    after = int((racks.after.value if racks is not None and racks.after is not None else 0) or 0)
    if proposal.empty:
        return f"Make it real: {NOTHING_MISSING[0].lower()}{NOTHING_MISSING[1:-1]}"
    verb = noun(hosts, "becomes", "become") if hosts else "becomes"
    return f"Make it real: {what} {verb} a room of {counted(after, 'rack')}" if after != before else "Make it real"


def _told(proposal: "Proposal") -> str:
    if proposal.empty and not proposal.edit:
        return NOTHING_MISSING
    words = ["One undo takes all of it back."]
    open_lines = sum(price_words(one) == NO_PRICE for one in proposal.lines if one.line.taken)
    if open_lines:
        words.append(
            f"{counted(open_lines, 'line')} {noun(open_lines, 'has', 'have')} no price and the sum says “at least”."
        )
    errors = proposal.errors[1]
    words.append(f"{counted(errors, 'error')} left." if errors else "No error left.")
    warnings = len(proposal.left) - errors
    if warnings > 0:
        words.append(f"{counted(warnings, 'warning')} {noun(warnings, 'remains', 'remain')}.")
    return " ".join(words)
