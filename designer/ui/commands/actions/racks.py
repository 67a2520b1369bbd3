"""The commands of the racks, for menus and the command palette."""

from typing import TYPE_CHECKING

from designer.ui.commands.context import Context

if TYPE_CHECKING:
    from designer.ui.views.racks.page import RackPage


def fill(context: Context) -> None:
    """Fill racks by a rule."""
    if page := _page(context):
        page.open_fill()


def place_all(context: Context) -> None:
    """Give everything that waits a place."""
    if page := _page(context):
        page.racks.place_all()


def close_gaps(context: Context) -> None:
    """Close free units with blanking panels."""
    if page := _page(context):
        page.close_gaps()


def pack(context: Context) -> None:
    """Let everything fall as low as it goes."""
    if page := _page(context):
        page.racks.pack()


def swap(context: Context) -> None:
    """Exchange the places of two devices."""
    if page := _page(context):
        page.racks.swap()


def _page(context: Context) -> "RackPage | None":
    work = context.workspace
    if work is None:
        return None
    work.views.show_view("rack")
    return work.racks
