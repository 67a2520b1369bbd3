"""Requests for quotation: what each vendor is asked for, by its part numbers and lengths, and never a price."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from designer.export.bills.records import Bill, BillLine
from designer.model.kinds import KINDS

ANY_VENDOR: Final = "Any vendor"
"""Who is asked for what is of no vendor: cords, panels, cables whose type is free."""
_GENERIC: Final = frozenset({"", "generic"})


class Request(NamedTuple):
    """Request for quotation to one vendor.

    Attributes:
        vendor: Its name, or ANY_VENDOR.
        lines: Without what is free.
    """

    vendor: str
    lines: tuple[BillLine, ...]

    @property
    def pieces(self) -> int:
        """Return the number of pieces that are asked for, spares included."""
        return sum(line.quantity + line.spares for line in self.lines)


def requests(bill: Bill) -> tuple[Request, ...]:
    """Return the request to each vendor of BILL, by name, that to any vendor last."""
    found: dict[str, list[BillLine]] = {}
    for line in bill.lines:
        if not is_free(line):
            vendor = ANY_VENDOR if line.vendor.strip().lower() in _GENERIC else line.vendor
            found.setdefault(vendor, []).append(line)
    named = sorted(found, key=lambda vendor: (vendor == ANY_VENDOR, vendor.lower(), vendor))
    return tuple(Request(vendor, tuple(found[vendor])) for vendor in named)


def is_free(line: BillLine) -> bool:
    """Return whether LINE is software that costs nothing, so that nobody is asked for it."""
    kind = KINDS.get(line.kind)
    return kind is not None and kind.role == "software" and line.unit_usd.high == 0.0


def free_lines(bill: Bill) -> Iterator[BillLine]:
    """Yield the lines that no request asks for."""
    return (line for line in bill.lines if is_free(line))
