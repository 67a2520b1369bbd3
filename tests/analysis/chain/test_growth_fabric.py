"""A fabric that is too narrow for training is a limit that no growth moves, and a switch with its uplinks lifts it."""

from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.analysis.workloads.workloads import workloads
from designer.edit.templates.templates import build_template
from designer.model.figures.figure import leaf
from tests.shipped import LIBRARY


def outlook(used):
    """Growth of the AI stack with the uplinks of its 4 leaves to 2 spines as full as USED by training."""
    design = build_template("ai-stack", LIBRARY, {})
    results = analyze(design)
    worst = replace(results.network.bottlenecks[0], id="uplinks", utilisation=leaf("uplinks", used))
    network = replace(results.network, traffic="training", bottlenecks=(worst,))
    return workloads(design, results.power, results.cost, network).growth


def test_uplinks_that_training_overfills_break_first_and_one_more_switch_lifts_them():
    """1.2 of what 2 spines carry: one more carries 3/2 of it; one more beside 4 leaves carries 5/4."""
    growth = outlook(1.2)
    first, lift = growth.breaks[0], growth.lifts[0]
    assert (first.id, first.at.value, first.bound) == ("uplinks", 0.0, "Gb/s")
    steps = {one.step: one for one in (lift, *lift.others)}
    assert set(steps) == {"leaf", "spine"}
    assert all(one.count == 1 for one in steps.values())
    # Nobody says what the uplinks cost: the sum is at least that of the switch.
    assert all(one.usd.at_least for one in steps.values())
    assert lift.next_id == "engine"


def test_twice_as_much_as_the_spines_carry_takes_two_more_of_them():
    steps = {one.step: one.count for lift in outlook(2.0).lifts[:1] for one in (lift, *lift.others)}
    assert steps == {"leaf": 4, "spine": 2}


def test_uplinks_that_carry_the_training_break_at_no_growth():
    assert "uplinks" not in [one.id for one in outlook(0.9).breaks]
