"""Removing what a person selected, whatever it is."""

from collections.abc import Collection

from designer.edit.links.flows import flow_words, remove_flow
from designer.edit.nodes.locks import deletable
from designer.edit.nodes.nodes import remove
from designer.model.changes import ChangeSet
from designer.model.design import Design


def remove_with_flows(design: Design, ids: Collection[str]) -> ChangeSet:
    """Remove what is selected: nodes, links and marks, and flows by their ids; locked things stay, as in `deletable`.

    Raises:
        RefusedInput: one is not there, or all of several are locked.
    """
    flows = [flow for flow in design.settings.flows if flow.id in ids]
    drawn = {flow.id for flow in flows}
    others = [one for one in ids if one not in drawn]
    edit = remove(design, deletable(design, others)) if others or not flows else ChangeSet()
    for flow in flows:
        now = edit.applied(design)
        # A flow may have gone with one of its ends already.
        if any(other.ends == flow.ends for other in now.settings.flows):
            edit = ChangeSet(edit.then(remove_flow(now, flow.ends)).changes, edit.label)
    many = f"{len(flows)} flows" if len(flows) != 1 else f"flow {flow_words(design, flows[0])}"
    if flows:
        edit = ChangeSet(edit.changes, f"{edit.label} and {many}" if others else f"Remove {many}")
    return edit
