"""Flows that a person draws from A to B, as records of the design; see drawn_flows for what a design can hold."""

from typing import Final

from designer.model.copy_ids import CopyId
from designer.model.records import Record

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


def node_of_end(end: str) -> CopyId:
    """The node that END names, and the number of the copy where it names a single one."""
    return CopyId.read(end)
