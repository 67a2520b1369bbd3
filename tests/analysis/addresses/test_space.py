"""Prefixes cut by hand: where each address lies, what is refused and what is named instead; ports and their words."""

import pytest
from msgspec.structs import replace

from designer.analysis.addresses.of_nodes import NodeAddresses, address_words, device_words
from designer.analysis.addresses.plan import address_plan
from designer.analysis.addresses.ports import DevicePorts
from designer.analysis.addresses.shortage import settings_are_own, shortage
from designer.analysis.addresses.space import Space
from designer.export.cables.drawn_network import network_of
from designer.model.address_settings import AddressSettings
from designer.model.design import Design, Node
from designer.model.parts.part import PortGroup
from designer.model.records import RefusedInput
from tests.builders.networks import NETWORKS, drawn

SIX = "fd00:1:2::/48"


def space(**fields: object) -> Space:
    return Space(AddressSettings(**{"ipv6": SIX, **fields}))  # pyright: ignore[reportArgumentType]


def test_loopbacks_of_switches_are_in_the_lower_three_quarters_and_of_hosts_above():
    cut = space(loopbacks="10.9.0.0/24")
    assert cut.loopback(0, switch=True, who="") == "10.9.0.1"
    assert cut.loopback(190, switch=True, who="") == "10.9.0.191"
    assert cut.loopback(0, switch=False, who="") == "10.9.0.193"  # 256 × 6/8 + 1
    assert cut.loopback6(4, switch=True) == "fd00:1:2::5"
    assert cut.loopback6(4, switch=False) == "fd00:1:2:1::5"
    assert cut.shortage() == ""
    cut.loopback(191, switch=True, who="spine 9")
    assert "no room for spine 9: loopbacks" in cut.shortage()
    assert "10.9.0.0/24 and must be a /23 or larger. Set addresses loopbacks=PREFIX." in cut.shortage()


@pytest.mark.parametrize(
    ("number", "place", "switch", "found"),
    [
        # Of 10.0.0.0/16, 65,536 addresses, six eighths are of the first 64 links of switches, two addresses each.
        (0, 0, True, ("10.0.0.0/31", "10.0.0.1/31", "fd00:1:2:2::/127", "fd00:1:2:2::1/127")),
        (1, 3, True, ("10.0.0.134/31", "10.0.0.135/31", "fd00:1:2:2::86/127", "fd00:1:2:2::87/127")),
        (1, 63, True, ("10.0.0.254/31", "10.0.0.255/31", "fd00:1:2:2::fe/127", "fd00:1:2:2::ff/127")),
        # The 64th is the first of the part beyond, from 49,152 on; its number begins anew.
        (1, 64, True, ("10.0.192.128/31", "10.0.192.129/31", "fd00:1:2:4::80/127", "fd00:1:2:4::81/127")),
        (0, 127, True, ("10.0.192.126/31", "10.0.192.127/31", "fd00:1:2:4::7e/127", "fd00:1:2:4::7f/127")),
        # Hosts that route have 16 each, from 57,344 on.
        (2, 15, False, ("10.0.224.94/31", "10.0.224.95/31", "fd00:1:2:3::5e/127", "fd00:1:2:3::5f/127")),
    ],
)
def test_links_of_a_device_lie_by_its_number(number: int, place: int, switch: bool, found: tuple[str, ...]):
    assert space(links="10.0.0.0/16").link(number, place, switch=switch, who="") == found


@pytest.mark.parametrize(("place", "switch", "most"), [(128, True, 128), (16, False, 16)])
def test_more_links_than_there_are_addresses_are_refused(place: int, switch: bool, most: int):
    space().link(0, place - 1, switch=switch, who="leaf 1")
    with pytest.raises(RefusedInput, match=f"leaf 1 has more than {most} links"):
        space().link(0, place, switch=switch, who="leaf 1")


