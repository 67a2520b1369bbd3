"""A canvas that only remembers what it was told, for panels under test until they meet the real one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from designer.model.design import Camera


class CanvasWidget(QWidget):
    selection_changed = Signal(tuple)
    message = Signal(str)
    zoom_changed = Signal(float)

    def __init__(self, session, library, theme, parent=None):
        super().__init__(parent)
        self.session, self.library = session, library
        self._ids = ()
        self.told = []

    def set_theme(self, theme):
        self.told.append(("theme", theme.name))

    def set_results(self, results, findings):
        self.told.append(("results",))

    def set_overlay(self, name):
        self.told.append(("overlay", name))

    def select(self, ids):
        self._ids = tuple(ids)
        self.selection_changed.emit(self._ids)

    def selected_ids(self):
        return self._ids

    def go_to(self, ids):
        self.told.append(("go_to", tuple(ids)))

    def fit(self):
        self.told.append(("fit",))

    def camera(self):
        return Camera(x=0, y=0, width=800, height=600)

    def show_view(self, view):
        self.told.append(("view", view.id))

    def set_tool(self, name):
        self.told.append(("tool", name))

    def place_part(self, part_id):
        from designer.edit.nodes import add_node

        self.session.commit(add_node(self.session.design, self.library, part_id, 0.0, 0.0))
