"""Goodput of a drawn training job: what interrupts it, what stands by, and the range of both."""

from math import exp

import pytest

from designer.formulas.workloads.goodput.spares import kept_share, p_enough, spares_for
from designer.model.figures.figure import recompute
from tests.yardstick import sums_as_long


def test_llama_3_on_a_drawn_design(llama):
    """419 interruptions in 54 days on 2,048 hosts: the method gives 0.937 (0.918–0.955), Meta more than 0.90."""
    rate = 419 / 54 / 2048 * 1000
    found = llama(facts={"failures_per_1000_node_days": rate, "spare_hosts": 200})
    more = found.getting_on
    assert more.interruptions_per_day.value == pytest.approx(419 / 54)
    assert found.mttf_h.value == pytest.approx(11_135 / 3600, rel=1e-4)
    assert more.best_interval_min.value == pytest.approx(471.9 / 60, rel=1e-3)
    assert found.goodput.value == pytest.approx(0.937, abs=0.001)
    assert found.goodput.likely == (pytest.approx(0.918, abs=0.003), pytest.approx(0.955, abs=0.003))
    assert (more.goodput_p10.value, more.goodput_p90.value) == found.goodput.likely
    assert found.wall_days.value == pytest.approx(found.full_speed_days.value / found.goodput.value)


@pytest.mark.parametrize("facts", [{"checkpoint_stall_s": 60}, {"restart_min": 11}])
def test_slow_checkpoints_and_restarts_miss_what_was_published(llama, facts):
    rate = 419 / 54 / 2048 * 1000
    found = llama(facts={"failures_per_1000_node_days": rate, "spare_hosts": 200, **facts})
    assert found.goodput.value < 0.91


def test_spares_of_the_method(llama):
    """2,048 hosts, 4.2 failures in 1,000 node-days, 5.54 days of repair: 60 spares are enough for 94.5%."""
    found = llama(facts={"failures_per_1000_node_days": 4.2, "spare_hosts": 60}).getting_on
    assert found.hosts_down.value == pytest.approx(49.05, abs=0.01)
    assert found.enough.value == pytest.approx(0.9452, abs=0.001)
    assert found.spares_needed.value == spares_for(2048, 0.0042, 5.54, 0.9)
    wanted = llama(facts={"failures_per_1000_node_days": 4.2, "enough_hosts_share": 0.99}).getting_on
    assert wanted.spares_needed.value == spares_for(2048, 0.0042, 5.54, 0.99) > found.spares_needed.value


def test_without_spares_it_goes_on_with_fewer_or_waits(llama):
    """A group of 128 accelerators is 16 hosts: those in repair leave out groups; waiting, nothing goes on."""
    facts = {"failures_per_1000_node_days": 3.79}
    shrinks = llama(facts=facts)
    mean = 2048 * 0.00379 * 5.54
    assert shrinks.getting_on.spares.value == 0
    assert shrinks.getting_on.kept.value == pytest.approx(kept_share(2048, 0, mean, 16))
    waits = llama(facts=facts, without_hosts="wait")
    assert waits.getting_on.kept.value == pytest.approx(p_enough(mean, 0))
    assert waits.goodput.value < 1e-9
    assert "enough machines" in waits.reason


def test_machines_that_are_not_used_stand_by(llama):
    found = llama(box="box: nvidia/dgx-h100 x2100", facts={"failures_per_1000_node_days": 3.79})
    assert found.getting_on.spares.value == 52


def test_rates_of_the_machines_count_before_what_is_assumed(train):
    hosts = {"box": {}}
    facts = {"box": {"mtbf_h": 2400, "repair_h": 48}}
    found = train(
        "box: nvidia/dgx-a100 x2",
        "store: ddn/ai400x2",
        "job > store",
        nodes=facts,
        hosts=hosts,
        model="meta/llama-3.1-8b",
        facts={"training_tokens": 1e12},
    )
    more = found.getting_on
    assert more.interruptions_per_day.value == pytest.approx(2 * 24 / 2400)
    assert more.hosts_down.value == pytest.approx(2 * 0.01 * 2)


