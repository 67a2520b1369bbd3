"""A save on a slow disk: the window goes on, edits made meanwhile stay unsaved, and what comes next waits its turn."""

import itertools
import threading
import time

import pytest
from PySide6.QtCore import QTimer

from designer.edit.nodes.nodes import set_node
from designer.model.records import RefusedInput
from designer.store.journal import Journal, journal_folder
from designer.store.project import read_project, write_project
from designer.store.recovery import recover, recoverable, resume
from designer.ui.app import project_files
from designer.ui.jobs import journal_writer

SLOW_S = 0.5


@pytest.fixture
def slow_disk(monkeypatch):
    """Writing a project takes half a second; how many were begun and who wrote them is remembered."""
    writers = []

    def write(path, design, **named):
        writers.append(threading.current_thread())
        time.sleep(SLOW_S)
        return write_project(path, design, **named)

    monkeypatch.setattr(project_files, "write_project", write)
    return writers


@pytest.fixture
def saved(window, questions, tmp_path):
    """A window on an empty design with one server, saved."""
    window.files.new_empty()
    window.workspace.canvas.place_part("nvidia/dgx-h100")
    questions.path = tmp_path / "site.stackwright"
    assert window.files.save()
    return window


def _rename(window, name):
    node = next(iter(window.files.session.design.nodes))
    assert window.workspace.document.edit(lambda design: set_node(design, node, name=name))


def _name_of(design):
    return next(iter(design.nodes.values())).name


def test_the_window_goes_on_while_a_slow_disk_takes_the_file(saved, slow_disk):
    _rename(saved, "First")
    beats = []
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    heart.start(5)
    assert saved.files.save()
    heart.stop()
    gaps = [later - earlier for earlier, later in itertools.pairwise(beats)]
    assert slow_disk[0] is not threading.main_thread()
    assert beats[-1] - beats[0] > SLOW_S / 2
    assert max(gaps) < SLOW_S / 2
    assert not saved.files.unsaved


def test_an_edit_made_during_a_save_stays_unsaved(saved, slow_disk):
    _rename(saved, "First")
    QTimer.singleShot(int(SLOW_S * 500), lambda: _rename(saved, "Second"))
    assert saved.files.save()
    assert _name_of(read_project(saved.files.path).design) == "First"
    assert saved.files.unsaved
    assert saved.isWindowModified()
    assert "not in it yet" in saved.status.message.text()
    assert saved.files.save()
    assert _name_of(read_project(saved.files.path).design) == "Second"
    assert not saved.files.unsaved


def test_after_a_crash_the_edit_made_during_the_save_is_what_is_offered(saved, slow_disk):
    _rename(saved, "First")
    QTimer.singleShot(int(SLOW_S * 500), lambda: _rename(saved, "Second"))
    assert saved.files.save()
    saved.files._journal.close()
    (left,) = recoverable(journal_folder())
    assert left.edits == 1
    assert _name_of(recover(left)) == "Second"
    found, journal = resume(left)
    assert _name_of(found.saved) == "First"
    assert found.digest == read_project(saved.files.path).digest
    assert len(found.done) == 3
    saved.files._journal = journal


def test_a_journal_that_is_full_is_begun_anew_with_the_edits_of_meanwhile(saved, slow_disk, monkeypatch):
    monkeypatch.setattr("designer.store.journal.MOST_ROWS", 1)
    old = saved.files._journal.path
    _rename(saved, "First")
    QTimer.singleShot(int(SLOW_S * 500), lambda: _rename(saved, "Second"))
    assert saved.files.save()
    assert not old.exists()
    saved.files._journal.close()
    (left,) = recoverable(journal_folder())
    assert (left.edits, _name_of(recover(left))) == (1, "Second")
    found, journal = resume(left)
    assert _name_of(found.saved) == "First"
    saved.files._journal = journal


def test_a_second_save_comes_after_the_first(saved, slow_disk):
    _rename(saved, "First")
    answers = []

    def again():
        _rename(saved, "Second")
        answers.append(saved.files.save())

    QTimer.singleShot(int(SLOW_S * 300), again)
    assert saved.files.save()
    assert answers == [True]
    assert len(slow_disk) == 2
    assert _name_of(read_project(saved.files.path).design) == "Second"
    assert not saved.files.unsaved


