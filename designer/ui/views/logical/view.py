"""The logical picture of one design on the screen: looked at, chosen in and coloured, never edited.

What is chosen here are the real devices and links behind a tile or a wire, and a double click asks why of their figure.
Places are worked out from the design anew whenever it changes, so that none could be kept: a drag of a tile moves
nothing and says so at the pointer, a drag elsewhere pushes the paper.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget
from typing_extensions import override

from designer.drawing.logical.logical import LogicalDrawing, draw_logical
from designer.drawing.logical.projection import Logical, logical
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import NODE_RADIUS
from designer.model.design import Design, View
from designer.model.figures.figure import Figure, total
from designer.model.naming import link_name
from designer.model.wording import listed
from designer.paint.painter import paint_drawing, paint_ground
from designer.paint.text_widths import text_widths
from designer.ui.app.document import Document
from designer.ui.app.frame.lens_bar import LENSES
from designer.ui.canvas.canvas_model import BEHIND
from designer.ui.canvas.interaction.reading_order import Direction, following, reading_order, towards
from designer.ui.canvas.port import Card
from designer.ui.canvas.rendering.drawn_ahead import Shown
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.jobs.in_thread import NewestInThread
from designer.ui.views.painted_view import ADDING, PaintedView
from designer.ui.widgets.fields import Segments

_ARROWS: Final[dict[int, Direction]] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_MOST_SCALE: Final = 1.15
_MARGIN: Final = 32.0
_LENS_PX: Final = 12
_REACH_PX: Final = 6.0
_NAMED: Final = 6
_ARRANGES: Final = Card(
    "This picture arranges itself", ("Tiles are moved in the physical one; nothing was changed.",), "info"
)
"""What is said beside the pointer to those who drag a tile."""


class LogicalView(PaintedView[LogicalDrawing]):
    """Tiers, planes and services of one document, without rooms, racks and what feeds and cools them."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "Logical topology", parent)
        self._hovered = self._clicked = ""
        self._shown = Shown()
        self._picture: tuple[Design, Logical] | None = None
        self._drawn = LogicalDrawing()
        self._behind = NewestInThread(self)
        bar = QFrame(self)
        bar.setProperty("look", "float")
        across = QHBoxLayout(bar)
        across.setContentsMargins(1, 1, 1, 1)
        self.lenses = Segments("Lens", LENSES, "", bar, chosen=self.lens_wanted)
        across.addWidget(self.lenses)
        bar.adjustSize()
        bar.move(_LENS_PX, _LENS_PX)
        document.changed.connect(self.redraw)
        document.analysed.connect(self.redraw)

    @property
    @override
    def hint(self) -> str:
        """One line: how much is gathered, and that this picture arranges itself."""
        drawing = self.drawing
        devices = sum(len(drawing.behind(one)) for one in drawing.tile_index)
        links = sum(len(drawing.behind(wire.id)) for wire in drawing.wires)
        return (
            f"{devices:,} devices and services as {len(drawing.tiles):,} tiles, {links:,} links as "
            f"{len(drawing.wires):,} lines; it arranges itself."
        )

    @override
    def shows(self, ids: Collection[str]) -> bool:
        return bool(ids) and self.drawing.around(ids) is not None

    @override
    def go_to(self, ids: Sequence[str]) -> None:
        self._reveal(self.drawing.around(ids))

    @override
    def _selected_rect(self) -> Rect | None:
        return self.drawing.around(self._selected)

    @override
    def show_like(self, shown: Shown) -> None:
        before, self._shown = self._shown, shown
        self.lenses.choose(shown.overlay)
        # Figures come with the document; which of them colour this picture is said by the canvas.
        if before[2:] != shown[2:]:
            self.redraw()

    @override
    def show_view(self, view: View) -> None:
        self._shown = self._shown._replace(
            hidden_layers=view.hidden_layers, hidden_media=view.hidden_media, detail=view.detail
        )
        self.redraw()
        if view.camera is not None:
            self._show_camera(view.camera)
            return
        self.fit()
        around = self.drawing.around(view.focus)
        if around is not None:
            self._fitted = False
            self._viewpoint.fit(around, most=_MOST_SCALE, margin=_MARGIN)

    # Where one looks.

    @override
    def fit(self) -> None:
        self._fitted = True
        self._look_at(self.drawing)
        self.update()

    @override
    def fit_selection(self) -> None:
        around = self.drawing.around(self._selected)
        if around is None:
            self.fit()
            return
        self._fitted = False
        self._viewpoint.fit(around, most=1.5, margin=96)
        self.update()

    @override
    def _look_at(self, drawing: LogicalDrawing) -> None:
        if self._fitted:
            self._viewpoint.fit(drawing.bounds, most=_MOST_SCALE, margin=_MARGIN)

    @override
    def _draw_now(self) -> LogicalDrawing:
        work = self._work()
        if len(self._document.design.nodes) < BEHIND:
            self._picture, found = work()
            return found
        # What was drawn last, or nothing, stands until the new picture is there.
        self._behind.start(work, self._take)
        return self._drawn

    def _take(self, made: tuple[tuple[Design, Logical], LogicalDrawing]) -> None:
        """Show what was drawn in a thread, where it is of the design as it is now."""
        if made[0][0] is not self._document.design:
            return
        self._picture, self._drawn = made
        self._drawing = self._drawn
        self._look_at(self._drawn)
        self._describe()
        self._announce()
        self.update()

    def _work(self) -> Callable[[], tuple[tuple[Design, Logical], LogicalDrawing]]:
        """Return what draws the picture of the design as it is now and as it is to be shown now."""
        document, shown, before = self._document, self._shown, self._picture
        design, results, findings = document.design, document.results, document.findings

        def work() -> tuple[tuple[Design, Logical], LogicalDrawing]:
            picture = before if before is not None and before[0] is design else (design, logical(design))
            drawing = draw_logical(
                design,
                widths=text_widths(),
                results=results,
                overlay=shown.overlay,
                hidden_layers=shown.hidden_layers,
                hidden_media=shown.hidden_media,
                detail=shown.detail,
                findings=findings,
                single_points=shown.single_points,
                known=picture[1],
            )
            return picture, drawing

        return work

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawing, view = self.drawing, self._viewpoint
        with self._in_place(painter):
            paint_ground(painter, visible=view.visible, scale=view.scale, grid=False)
            paint_drawing(
                painter,
                drawing,
                visible=view.visible,
                scale=view.scale,
                selected=self.outlined(),
                hovered=self._hovered,
            )
        if self._by_keys and self.hasFocus() and self.focused in drawing.tile_index:
            rect = self._on_screen(drawing.rect_of(self.focused))
            self._paint_focus(painter, rect.adjusted(-5, -5, 5, 5), NODE_RADIUS)
        self._paint_card(painter, self._card)
        painter.end()

    def outlined(self) -> frozenset[str]:
        """Return the ids of the tiles, frames and wires that stand for what is selected."""
        drawing = self.drawing
        wires, rows = drawing.wires, drawing.wire_index
        found = {drawing.drawn_as.get(one, one) for one in self._selected}
        return frozenset(wires.ids[rows[one]] if one in rows else one for one in found)

    @override
    def _card_now(self) -> Card | None:
        drawing, nodes = self.drawing, self._document.design.nodes
        behind = drawing.behind(self._hovered)
        if self._hovered in drawing.tile_index:
            tile = drawing.tiles[drawing.tile_index[self._hovered]]
            lines = [tile.subtitle, tile.note]
            if len(behind) > 1:
                lines.append(f"Stands for {listed((nodes[one].title for one in behind), _NAMED)}.")
            return Card(tile.title, tuple(line for line in lines if line))
        if self._hovered in drawing.wire_index:
            wire = drawing.wires[drawing.wire_index[self._hovered]]
            ends = " – ".join(nodes[end].title for end in (wire.a, wire.b))
            several = (f"{len(behind):,} links in one line.",) if len(behind) > 1 else ()
            return Card(ends, (*((wire.label,) if wire.label else ()), *several))
        return None

    @override
    def _unhover(self) -> None:
        self._hovered = ""

    @override
    def _spoken_now(self, drawing: LogicalDrawing) -> str:
        place = drawing.tile_index.get(self.focused)
        if place is None:
            return self.hint
        tile = drawing.tiles[place]
        chosen = "selected" if self._selected.issuperset(drawing.behind(tile.id)) else ""
        words = (tile.title, tile.badge, tile.subtitle, tile.note, chosen)
        return ", ".join(word for word in words if word)

    # The pointer.

    def _at(self, place: QPointF) -> str:
        """Id of what is drawn at a pixel; "" for nothing that can be chosen."""
        x, y = self._viewpoint.to_canvas(place.x(), place.y())
        found = self.drawing.hit(x, y, _REACH_PX / self._viewpoint.scale)
        return found.id if found is not None and self.drawing.behind(found.id) else ""

    def choose_drawn(self, drawn_id: str, *, adding: bool = False) -> None:
        """Ask for the records behind a tile, frame or wire to be selected."""
        if drawn_id in self.drawing.tile_index:
            self.focused = drawn_id
        self.choose(self.drawing.behind(drawn_id), adding=adding)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event)
        if event.button() == Qt.MouseButton.LeftButton:
            found = self._clicked = self._at(event.position())
            if found and found not in self.drawing.frame_index:
                self.choose_drawn(found, adding=bool(event.modifiers() & ADDING))
            else:
                self._panning = True
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._move_paper(event):
            return
        if self._pressed is not None and self._was_dragged(event):
            self._tell_fixed()
            return
        found = self._at(event.position())
        if found != self._hovered:
            self._hovered, self._card = found, None
            self.update()
        self._still.start()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._card is _ARRANGES:
            self._card = None
            self._describe()
            self.update()
        self._let_paper_go(event)

    def _tell_fixed(self) -> None:
        """Say beside the pointer that tiles have no places of their own here, and where they have."""
        if self._card is not _ARRANGES:
            self.setAccessibleDescription(". ".join((_ARRANGES.title, *_ARRANGES.lines)))
        self._still.stop()
        self._card = _ARRANGES
        self.update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The first click may have brought the inspector up, and the picture aside from under the pointer.
        found = self._clicked
        if event.button() != Qt.MouseButton.LeftButton or not found or not self.ask_why(found):
            super().mouseDoubleClickEvent(event)
        event.accept()

    # Why?

    def ask_why(self, drawn_id: str) -> bool:
        """Open "Why?" of what a tile draws, or of how full the fullest link behind a line is; False where unknown."""
        found = self.figure_of(drawn_id)
        if found is None:
            return False
        WhyDialog(*found, self._document.design.sources, self.window()).open()
        return True

    def figure_of(self, drawn_id: str) -> tuple[str, Figure] | None:
        """Return the title and the figure of a tile or line: power of all behind it, or use of the fullest link."""
        results, behind = self._document.results, self.drawing.behind(drawn_id)
        if results is None or not behind or drawn_id in self.drawing.frame_index:
            return None
        design = self._document.design
        if drawn_id in self.drawing.wire_index:
            wanted = set(behind)
            links = results.network.links if results.network is not None else ()
            known = [one for one in links if one.id in wanted and one.utilisation.value is not None]
            if not known:
                return None
            fullest = max(known, key=lambda one: one.utilisation.value or 0.0)
            return f"How full {link_name(design, design.links[fullest.id])} is", fullest.utilisation
        by_node = results.power.by_node if results.power is not None else {}
        draws = [by_node[one].typical_w for one in behind if one in by_node]
        if not draws:
            return None
        title = f"Power, typical, of {listed((design.nodes[one].title for one in behind), _NAMED)}"
        return title, draws[0] if len(draws) == 1 else total(title, draws, "W")

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            found, place = self._at(QPointF(event.pos())), event.globalPos()
            if found and not self._selected.issuperset(self.drawing.behind(found)):
                self.choose_drawn(found)
        else:
            found = self.focused
            rect = self._on_screen(self.drawing.rect_of(found))
            place = self.mapToGlobal(rect.center().toPoint() if rect.isValid() else self.rect().center())
        self.context_menu(found).popup(place)
        event.accept()

    def context_menu(self, drawn_id: str) -> QMenu:
        """The menu of what is drawn; "" for nothing."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        behind = self.drawing.behind(drawn_id)
        if behind:
            menu.addAction("Show in the physical topology", partial(self.view_wanted.emit, "topology", behind))
            if self.figure_of(drawn_id) is not None:
                menu.addAction("Why?", partial(self.ask_why, drawn_id))
            menu.addSeparator()
        menu.addActions(self._context_actions)
        return menu

    # Keys.

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._hide_card()
        key = event.key()
        if key in _ARROWS:
            first = next(iter(self._order()), "")
            known = self.focused in self.drawing.tile_index
            tiles = list(self.drawing.tile_index)
            self._focus(towards(self.drawing, self.focused, tiles, _ARROWS[key]) if known else first)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.focused in self.drawing.tile_index:
                self.choose_drawn(self.focused, adding=bool(event.modifiers() & ADDING))
        elif key == Qt.Key.Key_Escape:
            self.focused = ""
            self.selection_wanted.emit(())
        elif event.text() == "0":
            self.zoom_by(1.0 / self._viewpoint.scale)
        elif not self._zoom_key(event.text()):
            super().keyPressEvent(event)

    def _order(self) -> list[str]:
        """The tiles as one reads them, without the frames around them."""
        return [one for one in reading_order(self.drawing) if one in self.drawing.tile_index]

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab walks over the tiles before it leaves the picture."""
        found = following(self._order(), self.focused, 1 if next else -1)
        if found:
            self._focus(found)
            return True
        self.focused = ""
        self.update()
        return super().focusNextPrevChild(next)

    def _focus(self, tile_id: str) -> None:
        self.focused, self._by_keys = tile_id, True
        self._describe()
        self._reveal(self.drawing.rect_of(tile_id))
