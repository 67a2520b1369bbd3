"""The parts at the left: search first, cards to drag or place, browsing by layer."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.library import Library
from designer.catalog.search import index_of
from designer.drawing.layer_words import SHORT_LAYER_TITLES
from designer.model.kinds import KINDS
from designer.model.parts.part import Layer, Part
from designer.ui.app.preferences import Preferences
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.part_words import LAYER_ICONS, LAYER_TITLES, LAYERS_DOWN, part_line, usefulness

MOST_SHOWN: Final = 50
LOW: Final = 640
"""Below this height the layers scroll and leave room for the parts."""
NARROW: Final = 236
"""Below this width the layers have short titles."""
_MOST_KEPT: Final = 4


class _Offer(NamedTuple):
    """The parts of a library as the palette lists them.

    Attributes:
        library: Whose parts they are.
        rows: The row of each part by its id, without a star.
        usual: Ids in their order where nothing is searched.
    """

    library: Library
    rows: Mapping[str, Row]
    usual: tuple[str, ...]


_offers: Final[deque[_Offer]] = deque(maxlen=_MOST_KEPT)


def _offer_of(library: Library) -> _Offer:
    """Return the listing of LIBRARY, which all windows share; that of the last few libraries is kept."""
    for kept in _offers:
        if kept.library is library:
            return kept
    parts = library.parts
    usual = sorted(parts.values(), key=lambda part: (part.id not in library.own, *usefulness(part)))
    rows = {part.id: _row_of(part, parts) for part in usual}
    _offers.append(_Offer(library, rows, tuple(rows)))
    return _offers[-1]


def _row_of(part: Part, parts: Mapping[str, Part]) -> Row:
    kind = KINDS.get(part.kind)
    icon = kind.icon if kind else "other"
    return Row(part.id, part.name, part_line(part, parts), icon, part.layer, part=part.id)


class PalettePanel(QWidget):
    """Finds parts and hands them to the canvas.

    Rows never move under the pointer: what is placed or starred takes its place on top when the panel opens next, or
    when something else is searched for.
    """

    placed = Signal(str)
    """Part id to place."""

    def __init__(self, library: Library, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._index = index_of(library)
        self._offer = _offer_of(library)
        self._preferences = preferences
        self._layer: Layer | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel-left")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 16, 1, 8)
        down.setSpacing(4)

        self.search = line_edit("Search parts", self, placeholder="Search parts", clears=True, changed=self.refresh)
        self.search.setMinimumHeight(32)
        self._glass = QAction(self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.installEventFilter(self)
        holder = QHBoxLayout()
        holder.setContentsMargins(16, 0, 16, 0)
        holder.addWidget(self.search)
        down.addLayout(holder)

        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 16, 0)
        self._title = label("Parts", "section", self)
        self._count = label("", "caption", self)
        self._all = push_button(
            "All layers", self, self._show_all_layers, look="link", name="Show the parts of all layers"
        )
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        head.addWidget(self._all)
        down.addLayout(head)

        self.list = RowList("Parts", self, activated=self._activated)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.installEventFilter(self)
        down.addWidget(self.list, 1)
        self._empty = label("", "muted", self, wraps=True)
        self._empty.setContentsMargins(16, 8, 16, 8)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._empty, 1)

        self._hint = label("Drag a part to the canvas, or press Enter to place it.", "caption", self, wraps=True)
        told = QHBoxLayout()
        told.setContentsMargins(16, 4, 16, 4)
        told.addWidget(self._hint)
        down.addLayout(told)
        self.layers = RowList("Browse by layer", self, clicked=self._layer_chosen, activated=self._layer_chosen)
        self.layers.setDragEnabled(False)
        down.addWidget(self.layers)
        self._fill_layers()
        self._recolour()
        self.refresh()
        follow_look(self._recolour)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.size().width() < NARROW) != (event.oldSize().width() < NARROW):
            self._fill_layers()
        self._size_layers()

    def _size_layers(self) -> None:
        low = self.height() < LOW
        self._hint.setVisible(not low)
        rows = len(self.layers.row_model.rows)
        whole = 32 + 36 * (rows - 1)
        self.layers.setFixedHeight(min(whole, self.height() * 2 // 5) if low else whole)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._glass.setIcon(line_icon("search", "muted"))

    def set_library(self, library: Library) -> None:
        """Offer the parts of LIBRARY from now on."""
        self._library = library
        self._index = index_of(library)
        self._offer = _offer_of(library)
        self._fill_layers()
        self._size_layers()
        self.refresh()

    def start(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def refresh(self) -> None:
        """Show what the search, the layer and the person's habits give."""
        text = self.search.text().strip()
        # Without words and layer the person's own parts come first.
        rows = self._found(text) if text or self._layer else self._habits()
        count = sum(not row.heading for row in rows)
        everything = len(self._library.parts)
        self._title.setText(LAYER_TITLES[self._layer] if self._layer else "Parts")
        self._count.setText(f"{count} of {everything}" if text or self._layer else f"{everything} parts")
        self._all.setVisible(self._layer is not None)
        self.list.show_rows(rows, choose_first=bool(text))
        self.list.setVisible(count > 0)
        self._empty.setVisible(count == 0)
        where = f" in {LAYER_TITLES[self._layer]}" if self._layer else ""
        self._empty.setText(
            f"No part{where} matches “{text}”. Try a vendor, a model or a kind such as “switch”."
            if everything
            else "The catalog holds no parts. Install Stackwright again, or put your own parts into its data folder."
        )

    def _found(self, text: str) -> list[Row]:
        found = self._index.search(text, limit=400) if text else list(self._library.parts.values())
        return self._rows(part.id for part in found if self._layer in (None, part.layer))[:MOST_SHOWN]

    def _habits(self) -> list[Row]:
        parts = self._library.parts
        stars = [name for name in self._preferences.favourites if name in parts]
        recent = [name for name in self._preferences.recent if name in parts and name not in stars]
        # A favourite that was placed lately stands once, among the favourites.
        shown = {*stars, *recent}
        rows: list[Row] = []
        for heading, chosen in (("Favourites", stars), ("Placed lately", recent)):
            if chosen:
                rows += [Row(heading, heading, heading=True), *self._rows(chosen)]
        rest = [name for name in self._offer.usual if name not in shown]
        if rows and rest:
            rows.append(Row("all", "All parts", heading=True))
        return rows + self._rows(rest)

    def _rows(self, part_ids: Iterable[str]) -> list[Row]:
        """The rows of parts, with a star where it is a favourite."""
        rows, stars = self._offer.rows, frozenset(self._preferences.favourites)
        return [rows[name]._replace(star=True) if name in stars else rows[name] for name in part_ids]

    def _fill_layers(self) -> None:
        counted = Counter(part.layer for part in self._library.parts.values())
        rows = [Row("browse", "Browse by layer", heading=True)]
        titles = SHORT_LAYER_TITLES if self.width() < NARROW else LAYER_TITLES
        rows += [
            Row(layer, titles[layer], "", LAYER_ICONS[layer], layer, str(counted[layer]))
            for layer in LAYERS_DOWN
            if counted[layer]
        ]
        self.layers.show_rows(rows)

    def _layer_chosen(self, index: QModelIndex) -> None:
        row = self.layers.row_model.rows[index.row()]
        if row.layer is None:
            return
        if self._layer == row.layer:
            self._show_all_layers()
            return
        self._layer = row.layer
        self.refresh()

    def show_layer(self, layer: Layer) -> None:
        """Show the parts of LAYER alone."""
        rows = self.layers.row_model.rows
        self.layers.setCurrentIndex(
            self.layers.row_model.index(next(at for at, row in enumerate(rows) if row.layer == layer))
        )
        self._layer = layer
        self.refresh()

    def _show_all_layers(self) -> None:
        self._layer = None
        self.layers.clearSelection()
        self.layers.setCurrentIndex(QModelIndex())
        self.refresh()

    def _activated(self, index: QModelIndex) -> None:
        row = self.list.row_model.rows[index.row()]
        if row.part:
            self.place(row.part)

    def place(self, part_id: str) -> None:
        """Hand PART_ID to the canvas and remember it."""
        self.placed.emit(part_id)
        self.remember(part_id)

    def remember(self, part_id: str) -> None:
        """PART_ID was placed, by whatever way; it stands among those placed lately when the panel opens next."""
        if part_id in self._library.parts:
            self._preferences.remember_part(part_id)

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        row = self.list.row_model.rows[index.row()] if index.isValid() else None
        if row is None or not row.part:
            return
        menu = QMenu(self)
        place = menu.addAction("Place on the canvas")
        star = menu.addAction("Take the star away" if row.star else "Add to favourites")
        chosen = menu.exec(self.list.viewport().mapToGlobal(at))
        # Each menu is made for one click; without this they would gather under the panel.
        menu.deleteLater()
        if chosen is place:
            self.place(row.part)
        elif chosen is star:
            self.toggle_star(row.part)

    def toggle_star(self, part_id: str) -> None:
        """Make PART_ID a favourite, or none; its row gets or loses the star where it stands."""
        self._preferences.toggle_favourite(part_id)
        stars = frozenset(self._preferences.favourites)
        self.list.show_rows([row._replace(star=row.part in stars) for row in self.list.row_model.rows])

    @override
    def showEvent(self, event: QShowEvent) -> None:
        # Whoever opens the panel points at none of its rows yet.
        if not event.spontaneous():
            self.refresh()
        super().showEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            # Arrows move in the list while the letters go on into the search.
            if watched is self.search and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                row = self.list.chosen
                if row is not None and row.part:
                    self.place(row.part)
                return True
            if watched is self.search and key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if watched is self.list and event.text() == "*":
                row = self.list.chosen
                if row is not None and row.part:
                    self.toggle_star(row.part)
                return True
        return super().eventFilter(watched, event)
