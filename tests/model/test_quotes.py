"""Quotes in a price book: number, last day, what a plan takes and what "Why?" says of it."""

import msgspec
import pytest

from designer.analysis.money.prices import unit_price
from designer.catalog.parts.differences import price_words
from designer.model.money.price_validity import require_own_price
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Part, Price
from designer.model.records import RefusedInput

LISTED = Price(low=100, typical=100, high=100, basis="list", date="2026-11-20", sources=("vendor",))
PART = Part(id="x/box", kind="server", layer="servers_fabric", vendor="X", name="Box", prices=(LISTED,))
QUOTE = Price(
    low=90,
    typical=90,
    high=90,
    basis="quote",
    quote="Q-2026-017",
    valid_until="2026-12-31",
    date="2026-11-01",
    status="user",
)


def test_a_quote_counts_before_the_catalog_and_says_number_and_last_day() -> None:
    priced = unit_price(PART, PART.name, PART.id, PriceBook(prices={PART.id: (QUOTE,)}))
    assert priced.figure.value == 90
    assert priced.figure.note == "price book, quote Q-2026-017, valid until 2026-12-31"
    assert priced.plan is not None
    assert priced.plan.own


def test_it_holds_up_to_its_last_day() -> None:
    assert not QUOTE.expired("2026-12-31")
    assert QUOTE.expired("2027-01-01")
    assert not LISTED.expired("2099-01-01")


def test_in_one_line() -> None:
    assert price_words(QUOTE) == "90 USD, quote Q-2026-017, valid until 2026-12-31, quote, as of 2026-11-01"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_until": "2026-12"}, "its last day is '2026-12'; write it as 2026-11-24"),
        ({"valid_until": "soon"}, "its last day is 'soon'"),
        ({"valid_from": "2027-01-01"}, "the first day must come first"),
        ({"quote": "Q" * 201}, "The quote number"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, str], words: str) -> None:
    with pytest.raises(RefusedInput, match=words):
        require_own_price(msgspec.structs.replace(QUOTE, **changes), PART.id)


def test_a_price_of_an_older_file_has_no_quote() -> None:
    plain = {"low": 1, "typical": 2, "high": 3, "basis": "street"}
    price = msgspec.convert(plain, Price)
    assert (price.quote, price.valid_until) == ("", "")
    assert msgspec.json.decode(msgspec.json.encode(QUOTE), type=Price) == QUOTE
