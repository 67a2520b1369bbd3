"""Notes, frames, arrows and pictures: drawn, changed, moved with what they stick to, copied, stacked, taken away."""

import struct

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.layouts.align import align
from designer.edit.marks.arrow_ends import points_of
from designer.edit.marks.marks import (
    add_arrow,
    add_frame,
    add_note,
    add_picture,
    added_mark,
    bend_arrow,
    resize_mark,
    set_mark,
)
from designer.edit.marks.picture_files import picture_facts
from designer.edit.nodes.clipboard import copy_out, duplicate, paste_in, pasted_ids
from designer.edit.nodes.locks import deletable, set_locked, unlocked
from designer.edit.nodes.nodes import add_container, add_node, move_nodes, remove
from designer.edit.nodes.stacking_order import bring_to_front, send_to_back
from designer.model.design import Design
from designer.model.records import RefusedInput


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\0\0\0"


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    b"\xff\xc0\x00\x11\x08\x00\x30\x00\x40\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"
)


@pytest.fixture
def pair(library: Library) -> Design:
    design = add_node(Design(), library, "nvidia/dgx-h100", 0, 0, node_id="dgx").applied(Design())
    return add_node(design, library, "nvidia/qm9700", 400, 0, node_id="leaf").applied(design)


def test_a_note_keeps_its_text_as_it_was_typed() -> None:
    text = "Phase 2 <b>later</b>\n\tno 🚀 before\u202eQ3"
    edit = add_note(Design(), 10, 20, text)
    (note,) = edit.applied(Design()).marks.values()
    assert (note.text, note.x, note.y, note.colour) == (text, 10, 20, "yellow")
    assert added_mark(edit) == note.id
    assert edit.label.startswith("Add note Phase 2 <b>later</b>")


def test_frames_lie_behind_the_equipment_and_behind_one_another_notes_in_front() -> None:
    design = Design()
    for make in (add_frame, add_frame, add_note, add_note):
        design = make(design, 0, 0).applied(design)
    assert [design.marks[one].front for one in ("frame", "frame-2", "note", "note-2")] == [-1, -2, 0, 1]


def test_ends_of_arrows_go_along_with_their_nodes(pair: Design) -> None:
    design = add_arrow(pair, [(100, 30), (250, 90), (500, 30)], ("dgx", "leaf")).applied(pair)
    moved = move_nodes(design, ["leaf"], 0, 200).applied(design)
    assert points_of(moved.marks["arrow"]) == ((100, 30), (250, 90), (500, 230))
    alone = move_nodes(design, ["arrow"], 8, 8).applied(design)
    assert points_of(alone.marks["arrow"]) == ((100, 30), (258, 98), (500, 30))
    together = move_nodes(design, ["arrow", "dgx", "leaf"], 8, 8).applied(design)
    assert points_of(together.marks["arrow"]) == ((108, 38), (258, 98), (508, 38))


def test_an_arrow_ends_where_its_node_stood(pair: Design) -> None:
    design = add_arrow(pair, [(100, 30), (500, 30)], ("dgx", "leaf")).applied(pair)
    design = move_nodes(design, ["leaf"], 0, 200).applied(design)
    left = remove(design, ["leaf"]).applied(design)
    assert left.marks["arrow"].ends == ("dgx", "")
    assert points_of(left.marks["arrow"]) == ((100, 30), (500, 230))


def test_an_arrow_inside_a_container_follows_it(pair: Design, library: Library) -> None:
    design = add_container(pair, "rack", 0, 400, node_id="rack").applied(pair)
    design = add_node(design, library, "nvidia/qm9700", 40, 440, parent="rack", node_id="tor").applied(design)
    design = add_arrow(design, [(100, 470), (700, 470)], ("tor", "")).applied(design)
    moved = move_nodes(design, ["rack"], -80, 16).applied(design)
    assert points_of(moved.marks["arrow"]) == ((20, 486), (700, 470))


def test_bending_and_sticking_to_another_node(pair: Design) -> None:
    design = add_arrow(pair, [(0, 0), (10, 10)]).applied(pair)
    design = bend_arrow(design, "arrow", [(0, 0), (50, 90), (400, 10)], ("", "leaf")).applied(design)
    assert design.marks["arrow"].ends == ("", "leaf")
    with pytest.raises(RefusedInput, match="no 'gone'"):
        bend_arrow(design, "arrow", [(0, 0), (1, 1)], ("gone", ""))
    with pytest.raises(RefusedInput, match="no size of its own"):
        resize_mark(design, "arrow", 0, 0, 100, 100)


