"""What the drawn fabric gives hosts that run collectives: the checked table of the method, and what facts change."""

from functools import partial

import msgspec
import numpy as np
import pytest

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.collectives.group_rates import GroupRates
from designer.analysis.collectives.layouts import EVERY, Spread, edges_of
from designer.analysis.network.network_context import survey_of
from designer.edit.settings import set_assumption, set_site_choice
from designer.model.figures.figure import recompute
from designer.model.parts.part import Part
from tests.analysis.conftest import drawn
from tests.yardstick import sums_as_long

KEPT = 0.85
"""What hash collisions leave, as assumed."""


def pod(uplinks, hosts=64, a_leaf=32, spines=8, rails=8):
    """Hosts with RAILS rails of 50 GB/s, A_LEAF hosts on a leaf, UPLINKS of 50 GB/s a leaf."""
    leaves = hosts // a_leaf
    lines = [f"node: gpu-server x{hosts}"]
    for rail in range(rails):
        lines += [f"leaf{rail}: switch x{leaves}", f"r{rail}: node -- leaf{rail} x{hosts} block at 400"]
    if uplinks:
        lines.append(f"spine: switch x{spines}")
        lines += [f"u{rail}: leaf{rail} -- spine x{leaves * uplinks} at 400" for rail in range(rails)]
    return drawn("\n".join(lines))


def rate(design, pattern="ring", spread=None, fail=(), first=None):
    rates = GroupRates(WorkFabrics(survey_of(design, fail)))
    hosts = [node for node in design.nodes.values() if node.kind == "server"]
    return rates.of(hosts, pattern, spread or Spread(), first=first)


def adaptive(design):
    return set_site_choice(design, "routing", "adaptive").applied(design)


# METHOD_TRAINING.md 1.3, COLL-08: 32 partners of 63 stand on the other leaf, so 32 hosts × 50 GB/s × 32/63 = 812.7 GB/s
# cross to it on each rail, over 16 × 50 = 800 or 8 × 50 = 400.
@pytest.mark.parametrize(("uplinks", "each"), [(32, 50), (16, 50 * 800 / 812.698), (8, 50 * 400 / 812.698)])
def test_all_to_all_of_64_hosts(uplinks, each):
    found = rate(adaptive(pod(uplinks)), "all-to-all")
    assert found.gb_per_s.value == pytest.approx(each, rel=1e-5)
    assert found.injection_gb_per_s.value == pytest.approx(50)
    hashed = rate(pod(uplinks), "all-to-all")
    assert hashed.collisions
    assert hashed.gb_per_s.value == pytest.approx(KEPT * each, rel=1e-5)


# The same table gives 50, 50 and 20 to one digit for rings in random order, a mean over 8 seeds. By hand: a host's next
# one stands on the other leaf with 32/63, so 16.25 of 32 a leaf cross, over 16 uplinks and over 8.
@pytest.mark.parametrize(("uplinks", "one_digit", "expected"), [(32, 50, 50), (16, 50, 49.2), (8, 20, 24.6)])
def test_a_ring_in_random_order(uplinks, one_digit, expected):
    found = rate(adaptive(pod(uplinks)))
    assert float(f"{found.gb_per_s.value:.1g}") == one_digit
    assert found.random_order_gb_per_s.value == pytest.approx(expected, rel=0.06)
    assert found.leaf_order_gb_per_s.value == pytest.approx(50)


def test_a_scheduler_that_knows_the_fabric_takes_hosts_leaf_by_leaf():
    design = adaptive(pod(8))
    assert not rate(design).by_leaf
    known = set_site_choice(design, "host_order", "leaves").applied(design)
    found = rate(known)
    assert found.by_leaf
    assert found.gb_per_s.value == pytest.approx(50)  # one of 32 crosses, over eight uplinks
    assert found.gb_per_s.value > found.random_order_gb_per_s.value


@pytest.mark.parametrize("pattern", ["ring", "tree", "all-to-all"])
def test_without_uplinks_it_is_impossible_and_two_hosts_are_named(pattern):
    found = rate(pod(0), pattern)
    assert found.impossible
    assert not found.gb_per_s.known
    assert "node[32]" in found.problem
    assert "no path to each other" in found.problem
    rates = GroupRates(WorkFabrics(survey_of(pod(0))))
    assert rates.gb_per_s([pod(0).nodes["node"]], pattern) == 0.0


