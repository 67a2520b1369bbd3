"""How generators write a design down: nodes, containers, links and views in the order in which they are drawn."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from designer.catalog.library import Library
from designer.edit.arrange import arrange
from designer.model.design import Design, Link, Node, Settings, Spread, View
from designer.model.parts import Layer, Medium, Part, PortGroup
from designer.model.records import RefusedInput
from designer.model.validity import require_valid


class Plan:
    """A design in the making.

    Attributes:
        library: Where parts are looked up.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._nodes: dict[str, Node] = {}
        self._links: dict[str, Link] = {}
        self._views: dict[str, View] = {}

    def container(
        self, node_id: str, kind: str, name: str, *, parent: str | None = None, copies: int = 1, note: str = ""
    ) -> str:
        """A container; returns its id."""
        return self._add(Node(id=node_id, kind=kind, name=name, parent=parent, copies=copies, note=note))

    def node(
        self,
        node_id: str,
        part: str,
        name: str = "",
        *,
        parent: str | None = None,
        copies: int = 1,
        ports: tuple[PortGroup, ...] = (),
        note: str = "",
        facts: Mapping[str, float] | None = None,
        choices: Mapping[str, str] | None = None,
    ) -> str:
        """A placed part with facts and choices of its own; returns its id.

        Raises:
            RefusedInput: the library does not hold the part.
        """
        kind = self.library.part(part).kind
        return self._add(
            Node(
                id=node_id,
                kind=kind,
                part=part,
                name=name,
                parent=parent,
                copies=copies,
                ports=ports,
                note=note,
                facts=dict(facts or {}),
                choices=dict(choices or {}),
            )
        )

    def asks(self, a: str, *others: str) -> None:
        """A depends on each of OTHERS."""
        for b in others:
            self.link(f"{a}-asks-{b}", a, b, "depends_on", 1)

    def runs(self, guest: str, *hosts: str) -> None:
        """GUEST runs on, or lies in, each of HOSTS."""
        for host in hosts:
            self.link(f"{guest}-on-{host}", guest, host, "runs_on", 1)

    def link(
        self,
        link_id: str,
        a: str,
        b: str,
        medium: Medium,
        cables: int,
        *,
        a_port: str | None = None,
        b_port: str | None = None,
        spread: Spread = "even",
        name: str = "",
        side: Literal["", "A", "B"] = "",
    ) -> str:
        """Cables between two nodes, in one copy of the innermost container that holds both; returns the link's id."""
        self._links[link_id] = Link(
            id=link_id,
            a=a,
            b=b,
            medium=medium,
            cables=cables,
            a_port=a_port,
            b_port=b_port,
            spread=spread,
            name=name,
            side=side,
        )
        return link_id

    def view(
        self,
        view_id: str,
        name: str,
        caption: str,
        notes: str,
        *,
        focus: Sequence[str] = (),
        hidden_media: tuple[Medium, ...] = (),
        hidden_layers: tuple[Layer, ...] = (),
    ) -> None:
        """A slide after those before it, with plain detail."""
        known = tuple(node_id for node_id in focus if node_id in self._nodes)
        self._views[view_id] = View(
            id=view_id,
            name=name,
            caption=caption,
            notes=notes,
            focus=known,
            hidden_media=hidden_media,
            hidden_layers=hidden_layers,
            detail="plain",
            order=len(self._views),
        )

    def part_of(self, node_id: str) -> Part:
        """The part of a node that was planned."""
        return self.library.part(self._nodes[node_id].part or "")

    def copies(self, node_id: str) -> int:
        """Copies of a node that was planned, in one of what holds it."""
        return self._nodes[node_id].copies

    def holds(self, node_id: str) -> bool:
        """Whether a node was planned."""
        return node_id in self._nodes

    def drop_views(self) -> None:
        """Forget the views so far, for a story with its own."""
        self._views.clear()

    def design(self, name: str, description: str, made_by: str, parameters: Mapping[str, str]) -> Design:
        """The design with its parts embedded and everything placed.

        Raises:
            RefusedInput: a part is missing, or a number is beyond what a design may hold.
        """
        settings = Settings(name=name, description=description, made_by=made_by, parameters=dict(parameters))
        design = Design(settings=settings, nodes=self._nodes, links=self._links, views=self._views)
        design = self.library.embedded(design)
        return require_valid(arrange(design).applied(design))

    def _add(self, node: Node) -> str:
        if node.id in self._nodes or node.id in self._links:
            raise RefusedInput(f"The id {node.id!r} is given twice.")
        fields: dict[str, Any] = {"order": len(self._nodes)}
        self._nodes[node.id] = msgspec.structs.replace(node, **fields)
        return node.id
