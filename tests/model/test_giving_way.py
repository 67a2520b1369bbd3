"""A thread that computes waits while the window works, and never for ever."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from designer.model.giving_way import MOST_S, TURNS, give_way


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    yield
    TURNS.end()


def _thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_another_thread_waits_until_the_turn_of_the_window_has_ended() -> None:
    done = threading.Event()

    def work() -> None:
        give_way()
        done.set()

    TURNS.begin()
    thread = _thread(work)
    assert not done.wait(0.05)
    TURNS.end()
    thread.join(5.0)
    assert done.is_set()


def test_the_window_itself_never_waits() -> None:
    TURNS.begin()
    began = time.monotonic()
    give_way()
    assert time.monotonic() - began < MOST_S / 2


def test_a_thread_that_the_window_waits_for_waits_once_for_each_turn() -> None:
    TURNS.begin()
    took: list[float] = []

    def work() -> None:
        for _ in range(1_000):
            began = time.monotonic()
            give_way()
            took.append(time.monotonic() - began)

    _thread(work).join(20.0)
    assert len(took) == 1_000
    assert took[0] >= MOST_S * 0.9
    assert sum(took[1:]) < MOST_S


def test_nobody_waits_where_there_is_no_window() -> None:
    assert not TURNS.working
    give_way()
