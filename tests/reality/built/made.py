"""Networks as they would be found if a design were built as drawn, and with faults of known sorts."""

import random
from collections.abc import Callable
from typing import NamedTuple

from designer.reality.built.records import (
    Comparison,
    Discovered,
    DrawnCable,
    DrawnEnd,
    DrawnNetwork,
    FoundCable,
    FoundDevice,
    FoundEnd,
)

PortName = Callable[[DrawnEnd], str]


class Faults(NamedTuple):
    """What was injected.

    Attributes:
        missing: Ids of drawn cables that are not there.
        swapped: Ids of all drawn cables that changed partners. Of two exchanges between the same two switches nobody
            can say which cable changed with which: what is found is the same.
        extra: Found names of the devices of each cable that is not drawn.
    """

    missing: frozenset[str]
    swapped: frozenset[str]
    extra: tuple[frozenset[str], ...]


def no_port(_: DrawnEnd) -> str:
    """A file that tells of no ports."""
    return ""


def as_built(cables: list[tuple[FoundEnd, FoundEnd]], network: DrawnNetwork, name: Callable[[str], str]) -> Discovered:
    """CABLES as a file would tell of them, in which devices are called NAME."""
    devices = {name(device): FoundDevice(id=name(device), kind=one.kind) for device, one in network.devices.items()}
    return Discovered(form="table", devices=devices, cables=tuple(FoundCable(a, b) for a, b in cables))


def with_faults(
    network: DrawnNetwork, seed: int, each: int, port: PortName = no_port, name: Callable[[str], str] = str
) -> tuple[Discovered, Faults]:
    """NETWORK as it would be found with EACH faults of each sort, on cables that share no device below.

    Two cables are swapped only where both of their ends differ: else nothing would change. None that comes joins two
    devices that are joined already, or that another fault joins: it would be the cable that was there.
    """
    pick = random.Random(seed)
    order = list(network.cables)
    pick.shuffle(order)
    used: set[str] = set()
    joined = {frozenset((cable.a.device, cable.b.device)) for cable in order}
    swaps: list[tuple[DrawnCable, DrawnCable]] = []
    for one in order:
        other = next((two for two in order if _can_swap(one, two, used, joined)), None)
        if len(swaps) < each and other is not None:
            swaps.append((one, other))
            used |= {one.a.device, other.a.device}
            joined |= {frozenset((one.a.device, other.b.device)), frozenset((other.a.device, one.b.device))}
    gone: list[DrawnCable] = []
    for one in order:
        if len(gone) < each and one.a.device not in used:
            gone.append(one)
            used.add(one.a.device)
    ends = {cable.id: [_found(cable.a, port, name), _found(cable.b, port, name)] for cable in network.cables}
    for one, other in swaps:
        ends[one.id][1], ends[other.id][1] = ends[other.id][1], ends[one.id][1]
    for cable in gone:
        del ends[cable.id]
    cables = [(a, b) for a, b in ends.values()]
    extra: list[frozenset[str]] = []
    free = [device for device in network.devices if device not in used]
    for number in range(each if len(free) > 1 else 0):
        first, second = pick.sample(free, 2)
        if frozenset((first, second)) in joined:
            continue
        joined.add(frozenset((first, second)))
        label = f"{900 + number}" if port is not no_port else ""
        cables.append((FoundEnd(name(first), label), FoundEnd(name(second), label)))
        extra.append(frozenset((name(first), name(second))))
    pick.shuffle(cables)
    faults = Faults(
        frozenset(cable.id for cable in gone),
        frozenset(cable.id for pair in swaps for cable in pair),
        tuple(sorted(extra, key=sorted)),
    )
    return as_built(cables, network, name), faults


def told(comparison: Comparison) -> Faults:
    """The faults that COMPARISON tells of."""
    return Faults(
        frozenset(one.cable.id for one in comparison.missing),
        frozenset(cable.id for one in comparison.swapped for cable in one.drawn),
        tuple(sorted((frozenset(end.found for end in one.cable) for one in comparison.extra), key=sorted)),
    )


def _found(end: DrawnEnd, port: PortName, name: Callable[[str], str]) -> FoundEnd:
    return FoundEnd(name(end.device), port(end))


def _can_swap(one: DrawnCable, two: DrawnCable, used: set[str], joined: set[frozenset[str]]) -> bool:
    """Return True when the two can change partners, and what comes of it is told from all that is drawn."""
    if {one.a.device, two.a.device} & used or {one.a.device, one.b.device} & {two.a.device, two.b.device}:
        return False
    return not {frozenset((one.a.device, two.b.device)), frozenset((two.a.device, one.b.device))} & joined
