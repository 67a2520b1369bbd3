"""The cable schedule from the command line: as many cables as are published, each with both ends, length and type."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

UNITS = {1: "NET-03", 4: "NET-06"}


@pytest.fixture
def pod(stackwright: Callable[..., Any], tmp_path: Path) -> Callable[[int], Path]:
    def make(units: int) -> Path:
        project = tmp_path / f"pod-{units}.stackwright"
        made = stackwright(
            "new", project, "--template", "dgx-superpod-h100", "--set", f"scale_units={units}", "--force"
        )
        assert made.code == 0, made.err
        return project

    return make


@pytest.mark.parametrize("units", UNITS)
def test_a_superpod_has_the_published_fabric_cables_each_with_a_type_that_reaches(
    units: int, pod: Callable[[int], Path], stackwright: Callable[..., Any], cases: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "cables.json"
    assert stackwright("cables", pod(units), "-o", out).code == 0
    document = json.loads(out.read_text("utf-8"))
    expected = cases[UNITS[units]]["expected"]
    fabric = [cable for cable in document["cables"] if cable["medium"] == "fabric"]
    between = Counter(tuple(sorted(cable[end]["node"].split("-")[0] for end in "ab")) for cable in fabric)
    assert between["leaf", "spine"] == expected["leaf_spine_cables"]
    below = sum(count for pair, count in between.items() if "spine" not in pair)
    assert below == expected["compute_plus_ufm_cables"]
    for cable in fabric:
        assert cable["a"]["id"] != cable["b"]["id"]
        assert cable["a"]["rack"]
        assert cable["b"]["rack"]
        assert 0 < cable["length_m"] <= cable["stock_m"] <= cable["reach_m"]
        assert cable["type"]
        assert cable["part"]
    assert len({cable["label"] for cable in document["cables"]}) == len(document["cables"])
    counted = stackwright("analyze", pod(units), "--json").document["counts"]["cables"]["by_link"]
    assert Counter(cable["link"] for cable in document["cables"]) == counted


def test_no_port_of_a_superpod_has_two_cables(
    pod: Callable[[int], Path], stackwright: Callable[..., Any], tmp_path: Path
) -> None:
    out = tmp_path / "cables.json"
    stackwright("cables", pod(1), "-o", out)
    ends = [cable[end] for cable in json.loads(out.read_text("utf-8"))["cables"] for end in "ab"]
    ports = Counter((end["id"], end["port_group"], end["port"]) for end in ends)
    assert set(ports.values()) == {1}
    leaf = [end for end in ends if end["id"] == "leaf[0]" and end["port_group"] == "ports"]
    assert sorted(int(end["port"]) for end in leaf) == list(range(1, len(leaf) + 1))
    assert len(leaf) <= 64


def test_csv_and_workbook_hold_what_json_does_and_name_what_is_bought(
    pod: Callable[[int], Path], stackwright: Callable[..., Any], tmp_path: Path
) -> None:
    project = pod(1)
    for suffix in ("csv", "json", "xlsx"):
        said = stackwright("cables", project, "-o", tmp_path / f"cables.{suffix}")
        assert said.out == f"Wrote 1,007 cables to {tmp_path / f'cables.{suffix}'}.\n"
    text = (tmp_path / "cables.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text.split("\r\n\r\n", 1)[0])))
    document = json.loads((tmp_path / "cables.json").read_text("utf-8"))
    assert [row["Label"] for row in rows] == [cable["label"] for cable in document["cables"]]
    assert [row["Part number"] for row in rows] == [cable["part_number"] for cable in document["cables"]]
    assert "What is bought" in text
    assert "Drums" in text
    bill = stackwright("bom", project).out
    for line in document["bought"]:
        assert line["name"] in bill
    assert (tmp_path / "cables.xlsx").read_bytes().startswith(b"PK")


def test_without_a_file_links_are_summed_up(pod: Callable[[int], Path], stackwright: Callable[..., Any]) -> None:
    said = stackwright("cables", pod(1))
    assert said.code == 0
    assert "1,007 cables. Write them one by one with -o FILE.csv, .xlsx or .json." in said.out
    assert "optics and fibre" in said.out


def test_a_design_without_places_lists_its_cables_with_the_lengths_that_were_set(
    stackwright: Callable[..., Any], tmp_path: Path
) -> None:
    project, out = tmp_path / "two.yaml", tmp_path / "two.json"
    project.write_text(
        "format: stackwright-design\nversion: 1\nname: Two\nnodes:\n"
        "  - {id: dgx, part: nvidia/dgx-h100, copies: 2}\n  - {id: leaf, part: nvidia/qm9700}\nlinks:\n"
        "  - {id: rails, a: dgx, b: leaf, medium: fabric, cables: 4, length_m: 6}\n"
        "  - {id: more, a: dgx, b: leaf, medium: fabric, cables: 2}\n",
        "utf-8",
    )
    assert stackwright("cables", project, "-o", out).code == 0
    cables = json.loads(out.read_text("utf-8"))["cables"]
    assert [(cable["link"], cable["length_m"], cable["type"]) for cable in cables] == [
        # A length that is set tells the type, wherever the ends stand.
        *[("rails", 6, "optics and fibre")] * 4,
        *[("more", None, None)] * 2,
    ]
    assert [cable["a"]["id"] for cable in cables] == ["dgx[0]", "dgx[0]", "dgx[1]", "dgx[1]", "dgx[0]", "dgx[1]"]
    told = stackwright("cables", project).out
    # No rooms are drawn, so none is the reason.
    assert "2 cables have no route, since nothing stands on a floor yet" in " ".join(told.split())
    assert "between rooms" not in told


def test_another_suffix_is_refused_before_anything_is_read(stackwright: Callable[..., Any], tmp_path: Path) -> None:
    said = stackwright("cables", tmp_path / "nothing.yaml", "-o", tmp_path / "cables.pdf")
    assert (said.code, said.out) == (1, "")
    assert said.err == "stackwright: cables.pdf: a cable schedule is written as .csv, .xlsx, .json.\n"


def test_a_design_without_cables_says_so(stackwright: Callable[..., Any], tmp_path: Path) -> None:
    project = tmp_path / "none.yaml"
    project.write_text("format: stackwright-design\nversion: 1\nname: None\nnodes: []\nlinks: []\n", "utf-8")
    assert "No cables are drawn yet." in stackwright("cables", project).out


def test_drums_and_their_cuts_are_summed_up(pod: Callable[[int], Path], stackwright: Callable[..., Any]) -> None:
    said = stackwright("cables", pod(1)).out
    line = next(one for one in said.splitlines() if "Cat6A" in one and "×" in one and "305" in one)
    assert " m, " in line
    assert "drums" in said
