"""The design: nodes, links, views and settings in one immutable value."""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter, lt
from typing import Final, Literal

import msgspec

from designer.model.address_settings import USUAL, AddressSettings
from designer.model.deck_settings import NO_DECK, DeckSettings
from designer.model.identity_cache import Remembered
from designer.model.marks import Mark, Picture
from designer.model.money.pricing import PriceBook
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import Layer, Medium, Part, PortGroup, Source
from designer.model.phase_plan import Phase
from designer.model.record_limits import Coordinate, Name, Text
from designer.model.records import Record
from designer.model.rooms.room_plan import RoomPlan

Spread = Literal["even", "mesh", "pairwise", "block", "ring", "complete"]
WITHIN_ONE: Final[frozenset[Spread]] = frozenset({"ring", "complete"})
"""Spreads that join the copies of one tile to each other, or those of a container around it."""


_ZERO: Final = 0.0
"""The default of places: a file leaves out what is this very number, see `Settings.with_shared_defaults`."""

ViewId = Literal["topology", "topology-logical", "floor", "isometric", "stack", "rack", "power"]
Quarter = Literal[0, 1, 2, 3]
"""By how many quarters a room is turned clockwise under the eye."""
"""Name of a view of the design; `designer/drawing/design_views.py` says more of each."""


class FloorPlace(Record, frozen=True, kw_only=True):
    """Place of a container or device in its room: millimetres from the room's corner, degrees clockwise.

    Attributes:
        x_mm: Its corner of least x and y when it is not turned; it turns about that corner. Within a container that
            has a place itself, from that container's corner.
        y_mm: The same corner.
        rotation_deg: 0 has its front towards greater y.
        pitch_mm: From one copy to the next, along its width; None is its own width, side by side.
        per_line: Copies of a line before the next one begins; 0 puts all on one.
        line_pitch_mm: From one line to the next, along its depth; None is its own depth.
        face_to_face: Whether every second line is turned around, so that fronts look at fronts.
    """

    x_mm: float
    y_mm: float
    rotation_deg: float = _ZERO
    pitch_mm: float | None = None
    per_line: int = 0
    line_pitch_mm: float | None = None
    face_to_face: bool = False


class RackPlace(Record, frozen=True, kw_only=True):
    """Place of a device in its rack: the lowest rack unit (1 is the bottom) and the face.

    Attributes:
        u: Of its first copy; the others sit on top of each other.
        side: Which half of the width it takes, or which side of the cabinet at 0U; "" is the whole width.
        zero_u: Whether it hangs upright beside the units (0U), so that it takes none.
    """

    u: int
    face: Literal["front", "rear"] = "front"
    side: Literal["", "left", "right"] = ""
    zero_u: bool = False


class Node(Record, frozen=True, kw_only=True):
    """A placed part, or a container when `part` is None.

    Attributes:
        kind: Kind of the part, or site, room, row, rack, pod.
        parent: Id of the container (or of the host, for a chip in a socket).
        copies: How many stand there, in one copy of the parent.
        order: Place in design order; endpoints are taken in it.
        x: Left edge on the canvas, in canvas pixels at 100%.
        y: Top edge.
        width: Canvas width; None for the kind's own size (containers wrap their contents).
        facts: The person's own values over the part's facts (generic parts, rack limits).
        choices: The person's choices by name, see choices.CHOICES (which model, precision, way of batching ...).
        ports: The person's own port groups over the part's (generic parts).
        price_usd: The person's own price of one.
        pinned: Locked in place: moved neither by tidying nor by dragging.
        front: Place in the pile of those in one container, the greatest in front; design order among equals.
        plan: Of a room, its walls, aisles and trays.
    """

    id: str
    kind: str
    part: str | None = None
    name: Name = ""
    parent: str | None = None
    copies: int = 1
    order: int = 0
    x: Coordinate = _ZERO
    y: Coordinate = _ZERO
    width: float | None = None
    height: float | None = None
    floor: FloorPlace | None = None
    rack: RackPlace | None = None
    facts: Mapping[str, float] = {}
    choices: Mapping[str, str] = {}
    ports: tuple[PortGroup, ...] = ()
    price_usd: float | None = None
    pinned: bool = False
    folded: bool = False
    note: Text = ""
    front: int = 0
    plan: RoomPlan | None = None

    @property
    def title(self) -> str:
        """Return what people call it, everywhere: its name, else its id, which no other has as its part's name may."""
        return self.name or self.id

    def with_shared_defaults(self) -> "Node":
        """Return the node with the default zero itself in each field that equals it, as in `Settings`."""
        node = self
        if (node.x == 0.0 and node.x is not _ZERO) or (node.y == 0.0 and node.y is not _ZERO):
            node = msgspec.structs.replace(node, x=node.x or _ZERO, y=node.y or _ZERO)
        if node.floor is not None and node.floor.rotation_deg == 0.0 and node.floor.rotation_deg is not _ZERO:
            node = msgspec.structs.replace(node, floor=msgspec.structs.replace(node.floor, rotation_deg=_ZERO))
        return node


