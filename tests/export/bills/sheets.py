"""Reading bills back: columns by their headings, and a workbook's formulas worked out as a spreadsheet would."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string

from designer.export.bills.columns import BILL_COLUMNS
from designer.export.bills.workbook import FIRST, SHEET_COLUMNS

PLACE = {column.key: number for number, column in enumerate(BILL_COLUMNS)}
AT = {column.key: number for number, column in enumerate(SHEET_COLUMNS, start=FIRST + 1)}
"""Number of each column of the sheet of the lines, from 1; before them stand the numbers of the lines."""
TOTALS = ("total_low", "total_typical", "total_high")
UNITS = ("unit_low", "unit_typical", "unit_high")
_CELL = re.compile(r"([A-Z]+)([0-9]+)")
_RANGE = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file, headings first."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def cells(row: list[str], *keys: str) -> list[str]:
    """Return the cells of columns KEYS."""
    return [row[PLACE[key]] for key in keys]


def book_of(path: Path, *, values: bool = False) -> Any:
    """Return a workbook with its formulas, or with the VALUES that were written beside them."""
    return openpyxl.load_workbook(path, data_only=values)


def sheet_of(path: Path) -> Any:
    """Return the sheet of the lines, with its formulas."""
    return openpyxl.load_workbook(path)["Lines"]


def cached_of(path: Path) -> Any:
    """Return the sheet of the lines, with the values that were written beside the formulas."""
    return openpyxl.load_workbook(path, data_only=True)["Lines"]


def line_rows(sheet: Any) -> list[int]:
    """Return the rows of the lines: those with a number; groups and folded lines have none."""
    return [row for row in range(2, sheet.max_row + 1) if isinstance(sheet.cell(row, 1).value, int)]


def row_of(sheet: Any, title: str) -> int:
    """Return the last row whose title begins with TITLE."""
    return max(
        row for row in range(2, sheet.max_row + 1) if str(sheet.cell(row, FIRST + 1).value or "").startswith(title)
    )


class Sheet:
    """A sheet whose formulas are worked out from its cells: products, sums, SUM, SUBTOTAL, SUMPRODUCT, MIN and MAX."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def value(self, column: int, row: int, *, subtotals: bool = True) -> float:
        """Return the number in a cell; words and empty cells are 0, as in a sum."""
        cell = self.sheet.cell(row, column)
        if cell.data_type == "f":
            if not subtotals and "SUBTOTAL" in str(cell.value):
                return 0.0
            return self.formula(str(cell.value)[1:])
        return float(cell.value) if isinstance(cell.value, int | float) else 0.0

    def formula(self, text: str) -> float:
        """Return what TEXT comes to."""
        # A line whose price is not known has no amount, and neither has its group.
        told = re.fullmatch(r'IF\(([A-Z]+)([0-9]+)="","",(.*)\)', text)
        if told:
            price = self.sheet.cell(int(told[2]), column_index_from_string(told[1])).value
            return 0.0 if price is None else self.formula(told[3])
        told = re.fullmatch(r'IF\(COUNT\(.*?\)=0,"unknown",(.*)\)', text)
        if told:
            return self.formula(told[1])
        found = re.fullmatch(r"(SUM|SUBTOTAL|SUMPRODUCT|MIN|MAX)\((.*)\)", text)
        if found:
            name, inside = found.groups()
            ranges = [match.groups() for match in _RANGE.finditer(inside)]
            columns = [
                [
                    self.value(column_index_from_string(first), row, subtotals=name != "SUBTOTAL")
                    for row in range(int(top), int(bottom) + 1)
                ]
                for first, top, _, bottom in ranges
            ]
            if name in {"MIN", "MAX"}:
                return min(columns[0]) if name == "MIN" else max(columns[0])
            if name == "SUMPRODUCT":
                return sum(a * b for a, b in zip(*columns, strict=True))
            return sum(columns[0])
        if _RANGE.search(text) or not re.fullmatch(r"[A-Z0-9.+*()e-]+", text):
            raise AssertionError(f"no formula of a bill: {text}")
        worked = _CELL.sub(lambda match: repr(self.value(column_index_from_string(match[1]), int(match[2]))), text)
        return float(eval(worked, {"__builtins__": {}}))  # a sum of products of numbers, as was checked above
