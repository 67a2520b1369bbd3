"""Edits of the price book: own prices, discounts, exchange rates, the money that is shown and the basis to plan with.

Nothing here knows what day it is: a rate carries the day on which it held.
"""

from typing import Any, Final

from msgspec.structs import replace

from designer.edit.draft import Draft
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.money.price_validity import (
    discount_words,
    require_currency,
    require_discount,
    require_own_price,
    require_rate,
)
from designer.model.money.pricing import USD, Discount, ExchangeRate
from designer.model.parts.part import PER_WORDS, PURCHASES, TERM_WORDS, Basis, Price, Term
from designer.model.records import RefusedInput, require_id
from designer.model.wording import listed

PURCHASE_BASES: Final[tuple[Basis, ...]] = ("quote", "list", "street", "estimate")
RENT_BASES: Final[tuple[Basis, ...]] = ("on-demand", "reserved", "spot")


def add_own_price(design: Design, part_id: str, price: Price) -> ChangeSet:
    """Keep PRICE for PART_ID in the project's price book, beside those that are there.

    Raises:
        RefusedInput: the price cannot be (range, currency, date), or the book has it already.
    """
    require_id(part_id, "part")
    require_own_price(price, part_id)
    before = design.settings.prices.prices
    own = before.get(part_id, ())
    if price in own:
        raise RefusedInput(f"The price book has this price of {_name(design, part_id)} already.")
    return _with(
        design,
        f"Set an own price of {_name(design, part_id)}{_per_words(price)}",
        prices={**before, part_id: (*own, price)},
    )


def remove_own_price(design: Design, part_id: str, place: int) -> ChangeSet:
    """Take the own price at PLACE (0 is the first) of PART_ID out of the price book.

    Raises:
        RefusedInput: there is none.
    """
    before = design.settings.prices.prices
    own = before.get(part_id, ())
    if not 0 <= place < len(own):
        raise RefusedInput(f"The price book has no such price of {_name(design, part_id)}; it may be gone already.")
    left = own[:place] + own[place + 1 :]
    prices = {name: kept for name, kept in before.items() if name != part_id} | ({part_id: left} if left else {})
    label = f"Remove an own price of {_name(design, part_id)}{_per_words(own[place])}"
    return _with(design, label, prices=prices)


def set_discount(design: Design, share: float | None, vendor: str = "", kind: str = "", note: str = "") -> ChangeSet:
    """Take SHARE (0.15 is 15%) off catalog prices of VENDOR and KIND ("" is all of them); None takes nothing off again.

    Raises:
        RefusedInput: the share is not from 0 to 1, the kind is unknown, or there is no discount to remove.
    """
    vendor = vendor.strip()
    before = design.settings.prices.discounts
    others = tuple(old for old in before if (old.vendor, old.kind) != (vendor, kind))
    if share is None:
        words = discount_words(Discount(share=0.0, vendor=vendor, kind=kind))
        if len(others) == len(before):
            raise RefusedInput(f"There is no discount on {words}; it may be gone already.")
        return _with(design, f"Remove the discount on {words}", discounts=others)
    new = require_discount(Discount(share=float(share), vendor=vendor, kind=kind, note=note.strip()))
    discounts = tuple(new if (old.vendor, old.kind) == (vendor, kind) else old for old in before)
    if new not in discounts:
        discounts = (*discounts, new)
    return _with(design, f"Set {new.share * 100:g}% off {discount_words(new)}", discounts=discounts)


def set_rate(design: Design, currency: str, usd: float | None, date: str = "", note: str = "") -> ChangeSet:
    """Say that one unit of CURRENCY cost USD dollars on DATE (ISO); None removes the rate.

    Raises:
        RefusedInput: the currency, rate or date cannot be, money is shown in it, or there is no rate to remove.
    """
    book = design.settings.prices
    others = {code: old for code, old in book.rates.items() if code != currency}
    if usd is None:
        require_currency(currency)
        if currency not in book.rates:
            raise RefusedInput(f"There is no exchange rate for {currency}; it may be gone already.")
        if book.currency == currency:
            raise RefusedInput(f"Money is shown in {currency}; show it in another currency first.")
        return _with(design, f"Remove the exchange rate of {currency}", rates=others)
    rate = require_rate(currency, ExchangeRate(usd=float(usd), date=date.strip(), note=note.strip()))
    rates = {code: rate if code == currency else old for code, old in book.rates.items()}
    rates.setdefault(currency, rate)
    return _with(design, f"Set 1 {currency} to {rate.usd:g} USD", rates=rates)


def set_currency(design: Design, currency: str) -> ChangeSet:
    """Show money in CURRENCY.

    Raises:
        RefusedInput: it is no currency, or the book has no rate for it.
    """
    require_currency(currency)
    if not design.settings.prices.converts(currency):
        raise RefusedInput(f"There is no exchange rate for {currency}; set one first, with its date.")
    return _with(design, f"Show money in {'US dollars' if currency == USD else currency}", currency=currency)


def set_purchase_basis(design: Design, basis: Basis | None) -> ChangeSet:
    """Plan purchases with prices of BASIS where they are known; None goes back to each part's preferred price.

    Raises:
        RefusedInput: nothing is bought at such a basis.
    """
    if basis is not None and basis not in PURCHASE_BASES:
        raise RefusedInput(
            f"Purchases are planned with {listed(PURCHASE_BASES, None, 'or')} prices, not with {basis!r}."
        )
    return _with(
        design, f"Plan purchases with {f'{basis} prices' if basis else 'preferred prices'}", purchase_basis=basis
    )


def set_rent_basis(design: Design, basis: Basis | None) -> ChangeSet:
    """Plan rent with prices of BASIS where they are known; None goes back to each part's preferred price.

    Raises:
        RefusedInput: nothing is rented at such a basis.
    """
    if basis is not None and basis not in RENT_BASES:
        raise RefusedInput(f"Rent is planned with {listed(RENT_BASES, None, 'or')} prices, not with {basis!r}.")
    return _with(design, f"Plan rent with {f'{basis} prices' if basis else 'preferred prices'}", rent_basis=basis)


def set_rent_term(design: Design, term: Term) -> ChangeSet:
    """Plan what is reserved for TERM where such prices are known; "" takes the newest reserved price, however long.

    Raises:
        RefusedInput: there is no such term.
    """
    if term not in TERM_WORDS:
        raise RefusedInput(f"Nothing is reserved for {term!r}; choose 1-year, 3-years or capacity-block.")
    return _with(design, f"Plan to reserve for {TERM_WORDS[term] or 'any term'}", rent_term=term)


def set_price_region(design: Design, region: str) -> ChangeSet:
    """Plan rent with prices of REGION where they are known; "" goes back to that of each part's preferred price.

    Raises:
        RefusedInput: the text is too long.
    """
    region = region.strip()
    return _with(design, f"Plan rent in {region}" if region else "Plan rent in any region", region=region)


def _with(design: Design, label: str, **fields: Any) -> ChangeSet:
    draft = Draft(design)
    draft.put(replace(design.settings, prices=replace(design.settings.prices, **fields)))
    return draft.finished(label)


def _name(design: Design, part_id: str) -> str:
    part = design.parts.get(part_id)
    return part.name if part else part_id[:40]


def _per_words(price: Price) -> str:
    return "" if price.per in PURCHASES else f" per {PER_WORDS[price.per]}"
