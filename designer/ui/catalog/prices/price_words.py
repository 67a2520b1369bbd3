"""A price in words: the range with its currency, what it is paid for, its basis, what it is beside another one."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.model.figures.figure_text import UNKNOWN, number_text
from designer.model.money.pricing import PriceBook, planned_price
from designer.model.parts.part import PER_WORDS, PURCHASES, Basis, Part, Price

DIGITS: Final = 5
BASIS_TITLES: Final[Mapping[Basis, str]] = {
    "list": "list",
    "street": "street",
    "on-demand": "on demand",
    "reserved": "reserved",
    "spot": "spot",
    "estimate": "estimate",
    "rented": "rented",
    "not-sold": "not sold",
    "user": "own",
    "quote": "quote",
}


def price_text(price: Price) -> str:
    """The range of PRICE: 49 500–51 000 USD."""
    ends = dict.fromkeys(number_text(amount, DIGITS) for amount in (price.low, price.high))
    return f"{'–'.join(ends)} {price.currency}"


def paid_for(price: Price) -> str:
    """Return what PRICE is paid for: "unit", "input · million tokens"."""
    return " · ".join(word for word in (price.item, PER_WORDS[price.per] or "unit") if word)


class Change(NamedTuple):
    """A price beside the one that is planned today.

    Attributes:
        planned: The planned one in words.
        share: How much the new one is above it: 0.25 is a quarter more; None when that cannot be said.
        words: The change in words.
        alike: Whether the change says something about the price itself, not that spot is not on demand.
        tip: What the planned one is.
    """

    planned: str
    share: float | None
    words: str
    alike: bool = True
    tip: str = ""


def change_of(part: Part | None, price: Price, book: PriceBook) -> Change:
    """Return how PRICE of PART stands to the one that a plan with BOOK takes today."""
    planned = planned_price(part, price.per, book, price.item) if part else None
    if planned is None:
        return Change("none", None, "first price")
    usd = planned.price.typical * planned.factor
    told = f"{number_text(usd, DIGITS)} USD"
    # A spot price beside one on demand differs for another reason than time.
    alike = price.per in PURCHASES or price.basis in (planned.price.basis, "user")
    of = (
        BASIS_TITLES[planned.price.basis],
        planned.price.region,
        planned.price.date,
        "own" if planned.own else "",
        "discounted" if planned.discount else "",
    )
    tip = f"Planned today: {told}, {', '.join(word for word in dict.fromkeys(of) if word)}"
    # Without a rate of exchange the two cannot be compared.
    if not book.converts(price.currency):
        return Change(told, None, f"no {price.currency} rate", alike, tip)
    rate = book.rate(price.currency)
    new = price.typical * (rate.usd if rate else 1.0)
    if usd <= 0:
        return Change(told, None, "same" if new == usd else UNKNOWN, alike, tip)
    share = new / usd - 1
    # Less than a twentieth of a percent is rounding.
    if abs(share) < 0.0005:
        return Change(told, 0.0, "same", alike, tip)
    # From eleven times on a percentage is hard to read: a factor instead.
    words = f"{share * 100:+.1f}%".replace("-", "−") if abs(share) < 10 else f"×\u202f{number_text(new / usd)}"
    return Change(told, share, words, alike, tip)
