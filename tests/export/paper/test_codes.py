"""Codes put together from parts are, module for module, those that the library makes of the same text."""

import random

import pytest

from designer.export.paper import codes
from designer.export.paper.codes import CodeMaker, code_rows

SIZES = (30, 57)
"""Letters behind the first: of codes with one and with two blocks of words."""


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> CodeMaker:
    monkeypatch.setattr(codes, "WORTH_IT", 0)
    return CodeMaker()


def test_every_code_is_that_of_the_library(maker: CodeMaker) -> None:
    chance = random.Random(18)
    for size in SIZES:
        for _ in range(25):
            # Any ASCII letter but nothing, so that every bit of a byte is tried.
            text = "\n" + "".join(chr(chance.randrange(1, 128)) for _ in range(size - chance.randrange(4)))
            assert maker.rows(text) == code_rows(text), text


@pytest.mark.parametrize("text", ["F-00012", "F-0001\nRäck 1", "F-0001\n机架 1", "12345"])
def test_what_is_packed_otherwise_is_left_to_the_library(maker: CodeMaker, text: str) -> None:
    assert maker.rows(text) == code_rows(text)
