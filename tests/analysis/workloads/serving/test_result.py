"""Serving on real parts: the answers of the published method, limits, and words for what does not fit."""

import json
from pathlib import Path

import pytest

from designer.analysis.run import analyze
from designer.analysis.workloads.serving.result import serving
from designer.model.figures.figure import recompute
from tests.analysis.workloads.serving.oracle import Oracle

CASES = Path(__file__).parents[3] / "cases" / "cases.json"
USE = {
    "users": 3600,
    "requests_per_user_hour": 10,
    "peak_factor": 2,
    "input_tokens": 1000,
    "output_tokens": 1000,
}
LLAMA_8B, LLAMA_405B, MIXTRAL = "meta/llama-3.1-8b", "meta/llama-3.1-405b", "mistral/mixtral-8x7b"


@pytest.fixture
def served(stack, asked, joined):
    """The result of one engine on HOST under USE; its hosts are on a fabric where they are CABLED."""

    def find(host="nvidia/h100-sxm5-80gb", model=LLAMA_8B, facts=None, use=USE, *, cabled=False, **choices):
        design = stack(
            "app: langchain/langchain",
            "engine: vllm/vllm",
            f"box: {host}",
            "app > engine",
            "engine @ box",
            facts={"app": use, "engine": facts or {}},
            choices={"engine": {"model": model, **choices}},
        )
        design = joined(design) if cabled else design
        graph, traffic = asked(design)
        return serving(design, graph, design.nodes["engine"], traffic["engine"])

    return find


def test_it_answers_what_the_method_says(served, library):
    found = served(precision="fp8")
    one = Oracle(library.part(LLAMA_8B), library.part("nvidia/h100-sxm5-80gb"), "fp8", (1000, 1000), t=1)
    assert found.batch.value == pytest.approx(one.fits)
    rate = one.fits / one.answer(one.fits)
    assert found.requests_per_s.value == pytest.approx(rate)
    assert found.output_tokens_per_s.value == pytest.approx(rate * 1000)
    # Its 692 requests at once are more than any row had: each end is 1.4 times wider than 0.73 to 1.24.
    assert found.requests_per_s.low == pytest.approx(rate * 0.73 / 1.4)
    assert found.requests_per_s.high == pytest.approx(rate * 1.24 * 1.4)
    assert found.fits


def test_published_throughput_lies_within_the_range(served):
    """TensorRT-LLM's measured rows, FP8 weights and cache on one H100; no constant was fitted to them."""
    case = next(case for case in json.loads(CASES.read_text("utf-8")) if case["id"] == "INF-TPUT-1")
    for (given, written), measured in zip(
        case["inputs"]["isl_osl"], case["expected"]["measured_out_tok_s"], strict=True
    ):
        use = {**USE, "input_tokens": given, "output_tokens": written}
        found = served(use=use, precision="fp8", backend="tensorrt-llm").output_tokens_per_s
        assert found.low <= measured <= found.high <= 3 * measured


def test_a_large_model_takes_the_accelerators_that_it_needs(served):
    """Llama 3.1 405B in BF16 takes 810 GB: more than the 632 GB of a DGX H100, fewer than those of two."""
    none = served("nvidia/dgx-h100", LLAMA_405B)
    assert none.fits is False
    assert "does not fit" in none.reason
    assert none.requests_per_s.value is None
    halved = served("nvidia/dgx-h100", LLAMA_405B, precision="fp8")
    assert halved.tensor_parallel.value == 8
    assert halved.replicas.value == 1
    two = served("nvidia/dgx-h100 x2", LLAMA_405B, cabled=True)
    assert two.tensor_parallel.value == 16
    assert "spans 2 hosts" in two.reason
    apart = served("nvidia/dgx-h100 x2", LLAMA_405B)
    assert apart.fits is True
    assert apart.requests_per_s.value is None
    assert "A replica takes 2 hosts. The 2 copies of box are in 2 pieces" in apart.reason


