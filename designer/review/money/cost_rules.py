"""Rules about money: what a total rests on."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from designer.analysis.money.prices import by_capacity
from designer.analysis.money.rents import paid_by_use
from designer.analysis.money.unpriced_lines import dearest_by_year, unpriced_lines
from designer.analysis.quantities import fact_of, is_rented, placed_nodes
from designer.analysis.results import CostLine, Results
from designer.model.design import Design
from designer.model.figures.completeness import gaps
from designer.model.money.pricing import date_rank, planned_price
from designer.model.wording import counted, listed
from designer.review.findings import Finding
from designer.review.registry import rule
from designer.review.words import money, percent

HARDWARE_DAYS = 180
"""After so many days a hardware price counts as old."""

CLOUD_DAYS = 30
"""After so many days a cloud price counts as old."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@rule({"weak-prices": "note"}, layer="", reads=("cost",))
def weak_prices(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Purchase prices that rest on estimates or on nothing that was verified."""
    if results.cost is None or not results.cost.capex_usd.value:
        return
    weak = [line for line in results.cost.lines if line.unit_usd.known and line.unit_usd.status in _WEAK]
    amount = sum(line.total_usd.value or 0 for line in weak)
    if amount > 0:
        worst = sorted(weak, key=lambda line: -(line.total_usd.value or 0))
        capex = results.cost.capex_usd
        book = design.settings.prices
        span = "" if capex.low == capex.high else f" The total may lie between {money(capex.low or 0, book)} and "
        span += f"{money(capex.high or 0, book)}." if span else ""
        known = "what is known of " if gaps(capex).names else ""
        yield Finding(
            rule="weak-prices",
            severity="note",
            message=f"{percent(amount / capex.value)} of {known}the purchase price ({money(amount, book)}) rests on "
            "estimates or unverified prices."
            if capex.value
            else "",
            detail=f"Most of it: {listed([line.name for line in worst])}.{span} Ask for quotes and set them as your "
            "own prices.",
            ids=_users(design, {line.part for line in weak}),
        )


_WEAK = frozenset({"estimate", "unverified"})


@rule(
    {"price-unknown": "note", "stored-amount-unknown": "note", "rent-unknown": "note", "service-cost-unknown": "note"},
    layer="",
    reads=("cost",),
)
def price_unknown(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Parts without a price: the total is a least value."""
    if results.cost is None:
        return
    lines = unpriced_lines(results.cost.lines)
    if lines:
        yield Finding(
            rule="price-unknown",
            severity="note",
            message=f"The purchase price is at least what is shown: {listed([line.name for line in lines])} "
            f"{'has' if len(lines) == 1 else 'have'} no price.",
            detail="Unknown is not zero. Set your own price in the inspector."
            + "".join(f" {line.name}: {line.unit_usd.note}" for line in lines[:3] if line.unit_usd.note),
            ids=tuple(dict.fromkeys((*_users(design, {line.part for line in lines}), *_linked(lines)))),
        )
    book = design.settings.prices
    unrented: dict[str, str] = {}
    unsized: dict[str, str] = {}
    for node, part in placed_nodes(design):
        if part is None or not is_rented(part) or node.price_usd is not None:
            continue
        if paid_by_use(design, node, part) is not None:
            continue
        if by_capacity(part, book):
            if not fact_of(design, node, "capacity_tb").known:
                unsized[part.id] = part.name
        elif planned_price(part, "hour", book) is None:
            unrented[part.id] = part.name
    if unsized:
        yield Finding(
            rule="stored-amount-unknown",
            severity="note",
            message=f"The rent is at least what is shown: it is not stated how much "
            f"{listed(list(unsized.values()))} {'holds' if len(unsized) == 1 else 'hold'}.",
            detail="It is paid by GB and month. Set its usable capacity in the inspector.",
            ids=_users(design, set(unsized)),
        )
    names = list(unrented.values())
    if unrented and results.cost.rent_usd_per_year.at_least:
        yield Finding(
            rule="rent-unknown",
            severity="note",
            message=f"The rent is at least what is shown: {listed(names)} {'has' if len(names) == 1 else 'have'} "
            "no price per hour.",
            detail="Set your own price per hour in the inspector.",
            ids=_users(design, set(unrented)),
        )
    untold = [line for line in results.cost.service_lines if not line.total_usd.known]
    if untold:
        notes = {line.total_usd.note or line.unit_usd.note: line.name for line in reversed(untold)}
        yield Finding(
            rule="service-cost-unknown",
            severity="note",
            message="The running cost is at least what is shown: it is not known what is paid for "
            f"{listed([line.name for line in untold])}.",
            detail=" ".join(["Unknown is not zero.", *(f"{name}: {note}" for note, name in notes.items() if note)]),
            ids=_users(design, {line.part for line in untold}),
        )
    # A line that is known in part is in the total with that part alone.
    partly = [line for line in results.cost.service_lines if line.total_usd.known and line.total_usd.missing]
    if partly:
        lacking = list(dict.fromkeys(name for line in partly for name in line.total_usd.missing))
        yield Finding(
            rule="service-cost-unknown",
            severity="note",
            message=f"The running cost is at least what is shown: {listed(lacking)} "
            f"{'is' if len(lacking) == 1 else 'are'} not known.",
            detail="Unknown is not zero: what hangs on it is left out. Say it in the inspector.",
            ids=_users(design, {line.part for line in partly}),
        )


@rule({"stale-prices": "note"}, layer="", reads=("cost",))
def stale_prices(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Prices that are old, or whose date cannot be read."""
    if results.cost is None:
        return
    old: dict[str, tuple[str, str]] = {}
    for line in results.cost.lines:
        # An own price without a date is as old as the person says.
        undated = line.own and not line.price_date
        if line.unit_usd.known and not undated and is_old(line.price_date, today, HARDWARE_DAYS):
            old[line.part] = line.name, line.price_date
    for line in results.cost.service_lines:
        undated = line.own and not line.price_date
        if line.basis and not undated and is_old(line.price_date, today, CLOUD_DAYS):
            old[line.part] = line.name, line.price_date
    for node, part in placed_nodes(design):
        if part is not None and is_rented(part) and node.price_usd is None:
            if paid_by_use(design, node, part) is not None:
                continue
            book = design.settings.prices
            plan = planned_price(part, "hour", book) or planned_price(part, "gb-month", book)
            if plan is None or (plan.own and not plan.price.date):
                continue
            if is_old(plan.price.date, today, CLOUD_DAYS):
                old[part.id] = part.name, plan.price.date
    if old:
        names = [f"{name} ({when or 'no date'})" for name, when in old.values()]
        yield Finding(
            rule="stale-prices",
            severity="note",
            message=f"{counted(len(old), 'price is', 'prices are')} old: {listed(names)}.",
            detail=f"Hardware prices older than {HARDWARE_DAYS} days and cloud prices older than {CLOUD_DAYS} may have "
            "moved; a price without a readable date counts as old. Ask again before you rely on the total.",
            ids=_users(design, set(old)),
        )


@rule({"prices-of-different-years": "note"}, layer="", reads=("cost",))
def years_apart(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Purchase prices of one year beside rents and services of another: neither saving nor total is of any year."""
    if results.cost is None:
        return
    bought = dearest_by_year(results.cost.lines)
    paid = [line for line in (*results.cost.rent_lines, *results.cost.service_lines) if line.total_usd.value]
    years = {line.part: date_rank(line.price_date)[0] for line in paid}
    # What is bought at prices of a year and what is paid at those of another, each where there is such a pair.
    other = {line.part: line for line in paid if years[line.part] and set(bought) - {years[line.part]}}
    dearest = [line for year, line in bought.items() if any(years[part] != year for part in other)]
    if not dearest:
        return
    names = [f"{line.name} ({line.price_date})" for line in (*dearest, *other.values())]
    yield Finding(
        rule="prices-of-different-years",
        severity="note",
        message=f"Prices of different years are set against each other: {listed(names)}.",
        detail="What prices did in between counts as a difference. Set prices of the same year in the price book.",
        ids=_users(design, {line.part for line in dearest} | set(other)),
    )


def _users(design: Design, part_ids: set[str]) -> tuple[str, ...]:
    """Nodes and links of PART_IDS whose price is not the person's own."""
    nodes = [node.id for node in design.nodes_in_order() if node.part in part_ids and node.price_usd is None]
    return (*nodes, *(link.id for link in design.links.values() if link.cable_part in part_ids))


def _linked(lines: Iterable[CostLine]) -> tuple[str, ...]:
    """Links that LINES without a part are bought for: their cables have no type."""
    return tuple(link for line in lines if not line.part for link in line.links)


def is_old(written: str, today: date, days: int) -> bool:
    """Return True when a date as WRITTEN (2026-09-01, 2026-09 or 2026) is over DAYS before TODAY, or unreadable."""
    found = _DATE.match(written)
    if found is None:
        return True
    year, month, day = ([*found.group().split("-"), "1", "1"])[:3]
    try:
        return (today - date(int(year), int(month), int(day))).days > days
    except ValueError:
        return True
