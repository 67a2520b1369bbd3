"""Both roofs of serving against published throughput and by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from designer.formulas.calculators import run_calculator
from designer.formulas.workloads.serving import Replica, step_time, throughput

LLAMA_8B_FP8 = Replica(
    weight_bytes=8.03e9,
    active_weight_bytes=8.03e9,
    active_params=8.03e9,
    kv_bytes_per_token=65_536,
    memory_bytes=0.9 * 80 * 2**30,
    memory_bytes_per_s=3.35e12,
    flops=1979e12,
)
"""On one H100 SXM, whose 80 GB are GiB; 2 · 32 layers · 8 heads · 128 values of one byte."""


def test_the_bound_holds_the_published_rows(cases):
    """Never below what is measured, never above three times of it."""
    case = cases["INF-TPUT-1"]
    rows = zip(case["inputs"]["isl_osl"], case["expected"]["measured_out_tok_s"], strict=True)
    for (given_tokens, written), measured in rows:
        bound = throughput(LLAMA_8B_FP8, given_tokens, written).output_tokens_per_s
        assert measured <= bound <= 3 * measured, (given_tokens, written)
        assert 0.5 < measured / bound < 0.7


def test_a_step_by_hand():
    """8.03 GB of weights and 10 requests of 1,000 tokens: 8.685 GB at 3.35 TB/s are 2.59 ms."""
    assert step_time(LLAMA_8B_FP8, 10, 1000) == pytest.approx((8.03e9 + 10 * 1000 * 65_536) / 3.35e12)
    arithmetic = structs.replace(LLAMA_8B_FP8, flops=1e12)
    assert step_time(arithmetic, 10, 1000) == pytest.approx(0.1606)


def test_a_mixture_reads_its_experts_once_the_batch_needs_them():
    sparse = structs.replace(LLAMA_8B_FP8, active_weight_bytes=1e9, active_params=1e9, kv_bytes_per_token=0.0)
    assert step_time(sparse, 1, 0) == pytest.approx(1e9 / 3.35e12)
    assert step_time(sparse, 100, 0) == pytest.approx(8.03e9 / 3.35e12)


@given(st.floats(1, 1e4), st.floats(1, 1e4), st.floats(0.1, 1))
def test_more_tokens_never_mean_more_answers(given_tokens, written, efficiency):
    one = throughput(LLAMA_8B_FP8, given_tokens, written, efficiency=efficiency)
    longer = throughput(LLAMA_8B_FP8, given_tokens, written * 1.5, efficiency=efficiency)
    assert longer.requests_per_s < one.requests_per_s * 1.01
    assert one.requests_per_s == pytest.approx(
        throughput(LLAMA_8B_FP8, given_tokens, written).requests_per_s * efficiency
    )


def test_limits_of_the_engine_hold():
    free = throughput(LLAMA_8B_FP8, 128, 128)
    assert throughput(LLAMA_8B_FP8, 128, 128, batch_most=8).batch == 8
    assert throughput(LLAMA_8B_FP8, 128, 128, batch_most=10**6).batch == free.batch
    cached = throughput(LLAMA_8B_FP8, 2048, 128, cached_share=0.75)
    assert cached.prefill_s == pytest.approx(throughput(LLAMA_8B_FP8, 2048, 128).prefill_s / 4)


@pytest.mark.parametrize(
    ("change", "tokens", "words"),
    [
        ({"memory_bytes": 8e9}, (10, 10), "does not fit"),
        ({}, (10, 0), "output_tokens"),
        ({}, (-1, 10), "input_tokens"),
        ({"flops": 0.0}, (10, 10), "flops"),
        ({}, (10**9, 10), "does not fit"),
    ],
)
def test_what_cannot_be_is_refused(change, tokens, words):
    with pytest.raises(ValueError, match=words):
        throughput(structs.replace(LLAMA_8B_FP8, **change), *tokens)


def test_the_calculator_is_the_same_function():
    settings = {
        "params": "8.03e9",
        "bytes_per_param": "1",
        "kv_bytes_per_token": "65536",
        "memory_gb": "80",
        "memory_gb_per_s": "3350",
        "peak_tflops": "1979",
        "input_tokens": "1000",
        "output_tokens": "1000",
    }
    found = run_calculator("serving", settings)
    assert found["output_tokens_per_s"] == pytest.approx(throughput(LLAMA_8B_FP8, 1000, 1000).output_tokens_per_s)
