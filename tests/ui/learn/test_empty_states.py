"""An empty design: each panel, view and window says what it will show, and most have the button that fills them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from designer.drawing.design_views import DESIGN_VIEWS
from designer.edit.nodes.nodes import add_node
from designer.ui.app.features import FEATURES
from designer.ui.commands.registry import BY_ID
from designer.ui.learn.empty_offer import EmptyOffer
from designer.ui.learn.empty_states import EMPTY_PANELS, EMPTY_VIEWS
from designer.ui.make_real.dialog import MakeRealDialog
from designer.ui.panels.registry import PANELS
from tests.ui.seen import said

WITHOUT_OFFER = {
    "parts": "it is never empty",
    "history": "every edit fills it",
}
BY_THEMSELVES = {
    "topology": "the canvas says where to drag a part, and which key adds one",
    "floor": "has a button that draws a room",
    "isometric": "has a button that draws a room",
    "power": "has a button that draws a chain",
}
FUTURE = ("here", "listed", "follow", "need", "Select", "Nothing is missing", "first", "Drag")


@pytest.fixture
def work(window, figures):
    window.files.new_empty()
    return window.workspace


def offer_of(widget):
    found = widget.findChildren(EmptyOffer)
    return found[0] if found else None


def test_each_panel_and_view_has_an_empty_state_or_a_reason():
    assert {panel.id for panel in PANELS} == {*EMPTY_PANELS, *WITHOUT_OFFER}
    assert {view.id for view in DESIGN_VIEWS} == {*EMPTY_VIEWS, *BY_THEMSELVES}


def test_each_offer_is_a_command():
    states = (*EMPTY_PANELS.values(), *EMPTY_VIEWS.values())
    offers = [offer for state in states for offer in state.offers]
    assert all(offer.command in BY_ID for offer in offers)
    assert all(state.offers for state in states)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.id)
def test_each_panel_says_what_it_shows_and_offers_what_fills_it(work, panel):
    work.show_panel(panel.id)
    QApplication.processEvents()
    side = work.side if work.side.spec(panel.id) is not None else work.bottom
    shown = side.made[panel.id]
    assert any(word in said(shown) for word in FUTURE), said(shown)
    offer = offer_of(shown)
    if panel.id in WITHOUT_OFFER:
        assert offer is None
        return
    assert offer.isVisible()
    assert shown.rect().contains(offer.geometry())
    assert offer.button.text() == "Find a part…"
    QTest.mouseClick(offer.button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert work.side.shown == "parts"


@pytest.mark.parametrize("view", DESIGN_VIEWS, ids=lambda view: view.id)
def test_each_view_says_what_it_shows_or_how_to_begin(work, view):
    work.views.show_view(view.id)
    QApplication.processEvents()
    shown = work.views.view
    if view.id in EMPTY_VIEWS:
        offer = offer_of(shown)
        assert offer.isVisible()
        assert offer.button.text() == "Find a part…"
        assert not EMPTY_VIEWS[view.id].title or EMPTY_VIEWS[view.id].words in said(offer)
    elif view.id != "topology":
        buttons = [one.text() for one in shown.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
        assert any("Draw" in text for text in buttons), buttons


@pytest.mark.parametrize("spec", [spec for feature in FEATURES for spec in feature.windows], ids=lambda spec: spec.id)
def test_each_window_says_what_it_shows(work, window, spec, qtbot):
    made = spec.make(work, window.questions, window)
    made.show()
    QApplication.processEvents()
    try:
        assert any(word in said(made) for word in FUTURE), said(made)
    finally:
        made.close()


def test_what_is_offered_follows_the_design_and_goes_when_nothing_is_lacking(work, window, qtbot):
    library = work.document.library
    for panel in ("cables", "cooling"):
        work.show_panel(panel)
    cables, cooling = (offer_of(work.bottom.made[name]) for name in ("cables", "cooling"))
    work.document.edit(lambda design: add_node(design, library, "nvidia/dgx-h100", 0, 0))
    assert cables.button.text() == "Draw a link"
    assert cooling.button.text() == "Make it real…"
    cables.button.click()
    assert work.canvas.tool() == "connect"
    cooling.button.click()
    dialog = window.findChildren(MakeRealDialog)[-1]
    dialog.reject()
    window.files.new_from("ai-stack", {})
    after = window.workspace
    for panel in EMPTY_PANELS:
        after.show_panel(panel)
        side = after.side if after.side.spec(panel) is not None else after.bottom
        assert offer_of(side.made[panel]).isHidden(), panel
