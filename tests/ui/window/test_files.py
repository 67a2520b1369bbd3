"""Save, reopen, close, two windows on one project, recovery: nothing is lost and nothing overwritten."""

import multiprocessing
import os
import signal
import time
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton

from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.store.journal import Journal, journal_folder
from designer.store.project import read_project
from designer.store.recovery import recover, recoverable
from tests.ui.seen import named

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"


def test_saved_and_reopened_is_equal(owner, own_folders):
    path = own_folders / "hall.stackwright"
    owner.place(SWITCH)
    assert owner.window.isWindowModified()
    owner.save(path)
    assert not owner.window.isWindowModified()
    assert owner.window.top_bar.saved.text() == "saved just now"
    saved = owner.design
    owner.keys("Ctrl+W")
    assert owner.work is None
    assert owner.answers.asked == ["Save the design"]
    owner.answers.path = path
    owner.keys("Ctrl+O")
    assert owner.design == saved
    assert not owner.session.labels


def test_the_name_of_a_file_gets_its_ending(drawer, own_folders):
    drawer.place(DGX)
    drawer.save(own_folders / "hall")
    assert (own_folders / "hall.stackwright").is_file()
    assert drawer.answers.suggestion.suffix == ".stackwright"


def test_later_saves_ask_nothing(drawer, own_folders):
    path = own_folders / "hall.stackwright"
    drawer.place(DGX)
    drawer.save(path)
    drawer.place(SWITCH)
    assert drawer.window.top_bar.saved.text() == "unsaved changes"
    drawer.keys("Ctrl+S")
    assert drawer.answers.asked == ["Save the design"]
    assert read_project(path).design == drawer.design


def test_save_as_leaves_the_first_file_as_it_was(drawer, own_folders):
    first, second = own_folders / "first.stackwright", own_folders / "second.stackwright"
    drawer.place(DGX)
    drawer.save(first)
    kept = first.read_bytes()
    drawer.place(SWITCH)
    drawer.answers.path = second
    drawer.keys("Ctrl+Shift+S")
    assert first.read_bytes() == kept
    assert len(read_project(second).design.nodes) == 2
    assert drawer.window.files.path == second


def test_a_folder_that_is_not_there_is_told_and_the_design_stays_unsaved(drawer, own_folders):
    drawer.place(DGX)
    drawer.save(own_folders / "no such folder" / "hall.stackwright")
    (told,) = drawer.answers.told
    assert "not saved" in told
    assert drawer.window.isWindowModified()
    assert drawer.window.top_bar.saved.text() == "not saved"
    assert not list(own_folders.glob("no such folder"))


def test_a_save_that_fails_leaves_the_old_file_byte_for_byte(drawer, own_folders, monkeypatch):
    folder = own_folders / "kept"
    folder.mkdir()
    path = folder / "hall.stackwright"
    drawer.place(DGX)
    drawer.save(path)
    kept = path.read_bytes()
    drawer.place(SWITCH)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    # Rights do not stop the superuser, so the disk refuses instead.
    monkeypatch.setattr(os, "replace", full)
    monkeypatch.setattr(Path, "replace", full)
    drawer.keys("Ctrl+S")
    monkeypatch.undo()
    assert path.read_bytes() == kept
    (told,) = drawer.answers.told
    assert "not saved" in told
    assert drawer.window.isWindowModified()
    assert [one.name for one in folder.iterdir() if not one.name.startswith(".")] == [path.name]


def test_cancel_keeps_the_window_and_the_work(drawer):
    drawer.place(DGX)
    drawer.answers.keep = "cancel"
    assert not drawer.window.close()
    assert drawer.window.isVisible()
    assert drawer.answers.asked == [drawer.design.name]
    drawer.keys("Ctrl+W")
    assert len(drawer.design.nodes) == 1
    drawer.keys("Ctrl+N")
    assert not drawer.design.nodes  # in a tab of its own
    drawer.keys("Ctrl+Tab")
    assert len(drawer.design.nodes) == 1
    drawer.answers.keep = "discard"
    window = drawer.window
    assert window.close()
    assert window not in drawer.studio.windows
    assert not recoverable()


def test_saving_at_the_question_saves_before_it_closes(drawer, own_folders):
    drawer.place(DGX)
    design = drawer.design
    drawer.answers.keep = "save"
    drawer.answers.path = own_folders / "hall.stackwright"
    assert drawer.window.close()
    # A design that nobody named takes the name of its first file, and nothing else changes.
    as_its_file = replace(design, settings=replace(design.settings, name="hall"))
    assert read_project(own_folders / "hall.stackwright").design == as_its_file


def test_a_save_that_is_called_off_at_the_question_keeps_the_window(drawer):
    drawer.place(DGX)
    drawer.answers.keep = "save"
    drawer.answers.path = None
    assert not drawer.window.close()
    assert len(drawer.design.nodes) == 1


def test_what_is_not_changed_is_not_asked_about(drawer, own_folders):
    drawer.place(DGX)
    drawer.keys("Ctrl+Z")
    assert not drawer.window.isWindowModified()
    assert drawer.window.close()
    assert drawer.answers.asked == []


