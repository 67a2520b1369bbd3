"""A switch more: a second one beside one on which all hangs, or one more of several that share their cables."""

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.fabrics.join_pieces import overfull
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import set_node
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import SWITCHES
from designer.model.network.cable_spread import spread_problem
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.records import RefusedInput


def second_switch(design: Design, library: Library, *, node_id: str) -> ChangeSet:
    """Make one switch two and let the cables of everything below fall on both.

    What has two cables or more to it spreads them; what has one gets a second one.

    Args:
        design: The design.
        library: Not used; every fix is given it.
        node_id: A switch that stands there once.

    Raises:
        RefusedInput: it is no switch or stands there more than once, or what hangs on it has no second port.
    """
    node = Draft(design).node(node_id)
    if node.kind not in SWITCHES or design.total_copies(node_id) != 1:
        raise RefusedInput(f"{node.title} is no switch that stands there once; add a second way by hand.")
    edit = set_node(design, node_id, copies=2)
    for link in design.links.values():
        if node_id not in (link.a, link.b) or link.medium not in NETWORK_MEDIA or link.a == link.b:
            continue
        far = link.b if link.a == node_id else link.a
        now = edit.applied(design)
        # So many copies of the far end have a cable each: all of them need two.
        each = now.copies_within(far, now.common_container(node_id, far))
        if link.cables < 2 * each:
            edit = edit.then(set_link(now, link.id, cables=2 * each))
    after = edit.applied(design)
    ends = {one for link in design.links.values() if node_id in (link.a, link.b) for one in (link.a, link.b)}
    full = next((one for one in sorted(ends) if overfull(after, one)), None)
    if full is not None:
        raise RefusedInput(f"{after.nodes[full].title} has no port for a second cable.")
    edit.label = f"Add a second {node.title}"
    return edit


def one_more_switch(design: Design, library: Library, *, node_id: str) -> ChangeSet:
    """Let one switch more share the cables of those that stand there; no cable is added, each is led anew.

    Args:
        design: The design.
        library: Not used; as for `second_switch`.
        node_id: A switch that stands there more than once.

    Raises:
        RefusedInput: it is no switch, stands there once, or its cables cannot be shared with one more.
    """
    node = Draft(design).node(node_id)
    if node.kind not in SWITCHES or node.copies < 2:
        raise RefusedInput(f"{node.title} is no switch of which several share their cables.")
    edit = set_node(design, node_id, copies=node.copies + 1)
    for link in design.links.values():
        if node_id not in (link.a, link.b) or link.medium not in NETWORK_MEDIA:
            continue
        now = edit.applied(design)
        around = now.holder(link)
        ends = now.copies_within(link.a, around), now.copies_within(link.b, around)
        # Cables that came out copy by copy do so no more: they are dealt out one by one.
        if spread_problem(link.spread, link.cables, *ends, now.each_group(link)) is not None:
            edit = edit.then(set_link(now, link.id, spread="even"))
    after = edit.applied(design)
    full = next((one for one in sorted(after.nodes) if one != node_id and overfull(after, one)), None)
    if full is not None and not overfull(design, full):
        raise RefusedInput(f"{after.nodes[full].title} has no port for cables that are led anew.")
    edit.label = f"Add one more {node.title}"
    return edit
