"""Fix all: which fixes are made, what stays and why, and what the headline figures become, before anything changes."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from designer import clock
from designer.model.design import Design
from designer.model.wording import counted
from designer.review.findings import Severity
from designer.ui.app.document import Document
from designer.ui.explore.effect_table import EffectTable
from designer.ui.explore.mend_work import find_mending
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.buttons import check_box, push_button
from designer.ui.widgets.fields import clear_layout_widgets, label, line

if TYPE_CHECKING:
    from designer.review.effects.mending import Mending

ERRORS: Final[tuple[Severity, ...]] = ("error",)
WARNINGS_TOO: Final[tuple[Severity, ...]] = ("error", "warning")


class MendDialog(QDialog):
    """Works out in a process what mends the errors, shows it, and makes it as one edit when it is accepted.

    Attributes:
        mending: What was found; None while it is worked out.
        words: What comes of it, in a sentence.
    """

    applied = Signal()
    """The design was changed."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Fix all")
        self.resize(760, 640)
        self._document = document
        self.mending: Mending | None = None
        self._of: Design | None = None
        self._job = BackgroundJob(
            self, progressed=self._show_progress, finished=self._show_mending, failed=self._complain
        )
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(10)
        down.addWidget(label("Fix all that can be fixed", "title", self))
        down.addWidget(
            label("Each fix is tried on a copy, analysed, and kept only if it does no harm.", "muted", self, wraps=True)
        )
        self.warnings_too = check_box("Warnings too", self, self.foresee)
        down.addWidget(self.warnings_too)
        self.words = label("", "strong", self, wraps=True)
        self.words.setAccessibleName("What the fixes come to")
        down.addWidget(self.words)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("How far the fixes are tried")
        down.addWidget(self.bar)
        self._page = QWidget(self)
        self._list = QVBoxLayout(self._page)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(2)
        area = QScrollArea(self)
        area.setAccessibleName("Fixes that are made, and what is left")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._page)
        down.addWidget(area, 3)
        down.addWidget(line(self))
        self.table = EffectTable("Figures now and with the fixes", self)
        down.addWidget(self.table, 2)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(push_button("Cancel", self, self.reject, takes_enter=False))
        self.apply_button = push_button("Make these fixes", self, self.apply, look="primary", default=True)
        across.addWidget(self.apply_button)
        down.addLayout(across)
        document.changed.connect(self.foresee)
        self.finished.connect(self._job.close)
        self.foresee()

    @property
    def waiting(self) -> bool:
        """Return True while it is worked out."""
        return self._job.running

    def foresee(self, *_: object) -> None:
        """Work out what mends the design as it is."""
        self.mending = None
        self._of = self._document.design
        self.apply_button.setEnabled(False)
        self.words.setText("The fixes are being tried …")
        self.bar.setRange(0, 0)
        self.bar.show()
        clear_layout_widgets(self._page, lambda _: False)
        while self._list.count():
            self._list.takeAt(0)
        self.table.clear()
        severities = WARNINGS_TOO if self.warnings_too.isChecked() else ERRORS
        self._job.start(find_mending, self._of, self._document.library, clock.today(), severities)

    def _show_progress(self, done: int, total: int, message: str) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.words.setText(f"Fix {done + 1} of {total}: {message}")

    def _complain(self, problem: str) -> None:
        self.bar.hide()
        self.words.setText(problem)

    def _show_mending(self, mending: "Mending") -> None:
        self.mending = mending
        self.bar.hide()
        made, left = len(mending.steps), len(mending.left)
        what = "errors and warnings" if self.warnings_too.isChecked() else "errors"
        if not made and not left:
            self.words.setText(f"There are no {what}: nothing is to be mended.")
        elif not made:
            self.words.setText(f"None of these {what} can be fixed by an edit that is known to be right.")
        else:
            rest = f"{counted(left, 'finding')} left" if left else f"no {what} left"
            self.words.setText(f"{counted(made, 'fix', 'fixes')} together, {rest}. One undo takes all of it back.")
        self.apply_button.setText(f"Make {counted(made, 'fix', 'fixes')}" if made else "Make these fixes")
        self.apply_button.setEnabled(bool(made))
        for step in mending.steps:
            self._add(step.label, "strong", step.message)
        if mending.left:
            self._list.addWidget(label("Left for you", "section", self._page))
        for finding in mending.left:
            self._add(finding.message, "body", finding.reason)
        self._list.addStretch(1)
        if mending.effect is not None:
            self.table.show_effect(mending.effect, "With the fixes")

    def _add(self, head: str, look: str, detail: str) -> None:
        """Add a line with what is said below it."""
        self._list.addWidget(label(head, look, self._page, wraps=True))
        below = label(detail, "muted", self._page, wraps=True)
        below.setContentsMargins(0, 0, 0, 8)
        self._list.addWidget(below)

    def apply(self) -> None:
        """Make the fixes as one edit and close; a design that changed meanwhile is worked out anew."""
        mending = self.mending
        if mending is None or self._of is not self._document.design:
            return
        if not self._document.attempt(lambda _: mending.edit):
            self.applied.emit()
            self.accept()
