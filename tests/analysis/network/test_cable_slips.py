"""Cables unlike their peers', and planes that meet: small networks drawn port by port."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from designer.analysis.network.cable_checks import gaps, uneven_uplinks, wiring_of
from designer.analysis.network.rail_checks import meetings, strays
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Part, PortGroup
from tests.builders.designs import design_of, link
from tests.builders.networks import drawn

PORTS = tuple(PortGroup(name=f"p{n}", media=("fabric",), count=1, rate_gbps=100.0) for n in range(1, 5))
HOST = Part(id="host", kind="server", layer="servers_fabric", vendor="test", name="Host", ports=PORTS)
LEAF_PORTS = (PortGroup(name="down", media=("fabric",), count=64, rate_gbps=100.0),)


def railed(*hosts: str) -> Design:
    """Return hosts whose ports 1 to 4 go to the leaves that the digits of each tell; 0 is a port without a cable."""
    inside: list[Node | Link | Part] = [HOST]
    leaves = sorted({digit for host in hosts for digit in host} - {"0"})
    inside += [Node(id=f"l{digit}", kind="switch", ports=LEAF_PORTS) for digit in leaves]
    for number, host in enumerate(hosts):
        inside.append(Node(id=f"h{number}", kind="server", part="host"))
        inside += [
            link(f"h{number}", f"l{digit}", id=f"h{number}p{place}", a_port=f"p{place}", b_port="down")
            for place, digit in enumerate(host, 1)
            if digit != "0"
        ]
    return design_of(*inside)


def slips(design: Design) -> list[str]:
    """Return each stray as "host port: got for wanted, as PEERS" with a question mark where nobody can be sure."""
    return [
        f"{one.host} {one.group.name}: {one.got} for {one.wanted}, as {one.peers}{'' if one.sure else '?'}"
        for one in strays(wiring_of(design))
    ]


@pytest.mark.parametrize(
    ("hosts", "found"),
    [
        (["1234"] * 4, []),
        (["1234", "1234", "1234", "1243"], ["h3 p3: l4 for l3, as 3", "h3 p4: l3 for l4, as 3"]),
        # Two of three are enough; of two nobody knows which is meant, and the second is told.
        (["1234", "1234", "1243"], ["h2 p3: l4 for l3, as 2", "h2 p4: l3 for l4, as 2"]),
        (["1243", "1234"], ["h1 p3: l3 for l4, as 1?", "h1 p4: l4 for l3, as 1?"]),
        # Two sorts of two each are two plans; two hosts on other leaves are two racks.
        (["1234", "1234", "1243", "1243"], []),
        (["1234", "5678"], []),
        (["1234", "1235"], []),
        # A leaf of no peer: a slip where more than half of the cables are as those of the peers.
        (["1234", "1234", "1235"], ["h2 p4: l5 for l4, as 2"]),
        (["1234", "1234", "1256"], []),
        # Only some of the leaves of its peers, in whichever order.
        (["1234", "1234", "1111"], ["h2 p2: l1 for l2, as 2", "h2 p3: l1 for l3, as 2", "h2 p4: l1 for l4, as 2"]),
        (["1234", "1234", "4321"], [f"h2 p{n}: l{5 - n} for l{n}, as 2" for n in range(1, 5)]),
        # Hosts with other ports in use are no peers.
        (["1234", "1234", "1203"], []),
        (["1230", "1230", "1240"], ["h2 p3: l4 for l3, as 2"]),
        (["1230", "1230", "1320"], ["h2 p2: l3 for l2, as 2", "h2 p3: l2 for l3, as 2"]),
        # Of two plans the nearer one, then the one of more hosts.
        (
            ["1234"] * 2 + ["5678"] * 4 + ["1238"],
            ["h6 p4: l8 for l4, as 2"],
        ),
        (["1234"] * 3 + ["1256"] * 2 + ["1235"], ["h5 p4: l5 for l4, as 3"]),
    ],
)
def test_ports_that_land_elsewhere(hosts, found):
    assert slips(railed(*hosts)) == found


def test_a_group_of_several_ports_tells_only_how_many_cables_go_where():
    part = replace(HOST, ports=(replace(PORTS[0], name="many", count=4),))
    made = railed("1122", "1221", "1122", "1112")
    links = {name: replace(one, a_port="many") for name, one in made.links.items()}
    design = replace(made, parts={"host": part}, links=links)
    # Which port is which nobody says: h1 is as its peers, h3 has a cable to leaf 1 that belongs to leaf 2.
    assert slips(design) == ["h3 many: l1 for l2, as 3"]


def planes(*lines: str, sides: dict[str, str]) -> Design:
    """Return the network of LINES, all of its nodes with ports, the links of SIDES marked."""
    design = drawn("\n".join(lines))
    nodes = {name: replace(one, part=None, ports=LEAF_PORTS) for name, one in design.nodes.items()}
    links = {name: replace(one, side=sides.get(name, "")) for name, one in design.links.items()}
    return replace(design, nodes=nodes, links=links)


def met(design: Design) -> list[tuple[str, str, str, bool]]:
    return [
        (one.switch, one.a.id if one.a else "", one.b.id if one.b else "", one.direct)
        for one in meetings(wiring_of(design))
    ]


TWO = ("n: gpu-server x4", "la: switch", "lb: switch", "sa: switch", "sb: switch", "a: n -- la x4", "b: n -- lb x4")
APART = ["ua: la -- sa", "ub: lb -- sb"]
CORE = ["core: switch", "ca: sa -- core", "cb: sb -- core"]


@pytest.mark.parametrize(
    ("more", "sides", "found"),
    [
        (APART, {"a": "A", "b": "B"}, []),
        # Both end in one leaf, told by its cables themselves.
        (["ua: la -- sa", "x: n -- la x4"], {"a": "A", "b": "B", "x": "B"}, [("la", "a", "x", True)]),
        # They go up by cables that are not marked, and meet in a spine.
        (["ua: la -- sa", "ub: lb -- sa"], {"a": "A", "b": "B"}, [("sa", "ua", "ub", False)]),
        (
            ["ua: la -- sa", "ub: lb -- sb", "t: sa -- sb"],
            {"a": "A", "b": "B"},
            [("sb", "t", "ub", False), ("sa", "ua", "t", False)],
        ),
        # A side alone says nothing; without sides a spine over two leaves is no waist between two planes.
        (["ua: la -- sa", "ub: lb -- sa"], {"a": "A"}, []),
        # Two planes with leaves and spines of their own that one core joins.
        (
            ["ua: la -- sa", "ub: lb -- sb", "core: switch", "ca: sa -- core", "cb: sb -- core"],
            {},
            [("core", "", "", False)],
        ),
        # A host that is in one plane alone makes the core an ordinary waist.
        (
            [
                "ua: la -- sa",
                "ub: lb -- sb",
                "core: switch",
                "ca: sa -- core",
                "cb: sb -- core",
                "m: gpu-server",
                "c: m -- la",
            ],
            {},
            [],
        ),
    ],
)
def test_planes_that_meet(more: Sequence[str], sides, found):
    assert met(planes(*TWO, *more, sides=sides)) == found


UP = (
    "n: gpu-server x4\nl1: switch\nl2: switch\nl3: switch\nl4: switch\ns1: switch\ns2: switch\ns3: switch\ns4: switch\n"
)
DOWN = "\n".join(f"a{n}: n -- l{n} x4 at 100" for n in range(1, 5))


def uplinks(*leaves: str, gbps: str = "100") -> Design:
    """Return leaves with a cable to each spine that their digits tell; two of one digit are two cables."""
    lines = [
        f"u{leaf}{spine}: l{leaf} -- s{spine} x{spines.count(spine)} at {gbps}"
        for leaf, spines in enumerate(leaves, 1)
        for spine in sorted(set(spines))
    ]
    return drawn("\n".join([UP, DOWN, *lines]))


@pytest.mark.parametrize(
    ("leaves", "found"),
    [
        (("1234", "1234", "1234", "1234"), []),
        (("1234", "1234", "1234", "123"), ["l4 misses 1, first s4, that 3 have with 1"]),
        (("1234", "1234", "1234", "12"), ["l4 misses 2, first s3, that 3 have with 1"]),
        # A quarter is no slip, nor is a leaf of its own.
        (("1234", "1234", "1234", "1"), []),
        (
            ("1234", "1234", "12", "34"),
            ["l3 misses 2, first s3, that 3 have with 1", "l4 misses 2, first s1, that 3 have with 1"],
        ),
        # Half of them each are two planes.
        (("12", "12", "34", "34"), []),
        (("11223344", "11223344", "11223344", "112233"), ["l4 misses 1, first s4, that 3 have with 2"]),
    ],
)
def test_uplinks_that_are_missing(leaves, found):
    told = [
        f"{one.lower[0]} misses {one.missed}, first {one.upper[0]}, that {one.peers} have with {one.cables}"
        for one in gaps(wiring_of(uplinks(*leaves)))
    ]
    assert told == found


@pytest.mark.parametrize(
    ("leaves", "gbps", "found"),
    [
        (("1234", "1234", "1234", "1234"), "100", []),
        (("11234", "1234", "1234", "1234"), "100", ["l1: 2 to s1, 1 to s2; s1 is odd among 1"]),
        (("1122334", "1234", "1234", "1234"), "100", ["l1: 2 to s3, 1 to s4; s4 is odd among 2"]),
        # Two and two: none of them is the odd one.
        (("112234", "1234", "1234", "1234"), "100", ["l1: 2 to s2, 1 to s3; among 2"]),
        (("1112234", "1234", "1234", "1234"), "100", ["l1: 3 to s1, 1 to s3; among 1"]),
        (("112", "1234", "1234", "1234"), "100", ["l1: 2 to s1, 1 to s2; among 2"]),
        # Of which nobody knows the rate, nothing is said.
        (("11234", "1234", "1234", "1234"), "?", []),
    ],
)
def test_uplinks_that_are_uneven(leaves, gbps, found):
    told = [
        f"{one.lower[0]}: {one.most_cables} to {one.most[0]}, {one.least_cables} to {one.least[0]}; "
        f"{f'{one.odd[0]} is odd ' if one.odd else ''}among {one.usual_cables}"
        for one in uneven_uplinks(wiring_of(uplinks(*leaves, gbps=gbps)))
    ]
    assert told == found


@pytest.mark.parametrize(
    ("text", "missing", "uneven"),
    [
        # Copies: four leaves with 4 × 4 cables reach all; 4 × 3 leave one out each, another for each leaf.
        ("u: leaf -- spine x16", [], []),
        ("u: leaf -- spine x12", [("leaf", 1, 4, 3)], []),
        # Two or one a leaf: planes of their own.
        ("u: leaf -- spine x8", [], []),
        ("u: leaf -- spine x4", [], []),
        # 18 cables: the first two leaves have five, so that one spine has two of them.
        ("u: leaf -- spine x18", [], [("leaf", 2, 1, 2)]),
        ("u: leaf -- spine x16\nv: leaf -- spine x1", [], [("leaf", 2, 1, 1)]),
    ],
)
def test_copies_of_leaves(text, missing, uneven):
    design = drawn(f"n: gpu-server x8\nleaf: switch x4\nspine: switch x4\na: n -- leaf x32\n{text}")
    wiring = wiring_of(design)
    assert [(one.lower[0], one.missed, one.copies, one.peers) for one in gaps(wiring)] == missing
    assert [(one.lower[0], one.most_cables, one.least_cables, one.copies) for one in uneven_uplinks(wiring)] == uneven
