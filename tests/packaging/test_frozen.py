"""The specification of frozen builds and the scripts around it, as far as they can be seen without freezing."""

import configparser
import importlib.util
import itertools
import plistlib
import re
import runpy
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from designer.installation.packages import EXTRAS
from designer.installation.system_libraries import LIBRARIES
from tests.packaging.scripts import FOLDER, ROOT, load

SPEC = FOLDER / "frozen" / "stackwright.spec"
DESKTOP = FOLDER / "linux" / "stackwright.desktop"


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("frozen/contents", monkeypatch)


@pytest.fixture
def deb(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("linux/deb", monkeypatch)


class Steps:
    """Stands for PyInstaller: notes what the specification asks of it."""

    def __init__(self) -> None:
        self.asked: dict[str, list[dict[str, Any]]] = {}

    def __getattr__(self, name: str) -> Any:
        def step(*given: Any, **named: Any) -> SimpleNamespace:
            self.asked.setdefault(name, []).append({"given": given, **named})
            return SimpleNamespace(
                pure=[], scripts=[], datas=[], binaries=[("libxcb.so", "/usr/lib/libxcb.so", "BINARY")]
            )

        return step


@pytest.mark.parametrize(("system", "programs", "bundles"), [("linux", 1, 0), ("win32", 2, 0), ("darwin", 1, 1)])
def test_the_specification_can_be_read_on_each_system(
    system: str, programs: int, bundles: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps()
    monkeypatch.setenv("STACKWRIGHT_ICON", "icons/stackwright.icns")
    hooks = ModuleType("PyInstaller.utils.hooks")
    vars(hooks).update(
        collect_data_files=lambda package, excludes: [(f"{package}/data", package)],
        copy_metadata=lambda name: [(f"{name}.dist-info", name)],
    )
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name in ("contents", "publisher"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    given = {name: getattr(steps, name) for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
    runpy.run_path(str(SPEC), init_globals={"SPECPATH": str(SPEC.parent), **given})
    (analysis,) = steps.asked["Analysis"]
    places = {place for _, place in analysis["datas"]}
    assert {"designer/data/catalogs", "designer/data/resources", "designer/data", "fontpkg_inter"} <= places
    assert {"designer.ui.app.studio", "pyqtgraph", "pynetbox"} <= set(analysis["hiddenimports"])
    assert len(steps.asked["EXE"]) == programs
    assert len(steps.asked.get("BUNDLE", [])) == bundles
    # A console keeps a program of macOS out of the Dock, and on Windows opens one beside each window.
    assert [one["console"] for one in steps.asked["EXE"]] == {"win32": [True, False], "darwin": [False]}.get(
        system, [True]
    )
    for bundle in steps.asked.get("BUNDLE", []):
        told = plistlib.loads(plistlib.dumps(bundle["info_plist"]))
        (kind,), (opened,) = told["UTExportedTypeDeclarations"], told["CFBundleDocumentTypes"]
        assert opened["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
        assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["stackwright"]
        assert kind["UTTypeIdentifier"].startswith(bundle["bundle_identifier"])
        # Both names are of letters that identifiers take (Apple, "Choose an identifier for your type").
        assert re.fullmatch(r"[A-Za-z0-9.-]+", kind["UTTypeIdentifier"])
        assert ("icons/document.icns", ".") in analysis["datas"]
        assert kind["UTTypeIconFile"] == opened["CFBundleTypeIconFile"] == "document.icns"


def test_every_module_and_every_package_of_an_extra_comes_along(contents: ModuleType) -> None:
    own = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "designer").rglob("*.py")
    }
    assert set(contents.modules_of("designer")) == own
    for packages in EXTRAS.values():
        for name in packages:
            assert name in contents.distributions()
            assert name in {*contents.WHOLE_PACKAGES, *(found.partition(".")[0] for found in contents.IMPORTED_BY_NAME)}
    # What is asked for by a name in the source, and by no statement, is found nowhere else.
    assert [name for name in contents.IMPORTED_BY_NAME if importlib.util.find_spec(name) is None] == []
    for source, _ in contents.data_files():
        assert Path(source).exists()
    with pytest.raises(FileNotFoundError, match="catalogs"):
        contents.data_files(ROOT / "tests")


def test_a_library_that_the_builder_lacks_is_refused(
    deb: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = tmp_path / "platforms" / "libqxcb.so"
    plugin.parent.mkdir()
    shutil.copy("/bin/true", plugin)
    asked = ["libxcb-icccm.so.4", "libc.so.6"]
    monkeypatch.setattr(deb, "libraries_asked", lambda path: (asked, ["2.34", "2.9"]))
    monkeypatch.setattr(deb, "package_of", lambda library: f"package-of-{library.name}")
    monkeypatch.setattr(deb, "system_libraries", lambda: {"libc.so.6": Path("/lib/libc.so.6")})
    with pytest.raises(deb.NotBuilt, match=r"libxcb-icccm\.so\.4 for platforms/libqxcb\.so"):
        deb.needed_packages(tmp_path)
    known = {name: Path("/lib") / name for name in asked}
    monkeypatch.setattr(deb, "system_libraries", lambda: known)
    needed = deb.needed_packages(tmp_path)
    assert needed.depends == ("libc6 (>= 2.34)", "package-of-libc.so.6", "package-of-libxcb-icccm.so.4")
    # What nobody misses is asked of nobody: a plugin for GTK alone keeps no machine from installing.
    plugin.rename(plugin.with_name("libqgtk3.so"))
    monkeypatch.setattr(deb, "system_libraries", lambda: {"libc.so.6": Path("/lib/libc.so.6")})
    assert deb.needed_packages(tmp_path).depends == ("libc6 (>= 2.34)",)


def test_the_control_file_and_the_copyright_say_what_is_true(deb: ModuleType) -> None:
    needed = deb.Needed(("libc6 (>= 2.38)", "libxcb1"), ("xdg-utils",), ("man-db",))
    fields = dict(re.findall(r"^([A-Z][\w-]*): (.*)$", deb.control_text(needed, "amd64", 1000), re.MULTILINE))
    assert fields["Depends"] == "libc6 (>= 2.38), libxcb1"
    assert fields["Version"] == deb.version()
    told = deb.copyright_text()
    assert "LGPL-3" in told
    assert " numpy " in told


def test_launcher_and_type_of_file_agree_with_the_program() -> None:
    launcher = configparser.ConfigParser(interpolation=None, strict=True)
    launcher.optionxform = str
    launcher.read(DESKTOP, "utf-8")
    entry = launcher["Desktop Entry"]
    assert entry["Exec"] == "stackwright %f"
    mime = ET.parse(FOLDER / "linux" / "stackwright-mime.xml").getroot()
    kind = mime[0].attrib["type"]
    assert entry["MimeType"] == f"{kind};"
    told = ET.parse(FOLDER / "linux" / "stackwright.metainfo.xml").getroot()
    assert told.findtext("launchable") == DESKTOP.name
    assert told.findtext("provides/mediatype") == kind
    if validator := shutil.which("desktop-file-validate"):
        assert subprocess.run([validator, str(DESKTOP)], check=False).returncode == 0


def test_what_nobody_owns_is_claimed_by_nobody(deb: ModuleType, tmp_path: Path) -> None:
    template = (FOLDER / "linux" / "stackwright.metainfo.xml").read_text("utf-8")
    when = datetime(2026, 11, 29, tzinfo=UTC)
    # Until somebody hands the program out, its identity is one that cannot be anybody's.
    assert not deb.PUBLISHER.is_somebody
    assert deb.PUBLISHER.program_id.startswith("invalid.")
    somebody = deb.publisher.Publisher("example.org", "Racks & Sons", "us@example.org", "https://example.org/")
    for who in (deb.PUBLISHER, somebody):
        told = deb.filled_metainfo(template, who, when)
        assert "@" not in told
        assert ET.fromstring(told).findtext("id") == who.program_id
        written = tmp_path / f"{who.program_id}.metainfo.xml"
        written.write_text(told, "utf-8")
        if validator := shutil.which("appstreamcli"):
            done = subprocess.run([validator, "validate", "--no-net", str(written)], capture_output=True, check=False)
            # Without a homepage there is one warning, and no error: nobody has one.
            assert done.returncode == (0 if who.homepage else 3), done.stdout
    maintainer = deb.publisher.maintainer
    assert maintainer(somebody, {}) == "Racks & Sons <us@example.org>"
    assert maintainer(somebody, {"DEBFULLNAME": "R. Smith", "DEBEMAIL": "r@example.com"}) == "R. Smith <r@example.com>"
    assert maintainer(somebody, {"DEBEMAIL": "R. Smith <r@example.com>"}) == "R. Smith <r@example.com>"


def test_small_icons_lie_on_the_grid_of_pixels() -> None:
    drawing = runpy.run_path(str(FOLDER / "frozen" / "draw_icons.py"))
    for size in drawing["SIZES"]:
        for name in ("program_svg", "document_svg"):
            root = ET.fromstring(drawing[name](size))
            bars = [element for element in root if element.tag.endswith("rect")]
            edges = [float(bar.attrib[side]) for bar in bars for side in ("x", "y", "width", "height")]
            assert len(bars) == 5
            assert [edge for edge in edges if edge != int(edge)] == []
            tops = [int(bar.attrib["y"]) for bar in bars]
            high = int(bars[0].attrib["height"])
            # Each bar is seen by itself, and none is cut.
            assert all(below - above > high for above, below in itertools.pairwise(tops))
            assert tops[0] >= 0
            assert tops[-1] + high <= size


def test_what_doctor_asks_for_is_what_the_set_up_installs(monkeypatch: pytest.MonkeyPatch) -> None:
    setup = load("setup_steps", monkeypatch)
    installed = [entry.partition("|")[0] for entry in (*setup.OFFSCREEN_LIBRARIES, *setup.WINDOW_LIBRARIES)]
    assert [library.package for library in LIBRARIES] == installed


def test_the_scripts_of_windows_and_macos_name_what_is_there() -> None:
    for script in (FOLDER / "windows" / "build.ps1", FOLDER / "macos" / "build.sh"):
        text = script.read_text("utf-8")
        named = re.findall(r"packaging[\\/][\w\\/.]+", text)
        assert named
        for name in named:
            assert (ROOT / name.replace("\\", "/").rstrip(".")).is_file(), name
        assert " has run this yet" in script.with_name("README.md").read_text("utf-8")
    assert subprocess.run(["sh", "-n", str(FOLDER / "macos" / "build.sh")], check=False).returncode == 0
