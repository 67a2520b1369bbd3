"""File names that are no text, and texts that hold half a letter: one line, or the file as asked; never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer.store.path_text import path_text, text_path

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are bytes on Linux alone")
NAME = os.fsdecode(b"h\xe9ll")


CODE = """
import json, sys
from designer.cli.main import run
print([run(arguments) for arguments in json.loads(sys.argv[1])])
"""


def stackwright(folder: Path, *arguments: str) -> tuple[str, str]:
    """Run a process of its own with ARGUMENTS of python; return what it said on stdout and stderr."""
    surroundings = {**os.environ, "XDG_DATA_HOME": str(folder / "data"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        env=surroundings,
        check=False,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8", "backslashreplace"), done.stderr.decode("utf-8", "backslashreplace")


def test_every_file_may_lie_in_a_folder_and_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    folder = tmp_path / NAME
    folder.mkdir()
    project, text = str(folder / f"{NAME}.stackwright"), str(folder / f"{NAME}.yaml")
    # The name as the system hands it over.
    made = ("new", project, "--template", "fat-tree", "--set", "k=4")
    assert stackwright(tmp_path, "-m", "designer", *made)[1] == ""
    # The others in one process, with the same streams.
    asked = (
        ("export", project, "-o", text),
        ("analyze", project, "--only", "power"),
        ("export", text, "-o", str(folder / f"{NAME}.svg")),
        ("export", text, "-o", str(folder / f"{NAME}.png")),
        ("bom", text, "-o", str(folder / f"{NAME}.pdf")),
        ("analyze", str(folder / "gone.stackwright")),
        ("analyze", str(folder / "gone.yaml")),
    )
    said, complained = stackwright(tmp_path, "-c", CODE, json.dumps(asked))
    assert said.splitlines()[-1] == "[0, 0, 0, 0, 0, 1, 1]"
    # Nothing is said but one line of each file that is not there.
    assert [line.partition(": ")[0] for line in complained.splitlines()] == ["stackwright", "stackwright"]
    files = sorted(os.fsencode(path.name) for path in folder.iterdir())
    assert files == [b"h\xe9ll" + end for end in (b".pdf", b".png", b".stackwright", b".svg", b".yaml")]


@pytest.mark.parametrize(
    "path", ["/tmp/hall.stackwright", "/tmp/höll €.stackwright", os.fsdecode(b"/tmp/\xe9\xff/a b")]
)
def test_a_path_becomes_text_that_can_be_written_and_back(path: str) -> None:
    text = path_text(Path(path))
    text.encode()
    assert text_path(text) == path
