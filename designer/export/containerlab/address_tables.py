"""The address plan as tables for configuration tools: a row for each port, a document, an inventory of Ansible."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from designer.analysis.addresses.records import AddressPlan, PlannedDevice, PlannedPort
from designer.export.containerlab.names import group_name
from designer.export.containerlab.yaml_value import yaml_value
from designer.export.safe_cells import safe_cell
from designer.files.writing import write_in_pieces
from designer.model.address_settings import USUAL
from designer.model.records import RefusedInput

NOTHING_WIRED: Final = (
    "There are no addresses to write: no two devices of the design are joined by a cable of the fabric, the storage or "
    "the management network."
)
SUFFIXES: Final = (".csv", ".json", ".yaml", ".yml")
HEADINGS: Final = (
    "Device",
    "Name",
    "Host name",
    "Role",
    "Loopback",
    "ASN",
    "Port",
    "Interface",
    "Peer",
    "Peer name",
    "Peer port",
    "Peer interface",
    "Address",
    "Peer address",
    "IPv6 address",
    "Peer IPv6 address",
    "Network",
    "VLAN",
    "Rail",
    "Plane",
    "Medium",
    "Link",
    "Cable",
)
Cell = str | int


def address_rows(plan: AddressPlan) -> Iterator[tuple[Cell, ...]]:
    """Yield a row under HEADINGS for each port of PLAN; "" where there is none of it."""
    for port in plan.ports:
        device, peer = plan.devices[port.device], plan.devices[port.peer]
        yield (
            device.id,
            device.name,
            device.host,
            device.role,
            device.loopback,
            device.asn or "",
            port.port,
            f"eth{port.interface}",
            peer.id,
            peer.name,
            port.peer_port,
            f"eth{port.peer_interface}",
            port.address,
            port.peer_address,
            port.address6,
            port.peer_address6,
            network_of_port(plan, port),
            port.vlan or "",
            port.rail or "",
            port.plane or "",
            port.medium,
            port.link,
            port.cable,
        )


def network_of_port(plan: AddressPlan, port: PlannedPort) -> str:
    """Return the network of hosts that a port is in; "" of a link between two that route."""
    if port.use == "link":
        return ""
    switch = plan.devices[port.device if port.use == "access" else port.peer]
    return switch.management if port.medium == "management" else switch.network


def write_addresses(path: Path, plan: AddressPlan) -> None:
    """Write PLAN to PATH by its ending: a table (.csv), a document (.json) or an inventory of Ansible (.yaml).

    Raises:
        RefusedInput: the ending is none of SUFFIXES, nothing is wired, or PATH cannot be written.
    """
    if not plan.ports:
        raise RefusedInput(NOTHING_WIRED)
    match path.suffix.lower():
        case ".csv":
            pieces = _table(plan)
        case ".json":
            pieces = iter([msgspec.json.format(msgspec.json.encode(address_document(plan)), indent=2)])
        case ".yaml" | ".yml":
            pieces = _inventory(plan)
        case _:
            raise RefusedInput(f"{path.name}: addresses are written as {', '.join(SUFFIXES)}.")
    write_in_pieces(path, pieces)


def _table(plan: AddressPlan) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in address_rows(plan):
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    yield text.getvalue().encode()


def address_document(plan: AddressPlan) -> dict[str, Any]:
    """Return PLAN as one JSON document: settings, devices with their ports, notes."""
    ports: list[list[dict[str, Any]]] = [[] for _ in plan.devices]
    for port in plan.ports:
        ports[port.device].append(_port(plan, port))
    devices = [
        {"host_name": device.host, **_device(device), "ports": mine}
        for device, mine in zip(plan.devices, ports, strict=True)
    ]
    settings = plan.settings
    fields = [name for name in type(USUAL).__struct_fields__ if name != "numbers"]
    return {
        "settings": {name: getattr(settings, name) for name in fields},
        "planes": dict(plan.planes),
        "devices": devices,
        "notes": list(plan.notes),
    }


def _device(device: PlannedDevice) -> dict[str, Any]:
    return {
        "device": device.id,
        "name": device.name,
        "role": device.role,
        "routes": device.routes,
        "loopback": device.loopback,
        "loopback6": device.loopback6,
        "asn": device.asn or None,
        "network": device.network,
        "network6": device.network6,
        "vlan": device.vlan or None,
        "management_network": device.management,
        "management_network6": device.management6,
        "management_vlan": device.management_vlan or None,
    }


def _port(plan: AddressPlan, port: PlannedPort) -> dict[str, Any]:
    peer = plan.devices[port.peer]
    return {
        "interface": f"eth{port.interface}",
        "port": port.port,
        "use": port.use,
        "peer": peer.id,
        "peer_host_name": peer.host,
        "peer_port": port.peer_port,
        "peer_interface": f"eth{port.peer_interface}",
        "peer_asn": (peer.asn or None) if port.use == "link" else None,
        "address": port.address,
        "peer_address": port.peer_address,
        "address6": port.address6,
        "peer_address6": port.peer_address6,
        "network": network_of_port(plan, port),
        "vlan": port.vlan or None,
        "rail": port.rail or None,
        "plane": port.plane or None,
        "medium": port.medium,
        "link": port.link,
        "cable": port.cable,
    }


def _inventory(plan: AddressPlan) -> Iterator[bytes]:
    """Yield an inventory of Ansible: a group for each role, a host for each device, its ports in a variable.

    In all values a space parts what Ansible would run as a template, such as two braces.
    """
    document = address_document(plan)
    yield b"all:\n  vars:\n"
    for name, value in document["settings"].items():
        yield f"    fabric_{name}: {_value(value)}\n".encode()
    groups: dict[str, list[dict[str, Any]]] = {}
    for device in document["devices"]:
        groups.setdefault(group_name(device["role"]), []).append(device)
    yield b"  children:\n" if groups else b"  children: {}\n"
    for group, devices in groups.items():
        yield f"    {group}:\n      hosts:\n".encode()
        for device in devices:
            yield f"        {yaml_value(device.pop('host_name'))}:\n".encode()
            ports = device.pop("ports")
            for name, value in device.items():
                yield f"          fabric_{name}: {_value(value)}\n".encode()
            yield b"          fabric_ports:\n"
            yield "".join(f"            - {_value(port)}\n" for port in ports).encode()


def _value(value: object) -> str:
    """Return VALUE in one line, with nothing in it that Ansible would take for a template."""
    return yaml_value(value).replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #")
