"""The rack tab: a bar of choices, the tray of what waits, and the racks."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Final, cast

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.racks.elevations import Faces
from designer.edit.racks import rack_fill
from designer.model.design import Camera, View
from designer.model.kinds import RACKS
from designer.ui.app.document import Document
from designer.ui.views.design_view import DesignView
from designer.ui.views.racks.fill_dialog import RackFillDialog
from designer.ui.views.racks.tray import RackTray
from designer.ui.views.racks.view import RackView
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Segments

PANEL: Final = "generic/blanking-panel-1u"
_FACES: Final = (("both", "Both"), ("front", "Front"), ("rear", "Rear"))
_WHICH: Final = (("all", "All racks"), ("chosen", "Selected"))


class RackPage(DesignView):
    """Racks with their bar and tray."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._selected: tuple[str, ...] = ()
        self.racks = RackView(document, self)
        self.tray = RackTray(self)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        bar = QWidget(self)
        across = QHBoxLayout(bar)
        across.setContentsMargins(12, 6, 12, 6)
        across.setSpacing(8)
        self.faces = Segments("Side of the racks", _FACES, "both", bar, chosen=self._show_faces)
        self.which = Segments("Racks to show", _WHICH, "all", bar, chosen=self._show_which)
        self.fill_button = push_button(
            "Fill…",
            bar,
            self.open_fill,
            tip="Fill the selected racks by a rule: so many of each, from the bottom or the top",
        )
        self.more = QToolButton(bar)
        self.more.setText("More")
        self.more.setAccessibleName("More for racks")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        for widget in (self.faces, self.which):
            across.addWidget(widget)
        across.addStretch(1)
        across.addWidget(self.fill_button)
        across.addWidget(self.more)
        down.addWidget(bar)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.tray)
        below.addWidget(self.racks, 1)
        down.addLayout(below, 1)
        self.setFocusProxy(self.racks)
        self.pass_on(self.racks)
        self.tray.wanted.connect(self._place_first)
        self.tray.chosen.connect(self._choose)
        document.changed.connect(self._follow)
        self._follow()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for words, slot in (
            ("Place all that wait", self.racks.place_all),
            ("Close gaps with blanking panels", self.close_gaps),
            ("Pack down", self.racks.pack),
            ("Swap the two selected", self.racks.swap),
        ):
            menu.addAction(words, slot)
        return menu

    # What every view of the design can do.

    @property
    def hint(self) -> str:
        """One line about what is in sight."""
        return self.racks.hint

    def fit(self) -> None:
        """Show all racks."""
        self.racks.fit()

    def fit_selection(self) -> None:
        """Show what is selected."""
        self.racks.fit_selection()

    def zoom_in(self) -> None:
        """Closer."""
        self.racks.zoom_in()

    def zoom_out(self) -> None:
        """Farther."""
        self.racks.zoom_out()

    def camera(self) -> Camera:
        """Return what lies in sight, for a saved view."""
        return self.racks.camera()

    @property
    def focus(self) -> tuple[str, ...]:
        """The racks that were chosen; none for all."""
        return self.racks.shown_racks

    @property
    def goes_alone(self) -> bool:
        """Return True: what is in a rack need not be seen on the canvas, too."""
        return True

    def shows(self, ids: Collection[str]) -> bool:
        """Return True when any of IDS is drawn here."""
        return self.racks.shows(ids)

    def go_to(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight."""
        self.racks.reveal(ids)

    @property
    @override
    def sight(self) -> QWidget:
        return self.racks

    @override
    def let_drawing_go(self) -> None:
        self.racks.let_drawing_go()

    @override
    def keep_right_clear(self, pixels: int) -> None:
        self.racks.keep_right_clear(pixels)

    def show_physical(self, name: str) -> bool:
        """Show one copy of a rack, "rack[2]", under its own name; False where it is not drawn."""
        self.which.choose("all")
        return self.racks.show_physical(name)

    def show_view(self, view: View) -> None:
        """Show what a saved view shows."""
        self.racks.show_view(view)

    def set_context_actions(self, actions: Sequence[QAction]) -> None:
        """Further actions for the menu on a right click."""
        self.racks.set_context_actions(actions)

    def select(self, ids: Collection[str]) -> None:
        """Outline IDS."""
        self._selected = tuple(ids)
        self.racks.select(ids)

    def close_gaps(self) -> None:
        """Close the free units at the front of the racks that are chosen."""
        self._document.edit(
            partial(
                rack_fill.close_gaps, library=self._document.library, rack_ids=self.racks.chosen_racks(), part_id=PANEL
            )
        )

    def open_fill(self) -> None:
        """Fill the racks that are chosen by a rule."""
        racks = self.racks.chosen_racks()
        if not racks:
            self.message.emit("There is no rack to fill yet.")
            return
        RackFillDialog(self._document, racks, self.window()).open()

    def _show_faces(self, value: str) -> None:
        self.racks.show_faces(cast("Faces", value))

    def _show_which(self, value: str) -> None:
        if value == "all":
            self.racks.show_racks(None)
        else:
            nodes = self._document.design.nodes
            found = [
                rack_id
                for one in self._selected
                if one in nodes
                for rack_id in (one, *self._document.design.ancestors(one))
                if nodes[rack_id].kind in RACKS
            ]
            if not found:
                self.message.emit("Select racks first, or devices in them.")
                self.which.choose("all")
                return
            self.racks.show_racks(list(dict.fromkeys(found)))
        self._follow()

    def _place_first(self, node_id: str) -> None:
        node = self._document.design.nodes.get(node_id)
        if node is None:
            return
        parent = self._document.design.nodes.get(node.parent or "")
        racks = self.racks.chosen_racks()
        if parent is not None and parent.kind in RACKS:
            racks = [parent.id]
        if not racks:
            self.message.emit("There is no rack yet.")
            return
        self._document.edit(partial(rack_fill.place_first, node_id=node_id, rack_id=racks[0]))
        self.selection_wanted.emit((node_id,))

    def _choose(self, node_id: str) -> None:
        self.selection_wanted.emit((node_id,))

    def _follow(self, *_: object) -> None:
        if self.isVisible():
            self.tray.show_design(self._document.design, {column.rack for column in self.racks.drawing.columns})

    @override
    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        if visible:
            self._follow()
            self.hint_changed.emit(self.hint)
