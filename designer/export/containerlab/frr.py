"""Configurations of FRRouting, one for each device that routes: eBGP as the address plan has it.

Syntax: FRRouting user guide, BGP (docs.frrouting.org/en/stable-8.5/bgp.html); "frr defaults datacenter" takes what
neighbours of other systems send without a policy, and uses several ways at once.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from designer.analysis.addresses.records import AddressPlan, PlannedDevice, PlannedPort

DAEMONS: Final = """zebra=yes
bgpd=yes
vtysh_enable=yes
zebra_options="  -A 127.0.0.1 -s 90000000"
bgpd_options="   -A 127.0.0.1"
"""
"""Which daemons a container of FRRouting starts."""
_LINE: Final = 200


def frr_config(plan: AddressPlan, device: PlannedDevice, ports: Sequence[PlannedPort], names: Sequence[str]) -> str:
    """Return the configuration of DEVICE.

    Args:
        plan: The address plan.
        device: One that routes.
        ports: Its ports.
        names: Of all devices of the plan, in its order, as the lab has them.
    """
    return "\n".join(_lines(plan, device, ports, names)) + "\n"


def _lines(
    plan: AddressPlan, device: PlannedDevice, ports: Sequence[PlannedPort], names: Sequence[str]
) -> Iterator[str]:
    own = plan.settings.link_addresses == "numbered"
    links = [port for port in ports if port.use == "link"]
    host = names[plan.devices.index(device)] if not ports else names[ports[0].device]
    yield f"! {_plain(device.name)}: {device.role}, {device.id}"
    yield from ("frr defaults datacenter", f"hostname {host}", "service integrated-vtysh-config", "!")
    yield from ("interface lo", f" ip address {device.loopback}/32")
    if device.loopback6:
        yield f" ipv6 address {device.loopback6}/128"
    yield "!"
    for port in ports:
        if port.use == "access":
            continue
        yield from (f"interface eth{port.interface}", f" description {names[port.peer]} eth{port.peer_interface}")
        yield from (f" ip address {port.address}" for _ in range(bool(port.address)))
        yield from (f" ipv6 address {port.address6}" for _ in range(bool(port.address6)))
        yield "!"
    yield from (f"router bgp {device.asn}", f" bgp router-id {device.loopback}")
    # Ways over neighbours of several systems are used at once, as all are equally long.
    yield " bgp bestpath as-path multipath-relax"
    for port in links:
        peer = plan.devices[port.peer]
        near = port.peer_address.split("/")[0] if own else f"eth{port.interface}"
        yield f" neighbor {near}{'' if own else ' interface'} remote-as {peer.asn}"
        yield f" neighbor {near} description {names[port.peer]} eth{port.peer_interface}"
    yield " address-family ipv4 unicast"
    yield from (f"  network {prefix}" for prefix in _announced(device))
    yield " exit-address-family"
    if device.loopback6:
        yield " address-family ipv6 unicast"
        yield from (f"  network {prefix}" for prefix in _announced6(device))
        yield from (
            f"  neighbor {port.peer_address.split('/')[0] if own else f'eth{port.interface}'} activate"
            for port in links
        )
        yield " exit-address-family"
    yield "!"


def _announced(device: PlannedDevice) -> Iterator[str]:
    yield f"{device.loopback}/32"
    yield from (prefix for prefix in (device.network, device.management) if prefix)


def _announced6(device: PlannedDevice) -> Iterator[str]:
    yield f"{device.loopback6}/128"
    yield from (prefix for prefix in (device.network6, device.management6) if prefix)


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:_LINE]


def switch_commands(device: PlannedDevice, ports: Sequence[PlannedPort]) -> list[str]:
    """Return what a switch of Linux runs at its start: the networks of its hosts, each as a bridge over its ports."""
    found: list[str] = []
    for bridge, four, six, management in (
        ("hosts", device.network, device.network6, False),
        ("management", device.management, device.management6, True),
    ):
        if not four:
            continue
        found += [f"ip link add {bridge} type bridge", f"ip addr add {_first(four)} dev {bridge}"]
        found += [f"ip -6 addr add {_first(six)} dev {bridge} nodad"] if six else []
        found += [
            f"ip link set dev eth{port.interface} master {bridge}"
            for port in ports
            if port.use == "access" and (port.medium == "management") == management
        ]
        found.append(f"ip link set dev {bridge} up")
    return found


def _first(network: str) -> str:
    """Return the address of the switch in NETWORK, the first one of it: "10.128.0.0/24" is 10.128.0.1/24."""
    from ipaddress import ip_network

    prefix = ip_network(network)
    return f"{prefix.network_address + 1}/{prefix.prefixlen}"


def host_commands(ports: Sequence[PlannedPort]) -> list[str]:
    """Return what a host of Linux runs at its start: an address on each port, and the way back out of the same one.

    A host with several ports answers by the port that was asked, by a table of routes for each: else what comes by one
    plane would leave by another.
    """
    found: list[str] = []
    hops = ""
    for port in ports:
        if not port.address or port.use != "host":
            continue
        name, table = f"eth{port.interface}", 100 + port.interface
        address, hop = port.address.split("/")[0], port.peer_address.split("/")[0]
        found += [
            f"ip addr add {port.address} dev {name}",
            f"ip route add default via {hop} dev {name} table {table}",
            f"ip rule add from {address} table {table}",
        ]
        if port.address6:
            hop6 = port.peer_address6.split("/")[0]
            address6 = port.address6.split("/")[0]
            found += [
                f"ip -6 addr add {port.address6} dev {name} nodad",
                f"ip -6 route add default via {hop6} dev {name} table {table}",
                f"ip -6 rule add from {address6} table {table}",
            ]
        if port.medium != "management":
            hops += f" nexthop via {hop} dev {name}"
    if hops:
        found.append(f"ip route replace default{hops}")
    return found
