"""Times of drawn engines against the method in plain Python, term by term, and how sure they are."""

import pytest

from designer.analysis.serving_rows.rows import answer_rows
from designer.analysis.workloads.serving.result import serving
from designer.formulas.measured_errors import MEASURED_ERRORS
from designer.formulas.workloads.serving_step.constants import TESTED_BATCH, TESTED_INPUT, TESTED_OUTPUT
from designer.model.figures.figure import recompute
from tests.analysis.workloads.serving.oracle import Oracle
from tests.formulas.workloads.serving_step.measured import measured_rows

QWEN, DEEPSEEK, LLAMA = "alibaba/qwen3-32b", "deepseek/deepseek-r1", "meta/llama-3.1-70b"


@pytest.fixture
def served(stack, asked, joined):
    """The result of one engine of USE tokens on HOST; FACTS are those of the engine."""

    def find(host, model, tokens, facts=None, callers=None, engine="vllm/vllm", *, cabled=False, **choices):
        use = {"input_tokens": tokens[0], "output_tokens": tokens[1], **(callers or {})}
        lines = ("app: langchain/langchain", f"engine: {engine}", f"box: {host}", "app > engine", "engine @ box")
        design = stack(
            *lines,
            facts={"app": use, "engine": {**use, **(facts or {})} if not callers else facts or {}},
            choices={"engine": {"model": model, **choices}},
        )
        design = joined(design) if cabled else design
        graph, traffic = asked(design)
        return serving(design, graph, design.nodes["engine"], traffic["engine"])

    return find


def term(figure, label):
    return next(one for one in figure.walk() if one.label == label)


def ten(figure):
    """The ten terms of a time per token, in ms."""
    return [
        one.value * 1e3 for one in next(one for one in figure.walk() if one.formula == "the sum of ten terms").terms
    ]


def test_the_worked_example_of_a_dense_model(served):
    """Qwen3 32B in BF16 on four H100 with vLLM, 1024 in and 128 out, 64 at once in each of two copies."""
    facts = {"tensor_parallel": 4, "requests_at_once": 128}
    found = served("nvidia/dgx-h100", QWEN, (1024, 128), facts)
    assert [found.replicas.value, found.batch.value] == [2, 64]
    wanted = [4.56, 0, 1.99, 1.71, 3.51, 0, 1.62, 0, 0.97, 14.35]
    assert ten(found.token_s) == pytest.approx(wanted, abs=0.006)
    assert found.token_s.value * 1e3 == pytest.approx(28.7, abs=0.05)
    assert [found.token_s.low * 1e3, found.token_s.high * 1e3] == pytest.approx([21.8, 39.0], abs=0.05)
    assert found.prompt_s.value * 1e3 == pytest.approx(33.9, abs=0.05)
    assert found.first_token_s.value * 1e3 == pytest.approx(433, abs=0.5)
    assert [found.first_token_s.low * 1e3, found.first_token_s.high * 1e3] == pytest.approx([225.0, 986.6], abs=1)
    rate = 128 * 128 / (0.43274 + 128 * 0.0287068)
    assert found.output_tokens_per_s.value == pytest.approx(rate, rel=1e-4)
    ends = [found.output_tokens_per_s.low, found.output_tokens_per_s.high]
    assert ends == pytest.approx([rate * 0.73, rate * 1.24], rel=1e-4)
    assert found.accelerator_tokens_per_s.value == pytest.approx(rate / 8, rel=1e-4)
    assert found.user_tokens_per_s.value == pytest.approx(1 / 0.0287068, rel=1e-4)


