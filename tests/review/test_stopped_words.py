"""A failure that stops work is said before what is full of the rest, wherever the bottleneck is told."""

import pytest

from designer.analysis.run import analyze
from designer.cli.text.workload_summary import workload_rows
from designer.edit.templates.templates import build_template
from designer.export.report.work_words import what_it_does
from designer.review.bottleneck_words import said_of_results, stopped
from designer.ui.app.headline import headlines


@pytest.fixture(scope="module")
def stack(library):
    return build_template("ai-stack", library, {})


def bottleneck_of(design, results):
    return next(item for item in headlines(design, results.counts, results, (), True) if item.name == "bottleneck")


def test_nothing_is_stopped_where_nothing_failed(stack):
    results = analyze(stack)
    assert stopped(stack, results.resilience.lost) == ()
    assert "nothing." not in said_of_results(stack, results).fullest
    assert bottleneck_of(stack, results).number != "stopped"


def test_work_without_its_servers_is_said_first_everywhere(stack):
    results = analyze(stack, fail=("serving-rack",))
    lost = results.resilience.lost
    assert stopped(stack, lost) == ("engine", "kubernetes")
    words = said_of_results(stack, results)
    assert words.fullest.startswith("vLLM and Kubernetes give nothing. ")
    assert words.sentence in " ".join(claim.text for claim in what_it_does(stack, results.workloads, lost))
    assert ("Bottleneck", words.sentence) in workload_rows(stack, results.workloads, lost)
    strip = bottleneck_of(stack, results)
    assert (strip.number, strip.unit, strip.tail, strip.tone) == ("stopped", "vLLM", "· 1 more", "error")
    assert strip.ids == ("engine", "kubernetes")


def test_many_that_stop_are_counted(stack):
    results = analyze(stack, fail=("hall",))
    ids = stopped(stack, results.resilience.lost)
    assert len(ids) > 3
    first, second = (stack.nodes[one].title for one in ids[:2])
    assert f"{first}, {second} and {len(ids) - 2} more give nothing." in said_of_results(stack, results).fullest
