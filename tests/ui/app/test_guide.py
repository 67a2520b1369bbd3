"""The guides in the window."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest

from designer.ui.app.guide_dialog import GUIDE, GuideDialog
from tests.ui.seen import said


def opened(qtbot, **arguments):
    dialog = GuideDialog(**arguments)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_every_guide_is_listed_the_tour_first(qtbot):
    dialog = opened(qtbot)
    names = [dialog.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(dialog.list.count())]
    assert names[0] == "tour"
    assert set(names) == {path.stem for path in GUIDE.glob("*.md")}
    assert "The welcome screen offers" in dialog.page.toPlainText()


def test_arrows_turn_to_the_next_guide_and_a_link_opens_another(qtbot):
    dialog = opened(qtbot)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.list.currentRow() == 1
    dialog.page.anchorClicked.emit(QUrl("systems.md"))
    assert dialog.list.currentItem().data(Qt.ItemDataRole.UserRole) == "systems"
    row = dialog.list.currentRow()
    dialog.page.anchorClicked.emit(QUrl("https://example.org/tour.md"))
    assert dialog.list.currentRow() == row


def test_a_search_goes_round_and_says_when_there_is_nothing(qtbot):
    dialog = opened(qtbot)
    QTest.keyClicks(dialog.search, "canvas")
    first = dialog.page.textCursor().position()
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    second = dialog.page.textCursor().position()
    assert 0 < first < second
    dialog.search.setText("zebra crossing")
    assert "does not stand" in said(dialog)
    dialog.search.setText("")
    assert "does not stand" not in said(dialog)


def test_pictures_of_the_folder_alone_are_loaded(qtbot, tmp_path):
    folder = tmp_path / "guide"
    folder.mkdir()
    (folder / "one.md").write_text("# One\n\n![](../secret.png)\n")
    (tmp_path / "secret.png").write_bytes((GUIDE / "window.png").read_bytes())
    dialog = opened(qtbot, folder=folder)
    assert dialog.page.loadResource(2, QUrl("../secret.png")) is None
    assert dialog.page.loadResource(2, QUrl("file:///etc/hostname")) is None
    (folder / "own.png").write_bytes((GUIDE / "window.png").read_bytes())
    assert not dialog.page.loadResource(2, QUrl("own.png")).isNull()


def test_drawings_are_as_wide_as_the_page(qtbot, tmp_path):
    dialog = opened(qtbot)
    picture = dialog.page.loadResource(2, QUrl("accuracy/token.svg"))
    room = dialog.page.viewport().width() - 80
    assert picture.width() / picture.devicePixelRatio() == pytest.approx(room, abs=1)
    folder = tmp_path / "guide"
    folder.mkdir()
    (folder / "one.md").write_text("# One\n\n![](none.svg)\n")
    (folder / "none.svg").write_text("no drawing")
    assert opened(qtbot, folder=folder).page.loadResource(2, QUrl("none.svg")) is None
