"""A deck as PDF: a page for each slide, or a sheet with its notes, with bookmarks; vectors and text, no pixels."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from designer.analysis.results import Results
from designer.drawing.current_theme import in_theme
from designer.drawing.theme_tokens import ThemeName, theme_named
from designer.export.deck.pages.drawings import SlideDrawings
from designer.export.deck.pages.layout import slide_pages
from designer.export.deck.pages.words import bound_words
from designer.export.deck.pptx_file import write_deck
from designer.export.deck.records import Deck
from designer.files.reading import shown_name
from designer.files.writing import write_whole
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.findings import Finding

DECK_SUFFIXES: Final = (".pptx", ".pdf")


def write_deck_file(
    path: Path,
    deck: Deck,
    design: Design,
    results: Results,
    findings: Sequence[Finding],
    *,
    template: Path | None = None,
    theme: ThemeName = "light",
    notes: bool = False,
) -> None:
    """Write DECK as what the suffix of PATH says.

    Args:
        path: Ends in .pptx or .pdf.
        deck: Its slides.
        design: What their views are drawn of.
        results: Figures of the drawings.
        findings: Marked on the drawings.
        template: Of a PPTX, whose masters and fonts are taken.
        theme: Of a PDF; "print" is light.
        notes: Whether a PDF is for the speaker, with the notes below each slide; a PPTX always has them.

    Raises:
        RefusedInput: the suffix is another, or PATH cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in DECK_SUFFIXES:
        raise RefusedInput(f"{shown_name(path)}: a deck is written as {' or '.join(DECK_SUFFIXES)}.")
    if suffix == ".pptx":
        write_deck(path, deck, design, results, findings, template=template)
    else:
        write_deck_pdf(path, deck, design, results, findings, theme=theme, notes=notes)


def write_deck_pdf(
    path: Path,
    deck: Deck,
    design: Design,
    results: Results | None,
    findings: Sequence[Finding],
    *,
    theme: ThemeName = "light",
    notes: bool = False,
) -> None:
    """Write DECK to PATH as PDF; what each is for stands at `write_deck_file`.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    # Qt and pypdf are loaded only when a PDF is wanted.
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    from designer.paint.slides.files import notes_pdf, slides_pdf
    from designer.paint.text_widths import text_widths

    with in_theme(theme_named("dark" if theme == "dark" else "light")):
        pages = slide_pages(deck, SlideDrawings(design, results, findings, text_widths()))
        if notes:
            told = ["\n".join(text for text in (one.notes, bound_words(one)) if text) for one in deck.slides]
            body, begins = notes_pdf(pages, told, deck.title)
        else:
            body, begins = slides_pdf(pages, deck.title), list(range(len(pages)))
    writer = PdfWriter(clone_from=BytesIO(body))
    for page, begin in zip(pages, begins, strict=True):
        writer.add_outline_item(title=page.title, page_number=begin)
    # Readers show the bookmarks, and the name of the design instead of that of the file.
    writer.page_mode = "/UseOutlines"
    writer.create_viewer_preferences().display_doctitle = True
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    whole = BytesIO()
    writer.write(whole)
    write_whole(path, whole.getvalue())
