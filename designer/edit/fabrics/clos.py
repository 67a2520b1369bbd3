"""The switches of a leaf–spine fabric as nodes: leaves, spines and cores, whatever hangs below them."""

from typing import NamedTuple

from designer.edit.templates.plan import Plan
from designer.formulas.network.sizing import LeafSpine, leaf_down_ports, leaf_spine
from designer.model.parts.part import PortGroup
from designer.model.records import RefusedInput


class Clos(NamedTuple):
    """A leaf–spine fabric as it is sized.

    Attributes:
        size: Switches and cables.
        uplinks: Cables of a leaf that go up; 0 where one leaf is enough.
    """

    size: LeafSpine
    uplinks: int


def sized(hosts: int, links: int, leaf_radix: int, spine_radix: int, oversubscription: float) -> Clos:
    """The fabric for HOSTS with LINKS each, as the calculator sizes it (`formulas.network.sizing.leaf_spine`).

    Raises:
        RefusedInput: the numbers give no fabric.
    """
    try:
        size = leaf_spine(hosts, links, leaf_radix, spine_radix, 0, oversubscription)
        down = leaf_down_ports(leaf_radix, oversubscription)
    except ValueError as problem:
        raise RefusedInput(str(problem)) from None
    return Clos(size, leaf_radix - down if size.spine else 0)


def plan_switches(
    plan: Plan,
    clos: Clos,
    part: str,
    leaf_ports: tuple[PortGroup, ...] = (),
    spine_ports: tuple[PortGroup, ...] = (),
    *,
    suffix: str = "",
    parent: str | None = None,
) -> str:
    """Put cores, spines and leaves with the cables between them into PLAN; returns the id of the leaves.

    Args:
        plan: Where they go.
        clos: What was sized.
        part: The switch that all tiers are made of.
        leaf_ports: Ports of a leaf; those of the part when empty.
        spine_ports: Ports of a spine and of a core.
        suffix: At the end of every id, such as "-1".
        parent: The container that they stand in.
    """
    size = clos.size
    leaf, spine, core = (f"{tier}{suffix}" for tier in ("leaf", "spine", "core"))
    if size.core:
        plan.node(core, part, "Core switch", parent=parent, copies=size.core, ports=spine_ports)
    if size.spine:
        plan.node(spine, part, "Spine switch", parent=parent, copies=size.spine, ports=spine_ports)
    plan.node(leaf, part, "Leaf switch", parent=parent, copies=size.leaf, ports=leaf_ports)
    if size.spine:
        plan.link(f"uplinks{suffix}", leaf, spine, "fabric", size.leaf * clos.uplinks, name="Uplinks")
    if size.core:
        plan.link(f"core-links{suffix}", spine, core, "fabric", size.spine_core_cables, name="Core links")
    return leaf
