"""The command palette (Ctrl+K): commands, parts, nodes and links in one search."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.library import Library
from designer.catalog.search import index_of
from designer.model.copy_ids import CopyId
from designer.model.design import Design, Link
from designer.model.device_names import device_names
from designer.model.kinds import KINDS
from designer.model.naming import ends_name, ends_title
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.review.query import EXAMPLES, parse_query
from designer.review.query_answers import Subject
from designer.ui.app.preferences import Preferences
from designer.ui.commands.command import AnyCommand
from designer.ui.commands.command_set import CommandSet
from designer.ui.commands.word_search import WordSearch
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.part_words import node_line, part_line

MOST_OF_A_SORT: Final = 8
WIDTH: Final = 640
HEIGHT: Final = 440
PAGE: Final = 8
COMMAND, PART, NODE, QUERY = "command:", "part:", "node:", "query:"
ASKS: Final = "?"
"""What a line begins with that says what to select."""
_NOT_OFFERED: Final = "help.palette"
"""Itself."""


class DesignSearch:
    """Nodes and links of one design, ready to be found."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._nodes = design.nodes_in_order()
        self._links = list(design.links.values())
        parts, nodes = design.parts, design.nodes
        names = {part_id: part.name for part_id, part in parts.items()}
        self._of_nodes = WordSearch(
            [f"{one.title} {one.id} {names.get(one.part or '', '')} {one.kind}" for one in self._nodes]
        )
        titles = {name: node.title for name, node in nodes.items()}
        self._of_links = WordSearch(
            [
                f"{one.name} {one.id} {ends_name(titles.get(one.a, one.a), titles.get(one.b, one.b))} {one.medium} link"
                for one in self._links
            ]
        )

    def nodes(self, asked: str, *, forgiving: bool) -> list[Row]:
        """Nodes by name, id, part or kind."""
        found = self._of_nodes.find(asked, MOST_OF_A_SORT, forgiving=forgiving)
        return [self.row(self._nodes[number].id) for number in found]

    def racks(self, asked: str) -> list[Row]:
        """Racks as they stand in the hall, by their names: Rack 3 of a rack ×40."""
        return [self._rack_row(one) for one in device_names(self.design).find(asked) if one.copy is not None]

    def _rack_row(self, rack: CopyId) -> Row:
        node = self.design.nodes[rack.id]
        names = device_names(self.design)
        title = f"Go to {names.of(rack.id, rack.copy or 0)}"
        return Row(NODE + str(rack), title, f"One of {names.span(rack.id)}", KINDS[node.kind].icon, "facility")

    def links(self, asked: str, *, forgiving: bool) -> list[Row]:
        """Links by name, id, or what they join."""
        found = self._of_links.find(asked, MOST_OF_A_SORT, forgiving=forgiving)
        return [self.row(self._links[number].id) for number in found]

    def make_ready(self) -> None:
        """Work out now what the first keys would have to wait for."""
        self._of_nodes.make_ready()
        self._of_links.make_ready()

    def row(self, record_id: str) -> Row:
        """The row of a node or a link."""
        design = self.design
        link = design.links.get(record_id)
        rack = CopyId.read(record_id)
        if record_id not in design.nodes and rack.copy is not None and rack.id in design.nodes:
            return self._rack_row(rack)
        if link is not None:
            return Row(NODE + link.id, f"Go to {self._link_title(link)}", link_line(link), "cable")
        node = design.nodes[record_id]
        part, kind = design.part_of(node), KINDS.get(node.kind)
        layer = part.layer if part else (kind.layer if kind else None)
        icon = kind.icon if kind else "other"
        return Row(NODE + node.id, f"Go to {node.title}", node_line(design, node), icon, layer)

    def _link_title(self, link: Link) -> str:
        ends = ends_title(self.design, link)
        return f"{link.name}: {ends}" if link.name else ends


@lru_cache(maxsize=1)
def _searched(key: "_Same") -> DesignSearch:
    return DesignSearch(key.design)


