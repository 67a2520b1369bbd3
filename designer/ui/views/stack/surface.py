"""The stack of one design on the screen: what is drawn, where one looks, what is taken as failed."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.workloads.outage import Outage, outage
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect, Tile
from designer.drawing.stack.groups import INSIDE
from designer.drawing.stack.layout import LEAST_WIDTH
from designer.drawing.stack.stack import Detail, draw_stack, stack_words
from designer.drawing.theme_tokens import NODE_RADIUS
from designer.model.design import View
from designer.model.kinds import KINDS
from designer.model.parts.part import Layer
from designer.paint.painter import paint_drawing, paint_ground
from designer.paint.text_widths import text_widths
from designer.ui.app.document import Document
from designer.ui.canvas.port import Card
from designer.ui.views.painted_view import PaintedView
from designer.ui.views.stack.words import failure_words, fullest_words, tile_card

MARGIN: Final = 16.0
_MOST_WIDTH: Final = 2000.0
_MOST_SCALE: Final = 1.15
_TIGHT_BELOW: Final = 0.8
"""At smaller scales the letters of an airy stack are hard to read."""
_TRIES: Final = 3
_NEAR: Final = 8.0
_CAN_FAIL: Final = frozenset({"host", "switch", "storage", "software", "accelerator", "container"})


class StackSurface(PaintedView[Drawing]):
    """The stack of one document as it is seen, without hands.

    Attributes:
        outage: What is taken as failed here, and what falls with it; the design knows nothing of it.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "Stack", parent)
        self._width = LEAST_WIDTH
        self._tight = False
        self._detail: Detail = "full"
        self._hidden: tuple[Layer, ...] = ()
        self._hovered = ""
        self.outage = Outage((), (), ())
        document.changed.connect(self._design_changed)
        document.analysed.connect(self.redraw)

    @property
    @override
    def hint(self) -> str:
        """One line: what has failed and what falls with it, else what runs full first."""
        document = self._document
        return failure_words(document.design, self.outage) or fullest_words(document.design, document.results)

    def shows(self, ids: Collection[str]) -> bool:
        """Return True when any of IDS is drawn."""
        return bool(ids) and self.drawing.around(ids) is not None

    def set_detail(self, detail: Detail) -> None:
        """Words for engineers, or for everyone."""
        self._detail = detail
        self.redraw()

    def show_view(self, view: View) -> None:
        """Show what a saved view shows: its layers and its detail, all in sight."""
        self._detail, self._hidden = view.detail, view.hidden_layers
        self.fit()

    # Failing.

    def toggle_failed(self, ids: Collection[str]) -> None:
        """Take IDS as failed, or bring them back when all of them are."""
        before = set(self.outage.failed)
        chosen = [name for name in ids if name in self._document.design.nodes]
        if not chosen:
            return
        self._fail(before.difference(chosen) if before.issuperset(chosen) else before.union(chosen))

    def mend(self) -> None:
        """Bring back everything that is taken as failed."""
        self._fail(())

    def can_fail(self, tile: Tile) -> bool:
        """Return True when a failure of TILE means something to services."""
        nodes = self._document.design.nodes
        kinds = [KINDS.get(nodes[member].kind) for member in tile.members if member in nodes]
        return not tile.id.startswith(INSIDE) and any(kind is not None and kind.role in _CAN_FAIL for kind in kinds)

    def _fail(self, ids: Collection[str]) -> None:
        design = self._document.design
        self.outage = outage(design, [name for name in ids if name in design.nodes])
        self.redraw()
        self.message.emit(failure_words(design, self.outage))

    # Where one looks.

    @override
    def fit(self) -> None:
        self._fitted = True
        self.redraw()

    def fit_selection(self) -> None:
        """Show what is selected; all of it when nothing is."""
        around = self._selected_rect()
        if around is None:
            self.fit()
            return
        self._fitted = False
        self._viewpoint.fit(around, most=1.5, margin=96)
        self.update()

    @override
    def _selected_rect(self) -> Rect | None:
        return self.drawing.around([*self._selected, *self._tiles_of(self._selected)])

    def screen_rect(self, tile_id: str) -> QRectF:
        """Return the place of a tile on the screen, in pixels of this widget."""
        return self._on_screen(self.drawing.rect_of(tile_id))

    @override
    def _draw_now(self) -> Drawing:
        """The drawing, so wide that it fills the widget at the scale at which all of it is in sight."""
        if not self._fitted:
            return self._draw()
        drawn, scale = self._filled(tight=False)
        if scale < _TIGHT_BELOW:
            drawn, _ = self._filled(tight=True)
        return drawn

    @override
    def _look_at(self, drawing: Drawing) -> None:
        if self._fitted:
            self._viewpoint.fit(drawing.bounds, most=_MOST_SCALE, margin=MARGIN)

    def _filled(self, *, tight: bool) -> tuple[Drawing, float]:
        """The drawing as wide as the widget has room for, and the scale at which it fits."""
        room, high = max(self.width() - 2 * MARGIN, 1.0), max(self.height() - 2 * MARGIN, 1.0)
        self._tight, self._width = tight, min(max(room, LEAST_WIDTH), _MOST_WIDTH)
        drawn, scale = self._draw(), 1.0
        for _ in range(_TRIES):
            # A wider stack has more tiles side by side, and so fewer rows: its height follows its width.
            scale = min(high / drawn.bounds.height, room / drawn.bounds.width, _MOST_SCALE)
            wanted = min(max(room / scale, LEAST_WIDTH), _MOST_WIDTH)
            if abs(wanted - self._width) <= _NEAR:
                break
            self._width = wanted
            drawn = self._draw()
        return drawn, scale

    def _draw(self) -> Drawing:
        document = self._document
        return draw_stack(
            document.design,
            widths=text_widths(),
            results=document.results,
            hidden_layers=self._hidden,
            detail=self._detail,
            width=self._width,
            tight=self._tight,
            failed=self.outage.failed,
            lost=self.outage.lost,
        )

    def _design_changed(self) -> None:
        if self.outage.failed:
            self._fail(self.outage.failed)
        self.redraw()

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawing, view = self.drawing, self._viewpoint
        with self._in_place(painter):
            paint_ground(painter, visible=view.visible, scale=view.scale, grid=False)
            chosen = {*self._tiles_of(self._selected), *self._selected}
            paint_drawing(
                painter,
                drawing,
                visible=view.visible,
                scale=view.scale,
                selected=chosen,
                hovered=self._hovered,
            )
        if self._by_keys and self.hasFocus() and self.focused in drawing.tile_index:
            self._paint_focus(painter, self.screen_rect(self.focused).adjusted(-5, -5, 5, 5), NODE_RADIUS)
        self._paint_card(painter, self._card)
        painter.end()

    @property
    def outlined(self) -> frozenset[str]:
        """Return the ids of the tiles that are outlined as selected."""
        return frozenset(self._tiles_of(self._selected))

    def _tiles_of(self, ids: Collection[str]) -> set[str]:
        return {tile.id for tile in self.drawing.tiles if any(member in ids for member in tile.members)}

    @override
    def _card_now(self) -> Card | None:
        tile = self._tile(self._hovered)
        return tile_card(self._document.design, self._document.results, tile) if tile else None

    @override
    def _unhover(self) -> None:
        self._hovered = ""

    def _tile(self, tile_id: str) -> Tile | None:
        place = self.drawing.tile_index.get(tile_id)
        return None if place is None else self.drawing.tiles[place]

    def spoken(self, drawing: Drawing) -> str:
        """DRAWING for those who do not see it."""
        return stack_words(drawing)

    @override
    def _spoken_now(self, drawing: Drawing) -> str:
        tile = self._tile(self.focused)
        if tile is None:
            return self.spoken(drawing)
        chosen = ", selected" if tile.id in self._tiles_of(self._selected) else ""
        return f"{' '.join(word for word in (tile.title, tile.subtitle, tile.note) if word)}{chosen}"

    @override
    def _resized(self) -> None:
        # A fitted stack is drawn as wide as there is room.
        if self._fitted:
            self.redraw()
