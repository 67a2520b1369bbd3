"""From the list of parts to the canvas, and the fields of the inspector."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from designer.edit.links.links import add_link
from tests.ui.seen import fact, said

DGX, SWITCH, HOST = "nvidia/dgx-h100", "nvidia/qm9700", "generic/host"


def test_typing_dgx_and_enter_places_the_first_that_is_found(drawer):
    drawer.keys("Ctrl+F")
    drawer.type("dgx")
    rows = [row for row in drawer.work.palette_panel.list.row_model.rows if row.part]
    assert rows
    assert all("dgx" in f"{row.title} {row.line}".lower() for row in rows[:3])
    drawer.keys("Return")
    (node,) = drawer.design.nodes.values()
    assert node.part == rows[0].part
    assert drawer.canvas.selected_ids() == (node.id,)


def test_arrows_choose_another_part(drawer):
    drawer.keys("Ctrl+F")
    drawer.type("dgx")
    rows = [row for row in drawer.work.palette_panel.list.row_model.rows if row.part]
    drawer.keys("Down", "Return")
    (node,) = drawer.design.nodes.values()
    assert node.part == rows[1].part


def test_a_search_that_finds_nothing_says_what_to_try(drawer):
    drawer.keys("Ctrl+F")
    drawer.type("zzz")
    panel = drawer.work.palette_panel
    assert "Try" in said(panel)
    drawer.keys("Return")
    assert not drawer.design.nodes
    drawer.keys("Escape")
    assert panel.search.text() == ""


def test_a_part_is_dragged_to_where_it_is_let_go(drawer):
    node_id = drawer.drop(DGX, 300, 200)
    other = drawer.drop(SWITCH, 600, 400)
    assert drawer.design.nodes[node_id].part == DGX
    middle = drawer.middle(node_id)
    assert (middle - QPoint(300, 200)).manhattanLength() < 60
    assert (drawer.middle(other) - QPoint(600, 400)).manhattanLength() < 60
    assert drawer.session.labels
    drawer.keys("Ctrl+Z", "Ctrl+Z")
    assert not drawer.design.nodes


def test_placed_parts_are_remembered(drawer):
    drawer.drop(DGX, 300, 200)
    assert drawer.studio.preferences.recent[0] == DGX
    drawer.work.palette_panel.toggle_star(SWITCH)
    drawer.work.palette_panel.refresh()
    titles = [row.title for row in drawer.work.palette_panel.list.row_model.rows if row.heading]
    assert titles[:2] == ["Favourites", "Placed lately"]


@pytest.fixture
def server(drawer):
    """A DGX H100 that is selected, so that the inspector shows it."""
    node_id = drawer.place(DGX)
    drawer.settle()
    return node_id


def test_copies(drawer, server):
    drawer.fill(drawer.field("Copies"), "31")
    assert drawer.design.nodes[server].copies == 31
    assert drawer.work.headline.item("accelerators").number == "248"
    drawer.canvas.setFocus()
    drawer.keys("Ctrl+Z")
    assert drawer.design.nodes[server].copies == 1


def test_bad_copies_are_refused_in_one_line(drawer, server):
    for text in ["0", "-3", "two", "1e400", "nan", "1.5", "99999999999999999999"]:
        before = drawer.design
        drawer.fill(drawer.field("Copies"), text)
        assert drawer.design is before, text
        assert drawer.field("Copies").text() == "1", text
        (problem,) = drawer.problems()
        assert "\n" not in problem, text
        assert "cop" in problem.lower(), text
        drawer.fill(drawer.field("Copies"), "2")
        assert drawer.problems() == [], text
        drawer.fill(drawer.field("Copies"), "1")


def test_a_name(drawer, server):
    drawer.fill(drawer.field("Name"), "Trainer")
    assert drawer.design.nodes[server].name == "Trainer"
    field = drawer.field("Name")
    field.setFocus()
    drawer.type("thrown away")
    drawer.keys("Escape")
    assert field.text() == "Trainer"
    assert drawer.design.nodes[server].name == "Trainer"


def test_an_own_price_counts(drawer, server):
    drawer.fill(drawer.field("Own price of one"), "250,000")
    assert drawer.design.nodes[server].price_usd == 250_000
    drawer.settle()
    buy = drawer.work.headline.item("buy")
    assert (buy.number, buy.unit) == ("250", "k$")
    drawer.fill(drawer.field("Own price of one"), "")
    assert drawer.design.nodes[server].price_usd is None


def test_bad_prices_are_refused(drawer, server):
    for text in ["=-1", "inf", "NaN", "1e999", "cheap"]:
        drawer.fill(drawer.field("Own price of one"), text)
        assert drawer.design.nodes[server].price_usd is None, text
        assert len(drawer.problems()) == 1, text


def test_cables_of_a_link(drawer, server):
    switch = drawer.place(SWITCH)
    drawer.work.document.edit(lambda design: add_link(design, server, switch))
    (link_id,) = drawer.design.links
    drawer.canvas.select((link_id,))
    drawer.fill(drawer.field("Cables"), "8")
    assert drawer.design.links[link_id].cables == 8
    before = drawer.design
    for text in ("=-1", "-8", "0", "8.5", "many"):
        drawer.fill(drawer.field("Cables"), text)
        assert drawer.design is before
        assert drawer.field("Cables").text() == "8"
        assert len(drawer.problems()) == 1


def test_facts_of_a_generic_host(drawer):
    host = drawer.place(HOST)
    drawer.settle()
    drawer.fill(drawer.field("Rate of a port"), "400")
    assert drawer.design.ports_of(drawer.design.nodes[host])[0].rate_gbps == 400
    field = fact(drawer.work.inspector.section, "power_max_w")
    drawer.fill(field, "1500")
    assert drawer.design.nodes[host].facts["power_max_w"] == 1500
    drawer.fill(field, "=-5")
    assert drawer.design.nodes[host].facts["power_max_w"] == 1500
    assert len(drawer.problems()) == 1


def test_assumptions_of_the_design(drawer, server):
    drawer.canvas.select(())
    name, field = next(iter(drawer.work.inspector.section.assumptions.items()))
    drawer.fill(field, "hello")
    assert drawer.design.settings.assumptions == {}
    assert len(drawer.problems()) == 1
    price = drawer.work.inspector.section.assumptions["electricity_usd_per_kwh"]
    before = drawer.work.headline.item("run").number
    drawer.fill(price, "0.5")
    assert drawer.design.settings.assumptions == {"electricity_usd_per_kwh": 0.5}
    drawer.settle()
    assert drawer.work.headline.item("run").number != before
    drawer.fill(price, "")
    assert drawer.design.settings.assumptions == {}
    assert name in drawer.work.inspector.section.assumptions


def test_a_selection_by_click_changes_the_inspector(owner):
    node = next(node for node in owner.design.nodes_in_order() if node.kind == "server")
    owner.click(owner.canvas, owner.middle(node.id))
    assert owner.canvas.selected_ids() == (node.id,)
    assert owner.work.inspector.section.pane.node_id == node.id
    owner.keys("Escape")
    QApplication.processEvents()
    assert owner.canvas.selected_ids() == ()
    assert owner.field("Name of the design")


def test_a_part_placed_from_the_palette_leaves_the_keys_to_the_canvas(drawer):
    drawer.work.palette_panel.search.setFocus()
    drawer.work.palette_panel.place(DGX)
    assert drawer.work.window().focusWidget() is drawer.work.canvas
