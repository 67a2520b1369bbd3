"""The inspector of notes, frames, arrows and pictures: what they say, their colour, and their place in the pile."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget
from typing_extensions import override

from designer.edit.edit_labels import MARK_TITLES
from designer.edit.marks.marks import LEAST_SIDE, resize_mark, set_mark
from designer.edit.selection import next_front
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.marks import Mark, MarkColour
from designer.ui.app.document import Document
from designer.ui.inspector.section import Section
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, EditLine, label, read_number
from designer.ui.widgets.mark_words import COLOUR_TITLES, MARK_ICONS

PLACES: Final = (("front", "In front"), ("behind", "Behind"))
_SAYS: Final = {"note": "Text", "frame": "Title", "arrow": "Words", "picture": "Caption"}


class TextBox(QPlainTextEdit):
    """Several lines of plain text; going elsewhere or Ctrl+Enter takes them, Escape brings the old ones back."""

    entered = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._before = ""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(112)

    def show_value(self, text: str) -> None:
        """Show TEXT, unless somebody types."""
        if text != self._before or not self.hasFocus():
            self._before = text
            if self.toPlainText() != text:
                self.setPlainText(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._before)
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._finish()

    def _finish(self) -> None:
        text = self.toPlainText().rstrip()
        if text != self._before:
            self._before = text
            self.entered.emit(text)


class MarkSection(Section):
    """Shown when marks, and nothing else, are selected."""

    def __init__(self, document: Document, ids: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.ids = ids
        self.text: TextBox | EditLine | None = None
        self.sides: dict[str, EditLine] = {}
        marks = self.marks
        self.set_icon(MARK_ICONS[marks[0].kind] if len(marks) == 1 else "note")
        if len(marks) == 1:
            self._add_text(marks[0])
        self.colour = Choice("Colour", self, chosen=self._set_colour)
        self.form.add("Colour", self.colour)
        # A picture has colours of its own.
        self.form.show_row(self.colour, any(mark.kind != "picture" for mark in marks))
        self.place = Choice("Place", self, chosen=self._set_place)
        self.form.add("Place", self.place, help_text="In front of the equipment, or behind it.")
        if len(marks) == 1 and marks[0].kind != "arrow":
            for side in ("width", "height"):
                edit = EditLine(side.capitalize(), self, entered=partial(self._set_side, side))
                self.sides[side] = edit
                self.form.add(side.capitalize(), edit, unit="px")
        self._about = label("", "caption", self, wraps=True)
        self.down.addWidget(self._about)
        self._buttons((("To the front", "arrange.to_front"), ("To the back", "arrange.to_back")))
        self._buttons((("Duplicate", "edit.duplicate"), ("Delete", "edit.delete")))
        self.down.addStretch(1)
        self.refresh()

    @property
    def marks(self) -> list[Mark]:
        """Those of the marks that are still there."""
        design = self.document.design
        return [design.marks[one] for one in self.ids if one in design.marks]

    def _add_text(self, mark: Mark) -> None:
        name = _SAYS[mark.kind]
        self.text = TextBox(name, self) if mark.kind == "note" else EditLine(name, self)
        self.text.entered.connect(self._set_text)
        self.form.add(name, self.text)

    def _buttons(self, pairs: tuple[tuple[str, str], ...]) -> None:
        across = QHBoxLayout()
        across.setSpacing(8)
        for title, command in pairs:
            button = push_button(title, self, partial(self.wanted.emit, command))
            across.addWidget(button)
        self.down.addLayout(across)

    def refresh(self) -> None:
        """Show the present values."""
        marks = self.marks
        if not marks:
            return
        first = marks[0]
        kinds = {mark.kind for mark in marks}
        title = MARK_TITLES[first.kind]
        if len(marks) > 1:
            title = f"{len(marks)} {title.lower()}s" if len(kinds) == 1 else f"{len(marks)} notes and pictures"
        self.title.setText(title)
        self.subtitle.setText("Drawn beside the equipment: never counted, priced or analysed.")
        if self.text is not None:
            self.text.show_value(first.text)
        self.colour.show_values(list(COLOUR_TITLES.items()), {mark.colour for mark in marks})
        self.place.show_values(PLACES, {"behind" if mark.front < 0 else "front" for mark in marks})
        for side, edit in self.sides.items():
            edit.show_value(f"{getattr(first, side):g}")
        words = _about(self.document.design, first) if len(marks) == 1 else ""
        self._about.setText(words)
        self._about.setVisible(bool(words))

    def _set_text(self, text: str) -> None:
        if self.text is not None:
            self.attempt(self.text, partial(set_mark, mark_id=self.ids[0], text=text))

    def _set_colour(self, value: str) -> None:
        colour: dict[str, MarkColour] = {one: one for one in COLOUR_TITLES}
        self._each(self.colour, f"Colour {COLOUR_TITLES[colour[value]].lower()}", colour=colour[value])

    def _set_place(self, value: str) -> None:
        behind = value == "behind"
        fronts = [mark.front for mark in self.document.design.marks.values()]
        front = min((*fronts, 0)) - 1 if behind else next_front(self.document.design)
        self._each(self.place, f"Put {'behind' if behind else 'in front of'} the equipment", front=front)

    def _each(self, control: Choice, label_many: str, **fields: object) -> None:
        def make(design: Design) -> ChangeSet:
            edit = ChangeSet()
            for mark in self.marks:
                edit = edit.then(set_mark(edit.applied(design), mark.id, **fields))
            if len(self.marks) > 1:
                edit.label = label_many
            return edit

        self.attempt(control, make)

    def _set_side(self, side: str, text: str) -> None:
        def make(design: Design) -> ChangeSet:
            mark, value = design.marks[self.ids[0]], max(read_number(text, side.capitalize()), LEAST_SIDE)
            sizes = {"width": mark.width, "height": mark.height} | {side: value}
            return resize_mark(design, mark.id, mark.x, mark.y, sizes["width"], sizes["height"])

        self.attempt(self.sides[side], make)


def _about(design: Design, mark: Mark) -> str:
    """Return what there is to say of one mark besides its fields."""
    words: list[str] = []
    if mark.kind == "arrow":
        names = [design.nodes[end].title if end in design.nodes else "" for end in mark.ends]
        if any(names):
            words.append(f"From {names[0] or 'a free end'} to {names[1] or 'a free end'}; it follows them.")
        words.append("Drag the small dots to bend it.")
    picture = design.pictures.get(mark.picture or "")
    if picture is not None:
        words.append(
            f"{picture.name}, {picture.width_px:,} × {picture.height_px:,} pixels, "
            f"{len(picture.data) / 1000:,.0f} kB in the project file."
        )
    if mark.pinned:
        words.append("Locked in place; Alt+L unlocks it.")
    return " ".join(words)
