"""Goodput of a drawn job with what fails of what it needs: alike in window, text, document and report."""

import json

import pytest
from msgspec.structs import replace

from designer.analysis.quantities import role_of
from designer.analysis.run import analyze
from designer.cli.text.workload_summary import workload_rows
from designer.edit.templates.templates import build_template
from designer.export.report.work_words import what_it_does
from designer.review.documents.results_document import results_document
from designer.ui.inspector.panes.workload_rows import told_of

MTBF_H = {"power": 5e5, "cooling": 1e5, "switch": 3e5, "container": 1e6}
"""Hours between failures, made up for the test; eight to repair."""


@pytest.fixture(scope="module")
def rated(library):
    """The sample from users to utility whose power, coolers, switches and racks say how often they fail."""
    design = build_template("ai-stack", library, {})
    facts = {
        node.id: {**node.facts, "mtbf_h": MTBF_H[role_of(node)], "repair_h": 8.0}
        for node in design.nodes.values()
        if role_of(node) in MTBF_H
    }
    nodes = {name: replace(node, facts=facts.get(name, node.facts)) for name, node in design.nodes.items()}
    return replace(design, nodes=nodes)


@pytest.fixture(scope="module")
def results(rated):
    return analyze(rated)


def test_racks_hall_and_pairs_of_coolers_by_hand(results):
    """Three racks of 10⁶ h and 8 h, the hall once, and two air handlers of 10⁵ h with their chillers."""
    (job,) = results.workloads.training
    found = job.getting_on
    rack, hall, network, air, *_ = found.cut_sets
    assert (rack.ids, rack.number, rack.hosts) == (("training-rack",), 3, 2)
    assert rack.hours_per_year.value == pytest.approx(3 * 8760 * 8 / (1e6 + 8))
    assert rack.times_per_year.value == pytest.approx(3 * 8760 / 1e6)
    assert hall.hours_per_year.value == network.hours_per_year.value == pytest.approx(8760 * 8 / (1e6 + 8))
    assert air.hours_per_year.value == pytest.approx(8760 * (8 / (1e5 + 8)) ** 2)
    assert found.unknown == ()
    # No machine stands by: all three racks, the hall and the rack of switches take some.
    assert found.short_hours_per_year.value == pytest.approx(5 * 8760 * 8 / (1e6 + 8), rel=1e-3)
    assert found.interruptions_per_day.value == pytest.approx(6 * 0.00379 + 24 * 5 / 1e6, rel=1e-4)
    assert job.wall_days.value == pytest.approx(job.full_speed_days.value / job.goodput.value)


def test_it_is_told_alike_everywhere(rated, results):
    (job,) = results.workloads.training
    document = json.loads(json.dumps(results_document(results)))["workloads"]["training"][0]
    told = document["getting_on"]
    assert told["cut_sets"][0]["hours_per_year"]["value"] == pytest.approx(0.2102, abs=1e-4)
    assert told["goodput_p10"]["value"] < document["goodput"]["value"] < told["goodput_p90"]["value"]
    assert len(told["cut_sets"]) == 10
    sure = document["how_sure"]["goodput"]
    assert (sure["rows"], sure["widened"]) == (5, 2)
    assert sure["outside"] == ["it runs on 6 machines, where no fewer than 100 were watched"]
    rows = {row.title: row for row in told_of(results.workloads, "training-job", "job").rows}
    assert rows["Without Training rack 1"].figure is job.getting_on.cut_sets[0].hours_per_year
    assert rows["How sure of that"].words.startswith("Median error 1%, 9 in 10 within 3%, on 5 periods")
    assert rows["Time that counts"].words == "96% (92–99%)"
    assert rows["Too few by what is drawn"].figure.value == told["short_hours_per_year"]["value"]
    assert rows["Best between checkpoints"].figure.value == told["best_interval_min"]["value"]
    text = dict(workload_rows(rated, results.workloads))
    assert "goodput 96% (92–99%)" in text["Tuning Llama 3.1 70B"]
    outages = text["Tuning Llama 3.1 70B: outages"]
    assert outages.startswith("0.351 h/year with more out than stand by; Training rack 1 and 2 alike: 0.21 h/year")
    said = " ".join(claim.text for claim in what_it_does(rated, results.workloads))
    assert "for 0.351 h/year, the most of all 0.21 h/year without Training rack 1" in said


def test_the_reason_leads_down_to_what_was_said(results):
    (job,) = results.workloads.training
    labels = {one.label for one in job.getting_on.cut_sets[0].hours_per_year.walk() if not one.terms}
    assert {"Training rack: time between failures", "Training rack: time to repair", "cut sets alike"} <= labels


def test_what_a_cut_set_takes_is_what_its_failure_takes(rated, results):
    """Each of the first ten, failed for itself: as many machines are gone as it says."""
    (job,) = results.workloads.training
    for cut in job.getting_on.cut_sets[:5]:
        left = analyze(rated, fail=cut.example, only=("power", "cooling", "workloads")).workloads.training[0]
        gone = (job.accelerators.value - left.accelerators.value) / 8
        assert gone == cut.hosts, cut.words
