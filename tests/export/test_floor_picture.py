"""The floor as a file: SVG, PNG and PDF, a saved view with its room, the drawing under it, every theme."""

import struct
import zlib
from pathlib import Path

import pytest

from designer.edit.rooms.room_plan import add_room, set_underlay
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
def test_the_floor_is_written_in_every_form_and_theme(pod: Design, tmp_path: Path, suffix: str, theme: str):
    path = tmp_path / f"floor{suffix}"
    write_picture(path, pod, view="floor", theme=theme)  # type: ignore[arg-type]
    assert path.stat().st_size > 5_000
    if suffix == ".svg":
        text = path.read_text(encoding="utf-8")
        assert "cold aisle" in text
        assert "10,200 mm" in text
        assert "1 : " in text


def test_a_saved_view_of_a_floor_is_of_its_room(pod: Design, tmp_path: Path):
    design = add_room(pod, [(0, 0), (4_000, 0), (4_000, 3_000)], name="Store").applied(pod)
    design = add_view(design, "The store", shows="floor", focus=["store"]).applied(design)
    path = tmp_path / "store.svg"
    write_picture(path, design, view="The store")
    text = path.read_text(encoding="utf-8")
    assert "4,000 mm" in text
    assert "cold aisle" not in text


def test_a_picture_under_the_room_that_can_not_be_decoded_is_left_out(tmp_path: Path):
    header = b"IHDR" + struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)
    broken = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header)) + b"\0" * 50
    design = Design()
    design = add_room(design, [(0, 0), (4_000, 0), (4_000, 3_000)]).applied(design)
    design = set_underlay(design, "room", "broken.png", broken).applied(design)
    path = tmp_path / "room.png"
    write_picture(path, design, view="floor")
    assert path.stat().st_size > 1_000


def test_a_room_can_be_asked_for_and_coloured(pod: Design, tmp_path: Path):
    design = add_room(pod, [(0, 0), (4_000, 0), (4_000, 3_000)], name="Store").applied(pod)
    path = tmp_path / "room.svg"
    write_picture(path, design, view="floor", room="store")
    assert "4,000 mm" in path.read_text(encoding="utf-8")
    write_picture(path, design, view="floor", room="data-hall", floor_overlay="cables")
    assert "Cables that end in one" in path.read_text(encoding="utf-8")
