"""Single points of storage, management and NVLink networks, each by itself: by hand, and by taking each away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.resilience.single_failures import resilience
from tests.analysis.resilience import test_resilience as fabric
from tests.long_runs import runs

MEDIA = ("storage", "management", "nvlink")


def points_in(design, medium, **keywords):
    return {
        (point.kind, point.id): (point.lost_endpoints, point.lost_accelerators)
        for point in resilience(design, **keywords).single_points_of_failure
        if point.medium == medium
    }


def test_one_switch_between_accelerators_and_their_storage_is_one(draw):
    text = "g: gpu-server x4\nf: array\np: switch\nq: switch\na: g -- p x4\nb: g -- q x4\n"
    alone = draw(f"{text}s: switch\nc: g -- s x4 on storage\nd: f -- s x2 on storage")
    assert points_in(alone, "fabric") == {}
    assert points_in(alone, "storage") == {("node", "s"): (5, 32), ("link", "c"): (1, 8)}
    twice = draw(f"{text}s: switch x2\nc: g -- s x8 on storage\nd: f -- s x2 on storage")
    assert points_in(twice, "storage") == {}
    assert points_in(twice, "storage", fail=["s[0]"]) == {
        ("node", "s"): (5, 32),
        ("link", "c"): (1, 8),
        ("link", "d"): (1, 0),
    }


def test_a_store_on_the_compute_fabric_hangs_on_its_leaf(draw):
    """Every server on both leaves, the store on one: its loss parts no server from the others, but the store.

    A server that loses its cable to that leaf still meets the others over p, and no longer the store.
    """
    design = draw("g: gpu-server x4\nf: array\np: switch\nq: switch\na: g -- p x4\nb: g -- q x4\nc: f -- q x2")
    assert points_in(design, "fabric") == {("node", "q"): (1, 0), ("link", "b"): (1, 0)}


@pytest.mark.parametrize("medium", MEDIA)
def test_a_network_names_itself(draw, medium):
    design = draw(f"g: gpu-server x3\ns: switch\na: g -- s x6 on {medium}")
    (point,) = resilience(design).single_points_of_failure
    assert (point.id, point.medium, point.lost_endpoints, point.lost_accelerators) == ("s", medium, 3, 24)
    assert point.lost_gbps.value == 600.0


def test_a_managed_switch_passes_no_management_on(draw):
    """The leaf is managed by the one management switch, which the servers hang on too; the leaf joins nobody there."""
    design = draw(
        "g: gpu-server x4\nleaf: switch x2\nm: switch\na: g -- leaf x8\nb: g -- m x4 on management\n"
        "c: leaf -- m x2 on management"
    )
    assert points_in(design, "management") == {("node", "m"): (4, 32), ("link", "b"): (1, 8)}


def test_networks_too_large_to_lay_out_are_folded(draw):
    design = draw(
        "g: gpu-server x1000000\nf: array\ns: switch x100\nt: switch\na: g -- s x4000000 on storage\n"
        "b: s -- t x100 on storage\nc: f -- t x2 on storage"
    )
    assert points_in(design, "storage") == {("node", "t"): (1, 0)}


@st.composite
def networks(draw_):
    """Small networks of one medium beside another one, some of whose hosts are stores."""
    design = draw_(fabric.designs())
    medium = draw_(st.sampled_from(MEDIA))
    stores = {
        node_id: replace(node, kind="storage", part=None) if node.kind == "host" and draw_(st.booleans()) else node
        for node_id, node in design.nodes.items()
    }
    links = {link_id: replace(link, medium=medium) for link_id, link in design.links.items()}
    return medium, replace(design, nodes=stores, links=links), replace(design, links=links)


@settings(max_examples=runs(30, 200), deadline=None)
@given(networks())
def test_points_of_any_network_are_those_of_taking_each_away(drawn):
    """Machines and stores both count as what a network joins, so they are alike to the brute force of the fabric."""
    medium, design, hosts_alone = drawn
    found = {key: lost for key, (lost, _) in points_in(design, medium).items()}
    assert found == fabric.worst_points(hosts_alone)
    assert not {point.medium for point in resilience(design).single_points_of_failure} - {medium}