class Link(Record, frozen=True, kw_only=True):
    """Cables between two nodes.

    Attributes:
        cables: Physical cables in one copy of the innermost container that holds both ends.
        spread: How cables fall on copies, see `spread`; a ring or a complete graph may join a node to itself.
        a_port: Port group at a; the first that fits when None.
        capacity_gbps: What one cable carries one way where no port tells it (graphs of others), or where the link is
            slower than its ports (a leased circuit, a shaped or half-rate one): the smaller of the two binds.
        capacity_back_gbps: The same from b to a, where that differs; `capacity_gbps` then holds from a to b.
        length_m: Length of one cable, where known.
        cable_part: Part id of the cable or optic, where chosen.
        across: Container whose copies the cables of a ring or a complete graph join, instead of the copies of the node
            in one of them: the groups of a dragonfly. They are then counted in what holds that container.
    """

    id: str
    a: str
    b: str
    medium: Medium
    cables: int = 1
    spread: Spread = "even"
    name: Name = ""
    a_port: str | None = None
    b_port: str | None = None
    capacity_gbps: float | None = None
    capacity_back_gbps: float | None = None
    length_m: float | None = None
    cable_part: str | None = None
    side: Literal["", "A", "B"] = ""
    across: str | None = None


class Camera(Record, frozen=True, kw_only=True):
    """A rectangle of the canvas, in canvas pixels."""

    x: Coordinate
    y: Coordinate
    width: Coordinate
    height: Coordinate


class View(Record, frozen=True, kw_only=True):
    """A saved camera with its caption: a slide.

    Attributes:
        shows: Which view of the design it is of.
        camera: What is in sight; None fits everything.
        focus: Ids to fit instead of a camera.
        hidden_layers: Layers left out.
        hidden_media: Media left out.
        caption: The slide's one sentence.
        notes: For the speaker alone.
        detail: "plain" leaves ports and part numbers out, "full" keeps them.
        order: Place in the walk.
        quarter: By how many quarters the room is turned clockwise under the eye, of an isometric picture.
    """

    id: str
    name: Name
    caption: Text = ""
    notes: Text = ""
    shows: ViewId = "topology"
    camera: Camera | None = None
    focus: tuple[str, ...] = ()
    hidden_layers: tuple[Layer, ...] = ()
    hidden_media: tuple[Medium, ...] = ()
    detail: Literal["plain", "full"] = "full"
    order: int = 0
    quarter: Quarter = 0


class TitleBlock(Record, frozen=True, kw_only=True):
    """Words of the title block of every drawing sheet, besides the design's name and the date.

    Attributes:
        number: Of the drawings; the number of each sheet follows it.
        revision: As people write it: "2", "B · for approval".
        drawn_by: Who drew it.
        checked_by: Who checked it.
        approved_by: Who approved it.
        paper: On which sheets of drawings go; "" is A3.
    """

    number: Name = ""
    revision: Name = ""
    drawn_by: Name = ""
    checked_by: Name = ""
    approved_by: Name = ""
    paper: Literal["", "A3", "A4", "tabloid", "letter"] = ""


class Settings(Record, frozen=True, kw_only=True):
    """Settings of the whole design; their id in a change is "design".

    Attributes:
        assumptions: The person's own values over assumptions.ASSUMPTIONS, by name.
        prices: How the project is priced.
        made_by: Name of the generator that made the design, and its parameters.
        flows: Drawn from A to B; no two between the same ends.
        choices: The person's choices by name, see site_choices.SITE_CHOICES (climate, grid ...).
        deck: What the person set of its slides.
        title_block: Of drawing sheets.
        phases: In which it grows, in the order of time; none where nobody planned any.
        sites: Ids of the places at which report and deck compare it, see `places.PLACES`; none where nobody asked.
        addresses: Of the address plan of its networks.
    """

    id: str = "design"
    name: Name = "Untitled design"
    description: Text = ""
    assumptions: Mapping[str, float] = {}
    prices: PriceBook = PriceBook()
    made_by: str = ""
    parameters: Mapping[str, str] = {}
    flows: tuple[FlowAsk, ...] = ()
    choices: Mapping[str, str] = {}
    deck: DeckSettings = NO_DECK
    title_block: TitleBlock = TitleBlock()
    phases: tuple[Phase, ...] = ()
    sites: tuple[str, ...] = ()
    addresses: AddressSettings = USUAL

    def with_shared_defaults(self) -> "Settings":
        """Return the settings with the default record itself for each that equals it.

        A file leaves out only what *is* the default of its field: one that merely equals it would be written as `{}`,
        and two equal designs would have different digests.
        """
        defaults = dict(zip(self.__struct_fields__, self.__struct_defaults__, strict=True))
        same = {name: usual for name, usual in defaults.items() if getattr(self, name) == usual}
        return msgspec.structs.replace(self, **same)


_ordered: Final = Remembered[list[Node]](kept=2)
"""The nodes of the last designs in order: an analysis asks for them in dozens of places."""


def _in_order(nodes: Iterable[Node]) -> list[Node]:
    found = list(nodes)
    orders = [node.order for node in found]
    # Mostly they stand in design order already, and what is new comes last.
    if all(map(lt, orders, orders[1:])):
        return found
    return sorted(found, key=attrgetter("order", "id"))


