"""A view of a design as a picture: SVG, PNG or PDF, by the name of the file."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import Final

from designer.analysis.results import Results
from designer.drawing.current_theme import in_theme
from designer.drawing.design_views import ROOM_VIEWS, VIEW_IDS, VIEWS_BY_ID, WHOLE_VIEWS
from designer.drawing.drawing import Drawing
from designer.drawing.names_in_full import on_paper
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_overlays import FloorOverlay
from designer.drawing.theme_tokens import THEME_NAMES, ThemeName, theme_named
from designer.drawing.topology.heat_overlay import Overlay
from designer.drawing.view_request import ViewRequest
from designer.model.design import Design, Quarter, View, ViewId
from designer.model.parts.part import Layer, Medium
from designer.model.records import RefusedInput
from designer.review.findings import Finding

SUFFIXES: Final = (".svg", ".png", ".pdf")
VIEWS: Final = VIEW_IDS
"""Views that can be drawn, besides the saved ones."""


def write_picture(
    path: Path,
    design: Design,
    *,
    view: str = "topology",
    theme: ThemeName = "light",
    results: Results | None = None,
    findings: Sequence[Finding] = (),
    overlay: Overlay = "",
    hidden_layers: Collection[Layer] = (),
    hidden_media: Collection[Medium] = (),
    day: date | None = None,
    room: str = "",
    floor_overlay: FloorOverlay = "",
    quarter: Quarter = 0,
) -> None:
    """Write a view of DESIGN to PATH.

    Args:
        path: Ends in .svg, .png or .pdf.
        design: With its parts embedded.
        view: One of VIEWS, or the id or name of a saved view, whose hidden layers, media and detail hold.
        theme: light, dark or print.
        results: What the analysis said, for the figures of containers and the overlay.
        findings: Errors and warnings to mark.
        overlay: "utilisation" tints wires by how full they are, "power" and "cost" tell nodes apart.
        hidden_layers: Layers left out, unless a saved view says which.
        hidden_media: Media left out, unless a saved view says which.
        day: Date in the title block.
        room: Of the floor and the isometric picture, which room; the first one when "".
        floor_overlay: Of these, what racks are coloured by.
        quarter: By how many quarters the room is turned in the isometric picture, unless a saved view says that.

    Raises:
        RefusedInput: the suffix, the view or the theme is unknown, the picture would be blank, or PATH cannot be
            written.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise RefusedInput(f"{path.name}: a picture is written as {', '.join(SUFFIXES)}.")
    if theme not in THEME_NAMES:
        raise RefusedInput(f"There is no theme {theme!r}; choose {', '.join(THEME_NAMES)}.")
    if not path.resolve().parent.is_dir():
        raise RefusedInput(f"{path.name} could not be written: the folder {path.parent} is not there.")
    saved = _saved_view(design, view)
    shown = saved or View(
        id="",
        name="",
        shows=VIEWS_BY_ID[view].id,
        focus=(room,) if room else (),
        hidden_layers=tuple(hidden_layers),
        hidden_media=tuple(hidden_media),
        quarter=quarter,
    )
    # Qt is loaded only when a picture is wanted.
    from designer.paint.text_widths import text_widths
    from designer.paint.view_writers import write_drawing

    kind = VIEWS_BY_ID[shown.shows]
    request = ViewRequest(design, shown, text_widths(), results, findings, overlay, floor_overlay)
    # On paper no name is cut; a picture for the screen has no page on which to say it in full.
    paper = on_paper() if path.suffix.lower() == ".pdf" else nullcontext()
    with in_theme(theme_named(theme)), paper:
        drawing = kind.draw(request)
        area = _area(drawing, saved) if saved else None
        if area is not None:
            drawing = drawing.cropped(area)
        if reason := blank_reason(design, drawing, shown):
            raise RefusedInput(f"{path.name} was not written: {reason}")
        subtitle = (saved.caption or saved.name) if saved else kind.title
        # Who opens the drawing of a large design sees what it is made of before its parts.
        simple: Drawing | None = None
        if kind.id in SIMPLER and saved is None and path.suffix.lower() == ".pdf":
            # A design that the simpler view refuses is drawn without it.
            with suppress(RefusedInput):
                simple = VIEWS_BY_ID[SIMPLER[kind.id]].draw(request)
        first = simple if simple is not None and len(simple.tiles) else None
        block = block_words(design)
        write_drawing(path, drawing, title=design.name, subtitle=subtitle, day=day, first=first, block=block)


def block_words(design: Design) -> tuple[tuple[str, str], ...]:
    """Return what is set of the title block of DESIGN, each with its caption as in the installation pack."""
    block = design.settings.title_block
    fields = (
        ("Drawing", block.number),
        ("Revision", block.revision),
        ("Drawn by", block.drawn_by),
        ("Checked by", block.checked_by),
        ("Approved by", block.approved_by),
    )
    return tuple((caption, words) for caption, words in fields if words)


SIMPLER: Final[Mapping[ViewId, ViewId]] = {"topology": "topology-logical"}
"""Views of which a simpler one comes first on paper."""
_BLANK: Final[Mapping[ViewId, str]] = {
    "topology": "nothing is drawn yet.",
    "topology-logical": "the logical picture shows devices, software and what joins them, and none is drawn yet.",
    "floor": "there is no floor to draw: no room has walls and nothing stands on a floor.",
    "isometric": "there is no floor to draw: no room has walls and nothing stands on a floor.",
    "stack": "none of the six layers holds anything yet.",
    "power": "no power equipment and no cord to a device is drawn yet.",
}


def blank_reason(design: Design, drawing: Drawing, shown: View) -> str:
    """Return why DRAWING of the view SHOWN would be blank paper; "" where something is on it."""
    # Racks refuse by themselves, with what to do about it; a band of the stack is there without any content.
    if drawing.whole or drawing.tiles or drawing.frames or drawing.marks:
        return ""
    if drawing.to_scale and not drawing.blank:
        return ""
    if shown.hidden_layers or shown.hidden_media:
        return "all that is drawn is in layers that the view hides."
    if (shown.camera is not None or shown.focus) and design.nodes:
        return "nothing is in the part that the view shows."
    return _BLANK.get(drawing.painted_as if shown.shows not in _BLANK else shown.shows, "nothing is drawn yet.")


def _area(drawing: Drawing, view: View) -> Rect | None:
    """Return the area that VIEW has in sight: its focus, else its camera; None for everything."""
    if drawing.whole:
        return None
    around = drawing.around(view.focus)
    if around is not None and view.shows not in ROOM_VIEWS:
        return around
    # Stack and power are laid out anew every time, so that a place in them does not keep.
    camera = None if view.shows in WHOLE_VIEWS else view.camera
    return None if camera is None else Rect(camera.x, camera.y, camera.width, camera.height)


def _saved_view(design: Design, view: str) -> View | None:
    """The saved view called VIEW; None for the plain topology or stack."""
    saved = design.views.get(view) or next((one for one in design.views.values() if one.name == view), None)
    if saved is None and view not in VIEWS:
        known = ", ".join([*VIEWS, *(one.id for one in design.views_in_order())])
        raise RefusedInput(f"There is no view {view!r} to draw; there are {known}.")
    if saved is not None and saved.shows not in VIEWS:
        raise RefusedInput(f"The view {saved.name!r} shows the {saved.shows}, which cannot be drawn yet.")
    return saved
