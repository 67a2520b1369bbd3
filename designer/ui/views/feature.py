"""The views of the design, and what is done in the room."""

from typing import Final

from designer.drawing.design_views import DESIGN_VIEWS
from designer.ui.commands.actions import floor, view
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature

VIEWS: Final = Feature(
    commands=(
        *(
            Command(f"view.{one.id}", one.title, "View", view.show(one.id), one.keys, one.icon, "design")
            for one in DESIGN_VIEWS
        ),
        Command("view.turn_left", "Turn the room to the left", "View/Room", view.turn(-1), "[", "turn-left", "design"),
        Command(
            "view.turn_right", "Turn the room to the right", "View/Room", view.turn(1), "]", "turn-right", "design"
        ),
        Command("floor.draw", "Draw a room", "View/Room", floor.draw, "", "floor-wall", "design"),
        Command(
            "floor.make_room",
            "Make a room for the racks without a place",
            "View/Room",
            floor.make_room,
            "",
            "",
            "design",
        ),
        Command("floor.place", "Place the racks without a place", "View/Room", floor.place, "", "", "design"),
        Command("floor.fill", "Fill the room with racks…", "View/Room", floor.fill, "Ctrl+Alt+F", "", "design"),
        Command(
            "floor.mark_aisles",
            "Mark the aisles between the rows",
            "View/Room",
            floor.mark_aisles,
            "",
            "floor-aisle",
            "design",
        ),
        Command("floor.turn", "Turn by 90°", "View/Room", floor.turn, "Ctrl+Alt+R", "", "selection"),
        Command("floor.measure", "Measure", "View/Room", floor.measure, "Ctrl+Alt+M", "floor-measure", "design"),
        Command("floor.underlay", "Drawing under the room…", "View/Room", floor.underlay, "", "picture", "design"),
    )
)
