"""The address plan: no address twice, the same whatever comes to stand beside a device, refused where too small."""

import re
from ipaddress import ip_interface, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.addresses.plan import address_plan
from designer.analysis.addresses.records import AddressPlan
from designer.edit.addresses import set_addresses
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import set_node
from designer.edit.removal import remove_with_flows
from designer.edit.templates.templates import build_template
from designer.export.cables.drawn_network import network_of
from designer.model.design import Design
from designer.model.kinds import SWITCHES
from designer.model.network.device_numbers import number_of
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY


def plan_of(design: Design) -> AddressPlan:
    return address_plan(design, network_of(design, LIBRARY.parts).cables)


def built(name: str, **settings: str) -> Design:
    return build_template(name, LIBRARY, settings)


def devices(plan: AddressPlan) -> dict[str, tuple[object, ...]]:
    return {one.id: (one.loopback, one.asn, one.network, one.management) for one in plan.devices}


def links(plan: AddressPlan) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for port in plan.ports:
        if port.use == "link":
            found.setdefault((plan.devices[port.device].id, plan.devices[port.peer].id), []).append(port.address)
    return found


@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 3_000)), unique=True, max_size=60))
def test_no_two_devices_have_one_number(places: list[tuple[int, int]]) -> None:
    numbers = [number_of(rank, copy, several=True) for rank, copy in places]
    numbers += [number_of(rank, 0, several=False) for rank in {rank for rank, _ in places}]
    assert len(set(numbers)) == len(numbers)


def test_numbers_of_one_node_follow_each_other_at_first_and_leave_none_out_for_long() -> None:
    assert [number_of(0, copy, several=True) for copy in range(96)] == list(range(96))
    every = {number_of(rank, copy, several=True) for rank in range(64) for copy in range(2_048)}
    # Three of four blocks of the first numbers are taken by the first nodes and copies: nothing near lies idle.
    assert sum(number < 4_096 for number in every) == 3_072


def test_no_address_is_given_twice_and_each_lies_in_its_prefix() -> None:
    plan = plan_of(set_addresses(d := built("dgx-superpod-h100"), {"ipv6": "fd00:1:2::/48"}).applied(d))
    four = [ip_interface(port.address) for port in plan.ports if port.address]
    six = [port.address6 for port in plan.ports if port.address6]
    loopbacks = [one.loopback for one in plan.devices if one.loopback]
    assert len(four) == len(set(four)) == len(set(six)) == len(six) > 1_000
    assert len(loopbacks) == len(set(loopbacks)) == sum(one.routes for one in plan.devices)
    prefixes = {
        use: ip_network(plan.settings.hosts if use == "host" else plan.settings.links) for use in ("host", "link")
    }
    for port in plan.ports:
        if port.address and port.medium != "management":
            assert ip_interface(port.address).ip in prefixes[port.use]
        if port.use == "link":
            # RFC 3021: both ends of a link are the two addresses of one /31.
            assert ip_interface(port.address).network == ip_interface(port.peer_address).network
        elif port.use == "host":
            switch = plan.devices[port.peer]
            network = ip_network(switch.management if port.medium == "management" else switch.network)
            assert ip_interface(port.address).network == network
            assert ip_interface(port.peer_address).ip == network.network_address + 1


