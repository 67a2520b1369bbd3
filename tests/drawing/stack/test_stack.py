"""The stack: parts in their layers, demand as widths, the bottleneck marked, nothing on top of anything else."""

from itertools import combinations

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.drawing.drawing import curve_points
from designer.drawing.stack.groups import share_words
from designer.drawing.stack.layout import LEAST_WIDTH, TOP_DOWN
from designer.drawing.stack.stack import HINT, draw_stack, stack_words
from designer.edit.nodes.nodes import add_node, set_choice
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link

WIDTHS = (LEAST_WIDTH, 1200.0, 1800.0)


@pytest.fixture(scope="module")
def assistant(library):
    """Retrieval and a 70 B model on four machines, asked far more than they can answer."""
    design = Design()
    for name, part, copies in (
        ("app", "langchain/langchain", 1),
        ("engine", "vllm/vllm", 1),
        ("index", "pgvector/pgvector", 1),
        ("dgx", "nvidia/dgx-h100", 4),
        ("cpu", "generic/host", 3),
        ("k8s", "cncf/kubernetes", 1),
    ):
        design = add_node(design, library, part, 0, 0, copies=copies, node_id=name, name=name).applied(design)
    links = {
        f"{a}-{b}": Link(id=f"{a}-{b}", a=a, b=b, medium=medium)
        for a, b, medium in (
            ("app", "engine", "depends_on"),
            ("app", "index", "depends_on"),
            ("engine", "k8s", "depends_on"),
            ("engine", "dgx", "runs_on"),
            ("index", "cpu", "runs_on"),
            ("app", "cpu", "runs_on"),
        )
    }
    facts = {
        "users": 50_000.0,
        "requests_per_user_hour": 6.0,
        "input_tokens": 2000.0,
        "output_tokens": 300.0,
        "retrievals": 2.0,
        "peak_factor": 3.0,
    }
    nodes = {**design.nodes, "app": replace(design.nodes["app"], facts=facts)}
    design = replace(design, nodes=nodes, links=links)
    return set_choice(design, library, "engine", "model", "meta/llama-3.1-70b").applied(design)


@pytest.fixture(scope="module")
def worked(assistant):
    return analyze(assistant)


@pytest.fixture(scope="module")
def large(library):
    return build_template("dgx-superpod-h100", library, {"scale_units": "64"})


def tile(drawing, name):
    return drawing.tiles[drawing.tile_index[name]]


def band_of(drawing, rect):
    (band,) = [band for band in drawing.bands if band.rect.y <= rect.y and rect.bottom <= band.rect.bottom]
    return band


def test_seven_bands_from_applications_down_to_the_facility(assistant):
    drawing = draw_stack(assistant)
    assert [band.id for band in drawing.bands] == list(TOP_DOWN)
    tops = [band.rect.y for band in drawing.bands]
    assert tops == sorted(tops)
    assert drawing.bands[0].subtitle.startswith("Layer 6")
    heights = {band.id: band.rect.height for band in drawing.bands}
    assert heights["facility"] < heights["serving_apps"]


def test_each_part_stands_in_its_layer(assistant):
    drawing = draw_stack(assistant)
    layers = {one.id: band_of(drawing, one.rect).id for one in drawing.tiles}
    assert layers == {
        "app": "serving_apps",
        "engine": "serving_apps",
        "k8s": "training",
        "index": "data_storage",
        "cpu": "servers_fabric",
        "dgx": "servers_fabric",
        "inside:nvidia/h100-sxm5-80gb": "silicon",
    }
    assert tile(drawing, "dgx").title == "dgx × 4"
    assert tile(drawing, "inside:nvidia/h100-sxm5-80gb").title == "H100 × 32"
    assert tile(drawing, "inside:nvidia/h100-sxm5-80gb").members == ("dgx",)


