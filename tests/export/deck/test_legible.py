"""Pictures on slides can be read: letters of ten points in every template and odd design, and nothing cut."""

from pathlib import Path

import pytest
from pptx import Presentation

from designer.drawing.logical.logical import LogicalDrawing
from designer.drawing.logical.overview import Room, draw_overview
from designer.drawing.text import ELLIPSIS
from designer.drawing.view_request import ViewRequest
from designer.edit.nodes.nodes import set_node
from designer.export.deck.deck import deck_of
from designer.export.deck.pdf_file import write_deck_file
from designer.model.design import Design, View
from designer.paint.text_widths import text_widths
from designer.review.effects.preview import state_of
from tests.export.report.odd_designs import ODD, TEMPLATE_NAMES, odd_design
from tests.shipped import LIBRARY
from tests.show.outputs import DAY
from tests.show.papers import of_pages
from tests.show.validators import LEAST_SLIDE_PT

DENSE = ("data-platform", "cloud-stack", "one-rack")
"""Small letters stood on each of them: many tiers, many layers, one rack."""
REST = tuple(name for name in (*TEMPLATE_NAMES, *ODD) if name not in DENSE)


def _pages(name: str, folder: Path) -> list[str]:
    state = state_of(odd_design(name), LIBRARY, DAY)
    deck = deck_of(state.design, LIBRARY, state.results, state.findings, DAY)
    write_deck_file(folder / "deck.pdf", deck, state.design, state.results, state.findings)
    return of_pages(folder / "deck.pdf", LEAST_SLIDE_PT)


@pytest.mark.parametrize("name", [*DENSE, *(pytest.param(name, marks=pytest.mark.long) for name in REST)])
def test_no_letter_of_a_deck_is_below_ten_points(name: str, tmp_path: Path) -> None:
    assert _pages(name, tmp_path) == []


def _drawn(design: Design) -> LogicalDrawing:
    view = View(id="view", name="", shows="topology-logical")
    return draw_overview(ViewRequest(design, view, text_widths()), Room(1696.0, 712.0))


def test_what_is_drawn_coarser_still_stands_for_all_of_the_design() -> None:
    for name in ("dgx-superpod-h100", "dragonfly", "ai-stack"):
        design = odd_design(name)
        drawing = _drawn(design)
        behind = [one for tile in drawing.tiles for one in drawing.behind(tile.id)]
        assert len(behind) == len(set(behind)), name
        devices = {one for one in behind if design.nodes[one].part is not None}
        # Machines, switches and software are all behind some tile; plant is not in the picture.
        wanted = {
            node.id for node in design.nodes.values() if node.kind in {"server", "switch", "host", "storage", "serving"}
        }
        assert wanted <= devices, name
        assert not any(ELLIPSIS in tile.title for tile in drawing.tiles), name
        cables = {one for wire in drawing.wires for one in drawing.behind(wire.id)}
        assert cables <= set(design.links), name


def test_counts_are_of_the_whole_design() -> None:
    design = odd_design("dgx-superpod-h100")
    tiles = {tile.title: tile.copies for tile in _drawn(design).tiles}
    assert tiles["DGX H100"] == 31
    assert tiles["Leaf switch"] == 8


def test_a_name_of_two_hundred_letters_does_not_make_the_rest_small() -> None:
    design = odd_design("dgx-superpod-h100")
    design = set_node(design, "leaf", name="W" * 200).applied(design)
    drawing = _drawn(design)
    assert min(1696 / drawing.bounds.width, 712 / drawing.bounds.height) * 13 >= LEAST_SLIDE_PT * 2
    assert not any(ELLIPSIS in tile.title for tile in drawing.tiles)


def test_an_empty_design_has_no_empty_box_in_its_slides(tmp_path: Path) -> None:
    state = state_of(Design(), LIBRARY, DAY)
    deck = deck_of(state.design, LIBRARY, state.results, state.findings, DAY)
    write_deck_file(tmp_path / "deck.pptx", deck, state.design, state.results, state.findings)
    slides = Presentation(str(tmp_path / "deck.pptx")).slides
    assert not [shape for slide in slides for shape in slide.shapes if shape.shape_type == 13]
