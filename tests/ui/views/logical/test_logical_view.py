"""The logical picture in the window: turned to from the canvas, one selection, one lens, saved views, keys."""

import pytest
from PySide6.QtCore import QPoint, Qt

from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.edit.views import add_view
from designer.model.design import Camera
from designer.ui.explore.why_dialog import WhyDialog

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def work(window, library):
    """A SuperPOD of one unit, with the logical picture in sight."""
    window.open_session(Session(build_template("dgx-superpod-h100", library, {})))
    window.commands.run("view.topology-logical")
    return window.workspace


@pytest.fixture
def picture(work):
    return work.views.view


def place_of(picture, one):
    return picture._on_screen(picture.drawing.rect_of(one)).center().toPoint()


def test_the_switch_on_the_canvas_and_the_one_above_the_picture_lead_to_each_other(qtbot, window, work):
    assert work.views.shown == "topology-logical"
    work.views.projections["Topology"].buttons["topology"].click()
    assert work.views.shown == "topology"
    work.lens_bar.pictures.buttons["topology-logical"].click()
    assert work.views.shown == "topology-logical"
    assert work.lens_bar.pictures.value == "topology"
    assert work.views.tabs.tabText(work.views.tabs.currentIndex()) == "Topology"


def test_a_click_selects_all_that_a_tile_stands_for(qtbot, work, picture):
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place_of(picture, "dgx"))
    assert set(work.canvas.stage.selected) == {"dgx", "dgx-rest"}
    work.canvas.select(("leaf",))
    assert picture.outlined() == {"leaf"}
    work.canvas.select(("dgx-rest", "rails-rest"))
    assert picture.outlined() == {"dgx", "rails"}
    qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert work.canvas.stage.selected == ()


def test_a_drag_pushes_the_paper_and_changes_nothing(qtbot, work, picture):
    before, at = work.document.design, place_of(picture, "leaf")
    x = picture.viewpoint.x
    bare = picture.rect().bottomLeft() + at - at
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=bare.__class__(bare.x() + 4, bare.y() - 4))
    qtbot.mouseMove(picture, bare.__class__(bare.x() + 90, bare.y() - 60))
    qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=bare.__class__(bare.x() + 90, bare.y() - 60))
    assert work.document.design is before
    assert picture.viewpoint.x != x


def test_the_lens_and_what_is_hidden_hold_in_both(qtbot, window, work, picture):
    picture.lenses.buttons["power"].click()
    assert work.canvas.stage.overlay == "power"
    assert work.views.shown == "topology-logical"
    qtbot.waitUntil(lambda: picture.drawing.legend is not None)
    assert picture.drawing.legend.title == "Power of one, at most"
    work.canvas.set_hidden((), ("management",))
    qtbot.waitUntil(lambda: all(wire.medium != "management" for wire in picture.drawing.wires))


def test_it_follows_the_design(work, picture):
    from designer.edit.nodes.nodes import set_node

    work.document.session.commit(set_node(work.document.design, "spine", copies=8))
    assert picture.drawing.tiles[picture.drawing.tile_index["spine"]].badge == "×8"


def test_keys_walk_over_the_tiles_and_say_them(qtbot, work, picture):
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_Down)
    first = picture.focused
    assert first in picture.drawing.tile_index
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    assert set(work.canvas.stage.selected) == set(picture.drawing.behind(first))
    assert picture.accessibleDescription().endswith("selected")


def test_a_saved_view_opens_as_it_was_left(window, work, picture):
    camera = Camera(x=0.0, y=0.0, width=400.0, height=300.0)
    added = add_view(work.document.design, "Fabric", shows="topology-logical", camera=camera, hidden_media=("power",))
    work.document.session.commit(added)
    saved = next(view for view in work.document.design.views.values() if view.name == "Fabric")
    window.commands.run("view.topology")
    work.view_pages.show(saved)
    assert work.views.shown == "topology-logical"
    seen = picture.camera()
    assert seen is not None
    assert seen.x <= 0.0
    assert seen.x + seen.width >= 400.0


def test_the_menu_leads_to_the_physical_picture(work, picture):
    menu = picture.context_menu("dgx")
    menu.actions()[0].trigger()
    assert work.views.shown == "topology"
    assert picture.context_menu("").actions()[0].text() != "Show in the physical topology"


def test_a_large_design_is_drawn_beside_the_window(qtbot, window, work, picture, monkeypatch):
    monkeypatch.setattr("designer.ui.views.logical.view.BEHIND", 1)
    picture.redraw()
    before = picture.drawing
    qtbot.waitUntil(lambda: picture.drawing is not before and "dgx" in picture.drawing.tile_index)
    assert picture.drawing.behind("dgx") == ("dgx", "dgx-rest")


def test_the_pointer_may_move_over_it_before_anything_is_pressed(qtbot, picture):
    qtbot.mouseMove(picture, place_of(picture, "leaf"))
    qtbot.waitUntil(lambda: picture.card is not None)
    card = picture.card
    assert card.title == "Leaf switch"
    qtbot.mouseMove(picture, place_of(picture, "dgx"))
    qtbot.waitUntil(lambda: any("Stands for" in line for line in (picture.card or card).lines))


def test_a_drag_of_a_tile_says_at_the_pointer_that_this_picture_arranges_itself(qtbot, work, picture):
    before, at = work.document.design, place_of(picture, "leaf")
    rect = picture.drawing.rect_of("leaf")
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(picture, at + QPoint(60, 30))
    assert picture.card.title == "This picture arranges itself"
    assert "physical" in picture.card.lines[0]
    assert "arranges itself" in picture.accessibleDescription()
    qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 30))
    assert picture.card is None
    assert (work.document.design is before, picture.drawing.rect_of("leaf")) == (True, rect)


def test_why_of_a_tile_and_of_a_line(qtbot, window, work, picture):
    qtbot.waitUntil(lambda: work.document.fresh and work.document.results is not None, timeout=20_000)
    results = work.document.results
    title, figure = picture.figure_of("dgx")
    # Both tiles of servers stand behind it: what all of them draw is summed.
    assert figure.value == sum(results.power.by_node[one].typical_w.value for one in ("dgx", "dgx-rest"))
    assert title.startswith("Power, typical, of DGX H100")
    title, figure = picture.figure_of("rails")
    behind = picture.drawing.behind("rails")
    assert figure.value == max(one.utilisation.value for one in results.network.links if one.id in behind)
    assert title.startswith("How full ")
    menu = picture.context_menu("dgx")
    assert "Why?" in [action.text() for action in menu.actions()]
    menu.deleteLater()
    # The first click brings the inspector up, and the picture aside; the second one still means the same tile.
    at = place_of(picture, "dgx")
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(picture, Qt.MouseButton.LeftButton, pos=at)
    (dialog,) = window.findChildren(WhyDialog)
    assert dialog.windowTitle().startswith("Why? Power, typical, of DGX H100")
    dialog.close()
