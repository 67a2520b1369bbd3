"""Notes, frames, arrows, pictures and folding from the window: keys, menus, inspector, outline, clipboard, files."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.edit.marks.marks import add_arrow, add_frame, add_note, add_picture
from designer.edit.session import Session
from designer.model.design import Design, Link, Node, View
from designer.store.project import read_project, write_project
from designer.ui.canvas.interaction.mark_pictures import image_bytes
from designer.ui.inspector.panes.mark_pane import MarkPane
from designer.ui.inspector.text_box import TextBox
from designer.ui.panels.outline.outline_tree import MARKS, outline, spoken
from designer.ui.present.design_picture import drawing_of

KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def image():
    made = QImage(200, 100, QImage.Format.Format_RGB32)
    made.fill(QColor("#557799"))
    return made


@pytest.fixture
def small(window):
    nodes = [
        Node(id="rack", kind="rack"),
        Node(id="a", kind="host", parent="rack", copies=4),
        Node(id="b", kind="switch", x=400, order=1),
    ]
    link = Link(id="ab", a="a", b="b", medium="fabric", cables=32, capacity_gbps=400)
    window.open_session(Session(Design(nodes={node.id: node for node in nodes}, links={"ab": link})))
    QApplication.processEvents()
    window.workspace.canvas.setFocus()
    return window


def design_of(window):
    return window.workspace.document.design


def edit(window, make):
    window.workspace.document.edit(make)
    QApplication.processEvents()


def press(window, key, keys=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, keys)
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("key", "keys", "kind"),
    [(KEY.Key_N, None, "note"), (KEY.Key_N, SHIFT, "frame"), (KEY.Key_A, None, "arrow")],
)
def test_each_is_drawn_by_keys_alone(small, key, keys, kind):
    press(small, key, keys or Qt.KeyboardModifier.NoModifier)
    assert small.workspace.canvas.tool() == kind
    press(small, KEY.Key_Return)
    editor = small.workspace.canvas.editor
    assert editor.accessibleName() == f"Text of the {kind}"
    QTest.keyClicks(editor, "Hello")
    press(small, KEY.Key_Return, CONTROL if kind == "note" else Qt.KeyboardModifier.NoModifier)
    (mark,) = design_of(small).marks.values()
    assert (mark.kind, mark.text) == (kind, "Hello")
    assert small.workspace.canvas.selected_ids() == (mark.id,)
    press(small, KEY.Key_Delete)
    assert not design_of(small).marks


def test_the_insert_menu_holds_them(small):
    menu = small.commands.menu(small, "Edit/Insert")
    assert [action.text() for action in menu.actions()] == ["Note", "Frame", "Arrow", "Picture from a file…"]


def test_a_picture_from_a_file_lies_in_the_middle_of_the_sight(small, questions, tmp_path):
    questions.path = tmp_path / "hall.png"
    questions.path.write_bytes(image_bytes(image()))
    small.commands.run("marks.picture")
    (mark,) = design_of(small).marks.values()
    x, y = small.workspace.canvas.stage.sight.centre
    assert (mark.x + mark.width / 2, mark.y + mark.height / 2) == pytest.approx((x, y))
    questions.path.write_text("not a picture")
    small.commands.run("marks.picture")
    assert len(design_of(small).marks) == 1


def test_copy_and_paste_of_a_picture_and_of_a_mark(small):
    data = QMimeData()
    data.setImageData(image())
    QGuiApplication.clipboard().setMimeData(data)
    small.commands.run("edit.paste")
    assert [mark.kind for mark in design_of(small).marks.values()] == ["picture"]
    small.commands.run("edit.copy")
    small.commands.run("edit.paste")
    assert len(design_of(small).marks) == 2
    assert len(design_of(small).pictures) == 1
    small.commands.run("edit.duplicate")
    assert len(design_of(small).marks) == 3


def test_the_inspector_of_a_note(small):
    edit(small, lambda d: add_note(d, 0, 200, "Old"))
    small.workspace.canvas.select(["note"])
    section = small.workspace.inspector.section
    assert isinstance(section.pane, MarkPane)
    assert isinstance(section.fields["text"], TextBox)
    section.fields["text"].setFocus()
    section.fields["text"].setPlainText("New\nlines")
    QTest.keyClick(section.fields["text"], KEY.Key_Return, CONTROL)
    assert design_of(small).marks["note"].text == "New\nlines"
    section.fields["colour"].chosen.emit("green")
    assert design_of(small).marks["note"].colour == "green"
    section.fields["place"].chosen.emit("behind")
    assert design_of(small).marks["note"].front < 0
    section.fields["width"].entered.emit("320")
    assert design_of(small).marks["note"].width == 320
    section.fields["width"].entered.emit("nothing")
    assert design_of(small).marks["note"].width == 320


def test_the_inspector_of_several_marks_and_of_marks_with_nodes(small):
    edit(small, lambda d: add_note(d, 0, 200))
    edit(small, lambda d: add_frame(d, 0, 400))
    work = small.workspace
    work.canvas.select(["note", "frame"])
    section = work.inspector.section
    assert isinstance(section.pane, MarkPane)
    assert section.title.text() == "2 notes and pictures"
    labels = len(work.document.session.labels)
    section.fields["colour"].chosen.emit("red")
    assert {mark.colour for mark in design_of(small).marks.values()} == {"red"}
    assert len(work.document.session.labels) == labels + 1
    work.canvas.select(["note", "a"])
    assert not isinstance(work.inspector.section.pane, MarkPane)


def test_every_control_of_the_inspector_has_a_name(small):
    edit(small, lambda d: add_picture(d, "hall.png", image_bytes(image()), 0, 0))
    edit(small, lambda d: add_arrow(d, [(0, 0), (9, 9)], ("a", "b")))
    for mark in ("picture", "arrow"):
        small.workspace.canvas.select([mark])
        section = small.workspace.inspector.section
        named = [one for one in section.findChildren(object) if hasattr(one, "focusPolicy")]
        for one in named:
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible():
                assert one.accessibleName() or getattr(one, "text", str)()


def test_the_outline_lists_them_in_a_branch_of_their_own(small):
    edit(small, lambda d: add_note(d, 0, 200, "Ask the landlord\nfor 2 MW"))
    edit(small, lambda d: add_frame(d, 0, 100, "Phase 1"))
    design = design_of(small)
    assert outline(design)[MARKS] == ["frame", "note"]
    assert outline(design, "landlord") == {"": [MARKS], MARKS: ["note"]}
    assert spoken(design, MARKS, None) == "Notes and pictures, 2"
    assert spoken(design, "note", None) == "Note: Ask the landlord for 2 MW"
    work = small.workspace
    small.commands.run("view.outline")
    QApplication.processEvents()
    rows = work.outline.rows
    assert rows.index_of("note").isValid()
    assert rows.data(rows.index_of(MARKS)) == "Notes and pictures"
    rows.renamed.emit("frame", "Phase 2")
    assert design_of(small).marks["frame"].text == "Phase 2"
    edit(small, lambda d: add_note(d, 0, 900))
    assert rows.index_of("note-2").isValid()


def test_stacking_locking_and_aligning_take_marks_too(small):
    edit(small, lambda d: add_note(d, 37, 200))
    work = small.workspace
    work.canvas.select(["note", "b"])
    small.commands.run("arrange.align_left")
    assert design_of(small).marks["note"].x in {37, 400}
    assert design_of(small).marks["note"].x == design_of(small).nodes["b"].x
    work.canvas.select(["note"])
    small.commands.run("arrange.to_back")
    assert design_of(small).marks["note"].front < 0
    small.commands.run("arrange.lock")
    assert design_of(small).marks["note"].pinned
    small.commands.run("arrange.unlock_all")
    assert not design_of(small).marks["note"].pinned


@pytest.mark.usefixtures("figures")
def test_marks_are_saved_and_make_no_findings(small, tmp_path):
    before = (small.workspace.document.results.cost, [one.message for one in small.workspace.document.findings])
    edit(small, lambda d: add_note(d, 0, 200, "500 MW"))
    edit(small, lambda d: add_picture(d, "hall.png", image_bytes(image()), 0, 0))
    document = small.workspace.document
    assert (document.results.cost, [one.message for one in document.findings]) == before
    write_project(tmp_path / "p.stackwright", document.design)
    assert read_project(tmp_path / "p.stackwright").design == document.design


# Folding.


def test_ctrl_point_folds_the_group_that_something_stands_in(small):
    work = small.workspace
    work.canvas.select(["a"])
    press(small, KEY.Key_Period, CONTROL)
    assert design_of(small).nodes["rack"].folded
    assert work.canvas.selected_ids() == ("rack",)
    assert work.canvas.stage.wire_of("ab").label == "4×8×400G"
    press(small, KEY.Key_Period, CONTROL)
    assert not design_of(small).nodes["rack"].folded


def test_what_the_outline_selects_is_unfolded_by_the_same_key(small):
    work = small.workspace
    small.commands.run("arrange.fold_all")
    assert design_of(small).nodes["rack"].folded
    work.outline.go_wanted.emit(("a",))
    assert work.canvas.stage.outlined() == {"rack"}
    press(small, KEY.Key_Period, CONTROL)
    assert not design_of(small).nodes["rack"].folded
    assert work.canvas.selected_ids() == ("a",)


def test_folding_all_and_none_is_one_edit_each(small):
    small.commands.run("arrange.fold_all")
    small.commands.run("arrange.unfold_all")
    assert small.workspace.document.session.labels == ["Fold rack", "Unfold rack"]
    small.commands.run("arrange.unfold_all")
    assert len(small.workspace.document.session.labels) == 2
    small.commands.run("edit.undo")
    assert design_of(small).nodes["rack"].folded


def test_a_folded_group_is_tidied_and_keeps_its_inside(small):
    inside = {one: design_of(small).nodes[one] for one in ("a",)}
    small.preferences.motion = "jump"
    small.commands.run("arrange.fold_all")
    small.workspace.canvas.select([])
    small.commands.run("arrange.tidy_tiers")
    design = design_of(small)
    assert design.nodes["rack"].folded
    assert design.nodes["a"].parent == "rack"
    assert design.nodes["a"].copies == inside["a"].copies


@pytest.mark.usefixtures("figures")
def test_slides_show_marks_and_folded_groups(small, qtbot):
    edit(small, lambda d: add_note(d, 0, 200, "Ask the landlord"))
    small.commands.run("arrange.fold_all")
    view = View(id="slide", name="Slide", focus=("a",))
    drawing, sight = drawing_of(view, design_of(small), small.workspace.document.results, ())
    assert [mark.id for mark in drawing.marks] == ["note"]
    assert drawing.rect_of("a") == drawing.rect_of("rack")
    assert sight.x <= drawing.rect_of("rack").x
    small.commands.run("present.start_views")
    presenter = small.context.presenter
    qtbot.waitUntil(lambda: presenter.count > 0)
    presenter.grab()
    shown = presenter.slide.drawings[0].drawing
    assert [mark.id for mark in shown.marks] == ["note"]
    presenter.close()
