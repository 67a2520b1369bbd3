"""A journal gives back a state that was, or says what is missing: never a design that was not drawn."""

import random
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from designer.edit.session import Session
from designer.model.changes import between
from designer.model.design import Design, Node, Settings
from designer.model.records import RefusedInput
from designer.store.journal import Journal
from designer.store.recovery import read_recoverable, recover, recoverable, recoverable_of, resume

ENDINGS = (".journal", ".journal-wal", ".journal-count")


def states(count: int) -> list[Design]:
    found = [Design(settings=Settings(name="State 0"))]
    for number in range(1, count + 1):
        node = Node(id=f"n{number}", kind="server", copies=number)
        nodes = {**found[-1].nodes, node.id: node}
        found.append(Design(settings=Settings(name=f"State {number}"), nodes=nodes))
    return found


def written(folder: Path, count: int = 12) -> tuple[Path, list[Design]]:
    """A journal of COUNT edits as a crash leaves it."""
    drawn = states(count)
    journal = Journal(drawn[0], None, folder)
    for before, after in pairwise(drawn):
        journal.record(between(before, after, f"To {after.name}"))
    kept = {ending: journal.path.with_suffix(ending).read_bytes() for ending in ENDINGS}
    journal.discard()
    for ending, data in kept.items():
        journal.path.with_suffix(ending).write_bytes(data)
    return journal.path, drawn


def run_in(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "edits", "lost"),
    [
        ("delete from edits where number = 5", 4, "7 later edits are damaged"),
        ("delete from edits where number between 3 and 12", 2, "10 later edits are damaged"),
        ("delete from edits where number = 12", 11, "One later edit is damaged"),
        ("update edits set body = replace(body, 'n5', 'n6') where number = 5", 4, "8 later edits"),
        ("update edits set kind = 'redo' where number = 12", 11, "One later edit"),
        ("update edits set number = 99 where number = 12", 11, "One later edit"),
        ("update edits set made_at = 'x' where number = 1", 0, "12 later edits"),
    ],
)
def test_a_gap_or_a_change_ends_what_is_offered(tmp_path: Path, statement: str, edits: int, lost: str) -> None:
    path, drawn = written(tmp_path)
    run_in(path, statement.replace("replace(body, 'n5', 'n6')", "cast(replace(body, 'n5', 'n6') as blob)"))
    (found,) = recoverable(tmp_path)
    assert (found.edits, found.name) == (edits, f"State {edits}")
    assert found.damage.startswith(lost)
    assert recover(found) == drawn[edits]


@pytest.mark.parametrize(
    "statement", ["update base set name = 'x'", "update base set project = 'x'", "delete from base"]
)
def test_a_changed_beginning_is_told_and_offered_to_nobody(tmp_path: Path, statement: str) -> None:
    path, _ = written(tmp_path)
    run_in(path, statement)
    found, told = read_recoverable(tmp_path)
    assert found == []
    assert "cannot be read" in told
    assert path.exists()


def test_a_log_that_lost_its_end_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    path, drawn = written(tmp_path)
    wal = path.with_suffix(".journal-wal")
    wal.write_bytes(wal.read_bytes()[: int(wal.stat().st_size * 0.7)])
    (found,) = recoverable(tmp_path)
    assert 0 < found.edits < 12
    assert recover(found) == drawn[found.edits]
    assert f"{12 - found.edits} later edits are damaged" in found.damage


def test_a_crash_between_an_edit_and_its_count_is_no_damage(tmp_path: Path) -> None:
    drawn = states(3)
    journal = Journal(drawn[0], None, tmp_path)
    journal.record(between(drawn[0], drawn[1]))
    count = journal.path.with_suffix(".journal-count")
    earlier = count.read_bytes()
    journal.record(between(drawn[1], drawn[2]))
    journal.close()
    count.write_bytes(earlier)
    (found,) = recoverable(tmp_path)
    assert (found.edits, found.damage) == (2, "")
    journal = Journal(drawn[0], None, tmp_path / "other")
    earlier = journal.path.with_suffix(".journal-count").read_bytes()
    journal.start_again(drawn[1], None)
    journal.record(between(drawn[1], drawn[2]))
    journal.close()
    journal.path.with_suffix(".journal-count").write_bytes(earlier)
    (found,) = recoverable(tmp_path / "other")
    assert (found.edits, found.damage) == (1, "")


@pytest.mark.parametrize("body", [b"", b"rubbish", b"\x00" * 98])
def test_a_damaged_count_is_told(tmp_path: Path, body: bytes) -> None:
    path, drawn = written(tmp_path)
    path.with_suffix(".journal-count").write_bytes(body)
    (found,) = recoverable(tmp_path)
    assert recover(found) == drawn[12]
    assert found.damage == "Its count of edits is damaged, so that the last ones may be missing."


def test_a_journal_that_is_read_stays_byte_for_byte(tmp_path: Path) -> None:
    path, _ = written(tmp_path)
    before = [path.with_suffix(ending).read_bytes() for ending in ENDINGS]
    for _ in range(3):
        assert len(recoverable(tmp_path)) == 1
    assert [path.with_suffix(ending).read_bytes() for ending in ENDINGS] == before


