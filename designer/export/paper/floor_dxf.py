"""The floor as DXF in real millimetres: layers, a block for each size of rack, attributes with names, dimensions.

Rooms stand beside each other on one model space, x to the right and y upwards as CAD has it; a plan of the design has
y downwards, so it is mirrored. R2010 is what every CAD program of today opens.
"""

import io
import math
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ezdxf import units
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new

from designer.export.paper.floor_places import StandingThing, whole_floor
from designer.files.writing import write_whole
from designer.model.design import Design
from designer.model.kinds import FLOOR_RACKS, KINDS
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.model.rooms.room_plan import RoomPlan

NO_FLOOR: Final = (
    "There is no floor to draw: no room has walls and nothing stands on a floor. Give racks a place in the Room view, "
    "or use Make it real."
)
VERSION: Final = "R2010"
_GAP_MM: Final = 5_000.0
_LAYERS: Final = (
    ("WALLS", 7, 50),
    ("DOORS", 8, 25),
    ("COLUMNS", 8, 25),
    ("AISLES-COLD", 5, 13),
    ("AISLES-HOT", 1, 13),
    ("KEEP-OUT", 2, 13),
    ("TRAYS", 4, 18),
    ("RACKS", 7, 30),
    ("EQUIPMENT", 3, 25),
    ("FRONTS", 6, 35),
    ("NAMES", 7, 13),
    ("DIMENSIONS", 8, 13),
)
"""Name, colour of the AutoCAD index, line weight in hundredths of a millimetre."""
_NAME_MM: Final = 110.0
"""Height of letters in racks; 2.2 mm, a little over 7 points capital height, at 1 : 50."""
_ROOM_NAME_MM: Final = 300.0
_AWAY_MM: Final = 800.0
_STYLE: Final = "STACKWRIGHT"


def write_floor_dxf(path: Path, design: Design) -> int:
    """Write the floors of DESIGN to PATH as DXF, whole or not at all.

    Returns:
        How many racks and devices stand on it.

    Raises:
        RefusedInput: nothing stands on a floor and no room has walls, or PATH cannot be written.
    """
    floor = whole_floor(design)
    if not floor:
        raise RefusedInput(NO_FLOOR)
    document = new(VERSION, units=units.MM, setup=("linetypes", "dimstyles"))
    document.header["$INSUNITS"] = units.MM
    document.header["$MEASUREMENT"] = 1
    for name, colour, weight in _LAYERS:
        document.layers.add(name, color=colour, lineweight=weight)
    document.layers.get("TRAYS").dxf.linetype = "DASHED"
    document.styles.add(_STYLE, font="arial.ttf")
    space = document.modelspace()
    count = 0
    left = 0.0
    for room in floor:
        drawn = _Room(document, space, room.area, left)
        drawn.plan(room.title, room.plan)
        for thing in room.standing:
            drawn.thing(thing)
            count += 1
        left += room.area.width + _GAP_MM
    text = io.StringIO()
    document.write(text)
    write_whole(path, text.getvalue().encode("utf-8"))
    return count


