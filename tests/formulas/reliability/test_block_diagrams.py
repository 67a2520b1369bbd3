"""Histories of failures and repairs, held against the closed forms of twenty-four block diagrams."""

from math import comb, inf

import numpy as np
import pytest

from designer.formulas.reliability.block_diagram import ALWAYS, BlockDiagram, Downfalls
from designer.formulas.reliability.capacity_over_time import Machines, time_mean, timeline
from designer.formulas.reliability.histories import Sort, draw_downs
from designer.formulas.workloads.goodput.cut_sets import needs_all, needs_any, of_element, probability
from designer.formulas.workloads.goodput.hosts_up import units_enough

HOURS, HISTORIES = 2_000.0, 150
MOST_ERRORS = 3.5
"""Standard errors that the mean of a right simulation is off at most in 2,149 of 2,150 cases."""


def element(name, up_h=100.0, repair_h=10.0, copies=1):
    return Sort(name, copies, up_h, repair_h)


def up(sort):
    return 1 - sort.down_share


def simulated(draw, sorts, *, hours=HOURS, histories=HISTORIES, **more):
    """Mean worth of what DRAW makes of a diagram, and its standard error; each copy of a sort is "name[copy]"."""
    diagram = BlockDiagram()
    for sort in sorts:
        for copy in range(sort.copies):
            diagram.element(f"{sort.name}[{copy}]")
    block = draw(diagram)
    machines = Machines(np.array([block]), np.ones((1, 1), dtype=bool))
    # The machine itself never fails: what is left is what it needs.
    downs = draw_downs([*sorts, Sort("machine", 1, inf, 0.0)], hours, histories, seed=1, **more)
    line = timeline(diagram, machines, downs, hours, histories)
    worth = time_mean(line, line.kept[0], hours, histories)
    assert line.lasts_h.sum() == pytest.approx(hours * histories)
    return worth.mean(), worth.std(ddof=1) / histories**0.5


def require(draw, sorts, exact, *, within=0.05, **more):
    """The simulated share is within its error of EXACT, and that error is small beside what is lost."""
    mean, error = simulated(draw, sorts, **more)
    assert error < within * (1 - exact)
    assert abs(mean - exact) < MOST_ERRORS * error


def names(diagram, sort):
    return [diagram.element(f"{sort.name}[{copy}]") for copy in range(sort.copies)]


A, B, C = element("a"), element("b", 200, 30), element("c", 50, 2)


@pytest.mark.parametrize("sorts", [(A,), (A, B), (A, B, C), (element("many", 900, 9, copies=8),)])
def test_series(sorts):
    """1 to 4: ΠA."""
    exact = np.prod([up(sort) ** sort.copies for sort in sorts])
    require(lambda d: d.all_of([one for sort in sorts for one in names(d, sort)]), sorts, exact)


@pytest.mark.parametrize("sorts", [(A, B), (A, B, element("d", 20, 10)), (element("two", 30, 10, copies=2),)])
def test_parallel(sorts):
    """5 to 7: 1 − Π(1 − A)."""
    exact = 1 - np.prod([(1 - up(sort)) ** sort.copies for sort in sorts])
    require(lambda d: d.any_of([one for sort in sorts for one in names(d, sort)]), sorts, exact, within=0.12)


@pytest.mark.parametrize(("needed", "number"), [(2, 3), (3, 4), (8, 9), (5, 8)])
def test_some_of_many(needed, number):
    """8 to 11: k of n."""
    unit = element("unit", 60, 12 if number < 8 else 9, copies=number)
    exact = units_enough(number, needed, up(unit))
    require(lambda d: d.some_of(names(d, unit), needed), (unit,), exact, within=0.12)


def test_bridge():
    """12: the bridge of five, by conditioning on the one in the middle."""
    unit = element("unit", 60, 15, copies=5)
    a = up(unit)
    lost = 1 - a
    parallel = 1 - lost**2
    exact = a * parallel**2 + lost * (1 - (1 - a**2) ** 2)

    def draw(d):
        one, two, three, four, middle = names(d, unit)
        ways = ((one, two), (three, four), (one, middle, four), (three, middle, two))
        return d.any_of([d.all_of(way) for way in ways])

    require(draw, (unit,), exact)