def test_flows_are_as_wide_as_the_demand(assistant, worked):
    drawing = draw_stack(assistant, results=worked)
    widths = {link: wire.width for wire in drawing.wires for link in wire.links}
    # 50 000 users × 6 an hour × 3 at the peak / 3600 s = 250 requests a second, and two retrievals each.
    assert widths["app-index"] == 14.0
    assert widths["app-engine"] == pytest.approx(3 + 11 * 0.5**0.5)
    assert widths["engine-dgx"] == widths["app-engine"]
    assert widths["engine-k8s"] == 1.5
    labels = {wire.label for wire in drawing.wires}
    assert {"250 req/s", "500 req/s"} <= labels
    assert tile(drawing, "index").subtitle.startswith("500 req/s")


def test_the_bottleneck_is_marked_in_words_and_by_a_sign(assistant, worked):
    drawing = draw_stack(assistant, results=worked)
    work = worked.workloads
    (marked,) = [band for band in drawing.bands if band.marked]
    assert marked.id == work.bottleneck
    assert "bottleneck" in marked.subtitle
    assert marked.emphasis == "error"
    blamed = [one for one in drawing.tiles if one.emphasis]
    assert [band_of(drawing, one.rect).id for one in blamed] == [marked.id]
    assert blamed[0].subtitle.endswith("% · bottleneck")
    assert work.bottleneck_id in blamed[0].members


def test_a_band_says_how_busy_it_is_what_it_adds_and_what_it_costs(assistant, worked):
    drawing = draw_stack(assistant, results=worked)
    top = drawing.bands[0]
    load = next(load for load in worked.workloads.layers if load.layer == "serving_apps")
    assert [reading.caption for reading in top.readings] == ["Busy", "Adds", "Cost share"]
    assert top.readings[0].share == load.utilisation.value
    assert top.readings[0].text == f"{load.utilisation.value:.0%}"
    # The engine is asked more than it can answer, so that no time of an answer is told as if it served all.
    assert load.utilisation.value > 1
    assert top.readings[1].text == "–"
    data = next(band for band in drawing.bands if band.id == "training")
    assert data.readings[1].text == "–"


def test_without_an_analysis_bands_and_links_are_drawn(assistant):
    drawing = draw_stack(assistant)
    assert {link for wire in drawing.wires for link in wire.links} == set(assistant.links)
    assert {wire.width for wire in drawing.wires} == {1.5}
    assert not any(band.readings or band.marked for band in drawing.bands)


def test_an_empty_design_says_what_would_fill_it():
    drawing = draw_stack(Design())
    assert [band.hint for band in drawing.bands if band.hint] == [HINT]
    assert all(band.quiet for band in drawing.bands)
    assert not drawing.tiles


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_lies_on_anything_else(assistant, worked, large, width):
    for design, results in ((assistant, worked), (large, None)):
        drawing = draw_stack(design, results=results, width=width)
        for first, second in combinations(drawing.tiles, 2):
            assert not first.rect.meets(second.rect)
        for first, second in combinations(drawing.bands, 2):
            assert not first.rect.meets(second.rect)
        pills = [wire.label_rect for wire in drawing.wires if wire.label]
        assert not any(a.meets(b) for a, b in combinations(pills, 2))
        for one in drawing.tiles:
            band = band_of(drawing, one.rect)
            assert not any(one.rect.meets(pill) for pill in pills)
            left = [band.rect.x + reading.left for reading in band.readings]
            assert all(one.rect.right < x for x in left)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_flow_runs_behind_the_tile_of_another(assistant, worked, width):
    drawing = draw_stack(assistant, results=worked, width=width)
    for wire in drawing.wires:
        path = curve_points(np.array([wire.points]), 65)[0]
        for one in drawing.tiles:
            if one.id in (wire.a, wire.b):
                continue
            inside = (
                (path[:, 0] > one.rect.x + 1)
                & (path[:, 0] < one.rect.right - 1)
                & (path[:, 1] > one.rect.y + 1)
                & (path[:, 1] < one.rect.bottom - 1)
            )
            assert not inside.any(), (wire.id, one.id)


