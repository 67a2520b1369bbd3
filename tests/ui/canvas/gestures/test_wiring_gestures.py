"""Wires out of ports and edges, counts in mid-drag, loose ends, rewiring, chosen ports: with real mouse and keys."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt

from designer.edit.links.links import add_link, set_link
from designer.edit.nodes.nodes import add_container, add_node, put_into, set_node
from designer.model.design import Design
from designer.ui.canvas.interaction.plugs import plugs_of
from designer.ui.canvas.port_card import chosen_port_card

DGX, SWITCH, SN2201 = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201"
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ESCAPE, RETURN, DELETE, BACKSPACE = (
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
)


def edge(person, node_id, inside=-4.0):
    """A place beside the left edge of a tile, outside it, with the pointer over the tile before."""
    person.hover(person.middle(node_id))
    return person.corner(node_id, inside, 20)


def ends(person):
    return {link.id: (link.a, link.b, link.cables) for link in person.design.links.values()}


def new_link(person, before):
    (new,) = person.design.links.keys() - before
    return person.design.links[new]


# The edge of a tile.


def test_a_drag_from_the_edge_of_a_tile_draws_a_wire(wired):
    before = set(wired.design.links)
    start = edge(wired, "spine")
    wired.drag(start, wired.middle("leaf"))
    link = new_link(wired, before)
    assert {link.a, link.b} == {"spine", "leaf"}
    assert wired.design.nodes["spine"].x == 200


def test_the_hot_edge_shows_under_the_pointer_and_goes_out(wired):
    place = edge(wired, "spine")
    wired.hover(place)
    assert wired.canvas.stage.hot_edge == (200, -180)
    wired.hover(wired.middle("spine"))
    assert wired.canvas.stage.hot_edge is None
    wired.hover(wired.corner("spine", -30, 20))
    assert wired.canvas.stage.hot_edge is None


def test_a_click_on_the_edge_selects_the_tile(wired):
    wired.click(edge(wired, "spine"))
    assert wired.canvas.selected_ids() == ("spine",)
    assert not wired.session.labels


def test_a_drag_from_the_middle_still_moves(wired):
    start = wired.middle("spine")
    wired.drag(start, start + QPointF(40, 0))
    assert wired.design.nodes["spine"].x == 240
    assert set(wired.design.links) == {"rails"}


# How many.


def test_a_number_typed_in_mid_drag_is_the_number_of_cables(wired):
    before = set(wired.design.links)
    start = wired.port("leaf", "ports")
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    wired.type("16")
    assert wired.preview.card.title == "16 × 400G fits"
    wired.let_go(wired.middle("spine"))
    assert new_link(wired, before).cables == 16
    assert wired.editor is None
    assert len(wired.session.labels) == 1


def test_backspace_takes_a_digit_back_and_a_new_one_follows(wired):
    before = set(wired.design.links)
    start = wired.port("leaf", "ports")
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    wired.type("19")
    wired.key(BACKSPACE)
    wired.type("2")
    wired.let_go(wired.middle("spine"))
    assert new_link(wired, before).cables == 12


@pytest.mark.parametrize(("turns", "cables"), [(3, 4), (-2, 1)])
def test_the_wheel_changes_the_count_in_mid_drag_and_does_not_zoom(wired, turns, cables):
    before, zoom = set(wired.design.links), wired.canvas.zoom()
    start = wired.port("leaf", "ports")
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    for _ in range(abs(turns)):
        wired.wheel(wired.middle("spine"), angle=120 if turns > 0 else -120)
    assert wired.canvas.zoom() == zoom
    wired.let_go(wired.middle("spine"))
    assert new_link(wired, before).cables == cables


def test_plus_and_minus_change_the_count_in_mid_drag(wired):
    before = set(wired.design.links)
    start = wired.port("leaf", "ports")
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    wired.type("8++-")
    wired.let_go(wired.middle("spine"))
    assert new_link(wired, before).cables == 9


def test_the_two_clicks_of_the_connect_tool_take_a_number_too(wired):
    before = set(wired.design.links)
    wired.canvas.set_tool("connect")
    wired.click(wired.middle("leaf"))
    wired.hover(wired.middle("spine"))
    wired.type("5")
    wired.click(wired.middle("spine"))
    assert new_link(wired, before).cables == 5


# What fits, and what does not.


def test_a_full_port_says_so_and_takes_no_more(wired):
    start = wired.port("leaf", "ports")
    wired.press(start)
    wired.pull(start, wired.port("dgx", "fabric"))
    assert wired.preview.card.mood == "no"
    assert "All 8 ports of fabric are in use" in wired.preview.card.lines[0]
    wired.let_go(wired.port("dgx", "fabric"))
    assert set(wired.design.links) == {"rails"}
    assert "in use" in wired.said[-1]


def test_a_slower_port_lights_up_as_one_with_an_adapter(begin, library):
    design = add_node(Design(), library, DGX, -304, 0, node_id="dgx").applied(Design())
    design = add_node(design, library, "nvidia/sn4600c", 96, -200, node_id="slow").applied(design)
    person = begin(design)
    start = person.port("dgx", "storage")
    person.press(start)
    person.pull(start, person.port("slow", "ports"))
    assert person.preview.fits["slow", "ports"].verdict == "adapter"
    assert person.preview.wire.mood == "adapter"
    assert "runs at 100G" in " ".join(person.preview.card.lines)
    person.let_go(person.port("slow", "ports"))
    (link,) = person.design.links.values()
    assert (link.a_port, link.b_port) == ("storage", "ports")


def test_a_frame_takes_no_wire(begin, library, wired):
    design = add_container(wired.design, "pod", 200, 200, node_id="pod").applied(wired.design)
    person = begin(design)
    person.drag(person.port("spine", "ports"), person.middle("pod"))
    assert set(person.design.links) == {"rails"}
    assert person.panel is not None
    person.key(ESCAPE)


def test_a_wire_from_one_port_to_another_of_the_same_node_says_why(wired):
    wired.drag(wired.port("spine", "ports"), wired.port("spine", "mgmt"))
    assert set(wired.design.links) == {"rails"}
    assert "cannot be linked to itself" in wired.said[-1]


# Cancelled.


def test_delete_in_mid_wire_calls_it_off_and_deletes_nothing(wired):
    start = wired.port("leaf", "ports")
    before = wired.design
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    wired.key(DELETE)
    assert wired.preview is None
    wired.let_go(wired.middle("spine"))
    assert wired.design is before


def test_undo_in_mid_wire_calls_it_off_and_takes_nothing_back(wired):
    start = wired.middle("spine")
    wired.drag(start, start + QPointF(0, 80))
    before = wired.design
    start = wired.port("leaf", "ports")
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    wired.key(Qt.Key.Key_Z, CTRL)
    wired.let_go(wired.middle("spine"))
    assert wired.design is before
    assert len(wired.session.labels) == 1


def test_a_lost_focus_calls_the_wire_off(wired):
    start = wired.port("leaf", "ports")
    before = wired.design
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    wired.canvas.clearFocus()
    assert wired.preview is None
    wired.let_go(wired.middle("spine"))
    assert wired.design is before


def test_a_right_click_in_mid_wire_calls_it_off(wired):
    start = wired.port("leaf", "ports")
    before = wired.design
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    wired.mouse(QEvent.Type.MouseButtonPress, wired.middle("spine"), Qt.MouseButton.RightButton)
    wired.let_go(wired.middle("spine"))
    assert wired.design is before


# Loose ends.


def test_a_loose_wire_offers_what_fits_and_links_what_is_chosen(wired):
    before = set(wired.design.nodes)
    wired.drag(wired.port("leaf", "ports"), wired.screen(-400, -350))
    rows = [row for row in wired.panel.list.row_model.rows if not row.heading]
    library = wired.canvas.stage.library
    assert rows
    assert all(
        any("fabric" in port.media or "storage" in port.media for port in library.parts[row.part].ports) for row in rows
    )
    wired.type("qm9700")
    wired.key(RETURN)
    (new,) = wired.design.nodes.keys() - before
    link = new_link(wired, {"rails"})
    assert (link.a, link.b, link.a_port) == ("leaf", new, "ports")
    # The part and its link are one edit, and so is the count that is typed next.
    wired.enter("4")
    assert wired.design.links[link.id].cables == 4
    wired.session.undo()
    assert set(wired.design.nodes) == before
    assert set(wired.design.links) == {"rails"}


def test_a_loose_wire_keeps_the_number_that_was_typed(wired):
    start = wired.port("leaf", "ports")
    wired.press(start)
    wired.pull(start, wired.screen(-400, -350))
    wired.type("6")
    assert wired.preview.card.title == "6 cables"
    wired.let_go(wired.screen(-400, -350))
    wired.enter("dgx h100")
    assert new_link(wired, {"rails"}).cables == 6
    assert wired.editor is None


def test_escape_leaves_a_loose_wire_and_nothing_is_made(wired):
    before = wired.design
    wired.drag(wired.port("leaf", "ports"), wired.screen(-400, -350))
    wired.key(ESCAPE)
    assert wired.design is before
    assert wired.preview is None


def test_a_loose_wire_from_a_power_inlet_offers_what_feeds_it(wired):
    wired.drag(wired.port("leaf", "psu"), wired.screen(-400, -350))
    rows = [row for row in wired.panel.list.row_model.rows if not row.heading]
    parts = wired.canvas.stage.library.parts
    assert rows
    assert all(any("power" in port.media for port in parts[row.part].ports) for row in rows)
    wired.key(RETURN)
    assert new_link(wired, {"rails"}).medium == "power"


def test_a_loose_wire_over_a_rack_adds_inside_it(begin, library, wired):
    design = add_container(wired.design, "rack", 200, 100, node_id="rack").applied(wired.design)
    person = begin(design)
    before = set(design.nodes)
    person.drag(person.port("spine", "ports"), person.middle("rack"))
    person.enter("dgx h100")
    (new,) = person.design.nodes.keys() - before
    assert person.design.nodes[new].parent == "rack"
    assert len(person.design.links) == 2


# Rewiring.


def select_rails(person):
    person.click(person.on_wire("rails"))
    assert person.canvas.selected_ids() == ("rails",)


def test_an_end_is_dragged_to_another_node_as_one_edit(wired):
    select_rails(wired)
    before = wired.design
    wired.drag(wired.end_of("rails", "leaf"), wired.middle("spine"))
    assert ends(wired) == {"rails": ("dgx", "spine", 8)}
    assert wired.canvas.selected_ids() == ("rails",)
    assert len(wired.session.labels) == 1
    wired.session.undo()
    assert wired.design == before


def test_the_other_end_is_dragged_too(wired):
    select_rails(wired)
    wired.drag(wired.end_of("rails", "dgx"), wired.middle("spine"))
    assert ends(wired) == {"rails": ("spine", "leaf", 8)}


def test_an_end_keeps_its_mesh_where_that_comes_out(begin, wired):
    design = set_node(wired.design, "spine", copies=2).applied(wired.design)
    design = set_link(design, "rails", spread="mesh").applied(design)
    person = begin(design)
    select_rails(person)
    person.drag(person.end_of("rails", "leaf"), person.middle("spine"))
    assert person.design.links["rails"].spread == "mesh"


def test_an_end_that_does_not_fit_says_why_and_stays(wired):
    # Ports are shown one by one from near by.
    wired.canvas.zoom_to(1.4)
    select_rails(wired)
    before = wired.design
    start = wired.end_of("rails", "leaf")
    wired.press(start)
    wired.pull(start, wired.port("spine", "psu"))
    assert wired.preview.card.mood == "no"
    wired.let_go(wired.port("spine", "psu"))
    assert wired.design is before
    assert "medium fabric" in wired.said[-1]


def test_an_end_that_is_let_go_on_nothing_stays(wired):
    select_rails(wired)
    before = wired.design
    wired.drag(wired.end_of("rails", "leaf"), wired.screen(400, 300))
    assert wired.design is before
    assert "stays where it was" in wired.said[-1]


def test_an_end_is_not_dragged_to_the_other_end(wired):
    select_rails(wired)
    before = wired.design
    wired.drag(wired.end_of("rails", "leaf"), wired.middle("dgx"))
    assert wired.design is before
    assert "itself" in wired.said[-1]


def test_escape_in_mid_rewire_leaves_the_end(wired):
    select_rails(wired)
    before = wired.design
    start = wired.end_of("rails", "leaf")
    wired.press(start)
    wired.pull(start, wired.middle("spine"))
    wired.key(ESCAPE)
    wired.let_go(wired.middle("spine"))
    assert wired.design is before


def test_the_end_of_a_link_that_is_not_selected_is_not_taken(wired):
    start = wired.end_of("rails", "leaf")
    wired.drag(start, wired.middle("spine"))
    assert ends(wired)["rails"] == ("dgx", "leaf", 8)


def test_a_link_out_of_copied_pods_keeps_all_its_cables(begin, library, wired):
    design = add_container(wired.design, "pod", -340, -250, node_id="pod").applied(wired.design)
    design = put_into(design, ["dgx", "leaf"], "pod").applied(design)
    person = begin(set_node(design, "pod", copies=4).applied(design))
    select_rails(person)
    person.drag(person.end_of("rails", "leaf"), person.middle("spine"))
    # 4 pods × 8 cables.
    assert ends(person) == {"rails": ("dgx", "spine", 32)}


# Ports.


def test_a_click_on_a_port_shows_its_free_and_used(wired):
    wired.click(wired.port("leaf", "ports"))
    assert wired.canvas.stage.chosen_port == ("leaf", "ports")
    assert wired.canvas.selected_ids() == ("leaf",)
    assert "8 used, 56 free" in wired.said[-1]
    assert "rails: 8 cables to DGX H100" in wired.said[-1]
    wired.click(wired.screen(400, 300))
    assert wired.canvas.stage.chosen_port is None


def test_ports_are_walked_by_keys(wired):
    wired.click(wired.middle("leaf"))
    seen = []
    for _ in range(4):
        wired.canvas.next_port()
        seen.append(wired.canvas.stage.chosen_port[1])
    assert seen == ["ports", "mgmt", "psu", "ports"]
    assert wired.said[-2].startswith("Port psu of")


def test_the_card_of_a_port_follows_its_links(wired):
    wired.click(wired.port("spine", "ports"))
    assert "64 free" in wired.said[-1]
    edit = add_link(wired.design, "leaf", "spine", cables=4, a_port="ports", b_port="ports")
    wired.session.commit(edit)
    card = chosen_port_card(wired.design, "spine", "ports")
    assert card.lines[0] == "4 used, 60 free"
    assert card.lines[1] == "4 cables to Quantum-2 QM9700"


# Plugs: where a wire ends on a tile.


def beside_end(person, link_id, node_id):
    """A place on a wire just outside the tile that it ends on."""
    wire = person.canvas.stage.wire_of(link_id)
    first = person.end_of(link_id, node_id) == person.screen(*wire.points[0])
    (x, y), (to_x, to_y) = (wire.points[0], wire.points[1]) if first else (wire.points[-1], wire.points[-2])
    length = max(abs(to_x - x), abs(to_y - y))
    return person.screen(x + 3 * (to_x - x) / length, y + 3 * (to_y - y) / length)


def test_a_click_where_a_wire_ends_shows_the_port_that_it_is_plugged_into(wired):
    wired.canvas.zoom_to(1.4)
    wired.click(beside_end(wired, "rails", "leaf"))
    assert wired.canvas.stage.chosen_port == ("leaf", "ports")
    assert wired.canvas.selected_ids() == ("leaf",)
    wired.click(beside_end(wired, "rails", "dgx"))
    assert wired.canvas.stage.chosen_port == ("dgx", "fabric")
    assert not wired.session.labels


def test_the_plugs_of_a_port_are_where_its_wires_end(wired):
    wired.session.commit(add_link(wired.design, "leaf", "spine", cables=2, link_id="up"))
    plugs = plugs_of(wired.design, wired.drawing, "leaf", "ports")
    ends = [wired.end_of(link, "leaf") for link in ("rails", "up")]
    assert sorted(wired.screen(*place).toTuple() for place in plugs) == sorted(end.toTuple() for end in ends)
    assert plugs_of(wired.design, wired.drawing, "leaf", "mgmt") == []
    assert plugs_of(wired.design, wired.drawing, "nobody", "ports") == []


def test_from_near_by_all_of_a_plug_is_the_port(wired):
    wired.canvas.zoom_to(2.5)
    wired.canvas.centre_on(*wired.drawing.rect_of("leaf").centre)
    wire = wired.canvas.stage.wire_of("rails")
    y = wired.drawing.rect_of("leaf").bottom
    (x,) = {x for x, end in (wire.points[0], wire.points[-1]) if end == y}
    wired.click(wired.screen(x, y + 5))
    assert wired.canvas.stage.chosen_port == ("leaf", "ports")
    wired.click(wired.screen(x, y + 9))
    assert wired.canvas.selected_ids() == ("rails",)


def test_a_drag_from_where_a_wire_ends_draws_one_more_from_the_same_port(wired):
    wired.canvas.zoom_to(1.4)
    before = set(wired.design.links)
    wired.drag(beside_end(wired, "rails", "leaf"), wired.middle("spine"))
    link = new_link(wired, before)
    assert {(link.a, link.a_port), (link.b, link.b_port)} == {("leaf", "ports"), ("spine", "ports")}


def test_the_wire_of_a_selected_link_is_still_taken_by_its_end(wired):
    wired.click(wired.on_wire("rails"))
    wired.drag(beside_end(wired, "rails", "leaf"), wired.middle("spine"))
    assert ends(wired) == {"rails": ("dgx", "spine", wired.design.links["rails"].cables)}


def test_far_out_where_no_ports_are_seen_a_wire_is_a_wire_to_its_end(wired):
    wired.canvas.zoom_to(0.6)
    wired.click(beside_end(wired, "rails", "leaf"))
    assert wired.canvas.selected_ids() == ("rails",)
    assert wired.canvas.stage.chosen_port is None
