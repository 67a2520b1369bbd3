"""Room for an address plan without its cables one by one: what it needs at least, by nodes and copies."""

import msgspec

from designer.analysis.addresses.space import Space
from designer.analysis.network.endpoints import Roster
from designer.model.address_settings import USUAL
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.kinds import SWITCHES
from designer.model.network.device_numbers import number_of, ranks
from designer.model.parts.part import NETWORK_MEDIA


def settings_are_own(design: Design) -> bool:
    """Return whether a person set anything of the address plan besides the numbers that are kept."""
    return msgspec.structs.replace(design.settings.addresses, numbers={}) != USUAL


def shortage(design: Design) -> str:
    """Return which prefix cannot hold the plan of DESIGN, and how large it must be at least; "" where none is known.

    Numbers of a node grow with its copies, so that its last copy asks for most. Ports are counted by the copy, as if
    all copies had equally many; a plan made of the cables themselves may need more.
    """
    roster = Roster(design)
    names = device_names(design)
    place = ranks(design, design.settings.addresses.numbers)
    space = Space(design.settings.addresses)
    for medium in NETWORK_MEDIA:
        management = medium == "management"
        switches = roster.switches((medium,))
        hosts: dict[str, int] = {}
        for link, a, b in roster.ends:
            if link.medium != medium:
                continue
            for near, far in ((a, b), (b, a)):
                if near in switches and far not in switches:
                    hosts[near] = hosts.get(near, 0) + design.total_cables(link)
        for node_id in sorted(switches):
            copies = names.copies(node_id)
            number = number_of(place[node_id], copies - 1, several=copies > 1)
            who, switch = names.of(node_id, copies - 1), design.nodes[node_id].kind in SWITCHES
            space.loopback(number, switch=switch, who=who)
            if node_id in hosts:
                space.network(number, management=management, who=who)
                # A slot for each of the cables of one copy, the fewest that any way of plugging them takes.
                space.host(number, hosts[node_id] // copies - 1, management=management, who=who)
                # A switch with hosts below owns the addresses of its links to those above that have none.
                above = roster.neighbours(medium)[node_id] & switches - hosts.keys()
                if above and design.settings.addresses.link_addresses == "numbered":
                    space.link(number, 0, switch=switch, who=who)
    return space.shortage()
