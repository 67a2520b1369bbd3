"""Rows of captioned fields that are added and removed: ports, contained parts, prices, texts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from designer.ui.catalog.part_form.records import Cell, FieldRefused, Texts
from designer.ui.catalog.part_form.source_picker import KnownSources, SourceButton
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, label, line_edit
from designer.ui.widgets.theme import set_look

COLUMNS: Final = 6
_DATE_WIDTH: Final = 104
_Made = TypeVar("_Made")


class Surroundings:
    """Things that the fields of one form share: known sources, ids of parts to offer, the day."""

    def __init__(self, sources: KnownSources, part_ids: Iterable[str], today: date, parent: QWidget) -> None:
        self.sources = sources
        self.today = today
        self.part_ids = QStringListModel(list(part_ids), parent)


class FieldGrid(QWidget):
    """Captioned fields, six columns to a line, and a line for what is wrong with them."""

    edited = Signal(str)
    """Name of the field that a person changed."""

    def __init__(self, what: str, cells: Sequence[Cell], shared: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, QWidget] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        line = column = 0
        for cell in cells:
            if column + cell.span > COLUMNS:
                line, column = line + 1, 0
            field = self._field(f"{what}: {cell.title}", cell, shared)
            caption = label(cell.title, "caption", self)
            caption.setBuddy(field)
            grid.addWidget(caption, line * 3, column, 1, cell.span)
            grid.addWidget(field, line * 3 + 1, column, 1, cell.span)
            self._fields[cell.name] = field
            column += cell.span
        for gap in range(line):
            grid.setRowMinimumHeight(gap * 3 + 2, 6)
        for place in range(COLUMNS):
            grid.setColumnStretch(place, 1)
            grid.setColumnMinimumWidth(place, 70)
        self._problem = label("", "problem", self, wraps=True)
        self._problem.hide()
        grid.addWidget(self._problem, line * 3 + 2, 0, 1, COLUMNS)

    def _field(self, name: str, cell: Cell, shared: Surroundings) -> QWidget:
        if cell.sources:
            button = SourceButton(name, shared.sources, shared.today, self)
            button.edited.connect(partial(self._source_chosen, cell.name))
            return button
        if cell.choices:
            choice = Choice(name, self, chosen=partial(self._chosen, cell.name))
            choice.show_choices(cell.choices, cell.choices[0][0])
            made: QWidget = choice
        else:
            typed = line_edit(name, self, placeholder=cell.hint, edited=partial(self._chosen, cell.name))
            if cell.name == "date":
                typed.setMinimumWidth(_DATE_WIDTH)
            if cell.suggests_parts:
                completer = QCompleter(shared.part_ids, typed)
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
                completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
                typed.setCompleter(completer)
            made = typed
        if cell.help:
            made.setToolTip(cell.help)
            made.setAccessibleDescription(cell.help)
        return made

    def _source_chosen(self, name: str) -> None:
        texts = self.texts()
        if texts[name] and texts.get("status") == "user":
            self.show_texts({"status": "sourced"})
        self.edited.emit(name)

    def _chosen(self, name: str, _: str) -> None:
        self.edited.emit(name)

    def field(self, name: str) -> QWidget:
        """The control of the field NAME."""
        return self._fields[name]

    @property
    def controls(self) -> list[QWidget]:
        """The controls in their order."""
        return list(self._fields.values())

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {name: _text_of(field) for name, field in self._fields.items()}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Put TEXTS into the fields of their names."""
        for name, text in texts.items():
            field = self._fields.get(name)
            if isinstance(field, Choice):
                field.setCurrentIndex(field.findData(text))
            elif isinstance(field, SourceButton):
                field.set_text(text)
            elif isinstance(field, QLineEdit):
                field.setText(text)
                field.setCursorPosition(0)

    def complain(self, problem: FieldRefused | None) -> None:
        """Say below the fields what is wrong with one of them; None takes that back."""
        self._problem.setText(str(problem) if problem else "")
        self._problem.setVisible(problem is not None)
        for name, field in self._fields.items():
            if isinstance(field, QLineEdit):
                set_look(field, "problem" if problem is not None and problem.field == name else "")


