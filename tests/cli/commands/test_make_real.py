"""`make-real`: what turns a sketch into a place, in text and as JSON, and a file only where one is asked for."""

import json
from pathlib import Path

import pytest

from designer.catalog.reading import read_library
from designer.cli.opening import open_design
from tests.cli.conftest import Stackwright

POD = """
format: stackwright-design
version: 1
name: Pod
nodes:
  - {id: dgx, part: nvidia/dgx-h100, copies: 4}
  - {id: leaf, part: nvidia/qm9700, copies: 2}
links:
  - {id: rails, a: dgx, b: leaf, medium: fabric, cables: 32}
"""


@pytest.fixture
def pod(tmp_path: Path) -> Path:
    path = tmp_path / "pod.yaml"
    path.write_text(POD, "utf-8")
    return path


def made(stackwright: Stackwright, *words: object) -> dict:
    said = stackwright("make-real", *words, "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_lines_prices_and_figures_are_told_and_nothing_is_written(pod: Path, stackwright: Stackwright) -> None:
    said = stackwright("make-real", pod)
    assert said.code == 0
    for words in ("3 × NetShelter SX AR3100", "Room, 5.4 × 6 m", "Liebert APM2 150 kVA", "Racks placed", "[room]"):
        assert words in said.out
    assert "Errors: 0 in the sketch, 0 when it is real." in said.out
    assert [one.name for one in pod.parent.iterdir()] == ["pod.yaml"]


def test_json_has_every_line_and_o_writes_the_design(pod: Path, stackwright: Stackwright) -> None:
    out = pod.parent / "real.yaml"
    document = made(stackwright, pod, "-o", out)
    lines = {line["key"]: line for line in document["lines"]}
    racks = lines["racks:apc/ar3100"]
    assert (racks["count"], racks["part"], racks["taken"], racks["follows"]) == (3, "apc/ar3100", True, False)
    price = read_library().part("apc/ar3100").price()
    assert price is not None
    assert racks["price"]["value"] == pytest.approx(3 * price.typical)
    assert racks["basis"] == price.basis
    assert lines["room"]["price"] is None
    assert all(line["why"] for line in document["lines"] if not line["follows"])
    figures = {row["key"]: row for row in document["effect"]["figures"]}
    assert (figures["racks"]["before"], figures["racks"]["after"]) == (0, 3)
    design = open_design(out, read_library())
    assert sum(design.total_copies(node.id) for node in design.nodes.values() if node.kind == "rack") == 3
    again = made(stackwright, out)
    assert again["records"] == 0
    assert "Nothing is missing." in stackwright("make-real", out).out


def test_wishes_lead_to_other_lines(pod: Path, stackwright: Stackwright) -> None:
    def count(document: dict, start: str) -> int:
        return sum(line["count"] for line in document["lines"] if line["key"].startswith(start))

    assert count(made(stackwright, pod, "--redundancy", "N"), "ups:") == 1
    assert count(made(stackwright, pod, "--redundancy", "2N"), "ups:") == 2
    assert count(made(stackwright, pod, "--rack-kw", "12"), "racks:") == 5
    only = made(stackwright, pod, "--only", "racks,room")
    assert {line["step"] for line in only["lines"]} == {"racks", "room"}
    tall = made(stackwright, pod, "--rack-units", "48", "--only", "racks")
    (rack,) = tall["lines"]
    assert read_library().part(rack["part"]).facts["rack_units"].value == 48


def test_a_line_is_left_out_and_another_swapped(pod: Path, stackwright: Stackwright) -> None:
    key = "ups:vertiv/apm2-150"
    swapped = made(stackwright, pod, "--without", "room", "--swap", f"{key}=generic/ups-500")
    lines = {line["key"]: line for line in swapped["lines"]}
    assert not lines["room"]["taken"]
    assert lines[key]["part"] == "generic/ups-500"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--only", "roof"), 2, "--only takes fixes, racks"),
        (("--swap", "ups"), 2, "--swap takes LINE=PART"),
        (("--redundancy", "3N"), 2, "3N"),
        (("--rack-kw", "0"), 2, "rack-kw"),
    ],
)
def test_wrong_words_are_refused_in_one_line(
    words: tuple[str, ...], code: int, told: str, pod: Path, stackwright: Stackwright
) -> None:
    said = stackwright("make-real", pod, *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert said.err.count("\n") == 1
