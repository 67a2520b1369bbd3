"""The numbers at which limits are full are those of their figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.analysis.chain.growth.limits_of import Ends, Limit, break_ends, break_figure
from designer.model.design import Design
from designer.model.figures.figure import leaf

AMOUNTS = st.sampled_from([0.0, 1.0, 3.0]) | st.floats(0, 1e6)


@st.composite
def ranges(draw):
    """A figure with or without a range around its value."""
    value = draw(AMOUNTS)
    return leaf(
        "an amount",
        value,
        "W",
        low=value * draw(st.sampled_from([0.0, 0.5, 1.0])),
        high=value * draw(st.just(1) | st.just(2)),
    )


@given(ranges(), ranges(), ranges())
def test_ends_are_those_of_the_figure(has, fixed, variable):
    limit = Limit("rack", "facility", "power", has, fixed, variable)
    figure = break_figure(Design(), limit)
    expected = None if figure is None else Ends(figure.value, figure.low, figure.high)
    assert break_ends(Design(), limit) == expected


def test_a_limit_that_never_fills_has_no_ends():
    nothing, some = leaf("nothing", 0.0), leaf("some", 5.0)
    assert break_ends(Design(), Limit("a", "facility", "power", some, nothing, nothing)) is None
    # 5 of which 1 stays and 2 grow: (5 − 1) / 2.
    grown = Limit("a", "facility", "power", some, leaf("stays", 1.0), leaf("grows", 2.0))
    assert break_ends(Design(), grown) == pytest.approx((2.0, 2.0, 2.0))
