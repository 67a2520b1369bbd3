"""The same gestures on displays of 200% and 300%, each in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

HANDS = """
import json
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from designer.catalog.reading import read_library
from designer.drawing.theme_tokens import theme_named
from designer.edit.nodes.nodes import add_node
from designer.edit.session import Session
from designer.model.design import Design
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.widgets.look import window_look

application = QApplication([])
window_look().wear(theme_named("light"))
library = read_library()
design = add_node(Design(), library, "nvidia/dgx-h100", -304, 100, node_id="dgx").applied(Design())
design = add_node(design, library, "nvidia/qm9700", 200, -200, node_id="leaf").applied(design)
session = Session(design)
canvas = CanvasWidget(session, library)
canvas.resize(1000, 700)
canvas.show()
canvas.setFocus()
canvas.zoom_to(1.0)
canvas.centre_on(0, 0)
application.processEvents()
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

def send(kind, place, button, buttons):
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, buttons, keys)
    QApplication.sendEvent(canvas, event)

def at(x, y):
    return QPointF(*canvas.screen_position(x, y))

def drag(start, end):
    send(QEvent.Type.MouseMove, start, NONE, NONE)
    send(QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
    for step in (0.5, 1.0):
        send(QEvent.Type.MouseMove, start + (end - start) * step, NONE, LEFT)
    send(QEvent.Type.MouseButtonRelease, end, LEFT, NONE)
    application.processEvents()

drag(at(-192, 132), at(-92, 172))
moved = session.design.nodes["dgx"]
drag(at(*canvas.stage.port_place("dgx", "fabric")), at(*canvas.stage.port_place("leaf", "ports")))
QTest.keyClick(QApplication.focusWidget(), "8")
QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
(link,) = session.design.links.values()
picture = canvas.grab()
print(json.dumps({
    "ratio": canvas.devicePixelRatioF(), "width": picture.width(), "dgx": [moved.x, moved.y],
    "link": [link.a, link.a_port, link.b, link.b_port, link.cables],
}))
canvas.close_canvas()
"""


@pytest.mark.parametrize("factor", ["2", pytest.param("3", marks=pytest.mark.long)])
def test_gestures_on_a_fine_display(factor, tmp_path):
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": factor,
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }
    done = subprocess.run([sys.executable, "-c", HANDS], capture_output=True, text=True, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["ratio"] == float(factor)
    assert told["width"] == 1000 * int(factor)
    # 100 and 40 pixels of the window, whatever the display makes of them; −204 and 140 go to the even step of 8.
    assert told["dgx"] == [-208, 144]
    assert told["link"] == ["dgx", "fabric", "leaf", "ports", 8]