def test_the_worked_example_of_a_mixture_of_experts(served):
    """DeepSeek-R1 in FP8 on eight B200 with SGLang, experts over all eight, 1024 in and out, 64 at once.

    The published example has 6.27 ms of layers, 22.2 ms a token and 526 ms to the first (27.0 and 1,616 were measured);
    narrowing four inputs in each of 61 layers adds 61 × 4 × 3.26 µs = 0.80 ms to a token, and 1.51 times that to the
    first.
    """
    facts = {"tensor_parallel": 8, "requests_at_once": 64}
    found = served("nvidia/dgx-b200", DEEPSEEK, (1024, 1024), facts, precision="fp8", backend="sglang")
    wanted = [0.25, 11.72, 0.63, 0.21, 7.07, 0.08, 1.43, 0, 0.97, 0.62]
    assert ten(found.token_s) == pytest.approx(wanted, abs=0.006)
    assert found.token_s.value * 1e3 == pytest.approx(22.2 + 0.795, abs=0.05)
    assert found.first_token_s.value * 1e3 == pytest.approx(526 + 1.51 * 0.795, rel=0.005)
    assert found.bound == "memory bandwidth"


@pytest.mark.parametrize(
    ("model", "host", "weights", "facts", "t", "groups"),
    [
        (QWEN, "nvidia/dgx-h100", "bf16", {"tensor_parallel": 2}, 2, 1),
        (LLAMA, "nvidia/dgx-b200", "fp8", {"tensor_parallel": 1}, 1, 1),
        (DEEPSEEK, "nvidia/dgx-b200", "fp8", {"tensor_parallel": 2, "attention_groups": 4}, 2, 4),
        ("alibaba/qwen3-235b-a22b", "nvidia/dgx-h100", "fp8", {"tensor_parallel": 8}, 8, 1),
    ],
)
def test_every_figure_is_that_of_the_method(served, library, model, host, weights, facts, t, groups):
    chip = library.part(library.part(host).contains[0].part)
    one = Oracle(library.part(model), chip, weights, (2000, 400), t, groups)
    use = {"users": 100, "requests_per_user_hour": 36, "peak_factor": 2}
    found = served(host, model, (2000, 400), facts, use, precision=weights)
    replicas = 8 / (t * groups)
    assert found.replicas.value == replicas
    assert found.batch.value == pytest.approx(one.fits)
    assert found.requests_per_s.value == pytest.approx(replicas * one.fits / one.answer(one.fits))
    number = one.at_once(2 / replicas)
    assert found.at_once.value == pytest.approx(number, rel=1e-4)
    assert ten(found.token_s) == pytest.approx([value * 1e3 for value in one.terms(number).values()], rel=2e-4)
    assert term(found.first_token_s, "first token, as measured").value == pytest.approx(one.first(number), rel=2e-4)
    assert found.answer_s.value == pytest.approx(one.answer(number), rel=2e-4)
    for figure in (found.token_s, found.first_token_s, found.requests_per_s, found.batch, found.weights_gb):
        assert recompute(figure) == pytest.approx(figure.value)


def test_between_hosts_the_drawn_network_is_paid(served, library):
    """Sixteen accelerators of two DGX H100, 50 GB/s of the fabric for each: all-reduces leave NVLink."""
    chip = library.part("nvidia/h100-sxm5-80gb")
    one = Oracle(library.part(LLAMA), chip, "bf16", (1024, 512), 16, network=50e9)
    use = {"users": 10, "requests_per_user_hour": 36, "peak_factor": 1}
    found = served("nvidia/dgx-h100 x2", LLAMA, (1024, 512), {"tensor_parallel": 16}, use, cabled=True)
    number = one.at_once(0.1)
    assert ten(found.token_s) == pytest.approx([value * 1e3 for value in one.terms(number).values()], rel=2e-4)
    assert found.token_s.high == pytest.approx(found.token_s.value * 1.36 * 1.4)
    assert found.how_sure["token_s"].outside[0] == "across scale-up domains"
    assert "spans 2 hosts" in found.reason


def test_what_comes_from_a_cache_of_prefixes_is_not_read_again(served, library):
    use = {"users": 100, "requests_per_user_hour": 36, "peak_factor": 1, "cached_input_share": 0.75}
    found = served("nvidia/dgx-h100", QWEN, (2000, 400), {"tensor_parallel": 8}, use)
    chip = library.part("nvidia/h100-sxm5-80gb")
    one = Oracle(library.part(QWEN), chip, "bf16", (2000, 400), 8, cached=0.75)
    assert found.prompt_s.value == pytest.approx(one.prompt())
    assert found.batch.value == pytest.approx(one.fits)
    assert "prompts partly read from a cache" in found.how_sure["first_token_s"].outside