@pytest.mark.parametrize("pattern", ["ring", "all-to-all"])
def test_lost_rails_halve_it_and_the_loss_of_all_ends_it(pattern):
    design = adaptive(pod(32))
    half = rate(design, pattern, fail=[f"leaf{rail}" for rail in range(4)])
    assert half.gb_per_s.value == pytest.approx(25)
    gone = rate(design, pattern, fail=[f"leaf{rail}" for rail in range(8)])
    assert gone.impossible
    assert "has no cable left" in gone.problem


def test_the_slowest_host_sets_the_pace():
    found = rate(adaptive(pod(32)), fail=["r0[5]"])
    assert found.gb_per_s.value == pytest.approx(50 * 7 / 8)
    # Two hosts that lost different rails still have six in common.
    other = rate(adaptive(pod(32, hosts=32)), fail=["r0[5]", "r1[6]"])
    assert 50 * 6 / 8 <= other.leaf_order_gb_per_s.value + 1e-9 <= 50 * 7 / 8 + 1e-6


def test_groups_that_run_at_once_share_the_uplinks():
    """Data parallel between the two leaves: every host of a leaf sends to its like on the other, 32 over 8 uplinks."""
    design = adaptive(set_site_choice(pod(8), "host_order", "leaves").applied(pod(8)))
    apart, near = rate(design, spread=Spread(2, 32)), rate(design, spread=Spread(32, 1))
    assert apart.groups == 32
    assert apart.gb_per_s.value == pytest.approx(50 * 8 / 32)
    assert near.groups == 2
    assert near.gb_per_s.value == pytest.approx(50)


def test_one_host_and_hosts_of_one_leaf_lose_nothing_to_collisions():
    found = rate(pod(8), first=32)
    assert not found.collisions
    assert found.gb_per_s.value == pytest.approx(50)
    assert rate(pod(8), spread=Spread(1, 1)).gb_per_s.value == pytest.approx(50)


def test_what_collisions_leave_is_an_assumption():
    design = pod(8)
    changed = set_assumption(design, "hash_share", 0.5).applied(design)
    before, after = rate(design).gb_per_s, rate(changed).gb_per_s
    assert after.value == pytest.approx(before.value * 0.5 / KEPT)
    assert recompute(before) == pytest.approx(before.value)
    assert before.low < before.value < before.high


def test_cards_that_serve_accelerators_and_crossing():
    design = adaptive(pod(32))
    node = msgspec.structs.replace(design.nodes["node"], choices={"gpu_cards": "1-4:1, 5-8:2"})
    two = msgspec.structs.replace(design, nodes={**design.nodes, "node": node})
    # Two cards serve all eight: 2 × 50 / 8.
    assert rate(two).gb_per_s.value == pytest.approx(12.5)
    assert rate(two, "all-to-all").gb_per_s.value == pytest.approx(12.5)
    # Across rails the fabric has to join them; planes that hang together by nothing do not.
    across = set_site_choice(design, "crossing", "fabric").applied(design)
    assert rate(across, "all-to-all").gb_per_s.value == pytest.approx(50)
    planes = pod(0, a_leaf=64)
    assert rate(planes, "all-to-all").gb_per_s.value == pytest.approx(50)
    split = set_site_choice(planes, "crossing", "fabric").applied(planes)
    assert rate(split, "all-to-all").impossible
    assert rate(split, "ring").gb_per_s.value == pytest.approx(50)


