"""What a design does, in plain words on the report."""

from collections.abc import Iterable

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.drawing.report_page import Prose
from designer.edit.nodes.nodes import add_node, set_choice, set_fact
from designer.edit.templates.templates import build_template
from designer.edit.workloads.logged_demand import set_logged_demand
from designer.export.deck.records import Claim
from designer.export.report.work_words import what_it_does, what_was_logged
from designer.formulas.workloads.request_log import demand_of_log
from designer.model.design import Design, Link
from tests.export.report.reports import report_for, sentences


def text_of(claims: Iterable[Claim]) -> str:
    return " ".join(claim.text for claim in claims)


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
    text = text_of(what_it_does(service, results.workloads))
    assert "it is asked 20 requests a second" in text
    assert "An answer takes" in text
    assert "A thousand requests cost" in text
    assert "is full first" in text
    work = next(chapter for chapter in report_for(service, results, ()).chapters if chapter.id == "workloads")
    assert text in [text_of(block.said) for block in work.blocks if isinstance(block, Prose)]


def test_too_small_is_said_so(service):
    nodes = {**service.nodes, "app": replace(service.nodes["app"], facts={**service.nodes["app"].facts, "users": 1e7})}
    crowded = replace(service, nodes=nodes)
    assert "is too small" in text_of(what_it_does(crowded, analyze(crowded).workloads))


def test_hardware_alone_says_nothing(superpod):
    results = analyze(superpod)
    assert what_it_does(superpod, results.workloads) == ()
    page = report_for(superpod, results, ())
    assert ("Workloads", "Nobody asks anything of it, and nothing is trained.") in page.left_out
    assert "workloads" not in {chapter.id for chapter in page.chapters}


def test_a_deadline_that_is_missed_is_said_with_the_days(library):
    design = build_template("training-run", library, {})
    said = text_of(what_it_does(design, analyze(design).workloads))
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
        assert words in text_of(what_it_does(asked, analyze(asked).workloads)).replace("\u202f", ",")


def test_the_report_says_what_was_logged(library):
    """660 requests in 599 minutes, twice as many in one hour: the lengths stand beside average and peaks."""
    came = np.concatenate([np.arange(600) * 60.0, 14400.0 + 60.0 * np.arange(60) + 1.0])
    into = np.concatenate([np.full(600, 1000.0), np.full(60, 4000.0)])
    drawn = add_node(Design(), library, "langchain/langchain", 0, 0, node_id="app").applied(Design())
    design = set_logged_demand(drawn, "app", demand_of_log(came, into, np.full(660, 200.0))).applied(drawn)
    results = analyze(design, library=library)
    said = text_of(what_was_logged(design, results.workloads)).replace("\u202f", ",")
    # 659 gaps in 35,940 s are 66.0 an hour; 120 of the busiest hour are 1.82 times that, 2 of a minute 1.82 as well.
    assert said == (
        "LangChain is asked as a log of 660 requests in 9.98 h says: 66 1/h on average, busiest hour 1.82 times that, "
        "busiest minute 1.82 times that; P50 / P90 / P99 of tokens in 1,000 / 1,000 / 4,000 (mean 1,270) and tokens "
        "out 200 / 200 / 200 (mean 200)."
    )
    assert said in sentences(report_for(design, results, ())).replace("\u202f", ",")
    other = set_fact(design, "app", "output_tokens", 300.0).applied(design)
    assert "Changed since: " in text_of(what_was_logged(other, analyze(other, only=("workloads",)).workloads))
    assert what_was_logged(drawn, analyze(drawn, only=("workloads",)).workloads) == ()
