"""Letters of a PDF as they come out on paper: their sizes in points, and what lies over the edge of its page."""

import ctypes
import math
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium


class PaperText(NamedTuple):
    """Texts of a PDF.

    Attributes:
        pages: How many it has.
        texts: How many pieces of text.
        least_pt: Size of the smallest letters, points.
        over: Pages on which some text lies over the edge, from 0.
    """

    pages: int
    texts: int
    least_pt: float
    over: tuple[int, ...]


def paper_text(path: Path) -> PaperText:
    """Return what PDFium finds of the letters in the PDF at PATH."""
    least, texts, over = math.inf, 0, []
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document):
            width, height = page.get_size()
            outside = False
            for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=4):
                texts += 1
                size = ctypes.c_float()
                pdfium.FPDFTextObj_GetFontSize(item.raw, ctypes.byref(size))
                matrix = item.get_matrix()
                # How much taller than its font size text becomes: the length of the image of (0, 1).
                least = min(least, size.value * math.hypot(matrix.c, matrix.d))
                left, bottom, right, top = item.get_bounds()
                outside = outside or left < -0.5 or bottom < -0.5 or right > width + 0.5 or top > height + 0.5
            if outside:
                over.append(number)
        return PaperText(len(document), texts, least, tuple(over))
