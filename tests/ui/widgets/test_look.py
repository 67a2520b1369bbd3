"""What the windows wear: who follows hears of each change as long as it lives; what is painted apart stays apart."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from designer.drawing.current_theme import current_theme, in_theme
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import theme_named
from designer.paint.background import paint_ground
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.theme import ink


class Follower(QWidget):
    def __init__(self, heard, parent=None):
        super().__init__(parent)
        self._heard = heard
        follow_look(self._recolour)

    def _recolour(self):
        self._heard.append(current_theme().name)


def test_who_follows_hears_of_the_change_after_it(qtbot, wear):
    heard = []
    follower = Follower(heard)
    qtbot.addWidget(follower)
    wear("dark")
    wear("light")
    assert heard == ["dark", "light"]


def test_a_widget_that_is_gone_is_told_nothing(qtbot, wear):
    heard, parent = [], QWidget()
    qtbot.addWidget(parent)
    going, staying = Follower(heard, parent), Follower(heard, parent)
    going.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wear("dark")
    assert heard == ["dark"]
    assert staying.parent() is parent


def test_a_picture_in_other_colours_leaves_the_window_as_it_is(wear):
    wear("dark")
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    with in_theme(theme_named("print")):
        paint_ground(painter, visible=Rect(0, 0, 4, 4), scale=1.0)
    painter.end()
    assert image.pixelColor(2, 2).name() == "#ffffff"
    assert ink("canvas").name().upper() == theme_named("dark").colour("canvas")


@pytest.mark.usefixtures("painted")
def test_an_open_window_looks_like_one_that_was_opened_in_its_colours(superpod, another_window, wear):
    """Every view and panel is the same to the pixel, whether it was there before the change or came after it."""
    _visit(superpod)
    wear("dark")
    another_window.resize(superpod.size())
    another_window.show()
    another_window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    # What has the keyboard is told by the second visit from the first one: both windows are visited as often.
    _visit(another_window)
    changed, fresh = _visit(superpod), _visit(another_window)
    assert [name for name in fresh if changed[name] != fresh[name]] == []


def _visit(window):
    """Return what each view and each panel of WINDOW looks like."""
    seen, work = {}, window.workspace
    window.activateWindow()
    QCoreApplication.processEvents()
    for view in ("floor", "isometric", "rack", "stack", "power", "topology"):
        work.views.show_view(view)
        QCoreApplication.processEvents()
        seen[view] = work.views.grab().toImage()
    for tab in ("utilisation", "failures", "cables", "power", "cooling", "energy", "cost", "history", "findings"):
        work.show_panel(tab)
        QCoreApplication.processEvents()
        seen[tab] = work.bottom.grab().toImage()
    for name, part in (("strip", work.headline), ("side", work.side), ("inspector", work.inspector)):
        seen[name] = part.grab().toImage()
    seen["bar"] = window.top_bar.grab().toImage()
    return seen
