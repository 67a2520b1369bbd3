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
from designer.export.deck.pptx_file import HEIGHT_IN, WIDTH_IN, write_deck
from designer.export.deck.pptx_sheet import LEAST_PT
from designer.export.deck.records import Claim, Deck, DeckSlide, Level, Table
from designer.model.design import Design
from designer.model.figures.number_locale import localised
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
        assert texts["Title"] == localised(one.title.text)
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
    # Columns of quantities are shapes that can be counted and edited: one full box for each of 31 machines.
    boxes = [shape for shape in slides["delivers"].shapes if shape.name.startswith("Machines ")]
    assert len(boxes) == 31
    # The hall stands beside the table of what it takes.
    place = slides["place"].shapes
    assert [shape.shape_type for shape in place].count(MSO_SHAPE_TYPE.PICTURE) == 1
    assert sum(shape.has_table for shape in place) == 1
    # What owning costs has a band under its line.
    lines = charts[1]
    assert [plot.categories[0] for plot in lines.plots] == ["start", "start"]
    low, band = lines.plots[0].series
    owning = lines.plots[1].series[0]
    assert low.values[-1] < owning.values[-1] < low.values[-1] + band.values[-1]
    assert pictures[0].element.xpath("./p:nvPicPr/p:cNvPr/@descr")[0].startswith("The hall of ")


def test_a_drawing_is_cut_until_each_name_can_be_read(tmp_path: Path) -> None:
    """27 parts of a stack stand on two slides; every box says its name in ten points or more, whole."""
    deck, shown = written(build_template("ai-stack", LIBRARY, {}), tmp_path / "stack.pptx", level="engineer")
    titles = [slide.shapes.title.text_frame.text for slide in shown.slides]
    last = deck.slides[-1].title.text
    parts = [slide for slide, title in zip(shown.slides, titles, strict=True) if title.startswith(last)]
    assert len(parts) > 1
    assert titles[-1] == f"{last} ({len(parts)})"
    for slide in parts:
        boxes = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and shape.name]
        named = [shape for shape in boxes if shape.text_frame.text]
        assert named
        for shape in named:
            assert shape.text_frame.text.startswith(shape.name)
            # Half a size a letter is what a usual letter takes: the longest word fits on its line.
            size = shape.text_frame.paragraphs[0].runs[0].font.size
            assert max(map(len, shape.text_frame.text.split())) * 0.5 * size <= shape.width
    assert sum(len([one for one in slide.shapes if one.shape_type == MSO_SHAPE_TYPE.LINE]) for slide in parts) > 20


def test_rows_without_room_go_on_on_another_slide(tmp_path: Path) -> None:
    rows = tuple((f"Part {number} with a name that says a good deal of what it is", "12 weeks") for number in range(40))
    table = Table(header=("Part", "from order to delivery"), rows=rows, numbers=(1,), widths=(0.7, 0.3), note="All.")
    deck = Deck(
        title="A",
        date="29 November 2026",
        level="board",
        draft="",
        slides=(DeckSlide(id="x", title=Claim(text="Much"), left=(table,)),),
    )
    design = Design()
    write_deck(tmp_path / "rows.pptx", deck, design, analyze(design, library=LIBRARY), ())
    shown: Any = Presentation(str(tmp_path / "rows.pptx"))
    tables = [shape.table for slide in shown.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == len(shown.slides) > 1
    said = [table.cell(row, 0).text for table in tables for row in range(1, len(table.rows))]
    assert said == [row[0] for row in rows]
    for table in tables:
        assert sum(row.height for row in table.rows) <= Inches(5.1)


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
        assert slide.shapes.title.text_frame.text == localised(one.title.text)
        # Nothing of the layout waits for a click: "Click to add text".
        assert [shape.placeholder_format.idx for shape in slide.placeholders] == [0]
