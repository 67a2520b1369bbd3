"""Identity of a part in a form: name, vendor, id, kind, words and whether it can be had."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from designer.model.kinds import KINDS
from designer.model.parts.part import LAYERS, Availability, Part
from designer.model.records import RefusedInput, require_id
from designer.ui.catalog.part_form.records import list_of
from designer.ui.widgets.fields import Choice, Form, label, line_edit
from designer.ui.widgets.part_words import LAYER_TITLES

_LABEL_WIDTH: Final = 150
_AVAILABILITY: Final = tuple((value, value) for value in get_args(Availability))
_LISTS: Final = ("aliases", "tags")
_LINES: Final = (
    ("name", "Name", "DGX H100"),
    ("vendor", "Vendor", "NVIDIA"),
    ("id", "Id", ""),
    ("part_number", "Part number", ""),
    ("aliases", "Other names", "found by search as well, between commas"),
    ("tags", "Tags", "what it is for, between commas"),
    ("summary", "Summary", "one sentence"),
)
_HELP: Final[Mapping[str, str]] = {
    "id": "Designs name the part by it; it is made from vendor and name, and cannot be changed later.",
    "kind": "What it is; the figures below follow it.",
    "availability": "sold, free by its licence, rented, not sold, or unknown.",
}
_MOST: Final = 4_000


def proposed_id(vendor: str, name: str, taken: Callable[[str], bool]) -> str:
    """An id made from VENDOR and NAME that is not TAKEN."""
    stem = f"{_slug(vendor) or 'own'}/{_slug(name) or 'part'}"
    proposal, number = stem, 2
    while taken(proposal):
        proposal, number = f"{stem}-{number}", number + 1
    return proposal


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50]


class IdentitySection(QWidget):
    """The words of a part.

    Attributes:
        kind: The choice of its kind.
    """

    edited = Signal()
    kind_chosen = Signal(str)

    def __init__(self, part: Part, parent: QWidget, *, new: bool, taken: Callable[[str], bool], follows: bool) -> None:
        super().__init__(parent)
        self._part = part
        self._new = new
        self._taken = taken
        self._follows = follows
        self.form = Form(self, label_width=_LABEL_WIDTH)
        self.lines: dict[str, QLineEdit] = {}
        for name, title, hint in _LINES:
            self._add_line(name, title, hint)
            if name == "vendor":
                self._add_kind()
        self.availability = Choice("Availability", self, chosen=self._edited)
        self.availability.show_choices(_AVAILABILITY, part.availability)
        self.form.add("Availability", self.availability, help_text=_HELP["availability"])
        self.notes = QPlainTextEdit(part.notes, self)
        self.notes.setAccessibleName("Notes")
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(72)
        self.notes.textChanged.connect(self._edited)
        self.form.add("Notes", self.notes)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.form)
        self._before = self.texts()
        self._show_layer()

    def texts(self) -> dict[str, str]:
        """Return what stands in all fields."""
        return {
            **{name: line.text() for name, line in self.lines.items()},
            "kind": str(self.kind.currentData()),
            "availability": str(self.availability.currentData()),
            "notes": self.notes.toPlainText(),
        }

    def read(self, problems: list[QWidget]) -> dict[str, Any]:
        """Fields of the part; what cannot be meant is complained of and added to PROBLEMS."""
        texts, before = self.texts(), self._before
        found: dict[str, Any] = {}
        for name, text in texts.items():
            if text == before[name]:
                # Untouched text keeps the value as it is, which the text may only stand for.
                found[name] = getattr(self._part, name)
            else:
                found[name] = list_of(text) if name in _LISTS else text.strip()
            control: QWidget = self.lines.get(name, self.notes)
            problem = self._problem(name, text.strip())
            if name in self.lines or name == "notes":
                self.form.complain(control, problem)
            if problem:
                problems.append(control)
        kind = KINDS.get(texts["kind"])
        same = texts["kind"] == self._part.kind
        # The layer follows the kind, but a part may have been filed in another: it stays as long as its kind does.
        found["layer"] = self._part.layer if same and not self._new else kind.layer if kind else self._part.layer
        if self._new:
            found["id"] = texts["id"].strip()
        return found

    def _problem(self, name: str, text: str) -> str:
        if name == "name" and not text:
            return "Give it a name."
        if name == "vendor" and not text:
            return "Say who makes it; “Own” if you do."
        if len(text) > _MOST:
            return f"This text is longer than {_MOST:,} characters."
        if name == "id" and self._new:
            if not text:
                return "Give it an id, such as own/box; vendor and name make one."
            if self._taken(text):
                return f"There is a part {text} already; choose another id."
            try:
                require_id(text, "The")
            except RefusedInput as problem:
                return str(problem)
        return ""

    def _add_line(self, name: str, title: str, hint: str) -> None:
        value = getattr(self._part, name)
        made = line_edit(
            title,
            self,
            text=", ".join(value) if name in _LISTS else value,
            placeholder=hint,
            edited=self._id_typed if name == "id" else self._edited,
        )
        made.setCursorPosition(0)
        if name in ("name", "vendor"):
            made.textEdited.connect(self._follow)
        if name == "id":
            made.setEnabled(self._new)
        self.form.add(title, made, help_text=_HELP.get(name, ""))
        self.lines[name] = made

    def _add_kind(self) -> None:
        self.kind = Choice("Kind", self, chosen=self._kind_chosen)
        kinds = [kind for kind in KINDS.values() if not kind.container]
        kinds.sort(key=lambda kind: LAYERS.index(kind.layer))
        self.kind.show_choices([(kind.id, kind.title) for kind in kinds], self._part.kind)
        self.form.add("Kind", self.kind, help_text=_HELP["kind"])
        self._layer: QLabel = label("", "muted", self)
        self.form.add("Layer", self._layer)

    def _kind_chosen(self, kind: str) -> None:
        self._show_layer()
        self.kind_chosen.emit(kind)
        self.edited.emit()

    def _show_layer(self) -> None:
        kind = KINDS.get(str(self.kind.currentData()))
        self._layer.setText(LAYER_TITLES[kind.layer] if kind else "")

    def _follow(self, _: str) -> None:
        """The id of a new part follows its vendor and name until a person writes another."""
        if self._new and self._follows:
            texts = self.texts()
            self.lines["id"].setText(proposed_id(texts["vendor"], texts["name"], self._taken))

    def _id_typed(self, _: str) -> None:
        self._follows = False
        self.edited.emit()

    def _edited(self, *_: object) -> None:
        self.edited.emit()
