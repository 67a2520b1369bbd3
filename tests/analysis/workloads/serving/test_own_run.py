"""A measured rate of one's own: what follows from it, by hand from the computed figures, and when it is not used."""

import pytest

from designer.analysis.workloads.serving.result import serving
from designer.formulas.calibration import CALIBRATED
from tests.analysis.workloads.serving.oracle import Oracle

LLAMA_8B, H100 = "meta/llama-3.1-8b", "nvidia/h100-sxm5-80gb"
USE = {"users": 3600, "requests_per_user_hour": 2, "peak_factor": 1, "input_tokens": 1000, "output_tokens": 1000}
NEAR = {name: CALIBRATED[f"{name}, near"] for name in ("tokens a second", "time per token")}
FAR = {name: CALIBRATED[f"{name}, far"] for name in ("tokens a second", "time per token")}


@pytest.fixture
def served(stack, asked):
    """One engine on an H100, two requests a second asked of it, with what was MEASURED."""

    def find(use=USE, **measured):
        design = stack(
            "app: langchain/langchain",
            "engine: vllm/vllm",
            f"box: {H100}",
            "app > engine",
            "engine @ box",
            facts={"app": use, "engine": {"tensor_parallel": 1, "batch_most": 64, **measured}},
            choices={"engine": {"model": LLAMA_8B, "precision": "fp8"}},
        )
        graph, traffic = asked(design)
        return serving(design, graph, design.nodes["engine"], traffic["engine"])

    return find


@pytest.fixture
def computed(library):
    """Tokens a second that the published method has at so many requests at once."""
    one = Oracle(library.part(LLAMA_8B), library.part(H100), "fp8", (1000, 1000), t=1)
    return lambda batch: batch * 1000 / one.answer(batch)


def run(rate, concurrency, **others):
    return {
        "measured_tokens_per_s": rate,
        "measured_accelerators": 1,
        "measured_at_concurrency": concurrency,
        "measured_input_tokens": 1000,
        "measured_output_tokens": 1000,
        **others,
    }


def test_rates_take_the_ratio_and_times_its_inverse(served, computed):
    plain, found = served(), served(**run(1.3 * computed(64), 64))
    assert found.output_tokens_per_s.value == pytest.approx(1.3 * plain.output_tokens_per_s.value)
    assert found.output_tokens_per_s.value == pytest.approx(1.3 * computed(64))
    near = NEAR["tokens a second"]
    assert found.output_tokens_per_s.low == pytest.approx(1.3 * computed(64) * near.low)
    assert found.output_tokens_per_s.high == pytest.approx(1.3 * computed(64) * near.high)
    # Narrower than without the run.
    wide, narrow = plain.output_tokens_per_s, found.output_tokens_per_s
    assert narrow.high / narrow.low < wide.high / wide.low
    assert found.token_s.value == pytest.approx(plain.token_s.value / 1.3)
    assert found.user_tokens_per_s.value == pytest.approx(1.3 * plain.user_tokens_per_s.value)
    assert found.accelerators_needed.value <= plain.accelerators_needed.value
    sure = found.how_sure["output_tokens_per_s"]
    assert "1.30 times what is computed for them" in sure.calibrated
    assert "5,746 pairs" in sure.calibrated
    assert sure.words.startswith("Calibrated by your run: your ")


def test_the_first_token_stays(served, computed):
    plain, found = served(), served(**run(0.8 * computed(64), 64))
    assert found.how_sure["first_token_s"] == plain.how_sure["first_token_s"]
    # Waiting for a place follows the answers; of an engine that nobody waits for, nothing is left of it.
    few = {**USE, "users": 36}
    assert served(few, **run(0.8 * computed(64), 64)).first_token_s.value == pytest.approx(
        served(few).first_token_s.value
    )


def test_further_away_more_is_left_open(served, computed):
    far = served(**run(computed(8), 8)).output_tokens_per_s
    assert (far.low / far.value, far.high / far.value) == pytest.approx(
        (FAR["tokens a second"].low, FAR["tokens a second"].high)
    )
    longer = served({**USE, "input_tokens": 1200}, **run(computed(64), 64)).output_tokens_per_s
    assert longer.low / longer.value == pytest.approx(FAR["tokens a second"].low)
    about = served({**USE, "input_tokens": 1050}, **run(computed(64), 64)).output_tokens_per_s
    assert about.low / about.value == pytest.approx(NEAR["tokens a second"].low)


def test_several_copies_share_the_requests(served, computed):
    """Four accelerators with a copy each, 256 requests in all: 64 in each."""
    found = served(**run(4 * 1.1 * computed(64), 256, measured_accelerators=4))
    assert found.output_tokens_per_s.value == pytest.approx(1.1 * computed(64))


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ({"measured_tokens_per_s": 5000.0}, "say accelerators of your run and requests at once in your run and"),
        (run(5000.0, 64, measured_accelerators=0.4), "no whole number of copies"),
        (run(5.0, 64), "not of one thing"),
    ],
)
def test_a_run_that_is_not_told_or_of_something_else_is_not_used(served, measured, words):
    plain, found = served(), served(**measured)
    assert found.output_tokens_per_s == plain.output_tokens_per_s
    assert words in found.reason
    assert not found.how_sure["output_tokens_per_s"].calibrated
