"""What has failed is gone before anything is worked out: nodes, containers, copies, links and single cables."""

import pytest

from designer.analysis.failing import failed_of
from designer.analysis.network.bandwidth import network
from designer.analysis.network.network_context import survey_of


def left(design, *fail):
    return survey_of(design, fail).left


def test_a_copy_takes_its_cables_along(superpod):
    """One of 8 leaves has 31 rails and 32 uplinks."""
    design = superpod(31, 8, 4)
    assert left(design) == {"rails": 248, "uplinks": 256}
    assert left(design, "leaf[0]") == {"rails": 217, "uplinks": 224}
    assert left(design, "leaf[0]", "leaf[7]") == {"rails": 186, "uplinks": 192}
    assert left(design, "leaf") == {"rails": 0, "uplinks": 0}


def test_cables_fail_one_by_one_or_all(superpod):
    design = superpod(31, 8, 4)
    assert left(design, "uplinks[0]", "uplinks[255]", "uplinks[0]") == {"rails": 248, "uplinks": 254}
    assert left(design, "uplinks") == {"rails": 248, "uplinks": 0}


def test_a_container_takes_its_contents_along(draw):
    design = draw(
        """
        pod: pod x3
        rack: rack x2 in pod
        h: host x2 in rack
        s: switch in rack
        t: switch
        a: h -- s x2
        b: s -- t x6
        """
    )
    assert left(design) == {"a": 12, "b": 6}
    assert left(design, "pod[1]") == {"a": 8, "b": 4}
    assert left(design, "rack[5]") == {"a": 10, "b": 5}
    assert left(design, "rack") == {"a": 0, "b": 0}
    assert [list(span) for span in failed_of(design, ["pod[2]"]).copies["h"]] == [[8, 9, 10, 11]]


@pytest.mark.parametrize("name", ["nobody", "leaf[8]", "uplinks[256]", "leaf[x]"])
def test_what_is_not_there_fails_nothing(superpod, name):
    design = superpod(31, 8, 4)
    assert failed_of(design, [name]).unknown == [name]
    result = network(design, fail=[name])
    assert result.links == network(design).links
    assert any("failed nothing" in note for note in result.notes)


def test_the_failed_leaf_is_missed(superpod):
    """31 systems lose one rail of eight each: the bisection loses an eighth, and so does what they offer."""
    result = network(superpod(31, 8, 4), fail=["leaf[3]"])
    assert result.bisection_gbps.value == 48_000 * 7 / 8
    assert {row.id: row.load_gbps.value for row in result.links} == {"rails": 86_800.0, "uplinks": 0.0}
    assert result.worst.value == 1.0


def test_failed_endpoints_are_no_endpoints(superpod):
    result = network(superpod(31, 8, 4), fail=["node[0]"])
    assert result.endpoints == 30
    assert result.bisection_gbps.value == 15 * 8 * 400.0


def test_a_failed_leaf_cuts_single_cables_off(draw):
    """Four hosts, two a leaf: leaf 1 takes hosts 1 and 3 along, which then offer nothing.

    Hosts 0 and 2 send a third of their 100 to each other; the rest has nowhere to go.
    """
    design = draw("h: host x4\nleaf: switch x2\nspine: switch\na: h -- leaf x4\nu: leaf -- spine x2")
    result = network(design, fail=["leaf[1]"])
    assert result.endpoints == 2
    assert {row.id: row.load_gbps.value for row in result.links} == pytest.approx({"a": 200 / 3, "u": 0.0})
    assert any(note.startswith("66.7% of the traffic has no path") for note in result.notes)
    assert {tier.name: tier.down_gbps.value for tier in result.tiers} == {"leaf": 200.0, "spine": 100.0}
