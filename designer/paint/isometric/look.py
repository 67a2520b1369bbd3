"""The colours of an isometric picture: graphite racks on a pale floor or a dark one, and white racks on paper."""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from designer.drawing.theme_tokens import Theme, ThemeName, mixed, theme_named
from designer.model.parts.part import Layer

LIGHT: Final = np.array([-0.42, 0.91])
"""Where the light comes from on the turned plan."""
STEPS: Final = 10
"""Shades between the side that is turned from the light and the one that is turned to it."""


class Shades(NamedTuple):
    """Colours of one theme.

    Attributes:
        device: Whose colours devices have: racks are dark inside by light and by dark.
        bright: Of a rack's side in the light.
        dim: Of one turned from it.
        top: Of its roof.
        rim: Of its upper edges.
        field: Behind the devices.
        face: Of a device.
        cabinet: Of units that are no racks: bright, dim and top.
        outlined: Whether edges are drawn as lines, as on paper.
    """

    theme: Theme
    device: Theme
    ground: str
    floor: str
    slab: str
    slab_dim: str
    wall: str
    wall_dim: str
    wall_top: str
    bright: str
    dim: str
    top: str
    rim: str
    field: str
    face: str
    cabinet: tuple[str, str, str]
    off: tuple[str, str, str]
    figure: str
    shadow: float
    outlined: bool

    def side(self, step: int, finish: str = "rack") -> str:
        """The colour of a side at STEP of STEPS into the light."""
        bright, dim = {
            "rack": (self.bright, self.dim),
            "cabinet": self.cabinet[:2],
            "off": self.off[:2],
            "wall": (self.wall, self.wall_dim),
            "slab": (self.slab, self.slab_dim),
        }[finish]
        return mixed(dim, bright, step / STEPS)

    def device_ink(self, layer: Layer) -> str:
        """Return the ink that marks a device of LAYER."""
        return self.device.layer(layer)


@lru_cache(maxsize=4)
def shades(name: ThemeName) -> Shades:
    """The colours for a theme."""
    theme, dark = theme_named(name), theme_named("dark")
    paper, ink = theme.colour("surface"), theme.colour("text")
    if name == "print":
        return Shades(
            theme,
            theme,
            theme.colour("canvas"),
            "#FFFFFF",
            "#E4E8ED",
            "#D3D9E0",
            "#F4F6F8",
            "#E9EDF1",
            "#FFFFFF",
            "#EEF1F4",
            "#D9DFE5",
            "#FFFFFF",
            "#3A4452",
            "#E9EDF1",
            "#FFFFFF",
            ("#F7F9FA", "#E6EAEE", "#FFFFFF"),
            ("#8A94A0", "#77818D", "#A9B1BA"),
            "#5A6675",
            0.05,
            True,
        )
    if name == "dark":
        return Shades(
            theme,
            dark,
            theme.colour("canvas"),
            "#1D242D",
            "#2A323D",
            "#20272F",
            "#303A46",
            "#29323C",
            "#4A5664",
            "#3D4855",
            "#2B343F",
            "#4B5866",
            "#6B7A8B",
            "#0C1014",
            "#242D38",
            ("#5B6877", "#475361", "#6D7B8B"),
            ("#15191E", "#0F1216", "#1A1F25"),
            "#8B9AAC",
            0.34,
            False,
        )
    return Shades(
        theme,
        dark,
        theme.colour("canvas"),
        paper,
        "#CBD2DB",
        "#B4BDC8",
        "#EEF1F5",
        "#E1E6EC",
        "#FFFFFF",
        "#394553",
        "#262F3A",
        mixed("#394553", paper, 0.13),
        mixed("#3A4654", paper, 0.42),
        "#10151A",
        "#263039",
        ("#E9EDF1", "#CFD6DE", "#F7F9FB"),
        (mixed(ink, paper, 0.06), "#0E1217", "#232B35"),
        "#6B7889",
        0.11,
        False,
    )
