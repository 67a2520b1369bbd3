"""The topology view: tiles for nodes, frames for containers, wires for links, with what the analysis says of them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from designer.analysis.results import Results
from designer.drawing.detours import around_tiles
from designer.drawing.drawing import Drawing, Emphasis, Floats, Frame, PortDot, Rect, Tile, Wire
from designer.drawing.labels import label_rects, preferred_shares
from designer.drawing.looks import BADGE_PADDING, CAPTION_GAP, TILE_TEXT_END, TILE_TEXT_X
from designer.drawing.places import Places, is_container, places
from designer.drawing.routes import routes
from designer.drawing.signs import ALL_FAILED, Signs, contents_power, signs_of, stronger, tiers_of
from designer.drawing.text import TextWidths, approximate_width, clean, elide
from designer.drawing.wiring import (
    Bundle,
    Wiring,
    bundle_label,
    bundle_rate,
    wire_layer,
    wire_width,
    wiring,
)
from designer.drawing.words import Words, container_words, free_words, full_words, icon_of, plain_words, tile_layer
from designer.model.design import Design, Node
from designer.model.kinds import KINDS
from designer.model.parts import Layer, Medium, PortGroup
from designer.model.ports import rate_text
from designer.model.sizes import FRAME_HEADER, FRAME_PADDING
from designer.review.findings import Finding

Overlay = Literal["", "utilisation"]
Detail = Literal["plain", "full"]
OVERLAYS: Final[Mapping[Overlay, str]] = {"": "", "utilisation": "Utilisation"}
_PORT_PITCH: Final = 11.0
_LABEL_ROOM: Final = 116.0
_BADGE_ROOM: Final = 2 * BADGE_PADDING + 6.0


class _Scene(NamedTuple):
    """What the parts of one drawing share."""

    design: Design
    places: Places
    wiring: Wiring
    signs: Signs
    widths: TextWidths
    results: Results | None
    detail: Detail
    hidden_media: frozenset[Medium]


def draw_topology(
    design: Design,
    *,
    widths: TextWidths = approximate_width,
    results: Results | None = None,
    overlay: Overlay = "",
    hidden_layers: Collection[Layer] = (),
    hidden_media: Collection[Medium] = (),
    detail: Detail = "full",
    findings: Sequence[Finding] = (),
    single_points: bool = False,
) -> Drawing:
    """The display list of the topology view.

    Args:
        design: With its parts embedded.
        widths: Measures text; an approximation when left out.
        results: What the analysis said; figures of containers and the overlay come from it.
        overlay: "utilisation" tints wires by how full they are and marks the bottlenecks.
        hidden_layers: Layers whose nodes are left out, with the wires to them.
        hidden_media: Media whose wires and ports are left out.
        detail: "plain" says it in everyday words, without ports, rates or part names.
        findings: Errors and warnings mark what they are about.
        single_points: Mark the single points of failure that the analysis found.
    """
    found = places(design, hidden_layers)
    scene = _Scene(
        design=design,
        places=found,
        wiring=wiring(design),
        signs=signs_of(design, findings, results, overlay, found.drawn_as, single_points=single_points),
        widths=widths,
        results=results,
        detail=detail,
        hidden_media=frozenset(hidden_media),
    )
    tiles, frames = _tiles(scene), _frames(scene)
    return Drawing(
        frames=frames,
        wires=_wires(scene, overlay, frames),
        tiles=tiles,
        title=clean(design.name),
        legend=OVERLAYS[overlay],
        detail=detail,
        drawn_as={node: drawn for node, drawn in found.drawn_as.items() if node != drawn},
    )


def _tiles(scene: _Scene) -> list[Tile]:
    design, signs, rects = scene.design, scene.signs, scene.places.rects
    tiers = tiers_of(scene.results) if scene.detail == "plain" else {}
    writer = _Writer(scene)
    dots = _Dots(scene)
    tiles: list[Tile] = []
    for node in scene.places.tiles:
        rect = rects[node.id]
        folded = is_container(node)
        badge = f"×{node.copies:,}" if node.copies > 1 and (scene.detail == "full" or folded) else ""
        if folded:
            words = writer.folded(node)
        elif scene.detail == "plain":
            words = plain_words(design, node, tiers.get(node.id, ""), scene.places.copies[node.id])
        else:
            words = writer.words(node)
        failed = signs.failed.get(node.id, "")
        if failed:
            words = Words(words.title, failed)
        title, subtitle = writer.fitted(words, rect.width, badge)
        ports = dots.of(node, rect) if scene.detail == "full" and not folded else ()
        tiles.append(
            Tile(
                node.id, rect, title, subtitle, badge, icon_of(node), tile_layer(node, design.part_of(node)),
                node.copies, ports, signs.emphasis.get(node.id, ""), signs.notes.get(node.id, ""),
                struck=failed == ALL_FAILED,
            )
        )  # fmt: skip
    return tiles


class _Writer:
    """Words cut to fit; what equal nodes share is worked out once."""

    def __init__(self, scene: _Scene) -> None:
        self._scene = scene
        self._subtitles: dict[tuple[str | None, str, tuple[int, ...]], str] = {}
        self._fitted: dict[tuple[str, str, float], str] = {}
        self._styles = ("title", "body") if scene.detail == "plain" else ("strong", "caption")

    def words(self, node: Node) -> Words:
        scene = self._scene
        if node.facts or node.ports:
            return full_words(scene.design, node, scene.wiring.taken)
        part = scene.design.part_of(node)
        used: tuple[int, ...] = ()
        if node.kind == "switch" and part is not None:
            used = tuple(scene.wiring.taken.get((node.id, group.name), 0) for group in part.ports)
        key = (node.part, node.kind, used)
        subtitle = self._subtitles.get(key)
        if subtitle is None:
            subtitle = self._subtitles[key] = full_words(scene.design, node, scene.wiring.taken).subtitle
        return Words(node.title, subtitle)

    def folded(self, node: Node) -> Words:
        scene = self._scene
        inside = scene.places.contents.get(node.id, [])
        figures = _container_figures(scene, node)
        count = sum(1 for one in inside if not is_container(scene.design.nodes[one]))
        held = f"{count:,} {'part' if count == 1 else 'parts'} inside" if count else "empty"
        return Words(node.title, figures or held)

    def fitted(self, words: Words, width: float, badge: str) -> tuple[str, str]:
        room = width - TILE_TEXT_X - TILE_TEXT_END
        if badge:
            room -= self._scene.widths(badge, "strong") + _BADGE_ROOM
        return self._cut(words.title, self._styles[0], room), self._cut(words.subtitle, self._styles[1], room)

    def _cut(self, text: str, style: str, room: float) -> str:
        key = (text, style, room)
        found = self._fitted.get(key)
        if found is None:
            found = self._fitted[key] = elide(clean(text), style, max(room, 0.0), self._scene.widths)
        return found


class _Dots:
    """Port handles on the right edge of tiles; the texts and heights of a part's ports are worked out once."""

    def __init__(self, scene: _Scene) -> None:
        self._taken = scene.wiring.taken
        self._design = scene.design
        self._hidden = scene.hidden_media
        self._shown: dict[int, list[tuple[PortGroup, Medium, str]]] = {}

    def of(self, node: Node, rect: Rect) -> tuple[PortDot, ...]:
        table = self._design.ports_of(node)
        if not table:
            return ()
        shown = self._shown.get(id(table))
        if shown is None:
            shown = self._shown[id(table)] = self._visible(table)
        if not shown:
            return ()
        pitch = min(_PORT_PITCH, (rect.height - 16.0) / max(len(shown) - 1, 1))
        x, y = rect.right, rect.y + rect.height / 2 - (len(shown) - 1) * pitch / 2
        taken, name = self._taken, node.id
        dots: list[PortDot] = []
        for group, medium, text in shown:
            free = group.count - taken.get((name, group.name), 0)
            dots.append(PortDot(name, group.name, x, y, medium, free, group.count, text))
            y += pitch
        return tuple(dots)

    def _visible(self, table: tuple[PortGroup, ...]) -> list[tuple[PortGroup, Medium, str]]:
        found: list[tuple[PortGroup, Medium, str]] = []
        for group in table:
            medium = self._first_shown(group)
            if medium is not None:
                found.append((group, medium, port_words(group)))
        return found

    def _first_shown(self, group: PortGroup) -> Medium | None:
        hidden: Collection[str] = self._hidden
        for medium in group.media:
            if medium not in hidden:
                return medium
        return None