def test_a_second_window_opens_the_same_project_read_only_and_says_why(drawer, open_window, own_folders):
    path = own_folders / "hall.stackwright"
    drawer.place(DGX)
    drawer.save(path)
    kept = path.read_bytes()
    second = open_window(path)
    assert second.window.files.read_only
    assert "open in another window" in second.status
    assert second.window.top_bar.saved.text() == "read-only"
    second.place(SWITCH)
    second.answers.path = None
    second.keys("Ctrl+S")
    assert second.answers.asked == ["Save the design"]
    assert path.read_bytes() == kept
    # Not by another name for the same file either.
    second.answers.path = path
    second.keys("Ctrl+S")
    assert "not saved" in second.answers.told[0]
    assert path.read_bytes() == kept
    second.answers.path = own_folders / "copy.stackwright"
    second.keys("Ctrl+S")
    assert len(read_project(own_folders / "copy.stackwright").design.nodes) == 2
    assert second.window.files.read_only == ""


def test_the_project_is_free_once_its_window_is_closed(drawer, open_window, own_folders):
    path = own_folders / "hall.stackwright"
    drawer.place(DGX)
    drawer.save(path)
    drawer.window.close()
    second = open_window(path)
    assert second.window.files.read_only == ""
    assert {one.name for one in own_folders.glob("*.stackwright")} == {"hall.stackwright"}


def test_a_file_that_is_no_project_is_told_and_what_is_open_stays(drawer, own_folders):
    path = own_folders / "letter.stackwright"
    path.write_text("Dear all,\n" * 40)
    drawer.place(DGX)
    before = drawer.design
    drawer.answers.path = path
    drawer.answers.keep = "discard"
    drawer.keys("Ctrl+O")
    (told,) = drawer.answers.told
    assert told.startswith("letter.stackwright cannot be opened.")
    assert drawer.design == before
    assert path.read_text() == "Dear all,\n" * 40


def test_a_text_design_is_read_as_a_new_one(drawer, own_folders):
    path = own_folders / "hall.yaml"
    drawer.place(DGX)
    drawer.settle()
    drawer.answers.path = path
    with drawer.qtbot.waitSignal(drawer.window.exports.finished, timeout=10_000):
        drawer.window.commands.run("exports.text")
    design = drawer.design
    drawer.answers.path = path
    drawer.keys("Ctrl+O")
    assert drawer.design.nodes.keys() == design.nodes.keys()
    assert drawer.window.files.path is None


def _edit_and_die(folder, library, ready):
    os.environ["XDG_STATE_HOME"] = folder
    design = Design()
    journal = Journal(design, None)
    edit = add_node(design, library, DGX, 0, 0)
    design = edit.applied(design)
    journal.record(edit)
    (name,) = design.nodes
    journal.record(set_node(design, name, copies=31))
    ready.send(True)
    time.sleep(60)


def leave_a_journal(library):
    """Edits of a window that was killed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_edit_and_die, args=(os.environ["XDG_STATE_HOME"], library, theirs), daemon=True)
    process.start()
    assert ours.poll(30)
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)
    ours.close()
    theirs.close()


def recovery_buttons(person):
    return {
        button.text(): button
        for button in named(person.window.welcome, "Unsaved work").findChildren(QPushButton)
        if button.isVisible()
    }


def test_the_work_of_a_killed_window_is_offered_and_comes_back(library, own_folders, open_window):
    leave_a_journal(library)
    person = open_window()
    person.click(recovery_buttons(person)["Recover"])
    (node,) = person.design.nodes.values()
    assert node.copies == 31
    assert person.window.isWindowModified()
    assert person.window.top_bar.saved.text() == "not saved"
    person.save(own_folders / "hall.stackwright")
    assert read_project(own_folders / "hall.stackwright").design == person.design
    person.window.close()
    assert not recoverable()


def test_recovered_work_is_offered_again_when_the_window_dies_before_it_was_saved(library, own_folders, open_window):
    leave_a_journal(library)
    person = open_window()
    person.click(recovery_buttons(person)["Recover"])
    design = person.design
    # As a kill leaves it: the journal stays, and the system lets go of its lock.
    person.window.files._journal.close()
    person.window.files._journal = None
    (again,) = recoverable()
    assert again.name == design.name
    assert recover(again) == design


def test_recovered_work_can_be_thrown_away(library, own_folders, open_window):
    leave_a_journal(library)
    person = open_window()
    person.answers.agreed = False
    person.click(recovery_buttons(person)["Discard"])
    assert recoverable()
    person.answers.agreed = True
    person.click(recovery_buttons(person)["Discard"])
    assert not recoverable()
    assert not recovery_buttons(person)


def test_every_edit_is_in_the_journal_before_the_next(drawer, own_folders):
    drawer.place(DGX)
    drawer.work.document.edit(partial(set_node, node_id=next(iter(drawer.design.nodes)), copies=4))
    assert list(journal_folder().glob("*.journal"))
    # Another window must not take what is still being drawn.
    assert recoverable() == []
