"""Toll of a failure, gathered step by step: copies that are off, copies that are cut off, copies that slow."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from designer.analysis.chain.surviving_copies import fitted
from designer.analysis.power.chain import Flags
from designer.analysis.quantities import role_of
from designer.analysis.rooms.optics_power import OpticsDraw
from designer.model.copy_ids import copy_id
from designer.model.design import Design, Node
from designer.model.kinds import Role

_TOLD: Final[frozenset[Role]] = frozenset({"host", "storage", "switch"})
"""Roles of what is told as lost by itself when what it stands in is without power."""


class Toll:
    """The losses of one failure, as far as they have been followed.

    Attributes:
        off: Which copies of a node draw nothing any more, a flag for each.
        because: Why a node has lost something; the first reason stands.
        slowed: To which share of its power a node is slowed, the lowest so far, with the reason.
        tripped: Power equipment that switched off, overloaded.
        optics: What optics draw in one copy of each device.
    """

    def __init__(self, design: Design, optics: Mapping[str, OpticsDraw] | None = None) -> None:
        self._design = design
        self.optics = optics or {}
        self._apart: dict[str, int] = {}
        self.off: dict[str, Flags] = {}
        self.because: dict[str, str] = {}
        self.slowed: dict[str, tuple[float, str]] = {}
        self.tripped: tuple[str, ...] = ()

    @property
    def touched(self) -> set[str]:
        """Ids of nodes some copies of which no longer work, or work slower."""
        return {*self.because, *self.slowed}

    def lost(self, node_id: str) -> int:
        """Return how many copies of NODE_ID no longer work, never more than there are."""
        flags = self.off.get(node_id)
        gone = self._apart.get(node_id, 0) + (0 if flags is None else int(flags.sum()))
        return min(self._design.total_copies(node_id), gone)

    def running(self, node_id: str) -> Flags:
        """Return which copies of NODE_ID are on."""
        flags = self.off.get(node_id)
        return np.ones(self._design.total_copies(node_id), dtype=np.bool_) if flags is None else ~flags

    def switch_off(self, node_id: str, copies: Flags, reason: str = "") -> None:
        """Take COPIES of NODE_ID as off; without a REASON they draw nothing, but are not told as lost."""
        if not copies.any():
            return
        copies = fitted(copies, self._design.total_copies(node_id))
        known = self.off.get(node_id)
        self.off[node_id] = copies.copy() if known is None else known | copies
        if reason:
            self.because.setdefault(node_id, reason)

    def cut_off(self, node_id: str, count: int, reason: str) -> None:
        """Take COUNT more copies of NODE_ID as out of reach: they draw on."""
        if count > 0:
            self._apart[node_id] = self._apart.get(node_id, 0) + count
            self.because.setdefault(node_id, reason)

    def slow(self, node_id: str, factor: float, reason: str) -> None:
        """Slow NODE_ID to FACTOR of its power, unless it is slower already."""
        if node_id in self._design.nodes and factor < self.slowed.get(node_id, (1.0, ""))[0]:
            self.slowed[node_id] = (factor, reason)

    def gone(self) -> Iterator[str]:
        """Return ids of all that is off, a copy of several as "leaf[0]"."""
        for node_id, flags in self.off.items():
            if flags.all():
                yield node_id
            else:
                yield from (copy_id(node_id, copy) for copy in np.flatnonzero(flags).tolist())

    def with_what_is_inside(self, drawing: Iterable[Node], corded: Container[str]) -> None:
        """Switch off what stands in what is off: chips and cards in a machine, machines in a rack without its power.

        Args:
            drawing: What draws power.
            corded: Ids of what has a cord of its own, and so does not hang on the rack that it stands in.
        """
        design = self._design
        for node in drawing:
            for around in design.ancestors(node.id):
                flags = self.off.get(around)
                holder = design.nodes.get(around)
                if flags is None or holder is None:
                    continue
                # The rack alone is off: what has a cord of its own does not depend on it.
                if role_of(holder) == "container" and node.id in corded:
                    continue
                reason = self.because.get(around, "") if role_of(node) in _TOLD else ""
                # Copies of the node lie inside of those of its holder: each flag counts for so many of them.
                self.switch_off(node.id, np.repeat(flags, design.total_copies(node.id) // len(flags)), reason)
