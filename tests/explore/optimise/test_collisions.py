"""Wishes that collide: the fewest of them, each of them needed, with what to take back."""

import random
from itertools import combinations

import pytest

from designer.catalog.library import Library
from designer.explore.optimise.collisions import fabric_collision, smallest_collision
from designer.explore.optimise.fabric import optimise_fabric
from designer.explore.optimise.needs import read_fabric_need, wishes_of, without
from designer.explore.optimise.records import Collision
from tests.explore.optimise.small_catalog import small_catalog


@pytest.mark.parametrize("seed", range(40))
def test_the_fewest_are_found_among_random_collisions(seed: int) -> None:
    """Random sets collide; the answer is of the least size that any brute force finds, and is one of them."""
    draw = random.Random(seed)
    names = tuple("abcdefg")
    bad = [frozenset(draw.sample(names, draw.randint(1, 4))) for _ in range(draw.randint(0, 4))]

    def holds(some: frozenset[str]) -> bool:
        return not any(one <= some for one in bad)

    found = smallest_collision(names, holds)
    every = [some for size in range(8) for some in combinations(names, size) if not holds(frozenset(some))]
    if not every:
        assert found is None
        return
    assert found is not None
    assert len(found) == len(every[0])
    assert not holds(frozenset(found))
    assert all(holds(frozenset(found) - {one}) for one in found)


def _collision(library: Library, **settings: str) -> Collision:
    found = optimise_fabric(library, read_fabric_need(library, settings))
    assert found.design is None
    assert found.collision is not None
    return found.collision


def test_one_link_and_the_loss_of_a_switch(library: Library) -> None:
    found = _collision(library, links_per_node="1", survive="switch", nodes="16")
    assert set(found.wishes) == {"survive", "links_per_node"}
    assert any("cut off" in reason for reason in found.reasons)
    assert any("survive=none" in way for way in found.relax)


def test_a_switch_that_speaks_another_protocol(library: Library) -> None:
    assert set(_collision(library, switch="nvidia/qm9790", protocol="ethernet").wishes) == {"switch", "protocol"}


def test_a_switch_whose_draw_is_not_known(library: Library) -> None:
    found = _collision(library, switch="cisco/n9364d-gx2a")
    assert set(found.wishes) == {"switch", "kw_per_rack"}
    assert any("not known" in reason for reason in found.reasons)


def test_a_rate_that_no_switch_has(library: Library) -> None:
    assert _collision(library, rate_gbps="123").wishes == ("rate_gbps",)


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"nodes": "9", "links_per_node": "2", "budget_usd": "20000"}, marks=pytest.mark.long),
        pytest.param({"nodes": "200", "links_per_node": "2", "tiers": "2"}, marks=pytest.mark.long),
        {"nodes": "6", "links_per_node": "1", "survive": "switch", "tiers": "1"},
        pytest.param(
            {"nodes": "4", "links_per_node": "2", "host": "test/server", "kw_per_rack": "2"}, marks=pytest.mark.long
        ),
        pytest.param(
            {"nodes": "20", "links_per_node": "2", "tiers": "1", "switch": "test/six"}, marks=pytest.mark.long
        ),
    ],
)
def test_each_wish_is_needed_and_no_smaller_set_collides(settings: dict[str, str], library: Library) -> None:
    small = small_catalog(library)
    need = read_fabric_need(small, {**settings, "rate_gbps": "400"})
    found = fabric_collision(small, need)
    assert found is not None
    every = wishes_of(need)

    def meets(kept: tuple[str, ...]) -> bool:
        left = tuple(name for name in every if name not in kept)
        return any(optimise_fabric(small, one).design is not None for one in without(need, left))

    assert not meets(found.wishes)
    for size in range(len(found.wishes)):
        for some in combinations(every, size):
            assert meets(some), f"{some} collide already"
