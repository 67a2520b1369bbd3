"""Fields of forms: a value that is edited in place, refused input that leaves the old value standing."""

import re
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from designer.model.figures.number_locale import ENGLISH, in_english, localised, read_in
from designer.model.records import RefusedInput
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.laid_out_once import laid_out_once
from designer.ui.widgets.theme import ink, set_look, type_font

MIXED: Final = "mixed"
"""What stands in a field whose values are not all the same."""
_LINE_EDGE = 11
"""Pixels from the edge of a line to its text, as the style sheet has it."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


class Words(QLabel):
    """A label whose numbers are written as the chosen language writes them."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(localised(text), parent)
        self._english = text

    @override
    def setText(self, text: str) -> None:
        self._english = text
        super().setText(localised(text))

    def write_anew(self) -> None:
        """Write the text for the language that is chosen now."""
        super().setText(localised(self._english))


def label(text: str, look: str = "", parent: QWidget | None = None, *, wraps: bool = False) -> QLabel:
    """Plain text in one of the looks of the style sheet."""
    made = Words(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if look:
        made.setProperty("look", look)
    return made


def line(parent: QWidget | None = None) -> QFrame:
    """A horizontal hairline."""
    made = QFrame(parent)
    made.setProperty("look", "line")
    made.setFixedHeight(1)
    return made


def line_edit(
    name: str,
    parent: QWidget | None,
    *,
    text: str = "",
    placeholder: str = "",
    clears: bool = False,
    changed: Run | None = None,
    edited: Run | None = None,
    entered: Run | None = None,
) -> QLineEdit:
    """Return a line of text that a person types.

    Args:
        name: What a screen reader says.
        parent: Holds it.
        text: What stands in it at first.
        placeholder: What stands there while it is empty.
        clears: Whether it has a button that empties it.
        changed: Called with the text at every change of it.
        edited: Called with the text at every change that a person makes.
        entered: Called when Enter is pressed in it.
    """
    made = QLineEdit(text, parent)
    made.setAccessibleName(name)
    made.setPlaceholderText(placeholder)
    made.setClearButtonEnabled(clears)
    connect_given((made.textChanged, changed), (made.textEdited, edited), (made.returnPressed, entered))
    return made


def read_number(text: str, what: str) -> float:
    """TEXT as a number in the person's language, see `number_locale.read_in`.

    Raises:
        RefusedInput: it is none, or can mean two numbers.
    """
    plain = read_in(in_english(text, what), ENGLISH) or ""
    if not _NUMBER.fullmatch(plain):
        raise RefusedInput(f"{what}: {_short(text)} is not a number.")
    return float(plain)


def read_count(text: str, what: str) -> int:
    """TEXT as a whole number.

    Raises:
        RefusedInput: it is none.
    """
    value = read_number(text, what)
    if not value.is_integer():
        raise RefusedInput(f"{what}: {_short(text)} is not a whole number.")
    return int(value)


def mixed_words(values: Collection[str], most: int = 4) -> str:
    """Several VALUES in words, for a screen reader; "" when there is but one."""
    if len(values) < 2:
        return ""
    shown = [value or "none" for value in values][:most]
    more = f" and {len(values) - most} more" if len(values) > most else ""
    return f"{MIXED}: {', '.join(shown)}{more}"


def _short(text: str) -> str:
    text = text.strip()
    return repr(text if len(text) <= 30 else text[:29] + "…")


def _tell_whole(control: QWidget, event: QEvent, text: str) -> bool:
    """Answer EVENT, where it asks for the tool tip of CONTROL, with TEXT that is cut there, and the help below it."""
    if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
        return False
    QToolTip.showText(event.globalPos(), "\n".join(words for words in (text, control.toolTip()) if words), control)
    return True


class EditLine(QLineEdit):
    """A line that tells when a new value was entered; Escape brings the old one back.

    A value longer than the line ends in an ellipsis while nobody types, and stands whole in the tool tip.
    """

    entered = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, entered: Run | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._shown = ""
        self.editingFinished.connect(self._finished)
        connect_given((self.entered, entered))

    def show_value(self, text: str) -> None:
        """Show TEXT as the present value, unless the person is typing another one.

        What is selected stays selected: a fresh analysis may come between "select all" and the first letter.
        """
        typing = self.hasFocus() and self.isModified()
        self._shown = text
        if typing or text == self.text():
            return
        whole = self.hasFocus() and self.selectedText() == self.text()
        self.setText(text)
        if whole:
            self.selectAll()
        else:
            self.setCursorPosition(0)

    def show_values(self, values: Collection[str], empty: str = "") -> None:
        """Show the one value that all have; several are marked as mixed, and never shown as if they were one.

        Args:
            values: The different values as they would be shown.
            empty: What an empty line says when all are empty.
        """
        mixed = len(values) > 1
        self.show_value("" if mixed else next(iter(values), ""))
        self.setPlaceholderText(MIXED if mixed else empty)
        self.setProperty("mixed", mixed)
        told = mixed_words(values)
        if told or self.accessibleDescription().startswith(MIXED):
            self.setAccessibleDescription(told or self.toolTip())

    @property
    def is_cut(self) -> bool:
        """Return True when the value is longer than the line."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.width() - 2 * _LINE_EDGE

    @override
    def event(self, event: QEvent) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        # Nearly all events are others, and come by the thousand.
        cut = isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.is_cut
        return (cut and _tell_whole(self, event, self.text())) or super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() or not self.is_cut:
            return
        # The middle gives way: a name is known by how it begins, and told from the others by how it ends.
        painter, area = QPainter(self), self.rect().adjusted(_LINE_EDGE, 2, -_LINE_EDGE, -2)
        painter.fillRect(area.adjusted(2 - _LINE_EDGE, 0, _LINE_EDGE - 2, 0), self.palette().base())
        painter.setPen(self.palette().text().color())
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, localised(words))
        painter.end()

    def restore(self) -> None:
        """Throw away what was typed."""
        self.setText(self._shown)
        self.setModified(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.restore()
            self.selectAll()
            return
        super().keyPressEvent(event)

    def _finished(self) -> None:
        text = self.text().strip()
        if self.isModified() and text != self._shown:
            self.setModified(False)
            self.entered.emit(text)


class Choice(QComboBox):
    """A choice among (value, title) pairs that tells when a person chose, and lets the wheel scroll the panel.

    A title longer than the box is set in smaller type, then in two lines; one that is longer even so gives way in its
    middle, and stands whole in the tool tip.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, chosen: Run | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.activated.connect(self._activated)
        connect_given((self.chosen, chosen))

    def show_choices(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Offer CHOICES with VALUE as the present one."""
        present = [(str(self.itemData(i)), self.itemText(i)) for i in range(self.count())]
        if present != list(choices):
            self.clear()
            for data, title in choices:
                self.addItem(title, data)
        self.setCurrentIndex(self.findData(value))

    def show_values(self, choices: Sequence[tuple[str, str]], values: Collection[str]) -> None:
        """Offer CHOICES with the one value that all have; of several none is taken, and they are marked as mixed."""
        mixed = len(values) > 1
        self.setPlaceholderText(MIXED if mixed else "")
        self.show_choices(choices, "" if mixed else next(iter(values), ""))
        # No entry is taken, so that any choice, also the first, is a change.
        if mixed:
            self.setCurrentIndex(-1)
        titles = dict(choices)
        told = mixed_words([titles.get(value, value) or "not set" for value in values])
        # The description of mixed values goes when they are mixed no more; one that somebody else set stays.
        if told or self.accessibleDescription().startswith(MIXED):
            self.setAccessibleDescription(told or self.toolTip())

    def _title_rect(self) -> QRect:
        """Return the place of the present title in the box, over its whole height."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        return QRect(field.x() + 2, 0, field.width() - 2, self.height())

    @property
    def shown_text(self) -> str:
        """The present title as the box shows it: in two lines, or with an ellipsis, where it is longer."""
        if self.currentIndex() < 0:
            return self.placeholderText()
        room = self._title_rect().width()
        if self.fontMetrics().horizontalAdvance(self.currentText()) <= room:
            return self.currentText()
        small = QFontMetrics(type_font("caption"))
        if small.horizontalAdvance(self.currentText()) <= room:
            return self.currentText()
        if 2 * small.height() <= self.height():
            words = self.currentText().split(" ")
            first = max(range(len(words)), key=lambda n: n * (small.horizontalAdvance(" ".join(words[:n])) <= room))
            two = (" ".join(words[:first]), " ".join(words[first:]))
            if first and small.horizontalAdvance(two[1]) <= room:
                return "\n".join(two)
        return small.elidedText(self.currentText(), Qt.TextElideMode.ElideMiddle, room)

    @override
    def event(self, event: QEvent) -> bool:
        cut = (
            isinstance(event, QHelpEvent)
            and event.type() == QEvent.Type.ToolTip
            and self.currentIndex() >= 0
            and self.shown_text.replace("\n", " ") != self.currentText()
        )
        return (cut and _tell_whole(self, event, self.currentText())) or super().event(event)

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text  # type: ignore[attr-defined]  # stubs leave the fields out
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        if self.currentIndex() >= 0:
            room = self._title_rect()
            if self.fontMetrics().horizontalAdvance(self.currentText()) > room.width():
                painter.setFont(type_font("caption"))
            if "\n" in (words := self.shown_text):
                # A style paints one line only.
                painter.setPen(ink("text" if self.isEnabled() else "muted"))
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, localised(words))
                return
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
            return
        # The style sheet has one ink for all texts of a box, so that of an empty one is painted here.
        painter.setPen(self.palette().placeholderText().color())
        painter.drawText(self._title_rect(), Qt.AlignmentFlag.AlignVCenter, localised(self.placeholderText()))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _activated(self, index: int) -> None:
        self.chosen.emit(str(self.itemData(index)))


class Form(QWidget):
    """Rows of a label, a control and, where an input was refused, the reason below it."""

    LABEL_WIDTH = 88

    def __init__(self, parent: QWidget | None = None, *, label_width: int = LABEL_WIDTH, unit_width: int = 0) -> None:
        super().__init__(parent)
        self._unit_width = unit_width
        self._label_width = label_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._problems: dict[QWidget, QLabel] = {}
        self._labels: dict[QWidget, QLabel] = {}
        self._units: dict[QWidget, QLabel] = {}
        self._places: dict[QWidget, int] = {}

    def add(self, title: str, control: QWidget, *, unit: str = "", help_text: str = "") -> None:
        """A row for CONTROL."""
        row = self._grid.rowCount()
        caption = label(title, "muted", self, wraps=True)
        caption.setFixedWidth(self._label_width)
        caption.setBuddy(control)
        self._labels[control] = caption
        self._grid.addWidget(caption, row, 0)
        if unit:
            across = QHBoxLayout()
            across.setSpacing(8)
            across.addWidget(control, 1)
            shown_unit = self._units[control] = label(unit, "caption", self)
            shown_unit.setMinimumWidth(self._unit_width)
            across.addWidget(shown_unit)
            self._grid.addLayout(across, row, 1)
        else:
            self._grid.addWidget(control, row, 1)
        if help_text:
            control.setToolTip(localised(help_text))
            control.setAccessibleDescription(help_text)
            caption.setToolTip(localised(help_text))
        self._places[control] = row + 1
        self._grid.setRowMinimumHeight(row + 1, 0)  # so that the next row leaves room for a problem

    @contextmanager
    def adding(self) -> Generator[None]:
        """Lay out the rows that are added here once, when all are there."""
        before = set(self._places)
        with laid_out_once(self._grid):
            yield
            for control in self._places.keys() - before:
                self.show_field(control, True)

    def show_row(self, control: QWidget, shown: bool) -> None:
        """Show or hide the row of CONTROL."""
        self._labels[control].setVisible(shown)
        control.setVisible(shown)

    def show_field(self, control: QWidget, shown: bool) -> None:
        """Show or hide the row of CONTROL with the unit beside it."""
        self.show_row(control, shown)
        if control in self._units:
            self._units[control].setVisible(shown)

    def complain(self, control: QWidget, problem: str) -> None:
        """Say below CONTROL why its input was refused; "" takes that back."""
        if control not in self._places or not (problem or control in self._problems):
            return
        if control not in self._problems:
            self._problems[control] = label("", "problem", self, wraps=True)
            self._grid.addWidget(self._problems[control], self._places[control], 0, 1, 2)
        shown = self._problems[control]
        shown.setText(problem)
        shown.setVisible(bool(problem))
        set_look(control, "problem" if problem else "")

    def problems(self) -> tuple[str, ...]:
        """Return why inputs were refused, as it stands below their fields."""
        return tuple(filter(None, map(self.problem_of, self._problems)))

    def problem_of(self, control: QWidget) -> str:
        """Return why the input of CONTROL was refused, as it stands below it; "" where it was not."""
        shown = self._problems.get(control)
        return shown.text() if shown is not None and not shown.isHidden() else ""


class Segments(QWidget):
    """A few choices side by side, one of them pressed."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        value: str,
        parent: QWidget | None = None,
        *,
        chosen: Run | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "segments")
        self.setAccessibleName(name)
        self.setFixedHeight(32)
        across = QHBoxLayout(self)
        across.setContentsMargins(3, 3, 3, 3)
        across.setSpacing(2)
        self._buttons: dict[str, QPushButton] = {}
        for data, title in choices:
            named = f"{name}: {title}"
            button = push_button(title, self, self._clicked, look="segment", name=named, takes_enter=False)
            button.setProperty("value", data)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            across.addWidget(button)
            self._buttons[data] = button
        self.choose(value)
        connect_given((self.chosen, chosen))

    @property
    def value(self) -> str:
        """The value that is pressed."""
        return next((data for data, button in self._buttons.items() if button.isChecked()), "")

    @property
    def buttons(self) -> Mapping[str, QPushButton]:
        """Return the button of each value."""
        return self._buttons

    def choose(self, value: str) -> None:
        """Press VALUE without telling."""
        if value not in self._buttons:
            return
        self._buttons[value].setChecked(True)
        # Tab comes to the pressed one and arrows to the others; Qt sees to that only once one had the keyboard.
        for button in self._buttons.values():
            pressed = button.isChecked()
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pressed else Qt.FocusPolicy.ClickFocus)

    def _clicked(self) -> None:
        self.chosen.emit(self.value)


def clear_layout_widgets(parent: QWidget, keep: Callable[[QWidget], bool]) -> None:
    """Delete the widgets in PARENT's layout that KEEP does not want."""
    layout = parent.layout()
    if layout is None:
        return
    # From the last on, since taking one out moves those behind it.
    for index in reversed(range(layout.count())):
        item = layout.itemAt(index)
        widget = item.widget() if item else None
        if widget is not None and not keep(widget):
            # Deleting later alone would leave it visible until the event loop comes round.
            layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
