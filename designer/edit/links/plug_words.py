"""Reasons why no power cable joins two nodes, and what would."""

from collections.abc import Iterable

from designer.edit.edit_labels import called
from designer.model.design import Design, Link, Node
from designer.model.network.ports import fit
from designer.model.parts.part import PortGroup
from designer.model.power.power_order import is_turned, ports_that_feed
from designer.model.power.power_plugs import inlets_of, outlets_for
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
    gives, takes = (second, first) if turned else (first, second)
    given = b_groups if turned else a_groups
    taken = a_groups if turned else b_groups
    outlets = [group for group in given if "power" in group.media and group.role != "in"]
    inlets = [group for group in taken if "power" in group.media and group.role != "out"]
    who, whom = called(design, gives), called(design, takes)
    if not outlets:
        return f"{who} has no outlet to feed {whom} from: it only takes power. Feed both from a PDU, busway or UPS."
    if not inlets:
        return f"{whom} has no inlet to be fed at: it only gives power."
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
    here = [called(design, node) for node in _feeding(design, takes, inlets)]
    return text + (f" In this design {listed(here, _MOST, 'or')} would feed it." if here else "")


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
