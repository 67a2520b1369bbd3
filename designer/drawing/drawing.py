"""The display list: what every painter and exporter renders, with hit-testing over NumPy arrays.

Coordinates are canvas pixels at 100%, x to the right, y down.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final, Literal

import numpy as np

from designer.drawing.records import (
    Band,
    DrawnMark,
    Floats,
    FlowArrow,
    Frame,
    Hit,
    Legend,
    Rect,
    Tile,
    Wire,
    distance_to_paths,
)
from designer.drawing.tables import Ints, Tiles, Wires, box_around, corners_of
from designer.model.design import ViewId

__all__ = ["Drawing", "Floats", "curve_points"]

_CURVE: Final = 33
"""Points of the polyline that stands for a curve."""


class Drawing:
    """Everything to paint, back to front: bands, frames, wires, tiles.

    Attributes:
        bounds: Rectangle around everything; a unit rectangle when empty.
        boxes: (n, 4) array of tile rectangles as left, top, right, bottom, in the order of `tiles`.
        title: For the title block of exports.
        legend: What the colours of the heat overlay mean, None without one.
        drawn_as: Id of what stands for a node that is folded away.
        flows: Arrows of the flows that are drawn, over the wires; see `with_flows`.
        flow_rects: What the arrows of each flow take, by its id.
        marks: Notes, frames, arrows and pictures, back to front; see `with_marks`.
        gathered: Whether containers are drawn as tiles with figures, as they are seen from far away.
        detail: "plain" is drawn with larger type, for people at the back of the room.
        painted_as: The view whose painter paints it; see `designer/paint/view_painters.py`.
        to_scale: Whether it is a floor in centimetres, which is painted as such.
        raised: Whether it is such a floor in an isometric picture.
        whole: Whether all of it is always in sight, whatever a saved view says.
        keyed: Whether it explains its lines itself, so that a sheet need not.
        readable_on_paper: Whether it goes on several sheets where its words would be too small on one.
    """

    painted_as: ClassVar[ViewId] = "topology"
    to_scale = False
    raised = False
    whole = False
    keyed = False
    readable_on_paper = False

    def __init__(
        self,
        frames: Sequence[Frame] = (),
        wires: Sequence[Wire] = (),
        tiles: Sequence[Tile] = (),
        title: str = "",
        legend: Legend | None = None,
        detail: Literal["plain", "full"] = "full",
        drawn_as: Mapping[str, str] | None = None,
        bands: Sequence[Band] = (),
    ) -> None:
        self.bands = tuple(bands)
        self.frames = tuple(frames)
        self.wires = Wires.of(wires)
        self.tiles = Tiles.of(tiles)
        self.title = title
        self.legend = legend
        self.detail: Literal["plain", "full"] = detail
        self.boxes: Floats = corners_of(self.tiles.rects)
        self.frame_boxes: Floats = np.array(
            [(f.rect.x, f.rect.y, f.rect.right, f.rect.bottom) for f in self.frames], dtype=np.float64
        ).reshape(-1, 4)
        self.curve_boxes: Floats = _wire_boxes(self.wires)
        self.frame_index = {frame.id: i for i, frame in enumerate(self.frames)}
        self.mark_index: Mapping[str, int] = {}
        self.drawn_as: Mapping[str, str] = drawn_as or {}
        self.flows: tuple[FlowArrow, ...] = ()
        self.flow_rects: dict[str, Rect] = {}
        self.marks: tuple[DrawnMark, ...] = ()
        self.gathered = any(look.figures for look in self.tiles.looks)
        self.bounds = self._bounds()

    @property
    def blank(self) -> bool:
        """Return whether there is nothing to see."""
        return not (self.tiles or self.frames or self.marks or self.flows)

    @property
    def tile_index(self) -> Mapping[str, int]:
        """Number of each tile by its id."""
        return self.tiles.rows

    @property
    def wire_index(self) -> Mapping[str, int]:
        """Number of each wire by its id and by those of the links that are bundled in it."""
        return self.wires.rows

    @property
    def curves(self) -> Floats:
        """(n, 4, 2) start, two control points and end of each wire; see `Wire.points`."""
        return self.wires.curves

    @property
    def label_boxes(self) -> Floats:
        """(n, 4) pills of the labels of wires as left, top, right, bottom."""
        return corners_of(self.wires.spots)

    def with_marks(self, marks: Iterable[DrawnMark]) -> "Drawing":
        """This drawing, with MARKS over and under it from now on."""
        # An empty drawing has bounds of its own, which a first mark replaces instead of stretching.
        empty = not (self.tiles or self.frames or self.bands)
        self.marks = tuple(marks)
        self.mark_index = {mark.id: i for i, mark in enumerate(self.marks)}
        for mark in self.marks:
            around = mark.around
            # A straight arrow is a rectangle without width or height; at least a pixel keeps it in sight.
            around = around._replace(width=max(around.width, 1.0), height=max(around.height, 1.0))
            self.bounds = around if empty else self.bounds.united(around)
            empty = False
        return self

    def with_flows(self, flows: Iterable[FlowArrow]) -> "Drawing":
        """This drawing, with FLOWS over its wires from now on."""
        self.flows = tuple(flows)
        self.flow_rects = {}
        for flow in self.flows:
            x, y = np.array(flow.points).T
            around = Rect(float(x.min()), float(y.min()), float(np.ptp(x)), float(np.ptp(y)))
            if flow.label:
                around = around.united(flow.label_rect)
            self.bounds = self.bounds.united(around)
            known = self.flow_rects.get(flow.id)
            self.flow_rects[flow.id] = around if known is None else known.united(around)
        return self

    def _bounds(self) -> Rect:
        corners = [box for box in (self.boxes, self.frame_boxes) if len(box)]
        corners += [np.array([(b.rect.x, b.rect.y, b.rect.right, b.rect.bottom)]) for b in self.bands]
        if len(self.curves):
            corners.append(self.curve_boxes)
            pills = self.label_boxes
            # One beside a wire at the edge would be cut on paper.
            corners += [pills[pills[:, 2] > pills[:, 0]]] if (pills[:, 2] > pills[:, 0]).any() else []
        if not corners:
            return Rect(0.0, 0.0, 1.0, 1.0)
        # Least of all left and top edges, greatest of all right and bottom edges.
        left, top, right, bottom = box_around(np.array([box_around(boxes) for boxes in corners]))
        return Rect(left, top, max(right - left, 1.0), max(bottom - top, 1.0))

    def around(self, record_ids: Iterable[str]) -> Rect | None:
        """The rectangle around all of the given nodes, containers and links that are drawn; None when none is."""
        found: Rect | None = None
        for record_id in record_ids:
            rect = self.rect_of(record_id)
            if rect is not None:
                found = rect if found is None else found.united(rect)
        return found

    def cropped(self, area: Rect) -> "Drawing":
        """Return the part that AREA shows: the frames and tiles that it touches, and the wires between those tiles."""
        tiles = [tile for tile in self.tiles if tile.rect.meets(area)]
        # Wires whose far tile is cut away would end nowhere.
        frames = [frame for frame in self.frames if frame.rect.meets(area)]
        kept = {tile.id for tile in tiles}
        wires = [wire for wire in self.wires if wire.a in kept and wire.b in kept]
        bands = [band for band in self.bands if band.rect.meets(area)]
        kept |= {frame.id for frame in frames}
        flows = [flow for flow in self.flows if flow.a in kept and flow.b in kept]
        cut = Drawing(frames, wires, tiles, self.title, self.legend, self.detail, self.drawn_as, bands)
        return cut.with_marks(mark for mark in self.marks if mark.around.meets(area)).with_flows(flows)

    def rect_of(self, record_id: str) -> Rect | None:
        """Return the rectangle of a node, container or link; None when it is not drawn."""
        if record_id in self.tile_index:
            x, y, width, height = self.tiles.rects[self.tile_index[record_id]].tolist()
            return Rect(x, y, width, height)
        if record_id in self.frame_index:
            return self.frames[self.frame_index[record_id]].rect
        if record_id in self.wire_index:
            left, top, right, bottom = self.curve_boxes[self.wire_index[record_id]]
            return Rect(float(left), float(top), max(float(right - left), 1.0), max(float(bottom - top), 1.0))
        if record_id in self.mark_index:
            return self.marks[self.mark_index[record_id]].rect
        if record_id in self.flow_rects:
            return self.flow_rects[record_id]
        stands_for = self.drawn_as.get(record_id, record_id)
        return self.rect_of(stands_for) if stands_for != record_id else None

    def hit(self, x: float, y: float, reach: float = 6.0) -> Hit | None:
        """Return the topmost thing at a point; REACH is the slack around ports and wires."""
        # From the top of the picture down: marks in front, labels of flows, ports, tiles, flows, wires, marks behind,
        # frames.
        above = self._mark_at(x, y, reach, behind=False)
        if above is not None:
            return above
        for flow in reversed(self.flows):
            pill = flow.label_rect
            if flow.label and pill.x <= x <= pill.right and pill.y <= y <= pill.bottom:
                return Hit("flow", flow.id)
        port = self._port_at(x, y, reach)
        if port is not None:
            return port
        inside = _containing(self.boxes, x, y)
        if inside is not None:
            return Hit("tile", self.tiles.ids[inside])
        # The nearest of all flows, and only where it is near enough.
        if self.flows:
            curves = np.array([flow.points for flow in self.flows], dtype=np.float64)
            distances = distance_to_paths(curve_points(curves, _CURVE), x, y)
            nearest = int(distances.argmin())
            if distances[nearest] <= reach:
                return Hit("flow", self.flows[nearest].id)
        wire = self._wire_at(x, y, reach)
        if wire is not None:
            return wire
        below = self._mark_at(x, y, reach, behind=True)
        frame = _containing(self.frame_boxes, x, y)
        if below is not None or frame is None:
            return below
        return Hit("frame", self.frames[frame].id)

    def within(self, area: Rect) -> list[str]:
        """Ids of the tiles, notes and pictures that AREA touches; of frames and arrows that lie all in it."""
        found = [mark.id for mark in self.marks if mark.around.meets(area) and _is_held(mark, area)]
        if not len(self.boxes):
            return found
        b = self.boxes
        inside = (b[:, 0] < area.right) & (b[:, 2] > area.x) & (b[:, 1] < area.bottom) & (b[:, 3] > area.y)
        return [self.tiles.ids[i] for i in np.flatnonzero(inside).tolist()] + found

    def paths(self, numbers: Sequence[int] | Ints) -> Floats:
        """The wires NUMBERS as polylines of equally many points, (n, points, 2); short ones rest at their end."""
        chosen = np.asarray(numbers, dtype=np.int64)
        # Wires without a route are curves; they are cut into as many points as the longest route has.
        bent = np.flatnonzero(self.wires.ways.counts[chosen] == 0)
        if not len(bent):
            return self.wires.ways.padded(chosen)
        most = max(int(self.wires.ways.counts[chosen].max(initial=0)), _CURVE)
        found = np.empty((len(chosen), most, 2))
        routed = np.flatnonzero(self.wires.ways.counts[chosen] > 0)
        if len(routed):
            found[routed] = self.wires.ways.padded(chosen[routed], most)
        found[bent] = curve_points(self.curves[chosen[bent]], most)
        return found

    def _mark_at(self, x: float, y: float, reach: float, *, behind: bool) -> Hit | None:
        for mark in reversed(self.marks):
            if mark.behind == behind and mark.is_at(x, y, reach):
                return Hit("mark", mark.id)
        return None

    def _port_at(self, x: float, y: float, reach: float) -> Hit | None:
        if not len(self.boxes):
            return None
        b = self.boxes
        near = (b[:, 0] - reach <= x) & (x <= b[:, 2] + reach) & (b[:, 1] - reach <= y) & (y <= b[:, 3] + reach)
        for i in np.flatnonzero(near)[::-1]:
            for dot in self.tiles[int(i)].ports:
                if (dot.x - x) ** 2 + (dot.y - y) ** 2 <= reach * reach:
                    return Hit("port", dot.node, dot.port)
        return None

    def _wire_at(self, x: float, y: float, reach: float) -> Hit | None:
        labelled = _containing(self.label_boxes, x, y)
        if labelled is not None:
            return Hit("wire", self.wires.ids[labelled])
        if not len(self.curves):
            return None
        b = self.curve_boxes
        near = np.flatnonzero(
            (b[:, 0] - reach <= x) & (x <= b[:, 2] + reach) & (b[:, 1] - reach <= y) & (y <= b[:, 3] + reach)
        )
        if not len(near):
            return None
        distances = distance_to_paths(self.paths(near), x, y)
        best = int(distances.argmin())
        return Hit("wire", self.wires.ids[int(near[best])]) if distances[best] <= reach else None


def _is_held(mark: DrawnMark, area: Rect) -> bool:
    rect = mark.rect
    whole = area.x <= rect.x and area.y <= rect.y and rect.right <= area.right and rect.bottom <= area.bottom
    return whole or mark.kind in {"note", "picture"}


def _wire_boxes(wires: Wires) -> Floats:
    """Bounds of each wire."""
    bent = np.flatnonzero(wires.ways.counts == 0)
    if not len(bent):
        return wires.ways.boxes()
    found = np.empty((len(wires), 4))
    routed = np.flatnonzero(wires.ways.counts > 0)
    found[routed] = wires.ways.chosen(routed).boxes()
    points = curve_points(wires.curves[bent], 9)
    found[bent] = np.hstack((points.min(axis=1), points.max(axis=1)))
    return found


def curve_points(curves: Floats, count: int, margin: float = 0.0) -> Floats:
    """COUNT points along each of n curves, (n, count, 2), from the share MARGIN of its parameter to 1 - MARGIN."""
    t = np.linspace(margin, 1.0 - margin, count)[None, :, None]
    p = curves[:, :, None, :]
    return (1 - t) ** 3 * p[:, 0] + 3 * (1 - t) ** 2 * t * p[:, 1] + 3 * (1 - t) * t**2 * p[:, 2] + t**3 * p[:, 3]


def _containing(boxes: Floats, x: float, y: float) -> int | None:
    if not len(boxes):
        return None
    inside = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
    found = np.flatnonzero(inside)
    return int(found[-1]) if len(found) else None
