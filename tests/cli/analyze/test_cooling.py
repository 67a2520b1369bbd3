"""Cooling on the command line: the cases, one failure, altitude."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Stackwright

HALL = """
format: stackwright-design
version: 1
name: Cooled hall
nodes:
  - {id: hall, kind: room}
  - {id: rack, kind: rack, parent: hall, copies: 2}
  - {id: dgx, part: nvidia/dgx-h100, parent: rack, copies: 4}
  - {id: crah, part: vertiv/cw084, parent: hall, copies: 2}
  - {id: nvl, part: nvidia/gb200-nvl72, copies: 4}
  - {id: cdu, part: vertiv/coolchip-600, copies: 2}
links:
  - {id: hoses, a: cdu, b: nvl, medium: coolant, cables: 8, spread: mesh}
"""


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Eight DGX H100 with two air handlers, four NVL72 with two coolant units."""
    path = tmp_path / "hall.yaml"
    path.write_text(HALL, "utf-8")
    return path


def test_zones_units_and_failures_as_json(hall: Path, stackwright: Stackwright) -> None:
    cooling = stackwright("analyze", hall, "--only", "cooling", "--fail", "cdu[0]", "--json").document["cooling"]
    assert {"heat_w", "heat_btu_per_h", "airflow_cfm", "air_share", "liquid_share", "capacity_w"} <= cooling.keys()
    (zone,) = cooling["zones"]
    # 8 × 10.2 kW in the hall for 2 × 84 kW; one may be out. The racks systems stand in the open.
    assert zone["id"] == "hall"
    assert zone["heat_w"]["value"] == pytest.approx(81_600)
    assert (zone["capacity_w"]["value"], zone["units"], zone["spare"]) == (168_000, 2, 1)
    assert zone["airflow_needed_cfm"]["value"] == pytest.approx(8_840)
    assert zone["airflow_delivered_cfm"]["value"] == pytest.approx(2 * 7_298)
    assert cooling["devices"]["nvl"]["liquid_max_w"]["value"] == pytest.approx(112_200)
    assert cooling["devices"]["nvl"]["units"] == ["cdu"]
    assert cooling["racks"]["rack"]["over_air_limit"] is True
    assert cooling["without_cooler"] == ["nvl"]
    units = {one["id"]: one for one in cooling["units"]}
    # With one of two gone the other takes 4 × 112.2 kW.
    assert units["cdu"]["load_max_w"]["value"] == pytest.approx(448_800)
    assert cooling["failure"]["ids"] == ["cdu[0]"]
    assert cooling["failure"]["uncooled"] == {}
    assert cooling["loops"][0]["one_may_fail"] is True
    assert cooling["failures_tried"] == 5
    worst = cooling["failures"][0]
    assert (worst["ids"], worst["uncooled"], worst["accelerators"]) == (["hoses"], {"nvl": 4}, 288)


def test_in_words(hall: Path, stackwright: Stackwright) -> None:
    text = stackwright("analyze", hall, "--only", "cooling", "--fail", "hoses").out
    assert "hall: 81.6 kW of 168 kW, 49%" in text
    assert "nvl on cdu: 449 kW of 1.2 MW, any one unit may fail" in text
    assert "without coolant: 4 × nvl" in text


def test_altitude_thins_the_air(hall: Path, stackwright: Stackwright) -> None:
    hall.write_text(HALL + "assumptions: {altitude_m: 1828.8}\n", "utf-8")
    cooling = stackwright("analyze", hall, "--only", "cooling", "--json").document["cooling"]
    assert cooling["pressure_ratio"]["value"] == pytest.approx(0.80, abs=0.005)
    assert cooling["zones"][0]["airflow_needed_cfm"]["value"] == pytest.approx(8_840 / 0.8014, rel=1e-3)


def test_the_cooling_cases(tmp_path: Path, stackwright: Stackwright) -> None:
    """PWR-02 and PWR-03 on a design: 34,804 BTU/h, of which the guide prints 38,557; 4 kW at 20 °F take 629 CFM."""
    path = tmp_path / "one.json"
    design = {
        "format": "stackwright-design",
        "version": 1,
        "name": "one",
        "nodes": [{"id": "dgx", "part": "nvidia/dgx-h100"}],
        "assumptions": {"air_delta_t_f": 20.0, "altitude_m": 0.0},
    }
    path.write_text(json.dumps(design), "utf-8")
    cooling = stackwright("analyze", path, "--only", "cooling", "--json").document["cooling"]
    assert cooling["heat_btu_per_h"]["value"] == pytest.approx(34_804, rel=1e-3)
    assert cooling["airflow_cfm"]["value"] == pytest.approx(629 * 10.2 / 4, rel=0.01)
    # What the guide prints is what the device takes.
    assert cooling["devices"]["dgx"]["airflow_cfm"]["value"] == 1_105
    own = {"id": "host", "part": "generic/host", "facts": {"power_max_w": 4_000}}
    path.write_text(json.dumps(design | {"nodes": [own]}), "utf-8")
    four = stackwright("analyze", path, "--only", "cooling", "--json").document["cooling"]
    assert four["airflow_cfm"]["value"] == pytest.approx(629, rel=0.01)


def test_a_figure_says_why(hall: Path, stackwright: Stackwright) -> None:
    cooling = stackwright("analyze", hall, "--only", "cooling", "--json", "--why").document["cooling"]
    reasons = json.dumps(cooling["zones"][0]["heat_w"])
    assert "nvidia-dgx-h100-guide" in reasons