def test_what_is_not_said_is_the_published_range(llama):
    """2.34 (RSC-2) to 6.5 (RSC-1) in 1,000 node-days, Llama 3 in between; the assumption is named in the figure."""
    found = llama().getting_on.interruptions_per_day
    assert (found.low, found.value, found.high) == pytest.approx([2.048 * rate for rate in (2.34, 3.79, 6.5)])
    assert any(one.operation == "assumption" and one.subject == "failures_per_1000_node_days" for one in found.walk())


def test_a_time_between_checkpoints_far_from_the_best_is_told_in_what_it_loses(llama):
    """Every 3 hours at a mean of 3.09: half of it lost at each interruption, so Daly's form counts."""
    rate = 419 / 54 / 2048 * 1000
    facts = {"failures_per_1000_node_days": rate, "spare_hosts": 200}
    best, far = llama(facts=facts), llama(facts={**facts, "checkpoint_interval_h": 3})
    assert best.getting_on.interval_loss.value == 0
    mean, interval = 11_135, 10_800
    expected = interval * exp(-240 / mean) / (mean * (exp((interval + 10) / mean) - 1))
    assert far.goodput.value == pytest.approx(expected * far.getting_on.kept.value, rel=1e-3)
    assert far.getting_on.interval_loss.value == pytest.approx(0.937 - expected, abs=0.002)


def test_rented_machines_are_not_in_repair(train):
    found = train(
        "box: aws/p5.48xlarge x64",
        "store: ddn/ai400x2",
        "job > store",
        model="meta/llama-3.1-8b",
        facts={"training_tokens": 1e12},
    )
    more = found.getting_on
    assert (more.hosts_down.value, more.enough.value, more.kept.value) == (0, 1, 1)
    assert any("replaced" in note for note in more.notes)
    assert more.effective_usd_per_hour.value == pytest.approx(more.usd_per_hour.value / found.goodput.value)


def test_spot_without_a_published_band_says_so(train):
    def job(box):
        return train(
            box,
            "store: ddn/ai400x2",
            "job > store",
            model="meta/llama-3.1-8b",
            facts={"training_tokens": 1e12},
            hosts={"box": {"rent_basis": "spot"}},
        )

    published, unknown = job("box: aws/p4d.24xlarge x64"), job("box: aws/p5e.48xlarge x64")
    taken = next(cause for cause in published.getting_on.causes if "spot" in cause.words)
    # us-east-1: 10 to 15% in a month of 30.4 days.
    assert taken.per_day.value == pytest.approx(64 * 0.125 / (730 / 24))
    assert not any("not published" in note for note in published.notes)
    assert any("not published" in note for note in unknown.notes)


def test_a_large_job_is_drawn_in_time(llama):
    """At most a second where a fixed sum takes 4 ms."""
    assert sums_as_long(llama, tries=1) < 250


def test_outside_of_what_was_watched_the_range_is_wider(llama, train):
    inside = llama()
    assert inside.how_sure["goodput"].outside == ()
    few = train(
        "box: nvidia/dgx-h100 x16",
        "store: ddn/ai400x2",
        "job > store",
        model="meta/llama-3.1-8b",
        facts={"training_tokens": 1e12},
    )
    sure = few.how_sure["goodput"]
    assert (sure.widened, len(sure.outside)) == (2, 1)
    assert "16 machines" in sure.words


def test_the_reason_of_goodput_leads_down_to_what_was_said(llama):
    """With a restart of 5 to 60 minutes its low end takes Daly's form; the figure itself is still followed."""
    found = llama(facts={"restart_min": None})
    labels = {one.label for one in found.goodput.walk()}
    assert {"lost to interruptions", "restart", "Failures in 1,000 node-days", "Restart of a training job"} <= labels
    assert recompute(found.goodput) == pytest.approx(found.goodput.value)
    assert 0 < found.goodput.low < found.goodput.likely[0] < found.goodput.value < found.goodput.likely[1] < 1
