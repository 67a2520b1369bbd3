"""The power chain on the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import Stackwright


@pytest.fixture
def chain(tmp_path: Path, stackwright: Stackwright) -> Path:
    """The 2N chain of 40 racks as a project."""
    path = tmp_path / "chain.stackwright"
    assert stackwright("new", path, "--template", "power-chain").code == 0
    return path


def test_elements_redundancy_and_single_failures_as_json(chain: Path, stackwright: Stackwright) -> None:
    plant = stackwright("analyze", chain, "--only", "power", "--json").document["plant"]
    elements = {one["id"]: one for one in plant["elements"]}
    # 40 racks of 4 × 6.5 kW, half of them on each side; the UPS loses 2.5%.
    assert elements["busway-a"]["load_w"]["max"]["value"] == pytest.approx(130_000.0)
    assert elements["ups-a"]["load_w"]["max"]["value"] == pytest.approx(520_000.0 / 0.975)
    assert elements["ups-a"]["side"] == "A"
    assert elements["busway-a"]["capacity_w"]["value"] == pytest.approx(3**0.5 * 415 * 600 * 0.8)
    assert elements["busway-a"]["limit"] == "breaker"
    assert [(one["scheme"], one["units"]) for one in plant["redundancy"]] == [("2N", ["ups-a", "ups-b"])]
    assert plant["failures_tried"] == 98
    assert not any(one["dark"] or one["overloaded"] for one in plant["failures"])
    taken = plant["devices_w"]["max"]["value"] + plant["losses_w"]["max"]["value"]
    assert plant["input_w"]["max"]["value"] == pytest.approx(taken)


def test_what_a_double_failure_darkens(chain: Path, stackwright: Stackwright) -> None:
    said = stackwright("analyze", chain, "--only", "power", "--fail", "ups-a", "--fail", "busway-b[0]", "--json")
    failure = said.document["plant"]["failure"]
    assert failure["dark"] == {"dgx": 40}
    assert failure["accelerators"] == 320
    assert failure["lost_w"]["value"] == pytest.approx(260_000.0)
    text = stackwright("analyze", chain, "--only", "power", "--fail", "ups-a", "--fail", "busway-b[0]").out
    assert "dark: 40 × DGX A100 (260 kW, 320 accelerators)" in text


def test_the_summary_in_words(chain: Path, stackwright: Stackwright) -> None:
    text = stackwright("analyze", chain, "--only", "power", "--sweep").out
    assert "2N: Two sides, UPS A and UPS B; each carries everything alone." in text
    assert "none of 98 darkens or overloads anything" in text


def test_what_enters_tells_coolers_by_their_plates_from_the_heat_that_there_is(
    tmp_path: Path, stackwright: Stackwright
) -> None:
    """Two chillers of 330 kW and four air handlers of 3.75 kW are far more than the heat of 129 kW makes them draw."""
    path = tmp_path / "stack.json"
    assert stackwright("new", path, "--template", "ai-stack").code == 0
    document = stackwright("analyze", path, "--json").document
    plant, power = document["plant"], document["power"]
    coolers = [one for one in plant["elements"] if one["id"].startswith(("chiller", "air-"))]
    rated = sum(one["load_w"]["max"]["value"] * one["copies"] for one in coolers)
    assert rated == pytest.approx(675_000)
    assert plant["input_w"]["max"]["value"] == pytest.approx(
        rated + power["it_w"]["max"]["value"] + plant["losses_w"]["max"]["value"], rel=0.01
    )
    site = power["it_w"]["max"]["value"] * power["pue_peak"]["value"]
    text = " ".join(stackwright("analyze", path).out.split())
    assert "Enters, all at maximum at least 811 kW" in text
    assert "of this cooling 675 kW, as rated, whatever the heat" in text
    assert f"its IT at maximum the site takes about {site / 1e3:.0f} kW" in text
