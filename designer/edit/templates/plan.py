"""Plan by which generators write a design: nodes, containers, links and views in the order of drawing."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Literal

import msgspec

from designer.catalog.library import Library
from designer.edit.layouts.arrange import arrange
from designer.edit.layouts.drawn_boxes import drawn_boxes
from designer.model.design import Design, Link, Node, Settings, Spread, View, ViewId
from designer.model.marks import Mark
from designer.model.parts.part import Layer, Medium, Part, PortGroup
from designer.model.records import RefusedInput
from designer.model.rooms.room_plan import RoomPlan
from designer.model.validity import require_valid

_TELL_EVERY: Final = 1_000
Watcher = Callable[[int, str], bool]
"""Is told how many nodes and links are drawn, and what is done beside that; the answer is whether to go on."""
_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Watcher) -> Generator[None]:
    """Tell WATCHER how far plans are that are made meanwhile."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def _go_on(done: int, what: str = "") -> None:
    """Say how far it is.

    Raises:
        RefusedInput: it is to stop.
    """
    watcher = _watcher.get()
    if watcher is not None and not watcher(done, what):
        raise RefusedInput("It was stopped, so nothing was made.")


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
        self._marks: dict[str, Mark] = {}

    def container(
        self,
        node_id: str,
        kind: str,
        name: str,
        *,
        parent: str | None = None,
        copies: int = 1,
        note: str = "",
        plan: RoomPlan | None = None,
    ) -> str:
        """A container, a room with its PLAN; returns its id."""
        return self._add(Node(id=node_id, kind=kind, name=name, parent=parent, copies=copies, note=note, plan=plan))

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

    def relate(self, medium: Medium, a: str, *others: str) -> None:
        """A has relation MEDIUM to each of OTHERS: it asks, reads, writes to, is tracked by or depends on it."""
        verb = medium.replace("_", "-")
        for b in others:
            self.link(f"{a}-{verb}-{b}", a, b, medium, 1)

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
        across: str | None = None,
    ) -> str:
        """Cables between two nodes, in one copy of the innermost container that holds both; returns the link's id.

        With ACROSS they join the copies of that container, see `Link.across`.
        """
        if len(self._links) % _TELL_EVERY == _TELL_EVERY - 1:
            _go_on(len(self._nodes) + len(self._links))
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
            across=across,
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
        shows: ViewId = "topology",
        detail: Literal["plain", "full"] = "plain",
    ) -> None:
        """A slide after those before it; in full detail it has the names that were given, else plain words."""
        known = tuple(node_id for node_id in focus if node_id in self._nodes)
        self._views[view_id] = View(
            id=view_id,
            name=name,
            caption=caption,
            notes=notes,
            shows=shows,
            focus=known,
            hidden_media=hidden_media,
            hidden_layers=hidden_layers,
            detail=detail,
            order=len(self._views),
        )

    def mark(self, mark: Mark) -> None:
        """Draw a note, frame or arrow beside the equipment."""
        self._marks[mark.id] = mark

    def part_of(self, node_id: str) -> Part:
        """The part of a node that was planned."""
        return self.library.part(self._nodes[node_id].part or "")

    def copies(self, node_id: str) -> int:
        """Copies of a node that was planned, in one of what holds it."""
        return self._nodes[node_id].copies

    def holds(self, node_id: str) -> bool:
        """Return True when a node was planned."""
        return node_id in self._nodes

    def drop_views(self) -> None:
        """Forget the views so far, for a story with its own."""
        self._views.clear()

    def design(
        self,
        name: str,
        description: str,
        made_by: str,
        parameters: Mapping[str, str],
        *,
        places: Mapping[str, tuple[float, float]] | None = None,
        sizes: Mapping[str, tuple[float, float]] | None = None,
    ) -> Design:
        """The design with its parts embedded and everything placed.

        Args:
            name: Of the design.
            description: In a sentence or two.
            made_by: The template's name.
            parameters: The template's parameters, as text.
            places: Upper left corner by node where the layout is drawn by hand; containers go around what they hold.
            sizes: Width and height by node, of tiles of a size of their own.

        Raises:
            RefusedInput: a part is missing, or a number is beyond what a design may hold.
        """
        _go_on(len(self._nodes) + len(self._links), "Laying it out")
        settings = Settings(name=name, description=description, made_by=made_by, parameters=dict(parameters))
        design = Design(settings=settings, nodes=self._nodes, links=self._links, views=self._views, marks=self._marks)
        design = self.library.embedded(design)
        if places is None:
            return require_valid(arrange(design).applied(design))
        return require_valid(_placed(design, places, sizes or {}))

    def _add(self, node: Node) -> str:
        if len(self._nodes) % _TELL_EVERY == _TELL_EVERY - 1:
            _go_on(len(self._nodes) + len(self._links))
        if node.id in self._nodes or node.id in self._links:
            raise RefusedInput(f"The id {node.id!r} is given twice.")
        fields: dict[str, Any] = {"order": len(self._nodes)}
        self._nodes[node.id] = msgspec.structs.replace(node, **fields)
        return node.id


def _placed(
    design: Design, places: Mapping[str, tuple[float, float]], sizes: Mapping[str, tuple[float, float]]
) -> Design:
    """DESIGN with its tiles at PLACES, and each container at the corner of its frame."""
    nodes = dict(design.nodes)
    for node_id, (x, y) in places.items():
        width, height = sizes.get(node_id, (None, None))
        nodes[node_id] = msgspec.structs.replace(nodes[node_id], x=x, y=y, width=width, height=height)
    design = msgspec.structs.replace(design, nodes=nodes)
    for node_id, box in drawn_boxes(design).items():
        nodes[node_id] = msgspec.structs.replace(nodes[node_id], x=box.left, y=box.top)
    return msgspec.structs.replace(design, nodes=nodes)
