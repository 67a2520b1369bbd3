"""Aligning, distributing, equal sizes, the grid, and locks: on what is drawn, one edit each."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.edit.layouts.align import SIDES, align, distribute, same_size, snap_to_grid
from designer.edit.layouts.blocks import Box
from designer.edit.layouts.drawn_boxes import drawn_boxes
from designer.edit.nodes.locks import set_locked, unlocked
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING, GRID, TILE_HEIGHT, TILE_WIDTH
from designer.model.design import Design, Node
from designer.model.records import RefusedInput


def design_of(*nodes: Node) -> Design:
    return Design(nodes={node.id: node for node in nodes})


def tile(node_id: str, x: float, y: float, **fields: object) -> Node:
    return Node(id=node_id, kind="host", x=x, y=y, **fields)  # type: ignore[arg-type]


THREE = design_of(tile("a", 10, 500), tile("b", 333, 20), tile("c", 900, 77, width=300.0, height=148.0))
PLACE = {
    "left": lambda box: box.left,
    "right": lambda box: box.right,
    "centre": lambda box: (box.left + box.right) / 2,
    "top": lambda box: box.top,
    "bottom": lambda box: box.bottom,
    "middle": lambda box: (box.top + box.bottom) / 2,
}
LINES = {"left": 10, "right": 1200, "centre": 605, "top": 20, "bottom": 612, "middle": 316}


@pytest.mark.parametrize("side", list(SIDES))
def test_one_line_through_all(side) -> None:
    after = align(THREE, ["a", "b", "c"], side).applied(THREE)
    boxes = drawn_boxes(after)
    assert [PLACE[side](boxes[one]) for one in "abc"] == [LINES[side]] * 3
    kept = "y" if side in ("left", "centre", "right") else "x"
    assert [getattr(after.nodes[one], kept) for one in "abc"] == [getattr(THREE.nodes[one], kept) for one in "abc"]


def test_a_locked_one_is_what_the_others_are_aligned_with() -> None:
    design = set_locked(THREE, ["b"], locked=True).applied(THREE)
    after = align(design, ["a", "b", "c"], "left").applied(design)
    assert [after.nodes[one].x for one in "abc"] == [333, 333, 333]


def test_a_frame_goes_with_all_that_is_in_it() -> None:
    design = design_of(
        Node(id="rack", kind="rack"), tile("in", 400, 300, parent="rack", pinned=True), tile("out", 96, 8)
    )
    after = align(design, ["rack", "in", "out"], "left").applied(design)
    boxes = drawn_boxes(after)
    assert boxes["rack"].left == boxes["out"].left == 96
    assert after.nodes["in"].x == 96 + FRAME_PADDING


def test_equal_gaps() -> None:
    design = design_of(tile("a", 0, 0), tile("b", 230, 0), tile("c", 900, 0, width=100.0), tile("d", 1500, 9))
    after = distribute(design, list("dcab"), "across").applied(design)
    boxes = [drawn_boxes(after)[one] for one in "abcd"]
    gaps = [right.left - left.right for left, right in pairwise(boxes)]
    assert max(gaps) - min(gaps) <= 1
    assert after.nodes["a"] == design.nodes["a"]
    assert after.nodes["d"] == design.nodes["d"]
    assert all(box.left == int(box.left) for box in boxes)


@given(seed=st.integers(0, 2**32), count=st.integers(3, 12))
def test_equal_gaps_of_anything(seed: int, count: int) -> None:
    rnd = Random(seed)
    nodes = [tile(f"n{i}", rnd.uniform(-900, 900), rnd.uniform(-900, 900)) for i in range(count)]
    design = design_of(*nodes)
    after = distribute(design, [node.id for node in nodes], "down").applied(design)
    tops = sorted(node.y for node in after.nodes.values())
    steps = [lower - upper for upper, lower in pairwise(tops)]
    assert max(steps) - min(steps) <= 2
    assert min(tops) == min(node.y for node in nodes)
    assert max(tops) == max(node.y for node in nodes)


def test_same_sizes() -> None:
    after = same_size(THREE, ["a", "b", "c"], "width").applied(THREE)
    assert [after.nodes[one].width for one in "abc"] == [300, 300, 300]
    after = same_size(after, ["a", "c"], "height").applied(after)
    assert [after.nodes[one].height for one in "abc"] == [148, None, 148]
    assert not same_size(after, ["a", "c"], "height")


def test_a_frame_grows_from_where_it_is_drawn() -> None:
    design = design_of(
        Node(id="small", kind="rack", x=-50.0, y=-50.0),
        tile("in", 100, 100, parent="small"),
        Node(id="large", kind="room", x=1000.0, y=100.0, width=800.0, height=600.0),
    )
    before = drawn_boxes(design)["small"]
    after = same_size(design, ["small", "large"], "width").applied(design)
    box = drawn_boxes(after)["small"]
    assert box[:2] == before[:2] == (100 - FRAME_PADDING, 100 - FRAME_HEADER)
    assert box.right - box.left == 800


def test_chips_keep_the_height_of_their_host() -> None:
    design = design_of(
        tile("host", 0, 0), Node(id="gpu", kind="accelerator", parent="host"), tile("tall", 400, 0, height=300.0)
    )
    assert not same_size(design, ["host", "tall"], "height")


def test_all_on_the_grid() -> None:
    design = design_of(tile("a", 3.9, -4.1), tile("b", 8, 16), tile("c", 13, 13, pinned=True))
    after = snap_to_grid(design).applied(design)
    assert [(node.x, node.y) for node in after.nodes.values()] == [(0, -8), (8, 16), (13, 13)]
    assert all(node.x % GRID == 0 for node in after.nodes.values() if not node.pinned)
    assert snap_to_grid(design, ["b"]).changes == {}
    assert not snap_to_grid(after)


def test_what_is_refused() -> None:
    for make in (
        lambda: align(THREE, ["a"], "left"),
        lambda: align(THREE, ["a", "nobody"], "left"),
        lambda: align(THREE, ["a", "b"], "diagonal"),  # type: ignore[arg-type]
        lambda: distribute(THREE, ["a", "b"], "across"),
        lambda: distribute(THREE, ["a", "b", "c"], "around"),  # type: ignore[arg-type]
        lambda: same_size(THREE, ["a", "b"], "depth"),  # type: ignore[arg-type]
        lambda: snap_to_grid(THREE, ["nobody"]),
        lambda: set_locked(THREE, ["nobody"], locked=True),
    ):
        with pytest.raises(RefusedInput):
            make()


def test_locking_is_one_edit_for_all() -> None:
    edit = set_locked(THREE, ["a", "b"], locked=True)
    assert edit.label == "Lock 2 items in place"
    design = edit.applied(THREE)
    assert unlocked(design, ["a", "b", "c", "nobody"]) == ["c"]
    back = set_locked(design, ["a", "b"], locked=False)
    assert back.label == "Unlock 2 items"
    assert back.applied(design) == THREE
    assert set_locked(THREE, ["a"], locked=True).label == "Lock a in place"


def test_the_usual_tile() -> None:
    assert drawn_boxes(design_of(tile("a", 1, 2)))["a"] == Box(1, 2, 1 + TILE_WIDTH, 2 + TILE_HEIGHT)
