"""Every export on a disk without room: the old file stays as it was, one line tells it, nothing is left beside."""

import subprocess
import sys
from pathlib import Path

import pytest

from designer.cli.main import run
from tests.export import full_disk_commands as commands
from tests.long_runs import runs

ROOT = Path(__file__).resolve().parents[2]
EVERY = (
    ("export", ".svg"),
    ("export", ".png"),
    ("export", ".pdf"),
    ("export", ".json"),
    ("export", ".yaml"),
    ("export", ".graphml"),
    ("export", ".dot"),
    ("report", ".pdf"),
    ("rack", ".pdf"),
    ("rack", ".svg"),
    ("rack", ".png"),
    ("bom", ".csv"),
    ("bom", ".xlsx"),
    ("bom", ".pdf"),
    ("bom", ".html"),
    ("bom", ".json"),
    ("cables", ".csv"),
    ("cables", ".xlsx"),
    ("cables", ".json"),
    ("save", ".stackwright"),
)
FEW = (
    ("export", ".svg"),
    ("report", ".pdf"),
    ("cables", ".xlsx"),
    ("save", ".stackwright"),
)
FORMATS = runs(FEW, EVERY)
CODE = """
import resource, signal, sys
from designer.cli.main import run
import tests.export.full_disk_commands as commands
folder = sys.argv[1]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for what, suffix in commands.asked(sys.argv[2:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, resource.RLIM_INFINITY))
    code = run(commands.command(folder, what, suffix))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print("ended", what, suffix, code, flush=True)
"""


@pytest.mark.scaled
def test_a_disk_without_room_changes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if sys.platform == "win32":
        pytest.skip("a limit of file sizes is set by a call of Unix")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    asked = [f"{what}{suffix}" for what, suffix in FORMATS]
    for what, suffix in commands.asked(asked):
        assert run(commands.command(str(tmp_path), what, suffix)) == 0, capsys.readouterr().err
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert len(files) == len(FORMATS) + 1
    assert min(map(len, files.values())) > 600
    # The limit holds for all that a process writes, so the full disk is in one of its own.
    second = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path), *asked], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert all(f"ended {what} {suffix} 1" in second.stdout for what, suffix in FORMATS), second.stdout + second.stderr
    assert "Wrote" not in second.stdout
    said = [line for line in second.stderr.splitlines() if line.startswith("stackwright: ")]
    assert len(said) == len(FORMATS)
    assert all("could not be written: File too large" in line or "could not be saved" in line for line in said), said
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == files
