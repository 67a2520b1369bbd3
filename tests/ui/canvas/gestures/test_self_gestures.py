"""The copies of one tile joined to each other: by a wire that goes back to its tile, and by the keyboard."""

import pytest
from PySide6.QtCore import Qt

from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.ui.canvas.rendering.edge_handles import edge_handles

KEY = Qt.Key


@pytest.fixture
def routers(begin, library):
    """Eight switches as one tile, and a single server."""
    design = Design()
    for name, part, x in (("router", "nvidia/qm9700", 0), ("box", "nvidia/dgx-h100", 400)):
        design = add_node(design, library, part, x, 0, node_id=name).applied(design)
    return begin(set_node(design, "router", copies=8).applied(design))


def back_to_itself(person, node_id):
    """A wire pulled out of the right edge of a tile and let go in its middle."""
    person.hover(person.middle(node_id))
    found = next(one for one in edge_handles(person.canvas.stage, node_id) if one.side == "right")
    person.drag(person.screen(*found.rect.centre), person.middle(node_id))


def drawn(person):
    return [(link.a, link.b, link.medium, link.spread, link.cables) for link in person.design.links.values()]


def test_a_wire_back_to_its_tile_joins_each_copy_to_each_other_and_offers_a_ring(routers):
    back_to_itself(routers, "router")
    # Eight copies, each to each: 8 · 7 / 2.
    assert drawn(routers) == [("router", "router", "fabric", "complete", 28)]
    chooser = routers.canvas.ways.chooser
    assert chooser is not None
    words = [option.words for option in chooser.offered.options]
    assert any("as a ring" in one for one in words)
    ring = next(place for place, one in enumerate(chooser.offered.options) if one.spread == "ring")
    chooser.chosen.emit(ring)
    assert drawn(routers) == [("router", "router", "fabric", "ring", 8)]
    # What was chosen takes the place of what was joined: one step back takes it away.
    routers.session.undo()
    assert drawn(routers) == []


def test_a_single_machine_is_not_joined_to_itself_and_the_reason_is_told(routers):
    back_to_itself(routers, "box")
    assert drawn(routers) == []
    assert "cannot be linked to itself" in routers.said[-1]


def test_the_keyboard_joins_the_copies_too(routers):
    routers.canvas.select(["router"])
    routers.key(KEY.Key_L)
    # The server comes first, the copies themselves last.
    assert routers.canvas.key_target == "box"
    routers.key(KEY.Key_Backtab)
    assert routers.canvas.key_target == "router"
    assert routers.preview.card.title == "28 × 400G fits"
    routers.key(KEY.Key_Return)
    assert drawn(routers) == [("router", "router", "fabric", "complete", 28)]
