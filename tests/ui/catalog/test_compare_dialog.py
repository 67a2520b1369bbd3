"""The comparison window: rows, signs of difference, the toggle, placing, copying, keys."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from designer.catalog.library import Library
from designer.model.parts.part import Part, Quantity
from designer.ui.catalog.compare_dialog import CompareDialog

TODAY = date(2026, 11, 24)
CHIPS = ("nvidia/h100-sxm5-80gb", "nvidia/h200-sxm-141gb", "amd/mi300x", "google/tpu-v5p")


@pytest.fixture
def opened(qtbot, library):
    made = []

    def open_with(*ids, parts=None, of=None):
        chosen = parts or [library.parts[part_id] for part_id in ids]
        dialog = CompareDialog(chosen, of or library, today=TODAY)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        return dialog

    return open_with


def _titles(dialog):
    return [line.row.title for line in dialog.table.shown_rows() if line.row is not None]


def _texts(dialog):
    rows = dialog.table.model()
    return [str(rows.index(r, c).data() or "") for r in range(rows.rowCount()) for c in range(rows.columnCount())]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_parts_stand_side_by_side(opened, count):
    dialog = opened(*CHIPS[:count])
    assert dialog.table.model().columnCount() == count + 1
    assert len(dialog.pictures) == len(dialog.places) == count
    assert "Memory (GiB as sold), GB" in _texts(dialog)
    assert "141" in _texts(dialog)


def test_only_differences_leaves_out_what_is_alike(opened):
    dialog = opened(*CHIPS[:2])
    whole = _titles(dialog)
    next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "Rows: Differences").click()
    assert len(_titles(dialog)) == dialog.comparison.differing < len(whole)
    assert all(line.row.differs for line in dialog.table.shown_rows() if line.row is not None)
    dialog.show_only_differences(False)
    assert _titles(dialog) == whole


def test_differences_are_told_in_words_too(opened):
    dialog = opened(*CHIPS[:2])
    rows = dialog.table.model()
    told = {
        line.row.title: rows.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for place, line in enumerate(dialog.table.shown_rows())
        if line.row is not None
    }
    assert told["Kind"] == "Kind: all alike"
    assert told["Memory bandwidth"] == "Memory bandwidth, GB/s: the parts differ"


def test_a_cell_tells_part_row_conditions_and_source(opened):
    dialog = opened(*CHIPS[:2])
    rows = dialog.table.model()
    place = next(
        n for n, line in enumerate(dialog.table.shown_rows()) if line.row is not None and line.row.title == "FP8, dense"
    )
    words = rows.index(place, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.startswith("H100 SXM5 80GB, FP8, dense: 1,979")
    assert "with sparsity" in rows.index(place, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_sources_stand_below(opened):
    dialog = opened(*CHIPS[:2])
    sources = [line.source for line in dialog.table.shown_rows() if line.source]
    assert len(sources) == len(dialog.comparison.sources) > 3
    assert sources[0].startswith("1  ")


def test_place_tells_which_part(opened, qtbot):
    dialog = opened(*CHIPS[:3])
    with qtbot.waitSignal(dialog.place_wanted) as told:
        dialog.places[1].click()
    assert told.args == [CHIPS[1]]
    assert dialog.places[1].accessibleName() == "Place H200 SXM5 141GB in the design"


def test_the_table_is_copied_as_it_is_shown(opened, qtbot):
    dialog = opened(*CHIPS[:2])
    dialog.show_only_differences()
    dialog.table.setFocus()
    dialog.copy_table()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "\tUnit\tH100 SXM5 80GB\tH200 SXM5 141GB"
    assert any(line.startswith("Memory (GiB as sold)\tGB\t80") for line in lines)
    assert not any(line.startswith("Kind\t") for line in lines)


def test_keys_move_and_tab_leaves_the_table(opened, qtbot):
    dialog = opened(*CHIPS[:2])
    dialog.table.setFocus()
    row = dialog.table.currentIndex().row()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.table.currentIndex().row() == row + 1
    qtbot.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert not dialog.table.hasFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_words_are_not_clipped_in_a_small_window(opened):
    dialog = opened(*CHIPS)
    dialog.resize(900, 620)
    table = dialog.table
    table.arrange()
    for row, line in enumerate(table.shown_rows()):
        if line.row is None:
            continue
        for column in range(table.model().columnCount()):
            value, note = table.cell_room(row, column)
            assert table.rowHeight(row) >= value + note + 6
    assert table.columnWidth(0) + sum(table.columnWidth(c) for c in range(1, 5)) <= table.viewport().width()


def test_a_fifth_part_is_left_out_and_said(opened, library):
    dialog = opened(*CHIPS, "nvidia/b200-sxm-180gb")
    assert dialog.table.model().columnCount() == 5
    assert any("1 more part left out" in text.text() for text in dialog.findChildren(QLabel))


def test_one_part_alone_gets_a_hint(opened):
    dialog = opened(CHIPS[0])
    assert any("choose two to four" in text.text() for text in dialog.findChildren(QLabel))
    assert dialog.comparison.differing == 0


def test_hostile_names_are_plain_text(opened):
    name = "<b>x</b>" * 30
    parts = [
        Part(
            id=f"a/{n}",
            kind="server",
            layer="servers_fabric",
            vendor=name,
            name=name,
            facts={"memory_gb": Quantity(value=n, conditions=name)},
        )
        for n in (1, 2)
    ]
    dialog = opened(parts=parts, of=Library(parts={part.id: part for part in parts}))
    assert all(text.textFormat() == Qt.TextFormat.PlainText for text in dialog.findChildren(QLabel))


def test_it_takes_another_theme(opened, wear):
    dialog = opened(*CHIPS[:2])
    before = dialog.grab().toImage()
    wear("dark")
    assert dialog.grab().toImage() != before