def test_elements_that_ways_share():
    """13: two feeds that hang on one bus: the bus in series with both in parallel."""
    bus, feed = element("bus", 400, 8), element("feed", 80, 16, copies=2)
    exact = up(bus) * (1 - (1 - up(feed)) ** 2)

    def draw(d):
        return d.any_of([d.all_of((*names(d, bus), one)) for one in names(d, feed)])

    require(draw, (bus, feed), exact)


def test_shared_elements_by_their_cut_sets():
    """14: three ways over five elements, held against the exact probability of their cut sets."""
    unit = element("u", 50, 10, copies=5)
    ways = ((0, 1), (1, 2, 3), (3, 4))
    family = needs_any([needs_all([of_element(f"u[{one}]") for one in way]) for way in ways])
    exact = 1 - probability(family, dict.fromkeys((f"u[{one}]" for one in range(5)), unit.down_share))
    require(lambda d: d.any_of([d.all_of([names(d, unit)[one] for one in way]) for way in ways]), (unit,), exact)


def test_a_place_takes_all_inside_along():
    """15: the rack in series with three machines of which two are needed."""
    rack, host = element("rack", 500, 25), element("host", 90, 10, copies=3)
    exact = up(rack) * units_enough(3, 2, up(host))
    require(lambda d: d.all_of((*names(d, rack), d.some_of(names(d, host), 2))), (rack, host), exact)


@pytest.mark.parametrize(("number", "needed"), [(3, 2.0), (4, 3.5)])
def test_capacities(number, needed):
    """16, 17: units that carry a load together: the mean of min(1, working / needed)."""
    unit = element("unit", 60, 15, copies=number)
    a = up(unit)
    law = [comb(number, k) * a**k * (1 - a) ** (number - k) for k in range(number + 1)]
    exact = sum(share * min(1.0, k / needed) for k, share in enumerate(law))
    require(lambda d: d.capped(names(d, unit), needed), (unit,), exact)


@pytest.mark.parametrize(("number", "needed"), [(2, 1), (5, 4)])
@pytest.mark.parametrize("beta", [0.05, 0.2])
def test_redundant_units_with_a_common_cause(number, needed, beta):
    """21 to 24: 2N and N+1 by the beta factor: the share BETA of a unit's failures takes all of them at once.

    Source: Fleming, "A reliability model for common mode failures in redundant safety systems", 1975; IEC 61508-6, D.
    """
    up_h, repair_h = 60.0, 12.0
    unit = element("unit", up_h / (1 - beta), repair_h, copies=number)
    common = element("common", up_h / beta, repair_h)
    exact = up(common) * units_enough(number, needed, up(unit))
    require(
        lambda d: d.all_of((*names(d, common), d.some_of(names(d, unit), needed))), (unit, common), exact, within=0.1
    )


def repairman(number, crews, up_h, repair_h):
    """Shares of the time in which 0, 1 … of NUMBER are down with so many CREWS: the machine repairman, M/M/c//N."""
    weights = [1.0]
    for down in range(number):
        failing, repairing = (number - down) / up_h, min(down + 1, crews) / repair_h
        weights.append(weights[-1] * failing / repairing)
    return np.array(weights) / sum(weights)


@pytest.mark.parametrize(("number", "crews"), [(4, 1), (6, 2), (5, 5)])
def test_limited_crews(number, crews):
    """18 to 20: all but one needed, repaired by a few crews."""
    unit = element("unit", 60, 15, copies=number)
    exact = repairman(number, crews, 60, 15)[:2].sum()
    require(lambda d: d.some_of(names(d, unit), number - 1), (unit,), exact, crews=crews, warm_h=600, hours=3e3)


