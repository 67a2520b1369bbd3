"""The theme that is painted in: one at a time, back again after a block, each thread its own."""

import threading

import pytest

from designer.drawing.current_theme import choose_theme, current_theme, in_theme
from designer.drawing.theme_tokens import theme_named


def test_blocks_stand_in_each_other_and_end_with_what_was_before():
    with in_theme(theme_named("dark")):
        with in_theme(theme_named("print")):
            assert current_theme().name == "print"
        assert current_theme().name == "dark"
        choose_theme(theme_named("light"))
        assert current_theme().name == "light"


def test_a_block_that_fails_ends_with_what_was_before():
    with in_theme(theme_named("dark")):
        with pytest.raises(ZeroDivisionError), in_theme(theme_named("print")):
            _ = 1 / 0
        assert current_theme().name == "dark"


def test_a_thread_chooses_for_itself():
    told = []

    def work():
        try:
            current_theme()
        except LookupError as problem:
            told.append(problem.args[0])
        choose_theme(theme_named("print"))
        told.append(current_theme().name)

    with in_theme(theme_named("dark")):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert current_theme().name == "dark"
    assert told == ["No theme was chosen in this thread; paint inside in_theme(…).", "print"]
