"""Plug-ins are found and listed without being run, and stay off until they are switched on."""

import sys
from pathlib import Path

import pytest

from designer.plugins.consent import active_plugins, allow, consent_file, forbid, found_plugins, waiting_plugins
from designer.plugins.finding import plugins_in, rules_folder

RULE = "from designer.api.plugins import hookimpl\n\n\n@hookimpl\ndef check(design):\n    return []\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    rules_folder().mkdir(parents=True)
    return tmp_path


def write(name: str, text: str | bytes = RULE, folder: Path | None = None) -> Path:
    path = (folder or rules_folder()) / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_file_waits_until_it_is_allowed_and_again_once_it_changed(home: Path) -> None:
    mark = home / "imported"
    path = write("quiet.py", f"open({str(mark)!r}, 'w')\n{RULE}")
    assert [(one.plugin.name, one.state, one.plugin.provides) for one in found_plugins()] == [
        ("quiet", "waiting", ("check",))
    ]
    assert active_plugins() == ()
    allow(found_plugins()[0].plugin)
    assert [plugin.name for plugin in active_plugins()] == ["quiet"]
    path.write_text(path.read_text("utf-8") + "# more\n", "utf-8")
    assert [one.state for one in waiting_plugins()] == ["changed"]
    assert active_plugins() == ()
    allow(waiting_plugins()[0].plugin)
    forbid(found_plugins()[0].plugin.key)
    assert [one.state for one in found_plugins()] == ["waiting"]
    assert not mark.exists()


def test_a_folder_of_a_call_is_on_for_that_call_and_comes_first(home: Path) -> None:
    drafts = home / "drafts"
    drafts.mkdir()
    write("limit.py", RULE + "# draft\n", drafts)
    allow_me = write("limit.py")
    allow(plugins_in(rules_folder())[0])
    assert [plugin.place for plugin in active_plugins(drafts)] == [str(drafts / "limit.py")]
    doubled = [one for one in found_plugins(drafts) if one.plugin.place == str(allow_me)]
    assert "another plug-in is called limit" in doubled[0].plugin.problem
    assert [plugin.place for plugin in active_plugins()] == [str(allow_me)]


def test_what_cannot_be_used_says_why(home: Path) -> None:
    outside = home / "outside.py"
    outside.write_text(RULE, "utf-8")
    (rules_folder() / "led.py").symlink_to(outside)
    (rules_folder() / "ring.py").symlink_to(rules_folder() / "ring.py")
    (rules_folder() / "folder.py").mkdir()
    for name, text in (
        ("long.py", RULE + "\n" * 30),
        ("latin.py", b"# \xe9\n" + RULE.encode()),
        ("large.py", RULE + "# " + "x" * 30_000),
        ("nothing.py", "print('hello')\n"),
        ("Odd Name.py", RULE),
        ("broken.py", "\n\ndef check(:\n"),
        ("deep.py", "x = " + "(" * 3_000 + ")" * 3_000 + "\n"),
        ("null.py", b"x = 1\x00\n"),
    ):
        write(name, text)
    problems = {Path(one.plugin.place).name: one.plugin.problem for one in found_plugins()}
    assert set(problems) == {path.name for path in rules_folder().iterdir()}
    for name, words in {
        "led.py": "leads out of the folder",
        "folder.py": "no file",
        "long.py": "36 lines, and an own rule at most 25",
        "latin.py": "not UTF-8",
        "large.py": "larger than 20,000 bytes",
        "nothing.py": "provides nothing",
        "Odd Name.py": "its name is none",
        "broken.py": "line 3 is no Python",
        "deep.py": "no Python",
        "null.py": "no Python",
    }.items():
        assert words in problems[name], (name, problems[name])
    assert problems["ring.py"]
    assert all("\n" not in problem for problem in problems.values())
    assert active_plugins(rules_folder()) == ()


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"on": 3}', '{"on": {"x": ["y"]}}', "\x00"])
def test_a_damaged_file_of_consents_switches_nothing_on(text: str) -> None:
    write("limit.py")
    consent_file().parent.mkdir(parents=True, exist_ok=True)
    consent_file().write_text(text, "utf-8")
    assert active_plugins() == ()
    allow(found_plugins()[0].plugin)
    assert len(active_plugins()) == 1


def test_a_package_is_found_by_its_entry_point_and_waits_when_a_file_of_it_changes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = home / "site"
    package, info = site / "hall_rules_of_a_test", site / "hall_rules_of_a_test-1.2.dist-info"
    package.mkdir(parents=True)
    info.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "liquid.py").write_text(RULE, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hall-rules-of-a-test\nVersion: 1.2\n", "utf-8")
    (info / "entry_points.txt").write_text(
        "[stackwright.plugins]\nliquid = hall_rules_of_a_test.liquid\ngone = no_such_package_here.rule\n", "utf-8"
    )
    monkeypatch.syspath_prepend(str(site))
    found = {one.plugin.name: one for one in found_plugins()}
    assert found["liquid"].state == "waiting"
    assert found["liquid"].plugin.provides == ("check",)
    assert "there is no package no_such_package_here" in found["gone"].plugin.problem
    allow(found["liquid"].plugin)
    assert [plugin.name for plugin in active_plugins()] == ["liquid"]
    (package / "__init__.py").write_text("LIMIT = 3\n", "utf-8")
    assert active_plugins() == ()
    assert "hall_rules_of_a_test" not in sys.modules