def test_prompts_that_are_read_elsewhere_slow_no_token_and_leave_the_first_unknown(served, library):
    facts = {"tensor_parallel": 8, "requests_at_once": 64}
    here = served("nvidia/dgx-h100", QWEN, (1024, 512), facts)
    pool = served("nvidia/dgx-h100", QWEN, (1024, 512), facts, prompts="elsewhere")
    one = Oracle(library.part(QWEN), library.part("nvidia/h100-sxm5-80gb"), "bf16", (1024, 512), 8)
    token = one.token(64) - one.terms(64)["prefill"]
    assert pool.token_s.value == pytest.approx(token)
    assert pool.token_s.value < here.token_s.value
    # A place is held while an answer is written: 64 of them, each for 512 tokens.
    assert pool.requests_per_s.value == pytest.approx(64 / (512 * token))
    assert pool.first_token_s.value is None
    assert "machines" not in pool.how_sure
    assert "first_token_s" not in pool.how_sure


def test_engines_differ_in_the_first_token_alone(served):
    facts = {"tensor_parallel": 4, "requests_at_once": 128}
    use = ("nvidia/dgx-h100", QWEN, (1024, 128), facts)
    found = {
        name: served(*use, engine=engine, **choices)
        for name, engine, choices in (
            ("vllm", "vllm/vllm", {}),
            ("sglang", "vllm/vllm", {"backend": "sglang"}),
            ("other", "nvidia/nim", {}),
        )
    }
    assert len({round(one.token_s.value, 9) for one in found.values()}) == 1
    first = {name: one.first_token_s for name, one in found.items()}
    assert first["sglang"].value > first["other"].value > first["vllm"].value
    assert [first["vllm"].high / first["vllm"].value, first["other"].high / first["other"].value] == pytest.approx(
        [2.28, 2.35]
    )


def test_how_sure_a_figure_is_and_where_it_lies_outside(served):
    facts = {"tensor_parallel": 4, "requests_at_once": 128}
    inside = served("nvidia/dgx-h100", QWEN, (1024, 128), facts)
    error = MEASURED_ERRORS["time per token"]
    sure = inside.how_sure["token_s"]
    assert (sure.rows, sure.median, sure.nine_in_ten, sure.outside) == (error.rows, error.median, error.nine_in_ten, ())
    assert inside.how_sure["requests_per_s"].median == MEASURED_ERRORS["tokens a second"].median
    assert term(inside.token_s, "measured over computed: time per token").note == sure.words
    # Another chip, another shape, a longer prompt, more at once: each is named, and the range is 1.4 times wider.
    old = served("nvidia/dgx-a100", LLAMA, (20_000, 128), {"tensor_parallel": 8, "requests_at_once": 8})
    words = old.how_sure["token_s"].words
    assert "not a Hopper or Blackwell chip" in words
    assert "20,000 tokens in a prompt, where 1,000 to 8,192 were measured" in words
    assert old.token_s.high == pytest.approx(old.token_s.value * 1.36 * 1.4)
    assert old.token_s.low == pytest.approx(old.token_s.value * 0.76 / 1.4)
    scout = served("nvidia/dgx-h100", "meta/llama-4-scout", (1024, 128), {"tensor_parallel": 8})
    assert "a shape that is not published" in scout.how_sure["output_tokens_per_s"].outside


def test_the_tested_sizes_are_those_of_the_rows():
    for name, ends in (("isl", TESTED_INPUT), ("osl", TESTED_OUTPUT), ("concurrency", TESTED_BATCH)):
        sizes = [float(row[name]) for row in measured_rows()]
        assert (min(sizes), max(sizes)) == ends


def test_a_service_level_chooses_the_split_and_tells_the_runner_up(served):
    use = {"users": 100, "requests_per_user_hour": 36, "peak_factor": 1}
    free = served("nvidia/dgx-h100", LLAMA, (1024, 512), callers=use)
    strict = {**use, "token_within_ms": 20, "first_token_within_s": 2}
    kept = served("nvidia/dgx-h100", LLAMA, (1024, 512), callers=strict)
    assert free.tensor_parallel.value < kept.tensor_parallel.value == 8
    assert "within 20 ms a token and 2 s to the first" in kept.split
    assert kept.runner_up.startswith("4 accelerators a copy: ")
    assert kept.replicas_needed.value >= 1
    none = served("nvidia/dgx-h100", LLAMA, (1024, 512), callers={**use, "token_within_ms": 5})
    assert "No split keeps 5 ms a token" in none.reason


