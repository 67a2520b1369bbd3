"""Anything is wired to anything by mouse and by keys: from an edge handle to a whole tile, with the ways to choose."""

import pytest
from PySide6.QtCore import QPointF, Qt

from designer.drawing.current_theme import current_theme
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, put_into
from designer.model.canvas_sizes import FRAME_HEADER
from designer.model.design import Design
from designer.ui.canvas.rendering.edge_handles import edge_handles, handled

KEY = Qt.Key
SIDES = ("top", "right", "bottom", "left")
PLACES = {
    "people": ("generic/users", -600, -300),
    "app": ("langchain/langchain", -300, -300),
    "engine": ("vllm/vllm", 60, -300),
    "cluster": ("cncf/kubernetes", 60, -100),
    "box": ("nvidia/dgx-h100", 60, 120),
    "leaf": ("nvidia/qm9700", 400, 120),
    "store": ("aws/s3-standard", -600, 120),
    "spark": ("apache/spark", -300, 120),
    "pdu": ("apc/ap8868", 400, 300),
}


@pytest.fixture
def chain(begin, library):
    """Users, LangChain, vLLM, Kubernetes, a DGX, a leaf, S3, Spark and a PDU, without a link."""
    design = Design()
    for name, (part, x, y) in PLACES.items():
        design = add_node(design, library, part, x, y, node_id=name).applied(design)
    return begin(design)


def handle(person, node_id, side="right"):
    """The middle of an edge handle, with the pointer over the tile before."""
    person.hover(person.middle(node_id))
    found = next(one for one in edge_handles(person.canvas.stage, node_id) if one.side == side)
    return person.screen(*found.rect.centre)


def wire(person, a, b, side="right"):
    person.drag(handle(person, a, side), person.middle(b))


def links(person):
    return [(link.a, link.b, link.medium) for link in person.design.links.values()]


def ways(person):
    chooser = person.canvas.ways.chooser
    return [option.words for option in chooser.offered.options] if chooser is not None else []


# Handles.


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("node", ["app", "box"])
def test_a_wire_is_pulled_from_each_edge_of_software_and_of_hardware(chain, node, side):
    wire(chain, node, "engine", side)
    assert links(chain) == [("app", "engine", "asks") if node == "app" else ("engine", "box", "runs_on")]


def test_handles_are_as_large_as_the_look_says_at_any_zoom(chain):
    for zoom in (1.0, 0.6, 2.0):
        chain.canvas.zoom_to(zoom)
        chain.canvas.centre_on(*chain.drawing.rect_of("engine").centre)
        chain.hover(chain.middle("engine"))
        above = next(one for one in edge_handles(chain.canvas.stage, "engine") if one.side == "top")
        assert (above.rect.width * zoom, above.rect.height * zoom) == pytest.approx((44, 10))
        assert (above.reach.width * zoom, above.reach.height * zoom) == pytest.approx((56, 24))


def test_handles_show_at_what_is_pointed_at_and_at_what_is_selected(chain):
    chain.click(chain.middle("engine"))
    chain.hover(chain.middle("app"))
    assert set(handled(chain.canvas.stage)) == {"engine", "app"}
    chain.click(chain.screen(-100, 300))
    chain.hover(chain.screen(-100, 320))
    assert handled(chain.canvas.stage) == ()


def test_the_place_between_tile_and_handle_keeps_the_handle(chain):
    place = handle(chain, "app", "bottom")
    chain.hover(place)
    assert chain.canvas.stage.hovered == "app"
    assert chain.canvas.stage.hot_node == "app"
    chain.hover(place + QPointF(0, 60))
    assert chain.canvas.stage.hovered == ""


def test_what_a_wire_was_let_go_on_shows_its_handles_at_once(chain):
    wire(chain, "app", "engine")
    assert chain.canvas.stage.hovered == "engine"
    assert "engine" in handled(chain.canvas.stage)


def test_a_wire_out_of_a_handle_does_not_hide_it(chain):
    wire(chain, "engine", "cluster", "bottom")
    chain.key(KEY.Key_Escape)
    wire(chain, "engine", "box", "bottom")
    assert ("engine", "box", "runs_on") in links(chain)


# The far end answers before the drop.


