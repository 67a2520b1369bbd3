"""Which price a plan takes, and what it comes to in the project's money; worked out by hand."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.catalog.reading import read_library
from designer.model.figures.figure import leaf, recompute
from designer.model.figures.figure_text import figure_text
from designer.model.money.conversion import in_currency, in_money, rate_words, shown_currency
from designer.model.money.pricing import Discount, ExchangeRate, PriceBook, date_rank, planned_price, stock_length
from designer.model.parts.part import Part, Per, Price, StockLength

EMPTY = PriceBook()
EURO = PriceBook(currency="EUR", rates={"EUR": ExchangeRate(usd=1.25, date="2026-11-20", note="ECB")})


def price(typical: float, **fields: object) -> Price:
    return Price(**{"low": typical, "typical": typical, "high": typical, "basis": "list", **fields})  # type: ignore[arg-type]


def part(*prices: Price, kind: str = "switch", vendor: str = "X") -> Part:
    return Part(id="x/part", kind=kind, layer="servers_fabric", vendor=vendor, name="Part", prices=prices)


def taken(one: Part, book: PriceBook = EMPTY, per: Per = "unit", item: str = "") -> float | None:
    found = planned_price(one, per, book, item)
    return found.price.typical if found else None


CLOUD = part(
    price(10, basis="on-demand", per="hour", region="us", date="2026-05-04"),
    price(4, basis="spot", per="hour", region="us", date="2026"),
    price(12, basis="on-demand", per="hour", region="eu", date="2026-11-01"),
    price(6, basis="reserved", per="hour", region="us", date="2024-12"),
    price(7, basis="reserved", per="hour", region="eu", date="2025"),
    price(11, basis="on-demand", per="hour", region="us", date="2023-08-30"),
)


def test_without_a_book_the_preferred_basis_and_region_count_and_the_newest_of_them() -> None:
    assert taken(CLOUD, per="hour") == 10
    assert taken(part(price(1, date="2024-12"), price(2, date="2026"), price(3, basis="street", date="2026-11"))) == 2
    assert taken(part(price(1, date="2026-11-24"), price(2, date="2026-11-24"))) == 1
    assert taken(CLOUD) is None
    assert taken(part()) is None


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2025-12-31", "2026"),
        ("2026", "2026-01-02"),
        ("2026", "2026-02"),
        ("2024-12", "2024-12-02"),
        ("2026-09-30", "2026-10"),
        ("", "1999"),
        ("undated", "2001-01"),
        ("Q3 2026", "2020"),
        ("20261124", "2020"),
    ],
)
def test_dates_compare_by_their_first_day_and_what_cannot_be_read_is_oldest(older: str, newer: str) -> None:
    assert date_rank(older) < date_rank(newer)
    assert taken(part(price(1, date=older), price(2, date=newer))) == 2
    assert taken(part(price(2, date=newer), price(1, date=older))) == 2


@pytest.mark.parametrize(
    ("fields", "typical", "wanted", "wanted_region"),
    [
        ({"rent_basis": "reserved"}, 6, None, ""),
        ({"rent_basis": "reserved", "region": "eu"}, 7, None, ""),
        ({"region": "eu"}, 12, None, ""),
        ({"rent_basis": "spot", "region": "eu"}, 4, None, "eu"),
        ({"region": "mars"}, 10, None, "mars"),
        ({"rent_basis": "list"}, 10, "list", ""),
        ({"purchase_basis": "street"}, 10, None, ""),
    ],
)
def test_basis_and_region_of_rent(
    fields: dict[str, str], typical: float, wanted: str | None, wanted_region: str
) -> None:
    found = planned_price(CLOUD, "hour", PriceBook(**fields))  # type: ignore[arg-type]
    assert found is not None
    assert (found.price.typical, found.wanted, found.wanted_region) == (typical, wanted, wanted_region)


def test_the_basis_of_purchases_is_another_than_that_of_rent() -> None:
    bought = part(price(1, basis="street"), price(2, basis="list", date="2020"), price(3, basis="list", date="2021"))
    assert taken(bought, PriceBook(rent_basis="spot", region="eu")) == 1
    assert taken(bought, PriceBook(purchase_basis="list")) == 3
    found = planned_price(bought, "unit", PriceBook(purchase_basis="estimate"))
    assert found is not None
    assert (found.price.typical, found.wanted) == (1, "estimate")


def test_a_price_without_a_region_stands_beside_that_of_the_preferred_one() -> None:
    both = part(price(1, region="us", date="2025"), price(2, date="2026"), price(3, region="uk", date="2026-11"))
    assert taken(both) == 2
    hourly = part(
        price(1, per="hour", basis="on-demand", region="us", date="2025"),
        price(2, per="hour", basis="on-demand", date="2026"),
    )
    assert taken(hourly, PriceBook(region="us"), "hour") == 1


def test_items_of_one_measure_are_told_apart() -> None:
    tokens = part(
        price(3, per="million-tokens", item="input"), price(15, per="million-tokens", item="output"), price(9)
    )
    assert taken(tokens, per="million-tokens", item="output") == 15
    assert taken(tokens, per="million-tokens") is None
    assert taken(tokens, PriceBook(rent_basis="spot"), "million-tokens", "input") == 3


def test_own_prices_come_first_and_take_no_discount() -> None:
    book = PriceBook(
        prices={"x/part": (price(50, date="2026-01"), price(60, date="2026-11"), price(5, per="meter"))},
        discounts=(Discount(share=0.5),),
    )
    found = planned_price(part(price(100)), "unit", book)
    assert found is not None
    assert (found.price.typical, found.own, found.discount, found.factor) == (60, True, None, 1.0)
    assert taken(part(), book, "meter") == 5
    other = replace(part(price(100)), id="x/other")
    assert planned_price(other, "unit", book) == planned_price(other, "unit", replace(book, prices={}))


def test_of_own_prices_those_of_the_wanted_basis_and_region_count() -> None:
    own = (
        price(1, per="hour", basis="reserved", region="us", date="2026-01"),
        price(2, per="hour", basis="reserved", region="eu", date="2026-01"),
        price(3, per="hour", basis="on-demand", date="2026-11"),
    )
    book = PriceBook(prices={"x/part": own})
    assert taken(CLOUD, book, "hour") == 3
    assert taken(CLOUD, replace(book, rent_basis="reserved"), "hour") == 1
    assert taken(CLOUD, replace(book, rent_basis="reserved", region="eu"), "hour") == 2
    assert taken(CLOUD, replace(book, rent_basis="spot"), "hour") == 3


@pytest.mark.parametrize(
    ("vendor", "kind", "share"), [("X", "switch", 0.4), ("X", "server", 0.3), ("Y", "switch", 0.2), ("Y", "nic", 0.1)]
)
def test_the_most_exact_discount_counts_alone(vendor: str, kind: str, share: float) -> None:
    book = PriceBook(
        discounts=(
            Discount(share=0.1),
            Discount(share=0.2, kind="switch"),
            Discount(share=0.3, vendor="X"),
            Discount(share=0.4, vendor="X", kind="switch"),
            Discount(share=0.9, vendor="Z"),
        ),
    )
    found = planned_price(part(price(1), vendor=vendor, kind=kind), "unit", book)
    assert found is not None
    assert found.discount is not None
    assert found.discount.share == share
    assert found.factor == pytest.approx(1 - share)


def test_other_currencies_need_a_rate() -> None:
    both = part(price(80, currency="EUR"), price(120, basis="street"))
    assert taken(both) == 120
    found = planned_price(both, "unit", replace(EURO, discounts=(Discount(share=0.1),)))
    assert found is not None
    assert found.price.typical == 80
    # 80 EUR × 0.9 × 1.25 = 90 USD.
    assert found.factor * found.price.typical == pytest.approx(90)
    assert taken(part(price(80, currency="EUR"))) is None
    own = PriceBook(prices={"x/part": (price(70, currency="EUR"),)})
    assert taken(both, own) == 120
    assert taken(both, replace(own, rates=EURO.rates)) == 70


def test_the_dollar_needs_no_rate_and_has_none() -> None:
    assert EMPTY.rate("USD") is None
    assert replace(EURO, rates={"USD": ExchangeRate(usd=2.0, date="2026-01-01")}).rate("USD") is None


def test_stock_lengths() -> None:
    lengths = tuple(StockLength(length_m=metres) for metres in (0.5, 1, 2, 3, 5))
    cable = replace(part(), lengths=lengths)
    found = [stock_length(cable, metres) for metres in (0.2, 0.5, 1.0004, 2.1, 5.0)]
    assert [stock.length_m if stock else None for stock in found] == [0.5, 0.5, 1, 3, 5]
    assert stock_length(cable, 5.1) is None
    assert stock_length(part(), 1.0) is None


def test_dollars_become_the_money_of_the_book_with_the_rate_as_a_term() -> None:
    dollars = leaf("purchase price", 1000.0, "USD", low=500.0, high=2000.0)
    euros = in_currency(dollars, EURO)
    # 1,000 / 1.25 = 800.
    assert (euros.low, euros.value, euros.high, euros.unit) == (400, 800, 1600, "EUR")
    assert euros.label == "purchase price"
    assert euros.terms[0] == dollars
    assert (euros.terms[1].value, euros.terms[1].unit, euros.terms[1].date) == (1.25, "USD/EUR", "2026-11-20")
    assert recompute(euros) == 800
    assert "2026-11-20" in euros.formula
    assert in_currency(leaf("", 5.0, "USD/year"), EURO).unit == "EUR/year"
    assert in_money(1000, EURO) == 800
    assert rate_words(EURO) == "1 EUR = 1.25 USD on 2026-11-20"


def test_what_is_unknown_stays_unknown_in_another_currency() -> None:
    unknown = in_currency(leaf("Switch: price", None, "USD"), EURO)
    assert unknown.value is None
    assert unknown.missing == ("Switch: price",)


@pytest.mark.parametrize("book", [EMPTY, replace(EURO, currency="USD"), replace(EURO, rates={})])
def test_dollars_stay_where_they_are_shown_or_no_rate_is_known(book: PriceBook) -> None:
    dollars = leaf("purchase price", 1000.0, "USD")
    assert in_currency(dollars, book) is dollars
    assert in_money(1000, book) == 1000
    assert (rate_words(book), shown_currency(book)) == ("", "USD")


def test_what_is_no_money_stays() -> None:
    for unit in ("W", "", "Gb/s", "kWh/year"):
        figure = leaf("", 5.0, unit)
        assert in_currency(figure, EURO) is figure


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_250_000, "USD", "1.25 M$"),
        (1_250_000, "EUR", "1.25 M€"),
        (980, "GBP/year", "980 £ / year"),
        (1_250_000, "CHF", "1.25 M CHF"),
        (12, "SEK/month", "12 SEK / month"),
        (3_400_000_000, "JPY", "3.4 G¥"),
        (5000, "BTU/h", "5\u202f000 BTU/h"),
        (0.023, "USD/GB/month", "0.023 $ / GB/ month"),
        (1.083_749, "USD/EUR", "1.08375 $ / EUR"),
        (0.006_5, "USD/JPY", "0.0065 $ / JPY"),
    ],
)
def test_money_is_written_with_its_sign_or_code(value: float, unit: str, text: str) -> None:
    assert figure_text(leaf("", value, unit)) == text


def test_with_an_empty_book_the_catalog_gives_its_preferred_price_or_a_newer_one_of_its_sort() -> None:
    """The first price in the list is the preferred one; only a younger one of the same basis may replace it."""
    for one in read_library(own_folder=Path("there-are-none")).parts.values():
        measures: set[tuple[Per, str]] = {(p.per, p.item) for p in one.prices if p.currency == "USD"}
        for per, item in sorted(measures):
            first = next(p for p in one.prices if (p.per, p.item, p.currency) == (per, item, "USD"))
            found = planned_price(one, per, EMPTY, item)
            assert found is not None
            if found.price != first:
                assert found.price.basis == first.basis, one.id
                assert date_rank(found.price.date) > date_rank(first.date), one.id
            assert found.factor == 1.0


TOKENS = part(
    price(3, per="million-tokens", item="input"),
    price(6, per="million-tokens", item="input", from_tokens=200_000),
    price(9, per="million-tokens", item="input", from_tokens=500_000),
    price(2, per="million-tokens", item="input", valid_from="2027-01-01"),
    price(4, per="million-tokens", item="input", valid_from="2027-01-01", from_tokens=100_000),
    price(1, per="million-tokens", item="input", valid_from="2027-06-01"),
    kind="model-api",
)


@pytest.mark.parametrize(
    ("tokens", "day", "typical"),
    [
        (0, "", 3),
        (200_000, "", 3),
        (200_001, "", 6),
        (700_000, "", 9),
        (700_000, "2026-12-31", 9),
        (0, "2027-01-01", 2),
        (700_000, "2027-01-01", 4),
        (700_000, "2028-01-01", 1),
    ],
)
def test_long_requests_and_announced_prices_take_the_place_of_the_usual_one(
    tokens: float, day: str, typical: float
) -> None:
    plan = planned_price(TOKENS, "million-tokens", EMPTY, "input", tokens_in=tokens, day=day)
    assert plan is not None
    assert plan.price.typical == typical


def test_an_own_price_counts_before_the_steps_of_the_catalog() -> None:
    own = price(2.5, per="million-tokens", item="input", basis="user")
    book = PriceBook(prices={TOKENS.id: (own,)})
    plan = planned_price(TOKENS, "million-tokens", book, "input", tokens_in=700_000, day="2028-01-01")
    assert plan is not None
    assert plan.own
    assert plan.price.typical == 2.5
    later = PriceBook(prices={TOKENS.id: (replace(own, valid_from="2027-03-01"),)})
    now = planned_price(TOKENS, "million-tokens", later, "input")
    assert now is not None
    assert (now.own, now.price.typical) == (False, 3)
