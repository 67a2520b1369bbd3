"""Tiers come from drawn links alone: distance, bandwidth below and above, oversubscription."""

import msgspec
import pytest

from designer.analysis.network.bandwidth import network
from designer.analysis.network.tiers import tier_names
from designer.model.design import Design


def tiers(design, fail=()):
    return {
        t.name: (t.down_gbps.value, t.up_gbps.value, t.oversubscription.value) for t in network(design, fail=fail).tiers
    }


def test_a_scalable_unit(superpod):
    # 31 × 8 + 4 cables of 400G below 8 leaves, 8 × 32 above: 100,800 : 102,400.
    assert tiers(superpod(31, 8, 4, managers=2)) == {
        "leaf": (100_800.0, 102_400.0, 0.984375),
        "spine": (102_400.0, 0.0, None),
    }


def test_names_of_all_nodes(superpod):
    design = superpod(31, 8, 4, managers=2)
    assert tier_names(design) == {"node": "endpoint", "leaf": "leaf", "spine": "spine", "manager": "host"}
    assert tier_names(superpod(64, 16, 16, 8))["core"] == "core"


def test_removing_an_uplink_changes_the_ratio(superpod):
    design = superpod(32, 8, 4)
    assert tiers(design)["leaf"][2] == 1.0
    uplinks = msgspec.structs.replace(design.links["uplinks"], cables=255)
    fewer = Design(nodes=design.nodes, links={**design.links, "uplinks": uplinks}, parts=design.parts)
    assert tiers(fewer)["leaf"][2] == pytest.approx(256 / 255)


def test_one_failed_cable_changes_the_ratio(superpod):
    assert tiers(superpod(32, 8, 4), fail=["uplinks[17]"])["leaf"][2] == pytest.approx(256 / 255)


def test_seven_to_one_above_the_pods(draw):
    """NET-14: 8 pods of 192 racks of 16 GPUs; 3,072 cables below the pod's spines, 1/7 of them above.

      core
     /  |  \\            439 × 400G a pod (3,072 / 7, rounded up), 3,512 in all
    spine ...           3,072 × 400G a pod
      |
    rack switch         16 × 400G a rack
      |
    2 servers of 8 GPUs
    """
    result = network(
        draw(
            """
            pod: pod x8
            rack: rack x192 in pod
            server: gpu-server x2 in rack
            tor: switch in rack
            spine: switch x96 in pod
            core: switch x28
            access: server -- tor x16 at 400
            rise: tor -- spine x3072 at 400
            cross: spine -- core x3512 at 400
            """
        )
    )
    ratio = {tier.name: tier.oversubscription.value for tier in result.tiers}
    assert result.endpoints * 8 == 24_576
    assert ratio["leaf"] == 1.0
    assert ratio["spine"] == pytest.approx(7, rel=1e-3)
    assert 400 / ratio["spine"] == pytest.approx(57.14, rel=1e-3)


def test_a_host_that_is_no_endpoint_does_not_make_a_leaf(draw):
    """node -- leaf -- spine -- manager: the spine stays a spine, and the manager's cable counts below it."""
    design = draw(
        """
        node: gpu-server x4
        leaf: switch x2
        spine: switch
        manager: host
        a: node -- leaf x4
        b: leaf -- spine x4
        c: manager -- spine
        """
    )
    assert tiers(design) == {"leaf": (400.0, 400.0, 1.0), "spine": (500.0, 0.0, None)}


def test_a_leaf_for_storage_hangs_under_the_spines(draw):
    """node -- leaf -- spine -- shelf -- array, all on the fabric: the shelf switch is a leaf, not a core."""
    design = draw(
        """
        node: gpu-server x4
        leaf: switch x2
        spine: switch x2
        shelf: switch
        array: array x2
        a: node -- leaf x4
        b: leaf -- spine x4
        c: shelf -- spine x2
        d: array -- shelf x2
        """
    )
    assert tier_names(design)["shelf"] == "leaf"
    assert tiers(design) == {"leaf": (600.0, 600.0, 1.0), "spine": (600.0, 0.0, None)}


