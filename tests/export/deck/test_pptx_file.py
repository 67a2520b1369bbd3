"""The deck as PPTX, opened again: native text, tables, charts and connectors, in sizes that can be read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Inches, Pt

from designer.analysis.run import analyze
from designer.edit.nodes.nodes import set_node
from designer.edit.templates.templates import build_template
from designer.export.deck.deck import deck_of
from designer.export.deck.pptx_file import HEIGHT_IN, LEAST_PT, WIDTH_IN, write_deck
from designer.export.deck.records import Deck, Level
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.rules import review
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)
HOSTILE = (
    "=1+1",
    "<script>alert(1)</script>",
    "&amp; ]]> <a:t>",
    "‮gnp.exe",
    "🦙" * 20,
    "\u0007bell",
    "http://x.test/?a=b",
    "'--",
)


def written(design: Design, path: Path, template: Path | None = None, level: Level = "board") -> tuple[Deck, Any]:
    results = analyze(design, library=LIBRARY)
    findings = review(design, results, TODAY, library=LIBRARY)
    deck = deck_of(design, LIBRARY, results, findings, TODAY, level)
    write_deck(path, deck, design, results, findings, template=template)
    return deck, Presentation(str(path))


@pytest.fixture(scope="module")
def superpod(tmp_path_factory: pytest.TempPathFactory) -> tuple[Deck, Any]:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    return written(design, tmp_path_factory.mktemp("deck") / "pod.pptx")


def runs(slide: Any) -> list[Any]:
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
    return [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]


def test_every_slide_says_its_claim_and_its_notes_name_the_figures(superpod: tuple[Deck, Any]) -> None:
    deck, shown = superpod
    assert len(shown.slides) == len(deck.slides)
    for one, slide in zip(deck.slides, shown.slides, strict=True):
        texts = {shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
        assert texts["Title"] == one.title.text
        notes = slide.notes_slide.notes_text_frame.text
        assert all(bound.path in notes for bound in one.title.bound if bound.value is not None)


def test_text_can_be_read_and_nothing_lies_outside(superpod: tuple[Deck, Any]) -> None:
    for slide in superpod[1].slides:
        assert runs(slide)
        for run in runs(slide):
            assert run.font.size >= Pt(LEAST_PT), run.text
        for shape in slide.shapes:
            if shape.shape_type == MSO_SHAPE_TYPE.LINE or shape.is_placeholder:
                continue
            assert shape.left >= 0
            assert shape.left + shape.width <= Inches(WIDTH_IN) + 9525, shape.name
            assert shape.top + shape.height <= Inches(HEIGHT_IN) + 9525, shape.name


def test_money_is_a_chart_and_the_drawing_shapes_with_attached_connectors(superpod: tuple[Deck, Any]) -> None:
    deck, shown = superpod
    slides = {one.id: slide for one, slide in zip(deck.slides, shown.slides, strict=True)}
    charts = [shape.chart for shape in slides["money"].shapes if shape.has_chart]
    # What is bought, and beside it what each way has cost by each month.
    assert len(charts) == 2
    chart = charts[0]
    below, heights = chart.plots[0].series
    # Bars of a waterfall: each begins where the one before ended, the last one is their sum.
    assert below.values[0] == 0
    for place in range(1, len(heights.values) - 1):
        assert below.values[place] == pytest.approx(below.values[place - 1] + heights.values[place - 1])
    assert sum(heights.values[:-1]) == pytest.approx(heights.values[-1], rel=1e-6)
    drawing = slides["appendix"]
    lines = [shape for shape in drawing.shapes if shape.shape_type == MSO_SHAPE_TYPE.LINE]
    assert len(lines) > 5
    ids = {shape.shape_id for shape in drawing.shapes}
    for line in lines:
        ends = line.element.xpath(".//a:stCxn/@id | .//a:endCxn/@id")
        assert len(ends) == 2
        assert set(map(int, ends)) <= ids
    assert any(shape.has_table for shape in slides["risk"].shapes)
    pictures = [shape for shape in slides["decision"].shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert len(pictures) == 1
    assert pictures[0].element.xpath("./p:nvPicPr/p:cNvPr/@descr")[0].startswith("The hall of ")


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    for name, node in zip(HOSTILE, sorted(design.nodes), strict=False):
        try:
            design = set_node(design, node, name=name).applied(design)
        except RefusedInput:
            continue
    _, shown = written(design, tmp_path / "hostile.pptx", level="engineer")
    text = "\n".join(run.text for slide in shown.slides for run in runs(slide))
    assert "&amp; ]]> <a:t>" in text
    for slide in shown.slides:
        outside = [one for one in slide.part.rels.values() if one.is_external]
        assert outside == []


def test_a_template_lends_its_masters_and_keeps_none_of_its_slides(tmp_path: Path) -> None:
    own = Presentation()
    title = own.slides.add_slide(own.slide_layouts[0]).shapes.title
    assert title is not None
    title.text = "Somebody else's words"
    own.save(str(tmp_path / "house.pptx"))
    design = build_template("api-service", LIBRARY, {})
    deck, shown = written(design, tmp_path / "deck.pptx", tmp_path / "house.pptx")
    assert len(shown.slides) == len(deck.slides)
    assert all("Somebody" not in run.text for slide in shown.slides for run in runs(slide))
    (tmp_path / "broken.pptx").write_bytes(b"PK no presentation")
    with pytest.raises(RefusedInput, match=r"broken\.pptx is no presentation"):
        written(design, tmp_path / "deck.pptx", tmp_path / "broken.pptx")


def test_titles_stand_in_the_placeholder_that_outlines_read(superpod: tuple[Deck, Any]) -> None:
    deck, shown = superpod
    for one, slide in zip(deck.slides, shown.slides, strict=True):
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text == one.title.text
        # Nothing of the layout waits for a click: "Click to add text".
        assert [shape.placeholder_format.idx for shape in slide.placeholders] == [0]
