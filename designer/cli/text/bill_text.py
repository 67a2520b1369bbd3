"""Text of a bill against another: what was added, is gone or changed, and the sums of both."""

from typing import Final

import click

from designer.cli.printing import plain, print_table
from designer.export.bills.difference import BillDifference
from designer.export.bills.page import cell_text
from designer.export.bills.tables import difference_table

_NUMBERS: Final = tuple(range(3, 11))
_SHOWN: Final = (0, 1, 2, 3, 4, 6, 7, 8, 9, 10)
"""Columns of the table that a terminal has room for: the number of pieces more is seen at once."""


def print_difference(against: BillDifference) -> None:
    """Print the lines in which AGAINST differs, and the totals of both bills."""
    table = difference_table(against)
    click.echo(f"{plain(against.new.name)}\n{plain(table.note)}\n")
    rows = [
        tuple(plain(cell_text(row.cells[place], table.columns[place].kind)) for place in _SHOWN) for row in table.rows
    ]
    headings = tuple(_inside(table.columns[place].heading) for place in _SHOWN)
    print_table(headings, rows, numbers=tuple(_SHOWN.index(place) for place in _NUMBERS if place in _SHOWN))


def _inside(heading: str) -> str:
    """Return HEADING as the other tables of a terminal write theirs; a currency keeps its letters."""
    return heading[:1].lower() + heading[1:]
