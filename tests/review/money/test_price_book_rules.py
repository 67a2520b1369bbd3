"""Rules about the price book: when they speak, what they say, and when they are silent."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from designer.analysis.money.rents import is_spot
from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node, Settings
from designer.model.money.pricing import Discount, ExchangeRate, PriceBook
from designer.model.parts.part import Part, Price, StockLength
from designer.review.findings import Finding
from designer.review.money.price_book_rules import RATE_DAYS
from designer.review.rules import review

TODAY = date(2026, 11, 24)
YEARS = "prices-of-different-years"
RULES = {
    "stale-rate",
    "currency-without-rate",
    "wanted-price-missing",
    "idle-discount",
    "idle-own-price",
    "expired-quote",
}


def price(typical: float, **fields: Any) -> Price:
    fields.setdefault("basis", "list")
    fields.setdefault("date", "2026-11-01")
    return Price(low=typical, typical=typical, high=typical, **fields)


def part(name: str, *prices: Price, **fields: Any) -> Part:
    for field, value in {"kind": "switch", "layer": "servers_fabric", "vendor": "X"}.items():
        fields.setdefault(field, value)
    return Part(id=f"x/{name.lower()}", name=name, prices=prices, **fields)


SWITCH = part("Switch", price(100))
EURO_SWITCH = part("Euroswitch", price(100, currency="EUR"), vendor="Y")
INSTANCE = part("Instance", price(9, per="hour", basis="on-demand", region="us"), kind="server", layer="cloud")
CABLE = part("Cable", kind="cable", lengths=(StockLength(length_m=1, price=price(10, currency="CHF")),), vendor="Z")
PARTS = {one.id: one for one in (SWITCH, EURO_SWITCH, INSTANCE, CABLE)}
EURO = {"EUR": ExchangeRate(usd=1.1, date="2026-11-20")}


def design_of(book: PriceBook, *part_ids: str, cable_m: float | None = None) -> Design:
    nodes = {
        f"n{number}": Node(id=f"n{number}", kind=PARTS[part_id].kind, part=part_id)
        for number, part_id in enumerate(part_ids)
    }
    links: dict[str, Link] = {}
    if cable_m is not None:
        nodes |= {name: Node(id=name, kind="rack") for name in "ab"}
        links["l"] = Link(id="l", a="a", b="b", medium="fabric", cable_part="x/cable", length_m=cable_m)
    return Design(settings=Settings(prices=book), nodes=nodes, links=links, parts=PARTS)


def found(book: PriceBook, *part_ids: str, cable_m: float | None = None) -> dict[str, Finding]:
    design = design_of(book, *part_ids, cable_m=cable_m)
    findings = review(design, analyze(design, only=("power", "cost")), TODAY)
    return {finding.rule: finding for finding in findings if finding.rule in RULES}


def test_an_empty_book_says_nothing() -> None:
    assert found(PriceBook(), "x/switch", "x/instance") == {}


@pytest.mark.parametrize(("day", "old"), [("2026-10-25", False), ("2026-10-24", True)])
def test_a_rate_is_old_after_thirty_days(day: str, old: bool) -> None:
    assert RATE_DAYS == 30
    book = PriceBook(currency="EUR", rates={"EUR": ExchangeRate(usd=1.1, date=day)})
    rules = found(book, "x/switch")
    assert ("stale-rate" in rules) is old
    if old:
        assert rules["stale-rate"].message == f"1 exchange rate is old: EUR ({day})."
        assert rules["stale-rate"].severity == "note"


def test_only_a_rate_that_is_behind_an_amount_matters() -> None:
    book = PriceBook(rates={"EUR": ExchangeRate(usd=1.1, date="2020-01-01")})
    assert found(book, "x/switch") == {}
    assert set(found(book, "x/switch", "x/euroswitch")) == {"stale-rate"}


def test_a_currency_without_a_rate() -> None:
    rules = found(PriceBook(), "x/switch", "x/euroswitch", cable_m=0.5)
    finding = rules["currency-without-rate"]
    assert finding.severity == "note"
    assert finding.message == "1 part is priced in CHF, for which there is no exchange rate: Cable."
    assert finding.detail == "Such a price is left out. Set the rate of CHF in the price book, with its date."
    assert finding.ids == ("l",)
    design = design_of(PriceBook(), "x/euroswitch", cable_m=0.5)
    spoken = [f for f in review(design, analyze(design, only=("power", "cost")), TODAY) if f.rule == finding.rule]
    assert [f.message.split(" in ")[1][:3] for f in spoken] == ["EUR", "CHF"]
    assert "currency-without-rate" not in found(PriceBook(rates=EURO), "x/euroswitch")


def test_an_own_price_that_cannot_be_converted_is_a_warning_although_the_catalog_has_another() -> None:
    finding = found(PriceBook(prices={"x/switch": (price(90, currency="EUR"),)}), "x/switch")["currency-without-rate"]
    assert (finding.severity, finding.ids) == ("warning", ("n0",))


def test_a_wanted_basis_or_region_that_no_price_has() -> None:
    rules = found(PriceBook(purchase_basis="street", rent_basis="on-demand"), "x/switch", "x/instance")
    assert rules["wanted-price-missing"].message == "For 1 part no street price is known: Switch."
    assert rules["wanted-price-missing"].ids == ("n0",)
    rules = found(PriceBook(rent_basis="reserved"), "x/instance")
    assert rules["wanted-price-missing"].message == "For 1 part no reserved price is known: Instance."
    rules = found(PriceBook(region="eu"), "x/instance", "x/switch")
    assert rules["wanted-price-missing"].message == "For 1 part no price in eu is known: Instance."
    assert found(PriceBook(region="us", rent_basis="on-demand"), "x/instance") == {}


def test_a_discount_that_takes_nothing_off() -> None:
    book = PriceBook(discounts=(Discount(share=0.1, vendor="X"), Discount(share=0.2, vendor="x", kind="switch")))
    finding = found(book, "x/switch")["idle-discount"]
    assert finding.message == "1 discount takes nothing off: 20% on x switches."
    own = PriceBook(discounts=(Discount(share=0.1),), prices={"x/switch": (price(50),)})
    assert "idle-discount" in found(own, "x/switch")
    assert found(own, "x/switch", "x/instance") == {}
    assert found(book) == {}


def test_an_own_price_that_counts_nowhere() -> None:
    hourly = PriceBook(prices={"x/switch": (price(5, per="hour"),), "x/instance": (price(5),)})
    finding = found(hourly, "x/switch", "x/instance")["idle-own-price"]
    assert finding.message == "2 own prices count nowhere: Switch and Instance."
    assert finding.detail.endswith("Instance is rented: set a price per hour.")
    # Kept for a part that is not placed now: nothing to say.
    assert found(hourly) == {}


def test_an_own_price_is_old_like_any_other_unless_it_has_no_date() -> None:
    def stale(day: str) -> bool:
        design = design_of(PriceBook(prices={"x/switch": (price(5, date=day),)}), "x/switch")
        findings = review(design, analyze(design, only=("power", "cost")), TODAY)
        return any(finding.rule == "stale-prices" for finding in findings)

    assert [stale(day) for day in ("2026-01-01", "2026-11-01", "")] == [True, False, False]


def test_findings_speak_the_money_of_the_book() -> None:
    weak = part("Switch", price(1_000_000, status="estimate"))
    for book, words in (
        (PriceBook(), "($1 million)"),
        (PriceBook(currency="EUR", rates=EURO), "(€909,091)"),
        (PriceBook(currency="CHF", rates={"CHF": ExchangeRate(usd=0.5, date="2026-11-20")}), "(CHF 2 million)"),
    ):
        design = Design(
            settings=Settings(prices=book),
            nodes={"n": Node(id="n", kind="switch", part=weak.id)},
            parts={weak.id: weak},
        )
        findings = review(design, analyze(design, only=("power", "cost")), TODAY)
        message = next(finding.message for finding in findings if finding.rule == "weak-prices")
        assert words in message


def test_a_basis_that_one_machine_wishes_and_has_no_price_is_not_billed_as_another_in_silence() -> None:
    design = design_of(PriceBook(), "x/instance")
    (node,) = (one for one in design.nodes.values() if one.part == "x/instance")
    wished = replace(design, nodes={**design.nodes, node.id: replace(node, choices={"rent_basis": "spot"})})
    results = analyze(wished, only=("power", "cost"))
    (line,) = results.cost.rent_lines  # type: ignore[union-attr]
    assert (line.basis, line.wanted) == ("on-demand", "spot")
    assert line.total_usd.label == "Instance: rent, on-demand, as no spot price is known"
    (finding,) = (one for one in review(wished, results, TODAY) if one.rule == "wanted-price-missing")
    assert finding.severity == "warning"
    assert finding.message == "For 1 part no spot price is known: Instance."
    assert finding.detail.startswith("It is billed on-demand instead.")
    assert finding.ids == (node.id,)
    # What is billed on demand is not taken away either.
    assert not is_spot(wished, wished.nodes[node.id])
    assert is_spot(wished, replace(wished.nodes[node.id], price_usd=1.0))


def test_prices_of_different_years_are_not_set_against_each_other_in_silence() -> None:
    old = part("Switch", price(100, date="2024-05-01"))
    design = design_of(PriceBook(), "x/switch", "x/instance")
    design = replace(design, parts={**design.parts, "x/switch": old})
    told = [one for one in review(design, analyze(design, only=("power", "cost")), TODAY) if one.rule == YEARS]
    assert [one.message for one in told] == [
        "Prices of different years are set against each other: Switch (2024-05-01) and Instance (2026-11-01)."
    ]
    assert set(told[0].ids) == {"n0", "n1"}
    same = design_of(PriceBook(), "x/switch", "x/instance")
    assert YEARS not in {one.rule for one in review(same, analyze(same, only=("power", "cost")), TODAY)}


def test_a_dearer_line_of_this_year_does_not_hide_an_old_price() -> None:
    """The switches of 2024 are a quarter of what is bought, the rest and the rent are of 2026."""
    design = design_of(PriceBook(), "x/switch", "x/instance", "x/euroswitch")
    prices = {"x/switch": price(100, date="2024-05-01"), "x/euroswitch": price(300, date="2026-11-01")}
    parts = {part_id: replace(design.parts[part_id], prices=(one,)) for part_id, one in prices.items()}
    mixed = replace(design, parts={**design.parts, **parts})
    told = [one for one in review(mixed, analyze(mixed, only=("power", "cost")), TODAY) if one.rule == YEARS]
    assert [one.message for one in told] == [
        "Prices of different years are set against each other: Switch (2024-05-01) and Instance (2026-11-01)."
    ]
    # A twentieth of the purchase is not worth a line.
    few = {"x/euroswitch": replace(design.parts["x/euroswitch"], prices=(price(1900, date="2026-11-01"),))}
    little = replace(mixed, parts={**mixed.parts, **few})
    assert YEARS not in {one.rule for one in review(little, analyze(little, only=("power", "cost")), TODAY)}


@pytest.mark.parametrize(("until", "gone"), [("2026-11-23", True), ("2026-11-24", False), ("", False)])
def test_a_quote_holds_up_to_its_last_day(until: str, gone: bool) -> None:
    quote = price(90, basis="quote", quote="Q-17", valid_until=until)
    rules = found(PriceBook(prices={"x/switch": (quote,)}), "x/switch")
    assert set(rules) == ({"expired-quote"} if gone else set())
    if gone:
        finding = rules["expired-quote"]
        assert finding.severity == "warning"
        assert finding.message == "1 quote no longer holds: Switch (Q-17, until 2026-11-23)."
        assert finding.ids == ("n0",)


def test_a_quote_that_no_plan_takes_may_expire() -> None:
    old = price(90, basis="quote", valid_until="2026-09-30", date="2026-09-01")
    new = price(80, basis="quote", valid_until="2026-12-31", date="2026-11-20")
    assert found(PriceBook(prices={"x/switch": (old, new)}), "x/switch") == {}
    assert found(PriceBook(prices={"x/switch": (old,)}), "x/instance").keys() <= {"idle-own-price"}