def test_the_far_tile_says_what_the_wire_would_become(chain):
    start = handle(chain, "app")
    chain.press(start)
    chain.pull(start, chain.middle("engine"))
    assert chain.preview.target == "engine"
    assert chain.preview.card.title == "asks"
    assert chain.preview.card.mood == "ok"
    assert "LangChain asks vLLM" in chain.preview.card.lines
    chain.key(KEY.Key_Escape)


def test_the_whole_far_tile_and_a_little_around_it_takes_the_drop(chain):
    rect = chain.drawing.rect_of("engine")
    chain.drag(handle(chain, "app", "bottom"), chain.screen(rect.x + 2, rect.bottom - 2))
    assert links(chain) == [("app", "engine", "asks")]
    chain.session.undo()
    chain.drag(handle(chain, "app", "bottom"), chain.screen(rect.centre[0], rect.bottom + 12))
    assert links(chain) == [("app", "engine", "asks")]


def test_cables_say_how_many_and_of_what(chain):
    start = handle(chain, "box")
    chain.press(start)
    chain.pull(start, chain.middle("leaf"))
    assert chain.preview.card.title == "1 × 400G fits"
    assert chain.preview.card.lines[0].startswith("fabric")
    chain.let_go(chain.middle("leaf"))
    assert links(chain) == [("box", "leaf", "fabric")]


def test_what_joins_nothing_is_refused_with_the_reason_and_what_would_fit(chain):
    before = chain.design
    start = handle(chain, "app")
    chain.press(start)
    chain.pull(start, chain.middle("leaf"))
    assert chain.preview.card.mood == "no"
    assert chain.preview.card.title == "Nothing joins LangChain and Quantum-2 QM9700"
    assert chain.preview.card.lines[0].startswith("Would fit: ")
    chain.let_go(chain.middle("leaf"))
    assert chain.design is before
    assert "LangChain can ask " in chain.said[-1]


def test_nothing_that_fits_is_dimmed_while_software_is_wired(chain):
    start = handle(chain, "app")
    chain.press(start)
    chain.pull(start, chain.middle("engine"))
    fitting = {node for (node, port), fit in chain.preview.fits.items() if not port and fit.verdict == "yes"}
    # Spark could ask LangChain; a leaf and a PDU have nothing to do with it.
    assert fitting == {"app", "people", "engine", "cluster", "box", "store", "spark"}
    chain.key(KEY.Key_Escape)


def test_a_port_without_a_partner_falls_back_on_a_relation(chain):
    chain.drag(chain.port("box", "fabric"), chain.middle("engine"))
    assert links(chain) == [("engine", "box", "runs_on")]


# The ways to join.


def test_the_likeliest_is_made_at_once_and_the_others_are_shown(chain):
    wire(chain, "spark", "store", "left")
    assert links(chain) == [("spark", "store", "reads")]
    assert ways(chain)[:2] == ["Spark reads S3 Standard", "Spark writes to S3 Standard"]
    assert chain.canvas.ways.chooser.list.currentRow() == 0
    assert chain.canvas.ways.chooser.list.hasFocus()


def test_a_digit_takes_another_way_in_the_same_undo_step(chain):
    before = chain.design
    wire(chain, "spark", "store", "left")
    chain.type("2")
    assert links(chain) == [("spark", "store", "writes")]
    assert chain.canvas.ways.chooser is None
    assert chain.session.labels == ["Spark writes to S3 Standard"]
    assert chain.canvas.hasFocus()
    chain.session.undo()
    assert chain.design == before


def test_arrows_and_enter_take_another_way(chain):
    wire(chain, "spark", "store", "left")
    chain.key(KEY.Key_Down)
    assert links(chain) == [("spark", "store", "reads")]
    chain.key(KEY.Key_Return)
    assert links(chain) == [("spark", "store", "writes")]
    assert len(chain.session.labels) == 1


@pytest.mark.parametrize("key", [KEY.Key_Escape, KEY.Key_Tab])
def test_escape_and_tab_keep_the_first(chain, key):
    wire(chain, "spark", "store", "left")
    chain.key(key)
    assert chain.canvas.ways.chooser is None
    assert links(chain) == [("spark", "store", "reads")]
    assert chain.canvas.hasFocus()


