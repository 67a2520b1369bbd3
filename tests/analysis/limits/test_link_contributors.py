"""Who fills a link: by hand, and the sum of all flows against the load."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from designer.analysis.limits.link_contributors import fillers
from designer.analysis.network.bandwidth import network
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput
from tests.analysis.conftest import drawn, fat_tree, superpod
from tests.analysis.network.test_network_flow import designs
from tests.long_runs import runs


def test_flows_on_one_cable():
    """Three flows meet on c: 50, 30 and 20 Gb/s."""
    design = drawn("g: host\nh: host\ni: host\nd: host\ns: switch\na: g -- s\nb: h -- s\ne: i -- s\nc: s -- d")
    asks = [FlowAsk(source=(n,), target=("d",), gbps=gbps) for n, gbps in (("g", 20.0), ("h", 50.0), ("i", 30.0))]
    found = fillers(design, asks=asks)
    row = found["c"]
    assert (row.start, row.end, row.gbps, row.others_gbps) == ("s", "d", 100.0, 0.0)
    assert [(f.source, f.target, f.gbps, f.share) for f in row.fillers] == [
        ("h", "d", 50.0, 0.5),
        ("i", "d", 30.0, 0.3),
        ("g", "d", 20.0, 0.2),
    ]
    two = fillers(design, asks=asks, link_ids=["c"], most=2)
    assert list(two) == ["c"]
    assert two["c"].others_gbps == pytest.approx(20.0)


def test_the_direction_that_is_fuller_is_told():
    """Two hosts a side send each other 200 Gb/s: of 400 one way, of 50 the other; u is the fullest link both ways."""
    design = drawn("g: host x2\nh: host x2\ns: switch\nt: switch\na: g -- s x2\nb: h -- t x2\nu: s -- t at 400")
    for back, ends, share in ((50.0, ("t", "s"), 8 / 3), (800.0, ("s", "t"), 1 / 3)):
        link = replace(design.links["u"], capacity_back_gbps=back)
        row = fillers(replace(design, links=design.links | {"u": link}))["u"]
        assert (row.start, row.end) == ends
        assert (row.gbps, row.utilisation) == pytest.approx((400 / 3, share))


@pytest.mark.parametrize("routing", ["wcmp", "adaptive", "ugal"])
def test_with_another_routing_equal_shares_are_told_as_such(routing):
    """Two ways of 400 and 100: by capacity the shares of a flow on one cable would add up to more than all of it."""
    design = drawn(
        "g: host x2\nh: host x2\ns: switch\nt: switch\np: switch\nq: switch\na: g -- s x2\nb: h -- t x2\n"
        "u: s -- p at 400\nv: s -- q\nw: t -- p at 400\nx: t -- q"
    )
    equal = fillers(design)
    chosen = replace(design, settings=replace(design.settings, choices={"routing": routing}))
    told = fillers(chosen)
    assert {name: replace(row, as_drawn=True) for name, row in told.items()} == equal
    assert not any(row.as_drawn for row in told.values())
    assert all(row.as_drawn for row in equal.values())
    assert all(sum(one.share for one in row.fillers) <= 1 + 1e-9 for row in told.values())


def test_alike_hosts_are_named_together():
    """Two hosts a leaf: an uplink carries what the two of its leaf send the other two."""
    design = drawn("h: host x4\nleaf: switch x2\nspine: switch\na: h -- leaf x4\nu: leaf -- spine x2")
    row = fillers(design)["u"]
    assert [(f.source, f.target) for f in row.fillers] == [("2 × h", "2 × h")]
    assert row.fillers[0].gbps == pytest.approx(400 / 3)


def test_rails_fill_their_own_cables():
    design = drawn("g: gpu-server x2\nleaf: switch x2\nspine: switch\na: g -- leaf x4\nu: leaf -- spine x2")
    (row,) = fillers(design, "all-reduce-rails").values()
    assert row.id == "a"
    assert [f.share for f in row.fillers] == [1.0]
    assert "its rail" in {row.fillers[0].source, row.fillers[0].target}


def test_nothing_and_refused():
    assert fillers(drawn("")) == {}
    assert fillers(drawn("h: host x1000000\ns: switch x31250\na: h -- s x4000000")) == {}
    assert fillers(drawn("s: switch\nt: switch\na: s -- t\nb: t -- s")) == {}
    with pytest.raises(RefusedInput, match="no link 'x'"):
        fillers(drawn("h: host"), link_ids=["x"])


def test_regular_fabrics():
    """In a regular fabric the largest five are a few of many alike."""
    row = fillers(fat_tree(4))["top"]
    assert len(row.fillers) == 5
    assert row.others_gbps > 0
    assert set(fillers(superpod(2048, 512, 512, 256))) == {"rails", "uplinks", "trunks"}


@settings(max_examples=runs(15, 80), deadline=None)
@given(designs(storage=False))
def test_all_flows_together_are_the_load(design):
    found = fillers(design, most=1000)
    for row in network(design).links:
        if row.utilisation.value and row.capacity_gbps.value:
            filled = found[row.id]
            rate = design.links[row.id].capacity_gbps
            assert filled.gbps == pytest.approx(row.utilisation.value * rate)
            assert sum(f.gbps for f in filled.fillers) == pytest.approx(filled.gbps)
            assert filled.others_gbps == 0.0
        else:
            assert row.id not in found
