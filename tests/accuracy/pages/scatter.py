"""Computed against measured as a picture: a small plot for each group, both axes in logarithms, as plain SVG."""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.drawing.theme_tokens import theme_named
from tests.accuracy.tables import Held, held

Floats = NDArray[np.float64]

ACROSS: Final = 3
SIDE: Final = 188.0
LEFT: Final = 46.0
GAP: Final = 22.0
HEAD: Final = 40.0
FOOT: Final = 26.0
MARGIN: Final = 20.0
TITLE: Final = 66.0
DOT: Final = 2.4
MOST_DECADES: Final = 3.5
FONTS: Final = "Inter, 'DejaVu Sans', Arial, sans-serif"
LOOK: Final = theme_named("light")


class Cloud(NamedTuple):
    """Rows of one figure.

    Attributes:
        title: What the figure is.
        unit: Of both axes.
        computed: What is computed of each row.
        measured: What was measured.
        low: Low end of each range.
        high: High end.
        groups: Which plot each row belongs to.
    """

    title: str
    unit: str
    computed: Floats
    measured: Floats
    low: Floats
    high: Floats
    groups: Sequence[str]

    def held(self, group: str = "") -> Held:
        """Return how the rows of GROUP do, all of them without one."""
        some = self.places(group)
        return held(self.computed[some], self.measured[some], self.low[some], self.high[some])

    def places(self, group: str = "") -> NDArray[np.intp]:
        """Return the places of the rows of GROUP."""
        return np.flatnonzero(np.array(self.groups) == group) if group else np.arange(self.measured.size)

    @property
    def names(self) -> list[str]:
        """The groups, in order."""
        return sorted(set(self.groups))


def svg_of(cloud: Cloud) -> str:
    """Return the picture of CLOUD: a plot of all rows, then one of each group."""
    plots = ["", *cloud.names]
    down = -(-len(plots) // ACROSS)
    across = min(ACROSS, len(plots))
    width = 2 * MARGIN + across * (LEFT + SIDE) + (across - 1) * GAP
    height = TITLE + down * (HEAD + SIDE + FOOT) + MARGIN
    ends = _ends(cloud)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="{FONTS}" font-size="11" '
        f'fill="{LOOK.colour("muted")}" role="img">',
        f"<title>{escape(cloud.title)}: computed against measured</title>",
        f'<rect width="{width:.0f}" height="{height:.0f}" rx="10" fill="{LOOK.colour("surface")}"/>',
        _text(MARGIN, 30, cloud.title, 16, 600),
        _text(MARGIN, 50, f"Measured to the right, computed upwards, {cloud.unit}. Line: equal. Band: the range told."),
    ]
    for place, group in enumerate(plots):
        row, column = divmod(place, ACROSS)
        x = MARGIN + LEFT + column * (LEFT + SIDE + GAP)
        y = TITLE + HEAD + row * (HEAD + SIDE + FOOT)
        parts += _plot(cloud, group, (x, y), ends)
    return "\n".join([*parts, "</svg>", ""])


def _ends(cloud: Cloud) -> tuple[float, float]:
    """Return the logarithms at which the axes of CLOUD begin and end, with some room around all rows."""
    both = np.log10(np.concatenate([cloud.computed, cloud.measured]))
    room = 0.04 * (both.max() - both.min())
    return float(both.min() - room), float(both.max() + room)


def _marks(ends: tuple[float, float]) -> list[tuple[float, str]]:
    """Return the logarithms to mark between ENDS with their words: tens, and threes between where there is room."""
    low, high = ends
    steps = (1, 3) if high - low < MOST_DECADES else (1,)
    marks = [step * 10.0**decade for decade in range(floor(low), ceil(high) + 1) for step in steps]
    return [(log10(mark), _short(mark)) for mark in marks if low <= log10(mark) <= high]


def _plot(cloud: Cloud, group: str, corner: tuple[float, float], ends: tuple[float, float]) -> Iterator[str]:
    """Return one plot with its upper left CORNER, its axes between ENDS."""
    (x, y), (lowest, highest) = corner, ends
    scale = SIDE / (highest - lowest)
    some, told = cloud.places(group), cloud.held(group)
    yield _text(x, y - 20, group or "all rows", 12, 600)
    words = f"{told.rows:,} rows · median {told.median:.0%} · 9 in 10 {told.high:.0%}"
    yield _text(x, y - 6, words)
    yield f'<g transform="translate({x:.1f} {y:.1f})">'
    yield f'<rect width="{SIDE:.0f}" height="{SIDE:.0f}" fill="{LOOK.colour("canvas")}"/>'
    # Measured lies in the range where computed lies between measured ÷ high and measured ÷ low.
    told_ends = [
        float(np.median(np.log10(cloud.computed[some] / end[some]))) * scale for end in (cloud.high, cloud.low)
    ]
    corners = "L".join(f"{right:.1f} {SIDE - up:.1f}" for right, up in _band(*told_ends))
    yield f'<path d="M{corners}Z" fill="{LOOK.colour("accent")}" fill-opacity="0.14"/>'
    marks = [((at - lowest) * scale, words) for at, words in _marks(ends)]
    lines = "".join(f"M{at:.1f} 0V{SIDE:.0f}M0 {SIDE - at:.1f}H{SIDE:.0f}" for at, _ in marks)
    yield f'<path d="{lines}" stroke="{LOOK.colour("border")}" fill="none"/>'
    yield f'<path d="M0 {SIDE:.0f}L{SIDE:.0f} 0" stroke="{LOOK.colour("text")}" fill="none"/>'
    right = (np.log10(cloud.measured[some]) - lowest) * scale
    up = SIDE - (np.log10(cloud.computed[some]) - lowest) * scale
    dots = "".join(f"M{one:.1f} {other:.1f}h.1" for one, other in zip(right, up, strict=True))
    yield (
        f'<path d="{dots}" stroke="{LOOK.colour("accent")}" stroke-opacity="0.5" stroke-width="{DOT}" '
        'stroke-linecap="round" fill="none"/>'
    )
    yield "</g>"
    for at, words in marks:
        yield _text(x + at, y + SIDE + 15, words, anchor="middle")
        yield _text(x - 6, y + SIDE - at + 4, words, anchor="end")


def _band(low: float, high: float) -> list[tuple[float, float]]:
    """Return the corners of what lies from LOW to HIGH above the diagonal of a plot, cut off at its edges."""
    corners = [(0.0, 0.0), (SIDE, 0.0), (SIDE, SIDE), (0.0, SIDE)]
    for end, sign in ((low, 1.0), (high, -1.0)):
        kept: list[tuple[float, float]] = []
        # Of each edge, the end that is inside and the point where it leaves.
        for (a, b), (c, d) in zip(corners, [*corners[1:], corners[0]], strict=True):
            here, there = sign * (b - a - end), sign * (d - c - end)
            if here >= 0:
                kept.append((a, b))
            if here * there < 0:
                part = here / (here - there)
                kept.append((a + part * (c - a), b + part * (d - b)))
        corners = kept
    return corners


def _short(mark: float) -> str:
    for least, sign in ((1e6, "M"), (1e3, "k")):
        if mark >= least:
            return f"{mark / least:g}{sign}"
    return f"{mark:g}"


def _text(x: float, y: float, text: str, size: int = 11, weight: int = 400, anchor: str = "start") -> str:
    ink = f' fill="{LOOK.colour("text")}"' if weight > 400 else ""
    look = f' font-size="{size}" font-weight="{weight}"' if size != 11 else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{look}{side}{ink}>{escape(text)}</text>'
