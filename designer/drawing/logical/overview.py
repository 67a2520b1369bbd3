"""The logical picture for a slide: as fine as its names can be read from the back of the room, and no finer.

Where the whole picture has no room at a size that can be read, it is laid out anew in rows, then drawn in coarser
steps: pods taken apart with their copies counted, pods as one tile each, alike devices of all pods as one, and at last
one tile for each kind.
"""

from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple

import msgspec

from designer.analysis.quantities import role_of
from designer.drawing.logical.logical import LogicalDrawing, draw_logical
from designer.drawing.logical.projection import Logical, base_name, common_name, logical
from designer.drawing.records import Rect, Tile, Wire
from designer.drawing.text import ELLIPSIS, clean
from designer.drawing.theme_tokens import TILE_TEXT_END, TILE_TEXT_X, type_scale
from designer.drawing.topology.places import places
from designer.drawing.topology.topology_tiles import BADGE_ROOM
from designer.drawing.view_request import LEAST_LETTERS as LEAST
from designer.drawing.view_request import ViewRequest
from designer.drawing.words import plain_words
from designer.edit.layouts.drawn_boxes import is_frame
from designer.model.canvas_sizes import TILE_WIDTH
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS, POD
from designer.model.relations import RELATION_MEDIA
from designer.model.wording import counted

MOST: Final = 2.4
"""Units of the slide for a canvas pixel beyond which a small drawing is not blown up."""
EDGE: Final = 16.0
_CAPTIONS: Final = 24.0
"""Canvas pixels around all, and above the uppermost frame for its name."""
_GAP: Final = 20.0
_LANES: Final = (28.0, 22.0)
"""Between tiles of a row, and the least between rows, where wires pass with and without words."""
_MOST_LANE: Final = 64.0
_HEIGHTS: Final = (52.0, 40.0)
"""Of a tile with a line of figures, and of one with its name alone."""
_MOST_COLUMNS: Final = 9
_MOST_WIDTH: Final = 300.0
_SAME_ROW: Final = 40.0
_SAFE: Final = 1.02
"""Sizes of type are whole steps in a file: a hair more than asked for."""
_MOST_LETTERS: Final = 30
"""Of a name that a tile shows where alike devices are gathered."""
_MOST_TRIES: Final = 6
_ONE_POD: Final = "part of the whole"
"""Kind of the tile that stands for a pod: no container, which would be drawn around nothing."""


class Room(NamedTuple):
    """A place on a slide, in its units."""

    width: float
    height: float


class _Way(NamedTuple):
    """One way to draw: how devices are gathered, and whether figures stand below their names."""

    picture: Logical
    figures: bool


def draw_overview(asked: ViewRequest, room: Room) -> LogicalDrawing:
    """Return the logical picture that ASKED is about, in the finest form whose letters are `LEAST` high in ROOM.

    Where not even one tile for each kind finds room, that is what is returned.
    """
    design, detail = asked.design, asked.view.detail
    picture = logical(design)
    drawing = _drawn(asked, picture)
    scale = type_scale()
    smallest = scale["body"].px if detail == "plain" else scale["caption"].px
    if _scale(drawing.bounds, room, framed=bool(drawing.frames)) * min(smallest, scale["strong"].px) >= LEAST:
        return drawing
    tops = _tops(picture.design)
    found = drawing
    for gather in (_apart, _pods, _alike, _kinds):
        coarse = gather(design, picture, tops)
        if coarse is None:
            continue
        for figures in (True, False):
            legible = _letters(figures=figures)
            free = room
            for _ in range(_MOST_TRIES):
                laid = _laid_out(asked, _Way(coarse, figures), tops, free)
                if laid is None:
                    break
                found = _named(_drawn(asked, laid), laid, figures=figures)
                if _scale(found.bounds, room, framed=False) * legible >= _SAFE * LEAST:
                    return found
                # Wires that go around the tiles take room, too: so much less is left for those.
                least = _SAFE * LEAST / legible
                across = room.width / least / (found.bounds.width + 2 * EDGE)
                down = room.height / least / (found.bounds.height + 2 * EDGE)
                free = Room(free.width * min(across, 1.0), free.height * min(down, 1.0))
    return found
    return found


def _drawn(asked: ViewRequest, picture: Logical) -> LogicalDrawing:
    return draw_logical(
        asked.design,
        widths=asked.widths,
        results=asked.results,
        overlay=asked.overlay,
        hidden_layers=asked.view.hidden_layers,
        hidden_media=asked.view.hidden_media,
        detail=asked.view.detail,
        findings=asked.findings,
        known=picture,
    )


