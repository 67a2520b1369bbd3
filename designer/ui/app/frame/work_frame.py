"""The frame around the views of a design: which panel stands where, and how it gets there."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.ui.app.frame.arrangement import (
    LEAST,
    LEAST_CANVAS,
    RAIL,
    SIDES,
    USUAL,
    Arrangement,
    How,
    Places,
    Side,
    may_dock,
    places,
)
from designer.ui.app.frame.floating import DragEdge, InspectorCard, PanelButtons, Shadow
from designer.ui.app.frame.rail import Rail
from designer.ui.app.panel_tabs import PanelTabs
from designer.ui.app.preferences import Preferences
from designer.ui.widgets.theme import set_look

AT_FIRST: Final[dict[Side, str]] = {"palette": "docked", "inspector": "float", "below": "folded"}
"""How each panel stands until a person wants it otherwise."""
_LOOKS: Final[dict[Side, str]] = {"palette": "panel-left", "inspector": "panel-right", "below": "panel-bottom"}


class WorkFrame(QWidget):
    """Places the middle, its panels and the rails; no panel ever changes its parent.

    A panel is docked beside the canvas, open over it, or folded. What a person pins is kept in the preferences and
    gives way while the window is too small for it; the inspector that is not pinned follows the selection.
    """

    stands_changed = Signal()
    """A panel stands otherwise than before, or the middle has another size."""

    def __init__(self, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._kept: dict[Side, str] = {side: preferences.panel_stands(side, AT_FIRST[side]) for side in SIDES}
        self._across: dict[Side, int] = {side: preferences.panel_across(side, USUAL[side]) for side in SIDES}
        self._stands: dict[Side, How] = dict.fromkeys(SIDES, "folded")
        self._roomy: dict[Side, bool] = {}
        self._moved = QPoint()
        self._before_folding: dict[Side, How] = {}
        self._selected = False
        self._keep_low = 0
        self._keep_top = self._keep_right = 0
        self._held: dict[Side, QWidget] = {}
        self.places: Places | None = None

    def hold(
        self, left_rail: Rail, side: PanelTabs, middle: QWidget, inspector: InspectorCard, below: PanelTabs, right: Rail
    ) -> None:
        """Hold all that stands in the frame, children of it in the order of the Tab key."""
        self._rails, self._middle, self._card = (left_rail, right), middle, inspector
        self._held = {"palette": side, "inspector": inspector, "below": below}
        self._shadows: dict[Side, Shadow] = {one: Shadow(self) for one in SIDES}
        self._edges: dict[Side, DragEdge] = {}
        for one in SIDES:
            flat = Qt.Orientation.Vertical if one == "below" else Qt.Orientation.Horizontal
            self._edges[one] = DragEdge(
                flat, self, dragged=partial(self._drag_edge, one), let_go=partial(self._keep_across, one)
            )
        buttons_of: Mapping[Side, PanelButtons] = {
            "palette": side.buttons,
            "inspector": inspector.buttons,
            "below": below.buttons,
        }
        for one, buttons in buttons_of.items():
            buttons.pin.clicked.connect(partial(self.pin, one))
            buttons.fold.clicked.connect(partial(self.fold, one))
        inspector.height_changed.connect(self._follow_height)
        inspector.dragged.connect(self._drag_inspector)
        for panel in self._held.values():
            panel.hide()

    def how(self, side: Side) -> How:
        """Return how the panel at SIDE stands."""
        return self._stands[side]

    @property
    def follows_selection(self) -> bool:
        """Return whether the inspector comes up with what is selected."""
        return self._kept["inspector"] != "folded" and self._stands["inspector"] != "docked"

    # What a person wants.

    def pin(self, side: Side, docked: bool = True) -> None:
        """Dock the panel at SIDE, or let it float where it was docked."""
        self._keep(side, "docked" if docked else "float" if side == "inspector" else "folded")
        self._stand(side, "docked" if docked else "open")

    def fold(self, side: Side, _: bool = False) -> None:
        """Fold the panel at SIDE to its rail, until somebody asks for it."""
        if self._stands[side] == "docked" or side == "inspector":
            self._keep(side, "folded")
        self._stand(side, "folded")

    def put_away(self, side: Side) -> None:
        """Fold the panel at SIDE where it is open over the canvas; what is kept for the next time stays."""
        if self._stands[side] == "open":
            self._stand(side, "folded")

    def open(self, side: Side) -> None:
        """Bring the panel at SIDE into sight: over the canvas where it is folded."""
        if self._stands[side] == "folded":
            if side == "inspector" and self._kept[side] == "folded":
                self._keep(side, "float")
            self._stand(side, "open")

    def toggle(self, side: Side) -> None:
        """Fold the panel at SIDE, or bring it back as it was: docked where the window has room for it."""
        if self._stands[side] != "folded":
            self.fold(side)
        elif side != "inspector" and may_dock(side, self.window().size()):
            self.pin(side)
        else:
            self.open(side)

    def toggle_all(self) -> bool:
        """Fold all panels, or bring back those that were folded so; return whether all are folded now."""
        shown: dict[Side, How] = {side: how for side, how in self._stands.items() if how != "folded"}
        if shown:
            self._before_folding = shown
            for side in shown:
                self.fold(side)
            return True
        for side, how in (self._before_folding or {"palette": "docked", "below": "docked"}).items():
            if how == "docked" and may_dock(side, self.window().size()):
                self.pin(side)
            else:
                self.open(side)
        return False

    def put_away_opened(self) -> bool:
        """Fold what is open over the canvas, the uppermost first; return whether anything was."""
        for side in ("below", "palette", "inspector"):
            if self._stands[side] == "open":
                self.put_away(side)
                return True
        return False

    def follow_selection(self, selected: bool) -> None:
        """Bring the floating inspector up with what is selected, and away with it."""
        before, self._selected = self._selected, selected
        if not self.follows_selection or before == selected:
            return
        self._stand("inspector", "open" if selected else "folded")

    def set_across(self, side: Side, pixels: int) -> None:
        """Give the docked panel at SIDE so many PIXELS."""
        self._across[side] = max(pixels, LEAST[side])
        self.arrange()

    def keep_low(self, pixels: int) -> None:
        """Have the floating inspector leave so many PIXELS along the lower edge of the canvas."""
        if pixels != self._keep_low:
            self._keep_low = pixels
            if self._stands["inspector"] == "open":
                self.arrange()

    def keep_top(self, pixels: int) -> None:
        """Have the floating inspector leave so many PIXELS along the upper edge of the canvas."""
        if pixels != self._keep_top:
            self._keep_top = pixels
            if self._stands["inspector"] == "open":
                self.arrange()

    def keep_right(self, pixels: int) -> None:
        """Have the floating inspector leave so many PIXELS along the right edge of the canvas."""
        if pixels != self._keep_right:
            self._keep_right = pixels
            if self._stands["inspector"] == "open":
                self.arrange()

    # Where everything is.

    def arrange(self) -> None:
        """Put everything into its place."""
        if not self._held:
            return
        found = places(
            self.size(),
            Arrangement(self._stands, self._across),
            self._card.wanted_height,
            (self._moved.x(), self._moved.y()),
            self._keep_low,
            self._keep_top,
            self._keep_right,
        )
        self.places = found
        for rail, place in zip(self._rails, (found.left_rail, found.right_rail), strict=True):
            rail.setVisible(place.width() > 0)
            rail.setGeometry(place)
        self._middle.setGeometry(found.middle)
        for side, panel in self._held.items():
            how = self._stands[side]
            if how != "folded":
                panel.setGeometry(found.of(side))
            panel.setVisible(how != "folded")
            if how == "open":
                panel.raise_()
                self._shadows[side].lie_under(panel)
            else:
                self._shadows[side].hide()
        self._lay_edges(found)
        self.stands_changed.emit()

    def _lay_edges(self, found: Places) -> None:
        middle = found.middle
        lines: Mapping[Side, tuple[QPoint, int]] = {
            "palette": (middle.topLeft(), self.height()),
            "inspector": (QPoint(middle.right() + 1, 0), self.height()),
            "below": (QPoint(middle.left(), middle.height()), middle.width()),
        }
        for side, (at, length) in lines.items():
            if self._stands[side] == "docked":
                self._edges[side].lie_on(at, length)
            else:
                self._edges[side].hide()

    def _stand(self, side: Side, how: How) -> None:
        if not self._held:
            return
        self._stands[side] = how
        self._dress(side)
        self.arrange()

    def _dress(self, side: Side) -> None:
        how, panel = self._stands[side], self._held[side]
        if isinstance(panel, InspectorCard):
            panel.float_free(how != "docked")
            panel.buttons.pin.setChecked(how == "docked")
        elif isinstance(panel, PanelTabs):
            look = _LOOKS[side] if how == "docked" else "floating"
            if panel.property("look") != look:
                set_look(panel, look)
            panel.buttons.pin.setChecked(how == "docked")

    def _keep(self, side: Side, stands: str) -> None:
        self._kept[side] = stands
        self._preferences.keep_panel(side, stands)

    def _take_room(self) -> None:
        """Let panels give way where the window became too small for them, and come back where it grew."""
        window = self.window().size()
        for side in SIDES:
            roomy = may_dock(side, window)
            if self._roomy.get(side) == roomy:
                continue
            self._roomy[side] = roomy
            if self._kept[side] == "docked":
                up = side == "inspector" and self._selected
                self._stands[side] = "docked" if roomy else "open" if up else "folded"
                self._dress(side)

    def _drag_edge(self, side: Side, by: int) -> None:
        self.set_across(side, self._across[side] + (by if side == "palette" else -by))

    def _keep_across(self, side: Side) -> None:
        self._preferences.keep_panel_across(side, self._across[side])

    def _drag_inspector(self, by: QPoint) -> None:
        before = self._card.pos()
        self._moved += by
        self.arrange()
        # Where it cannot go farther the hand goes on alone and comes back to the same place.
        self._moved += self._card.pos() - before - by if self._card.pos() - before != by else QPoint()

    def _follow_height(self) -> None:
        if self._stands["inspector"] == "open":
            self.arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_room()
        self.arrange()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_room()
        self.arrange()

    @override
    def minimumSizeHint(self) -> QSize:
        return LEAST_CANVAS + QSize(2 * RAIL, 0)
