"""Saved views with captions, and walking them full screen."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from designer.drawing.slides.page import TextItem
from designer.ui.present.saved_views_dialog import ViewDialog, ViewsDialog


@pytest.fixture
def show(owner):
    """Start presenting the saved views; the answer is the presenter."""
    owner.settle()
    owner.keys("Shift+F5")
    return presented(owner)


def presented(hands):
    """Return the presenter when its slides are made."""
    presenter = hands.window.context.presenter
    hands.qtbot.waitExposed(presenter)
    hands.qtbot.waitUntil(lambda: presenter.count > 0)
    return presenter


def in_dialog(kind, act):
    """Do ACT in the next dialog of KIND, which holds up the caller."""

    def look():
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        if found:
            act(found[0])
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def test_a_view_is_saved_with_its_caption(owner):
    before = owner.design
    owner.canvas.zoom_in()
    camera = owner.canvas.camera()

    def fill(dialog):
        fields = {field.accessibleName(): field for field in dialog.findChildren(QLineEdit)}
        fields["Name"].clear()
        QTest.keyClicks(fields["Name"], "Leaf row")
        QTest.keyClicks(fields["Caption"], "Eight switches carry it all.")
        QTest.keyClicks(dialog.findChild(QPlainTextEdit), "Say why eight.")
        QTest.keyClick(fields["Caption"], Qt.Key.Key_Return)

    in_dialog(ViewDialog, fill)
    owner.keys("Ctrl+Shift+V")
    (view,) = (view for name, view in owner.design.views.items() if name not in before.views)
    assert (view.name, view.caption, view.notes) == ("Leaf row", "Eight switches carry it all.", "Say why eight.")
    assert view.detail == "plain"
    assert view.camera == camera
    assert owner.design.views_in_order()[-1] == view
    owner.take_front()
    owner.keys("Ctrl+Z")
    assert owner.design == before


def test_a_view_that_is_called_off_is_not_saved(owner):
    before = owner.design
    in_dialog(ViewDialog, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    owner.keys("Ctrl+Shift+V")
    assert owner.design is before


def test_saved_views_are_gone_to_moved_and_removed(owner):
    names = [view.name for view in owner.design.views_in_order()]

    def act(dialog):
        buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
        dialog.list.setCurrentRow(1)
        QTest.mouseClick(buttons["Later"], Qt.MouseButton.LeftButton)
        QTest.mouseClick(buttons["Remove"], Qt.MouseButton.LeftButton)
        dialog.list.setCurrentRow(0)
        QTest.mouseClick(buttons["Go to it"], Qt.MouseButton.LeftButton)

    in_dialog(ViewsDialog, act)
    owner.window.commands.run("present.views")
    assert [view.name for view in owner.design.views_in_order()] == [names[0], names[2], names[3]]


def test_the_templates_views_are_walked_by_key(owner, show):
    captions = [view.caption for view in owner.design.views_in_order()]
    assert show.count == len(captions) == 4
    assert show.isFullScreen()
    seen = [show.slide.title]
    for _ in range(3):
        QTest.keyClick(show, Qt.Key.Key_Right)
        seen.append(show.slide.title)
        assert not show.grab().isNull()
    assert seen == captions
    QTest.keyClick(show, Qt.Key.Key_Right)
    assert show.page == 3
    QTest.keyClick(show, Qt.Key.Key_Left)
    assert show.page == 2
    QTest.keyClick(show, Qt.Key.Key_Home)
    assert show.page == 0
    QTest.keyClick(show, Qt.Key.Key_Left)
    assert show.page == 0
    QTest.keyClick(show, Qt.Key.Key_End)
    assert show.page == 3
    assert show.accessibleName() == f"Slide 4 of 4: {captions[3]}"


def test_notes_come_and_go_by_n(owner, show):
    assert not show.notes_shown
    plain = show.grab().toImage()
    QTest.keyClick(show, Qt.Key.Key_N)
    assert show.notes_shown
    assert show.grab().toImage() != plain
    QTest.keyClick(show, Qt.Key.Key_N)
    assert show.grab().toImage() == plain


def test_escape_leaves_and_the_design_is_as_before(owner, show):
    before = owner.design
    QTest.keyClick(show, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not [one for one in QApplication.topLevelWidgets() if type(one).__name__ == "Presenter" and one.isVisible()]
    assert owner.window.isVisible()
    assert owner.design is before


def test_a_design_without_views_is_one_slide(drawer):
    drawer.keys("Shift+F5")
    presenter = presented(drawer)
    assert presenter.count == 1
    assert not presenter.grab().isNull()
    QTest.keyClick(presenter, Qt.Key.Key_Escape)


def test_slides_are_in_everyday_words(owner, show):
    for page in range(show.count):
        show.go(page)
        slide = show.slide
        assert slide.title
        numbers = [item for item in slide.items if isinstance(item, TextItem) and "/number/" in item.key]
        assert len(numbers) == 4
        assert all(item.text for item in numbers)
        assert "Gb/s" not in slide.title
