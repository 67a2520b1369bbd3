"""Numbers and days in a person's language: written so, read so, and names left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.figures import number_locale
from designer.model.figures.figure_text import number_text
from designer.model.figures.number_locale import (
    LOCALES,
    TITLES,
    choose_locale,
    for_a_field,
    in_english,
    keep_names,
    localised,
    read_in,
    system_locale_name,
)
from designer.model.figures.typed_arithmetic import read_typed
from designer.model.figures.typed_quantity import typed_quantity
from designer.model.records import RefusedInput


@pytest.fixture(autouse=True)
def _english_again():
    yield
    choose_locale("en")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("en", "1,234,567.5 kW on 2026-11-29, 9.5–11.6 M$, 1,350"),
        ("de", "1.234.567,5 kW on 29.11.2026, 9,5–11,6 M$, 1.350"),
        ("fr", "1\u202f234\u202f567,5 kW on 29/11/2026, 9,5–11,6 M$, 1\u202f350"),
        ("es", "1.234.567,5 kW on 29/11/2026, 9,5–11,6 M$, 1350"),
        ("de-ch", "1’234’567.5 kW on 29.11.2026, 9.5–11.6 M$, 1’350"),
        ("en-in", "12,34,567.5 kW on 29/11/2026, 9.5–11.6 M$, 1,350"),
        ("ja", "1,234,567.5 kW on 2026/11/29, 9.5–11.6 M$, 1,350"),
    ],
)
def test_a_sentence_is_written_as_each_language_writes_numbers(name: str, text: str) -> None:
    choose_locale(name)
    assert localised("1,234,567.5 kW on 2026-11-29, 9.5–11.6 M$, 1,350") == text
    assert set(TITLES) == set(LOCALES)


def test_what_is_no_quantity_stays_as_it_is() -> None:
    choose_locale("de")
    keep_names(("Llama 3.1 70B", "Hall 2.5", "Row 1,024", "Air-cooled chiller 1.5 MW", "1,000 GPU hall, 2026-01-01"))
    for text in (
        "GPT-4.1 and Qwen2.5 32B on p5.48xlarge",
        "Llama 3.1 70B in Hall 2.5, at the end of Row 1,024",
        "Python 3.11, PCIe 5.0, version 1.2",
        "192.168.1.1 and 0.11.0",
        "report-2026-11-29.pdf, `analyze --load 1.5`, --set nodes=64,128,256",
        "a 1.6T module",
        "IEEE 802.3, IEC 61,000, NEC 215.2, § 2.1, CC BY 4.0, Apache License 2.0, arXiv 2407.21783",
        "10.0.0.1/31 on eth1.100, p5.48xlarge, host-1.5.example.com, table-1.5.csv, X1,000",
        "1,000 GPU hall, 2026-01-01",
    ):
        assert localised(text) == text
    # A part that is named by what it does keeps its name too; what it does beside it is a quantity.
    assert localised("Air-cooled chiller 1.5 MW: 1.5 MW in 1,000 hours") == (
        "Air-cooled chiller 1.5 MW: 1,5 MW in 1.000 hours"
    )


@pytest.mark.parametrize(("name", "mark"), [("en", ","), ("de", "."), ("fr", "\u202f"), ("hi", ","), ("ar", ",")])
def test_thousands_of_one_document_are_parted_by_one_mark_however_they_were_formed(name: str, mark: str) -> None:
    choose_locale(name)
    assert localised("1\u202f077 cables in 1,360 W") == f"1{mark}077 cables in 1{mark}360 W"


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ("1,5", "de", 1.5),
        ("1.5", "de", 1.5),
        ("0,125", "de", 0.125),
        ("1.024,5", "de", 1024.5),
        ("1,024.5", "de", 1024.5),
        ("1 024", "de", 1024.0),
        ("1’024", "de-ch", 1024.0),
        ("1.234.567", "de", 1_234_567.0),
        ("1024", "fr", 1024.0),
        ("1,0240", "fr", 1.024),
        ("1,024", "en", 1024.0),
        ("1.024", "en", 1.024),
        ("12,34,567", "en-in", 1_234_567.0),
        ("1,024", "ja", 1024.0),
        ("１，０２４．５", "ja", 1024.5),
        ("12,34,567", "hi", 1_234_567.0),
        ("١٬٠٢٤٫٥", "ar", 1024.5),
    ],
)
def test_a_number_is_read_as_it_is_meant(typed: str, name: str, value: float) -> None:
    choose_locale(name, typed=True)
    assert typed_quantity(f"{typed} kW", "kW", "Power") == value
    assert in_english(in_english(typed, "Power"), "Power") == in_english(typed, "Power")


def test_a_number_that_can_mean_two_is_asked_for() -> None:
    choose_locale("de", typed=True)
    for typed in ("1,024", "1.024", "-12.500"):
        with pytest.raises(RefusedInput, match="can mean two numbers; write"):
            typed_quantity(typed, "W", "Power")
    with pytest.raises(RefusedInput, match=r"write 1024, or 1,0240\.$"):
        read_typed("=2*1.024", "W", "Power")
    assert read_typed("=1,5*2", "W", "Power").value(0) == 3.0
    # English reads a mark before three digits, and no more: 0,125 was 125 once.
    assert read_in("0,125", LOCALES["en"]) == "0,125"


@given(st.floats(1e-6, 1e12), st.sampled_from(sorted(LOCALES)))
def test_what_stands_in_a_field_is_read_back(value: float, name: str) -> None:
    choose_locale(name, typed=True)
    plain = number_text(value, 9).replace("\u202f", "")
    assert float(in_english(for_a_field(plain), "A value")) == float(plain)


def test_commands_are_typed_in_english_whatever_they_write() -> None:
    choose_locale("de")
    assert typed_quantity("1.024", "W", "Power") == 1.024
    assert localised("1.5") == "1,5"


def test_the_system_is_asked_as_other_programs_ask_it() -> None:
    assert system_locale_name({"LANG": "de_DE.UTF-8"}) == "de"
    assert system_locale_name({"LANG": "de_DE.UTF-8", "LC_NUMERIC": "en_IN.UTF-8"}) == "en-in"
    assert system_locale_name({"LC_ALL": "C.UTF-8", "LANG": "fr_FR.UTF-8"}) == "en"
    assert [system_locale_name({"LANG": name}) for name in ("hi_IN.UTF-8", "ar_EG")] == ["hi", "ar"]
    assert system_locale_name({number_locale.VARIABLE: "ja", "LC_ALL": "de_DE"}) == "ja"
    assert system_locale_name({"LANG": "de_CH.UTF-8@euro"}) == "de-ch"
    with pytest.raises(RefusedInput, match="choose from en, de"):
        choose_locale("tlh")
