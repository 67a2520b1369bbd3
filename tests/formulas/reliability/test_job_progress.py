"""Progress of jobs through histories, held against the closed forms of goodput."""

from math import expm1, inf

import numpy as np
import pytest

from designer.formulas.reliability.block_diagram import ALWAYS, BlockDiagram
from designer.formulas.reliability.capacity_over_time import Machines, outages, time_share, timeline
from designer.formulas.reliability.histories import Sort, draw_downs
from designer.formulas.reliability.job_progress import JobRules, job_progress
from designer.formulas.workloads.goodput.closed_form import best_interval_s, goodput
from designer.formulas.workloads.goodput.hosts_up import enough_at, kept_with

HOURS = 2_000.0


def played(rules, sorts, *, histories=60, hours=HOURS, diagram=None, block=None):
    number = sum(sort.copies for sort in sorts)
    diagram = diagram or BlockDiagram()
    elements = len(diagram.elements)
    blocks = np.full(number - elements, ALWAYS) if block is None else block
    machines = Machines(blocks, np.ones((1, number - elements), dtype=bool))
    downs = draw_downs(sorts, hours, histories, seed=11)
    line = timeline(diagram, machines, downs, hours, histories)
    return job_progress(line, 0, rules, hours, histories, np.random.default_rng(1)), line


@pytest.mark.parametrize("per_day", [2.0, 8.0, 24.0])
def test_interruptions_alone_are_the_closed_form(per_day):
    """Machines that are replaced at once: Daly's τ·E[e^(−R/M)] / (M·(e^((τ+w)/M) − 1)) with restarts of a Gamma law."""
    hosts, write, restart = 64, 30.0, 300.0
    mean = 86_400 / per_day
    interval = best_interval_s(write, mean)
    rules = JobRules(hosts, 1, waits=False, write_h=write / 3600, restart_h=restart / 3600, interval_h=interval / 3600)
    # Repairs of a second, so that hardly any time is without a machine, but each is seen.
    found, _ = played(rules, [Sort("host", hosts, 24 * hosts / per_day, 1 / 3600)])
    exact = interval * (1 + restart / 4 / mean) ** -4 / (mean * expm1((interval + write) / mean))
    error = found.goodput.std() / found.goodput.size**0.5
    assert error < 0.002
    assert found.interruptions.mean() == pytest.approx(per_day * HOURS / 24, rel=0.03)
    assert abs(found.goodput.mean() - exact) < 4 * error
    # What the analysis shows is its first terms.
    assert found.goodput.mean() == pytest.approx(goodput(mean, write, restart, interval), abs=0.01)


def test_a_job_that_waits_has_enough_machines_for_as_long_as_poisson_says():
    hosts, spare, up, repair = 40, 3, 1_000.0, 40.0
    rules = JobRules(hosts, 1, waits=True, write_h=1e-9, restart_h=0.0, interval_h=1e-3)
    found, _ = played(rules, [Sort("host", hosts + spare, up, repair)], histories=200)
    mean = (hosts + spare) * repair / (up + repair)
    assert found.waiting.mean() == pytest.approx(1 - enough_at(mean, spare, {0: 1.0}), abs=0.02)
    assert found.goodput.mean() == pytest.approx(1 - found.waiting.mean(), abs=0.01)


def test_a_job_that_shrinks_leaves_out_whole_groups():
    hosts, group, up, repair = 32, 4, 500.0, 20.0
    rules = JobRules(hosts, group, waits=False, write_h=1e-9, restart_h=0.0, interval_h=1e-3)
    found, _ = played(rules, [Sort("host", hosts, up, repair)], histories=200)
    assert found.goodput.mean() == pytest.approx(
        kept_with(hosts, 0, hosts * repair / (up + repair), group, {0: 1.0}), abs=0.01
    )


def test_spares_that_fail_interrupt_nobody():
    rules = JobRules(10, 1, waits=False, write_h=0.01, restart_h=0.1, interval_h=1.0)
    few, _ = played(rules, [Sort("host", 11, 500, 1e-3)])
    many, _ = played(rules, [Sort("host", 110, 500, 1e-3)])
    assert few.interruptions.mean() == pytest.approx(10 * HOURS / 500, rel=0.1)
    assert many.interruptions.mean() == pytest.approx(10 * HOURS / 500, rel=0.1)


def test_power_that_is_short_slows_and_does_not_stop():
    """Two units that carry 1.6 of one: with one down the machines run on at 1/1.6, and nothing is interrupted."""
    diagram = BlockDiagram()
    block = diagram.capped([diagram.element("a"), diagram.element("b")], 1.6)
    sorts = [Sort("a", 1, 90, 10), Sort("b", 1, 90, 10), Sort("host", 4, inf, 0)]
    rules = JobRules(4, 1, waits=False, write_h=1e-9, restart_h=0.0, interval_h=1e-3)
    found, line = played(rules, sorts, block=np.full(4, block), diagram=diagram, histories=200)
    exact = 0.81 + 0.18 / 1.6
    assert found.goodput.mean() == pytest.approx(exact, abs=0.01)
    both = time_share(line, line.alive[0] == 0, HOURS, 200)
    assert both.mean() == pytest.approx(0.01, abs=0.003)
    assert found.interruptions.sum() == outages(line, line.alive[0] == 0, 200).sum()


def test_nothing_fails_and_checkpoints_alone_cost():
    rules = JobRules(4, 1, waits=True, write_h=0.1, restart_h=1.0, interval_h=0.9, fed=0.5)
    found, _ = played(rules, [Sort("host", 4, inf, 0)], histories=3)
    np.testing.assert_allclose(found.goodput, 0.9 * 0.5)
    assert found.interruptions.sum() == 0


@pytest.mark.parametrize(
    "bad", [{"hosts": 0}, {"group": 0}, {"interval_h": 0.0}, {"write_h": -1.0}, {"restart_h": -1.0}]
)
def test_rules_that_cannot_be_are_refused(bad):
    rules = {"hosts": 4, "group": 1, "waits": True, "write_h": 0.1, "restart_h": 1.0, "interval_h": 0.9} | bad
    with pytest.raises(ValueError, match=next(iter(bad))):
        played(JobRules(**rules), [Sort("host", 4, inf, 0)], histories=2)