def test_a_leaf_that_is_added_renumbers_no_other() -> None:
    before = built("leaf-spine", nodes="256", links_per_node="4")
    copies, cables = before.nodes["leaf"].copies, before.links["uplinks"].cables
    more = set_node(before, "leaf", copies=copies + 40).applied(before)
    after = set_link(more, "uplinks", cables=cables // copies * (copies + 40)).applied(more)
    old, new = plan_of(before), plan_of(after)
    assert len(new.devices) == len(old.devices) + 40
    assert devices(old).items() <= devices(new).items()
    assert links(old).items() <= links(new).items()


def test_a_switch_node_that_is_added_renumbers_no_other_and_kept_numbers_stay_when_one_goes() -> None:
    before = built("dragonfly")
    routers = [node.id for node in before.nodes_in_order() if node.kind in SWITCHES]
    assert len(routers) > 10
    kept = set_addresses(before, {"keep": "yes"}).applied(before)
    fewer = remove_with_flows(kept, [routers[3]]).applied(kept)
    old, new = plan_of(before), plan_of(fewer)
    assert devices(new).items() <= devices(old).items()
    assert devices(plan_of(remove_with_flows(before, [routers[3]]).applied(before))) != devices(new)
    again = set_addresses(kept, {"keep": "no"}).applied(kept)
    assert again.settings == before.settings


def test_leaves_have_a_system_of_their_own_and_spines_of_a_plane_one_together() -> None:
    plan = plan_of(built("dual-plane"))
    planes = {port.device: port.plane for port in plan.ports if port.use != "host"}
    spines = {(planes[place], one.asn) for place, one in enumerate(plan.devices) if one.role == "spine"}
    leaves = [one.asn for one in plan.devices if one.role == "leaf"]
    assert len(spines) == 2 == len({asn for _, asn in spines})
    assert len(set(leaves)) == len(leaves)
    assert all(4_200_000_000 <= one.asn <= 4_294_967_294 for one in plan.devices if one.routes)
    for port in plan.ports:
        if port.use == "link":
            assert plan.devices[port.device].asn != plan.devices[port.peer].asn
    tree = plan_of(built("fat-tree", k="4"))
    # RFC 7938 §5.2.1: tier 2 of each of the four pods has one, and tier 1 of the whole has one.
    assert [len({one.asn for one in tree.devices if one.role == role}) for role in ("leaf", "spine", "core")] == [
        8,
        4,
        1,
    ]


def test_card_k_of_a_host_is_on_rail_k_of_each_plane() -> None:
    plan = plan_of(built("rail-optimised", hosts="16"))
    for port in plan.ports:
        if port.use == "host":
            assert port.rail == port.interface
        elif port.use == "access":
            assert port.vlan == 100 + port.rail
    leaves: dict[int, set[int]] = {}
    for port in plan.ports:
        if port.use == "access":
            leaves.setdefault(port.device, set()).add(port.rail)
    assert sorted(rail for (rail,) in leaves.values()) == list(range(1, 9))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"links": "10.0.0.0/20"},
            "Leaf switch 8: links, the prefix of links between switches, is 10.0.0.0/20 and must ",
        ),
        ({"host_length": "28"}, "its port 32: it must be a /26. Set addresses host_length=26."),
    ],
)
def test_what_is_too_small_is_refused_and_what_is_named_suffices(fields: dict[str, str], words: str) -> None:
    design = built("leaf-spine")
    small = set_addresses(design, fields).applied(design)
    with pytest.raises(RefusedInput) as told:
        plan_of(small)
    assert words in str(told.value)
    length = int(re.search(r"must be a /(\d+)", str(told.value))[1])
    field = next(iter(fields))

    def with_length(one: int) -> Design:
        said = {field: f"10.0.0.0/{one}" if field == "links" else str(one)}
        return set_addresses(small, said).applied(small)

    assert plan_of(with_length(length)).ports
    with pytest.raises(RefusedInput):
        plan_of(with_length(length + 1))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"links": "10.0.0.1/20"}, "write 10.0.0.0/20"),
        ({"links": "10.128.0.0/20"}, "overlap"),
        ({"hosts": "hosts"}, "is no prefix"),
        ({"ipv6": "10.0.0.0/8"}, "must be a prefix of IPv6"),
        ({"asn_base": "65000"}, "private autonomous systems"),
        ({"keep": "perhaps"}, "yes or no"),
        ({"link_addresses": "none"}, "numbered or unnumbered"),
        ({"numbers": "1"}, "has no field 'numbers'"),
    ],
)
def test_settings_that_make_no_plan_are_refused_in_one_line(fields: dict[str, str], words: str) -> None:
    with pytest.raises(RefusedInput, match=words) as told:
        set_addresses(Design(), fields)
    assert "\n" not in str(told.value)


def test_settings_are_undone_as_one_and_a_field_goes_back_to_what_is_usual() -> None:
    design = built("leaf-spine")
    changes = set_addresses(design, {"links": "100.64.0.0/12", "asn_base": "4210000000"})
    after = changes.applied(design)
    assert changes.inverted().applied(after) == design
    assert set_addresses(after, {"links": "", "asn_base": ""}).applied(after).settings == design.settings
    assert plan_of(after).ports[0].address.startswith("100.64.")
    assert plan_of(replace(design, settings=replace(design.settings, name="Other"))).ports == plan_of(design).ports
