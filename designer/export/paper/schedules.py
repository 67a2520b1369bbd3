"""The schedules of a pack: ports of each switch, cables by the two racks they join, panels and feeds of the power."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from designer.analysis.addresses.of_nodes import device_words
from designer.analysis.power.capacity import capacity_of
from designer.analysis.power.records import PlantElement
from designer.analysis.quantities import fact_of
from designer.drawing.paper.composing import Column
from designer.export.cables.cable_schedule import CableEndLine, CableLine
from designer.export.paper.content import PackContent
from designer.export.paper.table_sheets import Group
from designer.model.copy_ids import copy_id
from designer.model.design import Node
from designer.model.kinds import KINDS
from designer.model.wording import counted

PORT_COLUMNS: Final = (
    Column("Port", 20, bold=True),
    Column("Far end", 52),
    Column("Address", 28),
    Column("Cable", 16),
)
CABLE_COLUMNS: Final = (
    Column("Cable", 17, bold=True),
    Column("From", 53),
    Column("To", 53),
    Column("Type", 40),
    Column("Length", 14, right=True),
    Column("Bought", 15, right=True),
)
PANEL_COLUMNS: Final = (
    Column("Panel or stage", 52, bold=True),
    Column("Kind", 32),
    Column("Number", 15, right=True),
    Column("Side", 11),
    Column("Fed from", 52),
    Column("Feeds", 60),
    Column("Voltage", 20),
    Column("Breaker", 24),
    Column("May carry", 22, right=True),
    Column("Load, most", 22, right=True),
    Column("Full", 14, right=True),
    Column("Phases L1 / L2 / L3", 40),
)
FEED_COLUMNS: Final = (
    Column("Cable", 17, bold=True),
    Column("Side", 10),
    Column("From panel", 60),
    Column("To", 66),
    Column("Length", 14, right=True),
    Column("Phases", 14),
    Column("Breaker", 20),
)
_LISTED: Final = 6
"""So many ids are told of what a stage feeds; the others are counted."""


def _number_of(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split("/") if part.replace(".", "").isdigit())


def end_in_rack(end: CableEndLine) -> str:
    """An end within its rack: unit, device, port."""
    return f"{end.place} {end.name} {end.port_words}".strip()


def port_maps(content: PackContent) -> Iterator[Group]:
    """Yield a group for each switch: its ports in their order, the far end and the cable of each; then what is free."""
    for node, copy in content.switches:
        ends = content.by_device.get(copy_id(node.id, copy), [])
        # Any cable tells where the switch stands; one without cables has no place that a schedule could name.
        own = content.ends(*ends[-1])[0] if ends else None
        where = own.where if own is not None else ""
        name = content.names.of(node.id, copy)
        planned = content.planned.get(copy_id(node.id, copy))
        words = device_words(planned) if planned is not None and planned.routes else ""
        heading = " · ".join(word for word in (name, where, content.part_words(node), words) if word)
        yield Group(heading, partial(_port_rows, content, node, copy))


def _port_rows(content: PackContent, node: Node, copy: int) -> list[tuple[str, ...]]:
    rows: list[tuple[tuple[str, tuple[float, ...]], tuple[str, ...]]] = []
    used: dict[str, int] = {}
    for number, is_b in content.by_device.get(copy_id(node.id, copy), []):
        own, far = content.ends(number, is_b)
        group, port = own.group or "port", _number_of(own.port)
        # A port that is broken out is "3/1", "3/2": its cage is the first number.
        used[group] = max(used.get(group, 0), int(port[0]) if port else 0)
        rows.append(
            (
                (group, port),
                (
                    own.port_words,
                    far.label,
                    content.addresses.get((own.device, own.port_words), ""),
                    content.lines[number].id,
                ),
            )
        )
    rows.sort(key=lambda row: row[0])
    said = [row for _, row in rows]
    part = content.design.part_of(node)
    for group in part.ports if part is not None else ():
        taken = used.get(group.name, 0)
        # Groups of which no port is used would be a row of "free" on every switch: they are left out.
        if taken and group.count > taken:
            said.append((f"{group.name} {taken + 1}–{group.count}", "free", "", ""))
    return said or [("", "No cable is drawn to it.", "", "")]


def _pair(content: PackContent, line: CableLine) -> tuple[str, str]:
    return line.a.rack_name or "no rack", line.b.rack_name or "no rack"


def cable_groups(content: PackContent) -> Iterator[Group]:
    """Yield the cables by the two racks that they join, in the order of the racks."""
    order = {rack.name: rack.number for rack in content.racks}
    pairs: dict[tuple[str, str], list[tuple[CableLine, bool]]] = {}
    for line in content.lines:
        a, b = _pair(content, line)
        # A cable is read from the rack that comes first on the plan, whichever end it was drawn from.
        turned = order.get(a, len(order) + 1) > order.get(b, len(order) + 1)
        pairs.setdefault((b, a) if turned else (a, b), []).append((line, turned))
    last = len(order) + 1
    for (first, second), held in sorted(
        pairs.items(), key=lambda item: (order.get(item[0][0], last), order.get(item[0][1], last))
    ):
        words = f"Within {first}" if first == second else f"{first} to {second}"
        words = "Between devices without a rack" if first == second == "no rack" else words
        yield Group(f"{words} · {counted(len(held), 'cable')}", partial(_cable_rows, held))


def _cable_rows(held: Iterable[tuple[CableLine, bool]]) -> list[tuple[str, ...]]:
    return [_cable_row(line, turned) for line, turned in held]


def _cable_row(line: CableLine, turned: bool) -> tuple[str, ...]:
    first, second = (line.b, line.a) if turned else (line.a, line.b)
    return (
        line.id,
        end_in_rack(first),
        end_in_rack(second),
        line.part_name or line.sort or line.medium,
        "" if line.length_m is None else f"{line.length_m:.1f} m",
        "" if line.stock_m is None else f"{line.stock_m:g} m",
    )


def _panels(content: PackContent) -> Iterator[PlantElement]:
    plant = content.results.plant
    for element in plant.elements.values() if plant is not None else ():
        if not element.device:
            yield element


def panel_groups(content: PackContent) -> list[Group]:
    """Return the panels and stages of the power chain by level, from the utility down."""
    levels: dict[int, list[PlantElement]] = {}
    for element in _panels(content):
        levels.setdefault(element.level, []).append(element)
    return [
        Group.of("Panels and stages" if not place else "", [_panel_row(content, one) for one in held])
        for place, (_, held) in enumerate(sorted(levels.items()))
    ]


def _panel_row(content: PackContent, element: PlantElement) -> tuple[str, ...]:
    node = content.design.nodes[element.id]
    capacity = capacity_of(content.design, node)
    amps = fact_of(content.design, node, "amps")
    volts = f"{capacity.volts:g} V" if capacity.volts else ""
    breaker = f"{amps.value:g} A" if amps.value else ""
    # Each bank of a strip has a breaker of its own, smaller than that of the whole.
    if capacity.banks and capacity.bank_w:
        breaker = f"{breaker}, {counted(capacity.banks, 'bank')}".strip(", ")
    phases = " / ".join(_kw(one.value) for one in element.phases_w)
    return (
        content.names.of(element.id) if element.copies == 1 else f"{node.title} ({element.id})",
        KINDS[element.kind].title if element.kind in KINDS else element.kind,
        f"{element.copies:,}",
        element.side,
        _titles(content, element.sources) or "nothing drawn",
        _titles(content, element.feeds),
        f"{volts}, {capacity.phases}-phase" if volts else f"{capacity.phases}-phase",
        breaker or "not given",
        _kw(element.capacity_w.value),
        _kw(element.load_max_w.value),
        f"{element.utilisation.value:.0%}" if element.utilisation.value is not None else "unknown",
        phases or ("alike" if capacity.phases == 3 else ""),
    )


def _kw(watts: float | None) -> str:
    return "unknown" if watts is None else f"{watts / 1000:,.1f} kW"


def _titles(content: PackContent, ids: Iterable[str]) -> str:
    every = list(ids)
    said = ", ".join(f"{content.design.nodes[one].title} ({one})" for one in every[:_LISTED])
    return f"{said} and {len(every) - _LISTED} more" if len(every) > _LISTED else said


def feed_groups(content: PackContent) -> Iterator[Group]:
    """Yield every power cable by the panel copy that it comes from, with side, phases and breaker."""
    panels = {element.id: element for element in _panels(content)}
    sides = {link.id: link.side for link in content.design.links.values()}
    held: dict[str, list[tuple[str, ...]]] = {}
    for line in content.lines:
        if line.medium != "power":
            continue
        first, second = line.a, line.b
        # What gives stands first: the panel, and of two panels the one nearer to the utility.
        levels = [panels[end.node].level if end.node in panels else 1_000 for end in (first, second)]
        if levels[1] < levels[0]:
            first, second = second, first
        node = content.design.nodes[first.node]
        capacity = capacity_of(content.design, node) if first.node in panels else None
        amps = fact_of(content.design, node, "amps")
        heading = f"{first.name}{f', {first.rack_name}' if first.rack_name else ''}"
        held.setdefault(heading, []).append(
            (
                line.id,
                sides.get(line.link, ""),
                first.port_words,
                second.label,
                "" if line.length_m is None else f"{line.length_m:.1f} m",
                f"{capacity.phases}" if capacity is not None else "",
                f"{amps.value:g} A" if amps.value else "",
            )
        )
    for heading, rows in held.items():
        yield Group.of(f"{heading} · {counted(len(rows), 'feed')}", rows)