def test_as_many_crews_as_things_are_no_limit():
    law = repairman(5, 5, 60, 15)
    down = 15 / 75
    assert law[0] == pytest.approx((1 - down) ** 5)


def test_a_wrong_value_is_outside_of_the_error():
    """The comparison has teeth: a share that is a twentieth of what is lost away is told from the right one."""
    with pytest.raises(AssertionError):
        require(lambda d: d.all_of(names(d, A)), (A,), up(A) - 0.05 * A.down_share * MOST_ERRORS)


def test_machines_that_are_down_themselves_are_not_lost_twice():
    """Mean machines left of three on one feed: 3 · A(feed) · A(machine)."""
    diagram = BlockDiagram()
    feed = diagram.element("feed[0]")
    machines = Machines(np.array([feed] * 3), np.array([[True] * 3, [True, False, False]]))
    sorts = [element("feed", 50, 25), element("machine", 40, 20, copies=3)]
    downs = draw_downs(sorts, HOURS, HISTORIES, seed=2)
    line = timeline(diagram, machines, downs, HOURS, HISTORIES)
    kept = time_mean(line, line.kept[0], HOURS, HISTORIES)
    error = kept.std() / HISTORIES**0.5
    assert abs(kept.mean() - 3 * (2 / 3) ** 2) < MOST_ERRORS * error
    assert error < 0.015
    assert set(np.unique(line.kept[0])) == {0.0, 1.0, 2.0, 3.0}
    assert time_mean(line, line.kept[1], HOURS, HISTORIES).mean() == pytest.approx((2 / 3) ** 2, abs=0.02)


def test_rates_that_differ_widen_the_range_and_keep_the_mean():
    steady, differing = (
        draw_downs([Sort("host", 50, 1_000, 10, rate_cv=cv)], 5_000, 400, seed=3) for cv in (0.0, 0.35)
    )
    counts = [np.bincount(one.history, minlength=400) for one in (steady, differing)]
    assert counts[0].mean() == pytest.approx(counts[1].mean(), rel=0.06)
    # Var = mean + (cv · mean)² where rates differ; Poisson's where they do not, warm starts included.
    assert counts[0].std() == pytest.approx(counts[0].mean() ** 0.5, rel=0.1)
    assert counts[1].std() == pytest.approx((counts[1].mean() + (0.35 * counts[1].mean()) ** 2) ** 0.5, rel=0.1)


def test_faults_in_groups_come_in_groups():
    alone, grouped = (
        draw_downs([Sort("host", 5_000, 10_000, 10, grouped=share)], 500, 100, seed=4) for share in (0.0, 0.1)
    )
    assert grouped.start_h.size == pytest.approx(alone.start_h.size, rel=0.05)
    together = np.unique(np.stack([grouped.history, grouped.start_h]), axis=1).shape[1]
    # Per fault 1 + 0.1 · 1.84 machines.
    assert grouped.start_h[grouped.start_h > 0].size / together == pytest.approx(1.184, abs=0.06)


def test_repairs_that_were_seen_are_drawn_and_stretched():
    downs = draw_downs([Sort("host", 100, 500, 20, repairs_h=(1.0, 1.0, 8.0))], 2_000, 50, seed=5)
    lasts = np.round((downs.end_h - downs.start_h)[downs.start_h > 0], 6)
    assert set(lasts.tolist()) == {6.0, 48.0}
    share = np.minimum(downs.end_h, 2_000) - downs.start_h
    assert share.sum() / (100 * 2_000 * 50) == pytest.approx(20 / 520, rel=0.05)


def test_the_same_seed_draws_the_same_and_more_copies_leave_the_others():
    few = [Sort("host", 20, 300, 10, drawn_copies=24), element("ups")]
    more = [Sort("host", 21, 300, 10, drawn_copies=24), element("ups")]
    one, again, other = (draw_downs(sorts, 1_000, 20, seed=7) for sorts in (few, few, more))
    for a, b in zip(one, again, strict=True):
        np.testing.assert_array_equal(a, b)
    hosts = {(h, t, s) for h, t, s, _ in zip(*(x.tolist() for x in other), strict=True) if t < 20}
    assert {(h, t, s) for h, t, s, _ in zip(*(x.tolist() for x in one), strict=True) if t < 20} == hosts
    assert draw_downs(few, 1_000, 20, seed=8).start_h.size != one.start_h.size
    assert draw_downs(few, 1_000, 20, seed=7, part=1).start_h.size != one.start_h.size


