"""Requests to stores and what leaves them, as published: Amazon S3 Standard in us-east-1."""

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.figures.completeness import gaps

MONTH = {"capacity_tb": 100, "puts_per_month": 2e6, "gets_per_month": 50e6, "egress_tb_per_month": 3}


def costed(stack, facts, *lines):
    return analyze(stack("store: aws/s3-standard", *lines, facts={"store": facts}), only={"power", "cost"}).cost


def test_requests_and_egress_by_hand(stack):
    """2,000 × 0.005 + 50,000 × 0.0004 + 3,000 GB × 0.09 = 10 + 20 + 270 USD a month, beside what is kept."""
    cost = costed(stack, MONTH)
    (line,) = cost.service_lines
    assert line.name == "S3 Standard: requests and egress"
    assert line.unit_usd.value == pytest.approx(300)
    assert cost.services_usd_per_year.value == pytest.approx(3_600)
    assert cost.rent_usd_per_year.value == pytest.approx(100_000 * 0.023 * 12)
    assert not gaps(cost.opex_usd_per_year).names


def test_what_nobody_said_is_not_nothing(stack):
    cost = costed(stack, {"capacity_tb": 100, "puts_per_month": 2e6})
    (line,) = cost.service_lines
    assert line.unit_usd.value == pytest.approx(10)
    assert gaps(line.total_usd).bound == "at least"
    assert gaps(cost.opex_usd_per_year).number == 2
    silent = costed(stack, {"capacity_tb": 100})
    assert silent.service_lines[0].total_usd.value is None
    assert "how many requests" in silent.service_lines[0].total_usd.note


def test_copies_are_metered_each_and_a_price_of_ones_own_holds_all(stack):
    design = stack("store: aws/s3-standard x2", facts={"store": MONTH})
    cost = analyze(design, only={"power", "cost"}).cost
    assert cost.service_lines[0].unit_usd.value == pytest.approx(600)
    own = replace(design, nodes={"store": replace(design.nodes["store"], price_usd=1.0)})
    assert analyze(own, only={"power", "cost"}).cost.service_lines == ()


def test_free_traffic_is_no_meter(stack):
    design = stack("store: coreweave/ai-object-storage", facts={"store": {"capacity_tb": 10}})
    assert analyze(design, only={"power", "cost"}).cost.service_lines == ()
