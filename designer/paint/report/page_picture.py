"""Pictures made of items of a page, on the paper of a report and as SVG."""

import math

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from designer.drawing.current_theme import in_theme
from designer.drawing.report_page import PagePicture
from designer.drawing.slides.page import SlidePage
from designer.drawing.theme_tokens import theme_named
from designer.paint.application import ensure_application
from designer.paint.fonts import family
from designer.paint.report.flow import INNER, LEFT, ROOM, Flow
from designer.paint.report.letters import NOTE, Lines
from designer.paint.report.svg import GENERIC, PER_INCH
from designer.paint.slides.painter import paint_slide


def set_page_picture(flow: Flow, block: PagePicture) -> None:
    """Set the picture as wide as the text, on the next page where it has no room here; its caption follows."""
    caption = Lines(block.caption, NOTE, INNER)
    scale = min(INNER / block.width, (ROOM - caption.height - 6.0) / block.height)
    high = block.height * scale
    flow.need(high + caption.height + 6.0)

    def paint(painter: QPainter, y: float) -> None:
        painter.save()
        painter.translate(LEFT, y)
        painter.scale(scale, scale)
        paint_slide(painter, _page(block))
        painter.restore()

    flow.add(high + 4.0, paint)
    flow.add(caption.height, lambda painter, y: caption.paint(painter, LEFT, y))
    flow.skip(9.0)


def page_picture_svg(block: PagePicture) -> str:
    """Return the picture as SVG, in the ink of paper."""
    ensure_application()
    size = QSize(math.ceil(block.width), math.ceil(block.height))
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(device)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setResolution(PER_INCH)
    painter = QPainter(generator)
    with in_theme(theme_named("print")):
        paint_slide(painter, _page(block))
    painter.end()
    text = bytes(device.data().data()).decode("utf-8", "replace")
    return text.replace(f'font-family="{family()}"', f'font-family="{family()}, {GENERIC}"')


def _page(block: PagePicture) -> SlidePage:
    return SlidePage("picture", block.caption, (block.alt,), "", block.items)
