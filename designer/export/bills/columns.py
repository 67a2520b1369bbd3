"""The columns of the bill, one row for each: what CSV, workbook, page and JSON have, in their order.

To add a column, add a row: letters of the workbook, sums and documents follow from this table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from designer.export.bills.records import Bill, BillLine
from designer.model.figures.figure import Figure

Cell = str | float | None
Bound = Literal["low", "value", "high"]


@dataclass(frozen=True)
class BillColumn:
    """One column.

    Attributes:
        key: Name in JSON, unless it is an amount.
        heading: For people; "{0}" is the currency.
        width: Of the workbook's column, in letters.
        kind: "words", "number", or "money", an amount of which `bound` is shown.
        cell: Words or number of a line; None is an empty cell.
        figure: The amount, in US dollars.
        name: What the amount is called in JSON, where all its bounds stand together.
        product: Keys of two columns whose product the cell of a workbook is.
        summed: Whether groups and the bill show its sum.
        unit: What the number counts.
    """

    key: str
    heading: str
    width: int
    kind: Literal["words", "number", "money"] = "words"
    cell: Callable[[BillLine], Cell] | None = None
    figure: Callable[[BillLine], Figure] | None = None
    name: str = ""
    bound: Bound = "value"
    product: tuple[str, str] | None = None
    summed: bool = False

    def value(self, bill: Bill, line: BillLine) -> Cell:
        """Return what stands in the cell of LINE; amounts are in the money of BILL."""
        if self.figure is not None:
            return bound_of(bill.shown(self.figure(line)), self.bound)
        return self.cell(line) if self.cell is not None else None


def bound_of(figure: Figure, bound: Bound) -> float | None:
    """Return the least, typical or greatest value of FIGURE."""
    return figure.low if bound == "low" else figure.high if bound == "high" else figure.value


def _unit_price(line: BillLine) -> Figure:
    return line.unit_usd


def _total(line: BillLine) -> Figure:
    return line.total_usd


def _amounts(name: str, title: str, figure: Callable[[BillLine], Figure], *, total: bool) -> tuple[BillColumn, ...]:
    """Return the three columns of one amount; a total is quantity × unit price in the workbook."""
    bounds: tuple[tuple[Bound, str], ...] = (("low", "low"), ("value", "typical"), ("high", "high"))
    return tuple(
        BillColumn(
            key=f"{name}_{word}",
            heading=f"{title} {word} {{0}}",
            width=14,
            kind="money",
            figure=figure,
            name=name,
            bound=bound,
            product=("quantity", f"unit_{word}") if total else None,
            summed=total,
        )
        for bound, word in bounds
    )


BILL_COLUMNS: Final[tuple[BillColumn, ...]] = (
    BillColumn(key="part", heading="Part", width=26, cell=lambda line: line.part),
    BillColumn(key="part_number", heading="Part number", width=18, cell=lambda line: line.part_number),
    BillColumn(key="vendor", heading="Vendor", width=14, cell=lambda line: line.vendor),
    BillColumn(key="name", heading="Description", width=40, cell=lambda line: line.name),
    BillColumn(key="kind", heading="Kind", width=14, cell=lambda line: line.kind),
    BillColumn(key="layer", heading="Layer", width=16, cell=lambda line: line.layer),
    BillColumn(key="length_m", heading="Length m", width=9, kind="number", cell=lambda line: line.length_m),
    BillColumn(
        key="quantity", heading="Quantity", width=9, kind="number", cell=lambda line: line.quantity, summed=True
    ),
    BillColumn(key="quantity_unit", heading="Unit", width=7, cell=lambda line: line.unit),
    BillColumn(key="spares", heading="Spares", width=8, kind="number", cell=lambda line: line.spares, summed=True),
    *_amounts("unit", "Unit", _unit_price, total=False),
    *_amounts("total", "Total", _total, total=True),
    BillColumn(key="basis", heading="Price basis", width=12, cell=lambda line: line.basis),
    BillColumn(key="price_date", heading="Price date", width=12, cell=lambda line: line.price_date),
    BillColumn(key="price_status", heading="Price status", width=12, cell=lambda line: line.price_status),
    BillColumn(
        key="lead_time_weeks",
        heading="Lead time, weeks",
        width=10,
        kind="number",
        cell=lambda line: line.lead_time_weeks,
    ),
    BillColumn(key="rests_on", heading="Rests on", width=50, cell=lambda line: line.rests_on),
    BillColumn(key="sources", heading="Sources", width=60, cell=lambda line: "; ".join(line.sources)),
)


def headings(bill: Bill, columns: tuple[BillColumn, ...] = BILL_COLUMNS) -> tuple[str, ...]:
    """Return the headings of COLUMNS, with the currency of the amounts."""
    return tuple(column.heading.format(bill.currency) for column in columns)