@pytest.mark.parametrize(
    ("field", "who", "number", "place", "told", "words"),
    [
        # 48 switches × 128 addresses are the 6,144 of six eighths of a /19, 8,192 addresses; one more asks for twice.
        ("link", "leaf 48", 47, 63, True, ""),
        ("link", "leaf 49", 48, 0, True, "leaf 49: links, the prefix of links between switches, is 10.0.0.0/19"),
        ("link", "leaf 49", 48, 0, True, "must be a /18 or larger. Set addresses links=PREFIX, or link_addresses="),
        # An eighth, 1,024, are 8 switches beyond or 32 hosts.
        ("link", "leaf 8", 7, 127, True, ""),
        ("link", "leaf 9", 8, 64, True, "leaf 9"),
        ("link", "host 32", 31, 15, False, ""),
        ("link", "host 33", 32, 0, False, "host 33"),
        # Eight networks of a /25 in a /22, four of a /26 in a /24.
        ("network", "leaf 8", 7, 0, False, ""),
        ("network", "leaf 9", 8, 0, False, "leaf 9: hosts, the prefix of networks of hosts"),
        ("network", "m 4", 3, 0, True, ""),
        ("network", "m 5", 4, 0, True, "must be a /23 or larger. Set addresses management=PREFIX."),
        # A /25 has 126 addresses, one for the switch: 125 ports. A /26 has 61.
        ("host", "leaf 1", 0, 124, False, ""),
        (
            "host",
            "leaf 1",
            0,
            125,
            False,
            "The network of leaf 1, a /25, has no address for what hangs on its port 126",
        ),
        ("host", "leaf 1", 0, 125, False, ": it must be a /24. Set addresses host_length=24."),
        ("host", "m 1", 0, 60, True, ""),
        ("host", "m 1", 0, 61, True, "port 62: it must be a /25. Set addresses management_length=25."),
    ],
)
def test_what_does_not_fit_is_told_with_what_would(
    field: str, who: str, number: int, place: int, told: bool, words: str
):
    cut = space(links="10.0.0.0/19", hosts="10.128.0.0/22", management="172.16.0.0/24")
    if field == "link":
        cut.link(number, place, switch=told, who=who)
    elif field == "network":
        cut.network(number, management=told, who=who)
    else:
        cut.host(number, place, management=told, who=who)
    if not words:
        assert cut.shortage() == ""
        cut.require()
        return
    assert words in cut.shortage()
    with pytest.raises(RefusedInput):
        cut.require()


def test_the_fullest_port_is_told_of_several_that_have_no_address():
    cut = space()
    for slot in (130, 300, 200):
        cut.host(0, slot, management=False, who=f"leaf {slot}")
    assert (
        "The network of leaf 300, a /25, has no address for what hangs on its port 301: it must be a /23"
        in cut.shortage()
    )


def test_networks_of_hosts_by_hand():
    cut = space(host_length=28)
    assert cut.network(3, management=False, who="") == ("10.128.0.48/28", "fd00:1:2:16::/64")
    assert cut.network(3, management=True, who="") == ("172.16.0.192/26", "fd00:1:2:17::/64")
    assert cut.host(3, 4, management=False, who="") == ("10.128.0.54/28", "fd00:1:2:16::6/64")
    assert cut.host(3, -1, management=True, who="") == ("172.16.0.193/26", "fd00:1:2:17::1/64")
    assert space(ipv6="").network(3, management=False, who="") == ("10.128.1.128/25", "")


@pytest.mark.parametrize(("prefix", "most"), [("fd00:1:2::/48", 32_760), ("fd00:1::/47", 65_520)])
def test_a_prefix_of_ipv6_holds_so_many_networks(prefix: str, most: int):
    """Of 65,536 the first 16 are of loopbacks and links, and each switch has two; a /47 has twice as many."""
    cut = space(ipv6=prefix, hosts="10.0.0.0/8", links="11.0.0.0/9")
    assert cut.network(most - 1, management=False, who="")[1]
    with pytest.raises(RefusedInput, match="too small for the networks of hosts"):
        cut.network(most, management=False, who="")


def test_systems_of_switches_groups_and_hosts():
    cut = space(asn_base=4_250_000_000)
    assert cut.asn(7, switch=True, shared=False, who="") == 4_250_000_007
    assert cut.asn(7, switch=True, shared=True, who="") == 4_260_000_007
    assert cut.asn(7, switch=False, shared=False, who="") == 4_270_000_007
    assert cut.asn(9_999_999, switch=True, shared=False, who="") == 4_259_999_999
    with pytest.raises(RefusedInput, match="left for leaf: its number is 10,000,000"):
        cut.asn(10_000_000, switch=True, shared=False, who="leaf")


GROUPS = (
    PortGroup(name="osfp", media=("fabric",), count=4, rate_gbps=400.0),
    PortGroup(name="psu", media=("power",), count=2),
    PortGroup(name="sfp", media=("management", "fabric"), count=2, rate_gbps=10.0),
)


