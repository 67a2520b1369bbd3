"""A serving step against another program, against what was measured, and against what must hold of any."""

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.serving_rows.parts import chip_of, shape_of
from designer.formulas.workloads.serving_step.constants import CONSTANTS
from designer.formulas.workloads.serving_step.question import Question
from designer.formulas.workloads.serving_step.step import TERMS, steps
from tests.formulas.workloads.serving_step.measured import measured_rows, question_of, read

SAME = 0.005
ROUNDED_MS = 2e-4
"""The reference has four decimals."""


@pytest.fixture(scope="module")
def rows():
    return measured_rows()


@pytest.fixture(scope="module")
def questions(rows, library):
    return [question_of(row, library) for row in rows]


@pytest.fixture(scope="module")
def worked(questions):
    return steps(questions)


def errors(computed, measured):
    """Median and 90th percentile of |computed ÷ measured − 1|."""
    return np.percentile(np.abs(np.asarray(computed) / np.asarray(measured) - 1), [50, 90])


def test_every_term_is_that_of_the_reference(library):
    reference = {row["id"]: row for row in read("serving_reference.csv")}
    found = [row for row in read("serving_rows_public.csv") if row["id"] in reference]
    assert len(found) == len(reference) == 84
    worked = steps([question_of(row, library) for row in found])
    for place, row in enumerate(found):
        wanted = reference[row["id"]]
        for name in TERMS:
            assert worked.terms[name][place] * 1e3 == pytest.approx(float(wanted[f"{name}_ms"]), SAME, ROUNDED_MS)
        assert worked.token_s[place] * 1e3 == pytest.approx(float(wanted["tpot_ms"]), SAME)
        assert worked.prompt_s[place] * 1e3 == pytest.approx(float(wanted["prefill_one_ms"]), SAME)
        assert worked.batch[place] == pytest.approx(float(wanted["batch"]), SAME)
        for name, value in (("ttft_ms", worked.first_s * 1e3), ("output_tokens_per_s", worked.tokens_per_s)):
            if wanted[name]:
                assert value[place] == pytest.approx(float(wanted[name]), SAME)


def test_the_error_on_measured_rows_is_as_it_is_told(rows, worked):
    median, high = errors(worked.token_s * 1e3, [float(row["tpot_ms"]) for row in rows])
    assert (median, high) == (pytest.approx(0.114, abs=0.002), pytest.approx(0.342, abs=0.002))
    median, high = errors(worked.first_s * 1e3, [float(row["ttft_ms"]) for row in rows])
    assert (median, high) == (pytest.approx(0.274, abs=0.003), pytest.approx(0.796, abs=0.005))
    output = [float(row["osl"]) for row in rows]
    seconds = [
        (float(row["ttft_ms"]) + each * float(row["tpot_ms"])) / 1e3 for row, each in zip(rows, output, strict=True)
    ]
    rate = [float(row["concurrency"]) * each / spent for row, each, spent in zip(rows, output, seconds, strict=True)]
    median, high = errors(worked.tokens_per_s, rate)
    assert median < 0.15
    assert high < 0.35


@pytest.mark.parametrize("name", ["experts", "layer_s", "prefill", "link"])
def test_another_constant_is_seen_in_the_error(name, rows, questions, worked):
    constant = getattr(CONSTANTS, name)
    changed = steps(questions, replace(CONSTANTS, **{name: replace(constant, value=constant.value * 1.2)}))
    measured = [float(row["tpot_ms"]) for row in rows]
    assert abs(errors(changed.token_s * 1e3, measured)[0] - errors(worked.token_s * 1e3, measured)[0]) > 0.0005


def test_constants_lie_within_their_spread():
    for name in CONSTANTS.__struct_fields__:
        constant = getattr(CONSTANTS, name)
        assert constant.meaning
        assert constant.source
        if constant.spread is not None:
            low, high = constant.spread
            assert low < constant.value < high


def asked(library, model="meta/llama-3.1-70b", chip="nvidia/h100-sxm5-80gb", **changes):
    shape, _ = shape_of(library.parts[model])
    plain = Question(
        shape=shape,
        chip=chip_of(library.parts[chip]),
        engine="vllm",
        input_tokens=1024,
        output_tokens=512,
        concurrency=32,
        tensor=4,
    )
    return replace(plain, **changes)


@pytest.mark.parametrize("model", ["meta/llama-3.1-70b", "deepseek/deepseek-r1", "zhipu/glm-5", "mistral/mixtral-8x7b"])
def test_better_hardware_is_never_slower(model, library):
    plain = asked(library, model, "nvidia/h200-sxm-141gb", tensor=8, weights="fp8")
    better = [
        replace(plain, chip=replace(plain.chip, **{name: getattr(plain.chip, name) * 2}))
        for name in ("memory_bytes", "bytes_per_s", "bf16_per_s", "fp8_per_s", "scale_up_bytes_per_s")
    ]
    worked = steps([plain, *better])
    assert (worked.tokens_per_s[1:] >= worked.tokens_per_s[0] * (1 - 1e-12)).all()
    assert (worked.token_s[2:] <= worked.token_s[0] * (1 + 1e-12)).all()


def test_more_requests_at_once_take_longer_each_and_give_more_together(library):
    worked = steps([asked(library, concurrency=count) for count in (1, 4, 16, 64)])
    assert (np.diff(worked.token_s) > 0).all()
    assert (np.diff(worked.tokens_per_s) > 0).all()


def test_what_does_not_fit_waits(library):
    one = asked(library, tensor=2, concurrency=4096, input_tokens=8192)
    worked = steps([one, replace(one, chip=replace(one.chip, memory_bytes=one.chip.memory_bytes * 10))])
    assert worked.waiting[0] > 0
    assert worked.batch[0] + worked.waiting[0] == pytest.approx(4096)
    assert worked.first_s[0] > worked.first_s[1]


def test_two_replicas_give_twice_of_twice_the_requests(library):
    worked = steps([asked(library), asked(library, concurrency=64, replicas=2)])
    assert worked.token_s[1] == pytest.approx(worked.token_s[0])
    assert worked.tokens_per_s[1] == pytest.approx(2 * worked.tokens_per_s[0])


def test_rows_are_worked_out_alike_alone_and_together(questions, worked):
    for place in (0, 500, 1500):
        assert steps([questions[place]]).token_s[0] == worked.token_s[place]


def test_across_hosts_the_network_is_paid(library):
    near, far = (asked(library, tensor=8), asked(library, tensor=16, network_bytes_per_s=50e9))
    slower = replace(far, network_bytes_per_s=25e9)
    worked = steps([near, far, slower])
    assert worked.terms["allreduce"][0] < worked.terms["allreduce"][1] < worked.terms["allreduce"][2]
    assert far.outside == ("across scale-up domains",)
    assert near.outside == ()
