"""A window that nobody touches rests: what waits for a pause runs once, and what is done in idle moments ends."""

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtTest import QTest

from designer.drawing.design_views import VIEW_IDS
from designer.ui.panels.findings_panel import FindingRow
from designer.ui.panels.registry import PANELS

BELOW = tuple(panel.id for panel in PANELS if panel.place == "below")


def restless(window):
    """Who has a timer that runs again and again whenever nothing else is to be done."""
    timers = [timer for timer in window.findChildren(QTimer) if timer.isActive() and not timer.isSingleShot()]
    return [type(timer.parent()).__name__ for timer in timers if timer.interval() == 0]


@pytest.mark.usefixtures("painted", "figures")
def test_every_view_and_panel_rests_under_a_pointer_that_stands_still(superpod, qtbot):
    work = superpod.workspace
    for name in VIEW_IDS:
        work.views.show_view(name)
        page = work.views.pages.currentWidget()
        for below in (page, *(one for one in page.children() if one.isWidgetType() and one.isVisible())):
            QTest.mouseMove(below, QPoint(below.width() // 2, below.height() // 2))
            QTest.mouseMove(below, QPoint(below.width() // 2 + 3, below.height() // 2))
        qtbot.waitUntil(lambda name=name: restless(superpod) == [], timeout=2_000)
    for title in BELOW:
        work.show_panel(title)
    rows = work.findings.findChildren(FindingRow)
    assert rows
    for row in rows[:3]:
        QTest.mouseMove(row, QPoint(9, 9))
    qtbot.waitUntil(lambda: restless(superpod) == [], timeout=2_000)
