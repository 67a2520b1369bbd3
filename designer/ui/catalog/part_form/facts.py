"""The figures of a part in a form: those that matter for its kind, any other on demand."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.catalog.parts.kind_facts import facts_of_kind, other_facts
from designer.model.kinds import FACTS
from designer.model.parts.fact_kinds import FactKind
from designer.model.parts.part import Part, Quantity
from designer.ui.catalog.part_form.records import FACT_CELLS, STATUS_CHOICES, FieldRefused, fact_of, fact_texts
from designer.ui.catalog.part_form.rows import FieldGrid, Surroundings, put_in_tab_order
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, label, line_edit
from designer.ui.widgets.theme import set_look

_TITLE_WIDTH: Final = 210
_UNIT_WIDTH: Final = 64
_MORE: Final = ""


class FactRow(QWidget):
    """One figure: value, unit and standing; range, date, source and conditions when they are asked for."""

    edited = Signal()

    def __init__(self, kind: FactKind, fact: Quantity | None, shared: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = kind
        self._fact = fact
        self._shared = shared
        self._grid: FieldGrid | None = None
        self._beside = dict.fromkeys((cell.name for cell in FACT_CELLS), "")
        down = self._down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        across = QHBoxLayout()
        across.setSpacing(8)
        title = label(kind.title, "muted", self, wraps=True)
        title.setFixedWidth(_TITLE_WIDTH)
        across.addWidget(title)
        self.value = line_edit(kind.title, self, edited=self._typed)
        self.value.setFixedWidth(150)
        title.setBuddy(self.value)
        across.addWidget(self.value)
        unit = label(kind.unit, "caption", self)
        unit.setFixedWidth(_UNIT_WIDTH)
        across.addWidget(unit)
        self.status = Choice(f"{kind.title}: standing", self, chosen=self._told)
        self.status.setFixedWidth(130)
        self.status.show_choices(STATUS_CHOICES, "user")
        across.addWidget(self.status)
        named = f"{kind.title}: range, source and conditions"
        self.more = push_button("Range, source…", self, look="link", name=named, toggled=self._open)
        across.addWidget(self.more)
        self._help = label(_help_of(kind), "caption", self)
        across.addWidget(self._help)
        across.addStretch(1)
        down.addLayout(across)
        self._problem = label("", "problem", self, wraps=True)
        self._problem.setIndent(_TITLE_WIDTH + 8)
        self._problem.hide()
        down.addWidget(self._problem)
        self.value.setAccessibleDescription(f"{_help_of(kind)} In {kind.unit}." if kind.unit else _help_of(kind))
        if fact is not None:
            self._show(fact_texts(fact))
        self._before = self.texts()
        # What is not hidden comes into sight with the row; to show it before would look up its style one by one.
        for control in (self._help,) if self.value.text().strip() else (self.status, self.more):
            control.hide()

    @property
    def grid(self) -> FieldGrid:
        """Range, date, source and conditions; few rows are ever opened, so they are made when they are asked for."""
        if self._grid is None:
            made = self._grid = FieldGrid(self.kind.title, FACT_CELLS, self._shared, self)
            made.setContentsMargins(_TITLE_WIDTH + 8, 0, 0, 8)
            made.show_texts(self._beside)
            made.edited.connect(self._edited)
            made.hide()
            self._down.addWidget(made)
            put_in_tab_order(self.more, made.controls)
        return self._grid

    @property
    def controls(self) -> list[QWidget]:
        """Return what can be typed or pressed, from left to right and down."""
        return [self.value, self.status, self.more, *(self._grid.controls if self._grid is not None else ())]

    @property
    def filled(self) -> bool:
        """Return True when a figure stands there, or is said to be unknown."""
        return bool(self.value.text().strip()) or (self._fact is not None and self._fact.value is None)

    def texts(self) -> dict[str, str]:
        """Return what stands in all fields."""
        return {"value": self.value.text(), "status": str(self.status.currentData()), **self._texts_beside()}

    def _texts_beside(self) -> dict[str, str]:
        return dict(self._beside) if self._grid is None else self._grid.texts()

    def _show_texts_beside(self, texts: dict[str, str]) -> None:
        if self._grid is None:
            self._beside.update((name, text) for name, text in texts.items() if name in self._beside)
        else:
            self._grid.show_texts(texts)

    def read(self) -> Quantity | None:
        """The figure; None when there is none.

        Raises:
            FieldRefused: a field cannot be meant.
        """
        texts = self.texts()
        if texts == self._before:
            return self._fact
        if not texts["value"].strip():
            if texts["low"].strip() or texts["high"].strip():
                raise FieldRefused("value", f"{self.kind.title} has a range but no value; type the typical one.")
            return None
        others = self._fact.others if self._fact else ""
        return fact_of(texts, self.kind.unit, self.kind.title, self.kind.most, others)

    def complain(self, problem: FieldRefused | None) -> QWidget:
        """Say what is wrong, None that nothing is; gives the control that it is about."""
        # Value and status are on the row itself; all other fields are in the grid that folds out.
        inside = problem is not None and problem.field not in ("value", "status")
        if inside:
            self.more.setChecked(True)
        # The grid is made when it is first needed: a form has a hundred facts.
        if inside or self._grid is not None:
            self.grid.complain(problem if inside else None)
        self._problem.setText(str(problem) if problem is not None and not inside else "")
        self._problem.setVisible(problem is not None and not inside)
        set_look(self.value, "problem" if problem is not None and not inside else "")
        return self.grid.field(problem.field) if problem is not None and inside else self.value

    def _show(self, texts: dict[str, str]) -> None:
        self.value.setText(texts["value"])
        self.value.setCursorPosition(0)
        self.status.setCurrentIndex(self.status.findData(texts["status"]))
        self._show_texts_beside(texts)

    def _typed(self, text: str) -> None:
        """A value that a person changes is no longer that of its source; the old one brings the source back."""
        if self._fact is not None:
            before = fact_texts(self._fact)
            now = self.texts()
            mine = {
                **before,
                "value": text,
                "status": "user",
                "sources": "",
                "low": "",
                "high": "",
                "date": self._shared.today.isoformat(),
            }
            untouched = {**now, "value": text}
            if text.strip() == before["value"] and untouched == {**mine, "value": text}:
                self._show(before)
            elif now == {**before, "value": text}:
                self._show_beside(mine)
        elif text.strip() and not self._texts_beside()["date"]:
            self._show_texts_beside({"date": self._shared.today.isoformat()})
        self._told()

    def _show_beside(self, texts: dict[str, str]) -> None:
        """Show all of TEXTS but the value, which is being typed."""
        self.status.setCurrentIndex(self.status.findData(texts["status"]))
        self._show_texts_beside(texts)

    def _edited(self, name: str) -> None:
        """A source that is named makes the person's figure a sourced one."""
        if name == "sources" and self.status.currentData() == "user" and self._texts_beside()["sources"]:
            self.status.setCurrentIndex(self.status.findData("sourced"))
        self._told()

    def _open(self, opened: bool) -> None:
        if opened or self._grid is not None:
            self.grid.setVisible(opened)
        self._help.setVisible(not opened)

    def _told(self, *_: object) -> None:
        there = bool(self.value.text().strip())
        self.status.setVisible(there)
        self.more.setVisible(there)
        if not there:
            self.more.setChecked(False)
        self._help.setVisible(not there)
        self.edited.emit()


