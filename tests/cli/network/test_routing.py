"""Routing as a choice of the design and of a command: figures, notes and findings agree."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.analyze.test_analyze_cases import typed

Stackwright = Callable[..., Any]


def unlike(path: Path, **more: Any) -> Path:
    """Two switches joined by a cable of 100 and one of 400 Gb/s, with hosts that can send 500 Gb/s."""
    ports = [{"name": "nic", "media": ["fabric"], "count": 1, "rate_gbps": 100}]
    wide = [{"name": "p", "media": ["fabric"], "count": 64, "rate_gbps": 400}]
    nodes = [
        *({"id": name, "part": "generic/host", "copies": 5, "ports": ports} for name in ("left", "right")),
        *({"id": name, "part": "generic/switch", "ports": wide} for name in ("a", "b")),
    ]
    links = [
        {"id": "in", "a": "left", "b": "a", "medium": "fabric", "cables": 5},
        {"id": "slow", "a": "a", "b": "b", "medium": "fabric", "capacity_gbps": 100},
        {"id": "fast", "a": "a", "b": "b", "medium": "fabric"},
        {"id": "out", "a": "right", "b": "b", "medium": "fabric", "cables": 5},
    ]
    return typed(path, nodes, links, **more)


def told(stackwright: Stackwright, project: Path, *more: str) -> Any:
    return stackwright("analyze", project, "--json", "--flow", "left,right", *more).document


def test_the_choice_stands_in_the_design_or_in_the_command(stackwright: Stackwright, tmp_path: Path) -> None:
    plain, chosen = unlike(tmp_path / "plain.json"), unlike(tmp_path / "chosen.json", choices={"routing": "wcmp"})
    by_default = told(stackwright, plain)
    assert by_default["network"]["routing"] == "ecmp"
    overloaded = {finding["rule"] for finding in by_default["findings"]}
    assert "link-overloaded" in overloaded
    for document in (told(stackwright, chosen), told(stackwright, plain, "--routing", "wcmp")):
        assert document["network"]["routing"] == "wcmp"
        use = {link["id"]: link["utilisation"]["value"] for link in document["network"]["links"]}
        assert use["slow"] == use["fast"] == pytest.approx(1)
        assert "link-overloaded" not in {finding["rule"] for finding in document["findings"]}
    assert told(stackwright, chosen, "--routing", "ecmp")["network"]["routing"] == "ecmp"


def test_limits_name_the_routing(stackwright: Stackwright, tmp_path: Path) -> None:
    plain = unlike(tmp_path / "plain.json")
    said = stackwright("limits", plain, "--flow", "left,right", "--routing", "wcmp")
    assert "WCMP" in said.out
    assert "100% of the demand" in said.out
    assert "ECMP" in stackwright("limits", plain, "--flow", "left,right").out


def test_the_summary_says_how_traffic_is_divided(stackwright: Stackwright, tmp_path: Path) -> None:
    assert "in proportion to what each way can carry" in stackwright(
        "analyze", unlike(tmp_path / "chosen.json", choices={"routing": "wcmp"})
    ).out.replace("\n", " ").replace("  ", " ")


def test_a_routing_that_there_is_not_is_one_line(stackwright: Stackwright, tmp_path: Path) -> None:
    said = stackwright("analyze", unlike(tmp_path / "wrong.json", choices={"routing": "magic"}))
    assert said.code == 1
    assert "Routing cannot be 'magic'" in said.err
    assert stackwright("analyze", unlike(tmp_path / "plain.json"), "--routing", "magic").code == 2


def railed(path: Path, crossing: str = "", cards: str = "") -> Path:
    """Four DGX H100 of eight cards, card n on switch n: a rail-only fabric."""
    chosen = {"choices": {"gpu_cards": cards}} if cards else {}
    nodes = [
        {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 4, **chosen},
        {"id": "rail", "part": "nvidia/qm9700", "copies": 8},
    ]
    links = [{"id": "cards", "a": "dgx", "b": "rail", "medium": "fabric", "cables": 32}]
    return typed(path, nodes, links, **({"choices": {"crossing": crossing}} if crossing else {}))


def test_a_rail_only_fabric_lacks_what_does_not_cross_inside_the_host(stackwright: Stackwright, tmp_path: Path) -> None:
    def asked(project: Path) -> Any:
        return stackwright("analyze", project, "--json", "--traffic", "all-to-all-cards").document["network"]

    inside, across = asked(railed(tmp_path / "in.json")), asked(railed(tmp_path / "out.json", "fabric"))
    assert inside["no_path"]["value"] == 0
    assert [link["utilisation"]["value"] for link in inside["links"]] == [pytest.approx(1)]
    # Seven of eight receivers are on other rails.
    assert across["no_path"]["value"] == pytest.approx(7 / 8)
    # Four accelerators by each of two cards: these are asked for four times what they carry.
    two = asked(railed(tmp_path / "two.json", cards="1-4:1, 5-8:2"))
    assert two["links"][0]["utilisation"]["value"] == pytest.approx(4)
    said = stackwright("limits", railed(tmp_path / "in.json"), "--traffic", "all-to-all-cards")
    assert said.code == 0
    assert "PXN" in said.out


def test_cards_that_are_not_named_rightly_are_one_line(stackwright: Stackwright, tmp_path: Path) -> None:
    said = stackwright("analyze", railed(tmp_path / "wrong.json", cards="first"))
    assert said.code == 1
    assert "names no card" in said.err
