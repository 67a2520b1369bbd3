"""Reasons why no power cable joins two nodes, and what would."""

from collections.abc import Iterable

from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.network.ports import fit
from designer.model.parts.part import PortGroup
from designer.model.power.power_order import is_turned, ports_that_feed, turned_by_kind
from designer.model.power.power_plugs import COUPLER_VA, OPEN_PLUGS, inlets_of, outlets_for
from designer.model.wording import listed

_MOST = 3
_MOST_PLUGS = 6


def why_no_plug(
    design: Design,
    first: Node,
    second: Node,
    a_groups: tuple[PortGroup, ...],
    b_groups: tuple[PortGroup, ...],
) -> str:
    """Return why power does not go from one of two nodes to the other, and what each would fit.

    Args:
        design: The design.
        first: One node.
        second: The other.
        a_groups: The port groups of the first that may be meant.
        b_groups: Those of the second.
    """
    # A link that is never put in the design: it tells which way power would run.
    ports = tuple(groups[0].name if len(groups) == 1 else None for groups in (a_groups, b_groups))
    link = Link(id="", a=first.id, b=second.id, medium="power", a_port=ports[0], b_port=ports[1])
    turned = is_turned(design, link)
    # One chosen port would turn the chain around, which only both ports together may.
    by_kind = turned_by_kind(first, second)
    if by_kind is not None and ports.count(None) == 1:
        turned = by_kind
    gives, takes = (second, first) if turned else (first, second)
    given = b_groups if turned else a_groups
    taken = a_groups if turned else b_groups
    outlets = [group for group in given if "power" in group.media and group.role != "in"]
    inlets = [group for group in taken if "power" in group.media and group.role != "out"]
    who, whom = gives.title, takes.title
    # The node has them, but another port of it was chosen.
    own, other = (_power_groups(design, node, role) for node, role in ((gives, "in"), (takes, "out")))
    if not outlets and own:
        chosen = ", ".join(group.name for group in given)
        outs = listed((one.name for one in own), _MOST_PLUGS, "or")
        return f"The port {chosen} of {who} only takes power. {who} feeds {whom} from {outs}."
    if not inlets and other:
        chosen = ", ".join(group.name for group in taken)
        ins = listed((one.name for one in other), _MOST_PLUGS, "or")
        return f"The port {chosen} of {whom} only gives power. {who} feeds it at {ins}."
    if not outlets:
        return f"{who} has no outlet to feed {whom} from: it only takes power. Feed both from a PDU, busway or UPS."
    if not inlets:
        return f"{whom} has no inlet to be fed at: it only gives power."
    if len(outlets) == len(inlets) == 1 and fit(outlets[0], inlets[0], "power").verdict != "no":
        # The plugs would meet, so the sizes are what stands against it.
        return outgrown(design, takes, inlets[0], outlets[0])
    has, wants = (
        listed((group.connector or "terminals" for group in groups), _MOST_PLUGS, "or") for groups in (outlets, inlets)
    )
    text = f"No plug joins {who} to {whom}: the outlets are {has}, the inlet takes {wants}."
    # What would fit on either side, beside what does not.
    fed = listed((inlet for group in outlets for inlet in inlets_of(group.connector)), _MOST_PLUGS, "or")
    feeding = listed((outlet for group in inlets for outlet in outlets_for(group.connector)), _MOST_PLUGS, "or")
    if feeding:
        text += f" {whom} is fed by an outlet {feeding}, or by one that is wired to terminals."
    if fed:
        text += f" {who} feeds an inlet {fed}."
    here = [node.title for node in _feeding(design, takes, inlets)]
    return text + (f" In this design {listed(here, _MOST, 'or')} would feed it." if here else "")


def outgrown(design: Design, node: Node, inlet: PortGroup, outlet: PortGroup) -> str:
    """Return why OUTLET is too small for power equipment NODE at INLET; "" where nothing tells so.

    Where the plug of the inlet is not published, what the node passes on tells what its plug cannot be.
    """
    most = COUPLER_VA.get(outlet.connector)
    kind, part = KINDS.get(node.kind), design.part_of(node)
    if most is None or inlet.connector not in OPEN_PLUGS or kind is None or kind.role != "power":
        return ""
    for name in ("capacity_w", "capacity_va"):
        fact = part.facts.get(name) if part else None
        passes = node.facts.get(name, fact.value if fact else None)
        if passes is not None and passes > most:
            unit = "kVA" if name == "capacity_va" else "kW"
            return (
                f"{node.title} passes on {passes / 1000:,g} {unit}, more than the {most / 1000:g} kVA "
                f"that an outlet {outlet.connector} gives at most."
            )
    return ""


def _power_groups(design: Design, node: Node, but: str) -> list[PortGroup]:
    """Return the power ports of NODE that are not of the role BUT."""
    return [group for group in design.ports_of(node) if "power" in group.media and group.role != but]


def _feeding(design: Design, takes: Node, inlets: Iterable[PortGroup]) -> list[Node]:
    """Nodes before TAKES with an outlet for one of its inlets, by a plug that is known to fit or by terminals."""
    found: list[Node] = []
    wanted = tuple(inlets)
    for node in design.nodes_in_order():
        if node.id == takes.id or is_turned(design, Link(id="", a=node.id, b=takes.id, medium="power")):
            continue
        outlets, _ = ports_that_feed((design.ports_of(node), wanted), turned=False)
        if any(one.role == "out" and fit(one, inlet, "power").verdict == "yes" for one in outlets for inlet in wanted):
            found.append(node)
    return found
