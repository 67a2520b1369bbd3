"""What is written can be read, every version comes back, and versions are thinned out by the rule."""

import random
import sqlite3
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from designer.limits import LIMITS, Written, unpacked_limit
from designer.model.design import Design, Node, Settings
from designer.model.marks import Mark, Picture
from designer.model.records import RefusedInput
from designer.store import project, safe_open, versions
from designer.store.project import read_project, write_project
from designer.store.rows import design_rows, digest_of
from designer.store.versions import (
    Save,
    VersionNote,
    change_words,
    design_of_save,
    kept_versions,
    note_of,
    packed_version,
    renamed,
    thinned,
)
from tests.long_runs import runs

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def pictured(*seeds: int, size: int = 7_400_000, name: str = "Hall") -> Design:
    """A design with pictures that do not pack."""
    pictures = {
        f"p{seed}": Picture(
            id=f"p{seed}",
            name="Photo",
            form="png",
            data=b"\x89PNG\r\n\x1a\n" + random.Random(seed).randbytes(size),
            width_px=100,
            height_px=100,
        )
        for seed in seeds
    }
    marks = {
        f"m{seed}": Mark(id=f"m{seed}", kind="picture", x=0.0, y=0.0, width=10.0, height=10.0, picture=f"p{seed}")
        for seed in seeds
    }
    return Design(settings=Settings(name=name), pictures=pictures, marks=marks)


