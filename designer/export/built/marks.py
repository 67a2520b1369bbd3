"""Marks on a drawing of what is built otherwise: missing, swapped and slower cables, and extra ones as lines of theirs.

Each mark has words, a sign, a pattern and a colour.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from designer.drawing.difference import DrawnDifference, How
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.export.built.faults import Faults
from designer.model.design import Design
from designer.model.figures.figure_text import count_text
from designer.model.naming import ends_name, link_name

HOWS: Final[Mapping[str, How]] = {"missing": "gone", "swapped": "changed", "extra": "added", "slower": "slower"}
"""Look of each sort of fault; of several at one place that of the first one counts."""
_ORDER: Final = ("missing", "swapped", "slower", "extra")
_ASIDE: Final = 12.0
"""Pixels by which an extra cable runs beside the straight line, where a drawn one may be."""


def fault_marks(design: Design, drawing: Drawing, faults: Faults) -> tuple[DrawnDifference, ...]:
    """Return the marks of FAULTS on DRAWING, of DESIGN: on each line one for each sort, on each tile, on each new pair.

    Cables of one line are counted on it. What is inside of a tile, as it is folded or seen from far away, is counted
    on the tile; what is not drawn at all has no mark.
    """
    wires: dict[int, Counter[str]] = {}
    titles: dict[int, str] = {}
    tiles: dict[str, Counter[str]] = {}
    inside: set[str] = set()
    index, stands = drawing.wire_index, drawing.drawn_as
    for link_id, rows in faults.links.items():
        link = design.links.get(link_id)
        if link is None:
            continue
        counts = Counter(row.what for row in rows)
        if link_id in index:
            titles[index[link_id]] = link_name(design, link)
            wires.setdefault(index[link_id], Counter()).update(counts)
            continue
        ends = {stands.get(end, end) for end in (link.a, link.b)}
        # Both ends in one tile that is neither of them: the link is inside. Other links without a wire are hidden.
        if len(ends) == 1 and ends != {link.a}:
            (tile,) = ends
            tiles.setdefault(tile, Counter()).update(counts)
            inside.add(tile)
    ghosts: dict[tuple[str, str], Counter[str]] = {}
    for (a, b), rows in faults.pairs.items():
        # Copies of one node, or two nodes in one folded group: there is no line to draw.
        one, two = (stands.get(end, end) for end in (a, b))
        if one == two:
            tiles.setdefault(one, Counter())["extra"] += len(rows)
        else:
            ghosts.setdefault((one, two), Counter())["extra"] += len(rows)
    for node_id, rows in faults.strange.items():
        tiles.setdefault(stands.get(node_id, node_id), Counter())["extra to what is not drawn"] += len(rows)
    for node_id, number in faults.absent.items():
        tile = stands.get(node_id, node_id)
        tiles.setdefault(tile, Counter())["not found"] += number
        if tile != node_id:
            inside.add(tile)
    found = [one for row, counts in wires.items() for one in _of_wire(drawing, row, counts, titles[row])]
    found += [one for pair, counts in ghosts.items() if (one := _of_ghost(design, drawing, pair, counts)) is not None]
    found += [
        one
        for tile, counts in tiles.items()
        if (one := _of_tile(design, drawing, tile, counts, inside=tile in inside)) is not None
    ]
    return tuple(found)


def _words(counts: Counter[str], after: str = "") -> str:
    order = [*(one for one in _ORDER if one in counts), *(one for one in counts if one not in _ORDER)]
    return ", ".join(f"{count_text(counts[one])} {one}" for one in order) + after


def _how(counts: Counter[str]) -> How:
    if counts["not found"]:
        return "gone"
    for one in _ORDER:
        if counts[one]:
            return HOWS[one]
    return "added"


def _of_wire(drawing: Drawing, row: int, counts: Counter[str], title: str) -> Iterator[DrawnDifference]:
    """Yield a mark for each sort of fault of a wire, side by side."""
    wire = drawing.wires[row]
    path = tuple(wire.corners or wire.points)
    sorts = [one for one in _ORDER if counts[one]]
    for place, sort in enumerate(sorts):
        words = f"{count_text(counts[sort])} {sort}"
        yield DrawnDifference(wire.id, title, HOWS[sort], words, None, path, place - (len(sorts) - 1) / 2)


def _of_tile(
    design: Design, drawing: Drawing, tile: str, counts: Counter[str], *, inside: bool
) -> DrawnDifference | None:
    rect = drawing.rect_of(tile)
    if rect is None or not counts:
        return None
    node = design.nodes.get(tile)
    words = _words(counts, " inside" if inside else "")
    if node is not None and not inside and counts["not found"] == 1 and design.total_copies(tile) == 1:
        words = words.replace("1 not found", "not found")
    return DrawnDifference(tile, node.title if node is not None else tile, _how(counts), words, rect)


def _of_ghost(design: Design, drawing: Drawing, pair: tuple[str, str], counts: Counter[str]) -> DrawnDifference | None:
    first, second = (drawing.rect_of(one) for one in pair)
    if first is None or second is None:
        return None
    nodes = [design.nodes.get(one) for one in pair]
    title = ends_name(*(pair[at] if node is None else node.title for at, node in enumerate(nodes)))
    path = _between(first, second)
    return DrawnDifference("\0".join(pair), title, "added", _words(counts), None, path)


def _between(first: Rect, second: Rect) -> tuple[tuple[float, float], ...]:
    """The straight line from edge to edge of two rectangles, a little aside of that between their centres."""
    (ax, ay), (bx, by) = first.centre, second.centre
    length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 1.0)
    across = -(by - ay) / length * _ASIDE, (bx - ax) / length * _ASIDE
    ends = ((first, bx - ax, by - ay), (second, ax - bx, ay - by))
    points: list[tuple[float, float]] = []
    for rect, dx, dy in ends:
        # So far along (dx, dy) from the centre that an edge is met; two that overlap meet half way.
        reach = min(rect.width / 2 / abs(dx) if dx else 1.0, rect.height / 2 / abs(dy) if dy else 1.0, 0.5)
        x, y = rect.centre
        points.append((x + dx * reach + across[0], y + dy * reach + across[1]))
    return tuple(points)