def port_words(group: PortGroup) -> str:
    """What a port group is: "fabric: 8 × 400G OSFP"."""
    rate = rate_text(group.rate_gbps) if group.rate_gbps is not None else ""
    what = " ".join(word for word in (rate, group.connector) if word) or ", ".join(group.media)
    return clean(f"{group.name}: {group.count:,} × {what}")


def dot_words(dot: PortDot) -> str:
    """What to say of a port handle: "fabric: 8 × 400G OSFP, 2 free"."""
    return f"{dot.text}, {free_words(dot.total, dot.total - dot.free)}"


def _container_figures(scene: _Scene, node: Node) -> str:
    nodes, copies = scene.design.nodes, scene.places.copies
    inside = scene.places.contents.get(node.id, [])
    racks = sum(
        copies[one] // copies[node.id] for one in inside if nodes[one].kind == "rack" and nodes[one].part is None
    )
    power, at_least = contents_power(scene.design, node.id, inside, copies, scene.results)
    return container_words(node.kind, racks, power, at_least)


def _frames(scene: _Scene) -> list[Frame]:
    frames: list[Frame] = []
    styles = ("title", "body") if scene.detail == "plain" else ("strong", "caption")
    for node, depth in scene.places.frames:
        rect = scene.places.rects[node.id]
        badge = f"×{node.copies:,}" if node.copies > 1 else ""
        room = rect.width - 2 * FRAME_PADDING - (scene.widths(badge, "strong") + _BADGE_ROOM if badge else 0.0)
        title = elide(clean(node.title), styles[0], room, scene.widths)
        kind = KINDS.get(node.kind)
        figures = _container_figures(scene, node) or (kind.title if kind else "")
        left = room - scene.widths(title, styles[0]) - 12
        subtitle = elide(figures, styles[1], left, scene.widths) if left > 40 else ""
        frames.append(
            Frame(node.id, rect, title, subtitle, badge, node.kind, depth, False, scene.signs.emphasis.get(node.id, ""))
        )
    return frames


