"""Fields of a room: its size, what its floor carries, and the drawing under it."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from designer.edit.nodes.bulk_edit import edit_each, many_words
from designer.edit.rooms.room_plan import change_underlay, remove_underlay, resize_room, set_floor_load, set_room
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.figures.figure_text import number_text
from designer.model.figures.typed_arithmetic import Typed
from designer.model.kinds import ROOMS
from designer.model.rooms.room_plan import RoomPlan, area_m2
from designer.ui.inspector.field_spec import ARITHMETIC, Editor, Enter, FieldSpec, Selected, numbers, required, words
from designer.ui.inspector.section import Section
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import read_number

_NO_WALLS: Final = "no walls yet"
_SPAN: Final = "From wall to wall; the room keeps its shape."


def _are_rooms(at: Selected[Node]) -> bool:
    return all(node.kind in ROOMS for node in at.records)


def _is_room(at: Selected[Node]) -> bool:
    return at.alone is not None and at.alone.kind in ROOMS


def _plan(node: Node) -> RoomPlan:
    return node.plan or RoomPlan()


def _wide(node: Node) -> float | None:
    xs = [corner.x_mm for corner in _plan(node).outline]
    return max(xs) - min(xs) if xs else None


def _deep(node: Node) -> float | None:
    ys = [corner.y_mm for corner in _plan(node).outline]
    return max(ys) - min(ys) if ys else None


# A room without walls gets a square of the first measure that is typed.
def _set_width(design: Design, room: Node, value: float) -> ChangeSet:
    return resize_room(design, room.id, value, _deep(room) or value)


def _set_depth(design: Design, room: Node, value: float) -> ChangeSet:
    return resize_room(design, room.id, _wide(room) or value, value)


def _measure(
    key: str,
    title: str,
    help_text: str,
    read: Callable[[Node], float | None],
    edit: Callable[[Design, Node, float], ChangeSet],
) -> FieldSpec[Node]:
    """Return the field of a length that is always known, in millimetres."""

    def write(at: Selected[Node], typed: Typed) -> ChangeSet:
        def one(design: Design, room_id: str) -> ChangeSet:
            room = design.nodes[room_id]
            return edit(design, room, typed.value(read(room)))

        return edit_each(at.design, at.ids, one, f"Set {title.lower()} of {many_words(at.design, at.records)}")

    return FieldSpec(
        key=key,
        title=title,
        unit="mm",
        help=help_text,
        many=ARITHMETIC,
        kinds=_are_rooms,
        read=lambda _, node: read(node),
        empty=lambda _design, _node: _NO_WALLS,
        write=required("mm", title, write),
    )


def _set_load(at: Selected[Node], new: Callable[[float | None], float | None]) -> ChangeSet:
    def one(design: Design, room_id: str) -> ChangeSet:
        return set_floor_load(design, room_id, new(_plan(design.nodes[room_id]).load_limit_kg_per_m2))

    return edit_each(at.design, at.ids, one, f"Set the floor load of {many_words(at.design, at.records)}")


def _area(_design: Design, room: Node) -> str:
    outline = _plan(room).outline
    return f"{number_text(area_m2(outline), 4)} m²" if outline else ""


def _drawing(_design: Design, room: Node) -> str:
    under = _plan(room).underlay
    return under.picture if under is not None else ""


def _opacity(_design: Design, room: Node) -> str:
    under = _plan(room).underlay
    return f"{under.opacity * 100:.0f}" if under is not None else ""


def _fade(at: Selected[Node], text: str) -> ChangeSet:
    share = read_number(text, "How clearly it shows") / 100
    return edit_each(at.design, at.ids, partial(change_underlay, opacity=share))


def _drawing_buttons(_spec: FieldSpec[Node], section: Section, enter: Enter) -> Editor[Node]:
    """Return the buttons that lay a drawing under a room and take it away."""
    holder = QWidget(section)
    down = QVBoxLayout(holder)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(6)
    lay = partial(section.wanted.emit, "floor.underlay")
    down.addWidget(push_button("Choose…", holder, lay, name="Lay a drawing under the room"))
    remove = push_button("Remove", holder, partial(enter, ""), name="Remove the drawing under the room")
    down.addWidget(remove)
    return Editor(holder, lambda _, values, _empty: remove.setVisible(any(values)))


def _slider(_spec: FieldSpec[Node], section: Section, enter: Enter) -> Editor[Node]:
    """Return a slider of percents; keys and clicks beside the handle are taken at once, dragging when it ends."""
    made = QSlider(Qt.Orientation.Horizontal, section)
    made.setRange(0, 100)
    made.setAccessibleName("How clearly the drawing under the room shows, percent")
    present: list[int] = []

    def show(_at: Selected[Node], values: Collection[str], _empty: str) -> None:
        present[:] = [int(value) for value in values if value]
        made.setValue(next(iter(present), 50))

    def take() -> None:
        if [made.value()] != present:
            enter(str(made.value()))

    def stepped(_action: int) -> None:
        if not made.isSliderDown():
            made.setValue(made.sliderPosition())
            take()

    made.sliderReleased.connect(take)
    made.actionTriggered.connect(stepped)
    return Editor(made, show)


ROOM_FIELDS: Final[tuple[FieldSpec[Node], ...]] = (
    _measure("room_width", "Width", _SPAN, _wide, _set_width),
    _measure("room_depth", "Room depth", _SPAN, _deep, _set_depth),
    _measure(
        "room_height",
        "Height",
        "From floor to ceiling.",
        lambda room: _plan(room).height_mm,
        lambda design, room, value: set_room(design, room.id, height_mm=value),
    ),
    _measure(
        "floor_tile",
        "Floor tile",
        "Side of a tile, to which things snap; 0 where there are none.",
        lambda room: _plan(room).tile_mm,
        lambda design, room, value: set_room(design, room.id, tile_mm=value),
    ),
    FieldSpec(
        key="floor_load",
        title="Floor load",
        unit="kg/m²",
        help="What the floor carries, spread; empty where it is not known.",
        many=ARITHMETIC,
        kinds=_are_rooms,
        read=lambda _, node: _plan(node).load_limit_kg_per_m2,
        empty=lambda _design, _node: "not known",
        write=numbers("kg/m²", "Floor load", _set_load),
    ),
    FieldSpec(
        key="area",
        title="Area",
        help="What the walls enclose.",
        kinds=_are_rooms,
        read=_area,
        empty=lambda _design, _node: _NO_WALLS,
        editor=words,
        write=None,
    ),
    FieldSpec(
        key="drawing",
        title="Drawing",
        help="A plan of the building that lies under the room.",
        kinds=_is_room,
        read=_drawing,
        editor=_drawing_buttons,
        write=lambda at, _: edit_each(at.design, at.ids, remove_underlay),
    ),
    FieldSpec(
        key="opacity",
        title="Shows",
        help="How clearly the drawing under the room shows.",
        kinds=_is_room,
        enabled=lambda at: all(_plan(node).underlay is not None for node in at.records),
        read=_opacity,
        editor=_slider,
        write=_fade,
    ),
)
