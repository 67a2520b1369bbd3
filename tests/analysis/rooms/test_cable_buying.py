"""What is bought: cables and optics counted by hand, and drums cut no worse than the bound."""

from collections import Counter
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.rooms.cable_buying import cut_from_drums, drums_for
from designer.analysis.rooms.cable_records import Purchase
from designer.analysis.rooms.cables import cable_plan
from designer.export.cables.cable_schedule import cable_schedule
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace
from tests.shipped import LIBRARY


def pod(*links: Link, apart_mm: float = 6_000.0) -> Design:
    """Two DGX H100 in a rack, two leaves in another, so far apart."""
    nodes = (
        Node(id="r0", kind="rack", order=0, floor=FloorPlace(x_mm=0, y_mm=0)),
        Node(id="r1", kind="rack", order=1, floor=FloorPlace(x_mm=apart_mm, y_mm=0)),
        Node(id="dgx", kind="server", part="nvidia/dgx-h100", parent="r0", copies=2, order=2, rack=RackPlace(u=1)),
        Node(id="leaf", kind="switch", part="nvidia/qm9700", parent="r1", copies=2, order=3, rack=RackPlace(u=30)),
    )
    return LIBRARY.embedded(Design(nodes={n.id: n for n in nodes}, links={one.id: one for one in links}))


def bought(design: Design) -> dict[tuple[str, float | None], int]:
    plan = cable_plan(design, LIBRARY.parts)
    return {(one.part, one.stock_m): one.quantity for one in plan.result.purchases}


def test_optics_are_counted_by_the_cages_that_their_fibres_fill():
    # Each DGX has 3 cables in 2 cages of its four; each leaf the other ends of 3 in 2 cages.
    rails = Link(id="rails", a="dgx", b="leaf", medium="fabric", cables=6, a_port="fabric", b_port="ports")
    assert bought(pod(rails)) == {
        ("nvidia/mfp7e10-mmf", 15.0): 6,
        ("nvidia/mma4z00-ns", None): 4,
        ("nvidia/mma4z00-ns-flt", None): 4,
    }


def test_two_links_share_a_twin_cable_and_a_pair_that_is_odd_does_not():
    near = {"medium": "fabric", "a_port": "ports", "b_port": "ports"}
    leaves = Link(id="peer", a="leaf", b="leaf2", cables=4, **near)
    design = pod(leaves)
    design = LIBRARY.embedded(
        Design(
            nodes={
                **design.nodes,
                "leaf2": Node(
                    id="leaf2", kind="switch", part="nvidia/qm9700", parent="r1", order=9, rack=RackPlace(u=33)
                ),
            },
            links=design.links,
        )
    )
    # Four cables over two leaves: two each, so one twin copper each.
    assert bought(design) == {("nvidia/mcp4y10-800g-dac", 1.5): 2}


def test_a_link_over_two_fibres_is_bought_with_both_and_one_module_at_each_end():
    """Three links of 800G between Spectrum-4 switches: six fibres, three modules at each end."""
    between = Link(id="up", a="low", b="high", medium="fabric", cables=3)
    nodes = (
        Node(id="r0", kind="rack", order=0, floor=FloorPlace(x_mm=0, y_mm=0)),
        Node(id="r1", kind="rack", order=1, floor=FloorPlace(x_mm=80_000.0, y_mm=0)),
        Node(id="low", kind="switch", part="nvidia/sn5600", parent="r0", order=2, rack=RackPlace(u=30)),
        Node(id="high", kind="switch", part="nvidia/sn5600", parent="r1", order=3, rack=RackPlace(u=30)),
    )
    design = LIBRARY.embedded(Design(nodes={n.id: n for n in nodes}, links={"up": between}))
    amounts = bought(design)
    assert {length: many for (part, length), many in amounts.items() if part == "nvidia/mfp7e30-smf"} == {100.0: 6}
    assert sum(many for (part, _), many in amounts.items() if part != "nvidia/mfp7e30-smf") == 6
    (line,) = {(line.price[1], line.note) for line in cable_schedule(design, LIBRARY.parts).lines()}
    module = next(LIBRARY.parts[part] for part, _ in amounts if part != "nvidia/mfp7e30-smf")
    assert line == (pytest.approx(2 * 220 + 2 * module.prices[0].typical), "2 such cables side by side")


