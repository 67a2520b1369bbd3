"""Pictures of the floor: the SuperPOD's hall, an overlay, what is wrong, tools at work, no room yet."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.analysis.rooms.floor_positions import standing
from designer.edit.rooms.floor import move_placed, turn_placed
from designer.edit.rooms.room_plan import add_piece, set_piece
from designer.model.rooms.room_plan import Box, KeepOut, Point, Tray
from tests.shots.catalog import Camera


def shoot_floor(stage: Camera, size: tuple[int, int]) -> None:
    """The floor in its states."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {"scale_units": "4"})
    stage.analysed()
    work = window.workspace
    assert work is not None
    window.commands.run("view.floor")
    stage.spin(0.3)
    stage.take("floor")
    page = work.floor
    page.overlay_choice.show_choices([("power", "kW per rack")], "power")
    page.view.set_overlay("power")
    work.canvas.select(("rack",))
    stage.spin(0.3)
    stage.take("floor-power")
    work.canvas.select(())
    work.document.edit(lambda d: set_piece(d, page.room, "aisles", 0, contained=True))
    work.document.edit(lambda d: turn_placed(d, ["management-rack"], 180.0))
    page.view.set_overlay("air")
    stage.spin(0.3)
    stage.take("floor-air")
    window.commands.run("edit.undo")
    page.view.set_overlay("")
    document, room = work.document, page.room
    document.edit(lambda d: add_piece(d, room, Box(x_mm=8_400, y_mm=2_600, width_mm=500, depth_mm=500)))
    document.edit(
        lambda d: add_piece(d, room, Tray(id="", line=(Point(x_mm=600, y_mm=1_000), Point(x_mm=15_600, y_mm=1_000))))
    )
    corners = tuple(Point(x_mm=x, y_mm=y) for x, y in ((300, 3_300), (2_700, 3_300), (2_700, 4_500), (300, 4_500)))
    document.edit(lambda d: add_piece(d, room, KeepOut(corners=corners, why="Fire doors")))
    document.edit(lambda d: move_placed(d, ["management-rack"], 300, 100))
    document.edit(lambda d: move_placed(d, ["su-last"], 0, 600))
    stage.analysed()
    work.canvas.select((room,))
    stage.spin(0.3)
    stage.take("floor-wrong")
    work.canvas.select(())
    page.view.set_tool("measure")
    for move, x, y in (("press", 1_200, 5_400), ("move", 6_000, 5_400), ("release", 6_000, 5_400)):
        spot = page.view.screen_point(x, y).toPoint()
        action = {"press": QTest.mousePress, "release": QTest.mouseRelease}.get(move)
        if action is None:
            QTest.mouseMove(page.view, spot)
        else:
            action(page.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    stage.spin(0.2)
    stage.take("floor-measure")
    window.files.new_from("nvl72", {})
    stage.analysed()
    work = window.workspace
    assert work is not None
    window.commands.run("view.floor")
    stage.spin(0.3)
    stage.take("floor-empty")
    assert standing(work.document.design).count == 0
