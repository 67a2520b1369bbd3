"""The logical picture: which tiles and cables a SuperPOD has, and that nothing shown is counted twice or lost."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.catalog.library import Library
from designer.drawing.logical.projection import PLANT_MEDIA, logical
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design, Link, Node
from designer.model.kinds import CONTAINERS, KINDS
from designer.model.relations import RELATION_MEDIA
from tests.edit.layouts.test_tidy import any_design, overlaps
from tests.long_runs import runs

ONE_UNIT_TILES = {
    # RA-11333-001 V11, Table 3: 31 systems, 8 leaves, 4 spines in the compute fabric of one scalable unit.
    "DGX H100": 31,
    "Leaf switch": 8,
    "Spine switch": 4,
    "Fabric manager": 2,
    "Storage leaf switch": 2,
    "Storage spine switch": 2,
    "Storage edge switch": 2,
    "DDN AI400X2": 2,
    "In-band switch": 2,
    "Out-of-band switch": 1,
    "In-band core switch": 2,
}
ONE_UNIT_CABLES = {
    # 31 systems × 8 rails; the same up as down with the four cables of the managers: 252 and 4 free make 256.
    ("DGX H100", "Leaf switch"): 248,
    ("Leaf switch", "Spine switch"): 256,
    ("Fabric manager", "Leaf switch"): 4,
    ("Fabric manager", "In-band core switch"): 2,
    # 31 systems with two storage ports, two in-band ports and a BMC each.
    ("DGX H100", "Storage leaf switch"): 62,
    ("DGX H100", "In-band switch"): 62,
    ("DGX H100", "Out-of-band switch"): 31,
    ("In-band switch", "Out-of-band switch"): 2,
    # Two in-band switches with eight uplinks, two storage leaves with 32.
    ("In-band core switch", "In-band switch"): 16,
    ("Storage leaf switch", "Storage spine switch"): 64,
    # Two appliances with eight cables, two edge switches with four uplinks.
    ("DDN AI400X2", "Storage edge switch"): 16,
    ("Storage edge switch", "Storage spine switch"): 8,
}


def cables_of(design: Design) -> dict[tuple[str, str, str], int]:
    """Cables by the sorted titles of both ends and the pod of the first; each pair once."""
    found: dict[tuple[str, str, str], int] = {}
    for link in design.links.values():
        a, b = sorted((design.nodes[link.a], design.nodes[link.b]), key=lambda node: node.title)
        key = (a.title, b.title, a.parent or b.parent or "")
        assert key not in found
        found[key] = link.cables
    return found


def test_one_unit_reads_like_its_published_figure(library: Library) -> None:
    design = logical(build_template("dgx-superpod-h100", library, {})).design
    tiles = {node.title: node.copies for node in design.nodes.values() if node.kind not in CONTAINERS}
    assert tiles == ONE_UNIT_TILES
    assert [(node.title, node.kind) for node in design.nodes.values() if node.kind in CONTAINERS] == [
        ("Scalable unit", "pod")
    ]
    assert {(a, b): cables for (a, b, _), cables in cables_of(design).items()} == ONE_UNIT_CABLES
    inside = {node.title for node in design.nodes.values() if node.parent == "su"}
    assert inside == {"DGX H100", "Leaf switch", "Storage leaf switch", "In-band switch", "Out-of-band switch"}


def test_four_units_have_three_alike_and_one_last(library: Library) -> None:
    picture = logical(build_template("dgx-superpod-h100", library, {"scale_units": "4"}))
    nodes = picture.design.nodes
    assert {one: nodes[one].copies for one in ("su", "su-last")} == {"su": 3, "su-last": 1}
    # Inside of a unit for one of it; above the units for all: 16 spines, 8 storage spines (Table 3, four units).
    copies = {one: nodes[one].copies for one in ("dgx", "dgx-last", "leaf", "leaf-last", "spine", "storage-spine")}
    assert copies == {"dgx": 32, "dgx-last": 31, "leaf": 8, "leaf-last": 8, "spine": 16, "storage-spine": 8}
    cables = {one: link.cables for one, link in picture.design.links.items()}
    # 32 systems × 8 rails in each full unit, 31 × 8 in the last; 3 × 8 leaves × 32 uplinks from the full ones.
    assert (cables["rails"], cables["rails-last"]) == (256, 248)
    assert (cables["uplinks"], cables["uplinks-last"]) == (768, 256)
    assert (cables["storage-uplinks"], cables["storage-uplinks-last"]) == (192, 64)
    assert picture.links["rails-last"] == ("rails-last", "rails-rest")
    assert picture.members["dgx-last"] == ("dgx-last", "dgx-rest")
    assert picture.stands_for["dgx-rest"] == "dgx-last"


def test_tiers_stand_over_each_other(library: Library) -> None:
    nodes = logical(build_template("dgx-superpod-h100", library, {})).design.nodes
    assert nodes["spine"].y < nodes["leaf"].y < nodes["dgx"].y
    assert nodes["storage-spine"].y == nodes["spine"].y == nodes["inband-core"].y
    assert nodes["inband-core"].x < nodes["spine"].x < nodes["storage-spine"].x


@pytest.mark.parametrize("template", list(TEMPLATES))
def test_every_device_and_cable_of_a_template_is_counted_once(template: str, library: Library) -> None:
    design = build_template(template, library, {})
    check_counts(design)


@settings(max_examples=runs(15, 80), deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(0, 30))
def test_any_design_keeps_its_counts(seed: int, count: int) -> None:
    rnd = Random(seed)
    design = any_design(rnd, count)
    nodes = {
        one: Node(id=one, kind=node.kind, parent=node.parent, order=node.order, copies=rnd.choice([1, 1, 2, 3]))
        for one, node in design.nodes.items()
    }
    check_counts(Design(nodes=nodes, links=design.links))


def check_counts(design: Design) -> None:
    """What is shown of DESIGN stands for each device and each cable once, and is laid out without overlaps."""
    picture = logical(design)
    flat = picture.design
    assert overlaps(flat) == []
    assert logical(design) == picture
    shown = {one for members in picture.members.values() for one in members}
    assert sum(map(len, picture.members.values())) == len(shown)
    for one, members in picture.members.items():
        if flat.nodes[one].kind not in CONTAINERS:
            total = flat.copies_within(one, None)
            assert total == sum(design.total_copies(member) for member in members)
        assert all(picture.stands_for[member] == one for member in members)
    counted = Counter(link for links in picture.links.values() for link in links)
    assert set(counted.values()) <= {1}
    for one, links in picture.links.items():
        if flat.links[one].medium not in RELATION_MEDIA:
            assert flat.total_cables(flat.links[one]) == sum(design.total_cables(design.links[link]) for link in links)
    for link in design.links.values():
        ends = [picture.stands_for.get(end) for end in (link.a, link.b)]
        if link.id not in counted and None not in ends:
            # Left out is what feeds and cools, and what joins devices that are drawn as one.
            assert link.medium in PLANT_MEDIA or ends[0] == ends[1]
    for node in design.nodes.values():
        kind = KINDS.get(node.kind)
        role = kind.role if kind else "other"
        if node.id not in picture.stands_for:
            assert role in {"power", "cooling", "container"} or any(
                KINDS[design.nodes[one].kind].role in {"power", "cooling"} for one in design.ancestors(node.id)
            )


def test_alike_devices_of_a_tier_are_one_and_others_are_not() -> None:
    nodes = [Node(id="spine", kind="switch", name="Spine")]
    nodes += [Node(id=f"l{i}", kind="switch", name=f"Leaf {i}", order=1 + i) for i in range(3)]
    nodes += [Node(id=f"h{i}", kind="host", name=f"Host {i}", copies=4, order=9 + i) for i in range(3)]
    nodes.append(Node(id="other", kind="host", name="Gateway", order=99))
    links = [Link(id=f"u{i}", a=f"l{i}", b="spine", medium="fabric", cables=2) for i in range(3)]
    links += [Link(id=f"d{i}", a=f"h{i}", b=f"l{i}", medium="fabric", cables=4) for i in range(3)]
    links.append(Link(id="g", a="other", b="l0", medium="management"))
    design = Design(nodes={node.id: node for node in nodes}, links={link.id: link for link in links})
    picture = logical(design)
    # Leaf 0 has the gateway beside its hosts, so it and its hosts are not like the other two.
    assert sorted(picture.members.values()) == [("h0",), ("h1", "h2"), ("l0",), ("l1", "l2"), ("other",), ("spine",)]
    assert picture.design.nodes["h1"].copies == 8
    assert picture.design.nodes["l1"].title == "Leaf"
    assert picture.links["d1"] == ("d1", "d2")


def test_devices_joined_to_each_other_stay_apart() -> None:
    names = ["a", "b", "c"]
    nodes = {one: Node(id=one, kind="switch", name=f"Router {i}", order=i) for i, one in enumerate(names)}
    links = {a + b: Link(id=a + b, a=a, b=b, medium="fabric") for a, b in ("ab", "bc", "ca")}
    picture = logical(Design(nodes=nodes, links=links))
    assert len(picture.members) == 3
    assert len(picture.links) == 3
