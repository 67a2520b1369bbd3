"""The links of a design as wires: gathered into bundles, routed, labelled."""

from collections.abc import Mapping, Sequence
from operator import is_
from typing import Final, NamedTuple

import numpy as np

from designer.drawing.captions import caption_boxes
from designer.drawing.channels import Point
from designer.drawing.drawing import Floats
from designer.drawing.folded import folded_label
from designer.drawing.labels import PlacedLabels, placed_labels, preferred_shares
from designer.drawing.looks import STACK_STEP
from designer.drawing.records import Emphasis, Frame, Rect, Tile, Wire
from designer.drawing.routes import Ground, Ints, Routed, hasty_routes, routed_again
from designer.drawing.scene import Scene
from designer.drawing.signs import different, stronger
from designer.drawing.text import clean
from designer.drawing.wiring import (
    Bundle,
    Joint,
    bundle_label,
    bundle_rate,
    bundle_split,
    split_ways,
    wire_layer,
    wire_width,
)
from designer.model.design import Link
from designer.model.parts import Medium

_LABEL_ROOM: Final = 116.0
_MARKED: Final = frozenset({"warn", "error", "failed"})


class WireWords(NamedTuple):
    """What a wire says and how thick it is."""

    label: str
    size: float
    heat: float | None
    split: str


class Wired(NamedTuple):
    """Wires with all that they were made from, so that the next drawing makes only those that differ.

    Attributes:
        links: Of the design; None where wires are not one for each link.
        rect_ids: Ids of what is drawn, in the order of the ground's rectangles.
        widths: Of the text of each label.
        spots: Where the labels lie, by number of the wire.
    """

    wires: list[Wire]
    links: list[Link] | None
    bundles: list[Bundle]
    words: list[WireWords]
    rect_ids: list[str]
    rects: list[Rect]
    drawn_as: Mapping[str, str]
    joints: Mapping[str, Joint]
    full: Mapping[str, float]
    failed: Mapping[str, str]
    emphasis: Mapping[str, Emphasis]
    routed: Routed
    widths: Floats
    placed: PlacedLabels
    spots: list[Rect]


def _bundles(scene: Scene) -> list[Bundle]:
    """Links as wires: those into folded containers are gathered, links inside one are left out."""
    found: list[Bundle] = []
    gathered: dict[tuple[str, str, Medium, str], int] = {}
    for link in scene.design.links.values():
        bundle = _bundle_of(scene, link)
        if bundle is None:
            continue
        a, b = bundle.a, bundle.b
        if a == link.a and b == link.b:
            found.append(bundle)
            continue
        if (b, a, link.medium, link.side) in gathered:
            a, b = b, a
        key = (a, b, link.medium, link.side)
        if key in gathered:
            place = gathered[key]
            found[place] = found[place]._replace(links=(*found[place].links, link))
        else:
            gathered[key] = len(found)
            found.append(bundle)
    return found


def _bundle_of(scene: Scene, link: Link) -> Bundle | None:
    """LINK alone as a wire; None where it is not drawn."""
    if link.medium in scene.hidden_media:
        return None
    drawn_as = scene.places.drawn_as
    a, b = drawn_as.get(link.a), drawn_as.get(link.b)
    if a is None or b is None or (a == b and link.a != link.b):
        return None
    return Bundle(a, b, link.medium, link.side, (link,))


