"""Pictures of the racks: the view, a device held over one, the fill dialog, no rack at all."""

from functools import partial

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from designer.edit.nodes import nodes
from designer.edit.racks import rack_fill, rack_places
from designer.model.design import RackPlace
from designer.ui.views.racks.fill_dialog import RackFillDialog
from designer.ui.views.racks.view import RackView
from tests.shots.gestures import Camera

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def send(view: RackView, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    """A mouse event at a place of the view."""
    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QMouseEvent(kind, place, view.mapToGlobal(place), button, held, plain))


def shoot_racks(stage: Camera) -> None:
    """The SuperPOD's racks, and what hands do with them."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    work = window.workspace
    assert work is not None
    stage.analysed()
    window.commands.run("view.rack")
    stage.take("racks")
    work.canvas.select(("leaf",))
    work.racks.racks.fit_selection()
    stage.take("racks-near")
    work.racks.fit()
    stage.take("racks-far")
    document, view = work.document, work.racks.racks
    document.edit(partial(nodes.set_fact, node_id="rack", fact="depth_mm", value=800.0))
    document.edit(partial(nodes.set_node, node_id="leaf", rack={"u": 30}))
    document.edit(partial(rack_places.take_from_places, ids=["inband", "oob"]))
    document.edit(
        partial(
            rack_fill.close_gaps, library=document.library, rack_ids=["spine-rack"], part_id="generic/blanking-panel-1u"
        )
    )
    stage.analysed()
    view.show_racks(["spine-rack", "network-rack", "rack"])
    stage.take("racks-wrong")
    document.edit(partial(nodes.set_node, node_id="leaf", rack={"u": 35}))
    document.edit(partial(rack_places.put_at, node_id="oob", rack_id="network-rack", place=RackPlace(u=2)))
    stage.analysed()
    start = view.screen_rect("oob").center()
    send(view, QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
    for unit in (10, 34):
        send(view, QEvent.Type.MouseMove, view.screen_place("network-rack", unit), NONE, LEFT)
        stage.take(f"racks-held-{unit}")
    send(view, QEvent.Type.MouseButtonRelease, view.screen_place("network-rack", 20), LEFT, NONE)
    work.canvas.select(("network-rack",))
    work.racks.open_fill()
    stage.spin(0.3)
    for dialog in window.findChildren(RackFillDialog):
        stage.take("racks-fill", dialog)
        dialog.close()
    window.files.new_from("empty", {})
    stage.analysed()
    window.commands.run("view.rack")
    stage.take("racks-none")
    window.commands.run("view.topology")
