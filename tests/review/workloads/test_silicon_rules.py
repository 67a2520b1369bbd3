"""What the review says of silicon, of the software on it, of long prompts and of models paid by the token."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.money.pricing import PriceBook
from designer.review.rules import review

TODAY = date(2026, 11, 27)
USE = {"users": 3600, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 300}


@pytest.fixture
def found(stack):
    """Findings of a design by their rule."""

    def find(*lines, day=TODAY, spent=None, **named):
        design = stack(*lines, **named)
        if spent:
            design = replace(design, settings=replace(design.settings, prices=PriceBook(prices=spent)))
        said = review(design, analyze(design), day)
        assert "rule-failed" not in {finding.rule for finding in said}
        return {finding.rule: finding for finding in said}

    return find


def trained(found, *lines):
    return found(
        "job: generic/training-job",
        *lines,
        "job @ box",
        choices={"job": {"model": "meta/llama-3.1-8b"}},
        facts={"job": {"training_tokens": 1e9}},
    )


def test_nothing_is_trained_on_silicon_for_inference(found, stack):
    said = trained(found, "box: aws/inf2.48xlarge x4")["training-on-inference-silicon"]
    assert (said.severity, said.ids) == ("error", ("job", "box"))
    assert "made for inference alone" in said.message
    assert "training-on-inference-silicon" not in trained(found, "box: aws/trn1.32xlarge x4")


def test_training_on_silicon_for_inference_takes_no_days(stack):
    design = stack(
        "job: generic/training-job",
        "box: aws/inf2.48xlarge x4",
        "job @ box",
        choices={"job": {"model": "meta/llama-3.1-8b"}},
        facts={"job": {"training_tokens": 1e9}},
    )
    (job,) = analyze(design, only={"workloads"}).workloads.training
    assert job.days.value is None
    assert "made for inference alone" in job.reason


def test_parts_that_are_sold_for_inference_are_named_where_they_train(found):
    said = trained(found, "box: aws/g6.48xlarge x2")["inference-part-for-training"]
    assert said.severity == "warning"
    assert "sold for inference" in said.message
    assert "inference-part-for-training" not in trained(found, "box: nvidia/dgx-h100 x2")


def test_software_for_one_platform_does_not_run_on_another(found):
    def served(engine, box):
        return found(f"engine: {engine}", f"box: {box}", "engine @ box")

    said = served("nvidia/tensorrt-llm", "dell/xe9680-mi300x")["software-on-other-silicon"]
    assert said.severity == "error"
    assert "AMD ROCm" in said.detail
    assert "software-on-other-silicon" not in served("nvidia/tensorrt-llm", "nvidia/dgx-h100")
    assert "software-on-other-silicon" not in served("vllm/vllm", "dell/xe9680-mi300x")
    assert "software-on-other-silicon" in served("pytorch/torchserve", "dell/xe9680-gaudi-3")


def test_a_framework_is_held_against_the_chips_of_its_job(found):
    lines = ("frame: {}", "job > frame", "box: dell/xe9680-gaudi-3 x2")
    said = trained(found, *(line.format("google/jax") for line in lines))["software-on-other-silicon"]
    assert said.ids == ("frame", "job")
    assert "software-on-other-silicon" not in trained(found, *(line.format("pytorch/pytorch") for line in lines))


def test_what_nobody_says_of_a_platform_is_a_note(found, stack):
    design = stack("engine: vllm/vllm", "box: nvidia/dgx-h100", "engine @ box")
    part = replace(design.parts["vllm/vllm"], platforms=())
    silent = replace(design, parts={**design.parts, part.id: part})
    said = {finding.rule: finding for finding in review(silent, analyze(silent), TODAY)}
    assert said["software-platform-unknown"].severity == "note"


def test_a_prompt_longer_than_the_context_window_is_an_error(found):
    def asked(target, tokens, **choices):
        lines = ["app: langchain/langchain", f"it: {target}", "app > it"]
        if choices:
            lines += ["box: nvidia/dgx-h100", "it @ box"]
        return found(*lines, facts={"app": {**USE, "input_tokens": tokens}}, choices={"it": choices})

    over = asked("anthropic/claude-sonnet-4-5", 200_000)
    assert over["prompt-too-long"].severity == "error"
    assert "200,000" in over["prompt-too-long"].message
    assert "prompt-too-long" not in asked("anthropic/claude-sonnet-4-5", 199_700)
    assert "prompt-too-long" in asked("vllm/vllm", 8_000, model="google/gemma-2-27b")
    assert "prompt-too-long" not in asked("vllm/vllm", 7_000, model="google/gemma-2-27b")


def test_an_announced_price_is_told_until_its_day(found):
    def said(day):
        lines = ("app: langchain/langchain", "api: google/gemini-4-argon", "app > api")
        return found(*lines, facts={"app": USE}, day=day)

    before = said(TODAY)["api-price-changes"]
    assert "From 2026-12-01 on" in before.message
    assert "api-price-changes" not in said(date(2026, 12, 1))


def test_a_month_beyond_what_the_tier_lets_one_spend_is_told(found, stack):
    lines = ("app: langchain/langchain", "api: anthropic/claude-sonnet-5-5", "app > api")
    facts = {"app": USE, "api": {"spend_most_usd_per_month": 500.0}}
    assert found(*lines, facts=facts)["api-spending-limited"].severity == "warning"
    facts["api"]["spend_most_usd_per_month"] = 1e9
    assert "api-spending-limited" not in found(*lines, facts=facts)
