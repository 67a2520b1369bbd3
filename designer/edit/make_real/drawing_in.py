"""Nodes and links of a proposal as they are drawn in: fresh ids, parts embedded, places on the canvas."""

from typing import Any, Literal

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.ids import new_id
from designer.edit.selection import next_order
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WIDTH
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node, Spread

Side = Literal["", "A", "B"]
_GAP = 56.0


class Drawing:
    """A draft in which a step draws; ids that it gave away are remembered.

    Attributes:
        draft: The records as they are now.
    """

    def __init__(self, design: Design, library: Library) -> None:
        self.draft = Draft(design)
        self._library = library
        self._taken: set[str] = set()
        self._order = next_order(design)
        self._called: dict[str, list[str]] = {}
        for node in design.nodes.values():
            self._called.setdefault(node.name, []).append(node.id)
        tops = [node for node in design.nodes.values() if node.parent is None]
        self._left = min((node.x for node in tops), default=0.0) - TILE_WIDTH - 160.0
        self._top = min((node.y for node in tops), default=0.0)
        self._low: dict[str | None, float] = {}
        self._start: dict[str | None, float] = {}
        for node in design.nodes.values():
            self._low[node.parent] = max(self._low.get(node.parent, node.y), node.y)
            self._start[node.parent] = min(self._start.get(node.parent, node.x), node.x)

    @property
    def before(self) -> Design:
        """The design that it is drawn into."""
        return self.draft.before

    def beside(self, column: int, row: int) -> tuple[float, float]:
        """Return a place on the canvas left of everything: COLUMN from the right, ROW from the top."""
        return self._left - column * (TILE_WIDTH + 64.0), self._top + row * (TILE_HEIGHT + _GAP)

    def below(self, parent: str | None) -> tuple[float, float]:
        """Return a place on the canvas below everything in PARENT."""
        low = self._low[parent] = self._low.get(parent, 0.0) + TILE_HEIGHT + 24.0
        return self._start.get(parent, 0.0), low

    def name(self, wanted: str) -> str:
        """Return WANTED, with a number behind it where a node is called so already.

        No copy of one that is called WANTED has that number: beside eight of a "Rack", numbered from 1 by
        `model/device_names`, the next is Rack 9.
        """
        if wanted not in self._called:
            return wanted
        number = sum(self._copies(node_id) for node_id in self._called[wanted]) + 1
        while f"{wanted} {number}" in self._called:
            number += 1
        return f"{wanted} {number}"

    def add(
        self,
        part_id: str,
        wanted: str,
        name: str,
        at: tuple[float, float],
        *,
        copies: int = 1,
        parent: str | None = None,
        **fields: Any,
    ) -> str:
        """Draw COPIES of a part in, and return the id of its node."""
        self.draft.embed(self._library, [part_id])
        part = self.draft.part(part_id)
        assert part is not None
        return self._put(part.kind, wanted, name, at, copies, parent, {"part": part_id, **fields})

    def add_container(
        self, kind: str, wanted: str, name: str, at: tuple[float, float], *, copies: int = 1, parent: str | None = None
    ) -> str:
        """Draw an empty container in, and return its id."""
        return self._put(kind, wanted, name, at, copies, parent, {})

    def join(
        self,
        a: str,
        b: str,
        cables: int,
        *,
        medium: Literal["power", "coolant"] = "power",
        side: Side = "",
        spread: Spread = "even",
        a_port: str | None = None,
        b_port: str | None = None,
    ) -> None:
        """Draw CABLES from A to B in."""
        link_id = new_id(self.before, f"{a}-{b}", self._taken)
        self._taken.add(link_id)
        self.draft.put(
            Link(
                id=link_id,
                a=a,
                b=b,
                medium=medium,
                cables=max(cables, 1),
                side=side,
                spread=spread,
                a_port=a_port,
                b_port=b_port,
            )
        )

    def finished(self, label: str) -> ChangeSet:
        """Return the difference, called LABEL."""
        return self.draft.finished(label)

    def _copies(self, node_id: str | None) -> int:
        """Return how many of a node stand in the whole design."""
        copies = 1
        while node_id is not None:
            node = self.draft.node(node_id)
            copies *= max(node.copies, 1)
            node_id = node.parent
        return copies

    def _put(
        self,
        kind: str,
        wanted: str,
        name: str,
        at: tuple[float, float],
        copies: int,
        parent: str | None,
        fields: dict[str, Any],
    ) -> str:
        node_id = new_id(self.before, wanted, self._taken)
        self._taken.add(node_id)
        node = Node(
            id=node_id,
            kind=kind,
            name=self.name(name),
            x=at[0],
            y=at[1],
            copies=copies,
            parent=parent,
            order=self._order,
            **fields,
        )
        self._order += 1
        self._called.setdefault(node.name, []).append(node_id)
        self.draft.put(node)
        return node_id
