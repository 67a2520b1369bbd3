"""Demand out of a log of requests, against logs that are counted by hand."""

import numpy as np
import pytest

from designer.formulas.workloads.request_log import demand_of_log


def lengths(count: int, tokens: float = 1.0) -> np.ndarray:
    return np.full(count, tokens)


def test_an_even_pace_has_no_peak() -> None:
    came = np.arange(0, 7200.0, 10.0)  # one each ten seconds for two hours
    told = demand_of_log(came, lengths(720), lengths(720))
    assert told.requests == 720
    assert told.span_s == 7190
    assert told.average_per_s == pytest.approx(0.1)
    assert told.peak_per_s == pytest.approx(0.1)
    assert told.peak_factor == pytest.approx(1.0)
    assert told.minute_factor == pytest.approx(1.0)


def test_the_busiest_hour_begins_anywhere() -> None:
    # 10 an hour for ten hours, and 90 more in the hour from 4:30 on: no hour of the clock holds more than 60.
    even = np.arange(0, 36000.0, 360.0)
    burst = 16200.0 + np.arange(90) * 40.0
    told = demand_of_log(np.concatenate([burst, even]), lengths(190), lengths(190))
    assert told.peak_per_s == pytest.approx(100 / 3600)
    assert told.peak_begins_s == pytest.approx(16200.0)
    assert told.average_per_s == pytest.approx(189 / 35640)
    assert told.peak_factor == pytest.approx((100 / 3600) / (189 / 35640))


def test_a_log_of_an_hour_knows_no_busiest_hour_but_a_minute() -> None:
    # 30 in the first minute, then one each minute until the 30th.
    came = np.concatenate([np.arange(30) * 2.0, 60.0 * np.arange(1, 31)])
    told = demand_of_log(came, lengths(60), lengths(60))
    assert told.peak_per_s is None
    assert told.peak_factor is None
    assert told.minute_factor == pytest.approx((30 / 60) / (59 / 1800))


def test_lengths_are_lengths_that_were_seen() -> None:
    into, out = np.arange(1.0, 101.0), np.array([0.0] * 50 + [10.0] * 50)
    told = demand_of_log(np.arange(100.0), into, out)
    assert (told.input.mean, told.input.p50, told.input.p90, told.input.p99, told.input.most) == (50.5, 50, 90, 99, 100)
    assert (told.output.mean, told.output.p50, told.output.p90) == (5.0, 0.0, 10.0)
    assert told.unanswered == 50


def test_the_order_of_the_file_does_not_matter() -> None:
    chance = np.random.default_rng(7)
    came, into, out = chance.uniform(0, 90000, 500), chance.integers(1, 900, 500), chance.integers(0, 90, 500)
    order = chance.permutation(500)
    assert demand_of_log(came, into, out) == demand_of_log(came[order], into[order], out[order])


@pytest.mark.parametrize(("came", "words"), [([1.0], "two requests"), ([5.0, 5.0, 5.0], "same time")])
def test_no_rate_is_refused(came: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        demand_of_log(np.array(came), lengths(len(came)), lengths(len(came)))
