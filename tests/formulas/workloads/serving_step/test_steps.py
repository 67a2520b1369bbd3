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


@pytest.fixture(scope="module")
def referred(library):
    """Rows of which another program tells its answers, as questions, and these answers."""
    reference = {row["id"]: row for row in read("serving_reference.csv")}
    found = [row for row in read("serving_rows_public.csv") if row["id"] in reference]
    assert len(found) == len(reference) == 84
    return found, [question_of(row, library) for row in found], reference


def as_published(question):
    """QUESTION on a chip that unpacks four bits to BF16 on the way, as the published form takes of all."""
    return replace(question, chip=replace(question.chip, has_fp4=False))


def test_every_term_is_that_of_the_reference(referred):
    """Without what it does not know: native four bits, and kernels that narrow the inputs of FP8 layers."""
    found, questions, reference = referred
    without = replace(CONSTANTS, narrow_s=replace(CONSTANTS.narrow_s, value=0.0))
    worked = steps([as_published(one) for one in questions], without)
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


def test_beside_the_reference_two_terms_differ_and_only_in_eight_and_four_bits(referred):
    """By hand: experts × 0.955 / 1.32 in native four bits; 4 × 3.26 µs more in each FP8 layer; all else the same."""
    found, questions, reference = referred
    worked = steps(questions)
    for place, row in enumerate(found):
        wanted = {name: float(reference[row["id"]][f"{name}_ms"]) for name in TERMS}
        if row["precision"] == "fp4" and row["system"].startswith(("b", "g")):
            wanted["experts"] *= 0.955 / 1.32
        if row["precision"] == "fp8":
            wanted["layers"] += 4 * 3.26e-3 * questions[place].shape.layers
        for name, value in wanted.items():
            assert worked.terms[name][place] * 1e3 == pytest.approx(value, SAME, ROUNDED_MS)


def test_chips_without_a_width_neither_narrow_nor_read_natively(library):
    assert asked(library, weights="fp8").narrowed == 4
    assert asked(library, weights="bf16").narrowed == asked(library, weights="fp4").narrowed == 0
    # FP8 weights on A100 are widened to BF16, their inputs stay as they are.
    assert asked(library, chip="nvidia/a100-sxm4-80gb", weights="fp8").narrowed == 0
    assert asked(library, chip="nvidia/b200-sxm-180gb", weights="fp4").reads_natively
    assert not asked(library, chip="nvidia/h200-sxm-141gb", weights="fp4").reads_natively
    assert not asked(library, chip="nvidia/b200-sxm-180gb", weights="int4").reads_natively


def test_the_error_on_measured_rows_is_as_it_is_told(rows, worked):
    median, high = errors(worked.token_s * 1e3, [float(row["tpot_ms"]) for row in rows])
    assert (median, high) == (pytest.approx(0.099, abs=0.002), pytest.approx(0.302, abs=0.002))
    median, high = errors(worked.first_s * 1e3, [float(row["ttft_ms"]) for row in rows])
    assert (median, high) == (pytest.approx(0.272, abs=0.003), pytest.approx(0.792, abs=0.005))
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
