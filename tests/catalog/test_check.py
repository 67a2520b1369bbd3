import json
from datetime import date
from typing import Any

import msgspec
import pytest

from designer.catalog.check import CatalogProblem, check_catalog, dated, summarize
from designer.catalog.files.schema import part_schema
from designer.catalog.library import Library
from designer.model.parts.part import (
    Case,
    Contained,
    Part,
    PlatformSupport,
    PortGroup,
    Price,
    Quantity,
    Source,
    StockLength,
)
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 24)
SOURCES = {"guide": Source(id="guide", publisher="Maker, user guide")}
FACT = Quantity(value=1000, sources=("guide",), date="2026-11-01")
PRICE = Price(low=1, typical=2, high=3, basis="list", sources=("guide",), date="2026-11-01")
PORT = PortGroup(name="ports", media=("fabric",), count=64, rate_gbps=400, cages=32, breakouts=(2,))
GOOD = Part(
    id="own/box",
    kind="server",
    layer="servers_fabric",
    vendor="Own",
    name="Box",
    aliases=("box",),
    facts={"power_max_w": FACT},
    prices=(PRICE,),
    ports=(PORT,),
    availability="sold",
)


def changed(record: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(record, **fields)


def problems(*parts: Part, sources: dict[str, Source] = SOURCES) -> list[CatalogProblem]:
    return list(check_catalog(Library(parts={part.id: part for part in parts}, sources=sources), TODAY))


def said(**fields: Any) -> list[tuple[str, str]]:
    return [(problem.severity, problem.message) for problem in problems(changed(GOOD, **fields))]


@pytest.fixture(scope="module")
def shipped() -> Library:
    return LIBRARY


def test_the_shipped_catalog_has_no_errors_or_warnings(shipped: Library) -> None:
    serious = [problem for problem in check_catalog(shipped, TODAY) if problem.severity != "note"]
    assert serious == []


def test_the_shipped_catalog_in_numbers(shipped: Library) -> None:
    summary = summarize(shipped)
    assert summary.parts == len(shipped.parts) == sum(summary.kinds.values())
    assert summary.facts == sum(summary.facts_by_status.values())
    assert summary.prices == sum(summary.prices_by_status.values())
    assert summary.sourced_share >= 0.9
    assert "generic/storage" in summary.without_price
    assert "nvidia/dgx-h100" not in summary.without_price


def test_a_good_part_has_no_problem() -> None:
    assert problems(GOOD) == []


def test_summary_counts_by_hand() -> None:
    facts = {"power_max_w": FACT, "weight_kg": changed(FACT, status="estimate"), "depth_mm": Quantity(value=None)}
    other = changed(GOOD, id="own/other", facts=facts, prices=(), availability="unknown")
    summary = summarize(Library(parts={"own/box": GOOD, "own/other": other}, sources=SOURCES))
    assert (summary.parts, summary.facts, summary.prices) == (2, 3, 1)
    assert summary.facts_by_status == {"sourced": 2, "derived": 0, "estimate": 1, "unverified": 0}
    assert summary.sourced_share == pytest.approx(2 / 3)
    assert summary.without_price == ("own/other",)
    assert summarize(Library()).sourced_share == 0.0


@pytest.mark.parametrize(
    ("fields", "severity", "words"),
    [
        ({"kind": "toaster"}, "error", "kind 'toaster' is unknown"),
        ({"kind": "rack", "layer": "facility"}, "error", "kind 'rack' is unknown"),
        ({"layer": "moon"}, "error", "layer 'moon' is unknown"),
        ({"layer": "silicon"}, "warning", "layer is silicon"),
        ({"facts": {"colour": FACT}}, "error", "fact 'colour' is unknown"),
        ({"facts": {"weight_kg": changed(FACT, sources=())}}, "error", "weight_kg names no source"),
        ({"facts": {"weight_kg": changed(FACT, sources=("blog",))}}, "error", "source 'blog'"),
        ({"facts": {"weight_kg": changed(FACT, date="")}}, "error", "has the date ''"),
        ({"facts": {"weight_kg": changed(FACT, date="last May")}}, "error", "'last May'"),
        ({"facts": {"weight_kg": changed(FACT, date="2026-02-30")}}, "error", "'2026-02-30'"),
        ({"facts": {"weight_kg": changed(FACT, date="2031-01-01")}}, "warning", "lies ahead"),
        ({"facts": {"weight_kg": changed(FACT, low=2000.0)}}, "error", "outside its own range"),
        ({"prices": (changed(PRICE, basis=""),)}, "error", "no basis"),
        ({"prices": (changed(PRICE, date=""),)}, "error", "list price has the date ''"),
        ({"prices": (changed(PRICE, sources=()),)}, "error", "list price names no source"),
        ({"prices": (changed(PRICE, sources=("blog",)),)}, "error", "source 'blog'"),
        ({"prices": (changed(PRICE, typical=9.0),)}, "error", "outside its own range"),
        ({"prices": (changed(PRICE, date="2026-05-01"),)}, "note", "older than 180 days"),
        ({"sources": ("blog",)}, "error", "names the source 'blog'"),
        ({"availability": "free"}, "warning", "called free but has no price of 0"),
        ({"availability": "free", "prices": ()}, "warning", "called free but has no price of 0"),
        ({"availability": "free", "prices": (changed(PRICE, low=0.0, typical=0.0, high=0.0),)}, "", ""),
        ({"prices": ()}, "warning", "called sold but has no price"),
        ({"prices": (), "availability": "unknown"}, "note", "price is unknown"),
        ({"availability": "unknown"}, "warning", "although it has a price"),
        ({"availability": "rented"}, "warning", "price of purchase"),
        ({"ports": (changed(PORT, cages=65),)}, "error", "64 ports in 65 cages"),
        ({"ports": (changed(PORT, cages=7),)}, "error", "64 ports in 7 cages"),
        ({"ports": (changed(PORT, count=0, cages=None),)}, "error", "has no ports"),
        ({"ports": (changed(PORT, media=()),)}, "error", "carries no medium"),
        ({"ports": (changed(PORT, breakouts=(1,)),)}, "error", "breakout into fewer than 2"),
        ({"ports": (changed(PORT, rate_gbps=0.0),)}, "error", "rate of 0 Gb/s"),
        ({"ports": (changed(PORT, media=("power",)),)}, "warning", "rate although it carries power"),
        ({"ports": (changed(PORT, role="out"),)}, "warning", "network ports carry both ways"),
        ({"ports": (PORT, PORT)}, "error", "Two port groups are called ports"),
        ({"contains": (Contained(part="own/chip", count=8),)}, "error", "contains own/chip"),
        ({"contains": (Contained(part="own/box", count=1),)}, "error", "contains itself"),
        ({"aliases": ("own/box",)}, "", ""),
    ],
)
def test_each_rule(fields: dict[str, Any], severity: str, words: str) -> None:
    found = said(**fields)
    if not severity:
        assert found == []
        return
    assert len(found) == 1, found
    assert found[0][0] == severity
    assert words in found[0][1]


def power(**values: float) -> dict[str, Quantity]:
    return {name: changed(FACT, value=value) for name, value in values.items()}


def test_power_must_come_through_the_supplies() -> None:
    assert said(facts=power(power_max_w=10200.0, psu_count=6.0, psu_rating_w=3300.0)) == []
    ((severity, words),) = said(facts=power(power_max_w=10200.0, psu_count=3.0, psu_rating_w=3300.0))
    assert severity == "error"
    assert "10,200 W" in words
    assert "9,900 W" in words


def test_power_figures_are_in_order() -> None:
    assert "typical power is above its maximum" in said(facts=power(power_max_w=5.0, power_typical_w=6.0))[0][1]
    assert "idle power is above" in said(facts=power(power_typical_w=5.0, power_idle_w=6.0))[0][1]


def test_supplies_have_an_inlet_each() -> None:
    inlets = PortGroup(name="psu", media=("power",), count=4, role="in")
    assert said(facts=power(psu_count=4.0), ports=(inlets,)) == []
    assert "6 power supplies but 4 power inlets" in said(facts=power(psu_count=6.0), ports=(inlets,))[0][1]


def test_unknown_figures_need_no_source() -> None:
    assert said(facts={"weight_kg": Quantity(value=None)}) == []


def test_the_person_is_the_source_of_own_prices() -> None:
    assert said(prices=(changed(PRICE, basis="user", sources=()),)) == []


def test_rent_grows_old_sooner() -> None:
    rent = changed(PRICE, per="hour", basis="on-demand", date="2026-10-01")
    assert said(prices=(rent,), availability="rented") == [
        ("note", "The on-demand price of 2026-10-01 is older than 30 days.")
    ]
    assert said(prices=(changed(rent, per="unit"),)) == []


def test_what_is_paid_by_use_is_rent() -> None:
    use = changed(PRICE, per="gb-month", date="2026-10-01")
    assert said(prices=(use,), availability="rented") == [
        ("note", "The list price of 2026-10-01 is older than 30 days.")
    ]
    assert [severity for severity, _ in said(prices=(use,))] == ["warning", "note"]


def test_an_alias_means_one_part() -> None:
    other = changed(GOOD, id="own/other", aliases=("BOX",))
    assert [(p.severity, p.part, p.message) for p in problems(GOOD, other)] == [
        ("error", "own/other", "Its alias 'box' already means own/box.")
    ]


def test_a_long_way_round_is_found() -> None:
    a = changed(GOOD, id="own/a", aliases=(), contains=(Contained(part="own/b", count=1),))
    b = changed(GOOD, id="own/b", aliases=(), contains=(Contained(part="own/a", count=1),))
    assert {problem.message for problem in problems(a, b)} == {"It contains itself."}


def test_a_source_names_its_publisher() -> None:
    found = problems(GOOD, sources={**SOURCES, "dark": Source(id="dark", publisher=" ")})
    assert [(problem.severity, problem.part) for problem in found] == [("error", "dark")]


def test_errors_come_first() -> None:
    bad = changed(
        GOOD, layer="silicon", prices=(changed(PRICE, date="2020"),), ports=(changed(PORT, count=0, cages=None),)
    )
    assert [problem.severity for problem in problems(bad)] == ["error", "warning", "note"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("2026-02", date(2026, 2, 28)),
        ("2024-02", date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 31)),
        ("2025", date(2025, 12, 31)),
        ("2026-13", None),
        ("2026-00", None),
        ("2026-02-30", None),
        ("0000", None),
        ("undated", None),
        ("", None),
        ("2026-11-24x", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert dated(text) == day


def test_schema_describes_a_list_of_parts() -> None:
    schema = part_schema()
    assert schema["type"] == "array"
    entry = schema["$defs"]["PartEntry"]
    assert entry["additionalProperties"] is False
    assert set(entry["required"]) == {"id", "kind", "layer", "vendor", "name"}
    assert {"cited", "facts", "ports", "prices"} <= set(entry["properties"])
    assert json.loads(json.dumps(schema)) == schema


def test_stock_lengths_stand_in_order_and_within_reach() -> None:
    reach = {"reach_m": Quantity(value=3, sources=("guide",), date="2026-11-01")}
    good = tuple(StockLength(length_m=length) for length in (0.5, 1, 3))
    assert said(facts=reach, lengths=good) == []
    assert said(facts=reach, lengths=good[::-1]) == [("error", "Its stock lengths do not stand in order, each once.")]
    assert said(facts=reach, lengths=(*good, good[-1]))[0][0] == "error"
    assert said(facts=reach, lengths=(*good, StockLength(length_m=5))) == [
        ("error", "It is sold in 5 m, beyond its reach of 3 m.")
    ]
    unsourced = StockLength(length_m=1, price=changed(PRICE, sources=()))
    assert ("error", "The list price names no source.") in said(lengths=(unsourced,))


def test_lengths_of_the_linkx_cables(shipped: Library) -> None:
    """Lengths and numbers as the LinkX deck prints them; the price is 260 and 90 for each metre."""
    cable = shipped.part("nvidia/mcp4y10-800g-dac")
    assert [length.length_m for length in cable.lengths] == [0.5, 1, 1.5, 2]
    assert cable.lengths[2].part_number == "980-9IA0Q-00N01A"
    assert cable.lengths[3].part_number == "MCP4Y10-N002 / 980-9IA0I-00N002"
    assert [length.price.typical for length in cable.lengths if length.price] == [305, 350, 395, 440]
    assert sum(bool(part.lengths) for part in shipped.parts.values()) == 41


@pytest.mark.parametrize(
    ("fields", "severity", "words"),
    [
        (
            {"cases": (Case(of="tier", name="Scale", facts={"weight_kg": changed(FACT, sources=())}),)},
            "error",
            "Usage tier Scale: weight_kg names no source",
        ),
        ({"cases": (Case(of="model", name="own/big", facts={"weight_kg": FACT}),)}, "error", "no such model"),
        ({"cases": (Case(of="model", name="Big 70B", facts={"weight_kg": FACT}),)}, "", ""),
        ({"platforms": (PlatformSupport(platform="cuda", date="2026"),)}, "error", "platform cuda names no source"),
        (
            {"platforms": (PlatformSupport(platform="cuda", sources=("blog",), date="2026"),)},
            "error",
            "source 'blog'",
        ),
        ({"platforms": (PlatformSupport(platform="cuda", sources=("guide",)),)}, "error", "has the date ''"),
        ({"platforms": (PlatformSupport(platform="cuda", sources=("guide",), date="2026"),)}, "", ""),
        (
            {"prices": (PRICE, changed(PRICE, per="million-tokens", item="input", from_tokens=200_000))},
            "error",
            "price of input beyond 200,000 tokens in has none for shorter requests",
        ),
        ({"prices": (PRICE, changed(PRICE, valid_from="soon"))}, "error", "holds from 'soon' on"),
        ({"prices": (PRICE, changed(PRICE, valid_from="2026-11-24"))}, "note", "holds by now"),
        ({"prices": (PRICE, changed(PRICE, valid_from="2027-01-01"))}, "", ""),
    ],
)
def test_cases_platforms_and_conditions_of_prices(fields: dict[str, Any], severity: str, words: str) -> None:
    found = said(**fields)
    if not words:
        assert found == []
    else:
        assert any(one == severity and words in message for one, message in found), found


def test_figures_of_cases_are_counted() -> None:
    cases = (Case(of="tier", name="Scale", facts={"weight_kg": changed(FACT, status="estimate")}),)
    summary = summarize(Library(parts={"own/box": changed(GOOD, cases=cases)}, sources=SOURCES))
    assert summary.facts_by_status == {"sourced": 1, "derived": 0, "estimate": 1, "unverified": 0}
