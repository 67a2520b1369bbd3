"""Edits are written into the journal in their order, in a thread for which a slow disk alone is no reason to wait."""

import shutil
import threading

import pytest

from designer.model.changes import between
from designer.model.design import Design, Node
from designer.model.records import RefusedInput
from designer.store.journal import Journal
from designer.store.recovery import recover, recoverable, resume
from designer.ui.jobs import journal_writer
from designer.ui.jobs.journal_writer import JournalWriter


class SlowJournal(Journal):
    """A journal on a disk that takes a write when it is told to, and may be full."""

    def __init__(self, folder):
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.is_full = False
        super().__init__(Design(), None, folder)

    def record(self, changeset, kind="commit"):
        assert threading.current_thread() is not threading.main_thread()
        assert self.goes_on.wait(10)
        if self.is_full:
            raise RefusedInput("The recovery journal cannot be written: the disk is full.")
        super().record(changeset, kind)


@pytest.fixture
def journal(tmp_path):
    made = SlowJournal(tmp_path)
    yield made
    made.goes_on.set()


@pytest.fixture
def writer(qtbot, journal):
    made = JournalWriter(journal)
    yield made
    journal.goes_on.set()
    made.discard()


@pytest.fixture
def told(writer):
    said = []
    writer.message.connect(said.append)
    return said


def grown(design, *names):
    return Design(nodes={**design.nodes, **{name: Node(id=name, kind="server") for name in names}})


def record(writer, before, after):
    writer.record(between(before, after, "Add"))
    return after


def left(journal, tmp_path):
    """Return what a crash now would leave, read from a copy as the next window does."""
    copy = tmp_path / "left"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in tmp_path.glob(f"{journal.path.stem}.*"):
        if path.suffix != ".lock":
            shutil.copy(path, copy)
    found = recoverable(copy)
    return recover(found[0]) if found else Design()


def resumed(writer, folder):
    """Return what a crash now would leave, and the journal that goes on with it."""
    writer.close()
    (found,) = recoverable(folder)
    return resume(found)


def test_an_edit_is_on_the_disk_before_the_next_one_is_made(writer, journal, tmp_path):
    design = Design()
    for name in "abc":
        design = record(writer, design, grown(design, name))
        assert writer.waiting == 0
        assert left(journal, tmp_path) == design


def test_a_large_edit_is_not_waited_for_and_comes_in_its_order(writer, journal, monkeypatch, tmp_path):
    monkeypatch.setattr(journal_writer, "MANY", 3)
    monkeypatch.setattr(journal_writer, "PATIENCE_S", 0.01)
    journal.goes_on.clear()
    large = record(writer, Design(), grown(Design(), "a", "b", "c"))
    assert writer.waiting == 1
    small = record(writer, large, grown(large, "d"))
    assert writer.waiting == 2
    assert left(journal, tmp_path) == Design(), "nothing is offered that is not whole"
    journal.goes_on.set()
    writer.settled()
    assert writer.waiting == 0
    assert left(journal, tmp_path) == small


def test_the_next_edit_waits_for_a_large_one(writer, journal, monkeypatch, tmp_path):
    monkeypatch.setattr(journal_writer, "MANY", 3)
    monkeypatch.setattr(journal_writer, "PATIENCE_S", 10.0)
    journal.goes_on.clear()
    large = record(writer, Design(), grown(Design(), "a", "b", "c"))
    threading.Timer(0.02, journal.goes_on.set).start()
    small = record(writer, large, grown(large, "d"))
    assert writer.waiting == 0
    assert left(journal, tmp_path) == small


def test_a_full_disk_is_told_at_once_and_no_longer_when_there_is_room_again(writer, journal):
    journal.is_full = True
    with pytest.raises(RefusedInput, match="disk is full"):
        record(writer, Design(), grown(Design(), "a"))
    journal.is_full = False
    record(writer, Design(), grown(Design(), "a"))
    assert writer.waiting == 0


def test_a_full_disk_is_told_of_an_edit_that_was_not_waited_for(writer, journal, told, monkeypatch, qtbot):
    monkeypatch.setattr(journal_writer, "MANY", 1)
    journal.goes_on.clear()
    journal.is_full = True
    record(writer, Design(), grown(Design(), "a"))
    assert not told
    journal.goes_on.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["The recovery journal cannot be written: the disk is full."]


