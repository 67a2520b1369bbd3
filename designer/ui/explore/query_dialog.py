"""Selecting by words (Ctrl+Shift+K): a line like "switch where used > 90%", with what it finds counted while typing."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput
from designer.review.query import EXAMPLES, FIELDS, parse_query
from designer.review.query_answers import Subject
from designer.ui.panels.outline.outline_tree import link_title
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.part_words import MEDIUM_TITLES, node_line
from designer.ui.widgets.theme import set_look
from designer.ui.widgets.timers import after_pause

WIDTH: Final = 640
HEIGHT: Final = 460
MOST_SHOWN: Final = 100
MANY: Final = 2000
"""Nodes above which it waits for a pause in typing."""
_PAUSE_MS: Final = 150
_EXAMPLE: Final = "example:"
_FIELD: Final = "field:"


def found_words(count: int) -> str:
    """Return how many were found, in words."""
    return f"{count:,} found" if count else "Nothing is so."


def record_row(design: Design, record_id: str) -> Row:
    """A row for a node or link that was found."""
    if record_id in design.nodes:
        node = design.nodes[record_id]
        part, kind = design.part_of(node), KINDS.get(node.kind)
        layer = part.layer if part else kind.layer if kind else None
        return Row(record_id, node.title, node_line(design, node), kind.icon if kind else "other", layer)
    link = design.links[record_id]
    cables = f"{link.cables:,} cable{'s' if link.cables != 1 else ''}"
    return Row(record_id, link_title(design, link), f"{MEDIUM_TITLES[link.medium]} · {cables}", "cable")


def help_rows() -> list[Row]:
    """Examples, then every field."""
    rows = [Row("examples", "Examples", heading=True)]
    rows += [Row(_EXAMPLE + text, text, words, "search") for text, words in EXAMPLES]
    rows.append(Row("fields", "Fields", heading=True, aside="compare by = != < <= > >= ~ (contains)"))
    rows += [
        Row(_FIELD + field.name, field.name, field.help, aside=_sort(field.unit, field.share, field.sort))
        for field in FIELDS.values()
    ]
    return rows


def _sort(unit: str, share: bool, sort: str) -> str:
    return "share, %" if share else unit or ("number" if sort == "number" else "text")


class QueryDialog(QDialog):
    """A search field over the window; Enter selects everything that was found and goes there."""

    chosen = Signal(tuple)
    """Ids to select and to go to."""

    def __init__(self, subject: Subject, parent: QWidget, text: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Select by words")
        self._subject = subject
        self.found: tuple[str, ...] = ()
        self._helps = False
        down = QVBoxLayout(self)
        down.setContentsMargins(1, 1, 1, 8)
        down.setSpacing(4)
        self.search = QLineEdit(self)
        self.search.setProperty("look", "palette-search")
        self.search.setAccessibleName("What to select")
        self.search.setPlaceholderText("switch where used > 90%")
        self.search.installEventFilter(self)
        down.addWidget(self.search)
        across = QHBoxLayout()
        across.setContentsMargins(16, 2, 12, 2)
        self.told = label("", "muted", self, wraps=True)
        self.told.setAccessibleName("What is found")
        across.addWidget(self.told, 1)
        self.help = push_button(
            "Help", self, look="link", name="Examples and fields", takes_enter=False, toggled=self._show_help
        )
        across.addWidget(self.help, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(across)
        self.list = RowList("Found", self, clicked=self._clicked)
        self.list.setDragEnabled(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        down.addWidget(self.list, 1)
        self._pause = after_pause(self, _PAUSE_MS, self.refresh)
        self.search.textChanged.connect(self._typed)
        self.resize(min(WIDTH, parent.width() - 32), HEIGHT)
        self.move(parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, 56)))
        self.search.setText(text)
        self.refresh()
        self.search.setFocus()

    def refresh(self) -> None:
        """Show what the words find."""
        self._pause.stop()
        text = self.search.text().strip()
        self.found = ()
        if not text:
            self._tell("Say what to select; Enter takes an example.", "muted")
            self._show(help_rows())
            self.list.choose_first()
            return
        helps = self._helps
        try:
            self.found = self._subject.answer(parse_query(text))
        except RefusedInput as problem:
            self._tell(str(problem), "problem")
            helps = True
        else:
            more = f"; the first {MOST_SHOWN} are shown" if len(self.found) > MOST_SHOWN else ""
            enter = ". Enter selects them." if self.found else ""
            self._tell(f"{found_words(len(self.found))}{more}{enter}", "muted")
        design = self._subject.design
        self._show(help_rows() if helps else [record_row(design, one) for one in self.found[:MOST_SHOWN]])
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())

    def _show(self, rows: list[Row]) -> None:
        """Show ROWS, in a window no higher than they need."""
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.resize(self.width(), min(96 + self.list.height_of_rows(), HEIGHT))

    def take(self) -> None:
        """Select what was found and close; an example that is at hand is typed instead."""
        row = self.list.chosen
        if row is not None and row.key.startswith((_EXAMPLE, _FIELD)):
            self._fill(row.key)
            return
        self.refresh()
        if self.found:
            self.close()
            self.chosen.emit((row.key,) if row is not None else self.found)

    def _tell(self, text: str, look: str) -> None:
        self.told.setText(text)
        set_look(self.told, look)

    def _typed(self) -> None:
        if len(self._subject.design.nodes) > MANY:
            self._pause.start()
        else:
            self.refresh()

    def _show_help(self, wanted: bool) -> None:
        self._helps = wanted
        self.refresh()
        self.search.setFocus()

    def _fill(self, key: str) -> None:
        self.help.setChecked(False)
        if key.startswith(_EXAMPLE):
            self.search.setText(key.removeprefix(_EXAMPLE))
        else:
            text = self.search.text().rstrip()
            self.search.setText(f"{text} {key.removeprefix(_FIELD)} ".lstrip())

    def _clicked(self, index: QModelIndex) -> None:
        if not self.list.row_model.rows[index.row()].heading:
            self.take()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The words keep the keyboard; these keys go to the list or close.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.take()
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)
