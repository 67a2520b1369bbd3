"""Mutants are what they say, and living functions behave like them."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from tests.changes import mutants
from tests.changes.mutants import Mutant, mutants_of, mutate

SOURCE = '''"""A module."""
from functools import lru_cache

LIMIT = 3


def fits(height: int, room: int) -> bool:
    """Say whether it fits."""
    if height < 0:
        raise ValueError("0 or more, not less")
    return height <= room and room > 0


class Rack:
    @property
    def free(self) -> int:
        return 42 - sum(one for one in (1, 5, 9) if one > LIMIT)


@lru_cache
def largest(*numbers: int) -> int:
    return max(numbers)
'''


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "mutated_here.py").write_text(SOURCE)
    monkeypatch.delitem(importlib.import_module("sys").modules, "mutated_here", raising=False)
    importlib.invalidate_caches()
    return importlib.import_module("mutated_here")


def of(words: str) -> Mutant:
    (found,) = [one for one in mutants_of("mutated_here.py") if one.change == words]
    return found


def test_each_place_has_its_mutants(module: ModuleType) -> None:
    assert [(one.line, one.change) for one in mutants_of("mutated_here.py")] == [
        (9, "height < 0: with LtE"),
        (9, "height < 0: with GtE"),
        (9, "0 is 1"),
        (11, "height <= room and room > 0: with Or"),
        (11, "height <= room and room > 0: without height <= room"),
        (11, "height <= room and room > 0: without room > 0"),
        (11, "height <= room: with Lt"),
        (11, "height <= room: with Gt"),
        (11, "room > 0: with GtE"),
        (11, "room > 0: with LtE"),
        (11, "0 is 1"),
        (17, "42 - sum((one for one in (1, 5, 9) if one > LIMIT)): with Add"),
        (17, "42 is 43"),
        (17, "(one for one in (1, 5, 9) if one > LIMIT): without its condition"),
        (17, "1 is 2"),
        (17, "5 is 6"),
        (17, "9 is 10"),
        (17, "one > LIMIT: with GtE"),
        (17, "one > LIMIT: with LtE"),
        (22, "max(numbers): with min"),
    ]


def test_those_of_a_change_touch_its_lines(module: ModuleType) -> None:
    assert {one.line for one in mutants_of("mutated_here.py", {9, 10, 22})} == {9, 22}


@pytest.mark.parametrize(
    ("words", "before", "after", "ask"),
    [
        ("height <= room: with Lt", True, False, lambda module: module.fits(2, 2)),
        ("height <= room and room > 0: without room > 0", False, True, lambda module: module.fits(0, 0)),
        ("(one for one in (1, 5, 9) if one > LIMIT): without its condition", 28, 27, lambda module: module.Rack().free),
        ("max(numbers): with min", 3, 1, lambda module: module.largest.__wrapped__(1, 3)),
    ],
)
def test_a_living_function_does_what_its_mutant_does(module, words, before, after, ask) -> None:
    """Also a property and what a cache keeps."""
    assert ask(module) == before
    assert mutate(of(words))
    assert ask(module) == after


def test_what_nobody_imported_is_not_mutated(module: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "asleep.py").write_text(SOURCE)
    assert not mutate(mutants_of("asleep.py")[0])
