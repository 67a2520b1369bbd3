"""What `doctor` says of faults that are made here: each names what is missing and what mends it."""

import os
import sys
import tomllib
from pathlib import Path

import pytest

from designer.installation import check, frozen_program, start
from designer.installation.check import Check, WindowProbe
from designer.installation.packages import EXTRAS, components, missing_extras, qt_problem
from designer.installation.system_libraries import LIBRARIES, missing_libraries

ROOT = Path(__file__).resolve().parents[2]


def test_each_missing_library_is_named_with_its_package() -> None:
    for library in LIBRARIES:
        gone = missing_libraries(library.use, can_load=lambda file, gone=library.file: file != gone)
        assert gone == [library]
        found = check.library_check(gone, library.use, apt="sudo apt-get install {}")
        assert found.state == "error"
        assert library.file in found.says
        assert found.mend == f"sudo apt-get install {library.package}"
        assert library.package in check.library_check(gone, library.use, apt="").mend


@pytest.mark.parametrize(
    ("qt", "shiboken", "python", "words"),
    [
        ("", "6.11.3", (3, 11), "not installed"),
        ("6.10.1", "6.10.1", (3, 12), "older than 6.11.3"),
        ("6.12.0", "6.12.0", (3, 11), "ends the program on Python 3.11"),
        ("6.11.3", "6.11.2", (3, 11), "shiboken6"),
        ("6.11.3", "", (3, 13), "missing"),
    ],
)
def test_versions_of_qt_that_fail_are_told(qt: str, shiboken: str, python: tuple[int, int], words: str) -> None:
    found = check.qt_check(qt, shiboken, python)
    assert found.state == "error"
    assert words in found.says
    assert found.mend.startswith('pip install "PySide6-Essentials>=6.11.3')
    assert ("<6.12" in found.mend) == (python == (3, 11))


def test_versions_of_qt_that_run_are_fine() -> None:
    assert qt_problem("6.12.0", "6.12.0", (3, 12)) == ("", "")
    assert qt_problem("6.11.3", "6.11.3", (3, 11)) == ("", "")


def test_a_display_that_is_missing_or_hidden_is_told() -> None:
    assert check.display_check({}, "linux").state == "error"
    assert check.display_check({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "linux").mend.startswith("unset")
    assert check.display_check({"WAYLAND_DISPLAY": "wayland-0"}, "linux").state == "ok"
    deaf = check.display_check({"DISPLAY": ":4711", "QT_QPA_PLATFORM": ""}, "linux")
    assert (deaf.state, "nothing answers" in deaf.says) == ("error", True)
    assert check.display_check({}, "darwin").state == "ok"


def test_what_installs_packages_fits_the_person_and_the_machine(tmp_path: Path) -> None:
    def apt(*programs: str, root: bool, lists: Path = tmp_path) -> str:
        return check.apt_command(root=root, has=lambda name: name if name in programs else None, lists=lists)

    (tmp_path / "deb_Packages").touch()
    assert apt(root=True) == ""
    assert apt("apt-get", root=True) == "apt-get install {}"
    assert apt("apt-get", "sudo", root=False) == "sudo apt-get install {}"
    assert apt("apt-get", root=False) == "su -c 'apt-get install {}'"
    # A container knows of no package at first.
    assert apt("apt-get", root=True, lists=tmp_path / "none") == "apt-get update && apt-get install {}"


def test_a_path_to_another_qt_is_told_with_what_undoes_it(tmp_path: Path) -> None:
    (tmp_path / "libQt6Core.so.6").touch()
    found = check.plugins_check({"QT_PLUGIN_PATH": "/opt/qt5/plugins", "LD_LIBRARY_PATH": str(tmp_path)}, works=False)
    assert (found.state, found.mend) == ("error", "unset QT_PLUGIN_PATH LD_LIBRARY_PATH")
    assert check.plugins_check({"LD_LIBRARY_PATH": "/usr/lib"}).state == "ok"


def test_programs_that_a_frozen_one_starts_get_the_environment_of_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "stackwright"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(own / "stackwright"))
    for name, value in (
        ("LD_LIBRARY_PATH", str(own / "_internal")),
        ("LD_LIBRARY_PATH_ORIG", "/opt/mpi/lib"),
        ("QT_PLUGIN_PATH", str(own / "_internal" / "plugins")),
        ("QML2_IMPORT_PATH", "/opt/qml"),
    ):
        monkeypatch.setenv(name, value)
    # Its own places are not those of another Qt.
    assert check.plugins_check().state == "ok"
    frozen_program.give_back_library_path()
    frozen_program.give_back_qt_paths()
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/mpi/lib"
    assert "QT_PLUGIN_PATH" not in os.environ
    assert os.environ["QML2_IMPORT_PATH"] == "/opt/qml"