def test_a_picture_is_held_once_and_leaves_with_the_last_mark_that_shows_it() -> None:
    design = add_picture(Design(), "hall.png", png(1920, 960), 0, 0).applied(Design())
    mark = design.marks["picture"]
    assert (mark.x, mark.y, mark.width, mark.height) == (-240, -120, 480, 240)
    design = add_picture(design, "again.png", png(1920, 960), 0, 0).applied(design)
    design = duplicate(design, ["picture"]).applied(design)
    assert len(design.marks) == 3
    assert list(design.pictures) == ["hall"]
    design = remove(design, ["picture", "picture-2"]).applied(design)
    assert list(design.pictures) == ["hall"]
    last = remove(design, list(design.marks))
    assert not last.applied(design).pictures
    assert last.inverted().applied(last.applied(design)) == design


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "neither a PNG nor a JPEG"),
        (b"GIF89a" + bytes(40), "neither a PNG nor a JPEG"),
        (b"<svg xmlns='x'/>", "neither a PNG nor a JPEG"),
        (png(8, 8)[:20], "damaged"),
        (JPEG[:24], "damaged"),
        (b"\xff\xd8\xff" + b"\xff" * 50_000, "damaged"),
        (b"\xff\xd8\xff\xe0\0\0" * 9_000, "damaged"),
        (png(0, 8), "pixels"),
        (png(100_000, 100_000), "pixels"),
        (png(8, 8) + bytes(8_000_000), "8 MB are the most"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(RefusedInput, match=words):
        add_picture(Design(), "photo.png", data, 0, 0)


def test_the_bytes_say_what_a_picture_is_not_its_name() -> None:
    assert picture_facts(JPEG, "wrong.png") == ("jpeg", 64, 48)
    assert picture_facts(png(1, 1), "wrong.jpg") == ("png", 1, 1)
    (tiny,) = add_picture(Design(), "dot.png", png(1, 1), 0, 0).applied(Design()).marks.values()
    assert (tiny.width, tiny.height) == (16, 16)


def test_marks_are_copied_with_nodes_to_another_project(pair: Design) -> None:
    design = add_arrow(pair, [(100, 30), (500, 30)], ("dgx", "leaf"), "rails").applied(pair)
    design = add_picture(design, "hall.png", png(64, 64), 0, 300).applied(design)
    edit = paste_in(Design(), copy_out(design, ["dgx", "arrow", "picture"]), 1000, 1000)
    other = edit.applied(Design())
    assert other.marks["arrow"].ends == ("dgx", "")
    assert other.pictures == design.pictures
    assert set(pasted_ids(edit)) == {"dgx", "arrow", "picture"}
    only = paste_in(Design(), copy_out(design, ["arrow"]), 5, 6)
    assert only.label == "Paste arrow rails"
    assert points_of(only.applied(Design()).marks["arrow"]) == ((5, 6), (405, 6))


def test_a_clip_without_its_picture_is_refused() -> None:
    design = add_picture(Design(), "hall.png", png(64, 64), 0, 0).applied(Design())
    text = copy_out(design, ["picture"]).replace('"id":"hall"', '"id":"other"')
    with pytest.raises(RefusedInput, match="does not hold its picture"):
        paste_in(Design(), text, 0, 0)


def test_stacking_puts_marks_in_front_of_and_behind_the_equipment() -> None:
    design = Design()
    for _ in range(3):
        design = add_note(design, 0, 0).applied(design)
    back = send_to_back(design, ["note-2"])
    assert back.label == "Send note to the back"
    design = back.applied(design)
    assert design.marks["note-2"].front < 0
    assert not send_to_back(design, ["note-2"])
    design = bring_to_front(design, ["note-2", "note"]).applied(design)
    assert sorted(design.marks, key=lambda one: design.marks[one].front) == ["note-3", "note-2", "note"]


def test_locked_marks_are_not_moved_nor_deleted_with_others(pair: Design) -> None:
    design = add_note(pair, 0, 200).applied(pair)
    design = set_locked(design, ["note"], locked=True).applied(design)
    assert unlocked(design, ["note", "dgx"]) == ["dgx"]
    assert deletable(design, ["note", "dgx"]) == ["dgx"]
    assert deletable(design, ["note"]) == ["note"]


def test_marks_are_aligned_with_nodes(pair: Design) -> None:
    design = add_note(pair, 37, 200).applied(pair)
    design = align(design, ["dgx", "note"], "left").applied(design)
    assert design.marks["note"].x == 0


def test_text_colour_and_size(pair: Design) -> None:
    design = add_frame(pair, 0, 0).applied(pair)
    edit = set_mark(design, "frame", text="Phase 1")
    assert edit.label == "Write on frame"
    design = edit.applied(design)
    assert set_mark(design, "frame", colour="green").label == "Colour frame Phase 1 green"
    with pytest.raises(RefusedInput, match="Colour cannot be"):
        set_mark(design, "frame", colour="#ff0000")
    with pytest.raises(RefusedInput, match="at least 16"):
        resize_mark(design, "frame", 0, 0, 4, 100)


def test_marks_change_no_figure(pair: Design, library: Library) -> None:
    marked = add_note(pair, 0, 200, "500 MW, $1").applied(pair)
    marked = add_arrow(marked, [(0, 0), (9, 9)], ("dgx", "leaf")).applied(marked)
    marked = add_frame(marked, -50, -50).applied(marked)
    assert analyze(marked) == analyze(pair)
