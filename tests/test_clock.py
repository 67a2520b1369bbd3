"""The day and the moment are those of the machine, or those that somebody set."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from designer import clock


def machine_day() -> date:
    return date.fromtimestamp(time.time())  # noqa: TID251 - what the clock is held against


@pytest.mark.parametrize("said", ["", "tomorrow", "2026-02-30", "2026-12-01T10:00"])
def test_without_a_day_that_is_one_the_machine_says_it(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv(clock.VARIABLE, said)
    before = machine_day()
    assert before <= clock.today() <= machine_day()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251


def test_a_day_that_is_set_holds_for_day_and_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2028-02-29")
    assert clock.today() == date(2028, 2, 29)
    # In the first and the last time zone another day has begun, or the day before still lasts.
    assert abs(clock.now().date() - date(2028, 2, 29)) <= timedelta(days=1)
    first, then = clock.now(), clock.now()
    assert timedelta() <= then - first < timedelta(minutes=1)


def test_the_age_of_a_file_goes_by_the_machine_on_whatever_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2028-02-29")
    assert 60 <= clock.seconds_since(time.time() - 60) < 120  # noqa: TID251
