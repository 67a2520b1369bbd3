"""Looks of things in draw.io: keys and values that its style strings are made of, in the colours of print."""

from collections.abc import Mapping
from typing import Final

from designer.drawing.theme_tokens import theme_named
from designer.model.parts.part import Layer, Medium

PRINT: Final = theme_named("print")
Style = dict[str, str]
_CYLINDERS: Final = frozenset({"storage", "vector_database", "object_store", "file_system", "data_set"})
_STEP: Final[Style] = {"whiteSpace": "wrap", "html": "0", "fontFamily": "Inter"}
_DASHES: Final[Mapping[str, Style]] = {
    "solid": {},
    "dashed": {"dashed": "1"},
    "dotted": {"dashed": "1", "dashPattern": "1 3"},
}


def tile_style(layer: Layer, kind: str, rented: bool) -> Style:
    """Return the look of a part: an edge in its layer's colour, data as a cylinder, dashed where it is rented."""
    style = {"rounded": "1", "arcSize": "8", **_STEP, "fontSize": "13"}
    if kind in _CYLINDERS:
        style = {"shape": "cylinder3", "size": "8", "boundedLbl": "1", **_STEP, "fontSize": "13"}
    style |= {"fillColor": "#FFFFFF", "strokeColor": PRINT.layer(layer), "strokeWidth": "2"}
    return style | {"fontColor": PRINT.colour("text")} | ({"dashed": "1"} if rented else {})


def frame_style(depth: int = 0) -> Style:
    """Return the look of a container: a quiet region with its title in the upper left."""
    fill = PRINT.colour("surface_2") if depth % 2 else PRINT.colour("canvas")
    return {
        "rounded": "1",
        "arcSize": "3",
        "container": "1",
        "collapsible": "1",
        "recursiveResize": "0",
        **_STEP,
        "verticalAlign": "top",
        "align": "left",
        "spacingLeft": "12",
        "spacingTop": "2",
        "fontSize": "12",
        "fontStyle": "1",
        "fillColor": fill,
        "strokeColor": PRINT.colour("border"),
        "fontColor": PRINT.colour("text"),
    }


def band_style() -> Style:
    """Return the look of a layer that lies behind its parts."""
    return frame_style() | {"container": "0", "collapsible": "0", "strokeColor": "none"}


def box_style(*, fill: str = "", dashed: bool = False, font_px: float = 11.0) -> Style:
    """Return the look of a device in a rack or a rack on a floor."""
    style = {"rounded": "0", **_STEP, "fontSize": f"{font_px:g}", "fontColor": PRINT.colour("text")}
    style |= {"fillColor": fill or "#FFFFFF", "strokeColor": PRINT.colour("text"), "strokeWidth": "1"}
    return style | ({"dashed": "1"} if dashed else {})


def words_style(*, bold: bool = False, font_px: float = 12.0) -> Style:
    """Return the look of words without a box."""
    style = {"text": "", **_STEP, "fontSize": f"{font_px:g}", "strokeColor": "none", "fillColor": "none"}
    return style | {"align": "left", "fontColor": PRINT.colour("text")} | ({"fontStyle": "1"} if bold else {})


def wire_style(medium: Medium, side: str, width: float, *, routed: bool) -> Style:
    """Return the look of a link: colour and dashes of its medium, as wide as it is drawn."""
    stroke = PRINT.stroke(medium, side)
    style = {
        "html": "0",
        "endArrow": "none",
        "fontSize": "11",
        "fontFamily": "Inter",
        "labelBackgroundColor": "#FFFFFF",
    }
    style |= {"edgeStyle": "orthogonalEdgeStyle", "rounded": "1"} if routed else {"curved": "1"}
    style |= {"strokeColor": stroke.colour, "strokeWidth": f"{max(width, 1.0):g}"}
    if stroke.arrow == "b":
        style["endArrow"] = "block"
    if stroke.arrow == "a":
        style["startArrow"] = "block"
    return style | _DASHES.get(stroke.pattern, {})


def note_style() -> Style:
    """Return the look of a note beside the equipment."""
    return {"shape": "note", "size": "12", **_STEP, "fontSize": "12", "align": "left", "spacingLeft": "8"} | {
        "fillColor": "#FFFFFF",
        "strokeColor": PRINT.colour("muted"),
        "fontColor": PRINT.colour("text"),
    }


def line_style(*, dashed: bool = False, colour: str = "") -> Style:
    """Return the look of a plain line."""
    style = {"html": "0", "endArrow": "none", "rounded": "0", "strokeColor": colour or PRINT.colour("text")}
    return style | ({"dashed": "1"} if dashed else {})