def drawn_wires(
    scene: Scene, frames: Sequence[Frame], tiles: Sequence[Tile], known: Wired | None = None, *,
    utilisation: bool = False,
) -> Wired:  # fmt: skip
    """The links of SCENE as wires, around TILES and the captions of FRAMES, with how full they are when wanted.

    Where a wire is as it is KNOWN, it is the same object.
    """
    rects = scene.places.rects
    rect_ids = list(rects)
    if known is not None and not _grown_from(known, rect_ids, scene.places.drawn_as):
        known = None
    bundles, other = _bundled(scene, known)
    if other is None:
        known = None
    ids = {drawn: i for i, drawn in enumerate(rect_ids)}
    table = _table(rects, known)
    a_ends, b_ends = _ends(bundles, ids, known, other or ())
    standing = np.array([ids[node.id] for node in scene.places.tiles], dtype=np.int64)
    captions = caption_boxes(frames, scene.widths, plain=scene.detail == "plain")
    boxes = np.array([(f.rect.x, f.rect.y, f.rect.right, f.rect.bottom) for f in frames], dtype=np.float64)
    ground = Ground(table, standing, captions, boxes.reshape(-1, 4))
    stays = _stays(scene, bundles)
    new = [number for number in range(len(bundles)) if number not in stays]
    if scene.before is None:
        routed = routed_again(ground, a_ends, b_ends, known.routed if known is not None else None)
    else:
        hasty = hasty_routes(ground, a_ends, b_ends, new)
        ways = [stays[n].corners if n in stays else hasty[n] for n in range(len(bundles))]
        routed = Routed(ground, a_ends, b_ends, np.zeros((0, 4, 2)), ways)
    full = scene.signs.utilisation if utilisation else {}
    words, said = _worded(scene, bundles, full, known, other)
    widths = _label_widths(scene, words, known, said)
    obstacles = (table[standing], captions, *_in_the_way(tiles, table[standing]))
    if stays:
        paths = _padded([routed.ways[number] for number in new])
        shares = preferred_shares(a_ends[new], b_ends[new], paths)
        placed = placed_labels(paths, widths[new], shares, obstacles)
        found = {number: wire.label_rect for number, wire in stays.items()}
        found |= dict(zip(new, placed.rects(), strict=True))
        spots = [found[number] for number in range(len(bundles))]
    else:
        paths = routed.jogs if len(routed.jogs) else _padded(routed.ways)
        shares = preferred_shares(a_ends, b_ends, paths)
        placed = placed_labels(paths, widths, shares, obstacles, known.placed if known is not None else None)
        spots = placed.rects(known.placed, known.spots) if known is not None else placed.rects()
    wired = Wired(
        [], list(scene.design.links.values()) if _one_each(scene, bundles, known) else None, bundles, words, rect_ids,
        list(rects.values()), scene.places.drawn_as, scene.wiring.joints, full, scene.signs.failed,
        scene.signs.emphasis, routed, widths, placed, spots,
    )  # fmt: skip
    wired.wires.extend(_made(wired, known, said))
    return wired


def _grown_from(known: Wired, rect_ids: Sequence[str], drawn_as: Mapping[str, str]) -> bool:
    """Whether all that was drawn is drawn still, with the same number, and what is new comes behind it."""
    if rect_ids[: len(known.rect_ids)] != known.rect_ids:
        return False
    return drawn_as is known.drawn_as or known.drawn_as.items() <= drawn_as.items()


def _bundled(scene: Scene, known: Wired | None) -> tuple[list[Bundle], list[int] | None]:
    """The wires, and the numbers of those that are not of the link that they were KNOWN to be of; None for all."""
    if known is None or not known.links:
        return _bundles(scene), None
    links = list(scene.design.links.values())
    count = len(known.links)
    if len(links) < count:
        return _bundles(scene), None
    other = [number for number, same in enumerate(map(is_, known.links, links)) if not same]
    if any(known.links[number].id != links[number].id for number in other):
        return _bundles(scene), None
    other += range(count, len(links))
    bundles: list[Bundle] = known.bundles + known.bundles[:1] * (len(links) - count)
    for number in other:
        bundle = _bundle_of(scene, links[number])
        if bundle is None or (bundle.a, bundle.b) != (links[number].a, links[number].b):
            return _bundles(scene), None
        if number < len(bundles):
            bundles[number] = bundle
        else:
            bundles.append(bundle)
    return bundles, other


