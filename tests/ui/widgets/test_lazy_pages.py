"""Views and panels that are made when they are first asked for: as if they had been there all the time."""

import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.drawing.design_views import VIEW_IDS
from designer.edit.links.flows import add_flow
from designer.edit.session import Session
from designer.model.design import Design, FloorPlace, Node
from designer.model.rooms.room_plan import RoomPlan, rectangle
from designer.ui.panels.registry import PANELS
from designer.ui.widgets.charts import chart_frame

BELOW = tuple(panel.id for panel in PANELS if panel.place == "below")

HALL = Node(id="hall", kind="room", name="Hall", plan=RoomPlan(outline=rectangle(12_000, 9_000)))
RACKS = tuple(
    Node(id=name, kind="rack", name=name, parent="hall", floor=FloorPlace(x_mm=x, y_mm=4000), order=x)
    for name, x in (("left", 2000), ("right", 6000))
)


@pytest.fixture
def work(window):
    """Two racks in a hall, as they open."""
    window.open_session(Session(Design(nodes={node.id: node for node in (HALL, *RACKS)})))
    return window.workspace


def test_a_design_opens_with_the_canvas_and_the_findings_alone(work):
    assert list(work.views.beside) == []
    assert work.bottom.pages.currentWidget() is work.findings
    assert work.views.pages.currentWidget() is work.canvas
    assert (work.bottom.pages.count(), work.views.pages.count()) == (len(BELOW), len(VIEW_IDS))


def test_charts_are_loaded_in_idle_moments_after_a_design_was_opened(work, monkeypatch):
    taken = []
    monkeypatch.delitem(sys.modules, "pyqtgraph", raising=False)
    # Whatever button a test before this one has left down.
    monkeypatch.setattr(chart_frame, "QGuiApplication", SimpleNamespace(mouseButtons=lambda: Qt.MouseButton.NoButton))
    monkeypatch.setattr(chart_frame, "load_charts", lambda: iter(taken.append(n) for n in range(3)))
    loading = chart_frame.ChartLoading(work)
    assert loading.isActive()
    assert loading.interval() == chart_frame.IDLE_MS
    assert taken == []
    for done in (1, 2, 3):
        loading.timeout.emit()
        assert len(taken) == done
        assert loading.interval() == chart_frame.BETWEEN_MS
    loading.timeout.emit()
    assert not loading.isActive()


def test_charts_that_are_there_are_not_loaded_again(work, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyqtgraph", object())
    assert not chart_frame.ChartLoading(work).isActive()


def test_charts_wait_until_nothing_is_dragged(work, monkeypatch):
    taken = []
    monkeypatch.setattr(chart_frame, "load_charts", lambda: iter(taken.append(n) for n in range(3)))
    loading = chart_frame.ChartLoading(work)
    monkeypatch.setattr(chart_frame.QGuiApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    loading.timeout.emit()
    assert taken == []
    monkeypatch.setattr(chart_frame.QGuiApplication, "mouseButtons", lambda: Qt.MouseButton.NoButton)
    loading.timeout.emit()
    assert len(taken) == 1


def test_each_tab_makes_its_own_page_once(work):
    pages = []
    for name in VIEW_IDS:
        work.views.show_view(name)
        pages.append(work.views.pages.currentWidget())
        assert pages[-1] is work.views.view
        assert pages[-1].isVisible()
    named = [work.canvas, work.floor, work.isometric, work.stack, work.racks, work.plant]
    assert [page for page in pages if page in named] == named
    assert len(set(pages)) == len(VIEW_IDS)
    panels = []
    for title in BELOW:
        work.show_panel(title)
        panels.append(work.bottom.pages.currentWidget())
        assert panels[-1].isVisible()
    named = [
        work.findings,
        work.utilisation,
        work.failures,
        work.cables,
        work.power,
        work.cooling,
        work.energy,
        work.cost,
        work.history,
    ]
    assert [panel for panel in panels if panel in named] == named
    assert len(set(panels)) == len(BELOW)


def test_a_page_that_is_only_asked_for_stays_behind(work):
    assert not work.energy.isVisible()
    assert not work.racks.isVisible()
    assert work.bottom.pages.currentWidget() is work.findings
    assert work.views.pages.currentWidget() is work.canvas
    work.show_panel("energy")
    assert work.energy.isVisible()


def test_a_view_made_late_shows_what_is_selected_and_selects(work):
    work.canvas.select(["right"])
    assert work.floor.view.selected == ("right",)
    work.floor.view.choose(("left",))
    assert work.canvas.selected_ids() == ("left",)
    assert work.floor.view.selected == ("left",)


def test_the_list_of_flows_made_late_stands_on_the_selected_one(superpod):
    design = superpod.workspace.document.design
    for source, target in (("dgx", "storage"), ("storage", "dgx")):
        design = add_flow(design, (source,), (target,), 100).applied(design)
    superpod.open_session(Session(design))
    work = superpod.workspace
    _, second = design.settings.flows
    work.canvas.select([second.id])
    assert "utilisation" not in work.bottom.made
    assert work.utilisation.flows.chosen_flow() == second


@pytest.mark.usefixtures("painted")
def test_pages_made_after_the_colours_changed_have_the_new_ones(work, wear):
    wear("dark")
    work.views.show_view("floor")
    QApplication.processEvents()
    picture = work.floor.view.grab().toImage()
    assert picture.pixelColor(4, 4).lightness() < 80
    wear("light")
    QApplication.processEvents()
    picture = work.floor.view.grab().toImage()
    assert picture.pixelColor(4, 4).lightness() > 200


@pytest.mark.parametrize("title", ["energy", "utilisation", "cables"])
def test_tab_goes_from_the_tabs_into_the_panel_made_last(superpod, title):
    work = superpod.workspace
    # The other panels and the inspector were made before it.
    for other in BELOW:
        if other != title:
            work.show_panel(other)
    work.canvas.select([next(iter(work.document.design.nodes))])
    work.show_panel(title)
    QApplication.processEvents()
    work.tabs.setFocus()
    superpod.activateWindow()
    QTest.keyClick(work.tabs, Qt.Key.Key_Tab)
    assert work.bottom.pages.currentWidget().isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is work.tabs


def test_tab_goes_from_the_views_into_the_floor_made_last(work, window):
    work.views.show_view("floor")
    work.views.tabs.setFocus()
    window.activateWindow()
    QTest.keyClick(work.views.tabs, Qt.Key.Key_Tab)
    assert work.views.projections["Room"].isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert work.floor.isAncestorOf(QApplication.focusWidget())
