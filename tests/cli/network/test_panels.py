"""A leaf–spine through patch panels, typed and asked of the commands: the whole answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.analyze.test_analyze_cases import typed

Stackwright = Callable[..., Any]

_SWITCH = "nvidia/qm9700"


def project(path: Path, port_map: str = "", *, panels: bool = True) -> Path:
    """Four DGX H100 on two leaves under one spine, by 16 uplinks a leaf."""
    nodes: list[dict[str, Any]] = [
        {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 4},
        {"id": "leaf", "part": _SWITCH, "copies": 2},
        {"id": "spine", "part": _SWITCH},
    ]
    links = [
        {"id": "rails", "a": "dgx", "b": "leaf", "medium": "fabric", "cables": 32, "spread": "block", "length_m": 3}
    ]
    if panels:
        chosen = {"choices": {"port_map": port_map}} if port_map else {}
        nodes.append({"id": "panel", "part": "generic/patch-panel", **chosen})
        links += [
            {"id": "low", "a": "leaf", "b": "panel", "medium": "fabric", "cables": 32, "length_m": 20},
            {"id": "high", "a": "panel", "b": "spine", "medium": "fabric", "cables": 32, "length_m": 30},
        ]
    else:
        links.append({"id": "up", "a": "leaf", "b": "spine", "medium": "fabric", "cables": 32, "length_m": 50})
    return typed(path, nodes, links)


def test_the_network_is_the_same_and_the_bill_holds_panel_and_both_cables(
    stackwright: Stackwright, tmp_path: Path
) -> None:
    through, plain = project(tmp_path / "through.json"), project(tmp_path / "plain.json", panels=False)
    told, other = (stackwright("analyze", one, "--json").document for one in (through, plain))
    assert told["network"]["bisection_gbps"]["value"] == other["network"]["bisection_gbps"]["value"] == 16 * 400
    assert [tier["oversubscription"]["value"] for tier in told["network"]["tiers"]] == [
        tier["oversubscription"]["value"] for tier in other["network"]["tiers"]
    ]
    assert "panel" in {point["id"] for point in told["resilience"]["single_points_of_failure"]}
    lost = stackwright("analyze", through, "--json", "--fail", "panel").document
    assert lost["network"]["bisection_gbps"]["value"] == 0
    assert lost["network"]["pieces"]["count"] == 2

    bills = []
    for one in (through, plain):
        assert stackwright("bom", one, "-o", tmp_path / "bill.json").code == 0
        bills.append(json.loads((tmp_path / "bill.json").read_text("utf-8"))["lines"])
    mine = {(line["kind"], line["name"]): line for line in bills[0]}
    assert mine["patch-panel", "Patch panel"]["quantity"] == 1

    def fibres(lines: list[dict[str, Any]], length_m: float) -> float:
        return sum(line["quantity"] for line in lines if line["kind"] == "cable" and line["length_m"] == length_m)

    # Two fibres take the place of one; the optics are those of the two switches, and none is bought for the panel.
    assert fibres(bills[0], 20) == 32
    assert fibres(bills[0], 30) == 32
    assert fibres(bills[1], 50) == 32
    optics = [sum(line["quantity"] for line in lines if line["kind"] == "optic") for lines in bills]
    assert optics[0] == optics[1] > 0


def test_ports_left_out_of_the_map_are_a_finding_and_lose_their_links(stackwright: Stackwright, tmp_path: Path) -> None:
    part = project(tmp_path / "part.json", "1-24:1-24")
    assert stackwright("analyze", part, "--json").document["network"]["bisection_gbps"]["value"] < 16 * 400
    rules = [finding["rule"] for finding in stackwright("check", part, "--json").document["findings"]]
    assert "panel-port-open" in rules


def test_a_map_that_cannot_be_read_is_one_line(stackwright: Stackwright, tmp_path: Path) -> None:
    said = stackwright("analyze", project(tmp_path / "wrong.json", "front:rear"))
    assert said.code == 1
    assert "joins no ports" in said.err
    assert "Traceback" not in said.err


def test_the_map_travels_through_file_and_text(stackwright: Stackwright, tmp_path: Path) -> None:
    one = project(tmp_path / "one.json", "1-32:32-1")
    kept = tmp_path / "kept.stackwright"
    assert stackwright("import", one, "-o", kept).code == 0
    assert stackwright("export", kept, "-o", tmp_path / "again.yaml").code == 0
    assert "1-32:32-1" in (tmp_path / "again.yaml").read_text("utf-8")


@pytest.mark.parametrize("fail", ["low[0]", "high[0]"])
def test_one_failed_cable_takes_one_joined_link(stackwright: Stackwright, tmp_path: Path, fail: str) -> None:
    whole = project(tmp_path / "whole.json")
    told = stackwright("analyze", whole, "--json", "--fail", fail).document
    capacity = {link["id"]: link["capacity_gbps"]["value"] for link in told["network"]["links"]}
    assert capacity[fail.partition("[")[0]] == 31 * 400
