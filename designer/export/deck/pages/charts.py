"""Charts on a page: a waterfall with whiskers, and lines over months with their names at their ends."""

from itertools import pairwise
from math import floor, log10
from typing import Final, NamedTuple

from designer.drawing.records import Rect
from designer.drawing.slides.page import AreaItem, LineItem
from designer.drawing.theme_tokens import Pattern
from designer.export.deck.chart_units import scaled
from designer.export.deck.pages.sheet import BODY, LEAST, LINE, NOTE, SMALL, Sheet
from designer.export.deck.records import Bar, Curve, Curves, Waterfall
from designer.formulas.periods import MONTHS_PER_YEAR
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import number_text, shown_ends
from designer.model.kinds import KINDS

_HEAD: Final = 64.0
_AXIS: Final = 72.0
_MOST_TICKS: Final = 6
_DIGITS: Final = 3
_OWN_LIGHT, _LIGHT = 0.14, 0.08
"""How opaque the band of the design's own line is, and of the others."""
_WHISKER: Final = 26.0
_LAYERS: Final = {kind.plural: f"layer:{kind.layer}" for kind in KINDS.values()}
"""Colour of a bar by its label, which is the plural of a kind."""
_STROKES: Final[tuple[tuple[str, Pattern], ...]] = (
    ("accent", "solid"),
    ("layer:serving_apps", "dashed"),
    ("layer:training", "dotted"),
    ("layer:data_storage", "dashed"),
    ("muted", "dotted"),
)
"""Colour and pattern of lines, the design's own first: no line is told by its colour alone."""


class _Scale(NamedTuple):
    """The upright axis of a chart: amounts from 0 to MOST over the height of PLOT."""

    plot: Rect
    most: float
    step: float

    def y(self, amount: float) -> float:
        return self.plot.bottom - amount / self.most * self.plot.height


def _step(most: float) -> float:
    """Return a round distance of ticks: the least of 1, 2, 2.5, 5 and 10 that gives at most six of them."""
    rough = max(most, 1e-9) / _MOST_TICKS
    power = 10.0 ** floor(log10(rough))
    return next(power * nice for nice in (1.0, 2.0, 2.5, 5.0, 10.0) if power * nice >= rough * (1 - 1e-9))