class Design(Record, frozen=True, kw_only=True):
    """Everything that is drawn, as one value.

    Attributes:
        parts: The parts that are used, embedded, contained parts included.
        sources: The sources that those parts name, embedded.
        marks: Notes, frames, arrows and pictures beside the equipment.
        pictures: What picture marks and rooms show.
    """

    settings: Settings = Settings()
    nodes: Mapping[str, Node] = {}
    links: Mapping[str, Link] = {}
    views: Mapping[str, View] = {}
    parts: Mapping[str, Part] = {}
    sources: Mapping[str, Source] = {}
    marks: Mapping[str, Mark] = {}
    pictures: Mapping[str, Picture] = {}

    @property
    def name(self) -> str:
        """The design's name."""
        return self.settings.name

    def nodes_in_order(self) -> list[Node]:
        """All nodes in design order."""
        return list(_ordered.of((self.nodes,), None, lambda: _in_order(self.nodes.values())))

    def views_in_order(self) -> list[View]:
        """All views in the order of the walk."""
        return sorted(self.views.values(), key=lambda view: (view.order, view.id))

    def part_of(self, node: Node) -> Part | None:
        """The embedded part of NODE; None for a container or a part that is not there."""
        return self.parts.get(node.part) if node.part else None

    def ports_of(self, node: Node) -> tuple[PortGroup, ...]:
        """The port groups of one copy of NODE: the person's own, else the part's."""
        part = self.part_of(node)
        return node.ports or (part.ports if part else ())

    def children(self) -> dict[str | None, list[Node]]:
        """Nodes by parent id, in design order."""
        found: dict[str | None, list[Node]] = {}
        for node in self.nodes_in_order():
            found.setdefault(node.parent, []).append(node)
        return found

    def ancestors(self, node_id: str) -> Iterator[str]:
        """Ids of the containers around a node, innermost first; stops at a cycle."""
        seen = {node_id}
        node = self.nodes.get(node_id)
        while node is not None and node.parent is not None and node.parent not in seen:
            seen.add(node.parent)
            yield node.parent
            node = self.nodes.get(node.parent)

    def total_copies(self, node_id: str) -> int:
        """Return how many of a node stand in the whole design: its copies times those of all containers around it."""
        node = self.nodes.get(node_id)
        if node is None:
            return 1
        copies, nodes, parent = node.copies, self.nodes, node.parent
        if parent is None:
            return copies
        # Asked thousands of times in an analysis, so the containers are walked as `ancestors` does, by hand.
        seen = [node_id]
        while parent is not None and parent not in seen:
            seen.append(parent)
            around = nodes.get(parent)
            if around is None:
                break
            copies *= around.copies
            parent = around.parent
        return copies

    def common_container(self, a: str, b: str) -> str | None:
        """The innermost container that holds both nodes; None is the whole design."""
        node_a, node_b = self.nodes.get(a), self.nodes.get(b)
        if node_a is None or node_b is None or node_a.parent is None or node_b.parent is None:
            return None
        if node_a.parent == node_b.parent and node_a.parent in self.nodes and node_a.parent not in (a, b):
            return node_a.parent
        # Asked for every link, so the containers are walked by hand, as in `total_copies`.
        nodes = self.nodes
        around, parent = {a}, node_a.parent
        while parent is not None and parent not in around and (above := nodes.get(parent)) is not None:
            around.add(parent)
            parent = above.parent
        around.discard(a)
        seen, parent = {b}, node_b.parent
        while parent is not None and parent not in seen:
            if parent in around:
                return parent
            seen.add(parent)
            above = nodes.get(parent)
            parent = above.parent if above is not None else None
        return None

    def joined_links(self) -> list[Link]:
        """Links both ends of which are there; a file may hold others, which the review tells as errors."""
        return [link for link in self.links.values() if link.a in self.nodes and link.b in self.nodes]

    def total_cables(self, link: Link) -> int:
        """Physical cables of LINK in the whole design."""
        container = self.holder(link)
        return link.cables * (self.total_copies(container) if container else 1)

    def joined_groups(self, link: Link) -> str | None:
        """The container whose copies LINK joins; None where it joins those of its ends, or that does not hold both."""
        around = link.across
        if around is None or around not in self.nodes or link.spread not in WITHIN_ONE:
            return None
        return around if all(around in self.ancestors(end) for end in (link.a, link.b)) else None

    def holder(self, link: Link) -> str | None:
        """The innermost container in one copy of which the cables of LINK are counted; None is the whole design."""
        groups = self.joined_groups(link) if link.across is not None else None
        return self.nodes[groups].parent if groups else self.common_container(link.a, link.b)

    def each_group(self, link: Link) -> int:
        """Copies of either end of LINK in one of the groups that it joins; 1 where it joins single copies."""
        groups = self.joined_groups(link) if link.across is not None else None
        return self.copies_within(link.a, groups) if groups else 1

    def copies_within(self, node_id: str, container: str | None) -> int:
        """Copies of a node in one copy of CONTAINER."""
        return self.total_copies(node_id) // (self.total_copies(container) if container else 1)
