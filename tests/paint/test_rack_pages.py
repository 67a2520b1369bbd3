"""Racks on paper: every name whole, however long, however tall the rack, however many there are."""

from pathlib import Path

import pypdfium2
import pytest

from designer.drawing.current_theme import in_theme
from designer.drawing.racks.elevations import draw_racks
from designer.drawing.theme_tokens import theme_named
from designer.model.design import Design, Node, RackPlace
from designer.paint.racks.pages import LEAST_PT, paged, write_racks
from tests.paper_sizes import paper_text
from tests.pdf_words import pdf_words
from tests.shipped import LIBRARY

LONG = "Compute host for interactive notebooks of the second research group on the ground floor, with extra memory"


def hall(racks: int, units: int) -> Design:
    nodes: dict[str, Node] = {}
    for number in range(racks):
        rack_id = f"rack-{number}"
        nodes[rack_id] = Node(
            id=rack_id, kind="rack", name=f"{LONG} {number}", order=2 * number, facts={"rack_units": float(units)}
        )
        nodes[f"host-{number}"] = Node(
            id=f"host-{number}",
            kind="server",
            part="nvidia/dgx-h100",
            name=LONG,
            parent=rack_id,
            order=2 * number + 1,
            rack=RackPlace(u=1),
        )
    return LIBRARY.embedded(Design(nodes=nodes))


def text_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("units", [42, 48, 52])
def test_names_are_whole_on_paper(tmp_path: Path, units: int) -> None:
    design = hall(3, units)
    with in_theme(theme_named("print")):
        write_racks(tmp_path / "racks.pdf", design, draw_racks(design))
    said = pdf_words(tmp_path / "racks.pdf")
    assert paper_text(tmp_path / "racks.pdf").least_pt >= LEAST_PT * 0.999
    assert "…" not in said
    for word in LONG.split():
        # Heading and name of three racks.
        assert said.count(word) >= 6, word
    # Every unit has its number where there is room for letters of 7 points, else every fifth.
    assert (" 41 " in said) == (units == 42)
    assert " 40 " in said


def test_forty_racks_go_on_as_many_pages_as_they_need(tmp_path: Path) -> None:
    design = hall(40, 42)
    drawing = draw_racks(design)
    pages = paged(drawing)
    assert sum(len(page.columns) for page in pages) == 40
    with in_theme(theme_named("print")):
        write_racks(tmp_path / "racks.pdf", design, drawing)
    texts = text_of(tmp_path / "racks.pdf")
    assert len(texts) == len(pages) > 10
    assert all(f"Page {number + 1} of {len(pages)}" in text for number, text in enumerate(texts))
