"""Collectives on a fabric: the formulas where nothing blocks, what oversubscription costs, and the words."""

import json
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from designer.analysis.limits.collective_times import COLLECTIVES, PAYLOADS, collective_times, rank_choices
from designer.formulas.collectives import collective_from_bus, collective_from_time
from designer.model.figures import recompute
from designer.model.parts import Part, Quantity
from designer.model.records import RefusedInput
from tests.analysis.conftest import drawn

CASES = {case["id"]: case for case in json.loads((Path(__file__).parents[2] / "cases" / "cases.json").read_text())}
INSIDE, OUTSIDE = 8.0, 15.0


def chips(design, both_ways=900.0, domain=8, held=8):
    """DESIGN with HELD accelerators in a server, joined at BOTH_WAYS GB/s."""
    facts = {"scale_up_chips": Quantity(value=float(domain), sources=("sheet",))}
    if both_ways:
        facts["scale_up_gb_per_s"] = Quantity(value=both_ways, sources=("sheet",))
    gpu = Part(id="gpu", kind="accelerator", layer="silicon", vendor="test", name="GPU", facts=facts)
    server = design.parts["gpu-server"]
    server = msgspec.structs.replace(
        server, contains=tuple(msgspec.structs.replace(inside, count=held) for inside in server.contains)
    )
    return msgspec.structs.replace(design, parts={**design.parts, "gpu": gpu, "gpu-server": server})


def one_switch(hosts=4, **facts):
    return chips(drawn(f"node: gpu-server x{hosts}\nleaf: switch\nrails: node -- leaf x{hosts * 8} at 400"), **facts)


def two_leaves(across):
    """Two servers on each of two leaves of one cable a server, ACROSS Gb/s from leaf to leaf."""
    return chips(
        drawn(
            f"""
            a: gpu-server x2
            left: switch
            b: gpu-server x2
            right: switch
            la: a -- left x2 at 400
            lb: b -- right x2 at 400
            across: left -- right at {across}
            """
        )
    )


@dataclass(frozen=True)
class Steps:
    inside: int
    outside: int


@pytest.mark.parametrize(
    ("op", "steps"),
    [
        ("all-reduce", Steps(14, 4)),
        ("reduce-scatter", Steps(7, 3)),
        ("all-gather", Steps(7, 3)),
        ("all-to-all", Steps(1, 1)),
        ("broadcast", Steps(7, 2)),
    ],
)
def test_the_formula_inside_and_outside(op, steps):
    found = collective_times(one_switch(), op, PAYLOADS, (8, 32))
    assert [(point.ranks, point.bytes) for point in found.points] == [(n, size) for n in (8, 32) for size in PAYLOADS]
    for point in found.points[:3]:
        one = collective_from_bus(op, 8, point.bytes, 450, steps.inside * INSIDE)
        assert point.time_us.value == pytest.approx(one.time_us)
        assert point.algorithm_gb_per_s.value == pytest.approx(one.algorithm_gb_per_s)
        assert point.bus_gb_per_s.value == pytest.approx(one.bus_gb_per_s)
    for point in found.points[3:]:
        parts = (point.bytes / 4, point.bytes) if op == "all-to-all" else (point.bytes, point.bytes / 8)
        inside = collective_from_bus(op, 8, parts[0], 450, steps.inside * INSIDE)
        outside = collective_from_bus(op, 4, parts[1], 50, steps.outside * OUTSIDE)
        whole = collective_from_time(op, 32, point.bytes, inside.time_us + outside.time_us)
        assert point.time_us.value == pytest.approx(whole.time_us)
        assert point.bus_gb_per_s.value == pytest.approx(whole.bus_gb_per_s)
        assert point.ideal_time_us.value == pytest.approx(whole.time_us)


@pytest.mark.parametrize("op", COLLECTIVES)
def test_without_a_scale_up_link_it_is_the_formula_over_all_ranks(op):
    found = collective_times(one_switch(both_ways=0, held=1), op, (2.0**30,), (4,))
    assert found.domain == 1
    assert any("every rank is taken to use the fabric" in note for note in found.notes)
    steps = {"all-reduce": 4, "broadcast": 2, "all-to-all": 1}.get(op, 3)
    expected = collective_from_bus(op, 4, 2.0**30, 400, steps * OUTSIDE)
    assert found.points[0].time_us.value == pytest.approx(expected.time_us)


def test_measured_all_reduces_of_four_a100():
    """COLL-03; the tolerance is that of the case."""
    case = CASES["COLL-03"]
    found = collective_times(
        one_switch(hosts=1, both_ways=600, domain=8, held=4), "all-reduce", case["inputs"]["bytes"], (4,)
    )
    for point, measured in zip(found.points, case["expected"]["time_us"], strict=True):
        assert point.time_us.value == pytest.approx(measured, rel=0.25)


