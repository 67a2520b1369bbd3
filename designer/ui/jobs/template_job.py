"""A large template made beside the window: how far it is in the status line, with a button to stop it."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from designer.catalog.library import Library
from designer.model.figures.figure_text import count_text
from designer.ui.jobs.background import STOPPED, BackgroundJob
from designer.ui.jobs.template_work import make_design
from designer.ui.jobs.work_progress import WorkProgress


class MakingJob(QObject):
    """Makes one design at a time.

    Attributes:
        progress: What to put into the status line.
    """

    made = Signal(bytes)
    """The design, as a message that `unpack_design` reads."""

    refused = Signal(str)
    """Why there is none; not told where it was stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.progress = WorkProgress("making the design", "what is open stays open", stop_wanted=self.stop)
        self._job = BackgroundJob(self, progressed=self._tell, finished=self._finish, failed=self._fail)

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

    def _finish(self, message: bytes) -> None:
        self.progress.show_work("")
        self.made.emit(message)

    def _fail(self, problem: str) -> None:
        self.progress.show_work("")
        if problem != STOPPED:
            self.refused.emit(problem)
