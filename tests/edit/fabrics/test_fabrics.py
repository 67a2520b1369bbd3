"""Fabrics that are generated: published closed forms, cabling that is what the name says, no error when reviewed."""

from collections import Counter
from datetime import date
from itertools import combinations

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.formulas.network.sizing import leaf_spine
from designer.model.canvas_sizes import FRAME_HEADER, GRID, TILE_HEIGHT, TILE_WIDTH
from designer.model.design import Design
from designer.model.network.cable_spread import cable_ends
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import joined_ports
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.review.rules import review

FABRICS = ("rail-optimised", "dual-plane", "dragonfly", "torus", "nvl72")
SAMPLES = [
    *((name, {}) for name in FABRICS),
    ("rail-optimised", {"hosts": "100"}),
    ("rail-optimised", {"hosts": "20"}),
    ("rail-optimised", {"hosts": "20", "rails": "1"}),
    ("dual-plane", {"planes": "4", "hosts": "16", "oversubscription": "3"}),
    ("dual-plane", {"hosts": "512"}),
    ("dragonfly", {"g": "5"}),
    ("dragonfly", {"a": "1", "h": "4", "g": "5"}),
    ("torus", {"z": "1"}),
    ("torus", {"x": "2", "y": "3", "z": "5"}),
    ("torus", {"of": "TPU v5p"}),
    ("nvl72", {"racks": "3"}),
]


def count(design: Design, *starts: str) -> int:
    return sum(design.total_copies(node.id) for node in design.nodes.values() if node.id.startswith(starts))


def cables(design: Design, *starts: str) -> int:
    return sum(design.total_cables(link) for link in design.links.values() if link.id.startswith(starts))


@pytest.mark.parametrize(("name", "settings"), SAMPLES)
def test_they_are_whole_and_reviewed_without_an_error(name: str, settings: dict[str, str], library: Library) -> None:
    design = require_valid(build_template(name, library, settings))
    results = analyze(design)
    found = review(design, results, date(2026, 11, 24), library=library)
    assert [finding for finding in found if finding.severity == "error"] == []
    assert results.network is not None
    assert results.network.bisection_gbps.value
    for link in design.links.values():
        joined = joined_ports(design, link)
        assert joined is not None, link.id
        assert joined[2].verdict != "no", joined[2].reason
    for (node_id, port), taken in ports_taken(design).items():
        group = next(group for group in design.ports_of(design.nodes[node_id]) if group.name == port)
        assert taken <= group.count, (node_id, port)
    views = design.views_in_order()
    assert [view.order for view in views] == [0, 1, 2, 3]
    for view in views:
        assert view.caption.endswith(".")
        assert set(view.focus) <= set(design.nodes)


@pytest.mark.parametrize(("name", "settings"), SAMPLES)
def test_no_tile_lies_on_another_and_all_are_on_the_grid(name: str, settings: dict[str, str], library: Library) -> None:
    design = build_template(name, library, settings)
    tiles = [node for node in design.nodes.values() if node.part]
    for node in tiles:
        assert node.x % GRID == node.y % GRID == 0
        if node.parent:
            assert node.y >= design.nodes[node.parent].y + FRAME_HEADER
    for one, other in combinations(tiles, 2):
        assert abs(one.x - other.x) >= TILE_WIDTH or abs(one.y - other.y) >= TILE_HEIGHT, (one.id, other.id)


@pytest.mark.parametrize(("hosts", "leaves", "spines"), [(32, 8, 4), (64, 16, 8), (96, 24, 16), (128, 32, 16)])
def test_rails_have_the_published_counts(hosts: int, leaves: int, spines: int, library: Library) -> None:
    """DGX SuperPOD reference architecture RA-11333-001, Table 4: 1 to 4 scalable units of 8 rails."""
    design = build_template("rail-optimised", library, {"hosts": str(hosts)})
    assert (count(design, "leaf"), count(design, "spine")) == (leaves, spines)
    assert cables(design, "rails") == hosts * 8
    assert cables(design, "uplinks") == leaves * 32


