"""Links that are slower than the ports at their ends: the smaller binds, wherever a rate is read."""

import pytest
from msgspec.structs import replace

from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.network.bandwidth import network
from designer.drawing.topology.wiring import wiring
from designer.edit.links.links import set_link
from designer.model.figures.figure import recompute
from designer.model.network.ports import cable_gbps
from designer.model.records import RefusedInput
from tests.analysis.conftest import superpod


def with_capacity(design, link_id, gbps):
    return set_link(design, link_id, capacity_gbps=gbps).applied(design)


@pytest.fixture(scope="module")
def unit():
    return superpod(31, 8, 4)


def test_half_rate_uplinks_halve_what_they_carry(unit):
    """31 servers on rails of 400 and uplinks shaped to 200: 256 uplinks of 200 over two, less the odd server."""
    slower = with_capacity(unit, "uplinks", 200.0)
    assert cable_gbps(slower, slower.links["uplinks"]) == 200.0
    before, after = network(unit), network(slower)
    uplinks = [next(row for row in result.links if row.id == "uplinks") for result in (before, after)]
    assert [row.capacity_gbps.value for row in uplinks] == [256 * 400.0, 256 * 200.0]
    assert recompute(uplinks[1].capacity_gbps) == 256 * 200.0
    assert uplinks[1].utilisation.value == pytest.approx(2 * uplinks[0].utilisation.value)
    assert next(tier.oversubscription.value for tier in after.tiers) == pytest.approx(31 * 8 * 400 / (256 * 200))
    cut = min_cut_between(slower, ["leaf[0]"], ["spine"], widen=False).value_gbps.value
    assert cut == 32 * 200.0
    (joint,) = [joint for link, joint in wiring(slower).joints.items() if link == "uplinks"]
    assert joint.rate_gbps == 200.0


def test_why_names_the_ports_and_the_link(unit):
    slower = with_capacity(unit, "uplinks", 200.0)
    row = next(row for row in network(slower).links if row.id == "uplinks")
    rate = next(term for term in row.capacity_gbps.walk() if term.operation == "minimum")
    assert [term.value for term in rate.terms] == [400.0, 200.0]
    assert rate.terms[1].status == "user"


def test_a_link_is_never_faster_than_its_ports(unit):
    faster = with_capacity(unit, "uplinks", 1600.0)
    assert cable_gbps(faster, faster.links["uplinks"]) == 400.0
    assert network(faster).bisection_gbps == network(unit).bisection_gbps


def test_what_is_taken_away_again_leaves_the_ports(unit):
    slower = with_capacity(unit, "uplinks", 200.0)
    assert with_capacity(slower, "uplinks", None).links["uplinks"] == replace(unit.links["uplinks"], capacity_gbps=None)
    with pytest.raises(RefusedInput, match="capacity"):
        with_capacity(unit, "uplinks", -1.0)
