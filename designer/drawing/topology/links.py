"""The links of a design as wires: gathered into bundles, routed, labelled."""

from collections.abc import Mapping, Sequence
from itertools import compress
from operator import is_, is_not
from typing import Final, Literal, NamedTuple

import numpy as np

from designer.drawing.records import Emphasis, Floats, Frame, Tile, Wire
from designer.drawing.tables import NOWHERE, Ints, Tiles, Ways, Wires, corners_of
from designer.drawing.text import clean
from designer.drawing.theme_tokens import STACK_STEP
from designer.drawing.topology.badges import FULL_FROM, different, stronger
from designer.drawing.topology.captions import caption_boxes
from designer.drawing.topology.folded import folded_label
from designer.drawing.topology.labels import PlacedLabels, own_shares, parallel_shares, placed_labels, preferred_shares
from designer.drawing.topology.routes import Ground, Routed, hasty_routes, routed_again
from designer.drawing.topology.scene import Scene
from designer.drawing.topology.wiring import (
    HOTTEST_WIDTH,
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
from designer.model.giving_way import give_way
from designer.model.parts.part import Medium
from designer.model.relations import RELATION_MEDIA

_LABEL_ROOM: Final = 116.0
_MARKED: Final = frozenset({"warn", "error", "failed"})
_STRAIGHT: Final = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
_SPARE_LOOKS: Final = 256
"""So many looks more than twice the wires may be left over from earlier drawings."""


class Strands(NamedTuple):
    """The links and the ends of each wire.

    Attributes:
        links: The first link of each.
        more: All links of those that end at something folded, by number; several may be one wire.
        a_ends: Number of the rectangle that each begins at.
        b_ends: Number of that which it ends at.
        parallel: Where along each, from 0 to 1, its label lies best beside those between the same rectangles.
        single: Whether there is one for each link of the design, in its order.
        kinds: Number of what each carries: a medium and, of power, a feed.
    """

    links: list[Link]
    more: Mapping[int, tuple[Link, ...]]
    a_ends: Ints
    b_ends: Ints
    parallel: Floats
    single: bool
    kinds: Ints

    def bundle(self, number: int, ids: Sequence[str]) -> Bundle:
        """Wire NUMBER, between the rectangles IDS."""
        link = self.links[number]
        a, b = ids[int(self.a_ends[number])], ids[int(self.b_ends[number])]
        return Bundle(a, b, link.medium, link.side, self.more.get(number) or (link,))


class Wired(NamedTuple):
    """Wires with all that they were made from, so that the next drawing makes only those that differ.

    Attributes:
        rect_ids: Ids of what is drawn, in the order of the ground's rectangles.
        widths: Of the text of each label.
    """

    wires: Wires
    strands: Strands
    rect_ids: Sequence[str]
    drawn_as: Mapping[str, str]
    joints: Mapping[str, Joint]
    full: Mapping[str, float]
    failed: Mapping[str, str]
    emphasis: Mapping[str, Emphasis]
    routed: Routed
    widths: Floats
    placed: PlacedLabels


def drawn_wires(
    scene: Scene, frames: Sequence[Frame], tiles: Tiles, known: Wired | None = None, *, utilisation: bool = False
) -> Wired:
    """The links of SCENE as wires, around TILES and the captions of FRAMES, with how full they are when wanted.

    What is KNOWN and still holds is not worked out again.
    """
    rects = scene.places.rects
    if known is not None and not _grown_from(known, rects.ids, scene.places.drawn_as):
        known = None
    strands, other = _stranded(scene, known)
    if other is None:
        known = None
    # Row of each tile among all rectangles; obstacles are tiles, captions and frames, by corners.
    standing = np.fromiter(map(rects.rows.__getitem__, tiles.ids), dtype=np.int64, count=len(tiles))
    captions = caption_boxes(frames, scene.widths, plain=scene.detail == "plain")
    boxes = np.array([(f.rect.x, f.rect.y, f.rect.right, f.rect.bottom) for f in frames], dtype=np.float64)
    ground = Ground(corners_of(rects.table), standing, captions, boxes.reshape(-1, 4))
    full = scene.signs.utilisation if utilisation else {}
    looks, look, widths = _looked(scene, strands, full, known, other)
    # Labels give way to tiles, captions, and the cards and marks that stand out of tiles.
    obstacles = (ground.rects[standing], captions, *_in_the_way(tiles, ground.rects[standing]))
    # While something is dragged, the wires of all others stay as they were.
    if scene.before is None:
        routed = routed_again(
            ground, strands.a_ends, strands.b_ends, strands.kinds, known.routed if known is not None else None
        )
        paths = routed.ways.padded(np.arange(len(routed.ways))) if not len(routed.jogs) else routed.jogs
        shares = preferred_shares(strands.a_ends, strands.b_ends, paths, strands.parallel)
        shares = own_shares(routed.ways, np.column_stack((strands.a_ends, strands.b_ends)), shares)
        placed = placed_labels(paths, widths, shares, obstacles, known.placed if known is not None else None)
    else:
        routed, placed = _dragged(scene, scene.before.wires, strands, ground, widths, obstacles)
    old = known.wires if known is not None and known.strands is strands else None
    wires = Wires(
        old.ids if old is not None else [link.id for link in strands.links],
        old.a if old is not None else _named(rects.ids, strands.a_ends, known, "a"),
        old.b if old is not None else _named(rects.ids, strands.b_ends, known, "b"),
        routed.ways,
        placed.found,
        looks,
        look,
        {row: tuple(link.id for link in links) for row, links in strands.more.items() if len(links) > 1},
        rows=old.rows if old is not None else None,
    )
    return Wired(
        wires,
        strands,
        rects.ids,
        scene.places.drawn_as,
        scene.wiring.joints,
        full,
        scene.signs.failed,
        scene.signs.emphasis,
        routed,
        widths,
        placed,
    )


def _named(ids: Sequence[str], ends: Ints, known: Wired | None, end: Literal["a", "b"]) -> list[str]:
    """Return the id of the rectangle at one END of each wire (n,); those of KNOWN wires as they were."""
    if known is None or len(ends) < len(known.wires):
        return list(map(ids.__getitem__, ends.tolist()))
    names, was = (known.wires.a, known.strands.a_ends) if end == "a" else (known.wires.b, known.strands.b_ends)
    found = [*names, *map(ids.__getitem__, ends[len(was) :].tolist())]
    for row in np.flatnonzero(ends[: len(was)] != was).tolist():
        found[row] = ids[int(ends[row])]
    return found


def _grown_from(known: Wired, rect_ids: Sequence[str], drawn_as: Mapping[str, str]) -> bool:
    """Return whether all that was drawn is still drawn under the same number, and new things come after it."""
    if rect_ids is not known.rect_ids and rect_ids[: len(known.rect_ids)] != known.rect_ids:
        return False
    return drawn_as is known.drawn_as or known.drawn_as.items() <= drawn_as.items()


def _stranded(scene: Scene, known: Wired | None) -> tuple[Strands, list[int] | None]:
    """The wires, and the numbers of those that are not of the link that they were KNOWN to be of; None for all."""
    if known is None:
        return _gathered(scene), None
    if not known.strands.single:
        return _gathered_again(scene, known.strands)
    before, links = known.strands, list(scene.design.links.values())
    count = len(before.links)
    if len(links) < count:
        return _gathered(scene), None
    other = list(compress(range(count), map(is_not, before.links, links)))
    if any(before.links[number].id != links[number].id for number in other):
        return _gathered(scene), None
    other += range(count, len(links))
    if not other:
        return before, other
    rows = scene.places.rects.rows
    # Links whose ends are drawn as themselves can be patched in; a folded container asks for a new gathering.
    more = np.zeros(len(links) - count, dtype=np.int64)
    a_ends, b_ends = np.concatenate((before.a_ends, more)), np.concatenate((before.b_ends, more))
    for number in other:
        link = links[number]
        ends = _drawn_ends(scene, link)
        if ends != (link.a, link.b):
            return _gathered(scene), None
        a_ends[number], b_ends[number] = rows[link.a], rows[link.b]
    kinds = _kinds(links, before, other)
    return Strands(links, {}, a_ends, b_ends, parallel_shares(a_ends, b_ends), single=True, kinds=kinds), other


def _gathered_again(scene: Scene, before: Strands) -> tuple[Strands, list[int] | None]:
    """The wires of links of which some are gathered, and the numbers of those that may be other ones; None for all."""
    found = _gathered(scene)
    if not np.array_equal(found.a_ends, before.a_ends) or not np.array_equal(found.b_ends, before.b_ends):
        return found, None
    # What is said of a wire to something folded depends on the copies of what is in it too.
    other = {number for number, same in enumerate(map(is_, before.links, found.links)) if not same}
    return found, sorted(other | found.more.keys() | before.more.keys())


def _gathered(scene: Scene) -> Strands:
    """Links as wires: those into folded containers are gathered, links inside one are left out."""
    found: list[Link] = []
    ends: list[tuple[str, str]] = []
    more: dict[int, tuple[Link, ...]] = {}
    gathered: dict[tuple[str, str, Medium, str], int] = {}
    for link in scene.design.links.values():
        give_way()
        drawn = _drawn_ends(scene, link)
        if drawn is None:
            continue
        a, b = drawn
        if a != link.a or b != link.b:
            if (b, a, link.medium, link.side) in gathered and link.medium not in RELATION_MEDIA:
                # Cables have no direction; a relation the other way round is a wire of its own.
                a, b = b, a
            place = gathered.setdefault((a, b, link.medium, link.side), len(found))
            more[place] = (*more.get(place, ()), link)
            if place < len(found):
                continue
        found.append(link)
        ends.append((a, b))
    rows = scene.places.rects.rows
    a_ends = np.fromiter((rows[a] for a, _ in ends), dtype=np.int64, count=len(ends))
    b_ends = np.fromiter((rows[b] for _, b in ends), dtype=np.int64, count=len(ends))
    single = not gathered and len(found) == len(scene.design.links)
    return Strands(found, more, a_ends, b_ends, parallel_shares(a_ends, b_ends), single, _kinds(found))


def _kinds(links: Sequence[Link], before: Strands | None = None, other: Sequence[int] = ()) -> Ints:
    """Return a number for what each of LINKS carries (n,); only OTHER links carry anything else than BEFORE."""
    numbers: dict[tuple[Medium, str], int] = {}
    if before is None:
        kinds = (numbers.setdefault((link.medium, link.side), len(numbers)) for link in links)
        return np.fromiter(kinds, dtype=np.int64, count=len(links))
    # One wire of each number tells what it stands for.
    kinds, firsts = np.unique(before.kinds, return_index=True)
    for kind, first in zip(kinds.tolist(), firsts.tolist(), strict=True):
        numbers[before.links[first].medium, before.links[first].side] = kind
    found = np.concatenate((before.kinds, np.zeros(len(links) - len(before.kinds), dtype=np.int64)))
    for number in other:
        link = links[number]
        found[number] = numbers.setdefault((link.medium, link.side), len(numbers))
    return found


def _drawn_ends(scene: Scene, link: Link) -> tuple[str, str] | None:
    """Ids of what LINK joins as it is drawn; None where it is not."""
    if link.medium in scene.hidden_media:
        return None
    drawn_as = scene.places.drawn_as
    a, b = drawn_as.get(link.a), drawn_as.get(link.b)
    if a is None or b is None or (a == b and link.a != link.b):
        return None
    return a, b


def _looked(
    scene: Scene, strands: Strands, full: Mapping[str, float], known: Wired | None, other: Sequence[int] | None
) -> tuple[list[Wire], Ints, Floats]:
    """Return the looks of wires, the number of the look of each wire, and the width of its label."""
    count = len(strands.links)
    # Looks that nothing uses any more pile up with each edit: begin anew when they are the most.
    if known is None or other is None or len(known.wires.looks) > 2 * count + _SPARE_LOOKS:
        looks, look, widths = list[Wire](), np.zeros(count, dtype=np.int64), np.zeros(count)
        rows: Sequence[int] = range(count)
    else:
        rows = _other_looks(scene, strands, full, known, other)
        if not rows:
            return list(known.wires.looks), known.wires.look, known.widths
        more = np.zeros(count - len(known.wires))
        looks = list(known.wires.looks)
        look = np.concatenate((known.wires.look, more.astype(np.int64)))
        widths = np.concatenate((known.widths, more))
    writer = _Writer(scene, strands, full)
    numbers: dict[Wire, int] = {}
    measured: dict[str, float] = {"": 0.0}
    for row in rows:
        give_way()
        # What looks alike has one number: a fabric of thousands of wires has a few looks.
        made = writer.look(row)
        number = numbers.get(made)
        if number is None:
            number = numbers[made] = len(looks)
            looks.append(made)
            if made.label not in measured:
                measured[made.label] = scene.widths(made.label, "caption")
        look[row], widths[row] = number, measured[made.label]
    return looks, look, widths


def _other_looks(
    scene: Scene, strands: Strands, full: Mapping[str, float], known: Wired, other: Sequence[int]
) -> list[int]:
    """Numbers of the wires that may look different from what is KNOWN."""
    joints, failed = scene.wiring.joints, scene.signs.failed
    ids = different(known.full, full) | different(known.failed, failed)
    ids |= different(known.emphasis, scene.signs.emphasis)
    # What was the fullest of all, and what is now.
    most = [max(one.values(), default=0.0) for one in (known.full, full)]
    if most[0] != most[1]:
        ids |= {one for one, share in full.items() if share in most}
    ids |= different(known.joints, joints)
    if not ids:
        return list(other)
    return sorted({*other, *(number for number, link in enumerate(strands.links) if link.id in ids)})


class _Writer:
    """Labels and widths of wires; worked out once for all single links without a name that are alike."""

    def __init__(self, scene: Scene, strands: Strands, full: Mapping[str, float]) -> None:
        self._scene = scene
        self._strands = strands
        self._full = full
        self._most = max(full.values(), default=0.0)
        self._alike: dict[tuple[object, ...], Wire] = {}

    def look(self, number: int) -> Wire:
        """The look of wire NUMBER."""
        scene, link = self._scene, self._strands.links[number]
        one = link.id
        if link.name or number in self._strands.more or one in scene.signs.failed:
            return self._made(number)
        joint, emphasis = scene.wiring.joints.get(one, link.capacity_gbps), scene.signs.emphasis.get(one)
        key = (link.medium, link.side, link.cables, joint, self._full.get(one), emphasis)
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = self._made(number)
        return found

    def _made(self, number: int) -> Wire:
        scene = self._scene
        bundle = self._strands.bundle(number, scene.places.rects.ids)
        joints, links = scene.wiring.joints, bundle.links
        heat = max((self._full[link.id] for link in links if link.id in self._full), default=None)
        cables, rate, total = bundle_rate(bundle, joints)
        label = "" if scene.detail == "plain" else _label(scene, bundle, cables, rate)
        hot = heat is not None and heat >= FULL_FROM
        if heat is not None and hot:
            label = f"{label}, {heat:.3g} to 1" if label else f"{heat:.3g} to 1"
        elif heat is not None:
            label = f"{label} {heat:.0%}" if label else f"{heat:.0%} full"
        failed = scene.signs.failed.get(links[0].id, "") if len(links) == 1 else ""
        if failed:
            label = f"{label} {failed}".strip()
        return Wire(
            "",
            "",
            "",
            _STRAIGHT,
            bundle.medium,
            wire_layer(bundle.medium),
            label,
            NOWHERE,
            HOTTEST_WIDTH if hot and heat == self._most else wire_width(bundle.medium, total),
            heat,
            bundle.side,
            _worst(scene.signs.emphasis, bundle),
            split=bundle_split(bundle, joints),
        )


def _dragged(
    scene: Scene, before: Wires, strands: Strands, ground: Ground, widths: Floats, obstacles: tuple[Floats, ...]
) -> tuple[Routed, PlacedLabels]:
    """While something is dragged: wires whose ends stand where they stood stay as they were BEFORE."""
    stays = _stays(scene, strands)
    new = [number for number in range(len(strands.links)) if number not in stays]
    hasty = hasty_routes(ground, strands.a_ends, strands.b_ends, strands.kinds, new)
    ways = Ways.of([before.ways[stays[n]] if n in stays else hasty[n] for n in range(len(strands.links))])
    paths = ways.padded(new)
    a_ends, b_ends = strands.a_ends[new], strands.b_ends[new]
    shares = preferred_shares(a_ends, b_ends, paths, parallel_shares(a_ends, b_ends))
    found = np.zeros((len(ways), 4))
    found[list(stays)] = before.spots[list(stays.values())]
    found[new] = placed_labels(paths, widths[new], shares, obstacles).found
    routed = Routed(ground, strands.a_ends, strands.b_ends, np.zeros((0, 4, 2)), ways, strands.kinds)
    return routed, PlacedLabels(found, ())


def _stays(scene: Scene, strands: Strands) -> dict[int, int]:
    """Numbers of wires whose ends stand where they stood, and their numbers before."""
    before, rects = scene.before, scene.places.rects
    if before is None:
        return {}
    found: dict[int, int] = {}
    still = {end: before.rect_of(end) == rect for end, rect in rects.items()}
    for number, link in enumerate(strands.links):
        place = before.wire_index.get(link.id)
        a, b = rects.ids[int(strands.a_ends[number])], rects.ids[int(strands.b_ends[number])]
        if place is None or not still[a] or not still[b] or not before.wires.ways.counts[place]:
            continue
        alike = len(before.wires.bundled.get(place, (link.id,))) == len(strands.more.get(number, (link,)))
        if alike and (before.wires.a[place], before.wires.b[place]) == (a, b):
            found[number] = place
    return found


def _label(scene: Scene, bundle: Bundle, cables: int, rate: float | None) -> str:
    """Count and rate, with the link's name when that is short."""
    joints = scene.wiring.joints
    ways = split_ways(bundle, joints)
    alone = joints.get(bundle.links[0].id) if len(bundle.links) == 1 else None
    each_way = alone.each_way if alone is not None else None
    folded = "" if each_way else folded_label(scene.design, bundle, rate, ways, scene.places.copies)
    what = folded or bundle_label(bundle, cables, rate, ways, each_way)
    name = bundle.links[0].name if len(bundle.links) == 1 else ""
    if not name:
        return what
    named = f"{what} {clean(name)}"
    return named if scene.widths(named, "caption") <= _LABEL_ROOM else what


def _in_the_way(tiles: Tiles, boxes: Floats) -> tuple[Floats, Floats]:
    """Return the obstacles of labels besides the BOXES of tiles: cards that peep out behind them, and marks."""
    several, marked = boxes[tiles.with_look(_several)], boxes[tiles.with_look(_is_marked)]
    cards = several + np.array((0.0, -2 * STACK_STEP, 2 * STACK_STEP, 0.0))
    right, top = marked[:, 2], marked[:, 1]
    return cards, np.column_stack((right - 12.0, top - 9.0, right + 9.0, top + 12.0))


def _several(look: Tile) -> bool:
    return look.copies > 1


def _is_marked(look: Tile) -> bool:
    return look.emphasis in _MARKED


def _worst(emphasis: Mapping[str, Emphasis], bundle: Bundle) -> Emphasis:
    if len(bundle.links) == 1:
        return emphasis.get(bundle.links[0].id, "")
    worst: Emphasis = ""
    for link in bundle.links:
        worst = stronger(worst, emphasis.get(link.id, ""))
    return worst
