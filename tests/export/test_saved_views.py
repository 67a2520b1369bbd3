from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from designer.edit.templates.templates import build_template
from designer.edit.views import add_view
from designer.export.picture import write_picture
from designer.model.design import Camera, Design
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY


@pytest.fixture(scope="module")
def superpod() -> Design:
    return build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})


def words_of(path: Path) -> str:
    return " ".join("".join(text.itertext()) for text in ET.parse(path).iter() if text.tag.endswith("text"))


def test_a_saved_view_draws_its_focus_alone(tmp_path: Path, superpod: Design) -> None:
    design = add_view(superpod, "Disks", focus=("storage-rack",)).applied(superpod)
    path = tmp_path / "disks.svg"
    write_picture(path, design, view="Disks")
    assert "DDN AI400X2" in words_of(path)
    assert "DGX H100" not in words_of(path).replace("DGX SuperPOD H100", "")


def test_a_saved_camera_draws_what_it_saw(tmp_path: Path, superpod: Design) -> None:
    far = Camera(x=-50_000, y=-50_000, width=10, height=10)
    design = add_view(superpod, "Nowhere", camera=far).applied(superpod)
    path = tmp_path / "nowhere.svg"
    with pytest.raises(RefusedInput, match="nothing is in the part that the view shows"):
        write_picture(path, design, view="Nowhere")
