"""Parts side by side and the sheet of one part: one unit to a row, what differs, the best, prices by their age."""

from datetime import date

import pytest

from designer.catalog.check import stale_after
from designer.catalog.library import Library
from designer.catalog.parts.comparison import NOT_GIVEN, better, cell_text, compare, comparison_table
from designer.catalog.parts.exact_figures import exact_text, quantities_words, quantity_words
from designer.catalog.parts.part_sheet import FACT_GROUPS, OTHER_GROUP, part_sheet, sheet_text, status_line
from designer.model.kinds import FACTS
from designer.model.money.pricing import Discount, ExchangeRate, PriceBook
from designer.model.parts.part import Contained, Part, PortGroup, Price, Quantity, Source, StockLength

TODAY = date(2026, 11, 24)


def _part(part_id, *, prices=(), texts=None, facts=None, **more):
    return Part(
        id=part_id,
        kind="server",
        layer="servers_fabric",
        vendor="Test",
        name=part_id,
        prices=tuple(prices),
        texts=texts or {},
        facts={name: Quantity(value=value) for name, value in (facts or {}).items()},
        **more,
    )


def _price(typical, day="2026-11-01", **more):
    fields = {"basis": "list", "date": day, **more}
    return Price(low=typical, typical=typical, high=typical, **fields)


def _rows(comparison):
    return {(group.title, row.title): row for group in comparison.groups for row in group.rows}


def _compare(*parts, **more):
    return compare(parts, Library(parts={part.id: part for part in parts}), TODAY, **more)


# ---- Figures in words ----


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (10_200, "W", "10.2 kW"),
        (747, "W", "747 W"),
        (1_250_000, "VA", "1.25 MVA"),
        (130.45, "kg", "130.45 kg"),
        (989.5, "TFLOP/s", "989.5 TFLOP/s"),
        (38557, "BTU/h", "38\u202f557 BTU/h"),
        (0, "U", "0 U"),
        (8, "", "8"),
        (None, "W", "unknown"),
    ],
)
def test_published_figures_keep_their_digits(value, unit, text):
    assert exact_text(value, unit) == text


def test_a_range_stands_beside_its_middle():
    assert quantity_words(Quantity(value=250_000, low=200_000, high=300_000), "W") == ("250 (200–300)", "kW")
    assert quantity_words(Quantity(value=None), "W") == ("unknown", "")


def test_a_row_has_one_unit_that_of_its_greatest():
    row = quantities_words([Quantity(value=700), None, Quantity(value=23_000), Quantity(value=None)], "W")
    assert row == (("0.7", "", "23", "unknown"), "kW")


# ---- Comparison ----


def test_rows_tell_values_unit_and_difference(library):
    found = _rows(
        compare([library.parts["nvidia/h100-sxm5-80gb"], library.parts["nvidia/h200-sxm-141gb"]], library, TODAY)
    )
    memory = found["Memory", "Memory (GiB as sold)"]
    assert memory.unit == "GB"
    assert [cell.text for cell in memory.cells] == ["80", "141"]
    assert [cell.best for cell in memory.cells] == [False, True]
    assert memory.differs
    bf16 = found["Compute", "BF16, dense"]
    assert not bf16.differs
    assert not any(cell.best for cell in bf16.cells)
    assert "dense" in bf16.cells[0].note
    assert bf16.cells[0].marks


def test_the_best_is_only_told_when_all_are_known():
    rows = _rows(
        _compare(
            _part("a", facts={"memory_gb": 80, "port_latency_ns": 300, "power_max_w": 700}),
            _part("b", facts={"memory_gb": 141, "port_latency_ns": 200, "power_max_w": 900}),
        )
    )
    assert [cell.best for cell in rows["Memory", "Memory (GiB as sold)"].cells] == [False, True]
    assert [cell.best for cell in rows["Network", "Port-to-port latency"].cells] == [False, True]
    assert not any(cell.best for cell in rows["Power and cooling", "Power, maximum"].cells)
    rows = _rows(_compare(_part("a", facts={"memory_gb": 80}), _part("b", facts={"memory_gb": None}), _part("c")))
    assert [cell.text for cell in rows["Memory", "Memory (GiB as sold)"].cells] == ["80", "unknown", NOT_GIVEN]
    assert not any(cell.best for cell in rows["Memory", "Memory (GiB as sold)"].cells)


