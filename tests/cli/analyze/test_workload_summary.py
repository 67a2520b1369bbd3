"""Workloads in the text of `analyze`, and in its JSON."""

import json
from math import exp

import pytest


@pytest.fixture
def analysed(stackwright, tmp_path):
    """The lines of workloads that `analyze` prints for a template, joined."""

    def run(template, *settings):
        path = tmp_path / f"{template}.stackwright"
        pairs = [word for pair in settings for word in ("--set", pair)]
        assert stackwright("new", path, "--template", template, *pairs).code == 0
        printed = stackwright("analyze", path).out
        _, found, rest = printed.partition("Workloads, in the busiest hour\n")
        section = rest.partition("\n\n")[0] if found else ""
        return path, " ".join(section.split())

    return run


def test_a_served_model_is_told_in_a_line(analysed):
    _, text = analysed("rag-service")
    assert "vLLM answers" in text
    assert "first token" in text
    assert "of 32 accelerators" in text
    # Of 3,000 tokens in and 300 out, reading the prompts of others takes most of the time between two tokens.
    assert "runs out of arithmetic first" in text
    # 10⁸ vectors of 1,024 values of 4 B, twice.
    assert "Weaviate index takes" in text
    assert "819 GB" in text
    # 819 of 1,024 GB; 573 GB at the low end of what Weaviate says of its index.
    assert "Bottleneck Weaviate is full first, at 80% (56–80%)." in text


def test_a_model_api_is_told_by_request_and_month(analysed):
    _, text = analysed("api-service")
    assert "Claude Sonnet 4.5 0.0105 $ a request" in text
    assert "a million tokens" in text


def test_a_job_that_waits_says_so(analysed):
    _, text = analysed("data-platform", "read_from=object")
    assert "Training on pictures" in text
    assert "it waits for data" in text
    assert "Spark keeps up" in text
    assert "lineage tracked" in text
    assert "Kubernetes 8 of at most 5,000 machines" in text


def test_a_model_that_does_not_fit_is_told_with_the_reason(stackwright, tmp_path):
    """Llama 3.1 405B goes over 248 H100, but 202 GB of weights and gradients on each of eight do not."""
    path, text_form = tmp_path / "run.stackwright", tmp_path / "run.yaml"
    assert stackwright("new", path, "--template", "training-run", "--set", "model=405B").code == 0
    assert "does not fit" not in stackwright("analyze", path).out
    assert stackwright("export", path, "-o", text_form).code == 0
    written = text_form.read_text("utf-8")
    written = written.replace(
        "{model: meta/llama-3.1-405b}", "{model: meta/llama-3.1-405b, split: set, zero_stage: '1'}"
    )
    written = written.replace("global_batch: 480", "global_batch: 480, tensor_parallel: 8, pipeline_parallel: 1")
    text_form.write_text(written, "utf-8")
    path = tmp_path / "again.stackwright"
    assert stackwright("import", text_form, "-o", path).code == 0
    assert "does not fit" in " ".join(stackwright("analyze", path).out.split())


def test_a_design_without_workloads_has_no_such_section(analysed):
    _, text = analysed("leaf-spine")
    assert text == ""


def test_the_document_has_them_too(analysed, stackwright):
    path, _ = analysed("cloud-serving")
    workloads = stackwright("analyze", path, "--json").document["workloads"]
    assert workloads["serving"][0]["fits"] is True
    assert workloads["bottleneck"] == "cloud"


def test_an_engine_whose_machines_failed_is_told_so(stackwright, tmp_path):
    path = tmp_path / "stack.stackwright"
    assert stackwright("new", path, "--template", "ai-stack").code == 0
    whole = stackwright("analyze", path, "--fail", "serving-rack").out
    text = " ".join(whole.split())
    assert "vLLM What it runs on has failed, so it gives nothing." in text
    assert "Let it run on servers" not in text
    assert "Single points, fabric none" in text
    # With its own model gone the API has become single.
    assert "Without api out of service: users, app" in text


