"""What is told of spares, checkpoints, outages and spot of a training job."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.edit.templates.templates import build_template
from designer.review.rules import review
from designer.review.workloads import goodput_rules

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def run(library):
    """The story of a training run, on 31 machines of which one is not used."""
    return build_template("training-run", library, {})


def told(rule, design, results=None):
    return list(rule(design, results or analyze(design, only=("workloads",)), TODAY))


def with_facts(design, node_id, **facts):
    node = design.nodes[node_id]
    return replace(design, nodes={**design.nodes, node_id: replace(node, facts={**node.facts, **facts})})


def test_too_few_spares_are_told_with_how_many_are_enough(run):
    none = with_facts(run, "job", spare_hosts=0)
    (finding,) = told(goodput_rules.too_few_spares, none)
    assert finding.message == "Training Llama 3.1 70B has 0 spare machines, and 2 are enough for 90% of the time."
    assert "of its work goes on" in finding.detail
    assert told(goodput_rules.too_few_spares, with_facts(run, "job", spare_hosts=2)) == []


def test_a_time_between_checkpoints_far_from_the_best_can_be_mended(run, library):
    """Once a day where 57 minutes would do, at an interruption in 211 hours: half a day is lost in each, 5.4%."""
    seldom = with_facts(run, "job", checkpoint_interval_h=24)
    (finding,) = told(goodput_rules.checkpoints_far_from_best, seldom)
    assert "every 1 day" in finding.message or "every 24 h" in finding.message
    mended = FIXES[finding.fix.edit](seldom, Library(), **finding.fix.arguments).applied(seldom)
    assert told(goodput_rules.checkpoints_far_from_best, mended) == []
    assert told(goodput_rules.checkpoints_far_from_best, run) == []


def test_checkpoints_that_stop_it_for_long(run):
    (finding,) = told(
        goodput_rules.checkpoints_stop_it, with_facts(run, "job", checkpoint_stall_s=1800, checkpoint_interval_h=1)
    )
    assert "33% of the time" in finding.message
    assert told(goodput_rules.checkpoints_stop_it, run) == []


def test_what_takes_machines_for_hours_a_year(run):
    """A rack of ten years between failures and two days of repair: 48 of 87,648 hours, for each of seven."""
    design = with_facts(run, "rack", mtbf_h=87_600, repair_h=48)
    (finding,) = told(goodput_rules.outages_take_machines, design)
    assert "without DGX rack 1 or one of 6 alike" in finding.message
    assert finding.ids == ("job", "rack")
    assert told(goodput_rules.outages_take_machines, run) == []


def test_spot_that_costs_more_than_on_demand(stack):
    """Taken away 2,000 times a month each, nearly nothing makes progress."""
    lines = ("job: generic/training-job", "box: aws/p4d.24xlarge x8", "store: ddn/ai400x2", "job @ box", "job > store")
    facts = {"job": {"training_tokens": 1e12}}
    choices = {"job": {"model": "meta/llama-3.1-8b"}, "box": {"rent_basis": "spot"}}
    design = stack(*lines, facts=facts, choices=choices)
    assert told(goodput_rules.spot_costs_more, design) == []
    often = replace(design, settings=replace(design.settings, assumptions={"spot_interruptions_per_month": 300}))
    (finding,) = told(goodput_rules.spot_costs_more, often)
    assert "on demand" in finding.message
    assert finding.ids == ("job", "box")


def test_they_are_part_of_every_review(run):
    none = with_facts(run, "job", spare_hosts=0)
    results = analyze(none)
    assert "too-few-spares" in {finding.rule for finding in review(none, results, TODAY)}
    assert "too-few-spares" not in {one.rule for one in review(none, replace(results, workloads=None), TODAY)}
