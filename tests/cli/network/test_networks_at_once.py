"""How full every network runs at the same time: one answer in text, document and report."""

import pytest

from designer.analysis.run import analyze
from tests.export.report.reports import report_for, sentences
from tests.shipped import LIBRARY

DESIGN = """
format: stackwright-design
version: 1
name: Two networks
nodes:
  - {id: g, kind: host, copies: 4}
  - {id: f, kind: storage, copies: 2}
  - {id: leaf, kind: switch, copies: 2}
  - {id: s, kind: switch}
links:
  - {id: rails, name: Rails, a: g, b: leaf, medium: fabric, cables: 8, spread: mesh, capacity_gbps: 400}
  - {id: reads, name: Reads, a: g, b: s, medium: storage, cables: 4, capacity_gbps: 100}
  - {id: gives, name: Gives, a: f, b: s, medium: storage, cables: 2, capacity_gbps: 100}
"""


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(DESIGN)
    return path


def test_text_and_document_say_the_same(stackwright, project):
    """Four hosts ask two stores of 100 for 400: the cables of the stores are asked for twice."""
    told = stackwright("analyze", project, "--json").document["network"]["networks"]
    assert [(one["medium"], one["traffic"], one["fullest"], one["worst"]["value"]) for one in told] == [
        ("fabric", "all-to-all", "rails", 1.0),
        ("storage", "storage-read", "gives", 2.0),
    ]
    assert [one["machines"] for one in told] == [4, 6]
    lines = stackwright("analyze", project).out.splitlines()
    said = {line[:24].strip(): line[24:].strip() for line in lines if line.startswith("  Fullest, ")}
    assert said == {
        "Fullest, fabric": "100% at Rails, when all send to all",
        "Fullest, storage": "200% at Gives, when all read from storage",
    }
    limits = stackwright("limits", project, "--json").document["networks"]
    assert limits == told


def test_another_traffic_is_told_where_it_runs(stackwright, project):
    told = stackwright("analyze", project, "--json", "--traffic", "checkpoint-write").document["network"]["networks"]
    assert [(one["medium"], one["traffic"], one["worst"]["value"]) for one in told] == [
        ("fabric", "all-to-all", 1.0),
        ("storage", "checkpoint-write", 2.0),
    ]


def test_why_leads_to_the_cables(stackwright, project):
    told = stackwright("analyze", project, "--json", "--why").document["network"]["networks"]
    assert told[1]["worst"]["terms"]


def test_the_report_says_it(superpod_design):
    results = analyze(superpod_design)
    text = sentences(report_for(superpod_design, results, ()))
    for one in results.network.by_network:
        assert f"{one.worst.value:.0%} at {superpod_design.links[one.fullest].name}" in text
    assert "The storage network is full to 775% at Appliances, when all read from storage" in text


@pytest.fixture(scope="module")
def superpod_design():
    from designer.edit.templates.templates import build_template

    return build_template("dgx-superpod-h100", LIBRARY, {})
