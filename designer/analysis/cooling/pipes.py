"""Coolant links laid out: which cooler hangs on which, and which device on which coolant unit."""

from collections.abc import Mapping

import msgspec
import numpy as np

from designer.analysis.chain.surviving_copies import fitted
from designer.analysis.cooling.records import DeviceHeat
from designer.analysis.power.chain import COLUMNS, MAX, Chain, Flags, Floats, Ints, lay_out
from designer.analysis.power.directions import directed
from designer.analysis.quantities import accelerators_in, role_of
from designer.model.design import Design, Link, Node
from designer.model.kinds import COOLANT_UNITS, KINDS, RACKS

_STAGES: Mapping[str, int] = {k.id: k.cooling_stage for k in KINDS.values() if k.cooling_stage is not None}
_LAST = 3


def pipes_of(design: Design, heats: Mapping[str, DeviceHeat], off: Mapping[str, Flags]) -> Chain:
    """The coolant loops of DESIGN, with every cooler in them, whether linked or not.

    Args:
        design: The design.
        heats: Heat of one copy of each device.
        off: Which copies of a device give none.

    Raises:
        RefusedInput: there are more hoses than can be laid out.
    """
    piped = _with_rack_units(design, heats)

    def draws(
        design: Design, first: Mapping[str, int], copies: Mapping[str, int], count: int
    ) -> tuple[Floats, tuple[str, ...], Ints, tuple[str, ...]]:
        return _draws(design, heats, off, first, copies, count)

    coolers = [node.id for node in design.nodes.values() if is_cooler(node)]
    return lay_out(piped, directed(piped, "coolant", is_turned), draws, is_cooler, "coolant system", coolers)


def is_cooler(node: Node) -> bool:
    """Return True when NODE takes heat out of air or coolant."""
    return role_of(node) == "cooling"


def is_turned(design: Design, link: Link) -> bool:
    """Return True when the b end of LINK cools its a end.

    Towers and dry coolers cool chillers, these coolant units, these all else. Between equals the ports say it, else
    it is as drawn. So a supply and a return pipe both count as from the chiller.
    """
    a, b = design.nodes[link.a], design.nodes[link.b]
    stages = _stage(a), _stage(b)
    if stages[0] != stages[1]:
        return stages[1] < stages[0]
    ways = _way(design, a, link.a_port), _way(design, b, link.b_port)
    return ways[0] < ways[1]


def _stage(node: Node) -> int:
    return _STAGES.get(node.kind, _LAST)


def _way(design: Design, node: Node, port: str | None) -> int:
    """1 when PORT gives coolant, -1 when it takes it, 0 when either or nobody says."""
    roles = {group.role for group in design.ports_of(node) if group.name == port and "coolant" in group.media}
    return 1 if roles == {"out"} else -1 if roles == {"in"} else 0


def gives_to_air(design: Design, node: Node) -> bool:
    """Return True when a coolant unit gives its heat to the room: an outlet of coolant and no inlet of water."""
    roles = {group.role for group in design.ports_of(node) if "coolant" in group.media}
    return node.kind in COOLANT_UNITS and "out" in roles and "in" not in roles


def _with_rack_units(design: Design, heats: Mapping[str, DeviceHeat]) -> Design:
    """DESIGN with a link from every coolant unit in a rack that has none to the devices of that rack that need one."""
    wet = [one for one, heat in heats.items() if heat.liquid_max_w.value]
    linked = {end for link in design.links.values() if link.medium == "coolant" for end in (link.a, link.b)}
    # Whatever is cooled by some drawn link already.
    served = {
        end
        for link in design.links.values()
        if link.medium == "coolant" and {link.a, link.b} <= design.nodes.keys()
        for end in ((link.a,) if is_turned(design, link) else (link.b,))
    }
    more: dict[str, Link] = {}
    for node in design.nodes.values():
        rack = design.nodes.get(node.parent or "")
        if node.kind not in COOLANT_UNITS or rack is None or rack.kind not in RACKS or _gives(design, node):
            # A coolant unit in a rack without any hose is meant for the wet devices of that rack.
            continue
        for device in wet:
            around = {device, *design.ancestors(device)}
            if rack.id in around and not around & served and device not in linked:
                link_id = f"{node.id}→{device}"  # no id of a design has an arrow
                cables = design.copies_within(node.id, rack.id) * design.copies_within(device, rack.id)
                more[link_id] = Link(id=link_id, a=node.id, b=device, medium="coolant", cables=cables, spread="mesh")
    return msgspec.structs.replace(design, links={**design.links, **more}) if more else design


def _gives(design: Design, node: Node) -> bool:
    """Return True when a coolant link leads away from NODE."""
    return any(
        link.medium == "coolant"
        and {link.a, link.b} <= design.nodes.keys()
        and (link.b if is_turned(design, link) else link.a) == node.id
        for link in design.links.values()
    )


def _draws(
    design: Design,
    heats: Mapping[str, DeviceHeat],
    off: Mapping[str, Flags],
    first: Mapping[str, int],
    copies: Mapping[str, int],
    count: int,
) -> tuple[Floats, tuple[str, ...], Ints, tuple[str, ...]]:
    """Liquid heat and accelerators of every vertex: a node's own, and those of nodes inside it without a hose."""
    draws = np.zeros((count, len(COLUMNS)))
    chips = np.zeros(count, dtype=np.int64)
    missing: dict[str, None] = {}
    dry: list[str] = []
    for node_id, heat in heats.items():
        wet = heat.liquid_max_w
        if not wet.value and not wet.missing:
            continue
        around = (node_id, *design.ancestors(node_id))
        target = next((one for one in around if one in first and not is_cooler(design.nodes[one])), None)
        if target is None:
            dry.append(node_id)
            continue
        missing |= dict.fromkeys((*heat.liquid_typical_w.missing, *wet.missing))
        number: int | Ints = design.total_copies(node_id) // copies[target]
        if node_id in off:
            # How many of it give heat in each copy of what has the hose.
            every = copies[target] * number
            number = (~fitted(off[node_id], every)).reshape(copies[target], number).sum(axis=1)
        own = slice(first[target], first[target] + copies[target])
        draws[own, -1] += bool(wet.missing)
        for column, figure in ((0, heat.liquid_typical_w), (MAX, wet)):
            for step, value in enumerate((figure.value, figure.low, figure.high)):
                draws[own, column + step] += number * (value or 0.0)
        chips[own] += number * sum(accelerators_in(design, design.part_of(design.nodes[node_id])).values())
    return draws, tuple(missing), chips, tuple(dry)
