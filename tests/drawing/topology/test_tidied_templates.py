"""Every template in tiers: no wire behind a tile, and over all of them about as few crossings and bends as ELK's."""

import numpy as np
import pytest

from designer.catalog.library import Library
from designer.drawing.topology.topology import draw_topology
from designer.edit.layouts.tidy import tidy
from tests.bench.tangles import MOST, cases, counted, elk, routes_of


@pytest.fixture(scope="module")
def drawings(library: Library):
    return {name: draw_topology(tidy(design).applied(design)) for name, design in cases(library)}


def test_no_wire_runs_behind_a_tile(drawings):
    for name, drawing in drawings.items():
        boxes, rows = np.asarray(drawing.boxes), drawing.tile_index
        for wire, route in zip(drawing.wires, routes_of(drawing), strict=True):
            points = np.array(route)
            low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
            behind = (low[:, None] < boxes[None, :, 2:] - 1).all(axis=2) & (high[:, None] > boxes[None, :, :2] + 1).all(
                axis=2
            )
            behind[:, [rows[end] for end in (wire.a, wire.b)]] = False
            assert not behind.any(), (name, wire.id)


def test_crossings_and_bends_are_about_as_few_as_those_of_elk(drawings):
    ours = np.array([counted(routes_of(drawing)) for drawing in drawings.values()]).sum(axis=0)
    theirs = np.array([elk()[name] for name in drawings]).sum(axis=0)
    assert (ours <= MOST * theirs).all(), (ours, theirs)