def test_a_window_that_cannot_open_says_what_doctor_says(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = missing_libraries("window", can_load=lambda file: file != "libxcb-cursor.so.0")
    missing = {"window": gone, "start": []}
    monkeypatch.setattr(start, "missing_libraries", missing.__getitem__)
    problems = start.start_problems({}, "linux")
    lacking = check.library_check(gone, "window", apt=check.apt_command())
    assert problems == [lacking, check.display_check({}, "linux")]
    assert f"Libraries of the window: {lacking.says}\n  → {lacking.mend}\n" in start.failure_words(problems)
    # Under Wayland nothing of X is asked for; elsewhere Qt has what it needs with it.
    assert start.start_problems({"WAYLAND_DISPLAY": "wayland-0"}, "linux") == []
    assert start.start_problems({}, "win32") == []


def test_fonts_are_told_by_what_they_lack() -> None:
    whole = WindowProbe(font="Inter", font_from="package", families=3)
    assert check.font_check(whole, apt="sudo apt-get install {}").says == "Inter that comes with Stackwright"
    assert check.font_check(WindowProbe(), apt="sudo apt-get install {}") == Check(
        id="fonts",
        title="Fonts",
        state="error",
        says="there is no font at all",
        mend="sudo apt-get install fonts-inter",
    )
    lacking = check.font_check(WindowProbe(families=1, font_from="none", east_asian=False), apt="apt-get install {}")
    assert lacking.mend == "apt-get install fonts-inter fonts-noto-cjk"
    own = WindowProbe(font="Inter", font_from="package", families=1, east_asian=False)
    assert check.font_check(own, apt="").mend == "install Noto Sans CJK"


def test_folders_that_take_no_file_and_full_disks_are_errors(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    in_the_way = check.folder_check("data-folder", "Folder of data", tmp_path / "file" / "stackwright")
    assert in_the_way.state == "error"
    assert in_the_way.mend == f"mv {tmp_path / 'file'} {tmp_path / 'file.old'}"
    # Nobody writes there, root neither.
    assert Path("/proc").is_dir()
    locked = check.folder_check("data-folder", "Folder of data", Path("/proc/stackwright"))
    assert locked.state == "error"
    assert "cannot be written" in locked.says
    assert not (tmp_path / "new").exists()
    assert check.folder_check("data-folder", "Folder of data", tmp_path / "new" / "deep").state == "ok"
    assert not (tmp_path / "new").exists()
    assert [check.room_check(tmp_path, free).state for free in (10**6, 10**8, 10**10)] == ["error", "warning", "ok"]


def test_extras_are_those_of_the_project_and_missed_by_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {extra: lines for extra, lines in project["optional-dependencies"].items() if extra not in ("all", "dev")}
    assert {extra: tuple(line.split(">")[0] for line in lines) for extra, lines in named.items()} == EXTRAS
    lacking = missing_extras(lambda name: "" if name == "mcp" else "1")
    found = check.extras_check(lacking)
    assert (found.state, found.mend) == ("note", 'pip install "stackwright[mcp]"')


def test_every_component_has_a_version_and_a_licence() -> None:
    found = components()
    assert {"numpy", "PySide6_Essentials", "fontpkg-inter"} <= {one.name for one in found}
    assert [one.name for one in found if not (one.version and one.licence)] == []
