"""The records of a bill of materials: its lines, groups, steps and totals."""

from typing import Final, Literal

from designer.analysis.money.unpriced_lines import unpriced_words
from designer.model.figures.completeness import NAMED
from designer.model.figures.figure import Figure
from designer.model.money.conversion import in_currency, rate_words, shown_currency
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Layer
from designer.model.records import Record
from designer.model.wording import counted, listed

EXPIRED: Final = "expired quote"
"""Basis of a price that was quoted and no longer holds: it counts as an estimate of its date."""
RENTED: Final = "Rented"
"""Group of the services that are machines and stores of others."""
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


class ServiceLine(Record, frozen=True, kw_only=True):
    """Something that is paid while the design runs: energy, people, space, support, rent, seats, tokens.

    Attributes:
        group: What it belongs to: "Running the site", "Rented" or "Services".
        usd: US dollars a year.
        basis: Of the price, as "on-demand" or "list"; "" where it is worked out.
        price_date: Of the price; "" where it has none.
    """

    group: str
    name: str
    usd: Figure
    vendor: str = ""
    basis: str = ""
    price_date: str = ""
    rests_on: str = ""


class CountCheck(Record, frozen=True, kw_only=True):
    """Number of pieces that the bill and the drawing have to agree in.

    Attributes:
        title: Of what.
        billed: In the lines of the bill.
        drawn: In the drawing, copies of containers multiplied.
    """

    title: str
    billed: int
    drawn: int


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
        rent_usd: What is rented, US dollars a year; None where nobody worked it out.
        run_usd: All that is paid while it runs, rent included, US dollars a year.
        services: What `run_usd` is the sum of.
        racks: The same lines by rack.
        counted: What the drawing says about the pieces of each part.
        cables_drawn: How many cables the drawing has, whichever way they are bought.
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
    rent_usd: Figure | None = None
    run_usd: Figure | None = None
    services: tuple[ServiceLine, ...] = ()
    racks: tuple[BillGroup, ...] = ()
    counted: tuple[CountCheck, ...] = ()
    cables_drawn: int = 0

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
        return f"{len(names)} {quotes} as an estimate of its date: {listed(names, most=NAMED)}."

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
            f"Lead times are published for {len(known)} of {counted(len(self.lines), 'line')}, the longest "
            f"{longest.name} with {longest.lead_time_weeks:g} weeks; ask the vendors for the others."
        )

    @property
    def rate_line(self) -> str:
        """Return the rates of conversion: "Exchange rate: 1 EUR = 1.1 USD on 2026-11-20."; "" for US dollars."""
        return f"Exchange rate: {words}." if (words := rate_words(self.book)) else ""
