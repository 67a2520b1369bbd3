"""What is installed from the wheel is whole: data, types, licences, revision; by pip and by pipx."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import designer
from designer import locations
from tests.packaging.scripts import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PATIENCE_S = 900


def test_the_version_stands_in_one_form() -> None:
    assert PROJECT["project"]["version"] == designer.__version__


def test_all_that_the_program_reads_goes_into_the_wheel() -> None:
    taken = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for place in (locations.CATALOGS, locations.RESOURCES, locations.NOTICE, locations.LICENCE):
        assert taken[place.relative_to(ROOT).as_posix()] == f"designer/data/{place.name}"
    assert (ROOT / "designer" / "py.typed").is_file()
    hook = PROJECT["tool"]["hatch"]["build"]["hooks"]["custom"]["path"]
    assert (ROOT / hook).is_file()
    # What a wheel is built of comes with the source archive too.
    assert f"/{hook.partition('/')[0]}" in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)],
        check=True,
        timeout=PATIENCE_S,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.long
@pytest.mark.timeout(PATIENCE_S)
def test_the_wheel_holds_what_the_checkout_has(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("catalogs", "resources"):
        here = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert {f"designer/data/{name}" for name in here} <= names
    assert {"designer/py.typed", "designer/data/NOTICE", "designer/data/LICENSE", "designer/data/revision.txt"} <= names
    assert not [name for name in names if name.startswith(("tests/", "packaging/"))]


@pytest.mark.long
@pytest.mark.timeout(PATIENCE_S)
@pytest.mark.skipif(shutil.which("pipx") is None, reason="pipx is not installed: apt-get install pipx")
def test_pipx_installs_runs_and_uninstalls_it(wheel: Path, tmp_path: Path) -> None:
    environment = os.environ | {
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(tmp_path / "bin"),
        "PIPX_MAN_DIR": str(tmp_path / "man"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PIP_CONSTRAINT": str(ROOT / "packaging" / "constraints.txt"),
        "QT_QPA_PLATFORM": "offscreen",
    }

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_S
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    run("pipx", "install", "--python", sys.executable, str(wheel))
    program = str(tmp_path / "bin" / "stackwright")
    revision = zipfile.ZipFile(wheel).read("designer/data/revision.txt").decode().strip()
    assert run(program, "--version") == f"stackwright, version {designer.__version__} (revision {revision})\n"
    run(program, "new", "pod.stackwright", "--template", "rag-service")
    assert "Accelerators" in run(program, "analyze", "pod.stackwright")
    run(program, "export", "pod.stackwright", "-o", "pod.png")
    run(program, "doctor", "--headless")
    run("pipx", "uninstall", "stackwright")
    assert not (tmp_path / "bin" / "stackwright").exists()
    assert list((tmp_path / "pipx" / "venvs").iterdir()) == []
