"""The walk by hand leaves nothing out: every node and every network link of both samples has its row."""

from collections.abc import Mapping

import pytest

from designer.catalog.reading import read_library
from designer.edit.templates import build_template
from designer.model.kinds import KINDS
from designer.model.parts import NETWORK_MEDIA
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
