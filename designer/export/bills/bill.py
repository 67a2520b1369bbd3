"""The bill of materials: everything that is bought, each once, and what it takes to bring it in."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from designer.analysis.money.unpriced_lines import unpriced_lines, unpriced_words
from designer.analysis.results import CostLine, CostResult, Results
from designer.model.design import Design
from designer.model.figures.completeness import gaps, listed_names
from designer.model.figures.figure import Figure
from designer.model.money.conversion import in_currency, rate_words, shown_currency
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Layer, Source
from designer.model.records import Record, RefusedInput

EXPIRED: Final = "expired quote"
"""Basis of a price that was quoted and no longer holds: it counts as an estimate of its date."""
StepKey = Literal["spares", "freight", "racks", "cables", "delivered", "tax", "with_tax"]


class BillLine(Record, frozen=True, kw_only=True):
    """One part with all its copies, or cables of one sort.

    Attributes:
        part_number: The maker's, of this very length; "" where none is known.
        spares: Pieces that are kept spare, beside `quantity` and not in `total_usd`.
        unit: What the quantity counts.
        rests_on: What quantity and type rest on, beside the drawing.
        places: Ids of the nodes that are bought so, each with its number of pieces.
        links: Ids of the links that it is bought for.
    """

    part: str
    part_number: str
    vendor: str
    name: str
    kind: str
    layer: Layer
    quantity: int
    unit_usd: Figure
    total_usd: Figure
    spares: int = 0
    unit: str = "each"
    length_m: float | None = None
    basis: str = ""
    price_date: str = ""
    lead_time_weeks: float | None = None
    rests_on: str = ""
    sources: tuple[str, ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    links: tuple[str, ...] = ()

    @property
    def expired(self) -> bool:
        """Return True when the price is a quote that no longer holds."""
        return self.basis.startswith(EXPIRED)

    @property
    def price_status(self) -> str:
        """Return how well the price is known: "sourced", "estimate" … "unknown"."""
        if not self.unit_usd.known:
            return "unknown"
        return "estimate" if self.expired else self.unit_usd.status


class StandingPiece(Record, frozen=True, kw_only=True):
    """Pieces of one line that stand in one place.

    Attributes:
        room: Title of the room; "" for none.
        rack: Title of the rack, with its copies; "" for none.
        node: Id of the node in the drawing.
        title: What the node is called.
    """

    room: str
    rack: str
    node: str
    title: str
    part: str
    part_number: str
    name: str
    pieces: int


class BillGroup(Record, frozen=True, kw_only=True):
    """Lines that belong together, and what they come to."""

    title: str
    lines: tuple[BillLine, ...]
    total_usd: Figure


class BillStep(Record, frozen=True, kw_only=True):
    """One row below the total: what comes on top of the goods, or a further total."""

    key: StepKey
    title: str
    usd: Figure
    rests_on: str = ""
    is_total: bool = False


class YearlyRow(Record, frozen=True, kw_only=True):
    """Yearly payment: support, licences and subscriptions, rent."""

    title: str
    usd: Figure
    rests_on: str = ""


class Bill(Record, frozen=True, kw_only=True):
    """The lines and what they come to.

    Attributes:
        groups: The same lines by `group_by`, those of several places split; one group without a title where nobody
            asked for groups.
        total_usd: The capital cost of the analysis: the same figure as in the window.
        unpriced: Names of the lines without a price; the total says "at least" for them.
        steps: Spares, freight, installation and tax, none of which is in the total, and the totals with them.
        yearly: What is paid each year, beside all of these.
        book: Says in which money the bill is written, and at what rate.
        date: ISO day of the bill, on which quotes were judged; "" where nobody said.
        standing: Where each piece stands, container by container.
    """

    name: str
    lines: tuple[BillLine, ...]
    total_usd: Figure
    unpriced: tuple[str, ...]
    group_by: str = ""
    groups: tuple[BillGroup, ...] = ()
    steps: tuple[BillStep, ...] = ()
    yearly: tuple[YearlyRow, ...] = ()
    book: PriceBook = PriceBook()
    date: str = ""
    standing: tuple[StandingPiece, ...] = ()

    def shown(self, figure: Figure) -> Figure:
        """Return FIGURE, an amount in US dollars, in the money of the bill."""
        return in_currency(figure, self.book)

    @property
    def currency(self) -> str:
        """The money of the bill."""
        return shown_currency(self.book)

    @property
    def gap_line(self) -> str:
        """Return which lines have no price, so that the total is a least value; "" where all have one."""
        return unpriced_words(self.unpriced, len(self.lines))

    @property
    def expired_line(self) -> str:
        """Return which lines rest on a quote that no longer holds; "" where none does."""
        names = tuple(line.name for line in self.lines if line.expired)
        if not names:
            return ""
        quotes = "quotes no longer hold and count" if len(names) > 1 else "quote no longer holds and counts"
        return f"{len(names)} {quotes} as an estimate of its date: {listed_names(names)}."

    @property
    def lead_line(self) -> str:
        """Of how many lines somebody published how long they take; "" where there is no line."""
        known = [line for line in self.lines if line.lead_time_weeks is not None]
        if not self.lines:
            return ""
        if not known:
            return "No lead time is published for what is in this bill; ask the vendors."
        longest = max(known, key=lambda line: line.lead_time_weeks or 0.0)
        return (
            f"Lead times are published for {len(known)} of {len(self.lines)} lines, the longest {longest.name} with "
            f"{longest.lead_time_weeks:g} weeks; ask the vendors for the others."
        )

    @property
    def rate_line(self) -> str:
        """Return the rates of conversion: "Exchange rate: 1 EUR = 1.1 USD on 2026-11-20."; "" for US dollars."""
        return f"Exchange rate: {words}." if (words := rate_words(self.book)) else ""


def bounded_title(title: str, figure: Figure) -> str:
    """Return TITLE with the way in which FIGURE errs, where something of it is unknown: "Spares, at least"."""
    bound = gaps(figure).bound
    return f"{title}, {bound}" if bound else title


def bill_of(design: Design, results: Results, group_by: str = "", today: date | None = None) -> Bill:
    """Return the bill of DESIGN from its cost analysis, its lines by GROUP_BY where that is not "".

    Quotes that no longer hold on TODAY count as what they are; with None nobody asks.

    Raises:
        RefusedInput: RESULTS hold no cost, or nothing is grouped by GROUP_BY.
    """
    from designer.export.bills.groups import grouped, standing

    if results.cost is None:
        raise RefusedInput("The bill needs the cost analysis; run it with cost.")
    known = {**results.cost.sources, **(results.cables.sources if results.cables else {}), **design.sources}
    lines = tuple(_line(known, line, today) for line in results.cost.lines)
    return Bill(
        name=design.name,
        lines=lines,
        total_usd=results.cost.capex_usd,
        unpriced=tuple(line.name for line in unpriced_lines(results.cost.lines)),
        group_by=group_by,
        groups=grouped(design, lines, results.cost.capex_usd, group_by),
        steps=_steps(results.cost),
        yearly=_yearly(results.cost),
        book=design.settings.prices,
        date=today.isoformat() if today is not None else "",
        standing=tuple(standing(design, lines)),
    )


def _line(known: Mapping[str, Source], line: CostLine, today: date | None) -> BillLine:
    # A quote that has run out is still the last known price, and is marked.
    gone = today is not None and bool(line.valid_until) and line.valid_until < today.isoformat()
    basis = EXPIRED if gone else line.basis
    names = {source for figure in line.unit_usd.walk() for source in figure.sources}
    assumed = sorted({one.note for one in line.unit_usd.walk() if one.operation == "assumption" and one.note})
    return BillLine(
        part=line.part,
        part_number=line.part_number,
        vendor=line.vendor,
        name=line.name,
        kind=line.kind,
        layer=line.layer,
        quantity=line.quantity,
        unit_usd=line.unit_usd,
        total_usd=line.total_usd,
        spares=line.spares,
        length_m=line.length_m,
        basis=f"{basis}, less {line.discount * 100:g}%" if line.discount else basis,
        price_date=line.price_date,
        lead_time_weeks=line.lead_time_weeks,
        rests_on=line.rests_on,
        sources=(*(_source_text(known, name) for name in sorted(names)), *assumed),
        places=line.places,
        links=line.links,
    )


def _source_text(known: Mapping[str, Source], name: str) -> str:
    source = known.get(name)
    return name if source is None else f"{source.publisher} ({source.published})"


def _steps(cost: CostResult) -> tuple[BillStep, ...]:
    found = cost.delivery
    if found is None or not cost.lines:
        return ()
    freight, tax = (
        (figure.terms[-1].value or 0.0 if figure.terms else 0.0) * 100 for figure in (found.freight_usd, found.tax_usd)
    )
    return (
        BillStep(key="spares", title="Spares", usd=found.spares_usd, rests_on="Assumptions spare_…_share, rounded up."),
        BillStep(
            key="freight",
            title="Freight and insurance",
            usd=found.freight_usd,
            rests_on=f"Assumption freight_share, {freight:g}% of goods and spares.",
        ),
        BillStep(
            key="racks",
            title="Installation of racks",
            usd=found.racks_usd,
            rests_on="Assumptions rack_install_h, rack_system_install_h and labour_usd_per_h.",
        ),
        BillStep(
            key="cables",
            title="Installation of cables",
            usd=found.cables_usd,
            rests_on="Assumptions optical_cable_install_h, copper_cable_install_h and labour_usd_per_h.",
        ),
        BillStep(key="delivered", title="Delivered and installed", usd=found.delivered_usd, is_total=True),
        BillStep(
            key="tax",
            title="Sales tax or VAT",
            usd=found.tax_usd,
            rests_on=f"Assumption tax_share, {tax:g}%; none unless it is set.",
        ),
        BillStep(key="with_tax", title="Delivered, installed and taxed", usd=found.with_tax_usd, is_total=True),
    )


def _yearly(cost: CostResult) -> tuple[YearlyRow, ...]:
    rows = [YearlyRow(title="Support, a year", usd=cost.support_usd_per_year, rests_on="Assumption support_share.")]
    rows += [YearlyRow(title=f"{line.name}, a year", usd=line.total_usd) for line in cost.service_lines]
    if cost.rent_usd_per_year.value or cost.rent_usd_per_year.missing:
        rows.append(YearlyRow(title="Rent, a year", usd=cost.rent_usd_per_year))
    return tuple(rows) if cost.lines or len(rows) > 1 else ()
