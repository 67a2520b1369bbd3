"""A view of the design is known by its rows in two tables, and nothing else names it."""

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import get_args

import pytest

from designer.catalog.library import Library
from designer.drawing.design_views import DESIGN_VIEWS, VIEW_IDS, DesignViewKind
from designer.drawing.drawing import Drawing
from designer.drawing.text import approximate_width
from designer.drawing.view_request import ViewRequest
from designer.edit.templates.templates import build_template
from designer.export import picture
from designer.export.picture import VIEWS
from designer.locations import RESOURCES
from designer.model.design import View, ViewId
from designer.ui.commands.actions import exports
from designer.ui.commands.registry import BY_ID, COMMANDS
from designer.ui.present import design_picture
from designer.ui.views import view_pages, view_tabs
from designer.ui.views.design_view import DesignView
from designer.ui.views.registry import VIEW_MAKERS

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


KNOWS_NONE = (view_tabs, view_pages, picture, design_picture, exports)


@pytest.mark.parametrize("module", KNOWS_NONE, ids=[one.__name__.rpartition(".")[2] for one in KNOWS_NONE])
def test_who_holds_draws_or_exports_views_knows_none_of_them(module: ModuleType) -> None:
    tree = ast.parse(inspect.getsource(module))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    own = tuple(f"designer.ui.views.{folder}." for folder in ("floor", "isometric", "power", "racks", "stack"))
    own += tuple(one.draw.__module__ for one in DESIGN_VIEWS)
    assert [name for name in imported if name.startswith(own)] == []
    # Where other words are the same as ids of views, such as the power medium, only comparisons are looked at.
    held = ast.walk(tree) if module in (view_tabs, view_pages) else _compared(tree)
    words = [node.value for node in held if isinstance(node, ast.Constant)]
    assert set(words) & set(VIEW_IDS) <= {"topology"}


def _compared(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from ast.walk(node)
