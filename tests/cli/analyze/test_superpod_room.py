"""A SuperPOD in its racks by the command line: what NVIDIA's guide says of a full rack, and no collision."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize(("units", "systems"), [(1, 31), (4, 127)])
def test_four_systems_and_three_pdus_a_rack(
    stackwright: Callable[..., Any], tmp_path: Path, units: int, systems: int
) -> None:
    project = tmp_path / "pod.json"
    made = stackwright("new", project, "--template", "dgx-superpod-h100", "--set", f"scale_units={units}")
    assert made.code == 0, made.err
    design = json.loads(project.read_text("utf-8"))
    copies = {node["id"]: node.get("copies", 1) for node in design["nodes"]}
    parent = {node["id"]: node.get("parent") for node in design["nodes"]}

    def everywhere(one: str | None) -> int:
        return copies[one] * everywhere(parent[one]) if one else 1

    kinds = {"nvidia/dgx-h100": "server", "apc/ap8886": "pdu"}
    racks = [node for node in design["nodes"] if node.get("kind") == "rack"]
    held: dict[str, Counter[str]] = {rack["id"]: Counter() for rack in racks}
    for node in design["nodes"]:
        if node.get("parent") in held:
            held[node["parent"]][kinds.get(node.get("part", ""), "other")] += copies[node["id"]]
    compute = {rack["id"]: everywhere(rack["id"]) for rack in racks if held[rack["id"]]["server"]}
    assert sum(compute[one] * held[one]["server"] for one in compute) == systems
    assert all(held[one]["pdu"] == 3 for one in compute)
    assert {held[one]["server"] for one in compute} == {4, 3}
    said = stackwright("analyze", project, "--json").document
    full = [said["cooling"]["racks"][one] for one in compute if held[one]["server"] == 4]
    assert [rack["max_w"]["value"] for rack in full] == pytest.approx([40_800.0] * len(full))
    assert [rack["weight_kg"]["value"] for rack in full] == pytest.approx([521.8] * len(full))
    errors = [one["message"] for one in said["findings"] if one["severity"] == "error"]
    assert errors == []
    # As many fabric cables as the guide counts, each with a length by its route.
    fabric = {"rails", "uplinks"}
    runs = {one["id"]: one for one in said["cables"]["links"]}
    assert all(one["least_m"] > 0 and one["unknown_length"] == 0 for one in runs.values())
    assert fabric <= runs.keys()
    assert {one: runs[one]["cables"] for one in fabric} == {
        one: said["counts"]["cables"]["by_link"][one] for one in fabric
    }
    assert said["cables"]["troubles"] == []
