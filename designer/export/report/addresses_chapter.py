"""The chapter of addresses, for engineers: what each sort of device has of the plan, as the table of ports has it."""

from typing import Final

from designer.analysis.addresses.records import AddressPlan, PlannedDevice
from designer.drawing.report_page import Note, ReportChapter
from designer.export.cables.drawn_network import addresses_of
from designer.export.report.context import ReportContext
from designer.model.address_settings import USUAL
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.figures.figure_text import count_text
from designer.model.records import RefusedInput

HEADING: Final = "Addresses"
_COLUMNS: Final = (
    ("Devices", 0.18),
    ("Role", 0.1),
    ("Number", 0.08),
    ("Loopbacks", 0.2),
    ("Autonomous systems", 0.18),
    ("Networks of hosts", 0.26),
)
_PORTS: Final = "Each port with its peer stands in the table that export --view addresses writes."


def are_asked(design: Design) -> bool:
    """Return whether a person set anything of the address plan: nobody else is told of it."""
    return design.settings.addresses != USUAL


def addresses_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of the address plan; why there is none."""
    if context.level != "engineer":
        return "It is for engineers."
    try:
        plan = addresses_of(context.design, context.library.parts)
    except RefusedInput as refusal:
        return str(refusal)
    if not plan.ports:
        return "No two devices are joined by a cable of a network."
    rows = [
        _row(context.design, devices) for devices in _by_node(plan).values() if any(device.routes for device in devices)
    ]
    settings = plan.settings
    prefixes = f"Links {settings.links}, hosts {settings.hosts}, loopbacks {settings.loopbacks}, management "
    prefixes += f"{settings.management}{f', IPv6 {settings.ipv6}' if settings.ipv6 else ''}."
    blocks = (
        context.table("What routes, and its part of the plan", _COLUMNS, rows, (2,)),
        Note(text=f"{prefixes} {_PORTS}"),
    )
    return ReportChapter(id="addresses", heading=HEADING, claim=None, blocks=blocks)


def _by_node(plan: AddressPlan) -> dict[str, list[PlannedDevice]]:
    found: dict[str, list[PlannedDevice]] = {}
    for device in plan.devices:
        found.setdefault(device.node, []).append(device)
    return found


def _row(design: Design, devices: list[PlannedDevice]) -> tuple[str, ...]:
    return (
        device_names(design).span(devices[0].node, devices[0].copy, len(devices)),
        devices[0].role,
        count_text(len(devices)),
        _span([device.loopback for device in devices]),
        _span([str(device.asn) for device in devices]),
        _span([device.network or device.management for device in devices]),
    )


def _span(values: list[str]) -> str:
    """Return the first and the last of VALUES, which come in the order of the copies; one where all are alike."""
    known = list(dict.fromkeys(filter(None, values)))
    return known[0] if len(known) == 1 else f"{known[0]} to {known[-1]}" if known else ""
