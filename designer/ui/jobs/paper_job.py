"""Files of hundreds of pages written beside the window: how far it is stands in the status bar, with a stop."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from designer.analysis.results import Results
from designer.files.stopped import STOPPED as NOT_WRITTEN
from designer.model.design import Design
from designer.model.parts.part import Part
from designer.review.findings import Finding
from designer.ui.jobs.background import STOPPED, BackgroundJob
from designer.ui.jobs.paper_work import WritePaper
from designer.ui.jobs.work_progress import WorkProgress


class PaperJob(QObject):
    """Writes one file at a time.

    Attributes:
        progress: For the status bar.
    """

    def __init__(
        self,
        parent: QObject,
        *,
        wrote: Callable[[Path, int], None],
        stopped: Callable[[Path], None],
        refused: Callable[[Path, str], None],
    ) -> None:
        """Make it; WROTE, STOPPED and REFUSED are told how each file ended."""
        super().__init__(parent)
        self.progress = WorkProgress("writing", "what stood in the file before stays", stop_wanted=self.stop)
        self._job: BackgroundJob[int] = BackgroundJob(
            self, progressed=self._progressed, finished=self._finished, failed=self._failed
        )
        self._path = Path()
        self._wrote = wrote
        self._stopped = stopped
        self._refused = refused

    @property
    def running(self) -> bool:
        """Return True when a file is being written."""
        return self._job.running

    def start(
        self,
        write: WritePaper,
        path: Path,
        design: Design,
        parts: dict[str, Part],
        results: Results,
        findings: Sequence[Finding],
    ) -> None:
        """Write PATH by WRITE; a file that is being written is given up."""
        self._path = path
        self.progress.show_work(f"Writing {path.name} …")
        self._job.start(write, path, design, parts, results, findings, date.today())

    def stop(self) -> None:
        """Leave it; nothing is written."""
        self._job.stop()

    def close(self) -> None:
        """End it at once and without a word."""
        self._job.close()
        self.progress.show_work("")

    def _progressed(self, done: int, total: int, name: str) -> None:
        far = f"{done:,} of {total:,} {name}" if total else name
        self.progress.show_work(f"Writing {self._path.name}: {far} …")

    def _finished(self, pages: int) -> None:
        self.progress.show_work("")
        self._wrote(self._path, pages)

    def _failed(self, line: str) -> None:
        self.progress.show_work("")
        if line in {STOPPED, NOT_WRITTEN}:
            self._stopped(self._path)
        else:
            self._refused(self._path, line)