def focus_before(widget: QWidget) -> QWidget:
    """The control from which Tab leads to WIDGET."""
    before = widget.previousInFocusChain()
    while before is not None and before is not widget and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain()
    return before or widget


def put_in_tab_order(before: QWidget, controls: Iterable[QWidget]) -> None:
    """Let Tab lead from BEFORE through CONTROLS."""
    for control in controls:
        QWidget.setTabOrder(before, control)
        before = control


def _text_of(field: QWidget) -> str:
    if isinstance(field, Choice):
        return str(field.currentData())
    if isinstance(field, SourceButton):
        return field.text_of()
    return field.text() if isinstance(field, QLineEdit) else ""


class _Card(QFrame):
    """One row in a frame of its own, with a button that removes it."""

    removed = Signal()

    def __init__(self, what: str, cells: Sequence[Cell], shared: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "sheet")
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 8, 10)
        across.setSpacing(8)
        self.grid = FieldGrid(what, cells, shared, self)
        across.addWidget(self.grid, 1)
        self.remove = push_button("Remove", self, self.removed, look="link", name=f"Remove {what}")
        across.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)


class RecordRows(QWidget, Generic[_Made]):
    """Records of one sort, a card for each; a card that was not touched means the record it was made from."""

    edited = Signal()

    def __init__(
        self,
        what: str,
        cells: Sequence[Cell],
        read: Callable[[Texts], _Made],
        empty: str,
        shared: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._what = what
        self._cells = cells
        self._read = read
        self._shared = shared
        self._new: dict[str, str] = {}
        self._cards: list[tuple[_Card, _Made | None, dict[str, str]]] = []
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(8)
        self._empty = label(empty, "muted", self, wraps=True)
        self._down.addWidget(self._empty)
        self.add = push_button(f"Add {what}", self, self.add_new)
        self._down.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_records(self, records: Iterable[tuple[_Made, dict[str, str]]], new: Mapping[str, str]) -> None:
        """Show RECORDS with what is typed for each; NEW is what an added one starts from."""
        self._new = dict(new)
        for record, texts in records:
            self._append(record, texts)

    @property
    def grids(self) -> list[FieldGrid]:
        """The fields of each row."""
        return [card.grid for card, _, _ in self._cards]

    def add_new(self) -> None:
        """An empty row, with the keyboard in it."""
        self._append(None, self._new)
        self.edited.emit()
        self.grids[-1].field(self._cells[0].name).setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self, problems: list[QWidget]) -> list[_Made]:
        """The records that the rows mean; fields that cannot be meant are complained of and added to PROBLEMS."""
        made: list[_Made] = []
        for card, record, before in self._cards:
            texts = card.grid.texts()
            card.grid.complain(None)
            if record is not None and texts == before:
                made.append(record)
                continue
            try:
                made.append(self._read(texts))
            except FieldRefused as problem:
                card.grid.complain(problem)
                problems.append(card.grid.field(problem.field))
        return made

    def texts(self) -> list[dict[str, str]]:
        """Return what stands in all rows."""
        return [grid.texts() for grid in self.grids]

    def _append(self, record: _Made | None, texts: Mapping[str, str]) -> None:
        card = _Card(f"{self._what} {len(self._cards) + 1}", self._cells, self._shared, self)
        card.grid.show_texts(texts)
        card.grid.edited.connect(self._changed)
        card.removed.connect(partial(self._remove, card))
        self._down.insertWidget(self._down.count() - 1, card)
        card.show()
        put_in_tab_order(focus_before(self.add), [*card.grid.controls, card.remove])
        self._cards.append((card, record, card.grid.texts()))
        self._empty.hide()

    def _remove(self, card: _Card) -> None:
        self._cards = [one for one in self._cards if one[0] is not card]
        card.hide()
        card.deleteLater()
        self._empty.setVisible(not self._cards)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _changed(self, _: str) -> None:
        self.edited.emit()
