"""Handles at all four edges, the whole of the far tile as an end, and what it answers before the wire is let go."""

from itertools import permutations

import pytest
from PySide6.QtCore import QPointF, Qt

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node
from designer.model.design import Design
from designer.ui.canvas.interaction.link_answers import MOST_WORDS, words_in
from designer.ui.canvas.rendering.edge_handles import HIT_LONG_PX, HIT_THICK_PX, LONG_PX, THICK_PX, edge_handles

DGX, SWITCH, SN2201 = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201"
KINDS = (
    DGX,
    SWITCH,
    SN2201,
    "aws/s3-standard",
    "apc/ap8868",
    "generic/host",
    "ddn/ai400x2",
    "vllm/vllm",
    "langchain/langchain",
    "pgvector/pgvector",
    "nvidia/gb200-nvl72",
    "nvidia/h100-sxm5-80gb",
)


def handle_of(person, node_id, side):
    """The middle of a handle of a tile, once the pointer is over it."""
    person.hover(person.middle(node_id))
    (found,) = [one for one in edge_handles(person.canvas.stage, node_id) if one.side == side]
    return found, person.screen(*found.rect.centre)


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_handles_are_as_large_on_the_screen_at_every_zoom(wired, scale):
    wired.canvas.zoom_to(scale)
    wired.canvas.centre_on(*wired.drawing.rect_of("leaf").centre)
    wired.hover(wired.middle("leaf"))
    handles = edge_handles(wired.canvas.stage, "leaf")
    assert [one.side for one in handles] == ["top", "right", "bottom", "left"]
    for one in handles:
        drawn = sorted((one.rect.width * scale, one.rect.height * scale))
        hit = sorted((one.reach.width * scale, one.reach.height * scale))
        room = ((one.side in {"top", "bottom"} and 224) or 96) * scale
        assert drawn == pytest.approx([THICK_PX, min(LONG_PX, room - 8)])
        assert hit == pytest.approx([HIT_THICK_PX, min(HIT_LONG_PX, room)])


@pytest.mark.parametrize("side", ["top", "right", "bottom", "left"])
@pytest.mark.parametrize("aside", [0.0, 0.45])
def test_a_drag_from_every_handle_links_to_the_whole_tile(begin, library, side, aside):
    design = add_node(Design(), library, DGX, -304, 100, node_id="dgx").applied(Design())
    design = add_node(design, library, SWITCH, 200, -200, node_id="leaf").applied(design)
    person = begin(design)
    handle, middle = handle_of(person, "dgx", side)
    # Anywhere in what is hit counts, not in what is drawn alone.
    along = aside * HIT_LONG_PX
    start = middle + (QPointF(along, 0) if side in {"top", "bottom"} else QPointF(0, along))
    rect = person.drawing.rect_of("leaf")
    person.drag(start, person.screen(rect.x + 30, rect.bottom - 12))
    (link,) = person.design.links.values()
    assert (link.a, link.b, link.a_port, link.b_port) == ("dgx", "leaf", "fabric", "ports")
    assert handle.node == "dgx"


@pytest.mark.parametrize(("away", "linked"), [(10, True), (24, False)])
def test_near_a_tile_counts_as_on_it(begin, library, away, linked):
    design = add_node(Design(), library, DGX, -304, 100, node_id="dgx").applied(Design())
    design = add_node(design, library, SWITCH, 200, -200, node_id="leaf").applied(design)
    person = begin(design)
    _, start = handle_of(person, "dgx", "right")
    rect = person.drawing.rect_of("leaf")
    person.drag(start, person.screen(rect.x - away, rect.centre[1]))
    assert bool(person.design.links) is linked


def test_the_far_end_says_what_it_becomes_and_what_is_left(wired):
    _, start = handle_of(wired, "leaf", "right")
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    wired.type("8")
    card = wired.preview.card
    assert (card.title, card.mood) == ("8 × 400G fits", "ok")
    assert card.lines[0] == "fabric · 56 ports stay free"
    assert wired.preview.wire.mood == "ok"


