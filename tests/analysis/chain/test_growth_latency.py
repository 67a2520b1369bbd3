"""Up to which growth a promised time per token holds, against the method in plain Python."""

import pytest

from designer.analysis.run import analyze
from tests.analysis.workloads.serving.oracle import Oracle

USE = {"users": 100, "requests_per_user_hour": 36, "peak_factor": 1, "input_tokens": 1024, "output_tokens": 512}
QWEN = "alibaba/qwen3-32b"


@pytest.fixture
def grown(stack):
    def run(**promises):
        lines = (
            "app: langchain/langchain",
            "engine: vllm/vllm",
            "box: nvidia/dgx-h100",
            "app > engine",
            "engine @ box",
        )
        facts = {"app": {**USE, **promises}, "engine": {"tensor_parallel": 8}}
        design = stack(*lines, facts=facts, choices={"engine": {"model": QWEN}})
        return analyze(design, only={"workloads"}).workloads.growth

    return run


def test_a_promised_time_per_token_holds_up_to_the_batch_that_keeps_it(grown, library):
    one = Oracle(library.part(QWEN), library.part("nvidia/h100-sxm5-80gb"), "bf16", (1024, 512), 8)
    (broken,) = [limit for limit in grown(token_within_ms=8).breaks if limit.promise]
    assert broken.id == "app"
    assert broken.bound == "a token within 8 ms"
    # One request a second at the demand that is set.
    assert one.token(one.at_once(broken.at.value)) * 1e3 == pytest.approx(8, rel=0.01)
    assert broken.at.low < broken.at.value < broken.at.high


def test_where_even_one_request_is_too_slow_no_growth_holds_it(grown):
    (broken,) = [limit for limit in grown(token_within_ms=5).breaks if limit.promise]
    assert broken.at.value == 0


def test_a_promise_of_tokens_that_nobody_tells_is_no_limit(stack):
    facts = {"app": {**USE, "token_within_ms": 20}}
    design = stack("app: langchain/langchain", "api: anthropic/claude-sonnet-5-5", "app > api", facts=facts)
    assert not [limit for limit in analyze(design, only={"workloads"}).workloads.growth.breaks if limit.promise]
