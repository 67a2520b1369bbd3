"""Validity of a price book: shares, rates, currencies, dates and prices, from people and from files."""

import re
from datetime import date
from typing import Final

from designer.model.kinds import KINDS
from designer.model.money.pricing import USD, Discount, ExchangeRate, PriceBook
from designer.model.parts.part import PER_WORDS, Per, Price
from designer.model.records import MAX_QUANTITY, RefusedInput, require_id

MAX_OWN_PRICES: Final = 5_000
MAX_DISCOUNTS: Final = 1_000
MAX_RATES: Final = 200
LONGEST_WORD: Final = 200
LONGEST_NOTE: Final = 2_000
LEAST_RATE: Final = 1e-9
GREATEST_RATE: Final = 1e9
MAX_FROM_TOKENS: Final = 1_000_000_000
_BY_REQUEST: Final[tuple[Per, ...]] = ("million-tokens", "thousand-requests")

_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def require_price_book(book: PriceBook) -> PriceBook:
    """BOOK when a plan can rest on it.

    Raises:
        RefusedInput: the first thing that is wrong, in one plain line.
    """
    number = sum(len(prices) for prices in book.prices.values())
    _require_most(number, MAX_OWN_PRICES, "own prices")
    _require_most(len(book.prices), MAX_OWN_PRICES, "parts with own prices")
    _require_most(len(book.discounts), MAX_DISCOUNTS, "discounts")
    _require_most(len(book.rates), MAX_RATES, "exchange rates")
    for part_id, prices in book.prices.items():
        require_id(part_id, "part")
        for price in prices:
            require_own_price(price, part_id)
    seen: set[tuple[str, str]] = set()
    for discount in book.discounts:
        require_discount(discount)
        if (discount.vendor, discount.kind) in seen:
            raise RefusedInput(f"There are two discounts on {discount_words(discount)}; keep one of them.")
        seen.add((discount.vendor, discount.kind))
    for currency, rate in book.rates.items():
        require_rate(currency, rate)
    require_currency(book.currency)
    if not book.converts(book.currency):
        raise RefusedInput(f"Money is to be shown in {book.currency}, but there is no exchange rate for it; set one.")
    _require_text(book.region, "The region", LONGEST_WORD)
    return book


def require_own_price(price: Price, part_id: str) -> Price:
    """PRICE when it can stand in a price book for PART_ID.

    Raises:
        RefusedInput: its range, currency, date or texts cannot be.
    """
    what = f"The price of {_short(part_id)}"
    if not 0 <= price.low <= price.typical <= price.high <= MAX_QUANTITY:
        raise RefusedInput(
            f"{what} is {price.low:g} – {price.typical:g} – {price.high:g}; it must have low ≤ typical ≤ high, "
            f"none negative and all below {MAX_QUANTITY:g}."
        )
    require_currency(price.currency)
    require_conditions(price, what)
    if price.date:
        require_date(price.date, f"The date of the price of {_short(part_id)}")
    _require_text(price.item, f"What {what.lower()} is paid for", LONGEST_WORD)
    _require_text(price.quote, f"The quote number of the price of {_short(part_id)}", LONGEST_WORD)
    _require_text(price.region, f"The region of the price of {_short(part_id)}", LONGEST_WORD)
    _require_text(price.note, f"The note at the price of {_short(part_id)}", LONGEST_NOTE)
    return price


def require_conditions(price: Price, what: str) -> Price:
    """PRICE of WHAT when the length of request and the days from and up to which it holds can be.

    Raises:
        RefusedInput: tokens are negative or not paid for, or a day is none.
    """
    if not 0 <= price.from_tokens <= MAX_FROM_TOKENS:
        raise RefusedInput(
            f"{what} holds from {price.from_tokens:,} tokens on; it must be a whole number from 0 to "
            f"{MAX_FROM_TOKENS:,}."
        )
    if price.from_tokens and price.per not in _BY_REQUEST:
        raise RefusedInput(
            f"{what} holds from {price.from_tokens:,} tokens on but is paid per {PER_WORDS[price.per] or 'unit'}; only "
            "what is paid by tokens or requests can depend on the length of a request."
        )
    if not 0 <= price.upfront_share <= 1:  # NaN compares false
        raise RefusedInput(f"{what} is paid to {price.upfront_share:.0%} up front; it must be from 0 to 100%.")
    # Only reserved hours bind for a time.
    if (price.term or price.upfront_share) and (price.basis != "reserved" or price.per != "hour"):
        raise RefusedInput(f"{what} binds for a time or is paid up front, but only a reserved hour can be.")
    if price.valid_from:
        require_date(price.valid_from, f"{what}: its first day", whole=True)
    if price.valid_until:
        require_date(price.valid_until, f"{what}: its last day", whole=True)
    if price.valid_until and price.valid_from > price.valid_until:
        days = f"from {price.valid_from} to {price.valid_until}"
        raise RefusedInput(f"{what} holds {days}; the first day must come first.")
    return price


