"""A view of a design as a picture: SVG, PNG or PDF, by the name of the file."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal

from designer.analysis.results import Results
from designer.drawing.current_theme import in_theme
from designer.drawing.design_views import ROOM_VIEWS, VIEW_IDS, WHOLE_VIEWS
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_overlays import FloorOverlay
from designer.drawing.stack.stack import draw_stack
from designer.drawing.theme_tokens import THEME_NAMES, ThemeName, theme_named
from designer.drawing.topology.heat_overlay import Overlay
from designer.drawing.topology.topology import draw_topology
from designer.model.design import Design, View
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
    quarter: int = 0,
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
        RefusedInput: the suffix, the view or the theme is unknown, or PATH cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise RefusedInput(f"{path.name}: a picture is written as {', '.join(SUFFIXES)}.")
    if theme not in THEME_NAMES:
        raise RefusedInput(f"There is no theme {theme!r}; choose {', '.join(THEME_NAMES)}.")
    if not path.resolve().parent.is_dir():
        raise RefusedInput(f"{path.name} could not be written: the folder {path.parent} is not there.")
    saved = _saved_view(design, view)
    # Qt is loaded only when a picture is wanted.
    from designer.paint.pictures import write_pdf, write_png, write_svg
    from designer.paint.text_widths import text_widths

    if saved is not None:
        hidden_layers, hidden_media = saved.hidden_layers, saved.hidden_media
    if (saved.shows if saved else view) == "rack":
        with in_theme(theme_named(theme)):
            _write_racks(path, design, saved, results, day)
        return
    detail = saved.detail if saved else "full"
    stacked = (saved.shows if saved else view) == "stack"
    if (saved.shows if saved else view) == "floor":
        drawing = _floor(design, saved, results, room, floor_overlay)
    elif (saved.shows if saved else view) == "isometric":
        drawing = _isometric(design, saved, results, room, floor_overlay, quarter)
    elif (saved.shows if saved else view) == "power":
        drawing = _power(design, detail, results)
    elif stacked:
        drawing = draw_stack(design, widths=text_widths(), results=results, hidden_layers=hidden_layers, detail=detail)
    else:
        drawing = draw_topology(
            design,
            widths=text_widths(),
            results=results,
            overlay=overlay,
            hidden_layers=hidden_layers,
            hidden_media=hidden_media,
            detail=detail,
            findings=findings,
        )
    area = _area(drawing, saved) if saved else None
    if area is not None:
        drawing = drawing.cropped(area)
    write = {".svg": write_svg, ".png": write_png, ".pdf": write_pdf}[suffix]
    subtitle = (saved.caption or saved.name) if saved else view.capitalize()
    with in_theme(theme_named(theme)):
        write(path, drawing, title=design.name, subtitle=subtitle, day=day)


def _floor(design: Design, saved: View | None, results: Results | None, room: str, overlay: FloorOverlay) -> Drawing:
    """The room of a saved view, else ROOM, else the first one, with what is wrong in it marked."""
    from designer.analysis.rooms.floor_problems import floor_problems
    from designer.drawing.rooms.floor import draw_floor
    from designer.model.rooms.floor_positions import standing
    from designer.review.rooms.floor_rules import rack_weights

    rooms = [name for name in (*(saved.focus if saved else ()), room) if name in design.nodes]
    found = standing(design)
    problems = floor_problems(design, found, rack_weights(results))
    return draw_floor(
        design, rooms[0] if rooms else None, results=results, overlay=overlay, problems=problems, found=found
    )


def _isometric(
    design: Design, saved: View | None, results: Results | None, room: str, overlay: FloorOverlay, quarter: int
) -> Drawing:
    """The room of a saved view, else ROOM, else the first one, raised, with what has failed in it."""
    from designer.drawing.isometric.isometric import draw_isometric

    rooms = [name for name in (*(saved.focus if saved else ()), room) if name in design.nodes]
    return draw_isometric(
        design,
        rooms[0] if rooms else None,
        results=results,
        overlay=overlay,
        quarter=saved.quarter if saved else quarter,
        failed=results.failed if results else (),
    )


def _power(design: Design, detail: Literal["plain", "full"], results: Results | None) -> Drawing:
    """The power chain, with what has failed in it."""
    from designer.analysis.chain.failure.remaining_facility import plant_left
    from designer.drawing.one_line.one_line import draw_one_line
    from designer.paint.text_widths import text_widths

    failed = results.failed if results else ()
    plant = (results.plant if results else None) or plant_left(
        design, failed, results.power.optics if results and results.power else None
    )
    failure = plant.failure if plant else None
    return draw_one_line(design, plant, failure=failure, failed=failed, widths=text_widths(), detail=detail)


def _write_racks(path: Path, design: Design, saved: View | None, results: Results | None, day: date | None) -> None:
    """The racks of a saved view, else all of them."""
    from designer.drawing.racks.elevations import draw_racks
    from designer.paint.racks.pages import write_racks

    focus = [name for name in saved.focus if name in design.nodes] if saved else []
    drawing = draw_racks(design, focus or None, results=results)
    write_racks(path, design, drawing, subtitle=(saved.caption or saved.name) if saved else "Racks", day=day)


def _area(drawing: Drawing, view: View) -> Rect | None:
    """Return the area that VIEW has in sight: its focus, else its camera; None for everything."""
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
