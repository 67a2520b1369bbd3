"""The racks of one design on the screen: what is drawn, where one looks, and what is held over a rack."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)  # fmt: skip
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.rooms.rack_fit import Verdict
from designer.drawing.looks import Theme
from designer.drawing.racks import (
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
from designer.edit.rack_places import place_words
from designer.model.design import Camera, RackPlace, View
from designer.paint.racks import RackPainter
from designer.ui.canvas.note import paint_note
from designer.ui.canvas.port import Card
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.document import Document
from designer.ui.theme import ink, type_font

_MARGIN: Final = 24.0
_STEP: Final = 1.25
_READABLE: Final = 0.62
"""The least scale at which names can be read; the first look is not farther."""


class Held(NamedTuple):
    """What is held over a rack: where it would go and whether it does."""

    name: str
    rack: str
    face: str
    place: RackPlace
    units: float
    verdict: Verdict


class RackSurface(QWidget):
    """Elevations of one document as they are seen, without hands.

    Attributes:
        held: What is held over a rack now, with its verdict; None when nothing is.
    """

    selection_wanted = Signal(object)
    """Ids that the person chose, as a tuple."""

    told = Signal(str)
    """One line about what was done or is not possible."""

    hint_changed = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._viewpoint = Viewpoint()
        self._drawing: RackDrawing | None = None
        self._looked = False
        self._own_look = False
        self._faces: Faces = "both"
        self._racks: tuple[str, ...] | None = None
        self._selected: frozenset[str] = frozenset()
        self._hovered = ""
        self._last = QPointF()
        self._by_keys = False
        self.held: Held | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(200, 120)
        self.setAccessibleName("Racks")
        document.changed.connect(self.redraw)
        document.analysed.connect(self.redraw)

    @property
    def drawing(self) -> RackDrawing:
        """What is drawn now."""
        if self._drawing is None:
            document = self._document
            self._drawing = draw_racks(
                document.design, self._racks, results=document.results if document.fresh else None, faces=self._faces
            )
            if not self._looked and self._drawing.columns and self.height() > 1:
                self._look_first(self._drawing)
            self._describe()
        return self._drawing

    @property
    def hint(self) -> str:
        """One line about what is in sight."""
        drawing = self.drawing
        if not drawing.columns:
            return HINT
        left = f", {drawing.left_out} more not drawn" if drawing.left_out else ""
        free = sum(len(column.elevations[0].free) for column in drawing.columns if column.elevations)
        return f"{len(drawing.columns)} racks drawn{left} · {free} units free · drag to move, arrows go unit by unit"

    def set_theme(self, theme: Theme) -> None:
        """Paint in THEME."""
        self._theme = theme
        self.update()

    def redraw(self, *_: object) -> None:
        """Draw the design as it is now."""
        self._drawing = None
        if self.isVisible():
            self.hint_changed.emit(self.hint)
        self.update()

    def show_faces(self, faces: Faces) -> None:
        """Draw fronts, rears or both."""
        self._faces = faces
        self.redraw()

    def show_racks(self, racks: Sequence[str] | None) -> None:
        """Draw RACKS alone, or all of them."""
        self._racks = None if racks is None else tuple(racks)
        self._looked = self._own_look = False
        self.redraw()

    def select(self, ids: Collection[str]) -> None:
        """Outline the devices and racks of IDS."""
        self._selected = frozenset(ids)
        self._describe()
        self.update()

    def shows(self, ids: Collection[str]) -> bool:
        """Whether any of IDS is drawn."""
        return any(self.drawing.boxes_of(one) or self.drawing.column_of(one) for one in ids)

    def show_view(self, view: View) -> None:
        """Show what a saved view shows: its racks and its camera."""
        racks = [name for name in view.focus if name in self._document.design.nodes]
        self.show_racks(racks or None)
        if view.camera is not None:
            self._looked = self._own_look = True
            self._viewpoint.show(view.camera)
        self.update()

    # Where one looks.

    def fit(self) -> None:
        """Show all racks."""
        self._viewpoint.fit(self.drawing.bounds, most=1.2, margin=_MARGIN)
        self._looked = self._own_look = True
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
        self._own_look = True
        self.update()

    def reveal(self, ids: Collection[str]) -> None:
        """Bring IDS into sight with as little movement as it takes."""
        around = self._around(ids)
        if around is not None and self._viewpoint.reveal(around):
            self._own_look = True
            self.update()

    def zoom_in(self) -> None:
        """Closer."""
        self._zoom(_STEP)

    def zoom_out(self) -> None:
        """Farther."""
        self._zoom(1 / _STEP)

    def camera(self) -> Camera:
        """What lies in sight."""
        _ = self.drawing
        return self._viewpoint.camera

    @property
    def shown_racks(self) -> tuple[str, ...]:
        """The racks that were chosen; none for all."""
        return self._racks or ()

    def zoom(self) -> float:
        """The zoom, 1 at 100%."""
        _ = self.drawing
        return self._viewpoint.scale

    def screen_rect(self, node_id: str, copy: int = 0) -> QRectF:
        """Where a copy of a device is on the screen, at its own face."""
        boxes = [box for box in self.drawing.boxes_of(node_id) if box.copy == copy and box.seen != "back"]
        return QRectF(*self._viewpoint.rect_to_screen(boxes[0].rect)) if boxes else QRectF()

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

    def _pan(self, dx: float, dy: float) -> None:
        self._viewpoint.pan(dx, dy)
        self._own_look = True
        self.update()

    def _zoom(self, factor: float, at: QPointF | None = None) -> None:
        place = at or QPointF(self.width() / 2, self.height() / 2)
        _ = self.drawing
        self._viewpoint.zoom_at(place.x(), place.y(), factor)
        self._own_look = True
        self.update()

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawing, view = self.drawing, self._viewpoint
        painter.fillRect(self.rect(), ink(self._theme, "canvas"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not drawing.columns:
            painter.setFont(type_font("body"))
            painter.setPen(ink(self._theme, "muted"))
            room = QRectF(self.rect()).adjusted(32, 32, -32, -32)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, HINT)
            painter.end()
            return
        painter.save()
        painter.scale(view.scale, view.scale)
        painter.translate(-view.x, -view.y)
        RackPainter(self._document.design, self._theme, view.scale).paint(
            painter, drawing, view.visible, selected=self._selected, hovered=self._hovered
        )
        if self.held is not None:
            self._paint_held(painter, self.held)
        painter.restore()
        if self.held is not None:
            paint_note(
                painter, _card(self.held), self._theme, self._last.x(), self._last.y(), QRectF(self.rect())
            )  # fmt: skip
        if self._by_keys and self.hasFocus() and not self._selected:
            painter.setPen(QPen(ink(self._theme, "accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_held(self, painter: QPainter, held: Held) -> None:
        rect = self._held_rect(held)
        if rect is None:
            return
        mood = "ok" if held.verdict.fits and not held.verdict.warnings else "warn" if held.verdict.fits else "error"
        colour = ink(self._theme, mood)
        ground = ink(self._theme, "surface")
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
        painter.setPen(ink(self._theme, "text"))
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

    def _describe(self) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        tags = [
            f"{tag.title}, {tag.units}{', at the rear' if tag.rear else ''} of {column.title}"
            for column in drawing.columns for tag in column.names if tag.node in self._selected
        ]  # fmt: skip
        words = f"Selected: {'; '.join(tags)}" if tags else rack_words(drawing)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _box_at(self, place: QPointF) -> RackBox | None:
        return self.drawing.box_at(*self._viewpoint.to_canvas(place.x(), place.y()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._viewpoint.resize(self.width(), self.height())
        if not self._own_look:
            self._looked = False
            self.redraw()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _card(held: Held) -> Card:
    """The verdict in words, for the note beside the pointer."""
    verdict = held.verdict
    if not verdict.fits:
        nearest = f"The nearest free place is {place_words(verdict.nearest)}." if verdict.nearest else ""
        return Card("Does not go there", tuple(line for line in (verdict.why_not, nearest) if line), "no")
    title = f"{place_words(held.place)}: fits"
    return Card(title, tuple(f"But: {warning}" for warning in verdict.warnings), "" if verdict.warnings else "ok")
