"""Versions in the window: listed, seen, restored as one edit, opened beside, named."""

import pytest
from shiboken6 import isValid

from designer.edit.nodes.nodes import add_node
from designer.edit.settings import set_name
from designer.model.design import Design
from designer.store.project import read_project, write_project
from designer.ui.app.versions_dialog import VersionsDialog
from tests.ui.seen import texts

DGX = "nvidia/dgx-h100"


@pytest.fixture
def project(window, library, tmp_path):
    """Open on its third save: empty, with a machine, renamed."""
    path = tmp_path / "p.stackwright"
    write_project(path, Design())
    with_machine = add_node(Design(), library, DGX, 0, 0).applied(Design())
    write_project(path, with_machine)
    write_project(path, set_name(with_machine, "Hall").applied(with_machine))
    assert window.open_path(path)
    return path


@pytest.fixture
def dialog(window, project):
    window.commands.run("files.versions")
    (found,) = window.findChildren(VersionsDialog)
    yield found
    if isValid(found):
        found.close()


def test_versions_are_listed_with_picture_and_what_changed(dialog, qtbot):
    rows = dialog.list.row_model.rows
    assert [row.key for row in rows] == ["3", "2", "1"]
    assert rows[0].line == "name"
    assert "1 node added" in rows[1].line
    assert dialog.words.text() == "This is the design as it is."
    assert not dialog.restore_button.isEnabled()
    dialog.list.setCurrentIndex(dialog.list.row_model.index(2))
    assert not dialog.picture.pixmap().isNull()
    qtbot.waitUntil(lambda: "being worked out" not in dialog.words.text(), timeout=20_000)
    told = texts(dialog)
    assert any(text.startswith("−") and "W" in text for text in told)  # the machine's power goes
    assert any(text.startswith("−") and "$" in text for text in told)


def test_what_going_back_would_do_is_worked_out_once(window, dialog, qtbot):
    dialog.list.setCurrentIndex(dialog.list.row_model.index(2))
    qtbot.waitUntil(lambda: "being worked out" not in dialog.words.text(), timeout=20_000)
    words = dialog.words.text()
    dialog.accept()
    window.commands.run("files.versions")
    again = next(one for one in window.findChildren(VersionsDialog) if one is not dialog and one.isVisible())
    again.list.setCurrentIndex(again.list.row_model.index(2))
    assert again.words.text() == words  # at once, without a process
    again.close()


def test_restoring_is_one_edit(window, dialog):
    session = window.workspace.document.session
    now = session.design
    dialog.list.setCurrentIndex(dialog.list.row_model.index(2))
    dialog.restore_button.click()
    assert session.design == Design()
    assert session.undo_label == "Restore version 1"
    window.commands.run("edit.undo")
    assert session.design == now


def test_a_version_opens_beside(window, dialog):
    opened = []
    window.design_wanted.connect(opened.append)
    dialog.list.setCurrentIndex(dialog.list.row_model.index(1))
    dialog.beside.click()
    assert [len(design.nodes) for design in opened] == [1]


def test_a_version_is_named_and_saving_goes_on(window, dialog, project, questions):
    dialog.list.setCurrentIndex(dialog.list.row_model.index(2))
    dialog.name.setText("Begun")
    dialog.naming.click()
    assert dialog.list.row_model.rows[2].title == "Begun"
    assert dialog.number == 1
    dialog.accept()
    window.workspace.document.edit(lambda design: set_name(design, "Later"))
    assert window.files.save()
    assert questions.told == []
    window.commands.run("files.versions")
    again = window.findChildren(VersionsDialog)[-1]
    assert [row.title for row in again.list.row_model.rows][3] == "Begun"
    assert len(read_project(project).saves) == 3
    again.close()


def test_a_design_that_was_never_saved_says_so(window):
    window.files.new_empty()
    window.commands.run("files.versions")
    assert window.findChildren(VersionsDialog) == []
    assert "once it is saved" in window.status.message.text()
