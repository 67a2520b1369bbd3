"""The topology view: tiles for nodes, frames for containers, wires for links, with what the analysis says of them."""

from collections.abc import Collection, Sequence

from designer.analysis.results import FLOWS, Results
from designer.drawing.drawing import Drawing
from designer.drawing.marks import drawn_marks
from designer.drawing.plates.live_figures import live_figures
from designer.drawing.records import Frame
from designer.drawing.text import TextWidths, approximate_width, clean, elide_name
from designer.drawing.topology.badges import signs_of
from designer.drawing.topology.flow_arrows import flow_arrows
from designer.drawing.topology.heat_overlay import Heat, Overlay, heat_of
from designer.drawing.topology.incremental import Known
from designer.drawing.topology.links import drawn_wires
from designer.drawing.topology.places import places
from designer.drawing.topology.scene import Detail, Scene
from designer.drawing.topology.topology_tiles import BADGE_ROOM, container_figures, drawn_tiles
from designer.drawing.topology.wiring import wiring
from designer.model.bulk_records import uninterrupted
from designer.model.canvas_sizes import FRAME_PADDING
from designer.model.design import Design
from designer.model.giving_way import give_way
from designer.model.kinds import KINDS
from designer.model.parts.part import Layer, Medium
from designer.review.findings import Finding


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
            design,
            widths,
            results,
            overlay,
            hidden_layers,
            hidden_media,
            detail,
            findings,
            single_points=single_points,
            flows=flows,
            before=before,
            as_tiles=as_tiles,
            known=known,
        )


def _drawn(
    design: Design,
    widths: TextWidths,
    results: Results | None,
    overlay: Overlay,
    hidden_layers: Collection[Layer],
    hidden_media: Collection[Medium],
    detail: Detail,
    findings: Sequence[Finding],
    *,
    single_points: bool,
    flows: bool | None,
    before: Drawing | None,
    as_tiles: Collection[str],
    known: Known | None,
) -> Drawing:
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
        powers=known.powers(design, results, hidden_layers) if known is not None else {},
        watts={},
        live=known.live(results) if known is not None else live_figures(results),
        before=before,
    )
    heat = heat_of(overlay, design, found, results)
    tiles, frames = drawn_tiles(scene, heat, overlay, as_tiles, known), drawn_frames(scene, heat)
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
    )
    if known is not None:
        known.keep(scene, heat, wired, tiles)
    if flows is None:
        flows = results is not None and results.network is not None and results.network.traffic == FLOWS
    if design.marks:
        drawing.with_marks(drawn_marks(design, drawing, widths))
    return drawing.with_flows(flow_arrows(design, drawing, widths)) if flows else drawing


def drawn_frames(scene: Scene, heat: Heat) -> list[Frame]:
    """The containers of SCENE that are open, outermost first."""
    frames: list[Frame] = []
    styles = ("title", "body") if scene.detail == "plain" else ("strong", "caption")
    for node, depth in scene.places.frames:
        give_way()
        rect = scene.places.rects[node.id]
        badge = f"×{node.copies:,}" if node.copies > 1 else ""
        room = rect.width - 2 * FRAME_PADDING - (scene.widths(badge, "strong") + BADGE_ROOM if badge else 0.0)
        title = elide_name(clean(node.title), styles[0], room, scene.widths)
        kind = KINDS.get(node.kind)
        figures = container_figures(scene, node) or (kind.title if kind else "")
        left = room - scene.widths(title, styles[0]) - 12
        subtitle = elide_name(figures, styles[1], left, scene.widths) if left > 40 else ""
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
