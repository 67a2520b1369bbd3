"""Whole designs from what is in them."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from designer.model.design import Design, Link, Node, Settings
from designer.model.parts.part import Part
from tests.shipped import LIBRARY


def design_of(
    *inside: Node | Link | Part,
    parts: Mapping[str, Part] | None = None,
    name: str = "",
    settings: Settings | None = None,
    shipped: bool = False,
    **assumptions: float,
) -> Design:
    """Return the design of the nodes, links and parts INSIDE, in their order.

    Args:
        inside: What is in it; a node that names no order has its place among the nodes.
        parts: Further parts, by id.
        name: What the design is called.
        settings: Instead of a name and ASSUMPTIONS alone.
        shipped: The parts that nodes and links name are taken from the shipped catalog.
        assumptions: Values of assumptions, by id.
    """
    nodes = [one for one in inside if isinstance(one, Node)]
    made = Design(
        settings=settings or Settings(name=name, assumptions=assumptions),
        nodes={one.id: replace(one, order=one.order or place) for place, one in enumerate(nodes)},
        links={one.id: one for one in inside if isinstance(one, Link)},
        parts={**(parts or {}), **{one.id: one for one in inside if isinstance(one, Part)}},
    )
    return LIBRARY.embedded(made) if shipped else made


def link(a: str, b: str, medium: str = "fabric", cables: int = 1, **fields: Any) -> Link:
    """Return a link of CABLES between the nodes A and B, called "a-b" unless FIELDS say otherwise."""
    return Link(**{"id": f"{a}-{b}", "a": a, "b": b, "medium": medium, "cables": cables, **fields})
