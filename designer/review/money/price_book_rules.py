"""Rules about the price book: rates that are old or lacking, wishes that no price meets, entries without effect."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from designer.analysis.money.prices import by_capacity, cable_price, foreign_currencies, length_to_buy, service_measure
from designer.analysis.money.rents import book_for
from designer.analysis.quantities import is_rented, placed_nodes
from designer.analysis.results import Results
from designer.catalog.bundles.records import is_of_bundle
from designer.model.design import Design
from designer.model.kinds import MODEL_APIS
from designer.model.money.price_validity import discount_words
from designer.model.money.pricing import USD, PlannedPrice, PriceBook, planned_price
from designer.model.parts.part import TERM_WORDS, Basis, Part, Term
from designer.model.relations import RELATION_MEDIA
from designer.model.wording import counted, listed
from designer.review.findings import Finding
from designer.review.money.cost_rules import HARDWARE_DAYS, is_old
from designer.review.registry import rule

RATE_DAYS: Final = 30
"""After so many days an exchange rate counts as old."""


@rule({"stale-rate": "note"}, layer="", reads=("cost",))
def stale_rate(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Exchange rates that are old and behind an amount that is planned or shown."""
    book = design.settings.prices
    if results.cost is None or not book.rates:
        return
    used = {book.currency} | {use.plan.price.currency for use in _uses(design) if use.plan}
    old = {code: rate for code in sorted(used - {USD}) if (rate := book.rate(code)) is not None}
    old = {code: rate for code, rate in old.items() if is_old(rate.date, today, RATE_DAYS)}
    if old:
        words = listed([f"{code} ({rate.date})" for code, rate in old.items()])
        yield Finding(
            rule="stale-rate",
            severity="note",
            message=f"{counted(len(old), 'exchange rate is', 'exchange rates are')} old: {words}.",
            detail=f"A rate older than {RATE_DAYS} days may have moved. Set today's in the price book.",
        )


