"""Which ports go together, at which rate, and why not."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from designer.model.network.cable_spread import ports_used
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import PortPairs, best_pair, cable_gbps, fit, joined_ports, ports_needed, rate_text
from designer.model.parts.part import PortGroup
from tests.analysis.routing.panels import leaf_spine

NDR = PortGroup(
    name="ports",
    media=("fabric",),
    count=64,
    connector="OSFP",
    rate_gbps=400,
    breakouts=(2,),
    protocols=("infiniband",),
)
NIC = PortGroup(
    name="nic", media=("fabric",), count=8, connector="OSFP", rate_gbps=400, protocols=("infiniband", "ethernet")
)
HDR = PortGroup(name="hdr", media=("fabric",), count=8, connector="QSFP56", rate_gbps=200, protocols=("infiniband",))
EDR = PortGroup(name="edr", media=("fabric",), count=8, connector="QSFP28", rate_gbps=100)
RJ45 = PortGroup(name="bmc", media=("management",), count=1, connector="RJ45", rate_gbps=1)
SFP = PortGroup(name="sfp", media=("management",), count=48, connector="SFP28", rate_gbps=25)
ETH = PortGroup(name="eth", media=("fabric",), count=64, connector="OSFP", rate_gbps=400, protocols=("ethernet",))
ANY = PortGroup(name="any", media=("fabric", "management"), count=8)
C19 = PortGroup(name="c19", media=("power",), count=6, connector="C19", role="out")
C13 = PortGroup(name="c13", media=("power",), count=6, connector="C13", role="out")
C20 = PortGroup(name="psu", media=("power",), count=6, connector="C20", role="in")
GROUPS = (NDR, NIC, HDR, EDR, RJ45, SFP, ETH, ANY, C19, C13, C20)


@pytest.mark.parametrize(
    ("a", "b", "verdict", "rate", "ways"),
    [
        (NIC, NDR, "yes", 400, (1, 1)),
        (NDR, HDR, "adapter", 200, (2, 1)),
        (HDR, NDR, "adapter", 200, (1, 2)),
        (NIC, HDR, "adapter", 200, (1, 1)),
        (NDR, EDR, "adapter", 100, (1, 1)),
        (NDR, ANY, "yes", 400, (1, 1)),
        (ANY, ANY, "yes", None, (1, 1)),
        (NDR, ETH, "no", None, (1, 1)),
        (NIC, ETH, "yes", 400, (1, 1)),
        (RJ45, SFP, "no", None, (1, 1)),
        (NIC, RJ45, "no", None, (1, 1)),
        (C19, C20, "yes", None, (1, 1)),
        (C13, C20, "adapter", None, (1, 1)),
        (C19, C13, "no", None, (1, 1)),
        (C20, C20, "no", None, (1, 1)),
        (C20, NDR, "no", None, (1, 1)),
    ],
)
def test_table(a: PortGroup, b: PortGroup, verdict: str, rate: float | None, ways: tuple[int, int]) -> None:
    found = fit(a, b)
    assert (found.verdict, found.rate_gbps, (found.a_ways, found.b_ways)) == (verdict, rate, ways)


@given(a=st.sampled_from(GROUPS), b=st.sampled_from(GROUPS))
def test_it_is_the_same_from_both_ends_and_says_why(a: PortGroup, b: PortGroup) -> None:
    there, back = fit(a, b), fit(b, a)
    assert (there.verdict, there.rate_gbps) == (back.verdict, back.rate_gbps)
    assert (there.a_ways, there.b_ways) == (back.b_ways, back.a_ways)
    assert there.reason.endswith(".")
    assert "\n" not in there.reason


def test_the_medium_must_be_one_that_both_know() -> None:
    assert fit(ANY, NDR, "fabric").verdict == "yes"
    assert "do not share the medium management" in fit(ANY, NDR, "management").reason


def test_exact_fits_come_before_adapters() -> None:
    pair = best_pair((HDR, NIC), (NDR,), "fabric")
    assert pair is not None
    assert pair[:2] == (NIC, NDR)
    assert best_pair((HDR,), (NDR,), None) == (HDR, NDR, fit(HDR, NDR))
    assert best_pair((RJ45,), (NDR,), None) is None


def test_words() -> None:
    assert [rate_text(rate) for rate in (400, 1600, 0.1, None)] == ["400G", "1.6T", "0.1G", "unrated"]
    assert [ports_needed(cables, ways) for cables, ways in ((0, 2), (1, 2), (2, 2), (3, 2), (5, 1))] == [0, 1, 1, 2, 5]


def drawn(a_ports: tuple[PortGroup, ...], b_ports: tuple[PortGroup, ...], **fields: object) -> tuple[Design, Link]:
    nodes = {
        "a": Node(id="a", kind="host", copies=2, ports=a_ports),
        "b": Node(id="b", kind="switch", copies=3, ports=b_ports),
    }
    link = Link(**{"id": "l", "a": "a", "b": "b", "medium": "fabric", "cables": 7, **fields})  # type: ignore[arg-type]
    return Design(nodes=nodes, links={"l": link}), link


def test_a_link_runs_at_the_rate_of_its_ports() -> None:
    design, link = drawn((RJ45, HDR), (NDR,))
    assert joined_ports(design, link) == (HDR, NDR, fit(HDR, NDR))
    assert cable_gbps(design, link) == 200
    assert cable_gbps(*drawn((), (NDR,), capacity_gbps=50)) == 50
    assert cable_gbps(*drawn((ANY,), (ANY,), capacity_gbps=50)) == 50
    assert cable_gbps(*drawn((ANY,), (ANY,))) is None
    assert joined_ports(*drawn((HDR,), (NDR,), b="gone")) is None
    named = joined_ports(*drawn((RJ45,), (NDR,), a_port="bmc", b_port="ports"))
    assert named is not None
    assert named[2].verdict == "no"


def test_ports_taken_on_the_fullest_copy() -> None:
    """7 cables on 2 hosts: 4 on the first; on 3 switches: 3 on the first, two of them to a port."""
    design, _ = drawn((HDR,), (NDR,))
    assert ports_taken(design) == {("a", "hdr"): 4, ("b", "ports"): 2}


@given(cables=st.lists(st.integers(1, 30), min_size=1, max_size=4))
def test_ports_taken_adds_links_up(cables: list[int]) -> None:
    design, _ = drawn((NIC,), (NDR,))
    links = {
        f"l{place}": Link(id=f"l{place}", a="a", b="b", medium="fabric", cables=count)
        for place, count in enumerate(cables)
    }
    taken = ports_taken(Design(nodes=design.nodes, links=links))
    assert taken == {
        ("a", "nic"): sum(-(-count // 2) for count in cables),
        ("b", "ports"): sum(-(-count // 3) for count in cables),
    }


def test_every_pair_has_a_verdict() -> None:
    verdicts = {fit(a, b).verdict for a, b in itertools.product(GROUPS, GROUPS)}
    assert verdicts == {"yes", "adapter", "no"}


def test_between_two_that_take_and_give_power_the_first_feeds_the_second() -> None:
    ups = (
        PortGroup(name="input", media=("power",), count=1, role="in"),
        PortGroup(name="output", media=("power",), count=9, role="out"),
    )
    pair = best_pair(ups, ups, "power")
    assert pair is not None
    assert (pair[0].name, pair[1].name) == ("output", "input")
    supply = (PortGroup(name="psu", media=("power",), count=2),)
    to_outlet = best_pair(supply, (ups[1], ups[0]), "power")
    assert to_outlet is not None
    assert to_outlet[1].name == "output"


def test_pairs_found_once_are_those_of_each_link(library):
    """Power, panels, cards and links without ports among them; taken ports are those that each link takes by itself."""
    stacks = [build_template(name, library, {}) for name in ("dgx-superpod-h100", "ai-stack")]
    for made in (*stacks, leaf_spine(panels=2)):
        pairs = PortPairs(made)
        assert [pairs.of(link) for link in made.links.values()] == [joined_ports(made, i) for i in made.links.values()]
        taken = {}
        for link in made.links.values():
            pair, used = joined_ports(made, link), ports_used(made, link)
            for node_id, group, cables, ways in (
                ((link.a, pair[0], used[0], pair[2].a_ways), (link.b, pair[1], used[1], pair[2].b_ways)) if pair else ()
            ):
                key = (node_id, group.name)
                taken[key] = taken.get(key, 0) + ports_needed(cables, ways)
        assert ports_taken(made) == taken
