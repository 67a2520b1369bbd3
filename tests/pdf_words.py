"""The words of a PDF as PDFium reads them, which a browser shows PDFs with; hundreds of times faster than in Python."""

from pathlib import Path

import pypdfium2


def pdf_words(path: Path) -> str:
    """Return the text of all pages of the PDF at PATH, its words parted by single spaces."""
    with pypdfium2.PdfDocument(path) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    # PDFium tells a hyphen at the end of a line as this mark, as it cannot know whether the word has one.
    return " ".join(text.replace("\ufffe", "-").split())
