"""The stack as a file: by its name, and as a saved view, through the command line."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage

from designer.catalog.library import Library
from designer.cli.main import run
from designer.edit.views import add_view
from designer.export.picture import write_picture
from designer.export.text.text_form import write_text_design
from designer.model.design import Camera, Design
from tests.pdf_words import pdf_words


def words_of(path: Path) -> str:
    return " ".join("".join(text.itertext()) for text in ET.parse(path).iter() if text.tag.endswith("text"))


def test_the_stack_is_written_as_svg_png_and_pdf(tmp_path: Path, superpod: Design) -> None:
    for suffix in ("svg", "png", "pdf"):
        write_picture(tmp_path / f"stack.{suffix}", superpod, view="stack", theme="print")
    words = words_of(tmp_path / "stack.svg")
    for said in ("Serving, applications", "Facility", "DGX H100 × 31", "H100 × 248", "Stack"):
        assert said in words
    assert "DGX H100 × 31" in pdf_words(tmp_path / "stack.pdf")
    assert QImage(str(tmp_path / "stack.png")).width() > 2000


def test_a_saved_view_of_the_stack_holds_its_layers_whatever_its_camera(tmp_path: Path, superpod: Design) -> None:
    far = Camera(x=-50_000, y=-50_000, width=10, height=10)
    design = add_view(
        superpod, "Layers", caption="All in their layers", shows="stack", hidden_layers=("facility",), camera=far
    ).applied(superpod)
    write_picture(tmp_path / "layers.svg", design, view="Layers")
    words = words_of(tmp_path / "layers.svg")
    assert "All in their layers" in words
    assert "DGX H100 × 31" in words
    assert "Facility" not in words


@pytest.mark.parametrize("view", ["stack", "Layers"])
def test_the_command_line_writes_it(tmp_path: Path, superpod: Design, library: Library, view: str) -> None:
    design = add_view(superpod, "Layers", shows="stack").applied(superpod)
    write_text_design(tmp_path / "hall.yaml", design, library)
    out = tmp_path / "stack.svg"
    assert run(["export", str(tmp_path / "hall.yaml"), "-o", str(out), "--view", view]) == 0
    words = words_of(out)
    assert "Servers and fabric" in words
    assert "Cost share" in words
