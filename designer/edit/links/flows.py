"""Edits of the flows that are drawn from A to B."""

from collections.abc import Collection, Mapping

import msgspec

from designer.edit.draft import Draft
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.network.drawn_flows import flow_problems
from designer.model.network.flow_asks import MOST_FLOWS, FlowAsk, node_of_end
from designer.model.records import RefusedInput, require_quantity

Ends = tuple[tuple[str, ...], tuple[str, ...]]


def add_flow(design: Design, source: Collection[str], target: Collection[str], gbps: float | None = None) -> ChangeSet:
    """Let SOURCE send to TARGET: nodes, containers or single copies as "leaf[0]".

    Args:
        design: The design.
        source: Who sends.
        target: Who receives.
        gbps: What all of the source together offer; None for their line rate.

    Raises:
        RefusedInput: an end is not there, both ends share a node or one holds the other, the flow is drawn already,
            the rate is not allowed, or there are too many flows.
    """
    flow = FlowAsk(source=tuple(dict.fromkeys(source)), target=tuple(dict.fromkeys(target)), gbps=gbps)
    words = flow_words(design, flow)
    if gbps is not None:
        require_quantity(gbps, f"The rate of {words}")
    _require_apart(design, flow)
    for problem in flow_problems(design, flow):
        raise RefusedInput(f"The flow {words} {problem}.")
    flows = design.settings.flows
    if any(other.ends == flow.ends for other in flows):
        raise RefusedInput(f"The flow {words} is drawn already; change its rate in the list of flows.")
    if len(flows) >= MOST_FLOWS:
        raise RefusedInput(f"There are {MOST_FLOWS:,} flows already, the most that a design holds; remove some first.")
    return _with(design, (*flows, flow), f"Draw flow {words}")


def set_flow_rate(design: Design, ends: Ends, gbps: float | None) -> ChangeSet:
    """Say what the flow between ENDS offers, in Gb/s; None goes back to the line rate of its source.

    Raises:
        RefusedInput: there is no such flow, or the rate is not allowed.
    """
    place = _place(design, ends)
    before = design.settings.flows[place]
    words = flow_words(design, before)
    if gbps is not None:
        gbps = float(require_quantity(gbps, f"The rate of {words}"))
    flows = list(design.settings.flows)
    flows[place] = msgspec.structs.replace(before, gbps=gbps)
    rate = "line rate" if gbps is None else f"{gbps:,g} Gb/s"
    return _with(design, tuple(flows), f"Set flow {words} to {rate}")


def remove_flow(design: Design, ends: Ends) -> ChangeSet:
    """Take the flow between ENDS away.

    Raises:
        RefusedInput: there is no such flow.
    """
    place = _place(design, ends)
    flows = design.settings.flows
    return _with(design, flows[:place] + flows[place + 1 :], f"Remove flow {flow_words(design, flows[place])}")


def turn_flow(design: Design, ends: Ends) -> ChangeSet:
    """Let the receivers of the flow between ENDS send, and its senders receive; what it offers stays.

    Raises:
        RefusedInput: there is no such flow, or the one the other way is drawn already.
    """
    place = _place(design, ends)
    flows = list(design.settings.flows)
    flow = flows[place]
    turned = msgspec.structs.replace(flow, source=flow.target, target=flow.source)
    if any(other.ends == turned.ends for other in flows):
        raise RefusedInput(f"The flow {flow_words(design, turned)} is drawn already.")
    flows[place] = turned
    return _with(design, tuple(flows), f"Turn flow {flow_words(design, flow)} around")


def rename_ends(draft: Draft, renamed: Mapping[str, tuple[str, ...]]) -> None:
    """Let the flows of DRAFT follow ends that are called otherwise now, or are several."""
    flows = draft.before.settings.flows
    after = tuple(
        msgspec.structs.replace(flow, source=_followed(flow.source, renamed), target=_followed(flow.target, renamed))
        for flow in flows
    )
    if after != flows:
        draft.put(msgspec.structs.replace(draft.before.settings, flows=after))


def end_words(design: Design, end: str) -> str:
    """Return the name of an end of a flow: "DGX H100", or "DGX H100 4" for a single copy."""
    node_id, copy = node_of_end(end)
    node = design.nodes.get(node_id)
    if node is None or copy is None:
        return node.title if node is not None else node_id
    return device_names(design).of(node_id, copy)


def flow_words(design: Design, flow: FlowAsk) -> str:
    """FLOW as people say it: "DGX H100 → DGX H200"."""
    return " → ".join(" and ".join(end_words(design, one) for one in end) for end in flow.ends)


def _followed(end: tuple[str, ...], renamed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(after for one in end for after in renamed.get(one, (one,))))


def _require_apart(design: Design, flow: FlowAsk) -> None:
    """Refuse a flow to itself or between a thing and what stands inside it."""
    sources = {node_of_end(end)[0] for end in flow.source}
    for end in flow.target:
        node_id, _ = node_of_end(end)
        if end in flow.source:
            name = end_words(design, end)
            raise RefusedInput(f"A flow from {name} to itself crosses no link; let go over another node.")
        # Neither end may stand inside the other.
        around = set(design.ancestors(node_id)) if node_id in design.nodes else set[str]()
        inside = {one for one in sources if one in design.nodes and node_id in design.ancestors(one)}
        for outer, inner in [(one, node_id) for one in sources & around] + [(node_id, one) for one in inside]:
            raise RefusedInput(
                f"{end_words(design, inner)} stands inside {end_words(design, outer)}; "
                "a flow needs two ends beside each other."
            )


def _place(design: Design, ends: Ends) -> int:
    for place, flow in enumerate(design.settings.flows):
        if flow.ends == ends:
            return place
    words = flow_words(design, FlowAsk(source=ends[0], target=ends[1]))
    raise RefusedInput(f"There is no flow {words} in this design.")


def _with(design: Design, flows: tuple[FlowAsk, ...], label: str) -> ChangeSet:
    draft = Draft(design)
    draft.put(msgspec.structs.replace(design.settings, flows=flows))
    return draft.finished(label)
