"""Draw the icons of the program and of its files in all sizes, on the grid of pixels of each size.

    .venv/bin/python packaging/frozen/draw_icons.py FOLDER

Writes `stackwright-16.png` and so on, `document-16.png` and so on, `document.svg`, and an .ico and an .icns of both.
Small pictures are not shrunk from the large one: bars of 2.25 pixels would be grey at their edges. Needs PySide6 and
Pillow, which the program has.
"""

import os
import re
import sys
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512, 1024)
"""Pixels of a side: those of the icon theme of desktops, of Windows (to 256) and of macOS (to 1024)."""
LAUNCHER_SIZES: Final = SIZES[:-1]
ICO_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
_MASTER: Final = Path(__file__).resolve().parents[2] / "resources" / "icons" / "stackwright.svg"
_PAPER, _EDGE, _FOLD = "#FFFFFF", "#8A9099", "#D5D9DE"


def bar_colours() -> list[str]:
    """Return the colours of the five layers, from above, as the product's icon has them."""
    return re.findall(r'fill="(#[0-9A-Fa-f]{6})"', _MASTER.read_text("utf-8"))


def program_svg(size: int) -> str:
    """Return the icon of the program for a square of SIZE pixels, all edges between two pixels."""
    bar, gap = max(2, round(size * 36 / 256)), max(1, round(size * 12 / 256))
    left = max(1, round(size * 14 / 256))
    top = (size - 5 * bar - 4 * gap) // 2
    return _svg(size, _bars(left, top, size - 2 * left, bar, gap, size * 9 / 256 if size >= 48 else 0))


def document_svg(size: int) -> str:
    """Return the icon of a file for a square of SIZE pixels: a sheet with a folded corner and the five layers."""
    # An even rest, so that both margins are whole pixels.
    wide = size - 2 * max(1, round(size / 9))
    left = (size - wide) // 2
    top = round(size / 32)
    high = size - 2 * top
    fold = max(3, round(size / 5))
    line = max(1, round(size / 64))
    # A line of an odd number of pixels lies on whole ones when its middle lies between two.
    half = line / 2
    x0, y0, x1, y1 = left + half, top + half, left + wide - half, top + high - half
    sheet = f"M{x0} {y0}H{x1 - fold}L{x1} {y0 + fold}V{y1}H{x0}Z"
    corner = f"M{x1 - fold} {y0}V{y0 + fold}H{x1}Z"
    # Rounded down: at 24 pixels two for each would reach the folded corner.
    bar, gap = max(1, size // 13), max(1, round(size / 26))
    inset = line + max(1, round(size / 14))
    first = top + high - inset - 5 * bar - 4 * gap
    return _svg(
        size,
        f'<path d="{sheet}" fill="{_PAPER}" stroke="{_EDGE}" stroke-width="{line}"/>'
        f'<path d="{corner}" fill="{_FOLD}" stroke="{_EDGE}" stroke-width="{line}" stroke-linejoin="round"/>'
        + _bars(left + inset, first, wide - 2 * inset, bar, gap, size / 64 if size >= 48 else 0),
    )


def _bars(left: int, top: int, wide: int, bar: int, gap: int, radius: float) -> str:
    return "".join(
        f'<rect x="{left}" y="{top + place * (bar + gap)}" width="{wide}" height="{bar}" rx="{radius}" '
        f'fill="{colour}"/>'
        for place, colour in enumerate(bar_colours())
    )


def _svg(size: int, inside: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">'
    return f"{head}{inside}</svg>\n"


def picture(svg: str, size: int) -> Image.Image:
    """Return SVG as pixels, SIZE on a side, with what is not covered left clear."""
    drawn = QImage(size, size, QImage.Format.Format_RGBA8888)
    drawn.fill(0)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return Image.frombuffer("RGBA", (size, size), bytes(drawn.constBits()), "raw", "RGBA", 0, 1)


def draw_all(folder: Path) -> None:
    """Write all icons into FOLDER, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg_of in (("stackwright", program_svg), ("document", document_svg)):
        drawn = {size: picture(svg_of(size), size) for size in SIZES}
        for size in LAUNCHER_SIZES:
            drawn[size].save(folder / f"{name}-{size}.png", optimize=True)
        small = [drawn[size] for size in ICO_SIZES]
        # Pillow takes the picture of each size, and shrinks the largest only where there is none.
        small[-1].save(folder / f"{name}.ico", sizes=[one.size for one in small], append_images=small[:-1])
        drawn[1024].save(folder / f"{name}.icns", append_images=[drawn[size] for size in SIZES if size != 1024])
    (folder / "document.svg").write_text(document_svg(256), "utf-8")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    draw_all(Path(sys.argv[1]))
