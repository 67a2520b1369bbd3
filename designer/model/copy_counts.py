"""Copies of all nodes of a design and of the ends of all its links, where they are asked for thousands at once.

`Design.total_copies` and its like walk the containers around one node; here what nodes of one container have in
common is walked once. The answers are the same, also in a design whose containers stand inside each other.
"""

from functools import cached_property

from designer.model.design import Design, Link, Node


class CopyCounts:
    """Copies and cables in one design, worked out as they are asked for."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._around: dict[str, int] = {}
        self._common: dict[tuple[str | None, str | None], str | None] = {}

    def total(self, node: Node) -> int:
        """Return `Design.total_copies` of NODE of the design."""
        if node.parent is None:
            return node.copies
        if node.id in self._holders:
            return self._design.total_copies(node.id)
        return node.copies * self._of_container(node.parent)

    def holder(self, link: Link, a: Node, b: Node) -> str | None:
        """Return `Design.holder` of LINK, whose ends are A and B."""
        if link.across is not None:
            return self._design.holder(link)
        if a.parent is None or b.parent is None:
            return None
        if a.id in self._holders or b.id in self._holders:
            return self._design.holder(link)
        key = (a.parent, b.parent)
        if key not in self._common:
            self._common[key] = self._design.common_container(a.id, b.id)
        return self._common[key]

    def cables(self, link: Link, a: Node, b: Node) -> int:
        """Return `Design.total_cables` of LINK, whose ends are A and B."""
        container = self.holder(link, a, b)
        return link.cables * (self._of_container(container) if container else 1)

    def at_ends(self, link: Link, a: Node, b: Node) -> tuple[int, int]:
        """Return the copies of A and of B, the ends of LINK, in one copy of what holds the link."""
        if a.parent == b.parent and link.across is None:
            return a.copies, b.copies
        container = self.holder(link, a, b)
        whole = self._of_container(container) if container else 1
        return self.total(a) // whole, self.total(b) // whole

    @cached_property
    def _holders(self) -> set[str | None]:
        """Ids of the nodes that hold something: only these can stand inside themselves, and are walked one by one."""
        return {node.parent for node in self._design.nodes.values()}

    def _of_container(self, container: str) -> int:
        found = self._around.get(container)
        if found is None:
            found = self._around[container] = self._design.total_copies(container)
        return found