def test_a_hall_of_64_units_stays_a_few_tiles(large):
    drawing = draw_stack(large)
    assert len(drawing.tiles) <= 20
    members = {member for one in drawing.tiles for member in one.members}
    assert {node.id for node in large.nodes.values() if node.kind in {"server", "switch", "storage"}} <= members
    switches = next(one for one in drawing.tiles if len(one.members) > 1 and one.icon == "switch")
    assert switches.copies == sum(large.total_copies(member) for member in switches.members)
    for member in switches.members[1:]:
        assert drawing.rect_of(member) == switches.rect


def test_many_services_are_gathered(library):
    design = Design()
    for number in range(40):
        name = f"app{number}"
        design = add_node(design, library, "langchain/langchain", 0, 0, node_id=name, name=name).applied(design)
    (only,) = draw_stack(design).tiles
    assert only.members == tuple(f"app{number}" for number in range(40))
    assert only.title.endswith("× 40")


def test_the_same_design_is_drawn_the_same(assistant, worked):
    first, second = (draw_stack(assistant, results=worked) for _ in range(2))
    assert (first.bands, first.wires, first.tiles) == (second.bands, second.wires, second.tiles)


def test_what_failed_and_what_falls_with_it(assistant, worked):
    drawing = draw_stack(assistant, results=worked, failed=("dgx",), lost=("engine", "app"))
    assert (tile(drawing, "dgx").emphasis, tile(drawing, "dgx").subtitle) == ("failed", "taken as failed")
    assert tile(drawing, "app").subtitle == "goes down with it"
    assert tile(drawing, "index").emphasis != "failed"
    broken = {link for wire in drawing.wires if wire.emphasis == "failed" for link in wire.links}
    assert broken == {"engine-dgx", "app-engine"}


def test_plain_words_have_no_part_names(large):
    titles = {one.title for one in draw_stack(large, detail="plain").tiles}
    assert any(title.endswith("AI servers") for title in titles)
    assert not any("QM9700" in title for title in titles)


def test_hidden_layers_are_left_out(assistant):
    drawing = draw_stack(assistant, hidden_layers=("silicon", "facility"))
    assert not {"silicon", "facility"} & {band.id for band in drawing.bands}
    assert all(one.layer != "silicon" for one in drawing.tiles)


def test_a_trace_of_load_is_not_nothing():
    assert [share_words(share) for share in (0.0, 0.0004, 0.004, 0.5, 5.25)] == ["0%", "< 0.1%", "0.4%", "50%", "525%"]


def test_rings_and_links_that_lead_nowhere_are_no_trouble(assistant):
    links = [
        Link(id="back", a="engine", b="app", medium="depends_on"),
        Link(id="self", a="app", b="app", medium="depends_on"),
        Link(id="lost", a="app", b="gone", medium="depends_on"),
    ]
    design = replace(assistant, links={**assistant.links, **{link.id: link for link in links}})
    drawing = draw_stack(design, results=analyze(design))
    drawn = {link for wire in drawing.wires for link in wire.links}
    assert "back" in drawn
    assert not {"self", "lost"} & drawn


def test_services_that_all_ask_each_other_are_drawn(library):
    design = Design()
    names = [f"app{number}" for number in range(12)]
    for name in names:
        design = add_node(design, library, "langchain/langchain", 0, 0, node_id=name, name=name).applied(design)
    links = {f"{a}-{b}": Link(id=f"{a}-{b}", a=a, b=b, medium="depends_on") for a in names for b in names if a != b}
    drawing = draw_stack(replace(design, links=links), width=2000.0)
    assert len(drawing.tiles) == 12
    assert {link for wire in drawing.wires for link in wire.links} == set(links)


def test_it_can_be_told_in_words(assistant, worked):
    words = stack_words(draw_stack(assistant, results=worked))
    assert "Serving, applications: app 250 req/s, engine" in words
    assert "bottleneck" in words
    assert "Cloud (Layer 3 · nothing yet)" in words
