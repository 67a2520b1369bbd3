"""Migrations of project files, kept saves and journals: with a made-up chain, until there is a real one."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from designer.model.changes import between
from designer.model.design import Design, Link, Node, Settings
from designer.model.migration_chain import FailedMigration, brought_up, newest_version
from designer.model.records import RefusedInput
from designer.store import migrations
from designer.store.journal import Journal
from designer.store.migrations import MIGRATIONS, format_version
from designer.store.project import read_project, write_project
from designer.store.recovery import Recovery, recover, recoverable
from designer.store.rows import digest_of
from designer.store.versions import design_of_save
from tests.store.made_up_migrations import CHAIN, as_first_program, put_rows, rows_of_1, write_version_1

DESIGN = Design(
    settings=Settings(name="Hall"),
    nodes={"a": Node(id="a", kind="server", copies=4), "b": Node(id="b", kind="switch")},
    links={"l": Link(id="l", a="a", b="b", medium="fabric", cables=8)},
)
BROUGHT_UP = replace(DESIGN, settings=Settings(name="Hall 1→2 2→3"))


def raw_version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of version 1 in a program of version 3."""
    path = tmp_path / "old.stackwright"
    write_version_1(path, DESIGN)
    monkeypatch.setattr(migrations, "MIGRATIONS", CHAIN)
    assert format_version() == 3
    return path


def test_the_real_chain_has_no_gap() -> None:
    assert format_version() == 1 + len(MIGRATIONS)
    assert sorted(MIGRATIONS) == list(range(1, format_version()))


@pytest.mark.parametrize("numbers", [(2,), (1, 3), (0, 1), (1, 2, 4)])
def test_a_gap_in_the_numbers_is_an_error(numbers: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="without a gap"):
        newest_version(dict.fromkeys(numbers, list))
    monkeypatch.setattr(migrations, "MIGRATIONS", dict.fromkeys(numbers, list))
    with pytest.raises(ValueError, match="without a gap"):
        format_version()


def test_each_step_runs_once_and_in_order() -> None:
    chain = {number: lambda steps, number=number: [*steps, number] for number in (3, 1, 2)}
    assert brought_up([], 1, chain) == [1, 2, 3]
    assert brought_up([], 3, chain) == [3]
    assert brought_up([], 4, chain) == []


def test_an_old_file_is_brought_up_in_memory_and_stays_as_it_was(old: Path) -> None:
    before = old.read_bytes()
    opened = read_project(old)
    assert opened.design == BROUGHT_UP
    assert opened.read_only_reason == ""
    assert opened.digest == digest_of(rows_of_1(DESIGN))
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


def test_a_file_of_the_middle_version_takes_the_steps_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "middle.stackwright"
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: CHAIN[1]})
    write_project(path, DESIGN)
    assert raw_version(path) == 2
    monkeypatch.setattr(migrations, "MIGRATIONS", CHAIN)
    assert read_project(path).design.name == "Hall 2→3"


def test_saving_writes_the_newest_version_and_keeps_the_old_rows_first(old: Path) -> None:
    opened = read_project(old)
    digest = write_project(old, opened.design, expected_digest=opened.digest)
    assert raw_version(old) == 3
    again = read_project(old)
    assert (again.design, again.digest) == (BROUGHT_UP, digest)
    # Nothing was edited, and what the file held is kept all the same: as version 1 wrote it, with the same digest.
    (kept,) = again.saves
    assert kept.digest == opened.digest
    assert design_of_save(kept) == BROUGHT_UP


def test_kept_saves_of_three_versions_stand_in_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.stackwright"
    design = replace(DESIGN, links={})
    write_version_1(path, design)
    for steps in (1, 2):
        monkeypatch.setattr(migrations, "MIGRATIONS", {number: CHAIN[number] for number in range(1, steps + 1)})
        write_project(path, replace(design, settings=Settings(name=f"Version {steps + 1}")))
    write_project(path, design)
    names = [design_of_save(save).name for save in read_project(path).saves]
    assert names == ["Version 3", "Version 2 2→3", "Hall 1→2 2→3"]


def test_saving_again_migrates_nothing_twice(old: Path) -> None:
    for _ in range(3):
        opened = read_project(old)
        write_project(old, opened.design, expected_digest=opened.digest)
    assert read_project(old).design == BROUGHT_UP
    assert len(read_project(old).saves) == 1