def _one_each(scene: Scene, bundles: Sequence[Bundle], known: Wired | None) -> bool:
    if known is not None:
        return True
    alone = all(len(bundle.links) == 1 and bundle.a == bundle.links[0].a for bundle in bundles)
    return alone and len(bundles) == len(scene.design.links)


def _table(rects: Mapping[str, Rect], known: Wired | None) -> Floats:
    """RECTS as left, top, right, bottom."""
    every = list(rects.values())
    if known is None:
        return np.array([(r.x, r.y, r.right, r.bottom) for r in every], dtype=np.float64).reshape(-1, 4)
    old = known.rects
    changed = [number for number, same in enumerate(map(is_, old, every)) if not same and old[number] != every[number]]
    new = np.array([(r.x, r.y, r.right, r.bottom) for r in every[len(old) :]], dtype=np.float64).reshape(-1, 4)
    found = np.vstack((known.routed.ground.rects, new))
    for number in changed:
        rect = every[number]
        found[number] = (rect.x, rect.y, rect.right, rect.bottom)
    return found


def _ends(
    bundles: Sequence[Bundle], ids: Mapping[str, int], known: Wired | None, other: Sequence[int]
) -> tuple[Ints, Ints]:
    """Numbers of the rectangles at both ends of each wire."""
    if known is None:
        a_ends = np.array([ids[bundle.a] for bundle in bundles], dtype=np.int64)
        return a_ends, np.array([ids[bundle.b] for bundle in bundles], dtype=np.int64)
    more = np.zeros(len(bundles) - len(known.bundles), dtype=np.int64)
    a_ends, b_ends = np.concatenate((known.routed.a_ends, more)), np.concatenate((known.routed.b_ends, more))
    for number in other:
        a_ends[number], b_ends[number] = ids[bundles[number].a], ids[bundles[number].b]
    return a_ends, b_ends


def _worded(
    scene: Scene, bundles: Sequence[Bundle], full: Mapping[str, float], known: Wired | None,
    other: Sequence[int] | None,
) -> tuple[list[WireWords], list[int] | None]:  # fmt: skip
    """What each wire says, and the numbers of those that may say something else than before; None for all."""
    if known is None or other is None:
        made: dict[tuple[object, ...], WireWords] = {}
        return [_said_alike(scene, bundle, full, made) for bundle in bundles], None
    joints, failed = scene.wiring.joints, scene.signs.failed
    rows = set(other)
    ids = different(known.full, full) | different(known.failed, failed)
    if joints is not known.joints:
        ids |= {one for one, joint in joints.items() if known.joints.get(one) is not joint}
    if ids:
        rows |= {number for number, bundle in enumerate(bundles) if bundle.links[0].id in ids}
    words = known.words + known.words[:1] * (len(bundles) - len(known.words))
    for number in rows:
        words[number] = _said(scene, bundles[number], full)
    return words, sorted(rows)


def _said_alike(
    scene: Scene, bundle: Bundle, full: Mapping[str, float], made: dict[tuple[object, ...], WireWords]
) -> WireWords:
    """What a wire says; worked out once for all single links without a name that are alike."""
    link = bundle.links[0]
    if len(bundle.links) > 1 or link.name or link.id in scene.signs.failed:
        return _said(scene, bundle, full)
    key = (
        link.medium, link.side, link.cables, scene.wiring.joints.get(link.id, link.capacity_gbps), full.get(link.id),
    )  # fmt: skip
    words = made.get(key)
    if words is None:
        words = made[key] = _said(scene, bundle, full)
    return words


def _said(scene: Scene, bundle: Bundle, full: Mapping[str, float]) -> WireWords:
    joints, links = scene.wiring.joints, bundle.links
    heat = max((full[link.id] for link in links if link.id in full), default=None)
    cables, rate, total = bundle_rate(bundle, joints)
    label = "" if scene.detail == "plain" else _label(scene, bundle, cables, rate)
    if heat is not None:
        label = f"{label} {heat:.0%}" if label else f"{heat:.0%} full"
    failed = scene.signs.failed.get(links[0].id, "") if len(links) == 1 else ""
    if failed:
        label = f"{label} {failed}".strip()
    return WireWords(label, wire_width(bundle.medium, total), heat, bundle_split(bundle, joints))


