"""Capacity that is paid and hardly used, and layers that hang on one vendor."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.design import Design
from designer.review.money.money_rules import idle_capacity, one_vendor, serving_on_spot
from designer.review.rules import review

TODAY = date(2026, 12, 1)
LLAMA = {"model": "meta/llama-3.1-8b", "precision": "fp8"}
USE = {"users": 100, "requests_per_user_hour": 10, "peak_factor": 2, "input_tokens": 1000, "output_tokens": 500}
SERVED = ("app: langchain/langchain", "engine: vllm/vllm", "box: nvidia/dgx-h100 x2", "app > engine", "engine @ box")


def told(rule, design):
    return list(rule(design, analyze(design), TODAY))


def test_idle_machines_cost_so_much_a_month(stack):
    """1 of 16 accelerators is used; 15/16 of the machines' month is paid for nothing."""
    design = stack(*SERVED, facts={"app": USE}, choices={"engine": LLAMA})
    found = told(idle_capacity, design)
    assert [finding.severity for finding in found] == ["warning"]
    assert found[0].message.startswith("6% of the accelerators of box are in use at the busiest hour")
    # 540,000 × 0.28201 + 540,000 × 0.05 + energy of 18,406 a year: 16,474 a month. 20.4 kW × 184.06 of a hall and half
    # a person for 100 accelerators, 900, come on top: 21,129, of which 15/16 are 19,808.5.
    assert "$19,809 a month" in found[0].message
    assert found[0].ids == ("box", "engine")


def test_a_busy_or_an_unasked_engine_is_not_idle(stack):
    busy = stack(*SERVED, facts={"app": {**USE, "users": 300_000}}, choices={"engine": LLAMA})
    silent = stack(*SERVED, choices={"engine": LLAMA})
    nobody = stack(*SERVED, facts={"app": {**USE, "users": 0}}, choices={"engine": LLAMA})
    without_model = stack(*SERVED, facts={"app": USE})
    for design in (busy, silent, nobody, without_model, Design()):
        assert told(idle_capacity, design) == []


def test_two_engines_on_one_machine_are_counted_together(stack):
    lines = (*SERVED, "second: vllm/vllm", "app > second", "second @ box")
    design = stack(*lines, facts={"app": USE}, choices={"engine": LLAMA, "second": LLAMA})
    assert "2 of 16 take the demand" in told(idle_capacity, design)[0].detail


def test_training_keeps_a_machine_busy(stack):
    lines = (*SERVED, "job: generic/training-job", "job @ box")
    assert told(idle_capacity, stack(*lines, facts={"app": USE}, choices={"engine": LLAMA})) == []


def test_layers_on_one_vendor_are_named_with_their_share(stack):
    design = stack("box: nvidia/dgx-h100 x2", "cloud: aws/p5.48xlarge")
    (finding,) = told(one_vendor, design)
    assert finding.severity == "note"
    assert "servers and fabric on NVIDIA (100% of its cost)" in finding.message
    assert "cloud on AWS (100% of its cost)" in finding.message
    assert set(finding.ids) == {"box", "cloud"}


def test_two_vendors_share_a_layer(stack):
    design = stack("box: nvidia/dgx-h100", "other: dell/xe9680-h100")
    assert told(one_vendor, design) == []


def test_unknown_costs_hang_on_nobody(stack):
    assert told(one_vendor, stack("any: generic/host")) == []
    assert told(one_vendor, Design()) == []


@pytest.mark.parametrize("rule", ["idle-capacity", "one-vendor"])
def test_they_are_part_of_every_review(rule, stack):
    design = stack(*SERVED, facts={"app": USE}, choices={"engine": LLAMA})
    assert rule in {finding.rule for finding in review(design, analyze(design), TODAY)}
    without_cost = replace(analyze(design), cost=None, power=None, workloads=None)
    assert rule not in {finding.rule for finding in review(design, without_cost, TODAY)}


def test_engines_on_spot_are_taken_away_and_others_are_not(stack):
    lines = ("app: langchain/langchain", "engine: vllm/vllm", "box: aws/p5.48xlarge x4", "app > engine", "engine @ box")
    told_of = {}
    for basis in ("spot", "reserved", ""):
        choices = {"engine": LLAMA, "box": {"rent_basis": basis}}
        told_of[basis] = told(serving_on_spot, stack(*lines, facts={"app": USE}, choices=choices))
    (finding,) = told_of["spot"]
    found = analyze(
        stack(*lines, facts={"app": USE}, choices={"engine": LLAMA, "box": {"rent_basis": "spot"}})
    ).workloads
    (spot,) = found.on_spot
    # A band of 15 to 20% of instances in a month, of 4; each is up for 1 / (1 + 0.175 · 10 min / a month).
    band = spot.taken_per_month.value / 4
    assert f"answers on 4 machines paid as spot: about {4 * band:.2g} a month" in finding.message
    assert spot.published is True
    assert spot.up_share.value == pytest.approx(1 / (1 + band * 10 / (730 * 60)))
    assert spot.effective_usd_per_hour.value == pytest.approx(spot.usd_per_hour.value / spot.up_share.value)
    assert "An hour that answers costs" in finding.detail
    assert finding.ids == ("engine", "box")
    assert told_of["reserved"] == told_of[""] == []
