"""Keys on the canvas when no gesture wants them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt

from designer.edit.nodes.locks import unlocked
from designer.edit.nodes.nodes import move_nodes
from designer.edit.removal import remove_with_flows
from designer.edit.selection import outermost
from designer.model.canvas_sizes import GRID
from designer.model.records import RefusedInput
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.interaction.in_place_editing import InPlace
from designer.ui.canvas.interaction.making_room import gave_way_words, stepped_over, with_room
from designer.ui.canvas.interaction.reading_order import following, reading_order
from designer.ui.canvas.interaction.tool_controller import Hands
from designer.ui.canvas.port import KeyStroke
from designer.ui.canvas.tools.locked_drag import WHY

PAN_PX: Final = 64.0
PAGE: Final = 0.8
"""Share of the sight that a page key pushes the paper by."""
FAR: Final = 10
"""Steps of the grid that an arrow with Shift goes."""
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Keyboard:
    """Keys of the canvas; ZOOM is told "in", "out", "actual" or "fit"."""

    def __init__(self, stage: Stage, hands: Hands, in_place: InPlace, zoom: Callable[[str], None]) -> None:
        self._stage = stage
        self._hands = hands
        self._in_place = in_place
        self._zoom = zoom
        self._nudged: tuple[int, tuple[str, ...]] | None = None

    def press(self, stroke: KeyStroke) -> bool:
        """Do what the key means; the answer is whether it means anything here."""
        key = stroke.key
        if key in _ARROWS and not stroke.ctrl:
            self._arrow(*_ARROWS[Qt.Key(key)], far=stroke.shift)
            return True
        # Everything with Ctrl is a command of the window, never of the canvas.
        if stroke.ctrl:
            return False
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self._delete()
        if key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._edit()
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return self._rim(first=key == Qt.Key.Key_Home)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._page(1 if key == Qt.Key.Key_PageUp else -1, across=stroke.shift)
            return True
        if key == Qt.Key.Key_Escape:
            return self._leave()
        return self._letter(stroke)

    def _letter(self, stroke: KeyStroke) -> bool:
        key, text = stroke.key, stroke.text
        # Shift+1 is "!" on some layouts and "1" with Shift on others.
        first = key == Qt.Key.Key_Exclam or (key == Qt.Key.Key_1 and stroke.shift)
        if first or (key == Qt.Key.Key_F and not stroke.shift):
            self._zoom("fit")
        elif text in ("+", "="):
            self._zoom("in")
        elif text in ("-", "−", "_"):
            self._zoom("out")
        elif text == "0":
            self._zoom("actual")
        elif key == Qt.Key.Key_L and not stroke.shift:
            self._link()
        elif len(text) == 1 and text in "123456789":
            return self._count(text)
        else:
            return False
        return True

    def _link(self) -> None:
        """Join the two selected nodes, else begin a link at the one that the keyboard stands on."""
        nodes = self._stage.selected_nodes()
        if len(nodes) == 2:
            self._hands.join_selected()
        else:
            self._hands.connect_by_keys(self._stage.focused or (*nodes, "")[0])

    def walk(self, step: int) -> bool:
        """Go to the next (STEP 1) or the previous (−1) tile; false past the last."""
        stage = self._stage
        following_id = following(reading_order(stage.drawing, marks=True), stage.focused, step)
        return bool(following_id) and self._stand_on(following_id)

    def _rim(self, *, first: bool) -> bool:
        """Go to the first or the last tile in reading order."""
        order = reading_order(self._stage.drawing, marks=True)
        return bool(order) and self._stand_on(order[0 if first else -1])

    def _page(self, step: int, *, across: bool) -> None:
        """Push the paper by most of what is in sight."""
        view = self._stage.viewpoint
        push = PAGE * step
        self._hands.pan(push * view.width if across else 0.0, 0.0 if across else push * view.height)

    def _stand_on(self, following_id: str) -> bool:
        stage = self._stage
        stage.by_keys = True
        stage.focused = following_id
        stage.select([following_id])
        self._hands.reveal(following_id)
        stage.repaint.emit()
        return True

    def _arrow(self, across: int, down: int, *, far: bool) -> None:
        stage = self._stage
        ids = stage.selected_things()
        if not ids:
            self._hands.pan(-across * PAN_PX, -down * PAN_PX)
            return
        free = unlocked(stage.design, ids)
        if not free:
            stage.tell(WHY)
            return
        step = GRID * (FAR if far else 1)
        before, tops = stage.design, outermost(stage.design, free)
        wanted = (float(across * step), float(down * step))
        dx, dy = stepped_over(before, stage.near_drawing, tops, wanted)
        try:
            edit, gave_way = with_room(before, move_nodes(before, tops, dx, dy))
        except RefusedInput as refusal:
            stage.tell(str(refusal))
            return
        # Presses in a row on the same selection, with no other edit in between, become one undo.
        again = self._nudged == (stage.session.revision, ids)
        if stage.commit(edit, joins_last=again):
            self._nudged = (stage.session.revision, ids)
            told = ["It went on to the next free place."] if (dx, dy) != wanted else []
            told += [gave_way_words(before, gave_way)] if gave_way else []
            if (dx, dy) != wanted and tops:
                self._hands.reveal(tops[0])
            if told:
                stage.message.emit(" ".join(told))

    def _delete(self) -> bool:
        stage = self._stage
        if not stage.selected:
            return False
        every = [one for chosen in stage.selected for one in stage.links_behind(chosen)]
        try:
            edit = remove_with_flows(stage.design, every)
        except RefusedInput as refusal:
            stage.tell(str(refusal))
            return True
        if stage.commit(edit):
            stage.message.emit(edit.label)
        return True

    def _edit(self) -> bool:
        stage = self._stage
        if len(stage.selected) != 1:
            return False
        (only,) = stage.selected
        if only in stage.design.nodes or only in stage.design.marks:
            self._in_place.edit_name(only)
        else:
            self._in_place.edit_count(only)
        return True

    def _count(self, text: str) -> bool:
        if len(self._stage.selected) != 1:
            return False
        self._in_place.edit_count(self._stage.selected[0], text)
        return True

    def _leave(self) -> bool:
        if not self._stage.selected:
            return False
        self._stage.select([])
        return True
