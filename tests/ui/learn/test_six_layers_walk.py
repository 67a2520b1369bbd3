"""The walk through the layers in the window: views, figures that say why, sentences that follow an edit."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.edit.nodes.nodes import set_node
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.learn.six_layers_walk import walk_of


@pytest.fixture
def walk(another_window, qtbot, figures):
    another_window.resize(1500, 950)
    another_window.show()
    qtbot.waitExposed(another_window)
    another_window.commands.run("help.six_layers")
    made = walk_of(another_window.context)
    qtbot.waitUntil(lambda: made.running and another_window.workspace.document.results is not None)
    return made


def test_enter_goes_from_layer_to_layer_over_views_and_ends(walk, another_window):
    assert another_window.workspace.document.design.settings.made_by == "ai-stack"
    seen, questions = [], []
    while walk.running:
        seen.append(another_window.workspace.views.shown)
        questions.append(walk.card.title.text())
        QTest.keyClick(walk.card, Qt.Key.Key_Return)
        assert len(seen) <= 6
    assert seen == ["stack", "topology", "topology", "topology", "floor", "power"]
    assert questions[2] == "What is a vector database for?"
    assert another_window.workspace.document.session.undo_label is None


def test_a_figure_in_a_sentence_opens_its_why(walk, another_window):
    link = re.search(r'href="(\d+)"', walk.answer.text())
    walk.answer.linkActivated.emit(link[1])
    (why,) = another_window.findChildren(WhyDialog)
    said = walk.stops[0].pieces[int(link[1])]
    assert said.label in why.windowTitle()
    assert f">{said.text}</a>" in walk.answer.text()
    why.close()


def test_an_edit_rewrites_the_sentence_in_sight(walk, another_window, qtbot):
    document = another_window.workspace.document
    before = walk.answer.text()
    document.edit(lambda design: set_node(design, "serving-dgx", copies=1))
    qtbot.waitUntil(lambda: walk.answer.text() != before)
    assert walk.answer.accessibleName() == walk.stops[0].text


def test_escape_leaves_back_returns_and_another_design_ends_it(walk, another_window):
    QTest.keyClick(walk.card, Qt.Key.Key_Return)
    QTest.mouseClick(walk.card.back, Qt.MouseButton.LeftButton)
    assert walk.at == 0
    QTest.keyClick(walk.card, Qt.Key.Key_Escape)
    assert not walk.running
    walk.begin()
    assert walk.running
    another_window.files.new_empty()
    assert not walk.running
