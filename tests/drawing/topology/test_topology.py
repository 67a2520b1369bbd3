"""What the topology shows of a design whose figures are known."""

from itertools import combinations

import msgspec
import numpy as np
import pytest

from designer.analysis.results import (
    Bottleneck,
    Counts,
    Cut,
    LinkLoad,
    NetworkResult,
    ResilienceResult,
    Results,
    SinglePoint,
    Tier,
)
from designer.drawing.records import Hit, Legend
from designer.drawing.topology.topology import draw_topology
from designer.drawing.topology.wiring import HOTTEST_WIDTH, wire_width
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import leaf
from designer.review.findings import Finding

replace = msgspec.structs.replace


def with_node(design: Design, node_id: str, **fields) -> Design:
    return replace(design, nodes={**design.nodes, node_id: replace(design.nodes[node_id], **fields)})


def tile(drawing, node_id):
    return drawing.tiles[drawing.tile_index[node_id]]


def wire(drawing, link_id):
    return drawing.wires[drawing.wire_index[link_id]]


def frame(drawing, node_id):
    return drawing.frames[drawing.frame_index[node_id]]


def results(loads: dict[str, float]) -> Results:
    """A network result with these utilisations; the worst is the bottleneck."""
    unknown = leaf("none", None)
    links = tuple(
        LinkLoad(
            id=name,
            a="",
            b="",
            medium="fabric",
            load_gbps=unknown,
            capacity_gbps=unknown,
            utilisation=leaf(name, value),
        )
        for name, value in loads.items()
    )
    worst = max(loads, key=lambda name: loads[name])
    tiers = (
        Tier(
            name="leaf", medium="fabric", nodes=("leaf",), down_gbps=unknown, up_gbps=unknown, oversubscription=unknown
        ),
        Tier(
            name="spine",
            medium="fabric",
            nodes=("spine",),
            down_gbps=unknown,
            up_gbps=unknown,
            oversubscription=unknown,
        ),
    )
    network = NetworkResult(
        traffic="all-to-all",
        endpoints=1,
        tiers=tiers,
        bisection_gbps=unknown,
        min_cut=Cut(value_gbps=unknown, links=()),
        links=links,
        worst=unknown,
        bottlenecks=(Bottleneck(id=worst, kind="link", utilisation=leaf(worst, loads[worst]), reason="It is full."),),
    )
    counts = Counts(
        nodes=0,
        by_part={},
        by_kind={},
        by_tier={},
        accelerators=unknown,
        accelerators_rented=0,
        accelerators_by_part={},
        cables=0,
        cables_by_medium={},
        cables_by_link={},
    )
    return Results(counts=counts, network=network)


