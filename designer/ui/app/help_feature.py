"""Find a command, a key or a page of the guide: the Help menu."""

from typing import Final

from designer.ui.commands.actions import view
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature

HELP: Final = Feature(
    commands=(
        Command("help.palette", "Search or run a command…", "Help", lambda c: c.open_palette(), "Ctrl+K", "search"),
        Command("help.guide", "Guide", "Help", view.guide, "Ctrl+F1", "help"),
        Command("help.shortcuts", "Keyboard shortcuts", "Help", lambda c: c.open_shortcuts(), "F1", "help"),
        Command("help.about", "About Stackwright", "Help", view.about, "", "info"),
    )
)
