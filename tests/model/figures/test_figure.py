"""Figures: ranges, unknowns, the weakest status, and working them out again from the leaves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.figures.figure import (
    Figure,
    annuity,
    count_of,
    difference,
    document_of,
    evaluate,
    known_like,
    leaf,
    maximum,
    minimum,
    product,
    quotient,
    recompute,
    total,
    unknown_like,
    weakest,
)
from designer.model.figures.figure_text import ranged_text, share_text

NUMBERS = st.one_of(st.none(), st.floats(0.001, 1e6))


def of(label: str, value: float | None, spread: float = 0.0) -> Figure:
    low, high = (None, None) if value is None else (value * (1 - spread), value * (1 + spread))
    return leaf(label, value, "W", low=low, high=high, operation="fact", subject=label)


def test_a_rack_by_hand() -> None:
    """4 × 10,200 W ± nothing + a fan of 100 to 300 W."""
    systems = product("systems", (count_of("copies", 4), of("power", 10_200)), "W")
    fan = leaf("fan", 200, "W", low=100, high=300, status="estimate")
    rack = total("rack", (systems, fan), "W")
    assert (rack.low, rack.value, rack.high) == (40_900, 41_000, 41_100)
    assert rack.status == "estimate"
    assert not rack.at_least
    assert [figure.label for figure in rack.walk()] == ["rack", "systems", "copies", "power", "fan"]


def test_unknown_is_not_zero() -> None:
    known, unknown = of("known", 5), of("unknown", None)
    assert unknown.missing == ("unknown",)
    some = total("some", (known, unknown), "W")
    assert (some.value, some.missing, some.at_least) == (5, ("unknown",), True)
    nothing = total("nothing", (unknown,), "W")
    assert (nothing.value, nothing.known) == (None, False)
    assert total("empty", (), "W").value == 0
    assert product("p", (known, unknown), "W").value is None
    by_zero = quotient("q", known, count_of("zero", 0), "")
    assert (by_zero.value, by_zero.missing) == (None, ("q",))
    assert difference("d", known, unknown, "W").value is None


def test_ranges_turn_round_where_growth_lowers_the_result() -> None:
    top, bottom = of("top", 100, 0.1), of("bottom", 10, 0.5)
    share = quotient("share", top, bottom, "")
    assert (share.low, share.value, share.high) == (90 / 15, 10, pytest.approx(110 / 5))
    rest = difference("rest", top, bottom, "W")
    assert (rest.low, rest.value, rest.high) == (75, 90, pytest.approx(105))


def test_annuity_by_hand() -> None:
    """1,000 at 5% over 3 years: 1000 × 0.05 × 1.157625 / 0.157625."""
    paid = annuity("paid", of("price", 1000), leaf("rate", 0.05), leaf("years", 3), "USD")
    assert paid.value == pytest.approx(367.2086, abs=1e-4)
    assert annuity("free", of("price", 900), leaf("rate", 0.0), leaf("years", 3), "USD").value == 300


def test_the_weakest_status_wins() -> None:
    assert weakest([]) == "sourced"
    assert weakest(["sourced", "user", "assumed"]) == "assumed"
    assert weakest(["unverified", "estimate"]) == "unverified"
    assert total("t", (of("unknown", None), of("known", 1)), "W").status == "sourced"


@given(a=NUMBERS, b=NUMBERS, c=NUMBERS, spread=st.floats(0, 0.9))
def test_value_lies_in_its_range_and_is_found_again(
    a: float | None, b: float | None, c: float | None, spread: float
) -> None:
    x, y, z = of("a", a, spread), of("b", b, spread), of("c", c, spread)
    for figure in (
        total("t", (x, product("p", (y, z), "W")), "W"),
        quotient("q", total("t", (x, y), "W"), z, ""),
        difference("d", maximum("max", (x, y), "W"), minimum("min", (y, z), "W"), "W"),
    ):
        assert recompute(figure) == figure.value
        if figure.value is None:
            assert figure.missing
        else:
            slack = 1e-9 * max(abs(figure.low or 0), abs(figure.high or 0), 1)
            assert (figure.low or 0) - slack <= figure.value <= (figure.high or 0) + slack


def test_changing_a_leaf_changes_the_headline() -> None:
    figure = total("t", (of("a", 2), product("p", (count_of("n", 3, "node"), of("b", 5)), "W")), "W")
    assert recompute(figure) == 17
    assert recompute(figure, {("b", "b"): 7.0}) == 23
    assert recompute(figure, {("node", "n"): 1.0}) == 7


def test_a_result_beyond_all_numbers_is_unknown() -> None:
    huge = of("huge", 1e200)
    figure = product("p", (huge, huge), "W")
    assert (figure.value, figure.low, figure.missing) == (None, None, ("p",))
    assert not math.isnan(total("t", (figure, of("one", 1)), "W").value or 0)


def test_the_document_of_a_figure() -> None:
    figure = total("t", (of("a", 2, 0.5),), "W")
    assert document_of(figure) == {"value": 2, "unit": "W", "low": 1, "high": 3, "missing": []}
    why = document_of(figure, why=True)
    assert why["terms"][0]["subject"] == "a"
    assert why["operation"] == "sum"


def test_shares_and_factors_are_written_with_their_ranges() -> None:
    used = leaf("in use", 0.5, low=0.25, high=1.131)
    assert share_text(used) == "50% (25–113%)"
    assert share_text(leaf("in use", 0.5)) == "50%"
    assert share_text(leaf("in use", None)) == "unknown"
    assert ranged_text(leaf("growth", 2.3959, low=0.9861, high=5.357)) == "2.4 (0.99–5.4)"
    assert ranged_text(leaf("growth", 2.3959)) == "2.4"
    assert ranged_text(leaf("growth", None)) == "unknown"


STATUSES = st.sampled_from(("sourced", "user", "derived", "assumed", "estimate", "unverified"))


@st.composite
def any_figures(draw) -> Figure:
    """Known exactly, with a range, in part, or not at all."""
    value = draw(st.none() | st.sampled_from((0.0, -0.0, 1e200)) | st.floats(-1e6, 1e6))
    spread = draw(st.sampled_from((0.0, 0.0, 0.5)))
    ends = (None, None) if value is None else (value - spread, value + spread)
    missing = draw(st.sampled_from(((), ("a price",), ("a rate", "a price"))))
    label = draw(st.sampled_from(("one", "other")))
    return Figure(value=value, low=ends[0], high=ends[1], label=label, status=draw(STATUSES), missing=missing)


@pytest.mark.parametrize(("operation", "make"), [("product", product), ("quotient", quotient)])
@given(st.data())
def test_figures_of_two_terms_are_those_of_the_plain_operation(operation, make, data) -> None:
    first, second = data.draw(any_figures()), data.draw(any_figures())
    found = make("f", (first, second), "W") if operation == "product" else make("f", first, second, "W")
    low, value, high = evaluate(operation, tuple((one.low, one.value, one.high) for one in (first, second)))
    if value is not None and not math.isfinite(value):
        low = value = high = None
    lacking = tuple(dict.fromkeys((*first.missing, *second.missing)))
    assert found == Figure(
        value=value,
        unit="W",
        low=low,
        high=high,
        label="f",
        operation=operation,
        formula=f"{first.label} {'×' if operation == 'product' else '/'} {second.label}",
        terms=(first, second),
        status=weakest(one.status for one in (first, second) if one.value is not None),
        missing=lacking or (() if value is not None else ("f",)),
    )


def test_a_leaf_like_another_is_the_leaf_made_anew() -> None:
    pattern = leaf("x", 1.0, "s", operation="routing", note="By the ledger.")
    made = leaf("y", 2.0, "s", operation="routing", note="By the ledger.", subject="n")
    assert known_like(pattern, "y", 2.0, "n") == made
    unknown = leaf("x", None, "s", note="Nobody says.")
    assert unknown_like(unknown, "y") == leaf("y", None, "s", note="Nobody says.")


def test_terms_are_told_as_they_would_be_by_themselves_however_many_there_are() -> None:
    shared = total("both", (leaf("one", 1.0, "W"), leaf("other", 2.0, "W", low=1.0, high=3.0)), "W")
    for number in range(5000):
        figure = total(f"sum {number}", (shared, leaf("more", float(number), "W")), "W")
        told = document_of(figure, why=True)["terms"]
        if number in {0, 1, 4999}:
            assert told == [document_of(term, why=True) for term in figure.terms]
            assert [term["value"] for term in told] == [3.0, number]
    assert [term["value"] for term in told[0]["terms"]] == [1.0, 2.0]