@pytest.mark.parametrize(
    ("kind", "taken", "numbers"),
    [
        # Of a switch: 4 + 2 whole ports, then the second parts of each.
        ("switch", [("osfp", 3, 1), ("sfp", 2, 1), ("osfp", 3, 2), ("osfp", 1, 3)], [3, 6, 9, 13]),
        ("server", [("osfp", 3, 1), ("sfp", 2, 1), ("osfp", 3, 2)], [1, 3, 2]),
        # A port of a group that it has not, or one past the last of a group that meets another: in turn.
        ("switch", [("osfp", 3, 1), ("lost", 2, 1)], [2, 1]),
        ("switch", [("osfp", 5, 1), ("sfp", 1, 1), ("sfp", 2, 1)], [1, 2, 3]),
    ],
)
def test_ports_with_a_cable_are_numbered(kind: str, taken: list[tuple[str, int, int]], numbers: list[int]):
    ports, keys = DevicePorts(), [(0, 0, *one) for one in taken]
    for key in keys:
        ports.take(key)
    ports.number(Node(id="one", kind=kind), GROUPS)
    assert [ports.interface(key) for key in keys] == numbers


def test_addresses_of_a_node_in_words():
    design = drawn(NETWORKS["rails"])
    found = NodeAddresses(address_plan(design, network_of(design, design.parts).cables))
    leaf, other = found.of("leaf")
    assert (leaf.device.id, other.device.id, found.of("nobody")) == ("leaf[0]", "leaf[1]", ())
    assert [port.interface for port in other.ports] == [1, 2, 3, 4, 5, 6, 7]
    assert device_words(leaf.device) == "Loopback 192.168.0.1 · AS 4200000000 · hosts 10.128.0.0/25 · VLAN 101"
    assert device_words(found.of("node")[0].device).startswith("It routes nothing")
    managed = leaf.device._replace(loopback6="fd00::1", asn=0, network="", vlan=0, management="172.16.0.0/26")
    assert device_words(managed) == "Loopback 192.168.0.1 and fd00::1 · management 172.16.0.0/26"
    up, access = leaf.ports[5], leaf.ports[0]
    assert (found.peer_words(up), found.system(up)) == ("spine 1 port 1", 4_210_000_128)
    assert (found.peer_words(access), found.system(access)) == ("node 1 port 1", 0)
    assert address_words(up) == "10.0.0.0/31 to 10.0.0.1/31"
    assert address_words(access) == "no address, host 10.128.0.2/25"
    assert address_words(access._replace(peer_address="")) == "no address: a link without numbers"
    assert address_words(up._replace(peer_address="", address6="fd00::/127")) == "10.0.0.0/31 and fd00::/127"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        # Two spines of number 128 and 129 need loopbacks up to the 131st of three quarters of them: 175 of a /24.
        ({"loopbacks": "192.168.0.0/25"}, "no room for spine 2: loopbacks"),
        ({"loopbacks": "192.168.0.0/24"}, ""),
        # Five cables hang on each leaf, which with itself takes a network of at least eight addresses.
        ({"host_length": 29}, ""),
        ({"hosts": "10.128.0.0/25"}, "no room for leaf 2: hosts"),
        # The second leaf owns its first link, addresses 128 and 129 of six eighths: a /24.
        (
            {"links": "10.0.0.0/25"},
            "leaf 2: links, the prefix of links between switches, is 10.0.0.0/25 and must be a /24",
        ),
        ({"links": "10.0.0.0/25", "link_addresses": "unnumbered"}, ""),
        ({"links": "10.0.0.0/24"}, ""),
    ],
)
def test_what_the_rails_need_at_least(fields: dict[str, object], words: str):
    design = of("rails", **fields)
    assert (words in shortage(design)) if words else shortage(design) == ""
    assert settings_are_own(design) == bool(fields)


def test_ports_of_a_switch_are_counted_by_its_copy():
    """Six hosts and their leaf want seven addresses, of which a /29 has six; numbers that are kept are no setting."""
    wide = drawn("n: gpu-server x12\nleaf: switch x2\nspine: switch\na: n -- leaf x12\nu: leaf -- spine x2")
    narrow = replace(wide, settings=replace(wide.settings, addresses=AddressSettings(host_length=29)))
    assert "port 6: it must be a /28. Set addresses host_length=28." in shortage(narrow)
    kept = replace(wide, settings=replace(wide.settings, addresses=AddressSettings(numbers={"leaf": 3})))
    assert not settings_are_own(kept)


def of(name: str, **fields: object) -> Design:
    """A network with settings of its own for addresses."""
    design = drawn(NETWORKS[name])
    addresses = AddressSettings(**fields)  # pyright: ignore[reportArgumentType]
    return replace(design, settings=replace(design.settings, addresses=addresses))
