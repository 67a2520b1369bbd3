"""The deck and the saved views, presented: the Present menu."""

from typing import Final

from designer.ui.commands.actions import view
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature

PRESENTING: Final = Feature(
    commands=(
        Command("present.start", "Present the deck", "Present", view.present, "F5", "play", "design"),
        Command(
            "present.start_views", "Present the saved views", "Present", view.present_views, "Shift+F5", "eye", "design"
        ),
        Command(
            "present.save_view", "Save view with caption…", "Present", view.save_view, "Ctrl+Shift+V", "eye", "design"
        ),
        Command("present.views", "Saved views…", "Present", view.saved_views, "", "list", "design"),
    )
)
