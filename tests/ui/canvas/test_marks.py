"""Notes, frames, arrows and pictures by mouse and by keys: what the design holds afterwards."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from designer.edit.marks.arrow_ends import points_of
from designer.edit.marks.marks import add_arrow, add_frame, add_note, add_picture, set_mark
from designer.edit.nodes.locks import set_locked
from designer.model.design import Design
from designer.ui.canvas.interaction.mark_pictures import image_bytes, paste_picture

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def only(person):
    (mark,) = person.design.marks.values()
    return mark


def image(width=64, height=48, colour="#336699"):
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def drawn(begin, *makes):
    design = Design()
    for make in makes:
        design = make(design).applied(design)
    return begin(design)


# Drawing.


def test_a_note_is_dragged_out_and_written_on(person):
    person.canvas.set_tool("note")
    person.drag(person.screen(-200, -100), person.screen(56, 60))
    person.type("Ask for 2 MW")
    person.key(KEY.Key_Return)
    person.type("before June")
    person.key(KEY.Key_Return, CONTROL)
    mark = only(person)
    assert (mark.kind, mark.text) == ("note", "Ask for 2 MW\nbefore June")
    assert (mark.x, mark.y, mark.width, mark.height) == (-200, -96, 256, 160)
    assert person.canvas.tool() == "select"
    assert person.canvas.selected_ids() == (mark.id,)


def test_a_click_lays_down_a_note_of_the_usual_size_and_escape_leaves_it_empty(person):
    person.canvas.set_tool("note")
    person.click(person.screen(0, 0))
    person.type("nothing of this")
    person.key(KEY.Key_Escape)
    assert only(person).text == ""
    assert (only(person).width, only(person).height) == (208, 112)


def test_enter_draws_a_note_without_a_mouse(person):
    person.canvas.set_tool("note")
    person.key(KEY.Key_Return)
    person.type("By keys alone")
    person.key(KEY.Key_Return, CONTROL)
    assert only(person).text == "By keys alone"
    assert person.drawing.rect_of(only(person).id).centre == pytest.approx((0, 0), abs=8)


def test_a_note_grows_with_what_is_written_on_it(person):
    person.canvas.set_tool("note")
    person.click(person.screen(0, 0))
    for _ in range(12):
        person.type("word")
        person.key(KEY.Key_Return)
    person.key(KEY.Key_Return, CONTROL)
    assert only(person).height > 200


def test_a_frame_goes_around_what_is_selected_and_behind_it(wired):
    wired.canvas.select(["dgx", "leaf"])
    wired.canvas.set_tool("frame")
    wired.key(KEY.Key_Return)
    wired.enter("Phase 1")
    frame = only(wired)
    rect = wired.drawing.rect_of(frame.id)
    for one in ("dgx", "leaf"):
        tile = wired.drawing.rect_of(one)
        assert rect.x < tile.x
        assert rect.y < tile.y
        assert tile.right < rect.right
        assert tile.bottom < rect.bottom
    assert (frame.text, frame.front) == ("Phase 1", -1)


def test_equipment_in_a_frame_is_taken_first_and_the_frame_by_its_edge_or_title(wired):
    wired.canvas.select(["dgx", "leaf"])
    wired.canvas.set_tool("frame")
    wired.key(KEY.Key_Return)
    wired.enter("Phase 1")
    frame = only(wired).id
    wired.canvas.select([])
    wired.click(wired.middle("dgx"))
    assert wired.canvas.selected_ids() == ("dgx",)
    rect = wired.drawing.rect_of(frame)
    wired.click(wired.screen(rect.x + 20, rect.y + 14))
    assert wired.canvas.selected_ids() == (frame,)
    wired.click(wired.screen(900, 900))
    wired.click(wired.screen(rect.x + 60, rect.y + 200))
    assert wired.canvas.selected_ids() == ()
    wired.click(wired.screen(rect.right, rect.y + 200))
    assert wired.canvas.selected_ids() == (frame,)


def test_an_arrow_sticks_to_both_tiles_and_follows_them(wired):
    wired.canvas.set_tool("arrow")
    wired.drag(wired.middle("dgx"), wired.middle("spine"))
    wired.enter("grows here")
    mark = only(wired)
    assert mark.ends == ("dgx", "spine")
    assert mark.text == "grows here"
    before = wired.drawing.marks[0].path
    wired.drag(wired.middle("spine"), wired.middle("spine") + QPointF(0, 240))
    after = wired.drawing.marks[0].path
    assert after[-1] != before[-1]
    rect = wired.drawing.rect_of("spine").grown(5)
    x, y = after[-1]
    assert x == pytest.approx(rect.x) or y == pytest.approx(rect.bottom) or y == pytest.approx(rect.y)


def test_an_arrow_between_the_two_selected_by_keys(wired):
    wired.canvas.select(["leaf", "spine"])
    wired.canvas.set_tool("arrow")
    wired.key(KEY.Key_Return)
    wired.key(KEY.Key_Escape)
    assert only(wired).ends == ("leaf", "spine")


def test_an_arrow_is_bent_and_made_straight_again(begin):
    person = drawn(begin, lambda d: add_arrow(d, [(-200, 0), (200, 0)]))
    person.click(person.screen(-100, 0))
    assert person.canvas.selected_ids() == ("arrow",)
    person.drag(person.screen(0, 0), person.screen(0, 120))
    assert points_of(only(person)) == ((-200, 0), (0, 120), (200, 0))
    person.drag(person.screen(0, 120), person.screen(0, 1))
    assert points_of(only(person)) == ((-200, 0), (200, 0))


def test_the_tip_of_an_arrow_is_put_on_another_tile(wired):
    design = add_arrow(wired.design, [(-190, 130), (0, 300)], ("dgx", ""))
    wired.session.commit(design)
    QApplication.processEvents()
    wired.canvas.select(["arrow"])
    wired.drag(wired.screen(0, 300), wired.middle("spine"))
    assert only(wired).ends == ("dgx", "spine")


@pytest.mark.parametrize("tool", ["note", "frame", "arrow"])
def test_escape_in_mid_drag_draws_nothing(person, tool):
    person.canvas.set_tool(tool)
    person.press(person.screen(0, 0))
    person.pull(person.screen(0, 0), person.screen(100, 100))
    assert person.preview is not None
    person.key(KEY.Key_Escape)
    person.let_go(person.screen(100, 100))
    assert not person.design.marks
    assert person.preview is None


def test_undo_takes_the_mark_back_and_redo_draws_it_again(person):
    person.canvas.set_tool("note")
    person.click(person.screen(0, 0))
    person.key(KEY.Key_Escape)
    design = person.design
    person.session.undo()
    assert not person.design.marks
    assert person.canvas.selected_ids() == ()
    person.session.redo()
    assert person.design == design


# Changing.


def test_marks_are_moved_with_nodes_by_a_drag(wired):
    wired.session.commit(add_note(wired.design, 0, 96, "together"))
    QApplication.processEvents()
    wired.canvas.select(["dgx", "note"])
    place = wired.middle("note")
    wired.drag(place, place + QPointF(80, 40), keys=Qt.KeyboardModifier.AltModifier)
    assert (only(wired).x, only(wired).y) == (80, 136)
    assert (wired.design.nodes["dgx"].x, wired.design.nodes["dgx"].y) == (-224, 140)
    wired.session.undo()
    assert (only(wired).x, wired.design.nodes["dgx"].x) == (0, -304)


def test_arrow_keys_move_and_delete_deletes(begin):
    person = drawn(begin, lambda d: add_note(d, 0, 0, "x"))
    person.click(person.middle("note"))
    person.key(KEY.Key_Right)
    person.key(KEY.Key_Down, SHIFT)
    assert (only(person).x, only(person).y) == (8, 80)
    person.key(KEY.Key_Delete)
    assert not person.design.marks


def test_a_note_is_made_larger_by_its_corner(begin):
    person = drawn(begin, lambda d: add_note(d, 0, 0, "x"))
    person.click(person.middle("note"))
    person.drag(person.screen(208, 112), person.screen(304, 200))
    assert (only(person).x, only(person).y, only(person).width, only(person).height) == (0, 0, 304, 200)


def test_a_picture_keeps_its_proportions_by_its_corner(begin):
    data = image_bytes(image(640, 320)) if QApplication.instance() else b""
    person = drawn(begin, lambda d: add_picture(d, "hall.png", data, 0, 0))
    mark = only(person)
    person.click(person.middle(mark.id))
    person.drag(person.screen(240, 120), person.screen(120, 119))
    assert only(person).width == pytest.approx(2 * only(person).height)


def test_f2_and_a_double_click_edit_what_it_says(begin):
    person = drawn(begin, lambda d: add_frame(d, -200, -100, "Old"))
    person.click(person.screen(-180, -90))
    person.key(KEY.Key_F2)
    person.enter("New")
    assert only(person).text == "New"
    person.double_click(person.screen(-180, -90))
    person.enter("Newer")
    assert only(person).text == "Newer"


def test_html_is_written_as_it_is(begin):
    person = drawn(begin, lambda d: add_note(d, 0, 0, "<b>x</b>"))
    person.double_click(person.middle("note"))
    assert person.editor.text() == "<b>x</b>"
    person.key(KEY.Key_Escape)
    assert person.drawing.marks[0].lines == ("<b>x</b>",)


def test_the_rubber_band_takes_notes_it_touches_and_frames_it_holds(begin):
    person = drawn(begin, lambda d: add_note(d, 0, 0), lambda d: add_frame(d, -300, -200, width=700, height=500))
    person.drag(person.screen(-40, -40), person.screen(60, 60))
    assert person.canvas.selected_ids() == ("note",)
    person.drag(person.screen(-400, -300), person.screen(500, 400))
    assert set(person.canvas.selected_ids()) == {"note", "frame"}


def test_the_lasso_takes_what_it_goes_around(wired):
    wired.session.commit(add_note(wired.design, 0, 100, "x"))
    wired.session.commit(add_frame(wired.design, 400, 100, width=160, height=120))
    wired.session.commit(add_arrow(wired.design, [(-100, 300), (300, 300)]))
    QApplication.processEvents()
    wired.canvas.set_tool("lasso")
    start = wired.screen(-40, 60)
    wired.press(start)
    for x, y in ((260, 60), (260, 260), (-40, 260)):
        wired.pull(wired.screen(x, y), wired.screen(x, y), steps=1)
    wired.let_go(wired.screen(-40, 240))
    assert wired.canvas.selected_ids() == ("note",)
    wired.press(wired.screen(-340, 40))
    for x, y in ((600, 40), (600, 340), (-340, 340)):
        wired.pull(wired.screen(x, y), wired.screen(x, y), steps=1)
    wired.let_go(wired.screen(-340, 320))
    assert set(wired.canvas.selected_ids()) == {"dgx", "note", "frame", "arrow"}


def test_select_all_takes_marks_too(wired):
    wired.session.commit(add_note(wired.design, 0, 100, "x"))
    wired.canvas.select_all()
    assert set(wired.canvas.selected_ids()) == {"dgx", "leaf", "spine", "note"}


def test_a_tile_snaps_to_the_edge_of_a_note(wired):
    wired.session.commit(add_note(wired.design, 3, 300, "x"))
    QApplication.processEvents()
    place = wired.middle("spine")
    wired.press(place)
    wired.pull(place, place + QPointF(-199, 200))
    assert wired.preview.guides
    wired.let_go(place + QPointF(-199, 200))
    assert wired.design.nodes["spine"].x == 3


def test_ctrl_drag_takes_a_copy_along(begin):
    person = drawn(begin, lambda d: add_note(d, 0, 0, "twice"))
    place = person.middle("note")
    person.click(place)
    person.drag(place, place + QPointF(240, 0), keys=CONTROL)
    assert len(person.design.marks) == 2
    assert {mark.text for mark in person.design.marks.values()} == {"twice"}


def test_a_locked_note_stays(begin):
    person = drawn(begin, lambda d: add_note(d, 0, 0), lambda d: set_locked(d, ["note"], locked=True))
    place = person.middle("note")
    person.drag(place, place + QPointF(100, 0))
    assert only(person).x == 0
    assert "locked" in person.said[-1]


def test_tab_walks_over_marks_and_says_what_they_are(begin):
    person = drawn(begin, lambda d: add_note(d, 0, 0, "Ask the landlord"))
    person.key(KEY.Key_Tab)
    assert person.canvas.selected_ids() == ("note",)
    assert person.canvas.accessibleDescription() == "Note: Ask the landlord"


def test_marks_alone_are_fitted_into_sight(begin):
    person = drawn(begin, lambda d: add_note(d, 5000, 5000), lambda d: set_mark(d, "note", text="far away"))
    person.canvas.fit()
    sight = person.canvas.stage.sight
    assert sight.x < 5000
    assert sight.right > 5208


# Pictures.


def drop_files(person, paths, place):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(
        place.toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(person.canvas, enter)
    drop = QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(person.canvas, drop)
    return enter.isAccepted()


def test_a_picture_is_dropped_as_a_file(person, tmp_path):
    path = tmp_path / "hall.png"
    path.write_bytes(image_bytes(image()))
    assert drop_files(person, [path], person.screen(100, 100))
    mark = only(person)
    assert (mark.x, mark.y, mark.width, mark.height) == (68, 76, 64, 48)
    assert person.design.pictures[mark.picture].name == "hall.png"
    assert person.canvas.selected_ids() == (mark.id,)


def test_a_file_that_is_no_picture_is_left_to_the_window(person, tmp_path):
    assert not drop_files(person, [tmp_path / "design.stackwright"], person.screen(0, 0))
    assert not person.design.marks


def test_a_wrong_suffix_is_read_by_its_content_and_a_damaged_file_is_refused(person, tmp_path):
    good, cut, text = tmp_path / "photo.jpg", tmp_path / "cut.png", tmp_path / "text.png"
    whole = image_bytes(image(400, 300))
    good.write_bytes(whole)
    cut.write_bytes(whole[:60])
    text.write_text("<svg/>")
    drop_files(person, [good, cut, text, tmp_path / "gone.png"], person.screen(0, 0))
    assert only(person).picture == "photo"
    assert person.design.pictures["photo"].form == "png"
    said = " ".join(person.said)
    assert "cut.png is damaged" in said
    assert "text.png is neither a PNG nor a JPEG" in said
    assert "gone.png cannot be read: No such file" in said


def test_an_image_is_pasted_from_the_clipboard(person):
    data = QMimeData()
    data.setImageData(image(2000, 1000))
    assert paste_picture(person.canvas.stage, data, (0.0, 0.0))
    assert (only(person).width, only(person).height) == (480, 240)
    words = QMimeData()
    words.setText("Switch, 4")
    assert not paste_picture(person.canvas.stage, words, (0.0, 0.0))
