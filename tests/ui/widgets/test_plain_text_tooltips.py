"""Hostile names in tool tips stay letters."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QListWidgetItem, QToolTip

from designer.drawing.theme_tokens import theme_named
from designer.ui.widgets.look import window_look

HOSTILE = '<img src="/etc/hostname"><b>Big</b> deal'


@pytest.fixture(params=["light", "dark"])
def _themed(qapp, request):
    window_look().wear(theme_named(request.param))
    yield
    QToolTip.hideText()
    window_look().wear(theme_named("light"))


def hover(widget, place):
    """The label of the tool tip that comes where the pointer rests at PLACE of WIDGET."""
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    (tip,) = [
        one
        for one in QApplication.topLevelWidgets()
        if one.metaObject().className() == "QTipLabel" and one.text() == QToolTip.text()
    ]
    return tip


@pytest.mark.usefixtures("_themed")
def test_a_widget_and_a_row_show_what_their_names_say(qtbot):
    label = QLabel("here")
    label.setToolTip(HOSTILE)
    rows = QListWidget()
    item = QListWidgetItem("row")
    item.setToolTip(HOSTILE)
    rows.addItem(item)
    for widget in (label, rows):
        qtbot.addWidget(widget)
        widget.show()
    tip = hover(label, QPoint(2, 2))
    assert (tip.text(), tip.textFormat()) == (HOSTILE, Qt.TextFormat.PlainText)
    QToolTip.hideText()
    tip = hover(rows.viewport(), rows.visualItemRect(item).center())
    assert (tip.text(), tip.textFormat()) == (HOSTILE, Qt.TextFormat.PlainText)


@pytest.mark.usefixtures("_themed")
def test_a_tip_that_is_shown_next_is_plain_too(qtbot):
    label = QLabel("here")
    label.setToolTip("Click to see why.")
    qtbot.addWidget(label)
    label.show()
    assert hover(label, QPoint(2, 2)).text() == "Click to see why."
    label.setToolTip(HOSTILE)
    tip = hover(label, QPoint(2, 2))
    assert (tip.text(), tip.textFormat()) == (HOSTILE, Qt.TextFormat.PlainText)
