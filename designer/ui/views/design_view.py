"""The protocol of every view beside the canvas: what the window asks of it, and what it tells."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from designer.drawing.rooms.floor_overlays import FloorOverlay
from designer.model.design import Camera, Quarter, View
from designer.ui.canvas.rendering.drawn_ahead import Shown


class DesignView(QWidget):
    """One view of a design; a row in `designer/ui/views/registry.py` makes it known.

    A view listens to its document itself. It is told what is selected and asked to show things, and it tells what the
    person wants; whoever holds it needs to know no more of it.
    """

    selection_wanted = Signal(tuple)
    """Ids that the person chose, as a tuple."""

    hint_changed = Signal(str)
    """One line about what is in sight."""

    message = Signal(str)
    """One line for the status bar."""

    view_wanted = Signal(str, object)
    """Id of another view, and the ids that are to be seen there; none begins what that view is for."""

    lens_wanted = Signal(str)
    """Name of the lens that the person chose here, "" for none."""

    part_dropped = Signal(str)
    """Id of a part that was dropped here and is to be placed on the canvas."""

    part_placed = Signal(str)
    """Id of a part that was placed here."""

    @property
    def hint(self) -> str:
        """Return one line about what is in sight."""
        return ""

    @property
    def focus(self) -> tuple[str, ...]:
        """Return what is in sight of several, for a saved view: the room, the racks; none is all or the first."""
        return ()

    @property
    def floor_overlay(self) -> FloorOverlay:
        """Return what racks in a room are coloured by here, for an exported picture."""
        return ""

    @property
    def quarter(self) -> Quarter:
        """Return by how many quarters a room is turned here, for a saved view and an exported picture."""
        return 0

    @property
    def goes_alone(self) -> bool:
        """Return whether the canvas stays where it is when this view goes to things that it shows."""
        return False

    def fit(self) -> None:
        """Show all of it."""
        raise NotImplementedError

    def fit_selection(self) -> None:
        """Show what is selected."""
        raise NotImplementedError

    def zoom_in(self) -> None:
        """Closer."""
        raise NotImplementedError

    def zoom_out(self) -> None:
        """Farther."""
        raise NotImplementedError

    def camera(self) -> Camera | None:
        """Return what is in sight, None where all of it is."""
        return None

    def select(self, ids: Collection[str]) -> None:
        """Outline IDS."""
        raise NotImplementedError

    def shows(self, ids: Collection[str]) -> bool:
        """Return True when any of IDS is drawn here."""
        raise NotImplementedError

    def go_to(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight; nothing where all is always in sight."""

    @property
    def sight(self) -> QWidget:
        """Return the part of this view that panels may float over: not its tools, nor a list beside it."""
        return self

    def keep_right_clear(self, pixels: int) -> None:
        """Bring out what is shown from under that which floats over so many PIXELS at the right of `sight`."""

    def let_drawing_go(self) -> None:
        """Keep no drawing while the design is out of sight; where one looks and what is selected stay."""

    def show_like(self, shown: Shown) -> None:
        """Show what the canvas shows too: its lens, and what is hidden there; nothing where a view has its own."""

    def begin(self) -> None:
        """Begin what this view is for, where nothing is there to go to."""

    def place_part(self, part_id: str) -> bool:
        """Place a part here; False where a part has no place here, so that the canvas takes it."""
        return False

    def show_view(self, view: View) -> None:
        """Show what a saved view shows."""
        raise NotImplementedError

    def set_context_actions(self, actions: Sequence[QAction]) -> None:
        """Take further actions for the menu on a right click."""
        raise NotImplementedError

    def pass_on(self, inner: "DesignView") -> None:
        """Tell what INNER, which is painted in this view, tells."""
        for theirs, ours in (
            (inner.selection_wanted, self.selection_wanted),
            (inner.hint_changed, self.hint_changed),
            (inner.message, self.message),
            (inner.view_wanted, self.view_wanted),
            (inner.part_dropped, self.part_dropped),
            (inner.part_placed, self.part_placed),
        ):
            theirs.connect(ours)
