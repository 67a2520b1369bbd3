"""The cables of a schedule as a search of the network sees them: from device to device, through patch panels."""

from collections.abc import Mapping

from designer.analysis.addresses.plan import address_plan
from designer.analysis.addresses.records import AddressPlan
from designer.export.cables.cable_schedule import CableEndLine, CableSchedule, cable_schedule
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.network.ports import rates_each_way
from designer.model.parts.part import Part
from designer.reality.built.drawn import drawn_network
from designer.reality.built.records import DrawnCable, DrawnEnd, DrawnNetwork


def network_of(design: Design, parts: Mapping[str, Part]) -> DrawnNetwork:
    """Return the network that DESIGN draws; its ports are those of the cable schedule and of labels.

    Args:
        design: The design.
        parts: On hand, of which cables are chosen.
    """
    cables = drawn_cables(cable_schedule(design, parts))
    rates = {link: _rate(design, link) for link in dict.fromkeys(cable.link for cable in cables)}
    rated = (cable._replace(rate_gbps=rates[cable.link]) for cable in cables)
    return drawn_network(design, rated, device_names(design))


def _rate(design: Design, link_id: str) -> float | None:
    """The Gb/s of one cable of a link, in its slower direction; None where nothing tells it."""
    known = [rate for rate in rates_each_way(design, design.links[link_id]) if rate is not None]
    return min(known, default=None)


def addresses_of(design: Design, parts: Mapping[str, Part]) -> AddressPlan:
    """Return the address plan of the network that DESIGN draws.

    Args:
        design: The design.
        parts: On hand, of which cables are chosen.

    Raises:
        RefusedInput: a prefix of the plan is too small.
    """
    return address_plan(design, network_of(design, parts).cables)


def drawn_cables(schedule: CableSchedule) -> list[DrawnCable]:
    """Return the cables of SCHEDULE with both ends, in its order."""
    found: list[DrawnCable] = []
    numbers: dict[str, int] = {}
    for line in schedule.lines():
        number = numbers.get(line.link, 0)
        numbers[line.link] = number + 1
        found.append(
            DrawnCable(line.id, line.link, line.medium, _end(line.a), _end(line.b), (line.link,), number, line.length_m)
        )
    return found


def _end(end: CableEndLine) -> DrawnEnd:
    return DrawnEnd(end.node, end.copy, end.name, end.group, end.port, end.where)