def _label_widths(
    scene: Scene, words: Sequence[WireWords], known: Wired | None, said: Sequence[int] | None
) -> Floats:  # fmt: skip
    if known is None or said is None:
        measured: dict[str, float] = {"": 0.0}
        for word in words:
            if word.label not in measured:
                measured[word.label] = scene.widths(word.label, "caption")
        return np.array([measured[word.label] for word in words], dtype=np.float64)
    found = np.concatenate((known.widths, np.zeros(len(words) - len(known.widths))))
    for number in said:
        found[number] = scene.widths(words[number].label, "caption") if words[number].label else 0.0
    return found


def _made(wired: Wired, known: Wired | None, said: Sequence[int] | None) -> list[Wire]:
    """The wires; the very ones that are KNOWN where nothing is different."""
    count = len(wired.bundles)
    if known is None or said is None:
        return [_wire(wired, number) for number in range(count)]
    rows = {*said, *range(len(known.wires), count)}
    if wired.routed is not known.routed:
        rows |= {number for number, same in enumerate(map(is_, known.routed.ways, wired.routed.ways)) if not same}
    rows |= {number for number, same in enumerate(map(is_, known.spots, wired.spots)) if not same}
    signs = different(known.emphasis, wired.emphasis)
    if signs:
        rows |= {number for number, bundle in enumerate(wired.bundles) if bundle.links[0].id in signs}
    wires = known.wires + known.wires[:1] * (count - len(known.wires))
    for number in rows:
        wire = _wire(wired, number)
        if number >= len(known.wires) or wire != wires[number]:
            wires[number] = wire
    return wires


def _wire(wired: Wired, number: int) -> Wire:
    bundle, way, words = wired.bundles[number], wired.routed.ways[number], wired.words[number]
    links = bundle.links
    return Wire(
        links[0].id, bundle.a, bundle.b, (way[0], way[1], way[-2], way[-1]), bundle.medium,
        wire_layer(bundle.medium), words.label, wired.spots[number], words.size, words.heat, bundle.side,
        _worst(wired.emphasis, bundle), tuple(link.id for link in links) if len(links) > 1 else (), corners=way,
        split=words.split,
    )  # fmt: skip


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
    ways = split_ways(bundle, scene.wiring.joints)
    what = folded_label(scene.design, bundle, rate, ways) or bundle_label(bundle, cables, rate, ways)
    name = bundle.links[0].name if len(bundle.links) == 1 else ""
    if not name:
        return what
    named = f"{what} {clean(name)}"
    return named if scene.widths(named, "caption") <= _LABEL_ROOM else what


def _in_the_way(tiles: Sequence[Tile], boxes: Floats) -> tuple[Floats, Floats]:
    """What labels keep clear of besides the BOXES of tiles: cards that peep out behind them, and marks."""
    several = boxes[np.array([tile.copies > 1 for tile in tiles], dtype=np.bool_)]
    marked = boxes[np.array([tile.emphasis in _MARKED for tile in tiles], dtype=np.bool_)]
    cards = several + np.array((0.0, -2 * STACK_STEP, 2 * STACK_STEP, 0.0))
    right, top = marked[:, 2], marked[:, 1]
    return cards, np.column_stack((right - 12.0, top - 9.0, right + 9.0, top + 12.0))


def _worst(emphasis: Mapping[str, Emphasis], bundle: Bundle) -> Emphasis:
    if len(bundle.links) == 1:
        return emphasis.get(bundle.links[0].id, "")
    worst: Emphasis = ""
    for link in bundle.links:
        worst = stronger(worst, emphasis.get(link.id, ""))
    return worst
