"""Rooms, racks and power that are drawn wrongly, typed in and checked: each is told in plain words, nothing stops."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HEAD = "format: stackwright-design\nversion: 1\nname: Drawn wrongly\n"
HOST = "  - {id: h, part: nvidia/dgx-h100}\n"
RING = (
    HEAD
    + """nodes:
  - {id: u, part: generic/utility-feed}
  - {id: a, part: generic/switchgear, name: Board A}
  - {id: b, part: schneider/galaxy-vxl-1250, name: UPS}
  - {id: c, part: generic/switchgear, name: Board C}
"""
    + HOST
    + """links:
  - {id: l1, a: u, b: a, medium: power}
  - {id: l2, a: a, b: b, medium: power}
  - {id: l3, a: b, b: c, medium: power}
  - {id: l4, a: c, b: a, medium: power}
  - {id: l5, a: c, b: h, medium: power}
"""
)
ITSELF = (
    HEAD
    + "nodes:\n  - {id: pdu, part: apc/ap8868, name: PDU}\n"
    + HOST
    + "links:\n  - {id: cord, a: pdu, b: h, medium: power}\n  - {id: self, a: pdu, b: pdu, medium: power}\n"
)
PHASES = (
    HEAD
    + """nodes:
  - id: panel
    part: generic/power-panel
    name: Panel
    ports: [{name: L1-L2-L3, media: [power], count: 4, role: out}]
  - id: pdu
    part: apc/ap8868
    name: PDU
    ports: [{name: in L2-L1-L3, media: [power], count: 1, role: in}, {name: out, media: [power], count: 8, role: out}]
"""
    + HOST
    + """links:
  - {id: feed, a: panel, b: pdu, a_port: L1-L2-L3, b_port: in L2-L1-L3, medium: power}
  - {id: cord, a: pdu, b: h, medium: power}
"""
)
DEEP = (
    HEAD
    + """nodes:
  - {id: r, kind: rack, name: Rack, facts: {depth_mm: 700}}
  - {id: h, part: nvidia/dgx-h100, name: System, parent: r, rack: {u: 1}}
"""
)
NOTHING = (
    HEAD
    + """nodes:
  - id: hall
    kind: room
    name: Hall
    plan: {outline: [{x_mm: 0, y_mm: 0}, {x_mm: 5000, y_mm: 0}, {x_mm: 2500, y_mm: 0}]}
  - {id: r, kind: rack, parent: hall, floor: {x_mm: 0, y_mm: 0}}
"""
)


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        (RING, "power-loop", "Power runs in a ring: Board A, UPS and Board C feed each other."),
        (ITSELF, "fed-by-itself", "PDU is fed by itself."),
        (PHASES, "phases-swapped", "L1-L2-L3 of Panel to L2-L1-L3 of PDU: two phases are swapped."),
        (DEEP, "rack-too-deep", "System is 897 mm deep, and Rack is 700 mm."),
        (NOTHING, "floor-no-area", "The walls of Hall enclose no floor."),
    ],
)
def test_each_is_an_error_in_plain_words(
    stackwright: Callable[..., Any], tmp_path: Path, text: str, rule: str, said: str
) -> None:
    project = tmp_path / "wrong.yaml"
    project.write_text(text, "utf-8")
    checked = stackwright("check", project, "--json")
    assert checked.code == 1
    told = json.loads(checked.out)["findings"]
    found = [one for one in told if said in one["message"]]
    assert [one["severity"] for one in found] == ["error"], [one["message"] for one in told]
    assert found[0]["detail"]
    assert found[0]["ids"]
    assert found[0]["rule"] == rule
    assert stackwright("analyze", project, "--json").code == 0
    assert stackwright("analyze", project).code == 0
