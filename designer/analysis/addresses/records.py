"""Records of the address plan: devices, ports and the networks of hosts."""

from typing import NamedTuple, Protocol

from designer.model.address_settings import AddressSettings
from designer.model.parts.part import Medium


class CableEnd(Protocol):
    """One end of a cable, as the cable schedule names it."""

    @property
    def node(self) -> str:
        """Id of the node."""
        ...

    @property
    def copy(self) -> int:
        """Copy of the node, from 0 through the whole design."""
        ...

    @property
    def group(self) -> str:
        """Port group; "" where none is told."""
        ...

    @property
    def port(self) -> str:
        """Number in the group, from 1; "3/2" is the second part of a port that is split."""
        ...


class Cable(Protocol):
    """A cable from device to device."""

    @property
    def id(self) -> str:
        """Short name of the schedule: "F-0012"."""
        ...

    @property
    def link(self) -> str:
        """Id of the link that it is one of."""
        ...

    @property
    def medium(self) -> Medium:
        """The network that it is of."""
        ...

    @property
    def a(self) -> CableEnd:
        """The end at a."""
        ...

    @property
    def b(self) -> CableEnd:
        """The end at b."""
        ...


class PlannedDevice(NamedTuple):
    """One device of the network.

    Attributes:
        node: Id of the node; of a card in a server, that of the server.
        copy: Which copy, from 0 through the whole design.
        name: What people call it, as everywhere.
        host: That name as one of a host (RFC 1123): "leaf-switch-3".
        role: "leaf", "spine", "host", "storage" and so on; "" where nothing tells.
        routes: Whether it passes on what others send, and so has a loopback and an autonomous system.
        number: In the plan, among those of its sort.
        loopback: IPv4 address without a length; "" of what does not route.
        loopback6: The same of IPv6; "" where no prefix is set.
        asn: Autonomous system; 0 of what does not route.
        network: IPv4 network of its hosts: "10.128.3.0/24"; "" where it has none.
        network6: The same of IPv6.
        vlan: VLAN of that network; 0 for none.
        management: The network that a management switch has for what it manages.
        management6: The same of IPv6.
        management_vlan: Its VLAN; 0 for none.
    """

    node: str
    copy: int
    name: str
    host: str
    role: str
    routes: bool
    number: int
    loopback: str = ""
    loopback6: str = ""
    asn: int = 0
    network: str = ""
    network6: str = ""
    vlan: int = 0
    management: str = ""
    management6: str = ""
    management_vlan: int = 0

    @property
    def id(self) -> str:
        """The copy: "leaf[3]"."""
        return f"{self.node}[{self.copy}]"


class PlannedPort(NamedTuple):
    """One end of one cable.

    Attributes:
        device: Place of its device in the plan.
        port: As labels say it: "osfp 3/2", with the name of the card that has it.
        interface: Number of the port on the device, from 1; a lab calls it eth1.
        cable: Short name of the schedule.
        link: Id of the link.
        medium: The network that it is of.
        peer: Place of the device at the other end in the plan.
        peer_port: Its port there.
        peer_interface: Its number there.
        use: "link" between two that route, "access" of a host's network at its switch, "host" at the host.
        address: IPv4 address with its length: "10.0.0.0/31"; "" where it has none of its own.
        peer_address: That of the other end; at a host, of its switch in the network of the hosts.
        address6: IPv6 address with its length.
        peer_address6: That of the other end.
        vlan: VLAN of an access port; 0 for none.
        rail: Which card of the host it is of, from 1; 0 where none is told.
        plane: Which plane it is in, from 1; 0 where none is told.
    """

    device: int
    port: str
    interface: int
    cable: str
    link: str
    medium: Medium
    peer: int
    peer_port: str
    peer_interface: int
    use: str
    address: str
    peer_address: str
    address6: str
    peer_address6: str
    vlan: int
    rail: int
    plane: int


class AddressPlan(NamedTuple):
    """The address plan of a design.

    Attributes:
        devices: In the order of their nodes and copies, switches first.
        ports: By device, then by interface; both ends of every cable.
        settings: That it was made by.
        planes: How many planes each network has, by medium; networks without switches are left out.
        notes: What is to be known of it, one plain line each.
    """

    devices: tuple[PlannedDevice, ...]
    ports: tuple[PlannedPort, ...]
    settings: AddressSettings
    planes: dict[Medium, int]
    notes: tuple[str, ...] = ()
