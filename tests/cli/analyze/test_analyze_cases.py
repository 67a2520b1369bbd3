"""Published cases that are designs: typed or generated, then asked of `analyze`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Stackwright = Callable[..., Any]


def typed(path: Path, nodes: list[dict[str, Any]], links: list[dict[str, Any]] | None = None, **more: Any) -> Path:
    document = {"format": "stackwright-design", "version": 1, "nodes": nodes, "links": links or [], **more}
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_four_systems_in_a_rack(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """PWR-11: 4 · 10.2 kW = 40.8 kW; 4 · 130.45 kg = 521.8 kg; 4 · 8 U = 32 U."""
    rack = typed(
        tmp_path / "rack.json",
        [{"id": "rack", "kind": "rack"}, {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 4, "parent": "rack"}],
    )
    document = stackwright("analyze", rack, "--json").document
    load = document["cooling"]["racks"]["rack"]
    assert load["max_w"]["value"] == cases["PWR-11"]["expected"]["rack_kW"] * 1000 == 40_800
    assert load["weight_kg"]["value"] == 521.8
    assert load["used_u"]["value"] == 32
    assert document["power"]["it_w"]["max"]["value"] == 40_800
    # All of it becomes heat: 40,800 W · 3.412142 BTU/h per W.
    assert document["cooling"]["heat_btu_per_h"]["value"] == pytest.approx(40_800 * 3.412142)
    said = stackwright("analyze", rack)
    assert "40.8 kW" in said.out


def test_a_unit_of_rack_systems(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-13: 8 racks of 18 trays with 4 accelerators each; 32 leaves under 24 spines."""
    case = cases["NET-13"]
    given, expected = case["inputs"], case["expected"]
    leaves = given["SLG"] * given["leaf_per_SLG"]
    spines = given["SLG"] * given["spine_per_SLG"]
    unit = typed(
        tmp_path / "unit.json",
        [
            {"id": "nvl", "part": "nvidia/gb200-nvl72", "copies": given["racks_per_SU"]},
            {"id": "low", "part": "nvidia/qm9700", "copies": leaves},
            {"id": "high", "part": "nvidia/qm9700", "copies": spines},
        ],
        [
            {"id": "in", "a": "nvl", "b": "low", "medium": "fabric", "cables": expected["gpus"]},
            {"id": "up", "a": "low", "b": "high", "medium": "fabric", "cables": 768},
        ],
    )
    counts = stackwright("analyze", unit, "--json", "--only", "network").document["counts"]
    assert counts["accelerators"]["total"] == expected["gpus"]
    assert counts["nodes"]["by_tier"]["leaf"] == expected["leaf"]
    assert counts["nodes"]["by_tier"]["spine"] == expected["spine"]


def test_a_two_tier_fabric_of_144_port_switches(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-10, generated as the calculator sizes it."""
    given, expected = cases["NET-10"]["inputs"], cases["NET-10"]["expected"]
    project = tmp_path / "fabric.stackwright"
    words = [f"nodes={given['nodes']}", "links_per_node=8", "leaf_radix=144", "spine_radix=144.0"]
    made = stackwright(
        "new", project, "--template", "leaf-spine", *(part for word in words for part in ("--set", word))
    )
    assert made.code == 0
    document = stackwright("analyze", project, "--json", "--only", "network").document
    tiers = document["counts"]["nodes"]["by_tier"]
    assert (tiers["leaf"], tiers["spine"]) == (expected["leaf"], expected["spine"])
    assert document["counts"]["cables"]["by_medium"]["fabric"] == expected["node_leaf"] + expected["leaf_spine"]
    assert [tier["oversubscription"]["value"] for tier in document["network"]["tiers"]] == [1.0, None]


def test_a_fat_tree_of_48_port_switches(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-01: k³/4 hosts, 5k²/4 switches, 3k³/4 links."""
    expected = cases["NET-01"]["expected"]
    project = tmp_path / "tree.stackwright"
    assert stackwright("new", project, "--template", "fat-tree", "--set", "k=48").code == 0
    document = stackwright("analyze", project, "--json", "--only", "network").document
    kinds = document["counts"]["nodes"]["by_kind"]
    assert (kinds["host"], kinds["switch"]) == (expected["hosts"], expected["switches"])
    assert document["counts"]["nodes"]["by_tier"]["core"] == expected["core"]
    assert document["counts"]["cables"]["total"] == expected["links"]
    assert [tier["oversubscription"]["value"] for tier in document["network"]["tiers"]] == [1.0, 1.0, None]


def test_all_to_all_on_a_fat_tree(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-16: of 1,023 parts that each host sends, 1,016 take an edge uplink and 960 a core link."""
    expected = cases["NET-16"]["expected"]
    project = tmp_path / "tree.stackwright"
    stackwright("new", project, "--template", "fat-tree", "--set", "k=16")
    document = stackwright("analyze", project, "--json", "--only", "network").document
    found = sorted(link["utilisation"]["value"] * 1023 for link in document["network"]["links"])
    assert found == pytest.approx([expected["agg_to_core_link_load"], expected["edge_to_agg_link_load"], 1023])


@pytest.mark.parametrize("graph", [{"kind": "host"}, {"kind": "storage"}])
def test_hosts_of_others_come_without_parts(graph: dict[str, Any], stackwright: Stackwright, tmp_path: Path) -> None:
    """A ring of four switches with two hosts on opposite sides: two ways of 10 Gb/s each."""
    nodes = [{"id": f"s{number}", "kind": "switch"} for number in range(4)]
    nodes += [{"id": "left", "kind": "host"}, {"id": "right", **graph}]
    ends = [("s0", "s1"), ("s1", "s2"), ("s2", "s3"), ("s3", "s0"), ("left", "s0"), ("right", "s2")]
    links = [
        {"id": f"{a}-{b}", "a": a, "b": b, "medium": "fabric", "capacity_gbps": 100 if a[0] != "s" else 10}
        for a, b in ends
    ]
    path = typed(tmp_path / "ring.json", nodes, links)
    document = stackwright("analyze", path, "--json", "--only", "network").document
    assert document["counts"]["nodes"]["by_part"] == {
        "generic/switch": 4,
        **({"generic/host": 2} if graph["kind"] == "host" else {"generic/host": 1, "generic/storage": 1}),
    }
    if graph["kind"] == "host":
        assert document["network"]["bisection_gbps"]["value"] == 20
        assert sorted(document["network"]["min_cut"]["links"]) in (["s0-s1", "s3-s0"], ["s1-s2", "s2-s3"])
