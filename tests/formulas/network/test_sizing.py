"""Sizes of fat trees and leaf–spine fabrics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.network.sizing import (
    concurrent_flow_bound,
    even_spines,
    fat_tree,
    leaf_down_ports,
    leaf_spine,
    oversubscription,
    pod_fabric,
    two_tier_endpoints,
)

RADIX = st.sampled_from([8, 16, 24, 32, 36, 40, 48, 64, 72, 128, 144])
RATIO = st.sampled_from([1.0, 1.5, 2.0, 3.0, 7.0])


def test_smallest_fat_tree():
    """k = 2: 2 hosts, an edge and an aggregation switch in each of 2 pods, 1 core, 6 links."""
    tree = fat_tree(2)
    assert (tree.hosts, tree.switches, tree.links, tree.pods, tree.core) == (2, 5, 6, 2, 1)


@given(st.integers(1, 200).map(lambda half: 2 * half))
def test_every_port_of_a_fat_tree_is_used(k):
    """Every switch has k ports, all used; a link takes two ports, a host has one."""
    tree = fat_tree(k)
    assert tree.switches == tree.edge + tree.aggregation + tree.core
    assert 2 * tree.links == k * tree.switches + tree.hosts


@pytest.mark.parametrize("k", [0, -2, 3, 1_000_001, 2.5, float("nan"), float("inf")])
def test_impossible_fat_trees_are_refused(k):
    with pytest.raises(ValueError, match=r"^k must "):
        fat_tree(k)


def test_two_tiers_of_64_ports_hold_2048():
    assert two_tier_endpoints(64) == 2048


@pytest.mark.parametrize(
    ("radix", "ratio", "down"),
    [
        (64, 1, 32),  # 64/2
        (65, 1, 32),  # ⌊32.5⌋
        (64, 3, 48),  # 64·3/4
        (64, 2, 42),  # ⌊42.67⌋, so the ratio is 42/22 = 1.91 and not above 2
        (64, 7, 56),  # 64·7/8
        (64, 1 / 3, 16),  # 64/4, and not 15 by a rounding error
        (34, 16 / 18, 16),  # 16 down, 18 up
    ],
)
def test_down_ports_of_a_leaf(radix, ratio, down):
    assert leaf_down_ports(radix, ratio) == down


@given(st.integers(2, 512), st.floats(0.05, 20))
def test_a_leaf_is_not_oversubscribed_beyond_what_was_asked(radix, ratio):
    try:
        down = leaf_down_ports(radix, ratio)
    except ValueError:
        assert radix * ratio / (1 + ratio) < 1 + 1e-6
        return
    assert down / (radix - down) <= ratio * (1 + 1e-6)


@pytest.mark.parametrize(
    ("uplinks", "least", "spines"), [(32, 12, 16), (32, 4, 4), (32, 33, None), (72, 32, 36), (22, 3, 11), (7, 2, 7)]
)
def test_spines_divide_the_uplinks_of_a_leaf(uplinks, least, spines):
    assert even_spines(uplinks, least) == spines


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_no_smaller_spine_count_divides(uplinks, least):
    by_trial = next((n for n in range(least, uplinks + 1) if uplinks % n == 0), None)
    assert even_spines(uplinks, least) == by_trial


@given(st.integers(1, 4000), st.integers(1, 10), RADIX, RADIX, st.integers(0, 9), RATIO)
def test_a_leaf_spine_has_ports_enough_and_spreads_evenly(nodes, links, leaf_radix, spine_radix, extra, ratio):
    endpoints = nodes * links + extra
    down = leaf_down_ports(leaf_radix, ratio)
    if endpoints > down * (spine_radix // 2) * spine_radix:
        with pytest.raises(ValueError, match="more than three tiers"):
            leaf_spine(nodes, links, leaf_radix, spine_radix, extra, ratio)
        return
    fabric = leaf_spine(nodes, links, leaf_radix, spine_radix, extra, ratio)
    up = leaf_radix - down
    assert fabric.node_leaf_cables == endpoints
    assert (fabric.leaf - 1) * down < endpoints <= fabric.leaf * down
    if fabric.tiers == 1:
        assert (fabric.leaf, fabric.spine, fabric.core, fabric.leaf_spine_cables) == (1, 0, 0, 0)
        return
    assert fabric.leaf_spine_cables == fabric.leaf * up
    if fabric.tiers == 2:
        assert up % fabric.spine == 0
        assert fabric.leaf * (up // fabric.spine) <= spine_radix
        assert (fabric.core, fabric.spine_core_cables) == (0, 0)
        return
    assert fabric.tiers == 3
    spine_down = spine_radix // 2
    assert (fabric.spine - 1) * spine_down < fabric.leaf_spine_cables <= fabric.spine * spine_down
    assert fabric.spine_core_cables == fabric.spine * (spine_radix - spine_down)
    assert (fabric.core - 1) * spine_radix < fabric.spine_core_cables <= fabric.core * spine_radix


def test_the_largest_two_tier_fabric_is_full():
    """64 leaves of 32 endpoints on 32 spines of 64 ports; one endpoint more takes a third tier."""
    full = leaf_spine(256, 8, 64, 64)
    assert (full.tiers, full.leaf, full.spine) == (2, 64, 32)
    more = leaf_spine(256, 8, 64, 64, extra_links=1)
    assert (more.tiers, more.leaf, more.spine, more.core) == (3, 65, 65, 33)


def test_the_largest_three_tier_fabric_holds_k_cubed_over_4():
    """64³/4 = 65,536, as the fat tree of the same switches; one endpoint more is refused."""
    full = leaf_spine(8192, 8, 64, 64)
    assert full.node_leaf_cables == fat_tree(64).hosts == 65_536
    assert (full.leaf, full.spine, full.core) == (2048, 2048, 1024)
    with pytest.raises(ValueError, match=r"65537 endpoints need more than three tiers.*at most 65536\.$"):
        leaf_spine(8192, 8, 64, 64, extra_links=1)


def test_endpoints_that_fit_one_leaf_need_no_spine():
    assert leaf_spine(4, 8, 64, 64) == leaf_spine(32, 1, 64, 64)
    assert leaf_spine(4, 8, 64, 64).tiers == 1
    assert leaf_spine(4, 8, 64, 64, extra_links=1).tiers == 2


def test_an_oversubscribed_leaf_spine():
    """3:1 on 64 ports: 48 down, 16 up. 96·8 = 768 = 16·48; ⌈16·16/64⌉ = 4 spines, and 4 divides 16."""
    fabric = leaf_spine(96, 8, 64, 64, oversubscription=3)
    assert (fabric.leaf, fabric.spine, fabric.leaf_spine_cables) == (16, 4, 256)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nodes": 0}, "nodes must be at least 1"),
        ({"links_per_node": -1}, "links_per_node must be at least 1"),
        ({"leaf_radix": 1}, "leaf_radix must be at least 2"),
        ({"spine_radix": 0}, "spine_radix must be at least 2"),
        ({"extra_links": -1}, "extra_links must be at least 0"),
        ({"oversubscription": 0}, "oversubscription must be above 0"),
        ({"oversubscription": float("nan")}, "oversubscription must be a finite number"),
        ({"oversubscription": 0.01}, "leaves a leaf of 64 ports without a down port"),
        ({"oversubscription": 1e12}, "leaves a leaf of 64 ports without an up port"),
        ({"nodes": 10**12}, "more than three tiers"),
    ],
)
def test_impossible_leaf_spines_are_refused(change, message):
    asked = {"nodes": 31, "links_per_node": 8, "leaf_radix": 64, "spine_radix": 64} | change
    with pytest.raises(ValueError, match=message):
        leaf_spine(**asked)


def test_oversubscription_counts_bandwidth_and_not_links():
    """48·100 Gbit/s below, 4·400 above: 4,800/1,600 = 3; each of the 48 has 1,600/48 = 33.3 Gbit/s."""
    tier = oversubscription(48, 100, 4, 400)
    assert tier.ratio == 3
    assert tier.gbps_per_down_link == pytest.approx(100 / 3)
    assert tier.uplink_failures_tolerated == 0


def test_an_undersubscribed_tier_gives_the_line_rate():
    tier = oversubscription(4, 100, 8, 100)
    assert (tier.ratio, tier.gbps_per_down_link, tier.uplink_failures_tolerated) == (0.5, 100, 4)


def test_pods_are_not_undersubscribed_above():
    with pytest.raises(ValueError, match="oversubscription must be at least 1"):
        pod_fabric(192, 16, 8, 0.5, 400)


def test_concurrent_flow_bound_of_a_hypercube():
    """5 dimensions: 80 links; the mean distance is 5·16/31; 32 nodes send 1 each: 2·80/(80/31·32) = 1.9375."""
    assert concurrent_flow_bound(80, 80 / 31, 32) == pytest.approx(1.9375)