def _named(drawing: LogicalDrawing, picture: Logical, *, figures: bool) -> LogicalDrawing:
    """Return DRAWING of PICTURE without ports, and with no line of figures that would be cut or be too small."""
    tiles: list[Tile] = []
    for tile in drawing.tiles:
        words = tile.subtitle if figures and ELLIPSIS not in tile.subtitle else ""
        if words and picture.design.nodes[tile.id].kind == _ONE_POD:
            words = f"{counted(len(picture.members[tile.id]) - 1, 'sort')} of parts"
        tiles.append(tile._replace(ports=(), subtitle=words))
    wires: list[Wire] = list(drawing.wires)
    if not figures:
        wires = [wire._replace(label="", label_rect=Rect(*wire.points[0], 0.0, 0.0)) for wire in wires]
    made = LogicalDrawing(
        wires=wires, tiles=tiles, title=drawing.title, legend=drawing.legend, drawn_as=drawing.drawn_as
    )
    made.members, made.links = drawing.members, drawing.links
    return made


def _letters(*, figures: bool) -> float:
    """Return the size of the smallest letters, canvas pixels."""
    return type_scale()["caption" if figures else "strong"].px


def _scale(bounds: Rect, room: Room, *, framed: bool) -> float:
    """Return units of the slide for a canvas pixel."""
    high = bounds.height + 2 * EDGE + (_CAPTIONS if framed else 0.0)
    return min(room.width / (bounds.width + 2 * EDGE), room.height / high, MOST)


# ---- Coarser pictures ----


def _apart(design: Design, picture: Logical, tops: Mapping[str, float]) -> Logical | None:
    """Return PICTURE with its pods taken apart: each device with its copies in the whole design."""
    return _gathered(design, picture, tops, lambda node: node.id)


def _pods(design: Design, picture: Logical, tops: Mapping[str, float]) -> Logical | None:
    """Return PICTURE with one tile for each of its outermost pods; None where it has none."""
    flat = picture.design
    pods = [node for node in flat.nodes_in_order() if node.kind == POD and is_frame(node)]
    if not pods:
        return None

    def outermost(node: Node) -> str:
        around = [one for one in flat.ancestors(node.id) if flat.nodes[one].kind == POD]
        return around[-1] if around else node.id

    return _gathered(design, picture, tops, outermost)


def _alike(design: Design, picture: Logical, tops: Mapping[str, float]) -> Logical | None:
    """Return PICTURE with devices of one part and name as one tile, whichever pod they stand in."""
    return _gathered(design, picture, tops, lambda node: f"{node.part or node.kind}\0{base_name(node.name)}")


def _kinds(design: Design, picture: Logical, tops: Mapping[str, float]) -> Logical | None:
    """Return PICTURE with one tile for each kind."""
    return _gathered(design, picture, tops, lambda node: node.kind)


def _gathered(design: Design, picture: Logical, tops: Mapping[str, float], key: Callable[[Node], str]) -> Logical:
    """Return PICTURE with the devices of one KEY as one tile, counted in the whole design, and no frame."""
    flat = picture.design
    groups: dict[str, list[Node]] = {}
    for node in flat.nodes_in_order():
        if not is_frame(node):
            groups.setdefault(key(node), []).append(node)
    nodes: dict[str, Node] = {}
    members: dict[str, tuple[str, ...]] = {}
    stands_for: dict[str, str] = {}
    for name, group in groups.items():
        pod = flat.nodes.get(name)
        first = group[0]
        inside = tuple(member for node in group for member in picture.members[node.id])
        if pod is not None and is_frame(pod):
            first = msgspec.structs.replace(pod, kind=_ONE_POD, part=None, copies=design.total_copies(pod.id))
            inside = (pod.id, *inside)
        else:
            copies = sum(design.total_copies(member) for member in inside)
            first = msgspec.structs.replace(first, copies=copies, name=_title(group))
        nodes[first.id] = msgspec.structs.replace(first, parent=None, folded=False)
        members[first.id] = inside
        stands_for |= dict.fromkeys((*inside, *(node.id for node in group)), first.id)
    # What sits in a socket is shown by what stands for its device.
    stands_for |= {one: stands_for[at] for one, at in picture.stands_for.items() if at in stands_for}
    links, held = _links(design, picture, stands_for)
    return Logical(msgspec.structs.replace(flat, nodes=nodes, links=links, marks={}), members, stands_for, held)


def _title(group: Sequence[Node]) -> str:
    """Return what GROUP is called: by the name that all share, else, or where that is endless, by the kind."""
    if len({base_name(node.name) or node.title for node in group}) == 1 and len(group[0].title) <= _MOST_LETTERS:
        return common_name(group)
    kind = KINDS.get(group[0].kind)
    return kind.plural[:1].upper() + kind.plural[1:] if kind is not None else common_name(group)


def _links(
    design: Design, picture: Logical, stands_for: Mapping[str, str]
) -> tuple[dict[str, Link], dict[str, tuple[str, ...]]]:
    """Return one link for all that join two tiles by one medium and feed, and the ids of the real ones."""
    gathered: dict[tuple[str, str, str, str], list[Link]] = {}
    for link in picture.design.links.values():
        a, b = stands_for.get(link.a), stands_for.get(link.b)
        if a is None or b is None or a == b:
            continue
        key = (a, b, link.medium, link.side)
        if link.medium not in RELATION_MEDIA and (b, a, link.medium, link.side) in gathered:
            key = (b, a, link.medium, link.side)
        gathered.setdefault(key, []).append(link)
    links: dict[str, Link] = {}
    held: dict[str, tuple[str, ...]] = {}
    for (a, b, medium, _), group in gathered.items():
        first = group[0]
        real = tuple(one for link in group for one in picture.links.get(link.id, (link.id,)))
        cables = sum(design.total_cables(design.links[one]) for one in real if one in design.links)
        links[first.id] = msgspec.structs.replace(
            first,
            a=a,
            b=b,
            cables=first.cables if medium in RELATION_MEDIA else cables,
            spread="even",
            across=None,
            a_port=None,
            b_port=None,
        )
        held[first.id] = real
    return links, held


