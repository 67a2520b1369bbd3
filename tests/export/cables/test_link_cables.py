"""How the cables of one link run: as the whole schedule has them, and fresh when a rack moves."""

from collections import Counter

import pytest
from msgspec.structs import replace

from designer.edit.templates.templates import build_template
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.link_cables import link_run
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace
from tests.shipped import LIBRARY


def test_every_link_of_a_superpod_runs_as_the_schedule_has_it() -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    lines = list(cable_schedule(design, LIBRARY.parts).lines())
    for link_id in design.links:
        own = [line for line in lines if line.link == link_id]
        run = link_run(design, link_id, LIBRARY.parts)
        assert run is not None
        lengths = [line.length_m for line in own if line.length_m is not None]
        assert (run.least_m, run.most_m) == pytest.approx((min(lengths), max(lengths)))
        assert run.length.value == pytest.approx(sum(lengths) / len(lengths))
        wanted = Counter((line.part_name, line.stock_m) for line in own if line.part)
        assert {(one.name, one.stock_m): one.cables for one in run.types} == wanted
        if run.price is not None and run.price.known and not run.price.missing:
            assert run.price.value == pytest.approx(sum(line.price[1] or 0.0 for line in own))
        assert dict(run.ways) == Counter(line.route for line in own if line.route)


def row_of_racks(x_mm: float) -> Design:
    """Copies of a row that stand as far apart as their racks reach, joined to one rack beside them."""
    place = FloorPlace(x_mm=0, y_mm=0)
    nodes = (
        Node(id="hall", kind="room", order=0),
        Node(id="row", kind="row", parent="hall", copies=2, order=1, floor=place),
        Node(id="rack", kind="rack", parent="row", copies=3, order=2, floor=place),
        Node(id="more", kind="rack", parent="row", copies=2, order=3, floor=FloorPlace(x_mm=1_800, y_mm=0)),
        Node(id="dgx", kind="server", part="nvidia/dgx-h100", parent="rack", order=4, rack=RackPlace(u=1)),
        Node(id="net", kind="rack", parent="hall", order=5, floor=FloorPlace(x_mm=x_mm, y_mm=0)),
        Node(id="leaf", kind="switch", part="nvidia/qm9700", parent="net", order=6, rack=RackPlace(u=30)),
    )
    rails = Link(id="rails", a="dgx", b="leaf", medium="fabric", cables=48, a_port="fabric", b_port="ports")
    return LIBRARY.embedded(Design(nodes={one.id: one for one in nodes}, links={"rails": rails}))


@pytest.mark.parametrize("x_mm", [8_000.0, 30_000.0])
def test_copies_of_a_row_stand_where_they_do_in_the_whole_design(x_mm: float) -> None:
    design = row_of_racks(x_mm)
    lengths = [line.length_m or 0.0 for line in cable_schedule(design, LIBRARY.parts).lines()]
    run = link_run(design, "rails", LIBRARY.parts)
    assert run is not None
    assert (run.least_m, run.most_m) == pytest.approx((min(lengths), max(lengths)))
    assert sum(one.cables for one in run.types) == 48


def test_without_places_or_cables_there_is_nothing_to_say() -> None:
    design = row_of_racks(8_000.0)
    bare = replace(design, nodes={one.id: replace(one, floor=None) for one in design.nodes.values()})
    assert link_run(bare, "rails", LIBRARY.parts) is None
    assert link_run(design, "no-such-link", LIBRARY.parts) is None
