"""The power chain as a one-line diagram: sources on top, side A left and B right, loads at the bottom."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from designer.analysis.power.records import PlantElement, PlantFailure, PlantResult
from designer.analysis.quantities import fact_of
from designer.drawing.drawing import Drawing
from designer.drawing.one_line.layout import AIRY, Grid, Sizes, Zone, frames_of, grid_of, places_of, zones_of
from designer.drawing.one_line.words import Reading, Stage, emphasis_of, line_of, names_of, reading_of, symbol_of
from designer.drawing.records import Emphasis, Frame, Rect, Tile, Wire
from designer.drawing.text import TextWidths, approximate_width, clean, elide
from designer.drawing.theme_tokens import TILE_TEXT_END, TILE_TEXT_X
from designer.drawing.words import tile_layer
from designer.model.copy_ids import CopyId
from designer.model.design import Design
from designer.model.figures.figure_text import number_text
from designer.model.kinds import KINDS

_FOLD_FROM: Final = 4
"""So many alike elements are drawn as one."""
_BUS_APART: Final = 4.0
_BUS_STEP: Final = 2.0


class Meter(NamedTuple):
    """The load bar of a tile.

    Attributes:
        tile: Its id.
        share: Load over what its full length stands for, its rating.
        mark: Where what may be carried for hours ends, of the same.
    """

    tile: str
    share: float
    mark: float
    emphasis: Emphasis


class Breaker(NamedTuple):
    """A breaker right above what it feeds.

    Attributes:
        x: Its middle.
        y: The same.
        size: Of its square.
        open: Whether no power passes it.
        text: Its rating; "" where nobody says.
        side: "A", "B" or "".
    """

    x: float
    y: float
    size: float
    open: bool
    text: str
    side: str


class OneLine(Drawing):
    """A drawing with readings, load bars and breakers, and a line that says what they mean.

    Attributes:
        readings: What each tile says, by its id.
        meters: Load bars by the id of their tile.
        breakers: Where a breaker is drawn.
        key: What bars and lines mean, in phrases.
        grid: How much stands beside and below each other.
        key_at: Where that is written.
    """

    painted_as = "power"

    def __init__(
        self,
        frames: Sequence[Frame],
        wires: Sequence[Wire],
        tiles: Sequence[Tile],
        title: str,
        readings: Mapping[str, Reading],
        meters: Sequence[Meter],
        breakers: Sequence[Breaker],
        drawn_as: Mapping[str, str],
        detail: Literal["plain", "full"] = "full",
        keyed: bool = True,
        grid: Grid = Grid(1, 1, 1),  # noqa: B008
    ) -> None:
        super().__init__(frames, wires, tiles, title, detail=detail, drawn_as=drawn_as)
        self.readings = readings
        self.grid = grid
        self.meters: Mapping[str, Meter] = {meter.tile: meter for meter in meters}
        self.breakers = tuple(breakers)
        self.key = KEY if tiles and keyed else ()
        self.key_at = (self.bounds.x, self.bounds.bottom + 12.0)
        if self.key:
            self.bounds = self.bounds.united(Rect(*self.key_at, 1.0, 32.0))


KEY: Final = (
    "Bar: maximum load over the rating, with a tick at what may be carried for hours (80% of a breaker).",
    "Solid lines are side A, dashed ones side B.",
    "■ closed breaker  □ without power",
)
HINT: Final = "No power chain is drawn."


def draw_one_line(
    design: Design,
    plant: PlantResult | None,
    *,
    failure: PlantFailure | None = None,
    failed: Collection[str] = (),
    widths: TextWidths = approximate_width,
    detail: Literal["plain", "full"] = "full",
    sizes: Sizes = AIRY,
) -> OneLine:
    """The display list of the power view; empty where no power is drawn.

    Args:
        design: With its parts embedded.
        plant: What the analysis says of its power chain.
        failure: What the failed ids take along.
        failed: Ids that are taken as failed, single copies too.
        widths: Measures text.
        detail: "plain" is drawn with larger type.
        sizes: Of tiles and gaps.
    """
    known = plant.elements if plant is not None else {}
    elements = {node_id: element for node_id, element in known.items() if node_id in design.nodes}
    gone = _failed_copies(design, failed)
    stages = _stages(design, elements, failure, gone)
    named = {member: name for name, stage in stages.items() for member in stage.members}
    zones = zones_of(stages, named)
    places = places_of(stages, named, zones, sizes)
    names = names_of(design, list(stages))
    tiles = [_tile(design, stages[name], rect, names[name], widths, detail) for name, rect in places.items()]
    wires = _wires(design, stages, named, zones, places, sizes)
    return OneLine(
        frames_of(stages, zones, places, sizes),
        wires,
        tiles,
        clean(design.name),
        {name: reading_of(stages[name], failure) for name in places},
        [meter for name in places if (meter := _meter(name, stages[name])) is not None],
        _breakers(design, stages, wires, zones, sizes),
        {member: name for member, name in named.items() if member != name},
        detail,
        sizes.key,
        grid_of(stages, zones, places),
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
        target, copy = CopyId.read(name)
        for node_id in design.nodes:
            if node_id == target or target in design.ancestors(node_id):
                copies = design.total_copies(node_id)
                gone = copies // max(design.total_copies(target), 1) if copy is not None else copies
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
    # From the top down: whether two stages are alike depends on whether those above them are.
    for node_id, element in sorted(elements.items(), key=lambda item: item[1].level):
        above = frozenset(keys.get(one, (one,)) for one in element.sources)
        below = frozenset((design.nodes[one].kind, design.nodes[one].part) for one in element.feeds if one in elements)
        key = (element.kind, design.nodes[node_id].part, element.side, element.level, above, below)
        keys[node_id] = key
        groups.setdefault(key, []).append(node_id)
    found: dict[str, Stage] = {}
    for members in groups.values():
        # Few alike ones are drawn one by one; many become one tile, its figures those of the fullest.
        for chosen in [members] if len(members) >= _FOLD_FROM else [[one] for one in members]:
            fullest = max((elements[one] for one in chosen), key=lambda one: one.utilisation.value or 0.0)
            found[chosen[0]] = Stage(
                fullest=msgspec.structs.replace(fullest, id=chosen[0]),
                members=tuple(chosen),
                copies=sum(elements[one].copies for one in chosen),
                dark=sum(dark.get(one, 0) for one in chosen),
                overloaded=sum(over[one].copies for one in chosen if one in over),
                failed=sum(gone.get(one, 0) for one in chosen),
                bypassed=bool(failure) and all(one in failure.bypassed for one in chosen),
            )
    return found


def _tile(design: Design, stage: Stage, rect: Rect, name: str, widths: TextWidths, detail: str) -> Tile:
    element = stage.fullest
    node = design.nodes[element.id]
    room = rect.width - TILE_TEXT_X - TILE_TEXT_END
    badge = f"×{number_text(stage.copies, 5)}" if stage.copies > 1 else ""
    kind = KINDS.get(node.kind)
    several = len(stage.members) > 1
    title = (kind.plural if kind else node.kind) if several else name
    styles = ("title", "body") if detail == "plain" else ("strong", "caption")
    taken = widths(badge, "caption") + 20.0 if badge else 0.0
    gone = stage.failed >= stage.copies and not stage.bypassed
    title, line = clean(title), line_of(stage)
    if rect.width >= AIRY.width and rect.height >= AIRY.height:
        # Smaller ones are painted alone, and cut there by what there is room for on the screen.
        title = elide(title, styles[0], max(room - taken, 40.0), widths)
        line = elide(line, styles[1], max(room - taken, 40.0), widths)
    return Tile(
        element.id,
        rect,
        title,
        line,
        badge,
        symbol_of(element),
        tile_layer(node, design.part_of(node)),
        stage.copies,
        emphasis=emphasis_of(stage),
        note=_note(stage),
        members=stage.members,
        struck=gone,
    )


def _note(stage: Stage) -> str:
    return {"failed": "out of service", "error": "overloaded", "warn": "above 80%"}.get(emphasis_of(stage), "")


def _meter(name: str, stage: Stage) -> Meter | None:
    """The load bar of a stage whose rating is known."""
    element = stage.fullest
    rating, capacity, full = element.rating_w.value, element.capacity_w.value, element.utilisation.value
    if element.device or not rating or not capacity or full is None:
        return None
    if stage.failed >= stage.copies and not stage.bypassed:
        return None
    share = full * capacity / rating
    return Meter(name, share, capacity / rating if capacity < rating * 0.999 else 0.8, emphasis_of(stage))


def _breakers(
    design: Design, stages: Mapping[str, Stage], wires: Sequence[Wire], zones: Mapping[str, Zone], sizes: Sizes
) -> list[Breaker]:
    """A breaker above every stage that has one: whose amperes are said, or whose capacity is that of its breaker."""
    found: dict[tuple[float, float], Breaker] = {}
    for wire in wires:
        stage = stages[wire.b]
        amps = fact_of(design, design.nodes[stage.fullest.id], "amps")
        # Devices have no breaker of their own, and a stage that says nothing of one is drawn without.
        if stage.fullest.device or not (amps.known or stage.fullest.limit in {"breaker", "banks"}):
            continue
        x, y = wire.corners[-1]
        text = f"{number_text(amps.value, 4)} A" if amps.value else ""
        dead = wire.emphasis == "failed"
        # Several wires may end in one place: its breaker is open only where all of them are dead.
        before = found.get((x, y))
        out = dead and (before is None or before.open)
        found[x, y] = Breaker(x, y - sizes.gap_y * 0.3, sizes.gap_y * 0.19 + 1.0, out, text, wire.side or zones[wire.b])
    return list(found.values())


def _wires(
    design: Design,
    stages: Mapping[str, Stage],
    named: Mapping[str, str],
    zones: Mapping[str, Zone],
    places: Mapping[str, Rect],
    sizes: Sizes,
) -> list[Wire]:
    """A line from the foot of what feeds to the head of what is fed, over a bus right above it."""
    links: dict[tuple[str, str], list[str]] = {}
    sides: dict[tuple[str, str], str] = {}
    pairs = {
        (source, name) for name, stage in stages.items() for source in _sources_of(stage, named) if source in places
    }
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
        near = sizes.gap_y / AIRY.gap_y
        shift = (-_BUS_APART if side == "A" else _BUS_APART if side == "B" else 0.0) * near
        # Each source has a bus of its own, so that those of neighbours do not read as one.
        own = (order[source] % 4 - 1.5) * _BUS_STEP * near
        entry = x1 + (sizes.width * 0.12 * (1 if side == "B" else -1) if side and stages[fed].fullest.device else 0.0)
        bus = y1 - 0.68 * sizes.gap_y + shift + own
        others = [rect for name, rect in places.items() if name not in {source, fed}]
        corners = ((x0, y0), (x0, bus), (entry, bus), (entry, y1))
        if any(rect.x < x0 < rect.right and rect.y < bus and rect.bottom > y0 for rect in others):
            gap, first = places[fed].x - sizes.gap_x / 2 + shift / 2 + own, y0 + sizes.gap_y / 3 + shift / 2 + own
            corners = ((x0, y0), (x0, first), (gap, first), (gap, bus), (entry, bus), (entry, y1))
        out = any(_out(stages[one]) for one in (source, fed))
        node = design.nodes[fed]
        found.append(
            Wire(
                ids[0],
                source,
                fed,
                (*corners[:2], *corners[-2:]),
                "power",
                tile_layer(node, design.part_of(node)),
                "",
                Rect(x0, y0, 0.0, 0.0),
                1.75,
                side=side,
                emphasis="failed" if out else "",
                links=tuple(ids),
                corners=corners,
            )
        )
    return found


def _out(stage: Stage) -> bool:
    return stage.failed + stage.dark >= stage.copies and not stage.bypassed


def _sources_of(stage: Stage, named: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(named[one] for one in stage.fullest.sources if one in named))