def test_the_persons_own_cable_is_bought_in_the_next_length_and_own_lengths_count():
    own = Link(id="o", a="dgx", b="leaf", medium="fabric", cables=4, cable_part="nvidia/mfp7e30-smf")
    # Two cables at each of two systems and of two leaves light one twin-port optic at each of the four.
    optics = {("nvidia/mms4x00-ns", None): 2, ("nvidia/mms4x00-ns-flt", None): 2}
    assert bought(pod(own)) == {("nvidia/mfp7e30-smf", 15.0): 4} | optics
    told = Link(id="o", a="dgx", b="leaf", medium="fabric", cables=4, cable_part="nvidia/mfp7e30-smf", length_m=61.0)
    assert bought(pod(told)) == {("nvidia/mfp7e30-smf", 70.0): 4} | optics
    longest = Link(
        id="o", a="dgx", b="leaf", medium="fabric", cables=4, cable_part="nvidia/mfp7e30-smf", length_m=400.0
    )
    assert bought(pod(longest)) == {("nvidia/mfp7e30-smf", None): 4} | optics


def test_troubles_name_what_does_not_reach_what_is_too_short_and_what_would():
    far = Link(
        id="far",
        a="dgx",
        b="leaf",
        medium="fabric",
        cables=2,
        a_port="fabric",
        b_port="ports",
        cable_part="nvidia/mca4j80-800g-acc",
    )
    short = Link(id="short", a="dgx", b="leaf", medium="fabric", cables=2, length_m=3.0)
    gone = Link(id="gone", a="dgx", b="leaf", medium="fabric", cables=2)
    troubles = {one.link: one for one in cable_plan(pod(far, short), LIBRARY.parts).result.troubles}
    assert (troubles["far"].trouble, troubles["far"].limit_m, troubles["far"].cables) == ("reach", 5.0, 2)
    assert (troubles["short"].trouble, troubles["short"].limit_m) == ("short", 3.0)
    away = {one.link: one for one in cable_plan(pod(gone, apart_mm=700_000.0), LIBRARY.parts).result.troubles}
    assert away["gone"].trouble == "none"
    assert away["gone"].why == "The longest that joins OSFP at 400 Gb/s reaches 500 m."
    assert away["gone"].a.startswith("dgx[")


# ---- Drums ----


def pieces(cut: list[tuple[int, tuple[tuple[float, int], ...]]]) -> Counter[float]:
    found: Counter[float] = Counter()
    for drums, cuts in cut:
        for length, many in cuts:
            found[length] += drums * many
    return found


def first_fit(lengths: dict[float, int], drum_m: float) -> list[list[float]]:
    """The same rule, one piece at a time."""
    drums: list[list[float]] = []
    for length in sorted((one for one, many in lengths.items() for _ in range(many)), reverse=True):
        here = next((drum for drum in drums if sum(drum) + length <= drum_m + 1e-9), None)
        if here is None:
            drums.append(here := [])
        here.append(length)
    return drums


@settings(deadline=None)
@given(st.dictionaries(st.integers(1, 60).map(float), st.integers(1, 30), min_size=1, max_size=8), st.integers(20, 100))
def test_drums_are_cut_as_first_fit_decreasing_does_one_by_one(lengths, drum):
    cut = cut_from_drums(lengths, float(drum))
    assert pieces(cut) == Counter(lengths)
    slow = first_fit(lengths, float(drum))
    fast = [[length for length, many in cuts for _ in range(many)] for drums, cuts in cut for _ in range(drums)]
    assert sorted(fast) == sorted(slow)
    if max(lengths) <= drum:
        least = ceil(sum(length * many for length, many in lengths.items()) / drum)
        assert len(fast) >= least


def test_alike_drums_are_told_once_with_what_is_left():
    cat = Purchase(
        part="cat",
        stock_m=100.0,
        part_number="",
        cut=True,
        optic=False,
        own=False,
        quantity=7,
        needed_m=690.0,
        links=(),
    )
    (three, one) = drums_for([cat], 305.0)
    assert (three.drums, three.cuts, three.left_m) == (2, ((100.0, 3),), pytest.approx(5.0))
    assert (one.drums, one.cuts, one.left_m) == (1, ((100.0, 1),), pytest.approx(205.0))


def test_a_piece_longer_than_a_drum_is_told():
    design = pod(Link(id="far", a="dgx", b="leaf", medium="management", cable_part="generic/cat6a"), apart_mm=60_000.0)
    assert cable_plan(design, LIBRARY.parts).result.notes == ()
    short = replace(design, settings=replace(design.settings, assumptions={"drum_m": 50.0}))
    (note,) = cable_plan(short, LIBRARY.parts).result.notes
    # 60 m along, up and down, 5% and 1 m more, in whole metres.
    assert note == (
        "A piece of Cat6A copper is longer than a drum of 50 m, up to 69 m: order in one length, or set Cable on a "
        "drum."
    )
