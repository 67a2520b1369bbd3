"""A run of one's own: the factor by hand, what it leaves open, and runs of something else."""

import pytest

from designer.formulas.calibration import CALIBRATED, calibrated_serving, calibrated_training


def test_a_run_at_the_point_at_hand() -> None:
    found = calibrated_serving(1800.0, 2000.0, 1.0)
    assert found.ratio == pytest.approx(0.9)
    near = CALIBRATED["tokens a second, near"]
    assert found.spreads["tokens a second"] == (near.low, near.high)
    # Narrower than without a run: × 0.73 to 1.24 of the rate and × 0.76 to 1.36 of the time per token.
    assert near.high / near.low < 1.24 / 0.73
    low, high = found.spreads["time per token"]
    assert high / low < 1.36 / 0.76


@pytest.mark.parametrize(
    ("times", "same_lengths", "how"),
    [(4.0, True, "near"), (0.25, True, "near"), (4.1, True, "far"), (0.2, True, "far"), (1.0, False, "far")],
)
def test_further_away_more_is_left_open(times: float, same_lengths: bool, how: str) -> None:
    found = calibrated_serving(100.0, 100.0, times, same_lengths=same_lengths)
    told = CALIBRATED[f"time per token, {how}"]
    assert found.spreads["time per token"] == (told.low, told.high)
    assert found.pairs == told.pairs


def test_a_step_takes_the_wider_of_both() -> None:
    found = calibrated_training(11.0, 10.0)
    assert found.ratio == pytest.approx(1.1)
    again, same = CALIBRATED["step, the same run again"], CALIBRATED["step, same split"]
    assert found.spreads["step"] == (again.low, again.high)
    assert (again.low, again.high) < (same.low, same.high) or again.high > same.high
    assert found.pairs == 94


@pytest.mark.parametrize(("measured", "computed"), [(9.0, 1.0), (1.0, 9.0), (0.0, 1.0), (1.0, float("nan"))])
def test_a_run_of_something_else_is_refused(measured: float, computed: float) -> None:
    with pytest.raises(ValueError, match=r"not of one thing|above 0|finite"):
        calibrated_training(measured, computed)
    with pytest.raises(ValueError, match=r"not of one thing|above 0|finite"):
        calibrated_serving(measured, computed, 1.0)
