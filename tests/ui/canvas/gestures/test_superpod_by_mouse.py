"""The compute fabric of one scalable unit, drawn by hand: case NET-03 with other names."""

import pytest
from PySide6.QtCore import Qt

from designer.analysis.run import analyze

DGX, SWITCH, HOST = "nvidia/dgx-h100", "nvidia/qm9700", "generic/host"


def draw(person):
    """Drop four parts, give them names and copies, and pull three wires."""
    tiles = {}
    for name, part, x, y, copies in (
        ("Top", SWITCH, 0, -280, 4),
        ("Rack switch", SWITCH, 0, -80, 8),
        ("Trainer", DGX, -160, 160, 31),
        ("Boss", HOST, 240, 160, 2),
    ):
        tile = tiles[name] = person.drop_at(part, x, y)
        person.key(Qt.Key.Key_F2)
        person.enter(name)
        person.enter(str(copies))
        person.key(Qt.Key.Key_Escape)
        assert person.design.nodes[tile].copies == copies
        assert person.design.nodes[tile].name == name
    person.drag(person.port(tiles["Trainer"], "fabric"), person.port(tiles["Rack switch"], "ports"))
    assert person.editor.text() == "248"
    person.enter("248")
    person.drag(person.port(tiles["Boss"], "ports"), person.middle(tiles["Rack switch"]))
    person.enter("4")
    person.drag(person.port(tiles["Rack switch"], "ports"), person.port(tiles["Top"], "ports"))
    person.enter("256")
    return tiles


def tier(results, name):
    return next(one for one in results.network.tiers if one.name == name)


def test_the_counts_and_tiers_are_those_of_the_published_case(person):
    tiles = draw(person)
    design = person.design
    assert len(design.nodes) == 4
    assert len(design.links) == 3
    results = analyze(design, only={"network"})
    assert results.counts.accelerators.value == 248
    assert results.counts.by_tier["leaf"] == 8
    assert results.counts.by_tier["spine"] == 4
    by_link = {frozenset((link.a, link.b)): link.cables for link in design.links.values()}
    to_leaf = by_link[frozenset((tiles["Trainer"], tiles["Rack switch"]))]
    to_leaf += by_link[frozenset((tiles["Boss"], tiles["Rack switch"]))]
    assert to_leaf == 252
    assert by_link[frozenset((tiles["Rack switch"], tiles["Top"]))] == 256
    # 252 cables of 400 Gb/s below, 256 above.
    leaf = tier(results, "leaf")
    assert leaf.down_gbps.value == 252 * 400
    assert leaf.up_gbps.value == 256 * 400
    assert leaf.oversubscription.value == pytest.approx(252 / 256)


def test_one_uplink_cable_less_changes_the_oversubscription(person):
    tiles = draw(person)
    uplink = next(link for link in person.design.links.values() if tiles["Top"] in (link.a, link.b))
    before = tier(analyze(person.design, only={"network"}), "leaf").oversubscription.value
    wire = person.drawing.wires[person.drawing.wire_index[uplink.id]]
    person.double_click(person.screen(*wire.label_rect.centre))
    person.enter("255")
    assert person.design.links[uplink.id].cables == 255
    after = tier(analyze(person.design, only={"network"}), "leaf").oversubscription.value
    assert after == pytest.approx(252 / 255)
    assert after > before


def test_all_of_it_can_be_undone(person):
    draw(person)
    while person.session.undo() is not None:
        pass
    assert not person.design.nodes
    assert not person.design.links
    assert not person.design.parts
