"""Content of the page of a design: views with what can be pointed at in them, and what is said of each thing."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.drawing.design_views import DESIGN_VIEWS
from designer.drawing.drawing import Drawing
from designer.drawing.layer_words import LAYER_TITLES
from designer.drawing.logical.logical import LogicalDrawing
from designer.drawing.racks.elevations import RackPicture
from designer.drawing.records import Rect
from designer.drawing.rooms.floor import FloorDrawing
from designer.drawing.text import TextWidths
from designer.drawing.view_request import ViewRequest
from designer.drawing.words import full_words
from designer.model.design import Design, Node, View
from designer.model.device_names import device_names
from designer.model.figures.figure_text import count_text
from designer.model.figures.number_locale import localised
from designer.model.kinds import KINDS
from designer.model.naming import title_of
from designer.model.records import Record
from designer.review.findings import Finding

_MOST_NEIGHBOURS: Final = 40
"""Links that are told of one thing; of more the rest is counted."""


class Spot(Record, frozen=True, kw_only=True):
    """A place in a view that can be pointed at: the thing, and its rectangle in pixels of the view."""

    id: str
    box: tuple[float, float, float, float]


class ViewSheet(Record, frozen=True, kw_only=True):
    """One view: its picture, and what can be pointed at in it, from the back to the front."""

    id: str
    title: str
    drawing: Any
    spots: tuple[Spot, ...]


class Thing(Record, frozen=True, kw_only=True):
    """Facts that are told of a part or container.

    Attributes:
        facts: Caption and text, in the order in which they are read.
        neighbours: Names of what it is joined to, each with the cables.
        findings: Severity and sentence.
    """

    id: str
    title: str
    kind: str
    layer: str
    layer_title: str
    facts: tuple[tuple[str, str], ...]
    neighbours: tuple[tuple[str, str, str], ...] = ()
    findings: tuple[tuple[str, str], ...] = ()


def view_sheets(
    design: Design, results: Results, findings: Sequence[Finding], widths: TextWidths
) -> tuple[list[ViewSheet], list[str]]:
    """Return the views of DESIGN in the current theme, and the titles of those in which nothing would be seen."""
    shown: list[ViewSheet] = []
    left_out: list[str] = []
    for view in DESIGN_VIEWS:
        request = ViewRequest(design, View(id="", name="", shows=view.id), widths, results, findings)
        drawing = view.draw(request)
        spots = tuple(_spots(design, drawing))
        if spots:
            shown.append(ViewSheet(id=view.id, title=view.title, drawing=drawing, spots=spots))
        else:
            left_out.append(view.title)
    return shown, left_out


def _spots(design: Design, drawing: Drawing) -> Iterator[Spot]:
    """Yield what can be pointed at in DRAWING, from its upper left corner."""
    for record_id, rect in _places(design, drawing):
        if record_id in design.nodes:
            box = (rect.x, rect.y, rect.width, rect.height)
            yield Spot(id=record_id, box=tuple(round(value, 1) for value in box))  # type: ignore[arg-type]  # four


def _places(design: Design, drawing: Drawing) -> Iterator[tuple[str, Rect]]:
    if isinstance(drawing, RackPicture):
        for column in drawing.racks.columns:
            yield column.rack, column.rect
            for elevation in column.elevations:
                yield from ((box.node, box.rect) for box in elevation.boxes)
    elif isinstance(drawing, FloorDrawing):
        for place in range(drawing.rows.size):
            left, top, right, bottom = _box(drawing, place)
            yield drawing.ids[int(drawing.node_of[place])], Rect(left, top, right - left, bottom - top)
    else:
        for frame in drawing.frames:
            yield _first(drawing, frame.id), frame.rect
        for tile in drawing.tiles:
            for one in tile.members[:1] or (tile.id,):
                yield _first(drawing, one), tile.rect


def _box(drawing: FloorDrawing, place: int) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a copy as it is seen: on the plan its foot, else all of it."""
    sights = getattr(drawing, "sights", None)
    values = (drawing.feet if sights is None else sights)[place].tolist()
    return values[0], values[1], values[2], values[3]


def _first(drawing: Drawing, drawn_id: str) -> str:
    """Return the thing that stands for a tile or frame: of a logical one the first of its members."""
    members = drawing.members.get(drawn_id, ()) if isinstance(drawing, LogicalDrawing) else ()
    return members[0] if members else drawn_id


def things_of(design: Design, library: Library, findings: Sequence[Finding]) -> list[Thing]:
    """Return what is said of each part and container of DESIGN, in its order."""
    said: dict[str, list[tuple[str, str]]] = {}
    for finding in findings:
        for record_id in finding.ids:
            said.setdefault(record_id, []).append((finding.severity, localised(finding.message)))
    joined: dict[str, list[tuple[str, str, str]]] = {}
    for link in design.joined_links():
        words = localised(f"{count_text(design.total_cables(link))} × {link.medium.replace('_', ' ')}")
        for end, other in ((link.a, link.b), (link.b, link.a)):
            joined.setdefault(end, []).append((other, title_of(design, other), words))
    return [
        Thing(
            id=node.id,
            title=title_of(design, node.id),
            kind=KINDS[node.kind].title,
            layer=KINDS[node.kind].layer,
            layer_title=LAYER_TITLES[KINDS[node.kind].layer],
            facts=tuple(_facts(design, node)),
            neighbours=tuple(joined.get(node.id, ())[:_MOST_NEIGHBOURS]),
            findings=tuple(dict.fromkeys(said.get(node.id, ()))),
        )
        for node in design.nodes_in_order()
    ]


def _facts(design: Design, node: Node) -> Iterator[tuple[str, str]]:
    part = design.part_of(node)
    if part is not None:
        yield "Part", f"{part.vendor} {part.name}".strip()
        if part.part_number:
            yield "Part number", part.part_number
    words = full_words(design, node, {})
    if part is not None and words.subtitle:
        yield "In short", localised(words.subtitle)
    total = design.total_copies(node.id)
    if total != 1:
        yield "In all", localised(count_text(total))
        yield "Names", device_names(design).span(node.id)
    if node.parent is not None and node.parent in design.nodes:
        yield "Stands in", title_of(design, node.parent)
    if node.rack is not None:
        yield "Rack unit", f"{node.rack.u}, {node.rack.face}"
    if node.note:
        yield "Note", node.note
    if part is not None and part.summary:
        yield "What it is", part.summary
