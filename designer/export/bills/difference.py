"""A bill against another: what was added, is gone or changed, by count and price, and what that comes to."""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from designer.export.bills.records import Bill, BillLine
from designer.model.figures.figure import Figure
from designer.model.records import RefusedInput

Change = Literal["added", "gone", "count", "price", "count and price", "same"]
CHANGE_SIGNS: Final = {"added": "+", "gone": "–", "count": "≠", "price": "≠", "count and price": "≠", "same": ""}


class ChangedLine(NamedTuple):
    """One line in both bills.

    Attributes:
        change: What became of it.
        old: The line before; None where it was added.
        new: The line now; None where it is gone.
    """

    change: Change
    old: BillLine | None
    new: BillLine | None

    @property
    def line(self) -> BillLine:
        """The line as it is, or as it was."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def pieces(self) -> tuple[int, int]:
        """Pieces before and now."""
        return (self.old.quantity if self.old else 0), (self.new.quantity if self.new else 0)

    def each(self, bill: Bill) -> tuple[float | None, float | None]:
        """Return the typical price of one before and now, in the money of BILL; None where it is unknown."""
        return _value(bill, self.old, lambda line: line.unit_usd), _value(bill, self.new, lambda line: line.unit_usd)

    def amounts(self, bill: Bill) -> tuple[float | None, float | None]:
        """Return the typical amount before and now, in the money of BILL; 0 where there is no line, None if unknown."""
        old = _value(bill, self.old, lambda line: line.total_usd) if self.old else 0.0
        new = _value(bill, self.new, lambda line: line.total_usd) if self.new else 0.0
        return old, new


class BillDifference(NamedTuple):
    """Difference between two bills; amounts are in the money of the new one.

    Attributes:
        old: The bill before.
        new: The bill now.
        lines: All lines of both: added, gone, changed, then those that are the same.
    """

    old: Bill
    new: Bill
    lines: tuple[ChangedLine, ...]

    @property
    def changed(self) -> tuple[ChangedLine, ...]:
        """Lines that are not the same in both."""
        return tuple(line for line in self.lines if line.change != "same")

    def counted(self, *changes: Change) -> int:
        """Return how many lines have one of CHANGES."""
        return sum(line.change in changes for line in self.lines)

    @property
    def totals(self) -> tuple[float | None, float | None]:
        """Typical totals before and now."""
        return self.new.shown(self.old.total_usd).value, self.new.shown(self.new.total_usd).value


def bill_difference(old: Bill, new: Bill) -> BillDifference:
    """Return what differs from OLD to NEW; lines are the same by part, name, kind and length.

    Raises:
        RefusedInput: the bills are in different currencies, so that no amount of one can stand beside one of the other.
    """
    if old.currency != new.currency:
        raise RefusedInput(
            f"The bills are in {old.currency} and {new.currency}; set one currency in both price books first."
        )
    before, now = _by_key(old), _by_key(new)
    keys = [*now, *(key for key in before if key not in now)]
    found = [ChangedLine(_change(before.get(key), now.get(key)), before.get(key), now.get(key)) for key in keys]
    found.sort(key=lambda line: _ORDER.index(line.change))
    return BillDifference(old, new, tuple(found))


_ORDER: Final[tuple[Change, ...]] = ("added", "gone", "count", "count and price", "price", "same")
_Key = tuple[str, str, str, str, float | None, int]


def _by_key(bill: Bill) -> dict[_Key, BillLine]:
    """Return the lines of BILL by what tells them apart; those alike are numbered, as on a node with its own price."""
    found: dict[_Key, BillLine] = {}
    for line in bill.lines:
        # A price is no part of the key: a line whose price changed is the same line.
        number = 0
        while (key := (line.part, line.name, line.kind, line.vendor, line.length_m, number)) in found:
            number += 1
        found[key] = line
    return found


def _change(old: BillLine | None, new: BillLine | None) -> Change:
    if old is None:
        return "added"
    if new is None:
        return "gone"
    count = old.quantity != new.quantity
    price = _prices(old) != _prices(new)
    return "count and price" if count and price else "count" if count else "price" if price else "same"


def _prices(line: BillLine) -> tuple[float | None, ...]:
    return line.unit_usd.low, line.unit_usd.value, line.unit_usd.high


def _value(bill: Bill, line: BillLine | None, figure: Callable[[BillLine], Figure]) -> float | None:
    return None if line is None else bill.shown(figure(line)).value
