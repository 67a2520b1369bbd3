"""Marks as they are drawn: text broken into lines, arrows led to edges, what lies where, whatever was drawn before."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.marks import END_GAP, at_edge, half_way, note_height, note_lines, wrapped
from designer.drawing.records import Rect
from designer.drawing.text import approximate_width
from designer.drawing.topology.incremental import Known
from designer.drawing.topology.topology import draw_topology
from designer.edit.marks.marks import add_arrow, add_frame, add_note, set_mark
from designer.edit.nodes.folding import fold
from designer.edit.nodes.nodes import move_nodes, remove
from designer.model.changes import ChangeSet
from designer.model.design import Design
from tests.edit.nodes.test_folding import hall


@given(st.text(max_size=400), st.floats(20, 600))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room: float) -> None:
    lines = list(wrapped(text, room, approximate_width))
    widest = max((approximate_width(c, "body") for line in lines for c in line), default=0.0)
    assert all(approximate_width(line, "body") <= max(room, widest) + 1e-6 for line in lines)
    kept = "".join(c for c in "".join(text.splitlines()) if c.isprintable() and not c.isspace())
    assert "".join("".join(lines).split()) == "".join(kept.split())


def test_lines_are_broken_between_words_and_paragraphs() -> None:
    text = "Ask the landlord for two megawatts\n\nbefore June"
    # Every letter is 10 wide here: 16 of them fit.
    assert list(wrapped(text, 160, lambda words, _: 10.0 * len(words))) == [
        "Ask the landlord",
        "for two",
        "megawatts",
        "",
        "before June",
    ]
    assert list(wrapped("a" * 35, 160, lambda words, _: 10.0 * len(words))) == ["a" * 16, "a" * 16, "a" * 3]


@given(st.text(max_size=2_000), st.floats(16, 400), st.floats(16, 400))
def test_a_note_shows_no_more_than_its_sheet_holds(text: str, width: float, height: float) -> None:
    assert len(note_lines(text, width, height, approximate_width)) <= max(int((height - 20) // 18), 1)


def test_a_note_as_high_as_its_text_cuts_nothing() -> None:
    text = "word " * 60
    high = note_height(text, 208, approximate_width)
    lines = note_lines(text, 208, high, approximate_width)
    assert " ".join(lines).split() == text.split()
    assert note_lines(text, 208, high - 18, approximate_width)[-1].endswith("…")


@given(st.floats(-900, 900), st.floats(-900, 900))
def test_the_end_of_an_arrow_lies_on_the_edge(x: float, y: float) -> None:
    rect = Rect(-112, -32, 224, 64)
    px, py = at_edge(rect, (x, y))
    around = rect.grown(END_GAP)
    on_side = abs(abs(px) - around.right) < 1e-6 and abs(py) <= around.bottom + 1e-6
    on_top = abs(abs(py) - around.bottom) < 1e-6 and abs(px) <= around.right + 1e-6
    assert on_side or on_top


def test_half_way_is_by_length() -> None:
    assert half_way([(0, 0), (100, 0), (100, 300)]) == (100, 100)
    assert half_way([(5, 5), (5, 5)]) == (5, 5)


def test_what_is_hit_is_what_lies_in_front() -> None:
    design = hall()
    for make in (lambda d: add_frame(d, -200, -200, "T", width=900, height=900), lambda d: add_note(d, 40, 500)):
        design = make(design).applied(design)
    drawing = draw_topology(design)
    hits = {place: drawing.hit(*place) for place in ((60.0, 520.0), (-150.0, 300.0), (-200.0, 300.0), (-150.0, -190.0))}
    assert [(hit.kind, hit.id) if hit else None for hit in hits.values()] == [
        ("mark", "note"),
        None,
        ("mark", "frame"),
        ("mark", "frame"),
    ]
    # Over the pod the pod is taken, and the tile in it before both.
    assert drawing.hit(410.0, 10.0) == draw_topology(hall()).hit(410.0, 10.0)


def test_cropped_to_an_area_it_keeps_the_marks_there() -> None:
    design = add_note(hall(), 5_000, 0).applied(hall())
    design = add_note(design, 60, 520).applied(design)
    cut = draw_topology(design).cropped(Rect(0, 480, 400, 200))
    assert [mark.id for mark in cut.marks] == ["note-2"]


@pytest.mark.parametrize("seed", range(3))
def test_drawn_step_by_step_it_equals_what_is_drawn_afresh(seed: int) -> None:
    rnd = Random(seed)
    known, design = Known(), hall()
    for _ in range(40):
        design = some_edit(design, rnd).applied(design)
        kept, fresh = draw_topology(design, known=known), draw_topology(design)
        assert kept.marks == fresh.marks
        assert kept.bounds == fresh.bounds
        assert kept.tiles == fresh.tiles
        assert {wire.id: wire.label for wire in kept.wires} == {wire.id: wire.label for wire in fresh.wires}
        assert kept.drawn_as == fresh.drawn_as


def some_edit(design: Design, rnd: Random) -> ChangeSet:
    nodes, marks = sorted(design.nodes), sorted(design.marks)
    match rnd.randrange(6):
        case 0:
            return add_note(design, rnd.uniform(-900, 900), rnd.uniform(-900, 900), "text")
        case 1:
            return add_arrow(design, [(0, 0), (rnd.uniform(-90, 90), 900)], (rnd.choice(nodes), rnd.choice(nodes)))
        case 2:
            return fold(design, [rnd.choice(["room", "rack", "pod"])], folded=rnd.random() < 0.5)
        case 3 if marks:
            return remove(design, [rnd.choice(marks)])
        case 4 if marks:
            return set_mark(design, rnd.choice(marks), text="other")
        case _:
            return move_nodes(design, [rnd.choice(nodes)], rnd.uniform(-90, 90), 8)
