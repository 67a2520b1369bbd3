"""The flows that are drawn on a design: which one has an id, and what of them the design can hold."""

from collections.abc import Iterable, Iterator

import msgspec

from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk, node_of_end
from designer.model.records import MAX_QUANTITY


def flow_called(design: Design, flow_id: str) -> FlowAsk | None:
    """The flow of DESIGN that has this id; None when there is none."""
    if " " not in flow_id:
        return None
    return next((flow for flow in design.settings.flows if flow.id == flow_id), None)


def holds_end(design: Design, end: str) -> bool:
    """Return True when DESIGN has the node, container or copy that END names."""
    node_id, copy = node_of_end(end)
    return node_id in design.nodes and (copy is None or copy < design.total_copies(node_id))


def flow_left(design: Design, flow: FlowAsk) -> FlowAsk | None:
    """FLOW without ends that DESIGN no longer has; None when nobody is left to send or to receive."""
    source = tuple(end for end in flow.source if holds_end(design, end))
    target = tuple(end for end in flow.target if holds_end(design, end))
    if (source, target) == flow.ends:
        return flow
    return msgspec.structs.replace(flow, source=source, target=target) if source and target else None


def flows_left(design: Design, flows: Iterable[FlowAsk]) -> tuple[FlowAsk, ...]:
    """Return what is left of FLOWS on DESIGN, each pair of ends once."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], FlowAsk] = {}
    for flow in flows:
        left = flow_left(design, flow)
        if left is not None and not any(True for _ in flow_problems(design, left)):
            found.setdefault(left.ends, left)
    return tuple(found.values())


def flow_problems(design: Design, flow: FlowAsk) -> Iterator[str]:
    """Yield what keeps FLOW from being a flow of DESIGN, each in words that follow "flow A → B"."""
    for end, does in ((flow.source, "sends"), (flow.target, "receives")):
        if not end:
            yield f"names nothing that {does}"
        for one in end:
            if not holds_end(design, one):
                yield f"names {one!r}, which is no node, container or copy of the design"
    both = set(flow.source) & set(flow.target)
    if both:
        yield f"has {min(both)!r} at both ends; it needs two different ends"
    if flow.gbps is not None and not 0 <= flow.gbps <= MAX_QUANTITY:
        yield f"has the rate {flow.gbps}; it must be a finite number of Gb/s from 0 up"
