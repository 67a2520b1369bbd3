"""Waiting times against closed forms and published tables."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.capacity.queueing import erlang_c, mean_wait_s


@given(st.floats(0.001, 0.999))
def test_one_server_waits_as_the_closed_form_says(load):
    """M/M/1: ρ/(1−ρ) service times."""
    assert mean_wait_s(load, 1.0, 1) == pytest.approx(load / (1 - load))
    assert erlang_c(load, 1) == pytest.approx(load)


def test_two_servers_by_hand():
    """Load 1 on two servers: C = 1/3, so a wait of a third of a service time."""
    assert erlang_c(1.0, 2) == pytest.approx(1 / 3)
    assert mean_wait_s(1.0, 1.0, 2) == pytest.approx(1 / 3)


@given(st.floats(0.01, 50), st.integers(1, 60))
def test_it_is_the_sum_that_the_textbook_writes(load, servers):
    if load >= servers:
        assert mean_wait_s(load, 1.0, servers) is None
        assert erlang_c(load, servers) == 1.0
        return
    terms = [load**n / math.factorial(n) for n in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    assert erlang_c(load, servers) == pytest.approx(last / (sum(terms) + last), rel=1e-6, abs=1e-12)


def test_a_million_servers_are_no_harder():
    assert mean_wait_s(9e5, 1.0, 1_000_000) == pytest.approx(0.0, abs=1e-6)
    assert mean_wait_s(0.0, 1.0, 3) == 0.0


@pytest.mark.parametrize(("rate", "service", "servers"), [(-1, 1, 1), (1, 0, 1), (1, 1, 0), (math.nan, 1, 1)])
def test_what_cannot_be_is_refused(rate, service, servers):
    with pytest.raises(ValueError, match="must"):
        mean_wait_s(rate, service, servers)