def resampled(corners, step=4.0):
    """Points along a route, STEP canvas pixels apart."""
    points = [np.array(corners[0])]
    for a, b in zip(np.array(corners), np.array(corners[1:]), strict=False):
        count = max(int(np.abs(b - a).max() // step), 1)
        points += [a + (b - a) * share / count for share in range(1, count + 1)]
    return np.array(points)


def test_tiles_say_what_engineers_look_for(superpod):
    drawing = draw_topology(superpod)
    # 256 rails / 8 leaves = 32 and 256 uplinks / 8 = 32 make 64 of 64; a storage switch has 32 + 8 of 64.
    assert [(t.title, t.subtitle, t.badge) for t in drawing.tiles if t.id not in {"spine", "oob"}] == [
        ("QM9700 leaf", "64 × 400G · all used", "×8"),
        ("QM9700 storage", "64 × 400G · 24 free", "×2"),
        ("DGX H100", "8 × H100 · 10.2 kW max", "×4"),
        ("PDU", "9.98 kW rated", "×2"),
        ("AI400X2", "90 GB/s read · 250 TB", "×2"),
    ]


def test_frames_say_how_many_racks_and_what_one_draws(superpod):
    drawing = draw_topology(superpod)
    rack, unit = frame(drawing, "rack"), frame(drawing, "su")
    assert (rack.title, rack.subtitle, rack.badge, rack.depth) == ("Compute rack", "40.8 kW", "×8", 1)
    assert (unit.title, unit.subtitle, unit.badge, unit.depth) == ("Scalable unit 1", "8 racks · 326 kW", "", 0)


def test_frames_lie_around_their_contents(superpod):
    drawing = draw_topology(superpod)
    rack, unit = frame(drawing, "rack").rect, frame(drawing, "su").rect
    # Tiles at 240,400 and 240,512, the lower one 224 × 104: 16 around, and 32 above for the caption.
    assert rack == (224, 368, 256, 264)
    assert unit == (208, 336, 288, 312)


def test_wires_say_how_many_and_how_fast(superpod):
    labels = {w.id: w.label for w in draw_topology(superpod).wires}
    assert labels == {
        "uplinks": "256 × 400G",
        "rails": "256 × 400G rails",
        "reads": "64 × 400G",
        "arrays": "16 × 400G",
        "bmcs": "32 × 1G",
        "feed-a": "12 × power A",
        "feed-b": "12 × power B",
    }


def test_wires_grow_with_what_they_carry(superpod):
    widths = {w.id: w.width for w in draw_topology(superpod).wires}
    # 256 × 400G are 102 Tb/s, 16 × 400G are 6.4 Tb/s: 2 and a step of 2 for each tenfold from 1 Tb/s on.
    assert widths["uplinks"] == 8.0
    assert widths["arrays"] == 4.0
    assert widths["bmcs"] == 1.5
    assert set(widths.values()) <= {1.5, 2.0, 4.0, 6.0, 8.0}


@pytest.mark.parametrize(
    ("gbps", "width"), [(100.0, 2.0), (999.0, 2.0), (1e3, 4.0), (9999.0, 4.0), (1e4, 6.0), (1e5, 8.0), (1e9, 8.0)]
)
def test_a_wire_is_one_of_four_widths(gbps, width):
    assert wire_width("fabric", gbps) == wire_width("storage", gbps) == width
    assert wire_width("management", gbps) == 1.5


def test_wires_meet_the_edges_of_their_tiles(superpod):
    drawing = draw_topology(superpod)
    for w in drawing.wires:
        for end, (x, y) in ((w.a, w.points[0]), (w.b, w.points[3])):
            rect = tile(drawing, end).rect
            on_side = x in {rect.x, rect.right} and rect.y <= y <= rect.bottom
            on_top = y in {rect.y, rect.bottom} and rect.x <= x <= rect.right
            assert on_side or on_top, (w.id, end)


def test_parallel_links_do_not_coincide(superpod):
    drawing = draw_topology(superpod)
    a, b = wire(drawing, "feed-a"), wire(drawing, "feed-b")
    apart = np.abs(np.array(a.corners)[:, None] - np.array(b.corners)[None, :]).max(axis=2)
    assert (apart >= 8).all()


def test_labels_overlap_neither_tiles_nor_each_other(superpod):
    drawing = draw_topology(superpod)
    rects = [w.label_rect for w in drawing.wires if w.label_rect.width]
    assert len(rects) == 7
    assert not [pair for pair in combinations(rects, 2) if pair[0].meets(pair[1])]
    assert not [(r, t.id) for r in rects for t in drawing.tiles if r.meets(t.rect)]


def test_a_wire_goes_around_the_tile_in_its_way():
    design = Design(
        nodes={
            name: Node(id=name, kind="host", x=x, y=0.0, order=i)
            for i, (name, x) in enumerate((("a", 0.0), ("between", 300.0), ("b", 600.0)))
        },
        links={"l": Link(id="l", a="a", b="b", medium="fabric")},
    )
    drawing = draw_topology(design)
    middle = tile(drawing, "between").rect
    path = resampled(wire(drawing, "l").corners)
    assert not (
        (path[:, 0] > middle.x) & (path[:, 0] < middle.right) & (path[:, 1] > middle.y) & (path[:, 1] < middle.bottom)
    ).any()


def test_hits_find_the_topmost_thing(superpod):
    drawing = draw_topology(superpod)
    leaf_tile = tile(drawing, "leaf")
    assert drawing.hit(*leaf_tile.rect.centre) == Hit("tile", "leaf")
    dot = leaf_tile.ports[1]
    assert drawing.hit(dot.x, dot.y) == Hit("port", "leaf", "mgmt")
    assert drawing.hit(*wire(drawing, "uplinks").label_rect.centre) == Hit("wire", "uplinks")
    rack = drawing.frames[drawing.frame_index["rack"]].rect
    assert drawing.hit(rack.x + 24, rack.y + 16) == Hit("frame", "rack")
    assert drawing.hit(212, 340) == Hit("frame", "su")
    assert drawing.hit(-500, -500) is None


def test_hits_find_a_wire_near_its_curve(superpod):
    drawing = draw_topology(superpod)
    x, y = resampled(wire(drawing, "reads").corners)[40]
    found = drawing.hit(float(x), float(y) + 4)
    assert found is not None
    assert found.id == "reads"


def test_port_handles_count_what_is_free(superpod):
    drawing = draw_topology(superpod)
    rack, _ = tile(drawing, "leaf").ports
    assert (rack.total, rack.free, rack.text) == (64, 0, "ports: 64 × 400G OSFP")
    # 64 cables over 32 systems are 2 of 2; 32 over 32 are 1 of 1.
    assert [(dot.port, dot.free) for dot in tile(drawing, "dgx").ports] == [
        ("fabric", 0),
        ("storage", 0),
        ("bmc", 0),
        ("psu", 0),
    ]
    assert all(dot.x == t.rect.right for t in drawing.tiles for dot in t.ports)


def test_an_overfull_port_group_is_below_zero(superpod):
    links = {**superpod.links, "more": Link(id="more", a="dgx", b="leaf", medium="fabric", cables=8)}
    drawing = draw_topology(replace(superpod, links=links))
    assert tile(drawing, "leaf").subtitle == "64 × 400G · 1 too many"
    assert tile(drawing, "leaf").ports[0].free == -1


def test_hidden_media_lose_wires_and_ports(superpod):
    drawing = draw_topology(superpod, hidden_media=("power", "management"))
    assert {w.medium for w in drawing.wires} == {"fabric", "storage"}
    assert {dot.medium for t in drawing.tiles for dot in t.ports} == {"fabric", "storage"}


def test_hidden_layers_lose_tiles_and_their_wires(superpod):
    drawing = draw_topology(superpod, hidden_layers=("data_storage", "facility"))
    assert {t.id for t in drawing.tiles} == {"spine", "leaf", "oob", "store", "dgx"}
    assert {w.id for w in drawing.wires} == {"uplinks", "rails", "reads", "bmcs"}
    assert {f.id for f in drawing.frames} == {"su", "rack"}


def test_a_frame_without_visible_contents_goes(superpod):
    drawing = draw_topology(superpod, hidden_layers=("servers_fabric", "facility"))
    assert {t.id for t in drawing.tiles} == {"ddn"}
    assert not drawing.frames


def test_a_folded_frame_is_one_tile_with_bundled_wires(superpod):
    links = {**superpod.links, "rails2": Link(id="rails2", a="leaf", b="dgx", medium="fabric", cables=64)}
    drawing = draw_topology(with_node(replace(superpod, links=links), "su", folded=True))
    folded = tile(drawing, "su")
    assert (folded.title, folded.subtitle, folded.icon) == ("Scalable unit 1", "8 racks · 326 kW", "pod")
    assert not drawing.frames
    assert "dgx" not in drawing.tile_index
    # The feeds run inside it; the two rails become one wire of 10 cables from each of 32.
    assert {w.id: (w.a, w.b, w.label) for w in drawing.wires if "su" in {w.a, w.b}} == {
        "rails": ("su", "leaf", "32×10×400G"),
        "reads": ("su", "store", "32×2×400G"),
        "bmcs": ("su", "oob", "32 × 1G"),
    }
    assert wire(drawing, "rails2").links == ("rails", "rails2")
    assert drawing.rect_of("dgx") == folded.rect


def test_a_folded_frame_inside_an_open_one_keeps_its_copies(superpod):
    drawing = draw_topology(with_node(superpod, "rack", folded=True))
    assert tile(drawing, "rack").badge == "×8"
    assert tile(drawing, "rack").subtitle == "40.8 kW"
    assert [f.id for f in drawing.frames] == ["su"]
    # The tile stands where the rack's corner was, and the unit shrinks around it: 16 and a caption of 32.
    assert tile(drawing, "rack").rect == (224, 368, 224, 112)
    assert frame(drawing, "su").rect == (208, 336, 256, 160)


def test_plain_words_have_no_ports_or_part_numbers(superpod):
    drawing = draw_topology(superpod, detail="plain", results=results({"rails": 0.5}))
    words = {t.id: (t.title, t.subtitle) for t in drawing.tiles}
    assert words == {
        "spine": ("Core network", "4 switches"),
        "leaf": ("Rack switches", "8 switches"),
        "oob": ("Network", "1 switch"),
        "store": ("Network", "2 switches"),
        "dgx": ("32 AI servers", "256 H100 accelerators"),
        "pdu": ("Power strips", "16 units"),
        "ddn": ("Shared storage", "500 TB of data"),
    }
    assert not any(t.ports or t.badge for t in drawing.tiles)
    assert not any(w.label for w in drawing.wires)


def test_the_overlay_tints_wires_and_marks_what_is_full(superpod):
    drawing = draw_topology(superpod, results=results({"uplinks": 0.52, "rails": 1.25}), overlay="utilisation")
    assert drawing.legend == Legend("Utilisation of links", "0", "100%")
    assert (wire(drawing, "uplinks").heat, wire(drawing, "uplinks").label) == (0.52, "256 × 400G 52%")
    assert (wire(drawing, "rails").emphasis, wire(drawing, "rails").label) == ("error", "256 × 400G rails, 1.25 to 1")
    # The fullest of all is wider than any wire that is not.
    assert (wire(drawing, "rails").width, wire(drawing, "uplinks").width) == (HOTTEST_WIDTH, 8.0)
    assert wire(drawing, "uplinks").emphasis == ""
    assert wire(drawing, "feed-a").heat is None


def test_a_bottleneck_that_just_fits_is_a_warning(superpod):
    drawing = draw_topology(superpod, results=results({"rails": 1.0}), overlay="utilisation")
    assert wire(drawing, "rails").emphasis == "warn"


def test_without_the_overlay_nothing_is_tinted(superpod):
    drawing = draw_topology(superpod, results=results({"rails": 1.25}))
    assert all(w.heat is None and w.emphasis == "" for w in drawing.wires)


def test_findings_mark_what_they_are_about(superpod):
    findings = (
        Finding(rule="a", severity="warning", message="Look here.", ids=("dgx", "uplinks")),
        Finding(rule="b", severity="error", message="Too much.", ids=("dgx", "rack")),
        Finding(rule="c", severity="note", message="By the way.", ids=("ddn",)),
    )
    drawing = draw_topology(superpod, findings=findings)
    assert (tile(drawing, "dgx").emphasis, tile(drawing, "dgx").note) == ("error", "Too much.")
    assert wire(drawing, "uplinks").emphasis == "warn"
    assert frame(drawing, "rack").emphasis == "error"
    assert tile(drawing, "ddn").emphasis == ""
    folded = draw_topology(with_node(superpod, "su", folded=True), findings=findings)
    assert tile(folded, "su").emphasis == "error"


def test_what_is_taken_as_failed_is_marked(superpod):
    failed = replace(results({"rails": 0.1}), failed=("leaf[0]",))
    switch = tile(draw_topology(superpod, results=failed), "leaf")
    assert (switch.emphasis, switch.struck) == ("failed", False)
    copies = superpod.total_copies("leaf")
    assert (switch.subtitle, switch.note) == (f"1 of {copies} failed", f"Taken as failed: 1 of {copies}.")


def test_what_failed_altogether_is_struck_and_its_links_fade(superpod):
    failed = replace(results({"rails": 0.1}), failed=("leaf", "uplinks[3]"))
    drawing = draw_topology(superpod, results=failed)
    switch = tile(drawing, "leaf")
    assert (switch.emphasis, switch.struck, switch.subtitle) == ("failed", True, "failed")
    assert wire(drawing, "rails").emphasis == "dimmed"
    cables = superpod.total_cables(superpod.links["uplinks"])
    assert (wire(drawing, "uplinks").emphasis, f"1 of {cables} failed" in wire(drawing, "uplinks").label) == (
        "warn",
        True,
    )
    whole = draw_topology(superpod, results=replace(failed, failed=("uplinks",)))
    assert wire(whole, "uplinks").emphasis == "failed"
    assert wire(whole, "uplinks").label.endswith(" failed")
    loaded = replace(results({"uplinks": 0.0, "rails": 0.1}), failed=("uplinks",))
    assert wire(draw_topology(superpod, results=loaded, overlay="utilisation"), "uplinks").heat is None


def test_single_points_of_failure_are_marked_when_wanted(superpod):
    lost = leaf("line rate of the endpoints cut off", 100.0, "Gb/s")
    points = tuple(
        SinglePoint(id=name, kind=kind, lost_gbps=lost, lost_accelerators=count)
        for name, kind, count in (("leaf", "node", 8), ("rails", "link", 0))
    )
    found = replace(
        results({"rails": 0.1}), resilience=ResilienceResult(single_points_of_failure=points, worst_failures=())
    )
    assert tile(draw_topology(superpod, results=found), "leaf").emphasis == ""
    marked = draw_topology(superpod, results=found, single_points=True)
    assert tile(marked, "leaf").emphasis == "warn"
    assert tile(marked, "leaf").note == "Single point of failure: without one of it, 8 accelerators are cut off."
    assert wire(marked, "rails").emphasis == "warn"
    worse = Finding(rule="r", severity="error", message="Too hot.", ids=("leaf",))
    both = tile(draw_topology(superpod, results=found, findings=[worse], single_points=True), "leaf")
    assert (both.emphasis, both.note.split(":")[0]) == ("error", "Too hot. Single point of failure")


def test_a_chip_lies_inside_its_host(superpod):
    chip = Node(id="chip", kind="accelerator", part="t/h100", parent="dgx", x=-900, y=-900, order=9)
    below = replace(superpod.nodes["pdu"], y=700.0)
    drawing = draw_topology(replace(superpod, nodes={**superpod.nodes, "pdu": below, "chip": chip}))
    host, inner = tile(drawing, "dgx").rect, tile(drawing, "chip").rect
    assert host.x < inner.x
    assert inner.right < host.right
    assert host.y + 112 <= inner.y
    assert inner.bottom < host.bottom
    assert drawing.hit(*inner.centre) == Hit("tile", "chip")


def test_an_empty_design_is_an_empty_drawing():
    drawing = draw_topology(Design())
    assert (drawing.tiles, drawing.frames, drawing.wires) == ((), (), ())
    assert drawing.bounds == (0, 0, 1, 1)


def test_broken_references_are_drawn_as_well_as_they_can_be():
    design = Design(
        nodes={
            "a": Node(id="a", kind="rack", parent="b"),
            "b": Node(id="b", kind="rack", parent="a"),
            "c": Node(id="c", kind="no-such-kind", part="gone", parent="nowhere"),
        },
        links={"l": Link(id="l", a="c", b="nowhere", medium="fabric")},
    )
    drawing = draw_topology(design)
    assert {t.id for t in drawing.tiles} | {f.id for f in drawing.frames} == {"a", "b", "c"}
    assert not drawing.wires
