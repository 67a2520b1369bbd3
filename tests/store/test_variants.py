"""Variants: several designs in one project file, each with its own versions, journal, history and lock."""

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.edit.nodes.nodes import set_node
from designer.model.changes import between
from designer.model.design import Design, Node, Settings
from designer.model.marks import Picture
from designer.model.records import RefusedInput
from designer.store.common_version import common_version
from designer.store.journal import Journal
from designer.store.kept_history import keep_history, taken_history
from designer.store.lock import ProjectLock
from designer.store.project import name_version, read_project, write_project
from designer.store.recovery import recoverable, recoverable_of, resume
from designer.store.salvage import salvage
from designer.store.variants import (
    MOST,
    add_variant,
    as_variant,
    bring_back,
    find_variant,
    read_variant,
    remove_variant,
    removed_variants,
    rename_variant,
    variants_of,
)
from designer.store.versions import design_of_save, note_of

MAIN = Design(settings=Settings(name="Four units"), nodes={"a": Node(id="a", kind="server", copies=4)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "p.stackwright"
    write_project(target, MAIN)
    return target


@pytest.fixture
def variant(path: Path) -> str:
    return add_variant(path, MAIN, "Three units")


def named(path: Path) -> list[str]:
    return [one.name for one in variants_of(read_project(path))]


def with_copies(design: Design, copies: int) -> Design:
    return set_node(design, "a", copies=copies).applied(design)


def test_a_variant_is_a_design_of_its_own_with_its_own_versions(path: Path, variant: str) -> None:
    digest = read_variant(path, variant).digest
    for copies in (3, 2):
        own = with_copies(read_variant(path, variant).design, copies)
        digest = write_project(path, own, variant=variant, expected_digest=digest)
    write_project(path, with_copies(MAIN, 5), expected_digest=read_project(path).digest)
    main, other = read_variant(path), read_variant(path, variant)
    assert [one.design.nodes["a"].copies for one in (main, other)] == [5, 2]
    assert [one.design.name for one in (main, other)] == ["Four units", "Three units"]
    assert [design_of_save(save).nodes["a"].copies for save in other.saves] == [3, 4]
    assert [design_of_save(save).nodes["a"].copies for save in main.saves] == [4]
    assert other.note.changed == "1 node changed"
    assert other.digest == digest


def test_a_file_without_variants_is_the_very_file_of_before(path: Path) -> None:
    assert [note_of(save) for save in read_project(path).saves] == []
    assert named(path) == ["Four units"]
    assert read_variant(path) == read_project(path)


def test_a_save_of_one_design_is_no_change_of_another(path: Path, variant: str) -> None:
    main, other = read_variant(path), read_variant(path, variant)
    write_project(path, with_copies(other.design, 3), variant=variant, expected_digest=other.digest)
    assert read_project(path).saved_at == main.saved_at
    write_project(path, with_copies(MAIN, 6), expected_digest=main.digest)
    with pytest.raises(RefusedInput, match="changed by another window"):
        write_project(path, with_copies(other.design, 9), variant=variant, expected_digest=other.digest)
    assert read_variant(path, variant).design.nodes["a"].copies == 3


def test_one_that_was_removed_comes_back_as_it_was(path: Path, variant: str) -> None:
    own = with_copies(read_variant(path, variant).design, 3)
    write_project(path, own, variant=variant)
    remove_variant(path, variant)
    assert named(path) == ["Four units"]
    assert read_variant(path).saves == ()
    for copies in range(10, 20):
        write_project(path, with_copies(MAIN, copies))
    (gone,) = removed_variants(read_project(path))
    assert (gone.id, gone.name) == (variant, "Three units")
    bring_back(path, gone.id)
    assert named(path) == ["Four units", "Three units"]
    assert read_variant(path, variant).design == own
    assert removed_variants(read_project(path)) == ()


def test_names_tell_designs_apart(path: Path, variant: str) -> None:
    with pytest.raises(RefusedInput, match="called four units already"):
        add_variant(path, MAIN, "four  units")
    with pytest.raises(RefusedInput, match="needs a name"):
        add_variant(path, MAIN, "  ")
    with pytest.raises(RefusedInput, match="called Four units already"):
        rename_variant(path, variant, "Four units")
    rename_variant(path, variant, "Two units")
    rename_variant(path, "", "All units")
    assert named(path) == ["All units", "Two units"]
    project = read_project(path)
    assert find_variant(project, "two UNITS").id == find_variant(project, "2").id == variant
    assert find_variant(project, "1").id == ""
    with pytest.raises(RefusedInput, match=r"no variant 'Five'; there are 1 \(All units\) and 2 \(Two units\)"):
        find_variant(project, "Five")


def test_the_main_design_and_one_that_is_gone_are_not_removed(path: Path, variant: str) -> None:
    with pytest.raises(RefusedInput, match="main design cannot be removed"):
        remove_variant(path, "")
    remove_variant(path, variant)
    for ask in (remove_variant, read_variant):
        with pytest.raises(RefusedInput, match="no such variant"):
            ask(path, variant)


def test_there_is_a_most_of_them(path: Path, variant: str) -> None:
    for place in range(MOST - 2):
        add_variant(path, MAIN, f"Other {place}")
    with pytest.raises(RefusedInput, match=f"holds {MOST} designs"):
        add_variant(path, MAIN, "One more")
    remove_variant(path, variant)
    add_variant(path, MAIN, "One more")
    with pytest.raises(RefusedInput, match=f"holds {MOST} designs"):
        bring_back(path, variant)


def test_a_version_of_a_variant_can_be_named(path: Path, variant: str) -> None:
    now = read_variant(path, variant)
    name_version(path, now.number, "As shown")
    assert read_variant(path, variant).note.name == "As shown"
    assert named(path) == ["Four units", "Three units"]
    write_project(path, with_copies(now.design, 7), variant=variant)
    assert [note_of(save).name for save in read_variant(path, variant).saves] == ["As shown"]


def test_saving_as_takes_the_variants_along(path: Path, variant: str, tmp_path: Path) -> None:
    project, other = read_project(path), tmp_path / "other.stackwright"
    write_project(other, with_copies(MAIN, 9), source=project)
    assert [read_variant(other, one).design.nodes["a"].copies for one in ("", variant)] == [9, 4]
    from_variant = tmp_path / "from_variant.stackwright"
    write_project(from_variant, with_copies(read_variant(path, variant).design, 2), variant=variant, source=project)
    assert [read_variant(from_variant, one).design.nodes["a"].copies for one in ("", variant)] == [4, 2]
    # What stood there before stays in the file, its variants too.
    add_variant(other, MAIN, "Fifth")
    write_project(other, MAIN, source=project)
    assert named(other) == ["Four units", "Three units"]
    assert [one.name for one in removed_variants(read_project(other))] == ["Fifth"]


@pytest.mark.parametrize("step", ["start", "made", "filled", "synced", "read", "replaced"])
def test_a_save_that_is_cut_off_leaves_all_designs_whole(path: Path, variant: str, step: str) -> None:
    class Killed(BaseException):
        pass

    def stop(name: str) -> None:
        if name == step:
            raise Killed

    own = read_variant(path, variant).design
    with suppress(Killed):
        write_project(path, with_copies(own, 3), variant=variant, step=stop)
    assert read_variant(path, variant).design.nodes["a"].copies == (3 if step == "replaced" else 4)
    assert read_variant(path).design == MAIN


def test_a_journal_returns_to_its_variant(path: Path, variant: str, tmp_path: Path) -> None:
    own = read_variant(path, variant)
    journal = Journal(own.design, path, tmp_path / "journals", digest=own.digest, variant=variant)
    edited = with_copies(own.design, 3)
    journal.record(between(own.design, edited, "Three"))
    journal.close()
    main = Journal(MAIN, path, tmp_path / "journals", digest=read_project(path).digest)
    main.record(between(MAIN, with_copies(MAIN, 8), "Eight"))
    main.close()
    left = {one.variant: one for one in recoverable_of(path, tmp_path / "journals")}
    assert left.keys() == {"", variant}
    found, again = resume(left[variant])
    assert (found.design, found.project, found.variant) == (edited, path, variant)
    assert again is not None
    assert again.variant == variant
    # The mark of a save says so too, and so does a journal that begins anew.
    again.begin_save()
    again.saved(edited, path, "digest")
    again.record(between(edited, with_copies(edited, 1), "One"))
    again.close()
    (other,) = [one for one in recoverable(tmp_path / "journals") if one.variant]
    assert (other.project, other.edits) == (str(path), 1)


def test_each_variant_keeps_a_history_of_its_own(path: Path, variant: str) -> None:
    own = read_variant(path, variant)
    edited = with_copies(own.design, 3)
    journal = Journal(own.design, path, digest=own.digest, variant=variant)
    journal.record(between(own.design, edited, "Three"))
    digest = write_project(path, edited, variant=variant)
    journal.begin_save()
    journal.saved(edited, path, digest)
    keep_history(journal, path)
    assert taken_history(path, MAIN, read_project(path).digest) is None
    taken = taken_history(path, edited, digest, variant)
    assert taken is not None
    assert [one.label for one in taken[0].done] == ["Three"]
    taken[1].discard()


def test_designs_of_one_project_share_its_lock(path: Path, variant: str) -> None:
    main = ProjectLock(path)
    main.take()
    other = ProjectLock(path, variant, beside=main)
    other.take()
    with pytest.raises(RefusedInput, match="open in another window"):
        ProjectLock(path, variant, beside=main).take()
    main.free()
    assert (main.held, other.held) == (False, True)
    with pytest.raises(RefusedInput, match="open in another window"):
        ProjectLock(path).take()
    other.free()
    after = ProjectLock(path)
    after.take()
    after.free()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_lock_of_another_file_is_not_shared(path: Path, tmp_path: Path) -> None:
    write_project(tmp_path / "other.stackwright", MAIN)
    first, second = ProjectLock(path), ProjectLock(tmp_path / "other.stackwright")
    first.take()
    beside = ProjectLock(tmp_path / "other.stackwright", beside=first)
    beside.take()
    with pytest.raises(RefusedInput):
        second.take()
    first.free()
    beside.free()


def test_two_people_have_the_main_design_in_common(path: Path, variant: str, tmp_path: Path) -> None:
    theirs = Path(shutil.copyfile(path, tmp_path / "theirs.stackwright"))
    write_project(path, with_copies(MAIN, 5))
    write_project(theirs, with_copies(MAIN, 6))
    write_project(theirs, with_copies(MAIN, 7), variant=variant)
    assert common_version(read_project(path), read_project(theirs)) == MAIN


def test_a_damaged_variant_is_refused_and_the_others_open(path: Path, variant: str) -> None:
    second = add_variant(path, MAIN, "Second")
    with sqlite3.connect(path) as connection:
        (number,) = connection.execute("select min(number) from saves").fetchone()
        connection.execute("update saves set body = substr(body, 1, length(body) - 3) where number = ?", (number,))
    connection.close()
    assert read_variant(path).design == MAIN
    assert read_variant(path, second).design.nodes == MAIN.nodes
    with pytest.raises(RefusedInput, match="no such variant"):
        read_variant(path, variant)
    # What cannot be read is written back as it is: a later program may know more.
    before = {save.number: save.body for save in read_project(path).saves}
    write_project(path, with_copies(MAIN, 2))
    after = {save.number: save.body for save in read_project(path).saves}
    assert after[number] == before[number]
    assert salvage(path).design == with_copies(MAIN, 2)
    assert salvage(path).lost == ("The variant Second is whole and not in this design; salvage it by its name.",)
    assert salvage(path, "second").design == read_variant(path, second).design
    with pytest.raises(RefusedInput, match="no variant 'Three units' that is whole"):
        salvage(path, "Three units")


def test_pictures_of_a_variant_are_stored_once(path: Path, variant: str) -> None:
    picture = Picture(
        id="p", name="Plan", form="png", data=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400, width_px=9, height_px=9
    )
    own = replace(read_variant(path, variant).design, pictures={"p": picture})
    write_project(path, own, variant=variant)
    alone = path.stat().st_size
    assert read_variant(path, variant).design == own
    write_project(path, replace(MAIN, pictures={"p": picture}))
    assert path.stat().st_size < alone * 1.5
    assert as_variant(read_project(path), variant).design == own
    write_project(path, MAIN)
    assert read_variant(path, variant).design == own
