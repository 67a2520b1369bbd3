"""The stack view as a display list: six layers as bands over the facility, demand as widths, the bottleneck marked."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from designer.analysis.results import Results
from designer.analysis.workloads.results import LayerLoad, WorkloadsResult
from designer.drawing.drawing import Drawing, curve_points
from designer.drawing.layer_words import LAYER_ICONS, LAYER_TITLES
from designer.drawing.records import Band, Emphasis, Reading, Rect, Tile, Wire
from designer.drawing.stack.flows import STACK_MEDIA, Curve, Join, joins_of, routed, widths_of
from designer.drawing.stack.groups import (
    INSIDE,
    Group,
    Loads,
    Outage,
    Saying,
    emphasis_of,
    groups_of,
    loads_of,
    rate_words,
    saying,
    share_words,
    titled,
)
from designer.drawing.stack.layout import (
    AIRY,
    LEAN,
    READINGS_WIDTH,
    TIGHT,
    TITLE_WIDTH,
    TOP_DOWN,
    Layout,
    grid_of,
    layout,
)
from designer.drawing.text import TextWidths, approximate_width, clean, elide, elide_name
from designer.drawing.theme_tokens import TILE_TEXT_END, TILE_TEXT_X
from designer.drawing.topology.labels import label_rects
from designer.model.copy_ids import CopyId
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import number_text
from designer.model.parts.part import LAYERS, Layer

Detail = Literal["plain", "full"]
STACK_WIDTH: Final = 1200.0
"""Of pictures and slides, in canvas pixels."""
HINT: Final = "Nothing is drawn yet. Every part that is placed shows up in its layer."
_LEAN_READINGS: Final = 12.0
"""From the last tile to the right edge where no figures of a layer are told."""
_READING_PITCH: Final = 66.0
_READING_LEFT: Final = 22.0
_FLOW_ENDS_FAILED: Final = 2.5


class _Scene(NamedTuple):
    design: Design
    widths: TextWidths
    worked: WorkloadsResult | None
    loads: Loads
    outage: Outage
    detail: Detail
    placed: Layout


def draw_stack(
    design: Design,
    *,
    widths: TextWidths = approximate_width,
    results: Results | None = None,
    hidden_layers: Collection[Layer] = (),
    detail: Detail = "full",
    width: float = STACK_WIDTH,
    tight: bool = False,
    lean: int = 0,
    failed: Collection[str] = (),
    lost: Collection[str] = (),
) -> Drawing:
    """The display list of the stack view.

    Args:
        design: With its parts embedded.
        widths: Measures text; an approximation when left out.
        results: What the analysis said; loads, widths, figures and the bottleneck come from its workloads.
        hidden_layers: Layers whose bands are left out, with the flows to them.
        detail: "plain" says it in everyday words and larger type.
        width: Of the bands, in canvas pixels; the wider, the more tiles side by side.
        tight: Rows and bands stand closer, for small windows.
        lean: Names alone, in so many rows of a layer at most and without the layers that are empty; 0 is all of it.
        failed: Ids of nodes that are taken as failed.
        lost: Ids of nodes that fall with them.
    """
    worked = results.workloads if results else None
    # Single copies ("gpu[3]") do not make the whole tile fail.
    gone = {*failed, *(name for name in (results.failed if results else ()) if CopyId.read(name).copy is None)}
    told = results.resilience.lost if results and results.resilience else ()
    fallen = {*lost, *(one.id for one in told if one.state == "lost")}
    loads = loads_of(design, worked)
    grid = grid_of(width, TIGHT if tight else AIRY)
    if lean:
        grid = grid_of(width, LEAN, _LEAN_READINGS)._replace(rows=lean)
    wanted = {end for link in design.links.values() if link.medium in STACK_MEDIA for end in (link.a, link.b)}
    groups = groups_of(design, hidden_layers, grid.room, {*wanted, *(name for _, name in loads.full)})
    if lean:
        hidden_layers = {*hidden_layers, *(layer for layer in TOP_DOWN if not groups.get(layer))}
    every = [group for layer in TOP_DOWN for group in groups.get(layer, ())]
    # Names are whole where narrower gaps leave room for them.
    # As if nothing had failed, so that tiles stay where they are when something does.
    quiet = (saying(design, group, loads, Outage(set(), set()), detail) for group in every)
    needed = (_words_width(design, *one, detail, widths) for one in zip(every, quiet, strict=True))
    grid = grid.widened(max(needed, default=0.0))
    named = _tiles_by_node(every)
    joins = joins_of(design, every, worked, named)
    callers: dict[str, list[str]] = {}
    joined: dict[str, list[str]] = {}
    for join in joins:
        callers.setdefault(join.b, []).append(join.a)
        joined.setdefault(join.a, []).append(join.b)
        joined.setdefault(join.b, []).append(join.a)
    placed = layout(groups, callers, joined, grid, hidden_layers)
    scene = _Scene(design, widths, worked, loads, Outage(gone, fallen - gone), detail, placed)
    tiles = [_tile(scene, group) for group in every]
    bands = _bands(scene, groups)
    wires = _wires(scene, joins, tiles, bands)
    if lean:
        tiles = [tile._replace(subtitle="") for tile in tiles]
        bands = [band._replace(subtitle="", readings=()) for band in bands]
        wires = [wire._replace(label="", label_rect=Rect(*wire.points[0], 0.0, 0.0)) for wire in wires]
    return Drawing(
        wires=wires,
        tiles=tiles,
        title=clean(design.name),
        detail=detail,
        drawn_as={member: group for member, group in named.items() if member != group},
        bands=bands,
    )


def _tiles_by_node(every: Sequence[Group]) -> dict[str, str]:
    """The tile of each node; a machine is under its own, where one of its chips gathers it too."""
    found = {
        member: group.id
        for group in every
        if group.layer == "silicon" and not group.id.startswith(INSIDE)
        for member in group.members
    }
    for group in every:
        if group.layer != "silicon":
            found |= dict.fromkeys(group.members, group.id)
    return found


def _name_style(detail: Detail) -> str:
    return "title" if detail == "plain" else "strong"


def _line_style(detail: Detail) -> str:
    return "body" if detail == "plain" else "caption"


def _words_width(design: Design, group: Group, said: Saying, detail: Detail, widths: TextWidths) -> float:
    """Return how wide the tile of GROUP has to be for its name with its number, and for what is SAID below it."""
    name = " ".join(word for word in titled(design, group, detail) if word)
    line = "" if group.layer == "facility" else said.subtitle
    wide = max(widths(clean(name), _name_style(detail)), widths(clean(line), _line_style(detail)))
    return wide + TILE_TEXT_X + TILE_TEXT_END


def _tile(scene: _Scene, group: Group) -> Tile:
    design, rect = scene.design, scene.placed.rect(group.id)
    title, badge = titled(design, group, scene.detail)
    said = saying(design, group, scene.loads, scene.outage, scene.detail)
    one_line = group.layer == "facility" and not said.emphasis
    room = rect.width - TILE_TEXT_X - TILE_TEXT_END
    styles = (_name_style(scene.detail), _line_style(scene.detail))
    # How many there are never falls to an ellipsis.
    counted = f" {badge}" if badge else ""
    named = elide_name(clean(title), styles[0], max(room - scene.widths(counted, styles[0]), 0.0), scene.widths)
    return Tile(
        group.id,
        rect,
        named + counted,
        "" if one_line or group.layer == "facility" else elide(clean(said.subtitle), styles[1], room, scene.widths),
        "",
        group.icon,
        group.layer,
        group.copies,
        emphasis=said.emphasis,
        note=said.note,
        members=group.members,
    )


def _bands(scene: _Scene, groups: Mapping[Layer, Sequence[Group]]) -> list[Band]:
    worked = scene.worked
    loads = {load.layer: load for load in worked.layers} if worked else {}
    found: list[Band] = []
    for layer, rect in scene.placed.bands.items():
        marked = bool(worked and worked.bottleneck == layer)
        load = loads.get(layer)
        share = load.utilisation.value if load else None
        emphasis: Emphasis = emphasis_of(share) if marked and share is not None else ""
        if marked and worked and worked.bottleneck_id in scene.design.links and emphasis == "warn":
            # Line rate offered by all to all fills a fair fabric to the brim.
            emphasis = ""
        if marked:
            words = "bottleneck" if emphasis else "fullest layer"
        else:
            words = "" if groups.get(layer) else "nothing yet"
        number = "" if layer == "facility" else f"Layer {LAYERS.index(layer)}"
        empty = not scene.design.nodes and layer == "servers_fabric"
        found.append(
            Band(
                layer,
                rect,
                LAYER_TITLES[layer],
                " · ".join(word for word in (number, words) if word),
                LAYER_ICONS[layer],
                _readings(load, rect) if groups.get(layer) and load is not None else (),
                HINT if empty else "",
                TITLE_WIDTH,
                marked,
                emphasis,
                quiet=not groups.get(layer),
            )
        )
    return found


def _readings(load: LayerLoad, rect: Rect) -> tuple[Reading, ...]:
    """Busy, what it adds, and its share of the cost; nothing where none of them is known."""
    left = rect.width - READINGS_WIDTH + _READING_LEFT
    if not (load.utilisation.known or load.latency_s.known or load.cost_share.value):
        return ()
    share = load.utilisation.value
    return (
        Reading("Busy", _or_dash(share_words(share) if share is not None else ""), left, share),
        Reading("Adds", _or_dash(_seconds(load.latency_s)), left + _READING_PITCH),
        Reading("Cost share", _or_dash(_share(load.cost_share)), left + 2 * _READING_PITCH),
    )


def _or_dash(text: str) -> str:
    return text or "–"


def _share(figure: Figure) -> str:
    return "" if figure.value is None else share_words(figure.value)


def _seconds(figure: Figure) -> str:
    value = figure.value
    if value is None:
        return ""
    if value == 0 or value >= 0.1:
        return f"{number_text(value, 2)} s"
    return f"{number_text(value * 1000, 2)} ms"


def _wires(scene: _Scene, joins: Sequence[Join], tiles: Sequence[Tile], bands: Sequence[Band]) -> list[Wire]:
    widths = widths_of(joins)
    ways = routed(joins, widths, scene.placed)
    state = {tile.id: tile.emphasis for tile in tiles}
    layers: dict[str, Layer] = {tile.id: tile.layer for tile in tiles}
    longest = [max(way, key=_length) for way in ways]
    labels = [_label(scene, join) for join in joins]
    obstacles = np.array(
        [(tile.rect.x, tile.rect.y, tile.rect.right, tile.rect.bottom) for tile in tiles]
        + [box for band in bands for box in _written(band)],
        dtype=np.float64,
    ).reshape(-1, 4)
    spots = label_rects(
        curve_points(np.array(longest, dtype=np.float64).reshape(-1, 4, 2), 33),
        [scene.widths(label, "caption") if label else 0.0 for label in labels],
        np.full(len(joins), 0.5),
        obstacles,
    )
    wires: list[Wire] = []
    for number, (join, way) in enumerate(zip(joins, ways, strict=True)):
        broken = state[join.a] == "failed" and state[join.b] == "failed"
        width = min(widths[number], _FLOW_ENDS_FAILED) if broken else widths[number]
        name = join.links[0] if join.links else f"{join.a}>{join.b}"
        for place, curve in enumerate(way):
            told = curve is longest[number] and not broken and spots[number].width > 0
            spot = spots[number] if told else Rect(*curve[0], 0.0, 0.0)
            wires.append(
                Wire(
                    name if place == 0 else f"{name}~{place}",
                    join.a,
                    join.b,
                    curve,
                    join.medium,
                    layers[join.b],
                    labels[number] if told else "",
                    spot,
                    width,
                    emphasis="failed" if broken else "",
                    links=join.links,
                    flow=True,
                )
            )
    # The thin ones lie over the wide ones.
    return sorted(wires, key=lambda wire: -wire.width)


def _label(scene: _Scene, join: Join) -> str:
    if not join.per_s or join.medium not in {"asks", "depends_on"}:
        return ""
    return f"{'' if join.known else '≥ '}{rate_words(join.per_s)}"


def _written(band: Band) -> list[tuple[float, float, float, float]]:
    rect = band.rect
    return [
        (rect.x, rect.y, rect.x + TITLE_WIDTH - 12.0, rect.bottom),
        (rect.right - READINGS_WIDTH + _READING_LEFT - 8.0, rect.y, rect.right, rect.bottom),
    ]


def _length(curve: Curve) -> float:
    (x0, y0), (x1, y1) = curve[0], curve[3]
    return abs(x1 - x0) + abs(y1 - y0)


def stack_words(drawing: Drawing) -> str:
    """DRAWING for those who do not see it: layer by layer, its figures and tiles."""
    lines: list[str] = []
    for band in drawing.bands:
        rect = band.rect
        held = [
            " ".join(word for word in (tile.title, tile.subtitle) if word)
            for tile in drawing.tiles
            if rect.y <= tile.rect.y < rect.bottom
        ]
        figures = [f"{reading.caption} {reading.text}" for reading in band.readings if reading.text != "–"]
        words = ": ".join(word for word in (band.title, ", ".join(held)) if word)
        lines.append(". ".join(word for word in (f"{words} ({band.subtitle})", ", ".join(figures)) if word))
    return ". ".join(lines)
