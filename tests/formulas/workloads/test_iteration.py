"""The time of an iteration against the measured rows: fitted on one half, judged on the other."""

import csv
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from scipy.optimize import minimize

from designer.formulas.workloads.iteration import MEAN_ERROR, MEASURED, IterationConstants, Split, iteration_time

CASES = Path(__file__).parents[2] / "cases"
PEAK, INSIDE, OUTSIDE = 312.0, 300.0, 25.0
"""A100: dense BF16, NVLink one way, one HDR port for each."""


def rows(name):
    with (CASES / name).open(encoding="utf-8-sig", newline="") as file:
        return [[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]


MULTI = rows("vtrain_multi_half.csv")


def seconds(row, constants=MEASURED):
    billions, _, batch, micro, hidden, _, layers, seq, tp, dp, pp, _ = row
    split = Split(global_batch=int(batch), micro_batch=int(micro), tp=int(tp), dp=int(dp), pp=int(pp))
    return iteration_time(
        billions * 1e9, int(layers), int(hidden), int(seq), split, PEAK, INSIDE, OUTSIDE, constants=constants
    ).total_s


def mean_error(some, constants):
    return float(np.mean([abs(seconds(row, constants) / (row[-1] / 1000) - 1) for row in some]))


def fitted(some):
    def loss(logs):
        return mean_error(some, IterationConstants(*np.exp(logs)))

    found = np.log(structs.astuple(MEASURED))
    for _ in range(2):
        found = minimize(loss, found, method="Nelder-Mead", options={"maxiter": 600, "fatol": 1e-6}).x
    return IterationConstants(*np.exp(found))


@pytest.mark.parametrize("first", [0, 1])
def test_what_is_fitted_on_one_half_holds_on_the_other(first):
    """METHODS bounds the mean error by 13.5%; odd rows judged on even ones and the reverse."""
    constants = fitted(MULTI[first::2])
    error = mean_error(MULTI[1 - first :: 2], constants)
    assert error < 0.135
    assert error < MEAN_ERROR + 0.02


def test_the_constants_are_those_of_all_rows():
    assert mean_error(MULTI, MEASURED) == pytest.approx(mean_error(MULTI, fitted(MULTI)), abs=0.003)
    assert mean_error(MULTI, MEASURED) < 0.135


def test_a_measured_model_of_175_billion(cases):
    published = cases["TRN-MEAS-1"]
    inputs = published["inputs"]
    split = Split(global_batch=1536, micro_batch=3, tp=inputs["TP"], dp=inputs["DP"], pp=inputs["PP"])
    time = iteration_time(175e9, 96, 12288, 2048, split, PEAK, INSIDE, OUTSIDE)
    assert time.total_s * 1000 == pytest.approx(published["expected"]["iter_ms"], rel=0.20)
    assert time.total_s == pytest.approx(sum(structs.astuple(time)))


def test_more_of_everything_takes_no_longer():
    split = Split(global_batch=64, micro_batch=1, tp=8, dp=2, pp=4)

    def total(peak=PEAK, inside=INSIDE, outside=OUTSIDE, **changes):
        divided = structs.replace(split, **changes)
        return iteration_time(39e9, 48, 8192, 2048, divided, peak, inside, outside).total_s

    assert total(peak=2 * PEAK) < total()
    assert total(inside=2 * INSIDE) < total()
    assert total(outside=2 * OUTSIDE) < total()
    assert total(tp=16) > total(tp=8) * 0.5
    assert total(global_batch=128) > total()


def test_one_accelerator_sends_nothing():
    alone = Split(global_batch=4, micro_batch=1, tp=1, dp=1, pp=1)
    time = iteration_time(1e9, 24, 2048, 2048, alone, PEAK, INSIDE, OUTSIDE)
    assert (time.tensor_parallel_s, time.bubble_s, time.gradients_s) == (0, 0, 0)
    lighter = iteration_time(1e9, 24, 2048, 2048, alone, PEAK, INSIDE, OUTSIDE, recompute=False)
    assert lighter.arithmetic_s == pytest.approx(time.arithmetic_s * 3 / 4)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"dp": 3}, "does not divide"),
        ({"pp": 49}, "at most the 48 layers"),
        ({"tp": 0}, "tp must be at least 1"),
    ],
)
def test_what_cannot_be_is_refused(change, words):
    split = structs.replace(Split(global_batch=64, micro_batch=1, tp=8, dp=2, pp=4), **change)
    with pytest.raises(ValueError, match=words):
        iteration_time(39e9, 48, 8192, 2048, split, PEAK, INSIDE, OUTSIDE)


def test_interleaved_stages_shorten_the_bubble_alone():
    """(p − 1) / v stages wait (Narayanan et al., 2021, section 2.2)."""
    split = Split(global_batch=64, micro_batch=1, tp=8, dp=2, pp=4)
    plain = iteration_time(39e9, 48, 8192, 2048, split, PEAK, INSIDE, OUTSIDE)
    turned = iteration_time(39e9, 48, 8192, 2048, structs.replace(split, interleave=3), PEAK, INSIDE, OUTSIDE)
    assert turned.bubble_s == pytest.approx(plain.bubble_s / 3)
    assert turned.total_s == pytest.approx(plain.total_s - plain.bubble_s * 2 / 3)
    with pytest.raises(ValueError, match="interleaved stages"):
        iteration_time(39e9, 48, 8192, 2048, structs.replace(split, interleave=5), PEAK, INSIDE, OUTSIDE)
