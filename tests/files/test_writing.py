"""Files take the place of others at once, also where a scan for viruses holds the old one for a moment."""

import os
from pathlib import Path

import pytest

from designer.files import writing
from designer.files.writing import put_in_place


def test_windows_lets_a_file_be_replaced_after_a_moment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("old")
    new.write_text("new")
    held, tries, replace = [True, True], [], os.replace

    def refuse_while_held(source: Path, target: Path) -> None:
        tries.append(source)
        if held:
            held.pop()
            raise PermissionError(13, "held by another process")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse_while_held)
    # Elsewhere what is refused stays refused: nobody waits.
    with pytest.raises(PermissionError):
        put_in_place(new, old)
    assert len(tries) == 1
    monkeypatch.setattr(writing.sys, "platform", "win32")
    put_in_place(new, old)
    assert len(tries) == 3
    assert old.read_text() == "new"
    new.write_text("newer")
    held.extend([True] * 9)
    with pytest.raises(PermissionError):
        put_in_place(new, old)
    assert old.read_text() == "new"
