"""The views of a design in one table: tabs, commands, slides, saved views and exported pictures read it.

What paints a view on the screen stands in `designer/ui/views/registry.py`, since this floor knows no window.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.drawing.isometric.view import draw_isometric_view
from designer.drawing.logical.view import draw_logical_view
from designer.drawing.one_line.view import draw_power_view
from designer.drawing.racks.view import draw_rack_view
from designer.drawing.rooms.view import draw_floor_view
from designer.drawing.stack.view import draw_stack_view
from designer.drawing.topology.view import draw_topology_view
from designer.drawing.view_request import DrawView
from designer.model.design import ViewId


class DesignViewKind(NamedTuple):
    """One view of a design.

    Attributes:
        id: Its name in saved views, in commands ("view.ID") and for the command line.
        title: Words in menus, and on its tab where it has one of its own.
        keys: Shortcut of its command, in Qt's portable text.
        icon: File in resources/icons without ".svg".
        draw: Draws it for slides, cards and files.
        is_slide: Whether a saved view of it is a slide.
        keeps_camera: Whether a saved view of it says which part was in sight; else all of it is shown.
        of_room: Whether it shows one room at a time.
        tab: Word on the tab that it shares with others, which are one view in several projections.
        page: Word for it among those.
    """

    id: ViewId
    title: str
    keys: str
    icon: str
    draw: DrawView
    is_slide: bool = True
    keeps_camera: bool = True
    of_room: bool = False
    tab: str = ""
    page: str = ""


DESIGN_VIEWS: Final = (
    DesignViewKind("topology", "Topology", "Ctrl+4", "frame", draw_topology_view, tab="Topology", page="Physical"),
    DesignViewKind(
        "topology-logical",
        "Topology, logical",
        "Ctrl+Shift+4",
        "frame",
        draw_logical_view,
        tab="Topology",
        page="Logical",
    ),
    DesignViewKind("floor", "Room, plan", "Ctrl+6", "room", draw_floor_view, of_room=True, tab="Room", page="Plan"),
    DesignViewKind(
        "isometric",
        "Room, isometric",
        "Ctrl+9",
        "isometric",
        draw_isometric_view,
        of_room=True,
        tab="Room",
        page="Isometric",
    ),
    DesignViewKind("stack", "Stack", "Ctrl+5", "list", draw_stack_view, keeps_camera=False),
    DesignViewKind("rack", "Racks", "Ctrl+7", "list", draw_rack_view, is_slide=False),
    DesignViewKind("power", "Power", "Ctrl+8", "ups", draw_power_view, keeps_camera=False),
)
"""In the order of their tabs; the first is in sight when a design is opened."""

VIEW_IDS: Final[tuple[ViewId, ...]] = tuple(view.id for view in DESIGN_VIEWS)
VIEWS_BY_ID: Final[Mapping[str, DesignViewKind]] = {view.id: view for view in DESIGN_VIEWS}
SLIDE_VIEWS: Final = frozenset(view.id for view in DESIGN_VIEWS if view.is_slide)
ROOM_VIEWS: Final = frozenset(view.id for view in DESIGN_VIEWS if view.of_room)
WHOLE_VIEWS: Final = frozenset(view.id for view in DESIGN_VIEWS if not view.keeps_camera)
"""Those that are always shown whole."""
