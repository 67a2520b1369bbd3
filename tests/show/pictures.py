"""Pictures of outputs: the pages of papers, drawings and books, side by side on sheets for each design."""

import math
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw
from pypdfium2 import PdfDocument
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from designer.paint.application import ensure_application
from tests.show.programs import converted, run

MOST_PAGES: Final = 6
"""Of one file: the first ones; of a deck all."""
CELL: Final = (640, 440)
ACROSS, DOWN = 3, 4
CAPTION: Final = 18


def pictures_of(path: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield the pages of the file at PATH as pictures with their captions; none of what is text alone."""
    if path.suffix == ".svg":
        yield path.name, _by_browser(path) or _svg(path)
    elif path.suffix == ".pdf":
        yield from _pages(path, path.name)
    elif path.suffix in {".pptx", ".xlsx"} and (paper := converted(path)) is not None:
        yield from _pages(paper, path.name)
    elif path.suffix == ".png":
        yield path.name, Image.open(path).convert("RGB")
    elif path.suffix == ".html" and (picture := path.with_suffix(".html.png")).exists():
        yield path.name, Image.open(picture).convert("RGB")


def _pages(path: Path, name: str) -> Iterator[tuple[str, Image.Image]]:
    document = PdfDocument(path)
    most = len(document) if name.startswith("deck.") else MOST_PAGES
    for number in range(min(len(document), most)):
        page = document[number]
        scale = min(CELL[0] / page.get_width(), CELL[1] / page.get_height()) * 2
        yield f"{name}, {number + 1} of {len(document)}", page.render(scale=scale).to_pil().convert("RGB")
    document.close()


def _by_browser(path: Path) -> Image.Image | None:
    """Return the drawing as a browser shows it, with the faces that are in it; None where there is none."""
    if shutil.which("chromium") is None:
        return None
    ensure_application()
    size = QSvgRenderer(str(path)).defaultSize()
    scale = min(CELL[0] * 2 / max(size.width(), 1), CELL[1] * 2 / max(size.height(), 1))
    wide, high = max(round(size.width() * scale), 1), max(round(size.height() * scale), 1)
    picture, page = path.with_suffix(".svg.png"), path.with_suffix(".svg.page")
    # A browser shows a drawing by itself at its own size; a page scales it.
    page.write_text(f'<body style="margin:0"><img src="{path.name}" width="{wide}" height="{high}">', "utf-8")
    html = page.rename(page.with_suffix(".htm"))
    run(
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *(f"--screenshot={picture}", f"--window-size={wide},{max(high, 100)}", html.as_uri()),
    )
    html.unlink()
    return Image.open(picture).convert("RGB") if picture.exists() else None


def _svg(path: Path) -> Image.Image:
    ensure_application()
    drawn = QSvgRenderer(str(path))
    size = drawn.defaultSize()
    scale = min(CELL[0] * 2 / max(size.width(), 1), CELL[1] * 2 / max(size.height(), 1))
    image = QImage(
        max(round(size.width() * scale), 1), max(round(size.height() * scale), 1), QImage.Format.Format_RGB888
    )
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    drawn.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    body = bytes(image.constBits())
    return Image.frombuffer("RGB", (image.width(), image.height()), body, "raw", "RGB", image.bytesPerLine(), 1)


def write_sheets(found: Sequence[tuple[str, Image.Image]], path: Path) -> None:
    """Write FOUND side by side, each with its caption above it, on as many sheets as that takes.

    Args:
        found: Captions and pictures.
        path: Of the first sheet; the second has "-2" before its ending.
    """
    wide, high = CELL[0] + 8, CELL[1] + CAPTION + 8
    for number in range(math.ceil(len(found) / (ACROSS * DOWN))):
        part = found[number * ACROSS * DOWN : (number + 1) * ACROSS * DOWN]
        whole = Image.new("RGB", (wide * ACROSS, high * math.ceil(len(part) / ACROSS)), "#9aa5b1")
        pen = ImageDraw.Draw(whole)
        for place, (caption, picture) in enumerate(part):
            left, top = place % ACROSS * wide + 4, place // ACROSS * high + 4
            pen.text((left, top), caption, fill="black", font_size=CAPTION - 4)
            small = picture.copy()
            small.thumbnail(CELL)
            whole.paste(small, (left, top + CAPTION))
        whole.save(path if not number else path.with_stem(f"{path.stem}-{number + 1}"))
