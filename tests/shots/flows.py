"""Pictures of drawn flows: the arrows, the list, the card over a wire, a flow in the making."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from designer.edit.links.flows import add_flow

if TYPE_CHECKING:
    from designer.ui.app.workspace import Workspace
    from tests.shots.__main__ import Stage

FLOWS = (("dgx[3]", "dgx[17]", 400.0), ("dgx", "storage", None), ("storage", "dgx", 1600.0), ("ufm", "dgx-rest", 40.0))


def shoot_flows(stage: "Stage") -> None:
    """Flows on one scalable unit."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    work = window.workspace
    assert work is not None
    stage.analysed()
    work.show_panel("utilisation")
    window.commands.run("edit.flow_tool")
    work.utilisation.show_traffic("flows")
    stage.take("flows-none")
    for source, target, gbps in FLOWS:
        work.document.session.commit(add_flow(work.document.design, [source], [target], gbps))
    window.commands.run("edit.select_tool")
    stage.analysed()
    work.utilisation.flows.table.selectRow(1)
    stage.spin(0.6)
    stage.take("flows-list")
    pull(work, "dgx", "leaf")
    stage.take("flows-drawing")
    work.canvas.cancel()
    work.set_tool("select")
    network = work.document.results.network if work.document.results else None
    assert network is not None
    hover(work, max(network.links, key=lambda load: load.utilisation.value or 0.0).id)
    stage.spin(1.2)
    stage.take("flows-hover")
    work.canvas.select(("rails",))
    stage.spin(0.6)
    stage.take("flows-link")
    work.canvas.select((work.document.design.settings.flows[1].id,))
    stage.spin(0.6)
    stage.take("flows-selected")
    window.files.close_design()


def pull(work: "Workspace", source: str, target: str) -> None:
    """Hold a flow from SOURCE over TARGET."""
    work.set_tool("flow")
    canvas, drawing = work.canvas, work.canvas.stage.drawing
    start, end = (drawing.rect_of(one) for one in (source, target))
    assert start is not None
    assert end is not None
    left = Qt.MouseButton.LeftButton
    places = [QPointF(*canvas.screen_position(*rect.centre)) for rect in (start, end)]
    mouse(work, QEvent.Type.MouseButtonPress, places[0], left, left)
    for share in (0.5, 1.0):
        place = places[0] + (places[1] - places[0]) * share
        mouse(work, QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, left)


def hover(work: "Workspace", link_id: str) -> None:
    """Rest over the label of a link."""
    wire = work.canvas.stage.wire_of(link_id)
    if wire is None:  # so far away that it is part of a bundle
        work.canvas.go_to((link_id,))
        wire = work.canvas.stage.wire_of(link_id)
    assert wire is not None
    place = QPointF(*work.canvas.screen_position(*wire.label_rect.centre))
    mouse(work, QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)


def mouse(
    work: "Workspace", kind: QEvent.Type, place: QPointF, button: Qt.MouseButton, buttons: Qt.MouseButton
) -> None:
    """Send the canvas a mouse event."""
    canvas = work.canvas
    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(canvas, QMouseEvent(kind, place, canvas.mapToGlobal(place), button, buttons, plain))
