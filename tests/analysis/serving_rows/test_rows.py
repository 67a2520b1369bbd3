"""Tables of serving steps: what is answered with its range, and what is refused in one line."""

import pytest

from designer.analysis.serving_rows.rows import INPUTS, OUTPUTS, answer_rows
from tests.formulas.workloads.serving_step.measured import measured_rows, table_of

GOOD = {
    "model": "alibaba/qwen3-32b",
    "accelerator": "nvidia/h100-sxm5-80gb",
    "engine": "vllm",
    "input_tokens": "1024",
    "output_tokens": "128",
    "concurrency": "64",
    "tp": "4",
}


@pytest.fixture
def ask(library):
    return lambda *rows: answer_rows(rows, library.parts.get)


def test_the_worked_example(ask):
    (answer,) = ask(GOOD)
    token = answer["tpot_ms"]
    assert (round(token.value, 1), round(token.low, 1), round(token.high, 1)) == (28.7, 21.8, 39.0)
    assert answer["ttft_ms"].value == pytest.approx(433, abs=1)
    assert [name for name, _, _ in OUTPUTS] == list(answer)
    assert sum(answer[name].value for name, *_ in OUTPUTS[-10:]) == pytest.approx(token.value)


def test_ranges_hold_most_of_what_was_measured_and_are_no_wider_than_promised(ask):
    rows = measured_rows()
    answers = ask(*table_of(rows))
    for name, measured, widest in (("tpot_ms", "tpot_ms", 2.0), ("ttft_ms", "ttft_ms", 4.5)):
        inside = [
            answer[name].low <= float(row[measured]) <= answer[name].high
            for answer, row in zip(answers, rows, strict=True)
        ]
        assert sum(inside) / len(rows) >= 0.8
        assert sum(answer[name].high / answer[name].low for answer in answers) / len(rows) <= widest
    rates = [answer["output_tokens_per_s"] for answer in answers]
    assert sum(rate.high / rate.low for rate in rates) / len(rows) <= 1.9


def test_prompts_that_are_read_elsewhere_have_no_first_token(ask):
    rows = measured_rows("disagg")
    answers = ask(*table_of(rows))
    assert all(answer["ttft_ms"].value is None and answer["ttft_ms"].missing for answer in answers)
    assert all(answer["prefill_ms"].value == 0 for answer in answers)
    inside = [
        answer["tpot_ms"].low <= float(row["tpot_ms"]) <= answer["tpot_ms"].high
        for answer, row in zip(answers, rows, strict=True)
    ]
    assert sum(inside) / len(rows) >= 0.8


def test_outside_of_what_was_measured_the_range_is_wider(ask):
    plain, other_chip, stages, engine, unpublished = ask(
        GOOD,
        GOOD | {"accelerator": "amd/mi300x"},
        GOOD | {"pp": "2"},
        GOOD | {"engine": "other"},
        GOOD | {"model": "mistral/mixtral-8x7b"},
    )

    def width(answer, name="tpot_ms"):
        return answer[name].high / answer[name].low

    assert width(plain) == pytest.approx(1.36 / 0.76)
    for answer in (other_chip, stages, unpublished):
        assert width(answer) == pytest.approx(width(plain) * 1.4**2)
    assert width(engine) == pytest.approx(width(plain))
    assert width(engine, "ttft_ms") > width(plain, "ttft_ms")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tp": "16"}, "tp 16 needs network_gb_per_s"),
        ({"tp": "4", "dp": "4"}, "tp 4 × dp 4 needs network_gb_per_s"),
        ({"ep": "8"}, "ep 8 is more than the 4 accelerators of a replica"),
        ({"tp": "1.5"}, "tp must be a whole number of at least 1, not 1.5"),
        ({"tp": "many"}, "tp must be a number, not 'many'"),
        ({"tp": "nan"}, "tp must be"),
        ({"concurrency": "0"}, "concurrency must be above 0 and at most 1e+09, not 0"),
        ({"concurrency": "-1"}, "concurrency must be above 0"),
        ({"concurrency": "inf"}, "concurrency must be above 0"),
        ({"concurrency": ""}, "concurrency is missing"),
        ({"engine": "vLLM"}, "engine is 'vLLM'; it must be one of vllm, sglang, trtllm, other"),
        ({"weights": "fp16"}, "weights is 'fp16'; it must be one of bf16, fp8, fp4, int4"),
        ({"disaggregated": "2"}, "disaggregated must be 0 or 1, not 2"),
        ({"model": "nobody/knows"}, "the catalog has no model nobody/knows"),
        ({"accelerator": "nobody/knows"}, "the catalog has no accelerator nobody/knows"),
        ({"model": "nvidia/dgx-h100"}, "nvidia/dgx-h100 states no layers"),
        ({"accelerator": "meta/llama-3.1-8b"}, "meta/llama-3.1-8b states no memory"),
    ],
)
def test_a_row_that_cannot_be_answered_says_why_and_stops_no_other(change, said, ask):
    first, refused, last = ask(GOOD, GOOD | change, GOOD)
    assert refused.startswith(said)
    assert "\n" not in refused
    assert first == last


def test_nothing_asked_is_nothing_answered(ask):
    assert ask() == []
    assert {column.name for column in INPUTS if column.default is None} == {
        "model",
        "accelerator",
        "input_tokens",
        "output_tokens",
        "concurrency",
    }
