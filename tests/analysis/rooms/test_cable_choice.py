"""Which cable is chosen: by reach, rate, cage and links, among parts that say what they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.rooms.cable_choice import (
    CableChoice,
    Need,
    Socket,
    cable_parts,
    choose_cable,
    need_of,
    own_choice,
    reach_of,
    socket_of,
)
from designer.model.design import Node
from designer.model.network.ports import fit
from designer.model.parts.part import Part, Price, Quantity, StockLength
from tests.shipped import LIBRARY

SERVER, SWITCH = Socket("OSFP", 2), Socket("OSFP", 2, switch=True)


def cable(name: str, tag: str, ends: str, rate: float, reach: float | None, *lengths: float, **fields: object) -> Part:
    facts = {"rate_gbps": Quantity(value=rate)}
    if reach is not None:
        facts["reach_m"] = Quantity(value=reach)
    return Part(
        **{
            "id": name,
            "kind": "cable",
            "layer": "servers_fabric",
            "vendor": "test",
            "name": name,
            "tags": (tag,),
            "texts": {"ends": ends},
            "facts": facts,
            "lengths": tuple(StockLength(length_m=one) for one in lengths),
            **fields,
        }
    )


def priced(part: Part, usd: float) -> Part:
    return replace(part, prices=(Price(low=usd, typical=usd, high=usd, basis="list"),))


ONE = Need(Socket("QSFP112"), Socket("QSFP112", switch=True), 400.0)
SHELF = cable_parts(
    [
        cable("dac", "dac", "QSFP112 to QSFP112", 400, 3, 1, 2, 3),
        cable("aec", "aec", "QSFP112 to QSFP112", 400, 7, 5, 7),
        cable("aoc", "aoc", "QSFP112 to QSFP112", 400, 30, 10, 20, 30),
    ]
)


@pytest.mark.parametrize(
    ("length", "part", "stock"),
    [
        (0.4, "dac", 1),
        (1.0, "dac", 1),
        (2.1, "dac", 3),
        (3.5, "aec", 5),
        (6.0, "aec", 7),
        (7.2, "aoc", 10),
        (30, "aoc", 30),
    ],
)
def test_the_first_sort_that_reaches_in_the_next_length(length, part, stock):
    choice = choose_cable(ONE, length, SHELF)
    assert (choice.cable, choice.stock_m) == (part, stock)


def test_what_is_too_far_too_fast_or_in_another_cage_is_said():
    assert choose_cable(ONE, 31.0, SHELF).why == "The longest that joins QSFP112 at 400 Gb/s reaches 30 m."
    fast = ONE._replace(rate_gbps=800.0)
    assert choose_cable(fast, 1.0, SHELF).why == "No cable on hand joins QSFP112 at 800 Gb/s."
    other = Need(Socket("SFP28"), Socket("QSFP112"), 25.0)
    assert choose_cable(other, 1.0, SHELF).why == "No cable on hand joins SFP28 and QSFP112 at 25 Gb/s."


def test_without_a_reach_or_told_ends_nothing_fits_silently():
    unknown = (
        cable("no-reach", "dac", "QSFP112 to QSFP112", 400, None),
        cable("no-ends", "dac", "", 400, 3),
        replace(cable("no-rate", "dac", "QSFP112 to QSFP112", 400, 3), facts={"reach_m": Quantity(value=3.0)}),
        cable("no-sort", "other", "QSFP112 to QSFP112", 400, 3),
    )
    assert choose_cable(ONE, 1.0, cable_parts(unknown)).sort == "none"


def test_what_has_a_price_comes_before_what_has_none_and_the_cheaper_first():
    a, b, c = (cable(name, "dac", "QSFP112 to QSFP112", 400, 3, 1, 3) for name in ("a", "b", "c"))
    assert choose_cable(ONE, 1.0, cable_parts([a, priced(b, 90), priced(c, 50)])).cable == "c"
    assert choose_cable(ONE, 1.0, cable_parts([a, priced(b, 90), c])).cable == "b"
    assert choose_cable(ONE, 1.0, cable_parts([c, a])).cable == "a"


def test_a_cable_of_two_links_is_taken_only_where_they_come_out_even():
    twin = cable_parts(
        [cable("twin", "dac", "OSFP to OSFP", 800, 2, 1, 2, texts={"ends": "OSFP to OSFP", "links": "2"})]
    )
    need = Need(SERVER, SWITCH, 400.0)
    assert choose_cable(need, 1.0, twin, together=3).sort == "none"
    assert (choose_cable(need, 1.0, twin, together=4).cable, choose_cable(need, 1.0, twin, together=4).links) == (
        "twin",
        2,
    )
    single = need._replace(a=Socket("OSFP"))
    assert choose_cable(single, 1.0, twin, together=4).sort == "none"


def test_fins_go_into_switches_and_an_old_plug_into_a_new_cage_alone():
    finned = cable_parts(
        [cable("f", "dac", "OSFP to OSFP, finned", 800, 2, texts={"ends": "OSFP to OSFP, finned", "links": "2"})]
    )
    assert choose_cable(Need(SWITCH, SWITCH, 400.0), 1.0, finned, together=2).cable == "f"
    assert choose_cable(Need(SERVER, SWITCH, 400.0), 1.0, finned, together=2).sort == "none"
    old = cable_parts([cable("old", "dac", "QSFP28 to QSFP28", 100, 5)])
    new = cable_parts([cable("new", "dac", "QSFP112 to QSFP112", 400, 5)])
    cages = Need(Socket("QSFP112"), Socket("QSFP28"), 100.0)
    assert choose_cable(cages, 1.0, old).cable == "old"
    assert choose_cable(cages, 1.0, new).sort == "none"


def test_cable_without_stock_lengths_is_cut_in_whole_metres():
    cut = cable_parts([cable("cat", "rj45", "RJ45 to RJ45", 10, 100)])
    need = Need(Socket("RJ45"), Socket("RJ45"), 1.0)
    assert (choose_cable(need, 4.2, cut).stock_m, choose_cable(need, 4.2, cut).cut) == (5, True)
    assert choose_cable(need, 5.0, cut).stock_m == 5


def test_the_reach_is_the_least_that_is_told():
    assert reach_of(cable("a", "dac", "", 1, 3, 1, 2)) == 2
    assert reach_of(cable("a", "dac", "", 1, 3)) == 3
    assert reach_of(cable("a", "dac", "", 1, None)) is None


def test_the_persons_own_part_is_taken_in_the_next_length_and_said_to_reach_what_it_does():
    part = cable("own", "dac", "QSFP112 to QSFP112", 400, 3, 1, 2, 3)
    assert own_choice(part, 1.5) == CableChoice(sort="own", cable="own", stock_m=2, reach_m=3)
    assert own_choice(part, 9.0) == CableChoice(sort="own", cable="own", reach_m=3)
    assert own_choice(part, None) == CableChoice(sort="own", cable="own", reach_m=3)


def need(a, a_port, b, b_port) -> Need:
    one, other = LIBRARY.parts[a], LIBRARY.parts[b]
    ours, theirs = one.port(a_port), other.port(b_port)
    how = fit(ours, theirs)
    return need_of(
        socket_of(Node(id="a", kind=one.kind), one, ours, how.a_ways),
        socket_of(Node(id="b", kind=other.kind), other, theirs, how.b_ways),
        how,
        how.rate_gbps,
    )


def test_a_dgx_gets_flat_optics_and_its_leaf_finned_ones_with_a_multimode_fibre():
    asked = need("nvidia/dgx-h100", "fabric", "nvidia/qm9700", "ports")
    choice = choose_cable(asked, 12.0, cable_parts(LIBRARY.parts.values()))
    assert choice.sort == "optics and fibre"
    assert (choice.cable, choice.stock_m) == ("nvidia/mfp7e10-mmf", 15)
    assert (choice.optic_a, choice.optic_b) == ("nvidia/mma4z00-ns-flt", "nvidia/mma4z00-ns")
    assert (choice.a_links, choice.b_links, choice.links) == (2, 2, 1)


def test_storage_of_half_the_rate_gets_a_cable_that_splits_the_switch_port():
    asked = need("ddn/ai400x2", "storage", "nvidia/qm9700", "ports")
    parts = cable_parts(LIBRARY.parts.values())
    assert (choose_cable(asked, 1.0, parts, together=2).cable, choose_cable(asked, 12.0, parts, together=2).cable) == (
        "nvidia/mcp7y60-400g-split-qsfp56",
        "nvidia/mfa7u10-400g-aoc-split",
    )
    assert choose_cable(asked, 1.0, parts, together=1).sort == "none"


def test_a_generic_host_takes_what_the_other_end_takes_and_two_of_them_nothing():
    parts = cable_parts(LIBRARY.parts.values())
    choice = choose_cable(need("generic/host", "ports", "nvidia/qm9700", "ports"), 12.0, parts)
    assert choice.optic_a == "nvidia/mma4z00-ns400"
    both = need("generic/host", "ports", "generic/host", "ports")
    assert choose_cable(both, 1.0, parts) == CableChoice(sort="none", why="Neither port says at what rate it runs.")


@settings(deadline=None)
@given(st.floats(0.1, 300.0), st.sampled_from([1, 2, 4]), st.sampled_from(["fabric", "storage"]))
def test_what_is_chosen_always_reaches_and_is_bought_no_shorter(length, together, port):
    asked = need("nvidia/dgx-h100", port, "nvidia/qm9700", "ports")
    choice = choose_cable(asked, length, cable_parts(LIBRARY.parts.values()), together=together)
    if choice.sort == "none":
        assert length > 100
        return
    assert choice.stock_m is not None
    assert choice.reach_m is not None
    assert length <= choice.stock_m + 0.001 <= choice.reach_m + 0.002
    assert together % choice.links == 0
