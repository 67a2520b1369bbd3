"""While the window has a long turn, threads that compute step aside."""

from pytestqt.qtbot import QtBot

from designer.model.giving_way import TURNS
from designer.ui.jobs.in_thread import InThread
from designer.ui.jobs.window_first import let_threads_work, window_first


def test_threads_wait_during_a_long_turn_and_for_a_moment_after_it(qtbot: QtBot) -> None:
    with window_first():
        with window_first():
            assert TURNS.working
        assert TURNS.working
    assert TURNS.working
    qtbot.waitUntil(lambda: not TURNS.working)


def test_threads_go_on_when_the_turn_failed(qtbot: QtBot) -> None:
    try:
        with window_first():
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    qtbot.waitUntil(lambda: not TURNS.working)


def test_a_thread_that_is_waited_for_goes_on_at_once(qtbot: QtBot) -> None:
    with window_first():
        pass
    let_threads_work()
    assert not TURNS.working
    with window_first():
        pass
    assert InThread().do("", lambda: TURNS.working, lambda was: was) is False
