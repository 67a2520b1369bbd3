"""The tray beside the racks: what has no place yet, to be dragged to a unit or placed with Enter."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.racks.elevations import layer_of
from designer.model.design import Design, Node
from designer.model.kinds import KINDS, RACKS, Role
from designer.model.rooms.rack_slots import box_of, takes_place
from designer.ui.views.racks.view import NODE
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.row_list import Row, RowList

MOST_ROWS: Final = 300
_RACKED: frozenset[Role] = frozenset({"host", "switch", "storage"})


class RackTray(QWidget):
    """Devices without a place: those of the racks in sight first, then those that stand in no rack."""

    wanted = Signal(str)
    """Id of a node that is to go to the first place that takes it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel")
        self.setFixedWidth(208)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 8, 0, 8)
        down.setSpacing(4)
        self.list = RowList("Devices without a place", self, clicked=self._clicked)
        self.list.doubleClicked.connect(self._placed)
        self.list.setToolTip("Drag to a rack unit, or press Enter for the first place that takes it")
        down.addWidget(self.list, 1)
        self.note = label("Drag to a unit. Enter takes the first place.", "muted", self, wraps=True)
        self.note.setContentsMargins(16, 4, 16, 8)
        down.addWidget(self.note)

    def show_design(self, design: Design, racks: Collection[str]) -> None:
        """List what waits in RACKS and in the open."""
        inside: list[Node] = []
        outside: list[Node] = []
        for node in design.nodes_in_order():
            if node.rack is not None or not takes_place(node):
                continue
            parent = design.nodes.get(node.parent or "")
            # Only of the racks that are shown; and, in the open, only what would go into a rack.
            if parent is not None and parent.kind in RACKS:
                if parent.id in racks:
                    inside.append(node)
            elif box_of(design, node).height_u is not None or KINDS[node.kind].role in _RACKED:
                outside.append(node)
        rows: list[Row] = []
        for title, nodes in (("In these racks", inside), ("In no rack", outside)):
            if nodes:
                rows.append(Row("", title, aside=str(len(nodes)), heading=True))
                rows += [_row(design, node) for node in nodes[:MOST_ROWS]]
        self.list.show_rows(rows)
        self.setVisible(bool(rows))

    def _clicked(self, _: QModelIndex) -> None:
        row = self.list.chosen
        if row is not None and row.key:
            self.chosen.emit(row.key)

    def _placed(self, _: QModelIndex) -> None:
        self.place_chosen()

    def place_chosen(self) -> None:
        """Ask for the first place for the row that is chosen."""
        row = self.list.chosen
        if row is not None and row.key:
            self.wanted.emit(row.key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.place_chosen()
            return
        super().keyPressEvent(event)


def _row(design: Design, node: Node) -> Row:
    box = box_of(design, node)
    height = "height unknown" if box.height_u is None else "0U" if box.hangs else f"{box.height_u:g}U"
    parent = design.nodes.get(node.parent or "")
    where = f"{height} · {parent.title}" if parent else height
    many = f"{node.copies:,} × " if node.copies > 1 else ""
    return Row(node.id, many + node.title, where, KINDS[node.kind].icon, layer_of(design, node), part=NODE + node.id)