# ---- Rows ----


def _tops(flat: Design) -> dict[str, float]:
    """Return the height of the middle of each device as it is laid out, canvas pixels."""
    found = places(flat)
    return {node.id: found.rects[node.id].centre[1] for node in (*found.tiles, *(one for one, _ in found.frames))}


def _rows(picture: Logical, tops: Mapping[str, float]) -> list[list[Node]]:
    """Return the tiles of PICTURE row by row, top down: those that stood at about one height before."""
    heights = {
        node.id: min((tops[one] for one in (node.id, *picture.members[node.id]) if one in tops), default=0.0)
        for node in picture.design.nodes_in_order()
    }
    rows: list[list[Node]] = []
    last = 0.0
    for one in sorted(heights, key=heights.__getitem__):
        if not rows or heights[one] - last > _SAME_ROW:
            rows.append([])
        rows[-1].append(picture.design.nodes[one])
        last = heights[one]
    return rows


def _in_lines(rows: Sequence[Sequence[Node]], columns: int, most: int) -> list[list[Node]]:
    """Return ROWS broken into lines of COLUMNS, neighbours joined where there are more than MOST."""
    lines: list[list[Node]] = []
    for row in rows:
        # Even lines: five of seven and two would leave one of them nearly empty.
        many = ceil(len(row) / columns)
        each = ceil(len(row) / many)
        lines += [list(row[start : start + each]) for start in range(0, len(row), each)]
    while len(lines) > most:
        pairs = [(len(lines[at]) + len(lines[at + 1]), at) for at in range(len(lines) - 1)]
        least, at = min(pairs, default=(columns + 1, 0))
        if least > columns:
            break
        lines[at : at + 2] = [lines[at] + lines[at + 1]]
    return lines


def _laid_out(asked: ViewRequest, way: _Way, tops: Mapping[str, float], room: Room) -> Logical | None:
    """Return the picture of WAY in rows that fill ROOM; None where its names find no room at a legible size."""
    px = _letters(figures=way.figures)
    # Canvas pixels of the room at the size at which the smallest letters are just legible.
    wide, high = room.width * px / LEAST - 2 * EDGE, room.height * px / LEAST - 2 * EDGE
    tile_high, lane = (sizes[0 if way.figures else 1] for sizes in (_HEIGHTS, _LANES))
    most = int((high + lane) // (tile_high + lane))
    rows = _rows(way.picture, tops)
    needed = max((_name_width(asked, way.picture.design, node) for row in rows for node in row), default=0.0)
    # Tiers stay in one row where that goes: from the longest row down to narrow ones.
    for columns in range(min(max(map(len, rows), default=1), _MOST_COLUMNS), 0, -1):
        tile_wide = min((wide - (columns - 1) * _GAP) / columns, _MOST_WIDTH)
        if tile_wide < needed:
            continue
        lines = _in_lines(rows, columns, most)
        if len(lines) <= most:
            return _placed(way.picture, lines, (min(tile_wide, max(needed, TILE_WIDTH)), tile_high), (wide, high))
    return None


def _name_width(asked: ViewRequest, design: Design, node: Node) -> float:
    """Return how wide the tile of NODE has to be for its name and how many there are."""
    widths, plain = asked.widths, asked.view.detail == "plain"
    title = node.title
    if plain and role_of(node) != "switch":
        title = plain_words(design, node, "", node.copies).title
    badge = f"×{node.copies:,}" if node.copies > 1 and not plain else ""
    pill = widths(badge, "strong") + BADGE_ROOM if badge else 0.0
    return widths(clean(title), "title" if plain else "strong") + pill + TILE_TEXT_X + TILE_TEXT_END


def _placed(
    picture: Logical, lines: Sequence[Sequence[Node]], tile: tuple[float, float], room: tuple[float, float]
) -> Logical:
    """Return PICTURE with its tiles in LINES, each in the middle of ROOM, canvas pixels."""
    wide, high = tile
    gaps = max(len(lines) - 1, 1)
    lane = min(max((room[1] - len(lines) * high) / gaps, _LANES[1]), _MOST_LANE)
    nodes = dict(picture.design.nodes)
    for number, line in enumerate(lines):
        whole = len(line) * wide + (len(line) - 1) * _GAP
        left = (room[0] - whole) / 2
        for place, node in enumerate(line):
            nodes[node.id] = msgspec.structs.replace(
                node, x=left + place * (wide + _GAP), y=number * (high + lane), width=wide, height=high
            )
    return picture._replace(design=msgspec.structs.replace(picture.design, nodes=nodes))