def test_two_equal_bests_are_both_told():
    parts = [_part(name, facts={"memory_gb": value}) for name, value in (("a", 192), ("b", 192), ("c", 80))]
    assert [cell.best for cell in _rows(_compare(*parts))["Memory", "Memory (GiB as sold)"].cells] == [
        True,
        True,
        False,
    ]


def test_what_is_better_names_facts_that_exist():
    assert {better(name) for name in FACTS} == {"higher", "lower", ""}
    assert better("memory_gb") == "higher"
    assert better("port_latency_ns") == "lower"
    assert better("power_max_w") == better("height_u") == better("weight_kg") == ""


def test_prices_compare_in_one_money():
    dollars, euros = _part("a", prices=[_price(110)]), _part("b", prices=[_price(105, currency="EUR")])
    book = PriceBook(rates={"EUR": ExchangeRate(usd=1.1, date="2026-11-24")})
    row = _rows(_compare(dollars, euros, book=book))["Price", "Each"]
    assert [cell.best for cell in row.cells] == [True, False]  # 105 EUR are 115.5 USD
    assert row.cells[1].text == "105 EUR"
    unconverted = _rows(_compare(dollars, euros))["Price", "Each"]
    assert unconverted.cells[1].text == NOT_GIVEN
    assert not any(cell.best for cell in unconverted.cells)


def test_a_discount_moves_the_best_price_and_is_told():
    book = PriceBook(discounts=(Discount(share=0.5, vendor="Other"),))
    a, b = _part("a", prices=[_price(100)]), _part("b", prices=[_price(150)])
    other = Part(id=b.id, kind=b.kind, layer=b.layer, vendor="Other", name="b", prices=b.prices)
    row = _rows(_compare(a, other, book=book))["Price", "Each"]
    assert [cell.best for cell in row.cells] == [False, True]
    assert "50% off" in row.cells[1].note


def test_ports_and_contents_are_rows():
    osfp = PortGroup(name="f", media=("fabric",), count=8, connector="OSFP", rate_gbps=400)
    qsfp = PortGroup(name="s", media=("storage", "fabric"), count=2, connector="QSFP112", rate_gbps=200)
    psu = PortGroup(name="p", media=("power",), count=6, connector="C20", role="in")
    a = _part("a", ports=(osfp, qsfp, psu), contains=(Contained(part="gone", count=8),))
    rows = _rows(_compare(a, _part("b", ports=(psu,))))
    assert rows["Ports", "Fabric ports"].cells[0].text == "8 × 400G OSFP + 2 × 200G QSFP112"
    assert rows["Ports", "Fabric ports"].cells[1].text == NOT_GIVEN
    assert not rows["Ports", "Power inlets"].differs
    assert rows["Part", "Contains"].cells[0].text == "8 × gone"


def test_the_table_has_even_rows_and_numbers_its_sources(library):
    parts = [library.parts[name] for name in ("nvidia/dgx-h100", "nvidia/dgx-b200", "nvidia/dgx-a100")]
    found = compare(parts, library, TODAY)
    whole, differing = (comparison_table(found, only_differences=only) for only in (False, True))
    assert {len(row) for row in whole} == {5}
    assert len(differing) < len(whole)
    assert whole[0] == ("", "Unit", "DGX H100", "DGX B200", "DGX A100 640GB")
    used = {mark for group in found.groups for row in group.rows for cell in row.cells for mark in cell.marks}
    assert used == set(range(1, len(found.sources) + 1))
    assert found.differing == sum(row.differs for group in found.groups for row in group.rows)


def test_a_cell_in_one_line_tells_all(library):
    found = _rows(compare([library.parts["nvidia/h100-sxm5-80gb"], library.parts["amd/mi300x"]], library, TODAY))
    words = cell_text(found["Compute", "FP8, dense"].cells[1])
    assert words.startswith("2\u202f614.9 best (dense")
    assert words.endswith("]")
    assert cell_text(found["In words", "FP4"].cells[1]) == "not given"


# ---- The sheet of one part ----


def test_every_fact_of_the_catalog_stands_in_one_group(library):
    grouped = [name for names in FACT_GROUPS.values() for name in names]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= set(FACTS)
    homeless = {name for part in library.parts.values() for name in part.facts} - set(grouped)
    assert not homeless, f"give {homeless} a place in FACT_GROUPS"