class FactRows(QWidget):
    """The figures of one part.

    Attributes:
        tab_after: The control from which Tab leads to the first figure.
    """

    edited = Signal()

    def __init__(self, part: Part, shared: Surroundings, parent: QWidget, tab_after: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab_after = tab_after
        self._part = part
        self._shared = shared
        self._kind = ""
        self._asked: list[str] = []
        self._shown: list[str] = []
        self._rows: dict[str, FactRow] = {}
        self._laid: set[str] = set()
        self._hidden: set[str] = set()
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(6)
        self._empty = label("No figure matters for this kind; add any that you know.", "muted", self)
        self._down.addWidget(self._empty)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.more = Choice("More figures", self)
        self.more.setFixedWidth(280)
        self.add_more = push_button("Add figure", self, self._add_chosen)
        across.addWidget(self.more)
        across.addWidget(self.add_more)
        across.addStretch(1)
        self._down.addLayout(across)
        self.show_kind(part.kind)

    @property
    def rows(self) -> dict[str, FactRow]:
        """The rows in sight from top to bottom, by the name of their fact."""
        return {name: self._rows[name] for name in self._shown}

    def row(self, name: str) -> FactRow:
        """The row of the fact NAME."""
        return self._rows[name]

    def show_kind(self, kind: str) -> None:
        """Offer what matters for KIND, beside what is filled in."""
        self._kind = kind
        offered = facts_of_kind(kind)
        for name in (*offered, *(self._part.facts if not self._rows else ())):
            if name not in self._rows:
                self._rows[name] = self._made(name)
        filled = [name for name in FACTS if name in self._rows and self._rows[name].filled]
        shown = self._shown = list(dict.fromkeys((*offered, *filled, *self._asked)))
        self._put_in_place(shown)
        self._empty.setVisible(not shown)
        self._offer_more()
        self._order_tabs(shown)

    def _put_in_place(self, shown: Sequence[str]) -> None:
        """Lay the rows SHOWN out in this order and hide the others, touching those alone that stand elsewhere now."""
        for name in self._laid - set(shown):
            self._down.removeWidget(self._rows[name])
            self._rows[name].hide()
            self._hidden.add(name)
        self._laid &= set(shown)
        for place, name in enumerate(shown):
            row = self._rows[name]
            item = self._down.itemAt(place)
            # Moving a widget lays everything out again: those that stand right already are not touched.
            if item is None or item.widget() is not row:
                if name in self._laid:
                    self._down.removeWidget(row)
                self._down.insertWidget(place, row)
            if name in self._hidden or (row.isHidden() and self.isVisible()):
                row.show()
        self._laid = set(shown)
        self._hidden -= self._laid
        # Rows that were never laid out yet would show up at the origin of the form.
        for name in self._rows.keys() - self._laid - self._hidden:
            self._rows[name].hide()
            self._hidden.add(name)

    def add(self, name: str) -> None:
        """Offer the fact NAME too, with the keyboard in it."""
        if name not in self._rows:
            self._rows[name] = self._made(name)
        self._asked.append(name)
        self.show_kind(self._kind)
        self._rows[name].value.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self, problems: list[QWidget]) -> dict[str, Quantity]:
        """The figures; fields that cannot be meant are complained of and added to PROBLEMS."""
        found: dict[str, Quantity] = {}
        for name, row in self.rows.items():
            row.complain(None)
            try:
                quantity = row.read()
            except FieldRefused as problem:
                problems.append(row.complain(problem))
                continue
            if quantity is not None:
                found[name] = quantity
        order = [*self._part.facts, *FACTS]
        return {name: found[name] for name in dict.fromkeys(order) if name in found}

    def texts(self) -> list[tuple[str, dict[str, str]]]:
        """Return what stands in all rows that hold something."""
        return [(name, row.texts()) for name, row in sorted(self._rows.items()) if row.filled]

    def _add_chosen(self) -> None:
        name = str(self.more.currentData())
        if name:
            self.add(name)
        else:
            self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, name: str) -> FactRow:
        row = FactRow(FACTS[name], self._part.facts.get(name), self._shared, self)
        row.edited.connect(self.edited)
        return row

    def _offer_more(self) -> None:
        others = [(name, FACTS[name].title) for name in other_facts(self._kind) if name not in self._shown]
        others.sort(key=_by_title)
        self.more.show_choices([(_MORE, "More figures…"), *others], _MORE)

    def _order_tabs(self, shown: list[str]) -> None:
        """Tab goes down the rows as they stand."""
        controls: list[QWidget] = []
        for row in (self._rows[name] for name in shown):
            controls += row.controls
        if self.tab_after is not None:
            put_in_tab_order(self.tab_after, [*controls, self.more, self.add_more])


def _by_title(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def _help_of(kind: FactKind) -> str:
    if kind.help:
        return kind.help
    return f"At most {kind.most:,.0f}." if kind.most < 1e9 else ""
