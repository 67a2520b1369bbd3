"""A topology file of containerlab whose links are the cables that are drawn, with configurations beside it."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Final, NamedTuple

from designer.analysis.addresses.records import AddressPlan, PlannedPort
from designer.export.containerlab.frr import DAEMONS, frr_config, host_commands, switch_commands
from designer.export.containerlab.lab_kinds import LINUX, LabOptions
from designer.export.containerlab.names import LAB_SUFFIX, folder_name, lab_name
from designer.export.containerlab.yaml_value import yaml_value
from designer.files.os_error_words import os_error_words
from designer.files.writing import write_in_pieces, write_whole
from designer.model.address_settings import PREFIXES
from designer.model.design import Design
from designer.model.network.ports import PortPairs
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.records import RefusedInput
from designer.model.wording import counted, noun

NOTE: Final = "Note: "
"""Before what a person should know of a lab, so that it is told apart from what was written."""
_USUAL_NODES: Final = 250
"""Containers that fit into the management network that a lab has by itself, a /24."""
_USUAL_NETWORK: Final = "172.20.20.0/24"
_MANAGEMENT: Final = ("172.20.0.0/14", "100.64.0.0/14", "198.18.0.0/15")
"""Networks for the management of a lab that is larger or whose plan takes the usual one; the first that is free."""
_LINE: Final = 200


class Lab(NamedTuple):
    """A lab.

    Attributes:
        plan: Its addresses.
        names: Of its devices, in the order of the plan.
        options: Of its nodes.
        name: Of itself.
        title: What the design is called.
        infiniband: Cables that are InfiniBand in the drawing.
    """

    plan: AddressPlan
    names: Sequence[str]
    options: LabOptions
    name: str
    title: str
    infiniband: int


def lab_of(design: Design, plan: AddressPlan, options: LabOptions) -> Lab:
    """Return the lab of DESIGN.

    Raises:
        RefusedInput: nothing is joined by a cable of a network.
    """
    if not plan.ports:
        raise RefusedInput(
            "There is nothing to boot: no two devices of the design are joined by a cable of the fabric, the storage "
            "or the management network."
        )
    names = [device.host for device in plan.devices]
    return Lab(plan, names, options, lab_name(design.name), design.name, infiniband_cables(design))


def infiniband_cables(design: Design) -> int:
    """Return how many cables of DESIGN join ports that speak InfiniBand and nothing else."""
    links = [link for link in design.links.values() if link.medium in NETWORK_MEDIA]
    pairs = PortPairs(design).of_all(links)
    found = 0
    for link in links:
        pair = pairs[link.id]
        if pair is not None and any(group.protocols == ("infiniband",) for group in pair[:2]):
            found += design.total_cables(link)
    return found


def write_containerlab(path: Path, lab: Lab) -> list[str]:
    """Write LAB to PATH, and configurations of FRRouting into a folder beside it; return what is to be known of it.

    Raises:
        RefusedInput: a file cannot be written.
    """
    by_device = _by_device(lab.plan)
    folder = folder_name(path.name)
    said: list[str] = []
    if lab.options.configs:
        _write_configs(path.parent / folder, lab, by_device)
        routers = sum(device.routes for device in lab.plan.devices)
        said.append(f"Wrote {counted(routers, 'configuration')} of FRRouting into {path.parent / folder}.")
    write_in_pieces(path, (piece.encode() for piece in lab_pieces(lab, folder)))
    links = len(lab.plan.ports) // 2
    said.insert(0, f"{counted(len(lab.plan.devices), 'node')} and {counted(links, 'link')}: one for each cable drawn.")
    said += [f"{NOTE}{note}" for note in _notes(lab)]
    return said


def _notes(lab: Lab) -> Iterator[str]:
    if lab.infiniband:
        speak = noun(lab.infiniband, "is", "are")
        yield (
            f"{counted(lab.infiniband, 'cable')} of InfiniBand {speak} Ethernet in the lab: containerlab has no "
            "InfiniBand, so that it shows the shape of the fabric, not its subnet manager."
        )
    if not lab.options.configs:
        most = max(port.interface for port in lab.plan.ports if lab.plan.devices[port.device].routes)
        yield (
            f"No configuration is written for its switches; their image needs ports up to number {most}. "
            "export --view addresses has their addresses."
        )
    yield from lab.plan.notes


def _by_device(plan: AddressPlan) -> list[list[PlannedPort]]:
    found: list[list[PlannedPort]] = [[] for _ in plan.devices]
    for port in plan.ports:
        found[port.device].append(port)
    return found


def _write_configs(folder: Path, lab: Lab, by_device: Sequence[Sequence[PlannedPort]]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "daemons", DAEMONS.encode())
        for place, device in enumerate(lab.plan.devices):
            if device.routes:
                own = folder / lab.names[place]
                own.mkdir(exist_ok=True)
                text = frr_config(lab.plan, device, by_device[place], lab.names)
                write_whole(own / "frr.conf", text.encode())
    except OSError as problem:
        raise RefusedInput(f"{folder.name} could not be written: {os_error_words(problem)}.") from problem


def lab_pieces(lab: Lab, folder: str) -> Iterator[str]:
    """Yield the topology file of LAB piece by piece; FOLDER is that of its configurations, beside it."""
    options, plan, by_device = lab.options, lab.plan, _by_device(lab.plan)
    yield f"# {_comment(lab.title)}: the drawn network as a lab, one link for each cable.\n"
    yield f"# Start it with: sudo containerlab deploy -t FILE{LAB_SUFFIX}\n"
    yield "# The labels of a node name the device of the design that it stands for.\n"
    yield from (f"# {_comment(note)}\n" for note in _notes(lab))
    yield f"name: {yaml_value(lab.name)}\n"
    if (len(plan.devices) > _USUAL_NODES or not _is_free(lab, _USUAL_NETWORK)) and (free := _free_network(lab)):
        yield f"mgmt:\n  network: {yaml_value(f'clab-{lab.name}')}\n  ipv4-subnet: {free}\n"
    yield "topology:\n  kinds:\n"
    images = {LINUX: options.host_image, options.kind: options.image}
    for kind, image in images.items():
        yield f"    {kind}:\n      image: {yaml_value(image)}\n"
        if kind == options.kind and options.type:
            yield f"      type: {yaml_value(options.type)}\n"
    yield "  nodes:\n"
    for place in range(len(plan.devices)):
        yield _node(lab, place, by_device[place], folder)
    yield "  links:\n"
    for port in plan.ports:
        # Both ends of each cable are ports of the plan; the link is told at the first of them.
        if (port.device, port.interface) < (port.peer, port.peer_interface):
            ends = [f"{lab.names[port.device]}:{_interface(lab, port.device, port.interface)}"]
            ends.append(f"{lab.names[port.peer]}:{_interface(lab, port.peer, port.peer_interface)}")
            yield f"    - endpoints: {yaml_value(ends)} # {_comment(port.cable)}\n"


def _interface(lab: Lab, place: int, number: int) -> str:
    device = lab.plan.devices[place]
    pattern = lab.options.traits.interface if device.routes else "eth{}"
    return pattern.format(number)


def _node(lab: Lab, place: int, ports: Sequence[PlannedPort], folder: str) -> str:
    device, options, name = lab.plan.devices[place], lab.options, lab.names[place]
    kind = options.kind if device.routes else LINUX
    lines = [f"    {yaml_value(name)}:", f"      kind: {kind}", f"      group: {yaml_value(device.role or 'device')}"]
    if not device.routes:
        lines.append(f"      image: {yaml_value(options.host_image)}")
    labels: Mapping[str, str] = {
        "stackwright-device": device.id,
        "stackwright-name": _comment(device.name),
        **({"stackwright-asn": str(device.asn), "stackwright-loopback": device.loopback} if device.routes else {}),
    }
    lines.append(f"      labels: {yaml_value(labels)}")
    if device.routes and options.configs:
        binds = [f"{folder}/daemons:/etc/frr/daemons", f"{folder}/{name}/frr.conf:/etc/frr/frr.conf"]
        lines.append(f"      binds: {yaml_value(binds)}")
        sysctls = {"net.ipv4.ip_forward": 1, "net.ipv4.fib_multipath_hash_policy": 1}
        sysctls |= {"net.ipv6.conf.all.forwarding": 1} if device.loopback6 else {}
        lines.append(f"      sysctls: {yaml_value(sysctls)}")
    commands: list[str] = []
    if not device.routes:
        commands = host_commands(ports)
    elif options.configs:
        commands = switch_commands(device, ports)
    if commands:
        lines.append(f"      exec: {yaml_value(commands)}")
    return "\n".join(lines) + "\n"


def _free_network(lab: Lab) -> str:
    """Return a network for the management of the lab that the plan leaves free; "" where it leaves none of them."""
    return next((one for one in _MANAGEMENT if _is_free(lab, one)), "")


def _is_free(lab: Lab, network: str) -> bool:
    return not any(ip_network(network).overlaps(lab.plan.settings.prefix(field)) for field in PREFIXES)


def _comment(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:_LINE]
