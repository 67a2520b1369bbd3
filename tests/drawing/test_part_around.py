"""The part of a large design around an edit: the same surroundings before and after it."""

from designer.drawing.part_around import changed_ids, part_around, parts_around
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.model.changes import between
from tests.campus import campus
from tests.shipped import LIBRARY


def test_the_surroundings_of_an_edit_stand_in_both() -> None:
    before = campus(LIBRARY)
    after = add_node(before, LIBRARY, "nvidia/dgx-h100", 200, 300, parent="s0r0p0", node_id="more").applied(before)
    after = add_link(after, "more", "s0r0p0leaf", link_id="cable").applied(after)
    ids = changed_ids(between(before, after, "Add"), before, after)
    assert set(ids) == {"more", "cable"}
    first, second = parts_around(before, after, ids)
    assert set(first.nodes) == {"s0", "s0r0", "s0r0p0", "s0r0p0leaf"}
    assert set(second.nodes) == {*first.nodes, "more"}
    assert set(second.links) == {"cable"}
    # Around a pod: all that is in it, and no other pod.
    pod = part_around(before, ["s0r0p0"])
    assert sum(node.kind == "server" for node in pod.nodes.values()) == 12
    assert "s0r0p1" not in pod.nodes
