"""What differs between two designs in one picture: each thing once, with its sign, where it stands."""

from designer.drawing.difference import draw_difference
from designer.edit.links import links
from designer.edit.nodes import nodes
from designer.model.design import Design
from tests.shipped import LIBRARY

LEAF, SERVER = "nvidia/qm9700", "nvidia/dgx-h100"


def made(*edits, on: Design | None = None) -> Design:
    """ON after EDITS, each given the design before it."""
    design = on or Design()
    for edit in edits:
        design = edit(design).applied(design)
    return design


FIRST = made(
    lambda d: nodes.add_container(d, "pod", 0, 0, node_id="pod"),
    lambda d: nodes.add_node(d, LIBRARY, LEAF, 10, 40, parent="pod", node_id="leaf"),
    lambda d: nodes.add_node(d, LIBRARY, SERVER, 10, 240, parent="pod", node_id="server", copies=4),
    lambda d: links.add_link(d, "leaf", "server", cables=4, link_id="down"),
    lambda d: nodes.add_container(d, "pod", 900, 0, node_id="old"),
    lambda d: nodes.add_node(d, LIBRARY, SERVER, 910, 240, parent="old", node_id="lost"),
    lambda d: links.add_link(d, "leaf", "lost", cables=1, link_id="across"),
)


def test_the_same_design_has_no_difference() -> None:
    assert draw_difference(FIRST, FIRST).differences == ()
    # Where a thing lies on the canvas is none either.
    moved = made(lambda d: nodes.move_nodes(d, ["leaf"], 50, 0), on=FIRST)
    assert draw_difference(FIRST, moved).differences == ()


def test_what_came_went_and_is_otherwise_is_marked_once() -> None:
    second = made(
        lambda d: nodes.remove(d, ["old"]),
        lambda d: nodes.set_node(d, "server", copies=6),
        lambda d: links.set_link(d, "down", cables=6),
        lambda d: nodes.add_node(d, LIBRARY, LEAF, 10, 600, node_id="new"),
        lambda d: links.add_link(d, "new", "leaf", cables=2, link_id="up"),
        on=FIRST,
    )
    picture = draw_difference(FIRST, second)
    found = {one.id: (one.how, one.words) for one in picture.differences}
    # What stands in a pod that is gone is gone with it, and has no mark of its own.
    assert found == {
        "old": ("gone", "gone"),
        "server": ("changed", "×4 → ×6"),
        "down": ("changed", "4 → 6 cables"),
        "across": ("gone", "1 gone"),
        "new": ("added", "new"),
        "up": ("added", "2 new"),
    }
    assert picture.counts == {"added": 2, "gone": 2, "changed": 2}
    # Each mark lies where the thing is drawn.
    for one in picture.differences:
        assert (one.rect == picture.drawing.rect_of(one.id)) if one.rect is not None else len(one.path) > 1


def test_the_other_way_round_it_is_the_opposite() -> None:
    second = made(lambda d: nodes.remove(d, ["lost"]), on=FIRST)
    there = {one.id: one.how for one in draw_difference(FIRST, second).differences}
    back = {one.id: one.how for one in draw_difference(second, FIRST).differences}
    assert there == {"lost": "gone", "across": "gone"}
    assert back == {"lost": "added", "across": "added"}
