"""`swap-fabric`: what the other fabric changes, in text and as JSON, and a file only where one is asked for."""

import json
from pathlib import Path

import pytest

from designer.catalog.reading import read_library
from designer.cli.opening import open_design
from designer.edit.fabrics.other_protocol import swap_fabric
from designer.export.text.text_form import write_text_design
from tests.cli.conftest import Stackwright

POD = """
format: stackwright-design
version: 1
name: Pod
nodes:
  - {id: dgx, part: nvidia/dgx-h100, copies: 16}
  - {id: leaf, part: nvidia/qm9700, copies: 4}
  - {id: spine, part: nvidia/qm9700, copies: 2}
links:
  - {id: rails, a: dgx, b: leaf, medium: fabric, cables: 128}
  - {id: up, a: leaf, b: spine, medium: fabric, cables: 128}
"""


@pytest.fixture
def pod(tmp_path: Path) -> Path:
    path = tmp_path / "pod.yaml"
    path.write_text(POD, "utf-8")
    return path


def test_before_and_after_are_told_and_nothing_is_written(pod: Path, stackwright: Stackwright) -> None:
    said = stackwright("swap-fabric", pod, "--to", "ethernet")
    assert said.code == 0
    assert "6 × Quantum-2 QM9700 → 4 × " in said.out
    assert "they stay and are set to Ethernet" in said.out
    for row in ("To buy", "IT power, typical", "Bisection, one way", "Switches to buy", "Switch latency"):
        assert row in said.out
    assert pod.read_text("utf-8") == POD
    assert [one.name for one in pod.parent.glob("*.yaml")] == ["pod.yaml"]


def test_json_has_the_figures_and_o_writes_the_design(pod: Path, stackwright: Stackwright) -> None:
    out = pod.parent / "ethernet.yaml"
    document = json.loads(stackwright("swap-fabric", pod, "--to", "ethernet", "-o", out, "--json").out)
    (one,) = document["replaced"]
    assert (one["before"], one["copies"]) == ("nvidia/qm9700", 6)
    library = read_library()
    old, new = (library.part(one[which]).price() for which in ("before", "after"))
    assert old is not None
    assert new is not None
    figures = {row["key"]: row for row in document["effect"]["figures"]}
    # Six switches of 64 × 400G before, four of 64 × 800G after, at their prices in the catalog.
    assert figures["switch_usd"]["before"] == pytest.approx(6 * old.typical)
    assert figures["switch_usd"]["after"] == pytest.approx(4 * new.typical)
    assert figures["bisection"]["before"] == figures["bisection"]["after"]
    assert figures["hops"]["after"] == 2  # every server has a cable to every leaf
    made = open_design(out, library)
    drawn = open_design(pod, library)
    wanted = pod.parent / "wanted.yaml"
    write_text_design(wanted, swap_fabric(drawn, library, "ethernet").applied(drawn), library)
    assert made == open_design(wanted, library)


def test_a_chosen_switch_is_taken(pod: Path, stackwright: Stackwright) -> None:
    said = stackwright("swap-fabric", pod, "--to", "ethernet", "--switch", "nvidia/qm9700=nvidia/sn5400")
    assert "6 × Quantum-2 QM9700 → 6 × Spectrum-4 SN5400" in said.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--to", "infiniband"), 1, "No switch of the fabric has to be replaced"),
        (("--to", "ethernet", "--switch", "nvidia/qm9700=nvidia/sn2201"), 1, "does not have the Ethernet ports"),
        (("--to", "ethernet", "--switch", "nvidia/qm9700=nvidia/none"), 1, "There is no part"),
        (("--to", "ethernet", "--switch", "nvidia/qm9700"), 2, "--switch takes OLD=NEW"),
        (("--to", "token ring"), 2, "token ring"),
        ((), 2, "--to"),
    ],
)
def test_refusals_are_one_line(
    pod: Path, stackwright: Stackwright, arguments: tuple[str, ...], code: int, words: str
) -> None:
    said = stackwright("swap-fabric", pod, *arguments)
    assert said.code == code
    assert words in said.err
    assert said.err.count("\n") == 1
    assert not said.out
