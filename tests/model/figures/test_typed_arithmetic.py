"""Arithmetic in fields: against plain Python, and never anything but an answer or one plain line."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.figures.typed_arithmetic import read_typed
from designer.model.records import RefusedInput


@pytest.mark.parametrize(
    ("text", "present", "unit", "value"),
    [
        ("31", 8.0, "", 31.0),
        ("*2", 8.0, "", 16.0),
        ("×2", 8.0, "", 16.0),
        ("/2", 8.0, "", 4.0),
        ("÷ 4", 8.0, "", 2.0),
        ("+10%", 200.0, "W", 220.0),
        ("-10 %", 200.0, "W", 180.0),
        ("-4", 10.0, "", 6.0),
        ("−4", 10.0, "", 6.0),
        ("+4", 10.0, "", 14.0),
        ("=1.5*8", None, "", 12.0),
        ("1.5*8", None, "", 12.0),
        ("=-4+10", None, "", 6.0),
        ("=2*(3+4)", None, "", 14.0),
        ("1.2 MW", None, "W", 1.2e6),
        ("=2*1.2 kW", None, "W", 2400.0),
        ("+1 kW", 500.0, "W", 1500.0),
        ("450 lb", None, "kg", 204.1165665),
        ("2 TB", None, "GB", 2000.0),
        ("*150%", 8.0, "", 12.0),
        ("1,024", None, "", 1024.0),
        ("=1,024*2", None, "", 2048.0),
        ("=2*25 GB/s", None, "GB/s", 50.0),
        ("=10 kW/4", None, "W", 2500.0),
        ("*0.1", 3.0, "", 0.3),
        ("2k", None, "", 2000.0),
        ("+2k", 1000.0, "", 3000.0),
    ],
)
def test_answers(text: str, present: float | None, unit: str, value: float) -> None:
    assert read_typed(text, unit, "It").value(present) == value


def test_a_share_takes_percent_as_points() -> None:
    assert read_typed("97 %", "", "It", share=True).value(None) == 0.97
    assert read_typed("+5%", "", "It", share=True).value(0.6) == 0.65


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "*",
        "+",
        "=",
        "=1.5*",
        "abc",
        "1 2",
        "*x",
        "/0",
        "=1/0",
        "=(1",
        "=1)",
        "nan",
        "inf",
        "1e999",
        "*1e400",
        "=1e308*1e308",
        "1.2 furlongs",
        "=1 kW",
        "()",
        "=" + "(" * 60 + "1" + ")" * 60,
        "9" * 200,
        "__import__('os')",
        "=2**8",
        "=1//2",
        "1;2",
        "=5!",
        "٣%x",
    ],
)
def test_refusals_are_one_plain_line(text: str) -> None:
    with pytest.raises(RefusedInput) as refusal:
        read_typed(text, "kg", "The weight").value(1.0)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).startswith("The weight: ")


def test_a_change_needs_a_present_value() -> None:
    with pytest.raises(RefusedInput, match="no value yet"):
        read_typed("+10%", "W", "Power").value(None)


def test_a_count_stays_whole() -> None:
    assert read_typed("*1.5", "", "Copies").count(4) == 6
    with pytest.raises(RefusedInput, match=r"Copies: \*1.5 of 3 is 4.5, which is not a whole number"):
        read_typed("*1.5", "", "Copies").count(3)
    with pytest.raises(RefusedInput, match=r"Copies: 1.5 is not a whole number"):
        read_typed("1.5", "", "Copies").count(3)


@given(st.text(max_size=40), st.sampled_from(["", "W", "kg", "GB", "°C"]), st.booleans())
def test_anything_typed_is_an_answer_or_a_refusal(text: str, unit: str, share: bool) -> None:
    try:
        answer = read_typed(text, unit, "It", share=share).value(3.0)
    except RefusedInput:
        return
    assert answer - answer == 0.0  # finite


@given(st.text(alphabet="0123456789.+-*/()= %kMW,e", max_size=30))
def test_near_arithmetic_is_an_answer_or_a_refusal(text: str) -> None:
    try:
        answer = read_typed(text, "W", "It").value(7.0)
    except RefusedInput:
        return
    assert answer - answer == 0.0


numbers = st.integers(0, 10_000).map(str)
expressions = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("".join), inner.map(lambda text: f"({text})")
    ),
    max_leaves=8,
)


@given(expressions)
def test_it_agrees_with_exact_fractions(text: str) -> None:
    exact = _exact(text)
    if len(text) > 110:
        return
    if exact is None:
        with pytest.raises(RefusedInput, match="divided by zero"):
            read_typed(f"={text}", "", "It")
        return
    assert read_typed(f"={text}", "", "It").value(None) == pytest.approx(float(exact), rel=1e-9, abs=1e-9)


def _exact(text: str) -> Fraction | None:
    """TEXT by Python's own reading of it, every number a fraction; None where something is divided by zero."""
    source = "".join(f"F({piece})" if piece.isdigit() else piece for piece in _pieces(text))
    try:
        return Fraction(eval(source, {"F": Fraction}))
    except ZeroDivisionError:
        return None


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    for letter in text:
        if letter.isdigit() and found and found[-1].isdigit():
            found[-1] += letter
        else:
            found.append(letter)
    return found
