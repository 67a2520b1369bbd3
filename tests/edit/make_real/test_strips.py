"""Power strips and cords of small racks, worked out by hand: all that is drawn, and every line that tells of it."""

from collections.abc import Mapping
from itertools import chain
from math import inf
from typing import Any, NamedTuple

import msgspec
import pytest

from designer.edit.make_real.rack_power import draw_strips
from designer.edit.make_real.records import Draws, Wishes
from designer.edit.make_real.strips import Cords, most_of_a_rack_w, strips_for, strips_of
from designer.model.design import Link, Node
from tests.builders.designs import design_of, link
from tests.builders.power import inlets, library_of, outlets, part_of, strip
from tests.builders.racks import device, rack
from tests.builders.told import drawn_in, line_text, sections

# Servers of six, two and one supply of 2 kW; strips of 3, 5, 10 and 20 kW, the last without a price.
SIX = part_of("six", "server", inlets(6), psu_rating_w=2_000.0)
PAIR = part_of("pair", "server", inlets(2), psu_rating_w=2_000.0)
ONE = part_of("one", "switch", inlets(1))
RENTED = msgspec.structs.replace(PAIR, id="rented", layer="cloud")
CARD, SERVICE = part_of("card", "nic", inlets(1)), part_of("service", "object-store", inlets(1))
S5 = strip("s5", 5_000, 4)
CATALOG = library_of(
    strip("s3", 3_000, 4, price=50), S5, strip("s10", 10_000, 6, price=200), strip("s20", 20_000, 12, price=0)
)


class Case(NamedTuple):
    """A rack with devices, and what they draw, W."""

    redundancy: str
    inside: tuple[Node | Link, ...]
    max_w: Mapping[str, float]
    racks: int = 1
    wishes: Mapping[str, Any] = {}


def cord(a: str, b: str, cables: int = 1, side: str = "") -> Link:
    """Return cords that are drawn already."""
    return link(a, b, "power", cables, side=side, a_port="out", b_port="psu")


def hung(name: str, copies: int = 1) -> Node:
    """Return a strip of 5 kW that hangs in the rack already."""
    return device(name, "rack", kind="pdu", part="s5", copies=copies)


A2 = device("a", "rack", 1, part="pair", copies=2)
A6 = device("a", "rack", 1, part="six")
B1 = device("b", "rack", 9, kind="switch", part="one")
B3 = device("b", "rack", 9, part="pair", copies=3)

