"""The set-up scripts run on a bare Python, and the constraints pin all that pyproject.toml asks for."""

import ast
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "packaging"
SCRIPTS = sorted(path for path in FOLDER.rglob("*.py") if path.name not in ("build_hook.py", "draw_icons.py"))
"""All but what runs in an environment with packages: that of hatchling, and that of the program."""
STARTED = ("run.py", "task.py", "test.py")
"""Those that people start."""


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def setup_steps() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_steps", FOLDER / "setup_steps.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_scripts_that_people_start_are_there() -> None:
    assert {path.name for path in FOLDER.glob("*.py")} >= {*STARTED, "setup_steps.py"}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_only_the_standard_library_is_imported(path: Path) -> None:
    code = "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read())"
    subprocess.run([sys.executable, "-I", "-c", code, str(path)], check=True, timeout=30)
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").split(".")[0])
    assert imported
    siblings = {script.stem for script in FOLDER.glob("*.py") if script.name not in STARTED}
    assert imported - set(sys.stdlib_module_names) - siblings == set()


@pytest.mark.parametrize("name", STARTED)
def test_an_old_python_gets_one_clear_line(name: str) -> None:
    # The check must come before any import that an old Python lacks, and in words that it can parse.
    code = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); "
        f"runpy.run_path({str(FOLDER / name)!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert done.stderr == "Stackwright needs Python 3.11 or newer; this is Python 3.9.\n"
    ast.parse((FOLDER / name).read_text("utf-8"), feature_version=(3, 8))


def test_constraints_pin_every_requirement(setup_steps: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {canonical(name) for name in setup_steps.required_names(ROOT, ("dev",))} - {project["name"]}
    assert len(wanted) > 20
    lines = [line for line in (FOLDER / "constraints.txt").read_text("utf-8").splitlines() if line[:1] not in ("", "#")]
    pins = [re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][0-9A-Za-z.]*)( *;.+)?", line) for line in lines]
    assert [line for line, pin in zip(lines, pins, strict=True) if pin is None] == []
    assert wanted - {canonical(pin.group(1)) for pin in pins if pin} == set()


def test_the_product_imports_only_what_it_declares(setup_steps: ModuleType) -> None:
    # The tests run with the development tools installed, so that an undeclared import would go unseen here.
    distributions = importlib.metadata.packages_distributions()
    # Libraries of an extra are imported in one floor alone, which a contract of pyproject.toml holds.
    declared = {canonical(name) for name in setup_steps.required_names(ROOT, ("all",))}
    imported: dict[str, str] = {}
    # A line of words that looks like an import would be taken for one, and fail for all to see.
    statement = re.compile(r"^[ \t]*(?:from[ \t]+(\w+)[\w.]*[ \t]+import\b|import[ \t]+([\w., \t]+))", re.MULTILINE)
    for path in (ROOT / "designer").rglob("*.py"):
        for module, modules in statement.findall(path.read_text("utf-8")):
            names = [module] if module else [one.split()[0].partition(".")[0] for one in modules.split(",")]
            imported.update(dict.fromkeys(names, str(path.relative_to(ROOT))))
    # PySide6-Essentials requires exactly its own shiboken6, which is half of the same binding.
    foreign = set(imported) - set(sys.stdlib_module_names) - {"designer", "shiboken6"}
    assert len(foreign) > 8
    undeclared = {
        name: imported[name]
        for name in foreign
        if declared.isdisjoint(canonical(owner) for owner in distributions.get(name, [name]))
    }
    assert undeclared == {}


def test_ci_runs_all_the_checks() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -eu" in lines
    assert lines.index("python3 packaging/test.py") < min(n for n, line in enumerate(lines) if "task.py" in line)