@rule({"currency-without-rate": ("warning", "note")}, layer="", reads=("cost",))
def currency_without_rate(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Prices that count nowhere, because the book has no rate for their currency."""
    book = design.settings.prices
    if results.cost is None:
        return
    passed: dict[str, dict[str, str]] = {}
    own: set[str] = set()
    for use in _uses(design):
        foreign = foreign_currencies(use.part, book) if use.plan is None else []
        mine = {price.currency for price in book.prices.get(use.part.id, ()) if not book.converts(price.currency)}
        own |= mine
        for code in sorted({*foreign, *mine}):
            passed.setdefault(code, {})[use.part.id] = use.part.name
    for code, names in passed.items():
        yield Finding(
            rule="currency-without-rate",
            severity="warning" if code in own else "note",
            message=f"{counted(len(names), 'part is', 'parts are')} priced in {code}, for which there is no exchange "
            f"rate: {listed(list(names.values()))}.",
            detail=f"Such a price is left out. Set the rate of {code} in the price book, with its date.",
            ids=_users(design, set(names)),
        )


@rule({"expired-quote": "warning"}, layer="", reads=("cost",))
def expired_quote(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Quotes that a plan takes and that no longer hold."""
    if results.cost is None:
        return
    gone: dict[str, dict[str, None]] = {}
    for use in _uses(design):
        if use.plan and use.plan.price.expired(today.isoformat()):
            price = use.plan.price
            words = f"{use.part.name} ({f'{price.quote}, ' if price.quote else ''}until {price.valid_until})"
            gone.setdefault(words, {})[use.part.id] = None
    if gone:
        yield Finding(
            rule="expired-quote",
            severity="warning",
            message=f"{counted(len(gone), 'quote no longer holds', 'quotes no longer hold')}: {listed(list(gone))}.",
            detail="It counts as an estimate of its date, not as a quote. Ask for a new quote and set it in the price "
            "book, or remove the old one there: then the price of the catalog counts.",
            ids=_users(design, {part_id for ids in gone.values() for part_id in ids}),
        )


@rule({"stale-bundle": "note"}, layer="", reads=("cost",))
def stale_bundle(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Bundles of a team that are old and give a price that is planned with."""
    if results.cost is None:
        return
    named: dict[str, dict[str, str]] = {}
    for use in _uses(design):
        if use.plan is not None and not use.plan.own:
            for source in use.plan.price.sources:
                if is_of_bundle(design.sources.get(source)):
                    named.setdefault(source, {})[use.part.id] = use.part.name
    for source, names in named.items():
        bundle = design.sources[source]
        if is_old(bundle.published, today, HARDWARE_DAYS):
            yield Finding(
                rule="stale-bundle",
                severity="note",
                message=f"{bundle.publisher} is of {bundle.published} and gives {counted(len(names), 'price')}: "
                f"{listed(list(names.values()))}.",
                detail=f"A bundle older than {HARDWARE_DAYS} days may no longer say what the team pays. Ask who keeps "
                "it for a newer one, and take that.",
                ids=_users(design, set(names)),
            )


@rule({"wanted-price-missing": ("warning", "note")}, layer="", reads=("cost",))
def wanted_price_missing(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Parts that have no price of the basis or in the region that the plan wants."""
    if results.cost is None:
        return
    rented = {line.part for line in results.cost.rent_lines}
    by_wish: dict[str, dict[str, str]] = {}
    taken: dict[str, dict[str, None]] = {}
    for use in _uses(design):
        if use.plan is None:
            continue
        for wish, instead in _unmet(use.plan):
            by_wish.setdefault(wish, {})[use.part.id] = use.part.name
            # Rented on another basis is a warning, since the bill differs; another price to buy by is a note.
            if use.part.id in rented and instead:
                taken.setdefault(wish, {})[instead] = None
    for wish, names in by_wish.items():
        instead = list(taken.get(wish, ()))
        words = (
            f"It is billed {' or '.join(instead)} instead. "
            if instead
            else "The preferred price of the catalog is taken instead; "
        )
        yield Finding(
            rule="wanted-price-missing",
            severity="warning" if instead else "note",
            message=f"For {counted(len(names), 'part')} {wish} is known: {listed(list(names.values()))}.",
            detail=f'{words}"Why?" says which. Ask for a quote and set it as your own price.',
            ids=_users(design, set(names)),
        )


def _unmet(plan: PlannedPrice) -> Iterator[tuple[str, str]]:
    """Yield what is wanted of PLAN and not known, with what is billed instead where that is rent."""
    if plan.wanted:
        yield f"no {plan.wanted} price", plan.price.basis
    elif plan.wanted_term:
        # Without any reserved price there is none of that term either: it is told once.
        bound = TERM_WORDS[plan.price.term] or "a time that is not stated"
        yield f"no reserved price for {TERM_WORDS[plan.wanted_term]}", f"{plan.price.basis}, bound for {bound},"
    if plan.wanted_region:
        yield f"no price in {plan.wanted_region}", ""


@rule({"idle-discount": "note", "idle-own-price": "note"}, layer="", reads=("cost",))
def idle_entries(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Discounts that take nothing off, and own prices that count nowhere."""
    book = design.settings.prices
    if results.cost is None or not design.nodes or not (book.discounts or book.prices):
        return
    uses = list(_uses(design))
    working = {use.plan.discount for use in uses if use.plan}
    idle = [discount for discount in book.discounts if discount not in working]
    if idle:
        words = listed([f"{discount.share * 100:g}% on {discount_words(discount)}" for discount in idle])
        yield Finding(
            rule="idle-discount",
            severity="note",
            message=f"{counted(len(idle), 'discount takes', 'discounts take')} nothing off: {words}.",
            detail="No part of the design is of that vendor and kind, a more exact discount counts instead, or its "
            "price is your own. Vendors are written as in the catalog.",
        )
    counting = {use.part.id for use in uses if use.plan and use.plan.own}
    names = {use.part.id: use.part.name for use in uses if use.part.id in book.prices and use.part.id not in counting}
    rented = [use.part.name for use in uses if use.part.id in names and is_rented(use.part)]
    # Prices in a currency without a rate are found by another rule.
    foreign = {name for name in names if any(not book.converts(price.currency) for price in book.prices[name])}
    names = {part_id: name for part_id, name in names.items() if part_id not in foreign}
    if names:
        why = (
            f" {listed(rented)} {'is' if len(set(rented)) == 1 else 'are'} rented: set a price per hour."
            if rented
            else ""
        )
        yield Finding(
            rule="idle-own-price",
            severity="note",
            message=f"{counted(len(names), 'own price counts', 'own prices count')} nowhere: "
            f"{listed(list(names.values()))}.",
            detail="What it is paid for is not what the design pays: by the piece, the metre, the hour or the GB and "
            f"month.{why}",
            ids=_users(design, set(names)),
        )


class _Use(NamedTuple):
    """A part in the design, and the price that is planned for it; None when none is known."""

    part: Part
    plan: PlannedPrice | None


def _uses(design: Design) -> Iterator[_Use]:
    """Every part that is paid for at its catalog or own price, once for each price."""
    book = design.settings.prices
    seen: set[tuple[str, Basis | None, Term]] = set()
    for node, part in placed_nodes(design):
        if part is None or node.price_usd is not None:
            continue
        wished = book_for(design, node)  # a rented node may have a basis of its own
        if (part.id, wished.rent_basis, wished.rent_term) not in seen:
            seen.add((part.id, wished.rent_basis, wished.rent_term))
            yield _Use(part, _plan(part, wished))
    cables: set[tuple[str, float | None]] = set()
    for link in design.links.values():
        part = design.parts.get(link.cable_part) if link.cable_part else None
        if part is not None and link.medium not in RELATION_MEDIA and (part.id, link.length_m) not in cables:
            cables.add((part.id, link.length_m))
            stock = length_to_buy(part, link.length_m)
            yield _Use(part, cable_price(part, stock, link.length_m, link.id, book).plan)


def _plan(part: Part, book: PriceBook) -> PlannedPrice | None:
    if not is_rented(part):
        return planned_price(part, "unit", book)
    if part.kind in MODEL_APIS:
        return planned_price(part, "million-tokens", book, "output")
    measure = service_measure(part, book)
    if measure is not None and not by_capacity(part, book):
        return planned_price(part, measure, book)
    return planned_price(part, "hour", book) or planned_price(part, "gb-month", book)


def _users(design: Design, part_ids: set[str]) -> tuple[str, ...]:
    nodes = [node.id for node in design.nodes_in_order() if node.part in part_ids and node.price_usd is None]
    return (*nodes, *(link.id for link in design.links.values() if link.cable_part in part_ids))
