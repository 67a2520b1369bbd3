"""Divide a design among its phases: shares of nodes, cables and lines of the bill."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from designer.analysis.results import CostLine
from designer.model.design import Design
from designer.model.phase_plan import Phase

Floats = NDArray[np.float64]


class Shares:
    """Shares of the phases of DESIGN, each an array (phases,) that adds up to 1.

    A node belongs where it is named, else where the nearest named container around it does, else to the first phase.
    Of what several phases hold more of than there is, the later ones get less.
    """

    def __init__(self, design: Design, phases: Sequence[Phase]) -> None:
        self._design = design
        self._number = len(phases)
        self._first: Floats = np.zeros(self._number)
        self._first[0] = 1.0
        named = {node_id for phase in phases for node_id in phase.holds}
        self._named = {one: self._held(one, phases) for one in named if one in design.nodes}
        self._nodes: dict[str, Floats] = {}

    def _held(self, node_id: str, phases: Sequence[Phase]) -> Floats:
        total = self._design.total_copies(node_id)
        # Copies held until the end of each phase, never more than there are.
        held = np.minimum(np.cumsum([phase.holds.get(node_id, 0) for phase in phases], dtype=np.float64), total)
        found = np.diff(held, prepend=0.0)
        found[0] += total - held[-1]
        return found / total

    def of_node(self, node_id: str) -> Floats:
        """Return which share of the copies of a node belongs to each phase."""
        found = self._nodes.get(node_id)
        if found is None:
            way = (node_id, *self._design.ancestors(node_id)) if node_id in self._design.nodes else ()
            near = next((one for one in way if one in self._named), None)
            found = self._nodes[node_id] = self._first if near is None else self._named[near]
        return found

    def of_link(self, link_id: str) -> Floats:
        """Return which share of the cables of a link belongs to each phase: a cable comes when both its ends are."""
        link = self._design.links.get(link_id)
        if link is None:
            return self._first
        ends = np.minimum(np.cumsum(self.of_node(link.a)), np.cumsum(self.of_node(link.b)))
        return np.diff(ends, prepend=0.0)

    def of_line(self, line: CostLine) -> Floats:
        """Return which share of what LINE buys belongs to each phase; what is bought by rule is in the first."""
        pieces = [(number, self.of_node(node_id)) for node_id, number in line.places if number > 0]
        if not pieces:
            links = self._design.links
            pieces = [(self._design.total_cables(links[one]), self.of_link(one)) for one in line.links if one in links]
        total = sum(number for number, _ in pieces)
        if not total:
            return self._first
        return np.asarray(sum(number * share for number, share in pieces) / total)
