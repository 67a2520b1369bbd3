"""File names that are no text, and texts that hold half a letter: one line, or the file as asked; never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer.store.path_text import path_text, text_path

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are bytes on Linux alone")
NAME = os.fsdecode(b"h\xe9ll")


def stackwright(folder: Path, *arguments: object) -> tuple[int, str]:
    """Run one command; return its code and what it said on stderr."""
    surroundings = {**os.environ, "XDG_DATA_HOME": str(folder / "data"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "designer", *map(str, arguments)],
        capture_output=True,
        env=surroundings,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    return done.returncode, done.stderr.decode("utf-8", "backslashreplace")


def test_every_file_may_lie_in_a_folder_and_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    folder = tmp_path / NAME
    folder.mkdir()
    project, text = folder / f"{NAME}.stackwright", folder / f"{NAME}.yaml"
    for arguments in (
        ("new", project, "--template", "dgx-superpod-h100", "--set", "scale_units=1"),
        ("export", project, "-o", text),
        ("analyze", project, "--only", "power"),
        ("export", text, "-o", folder / f"{NAME}.svg"),
        ("export", text, "-o", folder / f"{NAME}.png"),
        ("bom", text, "-o", folder / f"{NAME}.pdf"),
    ):
        assert stackwright(tmp_path, *arguments) == (0, ""), arguments
    made = sorted(os.fsencode(path.name) for path in folder.iterdir())
    assert made == [b"h\xe9ll" + end for end in (b".pdf", b".png", b".stackwright", b".svg", b".yaml")]
    for name in ("gone.stackwright", "gone.yaml"):
        code, said = stackwright(tmp_path, "analyze", folder / name)
        assert code == 1
        assert said.startswith("stackwright: ")
        assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "path", ["/tmp/hall.stackwright", "/tmp/höll €.stackwright", os.fsdecode(b"/tmp/\xe9\xff/a b")]
)
def test_a_path_becomes_text_that_can_be_written_and_back(path: str) -> None:
    text = path_text(Path(path))
    text.encode()
    assert text_path(text) == path
