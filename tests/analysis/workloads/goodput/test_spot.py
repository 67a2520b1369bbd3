"""How often spot capacity is taken away, and what that leaves of training and serving."""

import json

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.analysis.workloads.goodput.spot import bands_of, spot_rate
from designer.cli.text.workload_summary import workload_rows
from designer.review.documents.results_document import results_document
from designer.ui.inspector.panes.workload_rows import told_of

LINES = ("app: langchain/langchain", "engine: vllm/vllm", "box: aws/p4d.24xlarge x4", "app > engine", "engine @ box")
USE = {"users": 1000, "requests_per_user_hour": 5, "input_tokens": 500, "output_tokens": 200}


@pytest.fixture
def served(stack):
    """A small model on four instances, as they are paid."""

    def make(basis, box=LINES[2]):
        lines = (*LINES[:2], box, *LINES[3:])
        choices = {"engine": {"model": "meta/llama-3.1-8b"}, "box": {"rent_basis": basis}}
        return stack(*lines, facts={"app": USE}, choices=choices)

    return make


def test_every_band_of_the_catalog_is_read(library):
    told = [part for part in library.parts.values() if part.texts.get("interruption")]
    assert len(told) >= 20
    for part in told:
        bands = bands_of(part)
        assert len(bands) == part.texts["interruption"].count("%")
        assert all(0 <= band.low < band.high <= 0.3 for band in bands.values())


def test_bands_by_region(library):
    bands = bands_of(library.parts["aws/p4d.24xlarge"])
    assert bands["us-east-1"] == (0.10, 0.15)
    assert bands["ap-northeast-1"] == (0.0, 0.05)
    assert bands["us-west-2"].low == 0.20


def test_the_region_of_the_price_counts_and_the_design_before_it(served):
    design = served("spot")
    rate = spot_rate(design, design.nodes["box"])
    assert (rate.per_month.low, rate.per_month.value, rate.per_month.high) == pytest.approx((0.10, 0.125, 0.15))
    assert rate.published
    own = replace(design, settings=replace(design.settings, assumptions={"spot_interruptions_per_month": 2.0}))
    assert spot_rate(own, own.nodes["box"]).per_month.value == 2.0


def test_an_engine_on_spot_is_told_alike_in_window_text_and_document(served):
    """Of four, half a machine a month: each is up for 1 / (1 + 0.125 · 10 min / 43,800 min)."""
    design = served("spot")
    results = analyze(design)
    (spot,) = results.workloads.on_spot
    up = 1 / (1 + 0.125 * 10 / 43_800)
    assert spot.up_share.value == pytest.approx(up)
    assert spot.taken_per_month.value == pytest.approx(0.5)
    assert spot.effective_usd_per_hour.value == pytest.approx(4 * 9.8318 / up)
    document = json.loads(json.dumps(results_document(results)))["workloads"]["on_spot"][0]
    assert document["effective_usd_per_hour"]["value"] == spot.effective_usd_per_hour.value
    rows = {row.title: row.figure for row in told_of(results.workloads, "serving", "engine").rows}
    assert rows["An hour that answers"] is spot.effective_usd_per_hour
    said = dict(workload_rows(design, results.workloads))["engine: spot"]
    assert "0.5 (0.4–0.6) of 4 machines taken away in a month, each answers 100% of the time" in said
    assert "published" not in said
    assert analyze(served("on-demand")).workloads.on_spot == ()


def test_an_engine_on_spot_of_which_nothing_is_published_says_so(served):
    design = served("spot", "box: aws/p5e.48xlarge x4")
    results = analyze(design)
    assert results.workloads.on_spot[0].published is False
    assert (
        "in a month, as assumed: it is not published" in dict(workload_rows(design, results.workloads))["engine: spot"]
    )
