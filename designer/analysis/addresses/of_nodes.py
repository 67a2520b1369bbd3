"""An address plan as it is asked for node by node: the devices of a node, each with its ports."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from designer.analysis.addresses.records import AddressPlan, PlannedDevice, PlannedPort


class DeviceAddresses(NamedTuple):
    """One device of a plan with its ports, in the order of their interfaces."""

    device: PlannedDevice
    ports: Sequence[PlannedPort]


class NodeAddresses:
    """The devices of a plan by their nodes."""

    def __init__(self, plan: AddressPlan) -> None:
        self.plan = plan
        ports: list[list[PlannedPort]] = [[] for _ in plan.devices]
        for port in plan.ports:
            ports[port.device].append(port)
        found: dict[str, list[DeviceAddresses]] = {}
        for device, mine in zip(plan.devices, ports, strict=True):
            found.setdefault(device.node, []).append(DeviceAddresses(device, mine))
        self._by_node: Mapping[str, Sequence[DeviceAddresses]] = found

    def of(self, node_id: str) -> Sequence[DeviceAddresses]:
        """Return the devices of a node by copy; none where no cable of a network ends at it."""
        return self._by_node.get(node_id, ())

    def peer_words(self, port: PlannedPort) -> str:
        """Return what PORT is joined to: "Spine switch 2 osfp 3"."""
        return f"{self.plan.devices[port.peer].name} {port.peer_port}"

    def system(self, port: PlannedPort) -> int:
        """Return the autonomous system at the other end of PORT; 0 where it has none."""
        return self.plan.devices[port.peer].asn


def address_words(port: PlannedPort) -> str:
    """Return both addresses of PORT: "10.0.0.0/31 to 10.0.0.1/31"; that of a host's network at its switch."""
    own = " and ".join(filter(None, (port.address, port.address6)))
    other = " and ".join(filter(None, (port.peer_address, port.peer_address6)))
    if own and other:
        return f"{own} to {other}"
    if other:
        return f"no address, host {other}"
    return own or "no address: a link without numbers"


def device_words(device: PlannedDevice) -> str:
    """Return what DEVICE has besides its ports: "Loopback 10.255.0.1 · AS 4200000001 · hosts 10.128.0.0/24"."""
    loopback = " and ".join(filter(None, (device.loopback, device.loopback6)))
    words = [
        f"Loopback {loopback}" if loopback else "",
        f"AS {device.asn}" if device.asn else "",
        f"hosts {' and '.join(filter(None, (device.network, device.network6)))}" if device.network else "",
        f"VLAN {device.vlan}" if device.vlan else "",
        f"management {device.management}" if device.management else "",
    ]
    return " · ".join(filter(None, words)) or "It routes nothing, so that it has no loopback and no system."
