"""Failing each element of both samples loses what a walk by hand over the drawing says, and nothing is left out."""

from collections.abc import Mapping

import pytest

from designer.analysis.run import analyze
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from designer.model.kinds import KINDS
from designer.model.parts.part import NETWORK_MEDIA
from tests import long_runs
from tests.analysis.chain.expected_losses import AI_STACK_LOSSES, CLOUD_STACK_LOSSES, Losses


@pytest.mark.parametrize(("name", "table"), [("ai-stack", AI_STACK_LOSSES), ("cloud-stack", CLOUD_STACK_LOSSES)])
def test_every_element_of_a_sample_is_walked(name: str, table: Mapping[str, Losses]) -> None:
    design = build_template(name, read_library(), {})
    drawn = {*design.nodes, *(link.id for link in design.links.values() if link.medium in NETWORK_MEDIA)}
    assert {failed.partition("[")[0] for failed in table} == drawn
    several = {node_id for node_id in design.nodes if design.total_copies(node_id) > 1}
    first = {failed.partition("[")[0] for failed in table if failed.endswith("[0]")}
    # Of what feeds there is a row for each node, and of what stands in a rack of several one for the rack.
    assert first == {node_id for node_id in several if design.nodes[node_id].kind != "pdu"}
    for losses in table.values():
        kinds = {KINDS[design.nodes[service].kind] for service in losses}
        assert {kind.role for kind in kinds} <= {"software", "storage"}


@pytest.mark.scaled
@pytest.mark.parametrize(("name", "table"), [("ai-stack", AI_STACK_LOSSES), ("cloud-stack", CLOUD_STACK_LOSSES)])
def test_a_failure_takes_along_what_the_walk_by_hand_says(name, table):
    design = build_template(name, read_library(), {})
    # Every tenth row by default, so that all sorts of elements are among them; all of them in a long run.
    rows = list(table.items())[:: long_runs.runs(10, 1)]
    for failed, expected in rows:
        resilience = analyze(design, only=("power", "cooling", "resilience", "workloads"), fail=(failed,)).resilience
        assert resilience is not None
        told = {
            one.id: one.state
            for one in resilience.lost
            if KINDS[design.nodes[one.id].kind].role == "software" or one.id in expected
        }
        assert told == dict(expected), failed
        assert all(one.because for one in resilience.lost)
