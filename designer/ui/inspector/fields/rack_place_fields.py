"""Fields of a place in a rack: unit, face, and which half of the width or which side."""

from functools import partial
from typing import Final

from designer.edit.nodes.bulk_edit import edit_each, many_words
from designer.edit.racks import rack_fill, rack_places
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node, RackPlace
from designer.model.kinds import RACKS
from designer.model.rooms.rack_slots import box_of, takes_place
from designer.ui.inspector.field_spec import FieldSpec, Options, Selected, choice
from designer.ui.widgets.fields import read_count

_FACES: Final = (("front", "Front"), ("rear", "Rear"))
_WIDTHS: Final = (("", "Whole width"), ("left", "Left half"), ("right", "Right half"))
_SIDES: Final = (("left", "Left side"), ("right", "Right side"))


def _take_places(at: Selected[Node]) -> bool:
    return all(map(takes_place, at.records))


def _in_racks(at: Selected[Node]) -> bool:
    nodes = at.design.nodes
    parents = {node.parent for node in at.records}
    return all(parent is not None and parent in nodes and nodes[parent].kind in RACKS for parent in parents)


def _placed(at: Selected[Node]) -> bool:
    return all(node.rack is not None for node in at.records)


def _beside(design: Design, node: Node) -> bool:
    """Return True when it hangs at the side of a rack: left and right are then sides, not halves."""
    return (node.rack is not None and node.rack.zero_u) or box_of(design, node).hangs


def _unit(design: Design, node: Node) -> str:
    return "" if node.rack is None else "0U" if _beside(design, node) else str(node.rack.u)


def _side(design: Design, node: Node) -> str:
    return node.rack.side if node.rack is not None else "left" if _beside(design, node) else ""


def _sides(at: Selected[Node]) -> Options:
    return _SIDES if all(_beside(at.design, node) for node in at.records) else _WIDTHS


def _set_unit(at: Selected[Node], text: str) -> ChangeSet:
    if not text:
        return rack_places.take_from_places(at.design, at.ids)
    label = f"Put {many_words(at.design, at.records)} at {text} of their racks"
    return edit_each(at.design, at.ids, partial(_put_at, text=text), label)


def _put_at(design: Design, node_id: str, text: str) -> ChangeSet:
    node = design.nodes[node_id]
    if text.upper() in {"0", "0U"}:
        return rack_fill.place_first(design, node_id, node.parent or "")
    unit = read_count(text.upper().removeprefix("U"), "The rack unit")
    face, side = (node.rack.face, node.rack.side) if node.rack and not node.rack.zero_u else ("front", "")
    return rack_places.put_at(design, node_id, node.parent or "", RackPlace(u=unit, face=face, side=side))


def _set_face(at: Selected[Node], value: str) -> ChangeSet:
    turned = [node.id for node in at.records if node.rack is not None and node.rack.face != value]
    return rack_places.to_other_face(at.design, turned) if turned else ChangeSet()


def _set_side(at: Selected[Node], value: str) -> ChangeSet:
    label = f"Set the width of {many_words(at.design, at.records)} in the rack"
    return edit_each(at.design, at.ids, partial(rack_places.set_side, side=value), label)


RACK_PLACE_FIELDS: Final[tuple[FieldSpec[Node], ...]] = (
    FieldSpec(
        key="rack_unit",
        title="Rack unit",
        help="Lowest unit of the first copy; empty takes it out of the units.",
        kinds=lambda at: at.once(_take_places),
        shown=lambda at: at.once(_in_racks),
        read=_unit,
        empty=lambda _design, _node: "no place yet",
        write=_set_unit,
    ),
    FieldSpec(
        key="face",
        title="Face",
        name="Face of the rack",
        help="The side of the rack that it is mounted at.",
        kinds=lambda at: at.once(_take_places),
        shown=lambda at: at.once(_in_racks),
        enabled=_placed,
        read=lambda _, node: node.rack.face if node.rack is not None else "front",
        editor=choice(lambda _: _FACES),
        write=_set_face,
    ),
    FieldSpec(
        key="side",
        title="Width",
        name="Width in the rack",
        help="The whole width or half of it; of what hangs beside the units, the side.",
        kinds=lambda at: at.once(_take_places),
        shown=lambda at: at.once(_in_racks),
        enabled=_placed,
        read=_side,
        editor=choice(_sides),
        write=_set_side,
    ),
)
