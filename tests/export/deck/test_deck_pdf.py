"""The deck as PDF, opened again: bookmarks, text, vectors, notes on request."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.export.deck.deck import deck_of
from designer.export.deck.pdf_file import write_deck_file
from designer.export.deck.records import Deck
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.rules import review
from tests.pdf_words import pdf_words
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 28)


def written(design: Design, path: Path, *, notes: bool = False) -> tuple[Deck, PdfReader]:
    results = analyze(design, library=LIBRARY)
    findings = review(design, results, TODAY, library=LIBRARY)
    deck = deck_of(design, LIBRARY, results, findings, TODAY)
    write_deck_file(path, deck, design, results, findings, notes=notes)
    return deck, PdfReader(path)


@pytest.fixture
def rag() -> Design:
    return build_template("rag-service", LIBRARY, {})


def test_each_slide_is_a_page_with_a_bookmark_and_text_that_is_found(rag: Design, tmp_path: Path) -> None:
    path = tmp_path / "deck.pdf"
    deck, reader = written(rag, path)
    assert len(reader.pages) == len(deck.slides)
    marks = [mark for mark in reader.outline if not isinstance(mark, list)]
    assert [mark.title for mark in marks] == [slide.title.text for slide in deck.slides]
    assert [reader.get_destination_page_number(mark) for mark in marks] == list(range(len(deck.slides)))
    assert reader.metadata is not None
    assert reader.metadata.title == rag.name
    said = pdf_words(path)
    for slide in deck.slides:
        assert slide.title.text in said
    assert not any(page.images for page in reader.pages)
    # Each font is in the file, at least the letters of it that are used.
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        described = (
            font["/DescendantFonts"][0]["/FontDescriptor"] if "/DescendantFonts" in font else font["/FontDescriptor"]
        )
        assert any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_notes_stand_below_their_slide_and_go_on_over_sheets(rag: Design, tmp_path: Path) -> None:
    told = "Say it slowly. " * 400
    design = replace(rag, settings=replace(rag.settings, description=f"First line.\n{told}"))
    path = tmp_path / "notes.pdf"
    deck, reader = written(design, path, notes=True)
    assert len(reader.pages) > len(deck.slides)
    assert pdf_words(path).count("Say it slowly.") == 400
    marks = [reader.get_destination_page_number(mark) for mark in reader.outline if not isinstance(mark, list)]
    assert marks[0] == 0
    # The next slide begins after the notes of the first.
    assert marks[1] == len(reader.pages) - len(deck.slides) + 1
    assert "Rests on: " in " ".join(reader.pages[marks[1]].extract_text().split())


def test_an_empty_design_and_another_suffix(tmp_path: Path) -> None:
    deck, reader = written(Design(), tmp_path / "empty.pdf")
    assert len(reader.pages) == len(deck.slides) > 0
    with pytest.raises(RefusedInput, match="deck is written as"):
        written(Design(), tmp_path / "deck.svg")
