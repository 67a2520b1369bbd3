import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.catalog.files import table_text
from designer.catalog.files.table_text import parsed_table
from designer.catalog.library import Library
from designer.catalog.own.own_prices import keep_prices
from designer.catalog.prices.price_report import PriceReport
from designer.catalog.prices.price_table import PriceColumns, PriceTable, guess_columns, read_price_table, table_prices
from designer.catalog.reading import read_library
from designer.limits import LIMITS, Limit
from designer.model.money.pricing import ExchangeRate, PriceBook, planned_price
from designer.model.parts.part import Part, Price
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY as SHIPPED

TODAY = date(2026, 11, 24)


def part(part_id: str, name: str, number: str = "", *aliases: str) -> Part:
    return Part(
        id=part_id,
        kind="switch",
        layer="servers_fabric",
        vendor=part_id.partition("/")[0].title(),
        name=name,
        part_number=number,
        aliases=aliases,
    )


PARTS = (
    part("acme/s1", "S1 Switch", "ACME-S1-64", "s1", "old-s1"),
    part("acme/s2", "S2 Switch", "ACME-S2"),
    part("bolt/x", "Twin", "SAME"),
    part("bolt/y", "Twin", "SAME"),
    part("bolt/s1", "S1 Switch"),
)
LIBRARY = Library(parts={one.id: one for one in PARTS})


