"""What a kill left half written goes once it is old and surely ours; everything else stays."""

import os
import tempfile
from pathlib import Path

import pytest

from designer.files.leftovers import OLD_S, sweep
from designer.files.writing import write_whole


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary files of this test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(folder))
    return folder


OURS = (".p.stackwright.abcdefgh.saving", ".p.stackwright.abcdefgh.saving-journal", ".hall.svg.a1_b2c3d.writing")
OTHERS = (
    "p.stackwright",
    ".p.stackwright.lock",
    ".p.stackwright.owner",
    "a.abcdefgh.saving",
    ".a.abcdefg.saving",
    ".a.abcdefgh.saved",
    ".a.ABCDEFGH.writing",
    ".abcdefgh.writing",
)


def test_old_files_of_ours_go_and_all_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    folder.mkdir()
    for name in (*OURS, *OTHERS):
        (folder / name).write_bytes(b"x")
    (folder / ".link.abcdefgh.saving").symlink_to(folder / "p.stackwright")
    (folder / ".dir.abcdefgh.saving").mkdir()
    os.link(folder / "p.stackwright", folder / ".twin.abcdefgh.saving")
    assert sweep([folder]) == []
    assert sweep([folder], later_s=OLD_S - 60) == []
    assert sorted(path.name for path in sweep([folder, folder], later_s=OLD_S + 60)) == sorted(OURS)
    kept = {*OTHERS, ".link.abcdefgh.saving", ".dir.abcdefgh.saving", ".twin.abcdefgh.saving"}
    assert {path.name for path in folder.iterdir()} == kept


def test_old_folders_of_work_go_when_they_hold_nothing_else(temporary: Path) -> None:
    work, others = temporary / "stackwright-abcdefgh", temporary / "stackwright-12345678"
    for folder in (work, others):
        folder.mkdir()
        (folder / "task").write_bytes(b"x")
    (others / "letter.txt").write_text("mine", "utf-8")
    assert sweep([], later_s=OLD_S + 60) == [work]
    assert (others / "letter.txt").exists()


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    assert sweep([tmp_path / "gone", Path("/nul\0in")]) == []


def test_what_our_writer_leaves_when_it_is_killed_is_known_as_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    monkeypatch.setattr(Path, "replace", lambda *_: os._exit(9))
    child = os.fork()
    if not child:
        write_whole(folder / "bill of ä materials.csv", b"x" * 100)
        os._exit(0)
    os.waitpid(child, 0)
    (left,) = folder.iterdir()
    assert sweep([folder], later_s=OLD_S + 60) == [left]
