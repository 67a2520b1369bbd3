"""Rows that are added to a form in sight move those above once, and stand where they would stand."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from designer.ui.widgets.fields import Form

ROWS = 30


class Counting(QLineEdit):
    """A field that counts how often it is moved."""

    moves = 0

    def moveEvent(self, event: QEvent) -> None:
        Counting.moves += 1
        super().moveEvent(event)


def _form(qtbot):
    """A page with a form of ROWS rows in sight."""
    page = QWidget()
    qtbot.addWidget(page)
    form = Form(page)
    QVBoxLayout(page).addWidget(form)
    _add(form)
    page.resize(400, 3_000)
    page.show()
    qtbot.waitExposed(page)
    QApplication.processEvents()
    Counting.moves = 0
    return page, form


def _add(form):
    for number in range(ROWS):
        form.add(f"Row {number} with a name that goes over several lines", Counting(form), unit="kW")


def _settled(form):
    for _ in range(3):
        QApplication.processEvents()
    return Counting.moves, [field.geometry().getRect() for field in form.findChildren(Counting)]


def test_rows_that_are_added_together_are_laid_out_once(qtbot):
    page, form = _form(qtbot)
    _add(form)
    one_by_one, places = _settled(form)
    page, form = _form(qtbot)
    with form.adding():
        _add(form)
    together, same = _settled(form)
    assert page.isVisible()
    assert same == places
    assert all(field.isVisible() for field in form.findChildren(Counting))
    assert together <= 3 * 2 * ROWS
    assert together < one_by_one / 3