def test_what_goes_on_is_not_said_to_give_less(stackwright, tmp_path):
    """Without one of two models all calls go to the other one: the assistant answers as much as before."""
    path = tmp_path / "stack.stackwright"
    assert stackwright("new", path, "--template", "ai-stack").code == 0
    said = stackwright("analyze", path, "--fail", "engine", "--json").document["resilience"]
    app = next(one for one in said["lost"] if one["id"] == "app")
    assert (app["state"], app["how"]) == ("degraded", "goes on without vLLM")
    assert app["because"].endswith("Assistant, LangChain goes on without vLLM")
    answers = next(one for one in said["effects"] if one["name"] == "answers_per_s")
    assert answers["after"]["value"] == answers["before"]["value"] > 0
    slower = stackwright("analyze", path, "--fail", "training-rack", "--json").document["resilience"]
    assert {one["how"] for one in slower["lost"] if one["state"] == "lost"} == {"gives nothing"}


def test_single_points_name_their_network(stackwright, tmp_path):
    path = tmp_path / "stack.stackwright"
    assert stackwright("new", path, "--template", "ai-stack").code == 0
    said = stackwright("analyze", path, "--json").document["resilience"]["single_points_of_failure"]
    assert {(one["id"], one["network"], one["lost_endpoints"]) for one in said} == {
        ("oob", "management", 1),
        ("appliance-bmc", "management", 1),
    }
    text = " ".join(stackwright("analyze", path).out.split())
    assert "Single points, fabric none Single points, management oob (1 cut off, 0 accelerators, 1 Gb/s)" in text
    assert "If Out-of-band switch fails, 1 machine is cut off from the management network." in text


def test_a_deadline_is_told_in_the_text_and_in_the_document(stackwright, tmp_path):
    path, text_form = tmp_path / "run.stackwright", tmp_path / "run.yaml"
    assert stackwright("new", path, "--template", "training-run").code == 0
    assert stackwright("export", path, "-o", text_form).code == 0
    written = text_form.read_text("utf-8")
    assert "training_tokens:" in written
    text_form.write_text(written.replace("training_tokens:", "deadline_days: 10, training_tokens:"), "utf-8")
    path = tmp_path / "again.stackwright"
    assert stackwright("import", text_form, "-o", path).code == 0
    printed = " ".join(stackwright("analyze", path).out.split())
    assert "has to be done in 10 days" in printed
    assert "days too late" in printed
    job = json.loads(stackwright("analyze", path, "--json").out)["workloads"]["training"][0]
    assert job["target_days"]["value"] == 10
    # Of 30 machines in groups of 2 with one spare, 31 · 0.00379 · 5.54 = 0.651 are in repair: with more than one of
    # them, 1 − 1.651 · e^−0.651 of the time, 14 of 15 groups go on.
    assert job["split"] == "TP 2 · PP 4 × 5 · CP 2 · DP 15"
    assert job["getting_on"]["kept"]["value"] == pytest.approx(1 - (1 - 1.651 * exp(-0.651)) / 15, abs=1e-3)
    assert job["wall_days"]["value"] == pytest.approx(job["full_speed_days"]["value"] / job["goodput"]["value"])
    assert job["days"]["value"] == pytest.approx(1.1 * job["wall_days"]["value"])
    # At 45% of the peak, which Megatron-LM publishes: 7.65 · 10¹⁵ operations of 10¹² tokens on 240 × 989.5 TFLOP/s.
    each = 6 * 70.6e9 + 6 * 80 * 8192 * 8192
    days = each * 1e12 / (240 * 989.5e12 * 0.45) / 86_400
    assert job["full_speed_days"]["value"] == pytest.approx(days, rel=0.02)
    assert job["late_days"]["value"] == pytest.approx(job["wall_days"]["value"] - 10)
    said = job["how_sure"]["days"]
    assert (said["rows"], said["outside"]) == (196, [])
    for words in (
        "of the run",
        "of the project",
        "a step of Training Llama 3.1 70B: median error 8%, 9 in 10 within 17%",
    ):
        assert words in printed
    assert (
        0.9
        < job["getting_on"]["goodput_p10"]["value"]
        < job["goodput"]["value"]
        < job["getting_on"]["goodput_p90"]["value"]
    )
    assert "goodput 98% (96–100%), interrupted 0.114 (0.07–0.19) times a day" in printed
    assert "1 spare machine, enough for 86% of the time, 2 are enough for 90%" in printed