def test_sizing_tells_what_nine_in_ten_cases_need(served, library):
    """Ten requests a second at least 0.73 times as fast as worked out."""
    use = {"users": 10_000, "requests_per_user_hour": 36, "peak_factor": 1}
    found = served("nvidia/dgx-h100", QWEN, (1024, 512), {"tensor_parallel": 2}, use)
    one = Oracle(library.part(QWEN), library.part("nvidia/h100-sxm5-80gb"), "bf16", (1024, 512), 2)
    each = one.fits / one.answer(one.fits)
    assert found.replicas_needed.value == -(-100 // each)
    assert found.replicas_needed.high == -(-100 // (each * 0.73))
    assert found.accelerators_needed.high == 2 * found.replicas_needed.high


def test_four_bits_of_a_dense_model_and_of_experts(served):
    """INT4 works in BF16; of FP4 experts attention stays in BF16."""
    dense = served("nvidia/dgx-b200", LLAMA, (1024, 128), {"tensor_parallel": 1}, precision="int4")
    # All but the head: 0.53125 bytes a parameter.
    assert dense.weights_gb.value == pytest.approx((69.5e9 - 128_256 * 8192) * 0.53125e-9 + 2.1, rel=0.01)
    experts = served("nvidia/dgx-b200", "zhipu/glm-5", (1024, 128), {"tensor_parallel": 8}, precision="fp4")
    assert experts.weights_gb.value == pytest.approx(743.8 * 0.5625, rel=0.06)


@pytest.mark.parametrize("stages", [1, 2])
@pytest.mark.parametrize(
    ("model", "weights"),
    [
        ("zhipu/glm-5", "fp4"),
        ("alibaba/qwen3.5-397b-a17b", "fp8"),
        ("openai/gpt-oss-120b", "fp4"),
        ("moonshot/kimi-k2.5", "int4"),
        ("minimax/minimax-m2.5", "fp8"),
        ("mistral/mixtral-8x22b", "bf16"),
    ],
)
def test_the_drawn_engine_and_the_calculator_agree_term_by_term(served, library, model, weights, stages):
    """Sparse, linear, windowed and latent attention, experts whose shape is not published, and pipeline stages."""
    tensor = 8 // stages
    facts = {"tensor_parallel": tensor, "pipeline_parallel": stages, "requests_at_once": 32}
    found = served("nvidia/dgx-b300", model, (2048, 512), facts, precision=weights)
    row = {
        "model": model,
        "accelerator": chip_inside(library, "nvidia/dgx-b300"),
        "engine": "vllm",
        "weights": weights,
        "input_tokens": "2048",
        "output_tokens": "512",
        "concurrency": "32",
        "tp": str(tensor),
        "pp": str(stages),
        "ep": str(tensor),
    }
    (answer,) = answer_rows([row], library.parts.get)
    names = [name for name in answer if name.endswith("_ms")]
    wanted = [answer[name].value for name in names if name not in {"tpot_ms", "ttft_ms", "prefill_one_ms"}]
    assert ten(found.token_s) == pytest.approx(wanted)
    assert found.first_token_s.value * 1e3 == pytest.approx(answer["ttft_ms"].value)
    assert found.prompt_s.value * 1e3 == pytest.approx(answer["prefill_one_ms"].value)
    assert found.output_tokens_per_s.value == pytest.approx(answer["output_tokens_per_s"].value)
    assert [found.token_s.low * 1e3, found.token_s.high * 1e3] == pytest.approx(
        [answer["tpot_ms"].low, answer["tpot_ms"].high]
    )
    assert recompute(found.token_s) == pytest.approx(found.token_s.value)


def chip_inside(library, host):
    return library.part(host).contains[0].part
