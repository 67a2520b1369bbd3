"""A view of the design is known by its rows in two tables, and nothing else names it."""

import ast
import inspect
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from designer.catalog.library import Library
from designer.drawing.design_views import DESIGN_VIEWS, VIEW_IDS, VIEWS_BY_ID, DesignViewKind
from designer.drawing.drawing import Drawing
from designer.drawing.records import Frame, Rect
from designer.drawing.text import approximate_width
from designer.drawing.view_request import ViewRequest
from designer.edit.templates.templates import build_template
from designer.export import picture
from designer.export.picture import VIEWS
from designer.locations import RESOURCES
from designer.model.design import Design, View, ViewId
from designer.paint import painter as painter_module
from designer.paint import sheet
from designer.paint.painting import Painting
from designer.paint.view_painters import VIEW_PAINTERS
from designer.paint.view_writers import VIEW_WRITERS
from designer.ui.commands.actions import exports
from designer.ui.commands.registry import BY_ID, COMMANDS
from designer.ui.present import design_picture
from designer.ui.views import view_pages, view_tabs
from designer.ui.views.design_view import DesignView
from designer.ui.views.registry import VIEW_MAKERS

DISPLAY_LISTS = tuple(
    f"designer.{floor}.{name}"
    for floor in ("drawing", "paint")
    for name in ("rooms.floor.", "isometric.", "racks.", "one_line.")
)
"""Where display lists of their own and their painters stand."""
ASKED = ("fit", "fit_selection", "zoom_in", "zoom_out", "select", "shows", "show_view", "set_context_actions")
"""What has no sense of its own in DesignView: each view says what it does."""


def test_each_view_stands_in_both_tables_once_and_in_the_order_of_its_tab() -> None:
    assert len(set(VIEW_IDS)) == len(VIEW_IDS)
    assert set(VIEW_IDS) == set(get_args(ViewId))
    assert set(VIEW_MAKERS) == set(VIEW_IDS) - {"topology"}
    assert VIEW_IDS == VIEWS


@pytest.mark.parametrize("view", DESIGN_VIEWS, ids=VIEW_IDS)
def test_the_command_of_a_view_comes_from_its_row(view: DesignViewKind) -> None:
    command = BY_ID[f"view.{view.id}"]
    assert (command.title, command.shortcut, command.icon) == (view.title, view.keys, view.icon)
    assert (command.menu, command.when) == ("View", "design")
    assert (RESOURCES / "icons" / f"{view.icon}.svg").is_file()


def test_the_commands_of_views_stand_together_in_the_order_of_the_tabs() -> None:
    ids = [command.id for command in COMMANDS]
    first = ids.index("view.topology")
    assert ids[first : first + len(VIEW_IDS)] == [f"view.{name}" for name in VIEW_IDS]


@pytest.mark.parametrize("name", VIEW_MAKERS)
def test_a_view_answers_all_that_the_window_asks(name: ViewId) -> None:
    made = VIEW_MAKERS[name]
    assert isinstance(made, type)
    assert issubclass(made, DesignView)
    assert [asked for asked in ASKED if getattr(made, asked) is getattr(DesignView, asked)] == []


@pytest.mark.parametrize("for_slide", [False, True], ids=["file", "slide"])
@pytest.mark.parametrize("view", DESIGN_VIEWS, ids=VIEW_IDS)
def test_a_view_draws_itself_by_its_row(view: DesignViewKind, for_slide: bool, library: Library) -> None:
    design = build_template("dgx-superpod-h100", library, {"scale_units": "1"})
    asked = ViewRequest(design, View(id="it", name="It", shows=view.id), approximate_width, for_slide=for_slide)
    drawing = view.draw(asked)
    assert isinstance(drawing, Drawing)
    assert min(drawing.bounds.width, drawing.bounds.height) > 100.0


@pytest.mark.parametrize("view", DESIGN_VIEWS, ids=VIEW_IDS)
def test_the_drawing_of_a_view_is_painted_by_a_row_of_its_own_or_as_the_topology(view: DesignViewKind) -> None:
    drawing = view.draw(ViewRequest(Design(), View(id="it", name="It", shows=view.id), approximate_width))
    assert drawing.painted_as in VIEW_PAINTERS
    assert drawing.painted_as in {view.id, "topology"}


def test_one_more_row_paints_and_writes_one_more_display_list(monkeypatch, tmp_path: Path, qapp: QApplication) -> None:
    """A display list that is not in the product, in the place of the floor's."""
    done: list[str] = []

    class Sketch(Drawing):
        painted_as = "floor"

    def paint(painter: QPainter, drawing: Drawing, asked: Painting) -> None:
        done.append(f"painted {drawing.title} at {asked.scale:g}")

    def write(path: Path, drawing: Drawing, *, title: str, subtitle: str, day: date | None, **_: object) -> None:
        done.append(f"wrote {path.name}: {title}, {subtitle}, {day}")

    monkeypatch.setitem(VIEW_PAINTERS, "floor", paint)
    monkeypatch.setitem(VIEW_WRITERS, "floor", write)
    image = QImage(20, 20, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    design_picture.paint_into(painter, Sketch(title="Sketch"), Rect(0, 0, 10, 10), QRectF(0, 0, 20, 20), 0, most=4.0)
    painter.end()
    frame = Frame("hall", Rect(0, 0, 10, 10), "Hall", "", "", "room", 0)
    monkeypatch.setitem(
        picture.VIEWS_BY_ID, "floor", VIEWS_BY_ID["floor"]._replace(draw=lambda _: Sketch(frames=[frame]))
    )
    design = Design()
    # With something on it: blank paper would be refused.
    picture.write_picture(tmp_path / "it.svg", design, view="floor", day=date(2026, 11, 28))
    assert done == ["painted Sketch at 2", f"wrote it.svg: {design.name}, Room, plan, 2026-11-28"]


KNOWS_NONE = (view_tabs, view_pages, picture, design_picture, exports, painter_module, sheet)


@pytest.mark.parametrize("module", KNOWS_NONE, ids=[one.__name__.rpartition(".")[2] for one in KNOWS_NONE])
def test_who_holds_draws_or_exports_views_knows_none_of_them(module: ModuleType) -> None:
    tree = ast.parse(inspect.getsource(module))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    own = tuple(f"designer.ui.views.{folder}." for folder in ("floor", "isometric", "power", "racks", "stack"))
    own += tuple(one.draw.__module__ for one in DESIGN_VIEWS)
    assert [name for name in imported if name.startswith(own) or f"{name}.".startswith(DISPLAY_LISTS)] == []
    # Where other words are the same as ids of views, such as the power medium, only comparisons are looked at.
    held = ast.walk(tree) if module in (view_tabs, view_pages) else _compared(tree)
    words = [node.value for node in held if isinstance(node, ast.Constant)]
    assert set(words) & set(VIEW_IDS) <= {"topology"}


def _compared(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from ast.walk(node)
