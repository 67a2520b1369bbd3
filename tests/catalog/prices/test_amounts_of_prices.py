from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.catalog.prices.amounts import CURRENCIES, Amount, currency_code, decimal_mark, read_amount, read_day
from designer.model.records import RefusedInput

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("1234", 1234, ""),
        ("1234.5", 1234.5, ""),
        ("1234,5", 1234.5, ""),
        ("€ 1.234,50", 1234.5, "EUR"),
        ("$12,000", 12000, "USD"),
        ("1.234.567", 1234567, ""),
        ("1,234,567.89", 1234567.89, ""),
        ("12,-", 12, ""),
        ("CHF 1'234.50", 1234.5, "CHF"),
        ("1\u202f234,5 EUR", 1234.5, "EUR"),
        ("Fr. 12", 12, "CHF"),
        ("US$ 5", 5, "USD"),
        ("USD$5", 5, "USD"),
        ("12eur", 12, "EUR"),
        ("0.123", 0.123, ""),
        ("0,045", 0.045, ""),
        (".5", 0.5, ""),
        ("1234.567", 1234.567, ""),
        ("5e-05", 5e-05, ""),
        ("+3", 3, ""),
        ("0", 0, ""),
        ("£1,999.00", 1999, "GBP"),
        ("12 000 zł", 12000, "PLN"),
    ],
)
def test_amounts_as_people_write_them(text: str, value: float, currency: str) -> None:
    assert read_amount(text) == Amount(value=value, currency=currency)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is no amount"),
        ("on request", "is no amount"),
        ("nan", "is no amount"),
        ("inf", "is no amount"),
        ("-3", "is negative"),
        ("−3", "is negative"),
        ("(3.00)", "is negative"),
        ("€-3", "is negative"),
        ("1e999", "too large"),
        ("9" * 30, "too large"),
        ("=1+1", "is no amount"),
        ("=2", "no amount"),
        ('=HYPERLINK("x")', "is no amount"),
        ("12k", "known currency"),
        ("12 %", "known currency"),
        ("1,23,456", "parted in no known way"),
        ("1.2.3", "parted in no known way"),
        ("10-20", "is no amount"),
        ("1 2 3", "parted in no known way"),
        ("12 EUR USD", "two currencies"),
        ("¥5", "yen or yuan"),
        ("5 kr", "several crowns"),
        ("1.234", "may be 1234 or 1.234"),
        ("١٢", "is no amount"),
        ("1" * 100, "is no amount"),
    ],
)
def test_what_is_no_sure_amount_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(RefusedInput, match=reason) as problem:
        read_amount(text)
    assert "\n" not in str(problem.value)


def test_a_column_tells_what_one_cell_leaves_open() -> None:
    assert read_amount("1.234", decimal_mark(["1.234", "3,50"])).value == 1234
    assert read_amount("1.234", decimal_mark(["1.234", "3.50"])).value == 1.234
    assert read_amount("12,000", decimal_mark(["12,000", "3,5"])).value == 12
    assert read_amount("12,000", decimal_mark(["12,000", "7,000"])).value == 12000
    assert decimal_mark(["1.234.567"]) == ","
    assert decimal_mark(["3,50", "4.50"]) == "?"
    with pytest.raises(RefusedInput, match=r"may be 12000 or 12\.000"):
        read_amount("12,000", "?")
    assert read_amount("4.50", ",").value == 4.5


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=99))
def test_every_way_of_writing_an_amount_of_cents_reads_the_same(whole: int, cents: int) -> None:
    expected = float(f"{whole}.{cents:02d}")
    english = f"{whole:,}.{cents:02d}"
    german = english.translate(str.maketrans(",.", ".,"))
    swiss = english.replace(",", "'")
    spaced = f"{whole:,}".replace(",", "\u00a0") + f",{cents:02d}"
    for text in (english, german, swiss, spaced, f"{whole}.{cents:02d}", f"{whole},{cents:02d}"):
        assert read_amount(text).value == expected
        assert read_amount(f"{text} EUR") == Amount(value=expected, currency="EUR")


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        amount = read_amount(text)
    except RefusedInput:
        return
    assert 0 <= amount.value <= 1e18
    assert amount.currency in {"", *CURRENCIES}


@given(st.floats(min_value=1e-9, max_value=1e15))
def test_numbers_as_programs_write_them_read_back_equal(value: float) -> None:
    assert read_amount(repr(value), ".").value == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", "2026-11-24"),
        ("24.11.2026", "2026-11-24"),
        ("24. 3.2026", "2026-03-24"),
        ("11/24/2026", "2026-11-24"),
        ("24/11/2026", "2026-11-24"),
        ("05/05/2026", "2026-05-05"),
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        ("2026-3-4", "2026-03-04"),
        ("2026-11-24T10:00:00Z", "2026-11-24"),
    ],
)
def test_days_as_people_write_them(text: str, day: str) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("05/06/2026", "two days"),
        ("2026-13-01", "no date"),
        ("heute", "no date"),
        ("2026-11-25", "lies ahead"),
        ("31.02.2026", "no date"),
        ("", "no date"),
        ("0000-01-01", "no date"),
        ("45000", "no date"),
    ],
)
def test_what_is_no_sure_day_is_refused(text: str, reason: str) -> None:
    with pytest.raises(RefusedInput, match=reason):
        read_day(text, TODAY)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        day = read_day(text, TODAY)
    except RefusedInput:
        return
    assert day <= TODAY.isoformat()


def test_currencies_by_code_and_sign() -> None:
    assert [currency_code(text) for text in ("eur", "€", " usd ", "US$", "Euro")] == ["EUR", "EUR", "USD", "USD", "EUR"]
    with pytest.raises(RefusedInput, match="'XYZ' is no known currency"):
        currency_code("XYZ")