def test_what_never_fails_and_what_never_works():
    assert draw_downs([Sort("host", 10, inf, 5.0)], 100, 3).thing.size == 0
    assert draw_downs([], 100, 3).thing.size == 0
    instant = draw_downs([Sort("host", 3, 10, 0.0)], 100, 3)
    assert (instant.end_h >= instant.start_h).all()
    broken = element("a", 1e-2, 10)
    mean, _ = simulated(lambda d: d.all_of(names(d, broken)), (broken,), hours=50, histories=20)
    assert mean == pytest.approx(0, abs=5e-3)


@pytest.mark.parametrize(
    "sort",
    [
        Sort("x", 1, 0.0, 1.0),
        Sort("x", 1, -1.0, 1.0),
        Sort("x", 1, float("nan"), 1.0),
        Sort("x", 1, 1.0, float("nan")),
        Sort("x", 1, 1.0, inf),
        Sort("x", 1, 1.0, -1.0),
        Sort("x", -1, 1.0, 1.0),
        Sort("x", 1, 1.0, 1.0, rate_cv=-1.0),
        Sort("x", 1, 1.0, 1.0, grouped=2.0),
        Sort("x", 10**9, 1.0, 1.0),
    ],
)
def test_what_cannot_be_is_refused(sort):
    with pytest.raises(ValueError, match=r"."):
        draw_downs([sort], 1_000, 10)


def test_blocks_are_written_once_and_end():
    d = BlockDiagram()
    a, b = d.element("a"), d.element("b")
    assert d.all_of([]) == d.any_of([]) == d.some_of([a, b], 0) == d.capped([], 1.0) == ALWAYS
    assert d.all_of([a, ALWAYS]) == a == d.any_of([a, a])
    assert d.any_of([a, ALWAYS]) == ALWAYS
    assert d.some_of([a, b], 2) == d.all_of([b, a])
    assert d.some_of([a, b], 1) == d.any_of([a, b])
    with pytest.raises(ValueError, match="needed"):
        d.some_of([a], 2)
    with pytest.raises(ValueError, match="needed"):
        d.capped([a], 0.0)


def test_many_states_are_worked_through_in_stretches(monkeypatch):
    d = BlockDiagram()
    parts = [d.element(str(number)) for number in range(6)]
    wanted = [d.some_of(parts, 4), d.capped(parts, 5.0), ALWAYS]
    down = np.random.default_rng(1).random((6, 1_000)) < 0.4
    element, state = np.nonzero(down)
    states = Downfalls(element, state, 1_000)
    whole = d.worth(wanted, states)
    working = (~down).sum(axis=0)
    np.testing.assert_array_equal(whole[0], working >= 4)
    np.testing.assert_allclose(whole[1], np.minimum(working / 5, 1), rtol=1e-6)
    assert (whole[2] == 1).all()
    # What is made of a share is one: the least, the best, and enough of them.
    graded = [d.all_of((wanted[1], parts[0])), d.any_of((wanted[1], parts[0])), d.some_of((*wanted[:2], parts[0]), 2)]
    least, best, enough = d.worth(graded, states)
    np.testing.assert_allclose(least, np.minimum(whole[1], ~down[0]))
    np.testing.assert_allclose(best, np.maximum(whole[1], ~down[0]))
    np.testing.assert_array_equal(enough, (whole[0] > 0).astype(int) + (whole[1] > 0) + ~down[0] >= 2)
    monkeypatch.setattr("designer.formulas.reliability.block_diagram._AT_ONCE", 90)
    np.testing.assert_array_equal(d.worth(wanted, states), whole)
