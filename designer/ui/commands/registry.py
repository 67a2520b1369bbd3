"""The table of commands, as features bring them: menus, tool bars, shortcuts and the command palette come from it.

Each row says all of a command: its words, its place in the menus, what it calls, its keys, its icon, and when it can
run, and its places in the menus of things on the canvas.
"""

from typing import Final

from designer.ui.app.features import FEATURES
from designer.ui.commands.command import Command, CommandTable
from designer.ui.commands.conditions import CONDITIONS
from designer.ui.commands.context import Context

COMMANDS: Final[tuple[Command[Context], ...]] = tuple(command for feature in FEATURES for command in feature.commands)
TABLE: Final = CommandTable(
    COMMANDS, CONDITIONS, tuple(submenu for feature in FEATURES for submenu in feature.submenus)
)
BY_ID: Final = TABLE.by_id
