"""A table of records: words, order, side and speech of each column."""

from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt

from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.theme import ink


class Fruit(NamedTuple):
    name: str
    count: int | None
    ripe: bool = False


FRUIT = (Fruit("Pear", 7), Fruit("apple", 12, ripe=True), Fruit("Plum", None), Fruit("fig", 7))
COLUMNS = (
    Column("Fruit", lambda one: one.name, lambda one: one.name.lower(), strong=lambda one: one.ripe),
    Column(
        "Count", lambda one: str(one.count), lambda one: -1 if one.count is None else one.count, right=True, width=80
    ),
    Column("", lambda one: "!" if one.ripe else "", tip=lambda one: "It is ripe" if one.ripe else "", heading="Ripe"),
)


@pytest.fixture
def table(qtbot):
    made = RecordTable("Fruit", COLUMNS)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.show_rows(FRUIT, lambda one: one.name)
    return made


def press(qtbot, table, column):
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    return [one.name for one in table.shown_rows()]


def test_rows_stand_as_they_are_given_until_a_heading_is_pressed(table, qtbot):
    assert table.shown_rows() == list(FRUIT)
    assert press(qtbot, table, 0) == ["apple", "fig", "Pear", "Plum"]
    assert press(qtbot, table, 0) == ["Plum", "Pear", "fig", "apple"]
    assert press(qtbot, table, 0) == [one.name for one in FRUIT]  # a third press lets go of the order
    assert press(qtbot, table, 1)[0] == "apple"  # numbers begin with the largest
    assert press(qtbot, table, 1)[0] == "Plum"


def test_what_is_written_and_read_aloud(table):
    model = table.model()
    cell = model.index(1, 2)
    assert model.data(cell) == "!"
    assert model.data(cell, Qt.ItemDataRole.AccessibleTextRole) == "It is ripe"
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) == "Pear"
    assert model.data(model.index(1, 0), Qt.ItemDataRole.FontRole) is not None
    assert model.data(model.index(0, 0), Qt.ItemDataRole.FontRole) is None
    right = Qt.AlignmentFlag(model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole))
    assert right & Qt.AlignmentFlag.AlignRight
    heading = model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert (heading, model.headerData(2, Qt.Orientation.Horizontal)) == ("Ripe", "")
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_the_row_under_the_keyboard_stays_where_rows_change(table, qtbot):
    moved = []
    table.moved.connect(lambda: moved.append(table.current().name))
    press(qtbot, table, 1)
    table.choose(3)
    assert (table.current().name, moved) == ("fig", ["fig"])
    table.show_rows((Fruit("fig", 90), *FRUIT[:2]), lambda one: one.name)
    assert table.current() == Fruit("fig", 90)
    assert moved == ["fig"]  # nobody moved it
    table.show_rows(FRUIT[:1], lambda one: one.name)
    assert table.current() is None
    table.show_rows((), lambda one: one.name)
    assert table.shown_rows() == []


def test_enter_and_a_double_click_want_the_row(table, qtbot):
    wanted = []
    table.wanted.connect(lambda: wanted.append(table.current().name))
    table.choose(2)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Enter)
    at = table.visualRect(table.model().index(3, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert wanted == ["Plum", "apple", "fig"]


@pytest.fixture
def basket(qtbot):
    """A table whose rows are checked, coloured, typed into and sorted in groups, and what was done to it."""
    done = []

    def typed(one, text):
        done.append((one.name, text))
        return text.isdigit()

    columns = (
        Column(
            "Fruit",
            lambda one: one.name,
            sorts=False,
            about="What grows",
            ink=lambda one: "" if one.ripe else "muted",
            checked=lambda one: None if one.count is None else one.ripe,
            check=lambda one: done.append((one.name, "check")),
        ),
        Column(
            "Count",
            lambda one: "unknown" if one.count is None else str(one.count),
            lambda one: one.count or 0,
            lambda one: one.count is None,
            right=True,
            rising=True,
            read=lambda one: f"{one.name}: {one.count}",
            edited=lambda one: str(one.count),
            typed=typed,
        ),
    )
    made = RecordTable("Basket", columns, arrows=True)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.show_rows(FRUIT)
    return made, done


def test_what_is_unknown_stays_last_and_the_heading_shows_the_direction(basket, qtbot):
    table, _ = basket
    heads = table.model()
    table.choose(2)
    assert press(qtbot, table, 1) == ["Pear", "fig", "apple", "Plum"]
    assert heads.headerData(1, Qt.Orientation.Horizontal) == "Count ↑"
    assert press(qtbot, table, 1) == ["apple", "Pear", "fig", "Plum"]
    assert heads.headerData(1, Qt.Orientation.Horizontal) == "Count ↓"
    assert heads.headerData(0, Qt.Orientation.Horizontal) == "Fruit"
    assert table.current().name == "Plum"
    assert press(qtbot, table, 0) == [one.name for one in FRUIT]  # a column that does not sort lets go of the order
    assert heads.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "What grows"


def test_rows_that_a_filter_leaves_out_cannot_be_chosen(basket):
    table, _ = basket
    table.records.filter_rows(lambda one: one.count == 7)
    assert table.shown_rows() == [FRUIT[0], FRUIT[3]]
    assert table.records.given == list(FRUIT)
    table.choose(1)
    assert table.current() is None
    table.choose(3)
    assert table.current() == FRUIT[3]
    table.show_rows((Fruit("melon", 7), Fruit("lime", 8)))
    assert [one.name for one in table.shown_rows()] == ["melon"]
    table.records.filter_rows(None)
    assert len(table.shown_rows()) == 2


def test_rows_are_checked_coloured_and_typed_into_as_their_columns_say(basket):
    table, done = basket
    model = table.model()
    box = [model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) for row in range(4)]
    assert [None if one is None else Qt.CheckState(one) for one in box] == [
        Qt.CheckState.Unchecked,
        Qt.CheckState.Checked,
        None,
        Qt.CheckState.Unchecked,
    ]
    able = [bool(model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsUserCheckable) for row in range(4)]
    assert able == [True, True, False, True]
    assert model.setData(model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert model.index(1, 0).data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) == ink("muted")
    count = model.index(0, 1)
    assert model.flags(count) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert (count.data(Qt.ItemDataRole.EditRole), count.data(Qt.ItemDataRole.AccessibleTextRole)) == ("7", "Pear: 7")
    assert model.setData(count, " 9 ")
    assert not model.setData(count, "many")
    assert not model.setData(model.index(0, 0), "kiwi")
    assert done == [("Pear", "check"), ("Pear", "9"), ("Pear", "many")]


def test_renewed_rows_keep_what_is_selected(basket):
    table, _ = basket
    table.choose(1)
    table.records.renew_rows([one._replace(count=1) for one in FRUIT])
    assert table.current() == Fruit("apple", 1, ripe=True)
