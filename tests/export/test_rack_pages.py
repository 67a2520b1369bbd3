"""Racks on paper: the PDF is opened and read, every rack is on it once, and no letter is smaller than 6 points."""

import re
import shutil
import subprocess
from datetime import date

import pytest

from designer.analysis.run import analyze
from designer.drawing.racks.elevations import draw_racks
from designer.edit.fabrics.superpod import superpod_design
from designer.export.picture import write_picture
from designer.model.design import Design, View
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY


@pytest.fixture(scope="module")
def design() -> Design:
    return superpod_design(LIBRARY, {"scale_units": 1})


def read(path, *options: str) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run([tool, *options, str(path), "-"], capture_output=True, text=True, check=True).stdout


def test_the_printed_pages_are_opened_and_read(tmp_path, design) -> None:
    path = tmp_path / "racks.pdf"
    write_picture(path, design, view="rack", theme="print", results=analyze(design), day=date(2026, 11, 25))
    text = read(path, "-layout")
    pages = text.split("\f")[:-1]
    assert len(pages) == 4
    for number, page in enumerate(pages):
        assert "DGX SuperPOD H100, 1 unit" in page
        assert f"Page {number + 1} of 4" in page
        assert "blanking panel" in page
        assert "25 November 2026" in page
    names = [column.title for column in draw_racks(design).columns]
    for name in set(names):
        assert len(re.findall(rf"^.*\b{re.escape(name)}(?: {{2,}}|$)", text, re.M)) == names.count(name), name
    assert "8 × Leaf switch" in text
    assert "U35–42" in text
    assert "40.8 kW, no limit set" in text
    assert "32 of 42U" in text


def test_no_letter_is_smaller_than_six_points(tmp_path, design) -> None:
    path = tmp_path / "racks.pdf"
    write_picture(path, design, view="rack", theme="print", results=analyze(design))
    boxes = read(path, "-bbox")
    assert re.search(r'<page width="842\.0*" height="595', boxes)
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<', boxes)
    # The box of a word is as high as its font's line; upright words (0U) are as high as they are long.
    heights = [float(bottom) - float(top) for top, bottom, word in words if word not in {"Rack", "PDU", "·", "0U"}]
    assert len(heights) > 300
    assert min(heights) >= 6.0


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_all_racks_on_one_sheet(tmp_path, design, suffix) -> None:
    path = tmp_path / f"racks{suffix}"
    write_picture(path, design, view="rack", theme="dark")
    assert path.stat().st_size > 10_000
    if suffix == ".svg":
        assert "Network rack" in path.read_text()


def test_a_saved_view_prints_its_own_racks(tmp_path, design) -> None:
    import msgspec

    view = View(id="mine", name="Mine", shows="rack", focus=("rack",), caption="The systems")
    path = tmp_path / "racks.pdf"
    write_picture(path, msgspec.structs.replace(design, views={"mine": view}), view="mine")
    text = read(path, "-layout")
    assert "The systems · 1 rack drawn" in text
    assert "Network rack" not in text


def test_without_a_rack_nothing_is_written(tmp_path) -> None:
    with pytest.raises(RefusedInput, match="There is no rack yet"):
        write_picture(tmp_path / "racks.pdf", Design(), view="rack")
    assert not list(tmp_path.iterdir())
