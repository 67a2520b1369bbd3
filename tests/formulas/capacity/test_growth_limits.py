"""Where growth breaks first and what lifting the limits costs."""

from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.formulas.capacity.growth_limits import (
    PriceRange,
    Resource,
    Step,
    breaks_at,
    find_breaks,
    first_break,
    fullest,
    lift,
    lift_steps,
    plan_growth,
    single_steps,
)
from tests.long_runs import runs


def priced(usd):
    """A price that is certain."""
    return PriceRange(usd, usd, usd)


@pytest.fixture
def chain_07(chain_cases):
    """The case, and its resources: demand over capacity as demand of a capacity in kW or of 1."""
    case = chain_cases["CHAIN-07"]
    resources = []
    for name, used in case["inputs"]["demand_over_capacity"].items():
        if raised := case["inputs"]["lift"].get(name):
            step = Step(f"{name} step", raised["step_kw"], priced(raised["usd"]))
            resources.append(Resource(name, raised["capacity_kw"], 0, used * raised["capacity_kw"], step))
        else:
            resources.append(Resource(name, 1, 0, used))
    return case, resources


def test_chain_07_what_breaks_and_what_breaks_next(chain_07):
    case, resources = chain_07
    expected, near = case["expected"], {"abs": case["tolerance"]}
    assert fullest(resources).name == expected["fullest"]
    ranked = find_breaks(resources).ranked
    assert first_break(resources) == ranked[0]
    assert (ranked[0].resource, ranked[0].at) == (expected["fullest"], pytest.approx(expected["breaks_at"], **near))
    assert [ranked[1].resource, ranked[1].at] == [expected["next"][0], pytest.approx(expected["next"][1], **near)]


def test_chain_07_lifting_power_and_then_cooling(chain_07):
    case, resources = chain_07
    expected, near = case["expected"], {"abs": case["tolerance"]}
    plan = plan_growth(resources)
    power, cooling, *_ = plan.rows
    assert (power.addition.resource, power.addition.steps) == ("power", 1)
    once = expected["after_lifting_power"]
    assert power.next_break.at == pytest.approx(once["next_break"], **near)
    assert power.next_break.resource == "cooling"
    assert power.addition.cost_usd == priced(once["cost_usd"])
    raised = next(resource for resource in resources if resource.name == "power")
    at = breaks_at(raised.allocatable + raised.step.amount, raised.fixed, raised.variable)
    assert at == pytest.approx(once["power_at"], **near)

    both = expected["after_lifting_both"]
    assert (cooling.addition.resource, cooling.addition.steps) == ("cooling", 1)
    assert cooling.next_break.at == pytest.approx(both["next_break"], **near)
    assert cooling.next_break.resource == both["by"]


def test_chain_07_1_7_million_buy_growth_from_13_6_to_36_4_percent(chain_07):
    """After power once more storage breaks at 1.408, which has no step here."""
    case, resources = chain_07
    plan = plan_growth(resources, most_rows=2)
    assert plan.cost.usd == priced(case["expected"]["after_lifting_both"]["cost_usd"])
    assert plan.cost.unpriced == ()
    assert (plan.first_break.at, plan.next_break.at) == pytest.approx((1.1364, 1.3636), abs=1e-4)
    onwards = plan_growth(resources)
    assert [row.addition.resource for row in onwards.rows] == ["power", "cooling", "power"]
    assert (onwards.stuck, onwards.next_break.resource) == ("storage", "storage")
    assert onwards.next_break.at == pytest.approx(1.4085, abs=1e-4)


def test_unknown_is_named_and_never_zero():
    resources = [Resource("power", None, 0, 5), Resource("storage", 10, None, 5), Resource("silicon", 10, 0, 8)]
    found = find_breaks(resources)
    assert found.unknown == ("power", "storage")
    assert [item.resource for item in found.ranked] == ["silicon"]
    assert fullest(resources).name == "silicon"
    assert breaks_at(None, 0, 1) is None
    assert resources[0].utilisation is None
    assert plan_growth(resources).unknown == ("power", "storage")
    assert first_break(resources[:2]) is None
    assert fullest(resources[:2]) is None


