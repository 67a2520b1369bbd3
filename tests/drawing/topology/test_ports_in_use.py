"""Ports that tiles say are in use: the very numbers of `ports_taken`, whatever the spread of the links."""

import pytest
from msgspec.structs import replace

from designer.catalog.reading import read_library
from designer.drawing.topology.topology import draw_topology
from designer.drawing.topology.wiring import rewired, wiring
from designer.edit.templates.templates import build_template
from designer.model.network.port_occupancy import ports_taken


@pytest.mark.parametrize("joined", ["Each to each", "In a ring"])
@pytest.mark.parametrize("drawn", ["Router by router", "One group with copies"])
def test_a_dragonfly_fills_its_routers_and_no_more(joined, drawn):
    """a = 4, p = h = 2: 2 + 3 + 2 ports of a router; in a ring those have them that are joined to either side."""
    values = {"groups": joined, "drawn": drawn}
    design = build_template("dragonfly", read_library(), values)
    found = wiring(design).taken
    assert found == ports_taken(design)
    assert max(found.values()) == 7
    said = {tile.subtitle for tile in draw_topology(design).tiles}
    assert not any("too many" in words for words in said)


def test_a_link_that_is_changed_takes_its_ports_along():
    """Two cables for each of 36 pairs of groups instead of one, then none at all."""
    design = build_template("dragonfly", read_library(), {"drawn": "One group with copies"})
    twice = replace(design, links=design.links | {"global": replace(design.links["global"], cables=72)})
    assert rewired(wiring(design), design, twice, ["global"]).taken == ports_taken(twice)
    without = replace(design, links={key: link for key, link in design.links.items() if key != "global"})
    assert rewired(wiring(twice), twice, without, ["global"]).taken == ports_taken(without)
