"""How much of a catalog is priced: counted by hand, and in the shipped one."""

from datetime import date

import pytest

from designer.catalog.library import Library
from designer.catalog.prices.coverage import can_be_bought, coverage_by_kind, sureness
from designer.model.parts.part import Part, Price, StockLength
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 28)


def part(name: str, *prices: Price, kind: str = "switch", **fields: object) -> Part:
    return Part(
        **{
            "id": name,
            "kind": kind,
            "layer": "servers_fabric",
            "vendor": "Own",
            "name": name,
            "prices": prices,
            "availability": "sold" if prices else "unknown",
            **fields,
        }
    )


def price(basis: str, status: str = "sourced", per: str = "unit") -> Price:
    return Price(low=1, typical=2, high=3, basis=basis, status=status, per=per)


@pytest.mark.parametrize(
    ("basis", "status", "expected"),
    [
        ("user", "sourced", "firm"),
        ("quote", "sourced", "firm"),
        ("list", "sourced", "published"),
        ("street", "sourced", "published"),
        ("street", "unverified", "estimate"),
        ("list", "derived", "estimate"),
        ("estimate", "sourced", "estimate"),
    ],
)
def test_how_sure_a_price_is(basis: str, status: str, expected: str) -> None:
    assert sureness(basis, status) == expected


def test_coverage_counts_by_hand() -> None:
    stock = StockLength(length_m=1, price=price("list"))
    parts = (
        part("a", price("estimate", "estimate"), price("street")),
        part("b", price("estimate", "estimate")),
        part("c"),
        part("rented", price("on-demand", per="hour"), availability="rented"),
        part("cable", kind="cable", lengths=(stock,), availability="sold"),
    )
    found = {
        one.kind: one for one in coverage_by_kind(Library(parts={one.id: one for one in parts}, sources={}), TODAY)
    }
    assert set(found) == {"switch", "cable"}
    switch = found["switch"]
    assert (switch.parts, switch.priced, switch.unpriced) == (3, 2, ("c",))
    assert switch.by_sureness == {"firm": 0, "published": 1, "estimate": 1}
    assert found["cable"].by_sureness["published"] == 1


def test_a_quote_that_no_longer_holds_is_an_estimate() -> None:
    quotes = [
        Price(low=1, typical=2, high=3, basis="quote", quote="Q1", valid_until=day)
        for day in ("2026-11-28", "2026-11-27")
    ]
    parts = {name: part(name, quote) for name, quote in zip("ab", quotes, strict=True)}
    (found,) = coverage_by_kind(Library(parts=parts, sources={}), TODAY)
    assert found.by_sureness == {"firm": 1, "published": 0, "estimate": 1}


def test_every_kind_that_a_bill_can_hold_has_a_price_or_a_range() -> None:
    for one in coverage_by_kind(LIBRARY, TODAY):
        assert one.priced, one.kind
        assert one.priced + len(one.unpriced) == one.parts


def test_software_and_what_is_rented_is_not_bought() -> None:
    for name in ("vllm/vllm", "aws/p5.48xlarge", "aws/s3-standard", "meta/llama-3.1-8b", "google/tpu7x"):
        assert not can_be_bought(LIBRARY.parts[name]), name
    for name in ("nvidia/dgx-h100", "generic/cat6a", "schneider/galaxy-vxl-1250", "bac/pt2", "amd/epyc-9654"):
        assert can_be_bought(LIBRARY.parts[name]), name
