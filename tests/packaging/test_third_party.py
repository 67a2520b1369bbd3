"""The notice of licences and the hashes of wheels fit what is pinned, and constraints.txt stays without hashes."""

import re
from types import ModuleType

import pytest

from tests.packaging.scripts import FOLDER, load


@pytest.fixture
def third_party(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("third_party", monkeypatch)


def test_every_pin_has_a_hash_and_every_package_that_runs_a_licence(third_party: ModuleType) -> None:
    assert third_party.problems() == []
    assert len(third_party.pins()) > 50
    assert "--hash" not in (FOLDER / "constraints.txt").read_text("utf-8")


def test_the_notice_holds_the_text_of_each_licence(third_party: ModuleType) -> None:
    notice = (FOLDER / "NOTICE").read_text("utf-8")
    sections = re.split(r"^={100}\n", notice, flags=re.MULTILINE)[1:]
    assert len(sections) >= 30
    assert {section.splitlines()[0].split()[0] for section in sections} >= {"PySide6_Essentials", "numpy", "PyYAML"}
    without = {section.splitlines()[0].split()[0] for section in sections if len(section.splitlines()) < 5}
    # These publish no text of their licence with their wheel; it stands with their name.
    assert without <= {"fontpkg", "pypdfium2", "PySide6_Essentials", "shiboken6"}


def test_a_pin_that_moved_is_found(third_party: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = {**third_party.pins(), "click": "0.1", "left-pad": "1.0"}
    monkeypatch.setattr(third_party, "pins", lambda: moved)
    found = third_party.problems()
    assert any(line.startswith("click: constraints.txt has 0.1") for line in found)
    assert any(line.startswith("left-pad: constraints.txt has 1.0, hashes.txt None") for line in found)


def test_the_wheels_are_held_against_their_hashes_by_pip(
    third_party: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(third_party.subprocess, "call", lambda command: commands.append(command) or 0)
    assert third_party.check([]) == 0
    assert {"--require-hashes", "--dry-run", "--no-deps"} <= set(commands[0])
