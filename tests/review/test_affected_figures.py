"""Which headline figures findings stand against."""

import ast
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

import designer.review
from designer.analysis.rooms.records import FloorTrouble
from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.model.rooms.rack_slots import SlotTrouble
from designer.review.affected_figures import (
    BISECTION,
    BOTTLENECK,
    BUSIEST,
    FIGURES_OF,
    TOPICS,
    errors_against,
    figures_touched,
    touched_by,
)
from designer.review.documents.results_document import findings_document
from designer.review.findings import Finding
from designer.review.headline_figures import BY_KEY
from designer.review.rules import review
from tests.shipped import LIBRARY

TODAY = date(2026, 12, 1)


def rule_names():
    """Every name of a rule that stands in the code of the rules, those put together from parts left out."""
    found = set()
    for path in Path(designer.review.__path__[0]).rglob("*rules.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "rule" and not isinstance(node.value, ast.JoinedStr):
                words = (one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant))
                found |= {word for word in words if isinstance(word, str)}
    return found


def test_every_rule_has_a_topic():
    assert len(rule_names()) > 100
    assert not rule_names() - TOPICS.keys()
    assert not {f"floor-{trouble.replace(' ', '-')}" for trouble in get_args(FloorTrouble)} - TOPICS.keys()
    assert not {f"rack-{trouble.replace(' ', '-')}" for trouble in get_args(SlotTrouble)} - TOPICS.keys()
    assert set(TOPICS.values()) == FIGURES_OF.keys()
    keys = {key for keys in FIGURES_OF.values() for key in keys}
    assert keys == BY_KEY.keys() | {BOTTLENECK}


@pytest.fixture(scope="module")
def superpod():
    return build_template("dgx-superpod-h100", LIBRARY, {})


def reviewed(design):
    results = analyze(design, library=LIBRARY)
    return results, review(design, results, TODAY, library=LIBRARY)


def without_spines(design):
    """DESIGN with one spine for its four, which lacks 192 ports of 256."""
    return replace(design, nodes=design.nodes | {"spine": replace(design.nodes["spine"], copies=1)})


def test_a_spine_that_lacks_ports_stands_against_the_bisection(superpod):
    _, findings = reviewed(superpod)
    assert not errors_against(findings, BISECTION)
    results, findings = reviewed(without_spines(superpod))
    (error,) = errors_against(findings, BISECTION)
    assert error.rule == "ports-overfull"
    assert error.message == "Spine switch has 64 ports, but its cables need 256."
    assert results.network.bisection_gbps.value == 48_000.0
    touched = touched_by(findings)
    assert touched[BISECTION][0] == touched[BOTTLENECK][0] == error
    document = findings_document([error])
    assert document[0]["touches"] == ["bisection", "busiest", "bottleneck"]


def test_errors_in_power_leave_the_network_alone(superpod):
    """Ports are of the medium of the cables in them: too many plugs for a strip of outlets touch the facility."""
    finding = Finding(rule="ports-overfull", severity="error", message="", ids=("spine-power",))
    assert figures_touched(superpod, finding) == ("facility",)
    assert figures_touched(superpod, replace(finding, ids=("storage-links",))) == (BUSIEST, BOTTLENECK)
    assert figures_touched(superpod, replace(finding, rule="a-rule-of-ones-own")) == ()
