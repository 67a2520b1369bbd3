"""Direction of a power cable: by what the ports say, else by where the kinds stand, else as drawn."""

from typing import Final

from designer.model.design import Design, Link, Node
from designer.model.kinds import (
    DEVICE_STAGE,
    KINDS,
    POWER_STAGES,
    RACK_POWER_STAGE,
    SEPARATELY_DERIVED,
    SWITCHGEAR,
    TRANSFER,
)
from designer.model.parts.part import PortGroup

_SOURCES: Final = 0
_BESIDE_SWITCHGEAR: Final = 2.5
_AROUND_SWITCHGEAR: Final = SWITCHGEAR | SEPARATELY_DERIVED
"""Switchgear stands before transformers, between them and UPSs, and behind UPSs."""


def is_turned(design: Design, link: Link) -> bool:
    """Return whether the b end of LINK feeds its a end: by what the ports say, then by kind, else as it is drawn.

    Power equipment feeds devices whatever their ports say.
    """
    a, b = design.nodes[link.a], design.nodes[link.b]
    if _is_power(a) != _is_power(b):
        return _is_power(b)
    way_a, way_b = _way(design, a, link.a_port), _way(design, b, link.b_port)
    if way_a != way_b:
        return way_a < way_b
    return turned_by_kind(a, b) or False


def turned_by_kind(a: Node, b: Node) -> bool | None:
    """Return whether B feeds A by where their kinds stand in the chain; None where that does not tell."""
    if _is_power(a) != _is_power(b):
        return _is_power(b)
    if as_drawn(a, b):
        return None
    first, second = (_BESIDE_SWITCHGEAR if stage is None else stage for stage in (_stage(a), _stage(b)))
    return None if first == second else second < first


def as_drawn(a: Node, b: Node) -> bool:
    """Return whether nothing but the way in which a cable is drawn tells which of A and B feeds the other."""
    stages = _stage(a), _stage(b)
    if None in stages:
        return _SOURCES not in stages
    return not SWITCHGEAR.isdisjoint((a.kind, b.kind)) and {a.kind, b.kind} <= _AROUND_SWITCHGEAR


def ports_that_feed(
    groups: tuple[tuple[PortGroup, ...], tuple[PortGroup, ...]], *, turned: bool
) -> tuple[tuple[PortGroup, ...], tuple[PortGroup, ...]]:
    """Return the port groups of a and b that can be meant: outlets where power comes from, inlets where it goes.

    An end that has none of them keeps all its groups, so that the reason why nothing fits is told of these.

    Args:
        groups: Those of a and of b.
        turned: Whether b feeds a.
    """
    a, b = groups
    gives, takes = (b, a) if turned else (a, b)
    outlets = tuple(group for group in gives if "power" in group.media and group.role != "in") or gives
    inlets = tuple(group for group in takes if "power" in group.media and group.role != "out") or takes
    return (inlets, outlets) if turned else (outlets, inlets)


def _is_power(node: Node) -> bool:
    kind = KINDS.get(node.kind)
    return kind is not None and kind.role == "power"


def _stage(node: Node) -> int | None:
    """None for a transfer switch: its cables run as they are drawn."""
    if node.kind in TRANSFER:
        return None
    return POWER_STAGES.get(node.kind, RACK_POWER_STAGE if _is_power(node) else DEVICE_STAGE)


def _way(design: Design, node: Node, port: str | None) -> int:
    """1 when only outlets could be meant, -1 when only inlets, 0 when either."""
    groups = [group for group in design.ports_of(node) if "power" in group.media]
    named = [group for group in groups if group.name == port] or groups
    ways = {group.role for group in named}
    return 1 if ways == {"out"} else -1 if ways == {"in"} else 0
