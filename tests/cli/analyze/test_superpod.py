"""The SuperPOD from the command line has the published counts, as a template and as typed text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from designer.export.text.text_form import read_text_design

# Units to the case that publishes their counts.
UNITS = {1: "NET-03", 2: "NET-04", 3: "NET-05", 4: "NET-06", 16: "NET-07", 64: "NET-08"}

# As DESIGN.md §7 prints it.
TYPED = """\
format: stackwright-design
version: 1
name: One scalable unit
assumptions: {electricity_usd_per_kwh: 0.08, pue: 1.3}
nodes:
  - {id: dgx,   part: nvidia/dgx-h100, copies: 31}
  - {id: leaf,  part: nvidia/qm9700,   copies: 8}
  - {id: spine, part: nvidia/qm9700,   copies: 4}
  - {id: ufm,   part: generic/host,    copies: 2}
links:
  - {id: rails,   a: dgx,  b: leaf,  medium: fabric, cables: 248, spread: even}
  - {id: manager, a: ufm,  b: leaf,  medium: fabric, cables: 4,   spread: even}
  - {id: uplinks, a: leaf, b: spine, medium: fabric, cables: 256, spread: even}
"""


def fabric_cables(document: dict[str, Any]) -> dict[str, int]:
    """Fabric cables by the tiers that they join, from what `analyze --json` says."""
    tier_of = {
        node: tier["name"]
        for tier in document["network"]["tiers"]
        if tier["medium"] == "fabric"
        for node in tier["nodes"]
    }
    found: dict[str, int] = {}
    for link in document["network"]["links"]:
        if link["medium"] != "fabric":
            continue
        ends = " ".join(sorted(tier_of.get(end, "below") for end in (link["a"], link["b"])))
        found[ends] = found.get(ends, 0) + document["counts"]["cables"]["by_link"][link["id"]]
    return found


def counts_of(document: dict[str, Any], systems: int) -> dict[str, int]:
    tiers = document["counts"]["nodes"]["by_tier"]
    cables = fabric_cables(document)
    return {
        "nodes": systems,
        "gpus": document["counts"]["accelerators"]["total"],
        "leaf": tiers["leaf"],
        "spine": tiers["spine"],
        "core": tiers.get("core", 0),
        "below_leaf": cables.pop("below leaf"),
        "leaf_spine": cables.pop("leaf spine"),
        "spine_core": cables.pop("core spine", 0),
        "elsewhere": sum(cables.values()),
    }


def published(case: dict[str, Any]) -> dict[str, int]:
    """What a case says, in the same words; NET-03 to NET-06 have no core."""
    expected = case["expected"]
    return {
        "nodes": case["inputs"]["nodes"],
        "gpus": expected["gpus"],
        "leaf": expected["leaf"],
        "spine": expected["spine"],
        "core": expected.get("core", 0),
        "below_leaf": expected["compute_plus_ufm_cables"]
        if "compute_plus_ufm_cables" in expected
        else expected["node_leaf"],
        "leaf_spine": expected["leaf_spine_cables"] if "leaf_spine_cables" in expected else expected["leaf_spine"],
        "spine_core": expected.get("spine_core", 0),
        "elsewhere": 0,
    }


@pytest.mark.parametrize("units", UNITS)
def test_counts_are_the_published_ones(
    units: int, stackwright: Callable[..., Any], cases: dict[str, Any], tmp_path: Path
) -> None:
    project = tmp_path / "pod.stackwright"
    made = stackwright("new", project, "--template", "dgx-superpod-h100", "--set", f"scale_units={units}")
    assert (made.code, made.err) == (0, "")
    document = stackwright("analyze", project, "--json").document
    systems = document["counts"]["nodes"]["by_part"]["nvidia/dgx-h100"]
    assert counts_of(document, systems) == published(cases[UNITS[units]])
    # 32N − 1 systems beside two fabric managers for one to four units, 32N and none beyond.
    assert systems == (32 * units - 1 if units <= 4 else 32 * units)
    assert document["counts"]["nodes"]["by_part"].get("generic/host", 0) == (2 if units <= 4 else 0)


@pytest.mark.parametrize("units", [16, 64])
def test_three_tiers_are_not_oversubscribed(units: int, stackwright: Callable[..., Any], tmp_path: Path) -> None:
    project = tmp_path / "pod.json"
    stackwright("new", project, "--template", "dgx-superpod-h100", "--set", f"scale_units={units}")
    network = stackwright("analyze", project, "--json", "--only", "network").document["network"]
    tiers = {tier["name"]: tier["oversubscription"]["value"] for tier in network["tiers"] if tier["medium"] == "fabric"}
    assert tiers == {"leaf": 1.0, "spine": 1.0, "core": None}
    # Half of 32N systems with 8 × 400 Gb/s each.
    assert network["bisection_gbps"]["value"] == 16 * units * 8 * 400


@pytest.mark.parametrize("units", [5, 0, -1, 8, 32, 128])
def test_other_units_are_refused_with_the_reason(units: int, stackwright: Callable[..., Any], tmp_path: Path) -> None:
    project = tmp_path / "pod.stackwright"
    said = stackwright("new", project, "--template", "dgx-superpod-h100", "--set", f"scale_units={units}")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"stackwright: scale_units can be 1, 2, 3, 4, 16, 64, not {units}: "
        "NVIDIA's tables give two tiers for 1 to 4 units and three tiers for 16 and 64.\n"
    )
    assert not project.exists()


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    path = tmp_path / "typed.yaml"
    path.write_text(TYPED)
    return path


def test_the_typed_design_gives_the_same_answer(
    stackwright: Callable[..., Any], cases: dict[str, Any], tmp_path: Path, typed: Path
) -> None:
    document = stackwright("analyze", typed, "--json").document
    assert counts_of(document, 31) == published(cases["NET-03"])
    assert document["counts"]["nodes"]["total"] == 31 + 8 + 4 + 2
    project = tmp_path / "pod.stackwright"
    stackwright("new", project, "--template", "dgx-superpod-h100")
    template = stackwright("analyze", project, "--json").document
    wanted = ("down_gbps", "up_gbps", "oversubscription")
    fabric = [
        [
            {name: tier[name]["value"] for name in wanted}
            for tier in answer["network"]["tiers"]
            if tier["medium"] == "fabric"
        ]
        for answer in (document, template)
    ]
    # 252 cables down and 256 up of 400 Gb/s each.
    assert fabric[0] == fabric[1]
    assert fabric[0][0] == {"down_gbps": 100_800, "up_gbps": 102_400, "oversubscription": 252 / 256}
    bisections = [answer["network"]["bisection_gbps"]["value"] for answer in (document, template)]
    # The smaller half of 31 systems is 15, with 8 × 400 Gb/s each.
    assert bisections == [15 * 8 * 400] * 2


def test_other_names_change_nothing(stackwright: Callable[..., Any], tmp_path: Path, typed: Path) -> None:
    renamed = tmp_path / "renamed.yaml"
    text = TYPED
    for name, other in {"dgx,": "oak,", "leaf,": "elm,", "spine,": "fir,", "ufm,": "ash,"}.items():
        text = text.replace(f" {name}", f" {other}")
    renamed.write_text(text)
    first, second = (stackwright("analyze", path, "--json").document for path in (typed, renamed))
    assert first["counts"]["nodes"] == second["counts"]["nodes"]
    assert [tier["oversubscription"] for tier in first["network"]["tiers"]] == [
        tier["oversubscription"] for tier in second["network"]["tiers"]
    ]
    assert second["network"]["tiers"][0]["nodes"] == ["elm"]


def test_the_typed_design_survives_import_and_export(
    stackwright: Callable[..., Any], tmp_path: Path, typed: Path, library: Any
) -> None:
    project, back = tmp_path / "pod.stackwright", tmp_path / "back.yaml"
    stackwright("import", typed, "-o", project)
    stackwright("export", project, "-o", back)
    assert read_text_design(back, library) == read_text_design(typed, library)
    first, second = (stackwright("analyze", path, "--json").document for path in (typed, project))
    for document in (first, second):
        document["network"]["links"].sort(key=lambda link: link["id"])
    assert first == second


def test_an_uplink_less_changes_the_oversubscription(
    stackwright: Callable[..., Any], tmp_path: Path, typed: Path
) -> None:
    def ratio(path: Path, *more: str) -> float:
        tiers = stackwright("analyze", path, "--json", "--only", "network", *more).document["network"]["tiers"]
        return next(tier["oversubscription"]["value"] for tier in tiers if tier["name"] == "leaf")

    fewer = tmp_path / "fewer.yaml"
    fewer.write_text(TYPED.replace("cables: 256", "cables: 255"))
    assert ratio(typed) == pytest.approx(252 / 256)
    assert ratio(fewer) == pytest.approx(252 / 255)
    assert ratio(typed, "--fail", "uplinks[0]") == pytest.approx(252 / 255)
    # One spine of four takes 64 of 256 uplinks along: 252/192.
    assert ratio(typed, "--fail", "spine[0]") == pytest.approx(252 / 192)


def test_the_template_with_an_uplink_less(stackwright: Callable[..., Any], tmp_path: Path) -> None:
    project = tmp_path / "pod.yaml"
    stackwright("new", project, "--template", "dgx-superpod-h100", "--set", "scale_units=2")
    text = project.read_text("utf-8")
    before = stackwright("analyze", project, "--json", "--only", "network").document["network"]["tiers"][0]
    assert text.count("medium: fabric, cables: 256, name: Uplinks") == 2
    project.write_text(
        text.replace("medium: fabric, cables: 256, name: Uplinks", "medium: fabric, cables: 255, name: Uplinks", 1),
        "utf-8",
    )
    after = stackwright("analyze", project, "--json", "--only", "network").document["network"]["tiers"][0]
    # 508 down for 512, then 511 cables up.
    assert before["oversubscription"]["value"] == pytest.approx(508 / 512)
    assert after["oversubscription"]["value"] == pytest.approx(508 / 511)