def test_a_slow_disk_is_told_once_with_what_a_crash_would_lose(writer, journal, told, monkeypatch, qtbot):
    monkeypatch.setattr(journal_writer, "PATIENCE_S", 0.001)
    monkeypatch.setattr(journal_writer, "SLOW_S", 0.0)
    journal.goes_on.clear()
    one = record(writer, Design(), grown(Design(), "a"))
    record(writer, one, grown(one, "b"))
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(3 * journal_writer.LOOK_MS)
    assert len(told) == 1
    assert "2 edits" in told[0]
    journal.goes_on.set()
    qtbot.waitUntil(lambda: writer.waiting == 0)


def test_a_journal_that_is_let_go_is_whole(qtbot, journal, monkeypatch, tmp_path):
    monkeypatch.setattr(journal_writer, "MANY", 1)
    writer = JournalWriter(journal)
    design = record(writer, Design(), grown(Design(), "a"))
    design = record(writer, design, grown(design, "b"))
    writer.close()
    (found,) = recoverable(tmp_path)
    assert recover(found) == design


def test_a_save_waits_for_no_disk_and_is_noted_between_the_edits(writer, journal, monkeypatch, tmp_path):
    monkeypatch.setattr(journal_writer, "PATIENCE_S", 0.001)
    monkeypatch.setattr(journal_writer, "MOST_S", 0.001)
    journal.goes_on.clear()
    saved = record(writer, Design(), grown(Design(), "a"))
    assert not writer.full
    writer.begin_save()
    after = record(writer, saved, grown(saved, "b"))
    writer.saved(saved, tmp_path / "site.stackwright", "digest")
    assert writer.waiting == 2
    journal.goes_on.set()
    writer.settled()
    found, again = resumed(writer, tmp_path)
    assert (found.saved, found.design, found.digest) == (saved, after, "digest")
    again.discard()


def test_edits_of_meanwhile_go_on_in_a_new_journal_when_the_disk_answers(writer, journal, monkeypatch, tmp_path):
    monkeypatch.setattr(journal_writer, "PATIENCE_S", 0.001)
    monkeypatch.setattr(journal_writer, "MOST_S", 0.001)
    old = journal.path
    journal.goes_on.clear()
    saved = record(writer, Design(), grown(Design(), "a"))
    writer.begin_save()
    after = record(writer, saved, grown(saved, "b"))
    writer.go_on_in(Journal(saved, tmp_path / "site.stackwright", tmp_path, digest="digest"))
    last = record(writer, after, grown(after, "c"))
    assert old.exists()
    journal.goes_on.set()
    writer.settled()
    assert not old.exists()
    found, again = resumed(writer, tmp_path)
    assert (found.saved, found.design, len(found.done)) == (saved, last, 2)
    again.discard()


def test_the_old_journal_stays_where_a_new_one_cannot_be_written(writer, journal, monkeypatch, tmp_path):
    design = record(writer, Design(), grown(Design(), "a"))
    writer.begin_save()
    design = record(writer, design, grown(design, "b"))
    new = Journal(Design(), tmp_path / "site.stackwright", tmp_path, digest="digest")

    def refuse(entries):
        raise RefusedInput("The recovery journal cannot be written: the disk is full.")

    monkeypatch.setattr(new, "go_on_with", refuse)
    with pytest.raises(RefusedInput, match="disk is full"):
        writer.go_on_in(new)
    assert writer.path == journal.path
    assert not new.path.exists()
    assert left(journal, tmp_path) == design


def test_closing_waits_for_no_disk_and_leaves_nothing_behind_when_it_answers(qtbot, journal, monkeypatch, tmp_path):
    monkeypatch.setattr(journal_writer, "PATIENCE_S", 0.001)
    monkeypatch.setattr(journal_writer, "MOST_S", 0.001)
    writer = JournalWriter(journal)
    journal.goes_on.clear()
    record(writer, Design(), grown(Design(), "a"))
    writer.discard()
    assert journal.path.exists()
    journal.goes_on.set()
    qtbot.waitUntil(lambda: not list(tmp_path.iterdir()))
