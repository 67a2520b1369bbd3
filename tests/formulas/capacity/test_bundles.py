"""Shares of several capacities at once: the least fraction counts, and what nobody can use goes back."""

from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.formulas.capacity.bundles import allocate_bundles
from designer.formulas.capacity.sharing import Claim, allocate
from tests.long_runs import runs

# A millionth of a device is nothing that anybody asks for, and below it sums lose its digits.
AMOUNT = st.one_of(st.integers(0, 50).map(float), st.floats(1e-6, 100))


@st.composite
def ledgers(draw):
    """Capacities and claims of up to four works on up to three resources; some residents, shares, elastic ones."""
    resources = ["gpu", "cpu", "ram"][: draw(st.integers(1, 3))]
    claims = {resource: [] for resource in resources}
    for place in range(draw(st.integers(1, 4))):
        elastic = draw(st.booleans())
        for resource in resources:
            kind = draw(st.sampled_from(["rate", "rate", "rate", "share", "resident", "all", "absent"]))
            if kind == "absent":
                continue
            demand = None if kind == "all" and elastic else draw(AMOUNT)
            share = draw(st.floats(0, 1)) if kind == "share" else None
            claim = Claim(f"w{place}", demand, share, elastic, resident=kind == "resident")
            claims[resource].append(claim)
    return {resource: draw(AMOUNT) for resource in resources}, claims


def test_what_the_others_hold_unused_goes_back():
    """The CPU holds A to 0.5, so it uses 5 of its 8 GPUs, and B, which had 8 of 16, gets 11."""
    claims = {"gpu": [Claim("A", 10), Claim("B", 10)], "cpu": [Claim("A", 100)]}
    found = allocate_bundles({"gpu": 16, "cpu": 50}, {}, claims)
    assert found.fractions == pytest.approx({"A": 0.5, "B": 1})
    a, b = found.bundles
    assert a.granted == pytest.approx({"gpu": 5, "cpu": 50})
    assert b.granted == pytest.approx({"gpu": 10})
    assert (a.binding, b.binding) == ("cpu", None)
    assert found.idle == pytest.approx({"gpu": 1, "cpu": 0})
    assert found.rows["gpu"].granted == {"A": 8, "B": 8}


def test_what_goes_back_goes_to_those_who_can_use_it():
    """A has no CPU at all: B gets all the GPUs, and none are left with A."""
    claims = {"gpu": [Claim("A", 10), Claim("B", 10)], "cpu": [Claim("A", 4)]}
    found = allocate_bundles({"gpu": 10, "cpu": 0}, {}, claims)
    assert found.fractions == {"A": 0, "B": 1}
    assert found.bundles[0].granted == {"gpu": 0, "cpu": 0}


def test_work_whose_resident_part_does_not_fit_serves_nothing():
    claims = {"gpu": [Claim("A", 4), Claim("B", 8)], "memory": [Claim("A", 200, resident=True)]}
    found = allocate_bundles({"gpu": 8, "memory": 100}, {}, claims)
    assert found.fractions == {"A": 0, "B": 1}
    assert found.bundles[0].binding == "memory"
    assert found.rows["memory"].unfit[0].missing == 100


def test_a_share_limits_the_second_round_too():
    """Half of the GPUs is the limit of A although B leaves all of its own."""
    claims = {"gpu": [Claim("A", 10, 0.5), Claim("B", 10)], "cpu": [Claim("A", 1), Claim("B", 1)]}
    found = allocate_bundles({"gpu": 10, "cpu": 1}, {"cpu": 0}, claims)
    assert found.fractions["A"] <= 0.5
    assert found.bundles[0].granted["gpu"] <= 5


def test_work_that_takes_all_it_is_given_has_no_fraction():
    claims = {"gpu": [Claim("job", elastic=True), Claim("serving", 3)], "cpu": [Claim("job", elastic=True)]}
    found = allocate_bundles({"gpu": 8, "cpu": 64}, {"cpu": 4}, claims)
    assert found.fractions == {"job": None, "serving": 1}
    assert found.bundles[0].granted == {"gpu": 5, "cpu": 60}


def test_reserves_and_claims_need_a_capacity():
    with pytest.raises(ValueError, match="ram has no capacity"):
        allocate_bundles({"cpu": 1}, {}, {"ram": [Claim("a", 1)]})
    with pytest.raises(ValueError, match="gpu has no capacity"):
        allocate_bundles({"cpu": 1}, {"gpu": 1}, {})