@pytest.mark.parametrize(
    ("allocatable", "fixed", "variable", "at"),
    [
        (10, 2, 4, 2),
        (10, 10, 4, 0),
        (10, 12, 4, 0),  # over without any load
        (10, 2, 0, inf),  # never
        (10, 12, 0, 0),  # over, and not by growth
        (0, 0, 0, inf),
        (0, 0, 1, 0),
    ],
)
def test_where_a_resource_is_full(allocatable, fixed, variable, at):
    assert breaks_at(allocatable, fixed, variable) == at


def test_the_fullest_of_equals_is_the_cheapest_to_lift():
    dear = Resource("a", 10, 0, 8, Step("dear", 1, priced(100)))
    unpriced = Resource("b", 10, 8, 0, Step("unpriced", 1))
    cheap = Resource("c", 5, 2, 2, Step("cheap", 1, priced(10)))
    assert fullest([dear, unpriced, cheap]).name == "c"
    assert fullest([unpriced, replace(dear, step=None)]).name == "b"
    assert Resource("none", 0, 0, 1).utilisation == inf
    assert Resource("none", 0, 0, 0).utilisation == 0


def test_whole_steps():
    assert lift_steps(5000, 0, 4400, 1000, 1.3) == 1
    assert lift_steps(5000, 0, 4400, 1000, 1.1) == 0
    assert lift_steps(0.3, 0, 0.1, 0.1, 7) == 4  # 0.7 − 0.3 in steps of 0.1, and no fifth by rounding
    assert lift_steps(10, 5, 0, 1, 100) == 0


# A host of 8 accelerators draws 10 kW; a power module of 25 kW, a cooling unit of 20 kW that draws 1 kW.
HOST = Step("host", 8, PriceRange(200, 250, 300), {"power": 10, "cooling": 10})
HALL = [
    Resource("silicon", 80, 0, 60, HOST),
    Resource("power", 130, 100, 0, Step("module", 25, PriceRange(30, 40, 60))),
    Resource("cooling", 115, 100, 0, Step("unit", 20, PriceRange(10, 20, 30), {"power": 1})),
]


def test_a_lift_pays_for_what_it_drags_along():
    """Twice the load is 120 accelerators: 5 hosts, 50 kW; 2 cooling units with 2 kW; 22 kW short: 1 module."""
    found = lift(HALL, "silicon", 2)
    assert [(item.resource, item.steps) for item in found.additions] == [("silicon", 5), ("power", 1), ("cooling", 2)]
    assert found.additions[0].dragged == {"power": 50, "cooling": 50}
    assert found.cost.usd == PriceRange(5 * 200 + 30 + 2 * 10, 5 * 250 + 40 + 2 * 20, 5 * 300 + 60 + 2 * 30)
    assert found.next_break.at == pytest.approx(2)
    assert found.short == ()


def test_a_lift_does_not_pay_for_what_breaks_anyhow():
    """At twice the load the network lacks 80 by itself; the hosts' ports add 5, which takes one step more."""
    network = Resource("network", 120, 0, 100, Step("leaf", 4, priced(1)))
    host = replace(HOST, drags={"network": 1})
    found = lift([Resource("silicon", 80, 0, 60, host), network], "silicon", 2)
    assert [(item.resource, item.steps) for item in found.additions] == [("silicon", 5), ("network", 2)]
    assert (found.next_break.resource, found.next_break.at) == ("network", pytest.approx(1.23))


def test_what_cannot_be_lifted_is_named():
    hall = [HALL[0], replace(HALL[1], step=None), replace(HALL[2], allocatable=None)]
    found = lift(hall, "silicon", 2)
    assert found.short == ("power", "cooling")
    assert (found.next_break.resource, found.next_break.at) == ("power", 0)
    roomy = lift([HALL[0], Resource("power", 1000, 0, 1), HALL[2]], "silicon", 2)
    assert roomy.short == ()


def test_an_unknown_price_makes_the_cost_at_least():
    plan = plan_growth([replace(HALL[0], step=Step("host", 8)), Resource("power", 100, 0, 70)], target=1.4)
    assert plan.cost.unpriced == ("host",)
    assert plan.cost.usd == priced(0)
    assert plan.rows[0].addition.cost_usd is None


