"""The cable schedule: safe in every spreadsheet, every cable once, and the bill that moves with the racks."""

import csv
import io
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.counts import counts
from designer.analysis.rooms.cables import cable_plan
from designer.analysis.run import analyze
from designer.catalog.parts.compatibility import cable_ends
from designer.export.bills.bill import bill_of
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.cable_schedule_files import write_cables
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Part, Price
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY


def pod(leaf_at: FloorPlace | None, *, name: str = "Leaf") -> Design:
    nodes = (
        Node(id="r0", kind="rack", order=0, floor=FloorPlace(x_mm=0, y_mm=0) if leaf_at else None),
        Node(id="r1", kind="rack", order=1, floor=leaf_at),
        Node(id="dgx", kind="server", part="nvidia/dgx-h100", parent="r0", copies=2, order=2, rack=RackPlace(u=1)),
        Node(id="leaf", kind="switch", name=name, part="nvidia/qm9700", parent="r1", order=3, rack=RackPlace(u=30)),
    )
    rails = Link(id="rails", a="dgx", b="leaf", medium="fabric", cables=16, a_port="fabric", b_port="ports")
    return LIBRARY.embedded(Design(nodes={n.id: n for n in nodes}, links={"rails": rails}))


def capex(design: Design) -> float:
    cost = analyze(design, only=("power", "cost"), library=LIBRARY).cost
    assert cost is not None
    assert cost.capex_usd.value is not None
    return cost.capex_usd.value


def test_a_moved_rack_takes_lengths_types_prices_and_the_bill_along():
    near, far = pod(FloorPlace(x_mm=3_000, y_mm=0)), pod(FloorPlace(x_mm=30_000, y_mm=0))
    lengths = [{line.stock_m for line in cable_schedule(design, LIBRARY.parts).lines()} for design in (near, far)]
    # 3 m or 30 m along, 2.52 and 2.17 m up from the systems, 1.39 m down to the leaf, 5% and 1 m more.
    assert lengths == [{10.0}, {40.0}]
    assert capex(far) > capex(near)
    assert capex(far) - capex(near) == pytest.approx(
        sum(line.price[1] or 0.0 for line in cable_schedule(far, LIBRARY.parts).lines())
        - sum(line.price[1] or 0.0 for line in cable_schedule(near, LIBRARY.parts).lines())
    )
    names = [line.name for line in bill_of(far, analyze(far, only=("power", "cost"), library=LIBRARY)).lines]
    assert "MFP7E10 multimode fibre, 40 m" in names
    assert not any("type not chosen" in name for name in names)


def cables_and_optics(design: Design) -> dict[str, int]:
    results = analyze(design, only=("power", "cost"), library=LIBRARY)
    return {line.name: line.quantity for line in bill_of(design, results).lines if line.kind in {"cable", "optic"}}


# 16 cables between two systems with four twin-port cages each and a leaf with eight: 8 optics at either end.
OF_TWENTY_METRES = {
    "MFP7E10 multimode fibre, 20 m": 16,
    "MMA4Z00-NS 800G 2xSR4 twin-port": 8,
    "MMA4Z00-NS-FLT 800G 2xSR4 flat-top": 8,
}


def test_a_design_without_places_has_the_types_of_the_assumed_length_and_none_where_nothing_is_on_hand():
    design = pod(None)
    assert analyze(design, only=("power", "cost"), library=LIBRARY).cables is None
    assert cables_and_optics(design) == OF_TWENTY_METRES
    alone = bill_of(design, analyze(design, only=("power", "cost")))
    assert {line.name: line.quantity for line in alone.lines}["Fabric cable 400G (type not chosen)"] == 16
    assert "Fabric cable 400G (type not chosen): price" in alone.total_usd.missing


