"""Some devices go to a new rack: as many of everything as before, fed as before, and nothing drawn over another."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.edit.layouts.drawn_boxes import drawn_boxes
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, set_node
from designer.edit.racks.relieve_rack import to_new_rack
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

DGX, LEAF, STRIP = "nvidia/dgx-h100", "nvidia/qm9700", "apc/ap8886"


def hall(systems: int, racks: int, strips: int) -> Design:
    """Return RACKS of SYSTEMS each with STRIPS fed from one panel, a switch in the open and a neighbour."""
    design = Design()

    def do(edit: ChangeSet) -> None:
        nonlocal design
        design = edit.applied(design)

    do(add_container(design, "rack", 0, 0, name="Rack A", node_id="rack"))
    do(add_container(design, "rack", 400, 0, name="Neighbour", node_id="beside"))
    do(set_node(design, "rack", copies=racks))
    do(add_node(design, LIBRARY, DGX, 20, 60, copies=systems, parent="rack", node_id="dgx"))
    do(add_node(design, LIBRARY, LEAF, 0, 700, node_id="leaf"))
    do(add_node(design, LIBRARY, "generic/power-panel", 0, 900, node_id="panel"))
    do(add_link(design, "dgx", "leaf", medium="fabric", cables=4 * systems * racks, link_id="rails"))
    if strips:
        do(add_node(design, LIBRARY, STRIP, 20, 200, copies=strips, parent="rack", node_id="strip"))
        do(add_link(design, "panel", "strip", medium="power", cables=strips * racks, link_id="tails"))
        do(add_link(design, "strip", "dgx", medium="power", cables=2 * systems, link_id="cords"))
    return design


@given(systems=st.integers(1, 8), racks=st.integers(1, 5), strips=st.integers(0, 2), share=st.floats(0, 1))
def test_nothing_is_lost(systems: int, racks: int, strips: int, share: float) -> None:
    before = hall(systems, racks, strips)
    copies = 1 + round(share * (systems - 1))
    edit = to_new_rack(before, LIBRARY, rack_id="rack", node_id="dgx", copies=copies)
    after = edit.applied(before)
    assert edit.inverted().applied(after) == before
    assert edit.label == f"Move {copies} × DGX H100 to a new rack"
    (new,) = [node for node in after.nodes.values() if node.kind == "rack" and node.id not in before.nodes]
    moved = [node for node in after.nodes.values() if node.part == DGX and node.parent == new.id]
    assert [after.total_copies(node.id) for node in moved] == [copies * racks]
    for part, number in ((DGX, systems * racks), (LEAF, 1)):
        assert sum(after.total_copies(one.id) for one in after.nodes.values() if one.part == part) == number
    # Cables of the fabric are those of before; each new rack has as many rack PDUs and tails as an old one.
    fabric = [link for link in after.links.values() if link.medium == "fabric"]
    assert sum(map(after.total_cables, fabric)) == 4 * systems * racks
    if strips:
        twins = [node for node in after.nodes.values() if node.part == STRIP and node.parent == new.id]
        assert [node.copies for node in twins] == [strips]
        cords = [link for link in after.links.values() if {link.a, link.b} == {twins[0].id, moved[0].id}]
        assert [after.total_cables(link) for link in cords] == [2 * copies * racks]
        tails = [link for link in after.links.values() if {link.a, link.b} == {"panel", twins[0].id}]
        assert [after.total_cables(link) for link in tails] == [strips * racks]
    boxes = drawn_boxes(after)
    tiles = [boxes[node.id] for node in after.nodes.values() if node.part]
    for one, other in (*combinations(tiles, 2), *combinations([boxes[rack] for rack in ("rack", "beside", new.id)], 2)):
        apart = one.right <= other.left or other.right <= one.left
        assert apart or one.bottom <= other.top or other.bottom <= one.top


def test_it_says_what_it_cannot_do() -> None:
    design = hall(2, 1, 0)
    with pytest.raises(RefusedInput, match="is there 2 times; 1 to 2 can go"):
        to_new_rack(design, LIBRARY, rack_id="rack", node_id="dgx", copies=3)
    with pytest.raises(RefusedInput, match="stands in that rack no more"):
        to_new_rack(design, LIBRARY, rack_id="rack", node_id="leaf", copies=1)