def test_a_plan_stops_where_a_dragged_load_takes_over():
    """Each host gives 10 kW to cooling, which has 15 left: after the second it is over, and its unit comes next."""
    plan = plan_growth(HALL, target=2)
    first, second = plan.rows[:2]
    assert (first.addition.resource, first.at) == ("silicon", pytest.approx(80 / 60))
    assert first.addition.steps == 2
    assert first.next_break.resource == "cooling"
    assert (second.addition.resource, second.addition.steps) == ("cooling", 1)
    assert plan.next_break is None or plan.next_break.at >= 2 or len(plan.rows) == 5


def test_many_small_steps_are_one_row():
    """From 100 to 1,000,000 by ones is a row of 999,900 steps, found by halving."""
    plan = plan_growth([Resource("hosts", 100, 0, 100_000, Step("host", 1, priced(2)))], target=10)
    assert [row.addition.steps for row in plan.rows] == [999_900]
    assert plan.cost.usd.typical == 1_999_800
    assert plan.next_break.at == pytest.approx(10)


def test_rows_and_growth_end():
    seesaw = [Resource("a", 10, 0, 9, Step("a", 1)), Resource("b", 10, 0, 9, Step("b", 1))]
    assert len(plan_growth(seesaw).rows) == 5
    assert plan_growth(seesaw, most_rows=0).rows == ()
    done = plan_growth(seesaw, target=1.1)
    assert (done.rows, done.stuck, done.next_break) == ((), None, done.first_break)
    assert plan_growth([]).next_break is None


AMOUNT = st.floats(0, 1000, allow_subnormal=False)


@st.composite
def halls(draw):
    """Up to four resources with steps that may drag the ones after them."""
    names = "abcd"[: draw(st.integers(1, 4))]
    resources = []
    for place, name in enumerate(names):
        drags = {other: draw(st.floats(0, 20)) for other in names[place + 1 :] if draw(st.booleans())}
        step = Step(name, draw(st.floats(1, 100)), priced(draw(st.floats(0, 100))), drags)
        known = draw(st.integers(0, 9)) > 0
        resources.append(Resource(name, draw(AMOUNT) if known else None, draw(AMOUNT), draw(AMOUNT), step))
    return resources


@settings(max_examples=runs(30, 200), deadline=None)
@given(halls(), st.floats(1, 10))
def test_every_plan_lifts_the_first_break_by_the_least_steps(hall, target):
    plan = plan_growth(hall, target)
    assert len(plan.rows) <= 5
    present = plan.first_break
    for row in plan.rows:
        assert (row.addition.resource, row.at) == (present.resource, present.at)
        assert row.addition.steps >= 1
        present = row.next_break
    assert plan.next_break == present
    assert plan.cost.usd.typical == pytest.approx(sum(row.addition.cost_usd.typical for row in plan.rows))
    if len(plan.rows) < 5 and plan.next_break is not None:
        assert plan.next_break.at >= target * (1 - 1e-6)


