"""Items of a page as native shapes of a PPTX: boxes, lines and words that can be moved and edited."""

from collections.abc import Iterable
from typing import Final

from designer.drawing.slides.page import BoxItem, LineItem, PageItem, TextItem
from designer.export.deck.pptx_sheet import LEAST_PT, PptxSheet, mixed, rgb
from designer.model.parts.part import LAYERS

UNITS: Final = 144.0
"""Units of a page for an inch."""
_ROUND: Final = 0.5
_LETTERS: Final = 30.0
"""Inches that a line of words may take to the side of where it begins, before it would be broken."""


def write_items(sheet: PptxSheet, items: Iterable[PageItem], left: float, top: float) -> None:
    """Write ITEMS, whose origin lies LEFT and TOP inches from the corner of the slide."""
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.util import Inches, Pt

    for item in items:
        if isinstance(item, BoxItem):
            x, y = left + item.rect.x / UNITS, top + item.rect.y / UNITS
            fill = mixed(_code(sheet, item.fill), item.alpha) if item.fill else "FFFFFF"
            short = min(item.rect.width, item.rect.height)
            by = min(item.radius / short, _ROUND) if short else 0.0
            wide, high = item.rect.width / UNITS, item.rect.height / UNITS
            box = sheet.box(x, y, wide, high, fill=fill, name=item.key, round_by=by)
            if item.line:
                box.line.color.rgb = rgb(_code(sheet, item.line))
                box.line.width = Pt(1.25)
            if item.hatched:
                _hatch(box, fill)
        elif isinstance(item, LineItem):
            for (a, b), (c, d) in zip(item.points, item.points[1:], strict=False):
                ends = (left + a / UNITS, top + b / UNITS, left + c / UNITS, top + d / UNITS)
                made = sheet.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Inches(one) for one in ends))
                made.line.color.rgb = rgb(_code(sheet, item.ink))
                made.line.width = Pt(item.width / 2)
                made.name = item.key
        elif isinstance(item, TextItem):
            size = max(item.px / 2, LEAST_PT)
            x, y = left + item.x / UNITS, top + item.y / UNITS - size / 72
            wide = min(_LETTERS, len(item.text) * size * 0.62 / 72 + 0.1)
            at = x - wide if item.align == "right" else x
            sheet.text(
                item.text,
                at,
                y,
                wide,
                1.3 * size / 72,
                size,
                ink=item.ink,
                bold=item.strong,
                right=item.align == "right",
                name=item.key,
            )


def _hatch(box: object, fill: str) -> None:
    """Put slanted lines on a shape, so that it differs on paper of one ink too."""
    from pptx.enum.dml import MSO_PATTERN

    shape_fill = box.fill  # type: ignore[attr-defined]
    shape_fill.patterned()
    shape_fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    shape_fill.fore_color.rgb = rgb("FFFFFF")
    shape_fill.back_color.rgb = rgb(fill)


def _code(sheet: PptxSheet, name: str) -> str:
    layer = name.removeprefix("layer:")
    return sheet.theme.layer(layer).lstrip("#") if layer in LAYERS else sheet.code(name)
