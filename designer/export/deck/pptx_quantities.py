"""Quantities of a deck in PPTX: cards of native shapes, boxes to count and bars, and text that can be edited."""

from typing import Final

from designer.export.deck.pages.quantities import grid_of
from designer.export.deck.pptx_sheet import BODY_PT, NUMBER_PT, SMALL_PT, PptxSheet, lines_of, mixed, rgb
from designer.export.deck.records import Quantities, Quantity

_GAP, _PAD, _SPACE = 0.22, 0.28, 0.08
_TINT, _LIGHT = 0.07, 0.3
_MOST_CARD: Final = 6.0
_MOST_SIDE: Final = 0.62
_BAR: Final = 0.17
_LINE: Final = 1.25


def write_quantities(sheet: PptxSheet, block: Quantities, left: float, top: float, wide: float, high: float) -> float:
    """Write the cards of BLOCK, in inches; return how high they are."""
    count = max(len(block.quantities), 1)
    each = min((wide - _GAP * (count - 1)) / count, _MOST_CARD)
    for place, one in enumerate(block.quantities):
        _write_card(sheet, one, left + place * (each + _GAP), top, each, high)
    return high


def _write_card(sheet: PptxSheet, one: Quantity, left: float, top: float, wide: float, high: float) -> None:
    ink = sheet.theme.layer(one.layer).lstrip("#")
    sheet.box(left, top, wide, high, fill=mixed(ink, _TINT), name=one.title, round_by=0.04)
    x, inside = left + _PAD, wide - 2 * _PAD
    sheet.text(one.title, x, top + 0.2, inside, 0.28, BODY_PT, bold=True)
    size = NUMBER_PT if len(one.number) < 10 else NUMBER_PT - 10
    sheet.text(one.number, x, top + 0.52, inside, 0.62, size, bold=True)
    sheet.text(one.rest, x, top + 1.16, inside, 0.28, BODY_PT, ink="muted")
    words = " ".join(text for text in (one.foot.text if one.foot is not None else "", one.legend) if text)
    tall = lines_of(words, inside, SMALL_PT) * SMALL_PT * _LINE / 72 + 0.05
    bottom = top + high - 0.2 - tall
    if words:
        sheet.text(words, x, bottom, inside, tall, SMALL_PT, ink="muted")
    # The picture stands between head and foot, whatever lines these take.
    start = top + 1.2 + 0.28 * lines_of(one.rest, inside, BODY_PT)
    if one.boxes is not None:
        _write_boxes(sheet, one, ink, x, start, inside, max(bottom - 0.15 - start, 0.3))
    else:
        _write_bars(sheet, one, ink, x, start, inside)


def _write_boxes(sheet: PptxSheet, one: Quantity, ink: str, left: float, top: float, wide: float, high: float) -> None:
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    boxes = one.boxes
    assert boxes is not None
    # The grid is that of the page, which counts 144 units an inch.
    columns, side = grid_of(boxes.most, wide * 144, high * 144)
    side = min(side / 144, _MOST_SIDE)
    for number in range(boxes.most):
        x, y = left + number % columns * (side + _SPACE), top + number // columns * (side + _SPACE)
        sure = number < boxes.sure
        fill = ink if sure else "FFFFFF"
        box = sheet.box(x, y, side, side, fill=fill, name=f"{one.title} {number + 1}", round_by=0.14)
        if not sure:
            box.line.color.rgb = rgb(ink)
            box.line.width = Pt(1.25)
            box.line.dash_style = MSO_LINE.DASH


def _write_bars(sheet: PptxSheet, one: Quantity, ink: str, left: float, top: float, wide: float) -> None:
    y = top
    for bar in one.bars:
        half = wide * 0.55
        sheet.text(bar.label, left, y, half, 0.25, SMALL_PT)
        sheet.text(bar.amount, left + half, y, wide - half, 0.25, SMALL_PT, bold=True, right=True)
        y += 0.05 + 0.22 * lines_of(bar.label, half, SMALL_PT)
        for name, share, fill in (
            ("all", 1.0, "FFFFFF"),
            ("high", bar.high, mixed(ink, _LIGHT)),
            ("low", bar.low, ink),
        ):
            if share > 0.0:
                part = wide * min(share, 1.0)
                sheet.box(left, y, part, _BAR, fill=fill, name=f"{bar.label}, {name}", round_by=0.5)
        y += _BAR + 0.22