def require_discount(discount: Discount) -> Discount:
    """DISCOUNT when it can be.

    Raises:
        RefusedInput: its share is not from 0 to 1, its kind is unknown, or a text is too long.
    """
    if not 0 <= discount.share <= 1:  # NaN compares false
        raise RefusedInput(f"A discount is {discount.share * 100:g}%; it must be from 0 to 100%.")
    if discount.kind and discount.kind not in KINDS:
        raise RefusedInput(f"There is no kind of part called {_short(discount.kind)!r}; choose one of the list.")
    _require_text(discount.vendor, "The vendor of a discount", LONGEST_WORD)
    _require_text(discount.note, "The note at a discount", LONGEST_NOTE)
    return discount


def require_rate(currency: str, rate: ExchangeRate) -> ExchangeRate:
    """RATE when it can be that of CURRENCY.

    Raises:
        RefusedInput: the currency is the dollar or no code, the rate is not above 0 and finite, or the day is missing.
    """
    require_currency(currency)
    if currency == USD:
        raise RefusedInput("A US dollar is always one US dollar; set the rates of other currencies.")
    if not LEAST_RATE <= rate.usd <= GREATEST_RATE:
        raise RefusedInput(
            f"The exchange rate of {currency} is {rate.usd:g}; it must be a finite number above 0: US dollars for one "
            f"{currency}."
        )
    if not rate.date:
        raise RefusedInput(f"The exchange rate of {currency} has no date; say on which day it held, as 2026-11-24.")
    require_date(rate.date, f"The date of the exchange rate of {currency}", whole=True)
    _require_text(rate.note, f"The note at the exchange rate of {currency}", LONGEST_NOTE)
    return rate


def require_currency(code: str) -> str:
    """CODE when it is written like a currency: three capital letters.

    Raises:
        RefusedInput: it is not.
    """
    if not _CURRENCY.fullmatch(code):
        raise RefusedInput(f"{_short(code)!r} is no currency; use its three capital letters, as EUR.")
    return code


def require_date(text: str, what: str, *, whole: bool = False) -> str:
    """TEXT when it is a year, month or day as in 2026, 2026-11 or 2026-11-24; a day alone when WHOLE.

    Raises:
        RefusedInput: it is not, or there is no such day.
    """
    found = _DATE.fullmatch(text)
    try:
        if found is None or (whole and found[3] is None):
            raise ValueError
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        form = "2026-11-24" if whole else "2026, 2026-11 or 2026-11-24"
        raise RefusedInput(f"{what} is {_short(text)!r}; write it as {form}.") from None
    return text


def discount_words(discount: Discount) -> str:
    """Return the words for what DISCOUNT is on: "NVIDIA switches", "all servers", "everything"."""
    kind = KINDS.get(discount.kind)
    plural = kind.plural.lower() if kind else discount.kind
    if discount.vendor:
        return f"{_short(discount.vendor)} {plural}".strip()
    return f"all {plural}" if plural else "everything"


def _require_most(number: int, most: int, what: str) -> None:
    if number > most:
        raise RefusedInput(f"The price book has {number:,} {what}; {most:,} are the most.")


def _require_text(text: str, what: str, longest: int) -> None:
    if len(text) > longest:
        raise RefusedInput(f"{what} has {len(text):,} characters; it may have at most {longest:,}.")
    if any(not letter.isprintable() for letter in text.replace("\n", "")):
        raise RefusedInput(f"{what} holds signs that cannot be shown; type it again.")


def _short(text: str) -> str:
    plain = "".join(letter if letter.isprintable() else "?" for letter in text)
    return plain if len(plain) <= 40 else plain[:37] + "..."
