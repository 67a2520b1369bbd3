"""What a person does with a field: typing and Enter, or a choice from its list."""

from PySide6.QtCore import Qt


def enter(qtbot, field, text):
    """Type TEXT over what stands in FIELD, and press Enter."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text) if text else qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def choose(box, value):
    """Take VALUE from the list of BOX."""
    index = box.findData(value)
    box.setCurrentIndex(index)
    box.activated.emit(index)
