"""A drawing that is made from what is known equals one made anew, after any edits, and keeps what did not change."""

from random import Random

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.drawing.plates.live_figures import live_figures
from designer.drawing.topology import labels, routes
from designer.drawing.topology.incremental import Known
from designer.drawing.topology.topology import draw_topology
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import add_node, move_nodes
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.figures.figure import leaf
from designer.model.records import RefusedInput
from designer.review.findings import Finding
from tests.edit.test_random_edits import EDITS, LIBRARY
from tests.long_runs import runs

ATTRIBUTES = (
    "bands",
    "frames",
    "wires",
    "tiles",
    "title",
    "legend",
    "detail",
    "drawn_as",
    "flows",
    "marks",
    "tile_index",
    "frame_index",
    "wire_index",
    "mark_index",
    "bounds",
    "gathered",
)
ARRAYS = ("boxes", "frame_boxes", "label_boxes", "curves", "curve_boxes")


def assert_equal(found, anew):
    for name in ATTRIBUTES:
        assert getattr(found, name) == getattr(anew, name), name
    for name in ARRAYS:
        assert np.array_equal(getattr(found, name), getattr(anew, name)), name


@pytest.fixture(params=["sought one by one", "all at once"])
def large(request, monkeypatch):
    """Whether the ways of large drawings are taken, however few wires there are."""
    if request.param == "all at once":
        monkeypatch.setattr(routes, "MOST_SOUGHT", 0)
        monkeypatch.setattr(labels, "_MOST_SEARCHED", 0)
    return request.param


@pytest.fixture(scope="module")
def superpod():
    return build_template("dgx-superpod-h100", LIBRARY, {})


@pytest.fixture(scope="module")
def whole_and_failed(superpod):
    """What comes of it as it is, and without a switch."""
    switch = next(node.id for node in superpod.nodes.values() if node.kind == "switch")
    return analyze(superpod), analyze(superpod, fail=(switch,))


@pytest.mark.usefixtures("large")
@pytest.mark.scaled
@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("seed", range(runs(1, 3)))
def test_any_edits_and_undos(seed, far, superpod):
    chance = Random(seed)
    containers = [one.id for one in superpod.nodes.values() if one.part is None]
    session = Session(superpod)
    known = Known()
    for _ in range(runs(25, 50)):
        name = chance.choice(sorted(EDITS))
        try:
            if chance.random() < 0.15:
                session.undo()
            else:
                session.commit(EDITS[name](session.design, chance))
        except RefusedInput:
            continue
        asked = {} if chance.random() < 0.95 else {"hidden_media": ("power",)}
        if far:
            asked["as_tiles"] = containers
        found = draw_topology(session.design, known=known, **asked)
        assert_equal(found, draw_topology(session.design, **asked))


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("overlay", ["utilisation", "power", "cost", ""])
def test_results_findings_and_failures(overlay, superpod, whole_and_failed):
    known = Known()
    design = superpod
    results, failed = whole_and_failed
    link = next(iter(design.links))
    finding = Finding(rule="x", severity="error", message="It is broken.", ids=(link, design.links[link].a))
    for shown in (
        {},
        {"results": results},
        {"results": results, "findings": (finding,)},
        {"results": failed},
        {"results": results, "detail": "plain"},
        {"results": results},
        {},
    ):
        found = draw_topology(design, known=known, overlay=overlay, **shown)
        assert_equal(found, draw_topology(design, overlay=overlay, **shown))


def test_results_keep_every_route_and_tile(superpod, whole_and_failed):
    known = Known()
    before = draw_topology(superpod, known=known, overlay="utilisation")
    after = draw_topology(superpod, known=known, overlay="utilisation", results=whole_and_failed[0])
    assert [wire.corners for wire in before.wires] == [wire.corners for wire in after.wires]
    told = live_figures(whole_and_failed[0])
    looks = looks_of(before.tiles), looks_of(after.tiles)
    assert {one for one in looks[0] if looks[0][one] != looks[1][one]} == told.keys() & looks[0].keys()
    assert [wire.heat for wire in before.wires] != [wire.heat for wire in after.wires]


def looks_of(table):
    """Which object tells how each looks, by its id: what was worked out anew is another one."""
    return {one: id(table.looks[look]) for one, look in zip(table.ids, table.look.tolist(), strict=True)}


def test_what_an_edit_leaves_alone_is_not_worked_out_again(superpod):
    known = Known()
    before = draw_topology(superpod, known=known)
    link = next(iter(superpod.links.values()))
    design = set_link(superpod, link.id, name="N").applied(superpod)
    after = draw_topology(design, known=known)
    assert looks_of(before.wires).keys() == looks_of(after.wires).keys()
    assert {one for one, look in looks_of(after.wires).items() if looks_of(before.wires)[one] != look} == {link.id}
    assert looks_of(before.tiles) == looks_of(after.tiles)
    moved = before.tiles[-1].id
    design = move_nodes(design, [moved], 0.0, 24.0).applied(design)
    again = draw_topology(design, known=known)
    assert looks_of(after.wires) == looks_of(again.wires)
    assert {one for one, look in looks_of(again.tiles).items() if looks_of(after.tiles)[one] != look} <= {moved}


def test_a_drawing_that_failed_half_way_leaves_nothing_that_holds(superpod):
    known = Known()
    draw_topology(superpod, known=known)

    def broken(text, style):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        draw_topology(superpod, widths=broken, known=known)
    design = add_node(superpod, LIBRARY, "generic/host", 9000, 9000).applied(superpod)
    assert_equal(draw_topology(design, known=known), draw_topology(design))


def test_the_fullest_wire_of_all_is_found_anew(superpod, whole_and_failed):
    """Another wire is the fullest: the one that was it is painted like others again, though it is as full as before."""
    results = whole_and_failed[0]
    known = Known()

    def loaded(shares):
        links = tuple(
            replace(load, utilisation=leaf("full", shares[load.id]))
            for load in results.network.links
            if load.id in shares
        )
        return replace(results, network=replace(results.network, links=links))

    first, second = [load.id for load in results.network.links][:2]
    for shares in (
        {first: 1.5, second: 1.2},
        {first: 1.5, second: 1.8},
        {first: 0.4, second: 1.8},
        {first: 1.8, second: 1.8},
    ):
        found = draw_topology(superpod, known=known, overlay="utilisation", results=loaded(shares))
        assert_equal(found, draw_topology(superpod, overlay="utilisation", results=loaded(shares)))
