"""Pictures of the room as it looks: from its corners, coloured, with something failed, near by."""

from designer.edit.rooms.room_plan import add_piece
from designer.model.rooms.room_plan import Box, Point, Tray
from tests.shots.catalog import Camera


def shoot_isometric(stage: Camera, size: tuple[int, int]) -> None:
    """The isometric picture in its states."""
    window = stage.window
    for units in ("1", "4"):
        window.files.new_from("dgx-superpod-h100", {"scale_units": units})
        stage.analysed()
        window.commands.run("view.isometric")
        stage.spin(0.4)
        stage.take(f"isometric-{units}su")
    work = window.workspace
    assert work is not None
    view, document = work.isometric, work.document
    window.commands.run("view.turn_right")
    work.canvas.select(("rack",))
    stage.spin(0.4)
    stage.take("isometric-turned")
    view.set_overlay("power")
    document.what_if.toggle_names(("rack[3]", "network-rack[1]"))
    stage.analysed()
    stage.spin(0.4)
    stage.take("isometric-failed")
    document.what_if.mend()
    view.set_overlay("")
    work.canvas.select(())
    room = view.room
    document.edit(lambda d: add_piece(d, room, Box(x_mm=2_600, y_mm=4_900, width_mm=400, depth_mm=400)))
    line = (Point(x_mm=900, y_mm=1_800), Point(x_mm=900, y_mm=4_200), Point(x_mm=15_600, y_mm=4_200))
    document.edit(lambda d: add_piece(d, room, Tray(id="", form="ladder", line=line)))
    stage.analysed()
    window.commands.run("view.turn_left")
    view.zoom_by(4.0)
    view.settle()
    stage.spin(0.4)
    stage.take("isometric-near")
    window.files.new_from("nvl72", {})
    stage.analysed()
    window.commands.run("view.isometric")
    stage.spin(0.4)
    stage.take("isometric-empty")