def test_a_link_with_one_end_on_the_floor_has_no_route_and_the_assumed_length():
    design = pod(FloorPlace(x_mm=3_000, y_mm=0))
    racks = {**design.nodes, "r0": replace(design.nodes["r0"], floor=None)}
    assert cables_and_optics(replace(design, nodes=racks)) == OF_TWENTY_METRES


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path):
    design = pod(FloorPlace(x_mm=3_000, y_mm=0), name='=HYPERLINK("x")')
    schedule = cable_schedule(design, LIBRARY.parts)
    write_cables(tmp_path / "c.csv", schedule)
    text = (tmp_path / "c.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text.split("\r\n\r\n", 1)[0])))
    assert {row["To name"] for row in rows} == {'\'=HYPERLINK("x")'}
    write_cables(tmp_path / "c.xlsx", schedule)
    with ZipFile(tmp_path / "c.xlsx") as book:
        sheets = [book.read(one) for one in book.namelist() if one.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_labels_follow_rack_unit_and_port_and_do_not_change_when_racks_move():
    near, far = (
        [line.label for line in cable_schedule(pod(FloorPlace(x_mm=x, y_mm=0)), LIBRARY.parts).lines()]
        for x in (3_000, 30_000)
    )
    assert near == far
    assert near[0] == "dgx 1 fabric 1, r0 U01 / Leaf ports 1, r1 U30"
    assert near[15] == "dgx 2 fabric 8, r0 U09 / Leaf ports 16, r1 U30"


def test_another_suffix_is_refused(tmp_path: Path):
    with pytest.raises(RefusedInput, match=r"\.csv, \.xlsx, \.json"):
        write_cables(tmp_path / "c.pdf", cable_schedule(pod(None), LIBRARY.parts))


@st.composite
def designs(draw: st.DrawFn) -> Design:
    nodes = {}
    for k in range(draw(st.integers(1, 4))):
        part = draw(st.sampled_from(("nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn4600c", "generic/host")))
        placed = draw(st.booleans())
        floor = FloorPlace(x_mm=k * 700.0, y_mm=0) if placed else None
        nodes[f"r{k}"] = Node(id=f"r{k}", kind="rack", copies=draw(st.integers(1, 2)), order=k, floor=floor)
        nodes[f"n{k}"] = Node(
            id=f"n{k}",
            kind=LIBRARY.parts[part].kind,
            part=part,
            parent=f"r{k}",
            copies=draw(st.integers(1, 3)),
            order=9 + k,
            rack=draw(st.sampled_from((None, RackPlace(u=1)))),
        )
    ends = st.sampled_from([name for name in nodes if name.startswith("n")])
    links = {
        f"l{k}": Link(
            id=f"l{k}",
            a=draw(ends),
            b=draw(ends),
            cables=draw(st.integers(1, 9)),
            medium=draw(st.sampled_from(("fabric", "storage", "management", "power", "runs_on"))),
            spread=draw(st.sampled_from(("even", "mesh", "pairwise"))),
            length_m=draw(st.sampled_from((None, 4.0))),
            cable_part=draw(st.sampled_from((None, "nvidia/mfp7e30-smf", "generic/cat6a", "nvidia/mma4z00-ns"))),
        )
        for k in range(draw(st.integers(0, 4)))
    }
    return LIBRARY.embedded(Design(nodes=nodes, links=links))


@settings(deadline=None)
@given(designs())
def test_every_cable_is_listed_once_and_bought_once(design: Design):
    schedule = cable_schedule(design, LIBRARY.parts)
    lines = list(schedule.lines())
    assert Counter(line.link for line in lines) == Counter(counts(design).cables_by_link)
    assert len({line.label for line in lines}) == len(lines)
    for line in lines:
        assert line.length_m is None or line.length_m > 0
    results = analyze(design, only=("power", "cost"), library=LIBRARY)
    assert results.cost is not None
    cables = [line for line in results.cost.lines if line.kind == "cable"]
    own = own_optics(design)
    least = sum(line.quantity for line in cables) + own
    most = sum(line.quantity * links_of(LIBRARY.parts.get(line.part)) for line in cables) + own
    assert least <= len(lines) <= most


def links_of(part: Part | None) -> int:
    """How many links one such cable holds, at most."""
    return max((end.plugs for end in cable_ends(part)), default=1) if part is not None else 1


def own_optics(design: Design) -> int:
    """Cables for which the person chose an optic: it is bought instead of a cable."""
    return sum(
        counts(design).cables_by_link.get(link.id, 0)
        for link in design.links.values()
        if link.cable_part == "nvidia/mma4z00-ns"
    )


def test_where_nobody_said_what_is_on_hand_no_type_is_looked_for_and_none_is_missed():
    design = pod(FloorPlace(x_mm=3_000, y_mm=0))
    cables = analyze(design, only=("power", "cost")).cables
    assert cables is not None
    assert (cables.by_link["rails"].typed, cables.troubles, cables.purchases) == (0, (), ())
    assert cables.by_link["rails"].least_m == pytest.approx((3 + 2.1669 + 1.3887) * 1.05 + 1, abs=0.001)


def test_a_new_price_needs_no_new_routes_and_is_in_the_cost():
    design = pod(FloorPlace(x_mm=3_000, y_mm=0))
    before = cable_plan(design, LIBRARY.parts)
    price = Price(low=1.0, typical=1.0, high=1.0, basis="user")
    book = PriceBook(prices={"nvidia/mfp7e30-smf": (price,)})
    priced = replace(design, settings=replace(design.settings, prices=book))
    after = cable_plan(priced, LIBRARY.parts, before)
    assert after.sockets is before.sockets
    assert after.result == cable_plan(priced, LIBRARY.parts).result


def test_every_cable_has_one_short_name_that_no_other_has():
    lines = list(cable_schedule(pod(FloorPlace(x_mm=3_000, y_mm=0)), LIBRARY.parts).lines())
    assert len({line.id for line in lines}) == len(lines)
    assert lines[0].id == "F-0001"
    assert all(line.id[0] == {"fabric": "F", "power": "P"}.get(line.medium, line.id[0]) for line in lines)
