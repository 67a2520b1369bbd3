"""How sure the headline figures are, and that a seed repeats them."""

import pytest

from designer.analysis.money.spread import uncertain
from designer.analysis.run import analyze
from designer.analysis.uncertainty import DRAWS, with_likely
from designer.model.design import Design

from .conftest import MONEY


def test_each_headline_has_its_spread(chat):
    results = analyze(chat(), only=MONEY)
    found = uncertain(results, 7)
    assert set(found.spreads) == {"capex", "monthly", "tco", "usd_per_gpu_hour", "usd_per_request"}
    for name, spread in found.spreads.items():
        figure = found.figures[name]
        assert figure.low <= spread.p10 < spread.p50 < spread.p90 <= figure.high
        assert spread.draws == DRAWS
        assert found.tornado[name]
    assert found.figures["capex"] is results.cost.capex_usd


def test_the_spread_has_the_range_that_the_headline_shows(chat):
    found = uncertain(analyze(chat(), only=MONEY))
    for name, spread in found.spreads.items():
        assert with_likely(found.figures[name]).likely == (spread.p10, spread.p90)


def test_the_median_of_one_triangle(chat):
    """The purchase is 2 × a price of 199,000 to 317,000 around 270,000: a triangle of 398,000, 540,000 and 634,000."""
    spread = uncertain(analyze(chat(), only=MONEY), 7).spreads["capex"]
    assert spread.p50 == pytest.approx(398_000 + (0.5 * 236_000 * 142_000) ** 0.5, rel=0.01)
    # Below its mode, a share p of a triangle lies under low + √(p · (high − low) · (mode − low)).
    assert spread.p10 == pytest.approx(398_000 + (0.1 * 236_000 * 142_000) ** 0.5, rel=0.01)


def test_a_seed_repeats(chat):
    results = analyze(chat(), only=MONEY)
    assert uncertain(results, 3).spreads == uncertain(results, 3).spreads
    assert uncertain(results, 3).spreads != uncertain(results, 4).spreads


def test_the_unknown_has_no_spread(stack):
    found = uncertain(analyze(stack("odd: generic/storage"), only=MONEY))
    assert "capex" not in found.spreads
    assert uncertain(analyze(Design(), only=("power",))).figures == {}
