"""Reading bills back: columns by their headings, and a workbook's formulas worked out as a spreadsheet would."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string

from designer.export.bills.columns import BILL_COLUMNS

PLACE = {column.key: number for number, column in enumerate(BILL_COLUMNS)}
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


def sheet_of(path: Path) -> Any:
    """Return the sheet of the lines, with its formulas."""
    return openpyxl.load_workbook(path)["Bill of materials"]


def cached_of(path: Path) -> Any:
    """Return the sheet of the lines, with the values that were written beside the formulas."""
    return openpyxl.load_workbook(path, data_only=True)["Bill of materials"]


class Sheet:
    """A sheet whose formulas are worked out from its cells: products, sums, SUM, SUBTOTAL and SUMPRODUCT."""

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
        found = re.fullmatch(r"(SUM|SUBTOTAL|SUMPRODUCT)\((.*)\)", text)
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
            if name == "SUMPRODUCT":
                return sum(a * b for a, b in zip(*columns, strict=True))
            return sum(columns[0])
        if _RANGE.search(text) or not re.fullmatch(r"[A-Z0-9.+*()e-]+", text):
            raise AssertionError(f"no formula of a bill: {text}")
        worked = _CELL.sub(lambda match: repr(self.value(column_index_from_string(match[1]), int(match[2]))), text)
        return float(eval(worked, {"__builtins__": {}}))  # a sum of products of numbers, as was checked above