def test_inside_a_rack_it_says_how_long_the_cables_may_be(begin, library):
    design = add_container(Design(), "rack", -200, -200, node_id="rack").applied(Design())
    for node_id, y in (("a", -160), ("b", 40)):
        design = add_node(design, library, SWITCH, -180, y, node_id=node_id, parent="rack").applied(design)
    person = begin(design)
    _, start = handle_of(person, "a", "right")
    person.press(start)
    person.pull(start, person.middle("b"))
    assert person.preview.card.lines[0].startswith("fabric, ")
    assert " m · 63 ports stay free" in person.preview.card.lines[0]


def test_too_few_ports_are_told_with_how_many_are_missing(begin, library):
    design = Design()
    for node_id, x in (("a", -400), ("b", 100)):
        design = add_node(design, library, SWITCH, x, 0, node_id=node_id).applied(design)
    design = add_link(design, "a", "b", cables=60, link_id="most").applied(design)
    person = begin(design)
    _, start = handle_of(person, "a", "top")
    person.press(start)
    person.pull(start, person.middle("b"))
    person.type("9")
    assert person.preview.card.mood == "info"
    assert person.preview.card.lines[0] == "fabric · 5 ports too many"


def test_what_is_refused_says_what_would_fit_here(begin, library):
    design = add_node(Design(), library, SWITCH, -400, 0, node_id="leaf").applied(Design())
    design = add_node(design, library, "vllm/vllm", 100, 0, node_id="engine").applied(design)
    design = add_node(design, library, DGX, 100, 200, node_id="dgx").applied(design)
    person = begin(design)
    _, start = handle_of(person, "leaf", "right")
    person.press(start)
    person.pull(start, person.middle("engine"))
    card = person.preview.card
    assert (card.mood, person.preview.wire.mood) == ("no", "no")
    assert card.title == "Nothing joins Quantum-2 QM9700 and vLLM"
    assert card.lines == ("Would fit: DGX H100.",)
    person.let_go(person.middle("engine"))
    assert not person.design.links
    # Told after the drop too, with what the other end would take.
    assert person.canvas.told.mood == "no"
    assert "vLLM can " in " ".join(person.canvas.told.lines)


def test_every_answer_has_at_most_six_words(begin, library):
    design = Design()
    parts = [one for one in KINDS if one in library.parts]
    assert len(parts) >= 10
    for number, part in enumerate(parts):
        x, y = -560 + number % 4 * 300, -380 + number // 4 * 200
        design = add_node(design, library, part, x, y, node_id=f"n{number}").applied(design)
    person = begin(design)
    asked = 0
    for source, target in permutations(list(person.design.nodes), 2):
        _, start = handle_of(person, source, "left")
        person.press(start)
        person.pull(start, person.middle(target), steps=2)
        preview = person.preview
        assert preview.target == target
        card = preview.card
        assert card.mood in {"ok", "info", "no"}
        assert 0 < words_in(card.title) <= MOST_WORDS, card
        if card.mood != "no":
            assert words_in(card.lines[0]) <= MOST_WORDS, card
        else:
            assert card.lines, card
        asked += 1
        person.key(Qt.Key.Key_Escape)
        person.let_go(person.middle(target))
    assert asked == len(parts) * (len(parts) - 1)
    assert not person.design.links


def test_no_edge_stays_lit_after_a_wire(wired):
    _, start = handle_of(wired, "dgx", "right")
    wired.hover(start)
    assert wired.canvas.stage.hot_node == "dgx"
    wired.drag(start, wired.middle("spine"))
    assert (wired.canvas.stage.hot_node, wired.canvas.stage.hot_edge) == ("", None)


def test_ports_are_detail(wired):
    stage = wired.canvas.stage
    place = wired.port("leaf", "ports")
    wired.hover(place)
    assert stage.hit(*stage.viewpoint.to_canvas(place.x(), place.y())).kind != "port"
    wired.click(wired.middle("leaf"))
    assert stage.hit(*stage.viewpoint.to_canvas(place.x(), place.y())).kind == "port"
    wired.canvas.select(())
    wired.canvas.zoom_to(1.4)
    place = wired.port("leaf", "ports")
    assert stage.hit(*stage.viewpoint.to_canvas(place.x(), place.y())).kind == "port"


def test_from_the_whole_of_a_tile_the_port_under_the_pointer_is_not_meant(wired):
    before = set(wired.design.links)
    _, start = handle_of(wired, "leaf", "right")
    wired.drag(start, wired.port("spine", "mgmt"))
    (new,) = wired.design.links.keys() - before
    assert wired.design.links[new].b_port != "mgmt"
