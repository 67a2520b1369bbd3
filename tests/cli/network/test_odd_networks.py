"""Networks drawn badly on purpose, through every command that looks at them: a plain answer, never a traceback.

What cannot be read at all, or asked of such a design, is refused in one line. The timeout guards against hanging.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from designer.analysis.limits.collective_times import COLLECTIVES
from designer.analysis.results import TRAFFICS
from designer.model.kinds import KINDS
from tests.analysis.conftest import drawn
from tests.analysis.limits.test_odd_designs import EVERY
from tests.analysis.network.test_network_odd import LARGE
from tests.cli.analyze.test_analyze_cases import typed

Stackwright = Callable[..., Any]

MORE = {
    "accelerators apart from the fabric": "g: gpu-server x8\nh: host x2\ns: switch\na: h -- s x2",
    "NVLink alone": "g: gpu-server x8\nn: switch\na: g -- n x64 at 3600 on nvlink",
    "management alone": "g: gpu-server x8\ns: switch\na: g -- s x8 at 1 on management",
    "a card in a server": "g: gpu-server x2\nc: nic x2 in g\ns: switch\na: c -- s x4",
    "racks in racks' pods": "p: pod x3\nr: rack x4 in p\ng: gpu-server x2 in r\ns: switch in p\na: g -- s x64",
    "a cable to a card in the same server": "g: gpu-server\nc: nic x2 in g\ns: switch\na: g -- c x2\nb: c -- s x2",
    "a switch and its shadow": "s: switch\nt: switch\nh: host\na: s -- t x3\nb: t -- s x3\nc: h -- s\nd: h -- t",
    "software on the fabric": "j: training-job\nh: host x2\ns: switch\na: h -- s x2\nb: j -- s",
}
DRAWN = {**EVERY, **MORE}
COMMANDS = 4
"""Tests of many commands on a network; each network goes through one by default, through the others with -m long."""


def in_turn(test: int) -> pytest.MarkDecorator:
    """Return the networks of the TEST of that number; on a million hosts each command takes seconds."""
    names = [
        pytest.param(name, marks=pytest.mark.long) if name == "a million hosts" or place % COMMANDS != test else name
        for place, name in enumerate(DRAWN)
    ]
    return pytest.mark.parametrize("odd", names, indirect=True)


FORMATS = ("svg", "png", "pdf", "json", "yaml", "graphml", "dot")


def written(name: str, folder: Path) -> Path:
    """The design of NAME as text, rates left out where nobody knows them."""
    design = drawn(DRAWN[name])
    nodes: list[dict[str, Any]] = []
    for node in design.nodes_in_order():
        one: dict[str, Any] = {"id": node.id, "copies": node.copies}
        one |= {"part": "nvidia/dgx-h100"} if node.part == "gpu-server" else {"kind": node.kind}
        nodes.append(one | ({"parent": node.parent} if node.parent else {}))
    links = [
        {"id": link.id, "a": link.a, "b": link.b, "medium": link.medium, "cables": link.cables, "spread": link.spread}
        | ({"capacity_gbps": link.capacity_gbps} if link.capacity_gbps is not None else {})
        for link in design.links.values()
    ]
    return typed(folder / "odd.json", nodes, links)


def plain(said: Any) -> bool:
    """Whether a command ended well; otherwise it must have refused in one line."""
    if said.code == 0:
        return True
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return False


@pytest.fixture
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    return request.param, written(request.param, tmp_path)


def readable(stackwright: Stackwright, path: Path) -> bool:
    return plain(stackwright("analyze", path, "--only", "power"))


@in_turn(0)
@pytest.mark.timeout(300)
def test_analyze(odd: tuple[str, Path], stackwright: Stackwright) -> None:
    _, path = odd
    if not readable(stackwright, path):
        return
    document = stackwright("analyze", path, "--json").document
    ids = {row["id"] for row in json.loads(path.read_text())["links"]}
    assert {row["id"] for row in document["network"]["links"]} <= ids
    assert plain(stackwright("analyze", path)), "the words as well"
    for traffic in TRAFFICS:
        said = stackwright("analyze", path, "--only", "network", "--traffic", traffic, "--json")
        if plain(said):
            found = said.document["network"]
            assert found["traffic"] == traffic
            assert found["worst"]["value"] is not None or found["notes"], "either a number or why there is none"
        else:
            assert traffic == "training"


@in_turn(1)
@pytest.mark.timeout(300)
def test_everything_fails(odd: tuple[str, Path], stackwright: Stackwright) -> None:
    _, path = odd
    document = json.loads(path.read_text())
    for failed in (document["nodes"], document["links"]):
        taken = [part for one in failed for part in ("--fail", one["id"])]
        if readable(stackwright, path):
            network = stackwright("analyze", path, *taken, "--json").document["network"]
            if failed:
                assert not any(row["load_gbps"]["value"] for row in network["links"])
            assert plain(stackwright("limits", path, *taken, "--json"))


@in_turn(2)
@pytest.mark.timeout(300)
def test_limits(odd: tuple[str, Path], stackwright: Stackwright) -> None:
    name, path = odd
    if not readable(stackwright, path):
        return
    assert plain(stackwright("limits", path)), "the words as well"
    for traffic in TRAFFICS:
        if not plain(stackwright("limits", path, "--traffic", traffic, "--json")):
            assert traffic == "training"
    for op in COLLECTIVES:
        plain(stackwright("limits", path, "--collective", op, "--json"))
    nodes = json.loads(path.read_text())["nodes"]
    ends = [node["id"] for node in nodes if node.get("kind") not in KINDS or not KINDS[node["kind"]].container][:3]
    for a, b in [(a, b) for a in ends for b in ends if a < b]:
        plain(stackwright("limits", path, "--from", a, "--to", b, "--json"))
        plain(stackwright("limits", path, "--flow", f"{a},{b},10", "--json"))
        plain(stackwright("limits", path, "--traffic", "north-south", "--outside", b, "--json"))
    for order in (1, 2) if name not in LARGE else (1,):
        said = stackwright("limits", path, "--sweep", "switch,host,link", "--order", str(order), "--json")
        assert said.document["sweep"]["order"] == order


@in_turn(3)
@pytest.mark.timeout(300)
def test_check_and_export(odd: tuple[str, Path], stackwright: Stackwright, tmp_path: Path) -> None:
    _, path = odd
    if not readable(stackwright, path):
        return
    said = stackwright("check", path, "--json")
    assert said.code in {0, 1}
    assert said.err == ""
    assert isinstance(json.loads(said.out)["findings"], list)
    assert plain(stackwright("bom", path))
    for ending in FORMATS:
        out = tmp_path / f"out.{ending}"
        if plain(stackwright("export", path, "-o", out)):
            assert out.stat().st_size > 0
    assert plain(stackwright("export", path, "--view", "stack", "-o", tmp_path / "stack.svg"))


@pytest.mark.parametrize(
    ("nodes", "links", "said"),
    [
        ([{"id": "h", "kind": "host", "copies": 0}], [], "copies"),
        ([{"id": "h", "kind": "host", "copies": -1}], [], "copies"),
        ([{"id": "r", "kind": "rack"}, {"id": "s", "kind": "switch"}], [("r", "s", 1)], "r"),
        ([{"id": "s", "kind": "switch"}], [("s", "nowhere", 1)], "nowhere"),
        ([{"id": "h", "kind": "host"}, {"id": "s", "kind": "switch"}], [("h", "s", 0)], "cable"),
        ([{"id": "h", "kind": "host"}, {"id": "s", "kind": "switch"}], [("h", "s", -5)], "cable"),
        ([{"id": "h", "kind": "host", "parent": "h"}], [], "h"),
        ([{"id": "h", "kind": "host"}, {"id": "h", "kind": "host"}], [], "h"),
    ],
)
def test_what_is_no_network_at_all(
    nodes: list[dict[str, Any]], links: list[tuple[str, str, int]], said: str, stackwright: Stackwright, tmp_path: Path
) -> None:
    """Each is either refused in one line that names it, or read, and then checked and analysed like all others."""
    rows = [
        {"id": f"l{n}", "a": a, "b": b, "medium": "fabric", "cables": cables, "capacity_gbps": 100}
        for n, (a, b, cables) in enumerate(links)
    ]
    path = typed(tmp_path / "wrong.json", nodes, rows)
    analysed = stackwright("analyze", path, "--json")
    if plain(analysed):
        assert analysed.document["network"] is not None
        assert stackwright("check", path, "--json").err == ""
        assert plain(stackwright("limits", path, "--json"))
    else:
        assert said in analysed.err
