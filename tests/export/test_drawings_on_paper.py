"""Drawings as PDF: letters of 7 points at least and no name cut, on as many sheets of A4 as that takes."""

from datetime import date
from pathlib import Path

import pytest

from designer.analysis.run import analyze
from designer.drawing.paper.records import LEAST_PT
from designer.edit.templates.templates import build_template
from designer.export.picture import write_picture
from tests.paper_sizes import paper_text
from tests.pdf_words import pdf_words
from tests.shipped import LIBRARY


@pytest.mark.parametrize(
    ("template", "view"),
    [
        ("dragonfly", "topology"),
        ("cloud-stack", "topology"),
        ("rag-service", "stack"),
        ("ai-stack", "floor"),
        ("ai-stack", "power"),
    ],
)
def test_all_words_can_be_read_and_are_whole(template: str, view: str, tmp_path: Path) -> None:
    design = build_template(template, LIBRARY, {})
    results = analyze(design, library=LIBRARY)
    path = tmp_path / "drawing.pdf"
    write_picture(path, design, view=view, theme="print", results=results, day=date(2026, 11, 28))
    # A page is a whole number of dots, so a letter may come out a thousandth smaller.
    assert paper_text(path).least_pt >= LEAST_PT * 0.999
    assert "…" not in pdf_words(path)
