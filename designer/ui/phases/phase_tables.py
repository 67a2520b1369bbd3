"""Tables of the window of phases: what is ordered and when, and money and peak power by quarter."""

from collections.abc import Callable
from typing import NamedTuple

from designer.analysis.phases.records import PhaseItem, PhasesResult, PlannedQuarter
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import figure_text, percent_text
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.review.phases.phase_words import lead_words, ordered_words
from designer.ui.widgets.lists.table_model import Column

_UNKNOWN = "unknown"


class OrderRow(NamedTuple):
    """Things that are ordered in one phase, by its key."""

    key: str
    phase: str
    item: PhaseItem


class QuarterRow(NamedTuple):
    """One quarter, with the prices that its money is shown in."""

    quarter: str
    figures: PlannedQuarter
    book: PriceBook


def order_rows(found: PhasesResult | None) -> tuple[OrderRow, ...]:
    """Return everything that is ordered, phase by phase, the latest first; nothing where no phase is known."""
    return tuple(
        OrderRow(f"{phase.id}/{place}", phase.title, item)
        for phase in (found.phases if found is not None else ())
        for place, item in enumerate(phase.items)
    )


def quarter_rows(found: PhasesResult | None, book: PriceBook) -> tuple[QuarterRow, ...]:
    """Return the quarters of FOUND in the money of BOOK; nothing where no phase is known."""
    return tuple(QuarterRow(one.quarter, one, book) for one in (found.quarters if found is not None else ()))


def order_columns() -> tuple[Column[OrderRow], ...]:
    """Return the columns of the table of orders."""

    def by(place: int) -> Callable[[OrderRow], str]:
        def text(row: OrderRow) -> str:
            last = row.item.order_by
            return _UNKNOWN if last is None else (last.p50, last.p90)[place]

        return text

    def there(place: int) -> Callable[[OrderRow], str]:
        def text(row: OrderRow) -> str:
            day = row.item.delivered
            return _UNKNOWN if day is None else (day.p50, day.p90)[place]

        return text

    about = (
        "The latest day of an order that is early enough in {} of 100 draws: to run on the day that is wanted, else so "
        "as to hold up nothing"
    )
    return (
        Column("Part", lambda row: row.item.name, width=200),
        Column("Phase", lambda row: row.phase, width=104),
        Column("Ordered", lambda row: ordered_words(row.item), width=124, about="A star: on a day of its own"),
        Column("Order by, P50", by(0), width=124, about=about.format(50)),
        Column("P90", by(1), width=112, about=about.format(90)),
        Column("Lead time", lambda row: lead_words(row.item), width=210),
        Column("There, P50", there(0), width=112),
        Column("P90", there(1), width=112),
        Column(
            "Critical",
            lambda row: percent_text(row.item.critical),
            order=lambda row: row.item.critical,
            right=True,
            width=76,
        ),
    )


def quarter_columns() -> tuple[Column[QuarterRow], ...]:
    """Return the columns of the table of quarters."""

    def money(title: str, usd_of: Callable[[PlannedQuarter], float], width: int) -> Column[QuarterRow]:
        def text(row: QuarterRow) -> str:
            return figure_text(in_currency(leaf("paid", usd_of(row.figures), "USD"), row.book))

        return Column(title, text, order=lambda row: usd_of(row.figures), right=True, width=width)

    def watts(title: str, watts_of: Callable[[PlannedQuarter], float], width: int) -> Column[QuarterRow]:
        return Column(
            title,
            lambda row: figure_text(leaf("peak power", watts_of(row.figures), "W")),
            order=lambda row: watts_of(row.figures),
            right=True,
            width=width,
        )

    return (
        Column("Quarter", lambda row: row.quarter),
        money("Paid", lambda one: one.spend_usd, 110),
        money("P50", lambda one: one.spend_usd_p50, 110),
        money("P90", lambda one: one.spend_usd_p90, 110),
        money("Paid until its end", lambda one: one.spent_usd, 160),
        money("P90", lambda one: one.spent_usd_p90, 110),
        watts("Peak power, P50", lambda one: one.peak_w_p50, 150),
        watts("P90", lambda one: one.peak_w_p90, 110),
    )
