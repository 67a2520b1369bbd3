"""A pod that is worked out by hand: racks, strips, UPS, cooling, and the length of cables."""

from datetime import date

import pytest

from designer.analysis.run import analyze
from designer.catalog.reading import read_library
from designer.edit.make_real.records import Wishes
from designer.export.cables.cable_schedule import cable_schedule
from designer.review.make_real.proposal import propose
from tests.review.make_real.golden_pod import golden_pod

TODAY = date(2026, 11, 28)
IT_W = 4 * 10_200 + 2 * 1_720 + 2_200


@pytest.fixture(scope="module")
def library():
    return read_library()


@pytest.fixture(scope="module")
def real(library):
    return propose(golden_pod(library), library, Wishes(), TODAY)


def lines(proposal):
    return {one.line.key: one for one in proposal.lines}


def test_racks_by_power_units_and_depth(real, library):
    # 40 kW of air a rack hold three systems: four go into two racks, switches and storage into a third.
    line = lines(real)["racks:apc/ar3100"].line
    assert line.count == 3
    # 897.1 mm and 100 mm for cables; the cheapest of 42U that says what it carries.
    assert "997 mm" in line.why
    racks = {node.id: node for node in real.after.nodes.values() if node.kind == "rack"}
    assert sorted(
        (node.copies, sorted(c.id for c in real.after.nodes.values() if c.parent == name and c.part))
        for name, node in racks.items()
    ) == [
        (1, ["cabinet-2", "leaf", "pdu-a-2", "pdu-b-2", "store"]),
        (2, ["cabinet", "dgx", "pdu", "pdu-a", "pdu-b"]),
    ]


def test_strips_and_ups_of_two_sides(real):
    found = lines(real)
    # Four of six supplies of 3.3 kW have to be live for 10.2 kW: two cords of each system on each of three strips, of
    # which two carry 20.4 kW of a rack, so that 22 kW do for each. 5.64 kW: one of 7.36 kW on each side.
    assert found["strips:apc/ap8886"].line.count == 2 * 3
    assert found["strips:apc/ap8853"].line.count == 2
    # 46.44 kW at most 80% full ask 58 kW: the smallest that stands on a floor has 150 kVA, one on each side.
    assert IT_W == 46_440
    ups = found["ups:vertiv/apm2-150"].line
    assert (ups.count, ups.why) == (2, "46.4 kW at most 80% full, on each side; one carries 150 kW")
    supplies = 4 * 6 + 2 * 2 + 1 * 2
    cords = sum(one.line.count for one in real.lines if one.line.key.startswith("cable:Power cord"))
    assert cords == supplies


def test_cooling_for_the_heat_with_the_losses_of_the_ups(real):
    # 46.44 kW and 1/0.965 − 1 of it that the UPS loses: 48.1 kW; one takes 84 kW, and one stands more.
    line = lines(real)["air:vertiv/cw084"].line
    assert line.count == 2
    assert line.why.startswith("for 48.1 kW and ")
    cooling = analyze(real.after, only=("power", "cooling")).cooling
    # The catalog states no efficiency of this UPS, so that the analysis counts no loss; the coolers are sized with the
    # assumed one all the same.
    assert cooling.heat_w.value == IT_W
    assert cooling.capacity_w.value == 2 * 84_000


def test_cables_are_as_long_as_the_route_with_slack_and_ends(real, library):
    by_rack = {
        (line.a.rack, line.a.unit, line.b.unit): line
        for line in cable_schedule(real.after, library.parts).lines()
        if line.link == "dgx-leaf"
    }
    # From the middle of U1–U8 (4 U) up to 2.7 m, two racks of 0.6 m aside, down to the middle of U41 (40.5 U);
    # 5% of slack, and half a metre at each end.
    up, aside, down = 2_700 - 4 * 44.45, 2 * 600, 2_700 - 40.5 * 44.45
    assert by_rack["rack[0]", 1, 41].length_m == pytest.approx((up + aside + down) * 1.05 / 1_000 + 1.0)
    # 5.85 m: multimode fibre of 7 m; the nearest ones are reached by active copper of 5 m.
    assert (by_rack["rack[0]", 1, 41].stock_m, by_rack["rack[0]", 1, 41].part) == (7.0, "nvidia/mfp7e10-mmf")
    assert (by_rack["rack[1]", 9, 42].stock_m, by_rack["rack[1]", 9, 42].sort) == (5.0, "active copper")


def test_prices_are_those_of_the_bill_or_told_to_be_missing(real, library):
    results = analyze(real.after, library=library)
    bought = {line.part: line for line in results.cost.lines if line.part}
    for one in real.lines:
        if one.line.step != "cables" and one.line.part:
            unit = bought[one.line.part].unit_usd
            assert (one.price is None) == (not unit.known)
            if one.price is not None:
                assert one.price.value == pytest.approx(unit.value * one.line.count)
                assert one.basis == bought[one.line.part].basis
    assert lines(real)["room"].price is None


def test_no_error_is_left_and_every_cable_has_length_and_number_or_a_reason(real, library):
    assert real.errors == (0, 0)
    for line in cable_schedule(real.after, library.parts).lines():
        assert line.reason or (line.length_m is not None and line.part_number)
    figures = {row.key: row for row in real.effect.rows}
    assert figures["racks"].after.value == 3
    # Racks up to 3.0 m and a gangway of 1.2 m; behind it plant as deep as a rack, in one column: two coolers,
    # two transfer switches and three panels of 0.6 m each, two UPSs of 0.8 m, 5.8 m in all, in whole tiles.
    assert figures["floor"].after.value == pytest.approx((3.0 + 1.2 + 1.2) * 6.0)
    # Nothing is left to warn of either: whatever one thing fails, enough supplies stay live.
    assert real.left == ()
    assert figures["it_max"].after.value == IT_W if "it_max" in figures else True


def test_a_second_look_finds_nothing_missing(real, library):
    again = propose(real.after, library, Wishes(), TODAY)
    assert again.empty
    assert not again.edit
    assert again.after is real.after
