"""Drawings as PDF: letters of 7 points at least and no name cut, on as many sheets of A4 as that takes."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from designer.analysis.run import analyze
from designer.drawing.design_views import VIEWS_BY_ID
from designer.drawing.drawing import Drawing
from designer.drawing.paper.records import LEAST_PT
from designer.drawing.records import Rect
from designer.drawing.view_request import ViewRequest
from designer.edit.templates.templates import build_template
from designer.export.picture import write_picture
from designer.model.design import View
from designer.paint.sheet import readable_areas
from designer.paint.text_widths import text_widths
from tests.paper_sizes import paper_text
from tests.pdf_words import pdf_words
from tests.review.effects.broken_pod import broken_pod
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


def test_names_that_a_tile_can_hold_are_not_sent_to_a_list(tmp_path: Path) -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {})
    write_picture(tmp_path / "stack.pdf", design, view="stack", theme="print")
    words = pdf_words(tmp_path / "stack.pdf")
    assert "Quantum-2 QM9700" in words
    assert "What found no room" not in words


def test_the_line_below_the_title_goes_on_two_lines_beside_a_long_legend(tmp_path: Path) -> None:
    design = build_template("cloud-stack", LIBRARY, {})
    write_picture(tmp_path / "topology.pdf", design, view="topology", theme="print", day=date(2026, 11, 28))
    words = pdf_words(tmp_path / "topology.pdf")
    assert "Topology · logical picture · 28 November 2026" in words
    assert "What found no room" not in words


def test_a_label_beside_a_wire_at_the_edge_is_within_the_bounds() -> None:
    """The cords of the pod run left of its rack, and their label left of them."""
    request = ViewRequest(broken_pod(), View(id="", name="", shows="topology"), text_widths())
    drawing = VIEWS_BY_ID["topology"].draw(request)
    pills = drawing.label_boxes[np.ptp(drawing.label_boxes[:, ::2], axis=1) > 0]
    assert pills[:, 0].min() < drawing.boxes[:, 0].min() - 20.0
    assert pills[:, 0].min() >= drawing.bounds.x
    assert pills[:, 2].max() <= drawing.bounds.right


def test_two_sheets_share_what_is_a_little_too_wide_for_one() -> None:
    drawing = Drawing()
    drawing.bounds = Rect(0.0, 0.0, 1050.0, 500.0)
    first, second = readable_areas(drawing, 1000.0, 600.0)
    # Side by side with the overlap in which a symbol is whole on one of them, not nearly all of it twice.
    assert (first.x, first.width, second.x, second.right) == (0.0, 645.0, 405.0, 1050.0)
    assert first.right - second.x == 240.0
