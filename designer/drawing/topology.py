"""The topology view: tiles for nodes, frames for containers, wires for links, with what the analysis says of them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from designer.analysis.results import FLOWS, Results
from designer.drawing.container_tile import ContainerFigures
from designer.drawing.drawing import Drawing
from designer.drawing.flow_arrows import flow_arrows
from designer.drawing.folded import findings_words
from designer.drawing.heat import Heat, Overlay, heat_of
from designer.drawing.known import Known
from designer.drawing.links import drawn_wires
from designer.drawing.looks import BADGE_PADDING, TILE_TEXT_END, TILE_TEXT_X
from designer.drawing.marks import drawn_marks
from designer.drawing.places import is_container, places
from designer.drawing.records import Frame, PortDot, Rect, Tile
from designer.drawing.records_made import uninterrupted
from designer.drawing.scene import Detail, Scene
from designer.drawing.signs import ALL_FAILED, contents_power, signs_of, tiers_of
from designer.drawing.text import TextWidths, approximate_width, clean, elide
from designer.drawing.wiring import wiring
from designer.drawing.words import Words, container_words, free_words, full_words, icon_of, plain_words, tile_layer
from designer.model.design import Design, Node
from designer.model.kinds import KINDS
from designer.model.parts import Layer, Medium, PortGroup
from designer.model.ports import rate_text
from designer.model.sizes import FRAME_PADDING
from designer.review.findings import Finding

_PORT_PITCH: Final = 11.0
_BADGE_ROOM: Final = 2 * BADGE_PADDING + 6.0


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
    flows: bool | None = None,
    before: Drawing | None = None,
    as_tiles: Collection[str] = (),
    known: Known | None = None,
) -> Drawing:
    """The display list of the topology view.

    Args:
        design: With its parts embedded.
        widths: Measures text; an approximation when left out.
        results: What the analysis said; figures of containers and the overlay come from it.
        overlay: "utilisation" tints wires by how full they are and marks the bottlenecks; "power" and "cost" tell
            the nodes apart by what they draw and cost.
        hidden_layers: Layers whose nodes are left out, with the wires to them.
        hidden_media: Media whose wires and ports are left out.
        detail: "plain" says it in everyday words, without ports, rates or part names.
        findings: Errors and warnings mark what they are about.
        single_points: Mark the single points of failure that the analysis found.
        flows: Draw the design's flows as arrows; when None, where they are the traffic of RESULTS.
        before: While something is dragged, the drawing from before: only what moved is routed anew, without care.
        as_tiles: Containers that are one tile with its figures, as they are seen from far away.
        known: What is kept from the drawing before; only what differs is worked out, and the answer is the same.
    """
    with uninterrupted():
        return _drawn(
            design, widths, results, overlay, hidden_layers, hidden_media, detail, findings,
            single_points=single_points, flows=flows, before=before, as_tiles=as_tiles, known=known,
        )  # fmt: skip


def _drawn(
    design: Design, widths: TextWidths, results: Results | None, overlay: Overlay, hidden_layers: Collection[Layer],
    hidden_media: Collection[Medium], detail: Detail, findings: Sequence[Finding], *, single_points: bool,
    flows: bool | None, before: Drawing | None, as_tiles: Collection[str], known: Known | None,
) -> Drawing:  # fmt: skip
    if known is not None:
        known.begin(design, widths, tuple(hidden_layers), tuple(hidden_media), detail, frozenset(as_tiles))
    found = (known.places if known is not None else places)(design, hidden_layers, as_tiles)
    scene = Scene(
        design=design,
        places=found,
        wiring=(known.wiring if known is not None else wiring)(design),
        signs=signs_of(
            design,
            findings,
            results,
            overlay if overlay == "utilisation" else "",
            found.drawn_as,
            single_points=single_points,
        ),
        widths=widths,
        results=results,
        detail=detail,
        hidden_media=frozenset(hidden_media),
        before=before,
    )
    heat = heat_of(overlay, design, found, results)
    kept = known.tiles(scene, heat) if known is not None else {}
    tiles, frames = _tiles(scene, heat, overlay, as_tiles, kept), _frames(scene, heat)
    old = known.wired if known is not None else None
    wired = drawn_wires(scene, frames, tiles, old, utilisation=overlay == "utilisation")
    drawing = Drawing(
        frames=frames,
        wires=wired.wires,
        tiles=tiles,
        title=clean(design.name),
        legend=heat.legend,
        detail=detail,
        drawn_as={node: drawn for node, drawn in found.drawn_as.items() if node != drawn},
        before=known.drawing if known is not None else None,
    )
    if known is not None:
        known.keep(scene, heat, wired, drawing)
    if flows is None:
        flows = results is not None and results.network is not None and results.network.traffic == FLOWS
    if design.marks:
        drawing.with_marks(drawn_marks(design, drawing, widths))
    return drawing.with_flows(flow_arrows(design, drawing, widths)) if flows else drawing


def _tiles(
    scene: Scene, heat: Heat, overlay: Overlay, as_tiles: Collection[str], kept: Mapping[str, Tile]
) -> list[Tile]:
    design, signs, rects = scene.design, scene.signs, scene.places.rects
    tiers = tiers_of(scene.results) if scene.detail == "plain" else {}
    writer = _Writer(scene)
    dots = _Dots(scene)
    figures = ContainerFigures(scene, utilisation=overlay == "utilisation")
    tiles: list[Tile] = []
    for node in scene.places.tiles:
        same = kept.get(node.id)
        if same is not None:
            tiles.append(same)
            continue
        rect = rects[node.id]
        folded = is_container(node)
        badge = f"×{node.copies:,}" if node.copies > 1 and (scene.detail == "full" or folded) else ""
        if folded:
            words = writer.folded(node, figures.cost_of(node) if scene.detail == "full" else "")
        elif scene.detail == "plain":
            words = plain_words(design, node, tiers.get(node.id, ""), scene.places.copies[node.id])
        else:
            words = writer.words(node)
        failed = signs.failed.get(node.id, "")
        if failed or node.id in heat.readings:
            words = Words(words.title, failed or heat.readings[node.id])
        title, subtitle = writer.fitted(words, rect.width, badge)
        ports = dots.of(node, rect) if scene.detail == "full" and not folded else ()
        tiles.append(
            Tile(
                node.id, rect, title, subtitle, badge, icon_of(node), tile_layer(node, design.part_of(node)),
                node.copies, ports, signs.emphasis.get(node.id, ""), signs.notes.get(node.id, ""),
                struck=failed == ALL_FAILED, heat=heat.shares.get(node.id),
                figures=figures.of(node) if folded and node.id in as_tiles and not node.folded else (),
                folded=folded and node.folded,
            )
        )  # fmt: skip
    return tiles


class _Writer:
    """Words cut to fit; what equal nodes share is worked out once."""

    def __init__(self, scene: Scene) -> None:
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

    def folded(self, node: Node, cost: str) -> Words:
        scene = self._scene
        inside = scene.places.contents.get(node.id, [])
        figures = _container_figures(scene, node)
        count = sum(1 for one in inside if not is_container(scene.design.nodes[one]))
        held = f"{count:,} {'part' if count == 1 else 'parts'} inside" if count else "empty"
        wrong = scene.signs.inside.get(node.id, 0)
        said = (findings_words(wrong) if wrong else "", figures or held, cost)
        return Words(node.title, " · ".join(words for words in said if words))

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

    def __init__(self, scene: Scene) -> None:
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


def _container_figures(scene: Scene, node: Node) -> str:
    nodes, copies = scene.design.nodes, scene.places.copies
    inside = scene.places.contents.get(node.id, [])
    racks = sum(
        copies[one] // copies[node.id] for one in inside if nodes[one].kind == "rack" and nodes[one].part is None
    )
    power, at_least = contents_power(scene.design, node.id, inside, copies, scene.results)
    return container_words(node.kind, racks, power, at_least)


def _frames(scene: Scene, heat: Heat) -> list[Frame]:
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
            Frame(
                node.id,
                rect,
                title,
                subtitle,
                badge,
                node.kind,
                depth,
                False,
                scene.signs.emphasis.get(node.id, ""),
                heat.shares.get(node.id),
            )
        )
    return frames
