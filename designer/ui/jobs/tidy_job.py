"""Tidying the open design: at once when it is small, beside the window when it is large; things glide there."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStyle
from shiboken6 import isValid

from designer.edit.selection import contents
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.ui.app.preferences import Preferences
from designer.ui.jobs.background import BackgroundJob

if TYPE_CHECKING:
    from designer.drawing.records import Rect
    from designer.ui.app.workspace import Workspace

MOST_AT_ONCE: Final = 60
"""Nodes up to which the window does not notice it: 60 ms in tiers, which are tried in several ways."""
EDITED: Final = "The design was edited meanwhile, so nothing was tidied; tidy it again."


class TidyJob(QObject):
    """Tidies one workspace at a time."""

    worked = Signal(str)
    """How far it is, in words; "" when it is done."""

    def __init__(self, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._job = BackgroundJob(self, progressed=self._progressed, finished=self._arrived, failed=self._failed)
        self._take: Callable[[ChangeSet], None] | None = None
        self._tell: Callable[[str], None] | None = None

    @property
    def running(self) -> bool:
        """Return True when places are being worked out."""
        return self._job.running

    def start(self, work: "Workspace", style: str, ids: Sequence[str] | None) -> None:
        """Tidy WORK's design, or IDS of it with what is in them."""
        from designer.edit.layouts.tidy import tidy
        from designer.ui.jobs.tidy_work import find_places

        self.stop()
        design = work.document.design
        count = len(design.nodes if ids is None else contents(design, ids))
        if count <= MOST_AT_ONCE:
            self._commit(work, partial(tidy, style=style, ids=ids), ids)
            return
        revision = work.document.session.revision
        self._take = partial(self._commit_late, work, revision, ids)
        self._tell = work.message.emit
        self.worked.emit(f"Tidying {count:,} things …")
        self._job.start(find_places, design, style, list(ids) if ids is not None else None)

    def stop(self) -> None:
        """Leave it."""
        if self._job.running:
            self._job.close()
            self._forget()

    def _progressed(self, done: int, total: int, name: str) -> None:
        self.worked.emit(f"Tidying: {done:,} of {total:,}" + (f", {name}" if name else "") + " …")

    def _arrived(self, changeset: ChangeSet) -> None:
        take = self._take
        self._forget()
        if take is not None:
            take(changeset)

    def _failed(self, line: str) -> None:
        tell = self._tell
        self._forget()
        if tell is not None:
            tell(line)

    def _forget(self) -> None:
        self._take = self._tell = None
        self.worked.emit("")

    def _commit_late(self, work: "Workspace", revision: int, ids: Sequence[str] | None, changeset: ChangeSet) -> None:
        if not isValid(work):
            return
        if work.document.session.revision != revision:
            work.message.emit(EDITED)
            return

        def make(_: Design) -> ChangeSet:
            return changeset

        self._commit(work, make, ids)

    def _commit(self, work: "Workspace", make: Callable[[Design], ChangeSet], ids: Sequence[str] | None) -> None:
        """Make the edit, one for all of it, and let things glide there.

        All of the design is in sight then; where only IDS were tidied, the view goes along if they left it.
        """
        whole = ids is None
        canvas = work.canvas
        before, revision = canvas.stage.drawing, work.document.session.revision
        if not work.document.edit(make):
            return
        onto = canvas.stage.drawing.bounds if whole and work.document.design.nodes else None
        # The edit changed nothing: everything stood in its place already.
        if work.document.session.revision == revision:
            work.message.emit("It is tidy already.")
            if onto is not None:
                canvas.fit()
            return
        if self._glides():
            canvas.glide.start(before, onto if whole else self._left_sight(work, ids or ()))
        elif onto is not None:
            canvas.fit()
        elif self._left_sight(work, ids or ()) is not None:
            canvas.fit_selection()

    @staticmethod
    def _left_sight(work: "Workspace", ids: Sequence[str]) -> "Rect | None":
        """Return what IDS and all that was in sight take together; None where IDS are in sight."""
        stage = work.canvas.stage
        around, sight = stage.drawing.around(ids), stage.sight
        if around is None or (
            sight.x <= around.x
            and sight.y <= around.y
            and around.right <= sight.right
            and around.bottom <= sight.bottom
        ):
            return None
        return sight.united(around)

    def _glides(self) -> bool:
        """Return True when things move visibly: the person's choice, else what the system asks of widgets."""
        chosen = self._preferences.motion
        if chosen != "system":
            return chosen == "glide"
        return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
