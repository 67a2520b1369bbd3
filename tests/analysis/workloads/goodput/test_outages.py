"""What takes the machines of a job by the drawing, by hand: cut sets, hours, interruptions, machines that are up."""

import pytest

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.network.network_context import survey_of
from designer.analysis.workloads.goodput.drawn_needs import drawn_needs
from designer.analysis.workloads.goodput.needs_words import names_of, unknown_notes
from designer.analysis.workloads.goodput.outages import Outages
from designer.model.design import Design, Link, Node
from tests.builders.designs import design_of, link
from tests.builders.facilities import feed, pipe, unit, walls
from tests.builders.told import sections, told

HOUR, DAYS = {"mtbf_h": 999.0, "repair_h": 1.0}, {"mtbf_h": 9_900.0, "repair_h": 100.0}
"""Down for a thousandth of the time, 8.76 hours a year, and for a hundredth."""


def fabric(a: str, b: str, cables: int, gbps: float = 400.0, medium: str = "fabric") -> Link:
    return link(a, b, medium, cables, capacity_gbps=gbps)


def switch(node_id: str, copies: int = 1, parent: str | None = None, **facts: float) -> Node:
    return unit(node_id, "switch", copies, parent, **facts)


CASES: dict[str, Design] = {
    # Each of two rooms has two racks of four hosts, a PDU a rack and a UPS a room.
    "rooms": design_of(
        unit("room", "room", 2, None, **HOUR),
        unit("rack", "rack", 2, "room", **DAYS),
        unit("host", "server", 4, "rack", power_max_w=1_000.0),
        unit("pdu", "pdu", 1, "rack", capacity_w=5_000.0, **DAYS),
        unit("ups", "ups", 1, "room", capacity_w=20_000.0, **HOUR),
        feed("ups", "pdu", 2),
        feed("pdu", "host", 4),
    ),
    # Three UPSs of 4 kW carry 6 kW, so that two are needed; a generator of 5 kW behind a utility without figures.
    "units": design_of(
        unit("utility", "utility"),
        unit("ups", "ups", 3, capacity_w=4_000.0, **DAYS),
        unit("board", "switchgear", **HOUR),
        unit("host", "server", 6, power_max_w=1_000.0),
        feed("utility", "ups", 3),
        feed("ups", "board", 3),
        feed("board", "host", 6),
    ),
    # Two coolers of 3 kW, one on each of two feeds, cool four hosts of 1 kW into the air, and a machine without a load.
    "air": design_of(
        walls("hall", 6.0, 6.0),
        unit("crah", "crah", 2, "hall", cooling_capacity_w=3_000.0, **DAYS),
        unit("feed", "pdu", 2, None, capacity_w=20_000.0, **HOUR),
        unit("host", "server", 4, "hall", power_max_w=1_000.0),
        feed("feed", "crah", 2),
    ),
    # In each of two halls a cooler of 2 kW and one of 4 kW for four hosts of 1 kW: 3 kW each on average.
    "two sorts of air": design_of(
        unit("hall", "room", 2),
        unit("small", "crah", 1, "hall", cooling_capacity_w=2_000.0, **DAYS),
        unit("large", "crah", 1, "hall", cooling_capacity_w=4_000.0, **HOUR),
        unit("host", "server", 4, "hall", power_max_w=1_000.0),
    ),
    # Half of the heat of four hosts of 2 kW goes into two coolant units of 3 kW; a chiller above has no rating.
    "liquid": design_of(
        unit("tower", "cooling-tower", 1, None, **HOUR),
        unit("cdu", "cdu", 2, None, cooling_capacity_w=3_000.0, **DAYS),
        unit("host", "server", 4, None, power_max_w=2_000.0, liquid_heat_share=0.5),
        pipe("tower", "cdu", 2),
        Link(id="cdu-host", a="cdu", b="host", medium="coolant", cables=8, spread="mesh"),
    ),
    # Two pods of two leaves with a spine each, below two cores; a leaf has two hosts.
    "tiers": design_of(
        unit("pod", "pod", 2),
        unit("host", "server", 4, "pod"),
        switch("leaf", 2, "pod", **DAYS),
        switch("spine", 1, "pod", **HOUR),
        switch("core", 2, None, **DAYS),
        fabric("host", "leaf", 4),
        fabric("leaf", "spine", 2),
        fabric("spine", "core", 4),
    ),
    # No fabric: hosts go on over the storage switch or the fast management one; slow ports carry nothing.
    "beside": design_of(
        unit("host", "server", 2),
        switch("store", 1, None, **DAYS),
        switch("fast", 1, None, **HOUR),
        fabric("host", "store", 2, 200.0, "storage"),
        fabric("host", "fast", 2, 25.0, "management"),
    ),
    "slow beside": design_of(
        unit("host", "server", 2),
        switch("store", 1, None, **DAYS),
        switch("slow", 1, None, **HOUR),
        fabric("host", "store", 2, 200.0, "storage"),
        fabric("host", "slow", 2, 1.0, "management"),
    ),
    # Seven sorts of single causes: the least often are told together.
    "many causes": design_of(
        *(
            unit(f"p{n}", "room", 1, f"p{n - 1}" if n else None, mtbf_h=1_000.0 * (n + 1), repair_h=1.0)
            for n in range(7)
        ),
        unit("host", "server", 1, "p6"),
    ),
}
EXPECTED = """
## rooms
[law] (5.73228e-06 0 0 0 0.000186414 0 0 0 0.0061061 0 0 0 0.0746425 0 0 0 0.919059), [none] 709.041 h/year,
    [short] 709.041 h/year
[cause][0]: words failures of room, per_day 0.048048 1/day, ids (room)
[cause][1]: words failures of ups, per_day 0.048048 1/day, ids (ups)
[cause][2]: words failures of pdu, per_day 0.00969697 1/day, ids (pdu)
[cause][3]: words failures of rack, per_day 0.00969697 1/day, ids (rack)
[cut][0]: ids (pdu), example (pdu[0]), words pdu 1, number 4, hosts 4, hours_per_year 350.4 h/year,
    times_per_year 3.53939 1/year, stops True
[cut][1]: ids (rack), example (rack[0]), words rack 1, number 4, hosts 4, hours_per_year 350.4 h/year,
    times_per_year 3.53939 1/year, stops True
[cut][2]: ids (room), example (room[0]), words room 1, number 2, hosts 8, hours_per_year 17.52 h/year,
    times_per_year 17.5375 1/year, stops True
[cut][3]: ids (ups), example (ups[0]), words ups 1, number 2, hosts 8, hours_per_year 17.52 h/year,
    times_per_year 17.5375 1/year, stops True
## units
[law] (0.00129967 0 0 0 0 0 0.9987), [none] 11.3679 h/year, [notes] (How often utility fail, or for how long, is
    not set: it is left out.), [short] 11.3679 h/year, [unknown] (utility)
[cause][0]: words failures of board, per_day 0.024024 1/day, ids (board)
[cause][1]: words failures of ups together, per_day 0.000145455 1/day, ids (ups ups)
[cut][0]: ids (board), example (board), words board, number 1, hosts 6, hours_per_year 8.76 h/year,
    times_per_year 8.76877 1/year, stops True
[cut][1]: ids (ups ups), example (ups[0] ups[1]), words ups 1 and ups 2, number 3, hosts 6, hours_per_year 2.628
    h/year, times_per_year 0.0530909 1/year, stops True
## air
[law] (2.64492e-06 0.000118353 0 0.0218566 0.978022), [none] 191.487 h/year, [short] 1.05803 h/year
[cause][0]: words failures of feed, per_day 0.048048 1/day, ids (feed)
[cause][1]: words failures of crah, per_day 0.00484848 1/day, ids (crah)
[cause][2]: words failures of crah, feed together, per_day 0.000485329 1/day, ids (crah feed)
[cause][3]: words failures of crah together, per_day 4.84848e-05 1/day, ids (crah crah)
[cause][4]: words failures of feed together, per_day 4.8048e-05 1/day, ids (feed feed)
[cut][0]: ids (crah), example (crah[0]), words crah 1, number 2, hosts 1, hours_per_year 175.2 h/year,
    times_per_year 1.7697 1/year
[cut][1]: ids (feed), example (feed[0]), words feed 1, number 2, hosts 1, hours_per_year 17.52 h/year,
    times_per_year 17.5375 1/year
[cut][2]: ids (crah crah), example (crah[0] crah[1]), words crah 1 and crah 2, number 1, hosts 4, hours_per_year
    0.876 h/year, times_per_year 0.017697 1/year, stops True
[cut][3]: ids (crah feed), example (crah[0] feed[1]), words crah 1 and feed 2, number 2, hosts 4, hours_per_year
    0.1752 h/year, times_per_year 0.177145 1/year, stops True
[cut][4]: ids (feed feed), example (feed[0] feed[1]), words feed 1 and feed 2, number 1, hosts 4, hours_per_year
    0.00876 h/year, times_per_year 0.0175375 1/year, stops True
## two sorts of air
[law] (1.2078e-14 2.17384e-12 9.78141e-11 2.41558e-09 4.34764e-07 1.95626e-05 0.000120778 0.021738 0.978121),
    [none] 191.487 h/year, [short] 1.23131 h/year
[cause][0]: words failures of large, per_day 0.048048 1/day, ids (large)
[cause][1]: words failures of small, per_day 0.00484848 1/day, ids (small)
[cause][2]: words failures of small, large together, per_day 0.000485329 1/day, ids (small large)
[cut][0]: ids (small), example (small[0]), words small 1, number 2, hosts 1, hours_per_year 175.2 h/year,
    times_per_year 1.7697 1/year
[cut][1]: ids (large), example (large[0]), words large 1, number 2, hosts 1, hours_per_year 17.52 h/year,
    times_per_year 17.5375 1/year
[cut][2]: ids (small large), example (large[0] small[0]), words large 1 and small 1, number 2, hosts 4,
    hours_per_year 0.1752 h/year, times_per_year 0.177145 1/year, stops True
## liquid
[law] (0.00100199 9.7912e-05 0 0.0198781 0.979022), [none] 182.91 h/year, [short] 9.63512 h/year
[cause][0]: words failures of tower, per_day 0.024024 1/day, ids (tower)
[cause][1]: words failures of cdu, per_day 0.00484848 1/day, ids (cdu)
[cause][2]: words failures of cdu together, per_day 4.84848e-05 1/day, ids (cdu cdu)
[cut][0]: ids (cdu), example (cdu[0]), words cdu 1, number 2, hosts 1, hours_per_year 175.2 h/year,
    times_per_year 1.7697 1/year
[cut][1]: ids (tower), example (tower), words tower, number 1, hosts 4, hours_per_year 8.76 h/year,
    times_per_year 8.76877 1/year, stops True
[cut][2]: ids (cdu cdu), example (cdu[0] cdu[1]), words cdu 1 and cdu 2, number 1, hosts 4, hours_per_year 0.876
    h/year, times_per_year 0.017697 1/year, stops True
## tiers
[law] (0.00010121 0 4.35081e-05 0 0.00254487 0 0.0387305 0 0.95858), [none] 362.84 h/year, [short] 362.84 h/year
[cause][0]: words failures of spine, per_day 0.048048 1/day, ids (spine)
[cause][1]: words failures of leaf, per_day 0.00969697 1/day, ids (leaf)
[cause][2]: words failures of core together, per_day 4.84848e-05 1/day, ids (core core)
[cut][0]: ids (leaf), example (leaf[0]), words leaf 1, number 4, hosts 2, hours_per_year 350.4 h/year,
    times_per_year 3.53939 1/year, stops True
[cut][1]: ids (spine), example (spine[0]), words spine 1, number 2, hosts 4, hours_per_year 17.52 h/year,
    times_per_year 17.5375 1/year, stops True
[cut][2]: ids (core core), example (core[0] core[1]), words core 1 and core 2, number 1, hosts 8, hours_per_year
    0.876 h/year, times_per_year 0.017697 1/year, stops True
## beside
[law] (1e-05 0 0.99999), [none] 0.0876 h/year, [short] 0.0876 h/year
[cause][0]: words failures of store, fast together, per_day 0.000242664 1/day, ids (store fast)
[cut][0]: ids (store fast), example (fast store), words fast and store, number 1, hosts 2, hours_per_year 0.0876
    h/year, times_per_year 0.0885725 1/year, stops True
## slow beside
[law] (0.01 0 0.99), [none] 87.6 h/year, [short] 87.6 h/year
[cause][0]: words failures of store, per_day 0.00242424 1/day, ids (store)
[cut][0]: ids (store), example (store), words store, number 1, hosts 2, hours_per_year 87.6 h/year,
    times_per_year 0.884848 1/year, stops True
## many causes
[law] (0.00258875 0.997411), [none] 22.6774 h/year, [short] 0 h/year
[cause][0]: words failures of p0, per_day 0.024 1/day, ids (p0)
[cause][1]: words failures of p1, per_day 0.012 1/day, ids (p1)
[cause][2]: words failures of p2, per_day 0.008 1/day, ids (p2)
[cause][3]: words failures of p3, per_day 0.006 1/day, ids (p3)
[cause][4]: words failures of p4, per_day 0.0048 1/day, ids (p4)
[cause][5]: words other failures of what they need, per_day 0.00742857 1/day, ids (p5 p6)
[cut][0]: ids (p0), example (p0), words p0, number 1, hosts 1, hours_per_year 8.75125 h/year, times_per_year
    8.76 1/year
[cut][1]: ids (p1), example (p1), words p1, number 1, hosts 1, hours_per_year 4.37781 h/year, times_per_year
    4.38 1/year
[cut][2]: ids (p2), example (p2), words p2, number 1, hosts 1, hours_per_year 2.91903 h/year, times_per_year
    2.92 1/year
[cut][3]: ids (p3), example (p3), words p3, number 1, hosts 1, hours_per_year 2.18945 h/year, times_per_year
    2.19 1/year
[cut][4]: ids (p4), example (p4), words p4, number 1, hosts 1, hours_per_year 1.75165 h/year, times_per_year
    1.752 1/year
[cut][5]: ids (p5), example (p5), words p5, number 1, hosts 1, hours_per_year 1.45976 h/year, times_per_year
    1.46 1/year
[cut][6]: ids (p6), example (p6), words p6, number 1, hosts 1, hours_per_year 1.25125 h/year, times_per_year
    1.25143 1/year
"""


