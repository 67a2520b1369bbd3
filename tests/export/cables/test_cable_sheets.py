"""The workbook of cables on paper: one page of A4 wide, in letters that can be read, whatever things are called."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.cable_schedule_files import write_cables
from designer.export.workbook_look import fitted
from designer.model.design import Design, FloorPlace
from tests.export.cables.test_cable_schedule import pod
from tests.shipped import LIBRARY

PAGE_PT, DIGIT_PT, LETTERS_PT = 784.0, 5.6, 9.0
PRINTED = ("Cable", "From name", "From rack", "To name", "To rack", "Medium", "Length m", "Part number")


def printed_pt(widths: list[float]) -> float:
    """Return how large letters are where columns of WIDTHS, with their edges, are made as wide as a page."""
    return LETTERS_PT * min(PAGE_PT / (sum(widths) * DIGIT_PT), 1.0)


@pytest.mark.parametrize("name", ["Leaf", "Leaf switch of the second pod in the northern hall " * 4, "x" * 20_000])
def test_the_sheet_of_cables_is_read_on_paper(name: str, tmp_path: Path) -> None:
    path = tmp_path / "cables.xlsx"
    write_cables(path, cable_schedule(pod(FloorPlace(x_mm=3_000, y_mm=0), name=name), LIBRARY.parts))
    book = openpyxl.load_workbook(path)
    for sheet in book:
        setup: Any = sheet.page_setup
        # One page wide is what a file says that says no number.
        assert (setup.orientation, int(setup.paperSize), setup.fitToWidth) == ("landscape", 9, None)
        properties: Any = sheet.sheet_properties
        assert (properties.pageSetUpPr.fitToPage, setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$1:$1"
    sheet: Any = book["Cables"]
    # 30 columns, of which the first are printed; all rows of them.
    area = sheet.print_area.split("!")[1].replace("$", "")
    assert area == f"A1:O{sheet.max_row}"
    headings = [cell.value for cell in sheet[1]]
    assert len(headings) == 30
    assert set(PRINTED) <= set(headings[:15])
    assert sheet.max_row == 1 + 16
    assert {row[5] for row in sheet.iter_rows(min_row=2, values_only=True)} == {" ".join(name.split())}
    # Columns of one width that stand side by side are one record.
    found = {at: one.width for one in sheet.column_dimensions.values() for at in range(one.min, one.max + 1)}
    widths = [found[number] for number in range(1, 16)]
    assert printed_pt(widths) >= 7.0
    assert all(cell.alignment.wrap_text for cell in sheet["F"][1:])


def test_without_cables_a_sheet_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cables.xlsx"
    write_cables(path, cable_schedule(Design(), LIBRARY.parts))
    assert openpyxl.load_workbook(path)["Cables"].cell(2, 1).value == "Nothing."


def test_columns_that_wrap_give_way_in_proportion() -> None:
    assert fitted([10.0, 20.0], {}) == [10.0, 20.0]
    narrow = fitted([10.0, 130.0, 90.0, 20.0], {1: 10.0, 2: 30.0})
    assert (narrow[0], narrow[3]) == (10.0, 20.0)
    assert (130.0 - narrow[1]) / 120.0 == pytest.approx((90.0 - narrow[2]) / 60.0)
    assert 7.0 <= printed_pt(narrow) < 8.0
    # Nothing becomes narrower than it may.
    assert fitted([400.0, 400.0, 90.0], {0: 50.0, 1: 60.0}) == pytest.approx([50.0, 60.0, 90.0])
