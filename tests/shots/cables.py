"""Pictures of the tab of cables: all of a unit, found by words, and the hints when there are none."""

from tests.shots.catalog import Camera


def shoot_cables(stage: Camera) -> None:
    """A SuperPOD's cables, and a design without any."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    stage.analysed()
    work = window.workspace
    assert work is not None
    work.show_panel("cables")
    work.frame.set_across("below", 500)
    stage.spin(0.5)
    work.cables.table.selectRow(2)
    stage.take("tab-cables")
    work.cables.words.setText("storage optical")
    work.cables.table.sortByColumn(3, work.cables.table.horizontalHeader().sortIndicatorOrder())
    stage.take("tab-cables-found")
    work.canvas.select(("uplinks",))
    stage.take("select-link-run")
    work.cables.words.setText("nothing has this")
    stage.take("tab-cables-none-found")
    window.files.new_empty()
    stage.analysed()
    assert window.workspace is not None
    window.workspace.show_panel("cables")
    stage.take("tab-cables-empty")
