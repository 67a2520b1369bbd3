"""Hostile names in tool tips stay letters."""

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QListWidgetItem, QToolTip

from designer.ui.plain_tips import PlainTips, plain_tip

HOSTILE = '<img src="/etc/hostname"><b>Big</b> deal'


@pytest.fixture
def tips(qapp):
    watcher = PlainTips()
    qapp.installEventFilter(watcher)
    yield
    qapp.removeEventFilter(watcher)
    QToolTip.hideText()


def hover(widget, place):
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return QToolTip.text()


def test_letters_stay_letters():
    assert plain_tip("a < b") == "<qt>a &lt; b</qt>"
    assert plain_tip("plain\ntext") == "plain\ntext"
    assert "<img" not in plain_tip(HOSTILE)


def test_a_widget_and_a_row_show_what_their_names_say(qtbot, tips):
    label = QLabel("here")
    label.setToolTip(HOSTILE)
    rows = QListWidget()
    item = QListWidgetItem("row")
    item.setToolTip(HOSTILE)
    rows.addItem(item)
    for widget in (label, rows):
        qtbot.addWidget(widget)
        widget.show()
    assert hover(label, QPoint(2, 2)) == plain_tip(HOSTILE)
    QToolTip.hideText()
    assert hover(rows.viewport(), rows.visualItemRect(item).center()) == plain_tip(HOSTILE)


def test_harmless_tips_are_left_to_qt(qtbot, tips):
    label = QLabel("here")
    label.setToolTip("Click to see why.")
    qtbot.addWidget(label)
    label.show()
    assert hover(label, QPoint(2, 2)) == "Click to see why."
