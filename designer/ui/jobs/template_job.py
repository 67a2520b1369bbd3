"""A large template made beside the window: how far it is in the status line, with a button to stop it."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from designer.catalog.library import Library
from designer.model.figures.figure_text import count_text
from designer.ui.jobs.background import STOPPED, BackgroundJob
from designer.ui.jobs.template_work import make_design
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label


class MakingJob(QObject):
    """Makes one design at a time.

    Attributes:
        progress: What to put into the status line.
    """

    made = Signal(object)
    """The design."""

    refused = Signal(str)
    """Why there is none; not told where it was stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.progress = MakingProgress()
        self._job = BackgroundJob(self, progressed=self._tell, finished=self._finish, failed=self._fail)
        self.progress.stop_wanted.connect(self.stop)

    @property
    def running(self) -> bool:
        """Return True when one is being made."""
        return self._job.running

    def start(self, library: Library, template: str, settings: Mapping[str, str]) -> None:
        """Make TEMPLATE with SETTINGS; what was being made is given up."""
        self.progress.show_work("Making the design…")
        self._job.start(make_design, library, template, dict(settings))

    def stop(self) -> None:
        """Give up what is being made."""
        self._job.close()
        self.progress.show_work("")

    def _tell(self, done: int, total: int, what: str) -> None:
        many = f": {count_text(done)} of about {count_text(total)} nodes and links" if total and not what else ""
        self.progress.show_work(f"{what or 'Making the design'}{many}…")

    def _finish(self, design: object) -> None:
        self.progress.show_work("")
        self.made.emit(design)

    def _fail(self, problem: str) -> None:
        self.progress.show_work("")
        if problem != STOPPED:
            self.refused.emit(problem)


class MakingProgress(QWidget):
    """Words and a button; hidden when there is nothing to tell."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, what: str = "making the design") -> None:
        super().__init__(parent)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.words = label("", "caption", self)
        self.words.setAccessibleName(what.capitalize())
        across.addWidget(self.words)
        self.stop = push_button(
            "Stop", self, self.stop_wanted, look="status", name=f"Stop {what}", tip="Stop; what is open stays open"
        )
        self.stop.setCursor(Qt.CursorShape.PointingHandCursor)
        self.stop.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        across.addWidget(self.stop)
        self.hide()

    def show_work(self, words: str) -> None:
        """Show WORDS; "" hides it."""
        self.words.setText(words)
        self.setVisible(bool(words))
