"""The price book in the cost analysis, worked out by hand."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.counts import counts
from designer.analysis.money.cost import cost
from designer.analysis.power.draw import power
from designer.analysis.results import CostLine, CostResult
from designer.model.design import Design, Link, Node, Settings
from designer.model.figures.figure import recompute
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import Discount, ExchangeRate, PriceBook
from designer.model.parts.part import Part, Price, Quantity, StockLength
from tests.long_runs import runs

QUIET = {"power_max_w": Quantity(value=0.0), "power_typical_w": Quantity(value=0.0)}
SERVER = Part(
    id="acme/server",
    kind="server",
    layer="servers_fabric",
    vendor="Acme",
    name="Server",
    facts=QUIET,
    prices=(
        Price(low=180_000, typical=200_000, high=250_000, basis="list", date="2026-03", sources=("acme",)),
        Price(low=150_000, typical=170_000, high=190_000, basis="street", date="2026-08-01"),
        Price(low=90_000, typical=100_000, high=120_000, basis="list", date="2024"),
    ),
)
SWITCH = Part(
    id="brum/switch",
    kind="switch",
    layer="servers_fabric",
    vendor="Brum",
    name="Switch",
    facts=QUIET,
    prices=(Price(low=20_000, typical=20_000, high=20_000, basis="list", currency="EUR", date="2026-05-04"),),
)
INSTANCE = Part(
    id="cirrus/instance",
    kind="server",
    layer="cloud",
    vendor="Cirrus",
    name="Instance",
    prices=(
        Price(low=10, typical=10, high=10, basis="on-demand", per="hour", region="us", date="2026"),
        Price(low=6, typical=6, high=6, basis="reserved", per="hour", region="us", date="2025"),
    ),
)
BUCKET = Part(
    id="cirrus/bucket",
    kind="storage",
    layer="cloud",
    vendor="Cirrus",
    name="Bucket",
    prices=(Price(low=0.02, typical=0.02, high=0.02, basis="list", per="gb-month", date="2026"),),
)
COPPER = Part(
    id="acme/copper",
    kind="cable",
    layer="servers_fabric",
    vendor="Acme",
    name="Copper",
    prices=(Price(low=75, typical=75, high=75, basis="estimate"),),
    lengths=(
        StockLength(length_m=1, part_number="C1", price=Price(low=90, typical=100, high=110, basis="list")),
        StockLength(length_m=3, part_number="C3", price=Price(low=190, typical=200, high=210, basis="list")),
        StockLength(length_m=5, part_number="C5"),
    ),
)
BY_LENGTH = replace(COPPER, id="acme/fibre", name="Fibre", prices=())
PARTS = {part.id: part for part in (SERVER, SWITCH, INSTANCE, BUCKET, COPPER, BY_LENGTH)}
EURO = {"EUR": ExchangeRate(usd=1.1, date="2026-11-20", note="reference rate")}
TEN_OFF = (Discount(share=0.1, vendor="Acme", note="frame contract"),)
BOTH = (
    Node(id="srv", kind="server", part="acme/server", copies=4),
    Node(id="sw", kind="switch", part="brum/switch", copies=2),
)


def design_of(book: PriceBook, *records: Node | Link, **assumptions: float) -> Design:
    return Design(
        nodes={record.id: record for record in records if isinstance(record, Node)},
        links={record.id: record for record in records if isinstance(record, Link)},
        parts=PARTS,
        settings=Settings(prices=book, assumptions=assumptions),
    )


def costed(book: PriceBook, *records: Node | Link, **assumptions: float) -> CostResult:
    design = design_of(book, *records, **assumptions)
    return cost(design, power(design), counts(design))


def line_of(found: CostResult, part_id: str) -> CostLine:
    return next(line for line in found.lines if line.part == part_id)


def test_two_parts_ten_percent_off_one_vendor_in_euros() -> None:
    """4 servers of 200,000 USD less 10%, 2 switches of 20,000 EUR at 1.1 USD for 1 EUR on 20 November 2026.

    Servers: 4 × 200,000 × 0.9 = 720,000 USD (648,000 to 900,000). Switches: 2 × 20,000 × 1.1 = 44,000 USD. Together
    764,000 USD, which are 764,000 / 1.1 = 694,545.4545 EUR (692,000 / 1.1 = 629,090.91 to 944,000 / 1.1 = 858,181.82).
    """
    book = PriceBook(discounts=TEN_OFF, rates=EURO, currency="EUR")
    found = costed(book, *BOTH)
    assert found.capex_usd.value == pytest.approx(764_000)
    assert (found.capex_usd.low, found.capex_usd.high) == (pytest.approx(692_000), pytest.approx(944_000))
    assert {kind: figure.value for kind, figure in found.by_kind.items()} == {
        "server": pytest.approx(720_000),
        "switch": pytest.approx(44_000),
    }
    euros = in_currency(found.capex_usd, book)
    assert euros.unit == "EUR"
    assert euros.value == pytest.approx(694_545.4545, abs=1e-3)
    assert (euros.low, euros.high) == (pytest.approx(629_090.91, abs=0.01), pytest.approx(858_181.82, abs=0.01))
    assert recompute(euros) == pytest.approx(euros.value)
    server, switch = line_of(found, "acme/server"), line_of(found, "brum/switch")
    assert (server.basis, server.price_date, server.own) == ("list", "2026-03", False)
    assert (switch.basis, switch.price_date, switch.unit_usd.value) == ("list", "2026-05-04", pytest.approx(22_000))
    assert found.capex_usd.missing == ()


def test_why_shows_price_discount_and_rate_with_their_dates() -> None:
    book = PriceBook(discounts=(Discount(share=0.25),), rates=EURO)
    unit = line_of(costed(book, BOTH[1]), "brum/switch").unit_usd
    # 20,000 EUR × 0.75 × 1.1 = 16,500 USD.
    assert unit.value == pytest.approx(16_500)
    assert (unit.label, unit.unit, unit.operation) == ("Switch: price", "USD", "product")
    assert unit.formula == "list price of 2026-05-04 × (1 − discount) × exchange rate of 2026-11-20"
    price, left, rate = unit.terms
    assert (price.label, price.value, price.unit, price.date) == ("Switch: list price", 20_000, "EUR", "2026-05-04")
    assert (left.operation, left.value, left.terms[1].label) == ("difference", 0.75, "discount on everything")
    assert (rate.value, rate.unit, rate.date, rate.note) == (1.1, "USD/EUR", "2026-11-20", "reference rate")
    assert recompute(unit) == unit.value
    assert recompute(unit, {("design", "discount on everything"): 0.5}) == pytest.approx(11_000)
    assert unit.status == "user"


def test_with_an_empty_book_a_price_is_one_leaf_and_euros_are_missing() -> None:
    found = costed(PriceBook(), *BOTH)
    server = line_of(found, "acme/server").unit_usd
    assert (server.operation, server.value, server.status, server.sources) == ("fact", 200_000, "sourced", ("acme",))
    assert found.capex_usd.value == 800_000
    assert found.capex_usd.missing == ("Switch: price",)


def test_the_newest_of_the_preferred_basis_is_taken() -> None:
    older_first = replace(SERVER, prices=(SERVER.prices[2], SERVER.prices[0], SERVER.prices[1]))
    design = replace(design_of(PriceBook(), BOTH[0]), parts={SERVER.id: older_first})
    assert cost(design, power(design), counts(design)).capex_usd.value == 4 * 200_000


def test_own_prices_count_before_the_catalog_and_take_no_discount() -> None:
    own = Price(
        low=140_000, typical=150_000, high=160_000, basis="street", currency="EUR", date="2026-11-02", note="Q7"
    )
    found = costed(PriceBook(prices={SERVER.id: (own,)}, rates=EURO, discounts=TEN_OFF), BOTH[0])
    line = line_of(found, SERVER.id)
    assert line.unit_usd.value == pytest.approx(165_000)
    assert (line.basis, line.price_date, line.own, line.unit_usd.status) == ("street", "2026-11-02", True, "user")
    assert [term.label for term in line.unit_usd.terms] == ["Server: own price", "US dollars for 1 EUR"]
    assert line.unit_usd.note == "price book, street, Q7"
    in_dollars = costed(PriceBook(prices={SERVER.id: (replace(own, currency="USD"),)}), BOTH[0])
    assert line_of(in_dollars, SERVER.id).unit_usd.status == "user"
    assert in_dollars.capex_usd.value == 600_000


def test_a_price_on_the_node_stands_above_the_book() -> None:
    book = PriceBook(prices={SERVER.id: (Price(low=1, typical=1, high=1, basis="list"),)}, discounts=TEN_OFF)
    assert costed(book, replace(BOTH[0], price_usd=5_000.0)).capex_usd.value == 20_000


def test_the_wanted_basis_is_planned_and_the_fallback_is_told() -> None:
    book = PriceBook(purchase_basis="street", rates=EURO)
    found = costed(book, *BOTH)
    assert (line_of(found, SERVER.id).unit_usd.value, line_of(found, SERVER.id).basis) == (170_000, "street")
    switch = line_of(found, SWITCH.id)
    assert switch.basis == "list"
    assert switch.unit_usd.note == "list. No street price is known; list is taken."


RENTED = Node(id="cloud", kind="server", part="cirrus/instance", copies=2)


@pytest.mark.parametrize(
    ("fields", "rent"),
    [
        # 2 × 10 × 8,760 h × 0.5 in use.
        ({}, 87_600),
        # Reserved capacity is paid in all hours: 2 × 6 × 8,760.
        ({"rent_basis": "reserved"}, 105_120),
        # No spot price: on demand.
        ({"rent_basis": "spot"}, 87_600),
        ({"discounts": (Discount(share=0.2, vendor="Cirrus"),)}, 70_080),
        ({"prices": {INSTANCE.id: (Price(low=5, typical=5, high=5, basis="on-demand", per="hour"),)}}, 43_800),
        ({"prices": {INSTANCE.id: (Price(low=5, typical=5, high=5, basis="reserved", per="hour"),)}}, 87_600),
    ],
)
def test_rent_follows_the_book(fields: dict[str, Any], rent: float) -> None:
    found = costed(PriceBook(**fields), RENTED, utilisation=0.5)
    assert found.rent_usd_per_year.value == pytest.approx(rent)


def test_a_missed_basis_and_region_of_rent_are_told() -> None:
    found = costed(PriceBook(rent_basis="spot", region="eu"), RENTED)
    notes = [figure.note for figure in found.rent_usd_per_year.walk() if figure.label == "Instance: price per hour"]
    assert notes == [
        "on-demand, us. No spot price is known; on-demand is taken. No price in eu is known; that in us is taken."
    ]


def test_stored_gigabytes_take_discount_and_own_price() -> None:
    store = Node(id="store", kind="storage", part="cirrus/bucket", facts={"capacity_tb": 100.0})
    # 100 TB × 1,000 × 0.02 × 12 = 24,000; half off 12,000; own price 0.01 EUR × 1.1 × 12 × 100,000 = 13,200.
    assert costed(PriceBook(), store).rent_usd_per_year.value == pytest.approx(24_000)
    assert costed(PriceBook(discounts=(Discount(share=0.5),)), store).rent_usd_per_year.value == pytest.approx(12_000)
    own = Price(low=0.01, typical=0.01, high=0.01, basis="list", per="gb-month", currency="EUR")
    book = PriceBook(prices={BUCKET.id: (own,)}, rates=EURO)
    assert costed(book, store).rent_usd_per_year.value == pytest.approx(13_200)


def cabled(book: PriceBook, *lengths: float | None, part: str = "acme/copper") -> CostResult:
    ends = [Node(id=name, kind="host") for name in "ab"]
    links = [
        Link(id=f"l{n}", a="a", b="b", medium="fabric", cables=10, cable_part=part, length_m=length)
        for n, length in enumerate(lengths)
    ]
    return costed(book, *ends, *links)


def test_cables_are_bought_in_the_shortest_stock_length_that_reaches() -> None:
    found = cabled(PriceBook(), 0.6, 1.0, 1.2, 3.0, 4.0, None)
    lines = [(line.name, line.part_number, line.quantity, line.total_usd.value, line.basis) for line in found.lines]
    assert lines == [
        ("Copper, 1 m", "C1", 20, 2_000, "list"),
        ("Copper, 3 m", "C3", 20, 4_000, "list"),
        # Ten of 4 m, and ten of which nobody says how long they are: no more than the longest.
        ("Copper, 5 m", "C5", 20, 1_500, "estimate"),
    ]
    assert found.capex_usd.value == 7_500
    # Those may be of 3 m too, which cost more than of 5 m.
    assert (found.lines[2].unit_usd.low, found.lines[2].unit_usd.high) == (75, 210)


def test_a_cable_longer_than_any_that_is_sold_has_no_price() -> None:
    found = cabled(PriceBook(), 7.0)
    assert found.capex_usd.value is None
    assert found.capex_usd.missing == ("Copper: price",)
    assert found.lines[0].unit_usd.note == "The longest that is sold has 5 m; 7 m are needed."


def test_a_price_by_length_takes_the_length_that_is_assumed_and_then_the_one_that_is_set() -> None:
    found = cabled(PriceBook(), None, part="acme/fibre").lines[0]
    told = cabled(PriceBook(), 2.5, part="acme/fibre").lines[0]
    # 20 m are assumed, but the longest that is sold has 5, of which no price is known; 3 m are 200 USD.
    assert (found.length_m, found.part_number, found.unit_usd.value) == (5.0, "C5", None)
    assert found.rests_on == (
        "No route; length of one 3 to 5 m, planned with 5 m. By the assumption unrouted_cable_m. "
        "No longer than the chosen cable reaches."
    )
    assert (told.length_m, told.part_number, told.unit_usd.value) == (3.0, "C3", 200.0)


def test_stock_lengths_take_discounts_and_own_prices_count_for_all_lengths() -> None:
    assert cabled(PriceBook(discounts=TEN_OFF), 1.0, 3.0).capex_usd.value == pytest.approx(2_700)
    own = PriceBook(prices={COPPER.id: (Price(low=50, typical=50, high=50, basis="list"),)}, discounts=TEN_OFF)
    assert cabled(own, 1.0, 3.0, 7.0, None).capex_usd.value == 2_000


AMOUNTS = st.floats(0, 1e9)
RATES = st.floats(1e-6, 1e6)


@settings(max_examples=runs(70, 200), deadline=None)
@given(
    low=AMOUNTS,
    more=AMOUNTS,
    most=AMOUNTS,
    share=st.none() | st.floats(0, 1),
    rate=st.none() | RATES,
    own=st.booleans(),
    shown=RATES,
    copies=st.integers(1, 9),
)
def test_any_price_is_amount_times_what_the_discount_leaves_times_rate(
    low: float, more: float, most: float, share: float | None, rate: float | None, own: bool, shown: float, copies: int
) -> None:
    currency = "EUR" if rate else "USD"
    price = Price(low=low, typical=low + more, high=low + more + most, basis="list", currency=currency)
    book = PriceBook(
        discounts=() if share is None else (Discount(share=share),),
        currency="CHF",
        rates={"CHF": ExchangeRate(usd=shown, date="2026-11-20")}
        | ({"EUR": ExchangeRate(usd=rate, date="2026-11-20")} if rate else {}),
        prices={SERVER.id: (price,)} if own else {},
    )
    part = replace(SERVER, prices=() if own else (price,))
    design = replace(design_of(book, replace(BOTH[0], copies=copies)), parts={SERVER.id: part})
    found = cost(design, power(design), counts(design))
    unit = line_of(found, SERVER.id).unit_usd
    factor = (1.0 if own or share is None else 1 - share) * (rate or 1.0)
    for value, amount in ((unit.low, price.low), (unit.value, price.typical), (unit.high, price.high)):
        assert value == pytest.approx(amount * factor)
    assert recompute(unit) == unit.value
    francs = in_currency(found.capex_usd, book)
    assert francs.unit == "CHF"
    assert francs.value == pytest.approx(price.typical * factor * copies / shown)
    assert recompute(francs) == francs.value
