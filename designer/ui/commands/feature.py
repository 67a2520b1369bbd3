"""A feature of the window: the row by which all that it brings is known."""

from dataclasses import dataclass

from designer.ui.commands.command import Command, Submenu
from designer.ui.commands.context import Context
from designer.ui.commands.open_windows import WindowSpec
from designer.ui.panels.panel import PanelSpec


@dataclass(frozen=True, slots=True)
class Feature:
    """A subject of the program, with all that it brings into the window.

    Attributes:
        panels: Its tabs beside and below the drawing, in their order.
        windows: Its windows about the open design; a command opens each.
        commands: Its rows in the menus, in their order.
        submenus: Those of its menus that stand whole in context menus.
    """

    panels: tuple[PanelSpec, ...] = ()
    windows: tuple[WindowSpec, ...] = ()
    commands: tuple[Command[Context], ...] = ()
    submenus: tuple[Submenu, ...] = ()