def report(path: Path, body: str | bytes, columns: PriceColumns | None = None, **changes: object) -> PriceReport:
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    table = read_price_table(path)
    chosen = guess_columns(table) if columns is None else columns
    return table_prices(table, replace(chosen, **changes), LIBRARY, TODAY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Preise 2026.csv"


GERMAN = "Artikel-Nr.;Bezeichnung;Einzelpreis;Währung;Stand\nACME-S1-64;Switch, 64 Ports;€ 1.234,50;;01.10.2026\n"


def test_a_german_list_is_read_whole(path: Path) -> None:
    found = report(path, GERMAN)
    assert found.not_taken == ()
    (offer,) = found.offers
    assert (offer.part, offer.row) == ("acme/s1", "row 2: ACME-S1-64")
    (source,) = found.sources.values()
    assert offer.price == Price(
        low=1234.5, typical=1234.5, high=1234.5, basis="user", currency="EUR", date="2026-10-01", sources=(source.id,)
    )
    assert source.publisher == "Own price list Preise 2026.csv"
    assert source.retrieved == "2026-11-24"


def test_an_english_list_with_ranges_words_and_dates(path: Path) -> None:
    text = (
        "Price list of a reseller\n\n"
        "Part Number,Qty,Unit Price (USD),Min,Max,Per,Basis,Region,Valid from,Comment,Total price\n"
        'acme-s2,2,"$12,000","$11,500","$13,000",each,Street price,us,2026-11-01,"two weeks, ""net""","$24,000"\n'
    )
    found = report(path, text)
    assert found.not_taken == ()
    price = found.offers[0].price
    assert (price.low, price.typical, price.high, price.currency) == (11500, 12000, 13000, "USD")
    assert (price.basis, price.per, price.region, price.date) == ("street", "unit", "us", "2026-11-01")
    assert price.note == 'two weeks, "net"'
    assert found.offers[0].row == "row 4: acme-s2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_every_encoding_of_a_table(path: Path, encoding: str) -> None:
    (offer,) = report(path, GERMAN.encode(encoding)).offers
    assert (offer.price.typical, offer.price.currency) == (1234.5, "EUR")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter(path: Path, delimiter: str) -> None:
    text = delimiter.join(("SKU", "Price", "Note")) + "\r\n" + delimiter.join(("acme/s1", "1250.50", "n")) + "\r\n"
    (offer,) = report(path, text).offers
    assert offer.price.typical == 1250.5


def test_rows_match_by_id_number_alias_and_exact_name(path: Path) -> None:
    names = ("ACME/S1", "acme-s1-64", "Old-S1", "s2  switch", "Acme S2 Switch")
    found = report(path, "sku;price\n" + "".join(f"{name};5\n" for name in names))
    assert [offer.part for offer in found.offers] == ["acme/s1"] * 3 + ["acme/s2"] * 2


def test_every_row_that_is_not_taken_has_its_reason(path: Path) -> None:
    rows = [
        "SAME;5;;;;",
        "S1 Switch;5;;;;",
        "nothing;5;;;;",
        ";5;;;;",
        "s1;;;;;",
        "s1;on request;;;;",
        "s1;-5;;;;",
        "s1;nan;;;;",
        "s1;inf;;;;",
        "s1;5;XYZ;;;",
        "s1;$5;EUR;;;",
        "s1;5;;bunch;;",
        "s1;5;;;hearsay;",
        "s1;5;;;;soon",
        "s1;5;;;;2027-01-01",
        "s1;=cmd|' /C calc'!A0;;;;",
        ";;;;;",
    ]
    found = report(path, "sku;price;currency;per;basis;date\n" + "\n".join(rows) + "\n")
    assert found.offers == ()
    assert found.sources == {}
    reasons = [
        "row 2: SAME: the part number means 2 parts, bolt/x, bolt/y; write the part's id.",
        "row 3: S1 Switch: the name means 2 parts, acme/s1, bolt/s1; write the part's id.",
        "row 4: nothing: no part has this number, id, alias or name.",
        "row 5: no part: no part is named.",
        "row 6: s1: no price is written.",
        "row 7: s1: 'on request' is no amount.",
        "row 8: s1: '-5' is negative.",
        "row 9: s1: 'nan' is no amount.",
        "row 10: s1: 'inf' is no amount.",
        "row 11: s1: 'XYZ' is no known currency.",
        "row 12: s1: it names the currencies EUR and USD.",
        "row 13: s1: 'bunch' is no measure that is known; unit, hour, meter, month, user-month, gpu-year, gb, "
        "gb-month, thousand-requests, million-tokens are.",
        "row 14: s1: 'hearsay' is no basis that is known; list, street, on-demand, reserved, spot, estimate, user, "
        "quote are.",
        "row 15: s1: 'soon' is no date; write it as 2026-11-24.",
        "row 16: s1: the date '2027-01-01' lies ahead.",
        "row 17: s1: \"=cmd|' /C calc'!A0\" is no amount in a known currency.",
    ]
    assert list(found.not_taken) == reasons


def test_a_range_without_a_middle_takes_the_middle_and_says_so(path: Path) -> None:
    found = report(path, "sku;from;to\ns1;100;300\nacme/s2;300;100\n")
    (offer,) = found.offers
    assert (offer.price.low, offer.price.typical, offer.price.high) == (100, 200, 300)
    assert offer.price.note == "typical is the middle of the range"
    assert found.not_taken == ("row 3: acme/s2: 300, 200 and 100 are no range from low to high.",)


def test_the_column_decides_what_a_single_mark_means(path: Path) -> None:
    assert report(path, "sku;price\ns1;1.234\nacme/s2;3,50\n").offers[0].price.typical == 1234
    assert report(path, "sku;price\ns1;1.234\nacme/s2;3.50\n").offers[0].price.typical == 1.234
    alone = report(path, "sku;price\ns1;1.234\n")
    assert alone.not_taken == ("row 2: s1: '1.234' may be 1234 or 1.234; write it without a mark of thousands.",)


def test_defaults_hold_where_a_cell_is_empty(path: Path) -> None:
    text = "sku;price;currency;date\ns1;5;;\nacme/s2;6;GBP;2026-02\n"
    found = report(path, text, default_currency="eur", default_basis="street", default_date="2026-05-01")
    one, two = (offer.price for offer in found.offers)
    assert (one.currency, one.basis, one.date) == ("EUR", "street", "2026-05-01")
    assert (two.currency, two.basis, two.date) == ("GBP", "street", "2026-02")
    assert report(path, text).offers[0].price.date == TODAY.isoformat()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"part": ""}, "choose the column that names the part"),
        ({"price": ""}, "choose the column of the price"),
        ({"price": "gone"}, "has no column 'gone'"),
        ({"default_date": "soon"}, "The date or currency for all rows cannot be taken"),
        ({"default_currency": "XYZ"}, "The date or currency for all rows cannot be taken"),
        ({"default_basis": "not-sold"}, "is no basis of a price"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(path: Path, changes: dict[str, object], reason: str) -> None:
    with pytest.raises(RefusedInput, match=reason):
        report(path, "sku;price\ns1;5\n", **changes)


def test_columns_are_guessed_by_their_headings() -> None:
    def guessed(*headings: str) -> tuple[str, str, str]:
        text = ",".join(headings) + "\n" + ",".join("x" * len(headings)) + "\n"
        table = parsed_table(text, "t.csv")
        assert table.headings == headings
        found = guess_columns(read_like(table.headings))
        return found.part, found.price, found.default_currency

    assert guessed("Part Number", "Description", "Qty", "Unit Price (USD)", "Total Price") == (
        "Part Number",
        "Unit Price (USD)",
        "USD",
    )
    assert guessed("Artikel-Nr.", "Einzelpreis €", "Gesamtpreis", "Währung") == ("Artikel-Nr.", "Einzelpreis €", "EUR")
    assert guessed("Price valid from", "Price", "Name") == ("Name", "Price", "USD")
    assert guessed("foo", "bar") == ("", "", "USD")


def read_like(headings: tuple[str, ...]) -> PriceTable:
    return PriceTable(name="t.csv", headings=headings, rows=())


def test_headings_are_told_apart_and_named(path: Path) -> None:
    path.write_text("Price;Price;;sku\n1;2;3;4;5\n")
    assert read_price_table(path).headings == ("Price", "Price (2)", "column 3", "sku", "column 5")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "is empty"),
        (b"\n\n ; \n", "is empty"),
        (b"PK\x03\x04rest", "is a workbook"),
        (b"%PDF-1.7", "is a PDF"),
        (b"a,b\n1,\x002\n", "zero bytes"),
        (b"\xff\xfe\x00", "no readable text"),
        (b"," * 1_000_000, r"has 1,000,001 columns, more than 300"),
        (b'a,b\n"' + b"x" * 200_000, "is no table"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(path: Path, body: bytes, reason: str) -> None:
    path.write_bytes(body)
    with pytest.raises(RefusedInput, match=reason) as problem:
        read_price_table(path)
    assert "\n" not in str(problem.value)


def test_sizes_are_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_text, "MAX_TABLE_ROWS", 10)
    path.write_text("a,b\n" * 20)
    with pytest.raises(RefusedInput, match="more than 10 rows"):
        read_price_table(path)
    monkeypatch.setitem(LIMITS, "price table", Limit(20))
    with pytest.raises(RefusedInput, match="is larger than"):
        read_price_table(path)
    with pytest.raises(RefusedInput, match="cannot be read"):
        read_price_table(path.parent / "missing.csv")


