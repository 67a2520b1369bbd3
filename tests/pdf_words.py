"""The words of a PDF and the size of its letters as PDFium reads them, which a browser shows PDFs with."""

from math import sqrt
from pathlib import Path

import pypdfium2
from pypdfium2 import raw


def pdf_pages(path: Path) -> list[str]:
    """Return the text of each page of the PDF at PATH, its words parted by single spaces."""
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    # PDFium tells a hyphen at the end of a line as this mark, as it cannot know whether the word has one.
    return [" ".join(text.replace("\ufffe", "-").split()) for text in texts]


def pdf_words(path: Path) -> str:
    """Return the text of all pages of the PDF at PATH, its words parted by single spaces."""
    return " ".join(pdf_pages(path))


def letter_sizes(path: Path) -> list[float]:
    """Return the size, points, of each letter of the PDF at PATH, whichever way it is turned."""
    sizes: list[float] = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                matrix = raw.FS_MATRIX()
                # What PDFium puts between words has no place on the page, and no matrix.
                if raw.FPDFText_GetMatrix(text, index, matrix) and not raw.FPDFText_IsGenerated(text, index):
                    scale = sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
                    sizes.append(raw.FPDFText_GetFontSize(text, index) * scale)
    return sizes
