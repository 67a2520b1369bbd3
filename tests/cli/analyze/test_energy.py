"""A year through the command line: a drawn plant in a climate on a grid, in text, in JSON, and refused."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Stackwright

PLANT = {
    "format": "stackwright-design",
    "version": 1,
    "name": "A hall in Chicago",
    "choices": {"climate": "chicago", "grid": "us-il"},
    "assumptions": {"electricity_usd_per_kwh": 0.07},
    "nodes": [
        {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 31},
        {"id": "crah", "part": "vertiv/cw181", "copies": 4},
        {"id": "chiller", "part": "generic/air-cooled-chiller-1500"},
        {"id": "tower", "part": "bac/pt2", "facts": {"power_max_w": 11000}},
    ],
}


def written(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "plant.json"
    path.write_text(json.dumps({**PLANT, **changes}), encoding="utf-8")
    return path


def test_a_plant_in_a_climate(tmp_path: Path, stackwright: Stackwright) -> None:
    document = stackwright("analyze", written(tmp_path), "--json", "--only", "energy").document
    assert set(document) - {"counts", "findings", "headlines"} == {"energy"}
    energy = document["energy"]
    # IT 31 × 10.2 × 0.8 = 252.96 kW. Losses × (1/0.95 − 1) = 13.314. Fans 4 × 7.5 × 0.8 = 24. The chiller, COP
    # 1,500/330 = 4.5455, carries 252.96 + 24 = 276.96 kW, none of it losses of a drawn UPS: 60.931 kW in 3,623 h.
    # Tower 8.8 kW.
    use = {name: figure["value"] for name, figure in energy["kwh_per_year"]["cooling_by_use"].items()}
    assert use == {
        "fans": pytest.approx(24 * 8760),
        "chillers": pytest.approx(276.96 / (1500 / 330) * 3623),
        "dry coolers and towers": pytest.approx(8.8 * 8760),
    }
    facility = 252.96 * 8760 / 0.95 + sum(use.values())
    assert energy["kwh_per_year"]["facility"]["value"] == pytest.approx(facility)
    assert energy["usd_per_year"]["value"] == pytest.approx(facility * 0.07)
    # eGRID2023: 0.2152 kg/kWh in Illinois.
    assert energy["co2e_t_per_year"]["value"] == pytest.approx(facility * 0.2152 / 1000)
    assert energy["free_cooling_h"]["value"] == 5137
    # 248 accelerators × 8,760 h × 0.9.
    assert energy["kwh_per_gpu_hour"]["value"] == pytest.approx(facility / (248 * 8760 * 0.9))


def test_text_says_the_year_and_the_tree_its_climate(tmp_path: Path, stackwright: Stackwright) -> None:
    said = stackwright("analyze", written(tmp_path), "--only", "power")
    assert said.code == 0
    assert "A year" in said.out
    assert "5,140 h/year" in said.out.replace("\u202f", ",")
    tree = json.dumps(stackwright("analyze", written(tmp_path), "--json", "--why", "--only", "energy").document)
    assert "typical year TMY3 (NREL, 2008)" in tree
    assert "USA, Illinois, 2023" in tree


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"choices": {"climate": "mars"}}, "Climate cannot be 'mars'"),
        ({"choices": {"sun": "yes"}}, "There is nothing to choose called 'sun'"),
        ({"assumptions": {"pue": 0.9}}, "The assumption pue is 0.9"),
    ],
)
def test_what_can_not_be_is_refused_in_a_line(
    changes: dict[str, object], words: str, tmp_path: Path, stackwright: Stackwright
) -> None:
    said = stackwright("analyze", written(tmp_path, **changes))
    assert said.code == 1
    assert words in said.err
    assert len(said.err.strip().splitlines()) == 1
