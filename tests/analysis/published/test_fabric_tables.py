"""Fabrics that their builders have published, drawn as they say: counts, ratios and bisections come out as printed.

Sources, read on 2026-11-27:
    B200   docs.nvidia.com/dgx-superpod/reference-architecture-scalable-infrastructure-b200, DGX SuperPOD Architecture,
           the table of larger component counts.
    B300   docs.nvidia.com/dgx-superpod/reference-architecture/scalable-infrastructure-b300-xdr, the same page, Table 3.
    A100   NVIDIA DGX SuperPOD, DGX A100 reference architecture, RA-09950-001: 140 nodes on 56, 80 and 28 switches of
           40 ports of 200G.
    Meta   "The Llama 3 Herd of Models", section 3.3.1 (case NET-14): 16 GPUs a rack, 192 racks a pod of 3,072 GPUs with
           full bisection, eight pods, 1:7 above them.
    HPN    K. Qian et al., "Alibaba HPN", SIGCOMM 2024: 1,024 GPUs a segment, 15 segments a pod, eight cards of 2 × 200G
           a host, two top-of-rack switches for each rail.
    Rail-only  W. Wang et al., arXiv 2307.12169: the rails stay, the spine goes.
    TPU v4 N. P. Jouppi et al., ISCA 2023: 4,096 chips as a torus of 16³, 64 cubes of 4³, 16 links on each face; 6,144
           ends of optical links in all.
    Frontier   glennklockwood.com/garden/systems/frontier: 74 groups of 32 switches of 16 endpoints at 200G, four links
           between any two groups: 102.4 Tb/s come into a group and 58.4 leave it, a factor of 1.753.
"""

import pytest

from designer.analysis.counts import counts
from designer.analysis.network.bandwidth import network
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.model.network.cable_spread import ports_used
from tests.analysis.conftest import drawn, superpod
from tests.analysis.routing.shapes import torus


def is_non_blocking(design: Design, nodes: int, gbps: float) -> None:
    """Eight cards a node, all tiers 1:1, and half of all cards reach the other half."""
    result = network(design)
    assert result.bisection_gbps.low == result.bisection_gbps.value == nodes * 8 * gbps / 2
    assert {round(tier.oversubscription.value, 9) for tier in result.tiers if tier.oversubscription.value} == {1.0}
    assert result.worst.value == pytest.approx(1.0)
    assert result.notes == ()


@pytest.mark.parametrize(
    ("units", "leaf", "spine", "core"),
    [(2, 16, 8, 0), (4, 32, 16, 0), (8, 64, 32, 0), (16, 128, 128, 64), (32, 256, 256, 128), (64, 512, 512, 256)],
)
def test_dgx_b200(units: int, leaf: int, spine: int, core: int) -> None:
    nodes = 32 * units
    design = superpod(nodes, leaf, spine, core)
    found = counts(design)
    assert found.accelerators.value == 512 * units // 2
    # As printed: so many cables from nodes to leaves, from leaves to spines, and from spines to cores where there are.
    cables = {"rails": 256 * units, "uplinks": 256 * units} | ({"trunks": 256 * units} if core else {})
    assert found.cables_by_link == cables
    is_non_blocking(design, nodes, 400.0)


@pytest.mark.parametrize(
    ("units", "leaf", "spine", "each_way"),
    # The table prints 9,216 GPUs for 1,296 nodes of eight; its 10,368 cables are right.
    [(1, 8, 4, 576), (2, 16, 8, 1152), (4, 32, 18, 2304), (8, 64, 36, 4608), (18, 144, 72, 10368)],
)
def test_dgx_b300_xdr(units: int, leaf: int, spine: int, each_way: int) -> None:
    nodes = 72 * units
    design = drawn(
        f"""
        node: gpu-server x{nodes}
        leaf: switch x{leaf}
        spine: switch x{spine}
        rails: node -- leaf x{nodes * 8} at 800
        uplinks: leaf -- spine x{leaf * 72} at 800
        """
    )
    found = counts(design)
    assert found.cables_by_link == {"rails": each_way, "uplinks": each_way}
    assert found.accelerators.value == 8 * nodes
    # No switch of either tier has more than its 144 ports.
    assert found.cables_by_link["rails"] + found.cables_by_link["uplinks"] == 144 * leaf
    assert found.cables_by_link["uplinks"] <= 144 * spine
    is_non_blocking(design, nodes, 800.0)


def test_dgx_a100() -> None:
    """Each leaf reaches 20 of the 80 spines, and each spine has 14 cables down and 14 up."""
    design = drawn(
        """
        unit: pod x7
        node: gpu-server x20 in unit
        leaf: switch x8 in unit
        spine: switch x80
        core: switch x28
        rails: node -- leaf x160 at 200
        uplinks: leaf -- spine x1120 at 200
        trunks: spine -- core x1120 at 200
        """
    )
    found = counts(design)
    assert (found.nodes, found.accelerators.value) == (140 + 56 + 80 + 28, 1120)
    assert found.cables_by_link == {"rails": 1120, "uplinks": 1120, "trunks": 1120}
    # 20 down and 20 up on a leaf, 14 and 14 on a spine, all 40 ports of a core switch.
    assert {link.id: ports_used(design, link) for link in design.links.values()} == {
        "rails": (8, 20),
        "uplinks": (20, 14),
        "trunks": (14, 40),
    }
    result = network(design)
    assert {round(tier.oversubscription.value, 9) for tier in result.tiers if tier.oversubscription.value} == {1.0}
    assert (result.bisection_gbps.value or 0) <= 140 * 8 * 200 / 2


