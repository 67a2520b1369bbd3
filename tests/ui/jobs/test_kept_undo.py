"""The undo history of a closed project: forgotten, unless a person asked for it to be kept."""

import pytest

from designer.edit.settings import set_name
from designer.model.design import Design
from designer.store import kept_history
from designer.store.journal import journal_folder
from designer.store.kept_history import history_folder
from designer.store.project import read_project, write_project
from designer.store.recovery import recoverable


@pytest.fixture
def path(window, questions, tmp_path):
    """A project that was named twice; the second name was taken back. It is saved and open."""
    window.files.new_empty()
    for name in ("First", "Second"):
        window.workspace.document.edit(lambda design, name=name: set_name(design, name))
    window.workspace.document.undo()
    questions.path = tmp_path / "site.stackwright"
    assert window.files.save()
    return tmp_path / "site.stackwright"


def _closed_and_opened(window, path):
    window.files.close_design()
    assert window.open_path(path)
    return window.workspace.document


def test_unless_asked_for_it_is_forgotten(window, path):
    document = _closed_and_opened(window, path)
    assert document.session.labels == []
    assert not list(history_folder().glob("*"))


def test_where_asked_for_it_is_there_again(window, path, tmp_path):
    window.commands.run("files.keep_undo")
    link = tmp_path / "link.stackwright"
    link.symlink_to(path)
    for again in (path, link):
        document = _closed_and_opened(window, again)
        assert len(document.session.labels) == 1
        assert len(document.session.undone_labels) == 1
        assert not window.files.unsaved
    document.redo()
    assert document.design.name == "Second"
    document.undo()
    document.undo()
    assert document.design.name == Design().name
    assert window.files.unsaved


def test_after_a_crash_of_the_window_that_took_it_up_all_is_offered(window, path):
    window.commands.run("files.keep_undo")
    document = _closed_and_opened(window, path)
    document.redo()
    window.files._journal.close()
    (left,) = recoverable(journal_folder())
    assert left.edits == 1
    window.files._journal = None


def test_a_file_that_was_changed_since_has_no_history(window, path):
    window.commands.run("files.keep_undo")
    window.files.close_design()
    write_project(path, set_name(read_project(path).design, "Of others").applied(read_project(path).design))
    assert window.open_path(path)
    assert window.workspace.document.session.labels == []
    assert window.workspace.document.design.name == "Of others"
    assert not list(history_folder().glob("*"))


def test_work_that_was_thrown_away_is_not_kept(window, path, questions):
    window.commands.run("files.keep_undo")
    window.workspace.document.edit(lambda design: set_name(design, "Third"))
    questions.keep = "discard"
    document = _closed_and_opened(window, path)
    assert document.design.name == "First"
    assert document.session.labels == []


def test_what_is_kept_is_bounded_and_can_be_forgotten(window, path, monkeypatch):
    window.commands.run("files.keep_undo")
    _closed_and_opened(window, path)
    window.files.close_design()
    assert len(list(history_folder().glob("*.journal"))) == 1
    window.commands.run("files.forget_undo")
    assert not list(history_folder().glob("*"))
    monkeypatch.setattr(kept_history, "MOST_IN_ALL", 10)
    window.commands.run("files.keep_undo")
    assert window.open_path(path)
    window.workspace.document.edit(lambda design: set_name(design, "Third"))
    assert window.files.save()
    window.files.close_design()
    assert not list(history_folder().glob("*"))
    assert not list(journal_folder().glob("*.journal"))


def test_a_damaged_history_is_left_out(window, path):
    window.commands.run("files.keep_undo")
    window.files.close_design()
    (kept,) = history_folder().glob("*.journal")
    kept.write_bytes(kept.read_bytes()[:-2000] + bytes(2000))
    assert window.open_path(path)
    assert window.workspace.document.design.name == "First"
    assert window.workspace.document.session.labels == []
