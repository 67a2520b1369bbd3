"""Where the money sits: every way of parting it gives the whole bill."""

import pytest

from designer.analysis.money.breakdown import where_it_sits
from designer.analysis.run import analyze
from designer.model.design import Design
from designer.model.figures.figure import recompute

from .conftest import MONEY, SERVED, supposing

MIXED = (
    *SERVED,
    "cloud: aws/p5.48xlarge",
    "switch: nvidia/qm9700 x2",
    "model: anthropic/claude-haiku-4-5",
    "app > model",
)


def parted(design):
    results = analyze(design, only=MONEY)
    return where_it_sits(design, results.cost), results.cost


@pytest.mark.parametrize("way", ["by_layer", "by_kind", "by_vendor"])
def test_the_parts_are_the_whole(way, chat):
    where, cost = parted(chat(MIXED))
    shares = getattr(where, way)
    assert sum(share.usd_per_month.value for share in shares) == pytest.approx(cost.monthly_usd.value)
    assert sum(share.share.value for share in shares) == pytest.approx(1)
    assert sum(share.capex_usd.value for share in shares) == pytest.approx(cost.capex_usd.value)
    running = sum(share.running_usd_per_year.value for share in shares)
    assert running == pytest.approx(cost.opex_usd_per_year.value)
    for share in shares:
        assert recompute(share.usd_per_month) == pytest.approx(share.usd_per_month.value)
        assert share.usd_per_month.low <= share.usd_per_month.value <= share.usd_per_month.high


def test_layers_stand_top_down_and_vendors_by_size(chat):
    where, _ = parted(chat(MIXED))
    keys = [share.key for share in where.by_layer]
    assert keys.index("serving_apps") < keys.index("cloud") < keys.index("servers_fabric") < keys.index("facility")
    amounts = [share.usd_per_month.value for share in where.by_vendor]
    assert amounts == sorted(amounts, reverse=True)
    assert {"NVIDIA", "AWS", "Anthropic", "Electricity"} <= {share.name for share in where.by_vendor}
    assert list(where.vendors_of_layer["cloud"]) in (["AWS", "Anthropic"], ["Anthropic", "AWS"])


def test_years_by_hand(chat):
    """Bought in year 0; then four years of the same running cost and write-off."""
    where, cost = parted(chat(MIXED))
    assert [share.key for share in where.by_year] == ["0", "1", "2", "3", "4"]
    assert where.by_year[0].capex_usd.value == pytest.approx(cost.capex_usd.value)
    assert where.by_year[0].write_off_usd_per_year.value == 0
    for share in where.by_year[1:]:
        assert share.running_usd_per_year.value == pytest.approx(cost.opex_usd_per_year.value)
        assert share.write_off_usd_per_year.value == pytest.approx(cost.amortisation_usd_per_year.value)
    cash = where.by_year[0].capex_usd.value + sum(share.running_usd_per_year.value for share in where.by_year[1:])
    assert cash == pytest.approx(cost.tco_usd.value)
    assert sum(share.share.value for share in where.by_year) == pytest.approx(1)


def test_half_a_year_at_the_end(chat):
    where, cost = parted(supposing(chat(), {"years": 2.5}))
    assert [share.key for share in where.by_year] == ["0", "1", "2", "3"]
    assert where.by_year[3].running_usd_per_year.value == pytest.approx(cost.opex_usd_per_year.value / 2)


def test_unknown_prices_are_least_values(stack):
    where, _ = parted(stack("box: nvidia/dgx-h100", "odd: tenstorrent/galaxy-wormhole"))
    servers = next(share for share in where.by_layer if share.key == "servers_fabric")
    assert servers.capex_usd.at_least
    assert where.usd_per_month.at_least


def test_an_empty_design_costs_nothing():
    where, _ = parted(Design())
    assert where.by_layer == where.by_kind == where.by_vendor == where.by_year == ()
    assert where.usd_per_month.value == 0