def test_measured_all_reduce_is_never_faster_than_the_wire():
    """COLL-01, eight A100: 1 GiB."""
    inputs = CASES["COLL-01"]["inputs"]
    found = collective_times(one_switch(hosts=1, both_ways=600), "all-reduce", (inputs["bytes"],), (inputs["n"],))
    assert found.points[0].time_us.value < inputs["time_us"]
    assert found.points[0].bus_gb_per_s.value > CASES["COLL-01"]["expected"]["busbw_GBps"]


def test_oversubscription_slows_only_what_crosses_it():
    """A ring crosses at one host's 400 Gb/s over 100; all-to-all at 2·2/3 hosts' over it."""
    found = collective_times(two_leaves(100), "all-reduce", (2.0**30,), (16, 32))
    near, far = found.fabrics
    assert (near.pattern, near.hosts, near.rate_gb_per_s.value, near.fullest_link) == ("ring", 2, 6.25, "")
    assert (far.rate_gb_per_s.value, far.line_gb_per_s.value) == pytest.approx((6.25 / 4, 6.25))
    assert (far.fullest_link, far.fullest_utilisation.value) == ("across", pytest.approx(4))
    slow = found.points[1]
    outside = collective_from_bus("all-reduce", 4, 2.0**27, 6.25 / 4, 4 * OUTSIDE).time_us
    inside = collective_from_bus("all-reduce", 8, 2.0**30, 450, 14 * INSIDE).time_us
    assert slow.time_us.value == pytest.approx(inside + outside)
    assert slow.ideal_time_us.value < slow.time_us.value
    assert slow.ideal_bus_gb_per_s.value > slow.bus_gb_per_s.value
    wide = collective_times(two_leaves(100), "all-to-all", (2.0**30,), (32,)).fabrics[0]
    assert wide.fullest_utilisation.value == pytest.approx(400 * 2 * 2 / 3 / 100)


def test_figures_hold_their_range_and_can_be_worked_out_again():
    point = collective_times(two_leaves(100), "all-reduce", (2.0**20,), (32,)).points[0]
    for figure in (point.time_us, point.algorithm_gb_per_s, point.bus_gb_per_s, point.ideal_time_us):
        assert recompute(figure) == pytest.approx(figure.value)
        assert figure.low < figure.value < figure.high
    assert point.time_us.status == "assumed"


def test_a_failed_uplink_shows():
    design = chips(
        drawn(
            """
            a: gpu-server x2
            left: switch
            b: gpu-server x2
            right: switch
            la: a -- left x2 at 400
            lb: b -- right x2 at 400
            across: left -- right x2 at 200
            """
        )
    )
    whole = collective_times(design, "all-reduce", (1e9,), (32,)).fabrics[0]
    broken = collective_times(design, "all-reduce", (1e9,), (32,), ("across[0]",)).fabrics[0]
    assert whole.rate_gb_per_s.value == pytest.approx(2 * broken.rate_gb_per_s.value)


def test_a_domain_that_joins_hosts():
    found = collective_times(one_switch(hosts=4, domain=32), "all-gather", (1e9,))
    assert (found.domain, [point.ranks for point in found.points], found.fabrics) == (32, [32], ())


def test_usual_ranks():
    found = collective_times(one_switch(hosts=31), "all-reduce")
    assert list(dict.fromkeys(point.ranks for point in found.points)) == [8, 32, 128, 248]
    assert found.accelerators == 248


def test_islands_have_no_time():
    islands = chips(
        drawn(
            """
            a: gpu-server
            left: switch
            b: gpu-server
            right: switch
            la: a -- left at 400
            lb: b -- right at 400
            """
        )
    )
    found = collective_times(islands, "all-reduce", (1e9,), (8, 16))
    assert found.points[0].time_us.known
    assert not found.points[1].time_us.known
    assert not found.points[1].bus_gb_per_s.known
    assert "Some of the hosts of 16 ranks have no path to each other, so these never end." in found.notes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("h: host x4\ns: switch\nl: h -- s x4", "No accelerator with a known part"),
        ("node: gpu-server x2", "No accelerator is on a fabric"),
    ],
)
def test_plain_words(text, said):
    found = collective_times(chips(drawn(text)), "all-reduce")
    assert any(note.startswith(said) for note in found.notes)
    assert all(point.ranks == 8 for point in found.points)


