"""What the review says of demand, serving and training."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.nodes.nodes import add_node, set_choice
from designer.model.design import Design, Link
from designer.model.figures.figure_text import share_text
from designer.review.rules import review

USE = {"users": 3600, "requests_per_user_hour": 10, "peak_factor": 2, "input_tokens": 1000, "output_tokens": 300}
LLAMA_8B, LLAMA_405B = "meta/llama-3.1-8b", "meta/llama-3.1-405b"


@pytest.fixture
def service(library):
    """Users, LangChain and vLLM on one DGX H100, as a design."""

    def make(model=LLAMA_8B, use=USE, links=(("app", "engine", "depends_on"), ("engine", "box", "runs_on"))):
        design = Design()
        for name, part in (("app", "langchain/langchain"), ("engine", "vllm/vllm"), ("box", "nvidia/dgx-h100")):
            design = add_node(design, library, part, 0, 0, node_id=name, name=name).applied(design)
        if model:
            design = set_choice(design, library, "engine", "model", model).applied(design)
        nodes = {**design.nodes, "app": replace(design.nodes["app"], facts=use)}
        drawn = {f"{a}-{b}": Link(id=f"{a}-{b}", a=a, b=b, medium=medium) for a, b, medium in links}
        return replace(design, nodes=nodes, links=drawn)

    return make


def said(design, rule):
    results = analyze(design, only={"workloads"})
    return [finding for finding in review(design, results, date(2026, 11, 24)) if finding.rule == rule]


def test_a_service_that_is_fine_is_not_spoken_of(service):
    design = service()
    for rule in (
        "model-does-not-fit",
        "service-overloaded",
        "demand-without-capacity",
        "dependency-ring",
        "workload-not-described",
        "answer-slow",
    ):
        assert said(design, rule) == [], rule


def test_a_model_that_is_too_large_is_an_error(service):
    (finding,) = said(service(model=LLAMA_405B), "model-does-not-fit")
    assert finding.severity == "error"
    assert finding.ids == ("engine",)
    assert "Llama 3.1 405B does not fit" in finding.message


def test_an_overload_says_how_many_accelerators_it_takes(service):
    (finding,) = said(service(use={**USE, "users": 1e6}), "service-overloaded")
    assert finding.severity == "warning"
    assert finding.ids == ("engine",)
    assert "accelerators and has 8" in finding.detail


def test_what_is_too_little_at_the_high_end_is_a_note(service):
    design = service(use={**USE, "users": 23_000})
    load = next(one for one in analyze(design).workloads.services if one.id == "engine")
    assert load.utilisation.value < 1 < load.utilisation.high
    (finding,) = said(design, "may-be-too-little")
    assert (finding.severity, finding.ids) == ("note", ("engine",))
    assert share_text(load.utilisation) in finding.message
    assert "and has 8" in finding.detail
    assert said(design, "service-overloaded") == []
    assert said(service(use={**USE, "users": 10}), "may-be-too-little") == []


def test_a_promise_that_is_broken_now_is_a_warning(service):
    def promising(within):
        design = service()
        app = design.nodes["app"]
        app = replace(app, facts={**app.facts, "answer_within_s": within})
        return replace(design, nodes={**design.nodes, "app": app})

    (finding,) = said(promising(0.01), "promise-broken")
    assert (finding.severity, finding.ids) == ("warning", ("app",))
    assert "an answer within 0.01 s does not hold, whatever the demand" in finding.message
    assert said(promising(1000.0), "promise-broken") == []


def test_what_nobody_said_is_a_note(service):
    (finding,) = said(service(model=""), "workload-not-described")
    assert finding.severity == "note"
    assert "choose which model" in finding.message.lower()
    (lonely,) = said(service(links=(("app", "engine", "depends_on"),)), "workload-not-described")
    assert "run on servers" in lonely.message


def test_users_without_an_answer(service):
    (finding,) = said(service(links=(("engine", "box", "runs_on"),)), "demand-without-capacity")
    assert finding.ids == ("app",)
    silent = service(use={}, links=())
    assert said(silent, "demand-without-capacity") == []


def test_a_long_answer_and_a_ring(service):
    slow = service(use={**USE, "users": 10, "output_tokens": 8000})
    (finding,) = said(slow, "answer-slow")
    assert finding.ids == ("app",)
    ring = service(links=(("app", "engine", "depends_on"), ("engine", "box", "runs_on"), ("app", "app", "depends_on")))
    (round_it,) = said(ring, "dependency-ring")
    assert "depends on itself" in round_it.message
    assert said(ring, "link-to-itself") == []


def found_in(design, rule):
    results = analyze(design, only=("workloads",))
    return [one for one in review(design, results, date(2026, 11, 27)) if one.rule == rule]


def test_software_that_runs_on_nothing_names_the_way(stack):
    design = stack("engine: vllm/vllm", "cluster: cncf/kubernetes", "engine @ cluster")
    (finding,) = [one for one in found_in(design, "runs-on-nothing") if one.ids[0] == "engine"]
    assert finding.severity == "error"
    assert finding.message.endswith("What it runs on leads to nothing that could carry it: engine → cluster.")
    ring = stack("a: cncf/kubernetes", "b: cncf/kubeflow", "a @ b", "b @ a")
    assert {one.ids for one in found_in(ring, "runs-on-a-ring")} == {("a", "b"), ("b", "a")}


def test_shares_of_more_than_all_are_told(stack):
    lines = ("one: generic/work", "two: generic/work", "box: nvidia/dgx-h100", "one @ box", "two @ box")
    asked = {"accelerators_asked": 4}
    design = stack(*lines, facts={"one": {**asked, "share": 0.7}, "two": {**asked, "share": 0.6}})
    (finding,) = found_in(design, "shares-over-all")
    assert "130%" in finding.message
    design = stack(*lines, facts={"one": {**asked, "share": 0.4}, "two": {**asked, "share": 0.6}})
    assert found_in(design, "shares-over-all") == []
