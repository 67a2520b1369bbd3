"""The pinned PySide6 survives what 6.12.0 on Python 3.11 does not: thousands of calls that return nothing."""

import os
import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QPen, QStandardItem
from PySide6.QtWidgets import QApplication, QGraphicsRectItem, QLabel

application = QApplication([])
thing, pen, item, label, box = QObject(), QPen(), QStandardItem(), QLabel(), QGraphicsRectItem()
place = QPointF(1, 2)
for number in range(20_000):
    thing.setObjectName("a")
    pen.setWidthF(1.5)
    item.setText("a")
    label.setText("a")
    box.setPos(place)
print("alive")
"""


def test_twenty_thousand_void_setters_do_not_abort_the_process() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", CALLS], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "alive"
