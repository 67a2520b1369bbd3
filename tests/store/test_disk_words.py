"""A disk that is full, read-only, forbidden, gone or failing is told in one line with what to do."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store import project
from designer.store.disk_words import disk_words
from designer.store.project import write_project


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full; free some space"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EROFS, "the disk can only be read"),
        (errno.EACCES, "you may not write there; save in a folder of your own"),
        (errno.ESTALE, "the disk or network share does not answer; connect it again"),
        (errno.ENOTCONN, "does not answer"),
        (errno.EIO, "the disk fails; save on another disk"),
        (errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG)),
    ],
)
def test_a_save_says_what_the_disk_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = tmp_path / "p.stackwright"
    write_project(path, Design())
    before = path.read_bytes()

    def refused(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(project.os, "replace", refused)
    with pytest.raises(RefusedInput, match=r"^p.stackwright could not be saved, and is as it was: ") as refusal:
        write_project(path, Design(nodes={}))
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_what_sqlite_answers_is_told_alike(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "small.db")
    connection.execute("create table t (body)")
    connection.execute("pragma max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as full:
        connection.execute("insert into t values (zeroblob(100000))")
    connection.close()
    assert disk_words(full.value).startswith("the disk is full")
    with pytest.raises(sqlite3.OperationalError) as gone:
        sqlite3.connect(tmp_path / "nowhere" / "x.db").execute("select 1")
    assert "no file can be made there" in disk_words(gone.value)
    assert disk_words(sqlite3.OperationalError("odd")) == "odd"
