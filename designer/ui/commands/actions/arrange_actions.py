"""The commands of the Arrange menu about places: tidy, lock, align, distribute, same size, the grid."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from designer.edit.layouts.align import Direction, Side, Size, align, distribute, same_size, snap_to_grid
from designer.edit.nodes.locks import is_locked, set_locked
from designer.edit.nodes.stacking_order import bring_to_front, send_to_back
from designer.edit.selection import amount_in
from designer.model.changes import ChangeSet
from designer.model.kinds import CONTAINERS
from designer.ui.app.preferences import Preferences
from designer.ui.commands.actions.edit_actions import GetWorkspace, GroupActions
from designer.ui.commands.actions.fold_actions import FoldActions
from designer.ui.jobs.tidy_job import TidyJob
from designer.ui.jobs.work_progress import WorkProgress

if TYPE_CHECKING:
    from designer.edit.layouts.tidy import Style
    from designer.ui.app.workspace import Workspace


class ArrangeActions(GroupActions, FoldActions):
    """Grouping and places.

    Attributes:
        job: Tidies.
        progress: How far it is, for the status line.
    """

    def __init__(self, workspace: GetWorkspace, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(workspace)
        self._preferences = preferences
        self.job = TidyJob(preferences, parent)
        self.progress = WorkProgress("tidying", "nothing moves", parent)
        self.job.worked.connect(self.progress.show_work)
        self.progress.stop_wanted.connect(self.job.stop)

    def tidy(self) -> None:
        """Tidy in the style that was used last."""
        self._tidy(self._preferences.tidy_style)

    def tidy_tiers(self) -> None:
        """Switches above what they serve."""
        self._tidy("tiers")

    def tidy_tree(self) -> None:
        """Everything over what depends on it."""
        self._tidy("tree")

    def tidy_radial(self) -> None:
        """Rings around the root."""
        self._tidy("radial")

    def tidy_grid(self) -> None:
        """Rows and columns."""
        self._tidy("grid")

    def _tidy(self, style: "Style") -> None:
        work = self._workspace()
        if work is None:
            return
        self._preferences.tidy_style = style
        chosen = work.canvas.stage.selected_nodes()
        nodes = work.document.design.nodes
        # One tile alone has nothing to be tidied; a container has its inside.
        some = len(chosen) > 1 or any(nodes[one].kind in CONTAINERS and nodes[one].part is None for one in chosen)
        work.views.show_view("topology")
        self.job.start(work, style, chosen if some else None)

    def lock(self) -> None:
        """Lock what is selected in place; when all of it is locked, unlock it."""
        work = self._workspace()
        if work is None:
            return
        chosen = work.canvas.stage.selected_things()
        locked = not all(is_locked(work.document.design, one) for one in chosen)
        if chosen:
            work.document.edit(partial(set_locked, ids=chosen, locked=locked))

    def unlock_all(self) -> None:
        """Unlock everything."""
        work = self._workspace()
        if work is None:
            return
        locked = sorted(work.canvas.stage.locked)
        if locked:
            work.document.edit(partial(set_locked, ids=locked, locked=False))
        else:
            work.message.emit("Nothing is locked.")

    def to_front(self) -> None:
        """In front of all beside it."""
        if work := self._workspace():
            ids = work.canvas.stage.selected_things()
            self._place(work, partial(bring_to_front, ids=ids), "There is nothing in front of it.")

    def to_back(self) -> None:
        """Behind all beside it."""
        if work := self._workspace():
            ids = work.canvas.stage.selected_things()
            self._place(work, partial(send_to_back, ids=ids), "There is nothing behind it.")

    def align_left(self) -> None:
        """Left edges on one line."""
        self._align("left")

    def align_centre(self) -> None:
        """Centres on one line, from top to bottom."""
        self._align("centre")

    def align_right(self) -> None:
        """Right edges on one line."""
        self._align("right")

    def align_top(self) -> None:
        """Top edges on one line."""
        self._align("top")

    def align_middle(self) -> None:
        """Middles on one line, from left to right."""
        self._align("middle")

    def align_bottom(self) -> None:
        """Bottom edges on one line."""
        self._align("bottom")

    def distribute_across(self) -> None:
        """Equal gaps from left to right."""
        self._distribute("across")

    def distribute_down(self) -> None:
        """Equal gaps from top to bottom."""
        self._distribute("down")

    def same_width(self) -> None:
        """As wide as the widest."""
        self._same("width")

    def same_height(self) -> None:
        """As high as the highest."""
        self._same("height")

    def snap(self) -> None:
        """All, or what is selected, on the grid."""
        work = self._workspace()
        if work is not None:
            chosen = work.canvas.stage.selected_things()
            self._place(work, partial(snap_to_grid, ids=chosen or None), "Everything is on the grid already.")

    def _align(self, side: Side) -> None:
        if work := self._workspace():
            self._place(work, partial(align, ids=work.canvas.stage.selected_things(), side=side), "They are aligned.")

    def _distribute(self, direction: Direction) -> None:
        if work := self._workspace():
            chosen = work.canvas.stage.selected_things()
            self._place(work, partial(distribute, ids=chosen, direction=direction), "The gaps are equal already.")

    def _same(self, size: Size) -> None:
        if work := self._workspace():
            chosen = work.canvas.stage.selected_things()
            self._place(work, partial(same_size, ids=chosen, size=size), f"They are of one {size} already.")

    @staticmethod
    def _place(work: "Workspace", make: Callable[..., ChangeSet], already: str) -> None:
        revision = work.document.session.revision
        chosen, design = work.canvas.stage.selected_things(), work.document.design
        many = amount_in(design, chosen) if chosen else len(design.nodes)
        if work.document.edit_many(make, many, "Placing …") and work.document.session.revision == revision:
            work.message.emit(already)
