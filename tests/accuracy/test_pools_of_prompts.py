"""First tokens of pools that read prompts for others: what the guide says of 38 rows, and why eight are far off."""

import numpy as np
import pytest

from designer.formulas.workloads.serving_step.step import Columns, curves_of_rows
from tests.formulas.workloads.serving_step.measured import measured_rows, question_of
from tests.shipped import LIBRARY

FEW = 8
"""Requests at once up to which hardly a prompt waits for another."""


@pytest.fixture(scope="module")
def first_tokens():
    """Rows with prompts read apart, and measured over computed: the prompt alone, no queue, no steps of others."""
    rows = measured_rows("disagg")
    curves = curves_of_rows(Columns([question_of(row, LIBRARY) for row in rows]))
    alone = curves.front_s + curves.admission_s
    return [(row, float(row["ttft_ms"]) / 1e3 / seconds) for row, seconds in zip(rows, alone, strict=True)]


@pytest.fixture(scope="module")
def few(first_tokens):
    return [(row, ratio) for row, ratio in first_tokens if float(row["concurrency"]) <= FEW]


def test_thirty_of_38_are_one_to_three_times_as_long_as_computed(few):
    assert len(few) == 38
    near = [ratio for _, ratio in few if ratio < 3]
    assert len(near) == 30
    assert min(near) > 1.0
    assert 1.5 < np.median(near) < 1.8
    assert all(ratio > 9 for _, ratio in few if ratio >= 3)


def test_what_is_far_off_is_no_load_for_it_falls_with_more_requests(first_tokens, few):
    """On the same machines, of the same lengths: more requests at once, shorter first tokens; a start that is shared.

    A queue, a prompt or a cache that is handed on grow with requests, so that none of them explains these.
    """
    far = [row for row, ratio in few if ratio > 9]
    assert {row["engine"] for row in far} == {"trtllm"}
    same = ("model", "system", "engine", "precision", "isl", "osl", "tp", "ep", "dp", "workers")
    falling, rising, alone = 0, 0, 0
    for row in far:
        own = row["id"].rpartition("_")[2]
        others = [
            one for one, _ in first_tokens if one["id"].endswith(f"_{own}") and all(one[k] == row[k] for k in same)
        ]
        others.sort(key=lambda one: float(one["concurrency"]))
        assert others[0] == row
        if len(others) == 1:
            alone += 1
        elif float(others[1]["ttft_ms"]) < float(row["ttft_ms"]):
            falling += 1
        else:
            rising += 1
    assert (falling, rising, alone) == (5, 2, 1)
    told = {row["id"].rpartition("_")[2]: float(row["ttft_ms"]) / 1e3 for row in far if row["isl"] == "1024"}
    assert told["cfg494"] == pytest.approx(12.3, abs=0.05)
    assert told["cfg378"] == pytest.approx(38.6, abs=0.05)