@settings(max_examples=runs(30, 300), deadline=None)
@given(ledgers())
def test_every_division_keeps_the_promises(ledger):
    capacities, claims = ledger
    found = allocate_bundles(capacities, {}, claims)
    by_name = {bundle.name: bundle for bundle in found.bundles}
    asked = {(resource, claim.name): claim for resource, row in claims.items() for claim in row}
    for resource, capacity in capacities.items():
        granted = fsum(bundle.granted.get(resource, 0) for bundle in found.bundles)
        assert granted + found.idle[resource] + found.rows[resource].held == pytest.approx(capacity, rel=1e-9)
    for (resource, name), claim in asked.items():
        bundle = by_name[name]
        if claim.demand and not claim.resident:
            assert bundle.granted[resource] == pytest.approx(bundle.fraction * claim.demand, rel=1e-9, abs=1e-9)
        if claim.share is not None:
            row = found.rows[resource]
            share = next(grant.share for grant in row.grants if grant.name == name)
            assert bundle.granted[resource] <= share * row.allocatable * (1 + 1e-9) + 1e-9
    for bundle in found.bundles:
        ratios = [
            found.rows[resource].granted[name] / claim.demand
            for (resource, name), claim in asked.items()
            if name == bundle.name and claim.demand
        ]
        if ratios:
            # The second round takes nothing from what the first allows.
            assert min(1, *ratios) <= bundle.fraction * (1 + 1e-9) <= 1 + 2e-9
            assert (bundle.binding is None) == (bundle.fraction >= 1 - 1e-9)
        else:
            assert bundle.fraction is None


@settings(max_examples=runs(25, 150), deadline=None)
@given(ledgers())
def test_the_order_of_resources_and_of_work_changes_nothing(ledger):
    capacities, claims = ledger
    claims = {resource: [replace(claim, resident=False) for claim in row] for resource, row in claims.items()}
    found = allocate_bundles(capacities, {}, claims)
    turned = allocate_bundles(
        dict(reversed(capacities.items())), {}, {resource: row[::-1] for resource, row in claims.items()}
    )
    assert turned.fractions.keys() == found.fractions.keys()
    for name, fraction in found.fractions.items():
        near = None if fraction is None else pytest.approx(fraction, rel=1e-6, abs=1e-9)
        assert turned.fractions[name] == near


@settings(max_examples=runs(25, 150), deadline=None)
@given(AMOUNT, st.lists(AMOUNT, min_size=1, max_size=5))
def test_one_resource_is_divided_as_by_itself(capacity, demands):
    claims = [Claim(f"w{place}", demand) for place, demand in enumerate(demands)]
    found = allocate_bundles({"gpu": capacity}, {}, {"gpu": claims})
    alone = allocate(capacity, 0, claims)
    for bundle in found.bundles:
        assert bundle.granted["gpu"] == pytest.approx(alone.granted[bundle.name], rel=1e-9, abs=1e-9)


@settings(max_examples=runs(30, 200), deadline=None)
@given(ledgers(), st.floats(0, 1))
def test_without_giving_back_less_of_one_resource_raises_no_fraction(ledger, part):
    capacities, claims = ledger
    resource = next(iter(capacities))
    more = allocate_bundles(capacities, {}, claims, give_back=False)
    less = allocate_bundles({**capacities, resource: capacities[resource] * part}, {}, claims, give_back=False)
    for name, fraction in less.fractions.items():
        assert (fraction is None) == (more.fractions[name] is None)
        assert (fraction or 0) <= (more.fractions[name] or 0) + 1e-8


def test_giving_back_may_lower_a_neighbour_when_a_resource_grows():
    """With 2 CPUs A uses 2 GPUs and B has 8; with 5 CPUs A uses its 5 and B has its own 5 again."""
    claims = {"gpu": [Claim("A", 10), Claim("B", 10)], "cpu": [Claim("A", 10)]}
    scarce = allocate_bundles({"gpu": 10, "cpu": 2}, {}, claims)
    ample = allocate_bundles({"gpu": 10, "cpu": 5}, {}, claims)
    assert scarce.fractions == pytest.approx({"A": 0.2, "B": 0.8})
    assert ample.fractions == pytest.approx({"A": 0.5, "B": 0.5})
    assert scarce.bundles[0].binding == "cpu"
    alone = allocate_bundles({"gpu": 10, "cpu": 2}, {}, claims, give_back=False)
    assert alone.fractions == pytest.approx({"A": 0.2, "B": 0.5})
    assert (alone.bundles[0].binding, alone.bundles[1].binding) == ("cpu", "gpu")
    assert alone.idle["gpu"] == pytest.approx(3)
