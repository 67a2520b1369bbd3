"""A field of the inspector as data: what it is called, and how it reads and writes one record or many."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from designer.catalog.library import Library
from designer.edit.nodes.bulk_edit import NewNumber
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure_text import NARROW_SPACE, number_text
from designer.model.figures.number_locale import for_a_field
from designer.model.figures.typed_arithmetic import Typed, read_typed
from designer.ui.catalog.part_choice_dialog import PartChoiceDialog
from designer.ui.inspector.section import Section
from designer.ui.inspector.text_box import TextBox
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import MIXED, Choice, EditLine, label

NOT_SET: Final = "not set"
ARITHMETIC: Final = (
    "*2, +10%, -4, /2 and =1.5*8 start from each one's own value; units such as kW or lb are understood."
)
"""What the help of a number says besides, where it is that of many."""

Value = str | float | None
Options = Sequence[tuple[str, str]]


class Named(Protocol):
    """A record that can be selected."""

    @property
    def id(self) -> str:
        """Return its id."""
        ...


R = TypeVar("R", bound=Named)
T = TypeVar("T")


class Selected(Generic[R]):
    """The selected records of one sort, in the design as it is now.

    Attributes:
        design: The design.
        library: The catalog, of which parts are chosen.
        records: In the order of the selection.
    """

    def __init__(self, design: Design, library: Library, records: Sequence[R]) -> None:
        self.design = design
        self.library = library
        self.records = records
        self._found: dict[object, Any] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """Return their ids."""
        return tuple(record.id for record in self.records)

    @property
    def alone(self) -> R | None:
        """Return the record where it is one; None of several."""
        return self.records[0] if len(self.records) == 1 else None

    def once(self, find: "Callable[[Selected[R]], T]") -> T:
        """Return what FIND finds out about the selection, which may be thousands: found out once for all fields."""
        if find not in self._found:
            self._found[find] = find(self)
        return self._found[find]


@dataclass(frozen=True)
class Editor(Generic[R]):
    """The widget of a field.

    Attributes:
        widget: In the form.
        show: Shows the different values, as texts, and what an empty one says.
    """

    widget: QWidget
    show: Callable[[Selected[R], Collection[str], str], None]


Enter = Callable[[str], None]
"""What a widget calls with the text that a person entered, or the value that was chosen."""


def line(spec: "FieldSpec[R]", section: Section, enter: Enter) -> Editor[R]:
    """Return a line that is typed into."""
    made = EditLine(spec.name or spec.title, section, entered=enter)
    return Editor(made, lambda _, values, empty: made.show_values(values, empty))


def text_box(spec: "FieldSpec[R]", section: Section, enter: Enter) -> Editor[R]:
    """Return several lines of plain text, which show what one record says."""
    made = TextBox(spec.name or spec.title, section)
    made.entered.connect(enter)
    return Editor(made, lambda _, values, empty: made.show_value(next(iter(values), empty)))


def words(_spec: "FieldSpec[R]", section: Section, _enter: Enter) -> Editor[R]:
    """Return words that are only read."""
    made = label("", "muted", section)
    return Editor(
        made, lambda _, values, empty: made.setText(MIXED if len(values) > 1 else next(iter(values)) or empty)
    )


def choice(
    options: Callable[[Selected[R]], Options],
) -> "Callable[[FieldSpec[R], Section, Enter], Editor[R]]":
    """Return the maker of a choice among OPTIONS, (value, title) pairs."""

    def make(spec: "FieldSpec[R]", section: Section, enter: Enter) -> Editor[R]:
        made = Choice(spec.name or spec.title, section, chosen=enter)
        return Editor(made, lambda at, values, _: made.show_values(options(at), values))

    return make


def part_of_kind(kind: str) -> "Callable[[FieldSpec[R], Section, Enter], Editor[R]]":
    """Return the maker of a button that opens the catalog at parts of KIND."""

    def make(spec: "FieldSpec[R]", section: Section, enter: Enter) -> Editor[R]:
        present: list[str] = [""]

        def pick() -> None:
            PartChoiceDialog(section.document, kind, present[0], section, chosen=enter).open()

        def show(at: Selected[R], values: Collection[str], empty: str) -> None:
            present[0] = next(iter(values), "")
            part = at.design.parts.get(present[0])
            made.setText(MIXED if len(values) > 1 else part.name if part else present[0] or empty)

        made = push_button("", section, pick, name=spec.title)
        return Editor(made, show)

    return make


def plain_text(value: Value) -> str:
    """Return VALUE as it can be typed: a number with 9 digits and no spaces in it."""
    if isinstance(value, str):
        return value
    return "" if value is None else for_a_field(number_text(value, 9).replace(NARROW_SPACE, ""))


def grouped_text(value: Value) -> str:
    """Return VALUE with its thousands parted by spaces, as they may be typed."""
    if isinstance(value, float):
        return for_a_field(number_text(value, 9).replace(NARROW_SPACE, " "))
    return plain_text(value)


def always(_at: object) -> bool:
    """Hold of every selection."""
    return True


def _nothing(_design: Design, _record: object) -> str:
    return ""


@dataclass(frozen=True, kw_only=True, eq=False)
class FieldSpec(Generic[R]):
    """A field of the inspector, for one record and for many: "mixed" where they differ, one edit for all.

    What a value may be is not said here: limits are those that the record declares, and the edit refuses what is
    beyond them in one line.

    Attributes:
        key: Its name; no two fields of one selection share one.
        title: At its left.
        help: Its tool tip and what a screen reader says of it.
        read: The value of a record; None or "" is none.
        write: The edit that gives all that is selected what was entered; None for a field that is only read.
        kinds: Whether what is selected has such a field: by kind, trait or number.
        shown: Whether its row is shown, where that changes with other fields.
        enabled: Whether it can be edited now.
        unit: At its right.
        name: What a screen reader calls it; "" for its title.
        many: What the help says besides, of several records.
        editor: Makes its widget.
        text: A value as it stands in the field.
        empty: What an empty field of a record says.
        empties: What it says of several that are all empty and would not say the same.
        among: The records that are read: those that surely differ in no other way may be one of them.
    """

    key: str
    title: str
    help: str
    read: Callable[[Design, R], Value]
    write: Callable[[Selected[R], str], ChangeSet] | None
    kinds: Callable[[Selected[R]], bool] = always
    shown: Callable[[Selected[R]], bool] = always
    enabled: Callable[[Selected[R]], bool] = always
    unit: str = ""
    name: str = ""
    many: str = ""
    editor: "Callable[[FieldSpec[R], Section, Enter], Editor[R]]" = line
    text: Callable[[Value], str] = plain_text
    empty: Callable[[Design, R], str] = _nothing
    empties: str = MIXED
    among: Callable[[Selected[R]], Sequence[R]] | None = None

    def values(self, at: Selected[R]) -> list[str]:
        """Return the different values of AT as they stand in the field."""
        found = dict.fromkeys(self.read(at.design, record) for record in self._among(at))
        return list(dict.fromkeys(map(self.text, found)))

    def empty_words(self, at: Selected[R]) -> str:
        """Return what the empty field says of AT."""
        found = list(dict.fromkeys(self.empty(at.design, record) for record in self._among(at)))
        return found[0] if len(found) == 1 else self.empties

    def _among(self, at: Selected[R]) -> Sequence[R]:
        return at.once(self.among) if self.among is not None else at.records


def numbers(
    unit: str, what: str, write: Callable[[Selected[R], NewNumber], ChangeSet], *, share: bool = False, sign: str = ""
) -> Callable[[Selected[R], str], ChangeSet]:
    """Return how a typed number is written that may be left empty.

    Args:
        unit: Of the field; others of its kind are understood.
        what: What messages call it.
        write: The edit, given what answers each record's new value by its present one.
        share: Whether it may be typed as a percentage of 1.
        sign: Typed with it, and passed over.
    """

    def written(at: Selected[R], text: str) -> ChangeSet:
        plain = text.replace(sign, "").strip() if sign else text
        return write(at, read_typed(plain, unit, what, share=share).value if plain else _no_value)

    return written


def required(
    unit: str, what: str, write: Callable[[Selected[R], Typed], ChangeSet], *, sign: str = ""
) -> Callable[[Selected[R], str], ChangeSet]:
    """Return how a typed number is written that has to be there; see `numbers`."""
    return lambda at, text: write(at, read_typed(text.removeprefix(sign), unit, what))


def _no_value(_present: float | None) -> None:
    """Answer that nothing is said, whatever stands there now."""