def test_a_whole_journal_goes_on_itself(tmp_path: Path) -> None:
    path, drawn = written(tmp_path)
    (found,) = recoverable(tmp_path)
    back, journal = resume(found)
    assert journal is not None
    assert journal.path == path
    assert (back.design, back.saved, back.project, back.damage) == (drawn[12], None, None, "")
    with pytest.raises(RefusedInput, match="Another window"):
        resume(found)
    more = states(14)
    journal.record(between(more[12], more[13]))
    journal.close()
    (again,) = recoverable(tmp_path)
    assert (again.edits, again.damage) == (13, "")
    assert recover(again) == more[13]


def test_of_a_damaged_journal_a_new_one_is_made_before_the_old_one_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, drawn = written(tmp_path)
    run_in(path, "delete from edits where number = 5")
    (found,) = recoverable(tmp_path)
    start_again = Journal.start_again

    def full(journal: Journal, *arguments: object, **named: object) -> None:
        if named.get("entries"):
            raise RefusedInput("The recovery journal cannot be written: disk is full.")
        start_again(journal, *arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "start_again", full)
        back, none = resume(found)
        assert none is None
        assert back.design == drawn[4]
        assert [left.journal for left in recoverable(tmp_path)] == [str(path)]
    back, journal = resume(found)
    assert journal is not None
    assert "7 later edits" in back.damage
    assert not path.exists()
    journal.close()
    (again,) = recoverable(tmp_path)
    assert (again.edits, again.damage) == (4, "")


def test_an_edit_that_found_no_room_is_written_with_the_next(tmp_path: Path) -> None:
    drawn = states(4)
    journal = Journal(drawn[0], None, tmp_path)
    journal.record(between(drawn[0], drawn[1]))
    connection = journal._connection
    assert connection is not None
    (pages,) = connection.execute("pragma page_count").fetchone()
    connection.execute(f"pragma max_page_count = {pages}")
    large = Design(nodes={"n": Node(id="n", kind="server", note="x" * 9_000)})
    with pytest.raises(RefusedInput, match="full"):
        journal.record(between(drawn[1], large))
    with pytest.raises(RefusedInput, match="full"):
        journal.record(between(large, drawn[2]))
    connection.execute("pragma max_page_count = 100000")
    journal.record(between(drawn[2], drawn[3]))
    journal.close()
    (found,) = recoverable(tmp_path)
    assert (found.edits, found.damage) == (4, "")
    assert recover(found) == drawn[3]


def test_the_history_comes_back_as_the_session_had_it(tmp_path: Path) -> None:
    chance = random.Random(5)
    session = Session(Design(settings=Settings(name="State 0")))
    journal = Journal(session.design, None, tmp_path)
    stop = session.listen(lambda changeset: journal.record(changeset, session.last_step))
    project = tmp_path / "p.stackwright"
    for number in range(1, 120):
        what = chance.randrange(6)
        if what == 0:
            session.undo()
        elif what == 1:
            session.redo()
        elif what == 2 and number % 3 == 0:
            journal.saved(session.design, project, f"digest {number}")
            session.mark_saved()
        else:
            renamed = Settings(name=f"State {number}" if what != 4 else session.design.name + "x")
            after = Design(settings=renamed, nodes=session.design.nodes)
            session.commit(between(session.design, after, f"To {number}"), joins_last=what == 4)
    stop()
    journal.close()
    (found,) = recoverable_of(project, tmp_path)
    back, again = resume(found)
    assert again is not None
    again.close()
    resumed = Session(back.design, back.done, back.undone)
    assert back.saved is not None
    resumed.mark_saved(back.saved)
    assert (resumed.design, resumed.unsaved) == (session.design, session.unsaved)
    assert (resumed.labels, resumed.undone_labels) == (session.labels, session.undone_labels)
    while session.undo() is not None:
        resumed.undo()
        assert resumed.design == session.design
    while session.redo() is not None:
        resumed.redo()
        assert resumed.design == session.design
    assert (back.project, back.digest[:7]) == (project, "digest ")


def test_a_long_journal_begins_anew_at_a_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.store.journal.MOST_ROWS", 5)
    drawn = states(8)
    journal = Journal(drawn[0], None, tmp_path)
    for before, after in pairwise(drawn[:8]):
        journal.record(between(before, after))
    journal.saved(drawn[7], tmp_path / "p.stackwright", "d")
    journal.record(between(drawn[7], drawn[8]))
    journal.close()
    (found,) = recoverable(tmp_path)
    assert found.edits == 1
    back, again = resume(found)
    assert again is not None
    again.discard()
    assert (back.design, back.saved, back.digest, len(back.done)) == (drawn[8], drawn[7], "d", 1)


def test_a_folder_too_full_to_read_in_is_read_from_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, drawn = written(tmp_path)
    connected = sqlite3.connect

    def no_room(name: str, **named: object) -> sqlite3.Connection:
        if path.name in name:
            raise sqlite3.OperationalError("unable to open database file")
        return connected(name, **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr("designer.store.journal_reading.sqlite3.connect", no_room)
    (found,) = recoverable(tmp_path)
    assert recover(found) == drawn[12]


@pytest.mark.scaled
def test_damaged_journals_never_offer_another_design(tmp_path: Path) -> None:
    from tests.trust.rows.journals import damage_a_journal

    path, drawn = written(tmp_path / "whole")
    found = damage_a_journal(path, drawn, tmp_path / "bad", tries=60, seed=3)
    assert found.silent == 0
    assert found.told > 10
