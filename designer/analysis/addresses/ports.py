"""Ports of devices as interfaces with a number: of a switch by the place of the port, of others in turn."""

from collections.abc import Sequence

from designer.analysis.addresses.records import CableEnd
from designer.model.design import Design, Node
from designer.model.device_names import device_names
from designer.model.kinds import SWITCHES
from designer.model.parts.part import NETWORK_MEDIA, PortGroup

PortKey = tuple[int, int, str, int, int]
"""Place of the node in design order, copy, port group, port from 1, part of a split port from 1."""


def port_key(design: Design, end: CableEnd, place: int) -> PortKey:
    """Return by what the port of END is known on its device; PLACE is that of its node in design order."""
    port, _, part = end.port.partition("/")
    return place, end.copy, end.group, int(port or 1), int(part or 1)


def card_of(design: Design, end: CableEnd, device: tuple[str, int]) -> str:
    """Return the port of END as people say it on DEVICE: "osfp 3/2"; of a card, after the name of the card."""
    words = f"{end.group or 'port'} {end.port}"
    if end.node == device[0]:
        return words
    return f"{device_names(design).of(end.node, end.copy)} {words}"


class DevicePorts:
    """The ports of one device that have a cable, and their numbers."""

    def __init__(self) -> None:
        self._taken: dict[PortKey, int] = {}

    def take(self, key: PortKey) -> None:
        """Note that a port has a cable."""
        self._taken.setdefault(key, 0)

    def interface(self, key: PortKey) -> int:
        """Return the number of a port, from 1."""
        return self._taken[key]

    def number(self, node: Node, groups: Sequence[PortGroup]) -> None:
        """Number all ports that have a cable.

        On a switch the number follows from the port alone, so that a cable beside it moves none: first whole ports,
        group by group, then second parts of ports that are split, third parts, and so on.
        """
        network = [group for group in groups if set(group.media) & set(NETWORK_MEDIA)]
        before: dict[str, int] = {}
        total = 0
        for group in network:
            before[group.name] = total
            total += group.count
        by_port = node.kind in SWITCHES and all(key[2] in before for key in self._taken)
        numbers: dict[PortKey, int] = {}
        for turn, key in enumerate(sorted(self._taken), 1):
            _, _, group, port, part = key
            numbers[key] = before[group] + port + (part - 1) * total if by_port else turn
        # More cables than ports: the numbers would meet, and one lab interface would have two cables.
        if len(set(numbers.values())) < len(numbers):
            numbers = {key: turn for turn, key in enumerate(sorted(self._taken), 1)}
        self._taken = numbers
