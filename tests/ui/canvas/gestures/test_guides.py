"""Guides, even distances and like sizes while things are placed and resized: real mouse."""

import pytest
from PySide6.QtCore import QPointF, Qt

from designer.edit.marks.marks import add_note
from designer.edit.nodes.nodes import add_container, add_node
from designer.model.design import Design

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def pods(begin, library):
    """A pod at (-500, -300), a wider one at (-100, -300) and a switch at (-500, 200)."""
    design = add_container(Design(), "pod", -500, -300, node_id="one").applied(Design())
    design = add_container(design, "pod", -100, -300, node_id="two").applied(design)
    design = add_node(design, library, SWITCH, -451, 203, node_id="leaf").applied(design)
    return begin(design)


def pull_corner(person, node_id, dx, dy, keys=Qt.KeyboardModifier.NoModifier):
    """Pull the lower right corner of a selected frame by pixels; the button stays down."""
    person.canvas.select((node_id,))
    rect = person.drawing.rect_of(node_id)
    start = person.screen(rect.right, rect.bottom)
    person.press(start, keys)
    person.pull(start, start + QPointF(dx, dy), keys)
    return start + QPointF(dx, dy)


def test_an_edge_that_is_pulled_goes_to_an_edge_below_and_says_so(pods):
    rect, leaf = pods.drawing.rect_of("one"), pods.drawing.rect_of("leaf")
    end = pull_corner(pods, "one", leaf.right - rect.right + 4, 50)
    assert any(guide.x1 == guide.x2 == leaf.right for guide in pods.preview.guides)
    pods.let_go(end)
    assert pods.drawing.rect_of("one").right == leaf.right


def test_a_size_beside_it_draws_and_is_shown_at_both(pods, library):
    pods.session.commit(add_container(pods.design, "pod", 300, -340, node_id="three"))
    end = pull_corner(pods, "three", 120, 6)
    pods.let_go(end)
    wide = pods.drawing.rect_of("three").width
    end = pull_corner(pods, "one", wide - pods.drawing.rect_of("one").width - 5, 91)
    assert [gap.text for gap in pods.preview.gaps if gap.same] == [f"{wide:g}", f"{wide:g}"]
    pods.let_go(end)
    assert pods.drawing.rect_of("one").width == wide


def test_away_from_everything_an_edge_goes_to_the_grid(pods):
    rect = pods.drawing.rect_of("one")
    end = pull_corner(pods, "one", 40, 61)
    pods.let_go(end)
    assert pods.drawing.rect_of("one").bottom % 8 == 0
    assert pods.drawing.rect_of("one").bottom != rect.bottom


def test_alt_frees_the_edge(pods):
    rect, leaf = pods.drawing.rect_of("one"), pods.drawing.rect_of("leaf")
    end = pull_corner(pods, "one", leaf.right - rect.right + 3, 53, ALT)
    assert pods.preview.guides == ()
    pods.let_go(end, ALT)
    assert pods.drawing.rect_of("one").right == leaf.right + 3


def test_a_note_goes_to_edges_too(pods):
    design = add_note(pods.design, -500, 340, width=160, height=80).applied(pods.design)
    (note,) = design.marks
    pods.session.commit(add_note(pods.design, -500, 340, width=160, height=80))
    rect, leaf = pods.drawing.rect_of(note), pods.drawing.rect_of("leaf")
    end = pull_corner(pods, note, leaf.right - rect.right - 3, 20)
    assert any(guide.x1 == guide.x2 == leaf.right for guide in pods.preview.guides)
    pods.let_go(end)
    assert pods.drawing.rect_of(note).right == leaf.right


def test_a_part_that_is_placed_goes_to_the_edges_of_groups_and_to_even_distances(pods):
    one = pods.drawing.rect_of("one")
    pods.carry(DGX, pods.screen(one.x + 112 + 4, 100))
    assert any(guide.x1 == guide.x2 == one.x for guide in pods.preview.guides)
    new = pods.drop(DGX, pods.screen(one.x + 112 + 4, 100))
    assert pods.design.nodes[new].x == one.x


def test_inside_a_group_its_own_edges_do_not_draw(pods):
    one = pods.drawing.rect_of("one")
    pods.carry(DGX, pods.screen(one.x + 112 + 5, one.centre[1]))
    assert not any(guide.x1 == guide.x2 == one.x for guide in pods.preview.guides)
    pods.carry_away()


def test_three_in_a_row_are_placed_as_far_apart(begin, library):
    design = Design()
    for node_id, x in (("a", -600), ("b", -300)):
        design = add_node(design, library, DGX, x, 0, node_id=node_id).applied(design)
    person = begin(design)
    # Between the two lie 76; the third is let go 73 beside the second.
    place = person.screen(-300 + 224 + 73 + 112, 58)
    person.carry(DGX, place)
    assert {gap.text for gap in person.preview.gaps if gap.same} == {"76"}
    new = person.drop(DGX, place)
    assert person.design.nodes[new].x == 0
