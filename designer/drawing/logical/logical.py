"""The logical picture drawn: what findings and figures say of real devices is shown on what stands for them."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

import msgspec

from designer.analysis.failing import failed_of
from designer.analysis.results import Results
from designer.drawing.drawing import Drawing
from designer.drawing.logical.projection import Logical, logical
from designer.drawing.plates.live_figures import live_figures
from designer.drawing.tables import Rects
from designer.drawing.text import TextWidths, approximate_width, clean
from designer.drawing.topology.badges import ALL_FAILED, Signs, signs_of
from designer.drawing.topology.heat_overlay import Heat, Overlay, heat_of
from designer.drawing.topology.links import drawn_wires
from designer.drawing.topology.places import Places, is_container, places
from designer.drawing.topology.scene import Detail, Scene
from designer.drawing.topology.topology import drawn_frames
from designer.drawing.topology.topology_tiles import drawn_tiles
from designer.drawing.topology.wiring import wiring
from designer.model.design import Design
from designer.model.parts.part import Layer, Medium
from designer.review.findings import Finding

_GATHERED = "\0"
"""Before the id of a set of devices, which no node can have, while its figures are summed."""


class LogicalDrawing(Drawing):
    """A logical picture.

    Attributes:
        members: Ids of the real nodes behind each tile and frame, by its id.
        links: Ids of the real links behind each wire, by its id.
    """

    members: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    links: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def behind(self, drawn_id: str) -> tuple[str, ...]:
        """Return the ids of the records that a tile, a frame or a wire stands for; none for what is not drawn."""
        return self.members.get(drawn_id) or self.links.get(drawn_id, ())


def draw_logical(
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
    known: Logical | None = None,
) -> LogicalDrawing:
    """Return the display list of the logical picture of DESIGN; arguments as those of `draw_topology`.

    KNOWN is the picture of DESIGN where it was worked out before.
    """
    picture = known or logical(design)
    flat = picture.design
    found = places(flat, hidden_layers)
    scene = Scene(
        design=flat,
        places=found,
        wiring=wiring(flat),
        signs=_signs(design, picture, findings, results, overlay, single_points=single_points),
        widths=widths,
        # Figures of pods are summed from the facts of what stands in them: results know the real containers alone.
        results=None,
        detail=detail,
        hidden_media=frozenset(hidden_media),
        powers={},
        watts={},
        own_names=True,
        live={one: live for one, live in live_figures(results).items() if len(picture.members.get(one, ())) == 1},
    )
    heat = _heat(design, picture, found, results, overlay)
    # Tables in canvas pixels: one row for each tile, frame and wire of the flat design.
    tiles, frames = drawn_tiles(scene, heat, overlay, (), None), drawn_frames(scene, heat)
    wires = drawn_wires(scene, frames, tiles, utilisation=overlay == "utilisation").wires
    # By row of a wire: the real links that it stands for, where those are several.
    wires.bundled = {
        row: picture.links[one] for row, one in enumerate(wires.ids) if len(picture.links.get(one, ())) > 1
    }
    drawing = LogicalDrawing(
        frames=frames,
        wires=wires,
        tiles=tiles,
        title=clean(design.name),
        legend=heat.legend,
        detail=detail,
        drawn_as={one: drawn for one, drawn in picture.stands_for.items() if one != drawn},
    )
    drawing.members, drawing.links = picture.members, picture.links
    return drawing


def _signs(
    design: Design,
    picture: Logical,
    findings: Sequence[Finding],
    results: Results | None,
    overlay: Overlay,
    *,
    single_points: bool,
) -> Signs:
    """Return the signs that findings and results put on the real devices, by the ids that stand for them."""
    stands_for = dict(picture.stands_for)
    # By real id: the tile or wire on which its sign is shown; links are added to the nodes.
    for one, members in picture.links.items():
        stands_for.update(dict.fromkeys(members, one))
    wanted = overlay if overlay == "utilisation" else ""
    signs = signs_of(design, findings, results, wanted, stands_for, single_points=single_points)
    for one, members in picture.links.items():
        # A wire for many cables shows the fullest of them.
        full = [signs.utilisation[link] for link in members if link in signs.utilisation]
        if full:
            signs.utilisation[one] = max(full)
    if results is not None and results.failed:
        failed = failed_of(design, results.failed)
        for one, members in picture.members.items():
            if len(members) < 2:
                continue
            # Copies of each real node behind the tile, and how many of all of them have failed.
            of = {member: design.total_copies(member) for member in members}
            gone = sum(
                of[member]
                if member in failed.whole
                else len(set[int]().union(*failed.copies[member]))
                if member in failed.copies
                else 0
                for member in members
            )
            signs.failed.pop(one, None)
            if gone:
                total = sum(of.values())
                signs.failed[one] = ALL_FAILED if gone == total else f"{gone:,} of {total:,} failed"
    return signs


def _heat(design: Design, picture: Logical, found: Places, results: Results | None, overlay: Overlay) -> Heat:
    """The overlay of each tile: of a set of devices what all of them draw over their number, or cost together."""
    copies = {one: design.total_copies(one) for one in design.nodes}
    contents: dict[str, list[str]] = {}
    tiles = list(found.tiles)
    for place, node in enumerate(tiles):
        members = picture.members.get(node.id, ())
        if len(members) > 1 and not is_container(node):
            gathered = _GATHERED + node.id
            contents[gathered] = list(members)
            copies[gathered] = sum(copies[member] for member in members)
            tiles[place] = msgspec.structs.replace(node, id=gathered)
    # Each set of devices now has its members as contents, so that the overlay sums them.
    heat = heat_of(overlay, design, Places(tiles, [], Rects.of({}), {}, contents, copies), results)

    def plain(one: str) -> str:
        return one.removeprefix(_GATHERED)

    shares = {plain(one): share for one, share in heat.shares.items()}
    return Heat(shares, {plain(one): words for one, words in heat.readings.items()}, heat.legend)
