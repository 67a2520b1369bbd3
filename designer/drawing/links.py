"""The links of a design as wires: gathered into bundles, routed, labelled."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from designer.drawing.captions import caption_boxes
from designer.drawing.channels import Point
from designer.drawing.drawing import Emphasis, Floats, Frame, Tile, Wire
from designer.drawing.labels import label_rects, preferred_shares
from designer.drawing.looks import STACK_STEP
from designer.drawing.routes import Ground, hasty_routes, routes
from designer.drawing.scene import Scene
from designer.drawing.signs import stronger
from designer.drawing.text import clean
from designer.drawing.wiring import Bundle, bundle_label, bundle_rate, bundle_split, split_ways, wire_layer, wire_width
from designer.model.parts import Medium

_LABEL_ROOM: Final = 116.0


def _bundles(scene: Scene) -> list[Bundle]:
    """Links as wires: those into folded containers are gathered, links inside one are left out."""
    drawn_as = scene.places.drawn_as
    found: list[Bundle] = []
    gathered: dict[tuple[str, str, Medium, str], int] = {}
    for link in scene.design.links.values():
        if link.medium in scene.hidden_media:
            continue
        a, b = drawn_as.get(link.a), drawn_as.get(link.b)
        if a is None or b is None or (a == b and link.a != link.b):
            continue
        if a == link.a and b == link.b:
            found.append(Bundle(a, b, link.medium, link.side, (link,)))
            continue
        if (b, a, link.medium, link.side) in gathered:
            a, b = b, a
        key = (a, b, link.medium, link.side)
        if key in gathered:
            place = gathered[key]
            found[place] = found[place]._replace(links=(*found[place].links, link))
        else:
            gathered[key] = len(found)
            found.append(Bundle(a, b, link.medium, link.side, (link,)))
    return found


def drawn_wires(
    scene: Scene, frames: Sequence[Frame], tiles: Sequence[Tile], *, utilisation: bool = False
) -> list[Wire]:  # fmt: skip
    """The links of SCENE as wires, around TILES and the captions of FRAMES, with how full they are when wanted."""
    bundles = _bundles(scene)
    rects = scene.places.rects
    ids = {drawn: i for i, drawn in enumerate(rects)}
    table = np.array([(r.x, r.y, r.right, r.bottom) for r in rects.values()], dtype=np.float64).reshape(-1, 4)
    a_ends = np.array([ids[bundle.a] for bundle in bundles], dtype=np.int64)
    b_ends = np.array([ids[bundle.b] for bundle in bundles], dtype=np.int64)
    standing = np.array([ids[node.id] for node in scene.places.tiles], dtype=np.int64)
    captions = caption_boxes(frames, scene.widths, plain=scene.detail == "plain")
    boxes = np.array([(f.rect.x, f.rect.y, f.rect.right, f.rect.bottom) for f in frames], dtype=np.float64)
    ground = Ground(table, standing, captions, boxes.reshape(-1, 4))
    stays = _stays(scene, bundles)
    new = [number for number in range(len(bundles)) if number not in stays]
    if scene.before is None:
        ways = routes(ground, a_ends, b_ends)
    else:
        hasty = hasty_routes(ground, a_ends, b_ends, new)
        ways = [stays[n].corners if n in stays else hasty[n] for n in range(len(bundles))]
    labels: list[str] = []
    sizes: list[float] = []
    heats: list[float | None] = []
    shares_full = scene.signs.utilisation if utilisation else {}
    for bundle in bundles:
        cables, rate, total = bundle_rate(bundle, scene.wiring.joints)
        heat = max((shares_full[link.id] for link in bundle.links if link.id in shares_full), default=None)
        label = "" if scene.detail == "plain" else _label(scene, bundle, cables, rate)
        if heat is not None:
            label = f"{label} {heat:.0%}" if label else f"{heat:.0%} full"
        failed = scene.signs.failed.get(bundle.links[0].id, "") if len(bundle.links) == 1 else ""
        if failed:
            label = f"{label} {failed}".strip()
        labels.append(label)
        heats.append(heat)
        sizes.append(wire_width(bundle.medium, total))
    measured: dict[str, float] = {"": 0.0}
    for label in labels:
        if label not in measured:
            measured[label] = scene.widths(label, "caption")
    obstacles = np.vstack((table[standing], captions, _in_the_way(tiles)))
    paths = _padded([ways[number] for number in new])
    shares = preferred_shares(a_ends[new], b_ends[new], paths)
    placed = label_rects(paths, [measured[labels[number]] for number in new], shares, obstacles)
    spots = {number: wire.label_rect for number, wire in stays.items()} | dict(zip(new, placed, strict=True))
    emphasis = scene.signs.emphasis
    return [
        Wire(
            bundle.links[0].id, bundle.a, bundle.b, (way[0], way[1], way[-2], way[-1]), bundle.medium,
            wire_layer(bundle.medium), label, spot, size, heat, bundle.side, _worst(emphasis, bundle),
            tuple(link.id for link in bundle.links) if len(bundle.links) > 1 else (), corners=way,
            split=bundle_split(bundle, scene.wiring.joints),
        )
        for bundle, way, label, spot, size, heat in zip(
            bundles, ways, labels, [spots[number] for number in range(len(bundles))], sizes, heats, strict=True
        )
    ]  # fmt: skip


def _stays(scene: Scene, bundles: Sequence[Bundle]) -> dict[int, Wire]:
    """While something is dragged: the wires from before whose ends stand where they stood, by number of the bundle."""
    before, rects = scene.before, scene.places.rects
    if before is None:
        return {}
    found: dict[int, Wire] = {}
    still = {end: before.rect_of(end) == rect for end, rect in rects.items()}
    for number, bundle in enumerate(bundles):
        place = before.wire_index.get(bundle.links[0].id)
        if place is None or not still[bundle.a] or not still[bundle.b]:
            continue
        wire = before.wires[place]
        if wire.corners and (wire.a, wire.b, len(wire.links) or 1) == (bundle.a, bundle.b, len(bundle.links)):
            found[number] = wire
    return found


def _padded(ways: Sequence[Sequence[Point]]) -> Floats:
    """WAYS as polylines of equally many points; short ones rest at their end."""
    if not ways:
        return np.zeros((0, 2, 2))
    most = max(len(way) for way in ways)
    flat = [point for way in ways for point in (*way, *(way[-1],) * (most - len(way)))]
    return np.array(flat, dtype=np.float64).reshape(len(ways), most, 2)


def _label(scene: Scene, bundle: Bundle, cables: int, rate: float | None) -> str:
    """Count and rate, with the link's name when that is short."""
    what = bundle_label(bundle, cables, rate, split_ways(bundle, scene.wiring.joints))
    name = bundle.links[0].name if len(bundle.links) == 1 else ""
    if not name:
        return what
    named = f"{what} {clean(name)}"
    return named if scene.widths(named, "caption") <= _LABEL_ROOM else what


def _in_the_way(tiles: Sequence[Tile]) -> Floats:
    """What labels keep clear of besides the rectangles of tiles: cards that peep out behind them, and marks."""
    boxes: list[tuple[float, float, float, float]] = []
    for tile in tiles:
        x, y, right, bottom = tile.rect.x, tile.rect.y, tile.rect.right, tile.rect.bottom
        if tile.copies > 1:
            boxes.append((x, y - 2 * STACK_STEP, right + 2 * STACK_STEP, bottom))
        if tile.emphasis in {"warn", "error", "failed"}:
            boxes.append((right - 12.0, y - 9.0, right + 9.0, y + 12.0))
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _worst(emphasis: Mapping[str, Emphasis], bundle: Bundle) -> Emphasis:
    if len(bundle.links) == 1:
        return emphasis.get(bundle.links[0].id, "")
    worst: Emphasis = ""
    for link in bundle.links:
        worst = stronger(worst, emphasis.get(link.id, ""))
    return worst
