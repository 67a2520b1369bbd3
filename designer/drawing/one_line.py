"""The power chain as a one-line diagram: sources on top, side A left and B right, loads at the bottom."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from designer.analysis.plant.records import PlantElement, PlantFailure, PlantResult
from designer.drawing.drawing import Drawing
from designer.drawing.looks import TILE_TEXT_END, TILE_TEXT_X
from designer.drawing.one_line_words import Stage, emphasis_of, line_of, names_of, symbol_of
from designer.drawing.records import Emphasis, Frame, Rect, Tile, Wire
from designer.drawing.text import TextWidths, approximate_width, clean, elide
from designer.drawing.words import tile_layer
from designer.model.design import Design
from designer.model.figure_text import figure_text, number_text
from designer.model.kinds import KINDS
from designer.model.records import COPY_PATTERN
from designer.model.sizes import TILE_HEIGHT

WIDTH: Final = 244.0
HEIGHT: Final = TILE_HEIGHT
_GAP_X: Final = 28.0
_GAP_Y: Final = 46.0
_GAP_LINES: Final = 28.0
_GAP_SIDES: Final = 72.0
_ACROSS: Final = 4
"""Tiles of one stage and side next to each other; more stand in further lines."""
_FOLD_FROM: Final = 4
"""So many alike elements are drawn as one."""
_BAR_LEFT: Final = TILE_TEXT_X
_FRAME_ROOM: Final = 16.0
_FRAME_TOP: Final = 40.0
_BUS_APART: Final = 7.0
_BUS_STEP: Final = 3.0
Zone = Literal["A", "", "B"]


class Meter(NamedTuple):
    """The load bar of a tile.

    Attributes:
        share: Load over what its full length stands for, its rating.
        mark: Where what may be carried for hours ends, of the same.
    """

    rect: Rect
    share: float
    mark: float
    emphasis: Emphasis


class OneLine(Drawing):
    """A drawing with load bars, and a line that says what they mean.

    Attributes:
        meters: Load bars.
        key: What bars and lines mean.
        key_at: Where that is written.
    """

    def __init__(
        self,
        frames: Sequence[Frame],
        wires: Sequence[Wire],
        tiles: Sequence[Tile],
        title: str,
        meters: Sequence[Meter],
        drawn_as: Mapping[str, str],
        detail: Literal["plain", "full"] = "full",
    ) -> None:
        super().__init__(frames, wires, tiles, title, detail=detail, drawn_as=drawn_as)
        self.meters = tuple(meters)
        self.key = KEY if tiles else ""
        self.key_at = (self.bounds.x, self.bounds.bottom + 28.0)
        if tiles:
            self.bounds = self.bounds.united(Rect(*self.key_at, 1.0, 10.0))


KEY: Final = "Bars: maximum load over the rating; the tick is 80%. Solid lines are side A, dashed ones side B."
HINT: Final = "No power chain is drawn."


def draw_one_line(
    design: Design,
    plant: PlantResult | None,
    *,
    failure: PlantFailure | None = None,
    failed: Collection[str] = (),
    widths: TextWidths = approximate_width,
    detail: Literal["plain", "full"] = "full",
) -> OneLine:
    """The display list of the power view; empty where no power is drawn.

    Args:
        design: With its parts embedded.
        plant: What the analysis says of its power chain.
        failure: What the failed ids take along.
        failed: Ids that are taken as failed, single copies too.
        widths: Measures text.
        detail: "plain" is drawn with larger type.
    """
    known = plant.elements if plant is not None else {}
    elements = {node_id: element for node_id, element in known.items() if node_id in design.nodes}
    gone = _failed_copies(design, failed)
    stages = _stages(design, elements, failure, gone)
    named = {member: name for name, stage in stages.items() for member in stage.members}
    zones = _zones(stages, named)
    places = _places(stages, named, zones)
    names = names_of(design, list(stages))
    tiles = [_tile(design, stages[name], rect, names[name], widths, detail) for name, rect in places.items()]
    return OneLine(
        _frames(stages, zones, places),
        _wires(design, stages, named, zones, places),
        tiles,
        clean(design.name),
        [meter for name, rect in places.items() if (meter := _meter(stages[name], rect)) is not None],
        {member: name for member, name in named.items() if member != name},
        detail,
    )


def one_line_words(drawing: OneLine) -> str:
    """DRAWING for those who do not see it, stage by stage."""
    if not drawing.tiles:
        return HINT
    words = [(tile.title, tile.badge, tile.subtitle, tile.note) for tile in drawing.tiles]
    return ". ".join(" ".join(one for one in said if one) for said in words)


def _failed_copies(design: Design, failed: Collection[str]) -> dict[str, int]:
    """Failed copies by node, those in failed containers too."""
    found: dict[str, int] = {}
    for name in failed:
        match = COPY_PATTERN.fullmatch(name)
        target = match["id"] if match else name
        for node_id in design.nodes:
            if node_id == target or target in design.ancestors(node_id):
                copies = design.total_copies(node_id)
                gone = copies // max(design.total_copies(target), 1) if match else copies
                found[node_id] = min(found.get(node_id, 0) + gone, copies)
    return found


def _stages(
    design: Design, elements: Mapping[str, PlantElement], failure: PlantFailure | None, gone: Mapping[str, int]
) -> dict[str, Stage]:
    """Tiles by the id of their first member: alike elements that hang on the same are one."""
    dark = {**failure.dark, **failure.unpowered} if failure else {}
    over = failure.overloaded if failure else {}
    keys: dict[str, tuple[object, ...]] = {}
    groups: dict[tuple[object, ...], list[str]] = {}
    for node_id, element in sorted(elements.items(), key=lambda item: item[1].level):
        above = frozenset(keys.get(one, (one,)) for one in element.sources)
        below = frozenset((design.nodes[one].kind, design.nodes[one].part) for one in element.feeds if one in elements)
        key = (element.kind, design.nodes[node_id].part, element.side, element.level, above, below)
        keys[node_id] = key
        groups.setdefault(key, []).append(node_id)
    found: dict[str, Stage] = {}
    for members in groups.values():
        for chosen in [members] if len(members) >= _FOLD_FROM else [[one] for one in members]:
            fullest = max((elements[one] for one in chosen), key=lambda one: one.utilisation.value or 0.0)
            found[chosen[0]] = Stage(
                fullest=msgspec.structs.replace(fullest, id=chosen[0]),
                members=tuple(chosen),
                copies=sum(elements[one].copies for one in chosen),
                dark=sum(dark.get(one, 0) for one in chosen),
                overloaded=sum(over[one].copies for one in chosen if one in over),
                failed=sum(gone.get(one, 0) for one in chosen),
            )
    return found


def _zones(stages: Mapping[str, Stage], named: Mapping[str, str]) -> dict[str, Zone]:
    """A, B or the middle for each tile: its own side, else that of all stages above it."""
    found: dict[str, Zone] = {}
    for name, stage in sorted(stages.items(), key=lambda item: item[1].fullest.level):
        zone: Zone = stage.fullest.side
        above: set[Zone] = {found.get(named[one], "") for one in stage.fullest.sources if one in named}
        if not zone and len(above) == 1 and not stage.fullest.device:
            zone = above.pop()
        found[name] = "" if stage.fullest.device else zone
    return found


def _places(
    stages: Mapping[str, Stage], named: Mapping[str, str], zones: Mapping[str, Zone]
) -> dict[str, Rect]:  # fmt: skip
    """Where each tile stands."""
    rows: dict[int, dict[Zone, list[str]]] = {}
    last = max((stage.fullest.level for stage in stages.values()), default=0) + 1
    for name, stage in stages.items():
        level = last if stage.fullest.device else stage.fullest.level
        rows.setdefault(level, {"A": [], "": [], "B": []})[zones[name]].append(name)
    across: dict[Zone, int] = {
        zone: max((min(len(row[zone]), _ACROSS) for level, row in rows.items() if level != last), default=0)
        for zone in ("A", "", "B")
    }  # fmt: skip
    left: dict[Zone, float] = {}
    edge = 0.0
    for zone in ("A", "", "B"):
        left[zone] = edge
        if across[zone]:
            edge += _wide(across[zone]) + _GAP_SIDES
    full = max(edge - _GAP_SIDES, _wide(min(len(rows.get(last, {"": []})[""]), _ACROSS)) if rows else 0.0)
    places: dict[str, Rect] = {}
    top = 0.0
    for level in sorted(rows):
        deepest = top
        for zone, names in rows[level].items():
            ordered = sorted(names, key=lambda name: (_mean(stages[name], named, places), _order(stages, name)))
            most = _ACROSS if level != last else max(int((full + _GAP_X) // (WIDTH + _GAP_X)), 1)
            start, room = (left[zone], _wide(across[zone])) if level != last else (0.0, full)
            for line in range(0, len(ordered), most):
                chosen = ordered[line : line + most]
                # Lines under each other keep their columns, so that wires find the gaps between them.
                x = start + ((room - _wide(len(chosen))) / 2 if len(ordered) <= most else 0.0)
                y = top + (line // most) * (HEIGHT + _GAP_LINES)
                for number, name in enumerate(chosen):
                    places[name] = Rect(x + number * (WIDTH + _GAP_X), y, WIDTH, HEIGHT)
                deepest = max(deepest, y + HEIGHT)
        top = deepest + _GAP_Y
    return places


def _order(stages: Mapping[str, Stage], name: str) -> tuple[int, int]:
    """Utilities before generators, then as the design has them."""
    return (stages[name].fullest.kind == "generator", list(stages).index(name))


def _wide(count: int) -> float:
    return max(count * (WIDTH + _GAP_X) - _GAP_X, 0.0)


def _mean(stage: Stage, named: Mapping[str, str], places: Mapping[str, Rect]) -> float:
    """Mean middle of what feeds a tile."""
    above = [places[named[one]].centre[0] for one in stage.fullest.sources if named.get(one) in places]
    return round(sum(above) / len(above), 1) if above else 0.0


def _tile(design: Design, stage: Stage, rect: Rect, name: str, widths: TextWidths, detail: str) -> Tile:
    element = stage.fullest
    node = design.nodes[element.id]
    room = WIDTH - TILE_TEXT_X - TILE_TEXT_END
    badge = f"×{number_text(stage.copies, 5)}" if stage.copies > 1 else ""
    kind = KINDS.get(node.kind)
    several = len(stage.members) > 1
    title = (kind.plural if kind else node.kind) if several else name
    styles = ("title", "body") if detail == "plain" else ("strong", "caption")
    taken = widths(badge, "caption") + 20.0 if badge else 0.0
    gone = stage.failed >= stage.copies
    return Tile(
        element.id, rect, elide(clean(title), styles[0], max(room - taken, 40.0), widths),
        elide(line_of(stage), styles[1], max(room - taken, 40.0), widths), badge, symbol_of(element),
        tile_layer(node, design.part_of(node)), stage.copies, emphasis=emphasis_of(stage),
        note=_note(stage), members=stage.members, struck=gone,
    )  # fmt: skip


def _note(stage: Stage) -> str:
    return {"failed": "out of service", "error": "overloaded", "warn": "above 80%"}.get(emphasis_of(stage), "")


def _meter(stage: Stage, tile: Rect) -> Meter | None:
    """The load bar of a stage whose rating is known."""
    element = stage.fullest
    rating, capacity, full = element.rating_w.value, element.capacity_w.value, element.utilisation.value
    if element.device or not rating or not capacity or full is None or stage.failed >= stage.copies:
        return None
    share = full * capacity / rating
    rect = Rect(tile.x + _BAR_LEFT, tile.bottom - 11.0, WIDTH - _BAR_LEFT - TILE_TEXT_END, 5.0)
    return Meter(rect, share, capacity / rating if capacity < rating * 0.999 else 0.8, emphasis_of(stage))


def _frames(
    stages: Mapping[str, Stage], zones: Mapping[str, Zone], places: Mapping[str, Rect]
) -> list[Frame]:  # fmt: skip
    found: list[Frame] = []
    for side in ("A", "B"):
        names = [name for name, zone in zones.items() if zone == side]
        if not names:
            continue
        around = places[names[0]]
        for name in names[1:]:
            around = around.united(places[name])
        around = Rect(
            around.x - _FRAME_ROOM, around.y - _FRAME_TOP, around.width + 2 * _FRAME_ROOM,
            around.height + _FRAME_TOP + _FRAME_ROOM,
        )  # fmt: skip
        top = min(stages[name].fullest.level for name in names)
        tops = [stages[name].fullest.load_max_w for name in names if stages[name].fullest.level == top]
        watts = [one for one in tops if one.value]
        subtitle = figure_text(watts[0], ranged=False) if len(watts) == 1 else ""
        found.append(Frame(f"side:{side}", around, f"Side {side}", subtitle, "", "row", 0))
    return found


def _wires(
    design: Design, stages: Mapping[str, Stage], named: Mapping[str, str], zones: Mapping[str, Zone],
    places: Mapping[str, Rect],
) -> list[Wire]:  # fmt: skip
    """A line from the foot of what feeds to the head of what is fed, over a bus right above it."""
    links: dict[tuple[str, str], list[str]] = {}
    sides: dict[tuple[str, str], str] = {}
    pairs = {
        (source, name) for name, stage in stages.items() for source in _sources_of(stage, named) if source in places
    }  # fmt: skip
    for link in design.links.values():
        if link.medium != "power" or link.a not in named or link.b not in named:
            continue
        for pair in ((named[link.a], named[link.b]), (named[link.b], named[link.a])):
            if pair in pairs:
                links.setdefault(pair, []).append(link.id)
                sides[pair] = link.side or sides.get(pair, "")
    found: list[Wire] = []
    order = {name: number for number, name in enumerate(places)}
    for (source, fed), ids in links.items():
        side = sides[source, fed] or zones[source]
        (x0, _), y0 = places[source].centre, places[source].bottom
        (x1, _), y1 = places[fed].centre, places[fed].y
        shift = -_BUS_APART if side == "A" else _BUS_APART if side == "B" else 0.0
        # Each source has a bus of its own, so that those of neighbours do not read as one.
        own = (order[source] % 4 - 1.5) * _BUS_STEP
        entry = x1 + (4.0 * shift if stages[fed].fullest.device else 0.0)
        bus = y1 - 22.0 + shift + own
        others = [rect for name, rect in places.items() if name not in {source, fed}]
        corners = ((x0, y0), (x0, bus), (entry, bus), (entry, y1))
        if any(rect.x < x0 < rect.right and rect.y < bus and rect.bottom > y0 for rect in others):
            gap, first = places[fed].x - _GAP_X / 2 + shift / 2 + own, y0 + 13.0 + shift / 2 + own
            corners = ((x0, y0), (x0, first), (gap, first), (gap, bus), (entry, bus), (entry, y1))
        out = any(stages[one].failed + stages[one].dark >= stages[one].copies for one in (source, fed))
        node = design.nodes[fed]
        found.append(
            Wire(
                ids[0], source, fed, (*corners[:2], *corners[-2:]), "power", tile_layer(node, design.part_of(node)), "",
                Rect(x0, y0, 0.0, 0.0), 1.75, side=side, emphasis="failed" if out else "", links=tuple(ids),
                corners=corners,
            )
        )  # fmt: skip
    return found


def _sources_of(stage: Stage, named: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(named[one] for one in stage.fullest.sources if one in named))
