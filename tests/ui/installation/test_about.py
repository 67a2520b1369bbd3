"""The window of versions and licences."""

import time

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

import designer
from designer.installation.revision import revision
from designer.installation.survey import running_checks, words_of
from designer.ui.installation.about_dialog import AboutDialog
from designer.ui.installation.window_probe import probe_of


def test_versions_and_licences_are_read_and_copied(qtbot, qapp):
    began = time.process_time()
    dialog = AboutDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert time.process_time() - began < 1
    told = dialog.page.toPlainText()
    assert designer.__version__ in told
    assert revision() in told
    assert "version 1 of the format" in told
    assert "numpy" in told
    # What doctor would say stands here in its words.
    said = [words_of(one) for one in running_checks(probe_of(qapp)) if one.state != "ok"]
    assert all(words in told for words in said) if said else "nothing that is needed is missing" in told
    # A name leads to the licence, a package without a text to where it stands, and Back to the list.
    dialog.page.setSource(QUrl("about:numpy"))
    assert "Redistributions of source code must retain" in dialog.page.toPlainText()
    dialog.page.setSource(QUrl("about:PySide6_Essentials"))
    assert "https://www.gnu.org/licenses/" in dialog.page.toPlainText()
    dialog.page.setSource(QUrl("about:own"))
    assert "Apache License" in dialog.page.toPlainText()
    dialog.page.backward()
    dialog.page.backward()
    dialog.page.backward()
    assert dialog.page.toPlainText() == told
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert f"Revision: {revision()}" in copied
    assert "\nmsgspec " in copied