def outages_of(design: Design) -> Outages:
    return Outages(design, drawn_needs(design, [design.nodes["host"]], WorkFabrics(survey_of(design))))


def outcome(name: str) -> list[str]:
    """Return cut sets, hours, causes and the law of machines that are up, with one machine that stands by."""
    found = outages_of(CASES[name])
    law = found.up_law
    return told(
        {
            "cut": found.cut_sets(1),
            "short": found.short_hours("host", 1),
            "none": found.short_hours("host", 0),
            "cause": found.causes(),
            "law": () if law is None else tuple(float(one) for one in law),
            "unknown": found.needs.unknown,
            "notes": unknown_notes(CASES[name], found.needs),
        }
    )


@pytest.mark.parametrize("name", CASES)
def test_all_that_takes_machines(name: str):
    assert outcome(name) == sections(EXPECTED)[name]


@pytest.mark.parametrize(
    ("ids", "most", "words"),
    [
        (("room",), 4, "room"),
        (("rack", "room", "rack"), 4, "rack, room"),
        (("room", "rack", "nobody"), 1, "room and 1 more"),
        (("room", "rack", "host"), 2, "room, rack and 1 more"),
        (("room", "rack", "host", "pdu"), 4, "room, rack, host, pdu"),
    ],
)
def test_names_of_a_few(ids: tuple[str, ...], most: int, words: str):
    assert names_of(CASES["rooms"], ids, most) == words
