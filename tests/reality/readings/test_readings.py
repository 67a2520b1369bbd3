"""Measured power beside planned power: what Redfish and tables say, by device, rack, strip and in all."""

import json
from datetime import date
from pathlib import Path

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.export.readings_files import readings_document, readings_sentence, write_readings
from designer.export.report.report import report_of, write_report
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.reality.built.naming_map import NamingMap
from designer.reality.readings.comparing import compare_readings
from designer.reality.readings.reading import read_readings
from designer.review.rules import review

TABLE = "host,power_kw,max_power_kw\nDGX[0],7,9\ndgx[0],8,11\nleaf[0],0.8,0.9\nghost,0.1,0.1\n,5,5\nleaf[1],much,1\n"
DAY = date(2026, 11, 28)
POWER = {
    "HostName": "dgx[1]",
    "PowerControl": [{"PowerConsumedWatts": 7000, "PowerMetrics": {"MaxConsumedWatts": 9000}}],
}


def test_readings_stand_beside_the_plan(superpod: Design, library: Library, tmp_path: Path) -> None:
    results = analyze(superpod, library=library, only=("power",))
    comparison = compare_readings(superpod, results, read_readings([_file(tmp_path, "t.csv", TABLE)]))
    rows = {row.id: row for row in comparison.devices}
    # Readings of one device are its mean and its peak; "DGX[0]" of the table is another spelling of the same.
    assert set(rows) <= {"dgx[0]", "leaf[0]"}
    dgx = rows["dgx[0]"]
    assert results.power is not None
    planned = results.power.by_node["dgx"]
    assert dgx.typical_w.value == pytest.approx((planned.typical_w.value or 0) / superpod.total_copies("dgx"))
    assert dgx.verdict == "above the planned maximum"
    assert rows["leaf[0]"].verdict == "within the plan"
    assert comparison.total.measured_w == pytest.approx(sum(row.measured_w for row in comparison.devices))
    assert sum(row.measured_w for row in comparison.racks) == pytest.approx(comparison.total.measured_w)
    assert "ghost" in [one.device for one in comparison.unknown]
    assert comparison.unread == comparison.total.devices - len(rows) > 0
    assert "2 rows without" in comparison.notes[0]
    assert "above the planned maximum" in readings_sentence(comparison)
    assert json.loads(json.dumps(readings_document(comparison)))["total"]["read"] == len(rows)
    for suffix in (".csv", ".html", ".json"):
        write_readings(tmp_path / f"out{suffix}", comparison, superpod.name, DAY)
        assert "ghost" in (tmp_path / f"out{suffix}").read_text("utf-8-sig")


def test_a_strip_is_set_beside_what_it_carries(superpod: Design, library: Library, tmp_path: Path) -> None:
    results = analyze(superpod, library=library, only=("power",))
    metrics = {"strip": {"@odata.type": "#PowerDistributionMetrics.v1_3_2", "PowerWatts": {"Reading": 900.0}}}
    told = read_readings([_file(tmp_path, "pdu.json", json.dumps(metrics))])
    comparison = compare_readings(superpod, results, told, NamingMap(devices={"strip": "spine-pdu[0]"}))
    (strip,) = comparison.strips
    spine = results.power.by_node["spine"].typical_w.value if results.power is not None else None
    # Two strips carry the four spine switches, half each.
    assert spine is not None
    assert strip.typical_w.value == pytest.approx(spine / 2, rel=0.5)
    assert not comparison.devices


@pytest.mark.parametrize(
    ("document", "watts"),
    [
        (POWER, 7000),
        ({"PowerWatts": {"Reading": 374}}, 374),
        (
            {
                "PowerSupplies": [
                    {"InputPowerWatts": {"Reading": 100}},
                    {"Metrics": {"InputPowerWatts": {"Reading": 50}}},
                ]
            },
            150,
        ),
        (
            {
                "Sensors": [
                    {"ReadingType": "Power", "Reading": 40, "Name": "CPU"},
                    {"ReadingType": "Power", "Reading": 90, "Name": "Total Power"},
                ]
            },
            90,
        ),
        ({"Members": [{"ReadingType": "Power", "Reading": 3}, {"ReadingType": "Temperature", "Reading": 50}]}, 3),
    ],
)
def test_redfish_tells_power_in_several_ways(tmp_path: Path, document: dict[str, object], watts: float) -> None:
    (reading,) = read_readings([_file(tmp_path, "dgx[1].json", json.dumps(document))]).of
    assert (reading.device, reading.mean_w) == ("dgx[1]", watts)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "", "It is empty"),
        ("a.csv", "host,temperature\nx,3\n", "needs a column device"),
        ("a.json", "{", "not valid JSON"),
        ("a.json", '{"Temperatures": []}', "No reading of power"),
        ("a.json", '{"PowerWatts": {"Reading": -5}}', "No reading of power"),
    ],
)
def test_what_holds_no_readings_is_refused_in_one_line(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        read_readings([_file(tmp_path, name, text)])
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_report_has_a_chapter_of_what_was_measured(library: Library, tmp_path: Path) -> None:
    design = build_template("leaf-spine", library, {"nodes": "4"})
    results = analyze(design, library=library)
    told = read_readings([_file(tmp_path, "t.csv", "device,power_w\nleaf[0],310\nghost,5\n")])
    findings = tuple(review(design, results, DAY, library=library))
    paper = report_of(design, library, results, findings, DAY, measured=compare_readings(design, results, told))
    assert [one.id for one in paper.chapters][-2:] == ["measured", "sources"]
    write_report(tmp_path / "r.html", paper)
    text = (tmp_path / "r.html").read_text("utf-8")
    assert "Measured power" in text
    assert "ghost" in text
