"""Edits of the price book: what they change, how undo names them, and what they refuse."""

import math
from collections.abc import Callable

import pytest

from designer.edit.money import price_book
from designer.edit.session import Session
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.money.pricing import Discount, ExchangeRate
from designer.model.parts.part import Part, Price
from designer.model.records import RefusedInput

SWITCH = Part(id="x/switch", kind="switch", layer="servers_fabric", vendor="X", name="Switch")
DESIGN = Design(parts={"x/switch": SWITCH})
QUOTE = Price(low=900, typical=1000, high=1100, basis="list", currency="EUR", date="2026-11-20", note="Quote 17")
RENT = Price(low=2, typical=2, high=2, basis="reserved", per="hour", date="2026-11")


def done(design: Design, *edits: Callable[[Design], ChangeSet]) -> Design:
    for edit in edits:
        design = edit(design).applied(design)
    return design


def test_own_prices_are_kept_beside_each_other_and_taken_out_by_place() -> None:
    design = done(
        DESIGN,
        lambda d: price_book.add_own_price(d, "x/switch", QUOTE),
        lambda d: price_book.add_own_price(d, "x/switch", RENT),
    )
    assert design.settings.prices.prices == {"x/switch": (QUOTE, RENT)}
    design = done(design, lambda d: price_book.remove_own_price(d, "x/switch", 0))
    assert design.settings.prices.prices == {"x/switch": (RENT,)}
    design = done(design, lambda d: price_book.remove_own_price(d, "x/switch", 0))
    assert design.settings == DESIGN.settings


def test_a_discount_is_replaced_where_it_stands_and_removed() -> None:
    design = done(
        DESIGN,
        lambda d: price_book.set_discount(d, 0.1, " X ", note="frame contract"),
        lambda d: price_book.set_discount(d, 0.05),
        lambda d: price_book.set_discount(d, 0.2, "X"),
    )
    assert design.settings.prices.discounts == (Discount(share=0.2, vendor="X"), Discount(share=0.05))
    design = done(design, lambda d: price_book.set_discount(d, None, "X"), lambda d: price_book.set_discount(d, None))
    assert design.settings == DESIGN.settings


def test_a_rate_is_needed_before_money_is_shown_in_a_currency() -> None:
    with pytest.raises(RefusedInput, match="no exchange rate for EUR; set one first"):
        price_book.set_currency(DESIGN, "EUR")
    design = done(
        DESIGN,
        lambda d: price_book.set_rate(d, "EUR", 1.1, "2026-11-20", "ECB"),
        lambda d: price_book.set_currency(d, "EUR"),
        lambda d: price_book.set_rate(d, "EUR", 1.2, "2026-11-24"),
    )
    assert design.settings.prices.rates == {"EUR": ExchangeRate(usd=1.2, date="2026-11-24")}
    with pytest.raises(RefusedInput, match="Money is shown in EUR; show it in another currency first"):
        price_book.set_rate(design, "EUR", None)
    design = done(design, lambda d: price_book.set_currency(d, "USD"), lambda d: price_book.set_rate(d, "EUR", None))
    assert design.settings == DESIGN.settings


LABELS: dict[str, Callable[[Design], ChangeSet]] = {
    "Set an own price of Switch": lambda d: price_book.add_own_price(d, "x/switch", QUOTE),
    "Set an own price of Switch per hour": lambda d: price_book.add_own_price(d, "x/switch", RENT),
    "Set an own price of y/other": lambda d: price_book.add_own_price(d, "y/other", QUOTE),
    "Set 12.5% off X switches": lambda d: price_book.set_discount(d, 0.125, "X", "switch"),
    "Set 10% off X": lambda d: price_book.set_discount(d, 0.1, "X"),
    "Set 10% off all switches": lambda d: price_book.set_discount(d, 0.1, kind="switch"),
    "Set 10% off everything": lambda d: price_book.set_discount(d, 0.1),
    "Set 1 JPY to 0.0065 USD": lambda d: price_book.set_rate(d, "JPY", 0.0065, "2026-11-24"),
    "Show money in US dollars": lambda d: price_book.set_currency(d, "USD"),
    "Plan purchases with list prices": lambda d: price_book.set_purchase_basis(d, "list"),
    "Plan purchases with preferred prices": lambda d: price_book.set_purchase_basis(d, None),
    "Plan rent with spot prices": lambda d: price_book.set_rent_basis(d, "spot"),
    "Plan to reserve for 3 years": lambda d: price_book.set_rent_term(d, "3-years"),
    "Plan to reserve for any term": lambda d: price_book.set_rent_term(d, ""),
    "Plan rent in eu-west-1": lambda d: price_book.set_price_region(d, " eu-west-1 "),
    "Plan rent in any region": lambda d: price_book.set_price_region(d, ""),
}