@pytest.mark.parametrize("hosts", [128, 100, 20])
def test_card_r_of_every_host_is_on_leaf_r_of_its_pod(hosts: int, library: Library) -> None:
    design = build_template("rail-optimised", library, {"hosts": str(hosts)})
    placed = 0
    for link_id in ("rails", "rails-last"):
        if link_id not in design.links:
            continue
        link = design.links[link_id]
        in_pod = design.nodes[link.a].copies
        reached: dict[int, list[int]] = {}
        for host, leaf in cable_ends(design, link):
            reached.setdefault(host, []).append(leaf)
        placed += len(reached)
        for host, found in reached.items():
            assert found == [host // in_pod * 8 + rail for rail in range(8)]
    assert placed == hosts


def test_every_rail_leaf_reaches_every_spine_evenly(library: Library) -> None:
    design = build_template("rail-optimised", library, {"hosts": "100"})
    spines = design.nodes["spine"].copies
    for link_id in ("uplinks", "uplinks-last"):
        reached: dict[int, Counter[int]] = {}
        for leaf, spine in cable_ends(design, design.links[link_id]):
            reached.setdefault(leaf, Counter())[spine] += 1
        assert {tuple(sorted(found.items())) for found in reached.values()} == {
            tuple((spine, 32 // spines) for spine in range(spines))
        }


@pytest.mark.parametrize(("hosts", "planes", "over"), [(64, 2, 1.0), (512, 2, 1.0), (16, 4, 3.0)])
def test_planes_are_fabrics_of_their_own(hosts: int, planes: int, over: float, library: Library) -> None:
    """Each plane has the counts of the leaf-spine calculator (RA-11333-001), and shares no switch with another."""
    settings = {"hosts": str(hosts), "planes": str(planes), "oversubscription": str(over)}
    design = build_template("dual-plane", library, settings)
    size = leaf_spine(hosts, 8, 64, 64, 0, over)
    assert (count(design, "leaf"), count(design, "spine")) == (planes * size.leaf, planes * size.spine)
    assert count(design, "core") == planes * size.core
    assert cables(design, "ports") == planes * size.node_leaf_cables == planes * hosts * 8
    near: dict[str, set[str]] = {}
    for link in design.links.values():
        near.setdefault(link.a, set()).add(link.b)
        near.setdefault(link.b, set()).add(link.a)
    planes_found: set[frozenset[str]] = set()
    for start in near["host"]:
        seen, waiting = {"host"}, [start]
        while waiting:
            node_id = waiting.pop()
            if node_id not in seen:
                seen.add(node_id)
                waiting.extend(near[node_id])
        planes_found.add(frozenset(seen - {"host"}))
    assert len(planes_found) == planes
    assert sum(len(plane) for plane in planes_found) == len(set[str]().union(*planes_found))
    for number in range(1, planes + 1):
        assert design.links[f"ports-{number}"].a_port == f"plane-{number}"


@pytest.mark.parametrize(("a", "p", "h", "g"), [(4, 2, 2, 9), (4, 2, 2, 5), (6, 3, 3, 19), (1, 2, 4, 5)])
def test_dragonfly_has_the_closed_forms(a: int, p: int, h: int, g: int, library: Library) -> None:
    """Kim et al., ISCA 2008: N = a·p·g hosts, radix p + h + a − 1, complete graphs inside and between groups.

    Their example a = 4, p = h = 2 has nine groups and 72 terminals on routers of 7 ports.
    """
    design = build_template("dragonfly", library, {"a": str(a), "p": str(p), "h": str(h), "g": str(g)})
    assert count(design, "host") == a * p * g
    assert count(design, "router") == a * g
    assert cables(design, "local") == g * a * (a - 1) // 2
    assert cables(design, "global") == g * (g - 1) // 2
    assert {design.ports_of(node)[0].count for node in design.nodes.values() if node.kind == "switch"} == {
        p + h + a - 1
    }
    pairs: set[tuple[str | None, ...]] = set()
    globals_of = Counter[str]()
    for link in design.links.values():
        if link.id.startswith("global"):
            pairs.add(tuple(sorted(str(design.nodes[end].parent) for end in (link.a, link.b))))
            globals_of.update((link.a, link.b))
    assert len(pairs) == g * (g - 1) // 2
    assert max(globals_of.values()) <= h
    if g == a * h + 1:
        assert set(globals_of.values()) == {h}
        assert len(globals_of) == a * g


@pytest.mark.parametrize("order", ["In order", "In turn"])
@pytest.mark.parametrize(("a", "p", "h", "g", "each"), [(4, 2, 2, 5, 2), (6, 2, 4, 7, 3), (8, 4, 4, 9, 4)])
def test_several_cables_join_any_two_groups(
    a: int, p: int, h: int, g: int, each: int, order: str, library: Library
) -> None:
    settings = {"a": a, "p": p, "h": h, "g": g, "each": each, "order": order}
    design = build_template("dragonfly", library, {name: str(value) for name, value in settings.items()})
    between, ports = Counter[tuple[str, ...]](), Counter[str]()
    for link in design.links.values():
        if link.id.startswith("global"):
            between[tuple(sorted(str(design.nodes[end].parent) for end in (link.a, link.b)))] += link.cables
            ports.update({link.a: link.cables, link.b: link.cables})
    assert set(between.values()) == {each}
    assert len(between) == g * (g - 1) // 2
    assert max(ports.values()) <= h
    of_groups = [[ports[f"router-{group}-{router}"] for router in range(1, a + 1)] for group in range(1, g + 1)]
    if order == "In turn":
        assert all(mine == of_groups[0] for mine in of_groups)


@pytest.mark.parametrize(("x", "y", "z"), [(4, 4, 1), (4, 4, 2), (3, 5, 7), (2, 2, 2), (8, 4, 4)])
def test_torus_has_a_cable_per_node_and_dimension(x: int, y: int, z: int, library: Library) -> None:
    """Dally and Towles, chapter 5: N·n cables, 2n at each node, a bisection of 2N/k across the longest even side k."""
    design = build_template("torus", library, {"x": str(x), "y": str(y), "z": str(z)})
    nodes, dimensions = x * y * z, 2 + (z > 1)
    assert count(design, "node") == nodes
    assert sum(design.total_cables(link) for link in design.links.values()) == dimensions * nodes
    ends = Counter[str]()
    for link in design.links.values():
        ends.update({link.a: link.cables, link.b: link.cables})
    assert set(ends.values()) == {2 * dimensions}
    assert len(ends) == nodes


@pytest.mark.parametrize(("x", "y", "z"), [(4, 4, 1), (4, 8, 1), (4, 4, 4)])
def test_torus_bisection(x: int, y: int, z: int, library: Library) -> None:
    """Dally and Towles, chapter 5: 2N/k cables for the longest side k; the halves are the first rows or layers."""
    design = build_template("torus", library, {"x": str(x), "y": str(y), "z": str(z), "rate_gbps": "100"})
    network = analyze(design).network
    assert network is not None
    assert network.bisection_gbps.value == pytest.approx(2 * x * y * z / max(x, y, z) * 100)


@pytest.mark.parametrize("racks", [1, 3, 8, 40])
def test_nvl72_domains(racks: int, library: Library) -> None:
    """72 GPUs a rack; switches as the leaf-spine calculator has them for 72 ports a rack and 64-port switches."""
    design = build_template("nvl72", library, {"racks": str(racks)})
    size = leaf_spine(racks, 72, 64, 64)
    assert (count(design, "leaf"), count(design, "spine"), count(design, "core")) == (size.leaf, size.spine, size.core)
    assert cables(design, "rails") == 72 * racks
    assert cables(design, "uplinks") == size.leaf_spine_cables
    assert analyze(design).counts.accelerators.value == 72 * racks


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("rail-optimised", {"hosts": "257"}, "256 hosts are the most"),
        ("rail-optimised", {"leaf_radix": "33"}, "must be even"),
        ("dual-plane", {"planes": "1"}, "from 2 to 8"),
        ("dual-plane", {"hosts": "100000", "cards": "64"}, "more than three tiers"),
        ("dragonfly", {"g": "10"}, "9 groups are the most"),
        ("dragonfly", {"each": "2", "g": "9"}, "4 others by 2 cables, so 5 groups are the most"),
        ("torus", {"of": "Bananas"}, "of can be Hosts"),
        ("nvl72", {"racks": "0"}, "from 1 to 2,000"),
    ],
)
def test_what_can_not_be_is_refused_with_the_reason(
    name: str, settings: dict[str, str], words: str, library: Library
) -> None:
    with pytest.raises(RefusedInput, match=words) as refusal:
        build_template(name, library, settings)
    assert "\n" not in str(refusal.value)


def test_a_library_without_the_rack_is_refused() -> None:
    with pytest.raises(RefusedInput, match="no part"):
        build_template("nvl72", Library(), {})


def test_they_are_templates() -> None:
    assert set(FABRICS) <= set(TEMPLATES)