@settings(max_examples=runs(30, 200), deadline=None)
@given(halls(), st.floats(1, 10))
def test_a_lifted_resource_carries_the_growth(hall, target):
    if hall[0].allocatable is None:
        return
    found = lift(hall, "a", target)
    steps = {item.resource: item.steps for item in found.additions}
    raised = hall[0].allocatable + steps.get("a", 0) * hall[0].step.amount
    assert breaks_at(raised, hall[0].fixed, hall[0].variable) >= target * (1 - 1e-6) or hall[0].fixed > raised * (
        1 - 1e-9
    )
    assert lift_steps(raised, hall[0].fixed, hall[0].variable, 1, target) == 0


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_more_of_a_resource_never_breaks_earlier(allocatable, fixed, variable, more):
    assert breaks_at(allocatable + more, fixed, variable) >= breaks_at(allocatable, fixed, variable)
    assert breaks_at(allocatable, fixed + more, variable) <= breaks_at(allocatable, fixed, variable)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: breaks_at(-1, 0, 1), "allocatable must not be negative"),
        (lambda: breaks_at(1, nan, 1), "fixed must be a finite number"),
        (lambda: breaks_at(1, 0, inf), "variable must be a finite number"),
        (lambda: lift_steps(1, 0, 1, 0, 2), "step must be above 0"),
        (lambda: lift_steps(1, 0, 1, 1e-12, 2), "more than 1e\\+09 steps of 1e-12"),
        (lambda: lift_steps(1, 0, 1, 1, -1), "target must not be negative"),
        (lambda: find_breaks([HALL[0], HALL[0]]), "silicon is named twice"),
        (lambda: find_breaks([Resource("a", -1, 0, 1)]), "allocatable of a must not be negative"),
        (lambda: find_breaks([Resource("a", 1, 0, 1, Step("s", 0))]), "step of a must be above 0"),
        (lambda: find_breaks([Resource("a", 1, 0, 1, Step("s", 1, None, {"a": 1}))]), "s takes as much of a as it"),
        (lambda: find_breaks([Resource("a", 1, 0, 1, Step("s", 1, None, {"b": -1}))]), "what s drags of b must not"),
        (lambda: find_breaks([Resource("a", 1, 0, 1, Step("s", 1, PriceRange(2, 1, 3)))]), "must rise from low"),
        (lambda: find_breaks([Resource("a", 1, 0, 1, Step("s", 1, priced(-1)))]), "price of s must not be negative"),
        (lambda: lift(HALL, "storage", 2), "There is no resource storage: there are silicon, power, cooling"),
        (lambda: lift([Resource("a", 1, 0, 1)], "a", 2), "a cannot be lifted"),
        (lambda: plan_growth([Resource("a", 1, 0, 1, Step("s", 1e-12))], 2), "more than 1e\\+09 steps"),
        (lambda: plan_growth(HALL, most_rows=-1), "most_rows must be at least 0"),
    ],
)
def test_what_cannot_be_is_refused(ask, message):
    with pytest.raises(ValueError, match=message):
        ask()


def test_steps_that_drag_each_other_without_an_end_are_refused():
    """A module needs a cooling unit, and a cooling unit two modules."""
    hall = [
        Resource("power", 10, 0, 10, Step("module", 1, None, {"cooling": 1})),
        Resource("cooling", 0, 0, 0, Step("unit", 1, None, {"power": 2})),
    ]
    with pytest.raises(ValueError, match="more than 1e\\+09 steps of 1: check what a step adds and drags"):
        lift(hall, "power", 2)


def halls():
    """Silicon of 10 at 8, growing; power of 100 kW at 96 and cooling of 100 kW at 50, filled only by what is added."""
    more = Step("PDU", 20, priced(5_000))
    return [Resource("silicon", 10, 0, 8), Resource("power", 100, 96, 0, more), Resource("cooling", 100, 50, 0)]


def test_a_single_step_pays_for_what_it_pushes_over():
    """10/8 = 1.25; one host adds 2: 12/8 = 1.5; its 10 kW take power to 106 of 100 kW, so one PDU comes with it."""
    host = Step("host", 2, PriceRange(90_000, 100_000, 120_000), {"power": 10, "cooling": 10})
    (single,) = single_steps(halls(), "silicon", [host])
    assert [(one.step, one.steps) for one in single.additions] == [("host", 1), ("PDU", 1)]
    assert single.cost.usd == PriceRange(95_000, 105_000, 125_000)
    assert (single.own, single.next_break.resource, single.next_break.at) == (1.5, "silicon", 1.5)
    assert single.short == ()


def test_the_cheapest_single_step_comes_first_and_an_unknown_price_is_not_nothing():
    steps = [
        Step("dear", 4, priced(300)),
        Step("nobody says", 8),
        Step("cheap", 1, priced(100)),
        Step("as cheap and more", 2, priced(100)),
    ]
    ranked = single_steps(halls(), "silicon", steps)
    assert [one.step.name for one in ranked] == ["as cheap and more", "cheap", "dear", "nobody says"]
    assert ranked[-1].cost.unpriced == ("nobody says",)


def test_a_step_that_overloads_what_nothing_lifts_comes_last():
    """60 kW more are too much for a cooling of 100 kW at 50, of which no step is known."""
    hot, dear = Step("hot", 2, priced(1), {"cooling": 60}), Step("dear", 2, priced(1_000_000))
    ranked = single_steps(halls(), "silicon", [hot, dear])
    assert [(one.step.name, one.short) for one in ranked] == [("dear", ()), ("hot", ("cooling",))]