def test_pcie_lanes_of_a_card_and_of_an_accelerator_hold_up():
    design = pod(32, hosts=4, a_leaf=4)
    slow = Part(
        id="gpu",
        kind="accelerator",
        layer="silicon",
        vendor="test",
        name="GPU",
        texts={"host_link": "64 GB/s both ways"},
    )
    found = rate(msgspec.structs.replace(design, parts={**design.parts, "gpu": slow}))
    assert found.gb_per_s.value == pytest.approx(32)
    card = Part(
        id="nic", kind="nic", layer="servers_fabric", vendor="test", name="NIC", texts={"host": "PCIe Gen4 x16"}
    )
    cards = drawn("h: gpu-server x4\nc: nic x8 in h\ns: switch x2\nl: c -- s x32 at 400")
    node = msgspec.structs.replace(cards.nodes["c"], part="nic")
    cards = msgspec.structs.replace(cards, nodes={**cards.nodes, "c": node}, parts={**cards.parts, "nic": card})
    assert rate(cards).injection_gb_per_s.value == pytest.approx(16 * 15.754 / 8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # One cable a host; a ring of two hosts a leaf crosses with one host's 400 Gb/s over 100.
        (
            "h: gpu-server x2\na: switch\nk: gpu-server x2\nb: switch\n"
            "l: h -- a x2 at 400\nm: k -- b x2 at 400\nx: a -- b at 100",
            6.25 / 4,
        ),
        # A ring of hosts without a switch: each has a cable to either side.
        ("h: gpu-server x4\nl: h -- h x4 ring at 400", None),
    ],
)
def test_hosts_without_rails(text, expected):
    found = rate(set_site_choice(drawn(text), "host_order", "leaves").applied(drawn(text)))
    if expected is None:
        assert found.gb_per_s.value > 0
    else:
        assert found.leaf_order_gb_per_s.value == pytest.approx(expected)
        assert found.fullest_link == "x"


def test_unknown_is_not_impossible():
    found = rate(drawn("h: gpu-server x2\ns: switch\nl: h -- s x2 at ?"))
    assert not found.impossible
    assert "is not known" in found.problem
    loose = rate(drawn("h: gpu-server x2\nk: gpu-server\ns: switch\nl: h -- s x2 at 400"))
    assert loose.impossible
    assert "has no cable on the fabric" in loose.problem


def test_where_groups_stand():
    assert Spread.of(8, 1, 8, 8) == Spread(1, 1)  # inside one domain
    assert Spread.of(64, 1, 8, 8) == Spread(8, 1)
    assert Spread.of(16, 8, 8, 8) == Spread(16, 1)
    assert Spread.of(16, 64, 8, 8) == Spread(16, 8)  # pipeline or data beyond eight hosts
    assert Spread.of(144, 1, 72, 4) == Spread(2, 18)  # a domain of 18 hosts
    assert Spread(2, 2).groups(5).tolist() == [[0, 2], [1, 3]]
    assert Spread(EVERY, 1).groups(3).tolist() == [[0, 1, 2]]
    assert Spread(4, 1).groups(3).shape == (0, 4)


@pytest.mark.parametrize("size", [2, 3, 4, 7, 8, 64, 100])
def test_two_trees_reach_all_hosts_and_halve_the_work(size):
    edges = edges_of("tree", size)
    # Each tree has size − 1 edges, both ways.
    assert edges.start.size == 4 * (size - 1)
    sent = np.bincount(edges.start, edges.part, size)
    assert sent.max() == pytest.approx(1)
    for half in (slice(0, size - 1), slice(size - 1, 2 * (size - 1))):
        reached = {0}
        for _ in range(size):
            pairs = zip(edges.start[half].tolist(), edges.end[half].tolist(), strict=True)
            reached |= {one for pair in pairs if reached & set(pair) for one in pair}
        assert len(reached) == size


def test_a_thousand_accelerators_take_little_and_are_remembered():
    """At most 50 ms where a fixed sum takes 4 ms."""
    design = pod(32, hosts=128, spines=16)
    fabrics = WorkFabrics(survey_of(design))
    assert fabrics.laid is not None
    rates, hosts = GroupRates(fabrics), [design.nodes["node"]]
    spreads = (Spread(), Spread(32, 4), Spread(4, 32))
    asks = (partial(rates.gb_per_s, hosts, "ring", spread) for spread in spreads)
    assert min(sums_as_long(ask, tries=1) for ask in asks) < 12
    assert sums_as_long(lambda: [rates.gb_per_s(hosts, "ring") for _ in range(100)]) < 12
