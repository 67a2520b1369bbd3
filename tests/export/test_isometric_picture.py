"""The isometric picture as a file: SVG, PNG and PDF in every theme, a saved view with its corner, colours."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from designer.edit.rooms.room_plan import add_room
from designer.edit.templates.templates import build_template
from designer.edit.views import add_view
from designer.export.picture import write_picture
from designer.model.design import Design
from tests.shipped import LIBRARY


@pytest.fixture(scope="module")
def pod() -> Design:
    return build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_the_picture_is_written_in_every_form_and_theme(pod: Design, tmp_path: Path, suffix: str, theme: str):
    path = tmp_path / f"room{suffix}"
    write_picture(path, pod, view="isometric", theme=theme)  # type: ignore[arg-type]
    assert path.stat().st_size > 5_000
    if suffix == ".svg":
        text = path.read_text(encoding="utf-8")
        assert "cold aisle" in text
        assert "along the walls and upwards" in text
        assert "Data hall" in text


def test_the_picture_shows_racks_and_not_only_a_floor(pod: Design, tmp_path: Path):
    with_racks, without = tmp_path / "racks.png", tmp_path / "bare.png"
    bare = Design(nodes={name: node for name, node in pod.nodes.items() if node.kind == "room"})
    write_picture(with_racks, pod, view="isometric", theme="light")
    write_picture(without, bare, view="isometric", theme="light")

    def dark_share(path: Path) -> float:
        image = QImage(str(path)).scaled(160, 100)
        return sum(image.pixelColor(x, y).lightness() < 110 for x in range(160) for y in range(100)) / 16_000

    assert dark_share(with_racks) > dark_share(without) + 0.08


def test_a_saved_view_keeps_its_room_and_its_corner(pod: Design, tmp_path: Path):
    design = add_room(pod, [(0, 0), (4_000, 0), (4_000, 3_000)], name="Store").applied(pod)
    design = add_view(design, "The store", shows="isometric", focus=["store"], quarter=1).applied(design)
    path, other = tmp_path / "store.svg", tmp_path / "hall.svg"
    write_picture(path, design, view="The store")
    text = path.read_text(encoding="utf-8")
    assert "4 × 3 m" in text
    assert "along the walls and upwards" in text
    assert "cold aisle" not in text
    write_picture(other, design, view="isometric", room="store")
    assert other.read_text(encoding="utf-8") != text


def test_a_room_can_be_coloured(pod: Design, tmp_path: Path):
    path = tmp_path / "room.svg"
    write_picture(path, pod, view="isometric", floor_overlay="cables")
    assert "Cables that end in one" in path.read_text(encoding="utf-8")
