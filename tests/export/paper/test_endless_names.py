"""Names without a space or an end on paper: nothing lies on anything else."""

from pathlib import Path

import msgspec
import pytest

from designer.drawing.current_theme import in_theme
from designer.drawing.paper.records import LEAST_PT
from designer.drawing.racks.elevations import draw_racks
from designer.drawing.theme_tokens import theme_named
from designer.model.design import Design
from designer.paint.racks.pages import write_racks
from tests.export.paper.test_pack import hall, written
from tests.pdf_words import pdf_words
from tests.show.papers import of_pages


def named(letters: int) -> Design:
    design = hall()
    nodes = {one: msgspec.structs.replace(node, name="X" * letters) for one, node in design.nodes.items()}
    return msgspec.structs.replace(design, nodes=nodes)


def test_a_heading_of_two_hundred_letters_grows_upwards_off_the_line_below(tmp_path: Path) -> None:
    design = named(200)
    with in_theme(theme_named("print")):
        write_racks(tmp_path / "rack.pdf", design, draw_racks(design))
    assert of_pages(tmp_path / "rack.pdf", LEAST_PT) == []


@pytest.mark.long
@pytest.mark.parametrize("letters", [200, 20_000])
def test_names_of_a_pack_stay_on_their_sheets(letters: int, tmp_path: Path) -> None:
    path = tmp_path / "install.pdf"
    written(path, named(letters))
    wrong = of_pages(path, LEAST_PT)
    # What is longer than any sheet is shortened in its middle, and shows so.
    assert [one for one in wrong if not one.startswith("cut names")] == []
    assert ("…" in pdf_words(path)) is (letters > 400)
