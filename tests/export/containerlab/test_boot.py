"""A written lab boots: FRRouting in network namespaces, with the files as they are; long, and as root alone."""

import time
from collections import Counter
from pathlib import Path

import pytest

from designer.analysis.addresses.plan import address_plan
from designer.analysis.addresses.records import AddressPlan
from designer.edit.addresses import set_addresses
from designer.edit.templates.templates import build_template
from designer.export.cables.drawn_network import network_of
from designer.export.containerlab.lab_kinds import lab_options
from designer.export.containerlab.topology import lab_of, write_containerlab
from tests.export.containerlab.netns_lab import NetnsLab, refusal
from tests.export.containerlab.test_lab import drawn
from tests.shipped import LIBRARY

PATIENCE_S = 60.0
FABRICS = {
    "leaf-spine": {"nodes": "8", "links_per_node": "4", "leaf_radix": "16", "spine_radix": "16"},
    "fat-tree": {"k": "4"},
    "dual-plane": {"hosts": "4", "cards": "2", "leaf_radix": "8", "spine_radix": "8"},
    "torus": {"x": "3", "y": "3", "z": "1"},
}


@pytest.mark.long
@pytest.mark.timeout(280)
@pytest.mark.parametrize("links", ["numbered", "unnumbered"])
@pytest.mark.parametrize("template", FABRICS)
def test_a_lab_boots_and_its_bgp_neighbours_are_the_drawn_links(template: str, links: str, tmp_path: Path) -> None:
    if why := refusal():
        pytest.skip(why)
    design = build_template(template, LIBRARY, FABRICS[template])
    fields = {"link_addresses": links, "ipv6": "fd00:1:2::/48"}
    design = set_addresses(design, fields).applied(design)
    plan = address_plan(design, network_of(design, LIBRARY.parts).cables)
    path = tmp_path / "lab.clab.yml"
    write_containerlab(path, lab_of(design, plan, lab_options({})))
    lab = NetnsLab(path, tmp_path)
    device = {name: node["labels"]["stackwright-device"] for name, node in lab.topology["nodes"].items()}
    place = {one.id: number for number, one in enumerate(plan.devices)}
    routers = [name for name, one in device.items() if plan.devices[place[one]].routes]
    wanted = drawn(design)
    both = {tuple(sorted(pair)) for pair in wanted if all(plan.devices[place[end]].routes for end in pair)}
    try:
        lab.start()
        until = time.monotonic() + PATIENCE_S
        while (met := _neighbours(lab, routers, device)) != _twice(wanted, both) and time.monotonic() < until:
            time.sleep(1)
        assert met == _twice(wanted, both)
        _reach(lab, plan, {one: name for name, one in device.items()})
    finally:
        lab.stop()


def _twice(wanted: Counter[tuple[str, ...]], both: set[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """Return the links between routers, each seen from both of its ends."""
    return Counter({pair: 2 * wanted[pair] for pair in both})


def _neighbours(lab: NetnsLab, routers: list[str], device: dict[str, str]) -> Counter[tuple[str, ...]]:
    """Return how many sessions that stand join each two routers, by what each is told of the one at the other end."""
    found: Counter[tuple[str, ...]] = Counter()
    for name in routers:
        peers = lab.asks(name, "show bgp neighbors")
        for peer in peers.values():
            if isinstance(peer, dict) and peer.get("bgpState") == "Established":
                # The name that the other end says of itself as it opens the session, not what we wrote about it.
                found[tuple(sorted((device[name], device[peer["hostname"]])))] += 1
    return found


def _reach(lab: NetnsLab, plan: AddressPlan, names: dict[str, str]) -> None:
    """Every address of the last host, and the loopback of the last router, answers to the first host or router."""
    devices = plan.devices
    ports = [port for port in plan.ports if port.use == "host" and port.medium != "management"]
    if not ports:
        first, last = devices[0], devices[-1]
        assert _answers(lab, names[first.id], last.loopback, first.loopback)
        assert _answers(lab, names[first.id], last.loopback6, first.loopback6)
        return
    first, last = min(port.device for port in ports), max(port.device for port in ports)
    for plane in {port.plane for port in ports}:
        here = next(port for port in ports if port.device == first and port.plane == plane)
        there = [port for port in ports if port.device == last and port.plane == plane]
        assert there
        for port in there:
            for field in ("address", "address6"):
                source, target = (getattr(one, field).split("/")[0] for one in (here, port))
                assert _answers(lab, names[devices[first].id], target, source), (here, port)


def _answers(lab: NetnsLab, name: str, address: str, source: str) -> bool:
    return any(lab.answers(name, address, source) for _ in range(10))