def test_system_packages_are_asked_for_by_the_name_that_apt_knows(
    setup_steps: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(setup_steps.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup_steps, "installed_packages", lambda: {"libegl1"})
    monkeypatch.setattr(setup_steps, "root_prefix", lambda: ())
    monkeypatch.setattr(setup_steps, "apt_knows", lambda name: name == "libglib2.0-0")
    monkeypatch.setattr(setup_steps, "quiet", lambda *command: ran.append(command) or True)
    setup_steps.install_system_packages(("libegl1", "libglib2.0-0t64|libglib2.0-0", "fonts-inter?"))
    assert [command[-1] for command in ran] == ["update", "libglib2.0-0"]
    assert "could not" not in capsys.readouterr().out


def test_without_rights_the_command_is_named(
    setup_steps: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_steps.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup_steps, "installed_packages", set)
    monkeypatch.setattr(setup_steps, "root_prefix", lambda: None)
    setup_steps.install_system_packages(("libegl1", "fonts-inter?"))
    assert capsys.readouterr().out == (
        "Some system packages are missing. Please run as root: apt-get install libegl1 fonts-inter\n"
    )
    monkeypatch.setattr(setup_steps, "installed_packages", lambda: {"libegl1"})
    setup_steps.install_system_packages(("libegl1", "fonts-inter?"))
    assert capsys.readouterr().out == ""


def test_a_system_without_apt_is_left_alone(setup_steps: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_steps.shutil, "which", lambda name: None)
    monkeypatch.setattr(setup_steps, "installed_packages", lambda: pytest.fail("asked dpkg"))
    assert setup_steps.install_system_packages(("libegl1",)) is None


class Pip:
    """Stands for subprocess.run in the set-up: counts calls of pip and answers with a set exit code."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.commands: list[list[str]] = []

    def __call__(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        # As pip tells without a network, among pages of other lines.
        told = "WARNING: Retrying after NameResolutionError\nERROR: No matching distribution found\n"
        return subprocess.CompletedProcess(command, self.code, told if self.code else "", "")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "stackwright"\ndependencies = ["numpy>=2"]\n'
        '[project.optional-dependencies]\ndev = ["ruff"]\n'
    )
    return tmp_path


def test_what_is_installed_is_not_installed_again(
    setup_steps: ModuleType, monkeypatch: pytest.MonkeyPatch, checkout: Path
) -> None:
    pip = Pip(0)
    monkeypatch.setattr(setup_steps.subprocess, "run", pip)
    python = checkout / ".venv" / "bin" / "python"
    setup_steps.install_project(checkout, python, ("dev",))
    setup_steps.install_project(checkout, python, ("dev",))
    setup_steps.install_project(checkout, python, ())
    assert [command[-1] for command in pip.commands] == [f"{checkout}[dev]"]
    assert json.loads((checkout / ".venv" / "stackwright-setup.json").read_text())["extras"] == ["dev"]

    (checkout / "pyproject.toml").write_text((checkout / "pyproject.toml").read_text().replace("numpy>=2", "numpy>=3"))
    setup_steps.install_project(checkout, python, ())
    assert [command[-1] for command in pip.commands] == [f"{checkout}[dev]"] * 2


def test_without_network_an_installed_project_goes_on(
    setup_steps: ModuleType, monkeypatch: pytest.MonkeyPatch, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_steps.subprocess, "run", Pip(1))
    monkeypatch.setattr(setup_steps, "missing_distributions", lambda python, names: [])
    setup_steps.install_project(checkout, checkout / "python", ())
    assert "going on with those that are installed" in capsys.readouterr().out
    assert not (checkout / ".venv" / "stackwright-setup.json").exists()

    monkeypatch.setattr(setup_steps, "missing_distributions", lambda python, names: names[1:])
    with pytest.raises(
        SystemExit, match=r"pip could not install numpy: no package index was reached; is there a network\?$"
    ):
        setup_steps.install_project(checkout, checkout / "python", ())


def test_missing_distributions_are_told_from_installed_ones(setup_steps: ModuleType) -> None:
    found = setup_steps.missing_distributions(Path(sys.executable), ["numpy", "no-such-distribution"])
    assert found == ["no-such-distribution"]


def test_an_extra_that_asks_for_another_needs_what_that_one_needs(setup_steps: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        """[project]
name = "stackwright"
dependencies = ["numpy>=2"]
[project.optional-dependencies]
explore = ["dask>=2025.1"]
all = ["stackwright[explore]", "pluggy"]
""",
        "utf-8",
    )
    assert setup_steps.required_names(tmp_path, ()) == ["stackwright", "numpy"]
    assert set(setup_steps.required_names(tmp_path, ("all",))) == {"stackwright", "numpy", "dask", "pluggy"}
