"""The range of what machines are asked for follows that of what work needs."""

import pytest

from designer.analysis.chain.ledger.ranges import with_ranges
from designer.analysis.chain.ledger.records import LedgerGrant, LedgerRow
from designer.model.figures.figure import leaf


def row(*grants, capacity=32.0, reserve=2.0):
    asked = sum(grant.asked.value or 0.0 for grant in grants)
    return LedgerRow(
        resource="silicon",
        hosts=("box",),
        capacity=leaf("capacity", capacity),
        reserve=leaf("reserve", reserve),
        idle=leaf("idle", 0.0),
        utilisation=leaf("used", asked / (capacity - reserve)),
        pressure=leaf("asked", asked / (capacity - reserve)),
        grants=grants,
    )


def grant(name, asked):
    return LedgerGrant(id=name, asked=leaf(f"{name} asks", asked), granted=leaf(f"{name} gets", asked or 0.0))


def test_the_ends_are_those_of_the_need_over_what_can_be_had():
    """15 of 30 are asked; the engine needs 6 to 24 in place of 12, the other 3 whatever: 9/30 to 27/30."""
    needs = {("engine", "silicon"): leaf("needed", 12.0, low=6.0, high=24.0)}
    (found,) = with_ranges([row(grant("engine", 12.0), grant("other", 3.0))], needs)
    assert (found.pressure.low, found.pressure.value, found.pressure.high) == pytest.approx((0.3, 0.5, 0.9))
    assert (found.utilisation.low, found.utilisation.high) == (found.pressure.low, found.pressure.high)
    assert (found.grants[0].asked.low, found.grants[0].asked.high) == (6.0, 24.0)
    assert found.grants[1] == grant("other", 3.0)


def test_work_on_two_rows_has_its_part_of_the_range_on_each():
    """A third of 12 is asked here: 2 to 8 of 30."""
    needs = {("engine", "silicon"): leaf("needed", 12.0, low=6.0, high=24.0)}
    (found,) = with_ranges([row(grant("engine", 4.0))], needs)
    assert (found.pressure.low, found.pressure.high) == pytest.approx((2 / 30, 8 / 30))


def test_a_row_that_training_fills_stays_full_until_more_is_asked_than_it_has():
    needs = {("engine", "silicon"): leaf("needed", 12.0, low=6.0, high=45.0)}
    (found,) = with_ranges([row(grant("engine", 12.0), grant("training", None))], needs)
    assert found.utilisation.low == found.utilisation.value
    assert found.utilisation.high == pytest.approx(1.5)


def test_a_row_without_a_range_is_left_as_it_is():
    rows = [row(grant("engine", 12.0))]
    assert with_ranges(rows, {}) == tuple(rows)
    assert with_ranges(rows, {("engine", "silicon"): leaf("needed", 12.0)}) == tuple(rows)