class _Room:
    """One room in model space: places of the plan, mm, become places of the drawing."""

    def __init__(self, document: Any, space: Any, area: Any, left: float) -> None:
        self._document = document
        self._space = space
        self._area = area
        self._left = left

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._left + x - self._area.x, self._area.bottom - y

    def _outline(self, points: Iterable[tuple[float, float]], layer: str, *, closed: bool = True) -> None:
        places = [self._at(x, y) for x, y in points]
        if len(places) > 1:
            self._space.add_lwpolyline(places, close=closed, dxfattribs={"layer": layer})

    def plan(self, title: str, plan: "RoomPlan | None") -> None:
        """Draw walls, doors, columns, aisles, keep-outs and trays, and the two dimensions of the room."""
        area = self._area
        if title:
            x, y = self._at(area.x, area.y)
            self._text(title, (x, y + 2 * _AWAY_MM), _ROOM_NAME_MM, TextEntityAlignment.LEFT)
        if plan is None:
            return
        self._outline(((corner.x_mm, corner.y_mm) for corner in plan.outline), "WALLS")
        for door in plan.doors:
            self._door(door.x_mm, door.y_mm, door.width_mm, door.along_deg, door.swing_deg)
        for box in plan.columns:
            self._outline(_corners(box), "COLUMNS")
        for aisle in plan.aisles:
            self._outline(_corners(aisle.area), f"AISLES-{aisle.kind.upper()}")
            middle = (aisle.area.x_mm + aisle.area.width_mm / 2, aisle.area.y_mm + aisle.area.depth_mm / 2)
            closed = ", contained" if aisle.contained else ""
            self._text(f"{aisle.kind} aisle{closed}", self._at(*middle), _NAME_MM, TextEntityAlignment.MIDDLE_CENTER)
        for area_out in plan.keep_outs:
            self._outline(((corner.x_mm, corner.y_mm) for corner in area_out.corners), "KEEP-OUT")
        for tray in plan.trays:
            self._outline(((point.x_mm, point.y_mm) for point in tray.line), "TRAYS", closed=False)
        if len(plan.outline) > 2:
            low, high = self._at(area.x, area.bottom), self._at(area.right, area.y)
            self._dimension((low[0], high[1]), high, (low[0], high[1] + _AWAY_MM), 0.0)
            self._dimension(low, (low[0], high[1]), (low[0] - _AWAY_MM, low[1]), 90.0)

    def _dimension(
        self, first: tuple[float, float], second: tuple[float, float], base: tuple[float, float], angle: float
    ) -> None:
        made = self._space.add_linear_dim(
            base=base,
            p1=first,
            p2=second,
            angle=angle,
            override={"dimtxt": 180.0, "dimasz": 120.0, "dimexe": 80.0, "dimexo": 60.0, "dimdec": 0, "dimlfac": 1.0},
            dxfattribs={"layer": "DIMENSIONS"},
        )
        made.render()

    def _door(self, x: float, y: float, width: float, along: float, swing: float) -> None:
        hinge = self._at(x, y)

        def end(degrees: float) -> tuple[float, float]:
            angle = math.radians(degrees)
            return self._at(x + width * math.cos(angle), y + width * math.sin(angle))

        self._space.add_line(hinge, end(along), dxfattribs={"layer": "DOORS"})
        if swing:
            self._space.add_line(hinge, end(along + swing), dxfattribs={"layer": "DOORS"})
            # Angles of the drawing run the other way round, since y is mirrored.
            begin, stop = sorted((-along, -(along + swing)))
            self._space.add_arc(hinge, width, begin, stop, dxfattribs={"layer": "DOORS"})

    def thing(self, thing: StandingThing) -> None:
        """Put down a rack or a device on the floor: a block of its size, with name, id and kind as attributes."""
        rack = thing.kind in FLOOR_RACKS
        block = self._block(thing.width_mm, thing.depth_mm, rack=rack)
        place = self._at(*thing.corner)
        kind = KINDS[thing.kind].title if thing.kind in KINDS else thing.kind
        made = self._space.add_blockref(
            block, place, dxfattribs={"layer": "RACKS" if rack else "EQUIPMENT", "rotation": -thing.turn}
        )
        for tag, text in (("ID", thing.key), ("KIND", kind), ("MM", f"{thing.width_mm:.0f} x {thing.depth_mm:.0f}")):
            made.add_attrib(tag, _plain(text), place, dxfattribs={"height": 10.0, "layer": "NAMES"}).is_invisible = True
        # The name stands along the longer side, as large as that holds.
        (x1, y1), (x2, y2) = self._at(*thing.low), self._at(*thing.high)
        wide, high = abs(x2 - x1), abs(y2 - y1)
        size = min(_NAME_MM, 1.35 * max(wide, high) / max(len(thing.name), 1))
        self._text(
            thing.name,
            ((x1 + x2) / 2, (y1 + y2) / 2),
            max(size, 1.0),
            TextEntityAlignment.MIDDLE_CENTER,
            90.0 if high > wide else 0.0,
        )

    def _block(self, width: float, depth: float, *, rack: bool) -> str:
        """Return the name of the block of a footprint: corner at the origin, front edge on a layer of its own."""
        name = f"{'RACK' if rack else 'EQUIPMENT'}-{width:.0f}X{depth:.0f}"
        if name not in self._document.blocks:
            block = self._document.blocks.new(name)
            block.add_lwpolyline([(0, 0), (width, 0), (width, -depth), (0, -depth)], close=True)
            # The front looks towards greater y of the plan before it is turned.
            block.add_line((0, -depth), (width, -depth), dxfattribs={"layer": "FRONTS"})
            for tag in ("ID", "KIND", "MM"):
                block.add_attdef(tag, (0, 0), dxfattribs={"height": 10.0, "layer": "NAMES"}).is_invisible = True
        return name

    def _text(
        self, text: str, place: tuple[float, float], height: float, align: TextEntityAlignment, turn: float = 0.0
    ) -> None:
        self._space.add_text(
            _plain(text), height=height, rotation=turn, dxfattribs={"layer": "NAMES", "style": _STYLE}
        ).set_placement(place, align=align)


def _plain(text: str) -> str:
    """Return TEXT on one line, without the codes that CAD programs read in texts: %%, ^ and backslashes."""
    shown = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    return shown.replace("%%", "% %").replace("\\", "/").replace("^", "'")


def _corners(box: Any) -> list[tuple[float, float]]:
    x, y, x2, y2 = box.x_mm, box.y_mm, box.x_mm + box.width_mm, box.y_mm + box.depth_mm
    return [(x, y), (x2, y), (x2, y2), (x, y2)]