CASES = {
    # 2 × 2 kW on either side: 4 kW of 5, two of four outlets.
    "two-sides": Case("2N", (A2,), {"a": 2_000.0}),
    # The switch has its one cord on side A, which is full then: 4 + 1 kW of 5. Two strips in each of three racks.
    "odd-cord-on-a": Case("2N", (A2, B1), {"a": 2_000.0, "b": 1_000.0}, racks=3),
    # Five cords need the strip of six outlets.
    "one-side": Case("N", (A2, B1), {"a": 2_000.0, "b": 1_000.0}),
    "one-more": Case("N+1", (A2, B1), {"a": 2_000.0, "b": 1_000.0}),
    # 8 kW ask for 4 of 6 supplies: half is too few, two thirds do. When one strip is lost, 4 cords carry 8 kW: 4 kW.
    "thirds": Case("2N", (A6,), {"a": 8_000.0}),
    # 6 kW are exactly what three supplies carry: two sides, 6 kW on each, which is more than 5.
    "half-is-enough": Case("2N", (A6,), {"a": 6_000.0}),
    # A watt more asks for the fourth supply.
    "half-is-a-watt-short": Case("2N", (A6,), {"a": 6_001.0}),
    # Five supplies are more than two thirds of six, so that two sides do as well.
    "thirds-are-too-few": Case("2N", (A6,), {"a": 8_001.0}),
    # One of three strips is lost with two cords: four are left, and 8 kW ask for no more.
    "one-more-by-supplies": Case("N+1", (A6,), {"a": 8_000.0}),
    # Five have to be live: six strips of one cord each, more than the four that hang in a rack, so the tray holds them.
    "one-more-than-hangs": Case("N+1", (A6,), {"a": 8_001.0}),
    # Three servers in no rack: strips beside them, and their draw is nobody's guess.
    "in-the-open": Case("2N", (device("a", None, part="pair", copies=3),), {}),
    # Twenty cords on each side need two strips of twelve outlets; 40 kW are exactly what two of them carry.
    "two-strips-a-side": Case("2N", (device("a", "rack", 1, part="pair", copies=20),), {"a": 2_000.0}),
    "a-watt-too-much": Case("2N", (device("a", "rack", 1, part="pair", copies=20),), {"a": 2_001.0}),
    "nothing-carries-it": Case("2N", (A2,), {"a": 200_000.0}),
    # The strip on A has room for one cord more of a, and for b: 2 + 2 kW. Side B is drawn anew, for 2 + 2 kW.
    "side-a-hangs": Case(
        "2N",
        (hung("pa"), device("a", "rack", 1, part="pair"), device("b", "rack", 5, part="pair"), cord("pa", "a", 1, "A")),
        {"a": 2_000.0, "b": 2_000.0},
    ),
    # Both sides hang: 2 kW and three of 1 kW are exactly the 5 kW of each.
    "both-hang": Case(
        "2N",
        (hung("pa"), hung("pb"), device("a", "rack", 1, part="pair"), B3, cord("pa", "a", 1, "A")),
        {"a": 2_000.0, "b": 1_000.0},
    ),
    # 3 W more are too much for both: a strip is drawn for b's cords alone on A, and for all of B.
    "both-hang-too-weak": Case(
        "2N",
        (hung("pa"), hung("pb"), device("a", "rack", 1, part="pair"), B3, cord("pa", "a", 1, "A")),
        {"a": 2_000.0, "b": 1_001.0},
    ),
    # Four more cords a side are one more than the outlets that are left on A.
    "both-hang-too-few-outlets": Case(
        "2N",
        (
            hung("pa"),
            hung("pb"),
            device("a", "rack", 1, part="pair"),
            device("b", "rack", 5, part="pair", copies=4),
            cord("pa", "a", 1, "A"),
        ),
        {"a": 1_000.0, "b": 500.0},
    ),
    # Six cords of 4 kW on two strips: half of them carry it all, 4 / 3 × 6 / 2 = 4 kW each; b adds half of 1 kW.
    "two-share": Case(
        "N",
        (hung("pa", 2), A6, device("b", "rack", 5, part="pair"), cord("pa", "a", 6)),
        {"a": 4_000.0, "b": 1_000.0},
    ),
    # 5 kW of them leave nothing for it.
    "two-share-too-much": Case(
        "N",
        (hung("pa", 2), A6, device("b", "rack", 5, part="pair"), cord("pa", "a", 6)),
        {"a": 5_000.0, "b": 1_000.0},
    ),
    # Sides of 2N by what hangs there: side B is told by its cord, so that what has none is side A.
    "unnamed-strip-is-the-other-side": Case(
        "2N",
        (hung("pa"), hung("pb"), device("a", "rack", 1, part="pair"), B1, cord("pb", "a", 1, "B")),
        {"a": 1_000.0, "b": 1_000.0},
    ),
    # Four supplies are two thirds of six: two cords on each of three strips, of which B is there with one.
    "thirds-with-one-side": Case("2N", (hung("pb"), A6, cord("pb", "a", 1, "B")), {"a": 8_000.0}),
    # Three cords on side A already are more than a third, so that two sides are made of it.
    "no-thirds-where-three-are-cabled": Case("2N", (hung("pa"), A6, cord("pa", "a", 3, "A")), {"a": 8_000.0}),
    # Both sides have cords of the other device, and the third strip hangs behind a transfer switch.
    "all-three-hang": Case(
        "2N",
        (
            *(hung(name) for name in ("pa", "pb", "p3")),
            A6,
            B1,
            device("panel", kind="rpp"),
            device("switch", kind="sts"),
            link("switch", "panel", "power"),
            link("panel", "p3", "power"),
            cord("pa", "b", 1, "A"),
            link("pb", "b", "power", side="B"),
        ),
        {"a": 8_000.0, "b": 500.0},
    ),
    # Side B has three cords already, whatever hangs on A.
    "no-thirds-where-three-are-on-b": Case("2N", (hung("pb"), A6, cord("pb", "a", 3, "B")), {"a": 8_000.0}),
    # The cord says B, though its strip has one on A first.
    "a-cord-tells-its-side": Case(
        "2N", (hung("pa"), A2, B1, cord("pa", "b", 1, "A"), cord("pa", "a", 2, "B")), {"a": 500.0, "b": 500.0}
    ),
    # Beside thirds one strip a side has a place: two of 3 kW are nothing to offer instead.
    "thirds-beside-a-pair": Case("2N", (A6, device("b", "rack", 5, part="pair")), {"a": 8_000.0, "b": 500.0}),
    # Rented servers, managed services and cards have no inlets of one's own to feed.
    "nothing-to-feed": Case(
        "2N",
        (
            device("rented", "rack", part="rented"),
            device("card", "rack", kind="nic", part="card"),
            device("service", "rack", kind="object-store", part="service"),
        ),
        {},
    ),
    "left-out": Case("2N", (A2,), {"a": 2_000.0}, wishes={"left_out": ("strips:s5",)}),
    "swapped": Case("2N", (A2,), {"a": 2_000.0}, wishes={"swaps": {"strips:s5": "s20"}}),
    # The wished strip does not carry it at all, so that the usual one stays.
    "swap-too-weak": Case("2N", (A6,), {"a": 6_000.0}, wishes={"swaps": {"strips:s10": "gone"}}),
    # Racks of unlike load: the line tells the span.
    "two-racks": Case(
        "2N",
        (A2, rack("other", copies=2, parent=None), device("c", "other", 1, part="pair")),
        {"a": 2_000.0, "c": 500.0},
    ),
}
EXPECTED = """
## two-sides
pdu-a -> a x2 A; power from out to psu
pdu-a: pdu s5 in rack; Rack PDU A; U1 0U
pdu-b -> a x2 B; power from out to psu
pdu-b: pdu s5 in rack; Rack PDU B; U1 0U
* strips:s5 s5 x2 or s10, s20, s3: s5; 1 a side of a rack, either side carries all (2N), for 4 kW; it carries 5
    kW and has the outlets
## odd-cord-on-a
pdu-a -> a x2 A; power from out to psu
pdu-a -> b x1 A; power from out to psu
pdu-a: pdu s5 in rack; Rack PDU A; U1 0U
pdu-b -> a x2 B; power from out to psu
pdu-b: pdu s5 in rack; Rack PDU B; U1 0U
* strips:s5 s5 x6 or s10, s20, s3: s5; 1 a side of a rack, either side carries all (2N), for 4 kW to 5 kW; it
    carries 5 kW and has the outlets
## one-side
pdu -> a x4; power from out to psu
pdu -> b x1; power from out to psu
pdu: pdu s10 in rack; Rack PDU; U1 0U
* strips:s10 s10 x1 or s20, s3, s5: s10; 1 a rack (N), for 5 kW; it carries 10 kW and has the outlets
## one-more
pdu -> a x4; power from out to psu
pdu -> b x1; power from out to psu
pdu: pdu s10 x2 in rack; Rack PDU; U1 0U
* strips:s10 s10 x2 or s20, s3, s5: s10; 2 a rack, one more than needed (N+1), for 5 kW; it carries 10 kW and
    has the outlets
## thirds
pdu -> a x2; power from out to psu
pdu-a -> a x2 A; power from out to psu
pdu-a: pdu s5 in rack; Rack PDU A; U1 0U
pdu-b -> a x2 B; power from out to psu
pdu-b: pdu s5 in rack; Rack PDU B; U1 0U
pdu: pdu s5 in rack; Rack PDU; U1 0U
* strips:s5 s5 x3 or s10, s20: s5; 1 a side of a rack, either side carries all (2N), for 4 kW; it carries 5 kW
    and has the outlets; a third strip, fed from both sides, where half of the supplies of a device do not carry
    it
## half-is-enough
pdu-a -> a x3 A; power from out to psu
pdu-a: pdu s10 in rack; Rack PDU A; U1 0U
pdu-b -> a x3 B; power from out to psu
pdu-b: pdu s10 in rack; Rack PDU B; U1 0U
* strips:s10 s10 x2 or s20, s5: s10; 1 a side of a rack, either side carries all (2N), for 6 kW; it carries 10
    kW and has the outlets
## half-is-a-watt-short
pdu -> a x2; power from out to psu
pdu-a -> a x2 A; power from out to psu
pdu-a: pdu s5 in rack; Rack PDU A; U1 0U
pdu-b -> a x2 B; power from out to psu
pdu-b: pdu s5 in rack; Rack PDU B; U1 0U
pdu: pdu s5 in rack; Rack PDU; U1 0U
* strips:s5 s5 x3 or s10, s20: s5; 1 a side of a rack, either side carries all (2N), for 3 kW; it carries 5 kW
    and has the outlets; a third strip, fed from both sides, where half of the supplies of a device do not carry
    it
## thirds-are-too-few
pdu-a -> a x3 A; power from out to psu
pdu-a: pdu s10 in rack; Rack PDU A; U1 0U
pdu-b -> a x3 B; power from out to psu
pdu-b: pdu s10 in rack; Rack PDU B; U1 0U
* strips:s10 s10 x2 or s20: s10; 1 a side of a rack, either side carries all (2N), for 8 kW; it carries 10 kW
    and has the outlets
## one-more-by-supplies
pdu -> a x6; power from out to psu
pdu: pdu s5 x3 in rack; Rack PDU; U1 0U
* strips:s5 s5 x3 or s10, s20, s3: s5; 3 a rack, one more than needed (N+1), for 8 kW; it carries 5 kW and has
    the outlets
## one-more-than-hangs
pdu -> a x6; power from out to psu
pdu: pdu s3 x6 in rack; Rack PDU
* strips:s3 s3 x6 or s5, s10, s20: s3; 6 a rack, one more than needed (N+1), for 8 kW; it carries 3 kW and has
    the outlets
## in-the-open
pdu-a -> a x3 A; power from out to psu
pdu-a: pdu s3; Rack PDU A
pdu-b -> a x3 B; power from out to psu
pdu-b: pdu s3; Rack PDU B
* strips:s3 s3 x2 or s5, s10, s20: s3; 1 a side of a rack, either side carries all (2N), for 0 W; it carries 3
    kW and has the outlets
* unknown-draw x0 (a problem): Draw not known; of a: what feeds them is sized without it; set their maximum
    power
## two-strips-a-side
pdu-a -> a x20 A; power from out to psu
pdu-a: pdu s20 x2 in rack; Rack PDU A; U1 0U
pdu-b -> a x20 B; power from out to psu
pdu-b: pdu s20 x2 in rack; Rack PDU B; U1 0U
* strips:s20 s20 x4: s20; 2 a side of a rack, either side carries all (2N), for 40 kW; it carries 20 kW and has
    the outlets
## a-watt-too-much
pdu-a -> a x20 A; power from out to psu
pdu-a: pdu s20 x3 in rack; Rack PDU A; U1 0U
pdu-b -> a x20 B; power from out to psu
pdu-b: pdu s20 x3 in rack; Rack PDU B
* strips:s20 s20 x6 or s10, s5, s3: s20; 3 a side of a rack, either side carries all (2N), for 40 kW; it carries
    20 kW and has the outlets
## nothing-carries-it
* strips:none:rack x0 (a problem): Power strips for a; no strip of the catalog has outlets for these plugs and
    carries the load
## side-a-hangs
pa -> b x1 A; power from out to psu
pa: pdu s5 in rack; U1 0U
pdu-b -> a x1 B; power from out to psu
pdu-b -> b x1 B; power from out to psu
pdu-b: pdu s5 in rack; Rack PDU B; U1 0U
* strips:s5 s5 x1 or s10, s20: s5; 1 a side of a rack, either side carries all (2N), for 4 kW; it carries 5 kW
    and has the outlets
## both-hang
pa -> b x3 A; power from out to psu
pb -> a x1 B; power from out to psu
pb -> b x3 B; power from out to psu
## both-hang-too-weak
pa: pdu s5 in rack; U1 0U
pb: pdu s5 in rack; U1 0U
pdu-a -> b x3 A; power from out to psu
pdu-a: pdu s5 in rack; Rack PDU A; U1 0U
pdu-b -> a x1 B; power from out to psu
pdu-b -> b x3 B; power from out to psu
pdu-b: pdu s10 in rack; Rack PDU B; U1 0U
* strips:s5 s5 x1 or s10, s20, s3: s5; 1 a side of a rack, either side carries all (2N), for 3 kW; it carries 5
    kW and has the outlets
* strips:s10 s10 x1 or s20, s5: s10; 1 a side of a rack, either side carries all (2N), for 5 kW; it carries 10
    kW and has the outlets
## both-hang-too-few-outlets
pa: pdu s5 in rack; U1 0U
pb: pdu s5 in rack; U1 0U
pdu-a -> b x4 A; power from out to psu
pdu-a: pdu s3 in rack; Rack PDU A; U1 0U
pdu-b -> a x1 B; power from out to psu
pdu-b -> b x4 B; power from out to psu
pdu-b: pdu s10 in rack; Rack PDU B; U1 0U
* strips:s3 s3 x1 or s5, s10, s20: s3; 1 a side of a rack, either side carries all (2N), for 2 kW; it carries 3
    kW and has the outlets
* strips:s10 s10 x1 or s20, s3, s5: s10; 1 a side of a rack, either side carries all (2N), for 3 kW; it carries
    10 kW and has the outlets
## two-share
pa -> b x2; power from out to psu
## two-share-too-much
pa: pdu s5 x2 in rack; U1 0U
pdu -> b x2; power from out to psu
pdu: pdu s3 in rack; Rack PDU; U1 0U
* strips:s3 s3 x1 or s5, s10, s20: s3; 1 a rack (N), for 1 kW; it carries 3 kW and has the outlets
## unnamed-strip-is-the-other-side
pa -> a x1 A; power from out to psu
pa -> b x1 A; power from out to psu
## thirds-with-one-side
pb -> a x1 B; power from out to psu
pb: pdu s5 in rack; U1 0U
pdu -> a x2; power from out to psu
pdu-a -> a x2 A; power from out to psu
pdu-a: pdu s5 in rack; Rack PDU A; U1 0U
pdu: pdu s5 in rack; Rack PDU; U1 0U
* strips:s5 s5 x2 or s10, s20: s5; 1 a side of a rack, either side carries all (2N), for 4 kW; it carries 5 kW
    and has the outlets; a third strip, fed from both sides, where half of the supplies of a device do not carry
    it
## no-thirds-where-three-are-cabled
pa: pdu s5 in rack; U1 0U
pdu-b -> a x3 B; power from out to psu
pdu-b: pdu s10 in rack; Rack PDU B; U1 0U
* strips:s10 s10 x1 or s20: s10; 1 a side of a rack, either side carries all (2N), for 8 kW; it carries 10 kW
    and has the outlets
## all-three-hang
p3 -> a x2; power from out to psu
pa -> a x2 A; power from out to psu
pb -> a x2 B; power from out to psu
## no-thirds-where-three-are-on-b
pb: pdu s5 in rack; U1 0U
pdu-a -> a x3 A; power from out to psu
pdu-a: pdu s10 in rack; Rack PDU A; U1 0U
* strips:s10 s10 x1 or s20: s10; 1 a side of a rack, either side carries all (2N), for 8 kW; it carries 10 kW
    and has the outlets
## a-cord-tells-its-side
pa: pdu s5 in rack; U1 0U
pdu-a -> a x2 A; power from out to psu
pdu-a: pdu s3 in rack; Rack PDU A; U1 0U
* strips:s3 s3 x1 or s5, s10, s20: s3; 1 a side of a rack, either side carries all (2N), for 1 kW; it carries 3
    kW and has the outlets
## thirds-beside-a-pair
pdu -> a x2; power from out to psu
pdu-a -> a x2 A; power from out to psu
pdu-a -> b x1 A; power from out to psu
pdu-a: pdu s5 in rack; Rack PDU A; U1 0U
pdu-b -> a x2 B; power from out to psu
pdu-b -> b x1 B; power from out to psu
pdu-b: pdu s5 in rack; Rack PDU B; U1 0U
pdu: pdu s5 in rack; Rack PDU; U1 0U
* strips:s5 s5 x3 or s10, s20: s5; 1 a side of a rack, either side carries all (2N), for 4 kW to 4.5 kW; it
    carries 5 kW and has the outlets; a third strip, fed from both sides, where half of the supplies of a device
    do not carry it
## nothing-to-feed

## left-out
* strips:s5 s5 x2 or s10, s20, s3 (left out): s5; 1 a side of a rack, either side carries all (2N), for 4 kW; it
    carries 5 kW and has the outlets
## swapped
pdu-a -> a x2 A; power from out to psu
pdu-a: pdu s20 in rack; Rack PDU A; U1 0U
pdu-b -> a x2 B; power from out to psu
pdu-b: pdu s20 in rack; Rack PDU B; U1 0U
* strips:s5 s20 x2 or s5, s10, s3: s20; 1 a side of a rack, either side carries all (2N), for 4 kW; it carries
    20 kW and has the outlets
## swap-too-weak
pdu-a -> a x3 A; power from out to psu
pdu-a: pdu s10 in rack; Rack PDU A; U1 0U
pdu-b -> a x3 B; power from out to psu
pdu-b: pdu s10 in rack; Rack PDU B; U1 0U
* strips:s10 s10 x2 or s20, s5, s3: s10; 1 a side of a rack, either side carries all (2N), for 6 kW; it carries
    10 kW and has the outlets
## two-racks
pdu-a -> a x2 A; power from out to psu
pdu-a-2 -> c x1 A; power from out to psu
pdu-a-2: pdu s3 in other; Rack PDU A 2; U1 0U
pdu-a: pdu s5 in rack; Rack PDU A; U1 0U
pdu-b -> a x2 B; power from out to psu
pdu-b-2 -> c x1 B; power from out to psu
pdu-b-2: pdu s3 in other; Rack PDU B 2; U1 0U
pdu-b: pdu s5 in rack; Rack PDU B; U1 0U
* strips:s5 s5 x2 or s10, s20, s3: s5; 1 a side of a rack, either side carries all (2N), for 4 kW; it carries 5
    kW and has the outlets
* strips:s3 s3 x4 or s5, s10, s20: s3; 1 a side of a rack, either side carries all (2N), for 500 W; it carries 3
    kW and has the outlets
"""