def test_meta_24k() -> None:
    """Above a pod one of seven: what a GPU can send to other pods is 400 / 7 = 57.14 Gb/s (case NET-14)."""
    design = drawn(
        """
        pod: pod x8
        rack: pod x192 in pod
        server: gpu-server x2 in rack
        tor: switch x1 in rack
        cluster: switch x16 in pod
        aggregation: switch x16
        cards: server -- tor x16 at 400
        up: tor -- cluster x3072 mesh at 400
        top: cluster -- aggregation x7168 mesh at 200
        """
    )
    assert counts(design).accelerators.value == 24_576
    result = network(design)
    tiers = {tier.name: tier for tier in result.tiers}
    assert tiers["leaf"].oversubscription.value == pytest.approx(1.0)
    # 3,072 × 400G below and 896 × 200G above each pod: whole cables come nearest to 1:7 with 6.86.
    assert tiers["spine"].oversubscription.value == pytest.approx(7, abs=0.2)
    assert result.bisection_gbps.low == result.bisection_gbps.value == 4 * 896 * 200.0
    assert result.bisection_gbps.value / (24_576 / 2) == pytest.approx(400 / 7, rel=0.03)


def test_hpn_segment() -> None:
    """1,024 GPUs on 16 switches: with one of them gone every card keeps half, and nobody is cut off."""
    lines = ["host: gpu-server x128"]
    for rail in range(8):
        for plane in range(2):
            lines += [f"tor{rail}{plane}: switch", f"port{rail}{plane}: host -- tor{rail}{plane} x128 at 200"]
    design = drawn("\n".join(lines))
    assert counts(design).accelerators.value == 1024
    whole, after = network(design), network(design, fail=("tor00",))
    assert whole.bisection_gbps.value == 64 * 8 * 2 * 200.0
    assert after.bisection_gbps.value == whole.bisection_gbps.value * 15 / 16
    assert after.notes == ()


def test_rail_only() -> None:
    """Without a spine the rails part: cards of one rail reach each other at full rate, and no other rail."""
    rails = [f"rail{n}" for n in range(8)]
    text = "host: gpu-server x64\n" + "\n".join(
        f"{rail}: switch\n{rail}-l: host -- {rail} x64 at 400" for rail in rails
    )
    design = drawn(text)
    result = network(design, "all-reduce-rails")
    assert [tier.name for tier in result.tiers] == ["leaf"]
    assert result.bisection_gbps.value == 32 * 8 * 400.0
    assert {round(row.utilisation.value or 0, 9) for row in result.links} == {1.0}
    with_spine = drawn(
        text + "\nspine: switch x4\n" + "\n".join(f"{rail}-up: {rail} -- spine x64 at 400" for rail in rails)
    )
    assert counts(with_spine).nodes - counts(design).nodes == 4
    assert network(with_spine, "all-reduce-rails").worst.value == pytest.approx(1.0)


def test_tpu_v4() -> None:
    design = torus(16, 16, 16)
    assert (len(design.nodes), len(design.links)) == (4096, 3 * 4096)

    def cube(node: str) -> tuple[int, ...]:
        return tuple(int(place) // 4 for place in node.split("-"))

    optical = [link for link in design.links.values() if cube(link.a) != cube(link.b)]
    assert len({cube(node) for node in design.nodes}) == 64
    assert 2 * len(optical) == 64 * 6 * 16 == 6144


@pytest.mark.long
def test_frontier() -> None:
    settings = {"a": "32", "p": "16", "h": "10", "g": "74", "each": "4", "rate_gbps": "200", "order": "In turn"}
    design = build_template("dragonfly", read_library(), settings)
    found = counts(design)
    assert found.by_kind["host"] == 37_888
    assert found.by_kind["switch"] == 74 * 32
    between = sum(link.cables for link in design.links.values() if link.id.startswith("global"))
    assert between == 74 * 73 // 2 * 4
    mine = {node.id for node in design.nodes.values() if node.parent == "group-1"}
    comes_in = 200.0 * sum(design.nodes[node_id].copies for node_id in mine if node_id.startswith("host"))
    goes_out = 200.0 * sum(link.cables for link in design.links.values() if (link.a in mine) != (link.b in mine))
    assert (comes_in, goes_out) == (102_400.0, 58_400.0)
    assert comes_in / goes_out == pytest.approx(1.753, abs=1e-3)
    result = network(design)
    # Half of the groups to the other half: 37² pairs of four links each, and at least what all-to-all traffic carries.
    assert result.bisection_gbps.value == 37 * 37 * 4 * 200.0
    assert (result.bisection_gbps.low or 0) > 0.8 * result.bisection_gbps.value
    assert result.notes == ()
