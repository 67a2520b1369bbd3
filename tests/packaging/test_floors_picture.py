"""The picture of the floors shows what the code imports, on the floors that the contract names."""

import importlib.util
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = """
[[tool.importlinter.contracts]]
name = "Something else"
type = "forbidden"

[[tool.importlinter.contracts]]
name = "The floors"
type = "layers"
layers = ["window | command", "drawing", "model"]
containers = ["designer"]
exhaustive_ignores = ["__main__"]
"""
CODE = {
    "__init__.py": "",
    "__main__.py": "from designer.window import main\n",
    "window/__init__.py": "",
    "window/main.py": (
        "import designer.drawing.lines\nfrom designer.model import node, link\nfrom designer.window import other\n"
    ),
    "window/other.py": "def late():\n    from designer import model; from designer import drawing\n",
    "command.py": "import json\nfrom designer.model.node import Node\n",
    "drawing/lines.py": "from designer.model.node import Node\n\n\n",
    "model/node.py": '"""A node."""\n',
}


@pytest.fixture(scope="module")
def picture() -> ModuleType:
    spec = importlib.util.spec_from_file_location("floors_picture", ROOT / "packaging" / "floors_picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def product(picture: ModuleType) -> Any:
    """The structure of the product itself, read once: that takes seconds."""
    return picture.read_structure(ROOT)


def tree(folder: Path, **more: str) -> Path:
    (folder / "pyproject.toml").write_text(CONTRACT)
    for name, text in {**CODE, **{key.replace("__", "/") + ".py": text for key, text in more.items()}}.items():
        path = folder / "designer" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def drawn_arrows(svg: str) -> dict[tuple[str, str, str], int]:
    return {
        (one.attrib["data-from"], one.attrib["data-to"], one.attrib["data-way"]): int(one.attrib["data-count"])
        for one in ET.fromstring(svg).iter()
        if "data-from" in one.attrib
    }


def drawn_packages(svg: str) -> dict[str, tuple[int, int]]:
    return {
        one.attrib["data-package"]: (int(one.attrib["data-files"]), int(one.attrib["data-lines"]))
        for one in ET.fromstring(svg).iter()
        if "data-package" in one.attrib
    }


def test_a_small_tree_is_drawn_as_it_is(picture: ModuleType, tmp_path: Path) -> None:
    structure = picture.read_structure(tree(tmp_path))
    assert structure.floors == (("window", "command"), ("drawing",), ("model",))
    assert structure.upward == {}
    svg = picture.svg_of(structure)
    assert drawn_packages(svg) == {"window": (3, 5), "command": (1, 2), "drawing": (1, 3), "model": (1, 1)}
    # Two names of one line of import are one; two modules named behind "from designer import" are two.
    assert drawn_arrows(svg) == {
        ("window", "drawing", "down"): 2,
        ("window", "model", "down"): 2,
        ("command", "model", "down"): 1,
        ("drawing", "model", "down"): 1,
    }
    assert "All 6 imports between them go down." in svg


def test_arrows_go_down_into_their_target_and_through_no_box(picture: ModuleType, product: Any, tmp_path: Path) -> None:
    for structure in (picture.read_structure(tree(tmp_path)), product):
        layout = picture.lay_out(structure)
        tops = [min(layout.boxes[name].y for name in floor) for floor in structure.floors]
        assert tops == sorted(tops)
        for arrow in layout.arrows:
            source, target = layout.boxes[arrow.source], layout.boxes[arrow.target]
            assert source.y < arrow.y < source.bottom < target.y
            assert source.right < arrow.x < target.right
            crossed = [
                name
                for name, box in layout.boxes.items()
                if arrow.y < box.bottom and box.y < target.y and arrow.x - arrow.thickness / 2 < box.right
            ]
            assert set(crossed) <= {arrow.source}


def test_no_two_arrows_come_down_on_each_other(picture: ModuleType, product: Any) -> None:
    lanes = sorted((arrow.x, arrow.thickness) for arrow in picture.lay_out(product).arrows)
    assert len(lanes) > 30
    for (left, thick), (right, thicker) in pairwise(lanes):
        assert right - left > (thick + thicker) / 2


@pytest.mark.parametrize(
    ("where", "line", "pair"),
    [
        ("model__up", "from designer.drawing.lines import draw\n", ("model", "drawing")),
        ("command", "from designer.window.main import run\n", ("command", "window")),
    ],
)
def test_an_import_that_does_not_go_down_is_marked(
    picture: ModuleType, tmp_path: Path, where: str, line: str, pair: tuple[str, str]
) -> None:
    structure = picture.read_structure(tree(tmp_path, **{where: line}))
    assert structure.upward == {pair: 1}
    svg = picture.svg_of(structure)
    assert drawn_arrows(svg)[(*pair, "up")] == 1
    assert f"these do not go down: {pair[0]} → {pair[1]} (1)." in svg
    assert [one.text for one in ET.fromstring(svg).iter() if one.text == "!"] == ["!"]


def test_a_folder_without_a_floor_and_a_floor_without_code_are_refused(picture: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with pytest.raises(SystemExit, match="designer/cellar stands on no floor"):
        picture.read_structure(tree(tmp_path / "one", cellar=""))
    bare = tree(tmp_path)
    (bare / "designer" / "drawing" / "lines.py").unlink()
    with pytest.raises(SystemExit, match="names a floor 'drawing' that is not in designer"):
        picture.read_structure(bare)


def test_floors_of_the_picture_of_the_contract_and_of_the_tree_are_the_same(picture: ModuleType, product: Any) -> None:
    _, floors, ignored = picture.read_contract(ROOT)
    named = {name for floor in floors for name in floor}
    folder = ROOT / "designer"
    there = {path.parent.name for path in folder.glob("*/__init__.py")} | {path.stem for path in folder.glob("*.py")}
    assert there - {"__init__", *ignored} == named
    assert set(drawn_packages((ROOT / picture.PICTURE).read_text("utf-8"))) == named
    assert product.upward == {}
    assert sum(package.files for package in product.packages.values()) > 500