def test_the_digest_is_of_the_rows_as_they_were_written(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("update records set body = replace(body, '8', '9') where kind = 'wires'")
        connection.execute("update records set body = cast(body as blob)")
    with pytest.raises(RefusedInput, match="does not match its digest"):
        read_project(old)


@pytest.mark.parametrize("told", [0, 1, 2])
def test_a_version_changed_by_damage_is_no_reason_to_migrate_again(old: Path, told: int) -> None:
    opened = read_project(old)
    write_project(old, opened.design, expected_digest=opened.digest)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"pragma user_version = {told}")
    with pytest.raises(RefusedInput, match=f"damaged: it says version {told}, but its content is of version 3"):
        read_project(old)


@pytest.mark.parametrize("body", [b"", b"x", b"-1", b"9999999"])
def test_a_version_of_the_content_that_is_no_number_is_damage(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "p.stackwright"
    write_project(path, DESIGN)
    put_rows(path, [("format", "version", body), *rows_of_1(DESIGN)])
    with pytest.raises(RefusedInput, match="damaged"):
        read_project(path)


def test_a_program_of_today_shows_what_a_later_one_wrote(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_project(old, BROUGHT_UP)
    monkeypatch.setattr(migrations, "MIGRATIONS", {})
    opened = read_project(old)
    assert opened.design == BROUGHT_UP
    assert "newer Stackwright (file version 3)" in opened.read_only_reason
    before = old.read_bytes()
    with pytest.raises(RefusedInput, match="not overwritten"):
        write_project(old, DESIGN)
    assert old.read_bytes() == before


def failing(rows: object) -> list[tuple[str, str, bytes]]:
    raise KeyError("pieces")


def unreadable(rows: list[tuple[str, str, bytes]]) -> list[tuple[str, str, bytes]]:
    return [(table, name, b'{"of": "no record"}') for table, name, _ in rows]


@pytest.mark.parametrize("expected", [False, True])
@pytest.mark.parametrize(
    ("step", "function", "words"),
    [
        (1, failing, r"from version 1 to version 2 \(KeyError: 'pieces'\)"),
        (2, failing, r"from version 2 to version 3 \(KeyError: 'pieces'\)"),
        (2, unreadable, r"brought from version 1 to version 3 and could not be read then"),
    ],
)
def test_a_step_that_fails_tells_which_and_leaves_the_file(
    old: Path, monkeypatch: pytest.MonkeyPatch, step: int, function: migrations.Migration, words: str, expected: bool
) -> None:
    before, digest = old.read_bytes(), read_project(old).digest
    monkeypatch.setattr(migrations, "MIGRATIONS", {**CHAIN, step: function})
    with pytest.raises(FailedMigration, match=words) as refusal:
        read_project(old)
    assert str(refusal.value).startswith("old.stackwright ")
    assert "\n" not in str(refusal.value)
    # Nor is it written over, not even by a save that asks for no digest: all of it is still there.
    with pytest.raises(FailedMigration, match=words):
        write_project(old, DESIGN, expected_digest=digest if expected else None)
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


def test_a_failed_step_of_a_kept_save_names_the_save(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_project(old, BROUGHT_UP)
    (kept,) = read_project(old).saves
    monkeypatch.setattr(migrations, "MIGRATIONS", {**CHAIN, 1: failing})
    with pytest.raises(FailedMigration, match=f"^The save of {kept.saved_at[:10]}.* from version 1 to version 2"):
        design_of_save(kept)
    assert read_project(old).design == BROUGHT_UP


@pytest.mark.parametrize("step", ["start", "made", "filled", "synced", "replaced"])
def test_a_stop_at_any_step_of_the_first_save_leaves_one_version_whole(old: Path, step: str) -> None:
    before = old.read_bytes()
    code = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from designer.store import migrations
from designer.store.project import read_project, write_project
from tests.store.made_up_migrations import CHAIN
migrations.MIGRATIONS = CHAIN
path = Path({str(old)!r})
opened = read_project(path)
write_project(path, opened.design, expected_digest=opened.digest,
              step=lambda name: os._exit(7) if name == {step!r} else None)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7
    assert raw_version(old) == (3 if step == "replaced" else 1)
    assert (old.read_bytes() == before) == (step != "replaced")
    assert read_project(old).design == BROUGHT_UP


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills children that it forks")
@pytest.mark.long  # promise 11 of tests.trust does so in every run
@pytest.mark.parametrize("kills", [100])
def test_kills_while_old_files_are_saved_lose_none(old: Path, kills: int) -> None:
    """Each child opens and saves copies of an old file, one after the other, until it is killed at a random moment."""
    code = f"""
import json, os, random, shutil, signal, sys, time
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
import sqlite_utils
from designer.store import migrations
from designer.store.project import read_project, write_project
from designer.store.versions import design_of_save
from tests.store.made_up_migrations import CHAIN
from tests.store.test_migrations import BROUGHT_UP, raw_version
migrations.MIGRATIONS = CHAIN
old = Path({str(old)!r})
chance = random.Random(17)
found = {{1: 0, 3: 0}}
for number in range({kills}):
    folder = old.parent / str(number)
    folder.mkdir()
    copies = [Path(shutil.copyfile(old, folder / f"{{copy}}.stackwright")) for copy in range(5)]
    heard, told = os.pipe()
    child = os.fork()
    if not child:
        for path in copies:
            opened = read_project(path)
            write_project(path, opened.design, expected_digest=opened.digest)
            os.write(told, b".")
        time.sleep(100)
    os.read(heard, 1)
    time.sleep(chance.uniform(0.0, 0.05))
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    os.close(told)
    saved = 1 + len(os.read(heard, 99))
    os.close(heard)
    for place, path in enumerate(copies):
        version = raw_version(path)
        opened = read_project(path)
        assert opened.design == BROUGHT_UP, path
        if version == 1:
            assert place >= saved, path
            assert path.read_bytes() == old.read_bytes(), path
        else:
            assert [design_of_save(save) for save in opened.saves] == [BROUGHT_UP], path
        found[version] += 1
print(json.dumps(found))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["1"] + found["3"] == 5 * kills
    assert min(found.values()) > 0, "every kill came after the last save"


def test_a_journal_of_an_old_version_is_replayed_and_brought_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is written as version 1 would have, its last edit on a content that is not there."""
    journal = Journal(Design(), None, tmp_path)
    steps = [Design(settings=Settings(name="Hall")), DESIGN, replace(DESIGN, links={})]
    last = replace(DESIGN, nodes={**DESIGN.nodes, "c": Node(id="c", kind="server")})
    for before, after in ((Design(), steps[0]), (steps[0], steps[1]), (steps[1], steps[2]), (steps[2], DESIGN)):
        journal.record(between(before, after))
    journal.record(between(DESIGN, last))
    journal.record(between(replace(DESIGN, nodes={}), DESIGN))
    journal.close()
    as_first_program(journal.path)
    with closing(sqlite3.connect(journal.path)) as connection, connection:
        for number, body in connection.execute("select number, body from edits").fetchall():
            edit = msgspec.json.decode(body)
            edit["changes"] = [
                ["wires" if table == "links" else table, name, _of_1(before), _of_1(after)]
                for table, name, before, after in edit["changes"]
            ]
            connection.execute("update edits set body = ? where number = ?", (msgspec.json.encode(edit), number))
        connection.execute("insert into edits values (99, '2030-01-01', 'no edit')")

    monkeypatch.setattr(migrations, "MIGRATIONS", CHAIN)
    (found,) = recoverable(tmp_path)
    assert recover(found) == replace(last, settings=BROUGHT_UP.settings)
    assert found.name == BROUGHT_UP.name
    # Five of its seven edits come back; that two do not is told.
    assert found.edits == 5
    assert found.damage == "2 later edits are damaged and do not come back."
    assert found.last < "2030-01-01"


def _of_1(fields: dict[str, object] | None) -> dict[str, object] | None:
    if fields is None or "cables" not in fields:
        return fields
    return {("pieces" if name == "cables" else name): value for name, value in fields.items()}


def test_a_journal_written_after_the_format_was_raised_is_not_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", CHAIN)
    journal = Journal(Design(), None, tmp_path)
    journal.record(between(Design(), DESIGN))
    journal.close()
    (found,) = recoverable(tmp_path)
    assert recover(found) == DESIGN
    # A program of version 1 leaves it where it is.
    monkeypatch.setattr(migrations, "MIGRATIONS", {})
    assert recoverable(tmp_path) == []
    with pytest.raises(RefusedInput, match="in file version 3; this one reads up to version 1"):
        recover(found)
    assert Path(found.journal).exists()


def test_a_journal_that_cannot_be_brought_up_is_left_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(DESIGN, None, tmp_path)
    journal.record(between(DESIGN, Design()))
    journal.close()
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: failing})
    with pytest.raises(FailedMigration, match=r"recovery journal .* from version 1 to version 2"):
        recover(Recovery(journal=str(journal.path), project="", name="", edits=1, last=""))
    assert recoverable(tmp_path) == []
    assert journal.path.exists()


def test_the_copy_of_an_old_file_on_a_full_disk_stays_old(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.read_bytes()
    opened = read_project(old)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RefusedInput, match="could not be saved, and is as it was: the disk is full"):
        write_project(old, opened.design, expected_digest=opened.digest)
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]
    copy = shutil.copyfile(old, old.with_name("copy.stackwright"))
    assert read_project(copy).design == BROUGHT_UP
