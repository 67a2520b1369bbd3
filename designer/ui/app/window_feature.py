"""The window itself: its colours, how things move in it, and which of its sides are in sight."""

from collections.abc import Iterable
from typing import Final

from designer.model.figures.number_locale import LOCALES, TITLES
from designer.ui.commands.actions import view
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature


def _sample(name: str) -> str:
    """Return how the language NAME is called, with a number and a day as it writes them."""
    marks = LOCALES[name]
    return f"{TITLES[name]}: {marks.number('12,345.6')} · {marks.date.format(y='2026', m='11', d='29')}"


APPEARANCE: Final = Feature(
    commands=(
        Command("view.theme_system", "Colours of the system", "View/Colours", view.wear("system")),
        Command("view.theme_light", "Light", "View/Colours", view.wear("light"), "", "sun"),
        Command("view.theme_dark", "Dark", "View/Colours", view.wear("dark"), "", "moon"),
        Command("view.motion_system", "As the system says", "View/Motion", view.move_things("system")),
        Command("view.motion_glide", "Things glide to their places", "View/Motion", view.move_things("glide")),
        Command("view.motion_jump", "Things jump to their places", "View/Motion", view.move_things("jump")),
        Command("view.numbers_system", "As the system writes them", "View/Numbers", view.write_numbers("system")),
        *(Command(f"view.numbers_{name}", _sample(name), "View/Numbers", view.write_numbers(name)) for name in LOCALES),
    )
)


def sides(features: Iterable[Feature]) -> Feature:
    """Return the commands that show the sides of the window and each panel of FEATURES."""
    return Feature(
        commands=(
            Command(
                "view.toggle_palette",
                "Show or fold the parts",
                "View",
                view.toggle_palette,
                "Ctrl+1",
                "",
                "design",
                part_break=True,
            ),
            Command(
                "view.toggle_inspector",
                "Show or fold the inspector",
                "View",
                view.toggle_inspector,
                "Ctrl+2",
                "",
                "design",
            ),
            Command(
                "view.toggle_bottom",
                "Show or fold findings and charts",
                "View",
                view.toggle_bottom,
                "Ctrl+3",
                "",
                "design",
            ),
            Command(
                "view.fold_all", "Fold all panels, or bring them back", "View", view.fold_all, "Ctrl+\\", "", "design"
            ),
            Command(
                "view.dock_palette", "Dock or release the parts", "View/Dock", view.dock("palette"), "", "pin", "design"
            ),
            Command(
                "view.dock_inspector",
                "Dock or release the inspector",
                "View/Dock",
                view.dock("inspector"),
                "",
                "",
                "design",
            ),
            Command(
                "view.dock_bottom",
                "Dock or release findings and charts",
                "View/Dock",
                view.dock("below"),
                "",
                "",
                "design",
            ),
            Command(
                "view.strip", "Fold or unfold the figures", "View", view.toggle_strip, "Ctrl+Shift+1", "", "design"
            ),
            Command("view.map", "Map of the whole drawing", "View", view.toggle_map, "", "", "design"),
            Command("view.assumptions", "Book of assumptions", "View", view.assumptions, "", "", "design"),
            *(
                Command(
                    panel.command_id,
                    panel.said,
                    "View/Panels",
                    view.show_panel(panel.id),
                    panel.keys,
                    panel.icon,
                    "design",
                )
                for feature in features
                for panel in feature.panels
            ),
            Command("view.next_panel", "Go to the next panel", "View", view.next_panel, "F6", "", "design"),
        )
    )
