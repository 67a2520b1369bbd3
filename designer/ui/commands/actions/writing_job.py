"""Files written in a process beside the window, one after the other: how far each is stands with a stop."""

from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import QObject

from designer.files.os_error_words import os_error_words
from designer.files.stopped import STOPPED as NOT_WRITTEN
from designer.ui.commands.actions.export_kinds import Snapshot
from designer.ui.commands.actions.file_writers import WriteFile, write_file
from designer.ui.commands.actions.snapshot_files import write_snapshot
from designer.ui.jobs.background import STOPPED, BackgroundJob
from designer.ui.jobs.in_thread import NewestInThread
from designer.ui.jobs.work_progress import WorkProgress

CLOSING_S: Final = 20.0
"""So long a window that is closed waits for a file that tells no steps: it has seconds of work."""


class PackedSnapshot(QObject):
    """The newest snapshot in a file, packed beside the window once for all that is made of it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._packing = NewestInThread(self)
        self._folder: TemporaryDirectory[str] | None = None
        self._number = 0
        self._of: Snapshot | None = None
        self._path: Path | None = None

    def give(self, what: Snapshot, then: Callable[[Path | None, str], None]) -> None:
        """Call THEN with the file of WHAT, or with None and why there is none; what was asked before is dropped."""
        if self._path is not None and self._of is not None and _same(what, self._of) and what == self._of:
            then(self._path, "")
            return
        self.drop()
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="stackwright-", ignore_cleanup_errors=True)
        self._number += 1
        path = Path(self._folder.name) / f"snapshot-{self._number}"
        self._packing.start(partial(_written, path, what), partial(self._packed, what, path, then))

    def wait(self) -> None:
        """Wait until what is being packed is there, and tell it."""
        self._packing.wait()

    def drop(self) -> None:
        """Ask for nothing any more, and let go of what is kept."""
        self._packing.drop()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        self._of = self._path = None

    def close(self) -> None:
        """Leave no file."""
        self.drop()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _packed(self, what: Snapshot, path: Path, then: Callable[[Path | None, str], None], problem: str) -> None:
        if problem:
            then(None, problem)
            return
        self._of, self._path = what, path
        then(path, "")


def _same(first: Snapshot, second: Snapshot) -> bool:
    """Return whether both are of the very same records, without looking into them."""
    return first.design is second.design and first.results is second.results and first.library is second.library


def _written(path: Path, what: Snapshot) -> str:
    """Write WHAT to PATH; return why that cannot be done, "" where it is."""
    try:
        write_snapshot(path, what)
    except OSError as problem:
        return f"What it is made of could not be laid down: {os_error_words(problem)}."
    return ""


class WritingJob(QObject):
    """Writes files, the next one when the one before is done.

    Attributes:
        progress: For the status bar.
    """

    def __init__(
        self,
        parent: QObject,
        *,
        wrote: Callable[[Path], None],
        stopped: Callable[[Path], None],
        refused: Callable[[Path, str], None],
    ) -> None:
        """Make it; WROTE, STOPPED and REFUSED are told how each file ended."""
        super().__init__(parent)
        stays = "what stood in the file before stays"
        self.progress = WorkProgress("writing the file", stays, stop_wanted=self.stop)
        self._job: BackgroundJob[None] = BackgroundJob(
            self, progressed=self._progressed, finished=self._finished, failed=self._failed
        )
        self._snapshot = PackedSnapshot(self)
        self._waiting: deque[tuple[WriteFile, Path, Snapshot]] = deque()
        self._path: Path | None = None
        self._tells_steps = False
        self._wrote, self._stopped, self._refused = wrote, stopped, refused

    @property
    def running(self) -> bool:
        """Return True when a file is being written or waits for that."""
        return self._path is not None

    def start(self, write: WriteFile, path: Path, what: Snapshot) -> None:
        """Write PATH by WRITE of WHAT, after the files that are asked for already."""
        self._waiting.append((write, path, what))
        if self._path is None:
            self._next()

    def stop(self) -> None:
        """Leave all that is not yet written; a file that was there before stays."""
        waiting, path = [path for _, path, _ in self._waiting], self._path
        self._waiting.clear()
        if path is not None:
            if self._tells_steps:
                # It stops at its next step, and tells so.
                self._job.stop()
            else:
                self._job.close()
                self._snapshot.drop()
                self._end()
                self._stopped(path)
        for one in waiting:
            self._stopped(one)

    def close(self) -> None:
        """End without a word what takes long; what tells no steps is let be finished."""
        self._waiting.clear()
        self._snapshot.wait()
        if self._job.running and not self._tells_steps:
            self._job.wait(CLOSING_S)
        self._job.close()
        self._snapshot.close()
        self._end()

    def _next(self) -> None:
        if not self._waiting:
            return
        write, path, what = self._waiting.popleft()
        self._path, self._tells_steps = path, False
        self.progress.show_work(f"Writing {path.name} …")
        self._snapshot.give(what, partial(self._write, write, path))

    def _write(self, write: WriteFile, path: Path, packed: Path | None, problem: str) -> None:
        if packed is None:
            self._failed(problem)
        else:
            self._job.start(write_file, write, path, packed)

    def _progressed(self, done: int, total: int, name: str) -> None:
        if self._path is not None:
            self._tells_steps = True
            far = f"{done:,} of {total:,} {name}" if total else name
            self.progress.show_work(f"Writing {self._path.name}: {far} …")

    def _finished(self, _: None) -> None:
        path = self._end()
        if path is not None:
            self._wrote(path)
        self._go_on()

    def _failed(self, line: str) -> None:
        path = self._end()
        if path is not None and line in {STOPPED, NOT_WRITTEN}:
            self._stopped(path)
        elif path is not None:
            self._refused(path, line)
        self._go_on()

    def _go_on(self) -> None:
        # Whoever was told may have begun the next one already.
        if self._path is None:
            self._next()

    def _end(self) -> Path | None:
        path, self._path = self._path, None
        self.progress.show_work("")
        return path
