"""The command palette (Ctrl+K): commands, parts and nodes in one search."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.library import Library
from designer.catalog.search import index_of
from designer.drawing.looks import Theme
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput
from designer.review.query import EXAMPLES, parse_query
from designer.review.query_answers import Subject
from designer.ui.commands import COMMANDS, CommandSet, shortcut_text
from designer.ui.fields import label
from designer.ui.part_list import Row, RowList
from designer.ui.part_words import node_line, part_line

MOST_OF_A_SORT: Final = 8
WIDTH: Final = 640
HEIGHT: Final = 440
COMMAND, PART, NODE, QUERY = "command:", "part:", "node:", "query:"
ASKS: Final = "?"
"""What a line begins with that says what to select."""


def matches(words: Sequence[str], text: str) -> bool:
    """Whether every one of WORDS stands in TEXT."""
    lower = text.lower()
    return all(word in lower for word in words)


def command_rows(commands: CommandSet, words: Sequence[str]) -> list[Row]:
    """Commands that can run now, those whose title begins with the first word first."""
    found = [
        command
        for command in COMMANDS
        if commands.actions[command.id].isEnabled()
        and command.id != "help.palette"
        and matches(words, f"{command.title} {command.menu}")
    ]
    if words:
        found.sort(key=lambda command: not command.title.lower().startswith(words[0]))
    return [
        Row(COMMAND + command.id, command.title.rstrip("…"), "", command.icon or "other",
            aside=shortcut_text(command) or command.menu.replace("/", " › "))
        for command in found
    ]  # fmt: skip


def node_rows(design: Design, words: Sequence[str]) -> list[Row]:
    """Nodes of the design by name, id or part."""
    rows: list[Row] = []
    for node in design.nodes_in_order():
        part = design.part_of(node)
        if not matches(words, f"{node.title} {node.id} {part.name if part else ''} {node.kind}"):
            continue
        kind = KINDS.get(node.kind)
        layer = part.layer if part else (kind.layer if kind else None)
        rows.append(
            Row(NODE + node.id, f"Go to {node.title}", node_line(design, node), kind.icon if kind else "other", layer)
        )
        if len(rows) == MOST_OF_A_SORT:
            break
    return rows


class CommandPalette(QDialog):
    """A search field over the window with what it finds."""

    command_chosen = Signal(str)
    part_chosen = Signal(str)
    node_chosen = Signal(str)
    query_chosen = Signal(str)
    """What to select, in words."""

    def __init__(
        self,
        commands: CommandSet,
        library: Library,
        design: Design | None,
        theme: Theme,
        parent: QWidget,
        subject: Subject | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._commands = commands
        self._library = library
        self._design = design
        self._subject = subject
        self.setAccessibleName("Command palette")
        down = QVBoxLayout(self)
        down.setContentsMargins(1, 1, 1, 8)
        down.setSpacing(4)
        self.search = QLineEdit(self)
        self.search.setProperty("look", "palette-search")
        self.search.setAccessibleName("Search or run a command")
        self.search.setPlaceholderText("Search commands, parts and what is on the canvas; ? selects by words")
        self.search.textChanged.connect(self.refresh)
        self.search.installEventFilter(self)
        down.addWidget(self.search)
        self.list = RowList("Results", theme, self)
        self.list.setDragEnabled(False)
        self.list.clicked.connect(self._run)
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

    def refresh(self) -> None:
        """Show what the words find."""
        text = self.search.text().strip()
        if text.startswith(ASKS) and self._subject is not None:
            self._show(self._asked(text.removeprefix(ASKS).strip(), self._subject))
            return
        words = text.lower().split()
        rows: list[Row] = []
        commands = command_rows(self._commands, words)
        rows += _under("Commands", commands[: MOST_OF_A_SORT if words else 60])
        if self._design is not None and words:
            rows += _under("On the canvas", node_rows(self._design, words))
            parts = index_of(self._library).search(text, limit=MOST_OF_A_SORT)
            rows += _under(
                "Parts",
                [
                    Row(
                        PART + part.id, f"Place {part.name}", part_line(part, self._library.parts),
                        KINDS[part.kind].icon if part.kind in KINDS else "other", part.layer,
                    )
                    for part in parts
                ],
            )  # fmt: skip
        self._show(rows)

    def _asked(self, text: str, subject: Subject) -> list[Row]:
        """What the words behind a question mark would select."""
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
        """Do what the chosen row stands for, and close."""
        row = self.list.chosen
        if row is None or row.heading:
            return
        self.close()
        for prefix, signal in (
            (COMMAND, self.command_chosen), (PART, self.part_chosen), (NODE, self.node_chosen),
            (QUERY, self.query_chosen),
        ):  # fmt: skip
            if row.key.startswith(prefix):
                signal.emit(row.key.removeprefix(prefix))

    def _run(self, index: QModelIndex) -> None:
        if not self.list.row_model.rows[index.row()].heading:
            self.run_chosen()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.step(1 if key == Qt.Key.Key_Down else -1)
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
