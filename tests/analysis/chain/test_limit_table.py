"""The limits of growth as arrays against the plain search over resources, one at a time."""

from hypothesis import given
from hypothesis import strategies as st

from designer.analysis.chain.growth.limit_table import ENDS, table_of
from designer.analysis.chain.growth.limits_of import Limit
from designer.formulas.capacity.growth_limits import Resource, breaks_at, first_break
from designer.model.figures.figure import leaf

AMOUNTS = st.sampled_from((0.0, 0.5, 1.0, 3.0, 8.0, 1e6))
OPPOSITE = {"value": "value", "low": "high", "high": "low"}


@st.composite
def ranged(draw):
    value = draw(AMOUNTS)
    spread = draw(st.sampled_from((0.0, 0.25, 1.0)))
    return leaf("amount", value, low=value * (1 - spread), high=value * (1 + spread))


LIMITS = st.lists(st.tuples(ranged(), ranged(), ranged()), min_size=1, max_size=7).map(
    lambda rows: [
        Limit(f"n{place}", "facility", "power", has, fixed, grows) for place, (has, fixed, grows) in enumerate(rows)
    ]
)


def plainly(limits, end):
    """The limits at one END of their ranges: at the low end there is least and most is asked."""
    other = OPPOSITE[end]
    return [
        Resource(one.key, getattr(one.has, end), getattr(one.fixed, other), getattr(one.variable, other))
        for one in limits
    ]


def table(limits):
    return table_of(limits, [one.key for one in limits])


@given(LIMITS)
def test_what_breaks_first_is_what_the_plain_search_finds(limits):
    found = table(limits)
    plain = [first_break(plainly(limits, end)) for end in ENDS]
    assert found.first() == plain[0]
    assert found.first_at() == tuple(None if one is None else one.at for one in plain)
    assert found.resources() == plainly(limits, "value")


@given(LIMITS)
def test_each_limit_breaks_where_it_does_alone(limits):
    found = table(limits)
    for place, end in enumerate(ENDS):
        for one in plainly(limits, end):
            at = breaks_at(one.allocatable, one.fixed, one.variable)
            assert found.at(one.name, place) == (None if at == float("inf") else at)


@given(LIMITS, st.integers(0, 6), AMOUNTS, st.integers(0, 6), AMOUNTS)
def test_more_of_a_limit_is_in_proportion_to_what_its_ends_have_and_a_load_is_the_same_at_all(
    limits, place, gain, loaded, load
):
    more, under = limits[place % len(limits)], limits[loaded % len(limits)]
    found = table(limits).grown({more.key: gain}, {under.key: load})
    for end, row in zip(ENDS, range(len(ENDS)), strict=True):
        for column, one in enumerate(plainly(limits, end)):
            has, fixed = one.allocatable, one.fixed
            if one.name == more.key and gain:
                whole = more.has.value
                has += gain * (getattr(more.has, end) / whole) if whole else gain
            if one.name == under.key:
                fixed += load
            assert (found.has[row, column], found.fixed[row, column]) == (has, fixed)


def test_what_is_full_already_breaks_at_nothing_and_what_cannot_grow_never():
    nothing, one, two = (leaf("amount", value) for value in (0.0, 1.0, 2.0))
    full = Limit("full", "facility", "power", one, two, one)
    still = Limit("still", "facility", "power", two, one, nothing)
    assert table([full, still]).first().at == 0.0
    assert table([still]).first() is None
    assert table([still]).first_at() == (None, None, None)
