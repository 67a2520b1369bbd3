"""The pieces of a one-line diagram: symbols with their words, breakers, lines and loads, each with its place.

Symbols are those of IEC 60617 as far as it has one: source (circle with a sine), generator, transformer (two circles
that meet), circuit breaker (cross on the fixed contact, blade straight when closed and tilted when open), busbar, and
the rectifier, battery and inverter of a UPS.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from designer.drawing.drawing import Drawing
from designer.drawing.one_line.words import Reading
from designer.drawing.records import Emphasis, Frame, Rect, Tile, Wire
from designer.model.parts.part import Part

Shape = Literal["source", "generator", "transformer", "bus", "ups", "transfer", "busway", "panel", "load", "missing"]
Ink = Literal["text", "muted", "accent", "error", "warn"]
SHAPES: Final[Mapping[str, Shape]] = {
    "utility": "source",
    "generator": "generator",
    "transformer": "transformer",
    "switchgear": "bus",
    "ups": "ups",
    "transfer": "transfer",
    "busway": "busway",
    "panel": "panel",
    "rack_pdu": "panel",
}
"""Shape of the symbol by the place in the power chain that a kind has."""
SIZES: Final[Mapping[Shape, tuple[float, float]]] = {
    "source": (34.0, 34.0),
    "generator": (34.0, 34.0),
    "transformer": (32.0, 50.0),
    "bus": (140.0, 5.0),
    "ups": (84.0, 48.0),
    "transfer": (56.0, 46.0),
    "busway": (58.0, 22.0),
    "panel": (60.0, 36.0),
    "load": (180.0, 64.0),
    "missing": (34.0, 34.0),
}
"""Width and height of each, canvas pixels."""
State = Literal["", "failed", "some-failed", "dead", "standby"]


class Line(NamedTuple):
    """One line of words, already broken to its room.

    Attributes:
        style: Of the type scale.
        x: Of its beginning.
        middle: y of its middle.
    """

    text: str
    style: str
    ink: Ink
    x: float
    middle: float


class Symbol(NamedTuple):
    """One piece of equipment, or several alike, as a symbol with its words.

    Attributes:
        id: Of its tile.
        rect: Of the symbol without words.
        state: What a failure does to it: all of it failed, some of its copies, or no voltage.
        inputs: x at which lines end at its top, from left to right.
        live: Which of them carries, of a transfer switch; None where none does.
        meter: Where its load bar is; of no size for none.
    """

    id: str
    shape: Shape
    rect: Rect
    state: State
    copies: int
    lines: tuple[Line, ...]
    inputs: tuple[float, ...] = ()
    live: int | None = None
    meter: Rect = Rect(0.0, 0.0, 0.0, 0.0)


class LoadTile(NamedTuple):
    """One kind of device at the end of the chain.

    Attributes:
        id: Of its tile.
        dark: The part of the tile without power, black with a red outline; of no size for none.
        plate: Where its front is drawn; of no size for none.
        part: Whose front that is.
        lines: Words on the lit part.
        dark_lines: Words on the dark part.
    """

    id: str
    rect: Rect
    dark: Rect
    plate: Rect
    part: str
    lines: tuple[Line, ...]
    dark_lines: tuple[Line, ...]


class LoadRegion(NamedTuple):
    """The area behind devices that hang on the same stages, titled with their rack."""

    id: str
    rect: Rect
    title: Line | None


class Breaker(NamedTuple):
    """A circuit breaker right above what it protects.

    Attributes:
        x: Of its line.
        y: Of its middle.
        height: From its upper to its lower contact.
        open: Whether nothing passes it.
        dead: Whether there is no voltage above it.
        text: Its rating, "rating unknown" where nobody says.
        lines: The same broken, with its places.
        side: "A", "B" or "".
    """

    x: float
    y: float
    height: float
    open: bool
    dead: bool
    text: str
    lines: tuple[Line, ...]
    side: str


class Run(NamedTuple):
    """A piece of a line, straight: all that leaves one stage on one side is painted at once.

    Attributes:
        points: Both ends.
        live: Whether there is voltage on it.
        known: Whether it is drawn in the design; the line from a source that is missing is not.
    """

    points: tuple[tuple[float, float], tuple[float, float]]
    side: str
    live: bool
    known: bool = True


class CordMark(NamedTuple):
    """The letter of a side in a circle, where its cords reach devices."""

    x: float
    y: float
    side: str
    live: bool


class Meter(NamedTuple):
    """The load bar of a stage.

    Attributes:
        tile: Its id.
        share: Load over what its full length stands for, its rating.
        mark: Where what may be carried for hours ends, of the same.
        text: Its fullest phase, bank or whole over what it may carry: 42%.
    """

    tile: str
    share: float
    mark: float
    emphasis: Emphasis
    text: str = ""


class OneLine(Drawing):
    """A drawing of symbols, lines, breakers and loads, and what its signs mean.

    Its tiles are symbols with their words: that is what is hit, selected and read aloud.

    Attributes:
        readings: What each tile says, by its id.
        meters: Load bars by the id of their tile.
        symbols: Equipment.
        loads: Devices.
        regions: What lies behind devices of one rack.
        breakers: Where a breaker is drawn.
        runs: All pieces of lines.
        dots: Where a line branches, and whether there is voltage.
        cords: Letters of the sides at devices.
        notes: What is missing or left out, in sentences.
        note_lines: The same with its places.
        key_at: Where lines and breakers are explained; of no size for nowhere.
        folded: Ids of tiles that can be drawn one by one.
        opened: Ids of tiles that are drawn one by one, by the id of the tile that would stand for them.
        parts: Of the design, for the fronts of devices.
    """

    painted_as = "power"
    keyed = True
    readable_on_paper = True

    def __init__(
        self,
        frames: Sequence[Frame],
        wires: Sequence[Wire],
        tiles: Sequence[Tile],
        title: str,
        *,
        drawn_as: Mapping[str, str],
        detail: Literal["plain", "full"] = "full",
        readings: Mapping[str, Reading],
        meters: Sequence[Meter] = (),
        symbols: Sequence[Symbol] = (),
        loads: Sequence[LoadTile] = (),
        regions: Sequence[LoadRegion] = (),
        breakers: Sequence[Breaker] = (),
        runs: Sequence[Run] = (),
        dots: Sequence[tuple[float, float, bool]] = (),
        cords: Sequence[CordMark] = (),
        notes: Sequence[str] = (),
        note_lines: Sequence[Line] = (),
        extent: Rect | None = None,
        key_at: Rect = Rect(0.0, 0.0, 0.0, 0.0),  # noqa: B008
        folded: frozenset[str] = frozenset(),
        opened: Mapping[str, tuple[str, ...]] | None = None,
        parts: Mapping[str, Part] | None = None,
    ) -> None:
        super().__init__(frames, wires, tiles, title, detail=detail, drawn_as=drawn_as)
        self.readings = readings
        self.meters: Mapping[str, Meter] = {meter.tile: meter for meter in meters}
        self.symbols = tuple(symbols)
        self.loads = tuple(loads)
        self.regions = tuple(regions)
        self.breakers = tuple(breakers)
        self.runs = tuple(runs)
        self.dots = tuple(dots)
        self.cords = tuple(cords)
        self.notes = tuple(notes)
        self.note_lines = tuple(note_lines)
        self.key_at = key_at
        self.folded = folded
        self.opened: Mapping[str, tuple[str, ...]] = opened or {}
        self.parts: Mapping[str, Part] = parts or {}
        if extent is not None:
            self.bounds = self.bounds.united(extent)


class _Track(NamedTuple):
    """A straight line on which pieces of one run lie: upright or level, at its x or y."""

    source: str
    upright: bool
    at: float
    side: str
    live: bool
    known: bool


def merged_runs(runs: Sequence[tuple[str, Run]]) -> list[Run]:
    """Return RUNS, each with what it leaves, as pieces of which none lies on another of the same."""
    # By straight line: (low, high) of the pieces on it.
    held: dict[_Track, list[tuple[float, float]]] = {}
    for source, run in runs:
        (x0, y0), (x1, y1) = run.points
        upright = abs(x0 - x1) < 0.01
        ends = (min(y0, y1), max(y0, y1)) if upright else (min(x0, x1), max(x0, x1))
        if ends[1] - ends[0] >= 0.01:
            track = _Track(source, upright, round(x0 if upright else y0, 2), run.side, run.live, run.known)
            held.setdefault(track, []).append(ends)
    found: list[Run] = []
    for track, pieces in held.items():
        # Pieces that touch or overlap become one.
        joined: list[tuple[float, float]] = []
        for low, high in sorted(pieces):
            if joined and low <= joined[-1][1] + 0.01:
                joined[-1] = (joined[-1][0], max(joined[-1][1], high))
            else:
                joined.append((low, high))
        for low, high in joined:
            first, last = ((track.at, low), (track.at, high)) if track.upright else ((low, track.at), (high, track.at))
            found.append(Run((first, last), track.side, track.live, track.known))
    return found