def _bundles(scene: _Scene) -> list[Bundle]:
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


def _wires(scene: _Scene, overlay: Overlay, frames: Sequence[Frame]) -> list[Wire]:
    bundles = _bundles(scene)
    rects = scene.places.rects
    ids = {drawn: i for i, drawn in enumerate(rects)}
    table = np.array([(r.x, r.y, r.right, r.bottom) for r in rects.values()], dtype=np.float64).reshape(-1, 4)
    a_ends = np.array([ids[bundle.a] for bundle in bundles], dtype=np.int64)
    b_ends = np.array([ids[bundle.b] for bundle in bundles], dtype=np.int64)
    standing = np.array([ids[node.id] for node in scene.places.tiles], dtype=np.int64)
    curves = routes(table[a_ends], table[b_ends], a_ends, b_ends)
    curves = around_tiles(curves, a_ends, b_ends, table, standing)
    labels: list[str] = []
    sizes: list[float] = []
    heats: list[float | None] = []
    utilisation = scene.signs.utilisation if overlay else {}
    for bundle in bundles:
        cables, rate, total = bundle_rate(bundle, scene.wiring.joints)
        heat = max((utilisation[link.id] for link in bundle.links if link.id in utilisation), default=None)
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
    obstacles = np.vstack((table[standing], _caption_boxes(scene, frames)))
    shares = preferred_shares(a_ends, b_ends, curves)
    spots = label_rects(curves, [measured[label] for label in labels], shares, obstacles)
    emphasis = scene.signs.emphasis
    paths = [tuple((x, y) for x, y in curve) for curve in curves.tolist()]
    return [
        Wire(
            bundle.links[0].id, bundle.a, bundle.b, path, bundle.medium, wire_layer(bundle.medium), label, spot, size,
            heat, bundle.side, _worst(emphasis, bundle),
            tuple(link.id for link in bundle.links) if len(bundle.links) > 1 else (),
        )
        for bundle, path, label, spot, size, heat in zip(bundles, paths, labels, spots, sizes, heats, strict=True)
    ]  # fmt: skip


def _label(scene: _Scene, bundle: Bundle, cables: int, rate: float | None) -> str:
    """Count and rate, with the link's name when that is short."""
    what = bundle_label(bundle, cables, rate)
    name = bundle.links[0].name if len(bundle.links) == 1 else ""
    if not name:
        return what
    named = f"{what} {clean(name)}"
    return named if scene.widths(named, "caption") <= _LABEL_ROOM else what


def _caption_boxes(scene: _Scene, frames: Sequence[Frame]) -> Floats:
    """Where the captions of FRAMES stand."""
    title, figures = ("title", "body") if scene.detail == "plain" else ("strong", "caption")
    boxes = [
        (
            frame.rect.x,
            frame.rect.y,
            frame.rect.x
            + FRAME_PADDING
            + CAPTION_GAP
            + scene.widths(frame.title, title)
            + scene.widths(frame.subtitle, figures),
            frame.rect.y + FRAME_HEADER,
        )
        for frame in frames
    ]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _worst(emphasis: Mapping[str, Emphasis], bundle: Bundle) -> Emphasis:
    if len(bundle.links) == 1:
        return emphasis.get(bundle.links[0].id, "")
    worst: Emphasis = ""
    for link in bundle.links:
        worst = stronger(worst, emphasis.get(link.id, ""))
    return worst
