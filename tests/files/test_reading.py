"""Any file is read within its limits, whatever it is."""

import os
from pathlib import Path

import pytest

from designer.files.reading import bytes_of, require_short_lines, shown_name
from designer.limits import LIMITS, LONGEST_LINE, Limit
from designer.model.records import RefusedInput


def test_a_file_is_read_up_to_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "graph", Limit(1_000_000))  # type: ignore[arg-type]
    path = tmp_path / "g.dot"
    path.write_bytes(b"x" * 1_000_000)
    assert bytes_of(path, "graph") == b"x" * 1_000_000
    path.write_bytes(b"x" * 1_000_001)
    with pytest.raises(RefusedInput, match=r"^g\.dot is larger than 1 MB; use copies\.$"):
        bytes_of(path, "graph", advice="use copies")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_device_is_not_even_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    for name in ("p.yaml", "zero.yaml"):
        with pytest.raises(RefusedInput, match="is a pipe or a device, not a file"):
            bytes_of(tmp_path / name, "catalog")


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    for path, words in (
        (tmp_path / "gone", "No such file"),
        (tmp_path, "cannot be read: it is a folder"),
        (tmp_path / ("a" * 300), "cannot be read"),
        (Path("/nul\0in"), "cannot be read"),
        (tmp_path / "round", "cannot be read"),
    ):
        with pytest.raises(RefusedInput, match=words) as refused:
            bytes_of(path, "catalog")
        assert "\n" not in str(refused.value)


def test_a_line_of_a_table_has_an_end() -> None:
    require_short_lines("a,b\n" * 1_000_000 + "x" * LONGEST_LINE, "t.csv")
    require_short_lines("a\r" * 1_000_000, "t.csv")
    with pytest.raises(RefusedInput, match=r"^t\.csv: line 3 has more than 1,000,000 signs; it is no table\.$"):
        require_short_lines("a\nb\n" + "x" * (LONGEST_LINE + 1) + "\nc", "t.csv")


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on Unix alone")
def test_a_name_that_is_no_text_is_spelt_out() -> None:
    assert shown_name(Path(os.fsdecode(b"/tmp/h\xe9ll.yaml"))) == "h\\xe9ll.yaml"
    assert shown_name(Path("/tmp/höll.yaml")) == "höll.yaml"
