"""The power chain on the screen: the one-line diagram under mouse and keys, with what has failed in it."""

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.chain.failure.remaining_facility import plant_left
from designer.analysis.power.records import SCHEME_TITLES, PlantElement, PlantResult
from designer.analysis.rooms.optics_power import OpticsDraw
from designer.analysis.workloads.outage import Outage
from designer.drawing.drawing import Drawing
from designer.drawing.one_line.layout import AIRY, READABLE, Sizes, sizes_for
from designer.drawing.one_line.one_line import OneLine, draw_one_line, one_line_words
from designer.drawing.one_line.words import failure_words
from designer.drawing.records import Tile
from designer.model.design import Design, View
from designer.model.figures.figure_text import figure_text, percent_text
from designer.paint.text_widths import text_widths
from designer.ui.app.document import Document
from designer.ui.app.what_if import base_of
from designer.ui.canvas.port import Card
from designer.ui.views.stack.surface import MARGIN
from designer.ui.views.stack.view import StackView

_MOST_TRIED: Final = 60
_LIMITS: Final = {
    "breaker": "80% of its breaker",
    "banks": "its banks",
    "rating": "its rated output",
    "supplies": "its supplies",
}
_NO_OPTICS: Final[Mapping[str, OpticsDraw]] = {}


class PowerView(StackView):
    """The power chain of one document; what fails is shared with all views."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._known: tuple[Design, tuple[str, ...], Mapping[str, OpticsDraw], PlantResult | None] | None = None
        self.setAccessibleName("Power")
        document.what_if.changed.connect(self._failed_changed)

    @property
    def plant(self) -> PlantResult | None:
        """Loads as they are now, with what has failed; None where no power is drawn."""
        design, failed = self._document.design, self._document.what_if.failed
        results, known = self._document.results, self._known
        optics = results.power.optics if results is not None and results.power is not None else _NO_OPTICS
        if known is None or known[0] is not design or known[1] != failed or known[2] is not optics:
            known = self._known = design, failed, optics, plant_left(design, failed, optics)
        return known[3]

    @property
    @override
    def hint(self) -> str:
        plant, document = self.plant, self._document
        if plant is None:
            return ""
        if not plant.elements and plant.notes:
            return plant.notes[0]
        # What has failed is said before anything else.
        design, failed = document.design, document.what_if.failed
        if failed:
            names = {node.id: node.title for node in design.nodes.values()}
            titles = [names.get(base_of(design, name), name) for name in failed]
            return f"{failure_words(titles, plant.failure, names)} Esc mends it."
        found = document.results.plant if document.results else None
        if found is None or not found.redundancy:
            return ""
        first = found.redundancy[0]
        return f"{SCHEME_TITLES[first.scheme]}: {first.why}"

    @override
    def redraw(self) -> None:
        if self.isVisible():
            super().redraw()
        else:
            # Drawn when it comes into sight.
            self._forget()

    @override
    def show_view(self, view: View) -> None:
        self._detail = view.detail
        self.fit()

    # Failing, shared with the other views.

    @override
    def toggle_failed(self, ids: Collection[str]) -> None:
        self._document.what_if.toggle(ids)

    @override
    def mend(self) -> None:
        self._document.what_if.mend()

    @override
    def can_fail(self, tile: Tile) -> bool:
        return True

    def _failed_changed(self) -> None:
        design, failed = self._document.design, self._document.what_if.failed
        self.outage = Outage(tuple(dict.fromkeys(base_of(design, name) for name in failed)), (), ())
        self.redraw()
        if failed and self.isVisible():
            self.message.emit(self.hint)

    @override
    def _design_changed(self) -> None:
        self._failed_changed()

    # What is drawn.

    @override
    def _draw_now(self) -> Drawing:
        """So large that it fills the widget with words of their own size."""
        drawn = self._draw()
        room, high = self.width() - 2 * MARGIN, self.height() - 2 * MARGIN
        best, worth = drawn, -1.0
        # A large diagram is drawn once more, not for every number of columns: the window must not wait for it.
        for across in range(AIRY.across, 0 if len(drawn.tiles) <= _MOST_TRIED else AIRY.across - 1, -1):
            tried = drawn if across == AIRY.across else self._draw(AIRY._replace(across=across))
            sizes = sizes_for(tried.grid, room, high, across)
            readable = min(sizes.width / READABLE[0], 1.0) * min(sizes.height / READABLE[1], 1.0)
            if readable > worth + 1e-9:
                best, worth = (drawn if sizes == AIRY else self._draw(sizes)), readable
            if readable >= 1.0:
                break
        return best

    @override
    def _draw(self, sizes: Sizes = AIRY) -> OneLine:
        plant, document = self.plant, self._document
        return draw_one_line(
            document.design,
            plant,
            failure=plant.failure if plant else None,
            failed=document.what_if.failed,
            widths=text_widths(),
            detail=self._detail,
            sizes=sizes,
        )

    @override
    def spoken(self, drawing: Drawing) -> str:
        return one_line_words(drawing) if isinstance(drawing, OneLine) else ""

    @override
    def _at(self, place: QPointF) -> tuple[str, tuple[str, ...]]:
        x, y = self._viewpoint.to_canvas(place.x(), place.y())
        found = self.drawing.hit(x, y, 6.0 / self._viewpoint.scale)
        return ("", ()) if found is None or found.kind == "frame" else super()._at(place)

    @override
    def _card_now(self) -> Card | None:
        tile, plant = self._tile(self._hovered), self.plant
        element = plant.elements.get(tile.id) if tile and plant else None
        return Card(tile.title, _lines(tile, element)) if tile and element else None


def _lines(tile: Tile, element: PlantElement) -> tuple[str, ...]:
    """Return what the card of a tile says."""
    lines = [tile.subtitle, tile.note, f"Typical {figure_text(element.load_typical_w)}"]
    if element.capacity_w.known:
        lines.append(f"May carry {figure_text(element.capacity_w)}, by {_LIMITS.get(element.limit, 'its facts')}")
    if element.losses_w.value:
        lines.append(f"Loses {figure_text(element.losses_w)} in all copies")
    if element.imbalance.known:
        lines.append(f"Fullest phase {percent_text(element.imbalance.value)} above the mean")
    if element.copies > 1:
        lines.append("Figures are of its fullest copy.")
    return tuple(dict.fromkeys(line for line in lines if line))
