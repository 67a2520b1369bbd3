"""One slide of a PPTX that is being written: texts, boxes and lines on it, in inches and points."""

import re
from typing import Any, Final

from designer.drawing.theme_tokens import Theme, theme_named
from designer.model.figures.number_locale import localised

# Points of a slide of 13.333 × 7.5 inches (look/README: title 56 px of 1920 are 28 pt).
TITLE_PT, SUBTITLE_PT, BODY_PT, SMALL_PT, FOOTER_PT, NUMBER_PT = 28.0, 15.0, 14.0, 12.0, 10.0, 34.0
LEAST_PT: Final = 10.0
"""Nothing on a slide is smaller."""
LETTER: Final = 0.55
"""Width of a usual letter, in sizes of the type."""
_UNWRITABLE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")


class PptxSheet:
    """Writes texts and shapes on the slide of a presentation that is at hand.

    Attributes:
        theme: Whose colours it wears.
        slide: Of python-pptx; set before anything is written.
    """

    def __init__(self) -> None:
        self.theme: Theme = theme_named("light")
        self.slide: Any = None

    def code(self, name: str) -> str:
        """Return a colour of the theme as six digits."""
        return self.theme.colour(name).lstrip("#")

    def text(
        self,
        text: str,
        left: float,
        top: float,
        wide: float,
        high: float,
        size: float,
        *,
        ink: str = "text",
        bold: bool = False,
        right: bool = False,
        name: str = "",
    ) -> Any:
        """Write TEXT into a box of its own, LEFT, TOP, WIDE and HIGH in inches, SIZE in points; return the shape."""
        from pptx.util import Inches

        box = self.slide.shapes.add_textbox(Inches(left), Inches(top), Inches(wide), Inches(high))
        if name:
            box.name = name
        self.write(box.text_frame, text, size, self.code(ink), bold=bold, right=right)
        return box

    def write(
        self, frame: Any, text: str, size: float, colour: str, *, bold: bool = False, right: bool = False
    ) -> None:
        """Add TEXT to the first paragraph of a text frame; COLOUR has six digits."""
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = safe(text)
        run.font.size, run.font.bold = Pt(max(size, LEAST_PT)), bold
        run.font.color.rgb = RGBColor.from_string(colour)

    def box(
        self, left: float, top: float, wide: float, high: float, *, fill: str, name: str = "", round_by: float = 0.0
    ) -> Any:
        """Draw a rectangle, in inches, whose corners are round by a share of its shorter side; return the shape."""
        from pptx.dml.color import RGBColor
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches

        sort = MSO_SHAPE.ROUNDED_RECTANGLE if round_by else MSO_SHAPE.RECTANGLE
        box = self.slide.shapes.add_shape(
            sort, Inches(left), Inches(top), Inches(max(wide, 0.01)), Inches(max(high, 0.01))
        )
        if round_by:
            box.adjustments[0] = round_by
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor.from_string(fill)
        box.line.fill.background()
        box.shadow.inherit = False
        if name:
            box.name = name
        return box

    def run(self, box: Any, text: str, size: float, ink: str) -> None:
        """Add TEXT to what stands in BOX already."""
        from pptx.dml.color import RGBColor
        from pptx.util import Pt

        run = box.text_frame.paragraphs[0].add_run()
        run.text = safe(text)
        run.font.size = Pt(size)
        run.font.color.rgb = RGBColor.from_string(self.code(ink))


def mixed(colour: str, share: float) -> str:
    """Return SHARE of COLOUR, six digits, on white."""
    parts = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    return "".join(f"{round(255 + (part - 255) * share):02X}" for part in parts)


def lines_of(text: str, wide: float, size: float) -> int:
    """Return on how many lines TEXT stands in WIDE inches at SIZE points, by the usual width of a letter."""
    room = max(wide * 72 / (size * LETTER), 1.0)
    lines, used = 1, 0.0
    for word in text.split():
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0.0
        lines += int(len(word) // room) if len(word) > room else 0
        used += len(word) + (1 if used else 0)
    return lines


def rgb(colour: str) -> Any:
    """Return COLOUR, six digits, as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour)


def safe(text: str) -> str:
    """Return TEXT as the chosen language writes numbers, without characters that XML cannot hold."""
    return "".join(sign for sign in localised(text) if sign in "\t\n" or (sign >= " " and not _UNWRITABLE.match(sign)))
