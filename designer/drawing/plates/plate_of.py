"""The plate of a node: its form, and what is counted and known of it."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from designer.drawing.plates.live_figures import LiveFigure
from designer.drawing.plates.plate_forms import plate_form, plate_ground
from designer.drawing.racks.part_fronts import drives_in
from designer.drawing.records import Plate, PlateForm
from designer.drawing.words import accelerators_in, fact
from designer.model.design import Design, Node
from designer.model.kinds import KINDS, PowerRole
from designer.model.parts.part import NETWORK_MEDIA, Part, PortGroup

Runs = tuple[tuple[int, float], ...]

_COUNTS_PORTS: Final[frozenset[PlateForm]] = frozenset({"switch", "ports", "device", "card"})
_COUNTS_CHIPS: Final[frozenset[PlateForm]] = frozenset({"machine", "rack_system", "instance"})
_STACK_GB: Final = 24.0
"""As in the drawing of a chip: a square for each so much memory."""
_STRIPS: Final[frozenset[PowerRole]] = frozenset({"rack_pdu"})


def plate_of(
    design: Design,
    node: Node,
    ports: Sequence[PortGroup],
    taken: Mapping[tuple[str, str], int],
    live: LiveFigure | None,
    height: float,
    *,
    dark: bool = False,
) -> Plate:
    """Return the plate of NODE.

    Args:
        design: With its parts.
        node: Of which the plate is.
        ports: Its port groups.
        taken: Ports in use by node and group, on its fullest copy.
        live: What the analysis says of it; None where that is nothing.
        height: Of the plate, in canvas pixels.
        dark: It has failed.
    """
    part, form = design.part_of(node), plate_form(node.kind)
    if form == "application" and fact(node, part, "model_calls") is not None:
        form = "chain"
    return Plate(
        form,
        plate_ground(node.kind),
        height,
        runs=_runs(design, node, part, form, ports, taken),
        share=live.share if live is not None else None,
        reading=live.reading if live is not None and _has_display(node) else "",
        lit=not dark and any(taken.get((node.id, group.name), 0) > 0 for group in ports if _is_inlet(group)),
    )


def _runs(
    design: Design,
    node: Node,
    part: Part | None,
    form: PlateForm,
    ports: Sequence[PortGroup],
    taken: Mapping[tuple[str, str], int],
) -> Runs:
    if form in _COUNTS_PORTS:
        return tuple(_run(node, group, taken) for group in ports if any(one in NETWORK_MEDIA for one in group.media))
    if form == "rack_pdu":
        return tuple(_run(node, group, taken) for group in ports if "power" in group.media and group.role == "out")
    if form in _COUNTS_CHIPS:
        count, _ = accelerators_in(design, part)
        return ((count, 0.0),) if count else ()
    if form == "storage":
        count = drives_in(part) if part is not None else 0
        return ((count, 0.0),) if count else ()
    if form == "chip":
        memory = fact(node, part, "memory_gb")
        return ((math.ceil(memory / _STACK_GB), 0.0),) if memory else ()
    if form == "chain":
        return ((1, 0.0),) if fact(node, part, "retrievals") else ()
    return ()


def _run(node: Node, group: PortGroup, taken: Mapping[tuple[str, str], int]) -> tuple[int, float]:
    """Cages of GROUP, and how many cages' worth of its ports are in use."""
    cages = group.cages or group.count
    return cages, taken.get((node.id, group.name), 0) * cages / group.count if group.count else 0.0


def _is_inlet(group: PortGroup) -> bool:
    return "power" in group.media and group.role != "out"


def _has_display(node: Node) -> bool:
    kind = KINDS.get(node.kind)
    return kind is not None and kind.power_role in _STRIPS
