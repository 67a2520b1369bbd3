"""Colours, type scale and strokes from the tokens: what a theme is, for every painter and exporter."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, Literal

import msgspec

from designer.locations import RESOURCES
from designer.model.parts.part import LAYERS, Layer, Medium
from designer.model.records import Record
from designer.model.relations import RELATION_MEDIA

ThemeName = Literal["light", "dark", "print"]
THEME_NAMES: Final[tuple[ThemeName, ...]] = ("light", "dark", "print")
Pattern = Literal["solid", "dashed", "dotted", "double"]
ArrowEnd = Literal["", "a", "b"]
"""At which end of a link its arrow head is; "" for none."""

ICON_SIZE: Final = 20.0
EDGE_WIDTH: Final = 4.0
NODE_RADIUS: Final = 8.0
CARD_RADIUS: Final = 10.0
BADGE_HEIGHT: Final = 22.0
BADGE_PADDING: Final = 8.0
CAPTION_GAP: Final = 8.0
"""Between a frame's name and its figures."""
PILL_HEIGHT: Final = 20.0
PORT_RADIUS: Final = 3.5
STACK_STEP: Final = 4.0
"""How far each card of a stack (copies > 1) peeps out behind the one before, up and to the right."""
TILE_ICON_X: Final = 13.0
"""From a tile's left edge to its icon."""
TILE_TEXT_X: Final = 42.0
"""From a tile's left edge to its text."""
TILE_TEXT_END: Final = 10.0
"""Room kept free at a tile's right edge."""

# Ink on white paper: darker lines and greys than on a screen, everything else as in light.
_PRINT: Final = {
    "canvas": "#FFFFFF",
    "canvas_grid": "#FFFFFF",
    "surface": "#FFFFFF",
    "surface_2": "#F0F2F5",
    "border": "#7A8594",
    "text": "#000000",
    "muted": "#3A4452",
    "plate": "#FFFFFF",
    "plate_line": "#7A8594",
    "plate_edge": "#3A4452",
    "port_lit": "#18202B",
    "led": "#18202B",
    "bay": "#3A4452",
    "bay_hot": "#000000",
    "screen": "#FFFFFF",
}


class TypeStyle(Record, frozen=True, kw_only=True):
    """One step of the type scale: size in pixels at 100% and weight."""

    px: float
    weight: int


class Stroke(Record, frozen=True, kw_only=True):
    """The stroke of a medium: colour, pattern, greatest width in canvas pixels, and the place of its arrow head."""

    colour: str
    pattern: Pattern = "solid"
    most: float = 8.0
    arrow: ArrowEnd = ""


_RELATION_PATTERNS: Final[Mapping[Medium, Pattern]] = {
    "runs_on": "dashed",
    "tracks": "dotted",
    "writes": "dotted",
}
"""How relations are stroked whose line is not solid."""
_TOWARDS_A: Final = frozenset({"reads"})
"""Relations whose arrow points to their first end: data come to the reader."""
_RELATION_LAYERS: Final[Mapping[Medium, Layer]] = {
    "asks": "serving_apps",
    "reads": "data_storage",
    "writes": "data_storage",
    "tracks": "training",
    "feeds": "facility",
    "cools": "facility",
}


class Theme(Record, frozen=True, kw_only=True):
    """All colours of one look, as "#RRGGBB".

    Attributes:
        colours: canvas, canvas_grid, surface, surface_2, border, text, muted, accent, accent_soft, ok, warn,
            error, flow; of plates: plate, plate_line, plate_edge, port_lit, led, bay, bay_hot, screen.
        layers: Colour of each layer.
        heat: Scale from idle to full.
    """

    name: ThemeName
    colours: Mapping[str, str]
    layers: Mapping[Layer, str]
    heat: tuple[str, ...]

    def colour(self, name: str) -> str:
        """The colour called NAME.

        Raises:
            KeyError: there is none.
        """
        return self.colours[name]

    @property
    def is_light_on_dark(self) -> bool:
        """Return True when the surface is dark: the mean of its greatest and least channel lies below the middle."""
        surface = self.colour("surface").lstrip("#")
        channels = [int(surface[at : at + 2], 16) for at in (0, 2, 4)]
        return max(channels) + min(channels) < 2 * 128

    def layer(self, layer: Layer) -> str:
        """The colour of LAYER."""
        return self.layers[layer]

    def heat_colour(self, share: float) -> str:
        """The colour of a utilisation, 0 to 1 and clamped, between the two nearest steps of the scale."""
        place = min(max(share, 0.0), 1.0) * (len(self.heat) - 1)
        step = min(int(place), len(self.heat) - 2)
        return mixed(self.heat[step], self.heat[step + 1], place - step)

    def stroke(self, medium: Medium, side: str = "") -> Stroke:
        """Return the stroke of MEDIUM; SIDE is the feed of a power link."""
        facility = self.layers["facility"]
        if medium == "power":
            return Stroke(colour=facility, pattern="dashed" if side == "B" else "solid", most=2.0)
        if medium == "storage":
            return Stroke(colour=self.layers["data_storage"])
        if medium == "management":
            return Stroke(colour=self.colours["muted"], most=1.5)
        if medium == "coolant":
            return Stroke(colour=facility, pattern="dotted", most=3.0)
        if medium in RELATION_MEDIA:
            ink = _RELATION_LAYERS.get(medium)
            colour = self.layers[ink] if ink is not None else self.colours["muted"]
            pattern: Pattern = _RELATION_PATTERNS.get(medium, "solid")
            return Stroke(colour=colour, pattern=pattern, most=2.0, arrow="a" if medium in _TOWARDS_A else "b")
        if medium == "nvlink":
            return Stroke(colour=self.layers["silicon"], pattern="double", most=3.0)
        return Stroke(colour=self.layers["silicon" if medium == "pcie" else "servers_fabric"])


def mixed(first: str, second: str, share: float) -> str:
    """The colour SHARE of the way from FIRST to SECOND."""
    a, b = bytes.fromhex(first[1:]), bytes.fromhex(second[1:])
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in zip(a, b, strict=True))


@lru_cache(maxsize=1)
def _tokens() -> dict[str, Any]:
    return msgspec.json.decode((RESOURCES / "look" / "tokens.json").read_bytes())


@lru_cache(maxsize=1)
def type_scale() -> Mapping[str, TypeStyle]:
    """Type styles by name: caption, body, strong, title, figure, hero."""
    kind = _tokens()["type"]
    body, strong = int(kind["weights"]["body"]), int(kind["weights"]["strong"])
    return {
        name: TypeStyle(px=float(px), weight=body if name in {"caption", "body"} else strong)
        for name, px in kind["px"].items()
    }


@lru_cache(maxsize=4)
def theme_named(name: ThemeName) -> Theme:
    """The light, dark or print look.

    Raises:
        KeyError: there is no such theme.
    """
    tokens = _tokens()
    base = "light" if name == "print" else name
    colours = {key: str(value) for key, value in tokens[base].items()}
    return Theme(
        name=name,
        colours={**colours, **_PRINT} if name == "print" else colours,
        layers={layer: str(tokens["layers"][layer][base]) for layer in LAYERS},
        heat=tuple(str(step) for step in tokens["heat"]),
    )
