"""Traffic laid between switches alone, twins once, is what is laid destination by destination."""

import numpy as np
import pytest

from designer.analysis.network import ecmp
from designer.analysis.network.copy_groups import Grouped, grouped
from designer.analysis.network.ecmp import Demand, laid_one_by_one
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.network_context import survey_of
from designer.analysis.routing.single_homed import gathered, twins_of, without_hanging
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from tests.analysis.routing.panels import cables, design, host, leaf_spine, switch
from tests.shipped import LIBRARY


def network_of(found: Design) -> tuple[Fabric, Grouped, np.ndarray]:
    survey = survey_of(found)
    fabric = survey.fabric(("fabric",))
    assert fabric is not None
    ends = fabric.vertices(survey.roster.endpoints(("fabric",)))
    sort = np.full(fabric.size, -1, dtype=np.int64)
    sort[ends] = 0
    return fabric, grouped(fabric, sort), ends


def alike(found: Design, seed: int) -> None:
    _, network, ends = network_of(found)
    chance = np.random.default_rng(seed)
    takes = np.bincount(network.at[ends], minlength=network.size).astype(np.float64)
    sends = np.stack([takes * chance.random(), takes * (chance.random(network.size) if seed else 1.0)])
    demand = Demand(sends, takes)
    between = ecmp.between_switches(network, demand)
    assert between is not None
    whole = laid_one_by_one(network, demand, demand.destinations())
    assert np.allclose(between.up, whole.up, rtol=1e-9, atol=1e-9)
    assert np.allclose(between.down, whole.down, rtol=1e-9, atol=1e-9)
    assert between.total == pytest.approx(whole.total)
    assert between.lost == whole.lost == 0


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("order", ["In order", "In turn"])
def test_on_a_dragonfly_with_routers_that_have_no_global_cable(seed: int, order: str) -> None:
    alike(build_template("dragonfly", LIBRARY, {"a": "8", "p": "3", "h": "4", "g": "7", "order": order}), seed)


@pytest.mark.parametrize("seed", [0, 1])
def test_on_a_leaf_spine(seed: int) -> None:
    alike(leaf_spine(panels=0), seed)


def test_machines_with_two_ways_out_and_pieces_are_left_to_the_other_way() -> None:
    twice = design(
        host("host", 4, 2),
        switch("left"),
        switch("right"),
        cables("a", "host", "left", 4),
        cables("b", "host", "right", 4),
    )
    apart = design(
        host("one", 2),
        host("two", 2),
        switch("left"),
        switch("right"),
        cables("a", "one", "left", 2),
        cables("b", "two", "right", 2),
    )
    for found in (twice, apart):
        _, network, ends = network_of(found)
        takes = np.bincount(network.at[ends], minlength=network.size).astype(np.float64)
        assert ecmp.between_switches(network, Demand(takes[None, :], takes)) is None


def test_switches_that_are_joined_alike_are_one_destination() -> None:
    found = build_template("dragonfly", LIBRARY, {"a": "8", "p": "3", "h": "4", "g": "7"})
    _, network, ends = network_of(found)
    takes = np.bincount(network.at[ends], minlength=network.size).astype(np.float64)
    hanging = without_hanging(network, takes > 0)
    assert hanging is not None
    assert hanging.core.size == 56
    twins = twins_of(hanging.core, gathered(hanging, takes[None, :]))
    assert twins is not None
    # Six cables leave each group from two of its routers; the other six stand for each other: 7 · (2 + 1).
    assert np.unique(twins.vertex).size == 21
