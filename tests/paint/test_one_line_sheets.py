"""One-line diagrams on paper: words of 7 points at least, on as many sheets as that takes, every piece whole on one."""

import json
from pathlib import Path

import pypdfium2
import pytest

from designer.analysis.chain.failure.remaining_facility import plant_left
from designer.cli.main import run
from designer.drawing.current_theme import in_theme
from designer.drawing.one_line.cells import OneLine
from designer.drawing.one_line.one_line import draw_one_line
from designer.drawing.theme_tokens import theme_named, type_scale
from designer.edit.templates.templates import build_template
from designer.paint.pictures import write_pdf
from designer.paint.sheet import BLOCK_HEIGHT, LEAST_PT, MARGIN, sheet_areas
from designer.paint.text_widths import text_widths
from designer.store.project import write_project
from tests.pdf_words import pdf_words
from tests.shipped import LIBRARY

A3 = (1587.0, 1123.0)
A4 = (1122.5, 793.7)
"""Canvas pixels, 96 to the inch."""


def drawn(template: str, *failed: str) -> OneLine:
    design = build_template(template, LIBRARY, {})
    plant = plant_left(design, failed)
    before = plant_left(design, ())
    failure = plant.failure if plant else None
    return draw_one_line(design, plant, failure=failure, failed=failed, before=before, widths=text_widths())


@pytest.mark.parametrize("template", ["power-chain", "ai-stack", "dgx-superpod-h100"])
def test_words_have_seven_points_and_every_symbol_is_whole_on_one_sheet(template: str) -> None:
    drawing = drawn(template)
    areas = sheet_areas(drawing, *A3)
    room = A3[0] - 2 * MARGIN, A3[1] - 2 * MARGIN - BLOCK_HEIGHT
    for area in areas:
        scale = min(room[0] / area.width, room[1] / area.height)
        assert type_scale()["caption"].px * 72 / 96 * scale >= LEAST_PT - 1e-6
    for symbol in drawing.symbols:
        rect = drawing.rect_of(symbol.id)
        assert rect is not None
        whole = [one for one in areas if one.x <= rect.x and rect.right <= one.right]
        assert any(one.y <= rect.y and rect.bottom <= one.bottom for one in whole), symbol.id


def test_the_sheets_say_all_names_and_which_they_are(tmp_path: Path) -> None:
    drawing = drawn("ai-stack")
    with in_theme(theme_named("print")):
        write_pdf(tmp_path / "power.pdf", drawing, title="AI stack", subtitle="Power")
    said = pdf_words(tmp_path / "power.pdf")
    assert "…" not in said
    for symbol in drawing.symbols:
        assert symbol.lines[0].text.replace("\u00a0", " ") in said, symbol.id
    with pypdfium2.PdfDocument(tmp_path / "power.pdf") as document:
        # Sheets of A4 after one that shows where they lie.
        parts = min(len(sheet_areas(drawing, *sides)) for sides in (A4, A4[::-1]))
        assert len(document) == parts + 1 > 2
        assert f"sheet 1 of {parts}" in said


@pytest.mark.parametrize(
    ("template", "failed"),
    [
        ("power-chain", ("ups-a",)),
        ("power-chain", ("ups-a", "busway-b[0]")),
        ("power-chain", ("ups-a", "ups-b")),
        ("ai-stack", ("ups-a", "switchgear-b")),
    ],
)
def test_the_diagram_says_what_analyze_says(
    template: str, failed: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design = build_template(template, LIBRARY, {})
    write_project(tmp_path / "it.stackwright", design)
    asked = [part for one in failed for part in ("--fail", one)]
    assert run(["analyze", str(tmp_path / "it.stackwright"), "--only", "power", "--json", *asked]) == 0
    failure = json.loads(capsys.readouterr().out)["plant"]["failure"]
    drawing = drawn(template, *failed)
    black = {load.id: load for load in drawing.loads if load.dark.width}
    assert set(black) == set(failure["dark"])
    said = {name: " ".join(line.text for line in load.dark_lines) for name, load in black.items()}
    for name, count in failure["dark"].items():
        tile = drawing.tiles[drawing.tile_index[name]]
        assert (f"×{count:,}".replace(",", "\u202f") in said[name]) == (tile.copies > 1)
    dead = {symbol.id for symbol in drawing.symbols if symbol.state == "dead"}
    elements = {one.id: one.copies for one in drawing.tiles}
    assert dead == {name for name, count in failure["unpowered"].items() if count == elements[name]}
    watts = failure["lost_w"]["value"]
    if template == "power-chain" and watts:
        # One kind of device: its black tile says all of it.
        words = said["dgx"].replace("\u00a0", " ")
        assert ("260 kW" if watts == 260_000.0 else "1.04 MW") in words
        assert watts in {260_000.0, 1_040_000.0}
