"""How a task grows with its size: the exponent of the best power law, and a picture of it on logarithmic scales."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

Series = Mapping[str, Sequence[tuple[float, float]]]
"""By name, points (size, ms)."""

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 460, 76, 56, 24, 60
_COLOURS = ("#2563eb", "#b45309", "#047857")
_DASHES = ("", "7 4", "2 4")


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The power of the size that the times follow best, by least squares of the logarithms."""
    size, took = np.log(np.array(points)).T
    return float(np.polyfit(size, took, 1)[0])


def draw(series: Series, title: str, size: str, path: Path) -> None:
    """A chart of SERIES as SVG at PATH."""
    points = [point for one in series.values() for point in one]
    across = [floor(log10(min(p[0] for p in points))), ceil(log10(max(p[0] for p in points)))]
    up = [floor(log10(min(p[1] for p in points))), ceil(log10(max(p[1] for p in points)))]

    def place(x: float, y: float) -> tuple[float, float]:
        along = (log10(x) - across[0]) / (across[1] - across[0])
        above = (log10(y) - up[0]) / (up[1] - up[0])
        return (
            _LEFT + along * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - above * (_HEIGHT - _TOP - _BOTTOM),
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12" fill="#111827"><rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{_LEFT}" y="28" font-size="16" font-weight="600">{escape(title)}</text>',
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 14}" text-anchor="middle">{escape(size)}</text>',
        f'<text x="16" y="{_TOP - 10}">ms</text>',
    ]
    for decade in range(across[0], across[1] + 1):
        x, y = place(10.0**decade, 10.0 ** up[0])
        parts.append(f'<path d="M{x:.1f} {y:.1f}V{_TOP}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle">{10**decade:,}</text>')
    for decade in range(up[0], up[1] + 1):
        x, y = place(10.0 ** across[0], 10.0**decade)
        parts.append(f'<path d="M{x:.1f} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{10.0**decade:,g}</text>')
    for n, (name, one) in enumerate(series.items()):
        colour, dash = _COLOURS[n % len(_COLOURS)], _DASHES[n % len(_DASHES)]
        spots = [place(*point) for point in one]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        parts.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in spots)
        told = escape(f"{name}: size to the power of {exponent(one):.2f}")
        y = _TOP + 16 + 20 * n
        parts.append(
            f'<path d="M{_LEFT + 12} {y - 4}h28" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
            f'<text x="{_LEFT + 48}" y="{y}">{told}</text>'
        )
    path.write_text("\n".join([*parts, "</svg>\n"]), encoding="utf-8")