def test_a_click_elsewhere_keeps_the_first(chain):
    wire(chain, "spark", "store", "left")
    chain.click(chain.screen(-100, 300))
    assert chain.canvas.ways.chooser is None
    assert links(chain) == [("spark", "store", "reads")]


def test_a_click_on_a_row_takes_it(chain, qtbot):
    wire(chain, "spark", "store", "left")
    rows = chain.canvas.ways.chooser.list
    place = rows.visualItemRect(rows.item(1)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert links(chain) == [("spark", "store", "writes")]
    assert len(chain.session.labels) == 1


def test_one_way_alone_asks_nothing(chain):
    wire(chain, "people", "app")
    assert links(chain) == [("people", "app", "asks")]
    assert chain.canvas.ways.chooser is None


def test_cables_keep_the_number_and_the_other_ways_are_below_it(chain):
    wire(chain, "pdu", "box", "left")
    assert links(chain) == [("pdu", "box", "power")]
    assert chain.editor is not None
    assert chain.focused() is chain.editor
    assert ways(chain)[0].endswith("by power")
    row = next(place for place, one in enumerate(ways(chain)) if " feeds " in one)
    for _ in range(row):
        chain.key(KEY.Key_Down)
    chain.key(KEY.Key_Return)
    assert links(chain) == [("pdu", "box", "feeds")]
    assert len(chain.session.labels) == 1
    chain.session.undo()
    assert not chain.design.links


def test_the_number_of_cables_is_typed_as_before_while_the_ways_are_shown(chain):
    wire(chain, "box", "leaf")
    chain.enter("8")
    assert [link.cables for link in chain.design.links.values()] == [8]
    assert chain.canvas.ways.chooser is None
    assert len(chain.session.labels) == 1


def test_an_edit_elsewhere_closes_the_ways_and_stays_its_own_step(chain):
    wire(chain, "spark", "store", "left")
    chain.session.commit(add_link(chain.design, "people", "app"))
    assert chain.canvas.ways.chooser is None
    assert len(chain.session.labels) == 2


def test_rows_say_what_they_are_to_a_screen_reader(chain):
    wire(chain, "spark", "store", "left")
    rows = chain.canvas.ways.chooser.list
    assert rows.accessibleName()
    said = [rows.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(rows.count())]
    assert said[:2] == ["Spark reads S3 Standard, as it is now", "Spark writes to S3 Standard"]


# Groups.


@pytest.fixture
def podded(begin, chain):
    """The same with the DGX in a pod."""
    design = add_container(chain.design, "pod", 30, 60, node_id="pod").applied(chain.design)
    return begin(put_into(design, ["box"], "pod").applied(design))


def test_software_runs_on_a_group_that_it_is_let_go_in(podded):
    rect = podded.drawing.rect_of("pod")
    podded.drag(handle(podded, "cluster", "left"), podded.screen(rect.x + 60, rect.y + FRAME_HEADER / 2))
    assert links(podded) == [("cluster", "pod", "runs_on")]


def test_a_group_has_handles_too(podded):
    rect = podded.drawing.rect_of("pod")
    podded.click(podded.screen(rect.x + 60, rect.y + FRAME_HEADER / 2))
    found = next(one for one in edge_handles(podded.canvas.stage, "pod") if one.side == "left")
    podded.drag(podded.screen(*found.rect.centre), podded.middle("engine"))
    assert links(podded) == [("engine", "pod", "runs_on")]


def test_a_tile_inside_a_group_takes_the_drop_before_the_group(podded):
    wire(podded, "cluster", "box", "left")
    assert links(podded) == [("cluster", "box", "runs_on")]


# Keys.


def test_l_begins_at_the_selected_tile_and_names_choose_the_far_end(chain):
    chain.canvas.select(["app"])
    chain.key(KEY.Key_L)
    assert chain.canvas.key_target == "engine"
    chain.type("s3")
    assert chain.canvas.key_target == "store"
    chain.key(KEY.Key_Backspace)
    chain.key(KEY.Key_Backspace)
    chain.type("vll")
    assert chain.preview.card.title == "asks"
    chain.key(KEY.Key_Return)
    assert links(chain) == [("app", "engine", "asks")]


def test_l_goes_on_to_the_other_ways(chain):
    chain.canvas.select(["spark"])
    chain.key(KEY.Key_L)
    chain.type("s3")
    chain.key(KEY.Key_Return)
    assert links(chain) == [("spark", "store", "reads")]
    chain.type("2")
    assert links(chain) == [("spark", "store", "writes")]
    assert len(chain.session.labels) == 1


def test_l_joins_the_two_that_are_selected(chain):
    chain.canvas.select(["engine", "cluster"])
    chain.key(KEY.Key_L)
    assert links(chain) == [("engine", "cluster", "runs_on")]
    chain.session.undo()
    chain.canvas.select(["app", "leaf"])
    chain.key(KEY.Key_L)
    assert not chain.design.links
    assert chain.said[-1].startswith("Nothing joins LangChain and Quantum-2 QM9700.")


def test_l_says_what_would_fit_where_nothing_does(begin, library):
    design = add_node(Design(), library, "langchain/langchain", 0, 0, node_id="app").applied(Design())
    person = begin(design)
    person.canvas.select(["app"])
    person.key(KEY.Key_L)
    assert person.said[-1].startswith("Nothing on the canvas fits LangChain. LangChain can ask ")


# What is there already.


def test_a_loose_wire_from_software_offers_what_it_can_be_related_to(chain):
    chain.drag(handle(chain, "app", "top"), chain.screen(-190, -400))
    chain.enter("triton")
    chain.key(KEY.Key_Escape)
    ((a, b, medium),) = links(chain)
    assert (a, medium) == ("app", "asks")
    assert chain.design.nodes[b].kind == "serving"
    chain.session.undo()
    assert set(chain.design.nodes) == set(PLACES)


def test_an_end_of_a_relation_goes_to_what_makes_sense_and_nowhere_else(chain):
    chain.session.commit(add_link(chain.design, "engine", "cluster", link_id="runs"))
    chain.click(chain.on_wire("runs"))
    chain.drag(chain.end_of("runs", "cluster"), chain.middle("box"))
    assert links(chain) == [("engine", "box", "runs_on")]
    before = chain.design
    chain.drag(chain.end_of("runs", "box"), chain.middle("leaf"))
    assert chain.design is before
    assert "cannot run on" in chain.said[-1]


def test_the_selected_relation_is_joined_in_another_way_from_its_menu(chain):
    chain.session.commit(add_link(chain.design, "spark", "store", link_id="new"))
    chain.canvas.select(["new"])
    assert chain.canvas.menu_place() == "relation"
    chain.canvas.other_ways()
    assert ways(chain)[0] == "Spark reads S3 Standard"
    chain.type("2")
    assert links(chain) == [("spark", "store", "writes")]
    # It was there before: this is a step of its own.
    chain.session.undo()
    assert links(chain) == [("spark", "store", "reads")]


def test_a_relation_is_turned_only_where_that_makes_sense(begin, library, chain):
    design = add_node(chain.design, library, "langchain/langchain", -300, -100, node_id="other").applied(chain.design)
    design = add_link(design, "app", "other", link_id="new").applied(design)
    person = begin(add_link(design, "app", "engine", link_id="fixed").applied(design))
    person.canvas.select(["new"])
    person.canvas.turn_relation()
    assert links(person)[0] == ("other", "app", "asks")
    person.canvas.select(["fixed"])
    person.canvas.turn_relation()
    assert links(person)[1] == ("app", "engine", "asks")
    assert "cannot ask" in person.said[-1]


def test_a_relation_is_spoken_as_a_sentence(chain):
    chain.session.commit(add_link(chain.design, "engine", "cluster", link_id="runs"))
    chain.canvas.select(["runs"])
    assert chain.canvas.accessibleDescription() == "Relation: vLLM runs on Kubernetes"


def test_the_arrow_of_what_is_read_points_to_the_reader(chain):
    strokes = {medium: current_theme().stroke(medium) for medium in ("asks", "reads", "writes", "runs_on", "fabric")}
    assert {medium: stroke.arrow for medium, stroke in strokes.items()} == {
        "asks": "b",
        "reads": "a",
        "writes": "b",
        "runs_on": "b",
        "fabric": "",
    }
    assert [strokes[one].pattern for one in ("asks", "reads", "writes", "runs_on")] == [
        "solid",
        "solid",
        "dotted",
        "dashed",
    ]
