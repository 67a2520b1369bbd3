import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.locations import RESOURCES
from designer.model.figures.typed_quantity import _UNITS, typed_quantity
from designer.model.kinds import FACTS
from designer.model.records import RefusedInput


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("1200", "W", 1200),
        ("1.2 kW", "W", 1200),
        ("1.2kw", "W", 1200),
        ("10.2k", "W", 10_200),
        ("1 MW", "W", 1e6),
        ("3412.142 BTU/h", "W", 1000.0000),
        ("1 TR", "W", 3516.852842067),
        ("1 kW", "BTU/h", 3412.141633128),
        ("450 lb", "kg", 204.1165665),
        ("450 lbs.", "kg", 204.1165665),
        ("31,5 kg", "kg", 31.5),
        ("2 t", "kg", 2000),
        ("17.3 in", "mm", 439.42),
        ('19"', "mm", 482.6),
        ("17.3\u00a0inches", "mm", 439.42),
        ("2 ft", "mm", 609.6),
        ("8U", "U", 8),
        ("8 RU", "U", 8),
        ("44.45 mm", "U", 1),
        ("30 m", "m", 30),
        ("100 ft", "m", 30.48),
        ("1 000 m³/h", "CFM", 588.5777779537),
        ("1105 cfm", "CFM", 1105),
        ("10 gpm", "L/min", 37.85411784),
        ("95 °F", "°C", 35),
        ("95F", "°C", 35),
        ("300 K", "°C", 26.85),
        ("-5", "°C", -5),
        ("−5 °C", "°C", -5),
        ("1.5 TB", "GB", 1500),
        ("80 GiB", "GB", 85.89934592),
        ("3.35 TB/s", "GB/s", 3350),
        ("400G", "Gb/s", 400),
        ("0.4 Tb/s", "Gb/s", 400),
        ("400 Gbps", "Gb/s", 400),
        ("50 GB/s", "Gb/s", 400),
        ("51.2 Tbit/s", "Tb/s", 51.2),
        ("2 PFLOPS", "TFLOP/s", 2000),
        ("1 POPS", "TOP/s", 1000),
        ("0.5 µs", "ns", 500),
        ("1.5 h", "min", 90),
        ("48 h", "days", 2),
        ("2 weeks", "days", 14),
        ("1 day", "h", 24),
        ("1e6/s", "1/day", 8.64e10),
        ("11 kV", "V", 11_000),
        ("250 kVA", "VA", 250_000),
        ("128k", "", 128_000),
        ("70 billion", "", 7e10),
        ("70B", "", 7e10),
        ("12,345,678", "W", 12_345_678),
        ("1'200", "W", 1200),
        ("1e3", "W", 1000),
        ("60/min", "1/s", 1),
        ("3.5 MB/s/TiB", "MB/s/TiB", 3.5),
        (".5", "", 0.5),
        ("1 234,5", "W", 1234.5),
    ],
)
def test_what_people_type(text, unit, expected):
    assert typed_quantity(text, unit, "It") == pytest.approx(expected, rel=1e-6)


def test_a_share_may_be_a_percentage():
    assert typed_quantity("97 %", "", "Efficiency", share=True) == 0.97
    assert typed_quantity("0.97", "", "Efficiency", share=True) == 0.97


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("", "W", "is not a number of W"),
        ("many", "W", "is not a number"),
        ("12 parsecs", "W", "use W, kW, MW or BTU/h"),
        ("12 kg", "W", "is no unit for W"),
        ("400 gb/s", "Gb/s", "may mean GB/s or Gb/s"),
        ("12 kg", "", "a bare number"),
        ("1e999", "W", "not a number"),
        ("97 %", "", "a bare number"),
        ("1.2.3", "W", "is no unit"),
        ("nan", "W", "not a number"),
        ("inf", "W", "not a number"),
        ("1" * 500, "W", "not a number"),
        ("5 %", "W", "is no unit"),
        ("<b>5</b>", "W", "not a number"),
        ("12 kW", "VA", "is no unit for VA"),
        ("3 x", "MB/s/TiB", "in MB/s/TiB"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(text, unit, words):
    with pytest.raises(RefusedInput) as problem:
        typed_quantity(text, unit, "Power")
    message = str(problem.value)
    assert message.startswith("Power: ")
    assert words in message
    assert "\n" not in message
    assert len(message) < 160


def test_a_share_takes_no_other_unit():
    with pytest.raises(RefusedInput, match="97 %"):
        typed_quantity("1 kW", "", "Efficiency", share=True)


def test_every_fact_takes_its_own_unit():
    found = {fact.name: typed_quantity(f"12.5 {fact.unit}", fact.unit, fact.title) for fact in FACTS.values()}
    assert found == dict.fromkeys(found, 12.5)
    assert len(found) == len(FACTS) > 200


def test_the_guide_promises_only_what_is_understood():
    text = (RESOURCES / "guide" / "own-parts.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+ · [^|]+) \|$", text, re.MULTILINE)
    rows += re.findall(r"^\| (TFLOP/s) \| ([^|]+) \|$", text, re.MULTILINE)
    assert len(rows) == 12
    for units, examples in rows:
        for unit in units.split(", "):
            asked = "" if unit in ("a share", "a count") else unit
            for example in examples.split(" · "):
                assert typed_quantity(example, asked, "It", share=unit == "a share") > 0


@given(value=st.floats(min_value=1e-6, max_value=1e12), names=st.data())
def test_a_conversion_and_back_is_the_same(value, names):
    unit = names.draw(st.sampled_from(sorted({fact.unit for fact in FACTS.values()} & _UNITS.keys())))
    other = names.draw(st.sampled_from([name for name in _UNITS if _UNITS[name].measures == _UNITS[unit].measures]))
    there = typed_quantity(f"{value!r} {unit}", other, "It")
    back = typed_quantity(f"{there!r} {other}", unit, "It")
    assert back == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(text=st.text(max_size=30), unit=st.sampled_from(["W", "", "°C", "Gb/s", "MB/s/TiB"]))
def test_any_text_gives_a_number_or_one_line(text, unit):
    try:
        value = typed_quantity(text, unit, "It")
    except RefusedInput as problem:
        value = str(problem)
    assert isinstance(value, float) or "\n" not in value