@pytest.mark.parametrize(
    ("op", "sizes", "ranks", "said"),
    [
        ("gossip", (), (), "There is no collective 'gossip'"),
        ("all-reduce", (0.0,), (), "A payload of 0 bytes"),
        ("all-reduce", (float("nan"),), (), "A payload of nan bytes"),
        ("all-reduce", (), (1,), "2 or more ranks"),
        ("all-reduce", (), (64,), "64 ranks need as many accelerators; 32 can take part."),
        ("all-reduce", (), (12,), "12 ranks do not fill domains of 8; ask for 8, say."),
    ],
)
def test_refused(op, sizes, ranks, said):
    with pytest.raises(RefusedInput, match=said.replace("?", r"\?")):
        collective_times(one_switch(), op, sizes, ranks)


@pytest.mark.parametrize(
    ("design", "choices"),
    [
        (one_switch(hosts=31), (2, 4, 8, 16, 32, 64, 128, 248)),
        (one_switch(hosts=4), (2, 4, 8, 16, 32)),
        (one_switch(hosts=18, held=4, domain=72), (2, 4, 8, 16, 32, 64, 72)),
        (one_switch(hosts=54, held=4, domain=72), (2, 4, 8, 16, 32, 64, 72, 144, 216)),
        (one_switch(hosts=3, both_ways=0), (2, 4, 8, 16, 24)),
        (chips(drawn("node: gpu-server")), (2, 4, 8)),
        (chips(drawn("node: gpu-server"), held=1), ()),
        (drawn("h: host x4\ns: switch\nl: h -- s x4"), ()),
    ],
)
def test_every_choice_of_ranks_is_taken(design, choices):
    assert rank_choices(design) == choices
    found = collective_times(design, "all-reduce", (2.0**20,), choices)
    assert {point.ranks for point in found.points} == set(choices)


def test_failed_hosts_take_no_part():
    design = one_switch(hosts=4)
    assert rank_choices(design, ("node[1]",)) == (2, 4, 8, 16, 24)
    assert collective_times(design, "all-reduce", fail=("node[1]",)).accelerators == 24
    alone = chips(drawn("node: gpu-server x2"))
    assert collective_times(alone, "all-reduce", fail=("node[0]",)).accelerators == 8
    gone = collective_times(alone, "all-reduce", fail=("node",))
    assert (gone.accelerators, gone.points) == (0, ())
    assert "Every accelerator has failed, so nothing can take part." in gone.notes
    assert rank_choices(alone, ("node",)) == ()


def test_inside_and_outside_are_the_time():
    near, far = collective_times(one_switch(), "all-to-all", (2.0**26,), (8, 32)).points
    assert near.fabric_us is None
    assert near.inside_us.value == near.time_us.value
    assert far.inside_us.value + far.fabric_us.value == pytest.approx(far.time_us.value)
    flat = collective_times(one_switch(both_ways=0, held=1), "all-to-all", (2.0**26,), (4,)).points[0]
    assert flat.inside_us is None
    assert flat.fabric_us.value == flat.time_us.value


@pytest.mark.parametrize("op", ["all-reduce", "all-to-all"])
def test_a_host_that_lost_a_cable_sets_the_pace_and_fills_nothing(op):
    row = collective_times(one_switch(), op, (1e9,), (32,), ("rails[0]",)).fabrics[0]
    assert (row.rate_gb_per_s.value, row.line_gb_per_s.value) == pytest.approx((7 * 400 / 8 / 8, 7 * 400 / 8 / 8))
    assert row.ideal_gb_per_s.value == pytest.approx(50)
    assert row.fullest_link == ""


def test_hosts_of_different_rates_keep_the_pace_of_the_slowest():
    design = chips(drawn("a: gpu-server x2\nb: gpu-server x2\ns: switch\nla: a -- s x4 at 400\nlb: b -- s x2 at 400"))
    found = collective_times(design, "all-reduce", (1e9,), (32,))
    row = found.fabrics[0]
    assert (row.pattern, row.rate_gb_per_s.value, row.fullest_link) == ("ring", pytest.approx(6.25), "")
    assert any("keep the pace of the slowest" in note for note in found.notes)


def test_a_host_without_any_cable_left_never_ends():
    found = collective_times(two_leaves(100), "all-reduce", (1e9,), (32,), ("la[0]",))
    assert not found.points[0].time_us.known
    assert found.points[0].ideal_time_us.known
    assert any("no path to each other" in note for note in found.notes)


@pytest.mark.parametrize(("op", "told"), [("all-reduce", True), ("all-gather", True), ("all-to-all", False)])
def test_long_rings_are_told_to_be_too_slow_for_small_messages(op, told):
    large = collective_times(one_switch(hosts=8, held=4, domain=32), op, (1e6,), (32,))
    assert any("told too slow" in note for note in large.notes) is told
    assert not any("told too slow" in note for note in collective_times(one_switch(), op, (1e6,), (8,)).notes)
