"""Average days of a year: sums by hand, the normal distribution by its published values, hours that agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.cooling.average_days import DAYS, compressor_shares, share_above, year_mean, year_sum

FLAT = np.zeros((12, 24))


def test_a_year_of_ones_has_8760_hours() -> None:
    assert year_sum(FLAT + 1.0) == 8760.0
    assert year_mean(FLAT + 3.0) == pytest.approx(3.0)
    # One hour of each day of February alone.
    february = FLAT.copy()
    february[1, 5] = 1.0
    assert year_sum(february) == 28.0
    assert DAYS.sum() == 365


def test_shares_are_those_of_the_normal_distribution() -> None:
    # Φ(1) = 0.841345, Φ(1.96) = 0.975002 (tables of the standard normal distribution).
    shares = share_above(FLAT + 10.0, FLAT + 4.0, 14.0)
    assert shares == pytest.approx(np.full((12, 24), 1 - 0.8413447), abs=1e-6)
    assert share_above(FLAT, FLAT + 1.0, 1.96)[0, 0] == pytest.approx(1 - 0.9750021, abs=1e-6)
    # Days that are all alike are above or not.
    assert share_above(FLAT + 10.0, FLAT, 9.0).min() == 1.0
    assert share_above(FLAT + 10.0, FLAT, 11.0).max() == 0.0
    with pytest.raises(ValueError, match="threshold_c"):
        share_above(FLAT, FLAT, float("nan"))


def test_compressors_run_in_the_warm_hours_for_as_many_as_are_not_free() -> None:
    mean = np.linspace(-5.0, 25.0, 12)[:, None] + np.linspace(0.0, 8.0, 24)[None, :]
    shares = compressor_shares(mean, FLAT + 2.0, 12.0, 5000.0)
    assert year_sum(shares) == pytest.approx(3760.0, abs=1e-6)
    # The warmer the hour, the more days: along the months and along the hours alike.
    assert (np.diff(shares, axis=0) >= 0).all()
    assert (np.diff(shares, axis=1) >= 0).all()
    assert shares[0, 0] < 1e-6 < 0.999 < shares[11, 23]
    assert compressor_shares(mean, FLAT, 12.0, 8760.0).max() == 0.0
    assert compressor_shares(mean, FLAT, 12.0, 0.0).min() == 1.0
    with pytest.raises(ValueError, match="free_h"):
        compressor_shares(mean, FLAT, 12.0, 9000.0)


@given(st.floats(0.0, 8760.0), st.floats(-20.0, 40.0), st.floats(0.5, 12.0))
def test_hours_always_agree_with_those_that_were_counted(free_h: float, threshold: float, spread: float) -> None:
    mean = 10.0 + 9.0 * np.sin(np.arange(12) / 2.0)[:, None] + 4.0 * np.sin(np.arange(24) / 4.0)[None, :]
    shares = compressor_shares(mean, FLAT + spread, threshold, free_h)
    assert year_sum(shares) == pytest.approx(8760.0 - free_h, abs=1e-4)
    assert shares.min() >= 0.0
    assert shares.max() <= 1.0
