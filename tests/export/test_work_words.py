"""What a design does, in plain words on the report."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.nodes import add_node, set_choice
from designer.edit.templates import build_template
from designer.export.report import report_page
from designer.export.work_words import what_it_does
from designer.model.design import Design, Link


@pytest.fixture
def service(library):
    design = Design()
    for name, part in (("app", "langchain/langchain"), ("engine", "vllm/vllm"), ("box", "nvidia/dgx-h100")):
        design = add_node(design, library, part, 0, 0, node_id=name, name=name).applied(design)
    design = set_choice(design, library, "engine", "model", "meta/llama-3.1-8b").applied(design)
    use = {"users": 3600, "requests_per_user_hour": 10, "peak_factor": 2, "input_tokens": 1000, "output_tokens": 200}
    links = [
        Link(id="asks", a="app", b="engine", medium="depends_on"),
        Link(id="on", a="engine", b="box", medium="runs_on"),
    ]
    nodes = {**design.nodes, "app": replace(design.nodes["app"], facts=use)}
    return replace(design, nodes=nodes, links={link.id: link for link in links})


def test_a_manager_reads_what_it_does(service):
    results = analyze(service)
    text = what_it_does(service, results.workloads)
    assert "it is asked 20 requests a second" in text
    assert "An answer takes" in text
    assert "A thousand requests cost" in text
    assert "is full first" in text
    page = report_page(service, results, (), date(2026, 11, 24))
    assert ("What it does", text) in page.paragraphs


def test_too_small_is_said_so(service):
    nodes = {**service.nodes, "app": replace(service.nodes["app"], facts={**service.nodes["app"].facts, "users": 1e7})}
    crowded = replace(service, nodes=nodes)
    assert "is too small" in what_it_does(crowded, analyze(crowded).workloads)


def test_hardware_alone_says_nothing(superpod):
    results = analyze(superpod)
    assert what_it_does(superpod, results.workloads) == ""
    page = report_page(superpod, results, (), date(2026, 11, 24))
    assert next(heading for heading, _ in page.paragraphs) == "What it is"


def test_a_deadline_that_is_missed_is_said_with_the_days(library):
    design = build_template("training-run", library, {})
    said = what_it_does(design, analyze(design).workloads)
    assert "it has" not in said
    assert "(96–100%) of the time goes into progress, with 0.114 (0.07–0.19) interruptions a day" in said
    assert "and 1 spare machine, where 2 are enough for 90% of the time" in said
    job = design.nodes["job"]
    for days, words in (
        (1000.0, "; it has 1,000 days."),
        (10.0, "; it has 10 days, so it is done 39.4 days too late."),
    ):
        nodes = {**design.nodes, "job": replace(job, facts={**job.facts, "deadline_days": days})}
        asked = replace(design, nodes=nodes)
        assert words in what_it_does(asked, analyze(asked).workloads).replace("\u202f", ",")
