"""Reconciliation of a bill: sums that have to be equal, each from two sides."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from designer.export.bills.columns import Bound, bound_of
from designer.export.bills.records import Bill
from designer.export.bills.requests import free_lines, requests
from designer.export.bills.sections import sections
from designer.export.price_coverage import bill_coverage
from designer.model.figures.figure import Figure

BOUNDS: Final[tuple[tuple[Bound, str], ...]] = (("low", "low"), ("value", "typical"), ("high", "high"))
_NEAR: Final = 1e-6
"""Share by which two sums of the same numbers may differ: they are added in another order."""


class Check(NamedTuple):
    """Two sides that have to be equal.

    Attributes:
        key: What a workbook makes its formulas by.
        title: What is held against what.
        left: First side, an amount in the money of the bill or a number of pieces.
        right: Second side.
        sides: What stands on each side, in words.
        money: Whether they are amounts.
        bound: Of an amount.
    """

    key: str
    title: str
    left: float
    right: float
    sides: tuple[str, str]
    money: bool = True
    bound: Bound = "value"

    @property
    def holds(self) -> bool:
        """Return whether both sides are equal."""
        return abs(self.left - self.right) <= _NEAR * max(1.0, abs(self.left), abs(self.right))


def checks(bill: Bill) -> tuple[Check, ...]:
    """Return every check of BILL."""
    return (*_amounts(bill), *_pieces(bill))


def _amounts(bill: Bill) -> Iterator[Check]:
    lines = bill.lines
    for bound, word in BOUNDS:
        # Each price times its quantity, without the products and sums of the analysis.
        by_hand = sum(line.quantity * (bound_of(bill.shown(line.unit_usd), bound) or 0.0) for line in lines)
        yield Check(
            "headline",
            f"To buy, {word}",
            by_hand,
            _value(bill, bill.total_usd, bound),
            ("quantity × price of every line", "headline of the analysis"),
            bound=bound,
        )
    groups = sum(_value(bill, section.total_usd) for section in sections(bill))
    sides = ("subtotals of the groups", "total of the lines")
    yield Check("groups", "Groups, typical", groups, _value(bill, bill.total_usd), sides)
    firm = bill_coverage(bill)
    parts = bill.shown(_usd(sum(firm.usd_by_sureness.values()))).value or 0.0
    sides = ("firm + published + estimate", "total of the lines")
    yield Check("firm", "How firm, typical", parts, _value(bill, bill.total_usd), sides)
    if bill.racks:
        racks = sum(_value(bill, group.total_usd) for group in bill.racks)
        sides = ("sum over racks and what stands in none", "total of the lines")
        yield Check("racks", "By rack, typical", racks, _value(bill, bill.total_usd), sides)
    if bill.run_usd is not None:
        services = sum(_value(bill, line.usd) for line in bill.services)
        sides = ("what is paid in a year, line by line", "running cost of the analysis")
        yield Check("services", "To run, a year, typical", services, _value(bill, bill.run_usd), sides)


def _pieces(bill: Bill) -> Iterator[Check]:
    pieces = sum(line.quantity for line in bill.lines)
    spares = sum(line.spares for line in bill.lines)
    if bill.racks:
        racks = sum(line.quantity for group in bill.racks for line in group.lines)
        sides = ("sum over racks and what stands in none", "pieces of the lines")
        yield Check("rack_pieces", "Pieces by rack", racks, pieces, sides, money=False)
    asked = sum(one.pieces for one in requests(bill)) + sum(line.quantity + line.spares for line in free_lines(bill))
    sides = ("asked of vendors + free software", "pieces of the lines + spares")
    yield Check("asked", "Pieces asked for", asked, pieces + spares, sides, money=False)
    for one in bill.counted:
        sides = ("in the bill", "in the drawing")
        yield Check("count", f"Pieces of {one.title}", one.billed, one.drawn, sides, money=False)


def _value(bill: Bill, figure: Figure, bound: Bound = "value") -> float:
    return bound_of(bill.shown(figure), bound) or 0.0


def _usd(value: float) -> Figure:
    return Figure(value=value, low=value, high=value, unit="USD")