def test_replicas_stand_beside_each_other(served):
    found = served("nvidia/dgx-h100 x4", LLAMA_8B)
    assert found.replicas.value == 32
    assert found.accelerators.value == 32
    wide = served("nvidia/dgx-h100 x4", LLAMA_8B, facts={"tensor_parallel": 4})
    assert (wide.tensor_parallel.value, wide.replicas.value) == (4, 8)
    assert wide.token_s.value < found.token_s.value


def test_static_batching_does_less_and_takes_longer(served):
    free = served(facts={"batch_most": 16})
    static = served(facts={"batch_most": 16}, batching="static")
    assert static.batch.value == free.batch.value == 16
    assert static.requests_per_s.value < free.requests_per_s.value
    assert served(batching="static").batch.value == 8


def test_latency_grows_with_the_load_until_it_is_without_end(served):
    answers = [served("nvidia/dgx-h100", use={**USE, "users": users}).answer_s.value for users in (1, 1000, 4000)]
    assert answers == sorted(answers)
    assert answers[0] < answers[-1]
    endless = served("nvidia/dgx-h100", use={**USE, "users": 1e9})
    assert endless.answer_s.at_least
    assert "waiting for a place" in endless.answer_s.missing
    assert endless.accelerators_needed.value > 1000


def test_a_small_model_answers_at_once_and_a_large_one_in_seconds(served):
    """METHODS: under 1 s for small models, 3 to 10 s for large ones."""
    short = {**USE, "users": 10, "input_tokens": 500, "output_tokens": 100}
    small = served("nvidia/dgx-h100", LLAMA_8B, use=short, precision="fp8").answer_s
    assert small.value < 1
    large = served("nvidia/dgx-h100", LLAMA_405B, use={**short, "output_tokens": 150}, precision="fp8").answer_s
    assert 3 < large.value < 10


def test_a_mixture_of_experts_reads_fewer_weights_when_alone(served):
    alone = served("nvidia/dgx-h100", MIXTRAL, use={**USE, "users": 0.001})
    dense = alone.weights_gb.value / (alone.tensor_parallel.value * 3350)
    experts = next(figure for figure in alone.token_s.walk() if figure.label == "experts")
    assert 0 < experts.value < dense / 2


def test_what_is_missing_is_named(served, stack, asked):
    no_model = served(model="")
    assert "Choose which model" in no_model.reason
    lonely = stack("engine: vllm/vllm", choices={"engine": {"model": LLAMA_8B}})
    graph, traffic = asked(lonely)
    assert "Let it run on" in serving(lonely, graph, lonely.nodes["engine"], traffic["engine"]).reason
    groq = served("groq/lpu-v1")
    assert groq.fits is None or groq.fits is False
    assert groq.reason


def test_a_chip_without_the_precision_works_in_a_wider_one(served):
    old = served("nvidia/dgx-a100", LLAMA_8B, precision="fp8")
    assert "no rate in FP8" in old.reason
    assert old.fits


def test_capacity_can_be_worked_out_from_its_leaves(served):
    found = served("nvidia/dgx-h100")
    rate = found.requests_per_s
    assert recompute(rate) == pytest.approx(rate.value)
    chip = next(figure for figure in rate.walk() if "memory_bandwidth" in figure.label)
    doubled = recompute(rate, {(chip.subject, chip.label): chip.value * 2})
    assert doubled > rate.value


def test_what_is_only_described_is_not_bought(stack):
    job = stack("job: generic/training-job", "data: generic/data-set")
    found = analyze(job, only={"cost"}).cost
    assert found.lines == ()
    assert (found.capex_usd.value, found.capex_usd.missing) == (0, ())


def test_a_replica_is_as_wide_as_pays(served):
    """70B in BF16 fits on two H100 with hardly any cache left; four answer several times as much each."""
    chosen_for_it = served("nvidia/dgx-h100", "meta/llama-3.1-70b")
    two = served("nvidia/dgx-h100", "meta/llama-3.1-70b", facts={"tensor_parallel": 2})
    assert chosen_for_it.tensor_parallel.value == 4
    assert two.fits
    assert chosen_for_it.requests_per_s.value > 2 * two.requests_per_s.value
