"""`stackwright sites`: a table and a document of places, and a design that stands there."""

import json

import pytest

from designer.cli.main import run
from designer.formulas.cooling.average_days import DAYS
from designer.review.sites import NO_POWER


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    path = tmp_path_factory.mktemp("sites") / "stack.stackwright"
    assert run(["new", str(path), "--template", "ai-stack"]) == 0
    return path


def told(capsys, *arguments: object) -> dict:
    capsys.readouterr()
    assert run([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_ten_places_agree_with_the_analysis_of_the_design_that_stands_there(stack, tmp_path, capsys) -> None:
    sites = told(capsys, "sites", stack)["sites"]
    assert len(sites) == 10
    assert len({site["co2e_t_per_year"]["value"] for site in sites}) == 10
    chicago = next(site for site in sites if site["id"] == "chicago")
    there = tmp_path / "there.stackwright"
    assert run(["sites", str(stack), "--stand", "chicago", "-o", str(there)]) == 0
    energy = told(capsys, "analyze", there, "--only", "power")["energy"]
    assert chicago["kwh_per_year"]["facility"]["value"] == pytest.approx(energy["kwh_per_year"]["facility"]["value"])
    for key in ("co2e_t_per_year", "water_m3_per_year", "usd_per_year"):
        assert chicago[key]["value"] == pytest.approx(energy[key]["value"]), key
    # The hours are a year: 12 months × 24 hours, times the days of each month.
    hours = chicago["hours"]
    assert len(hours["kw"]) == 12
    assert {len(month) for month in hours["kw"]} == {24}
    by_hand = sum(days * sum(month) for days, month in zip(DAYS, hours["kw"], strict=True))
    assert by_hand == pytest.approx(chicago["kwh_per_year"]["facility"]["value"], rel=1e-5)
    assert hours["year"]["kg_per_h"] / 1000 == pytest.approx(chicago["co2e_t_per_year_by_hour"]["value"])
    assert all(site["hours"] is not None and site["usd_per_year"]["value"] for site in sites)


def test_places_are_kept_for_report_and_deck(stack, tmp_path, capsys) -> None:
    kept = tmp_path / "kept.yaml"
    assert run(["sites", str(stack), "--keep", "london,seattle", "-o", str(kept)]) == 0
    assert "sites:\n- london\n- seattle" in kept.read_text("utf-8")
    capsys.readouterr()
    assert run(["sites", str(kept), "--keep", "none", "-o", str(tmp_path / "none.yaml")]) == 0
    assert "sites:" not in (tmp_path / "none.yaml").read_text("utf-8")


def test_the_analysis_tells_the_kept_places_as_sites_does_and_nothing_drawn_is_unknown(stack, tmp_path, capsys) -> None:
    kept, empty = tmp_path / "kept.stackwright", tmp_path / "empty.stackwright"
    assert run(["sites", str(stack), "--keep", "seattle,london", "-o", str(kept)]) == 0
    sites = told(capsys, "sites", kept, "--at", "seattle,london")
    document = told(capsys, "analyze", kept, "--only", "power")
    assert (document["sites"], document["site_notes"]) == (sites["sites"], sites["notes"])
    assert "sites" not in told(capsys, "analyze", stack, "--only", "power")
    assert run(["new", str(empty), "--template", "empty"]) == 0
    nothing = told(capsys, "sites", empty, "--at", "seattle")
    (site,) = nothing["sites"]
    assert {site["kwh_per_year"]["facility"]["value"], site["pue"]["value"], site["usd_per_year"]["value"]} == {None}
    assert nothing["notes"] == [NO_POWER]


def test_the_table_says_what_is_best_and_not_known(stack, capsys) -> None:
    assert run(["sites", str(stack), "--at", "seattle,zurich", "--economizer", "dry"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Least carbon: Zürich, Switzerland" in out
    assert "No price of electricity is at hand for Zürich, Switzerland." in out


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("--at", "moon"), "There is no place 'moon'", 1),
        (("--stand", "chicago"), "belong together", 2),
        (("--keep", "london,london", "-o", "x.yaml"), "named twice", 1),
        (("--economizer", "snow"), "snow", 2),
    ],
)
def test_what_is_no_place_is_refused_in_one_line(stack, capsys, arguments, words, code) -> None:
    assert run(["sites", str(stack), *arguments]) == code
    assert words in capsys.readouterr().err
