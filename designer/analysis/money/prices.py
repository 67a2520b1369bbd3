"""Prices as figures: what the plan takes for a part, with discount and exchange rate as terms of their own."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.model.figures.figure import Figure, difference, leaf, product
from designer.model.money.price_validity import discount_words
from designer.model.money.pricing import (
    USD,
    Discount,
    ExchangeRate,
    PlannedPrice,
    PriceBook,
    planned_price,
    stock_length,
)
from designer.model.parts.part import Part, Per, Price, StockLength

_UNITS: Final[Mapping[Per, str]] = {"unit": "", "meter": "/m", "hour": "/h", "gb-month": "/GB/month"}
_ONE: Final = leaf("the whole price", 1.0)
SERVICE_MEASURES: Final[tuple[Per, ...]] = ("gpu-year", "user-month", "month")


class Priced(NamedTuple):
    """Price of one, and the price in the catalog or price book that it rests on; None where there is none."""

    figure: Figure
    plan: PlannedPrice | None


def by_capacity(part: Part, book: PriceBook) -> bool:
    """Return True when PART is paid by what is stored in it, and not by the hour."""
    return planned_price(part, "hour", book) is None and planned_price(part, "gb-month", book) is not None


def by_metre(part: Part, book: PriceBook) -> bool:
    """Return True when PART is cable that is paid by the metre, and not by the piece."""
    return planned_price(part, "unit", book) is None and planned_price(part, "meter", book) is not None


def service_measure(part: Part, book: PriceBook) -> Per | None:
    """By GPU and year, by user and month, or by the month; None where PART is paid in none of these ways."""
    return next((per for per in SERVICE_MEASURES if planned_price(part, per, book) is not None), None)


def unit_price(part: Part | None, name: str, part_id: str, book: PriceBook) -> Priced:
    """Price of one PART to buy; unknown, with the reason as a note, where there is none."""
    plan = planned_price(part, "unit", book) if part else None
    if part is not None and plan is not None:
        return Priced(price_figure(part, plan), plan)
    return Priced(_unknown(f"{name}: price", part_id, _why_unknown(part, book) if part else ""), None)


def cable_price(part: Part, stock: StockLength | None, length_m: float | None, subject: str, book: PriceBook) -> Priced:
    """Price of one cable of PART.

    Args:
        part: The cable.
        stock: The stock length to buy; None when it is cut, when nobody said how long it is, or sold in none so long.
        length_m: Length of one; None when nobody said.
        subject: Id of a link with such a cable.
        book: How the project is priced.
    """
    # A stock length with a price of its own is that price.
    if stock is not None and stock.price is not None:
        plan = planned_price(replace(part, prices=(stock.price,)), "unit", book)
        if plan is not None:
            return Priced(price_figure(part, plan, f"{part.name}, {stock.length_m:g} m"), plan)
    # Sold by the metre: the stock length is paid where there is one, since it is what is cut.
    metre = planned_price(part, "meter", book) if by_metre(part, book) else None
    if metre is not None:
        metres = stock.length_m if stock else length_m
        length = leaf(f"{part.name}: length of one", metres, "m", subject=subject)
        return Priced(product(f"{part.name}: price of one", (price_figure(part, metre), length), USD), metre)
    # Longer than anything in stock, and no own price: unknown with the reason, not the price of a shorter one.
    if part.lengths and length_m is not None and stock is None and part.id not in book.prices:
        longest = part.lengths[-1].length_m
        note = f"The longest that is sold has {longest:g} m; {length_m:g} m are needed."
        return Priced(_unknown(f"{part.name}: price", part.id, note), None)
    found = unit_price(part, part.name, part.id, book)
    # Prices differ by length, and no length is known.
    if found.plan is None and length_m is None and any(stock.price for stock in part.lengths):
        found = Priced(
            replace(found.figure, note="Its price depends on the length; say how long the cables are."), None
        )
    return found


def length_to_buy(part: Part, length_m: float | None) -> StockLength | None:
    """The stock length of PART that a cable of LENGTH_M is bought in."""
    return None if length_m is None else stock_length(part, length_m)


def price_figure(part: Part, plan: PlannedPrice, name: str = "") -> Figure:
    """PLAN as US dollars for one unit, hour ...: the price × (1 − discount) × exchange rate, as far as they apply."""
    price, name = plan.price, name or part.name
    per = "" if price.per == "unit" else f" per {price.per}"
    label, unit = f"{name}: price{per}", _UNITS.get(price.per, f"/{price.per}")
    plain = plan.discount is None and plan.rate is None
    sort = "own" if plan.own else price.basis
    first = leaf(
        label if plain else f"{name}: {sort} price{per}",
        price.typical,
        f"{price.currency}{unit}",
        low=price.low,
        high=price.high,
        operation="fact",
        sources=price.sources,
        status="user" if plan.own else price.status,
        subject=part.id,
        date=price.date,
        note=_words(plan),
        formula="of the price book" if plan.own else "",
    )
    # As published, the price is a leaf; with a discount or exchange it is a product whose steps are seen.
    if plain:
        return first
    terms, words = [first], [f"{sort} price{f' of {price.date}' if price.date else ''}"]
    if plan.discount is not None:
        terms.append(_left_by(plan.discount))
        words.append("(1 − discount)")
    if plan.rate is not None:
        terms.append(rate_leaf(price.currency, plan.rate))
        words.append(f"exchange rate of {plan.rate.date}")
    return replace(product(label, terms, f"{USD}{unit}", " × ".join(words)), note=first.note)


def rate_leaf(currency: str, rate: ExchangeRate) -> Figure:
    """RATE as a leaf: US dollars for one unit of CURRENCY."""
    return leaf(
        f"US dollars for 1 {currency}",
        rate.usd,
        f"{USD}/{currency}",
        status="user",
        subject="design",
        date=rate.date,
        note=rate.note,
        formula=f"exchange rate of {rate.date}",
    )


def _left_by(discount: Discount) -> Figure:
    share = leaf(
        f"discount on {discount_words(discount)}",
        discount.share,
        status="user",
        subject="design",
        note=discount.note,
        formula="of the price book",
    )
    return difference("what the discount leaves", _ONE, share, "", "1 − discount")


def _words(plan: PlannedPrice) -> str:
    """Return what to know about the price: its place, basis, region, conditions, and what was wanted instead."""
    price = plan.price
    quote = f"quote {price.quote}" if price.quote else price.basis
    until = f"valid until {price.valid_until}" if price.valid_until else ""
    pieces = ["price book" if plan.own else "", quote, until, price.region, price.note]
    words = ", ".join(piece for piece in pieces if piece)
    if plan.wanted:
        words += f". No {plan.wanted} price is known; {price.basis} is taken."
    if plan.wanted_region:
        words += f"{'' if words.endswith('.') else '.'} No price in {plan.wanted_region} is known"
        words += f"; that in {price.region} is taken." if price.region else "."
    return words


def _why_unknown(part: Part, book: PriceBook) -> str:
    if part.availability == "not sold":
        return "It is not sold."
    foreign = foreign_currencies(part, book)
    return f"Priced in {' and '.join(foreign)} only; set the exchange rate in the price book." if foreign else ""


def foreign_currencies(part: Part, book: PriceBook) -> list[str]:
    """Currencies in which PART has a price, and which BOOK has no rate for."""
    prices: tuple[Price, ...] = (*book.prices.get(part.id, ()), *part.prices)
    prices += tuple(stock.price for stock in part.lengths if stock.price is not None)
    return sorted({price.currency for price in prices if not book.converts(price.currency)})


def _unknown(label: str, part_id: str, note: str) -> Figure:
    return leaf(label, None, USD, operation="fact", subject=part_id, note=note)
