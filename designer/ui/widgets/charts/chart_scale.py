"""Marks of the axes of charts: round values, evenly or by powers of ten, and amounts of money in a few letters."""

import math
from collections.abc import Sequence
from typing import Final

from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import number_text, shown

Ticks = list[tuple[float, str]]
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


def amount_text(value: float, unit: str, digits: int = 3) -> str:
    """VALUE with its unit in a few letters: "1.2 M$", "−40 k$"; money of a month or hour is left to the axis' title."""
    if value == 0:
        return "0"
    size = abs(value)
    rounded = float(f"{size:.{digits - 1}e}")
    pieces = shown(Figure(value=rounded, unit=unit, low=rounded, high=rounded))
    unit_words = pieces.unit.partition(" /")[0]
    return f"{'−' if value < 0 else ''}{pieces.number} {unit_words}".strip()


def even_ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """At most MOST round values from LOW to HIGH."""
    span = high - low
    if not math.isfinite(span) or span <= 0 or most < 2:
        return (low,) if math.isfinite(low) else ()
    rough = span / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(place * step for place in range(first, last + 1))


def power_ticks(low: float, high: float) -> tuple[float, ...]:
    """Powers of ten from LOW to HIGH, with 2 and 5 between them where there are few."""
    if low <= 0 or high <= low or not math.isfinite(high):
        return ()
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    factors: Sequence[float] = (1.0, 2.0, 5.0) if last - first <= 2 else (1.0,)
    every = max((last - first) // 6, 1)
    found = [factor * 10.0**power for power in range(first, last + 1, every) for factor in factors]
    return tuple(value for value in found if low * (1 - 1e-9) <= value <= high * (1 + 1e-9))


def multiple_text(value: float) -> str:
    """A multiple of today's demand: "0.1×", "10×"."""
    return f"{number_text(value)}×"


def spread_out(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """PLACES of words on a line moved apart to at least LEAST, kept between LOW and HIGH where there is room."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = [min(max(places[index], low), high) for index in order]
    for place in range(1, len(moved)):
        moved[place] = max(moved[place], moved[place - 1] + least)
    if moved and moved[-1] > high:
        moved[-1] = high
        for place in range(len(moved) - 2, -1, -1):
            moved[place] = min(moved[place], moved[place + 1] - least)
    answer = [0.0] * len(places)
    for index, value in zip(order, moved, strict=True):
        answer[index] = value
    return answer
