"""The power chain on the screen: the one-line diagram under mouse and keys, with what has failed in it."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from designer.analysis.chain.failure.remaining_facility import copies_left, plant_left
from designer.analysis.power.copy_loads import CopyLoad
from designer.analysis.power.records import SCHEME_TITLES, PlantElement, PlantResult
from designer.analysis.rooms.optics_power import OpticsDraw
from designer.analysis.workloads.outage import Outage
from designer.drawing.drawing import Drawing
from designer.drawing.one_line.cells import OneLine
from designer.drawing.one_line.layout import NARROW, ROOMY, Spacing
from designer.drawing.one_line.one_line import draw_one_line, one_line_words
from designer.drawing.one_line.stages import MOST_APART, unit_of
from designer.drawing.one_line.words import failure_words
from designer.drawing.records import Rect, Tile
from designer.model.copy_ids import copy_id
from designer.model.design import Design, View
from designer.model.figures.figure_text import figure_text, percent_text
from designer.model.naming import title_of
from designer.paint.text_widths import text_widths
from designer.ui.app.document import Document
from designer.ui.app.what_if import base_of
from designer.ui.canvas.port import Card
from designer.ui.reality.measured_words import power_words
from designer.ui.views.stack.surface import MARGIN
from designer.ui.views.stack.view import StackView
from designer.ui.widgets.callbacks import connect_given

_READ_FROM: Final = 0.68
"""Scale from which names can be read."""
_WIDE_FROM: Final = 0.9
_MOST_INLINE: Final = 40_000
"""Copies of everything up to which loads are worked out at once; larger chains wait for the analysis beside."""
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
        self._known: dict[tuple[str, ...], PlantResult | None] = {}
        self._known_for: tuple[Design | None, Mapping[str, OpticsDraw]] = (None, _NO_OPTICS)
        self._plant: PlantResult | None = None
        self._is_large = False
        self._picked = set[str]()
        self._picking = False
        self._unfolded: frozenset[str] = frozenset()
        self._whole = False
        self._copies: (
            tuple[tuple[Design, tuple[str, ...], tuple[str, ...]], Mapping[str, tuple[CopyLoad, ...]]] | None
        ) = None
        self.setAccessibleName("Power")
        document.what_if.changed.connect(self._failed_changed)
        connect_given((document.readings.changed, self.redraw))

    @property
    def plant(self) -> PlantResult | None:
        """Loads as they are now, with what has failed; None where no power is drawn."""
        return self._plant_of(self._document.what_if.failed)

    @property
    def waits(self) -> bool:
        """Return whether the chain is so large that the analysis beside the window is waited for."""
        return self._known.get(self._document.what_if.failed) is None and self._is_large

    def _plant_of(self, failed: tuple[str, ...]) -> PlantResult | None:
        document = self._document
        design, results = document.design, document.results
        optics = results.power.optics if results is not None and results.power is not None else _NO_OPTICS
        if self._known_for[0] is not design or self._known_for[1] is not optics:
            self._known, self._known_for = {}, (design, optics)
            self._is_large = sum(map(design.total_copies, design.nodes)) > _MOST_INLINE
        if failed not in self._known:
            self._known[failed] = self._worked_out(design, failed, optics)
        return self._known[failed] or self._plant

    def _worked_out(
        self, design: Design, failed: tuple[str, ...], optics: Mapping[str, OpticsDraw]
    ) -> PlantResult | None:
        """Return the plant's result from the analysis, else work it out here; None where the chain is large."""
        document = self._document
        for results in (document.results, document.what_if.before):
            if document.fresh and results is not None and results.failed == failed and results.plant is not None:
                self._plant = results.plant
                return results.plant
        if self._is_large:
            return None
        self._plant = None
        return plant_left(design, failed, optics)

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
            titles = [title_of(design, name) for name in failed]
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
        self._fitted, self._whole = True, False
        self.redraw()

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
        """With wide words where all of it can be read so, else with narrow ones."""
        if self._unfolded:
            # Many copies side by side: the narrow drawing at once, so that the window need not wait for two.
            return self._draw(NARROW)
        roomy = self._draw(ROOMY)
        if self._scale_of(roomy) >= _WIDE_FROM:
            return roomy
        narrow = self._draw(NARROW)
        return narrow if self._scale_of(narrow) > self._scale_of(roomy) else roomy

    @property
    def _room_wide(self) -> float:
        """The pixels in width for the drawing, beside what floats over the right edge."""
        return max(self.seen_wide - 2 * MARGIN, 1.0)

    def _scale_of(self, drawing: Drawing) -> float:
        """The scale at which all of DRAWING is in sight."""
        room, high = self._room_wide, max(self.height() - 2 * MARGIN, 1.0)
        return min(room / drawing.bounds.width, high / drawing.bounds.height)

    @override
    def _look_at(self, drawing: Drawing) -> None:
        """All of it; at first so near that names can be read, from side A and its sources on, where that is nearer."""
        if not self._fitted:
            return
        if self._whole or self._scale_of(drawing) >= _READ_FROM:
            super()._look_at(drawing)
            return
        bounds = drawing.bounds
        near = max(_READ_FROM, min(self._room_wide / bounds.width, 1.0))
        wide, high = self._room_wide / near, (self.height() - 2 * MARGIN) / near
        # From the sources of the first side on; what is narrower than the view stands in its middle.
        x = bounds.x + min(bounds.width - wide, 0.0) / 2
        self._viewpoint.fit(Rect(x, bounds.y, wide, high), most=near, margin=MARGIN)

    @override
    def fit(self) -> None:
        self._whole = True
        super().fit()

    def _draw(self, spacing: Spacing = ROOMY) -> OneLine:
        plant, document = self.plant, self._document
        return draw_one_line(
            document.design,
            plant,
            failure=plant.failure if plant else None,
            failed=document.what_if.failed,
            before=self._plant_of(()) if document.what_if.failed else plant,
            widths=text_widths(),
            detail=self._detail,
            spacing=spacing,
            unfolded=self._unfolded,
            apart=self._apart(plant) if plant is not None and self._unfolded else None,
            measured=power_words(document.readings.found),
        )

    def _apart(self, plant: PlantResult) -> Mapping[str, tuple[CopyLoad, ...]]:
        """The copies of what is drawn copy by copy, as they are now."""
        document = self._document
        design, failed = document.design, document.what_if.failed
        units = [unit_of(design, name, plant.elements) for name in self._unfolded if name in plant.elements]
        nodes = tuple(dict.fromkeys(one for unit in units if unit and unit.copies <= MOST_APART for one in unit.nodes))
        key = design, failed, nodes
        if self._copies is None or self._copies[0] != key:
            optics = document.results.power.optics if document.results and document.results.power else _NO_OPTICS
            self._copies = key, copies_left(design, nodes, failed, optics) if nodes else {}
        return self._copies[1]

    # What is folded.

    @property
    def can_unfold(self) -> bool:
        """Return whether the tile that the keyboard stands on can be drawn one by one, or folded again."""
        return self._fold_of(self.focused) != ""

    def toggle_fold(self, tile_id: str = "") -> bool:
        """Draw what a tile stands for one by one, or as one again; False where it stands for one thing."""
        name = self._fold_of(tile_id or self.focused)
        if not name:
            tile = self._tile(tile_id or self.focused)
            if tile is not None and tile.copies > MOST_APART:
                self.message.emit(
                    f"{tile.title} ×{tile.copies:,} are too many to draw one by one ({MOST_APART} at most)."
                )
            return False
        self._unfolded ^= {name}
        self._whole = False
        self.redraw()
        return True

    def _fold_of(self, tile_id: str) -> str:
        """Id under which the tile is folded or was unfolded; "" for neither."""
        drawing = self.drawing
        if not isinstance(drawing, OneLine):
            return ""
        if tile_id in drawing.folded:
            return tile_id
        return next((name for name, members in drawing.opened.items() if tile_id in members), "")

    @override
    def context_menu(self, tile: Tile | None) -> QMenu:
        menu = super().context_menu(tile)
        name = self._fold_of(tile.id) if tile is not None else ""
        if tile is not None and name:
            words = "Draw as one again" if name in self._unfolded else "Draw one by one"
            action = QAction(words, menu)
            action.triggered.connect(partial(self.toggle_fold, tile.id))
            menu.insertAction(menu.actions()[0], action)
        names = self._copy_names(tile) if tile is not None else ()
        if names:
            self._fail_copies_instead(menu, names)
        return menu

    def _copy_names(self, tile: Tile) -> tuple[str, ...]:
        """Ids of the copies that a tile stands for, where copies are drawn one by one."""
        node_id, parted, copy = tile.id.rpartition("@")
        if not parted or node_id not in self._document.design.nodes:
            return ()
        return tuple(copy_id(node_id, int(copy) * tile.copies + number) for number in range(tile.copies))

    def _fail_copies_instead(self, menu: QMenu, names: tuple[str, ...]) -> None:
        """Let the menu of one copy fail that one, not all of its node."""
        what_if = self._document.what_if
        for action in menu.actions():
            if action.text() in {"Fail it", "Bring it back"}:
                down = set(what_if.failed).issuperset(names)
                own = QAction("Bring it back" if down else "Fail it", menu)
                own.triggered.connect(partial(what_if.toggle_names, names))
                menu.insertAction(action, own)
                menu.removeAction(action)
                return

    # What is selected: of copies that are drawn one by one those that were clicked, everywhere else their node.

    @override
    def select(self, ids: Collection[str]) -> None:
        # What another view selects is all copies of it.
        self._picked = {name for name in self._picked if name.rpartition("@")[0] in ids} if self._picking else set()
        super().select(ids)

    @override
    def _choose(self, name: str, ids: tuple[str, ...], *, adding: bool = False) -> None:
        tile = self._tile(name)
        if tile is None or not self._copy_names(tile):
            super()._choose(name, ids, adding=adding)
            return
        node_id = name.rpartition("@")[0]
        whole = node_id in self.selection and not any(one.startswith(f"{node_id}@") for one in self._picked)
        self._picked = self._picked ^ {name} if adding and not whole else {name}
        left = any(one.startswith(f"{node_id}@") for one in self._picked)
        others = sorted(self.selection - {node_id}) if adding else []
        self.focused, self._picking = name, True
        try:
            self.choose([*others, *([node_id] if left else [])])
        finally:
            self._picking = False

    @override
    def _tiles_of(self, ids: Collection[str]) -> set[str]:
        found = super()._tiles_of(ids)
        apart = {name.rpartition("@")[0] for name in self._picked & found}
        return {name for name in found if name.rpartition("@")[0] not in apart or name in self._picked}

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        name, _ = self._at(event.position())
        if not self.toggle_fold(name):
            super().mouseDoubleClickEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() == Qt.Key.Key_Space
            and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            and self.toggle_fold()
        ):
            return
        super().keyPressEvent(event)

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
