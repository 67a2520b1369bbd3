"""Coverage of a bill by prices, by lines and by value, and how much of it was published or quoted."""

from collections.abc import Iterable, Mapping

from designer.catalog.prices.coverage import SURENESSES, Sureness, sureness
from designer.export.bills.records import Bill
from designer.model.records import Record


class BillCoverage(Record, frozen=True, kw_only=True):
    """Basis of a bill, or of several together.

    Attributes:
        name: Of the design; "all" for several.
        lines: How many lines.
        priced: How many have a price or a planning range.
        by_sureness: Priced lines by how sure they are.
        usd: What the priced lines come to.
        usd_by_sureness: The same by how sure they are.
        modelled: The lines that are estimates, the dearest first: their names and US dollars.
        unpriced: Names of the lines without a price.
    """

    name: str
    lines: int
    priced: int
    by_sureness: Mapping[Sureness, int]
    usd: float
    usd_by_sureness: Mapping[Sureness, float]
    modelled: tuple[tuple[str, float], ...]
    unpriced: tuple[str, ...]

    @property
    def priced_share(self) -> float:
        """Share of the lines with a price or a range, 0 to 1; 1 where there is no line."""
        return self.priced / self.lines if self.lines else 1.0

    @property
    def sure_share(self) -> float | None:
        """Share of the value that was published or quoted, 0 to 1; None where nothing costs anything."""
        sure = self.usd_by_sureness["firm"] + self.usd_by_sureness["published"]
        return sure / self.usd if self.usd else None


def bill_coverage(bill: Bill) -> BillCoverage:
    """Return the coverage of BILL."""
    counts = dict.fromkeys(SURENESSES, 0)
    usd = dict.fromkeys(SURENESSES, 0.0)
    modelled: list[tuple[str, float]] = []
    unpriced: list[str] = []
    for line in bill.lines:
        value = line.total_usd.value
        if not line.unit_usd.known or value is None:
            unpriced.append(line.name)
            continue
        one = sureness(line.basis.split(",")[0], line.unit_usd.status)
        counts[one] += 1
        usd[one] += value
        if one == "estimate" and value:
            modelled.append((line.name, value))
    return BillCoverage(
        name=bill.name,
        lines=len(bill.lines),
        priced=sum(counts.values()),
        by_sureness=counts,
        usd=sum(usd.values()),
        usd_by_sureness=usd,
        modelled=tuple(sorted(modelled, key=lambda pair: -pair[1])),
        unpriced=tuple(unpriced),
    )


def together(parts: Iterable[BillCoverage]) -> BillCoverage:
    """Return the coverage of several bills as one."""
    parts = tuple(parts)
    modelled: dict[str, float] = {}
    for part in parts:
        for name, value in part.modelled:
            modelled[name] = modelled.get(name, 0.0) + value
    return BillCoverage(
        name="all",
        lines=sum(part.lines for part in parts),
        priced=sum(part.priced for part in parts),
        by_sureness={name: sum(part.by_sureness[name] for part in parts) for name in SURENESSES},
        usd=sum(part.usd for part in parts),
        usd_by_sureness={name: sum(part.usd_by_sureness[name] for part in parts) for name in SURENESSES},
        modelled=tuple(sorted(modelled.items(), key=lambda pair: -pair[1])),
        unpriced=tuple(dict.fromkeys(name for part in parts for name in part.unpriced)),
    )
