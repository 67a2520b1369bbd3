"""The fields of a template's parameters, as the welcome screen and the dialog of a made design show them."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from designer.edit.templates.parameters import Parameter
from designer.edit.templates.templates import Template
from designer.ui.widgets.fields import Segments, label, line_edit

ONE_COLUMN: Final = 4
MOST_SEGMENTS: Final = 6
ROOM_AROUND_DIGITS: Final = 36


class TemplateFields(QWidget):
    """A caption and a field for each parameter: segments for a few choices, a line for a number.

    Attributes:
        fields: The controls by the name of their parameter.
    """

    changed = Signal()
    """A value was typed or chosen."""

    entered = Signal()
    """Return was pressed in a field."""

    def __init__(self, template: Template, parent: QWidget | None = None, values: Mapping[str, str] | None = None):
        super().__init__(parent)
        self._template = template
        self.fields: dict[str, Segments | QLineEdit] = {}
        self._form = QGridLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(8)
        self._form.setVerticalSpacing(8)
        self._form.setColumnStretch(0, 1)
        for parameter in template.parameters:
            self._add(parameter, (values or {}).get(parameter.name, parameter.default))

    def _add(self, parameter: Parameter, value: str) -> None:
        caption = label(parameter.title, "muted", self)
        caption.setToolTip(parameter.help)
        if 0 < len(parameter.choices) <= MOST_SEGMENTS:
            choices = [(choice, choice) for choice in parameter.choices]
            field: Segments | QLineEdit = Segments(parameter.title, choices, value, self, chosen=self._chosen)
        else:
            field = line_edit(parameter.title, self, text=value, entered=self.entered, edited=self._chosen)
            longest = max(len(parameter.default), len(value))
            digits = field.fontMetrics().horizontalAdvance("0" * longest)
            field.setFixedWidth(max(72, digits + ROOM_AROUND_DIGITS))
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setToolTip(parameter.help)
        field.setAccessibleDescription(parameter.help)
        caption.setBuddy(field)
        self.fields[parameter.name] = field
        choosing = any(0 < len(other.choices) <= MOST_SEGMENTS for other in self._template.parameters)
        two = len(self._template.parameters) > ONE_COLUMN and not choosing
        place = len(self.fields) - 1
        row, column = (place // 2, place % 2 * 3) if two else (place * 2, 0)
        self._form.addWidget(caption, row, column)
        if isinstance(field, Segments):
            self._form.addWidget(field, row + 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        else:
            self._form.addWidget(field, row, column + 1, Qt.AlignmentFlag.AlignRight)
        if two:
            self._form.setColumnMinimumWidth(2, 16)
            self._form.setColumnStretch(3, 1)

    @property
    def settings(self) -> dict[str, str]:
        """The parameters as they are set."""
        return {
            name: field.value if isinstance(field, Segments) else field.text().strip()
            for name, field in self.fields.items()
        }

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        for field in self.fields.values():
            if isinstance(field, QLineEdit):
                field.setFocus()
                field.selectAll()
                return

    def _chosen(self, _: str) -> None:
        self.changed.emit()
