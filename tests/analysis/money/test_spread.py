"""How sure the headline figures are, and that a seed repeats them."""

import pytest

from designer.analysis.money.spread import uncertain
from designer.analysis.run import analyze
from designer.model.design import Design

from .conftest import MONEY


def test_each_headline_has_its_spread(chat):
    results = analyze(chat(), only=MONEY)
    found = uncertain(results, 7)
    assert set(found.spreads) == {"capex", "monthly", "tco", "usd_per_gpu_hour", "usd_per_request"}
    for name, spread in found.spreads.items():
        figure = found.figures[name]
        assert figure.low <= spread.p10 < spread.p50 < spread.p90 <= figure.high
        assert spread.draws == 10_000
        assert found.tornado[name]
    assert found.figures["capex"] is results.cost.capex_usd


def test_the_median_of_one_triangle(chat):
    """The purchase is 2 × a price of 200,000 to 300,000 around 250,000: symmetric, so P50 is the middle."""
    spread = uncertain(analyze(chat(), only=MONEY), 7).spreads["capex"]
    assert spread.p50 == pytest.approx(500_000, rel=0.01)
    # A tenth of a symmetric triangle of half-width w lies below w·√0.2 from its end.
    assert spread.p10 == pytest.approx(400_000 + 100_000 * 0.2**0.5, rel=0.01)


def test_a_seed_repeats(chat):
    results = analyze(chat(), only=MONEY)
    assert uncertain(results, 3).spreads == uncertain(results, 3).spreads
    assert uncertain(results, 3).spreads != uncertain(results, 4).spreads


def test_the_unknown_has_no_spread(stack):
    found = uncertain(analyze(stack("odd: generic/host"), only=MONEY))
    assert "capex" not in found.spreads
    assert uncertain(analyze(Design(), only=("power",))).figures == {}
