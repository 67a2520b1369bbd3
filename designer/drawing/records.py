"""Elements of a drawing: tiles, frames, wires, bands, arrows and marks with their places, as plain records.

Coordinates are canvas pixels at 100%, x to the right, y down.
"""

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from designer.model.marks import MarkColour, MarkKind, Picture
from designer.model.parts.part import Layer, Medium

Floats = npt.NDArray[np.float64]
PlateForm = Literal[
    "switch",
    "machine",
    "storage",
    "cabinet",
    "rack_system",
    "chip",
    "processor",
    "card",
    "module",
    "optic",
    "cable",
    "ports",
    "device",
    "rack_pdu",
    "panel",
    "busway",
    "transfer",
    "ups",
    "generator",
    "switchgear",
    "transformer",
    "utility",
    "air_handler",
    "coolant_unit",
    "chiller",
    "dry_cooler",
    "cooling_tower",
    "users",
    "application",
    "chain",
    "work",
    "training",
    "pipeline",
    "inference",
    "model_api",
    "vector_database",
    "tracker",
    "orchestrator",
    "framework",
    "model",
    "data_set",
    "file_system",
    "object_store",
    "instance",
    "place",
    "sign",
]
"""What a plate shows; "sign" is the icon of a kind that has no picture of its own."""
PlateGround = Literal["steel", "tint", "rented"]
Emphasis = Literal["", "warn", "error", "dimmed", "failed"]