class _Same:
    """A design as itself: two that say the same are still two."""

    def __init__(self, design: Design) -> None:
        self.design = design

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.design is self.design

    @override
    def __hash__(self) -> int:
        return id(self.design)


def search_of(design: Design) -> DesignSearch:
    """The search of DESIGN, made once as long as it stays the one that is searched."""
    return _searched(_Same(design))


def link_line(link: Link) -> str:
    """Return how many cables of which medium a link has."""
    return f"{counted(link.cables, 'cable')} · {link.medium}"


class CommandPalette(QDialog):
    """A search field over the window with what it finds."""

    command_chosen = Signal(str)
    part_chosen = Signal(str)
    node_chosen = Signal(str)
    """Id of a node or a link."""

    query_chosen = Signal(str)
    """What to select, in words."""

    def __init__(
        self,
        commands: CommandSet,
        library: Library,
        design: Design | None,
        parent: QWidget,
        subject: Subject | None = None,
        preferences: Preferences | None = None,
        recent: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._commands = commands
        self._library = library
        self._design = design
        self._subject = subject
        self._preferences = preferences
        self._recent = tuple(recent)
        self._offered = [one for one in commands.table.commands if one.id != _NOT_OFFERED]
        self._names = WordSearch([f"{one.title} {one.menu} {one.id} {one.also}" for one in self._offered])
        self.setAccessibleName("Command palette")
        down = QVBoxLayout(self)
        down.setContentsMargins(1, 1, 1, 8)
        down.setSpacing(4)
        self.search = line_edit(
            "Search or run a command",
            self,
            placeholder="Search commands, parts and what is on the canvas; ? selects by words",
            changed=self.refresh,
        )
        self.search.setProperty("look", "palette-search")
        self.search.setAccessibleDescription("Up and Down choose, Enter runs, Escape closes.")
        self.search.installEventFilter(self)
        down.addWidget(self.search)
        self.list = RowList("Results", self, clicked=self._run)
        self.list.setDragEnabled(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        down.addWidget(self.list, 1)
        self._nothing = label("Nothing matches. Try fewer or other words.", "muted", self)
        self._nothing.setContentsMargins(16, 8, 16, 8)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._nothing, 1)
        self.resize(WIDTH, HEIGHT)
        top = parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, 56))
        self.move(top)
        self.refresh()
        self.search.setFocus()
        QTimer.singleShot(0, self, self._make_ready)

    def refresh(self) -> None:
        """Show what the words find."""
        text = self.search.text().strip()
        if text.startswith(ASKS) and self._subject is not None:
            self._show(self._asked(text.removeprefix(ASKS).strip(), self._subject))
        else:
            self._show(self._found(text) if text else self._at_first())

    def _at_first(self) -> list[Row]:
        """Before anything is typed: what was used lately, then all that can be run."""
        lately = self._lately()
        known = {row.key for row in lately}
        commands = [row for row in map(self._command_row, self._offered) if not row.dim and row.key not in known]
        return _under("Recent", lately) + _under("Commands", commands)

    def _lately(self) -> list[Row]:
        rows: list[Row] = []
        for record_id in self._recent:
            base = CopyId.read(record_id).id
            if self._design is not None and (
                record_id in self._design.links or record_id in self._design.nodes or base in self._design.nodes
            ):
                rows.append(search_of(self._design).row(record_id))
        known = self._preferences.recent_commands if self._preferences is not None else ()
        named = self._commands.table.by_id
        recent = [self._command_row(named[name]) for name in known if name in named]
        return [row for row in recent if not row.dim] + rows

    def _found(self, text: str) -> list[Row]:
        """Return what the words find; slips are forgiven where the words as they are find nothing."""
        commands, things = self._commands_and_things(text, forgiving=False)
        if not commands and not things:
            commands, things = self._commands_and_things(text, forgiving=True)
        headed = _under("Commands", commands)
        # Commands that cannot run, and nothing else, wait below what can be gone to.
        rows = things + headed if commands and commands[0].dim else headed + things
        if self._design is None:
            return rows
        parts = index_of(self._library).search(text, limit=MOST_OF_A_SORT)
        return rows + _under(
            "Parts",
            [
                Row(
                    PART + part.id,
                    f"Place {part.name}",
                    part_line(part, self._library.parts),
                    KINDS[part.kind].icon if part.kind in KINDS else "other",
                    part.layer,
                )
                for part in parts
            ],
        )

    def _commands_and_things(self, text: str, *, forgiving: bool) -> tuple[list[Row], list[Row]]:
        """Commands, then nodes and links under their headings."""
        found = self._names.find(text, 3 * MOST_OF_A_SORT, forgiving=forgiving)
        commands = [self._command_row(self._offered[number]) for number in found]
        lately = self._preferences.recent_commands if self._preferences is not None else ()
        # What cannot run now comes last and says why; what was used lately comes first.
        commands.sort(key=lambda row: (row.dim, row.key.removeprefix(COMMAND) not in lately))
        things: list[Row] = []
        if self._design is not None:
            search = search_of(self._design)
            things += _under("Racks", search.racks(text))
            things += _under("On the canvas", search.nodes(text, forgiving=forgiving))
            things += _under("Links", search.links(text, forgiving=forgiving))
        return commands[:MOST_OF_A_SORT], things

    def _make_ready(self) -> None:
        """Before the first key is pressed, so that it need not wait."""
        index_of(self._library)
        if self._design is not None:
            search_of(self._design).make_ready()

    def _command_row(self, command: AnyCommand) -> Row:
        """A command with its keys, or with why it cannot run now."""
        can = self._commands.actions[command.id].isEnabled()
        keys = self._commands.shortcuts.text(command.id)
        aside = keys or command.menu.replace("/", " › ")
        line = "" if can else self._commands.table.why_not(command)
        return Row(
            COMMAND + command.id,
            command.title.rstrip("…"),
            line,
            command.icon or "chevron-right",
            aside=aside,
            dim=not can,
        )

    def _asked(self, text: str, subject: Subject) -> list[Row]:
        """Return what the words behind a question mark would select."""
        if not text:
            return [Row(QUERY + asked, f"{ASKS} {asked}", words, "search") for asked, words in EXAMPLES]
        try:
            found = len(subject.answer(parse_query(text)))
        except RefusedInput as problem:
            return [Row("problem", str(problem), heading=True)]
        return [Row(QUERY + text, f"Select {found:,}", text, "search")] if found else []

    def _show(self, rows: list[Row]) -> None:
        self.list.show_rows(rows, choose_first=True)
        self.list.setVisible(bool(rows))
        self.resize(WIDTH, min(56 + (self.list.height_of_rows() if rows else 40) + 8, HEIGHT))
        self._nothing.setVisible(not rows)

    def run_chosen(self) -> None:
        """Do what the chosen row stands for, and close; what cannot run now stays and says why."""
        row = self.list.chosen
        if row is None or row.heading or row.dim:
            return
        # Closed first: the command may open a dialog, which must not stand under the palette.
        self.close()
        for prefix, signal in (
            (COMMAND, self.command_chosen),
            (PART, self.part_chosen),
            (NODE, self.node_chosen),
            (QUERY, self.query_chosen),
        ):
            if row.key.startswith(prefix):
                chosen = row.key.removeprefix(prefix)
                if prefix == COMMAND and self._preferences is not None:
                    self._preferences.remember_command(chosen)
                signal.emit(chosen)

    def _run(self, index: QModelIndex) -> None:
        if not self.list.row_model.rows[index.row()].heading:
            self.run_chosen()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The words keep the keyboard; the keys that move in the list are passed on to it.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: PAGE,
                Qt.Key.Key_PageUp: -PAGE,
            }
            key = event.key()
            if key in steps:
                by = steps[Qt.Key(key)]
                for _ in range(abs(by)):
                    self.list.step(1 if by > 0 else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run_chosen()
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)


def _under(heading: str, rows: Iterable[Row]) -> list[Row]:
    found = list(rows)
    return [Row(heading, heading, heading=True), *found] if found else []
