"""The slide of phases: its sentences against the document, the same Gantt picture on a page and as PPTX shapes."""

from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation

from designer.analysis.run import analyze
from designer.drawing.records import Rect
from designer.drawing.slides.gantt import STEP_INK, gantt_items
from designer.drawing.slides.page import BoxItem, TextItem
from designer.edit.phases import add_phase
from designer.export.deck.deck import deck_of
from designer.export.deck.pptx_file import write_deck
from designer.export.deck.records import DeckSlide, Gantt, Table
from designer.model.design import Design
from designer.review.documents.results_document import results_document
from tests.export.deck.claim_checker import judged
from tests.export.deck.designs import template
from tests.export.deck.phase_checker import gantt_wrong, years_wrong
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 29)


def grown(*phases: dict[str, str]) -> Design:
    design = template("power-chain")
    for fields in phases:
        design = add_phase(design, fields).applied(design)
    return design


ONE = {"order_date": "2027-01-04", "energised": "2028-01-01", "energised_latest": "2028-09-01"}
KNOWN = {**ONE, "wanted": "2027-06-01", "title": "First half"}
TWO = {"order_date": "2028-01-03", "holds": "rack=2", "ramp_months": "2"}


def slide_of(design: Design) -> DeckSlide:
    deck = deck_of(design, LIBRARY, analyze(design, library=LIBRARY), (), TODAY)
    return next(slide for slide in deck.slides if slide.id == "timeline")


@pytest.mark.parametrize("phases", [(ONE,), (KNOWN, TWO), (ONE, TWO, TWO | {"holds": ""}, TWO | {"holds": ""})])
def test_sentences_are_true_of_the_document_and_false_of_another(phases: tuple[dict[str, str], ...]) -> None:
    design = grown(*phases)
    slide = slide_of(design)
    document = results_document(analyze(design, library=LIBRARY))
    other = grown(*(one | {"order_date": "2035-01-04", "energised": "", "energised_latest": ""} for one in phases))
    far = results_document(analyze(other, library=LIBRARY))
    assert len(slide.claims) == 2
    for claim in slide.claims:
        assert judged(claim.text, document)[1], claim.text
        assert not judged(claim.text, far)[1], claim.text
        assert {bound.path for bound in claim.bound} == {"phases.phases.#", "phases.delay_usd_per_month"}
    (gantt,) = (block for block in slide.left if isinstance(block, Gantt))
    items = gantt_items(gantt.phases, Rect(0.0, 0.0, 900.0, 400.0), 14.0)
    assert list(gantt_wrong(items, document)) == []
    assert list(gantt_wrong(items, far))
    (table,) = (block for block in slide.left if isinstance(block, Table))
    assert list(years_wrong(table.header, table.rows, document)) == []
    assert list(years_wrong(table.header, table.rows, far))
    assert (slide.title.stance == "opposite") == any("wanted" in one for one in phases)


def test_the_picture_has_each_step_as_a_shape_that_can_be_edited(tmp_path: Path) -> None:
    design = grown(KNOWN, TWO)
    results = analyze(design, library=LIBRARY)
    deck = deck_of(design, LIBRARY, results, (), TODAY)
    (slide,) = (one for one in deck.slides if one.id == "timeline")
    (gantt,) = (block for block in slide.left if isinstance(block, Gantt))
    path = tmp_path / "deck.pptx"
    write_deck(path, deck, design, results, ())
    place = deck.slides.index(slide)
    found = next(
        one
        for one in list(Presentation(str(path)).slides)[place:]
        if slide.title.text in {s.text_frame.text for s in one.shapes if s.has_text_frame}
    )
    names = {shape.name for shape in found.shapes}
    words = {shape.text_frame.text for shape in found.shapes if shape.has_text_frame}
    for step in gantt.phases.phases[0].steps:
        assert any(name.endswith(f"/{step.key}") for name in names), step.key
        assert step.title in words
    assert {"First half", "Phase 2"} <= words
    assert not any(shape.shape_type == 13 for shape in found.shapes)  # 13 is a picture


def test_bars_lie_in_their_room_in_the_order_of_their_days() -> None:
    results = analyze(grown(KNOWN, TWO), library=LIBRARY)
    assert results.phases is not None
    room = Rect(10.0, 20.0, 900.0, 400.0)
    items = gantt_items(results.phases, room, 14.0)
    boxes = {item.key: item.rect for item in items if isinstance(item, BoxItem)}
    assert all(room.x <= rect.x and rect.right <= room.right + 5 for rect in boxes.values())
    assert all(rect.bottom <= room.bottom for rect in boxes.values())
    bars = [boxes[key] for key in boxes if key.rpartition("/")[2] == "installation"]
    after = [boxes[key] for key in boxes if key.rpartition("/")[2] == "commissioning"]
    assert all(a.x <= b.x for a, b in zip(bars, after, strict=True))
    assert {item.fill for item in items if isinstance(item, BoxItem)} >= {STEP_INK["delivery"], STEP_INK["ramp"]}
    runs = [item.text for item in items if isinstance(item, TextItem) and item.key.endswith("/runs")]
    assert runs == [f"≥ {phase.running.p50}" for phase in results.phases.phases]
