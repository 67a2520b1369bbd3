"""Folded containers: one tile for all inside, one wire to each node outside, and what is wrong inside."""

from collections.abc import Mapping, Sequence

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import EDGE_WIDTH, TILE_ICON_X
from designer.drawing.topology.wiring import Bundle
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING, TILE_HEIGHT
from designer.model.design import Design, Link
from designer.model.network.ports import rate_text
from designer.review.findings import Finding


def folded_label(design: Design, bundle: Bundle, rate_gbps: float | None, ways: int, copies: Mapping[str, int]) -> str:
    """Return the label of a wire into one folded container: "32×8×400G" for 8 cables of 400G from each of 32 devices.

    "" where it does not go into one, where both its ends are folded, or where the devices inside have one cable each
    or different numbers of them, so that the sum says it all.
    """
    # Only a wire with one end folded away can say "each of so many"; with both, or none, the plain number is clearer.
    a_folded, b_folded = (all(link.a != end and link.b != end for link in bundle.links) for end in (bundle.a, bundle.b))
    if a_folded == b_folded or rate_gbps is None or ways > 1:
        return ""
    outside = bundle.b if a_folded else bundle.a
    cables: dict[str, int] = {}
    devices: dict[str, int] = {}
    for link in bundle.links:
        inside = link.a if link.b == outside else link.b
        cables[inside] = cables.get(inside, 0) + link.cables
        if inside not in devices:
            alone = copies.get(inside) == 1
            devices[inside] = 1 if alone else design.copies_within(inside, design.holder(link))
    total, count = sum(cables.values()), sum(devices.values())
    each = total // count if count else 0
    # Only where every device has as many cables is "count × each" true.
    if count < 2 or each < 2 or any(cables[one] != devices[one] * each for one in cables):
        return ""
    return f"{count:,}×{each:,}×{rate_text(rate_gbps)}"


def findings_inside(design: Design, findings: Sequence[Finding], drawn_as: Mapping[str, str]) -> dict[str, int]:
    """Return the number of errors and warnings about what each folded container hides, links included, by its id."""
    hiding = {drawn for one, drawn in drawn_as.items() if one != drawn}
    found: dict[str, int] = {}
    if not hiding:
        return found
    for finding in findings:
        if finding.severity == "note":
            continue
        about = {_hides(design, drawn_as, record_id) for record_id in finding.ids}
        for drawn in about & hiding:
            found[drawn] = found.get(drawn, 0) + 1
    return found


def _hides(design: Design, drawn_as: Mapping[str, str], record_id: str) -> str:
    """Id of the folded container that hides a node, or a link with both its ends; "" for none."""
    link: Link | None = design.links.get(record_id)
    if link is not None:
        a, b = drawn_as.get(link.a, ""), drawn_as.get(link.b, "")
        return a if a == b else ""
    return drawn_as.get(record_id, "")


def findings_words(count: int) -> str:
    """Return the number of findings in words."""
    return f"{count:,} finding{'s' if count != 1 else ''}"


def chevron_place(drawing: Drawing, record_id: str) -> Rect | None:
    """Return the rectangle of the chevron that folds and unfolds a container; None for all else."""
    if record_id in drawing.frame_index:
        rect = drawing.frames[drawing.frame_index[record_id]].rect
        return Rect(rect.x, rect.y, FRAME_PADDING, FRAME_HEADER - 4.0)
    if record_id in drawing.tile_index and drawing.tiles[drawing.tile_index[record_id]].folded:
        return tile_chevron(drawing.tiles[drawing.tile_index[record_id]].rect)
    return None


def tile_chevron(rect: Rect) -> Rect:
    """Return the rectangle of the chevron of a folded container, between its layer's edge and its icon."""
    return Rect(rect.x + EDGE_WIDTH, rect.y, TILE_ICON_X - EDGE_WIDTH, min(rect.height, TILE_HEIGHT))