def outcome(name: str) -> list[str]:
    """Return what is drawn, then the lines."""
    case = CASES[name]
    design = design_of(rack(copies=case.racks, parent=None), *case.inside, SIX, PAIR, ONE, RENTED, CARD, SERVICE, S5)
    wishes = Wishes(redundancy=case.redundancy, **case.wishes)
    made = draw_strips(design, CATALOG, wishes, Draws(max_w=case.max_w))
    return [*drawn_in(design, made.edit.applied(design)), *chain.from_iterable(map(line_text, made.lines))]


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_drawn_and_said(name):
    assert outcome(name) == sections(EXPECTED)[name]


@pytest.mark.parametrize(
    ("most", "spare", "least", "found"),
    [
        # Five cords of 1 kW: two strips of 3 kW, or one of 10.
        (1, 0, 1, ("s10", 1, ("s20",))),
        (2, 0, 1, ("s10", 1, ("s20", "s3", "s5"))),
        # With one to spare there is place for one that carries, or for two.
        (2, 1, 1, ("s10", 2, ("s20",))),
        (3, 1, 1, ("s10", 2, ("s20", "s3", "s5"))),
        # At least three, one of them to spare.
        (3, 1, 3, ("s3", 3, ("s5", "s10", "s20"))),
        (2, 1, 3, None),
        (0, 0, 1, None),
    ],
)
def test_so_many_strips_and_which_others_would_do(most, spare, least, found):
    cords = [Cords("a", inlets(5), 5, 1_000.0)]
    made = strips_for(strips_of(design_of(), CATALOG), cords, most, spare, least=least)
    assert (made and (made.part.id, made.strips, made.others)) == found


