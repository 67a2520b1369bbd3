"""The inspector's fields of a room: size, height, tiles, what its floor carries, and the drawing under it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from designer.edit.rooms.room_plan import change_underlay, remove_underlay, resize_room, set_floor_load, set_room
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure_text import number_text
from designer.model.records import RefusedInput
from designer.model.rooms.room_plan import RoomPlan, area_m2
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import EditLine, Form, label, read_number

_TITLES: Final = {
    "width_mm": ("Width", "mm", "From wall to wall; the room keeps its shape."),
    "depth_mm": ("Room depth", "mm", "From wall to wall; the room keeps its shape."),
    "height_mm": ("Height", "mm", "From floor to ceiling."),
    "tile_mm": ("Floor tile", "mm", "Side of a tile, to which things snap; 0 where there are none."),
    "load_limit_kg_per_m2": ("Floor load", "kg/m²", "What the floor carries, spread; empty where it is not known."),
}


class RoomFields(QObject):
    """Measures of one room, in the inspector's form."""

    def __init__(
        self,
        document: Document,
        node_id: str,
        form: Form,
        attempt: Callable[[QWidget, Callable[[Design], ChangeSet]], object],
        refuse: Callable[[QWidget, RefusedInput], None],
        wanted: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._node_id = node_id
        self._attempt = attempt
        self._refuse = refuse
        self.fields: dict[str, EditLine] = {}
        for name, (title, unit, help_text) in _TITLES.items():
            field = EditLine(title, form, entered=partial(self._set, name))
            form.add(title, field, unit=unit, help_text=help_text)
            self.fields[name] = field
        self.area = label("", "muted", form)
        form.add("Area", self.area)
        holder = QWidget(form)
        buttons = QVBoxLayout(holder)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(6)
        self.lay = push_button(
            "Choose…", holder, partial(wanted, "floor.underlay"), name="Lay a drawing under the room"
        )
        self.remove = push_button("Remove", holder, self._remove, name="Remove the drawing under the room")
        buttons.addWidget(self.lay)
        buttons.addWidget(self.remove)
        form.add("Drawing", holder)
        self.opacity = QSlider(Qt.Orientation.Horizontal, form)
        self.opacity.setRange(0, 100)
        self.opacity.setAccessibleName("How clearly the drawing under the room shows, percent")
        self.opacity.sliderReleased.connect(self._fade)
        self.opacity.actionTriggered.connect(self._stepped)
        form.add("Shows", self.opacity)
        self.refresh()

    @property
    def _plan(self) -> RoomPlan | None:
        node = self._document.design.nodes.get(self._node_id)
        return (node.plan or RoomPlan()) if node is not None else None

    def refresh(self) -> None:
        """Show the present measures."""
        plan = self._plan
        if plan is None:
            return
        wide, deep = _spans(plan)
        known = {
            "width_mm": wide,
            "depth_mm": deep,
            "height_mm": plan.height_mm,
            "tile_mm": plan.tile_mm,
            "load_limit_kg_per_m2": plan.load_limit_kg_per_m2,
        }
        for name, field in self.fields.items():
            value = known[name]
            field.show_value("" if value is None else number_text(value, 9).replace("\u202f", ""))
            field.setPlaceholderText("not known" if name == "load_limit_kg_per_m2" else "no walls yet")
        self.area.setText(f"{number_text(area_m2(plan.outline), 4)} m²" if plan.outline else "no walls yet")
        under = plan.underlay
        self.remove.setVisible(under is not None)
        self.opacity.setEnabled(under is not None)
        self.opacity.setValue(round(under.opacity * 100) if under is not None else 50)

    def _set(self, name: str, text: str) -> None:
        field, plan, room = self.fields[name], self._plan, self._node_id
        if plan is None:
            return
        if name == "load_limit_kg_per_m2" and not text.strip():
            self._attempt(field, lambda design: set_floor_load(design, room, None))
            return
        try:
            value = read_number(text, _TITLES[name][0])
        except RefusedInput as problem:
            self._refuse(field, problem)
            return
        wide, deep = _spans(plan)
        if name == "load_limit_kg_per_m2":
            self._attempt(field, lambda design: set_floor_load(design, room, value))
        elif name == "width_mm":
            # A room without walls gets a square of the first measure that is typed.
            self._attempt(field, lambda design: resize_room(design, room, value, deep or value))
        elif name == "depth_mm":
            self._attempt(field, lambda design: resize_room(design, room, wide or value, value))
        else:
            self._attempt(field, lambda design: set_room(design, room, **{name: value}))

    def _remove(self) -> None:
        room = self._node_id
        self._attempt(self.remove, lambda design: remove_underlay(design, room))

    def _fade(self) -> None:
        plan, room, share = self._plan, self._node_id, self.opacity.value() / 100
        if plan is not None and plan.underlay is not None and plan.underlay.opacity != share:
            self._attempt(self.opacity, lambda design: change_underlay(design, room, opacity=share))

    def _stepped(self, action: int) -> None:
        """Keys and clicks beside the handle; dragging is taken when it ends."""
        if not self.opacity.isSliderDown():
            self.opacity.setValue(self.opacity.sliderPosition())
            self._fade()


def _spans(plan: RoomPlan) -> tuple[float | None, float | None]:
    if not plan.outline:
        return None, None
    xs, ys = [c.x_mm for c in plan.outline], [c.y_mm for c in plan.outline]
    return max(xs) - min(xs), max(ys) - min(ys)
