"""The window as a person starts it, which also writes down where things are, for whoever moves the mouse.

python tests/ui/app/watched_window.py FILE
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from PySide6.QtCore import QPoint, QPointF, QTimer
from PySide6.QtWidgets import QApplication

import designer.ui.app.studio
from designer.drawing.current_theme import current_theme
from designer.ui.app.studio import Studio
from designer.ui.canvas.rendering.edge_handles import edge_handles
from designer.ui.exporting.card_grid import CardGrid
from designer.ui.make_real.dialog import MakeRealDialog


class WatchedStudio(Studio):
    """Writes what is in sight into a file several times a second."""

    def __init__(self, *given):
        super().__init__(*given)
        self.problems = []
        self._beat = 0
        self._file = Path(sys.argv[1])
        self._timer = QTimer(self)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._write)
        self._timer.start()

    def show_problem(self, problem):
        self.problems.append(repr(problem))
        super().show_problem(problem)

    def _write(self):
        self._beat += 1
        seen = {"windows": 0, "problems": self.problems, "theme": current_theme().name, "beat": self._beat}
        if self.windows:
            seen |= self._window(self.windows[0])
        dialogs = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one not in self.windows]
        seen["dialogs"] = [one.windowTitle() for one in dialogs]
        seen["focus"] = type(QApplication.focusWidget()).__name__
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(seen), "utf-8")
        fresh.replace(self._file)

    def _window(self, window):
        seen = {
            "windows": len(self.windows),
            "status": window.status.message.text(),
            "saved": window.top_bar.saved.text(),
            "middle": place(window, window.rect().center()),
        }
        work = window.workspace
        if work is None:
            seen["new"] = place(window.welcome.new_button)
            seen["create"] = place(window.welcome.form("dgx-superpod-h100").button)
            return seen
        design, canvas = work.document.design, work.canvas
        rows = work.palette_panel.list
        return seen | {
            "fresh": work.document.fresh,
            "search": place(work.palette_panel.search),
            "row": place(rows.viewport(), rows.visualRect(rows.currentIndex()).center()),
            "chosen": rows.chosen.part if rows.chosen else "",
            "free": free_place(canvas) if rows.chosen else None,
            "nodes": {
                node.id: [node.part, place(canvas, QPointF(*canvas.screen_position(*rect.centre)).toPoint())]
                for node in design.nodes.values()
                if (rect := canvas.stage.rect_of(node.id)) is not None
            },
            "handle": handle_place(canvas),
            "accept": accept_place(window),
            "export": place(window.top_bar.export),
            "entries": output_places(window),
            "links": [[link.a, link.b, link.cables] for link in design.links.values()],
        }


def place(widget, point=None):
    spot = widget.mapToGlobal(point if point is not None else widget.rect().center())
    return [spot.x(), spot.y()]


def handle_place(canvas):
    """Where the handle lies from which the tile under the pointer is connected."""
    below = [one for one in edge_handles(canvas.stage, canvas.stage.hovered) if one.side == "bottom"]
    return place(canvas, QPointF(*canvas.screen_position(*below[0].rect.centre)).toPoint()) if below else None


def accept_place(window):
    """Where the button lies that accepts what is proposed, once it can be pressed."""
    buttons = [one.accept_button for one in window.findChildren(MakeRealDialog)]
    return place(buttons[0]) if buttons and buttons[0].isVisible() and buttons[0].isEnabled() else None


def output_places(window):
    """Where the cards of the Export page are seen by their titles, while it is open."""
    return {
        card.title: place(
            grid.viewport(), (grid.visualRect(grid.model().index(row, 0)) & grid.viewport().rect()).center()
        )
        for grid in window.findChildren(CardGrid)
        if grid.isVisible()
        for row, card in enumerate(grid.cards)
    }


def free_place(canvas):
    """A place with room for a part, where nothing lies but the floor of a room and no tool bar floats."""
    stage = canvas.stage

    def is_free(corner):
        found = stage.hit(*stage.viewpoint.to_canvas(corner.x(), corner.y()))
        return found is None or (found.kind == "frame" and stage.design.nodes[found.id].kind == "room")

    for y in range(40, canvas.height() - 40, 10):
        for x in range(70, canvas.width() - 70, 10):
            corners = [QPoint(x + dx, y + dy) for dx in (-55, 0, 55) for dy in (-28, 0, 28)]
            if all(canvas.childAt(corner) is None and is_free(corner) for corner in corners):
                return place(canvas, QPoint(x, y))
    return None


if __name__ == "__main__":
    designer.ui.app.studio.Studio = WatchedStudio
    code = designer.ui.app.studio.open_window()
    sys.stdout.flush()
    sys.exit(code or os.EX_OK)