@pytest.mark.scaled
def test_pictures_saved_again_and_again_open_and_stand_in_the_file_once(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    size = runs(740_000, 7_400_000)
    for number in range(4):
        write_project(path, pictured(1, 2, 3, size=size, name=f"Save {number}"))
        assert read_project(path).design.name == f"Save {number}"
    once = 3 * size * 4 / 3  # as base64
    assert path.stat().st_size < 1.1 * once
    write_project(path, Design(settings=Settings(name="No pictures")))
    assert path.stat().st_size < 1.1 * once
    found = read_project(path)
    assert [design_of_save(save) for save in found.saves] == [
        pictured(1, 2, 3, size=size, name=f"Save {number}") for number in (3, 2, 1, 0)
    ]


@pytest.mark.parametrize(
    ("limit", "most", "words"),
    [
        ("record", Written(5_000), r"The record 'p1' of pictures takes .* MB; "),
        ("records", Written(9_000, items=99), "The design takes 0 MB"),
        ("records", Written(9_000_000, items=3), "The design has 5 records; 3 are the most"),
    ],
)
def test_what_could_not_be_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: Written, words: str
) -> None:
    path = tmp_path / "p.stackwright"
    write_project(path, Design())
    before = path.read_bytes()
    monkeypatch.setitem(LIMITS, limit, LIMITS[limit]._replace(written=most))  # type: ignore[arg-type]
    with pytest.raises(RefusedInput, match=words):
        write_project(path, pictured(1, 2, size=4_000))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_save_that_does_not_come_back_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a disk that loses what it was given: the file beside is changed between writing and reading."""
    path = tmp_path / "p.stackwright"
    write_project(path, Design())
    before = path.read_bytes()
    sync = project._sync

    def lost(temporary: Path) -> None:
        sync(temporary)
        data = bytearray(temporary.read_bytes())
        data[-4096:] = bytes(4096)
        temporary.write_bytes(data)

    monkeypatch.setattr(project, "_sync", lost)
    with pytest.raises(RefusedInput, match="could not be saved: what was written does not come back whole"):
        write_project(path, Design(settings=Settings(name="Lost")))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_others_replace_while_it_is_saved_is_theirs(tmp_path: Path) -> None:
    path, other = tmp_path / "p.stackwright", tmp_path / "other"
    write_project(path, Design())
    write_project(other, Design(settings=Settings(name="Theirs")))

    def step(name: str) -> None:
        if name == "read":
            other.replace(path)

    with pytest.raises(RefusedInput, match="was changed by another window or program while it was being saved"):
        write_project(path, Design(settings=Settings(name="Mine")), step=step)
    assert read_project(path).design.name == "Theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_slow_disk_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.stackwright"
    nodes = {f"n{number}": Node(id=f"n{number}", kind="server") for number in range(3_000)}
    write_project(path, Design(nodes=nodes))
    clock = iter(range(0, 10_000_000, 60))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))  # a minute goes by at every look
    assert len(read_project(path).design.nodes) == 3_000
    monkeypatch.setattr(safe_open.time, "thread_time", lambda: next(clock))
    with pytest.raises(RefusedInput, match="takes more work to read than any project of its size"):
        read_project(path)


def save_at(number: int, ago: timedelta, name: str = "", size: int = 10) -> Save:
    rows = [("nodes", f"n{number}", random.Random(number).randbytes(size))]
    return Save(
        number=number,
        saved_at=(NOW - ago).isoformat(timespec="seconds"),
        digest=digest_of(rows),
        body=packed_version(rows, VersionNote(name=name)),
    )


def test_versions_are_thinned_out_by_age() -> None:
    ages = [
        *[timedelta(minutes=10 * step) for step in range(6)],  # all of the last hour
        *[timedelta(hours=2, minutes=minute) for minute in (10, 20, 30)],  # one hour of the day
        timedelta(hours=5, minutes=30),
        *[timedelta(days=3, hours=hour) for hour in (1, 5, 9)],  # one day of the month
        timedelta(days=20),
        timedelta(days=40),
        timedelta(days=400),
    ]
    saves = [save_at(len(ages) - place, age) for place, age in enumerate(ages)]
    kept = [ages[len(ages) - save.number] for save in thinned(saves, NOW)]
    assert kept == [*ages[:6], ages[6], ages[9], ages[10], timedelta(days=20)]
    named = [save_at(1, timedelta(days=400), "As built"), *saves[:-1]]
    assert thinned(named, NOW)[-1].number == 1


def test_the_last_three_are_kept_however_old() -> None:
    saves = [save_at(number, timedelta(days=1000 - number)) for number in range(1, 9)]
    assert [save.number for save in thinned(saves, NOW)] == [8, 7, 6]


def test_history_is_bounded_and_the_named_stay_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    few = LIMITS["versions"]._replace(written=Written(5_000, items=1_000))
    monkeypatch.setitem(LIMITS, "versions", few)  # type: ignore[arg-type]
    saves = [
        save_at(number, timedelta(minutes=20 - number), "Named" if number == 1 else "", 1_000)
        for number in range(1, 20)
    ]
    kept = kept_versions(saves, [], NOW)
    assert [save.number for save in kept.versions] == [19, 18, 17, 1]
    assert sum(len(save.body) for save in kept.versions) <= 5_000


def test_a_version_that_is_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = zlib.compress(bytes(42_000_000), 9)
    for body in (bomb, versions._MAGIC + bytes(32) + b"x"):
        save = Save(number=1, saved_at="2026-11-28", digest="d", body=body)
        with pytest.raises(RefusedInput, match=r"^The save of 2026-11-28 .*damaged"):
            design_of_save(save)
    assert unpacked_limit(len(bomb)) < 10_000_000


def test_a_damaged_version_is_told_and_the_rest_opens(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    for number in range(4):
        write_project(path, Design(settings=Settings(name=f"Save {number}")))
    with closing(sqlite3.connect(path)) as connection, connection:
        (body,) = connection.execute("select body from saves where number = 2").fetchone()
        broken = bytearray(body)
        broken[-3] ^= 4
        connection.execute("update saves set body = ? where number = 2", (bytes(broken),))
    opened = read_project(path)
    assert opened.design.name == "Save 3"
    bad = next(save for save in opened.saves if save.number == 2)
    for read in (design_of_save, note_of):
        with pytest.raises(RefusedInput, match="damaged"):
            read(bad)
    write_project(path, Design(settings=Settings(name="Save 4")))
    assert [save.number for save in read_project(path).saves] == [4, 3, 2, 1]


def test_a_version_tells_its_name_and_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    nodes = {name: Node(id=name, kind="server") for name in "abc"}
    write_project(path, Design(nodes=nodes), name="As built")
    changed = {"a": replace(nodes["a"], copies=2), "b": nodes["b"], "d": Node(id="d", kind="switch")}
    write_project(path, Design(settings=Settings(name="New"), nodes=changed))
    found = read_project(path)
    assert (found.number, found.note) == (2, VersionNote(changed="name, 1 node added, 1 node removed, 1 node changed"))
    (first,) = found.saves
    assert note_of(first) == VersionNote(name="As built")
    assert note_of(renamed(first, "Renamed")).name == "Renamed"
    assert design_of_save(renamed(first, "Renamed")) == design_of_save(first)
    # Saved again as it is, it stays the same version and keeps what was told of it.
    write_project(path, found.design)
    assert read_project(path).note == found.note
    write_project(path, found.design, name="Named later")
    assert read_project(path).note == VersionNote(name="Named later", changed=found.note.changed)
    assert change_words(found.design, found.design) == ""


def test_a_version_of_the_first_program_is_read_and_can_be_named() -> None:
    design = Design(nodes={"a": Node(id="a", kind="server")})
    rows = design_rows(design)
    old = Save(number=1, saved_at="x", digest=digest_of(rows), body=zlib.compress(msgspec.msgpack.encode(rows), 3))
    assert (design_of_save(old), note_of(old)) == (design, VersionNote())
    assert (design_of_save(renamed(old, "A")), note_of(renamed(old, "A")).name) == (design, "A")


UNKNOWN = [
    ("update records set body = cast(json_set(body, '$.colour', 'red') as blob) where id = 'a'", "colour of 'a'"),
    ("insert into records values ('racks', 'r', cast('{}' as blob))", "table 'racks'"),
]


@pytest.mark.parametrize(("statement", "words"), UNKNOWN)
def test_a_file_with_unknown_data_opens_read_only_and_says_what(tmp_path: Path, statement: str, words: str) -> None:
    path = tmp_path / "p.stackwright"
    design = Design(nodes={"a": Node(id="a", kind="server", copies=3)})
    write_project(path, design)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
        rows = connection.execute("select kind, id, body from records").fetchall()
        connection.execute("update meta set value = ? where key = 'digest'", (digest_of(rows),))
    before = path.read_bytes()
    opened = read_project(path)
    assert opened.design == design
    assert opened.unknown == (words,)
    assert words in opened.read_only_reason
    with pytest.raises(RefusedInput, match="not overwritten"):
        write_project(path, design)
    assert path.read_bytes() == before


def test_a_field_that_is_wrong_is_no_unknown_data(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    write_project(path, Design(nodes={"a": Node(id="a", kind="server")}))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update records set body = cast(json_set(body, '$.copies', 'x') as blob) where id = 'a'")
        rows = connection.execute("select kind, id, body from records").fetchall()
        connection.execute("update meta set value = ? where key = 'digest'", (digest_of(rows),))
    with pytest.raises(RefusedInput, match="The record 'a' cannot be read"):
        read_project(path)
