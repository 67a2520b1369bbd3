import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.edit.nodes.nodes import set_node


@pytest.fixture
def work(superpod):
    work = superpod.workspace
    node = work.document.design.nodes_in_order()[0].id
    for n in range(14):
        work.document.edit(lambda design, n=n: set_node(design, node, name=f"Name {n}"))
    superpod.commands.run("view.history")
    return work


def rows(work):
    return work.history.list.row_model.rows


def name(work):
    return work.document.design.nodes_in_order()[0].name


def click(work, key):
    view = work.history.list
    place = next(n for n, row in enumerate(rows(work)) if row.key == key)
    index = view.row_model.index(place)
    view.scrollTo(index)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, view.visualRect(index).center()
    )


def test_steps_are_listed_by_name_newest_first_with_the_present_one_marked(work):
    assert [row.key for row in rows(work)] == [str(n) for n in range(14, -1, -1)]
    assert rows(work)[0].aside == "now"
    assert all("Rename" in row.title for row in rows(work)[:-1])
    assert rows(work)[-1].title == "The design as it was opened"
    assert work.history.list.currentIndex().row() == 0


@pytest.mark.parametrize("size", [(1600, 1000), (1100, 700)])
def test_at_least_a_dozen_steps_are_seen(superpod, work, size, qtbot):
    superpod.resize(*size)
    qtbot.wait(50)
    view = work.history.list
    seen = [n for n in range(15) if view.viewport().rect().contains(view.visualRect(view.row_model.index(n)))]
    assert len(seen) >= 12


def test_a_click_goes_back_many_steps_and_forward_again(work):
    click(work, "4")
    assert name(work) == "Name 3"
    assert len(work.document.session.labels) == 4
    assert [row.aside for row in rows(work)][:10] == ["undone"] * 10
    assert rows(work)[10].aside == "now"
    assert work.history.list.currentIndex().row() == 10
    click(work, "12")
    assert name(work) == "Name 11"
    click(work, "14")
    assert name(work) == "Name 13"
    click(work, "0")
    assert work.document.session.labels == []
    assert rows(work)[-1].aside == "now"


def test_the_keyboard_goes_there_too(work):
    view = work.history.list
    assert view.hasFocus()
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert name(work) == "Name 10"
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert name(work) == "Name 11"


def test_an_edit_after_going_back_forgets_what_was_undone(work):
    click(work, "4")
    node = work.document.design.nodes_in_order()[0].id
    work.document.edit(lambda design: set_node(design, node, name="Another way"))
    assert [row.key for row in rows(work)] == ["5", "4", "3", "2", "1", "0"]


def test_few_steps_take_the_width_of_the_panel_and_many_take_columns(superpod, work):
    superpod.resize(1440, 900)
    view = work.history.list
    assert view.gridSize().width() < view.viewport().width() / 2
    for _ in range(14):
        work.document.undo()
    node = work.document.design.nodes_in_order()[0].id
    work.document.edit(lambda design: set_node(design, node, name="One step"))
    assert view.gridSize().width() == view.viewport().width()