def test_hostile_words_stay_in_one_line(path: Path) -> None:
    found = report(path, 'sku;price\n"<b>\nx\u202e\u0007' + "y" * 500 + '";5\n')
    (line,) = found.not_taken
    assert len(line) < 200
    assert line.isprintable()


@given(
    st.lists(
        st.tuples(st.sampled_from(["s1", "acme/s2", "SAME", "zz"]), st.text(max_size=20), st.text(max_size=12)),
        max_size=8,
    )
)
def test_every_row_is_taken_or_told(rows: list[tuple[str, str, str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(("sku", "price", "date"))
    writer.writerows(rows)
    table = parsed_table(text.getvalue().replace("\0", ""), "t.csv")
    priced = read_like(table.headings)
    found = table_prices(replace(priced, rows=table.rows), PriceColumns(part="sku", price="price"), LIBRARY, TODAY)
    assert len(found.offers) + len(found.not_taken) == len(rows)


def test_own_prices_come_to_count_in_a_plan_and_the_older_stay(tmp_path: Path) -> None:
    own = tmp_path / "own"
    listed = tmp_path / "list.csv"
    shipped = read_library(own_folder=own)
    wanted = shipped.parts["nvidia/dgx-h100"]
    for when, amount in (("2026-10-01", "250.000,00 €"), ("2026-11-01", "240.000,00 €")):
        listed.write_text(f"Artikelnummer;Preis;Datum\n{wanted.part_number or wanted.id};{amount};{when}\n")
        table = read_price_table(listed)
        found = table_prices(table, guess_columns(table), shipped, TODAY)
        assert keep_prices(found.offers, found.sources, own) == 1
        assert keep_prices(found.offers, found.sources, own) == 0
    part = read_library(own_folder=own).parts[wanted.id]
    assert [price.typical for price in part.prices if price.basis == "user"] == [250000, 240000]
    assert part.prices[: len(wanted.prices)] == wanted.prices
    book = PriceBook(purchase_basis="user", rates={"EUR": ExchangeRate(usd=1.1, date="2026-11-24")})
    planned = planned_price(part, "unit", book)
    assert planned is not None
    assert (planned.price.typical, planned.price.date, planned.factor) == (240000, "2026-11-01", 1.1)


def test_quotes_come_in_with_number_and_last_day(tmp_path: Path) -> None:
    """A row with a quote number is a quote; its last day may lie ahead, in any form of a date."""
    path = tmp_path / "offer.csv"
    path.write_text(
        "Artikelnummer;Einzelpreis;Angebotsnummer;Gültig bis\n"
        "nvidia/qm9700;30.000,00;A-7;31.12.2027\n"
        "nvidia/sn5600;60.000,00;;\n"
        "nvidia/q3400-ra;90.000,00;A-8;2027\n",
        "utf-8",
    )
    table = read_price_table(path)
    columns = guess_columns(table)
    assert (columns.quote, columns.valid_until) == ("Angebotsnummer", "Gültig bis")
    found = table_prices(table, columns, SHIPPED, TODAY)
    taken = {offer.part: offer.price for offer in found.offers}
    quote = taken["nvidia/qm9700"]
    assert (quote.basis, quote.quote, quote.valid_until) == ("quote", "A-7", "2027-12-31")
    assert taken["nvidia/sn5600"].basis == "user"
    assert found.not_taken == (
        "row 4: nvidia/q3400-ra: '2027' is no whole day up to which the price holds; write it as 2026-11-24.",
    )
