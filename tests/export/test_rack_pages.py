"""Racks on paper: the PDF is opened and read, every rack is on it once, and no letter is smaller than 6 points."""

from collections import Counter
from datetime import date

import msgspec
import pypdfium2
import pytest

from designer.analysis.run import analyze
from designer.drawing.racks.elevations import draw_racks
from designer.edit.fabrics.superpod import superpod_design
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.picture import write_picture
from designer.model.design import Design, View
from designer.model.records import RefusedInput
from designer.paint.racks.pages import LEAST_PT
from tests.pdf_words import letter_sizes, pdf_pages, pdf_words
from tests.shipped import LIBRARY


@pytest.fixture(scope="module")
def design() -> Design:
    return superpod_design(LIBRARY, {"scale_units": 1})


def test_the_printed_pages_are_opened_and_read(tmp_path, design) -> None:
    path = tmp_path / "racks.pdf"
    write_picture(path, design, view="rack", theme="print", results=analyze(design), day=date(2026, 11, 25))
    pages = pdf_pages(path)
    assert len(pages) == 4
    for number, page in enumerate(pages):
        assert "DGX SuperPOD H100, 1 unit" in page
        assert f"Page {number + 1} of 4" in page
        assert "blanking panel" in page
        assert "25 November 2026" in page
    text = " ".join(pages)
    assert "Leaf switch 1–8" in text
    assert "U35–42" in text
    assert "40.8 kW, no limit set" in text
    assert "32 of 42U" in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_name_is_whole_and_no_letter_is_smaller_than_promised(tmp_path, template) -> None:
    made = build_template(template, LIBRARY, {})
    path = tmp_path / "racks.pdf"
    columns = draw_racks(made).columns
    if not columns:
        with pytest.raises(RefusedInput, match="There is no rack yet"):
            write_picture(path, made, view="rack", theme="print")
        return
    write_picture(path, made, view="rack", theme="print", results=analyze(made))
    sizes = letter_sizes(path)
    assert len(sizes) > 80 * len(columns)
    assert min(sizes) >= LEAST_PT >= 6.0
    with pypdfium2.PdfDocument(path) as document:
        assert {page.get_size() for page in document} == {(842.0, 595.0)}
    # Words only: a long name goes on on a second line.
    said = pdf_words(path)
    wanted = Counter(name for column in columns for name in (column.title, *(tag.title for tag in column.names)))
    assert {name: said.count(name) for name in wanted if said.count(name) < wanted[name]} == {}
    assert "…" not in said


def test_a_name_stands_on_one_line_so_that_it_keeps_off_its_neighbours(tmp_path, design) -> None:
    path = tmp_path / "racks.pdf"
    write_picture(path, design, view="rack", theme="print")
    with pypdfium2.PdfDocument(path) as document:
        lines = {line.strip() for page in document for line in page.get_textpage().get_text_range().splitlines()}
    for column in draw_racks(design).columns:
        for tag in column.names:
            assert any(tag.title in line for line in lines), tag.title


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_all_racks_on_one_sheet(tmp_path, design, suffix) -> None:
    path = tmp_path / f"racks{suffix}"
    write_picture(path, design, view="rack", theme="dark")
    assert path.stat().st_size > 10_000
    if suffix == ".svg":
        assert "Network rack" in path.read_text()


def test_a_saved_view_prints_its_own_racks(tmp_path, design) -> None:
    view = View(id="mine", name="Mine", shows="rack", focus=("rack",), caption="The systems")
    path = tmp_path / "racks.pdf"
    write_picture(path, msgspec.structs.replace(design, views={"mine": view}), view="mine")
    text = pdf_words(path)
    assert "The systems · 1 rack drawn" in text
    assert "Network rack" not in text


def test_without_a_rack_nothing_is_written(tmp_path) -> None:
    with pytest.raises(RefusedInput, match="There is no rack yet"):
        write_picture(tmp_path / "racks.pdf", Design(), view="rack")
    assert not list(tmp_path.iterdir())
