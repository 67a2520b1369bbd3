"""`stackwright availability`: what it prints and refuses, and the page of the guide that tells of it."""

import json
import re
from pathlib import Path

import pytest

HERE = Path(__file__)
TRACE = HERE.parents[2] / "data" / "measured" / "fault_trace_first_half.csv"
PAGE = HERE.parents[3] / "resources" / "guide" / "availability.md"


@pytest.fixture
def project(tmp_path, stackwright):
    path = tmp_path / "stack.json"
    assert stackwright("new", str(path), "--template", "ai-stack").code == 0
    return path


@pytest.fixture
def run(stackwright):
    return lambda *words: stackwright("availability", *map(str, words))


def test_it_prints_what_the_document_says(run, project):
    asked = (project, "--draws", 30, "--rate", "ups=20000/24", "--crews", 1, "--cost-per-hour", 100, "--work", "job")
    told, again = run(*asked, "--buy-next", "--json"), run(*asked, "--buy-next", "--json")
    assert told.code == 0
    assert told.out == again.out
    found = json.loads(told.out)
    job = next(one for one in found["works"] if one["id"] == "job")
    assert 0 < job["goodput"]["p10"] < job["goodput"]["p50"] < job["goodput"]["p90"] < 1
    assert job["usd_per_year"]["mean"]["value"] > 0
    assert {one["sort"] for one in found["buy_next"]["purchases"]} >= {"spare machine", "crew"}
    assert found["draws"] == 30
    shown = run(*asked, "--buy-next", "--why").out
    assert "What to buy next for" in shown
    assert "UPS A and UPS B" in shown
    assert f"{job['goodput']['mean']['value']:.4%}" in shown
    assert "P10 to P90" in shown


def test_the_list_of_faults_of_the_page(run):
    """The first quarter fitted, the second judged, in the words of the guide."""
    told = run("--trace", TRACE, "--servers", 400, "--fit-until", 87.2, "--json")
    found = json.loads(told.out)["trace"]
    judged, predicted = found["judged"], found["predicted"]
    assert judged["mean_inside"]
    assert judged["faults_inside"]
    assert judged["weeks_inside"] > 0.8
    assert judged["days_inside"] > 0.6
    (line,) = re.findall(r"^On the first half.*$", PAGE.read_text("utf-8"), re.MULTILINE)

    def three(of):
        return " – ".join(f"{predicted[of][name]:.3g}" for name in ("p10", "p50", "p90"))

    assert f"{judged['mean_down']:.3g} servers down on the mean where {three('mean_down')}" in line
    assert f"{judged['faults']} faults where {three('faults')}" in line
    assert f"{judged['weeks_inside']:.0%} of the weeks" in line
    assert f"{judged['days_inside']:.0%} of the days" in line
    shown = run("--trace", TRACE, "--servers", 400, "--fit-until", 87.2).out
    assert f"Inside P10 to P90: {judged['days_inside']:.0%} of" in shown


def test_machines_of_a_project_fail_as_a_list_says(run, project):
    found = json.loads(run(project, "--draws", 20, "--trace", TRACE, "--servers", 400, "--json").out)
    plain = json.loads(run(project, "--draws", 20, "--json").out)
    assert found["trace"]["servers"] == 400
    assert found["works"][0]["served"]["mean"]["value"] != plain["works"][0]["served"]["mean"]["value"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say a PROJECT"),
        (("nowhere.json",), "does not exist"),
        (("nowhere.json", "--fit-until", "3"), "go with --trace"),
        (("nowhere.json", "--workers", "2", "--scheduler", "x"), "do not go together"),
        (("nowhere.json", "--rate", "ups=1"), "KIND=MTBF_H/REPAIR_H"),
        (("nowhere.json", "--rate", "nothing=1/2"), "no kind that can fail"),
        (("nowhere.json", "--years", "0"), "years"),
        (("nowhere.json", "--rate", "ups=0/2"), "above 0"),
        (("--trace", str(TRACE), "--fit-until", "0"), "day"),
        (("--trace", str(TRACE), "--fit-until", "5"), "too few"),
        (("--trace", str(TRACE), "--servers", "3"), "more than the 3"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(run, words, said):
    found = run(*words)
    assert found.code != 0
    assert said in found.err
