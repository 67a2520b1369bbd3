"""The catalog browser: filters at the left, what they leave in the middle, the card of the chosen part at the right."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.filters import Sieve
from designer.catalog.search import index_of
from designer.model.design import Design
from designer.model.figures.figure_text import count_text, counted_text
from designer.model.parts.part import Part
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.catalog.empty_results import NoParts
from designer.ui.catalog.filter_pane import FilterPane
from designer.ui.catalog.part_card import PartCard
from designer.ui.catalog.part_table import MOST_COMPARED, PartTable
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.part_words import usefulness
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.timers import after_pause

CARD_DELAY_MS: Final = 60
"""The card waits until the arrows rest."""
KEYS_HINT: Final = "Enter places · Space marks to compare · * stars · Ctrl+Enter compares"


class CatalogBrowser(QDialog):
    """Finds parts and says what is wanted of them."""

    place_wanted = Signal(str)
    compare_wanted = Signal(tuple)
    """A tuple of two to four part ids."""
    new_wanted = Signal()
    duplicate_wanted = Signal(str)
    edit_wanted = Signal(str)
    remove_wanted = Signal(str)
    export_wanted = Signal(tuple)
    """A tuple of part ids."""
    netbox_wanted = Signal(str)

    def __init__(self, shelf: Shelf, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._preferences = preferences
        self._design: Design | None = None
        self._library = shelf.library
        self._sieve = Sieve(shelf.library.own)
        self._rest: list[Part] = []
        self._first: tuple[str, ...] = ()
        self._text = ""
        self.setWindowTitle("Catalog")
        self.setModal(False)
        self.setSizeGripEnabled(False)
        resize_within_screen(self, 1200, 760, (960, 560))
        self._card_timer = after_pause(self, CARD_DELAY_MS, self.show_card)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self.filters = FilterPane(self)
        self.filters.changed.connect(self.refresh)
        self.filters.search.installEventFilter(self)
        self.card = PartCard(self)
        self.card.setMinimumWidth(300)
        self.card.place_wanted.connect(self._place_part)
        columns = QSplitter(Qt.Orientation.Horizontal, self)
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(1)
        columns.addWidget(self.filters)
        columns.addWidget(self._make_middle())
        columns.addWidget(self.card)
        columns.setStretchFactor(1, 2)
        columns.setStretchFactor(2, 1)
        columns.setSizes([256, 600, 344])
        down.addWidget(columns, 1)
        down.addWidget(line(self))
        down.addLayout(self._make_buttons())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.compare)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.start_search)
        QShortcut(QKeySequence("Ctrl+Shift+N"), self, self.new_wanted.emit)
        shelf.changed.connect(self._library_changed)
        self._library_changed()
        self.start_search()
        follow_look(self._allow)

    def _make_middle(self) -> QWidget:
        middle = QWidget(self)
        middle.setMinimumWidth(400)
        down = QVBoxLayout(middle)
        down.setContentsMargins(0, 12, 0, 0)
        down.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 16, 4)
        self.count = label("", "section", middle)
        self.note = label("", "caption", middle)
        self.unmark = push_button("Unmark all", middle, self._unmark, look="link", takes_enter=False)
        keeps_room = self.unmark.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.unmark.setSizePolicy(keeps_room)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.note)
        head.addWidget(self.unmark)
        down.addLayout(head)
        self.table = PartTable(self._sieve.traits, middle)
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(self.place)
        self.table.selectionModel().currentRowChanged.connect(self._chosen_changed)
        self.table.marked_changed.connect(self._marks_changed)
        self.table.model().modelReset.connect(self._card_timer.start)
        down.addWidget(self.table, 1)
        self.nothing = NoParts(middle)
        self.nothing.loosen_wanted.connect(self.filters.loosen)
        self.nothing.unknown_wanted.connect(partial(self.filters.unknown.setChecked, True))
        self.nothing.clear_wanted.connect(self.filters.clear)
        down.addWidget(self.nothing, 1)
        hint = label(KEYS_HINT, "caption", middle)
        hint.setContentsMargins(16, 4, 16, 6)
        down.addWidget(hint)
        return middle

    def _make_buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setContentsMargins(16, 10, 16, 10)
        across.setSpacing(8)
        self.buttons: dict[str, QPushButton] = {}
        for name, title, slot in (
            ("new", "New part…", self.new_wanted.emit),
            ("duplicate", "Duplicate…", self._duplicate),
            ("edit", "Edit…", self._edit),
            ("remove", "Remove…", self._remove),
            ("export", "Export YAML…", self._export),
            ("netbox", "Export as NetBox…", self._netbox),
            ("star", "Star", self.star),
            ("compare", "Compare", self.compare),
            ("place", "Place", self.place),
        ):
            button = self.buttons[name] = push_button(title, self, slot, takes_enter=False)
            if name == "star":
                across.addStretch(1)
            across.addWidget(button)
        self.buttons["place"].setProperty("look", "primary")
        self.buttons["compare"].setToolTip("Two to four marked parts side by side (Ctrl+Enter)")
        return across

    def set_design(self, design: Design | None) -> None:
        """DESIGN is where parts are placed; its own parts are found too. None: there is none."""
        before, self._design = self._design, design
        if before is None or design is None or (before.parts, before.settings) != (design.parts, design.settings):
            self._library_changed()

    def start_search(self) -> None:
        """Put the keyboard into the search field."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    @property
    def chosen(self) -> Part | None:
        """The part of the current row."""
        return self.table.chosen

    def _library_changed(self) -> None:
        library = self._shelf.library
        self._library = library.joined(self._design) if self._design else library
        own = self._library.own
        self._sieve = Sieve(own)
        self.table.traits = self._sieve.traits
        self._rest = sorted(self._library.parts.values(), key=lambda part: (part.id not in own, *usefulness(part)))
        marked = [part_id for part_id in self.table.marked if part_id in self._library.parts]
        self.table.keep_marks(marked)
        self.refresh()

    def refresh(self) -> None:
        """Show what the search and the filters leave."""
        text = self.filters.search.text().strip()
        if text != self._text:
            self._take_habits()
        everything = len(self._library.parts)
        found = index_of(self._library).search(text, limit=everything) if text else self._habits()
        wanted = self.filters.wanted
        sifted = self._sieve.sift(found, wanted)
        chosen = self.chosen
        given = self._library.given
        whose = {one: f"plug-in {given[one]}" if one in given else "yours" for one in self._library.own}
        stood = self.table.show_parts(sifted.parts, frozenset(self._preferences.favourites), whose)
        # The chosen part stays chosen under other filters; other words put the best hit first.
        at = self.table.row_of(chosen.id) if chosen is not None and text == self._text else 0
        stood = stood and text == self._text and chosen is not None
        self._text = text
        self.filters.show_counts(sifted.facets)
        count = len(sifted.parts)
        asked = text or wanted.asked
        whole = f"{counted_text(everything, 'part')}"
        self.count.setText(f"{count_text(count)} of {whole}" if asked else whole)
        self.table.setVisible(count > 0)
        self.nothing.setVisible(count == 0)
        if stood:
            # The same parts in the same order: nothing moves under the pointer, only their cells are drawn anew.
            self._card_timer.start()
        elif count:
            self.table.choose_row(at)
        else:
            # Nothing is left: with the parts whose figures are unknown there may be something, which is then offered.
            silent = wanted.asked and not wanted.with_unknown
            unknown = len(self._sieve.sift(found, self.filters.wanted_with_unknown).parts) if silent else 0
            self.nothing.explain(text, everything, len(found), sifted.kept_out, self.filters.words, unknown=unknown)
        self._allow()

    def _habits(self) -> list[Part]:
        """All parts: favourites, then what was placed lately, then the person's own, then ours.

        What is placed or starred while the rows are in sight stays where it is until the next opening or search.
        """
        parts = self._library.parts
        top = dict.fromkeys(name for name in self._first if name in parts)
        return [parts[name] for name in top] + [part for part in self._rest if part.id not in top]

    def _take_habits(self) -> None:
        self._first = (*self._preferences.favourites, *self._preferences.recent)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            self._take_habits()
            self.refresh()
        super().showEvent(event)

    # ---- What is done with parts ----

    def place(self) -> None:
        """Ask for the chosen part in the design."""
        if (part := self.chosen) is not None:
            self._place_part(part.id)

    def _place_part(self, part_id: str) -> None:
        if self._design is None:
            self._say("Open or begin a design first; then parts can be placed.")
            return
        self.place_wanted.emit(part_id)
        self._say(f"{self._library.parts[part_id].name} goes to the canvas.")

    def star(self) -> None:
        """Make the chosen part a favourite, or none."""
        if (part := self.chosen) is not None:
            self._preferences.toggle_favourite(part.id)
            self.refresh()

    def mark(self) -> None:
        """Mark the chosen part for comparison, or take the mark away."""
        if (part := self.chosen) is not None and not self.table.mark(part.id):
            self._say(f"{MOST_COMPARED} parts are the most that stand side by side; unmark one.")

    def compare(self) -> None:
        """Ask to see the marked parts side by side."""
        marked = self.table.marked
        if len(marked) >= 2:
            self.compare_wanted.emit(marked)
        else:
            self._say("Mark two to four parts with Space; then compare them.")

    def _duplicate(self) -> None:
        if (part := self.chosen) is not None:
            self.duplicate_wanted.emit(part.id)

    def _edit(self) -> None:
        if (part := self.chosen) is not None:
            self.edit_wanted.emit(part.id)

    def _remove(self) -> None:
        if (part := self.chosen) is not None:
            self.remove_wanted.emit(part.id)

    def _export(self) -> None:
        marked = self.table.marked
        if marked or self.chosen is not None:
            self.export_wanted.emit(marked or (self.chosen.id,) if self.chosen else marked)

    def _netbox(self) -> None:
        if (part := self.chosen) is not None:
            self.netbox_wanted.emit(part.id)

    def _unmark(self) -> None:
        self.table.keep_marks(())
        self.start_search()

    # ---- What follows a choice ----

    def _say(self, words: str) -> None:
        self.note.setText(words)

    def _chosen_changed(self) -> None:
        self._card_timer.start()
        self._allow()

    def _marks_changed(self) -> None:
        marked = len(self.table.marked)
        self._say(f"{marked} marked" if marked else "")
        self._allow()

    def _allow(self) -> None:
        """Offer what can be done with the chosen and the marked parts."""
        part = self.chosen
        library = self._shelf.library
        own = part is not None and part.id in library.own and part.id not in library.given
        marked = len(self.table.marked)
        for name in ("duplicate", "netbox", "star"):
            self.buttons[name].setEnabled(part is not None)
        self.buttons["edit"].setEnabled(own)
        self.buttons["remove"].setEnabled(own)
        self.buttons["export"].setEnabled(part is not None or marked > 0)
        self.buttons["export"].setText(f"Export {marked} YAML…" if marked else "Export YAML…")
        self.buttons["compare"].setText(f"Compare {marked}" if marked >= 2 else "Compare")
        self.buttons["compare"].setEnabled(marked >= 2)
        self.buttons["place"].setEnabled(part is not None and self._design is not None)
        self.buttons["place"].setToolTip(
            "Place it on the canvas (Enter)" if self._design else "Open or begin a design first."
        )
        starred = part is not None and part.id in self._preferences.favourites
        self.buttons["star"].setText("Unstar" if starred else "Star")
        self.buttons["star"].setIcon(line_icon("star", "accent" if starred else "muted"))
        self.unmark.setVisible(marked > 0)

    def show_card(self) -> None:
        """Show the card of the chosen part now."""
        part = self.chosen if self.table.records.rows else None
        book = self._design.settings.prices if self._design else None
        self.card.show_part(part, self._library, book=book)

    # ---- Keys ----

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.filters.search.text():
                self.filters.search.clear()
                self.start_search()
            else:
                self.close()
            return
        super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        searching = watched is self.filters.search
        if self._common_key(event) or (self._search_key(event) if searching else self._table_key(event)):
            return True
        return super().eventFilter(watched, event)

    def _common_key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.place()
        elif event.text() == "*":
            self.star()
        elif event.key() == Qt.Key.Key_Space and control:
            self.mark()
        else:
            return False
        return True

    def _search_key(self, event: QKeyEvent) -> bool:
        page = self.table.page
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            return False
        self.table.step(by)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)  # Space marks there; a letter goes on searching
        return True

    def _table_key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Space:
            self.mark()
            return True
        if plain and (event.key() == Qt.Key.Key_Backspace or (event.text() and event.text().isprintable())):
            search = self.filters.search
            search.setFocus(Qt.FocusReason.OtherFocusReason)
            search.end(False)
            QApplication.sendEvent(search, event)
            return True
        return False
