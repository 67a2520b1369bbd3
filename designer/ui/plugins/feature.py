"""Own rules and other plug-ins: the command and its dialog."""

from typing import Final

from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature


def _plugins(context: Context) -> None:
    """List the plug-ins, to be read, switched on and switched off."""
    from designer.ui.plugins.rules_watch import open_plugins

    open_plugins(context)


PLUGINS: Final = Feature(
    commands=(Command("catalog.plugins", "Own rules…", "Catalog", _plugins, "", "", part_break=True),),
)