@pytest.mark.parametrize(
    ("part", "taken"),
    [
        (strip("good", 5_000, 4), True),
        (part_of("high", "pdu", outlets(4), capacity_w=5_000.0, volts=230.0, height_u=1.0), False),
        (part_of("unrated", "pdu", outlets(4), volts=230.0, height_u=0.0), False),
        (part_of("va", "pdu", outlets(4), capacity_va=5_000.0, volts=415.0, height_u=0.0), True),
        (part_of("american", "pdu", outlets(4), capacity_w=5_000.0, volts=208.0, height_u=0.0), False),
        (part_of("banked", "pdu", outlets(4), capacity_w=5_000.0, volts=400.0, height_u=0.0, banks=2.0), False),
    ],
)
def test_strips_that_hang_beside_the_units_and_say_what_they_carry(part, taken):
    assert bool(strips_of(design_of(), library_of(part))) == taken


@pytest.mark.parametrize(("redundancy", "most"), [("2N", 40_000.0), ("N+1", 60_000.0), ("N", 80_000.0)])
def test_a_rack_is_fed_with_what_four_strips_carry(redundancy, most):
    # Two of four a side; three of four where one is spare; the largest strip carries 20 kW.
    assert most_of_a_rack_w(design_of(), CATALOG, Wishes(redundancy=redundancy)) == most
    assert most_of_a_rack_w(design_of(), library_of(), Wishes()) == inf
