"""What a word means: cards at labels, headings, tabs and tiles, tool tips, and the glossary."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QCursor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QHeaderView, QLabel, QMenu, QToolTip, QVBoxLayout

from designer.catalog.glossary import shipped_glossary
from designer.ui.learn.glossary_dialog import GlossaryDialog
from designer.ui.learn.term_card import TermCard
from designer.ui.learn.word_help import word_help
from designer.ui.learn.words_at import terms_at

SHIFT = Qt.KeyboardModifier.ShiftModifier


def cards():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, TermCard) and one.isVisible()]


@pytest.fixture(autouse=True)
def _no_card_stays():
    yield
    for one in [*cards(), *(one for one in QApplication.topLevelWidgets() if isinstance(one, GlossaryDialog))]:
        one.close()


@pytest.fixture
def dialog(qtbot):
    made = QDialog()
    down = QVBoxLayout(made)
    made.word = QLabel("Peak PUE of a leaf switch")
    made.plain = QLabel("Nothing of the trade")
    down.addWidget(made.word)
    down.addWidget(made.plain)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    word_help().watch(made)
    return made


def ask_menu(widget):
    """A right click, as Qt hands it to the widget and up."""
    at = widget.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, asked)
    return QApplication.activePopupWidget()


def test_a_right_click_on_a_label_offers_its_words_and_opens_the_card(dialog):
    menu = ask_menu(dialog.word)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["What is “PUE”?", "What is “Leaf switch”?"]
    menu.actions()[0].trigger()
    menu.close()
    (card,) = cards()
    assert card.term.key == "pue"
    assert "energy of the whole site" in card.accessibleName()


def test_a_label_without_such_a_word_has_no_menu(dialog):
    assert ask_menu(dialog.plain) is None


def test_a_tool_tip_says_the_first_sentence(dialog):
    at = dialog.word.rect().center()
    QApplication.sendEvent(dialog.word, QHelpEvent(QEvent.Type.ToolTip, at, dialog.word.mapToGlobal(at)))
    assert QToolTip.text() == f"PUE: {shipped_glossary().terms['pue'].first_sentence}"
    QToolTip.hideText()


def test_f1_in_a_dialog_opens_the_card_of_the_word_at_the_pointer(dialog):
    QCursor.setPos(dialog.mapToGlobal(QPoint(1, 1)))
    dialog.setFocus()
    QCursor.setPos(dialog.word.mapToGlobal(dialog.word.rect().center()))
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    (card,) = cards()
    assert card.term.key == "pue"
    assert "Leaf switch" in card.others.text()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert cards() == []


def test_a_link_in_a_card_turns_to_the_other_term_and_the_button_opens_the_glossary(dialog):
    word_help().show_card((shipped_glossary().terms["leaf-switch"],), dialog, QPoint(0, 0))
    (card,) = cards()
    card.words.linkActivated.emit("spine-switch")
    assert card.term.key == "spine-switch"
    QTest.keyClick(card.all, Qt.Key.Key_Space)
    (glossary,) = dialog.findChildren(GlossaryDialog)
    assert glossary.list.currentItem().text() == "Spine switch"
    assert "joins" in glossary.page.toPlainText()


def test_headings_of_tables_and_tabs_are_words_too(superpod):
    work = superpod.workspace
    work.show_panel("cables")
    (header, *_) = (
        one for one in work.cables.findChildren(QHeaderView) if one.orientation() == Qt.Orientation.Horizontal
    )
    names = [str(header.model().headerData(at, Qt.Orientation.Horizontal)) for at in range(header.count())]
    at = next(place for place, name in enumerate(names) if shipped_glossary().found_in(name))
    place = QPoint(header.sectionViewportPosition(at) + 2, 2)
    assert terms_at(header.viewport(), place) == shipped_glossary().found_in(names[at])
    tabs = work.views.tabs
    power = next(at for at in range(tabs.count()) if tabs.tabText(at) == "Power")
    assert terms_at(tabs, tabs.tabRect(power).center())[0].key == "power"


def test_the_name_of_what_holds_a_widget_speaks_of_it(superpod):
    button = superpod.workspace.headline.buttons["buy"]
    assert terms_at(button)[0].key == "capex"


def test_shift_f1_on_the_canvas_says_what_the_selected_tile_is(superpod, qtbot):
    work = superpod.workspace
    spine = next(one for one in work.document.design.nodes.values() if one.kind == "switch")
    work.canvas.select((spine.id,))
    work.canvas.setFocus()
    qtbot.waitUntil(work.canvas.hasFocus)
    QTest.keyClick(work.canvas, Qt.Key.Key_F1, SHIFT)
    (card,) = cards()
    assert card.term.key == "switch"


def test_help_glossary_opens_the_list_and_a_search_keeps_what_fits(window):
    window.commands.run("help.glossary")
    glossary = window.findChild(GlossaryDialog)
    assert glossary.list.count() == len(shipped_glossary().terms)
    QTest.keyClicks(glossary.search, "leaf")
    assert glossary.list.item(0).text() == "Leaf switch"
    QTest.keyClick(glossary.search, Qt.Key.Key_Return)
    assert glossary.focusWidget() is glossary.list
    glossary.search.setText("zebra")
    assert glossary.list.count() == 0
    assert "zebra" in glossary._missing.text()
    glossary.show_term("hbm")
    assert glossary.list.currentItem().text() == "HBM"
