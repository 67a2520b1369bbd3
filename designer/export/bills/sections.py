"""The lines of a bill as people read them: grouped, the lengths of one cable folded, those without a price last."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from designer.catalog.prices.coverage import sureness
from designer.export.bills.groups import PLACES
from designer.export.bills.records import Bill, BillGroup, BillLine
from designer.model.figures.figure import Figure, total
from designer.model.kinds import KINDS

NO_PRICE: Final = "No price yet"
_SOFTWARE: Final = "Software"


class Firmness(NamedTuple):
    """Way to know a price: a sign and a word, so that colour is never the only sign, and what the word means."""

    sign: str
    word: str
    colour: str
    means: str


FIRM: Final = Firmness("◆", "firm", "#0E5A3A", "quoted, or your own")
SOURCED: Final = Firmness("●", "sourced", "#0E5A3A", "a published price with its date")
UNVERIFIED: Final = Firmness("◐", "unverified", "#2F6E9E", "seen, not read by us")
ESTIMATED: Final = Firmness("○", "estimated", "#8A6100", "a planning range, to be replaced by a quote")
ASK: Final = Firmness("?", "ask", "#9A5B00", "no price is known; never zero")
FIRMNESSES: Final = (FIRM, SOURCED, UNVERIFIED, ESTIMATED, ASK)


def firmness(line: BillLine) -> Firmness:
    """Return how sure the price of LINE is."""
    if line.unit_usd.value is None:
        return ASK
    sure = sureness(line.basis.split(",")[0], line.unit_usd.status)
    if sure == "estimate":
        return UNVERIFIED if line.price_status == "unverified" and line.basis != "estimate" else ESTIMATED
    return FIRM if sure == "firm" else SOURCED


class Entry(NamedTuple):
    """One line, or the lengths of one cable, which fold to a line.

    Attributes:
        title: What a folded line is called, with its least and greatest length; "" for a single line.
        lines: In the order of the bill.
    """

    title: str
    lines: tuple[BillLine, ...]


class Section(NamedTuple):
    """Lines that stand together, with what they come to."""

    title: str
    entries: tuple[Entry, ...]
    total_usd: Figure
    unpriced: bool = False

    @property
    def lines(self) -> Iterator[BillLine]:
        """Yield the lines in their order."""
        for entry in self.entries:
            yield from entry.lines


def sections(bill: Bill) -> tuple[Section, ...]:
    """Return the lines of BILL in its groups, by kind where nobody asked for groups; without a price in a last group.

    By room or rack all that stands in a place stays there, priced or not: there the question is what stands where.
    """
    groups = bill.groups if bill.group_by else _by_kind(bill.lines)
    found: list[Section] = []
    open_lines: list[BillLine] = []
    for group in groups:
        known = [line for line in group.lines if bill.group_by in PLACES or line.unit_usd.value is not None]
        open_lines += [line for line in group.lines if bill.group_by not in PLACES and line.unit_usd.value is None]
        if known:
            found.append(Section(group.title, tuple(_entries(known)), _sum(group.title, known)))
    if open_lines:
        found.append(Section(NO_PRICE, tuple(_entries(open_lines)), _sum(NO_PRICE, open_lines), unpriced=True))
    return tuple(found)


def _sum(title: str, lines: Sequence[BillLine]) -> Figure:
    return total(f"{title}: together", [line.total_usd for line in lines], "USD", "sum over its lines")


def _by_kind(lines: Sequence[BillLine]) -> list[BillGroup]:
    """Return LINES by kind, the dearest kind first; all software together and last, because most of it is free."""
    found: dict[str, list[BillLine]] = {}
    for line in lines:
        found.setdefault(_title(line), []).append(line)
    groups = [BillGroup(title=title, lines=tuple(some), total_usd=_sum(title, some)) for title, some in found.items()]
    return sorted(groups, key=lambda group: (group.title == _SOFTWARE, -(group.total_usd.value or 0.0)))


def _title(line: BillLine) -> str:
    kind = KINDS.get(line.kind)
    if kind is None:
        return line.kind
    return _SOFTWARE if kind.role == "software" else kind.plural


def _entries(lines: Sequence[BillLine]) -> Iterator[Entry]:
    """Yield LINES; lengths of one cable that follow each other in the bill as one."""
    by_cable: dict[tuple[str, str], list[BillLine]] = {}
    # Cords and feeders have no part of the catalog: each name is a cable of its own.
    for line in lines:
        by_cable.setdefault((line.part, _of_any_length(line)) if line.part else ("", line.name), []).append(line)
    for (_, name), some in by_cable.items():
        lengths = [line.length_m for line in some if line.length_m is not None]
        if len(some) > 1 and len(set(lengths)) > 1:
            yield Entry(f"{name}, {min(lengths):g}–{max(lengths):g} m", tuple(some))
        else:
            yield from (Entry("", (line,)) for line in some)


def _of_any_length(line: BillLine) -> str:
    return line.name if line.length_m is None else line.name.removesuffix(f", {line.length_m:g} m")


def prices_of(bill: Bill, entry: Entry, bound: Callable[[Figure], float | None]) -> list[float]:
    """Return the known prices of one piece of each line of ENTRY at BOUND, in the money of BILL."""
    found = (bound(bill.shown(line.unit_usd)) for line in entry.lines)
    return [price for price in found if price is not None]