def test_a_fact_that_nobody_knows_is_shown_all_the_same():
    part = _part("a", facts={"colour_nm": 550})
    groups = part_sheet(part, Library(parts={"a": part}), TODAY).figures
    assert [(group.title, row.title, row.value) for group in groups for row in group.rows] == [
        (OTHER_GROUP, "colour_nm", "550")
    ]


def test_planned_prices_stand_first_then_the_others_newest_first():
    part = _part(
        "a", prices=[_price(3, "2026-01-01"), _price(1, "2026-11-20"), _price(2, "2025-01-01", basis="street")]
    )
    lines = part_sheet(part, Library(parts={"a": part}), TODAY).prices
    assert [(line.amount, line.planned) for line in lines] == [("1 USD", True), ("3 USD", False), ("2 USD", False)]


@pytest.mark.parametrize(
    ("per", "day", "days"),
    [
        ("unit", "2026-05-28", 0),
        ("unit", "2026-05-27", 180),
        ("hour", "2026-10-25", 0),
        ("hour", "2026-10-24", 30),
        ("million-tokens", "2026-10-24", 30),
        ("unit", "", 0),
        ("unit", "never", 0),
    ],
)
def test_old_prices_are_marked_by_the_limit_they_passed(per, day, days):
    price = _price(1, day, per=per)
    assert stale_after(price, TODAY) == days
    part = _part("a", prices=[price])
    line = part_sheet(part, Library(parts={"a": part}), TODAY).prices[0]
    assert line.stale == (f"older than {days} days" if days else "")


def test_own_prices_and_discounts_are_told():
    part = _part("a", prices=[_price(100)])
    library = Library(parts={"a": part})
    discounted = part_sheet(part, library, TODAY, PriceBook(discounts=(Discount(share=0.15),)))
    assert "15% off" in discounted.prices[0].note
    own = part_sheet(part, library, TODAY, PriceBook(prices={"a": (_price(80, basis="user"),)}))
    assert [(line.amount, line.own, line.planned) for line in own.prices] == [
        ("80 USD", True, True),
        ("100 USD", False, False),
    ]


@pytest.mark.parametrize("availability", ["sold", "free", "rented", "not sold", "unknown"])
def test_without_a_price_it_says_why(availability):
    part = _part("a", availability=availability)
    sheet = part_sheet(part, Library(parts={"a": part}), TODAY)
    assert sheet.prices == ()
    assert sheet.no_price.endswith(".")


def test_own_parts_and_those_of_a_project_are_told_apart():
    part = _part("a", part_number="X-1", revision="3")
    assert status_line(part, Library(parts={"a": part}, own=frozenset({"a"}))) == (
        "Server · own part, revision 3 · part number X-1"
    )
    assert "in the catalog, revision 3" in status_line(part, Library(parts={"a": part}))
    assert "in this project alone" in status_line(part, Library())


def test_sources_are_numbered_as_they_are_met_and_missing_ones_are_named():
    facts = {"memory_gb": Quantity(value=80, sources=("here", "gone"))}
    part = Part(
        id="a",
        kind="server",
        layer="servers_fabric",
        vendor="V",
        name="N",
        facts=facts,
        prices=(_price(1, sources=("gone",)),),
    )
    sources = {"here": Source(id="here", publisher="Here", published="2026", retrieved="2026-11-24")}
    sheet = part_sheet(part, Library(parts={"a": part}, sources=sources), TODAY)
    assert [source.publisher for source in sheet.sources] == ["gone, not in the catalog", "Here"]
    assert sheet.prices[0].marks == (1,)
    assert sheet.figures[0].rows[0].marks == (2, 1)
    text = sheet_text(sheet, {"Suits": ("one", "two"), "Empty": ()})
    assert "Memory (GiB as sold): 80 GB [2] [1]" in text
    assert "[2] Here, published 2026, read 2026-11-24" in text
    assert "Suits\n  one\n  two" in text
    assert "Empty" not in text


def test_stock_lengths_and_free_parts():
    free = _part("a", prices=[_price(0)])
    assert part_sheet(free, Library(parts={"a": free}), TODAY).prices[0].amount == "Free"
    cable = _part(
        "c",
        lengths=(
            StockLength(length_m=0.5, part_number="X-05"),
            StockLength(length_m=2, part_number="X-2", price=_price(90)),
        ),
    )
    rows = part_sheet(cable, Library(parts={"c": cable}), TODAY).lengths
    assert [(row.title, row.value) for row in rows] == [("0.5 m", "X-05"), ("2 m", "90 USD")]
    assert "X-2, list" in rows[1].note
