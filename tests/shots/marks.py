"""Pictures of notes, frames, arrows and pictures beside a superpod, and of groups that are folded."""

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen

from designer.edit.marks.marks import add_arrow, add_frame, add_note, add_picture, set_mark
from designer.edit.nodes.folding import fold, to_fold
from tests.shots.catalog import Camera

PHASE = """Phase 2, from June

• 2 MW more from the landlord
• second spine row
• keep the aisle of 1.2 m free"""


def shoot_marks(stage: Camera, size: tuple[int, int]) -> None:
    """What a person draws beside the equipment, each selected once, then folded groups."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    stage.analysed()
    work = window.workspace
    assert work is not None
    edit = work.document.edit
    bounds = work.canvas.stage.drawing.bounds
    left, top, right = bounds.x, bounds.y, bounds.right
    spine = next(node.id for node in work.document.design.nodes.values() if "spine" in node.title.lower())
    edit(lambda d: add_note(d, right + 80, top, PHASE, width=264, height=150))
    edit(lambda d: add_note(d, right + 80, top + 200, "לשאול את בעל הבית 🚀", width=264, height=64))
    edit(lambda d: set_mark(d, "note-2", colour="violet"))
    edit(lambda d: add_frame(d, left - 48, top - 72, "Hall A · north", width=bounds.width + 96, height=300))
    edit(lambda d: add_arrow(d, [(right + 80, top + 90), (right - 40, top + 90), (0, 0)], ("", spine), "grows here"))
    edit(lambda d: set_mark(d, "arrow", colour="green"))
    edit(lambda d: add_picture(d, "hall.png", hall(), right + 212, top + 420))
    edit(lambda d: set_mark(d, "picture", text="The hall, seen from the north"))
    work.canvas.select([])
    work.canvas.fit()
    stage.take("marks")
    work.canvas.select(["note"])
    work.canvas.fit_selection()
    stage.take("marks-note")
    work.canvas._in_place.edit_name("note")
    stage.take("marks-writing")
    work.canvas._in_place.close(keep=False)
    work.canvas.select(["arrow"])
    work.canvas.fit_selection()
    stage.take("marks-arrow")
    work.canvas.select(["frame"])
    work.canvas.zoom_to(0.35)
    stage.take("marks-frame")
    work.canvas.select(["picture"])
    work.canvas.fit_selection()
    stage.take("marks-picture")
    window.commands.run("view.outline")
    work.canvas.select(["note-2"])
    stage.take("marks-outline")
    work.canvas.select([])
    work.canvas.fit()
    work.canvas.zoom_to(0.12)
    stage.take("marks-far")
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    stage.analysed()
    work = window.workspace
    assert work is not None
    groups = to_fold(work.document.design, work.document.design.nodes)
    work.canvas.select(groups[:1])
    work.canvas.fit()
    stage.take("folding-open")
    pods = [one for one in groups if work.document.design.nodes[one].kind == "pod"]
    pods += [one for one in groups if "torage" in work.document.design.nodes[one].title]
    work.document.edit(lambda d: fold(d, pods, folded=True))
    stage.analysed()
    work.canvas.fit()
    stage.take("folding-folded")
    window.commands.run("view.utilisation")
    stage.take("folding-heat")
    window.commands.run("view.heat_nothing")
    inside = next(node.id for node in work.document.design.nodes.values() if node.parent in pods)
    work.canvas.go_to((inside,))
    stage.take("folding-inside")


def hall() -> bytes:
    """A picture of a hall with two rows of racks."""
    image = QImage(960, 540, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sky = QLinearGradient(0, 0, 0, 540)
    sky.setColorAt(0, QColor("#B8C6D6"))
    sky.setColorAt(1, QColor("#6D7B8C"))
    painter.fillRect(image.rect(), sky)
    painter.setPen(QPen(QColor("#2C3642"), 3))
    for row, y in enumerate((150, 330)):
        for number in range(12):
            painter.setBrush(QColor("#3C4A5A" if (row + number) % 5 else "#5DB1E8"))
            painter.drawRect(QRectF(60 + number * 70, y, 58, 120))
    painter.setPen(QPen(Qt.GlobalColor.white, 4, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(40, 300), QPointF(920, 300))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())
