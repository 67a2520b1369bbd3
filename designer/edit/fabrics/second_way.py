"""A second switch beside one on which all hangs, with a cable from everything to both."""

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.fabrics.join_pieces import overfull
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import set_node
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import SWITCHES
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
