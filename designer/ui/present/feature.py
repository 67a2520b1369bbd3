"""Saved views as slides: the Present menu."""

from typing import Final

from designer.ui.commands.actions import view
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature

PRESENTING: Final = Feature(
    commands=(
        Command("present.start", "Present", "Present", view.present, "F5", "play", "design"),
        Command(
            "present.save_view", "Save view with caption…", "Present", view.save_view, "Ctrl+Shift+V", "eye", "design"
        ),
        Command("present.views", "Saved views…", "Present", view.saved_views, "", "list", "design"),
    )
)
