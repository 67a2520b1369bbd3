"""The logical picture drawn: findings, lenses and failures of real devices show on what stands for them."""

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.drawing.logical.logical import draw_logical
from designer.drawing.topology.topology import draw_topology
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.review.findings import Finding


@pytest.fixture(scope="module")
def unit(library: Library) -> Design:
    return build_template("dgx-superpod-h100", library, {})


@pytest.fixture(scope="module")
def results(unit: Design):
    return analyze(unit)


def tile(drawing, one):
    return drawing.tiles[drawing.tile_index[one]]


def wire(drawing, one):
    return drawing.wires[drawing.wire_index[one]]


def test_ids_lead_from_what_is_drawn_to_what_is_there_and_back(unit: Design) -> None:
    drawing = draw_logical(unit)
    for drawn in (*drawing.tile_index, *drawing.frame_index, *(one.id for one in drawing.wires)):
        behind = drawing.behind(drawn)
        assert behind
        assert all(one in unit.nodes or one in unit.links for one in behind)
        assert all(drawing.rect_of(one) == drawing.rect_of(drawn) for one in behind)
    assert drawing.behind("dgx") == ("dgx", "dgx-rest")
    assert drawing.behind("rails") == ("rails", "rails-rest")
    assert drawing.behind("pdu") == ()
    assert drawing.rect_of("pdu") is None
    assert (tile(drawing, "dgx").badge, wire(drawing, "rails").label) == ("×31", "248 × 400G Rails")


def test_a_finding_about_a_real_device_marks_what_stands_for_it(unit: Design) -> None:
    found = [
        Finding(rule="x", severity="error", message="It burns.", ids=("dgx-rest",)),
        Finding(rule="y", severity="warning", message="It is loose.", ids=("rails-rest",)),
    ]
    drawing = draw_logical(unit, findings=found)
    assert tile(drawing, "dgx").emphasis == "error"
    assert "It burns." in tile(drawing, "dgx").note
    assert wire(drawing, "rails").emphasis == "warn"


def test_lenses_show_the_figures_of_all_that_is_gathered(unit: Design, results) -> None:
    power = draw_logical(unit, results=results, overlay="power")
    real = draw_topology(unit, results=results, overlay="power")
    # All 31 systems are of one kind, so one draws as much here as there.
    assert tile(power, "dgx").subtitle == tile(real, "dgx").subtitle
    assert power.legend is not None
    assert power.legend.high == "10.2 kW"
    cost = draw_logical(unit, results=results, overlay="cost")
    lines = {line.part: line for line in results.cost.lines}
    each = lines["nvidia/dgx-h100"].unit_usd.value
    assert tile(cost, "dgx").subtitle == f"{31 * each / 1e6:.3g} M$"
    used = draw_logical(unit, results=results, overlay="utilisation")
    loads = {load.id: load.utilisation.value for load in results.network.links}
    assert wire(used, "rails").heat == max(loads["rails"], loads["rails-rest"])


def test_failures_count_over_all_that_is_gathered(unit: Design) -> None:
    failed = draw_logical(unit, results=analyze(unit, fail=("dgx-rest",)))
    assert tile(failed, "dgx").subtitle == "3 of 31 failed"
    whole = draw_logical(unit, results=analyze(unit, fail=("dgx", "dgx-rest")))
    assert tile(whole, "dgx").struck


def test_what_is_hidden_is_left_out(unit: Design) -> None:
    drawing = draw_logical(unit, hidden_media=("management",), hidden_layers=("data_storage",))
    assert "storage" not in drawing.tile_index
    assert {one.medium for one in drawing.wires} == {"fabric", "storage"}


def test_switches_keep_their_names_in_everyday_words(unit: Design) -> None:
    drawing = draw_logical(unit, detail="plain")
    names = [one.title for one in drawing.tiles if one.icon == "switch"]
    assert len(names) >= 4
    assert "Network" not in names
    assert len(set(names)) == len(names)
