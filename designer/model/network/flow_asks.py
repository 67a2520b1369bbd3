"""Flows that a person draws from A to B: records of the design, and what of them a design can hold."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from designer.model.copy_ids import CopyId
from designer.model.records import MAX_QUANTITY, Record

if TYPE_CHECKING:
    from designer.model.design import Design

MOST_FLOWS: Final = 1_000
"""Flows that one design may hold; many alike are one flow between nodes with copies."""


class FlowAsk(Record, frozen=True, kw_only=True):
    """A flow from one selection to another; ids of nodes and containers, or of single copies as "leaf[0]".

    Attributes:
        source: Who sends.
        target: Who receives.
        gbps: What all of the source together offer; None for their line rate.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    gbps: float | None = None

    @property
    def id(self) -> str:
        """Return its name where ids of records are; no record's id has a space."""
        return f"flow {','.join(self.source)} {','.join(self.target)}"

    @property
    def title(self) -> str:
        """The flow in words."""
        return f"{' and '.join(self.source)} → {' and '.join(self.target)}"

    @property
    def ends(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Both ends, by which a flow is told from others."""
        return self.source, self.target


def flow_called(design: "Design", flow_id: str) -> FlowAsk | None:
    """The flow of DESIGN that has this id; None when there is none."""
    if " " not in flow_id:
        return None
    return next((flow for flow in design.settings.flows if flow.id == flow_id), None)


def node_of_end(end: str) -> CopyId:
    """The node that END names, and the number of the copy where it names a single one."""
    return CopyId.read(end)


def holds_end(design: "Design", end: str) -> bool:
    """Return True when DESIGN has the node, container or copy that END names."""
    node_id, copy = node_of_end(end)
    return node_id in design.nodes and (copy is None or copy < design.total_copies(node_id))


def flow_left(design: "Design", flow: FlowAsk) -> FlowAsk | None:
    """FLOW without ends that DESIGN no longer has; None when nobody is left to send or to receive."""
    source = tuple(end for end in flow.source if holds_end(design, end))
    target = tuple(end for end in flow.target if holds_end(design, end))
    if (source, target) == flow.ends:
        return flow
    return msgspec.structs.replace(flow, source=source, target=target) if source and target else None


def flows_left(design: "Design", flows: Iterable[FlowAsk]) -> tuple[FlowAsk, ...]:
    """Return what is left of FLOWS on DESIGN, each pair of ends once."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], FlowAsk] = {}
    for flow in flows:
        left = flow_left(design, flow)
        if left is not None and not any(True for _ in flow_problems(design, left)):
            found.setdefault(left.ends, left)
    return tuple(found.values())


def flow_problems(design: "Design", flow: FlowAsk) -> Iterator[str]:
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
