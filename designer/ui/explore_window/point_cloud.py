"""Thousands of points as small shapes in one picture, written by NumPy; no Qt but the picture that it ends in.

A painter of Qt takes a second for 100,000 shapes. Here each pixel of a shape is one write of all points at once: first
the soft rims of all shapes, then their full pixels from the layer that lies lowest to the one on top.
"""

from functools import cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Shape = Literal["circle", "square", "triangle", "cross", "diamond", "plus"]
SHAPES: Final[tuple[Shape, ...]] = ("circle", "square", "triangle", "cross", "diamond", "plus")
_FINE: Final = 8
"""Samples along each side of a pixel, from which the share of it that a shape covers is counted."""
_FULL: Final = 0.62
"""Share from which a pixel belongs to the inside of a shape."""
_LEAST: Final = 0.12
_BUDGET: Final = 2_200_000
"""Pixels that all shapes together may write in a frame; beyond it shapes are drawn smaller."""

_MANY: Final = 2_000
"""Points of a layer from which those on the same pixel are written once."""

Indices = NDArray[np.intp]
Places = NDArray[np.float64]


class Stamp(NamedTuple):
    """A shape as pixels around its centre.

    Attributes:
        full: (k, 2) rows and columns of the pixels that are wholly inside.
        rim: (m, 2) rows and columns of those at the edge.
        shares: (m,) share of each of those that is covered.
    """

    full: NDArray[np.int64]
    rim: NDArray[np.int64]
    shares: NDArray[np.float64]

    @property
    def size(self) -> int:
        """Return how many pixels it writes."""
        return len(self.full) + len(self.rim)


class Layer(NamedTuple):
    """Points of one look.

    Attributes:
        rows: Indices of the points, into the places that are painted.
        shape: Their shape.
        colour: Red, green, blue and opacity, each from 0 to 255.
    """

    rows: Indices
    shape: Shape
    colour: tuple[int, int, int, int]


def _inside(shape: Shape, x: Places, y: Places, radius: float) -> NDArray[np.bool_]:
    """Return which of the samples at X and Y, in pixels from the centre and downwards, lie in SHAPE."""
    across, down = np.abs(x), np.abs(y)
    arm = max(0.34 * radius, 0.8)
    match shape:
        case "circle":
            return x * x + y * y <= radius * radius
        case "square":
            return np.maximum(across, down) <= radius * 0.88
        case "triangle":
            # From the tip at the top to the base, as wide as it is high.
            depth = (y + radius) / (1.8 * radius)
            return (depth >= 0) & (depth <= 1) & (across <= depth * radius * 1.06)
        case "diamond":
            return across + down <= radius * 1.2
        case "plus":
            return ((across <= arm) & (down <= radius)) | ((down <= arm) & (across <= radius))
        case "cross":
            near = np.minimum(np.abs(x - y), np.abs(x + y)) <= arm * 1.2
            return near & (np.maximum(across, down) <= radius * 0.92)


@cache
def stamp(shape: Shape, radius: float) -> Stamp:
    """Return SHAPE of RADIUS pixels."""
    reach = int(np.ceil(radius)) + 1
    side = (np.arange(-reach * _FINE, (reach + 1) * _FINE) + 0.5) / _FINE - 0.5
    # (cells * _FINE, cells * _FINE) samples, the centre of the shape in the middle of the middle pixel.
    y, x = np.meshgrid(side, side, indexing="ij")
    cells = 2 * reach + 1
    # (cells, cells): the share of each pixel that is covered, counted over the samples in it.
    shares = _inside(shape, x, y, radius).reshape(cells, _FINE, cells, _FINE).mean(axis=(1, 3))
    full = np.argwhere(shares >= _FULL) - reach
    rim = np.argwhere((shares >= _LEAST) & (shares < _FULL)) - reach
    return Stamp(full, rim, shares[rim[:, 0] + reach, rim[:, 1] + reach])


def fitting_radius(count: int, radius: float) -> float:
    """Return RADIUS, or less where COUNT shapes of it would take more than a frame has time for; never under 1."""
    while radius > 1.0 and count * stamp("circle", radius).size > _BUDGET:
        radius -= 0.5
    return max(radius, 1.0)


def _premultiplied(colour: tuple[int, int, int, int], share: float = 1.0) -> np.uint32:
    """Return COLOUR as 0xAARRGGBB with its parts multiplied by its opacity, of which SHARE is left."""
    red, green, blue, opacity = colour
    alpha = opacity * share
    parts = [round(alpha), *(round(part * alpha / 255) for part in (red, green, blue))]
    return np.uint32((parts[0] << 24) | (parts[1] << 16) | (parts[2] << 8) | parts[3])


def paint_points(
    picture: NDArray[np.uint32],
    x: Places,
    y: Places,
    layers: tuple[Layer, ...],
    radius: float = 4.0,
    *,
    rims: bool = True,
) -> None:
    """Paint the points at X and Y, in pixels of PICTURE, into it; points beyond its edges are left out.

    Args:
        picture: (high, wide) premultiplied pixels, changed in place.
        x: (n,) columns; not a number is left out.
        y: (n,) rows.
        layers: What is painted, from the lowest up.
        radius: Of each shape, in pixels.
        rims: Whether the soft edges of shapes are painted; without them a frame takes a third less.
    """
    high, wide = picture.shape
    pixels = picture.reshape(-1)
    reach = int(np.ceil(radius)) + 1
    # (n,) columns and rows of the centres, still as floats: what is not a number has no whole one.
    column = np.rint(x)
    row = np.rint(y)
    # A comparison with what is not a number says no, so unknown places fall out here too.
    seen = (column >= reach) & (column < wide - reach) & (row >= reach) & (row < high - reach)
    flat = np.where(seen, row * wide + column, 0.0).astype(np.intp)
    placed = [(_pixels_once(flat[layer.rows[seen[layer.rows]]], pixels.size), layer) for layer in layers]
    for at, layer in placed if rims else ():
        shape = stamp(layer.shape, radius)
        for (down, across), share in zip(shape.rim, shape.shares, strict=True):
            pixels[at + (down * wide + across)] = _premultiplied(layer.colour, float(share))
    for at, layer in placed:
        value = _premultiplied(layer.colour)
        for down, across in stamp(layer.shape, radius).full:
            pixels[at + (down * wide + across)] = value


def _pixels_once(at: Indices, count: int) -> Indices:
    """Return the pixels AT, of COUNT, each once and from the top to the bottom.

    Of many points thousands lie on the same pixel, and pixels are written fastest one after the other.
    """
    if len(at) < _MANY:
        return at
    taken = np.zeros(count, np.bool_)
    taken[at] = True
    return np.flatnonzero(taken)


def nearest(x: Places, y: Places, shown: NDArray[np.bool_], at: tuple[float, float], reach: float) -> int:
    """Return the index of the shown point nearest to AT, within REACH in the units of X and Y; -1 where there is none.

    All 100,000 distances take less than a millisecond, so that no tree of them has to be kept.
    """
    apart = (x - at[0]) ** 2 + (y - at[1]) ** 2
    apart = np.where(shown & np.isfinite(apart), apart, np.inf)
    if not len(apart):
        return -1
    best = int(np.argmin(apart))
    return best if apart[best] <= reach * reach else -1