class Rect(NamedTuple):
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Bottom edge."""
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """Middle point."""
        return self.x + self.width / 2, self.y + self.height / 2

    def united(self, other: "Rect") -> "Rect":
        """The smallest rectangle around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rect(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def grown(self, margin: float) -> "Rect":
        """The rectangle with MARGIN more on every side."""
        return Rect(self.x - margin, self.y - margin, self.width + 2 * margin, self.height + 2 * margin)

    def meets(self, other: "Rect") -> bool:
        """Return whether the two overlap."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


class Legend(NamedTuple):
    """The meaning of the colours of a heat overlay.

    Attributes:
        title: What is shown, of how much.
        low: At the cold end.
        high: At the hot end, with its unit.
        known: Whether there are results to colour by.
    """

    title: str
    low: str
    high: str
    known: bool = True

    @property
    def words(self) -> str:
        """For those who do not see the colours."""
        if not self.known:
            return f"Legend: {self.title}, still being worked out"
        return f"Legend: {self.title} from {self.low} to {self.high}, blue and thin is little, red and thick is much"


class PortDot(NamedTuple):
    """A port group's handle on a tile's edge."""

    node: str
    port: str
    x: float
    y: float
    medium: Medium
    free: int
    total: int
    text: str


class Plate(NamedTuple):
    """The picture of a part on its tile, and what it shows of its state; `plate_shapes` draws it.

    Attributes:
        form: What is drawn, see `plate_forms`.
        ground: "steel" for hardware seen from its front, "tint" for software, "rented" for what a provider runs.
        height: In canvas pixels.
        name_rows: Lines that the name below it takes.
        runs: Counted things side by side, each run with how many there are and how many of these are in use: cages of
            the port groups of a switch, outlets of a PDU, accelerators of a machine.
        share: How full it is of what it carries, holds or answers; None where that is not known.
        reading: Its load in kW, for a display; "" where there is none.
        lit: Power reaches it, as far as it is drawn.
    """

    form: PlateForm
    ground: PlateGround
    height: float
    name_rows: int = 1
    runs: tuple[tuple[int, float], ...] = ()
    share: float | None = None
    reading: str = ""
    lit: bool = False


class Tile(NamedTuple):
    """A node as a card: layer edge, plate, name, a line of figures and a ×N badge.

    A tile that is too low for a plate has its icon in place of it.

    Attributes:
        members: Ids of the nodes that it stands for, where it gathers several; itself alone when empty.
        struck: All of it has failed, so its name is struck through.
        heat: Share of the scale of a heat overlay, None without one or where it is unknown.
        figures: Of a container that is seen from far away as one tile; see `container_tile`.
        folded: It is a container that a person folded.
        plate: None where the tile is too low for one.
    """

    id: str
    rect: Rect
    title: str
    subtitle: str
    badge: str
    icon: str
    layer: Layer
    copies: int
    ports: tuple[PortDot, ...] = ()
    emphasis: Emphasis = ""
    note: str = ""
    members: tuple[str, ...] = ()
    struck: bool = False
    heat: float | None = None
    figures: tuple[str, ...] = ()
    folded: bool = False
    plate: Plate | None = None


class Reading(NamedTuple):
    """A figure of a band, LEFT canvas pixels from the band's edge: caption, number, and how full its bar is."""

    caption: str
    text: str
    left: float
    share: float | None = None


class Band(NamedTuple):
    """A layer of the stack, behind its tiles.

    Attributes:
        id: The layer.
        subtitle: Which layer it is, and whether it is the bottleneck.
        hint: What would fill it, in place of tiles; "" for none.
        hint_left: From the band's left edge to the hint.
        marked: It is the layer that runs full first.
        emphasis: How bad that is.
        quiet: Nothing stands in it.
    """

    id: Layer
    rect: Rect
    title: str
    subtitle: str
    icon: str
    readings: tuple[Reading, ...] = ()
    hint: str = ""
    hint_left: float = 0.0
    marked: bool = False
    emphasis: Emphasis = ""
    quiet: bool = False


class Frame(NamedTuple):
    """A container around its contents, with its caption and figures."""

    id: str
    rect: Rect
    title: str
    subtitle: str
    badge: str
    kind: str
    depth: int
    folded: bool = False
    emphasis: Emphasis = ""
    heat: float | None = None


class Wire(NamedTuple):
    """A link as a cubic curve (start, two control points, end), or as a right-angled route.

    Attributes:
        points: Of the curve; of a route its first two and last two corners.
        corners: Of the route, both ends included; a curve has none.
        split: Ends at which one port is split into several cables: "a", "b", "ab" or "".
        label: "256 × 400G".
        label_rect: The label's pill; of no size without one.
        links: Ids of all links drawn as this wire when they are bundled; only `id` when empty.
        heat: Utilisation for the heat scale, None when there is no overlay.
        width: Stroke width in canvas pixels.
        flow: Drawn in the colour of its layer and without a head: its width is what it says.
    """

    id: str
    a: str
    b: str
    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    medium: Medium
    layer: Layer
    label: str
    label_rect: Rect
    width: float
    heat: float | None = None
    side: str = ""
    emphasis: Emphasis = ""
    links: tuple[str, ...] = ()
    flow: bool = False
    corners: tuple[tuple[float, float], ...] = ()
    split: str = ""


class FlowArrow(NamedTuple):
    """A flow from A to B as a cubic curve with a head at its end.

    Attributes:
        id: Of the flow; one flow may be several arrows.
        a: Id of the tile or frame that it leaves.
        b: Id of that which it reaches.
        label: What it offers: "400 Gb/s"; "" where another arrow of the same flow says it.
    """

    id: str
    a: str
    b: str
    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    label: str
    label_rect: Rect


class DrawnMark(NamedTuple):
    """A note, frame, arrow or picture, see `marks`.

    Attributes:
        lines: What it says, broken to fit; the title of a frame, the caption of a picture, the words of an arrow.
        path: Of an arrow, from its beginning to its tip.
        title: Where the title, the caption or the words of an arrow stand; of no size without one.
        picture: What a picture shows.
        behind: Whether it lies behind the equipment.
    """

    id: str
    kind: MarkKind
    rect: Rect
    lines: tuple[str, ...]
    colour: MarkColour
    path: tuple[tuple[float, float], ...] = ()
    title: Rect = Rect(0.0, 0.0, 0.0, 0.0)
    picture: Picture | None = None
    behind: bool = False

    @property
    def around(self) -> Rect:
        """All that it covers."""
        return self.rect.united(self.title) if self.title.width > 0 else self.rect

    def is_at(self, x: float, y: float, reach: float) -> bool:
        """Return whether a point hits it: notes and pictures anywhere, frames and arrows by line or words."""
        title = self.title
        if title.x <= x <= title.right and title.y <= y <= title.bottom and title.width > 0:
            return True
        rect = self.rect.grown(reach)
        if not (rect.x <= x <= rect.right and rect.y <= y <= rect.bottom):
            return False
        # Only the rim of a frame is hit, so that what is inside of it can be clicked.
        if self.kind == "frame":
            inner = self.rect.grown(-reach)
            return not (inner.x < x < inner.right and inner.y < y < inner.bottom)
        if self.kind == "arrow":
            return bool(distance_to_paths(np.array([self.path]), x, y)[0] <= reach)
        return self.rect.x <= x <= self.rect.right and self.rect.y <= y <= self.rect.bottom


class Hit(NamedTuple):
    """The thing under a point."""

    kind: Literal["tile", "frame", "wire", "port", "mark", "flow"]
    id: str
    port: str = ""


def distance_to_paths(path: Floats, x: float, y: float) -> Floats:
    """Least distance of a point to each of n polylines given as (n, points, 2)."""
    # (n, points − 1, 2): where each piece begins, and its direction.
    start, end = path[:, :-1], path[:, 1:]
    along = end - start
    offset = np.array((x, y)) - start
    length = np.maximum((along**2).sum(axis=2), 1e-12)
    # The foot of the perpendicular as a share of the piece, kept between its ends.
    share = np.clip((along * offset).sum(axis=2) / length, 0.0, 1.0)
    nearest = start + share[:, :, None] * along
    distance: Floats = np.sqrt(((np.array((x, y)) - nearest) ** 2).sum(axis=2)).min(axis=1)
    return distance
