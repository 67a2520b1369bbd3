import pytest
from PySide6.QtCore import QPoint, Qt

from designer.ui.widgets.lists.review_table import Heading, ReviewRow, ReviewTable, filter_choices

ROWS = (
    ReviewRow(key="b", cells=("Bravo", "9"), ranks={1: 9.0}, checked=True, marks=frozenset({"odd"})),
    ReviewRow(key="a", cells=("alpha", "10"), ranks={1: 10.0}, checked=False, words="hidden word"),
    ReviewRow(key="c", cells=("Charlie", "1"), ranks={1: 1.0}, marks=frozenset({"odd"})),
)


@pytest.fixture
def table(qapp, qtbot):
    made = ReviewTable("Things", (Heading("Name"), Heading("Number", 90, True)))
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.show_rows(ROWS)
    return made


def click_heading(table, qtbot, column):
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 10, 8)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_headings_sort_by_rank_and_turn_around(table, qtbot):
    assert table.shown == ("b", "a", "c")
    click_heading(table, qtbot, 0)
    assert table.shown == ("a", "b", "c")
    click_heading(table, qtbot, 1)
    assert table.shown == ("c", "b", "a")
    click_heading(table, qtbot, 1)
    assert table.shown == ("a", "b", "c")
    header = [table.model().headerData(section, Qt.Orientation.Horizontal) for section in range(2)]
    assert header == ["Name", "Number ↓"]
    table.show_rows(ROWS)
    assert table.shown == ("b", "a", "c")


def test_control_and_a_number_sort_by_keyboard(table, qtbot):
    qtbot.keyClick(table, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert table.shown == ("c", "b", "a")
    qtbot.keyClick(table, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert table.shown == ("a", "b", "c")


def test_checks_survive_sorting_and_only_able_rows_have_them(table, qtbot):
    assert table.checked == {"b"}
    qtbot.keyClick(table, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert table.checked == {"b"}
    table.check_shown(True)
    assert table.checked == {"a", "b"}
    table.look_for("bravo")
    table.check_shown(False)
    assert table.checked == {"a"}


def test_space_checks_all_rows_that_are_selected(table, qtbot):
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.checked == {"a", "b"}
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.checked == frozenset()


def test_the_pointer_checks_the_box(table, qtbot):
    rect = table.visualRect(table.model().index(1, 0))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 14, rect.center().y()))
    assert table.checked == {"a", "b"}


def test_words_and_marks_filter_together(table, qtbot):
    chosen = []
    table.row_chosen.connect(chosen.append)
    table.look_for("hidden")
    assert table.shown == ("a",)
    assert chosen[-1] == "a"
    table.look_for("r", "odd")
    assert table.shown == ("b", "c")
    table.look_for("alpha", "odd")
    assert table.shown == ()
    assert chosen[-1] == ""


def test_what_looks_like_html_stays_text_in_a_tool_tip(table):
    table.show_rows([ReviewRow(key="x", cells=("<img src='/etc/x'>", "1"), tip="<b>bold</b>\nnext")])
    index = table.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.DisplayRole) == "<img src='/etc/x'>"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<b>bold</b>\nnext"


def test_choices_of_a_filter_count_their_rows():
    titles = (("odd", "Odd ones"), ("even", "Even ones"))
    assert filter_choices(titles, ROWS, "All") == [("", "All (3)"), ("odd", "Odd ones (2)")]