def test_chain_07_the_single_step_on_power(chain_07):
    """One module of 1 MW on 5 MW for $1.2 M: power then breaks at 1.364 and cooling, at 1.205, is next."""
    case, resources = chain_07
    power = next(one for one in resources if one.name == "power")
    (single,) = single_steps(resources, "power", [power.step])
    once, near = case["expected"]["after_lifting_power"], case["tolerance"]
    assert single.own == pytest.approx(once["power_at"], abs=near)
    assert (single.next_break.resource, single.cost.usd) == ("cooling", priced(once["cost_usd"]))
    assert single.next_break.at == pytest.approx(once["next_break"], abs=near)


@pytest.mark.parametrize("name", ["cooling", "nothing"])
def test_what_never_breaks_or_is_not_there_has_no_single_step(name):
    with pytest.raises(ValueError, match=r"cannot be lifted|There is no resource"):
        single_steps(halls(), name, [Step("x", 1)])


@given(
    st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 1e5), st.floats(0.1, 1e5)), min_size=1, max_size=6),
    st.integers(0, 5),
    st.floats(0, 1e6),
)
def test_more_of_anything_never_lowers_the_first_break_and_breaks_are_in_order(rows, place, more):
    resources = [Resource(str(n), has, fixed, grows) for n, (has, fixed, grows) in enumerate(rows)]
    place %= len(resources)
    richer = [
        replace(one, allocatable=one.allocatable + more) if n == place else one for n, one in enumerate(resources)
    ]
    assert first_break(richer).at >= first_break(resources).at
    at = [one.at for one in find_breaks(resources).ranked]
    assert at == sorted(at)


@given(st.floats(1, 100), st.floats(0.1, 100), st.lists(st.floats(0.1, 50), min_size=1, max_size=5))
def test_a_single_step_never_lowers_its_own_break(has, grows, amounts):
    resources = [Resource("a", has, 0, grows)]
    steps = [Step(str(n), amount, priced(n)) for n, amount in enumerate(amounts)]
    assert all(one.own >= has / grows for one in single_steps(resources, "a", steps))


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(0, 9), st.none() | st.integers(0, 9), st.none() | st.sampled_from([0, 0, 1, 2, 3])
        ),
        max_size=8,
    )
)
def test_the_first_break_is_the_first_of_all_that_are_ranked(rows):
    resources = [Resource(f"r{place}", *row) for place, row in enumerate(rows)]
    assert first_break(resources) == find_breaks(resources).first


AMOUNTS = st.sampled_from([0.0, 1.0, 2.0, 5.0, 30.0])


@given(
    st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, st.none() | st.sampled_from([1.0, 4.0])), min_size=1, max_size=6),
    st.lists(
        st.tuples(st.sampled_from([1.0, 3.0]), st.dictionaries(st.integers(1, 7), AMOUNTS)), min_size=1, max_size=4
    ),
)
def test_single_steps_leave_what_the_search_over_all_resources_finds(rows, tried):
    resources = [
        Resource(f"r{place}", has, fixed, grows, None if own is None else Step(f"own {place}", own, priced(place)))
        for place, (has, fixed, grows, own) in enumerate(rows)
    ]
    steps = [
        Step(f"s{number}", amount, priced(number), {f"r{place}": load for place, load in drags.items()})
        for number, (amount, drags) in enumerate(tried)
    ]
    if breaks_at(*rows[0][:3]) == float("inf"):
        return
    for one in single_steps(resources, "r0", steps):
        taken = {"r0": one.step} | {r.name: r.step for r in resources[1:]}
        counts = {addition.resource: addition.steps for addition in one.additions}
        load = {r.name: sum(n * taken[name].drags.get(r.name, 0.0) for name, n in counts.items()) for r in resources}
        after = [
            replace(
                r,
                allocatable=r.allocatable + (counts[r.name] * taken[r.name].amount if r.name in counts else 0.0),
                fixed=r.fixed + load[r.name],
            )
            for r in resources
        ]
        assert one.next_break == first_break(after)
        assert one.own == breaks_at(after[0].allocatable, after[0].fixed, after[0].variable)
        assert [addition.resource for addition in one.additions] == [r.name for r in resources if r.name in counts]