def test_a_second_save_of_the_very_same_writes_nothing(saved, slow_disk):
    _rename(saved, "First")
    answers = []
    QTimer.singleShot(int(SLOW_S * 300), lambda: answers.append(saved.files.save()))
    assert saved.files.save()
    assert answers == [True]
    assert len(slow_disk) == 1


def test_closing_during_a_save_waits_for_it_and_asks_about_what_came_since(saved, slow_disk, questions):
    _rename(saved, "First")
    closed = []

    def close():
        _rename(saved, "Second")
        questions.keep = "cancel"
        closed.append(saved.close())

    QTimer.singleShot(int(SLOW_S * 300), close)
    assert saved.files.save()
    assert closed == [False]
    assert questions.asked == 1
    assert _name_of(read_project(saved.files.path).design) == "First"
    assert _name_of(saved.files.session.design) == "Second"


def test_closing_during_a_save_of_all_there_is_closes_when_it_is_done(saved, slow_disk, questions):
    _rename(saved, "First")
    path = saved.files.path
    closed = []
    QTimer.singleShot(int(SLOW_S * 300), lambda: closed.append(saved.close()))
    assert saved.files.save()
    assert closed == [True]
    assert questions.asked == 0
    assert _name_of(read_project(path).design) == "First"
    assert not list(journal_folder().glob("*.journal"))


def test_a_full_disk_is_told_as_ever_and_nothing_is_called_saved(saved, questions, monkeypatch):
    def full(path, design, **named):
        time.sleep(SLOW_S / 4)
        raise RefusedInput("site.stackwright could not be saved, and is as it was: the disk is full.")

    monkeypatch.setattr(project_files, "write_project", full)
    _rename(saved, "First")
    QTimer.singleShot(int(SLOW_S * 50), lambda: _rename(saved, "Second"))
    assert not saved.files.save()
    assert "the disk is full" in questions.told[-1]
    assert "journal in" in questions.told[-1]
    assert saved.files.unsaved
    saved.files._journal.close()
    (left,) = recoverable(journal_folder())
    assert (left.edits, _name_of(recover(left))) == (2, "Second")
    _, saved.files._journal = resume(left)


def test_what_takes_long_is_said(saved, slow_disk):
    said = []
    saved.files.aside.working.connect(said.append)
    _rename(saved, "First")
    assert saved.files.save()
    assert said == ["Saving site.stackwright …", ""]


@pytest.fixture
def stalled(saved, monkeypatch):
    """The disk of the journal takes nothing until the event is set; how long the window wanted to wait each time."""
    goes_on = threading.Event()
    run, wait = Journal._run, journal_writer.wait_for
    waits = []

    def stall(journal, *statements):
        assert goes_on.wait(30)
        return run(journal, *statements)

    def wait_for(done, seconds):
        assert seconds is not None, "the window waits without limit"
        waits.append(seconds)
        wait(done, seconds)

    monkeypatch.setattr(Journal, "_run", stall)
    monkeypatch.setattr(journal_writer, "wait_for", wait_for)
    yield goes_on, waits
    goes_on.set()
    monkeypatch.setattr(journal_writer, "wait_for", wait)
    if saved.files._journal is not None:
        saved.files._journal.settled()


def test_a_save_does_not_wait_for_a_disk_of_the_journal_that_stands_still(saved, stalled, monkeypatch, qtbot):
    goes_on, waits = stalled
    monkeypatch.setattr(journal_writer, "SLOW_S", 0.0)
    told = []
    saved.files.message.connect(told.append)
    _rename(saved, "First")
    QTimer.singleShot(0, lambda: _rename(saved, "Second"))
    assert saved.files.save()
    assert _name_of(read_project(saved.files.path).design) in {"First", "Second"}
    assert f"Saved {saved.files.path.name}." in " ".join(told)
    qtbot.waitUntil(lambda: any("does not answer" in words and "safe in this window" in words for words in told))
    assert waits
    assert max(waits) <= journal_writer.MOST_S
    _rename(saved, "Third")
    goes_on.set()
    qtbot.waitUntil(lambda: saved.files._journal.waiting == 0)


def test_a_design_is_closed_while_the_disk_of_the_journal_stands_still(saved, stalled, questions, qtbot):
    goes_on, waits = stalled
    questions.keep = "discard"
    path = saved.files._journal.path
    _rename(saved, "First")
    saved.files.close_design()
    assert saved.files.session is None
    assert max(waits) <= journal_writer.MOST_S
    goes_on.set()
    qtbot.waitUntil(lambda: not path.exists())
