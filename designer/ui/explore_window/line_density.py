"""Lines between two parallel axes as a picture of how many pass each pixel, whatever their number; no Qt here."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

EXACT: Final = 3_000
"""Lines up to which each begins and ends at its own pixel; of more, those that are near are taken as one."""
LEVELS: Final = 96


def line_density(left: NDArray[np.float64], right: NDArray[np.float64], high: int, wide: int) -> NDArray[np.float64]:
    """Return how many of the lines from LEFT to RIGHT pass each pixel.

    Args:
        left: (n,) where each line begins, 0 at the bottom and 1 at the top; one that is not a number is left out.
        right: (n,) where it ends.
        high: Rows of the picture.
        wide: Columns.

    Returns:
        (high, wide) counts, row 0 at the top.
    """
    known = np.isfinite(left) & np.isfinite(right)
    levels = high if np.count_nonzero(known) <= EXACT else min(LEVELS, high)
    ends = [np.clip(np.rint(side[known] * (levels - 1)), 0, levels - 1).astype(np.intp) for side in (left, right)]
    # Lines with the same ends are one line that counts as often: at most levels * levels are left.
    # (levels * levels,) how many lines have the same two ends.
    counts = np.bincount(ends[0] * levels + ends[1])
    pairs = np.flatnonzero(counts)
    if not len(pairs):
        return np.zeros((high, wide))
    weights = counts[pairs].astype(np.float64)
    begin, end = (place / max(levels - 1, 1) for place in divmod(pairs, levels))
    # (m, wide + 1): the row at which each line crosses the edge of each column, from the top.
    share = np.linspace(0.0, 1.0, wide + 1)
    rows = (1.0 - (begin[:, None] + (end - begin)[:, None] * share)) * (high - 1)
    top = np.rint(np.minimum(rows[:, :-1], rows[:, 1:])).astype(np.intp)
    bottom = np.rint(np.maximum(rows[:, :-1], rows[:, 1:])).astype(np.intp)
    column = np.arange(wide)
    # Each line adds its weight from its top row on and takes it off below its bottom row: the sums down a column are
    # then right for steep lines too, without a step for each pixel.
    each = np.repeat(weights, wide)
    began = np.bincount((top * wide + column).ravel(), each, minlength=(high + 1) * wide)
    ended = np.bincount(((bottom + 1) * wide + column).ravel(), each, minlength=(high + 1) * wide)
    summed: NDArray[np.float64] = np.cumsum((began - ended).reshape(high + 1, wide), axis=0, dtype=np.float64)
    return summed[:high]


def shade(density: NDArray[np.float64], colour: tuple[int, int, int], most: int = 255) -> NDArray[np.uint32]:
    """Return DENSITY as premultiplied pixels of COLOUR: one line is seen, and many are darker up to MOST of 255."""
    peak = float(density.max()) if density.size else 0.0
    if peak <= 0:
        return np.zeros(density.shape, np.uint32)
    # By the logarithm, so that one line beside a thousand does not vanish.
    strength = np.log1p(np.maximum(density, 0.0)) / np.log1p(peak)
    alpha = np.where(density > 0.5, (0.22 + 0.78 * strength) * most, 0.0)
    parts = [alpha, *(part * alpha / 255 for part in colour)]
    a, red, green, blue = (np.rint(part).astype(np.uint32) for part in parts)
    return (a << np.uint32(24)) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue
