"""Navigation on the canvas: how commands, the map and earlier places take the sight somewhere."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from designer.catalog.library import Library
from designer.drawing.records import Rect
from designer.edit.session import Session
from designer.model.design import Camera, View
from designer.ui.canvas.canvas_model import Stage, is_drawn
from designer.ui.canvas.interaction.folding import hidden_words
from designer.ui.canvas.rendering.camera_animation import Flight
from designer.ui.canvas.view_history import Place, Visited
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.widgets.timers import after_pause

REST_MS: Final = 700
"""A place that is looked at for this long is one to come back to."""
AHEAD_MS: Final = 150
"""Between two things that are drawn ahead the window has so long for anything else."""
_STEP: Final = 1.25


class LookingCanvas(QWidget):
    """A canvas as far as it is a window on its design.

    Attributes:
        stage: What stands on the canvas.
        flies: Whether the sight glides to where a command takes it; reduced motion says no.
    """

    message = Signal(str)
    """One plain line for the status bar."""

    zoom_changed = Signal(float)

    def __init__(self, session: Session, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewpoint = Viewpoint()
        self._looked = False
        self._whole: tuple[Place, Rect] | None = None
        self._pointer: QPointF | None = None
        self._visited = Visited()
        self._flight = Flight(self.update, self)
        self.flies: Callable[[], bool] = _never
        self.stage = Stage(session, library, self._viewpoint, self)
        self._rest = after_pause(self, REST_MS, self._rested)
        self._ahead = after_pause(self, AHEAD_MS, self._look_ahead)

    def _on_view_moved(self) -> None:
        """The view moved: whatever follows it is told by those that have it."""
        self._flight.stop()
        self._rest.start()
        self.stage.look_from_here()
        self.zoom_changed.emit(self._viewpoint.scale)
        self.update()

    def fit(self) -> None:
        """Show the whole design."""
        before = self._leave()
        self._fit_whole()
        self._arrive(before)

    def _fit_whole(self) -> None:
        drawing = self.stage.drawing
        if drawing.tiles or drawing.frames or drawing.marks:
            self._viewpoint.fit(drawing.bounds)
        else:
            self._viewpoint.scale = 1.0
            self._viewpoint.centre_on(0.0, 0.0)
        self._whole = self._here(), drawing.bounds

    def _shows_whole(self) -> bool:
        """Return whether the sight is still the one that showed the whole design, and the design as large as then."""
        return self._looked and self._whole == (self._here(), self.stage.drawing.bounds)

    def begin(self) -> None:
        """Show the whole design, as the first place of all."""
        self.fit()
        self._flight.stop()
        self._visited = Visited()

    def fit_selection(self) -> None:
        """Show all that is selected; the whole design when nothing is."""
        around = self._around(self.stage.selected)
        if around is None:
            self.fit()
            return
        before = self._leave()
        self._viewpoint.fit(around, most=1.5, margin=96)
        self._arrive(before)

    def go_to(self, ids: Sequence[str]) -> None:
        """Select IDS (or what is made of the parts they name) and bring them into sight."""
        design, view = self.stage.design, self._viewpoint
        chosen = [one for one in ids if is_drawn(design, one)]
        chosen += [node.id for node in design.nodes.values() if node.part in ids and node.id not in ids]
        self.stage.select(chosen)
        if hiding := hidden_words(design, chosen):
            self.message.emit(hiding)
        around = self._around(chosen)
        if around is None:
            return
        before = self._leave()
        if view.scale < 0.5 or not _holds(view.visible, around):
            view.fit(around, most=max(min(view.scale, 1.5), 0.9), margin=96)
        self._arrive(before)

    def go_back(self) -> None:
        """Look where one looked before."""
        self._revisit(self._visited.back(self._here()), "There is no earlier place to go back to.")

    def go_forward(self) -> None:
        """Look where one went back from."""
        self._revisit(self._visited.forward(self._here()), "There is no later place to go forward to.")

    def _revisit(self, place: Place | None, nowhere: str) -> None:
        if place is None:
            self.message.emit(nowhere)
            return
        before = self._viewpoint.copy()
        self._viewpoint.scale = place.scale
        self._viewpoint.centre_on(place.x, place.y)
        self._arrive(before)

    def _here(self) -> Place:
        sight = self._viewpoint.visible
        return Place(*sight.centre, sight.width, self._viewpoint.scale)

    def _rested(self) -> None:
        self._visited.rest(self._here())
        if self.isVisible():
            self._ahead.start()

    def _look_ahead(self) -> None:
        """Nothing moves: what is seen from a little nearer or farther is drawn before anyone goes there."""
        if not self._rest.isActive() and self.stage.shown_preview is None and self.stage.look_ahead():
            self._ahead.start()

    def _leave(self) -> Viewpoint:
        """A leap begins: where it begins is a place to come back to."""
        if self._looked and self.isVisible():
            self._rested()
        return self._viewpoint.copy()

    def _arrive(self, before: Viewpoint) -> None:
        """A leap ended; it is seen as a flight where things may move."""
        self._on_view_moved()
        if self._looked and self.isVisible() and self.flies():
            self._flight.start(before)

    def _around(self, ids: Sequence[str]) -> Rect | None:
        rects = [rect for rect in map(self.stage.near_rect_of, ids) if rect is not None]
        if not rects:
            return None
        around = rects[0]
        for rect in rects[1:]:
            around = around.united(rect)
        return around

    def zoom_in(self) -> None:
        """Zoom in at the middle."""
        self._zoom_at_middle(_STEP)

    def zoom_out(self) -> None:
        """Zoom out at the middle."""
        self._zoom_at_middle(1 / _STEP)

    def zoom_to(self, factor: float) -> None:
        """Zoom to FACTOR (1 is 100%), 0.2% to 800%."""
        self._zoom_at_middle(factor / self._viewpoint.scale)

    def zoom(self) -> float:
        """The zoom, 1 at 100%."""
        return self._viewpoint.scale

    def camera(self) -> Camera:
        """Return what lies in sight, as a record that a view can hold."""
        return self._viewpoint.camera

    def show_view(self, view: View) -> None:
        """Show what a saved view shows: its layers, its detail, its camera or focus."""
        before = self._leave()
        self.stage.set_detail(view.detail)
        self.stage.set_hidden(view.hidden_layers, view.hidden_media)
        around = self._around(view.focus)
        if view.camera is not None:
            self._viewpoint.show(view.camera)
        elif around is not None:
            self._viewpoint.fit(around, most=2.0)
        else:
            self.fit()
        self._looked = True
        self._arrive(before)

    def cursor_position(self) -> tuple[float, float]:
        """Return the place of the pointer on the canvas; the middle of the sight when it is elsewhere."""
        if self._pointer is not None:
            return self._viewpoint.to_canvas(self._pointer.x(), self._pointer.y())
        return self._viewpoint.visible.centre

    def screen_position(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of this widget over a place on the canvas."""
        return self._viewpoint.to_screen(x, y)

    @property
    def flying(self) -> bool:
        """Return True while a leap to another place is still seen as a flight."""
        return self._flight.running

    def centre_on(self, x: float, y: float) -> None:
        """Bring a place on the canvas to the middle of the sight."""
        if not self._rest.isActive():
            self._rested()
        self._viewpoint.centre_on(x, y)
        self._on_view_moved()

    def _zoom_at_middle(self, factor: float) -> None:
        before = self._viewpoint.copy()
        self._viewpoint.zoom_at(self.width() / 2, self.height() / 2, factor)
        self._arrive(before)

    def _zoom_by_name(self, name: str) -> None:
        if name == "fit":
            self.fit()
        elif name == "actual":
            self.zoom_to(1.0)
        else:
            self._zoom_at_middle(_STEP if name == "in" else 1 / _STEP)


def _never() -> bool:
    return False


def _holds(outer: Rect, inner: Rect) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and inner.right <= outer.right and inner.bottom <= outer.bottom
