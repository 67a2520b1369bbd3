"""The racks of one design on the screen: what is drawn, where one looks, and what is held over a rack."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.rooms.rack_fit import Verdict
from designer.drawing.racks.elevations import (
    HINT,
    NUMBERS_PX,
    Faces,
    RackBox,
    RackDrawing,
    channel_rect,
    draw_racks,
    rack_words,
    unit_rect,
)
from designer.drawing.records import Rect
from designer.edit.racks.rack_places import place_words
from designer.model.copy_ids import CopyId
from designer.model.design import Camera, RackPlace, View
from designer.model.wording import counted
from designer.paint.racks.elevations import RackPainter
from designer.ui.app.document import Document
from designer.ui.canvas.port import Card
from designer.ui.reality.measured_words import rack_bars
from designer.ui.views.painted_view import PaintedView
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.theme import ink, type_font

_MARGIN: Final = 24.0
_READABLE: Final = 0.62
"""The least scale at which names can be read; the first look is not farther."""


class Held(NamedTuple):
    """Device held over a rack: where it would go and whether it does."""

    name: str
    rack: str
    face: str
    place: RackPlace
    units: float
    verdict: Verdict


class RackSurface(PaintedView[RackDrawing]):
    """Elevations of one document as they are seen, without hands.

    Attributes:
        held: What is held over a rack now, with its verdict; None when nothing is.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "Racks", parent)
        self._looked = False
        self._faces: Faces = "both"
        self._racks: tuple[str, ...] | None = None
        self._copies: dict[str, int] = {}
        self._hovered = ""
        self.held: Held | None = None
        document.changed.connect(self.redraw)
        document.analysed.connect(self.redraw)
        connect_given((document.readings.changed, self.redraw))

    @override
    def _draw_now(self) -> RackDrawing:
        document = self._document
        return draw_racks(
            document.design,
            self._racks,
            results=document.results if document.fresh else None,
            faces=self._faces,
            copies=self._copies,
            measured=rack_bars(document.readings.found),
        )

    @override
    def _look_at(self, drawing: RackDrawing) -> None:
        if not self._looked and drawing.columns and self.height() > 1:
            self._look_first(drawing)

    @property
    @override
    def hint(self) -> str:
        drawing = self.drawing
        if not drawing.columns:
            return HINT
        left = f", {drawing.left_out} more not drawn" if drawing.left_out else ""
        free = sum(len(column.elevations[0].free) for column in drawing.columns if column.elevations)
        drawn = f"{counted(len(drawing.columns), 'rack')} drawn{left} · {counted(free, 'unit')} free"
        return f"{drawn} · drag to move, arrows go unit by unit"

    def show_faces(self, faces: Faces) -> None:
        """Draw fronts, rears or both."""
        self._faces = faces
        self.redraw()

    def show_racks(self, racks: Sequence[str] | None) -> None:
        """Draw RACKS alone, or all of them."""
        self._racks = None if racks is None else tuple(racks)
        self._looked, self._fitted = False, True
        self.redraw()

    def show_physical(self, name: str) -> bool:
        """Show one copy of a rack, "rack[2]", under its own name; False where it is not drawn."""
        rack_id, copy = CopyId.read(name)
        if self._racks is not None and rack_id not in self._racks:
            self.show_racks(None)
        self._copies = {} if copy is None else {rack_id: copy}
        self.redraw()
        found = self.drawing.column_of(rack_id) is not None
        if found:
            self.reveal((rack_id,))
        return found

    def shows(self, ids: Collection[str]) -> bool:
        """Return True when any of IDS is drawn."""
        return any(self.drawing.boxes_of(one) or self.drawing.column_of(one) for one in ids)

    def show_view(self, view: View) -> None:
        """Show what a saved view shows: its racks and its camera."""
        racks = [name for name in view.focus if name in self._document.design.nodes]
        self.show_racks(racks or None)
        if view.camera is not None:
            self._looked = True
            self._show_camera(view.camera)
        self.update()

    # Where one looks.

    @override
    def fit(self) -> None:
        self._viewpoint.fit(self.drawing.bounds, most=1.2, margin=_MARGIN)
        self._looked, self._fitted = True, False
        self.update()

    def fit_selection(self) -> None:
        """Show what is selected; all of it when nothing is."""
        around = self._around(self._selected)
        if around is None:
            self.fit()
            return
        view = self._viewpoint
        view.fit(around, most=1.5, margin=48)
        if view.scale < _READABLE:
            # Names are read before both sides are seen: the front from the left, at a size that can be read.
            view.scale = _READABLE
            view.x = around.x - (NUMBERS_PX + _MARGIN) / view.scale
            view.y = max(around.y - 96, around.centre[1] - self.height() / 2 / view.scale)
        self._fitted = False
        self.update()

    @override
    def _selected_rect(self) -> Rect | None:
        return self._around(self._selected)

    def reveal(self, ids: Collection[str]) -> None:
        """Bring IDS into sight with as little movement as it takes."""
        around = self._around(ids)
        if around is not None and self._viewpoint.reveal(around):
            self._fitted = False
            self.update()

    @override
    def camera(self) -> Camera:
        _ = self.drawing
        return self._viewpoint.camera

    @property
    def shown_racks(self) -> tuple[str, ...]:
        """The racks that were chosen; none for all."""
        return self._racks or ()

    def screen_rect(self, node_id: str, copy: int = 0) -> QRectF:
        """Return the place of a copy of a device on the screen, at its own face."""
        boxes = [box for box in self.drawing.boxes_of(node_id) if box.copy == copy and box.seen != "back"]
        return self._on_screen(boxes[0].rect if boxes else None)

    def screen_place(self, rack_id: str, unit: int, face: str = "front", across: float = 0.5) -> QPointF:
        """The middle of a rack unit on the screen."""
        column = self.drawing.column_of(rack_id)
        elevation = next((e for e in column.elevations if e.face == face), None) if column else None
        if elevation is None:
            return QPointF()
        rect = unit_rect(elevation, unit - 1, unit)
        return QPointF(*self._viewpoint.to_screen(rect.x + rect.width * across, rect.centre[1]))

    def _around(self, ids: Collection[str]) -> Rect | None:
        found: Rect | None = None
        for one in ids:
            column = self.drawing.column_of(one)
            for rect in [column.rect] if column else [box.rect for box in self.drawing.boxes_of(one)]:
                found = rect if found is None else found.united(rect)
        return found

    def _look_first(self, drawing: RackDrawing) -> None:
        """All units in sight where names can be read then, else as large as that, from the top left."""
        self._looked = True
        view = self._viewpoint
        view.resize(self.width(), self.height())
        scale = max(min((self.height() - 2 * _MARGIN) / drawing.bounds.height, 1.0), _READABLE)
        view.scale = scale
        view.x, view.y = -_MARGIN / scale, -_MARGIN / scale
        if drawing.bounds.width * scale < self.width() - 2 * _MARGIN:
            view.x = (drawing.bounds.width - self.width() / scale) / 2

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawing, view = self.drawing, self._viewpoint
        painter.fillRect(self.rect(), ink("canvas"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not drawing.columns:
            painter.setFont(type_font("body"))
            painter.setPen(ink("muted"))
            room = QRectF(self.rect()).adjusted(32, 32, -32, -32)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, HINT)
            painter.end()
            return
        with self._in_place(painter):
            RackPainter(self._document.design, view.scale).paint(
                painter, drawing, view.visible, selected=self._selected, hovered=self._hovered
            )
            if self.held is not None:
                self._paint_held(painter, self.held)
        self._paint_card(painter, _card(self.held) if self.held is not None else None)
        if self._by_keys and self.hasFocus() and not self._selected:
            painter.setPen(QPen(ink("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_held(self, painter: QPainter, held: Held) -> None:
        rect = self._held_rect(held)
        if rect is None:
            return
        mood = "ok" if held.verdict.fits and not held.verdict.warnings else "warn" if held.verdict.fits else "error"
        colour = ink(mood)
        ground = ink("surface")
        ground.setAlphaF(0.82)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(*rect), 3, 3)
        painter.setPen(QPen(colour, 2.0, Qt.PenStyle.DashLine))
        colour.setAlphaF(0.22)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(*rect), 3, 3)
        font = QFont(type_font("strong"))
        painter.setFont(font)
        painter.setPen(ink("text"))
        painter.drawText(QRectF(*rect), Qt.AlignmentFlag.AlignCenter, held.name)

    def _held_rect(self, held: Held) -> Rect | None:
        column = self.drawing.column_of(held.rack)
        elevation = next((e for e in column.elevations if e.face == held.face), None) if column else None
        if elevation is None:
            return None
        if held.place.zero_u:
            return channel_rect(elevation, held.place.side)
        low = held.place.u - 1.0
        return unit_rect(elevation, low, low + held.units, held.place.side)

    @override
    def _spoken_now(self, drawing: RackDrawing) -> str:
        tags = [
            f"{tag.title}, {tag.units}{', at the rear' if tag.rear else ''} of {column.title}"
            for column in drawing.columns
            for tag in column.names
            if tag.node in self._selected
        ]
        return f"Selected: {'; '.join(tags)}" if tags else rack_words(drawing)

    @override
    def _unhover(self) -> None:
        self._hovered = ""

    def _box_at(self, place: QPointF) -> RackBox | None:
        return self.drawing.box_at(*self._viewpoint.to_canvas(place.x(), place.y()))

    @override
    def _resized(self) -> None:
        if self._fitted:
            self._looked = False
            self.redraw()


def _card(held: Held) -> Card:
    """The verdict in words, for the note beside the pointer."""
    verdict = held.verdict
    if not verdict.fits:
        nearest = f"The nearest free place is {place_words(verdict.nearest)}." if verdict.nearest else ""
        return Card("Does not go there", tuple(line for line in (verdict.why_not, nearest) if line), "no")
    title = f"{place_words(held.place)}: fits"
    return Card(title, tuple(f"But: {warning}" for warning in verdict.warnings), "" if verdict.warnings else "ok")
