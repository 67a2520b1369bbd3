"""Pictures of editing many: outline, lasso, inspector of many, select by words, swap, find and replace."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog

from tests.shots.catalog import Camera

LEFT, NONE, PLAIN = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def shoot_many(stage: Camera, size: tuple[int, int]) -> None:
    """One scalable unit with many things selected, in every window that edits them."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    stage.analysed()
    work = window.workspace
    assert work is not None
    design = work.document.design
    switches = [node.id for node in design.nodes_in_order() if node.kind == "switch"]
    servers = [node.id for node in design.nodes_in_order() if node.kind == "server"]
    links = list(design.links)[:3]
    window.commands.run("view.outline")
    work.canvas.select(switches)
    stage.take("many-outline")
    work.outline.filter.setText("qm9700")
    stage.take("many-outline-filter")
    work.outline.filter.setText("nothing like it")
    stage.take("many-outline-nothing")
    work.outline.filter.clear()
    work.side.show_panel("parts")
    work.canvas.select([*servers[:2], *switches, *links])
    stage.take("many-inspector")
    work.canvas.select(switches)
    stage.take("many-switches")
    lasso(stage)
    for text, name in (("", "help"), ("switch where used > 50%", "found"), ("pwoer > 8 kW", "refused")):
        window.commands.run("many.query")
        for dialog in shown(stage):
            dialog.search.setText(text)
            stage.take(f"many-query-{name}", dialog)
            dialog.close()
    work.canvas.select(switches[:1])
    for part, name in (("nvidia/qm9790", "fits"), ("nvidia/sn2201", "lost"), ("", "none")):
        window.commands.run("edit.swap_part")
        for dialog in shown(stage):
            if part:
                dialog.picker.pick(part)
            stage.take(f"many-swap-{name}", dialog)
            dialog.close()
    work.canvas.select(())
    for find, replacement, expression in (("", "", False), ("e", "o", False), ("(a+)+", "b", True)):
        window.commands.run("many.replace")
        for dialog in shown(stage):
            dialog.checks["expression"].setChecked(expression)
            dialog.wanted.setText(find)
            dialog.replacement.setText(replacement)
            stage.take(f"many-replace-{len(find)}", dialog)
            dialog.close()
    window.open_palette()
    for dialog in shown(stage):
        dialog.search.setText("?switch where used > 50%")
        stage.take("many-palette", dialog)
        dialog.close()
    window.files.new_empty()
    stage.analysed()
    window.commands.run("view.outline")
    stage.take("many-outline-empty")


def lasso(stage: Camera) -> None:
    """A line half drawn around things."""
    work = stage.window.workspace
    assert work is not None
    canvas = work.canvas
    window = stage.window
    window.commands.run("edit.lasso_tool")
    width, height = canvas.width(), canvas.height()
    shares = [(0.15, 0.15), (0.5, 0.08), (0.8, 0.2), (0.75, 0.55), (0.5, 0.65), (0.3, 0.5), (0.12, 0.45)]
    places = [QPointF(width * x, height * y) for x, y in shares]
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(places) - 1)]
    for kind, place in zip(kinds, places, strict=True):
        QApplication.sendEvent(canvas, QMouseEvent(kind, place, canvas.mapToGlobal(place), LEFT, LEFT, PLAIN))
    stage.take("many-lasso")
    place = places[-1]
    QApplication.sendEvent(
        canvas, QMouseEvent(QEvent.Type.MouseButtonRelease, place, canvas.mapToGlobal(place), LEFT, NONE, PLAIN)
    )
    window.commands.run("edit.select_tool")


def shown(stage: Camera) -> list[QDialog]:
    """The dialogs that are open."""
    stage.spin(0.1)
    return [one for one in stage.window.findChildren(QDialog) if one.isVisible()]