def _set_axis(sheet: Sheet, key: str, plot: Rect, largest: float) -> _Scale:
    step = _step(largest)
    ticks = -int(-(largest * (1 + 1e-9)) // step)
    scale = _Scale(plot, max(ticks, 1) * step, step)
    for number in range(max(ticks, 1) + 1):
        amount = number * step
        y = scale.y(amount)
        sheet.rule(f"{key}/grid/{number}", plot.x, y, plot.width)
        label = number_text(amount) if amount else "0"
        sheet.text(f"{key}/tick/{number}", label, plot.x - 16.0, y, LEAST, ink="muted", align="right")
    return scale


def _set_head(sheet: Sheet, key: str, title: str, told: str, room: Rect) -> None:
    middle = room.y + 18.0
    sheet.text(f"{key}/head", title, room.x, middle, BODY, strong=True)
    after = room.x + sheet.width(f"{title} ", BODY, strong=True)
    words = f"· {told}"
    if told and after + sheet.width(words, NOTE) <= room.right:
        sheet.text(f"{key}/told", words, after + 4.0, middle, NOTE, ink="muted")


def set_waterfall(sheet: Sheet, key: str, block: Waterfall, room: Rect) -> float:
    """Set bars that add up to the last, each with the range of its amount; return the height."""
    unit, factor = scaled(block.total.figure, block.unit)
    _set_head(sheet, key, f"{block.title}, {unit}", "bars typical, whiskers the range of prices", room)
    bars = [*block.bars, block.total]
    pitch = (room.width - _AXIS) / len(bars)
    labels = [sheet.lines(bar.label, LEAST, pitch - 10.0) for bar in bars]
    notes = [sheet.lines(bar.note, LEAST, pitch - 10.0) if bar.note else [] for bar in bars]
    # The last has its range below it, where the others have how many they are.
    notes[-1] = sheet.lines(_range_words(block.total.figure, factor), LEAST, pitch * 1.3)
    below = max(len(a) + len(b) for a, b in zip(labels, notes, strict=True)) * LEAST * LINE + 16.0
    top = room.y + _HEAD + 34.0
    plot = Rect(room.x + _AXIS, top, room.width - _AXIS, max(room.bottom - below - top, 80.0))
    ends, at = list[float](), 0.0
    for bar in block.bars:
        ends.append((at + shown_ends(bar.figure)[1]) / factor)
        at += bar.figure.value or 0.0
    ends += [at / factor, shown_ends(block.total.figure)[1] / factor]
    scale = _set_axis(sheet, key, plot, max(max(ends), 1e-9))
    at = 0.0
    wide = min(pitch * 0.79, 128.0)
    for place, bar in enumerate(bars):
        last = place == len(bars) - 1
        x = plot.x + place * pitch + (pitch - wide) / 2
        value = (bar.figure.value or 0.0) / factor
        base = 0.0 if last else at
        _set_bar(sheet, f"{key}/{bar.label}", bar, scale, (x, wide), (base, factor), last=last)
        if not last:
            y = scale.y(at + value)
            across = ((x + wide, y), (x + pitch, y))
            sheet.items.append(_dashed(f"{key}/step/{place}", across))
            at += value
        middle = x + wide / 2
        down = plot.bottom + 12.0
        down += sheet.block(f"{key}/{bar.label}/label", labels[place], middle, down, LEAST, strong=last, align="middle")
        sheet.block(f"{key}/{bar.label}/note", notes[place], middle, down, LEAST, ink="muted", align="middle")
    sheet.items.append(_line(f"{key}/base", ((plot.x, plot.bottom), (plot.right, plot.bottom)), "muted"))
    return room.height


def _range_words(figure: Figure, factor: float) -> str:
    low, high = shown_ends(figure)
    return f"{number_text(low / factor)}–{number_text(high / factor)}" if high > low else ""


def _set_bar(
    sheet: Sheet,
    key: str,
    bar: Bar,
    scale: _Scale,
    across: tuple[float, float],
    amounts: tuple[float, float],
    *,
    last: bool,
) -> None:
    """Set one bar; ACROSS is its left edge and width, AMOUNTS where it begins and what amounts are divided by."""
    x, wide = across
    base, factor = amounts
    value = (bar.figure.value or 0.0) / factor
    top, bottom = scale.y(base + value), scale.y(base)
    ink = "text" if last else _LAYERS.get(bar.label, "muted")
    sheet.box(f"{key}/bar", (x, top, wide, max(bottom - top, 3.0)), ink, radius=4.0)
    low, high = (end / factor for end in shown_ends(bar.figure))
    above = top
    if high > low:
        middle, upper, lower = x + wide / 2, scale.y(base + high), scale.y(base + low)
        inks = "accent" if last else "text"
        stem = ((middle, upper), (middle, lower))
        sheet.items.append(_line(f"{key}/whisker", stem, inks))
        for name, y in (("high", upper), ("low", lower)):
            cap = ((middle - _WHISKER / 2, y), (middle + _WHISKER / 2, y))
            sheet.items.append(_line(f"{key}/whisker/{name}", cap, inks))
        above = min(top, upper)
    words = _amount_words(value, scale.most)
    inside = last and bottom - top > 80.0
    y = bottom - 34.0 if inside else above - 24.0
    ink = "surface" if inside else "text"
    sheet.text(f"{key}/value", words, x + wide / 2, y, SMALL, ink=ink, strong=True, align="middle")


def _amount_words(value: float, most: float) -> str:
    """Return VALUE with a digit more than MOST, the largest of its chart, has behind its point."""
    decimals = max(_DIGITS - floor(log10(most)), 0)
    return number_text(round(value, decimals) or value)


def set_curves(sheet: Sheet, key: str, block: Curves, room: Rect) -> float:
    """Set lines over months, each with its last amount and its name at its end; return the height."""
    largest = max((max(curve.high or curve.values) for curve in block.curves if curve.values), default=1.0)
    unit, factor = scaled(Figure(value=largest, unit=block.unit, low=largest, high=largest), "")
    _set_head(sheet, key, f"{block.title}, {unit}", _told(block), room)
    ends = [number_text(curve.values[-1] / factor) if curve.values else "" for curve in block.curves]
    numbers = max((sheet.width(f"{end} ", BODY, strong=True) for end in ends), default=0.0)
    bands = [_band_words(curve, factor) for curve in block.curves]
    names = min(max((sheet.width(curve.label, NOTE) for curve in block.curves), default=0.0) + 4.0, room.width * 0.27)
    margin = numbers + names + 24.0
    plot = Rect(room.x + _AXIS, room.y + _HEAD, room.width - _AXIS - margin, room.height - _HEAD - 56.0)
    scale = _set_axis(sheet, key, plot, max(largest / factor, 1e-9))
    months = max((len(curve.values) for curve in block.curves), default=1) - 1
    across = plot.width / max(months, 1)
    _set_months(sheet, key, plot, months)
    # The bands first: lines lie on them.
    for place, curve in reversed([*enumerate(block.curves)]):
        if curve.low:
            ink, _ = _STROKES[place % len(_STROKES)]
            ends_of = [[scale.y(amount / factor) for amount in side] for side in (curve.low, curve.high)]
            low, high = ([(plot.x + month * across, y) for month, y in enumerate(side)] for side in ends_of)
            alpha = _LIGHT if place else _OWN_LIGHT
            sheet.items.append(AreaItem(f"{key}/{place}/band", (*high, *reversed(low)), ink, alpha))
    for place, curve in enumerate(block.curves):
        ink, pattern = _STROKES[place % len(_STROKES)]
        points = tuple((plot.x + month * across, scale.y(value / factor)) for month, value in enumerate(curve.values))
        sheet.items.append(_line(f"{key}/{place}", points, ink, 6.0 if not place else 4.0, pattern))
    _set_crossings(sheet, key, block, across, factor, scale)
    lasts = [scale.y(curve.values[-1] / factor) if curve.values else plot.bottom for curve in block.curves]
    told = [
        [*sheet.lines(curve.label, NOTE, names), *([band] if band else [])]
        for curve, band in zip(block.curves, bands, strict=True)
    ]
    tops = _apart(lasts, [len(lines) for lines in told], plot)
    for place, (lines, end, middle) in enumerate(zip(told, ends, tops, strict=True)):
        ink, _ = _STROKES[place % len(_STROKES)]
        sheet.text(f"{key}/{place}/end", end, plot.right + 16.0, middle, BODY, ink=ink, strong=True)
        top = middle - NOTE * LINE / 2
        sheet.block(f"{key}/{place}/name", lines, plot.right + 16.0 + numbers, top, NOTE, ink=ink)
    return room.height


def _set_months(sheet: Sheet, key: str, plot: Rect, months: int) -> None:
    """Set the words below the axis: years where there are two or more, else months."""
    yearly = months >= 2 * MONTHS_PER_YEAR
    step = round(MONTHS_PER_YEAR) if yearly else 3
    for month in range(0, months + 1, step):
        words = "start" if not month else f"year {month // step}" if yearly else f"month {month}"
        x = plot.x + month * plot.width / max(months, 1)
        sheet.text(f"{key}/month/{month}", words, x, plot.bottom + 30.0, LEAST, ink="muted", align="middle")
    sheet.items.append(_line(f"{key}/base", ((plot.x, plot.bottom), (plot.right, plot.bottom)), "muted"))


def _set_crossings(sheet: Sheet, key: str, block: Curves, across: float, factor: float, scale: _Scale) -> None:
    """Mark the months in which another line has cost as much as the first; ACROSS: units a month."""
    own = block.curves[0]
    found = [(at, place) for place, curve in enumerate(block.curves) if place and (at := _crossing(own, curve))]
    taken: list[Rect] = []
    for at, place in sorted(found):
        first = int(at)
        amount = own.values[first] + (own.values[first + 1] - own.values[first]) * (at - first)
        x, y = scale.plot.x + at * across, scale.y(amount / factor)
        ink, _ = _STROKES[place % len(_STROKES)]
        words = f"{at:.0f} months"
        wide = sheet.width(words, NOTE, strong=True) + 12.0
        # The other line rises more steeply: left above and right below of where they cross is free.
        places = (Rect(x - wide + 14.0, y - 52.0, wide, 32.0), Rect(x - 2.0, y + 20.0, wide, 32.0))
        # Right of the plot stand the names of the lines.
        plot = scale.plot
        inside = [one for one in places if one.x >= plot.x and one.right <= plot.right and one.bottom < plot.bottom]
        halo = next((one for one in inside if not any(one.meets(other) for other in taken)), None)
        if halo is not None:
            taken.append(halo)
            sheet.box(f"{key}/cross/{place}/halo", halo, "surface", alpha=0.85, radius=6.0)
            sheet.text(f"{key}/cross/{place}/when", words, halo.x + 6.0, halo.y + 16.0, NOTE, ink=ink, strong=True)
        ring = (x - 10.0, y - 10.0, 20.0, 20.0)
        sheet.box(f"{key}/cross/{place}/ring", ring, "surface", line=ink, stroke=4.0, radius=10.0)


def _crossing(own: Curve, other: Curve) -> float | None:
    """Return the first month in which OTHER has cost as much as OWN, both straight between months; None for never."""
    gaps = [b - a for a, b in zip(own.values, other.values, strict=False)]
    for month, (before, after) in enumerate(pairwise(gaps)):
        if before * after < 0.0:
            return month + before / (before - after)
    return None


def _told(block: Curves) -> str:
    """Return what the signs on the chart mean."""
    return "band: all ranges at their ends" if any(curve.low for curve in block.curves) else "rings: where lines cross"


def _band_words(curve: Curve, factor: float) -> str:
    return f"{number_text(curve.low[-1] / factor)}–{number_text(curve.high[-1] / factor)}" if curve.low else ""


def _apart(middles: list[float], lines: list[int], plot: Rect) -> list[float]:
    """Return where names stand so that none lies on another: from the top down, and back up from the bottom."""
    order = sorted(range(len(middles)), key=lambda place: middles[place])
    high = [max(count * NOTE * LINE, BODY * LINE) for count in lines]
    found = list(middles)
    edge = float("-inf")
    for place in order:
        found[place] = max(found[place], edge)
        edge = found[place] + high[place] + 4.0
    edge = plot.bottom + 40.0
    for place in reversed(order):
        found[place] = min(found[place], edge - high[place])
        edge = found[place] - 4.0
    return found


def _line(
    key: str, points: tuple[tuple[float, float], ...], ink: str, width: float = 2.5, pattern: Pattern = "solid"
) -> LineItem:
    return LineItem(key, points, ink, width, pattern)


def _dashed(key: str, points: tuple[tuple[float, float], ...]) -> LineItem:
    return LineItem(key, points, "muted", 2.0, "dashed")