def test_switches_side_by_side_are_neither_above_nor_below(draw):
    """A ring of three leaf switches, one server each."""
    design = draw(
        """
        n1: gpu-server
        n2: gpu-server
        n3: gpu-server
        s1: switch
        s2: switch
        s3: switch
        a1: n1 -- s1
        a2: n2 -- s2
        a3: n3 -- s3
        r1: s1 -- s2
        r2: s2 -- s3
        r3: s3 -- s1
        """
    )
    assert tiers(design) == {"leaf": (300.0, 0.0, None)}


def test_every_medium_has_tiers_of_its_own(draw):
    design = draw(
        """
        node: gpu-server x4
        array: array x2
        leaf: switch
        store: switch x2
        above: switch
        desk: switch
        f: node -- leaf x4
        s: node -- store x4 at 200 on storage
        t: array -- store x4 at 100 on storage
        u: store -- above x4 at 200 on storage
        m1: node -- desk x4 at 1 on management
        m2: leaf -- desk x1 at 1 on management
        m3: store -- desk x2 at 1 on management
        """
    )
    assert tier_names(design) == {
        "node": "endpoint",
        "array": "storage",
        "leaf": "leaf",
        "store": "storage leaf",
        "above": "storage spine",
        "desk": "management leaf",
    }
    assert tiers(design) == {
        "leaf": (400.0, 0.0, None),
        "storage leaf": (1200.0, 800.0, 1.5),
        "storage spine": (800.0, 0.0, None),
        "management leaf": (7.0, 0.0, None),
    }


def test_an_unknown_rate_says_at_least(draw):
    result = network(draw("h: host x4\ns: switch\nt: switch\na: h -- s x4\nb: s -- t x2 at ?\nc: s -- t x3"))
    (leaf, _) = result.tiers
    assert leaf.up_gbps.value == 300.0
    assert leaf.up_gbps.at_least
    assert leaf.oversubscription.at_least
    assert any("What a cable of b carries is not known" in note for note in result.notes)


def test_cards_belong_to_their_server(draw):
    """Two cards in each of four servers carry the servers' cables."""
    design = draw("n: gpu-server x4\ncard: nic x2 in n\ns: switch x2\na: card -- s x8")
    result = network(design)
    assert tier_names(design) == {"n": "endpoint", "s": "leaf"}
    assert result.endpoints == 4
    assert result.bisection_gbps.value == 400.0  # two servers of two cards at 100 Gb/s


def test_what_no_endpoint_reaches_has_no_tier(draw):
    design = draw("h: host x2\ns: switch\nlone: switch x2\na: h -- s x2\nb: lone -- lone x2")
    assert tier_names(design) == {"h": "endpoint", "s": "leaf"}


def test_storage_leaves_under_the_core(draw):
    """node -- leaf -- spine -- core -- edge -- array: the core stays above the spines, the edge is a leaf."""
    design = draw(
        """
        node: gpu-server x4
        leaf: switch x2
        spine: switch x2
        core: switch
        edge: switch
        array: array x2
        a: node -- leaf x4 on storage
        b: leaf -- spine x4 on storage
        c: spine -- core x4 on storage
        d: edge -- core x2 on storage
        e: array -- edge x2 on storage
        """
    )
    assert tiers(design) == {
        "storage leaf": (600.0, 600.0, 1.0),
        "storage spine": (400.0, 400.0, 1.0),
        "storage core": (600.0, 0.0, None),
    }


def test_a_storage_branch_counts_from_its_own_leaves(draw):
    """node -- leaf -- spine -- core -- gather -- shelf -- array: shelf is a leaf and gather a spine."""
    design = draw(
        """
        node: gpu-server x4
        leaf: switch
        spine: switch
        core: switch
        gather: switch
        shelf: switch
        array: array
        a: node -- leaf x4
        b: leaf -- spine
        c: spine -- core
        d: core -- gather
        e: gather -- shelf
        f: shelf -- array
        """
    )
    names = tier_names(design)
    assert [names[node_id] for node_id in ("leaf", "spine", "core", "gather", "shelf")] == [
        "leaf",
        "spine",
        "core",
        "spine",
        "leaf",
    ]