@pytest.mark.parametrize("label", LABELS)
def test_undo_names_what_it_takes_back_and_takes_it_back(label: str) -> None:
    session = Session(DESIGN)
    changeset = LABELS[label](DESIGN)
    assert changeset.label == label
    session.commit(changeset)
    after = session.design
    while session.undo():
        pass
    assert session.design == DESIGN
    while session.redo():
        pass
    assert session.design == after


def off(low: float = 1.0, typical: float = 1.0, high: float = 1.0, currency: str = "USD", date: str = "") -> Price:
    return Price(low=low, typical=typical, high=high, basis="list", currency=currency, date=date)


REFUSED: dict[str, tuple[Callable[[Design], ChangeSet], str]] = {
    "upside down": (lambda d: price_book.add_own_price(d, "x/switch", off(low=2)), "must have low ≤ typical ≤ high"),
    "negative": (lambda d: price_book.add_own_price(d, "x/switch", off(low=-1)), "none negative"),
    "NaN": (lambda d: price_book.add_own_price(d, "x/switch", off(typical=math.nan)), "low ≤ typical ≤ high"),
    "infinite": (lambda d: price_book.add_own_price(d, "x/switch", off(high=math.inf)), "below 1e"),
    "part id": (lambda d: price_book.add_own_price(d, "../../etc", QUOTE), "part id '../../etc' is not allowed"),
    "currency": (lambda d: price_book.add_own_price(d, "x/switch", off(currency="eur")), "'eur' is no currency"),
    "date": (lambda d: price_book.add_own_price(d, "x/switch", off(date="2/1/26")), "2026, 2026-11 or 2026-11-24"),
    "nothing there": (lambda d: price_book.remove_own_price(d, "x/switch", 0), "no such price of Switch"),
    "last but one": (lambda d: price_book.remove_own_price(d, "x/switch", -1), "no such price"),
    "above all": (lambda d: price_book.set_discount(d, 1.01), "from 0 to 100%"),
    "a surcharge": (lambda d: price_book.set_discount(d, -0.1), "from 0 to 100%"),
    "NaN off": (lambda d: price_book.set_discount(d, math.nan), "from 0 to 100%"),
    "unknown kind": (lambda d: price_book.set_discount(d, 0.1, kind="<b>" * 99), "There is no kind of part called"),
    "no discount": (lambda d: price_book.set_discount(d, None, "X"), "There is no discount on X"),
    "rate 0": (lambda d: price_book.set_rate(d, "EUR", 0, "2026-11-24"), "finite number above 0"),
    "rate NaN": (lambda d: price_book.set_rate(d, "EUR", math.nan, "2026-11-24"), "finite number above 0"),
    "rate infinite": (lambda d: price_book.set_rate(d, "EUR", math.inf, "2026-11-24"), "finite number above 0"),
    "rate of the dollar": (lambda d: price_book.set_rate(d, "USD", 1, "2026-11-24"), "always one US dollar"),
    "rate without a day": (lambda d: price_book.set_rate(d, "EUR", 1.1), "say on which day it held"),
    "rate of a month": (lambda d: price_book.set_rate(d, "EUR", 1.1, "2026-11"), "write it as 2026-11-24"),
    "no such day": (lambda d: price_book.set_rate(d, "EUR", 1.1, "2026-02-30"), "write it as 2026-11-24"),
    "no rate": (lambda d: price_book.set_rate(d, "EUR", None), "There is no exchange rate for EUR"),
    "rate of nothing": (lambda d: price_book.set_rate(d, "€", 1.1, "2026-11-24"), "'€' is no currency"),
    "buy by the hour": (lambda d: price_book.set_purchase_basis(d, "spot"), "quote, list, street or estimate prices"),
    "rent from a list": (lambda d: price_book.set_rent_basis(d, "list"), "on-demand, reserved or spot prices"),
    "reserved for ever": (lambda d: price_book.set_rent_term(d, "ever"), "choose 1-year, 3-years or capacity-block"),
    "endless region": (lambda d: price_book.set_price_region(d, "x" * 201), "201 characters"),
    "region in two lines": (lambda d: price_book.set_price_region(d, "a\x00b"), "signs that cannot be shown"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_one_line(name: str) -> None:
    edit, words = REFUSED[name]
    with pytest.raises(RefusedInput) as refusal:
        edit(DESIGN)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 250


def test_an_equal_price_is_not_doubled() -> None:
    design = done(DESIGN, lambda d: price_book.add_own_price(d, "x/switch", QUOTE))
    with pytest.raises(RefusedInput, match="has this price of Switch already"):
        price_book.add_own_price(design, "x/switch", QUOTE)
