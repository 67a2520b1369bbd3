"""The optimum of a fabric equals the cheapest of all fabrics, enumerated one by one, on random small needs."""

import random
from math import inf

import pytest

from designer.catalog.library import Library
from designer.explore.optimise.fabric import bill_usd, optimise_fabric
from designer.explore.optimise.needs import read_fabric_need
from tests.explore.optimise.enumeration import Small, cheapest
from tests.explore.optimise.small_catalog import small_catalog


@pytest.fixture
def small(library: Library) -> Library:
    return small_catalog(library)


def _need(seed: int) -> Small:
    draw = random.Random(seed)
    return Small(
        nodes=draw.randint(2, 10),
        links=draw.choice((1, 2, 2, 3, 4)),
        oversubscription=draw.choice((1.0, 1.0, 1.5, 2.0, 3.0)),
        survive=draw.random() < 0.5,
        rack_w=draw.choice((3_000.0, 4_500.0, 8_000.0, 20_000.0)),
        row=draw.choice((2, 3, 6, 12)),
        racked=draw.random() < 0.4,
    )


def _large(seed: int) -> Small:
    """Return a need that two tiers of the small switch do not reach."""
    draw = random.Random(seed)
    return Small(
        nodes=draw.randint(10, 13),
        links=2,
        oversubscription=1.0,
        survive=draw.random() < 0.5,
        rack_w=draw.choice((3_000.0, 8_000.0)),
        row=draw.choice((3, 6)),
        racked=draw.random() < 0.5,
        switch="test/six",
    )


@pytest.mark.parametrize("seed", range(30))
def test_the_optimum_is_the_cheapest_of_all(seed: int, small: Library) -> None:
    _compare(_need(seed), small)


@pytest.mark.parametrize("seed", range(6))
def test_three_tiers_are_the_cheapest_of_all(seed: int, small: Library) -> None:
    assert _compare(_large(seed), small) == 3


def _compare(need: Small, small: Library) -> int | None:
    """Hold the optimum of NEED against enumeration; returns its tiers, None where nothing meets the need."""
    found = optimise_fabric(
        small,
        read_fabric_need(
            small,
            {
                "nodes": str(need.nodes),
                "links_per_node": str(need.links),
                "oversubscription": str(need.oversubscription),
                "survive": "switch" if need.survive else "none",
                "kw_per_rack": str(need.rack_w / 1_000),
                "racks_per_row": str(need.row),
                "host": "test/server" if need.racked else "",
                "switch": need.switch,
            },
        ),
    )
    least = cheapest(need)
    if least == inf:
        assert found.cost is None
        assert found.collision is not None
        return None
    assert found.cost == pytest.approx(least, abs=0.01)
    assert found.bound == pytest.approx(least, rel=1e-6)
    assert found.proven
    assert found.design is not None
    assert bill_usd(found.design, small)[1] == pytest.approx(least, abs=0.01)
    return int(found.chosen["tiers"])
