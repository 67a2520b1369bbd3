"""The inspector's fields of a place in a rack: unit, face, and which half of the width or which side."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from designer.edit.racks import rack_fill, rack_places
from designer.model.changes import ChangeSet
from designer.model.design import Design, RackPlace
from designer.model.kinds import RACKS
from designer.model.rooms.rack_slots import box_of, takes_place
from designer.ui.app.document import Document
from designer.ui.widgets.fields import Choice, EditLine, Form, read_count

_FACES = (("front", "Front"), ("rear", "Rear"))
_WIDTHS = (("", "Whole width"), ("left", "Left half"), ("right", "Right half"))
_SIDES = (("left", "Left side"), ("right", "Right side"))


def has_place_fields(design: Design, node_id: str) -> bool:
    """Return True when a node stands in a rack and takes a place there."""
    node = design.nodes.get(node_id)
    parent = design.nodes.get((node.parent if node else None) or "")
    return node is not None and takes_place(node) and parent is not None and parent.kind in RACKS


class RackPlaceFields(QObject):
    """Unit, face and width of one device, in the inspector's form."""

    def __init__(
        self, document: Document, node_id: str, form: Form, attempt: Callable[..., object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._node_id = node_id
        self._form = form
        self._attempt = attempt
        self.unit = EditLine("Rack unit", form, entered=self._set_unit)
        form.add("Rack unit", self.unit, help_text="Lowest unit of the first copy; empty takes it out of the units.")
        self.face = Choice("Face of the rack", form, chosen=self._set_face)
        form.add("Face", self.face)
        self.side = Choice("Width in the rack", form, chosen=self._set_side)
        form.add("Width", self.side)
        self.refresh()

    def refresh(self) -> None:
        """Show the present place."""
        design = self._document.design
        node = design.nodes.get(self._node_id)
        if node is None:
            return
        shown = has_place_fields(design, self._node_id)
        for control in (self.unit, self.face, self.side):
            self._form.show_row(control, shown)
        if not shown:
            return
        place, hangs = node.rack, box_of(design, node).hangs
        # What hangs at the side of a rack takes no units; left and right are then sides, not halves.
        beside = hangs or (place is not None and place.zero_u)
        self.unit.show_value("" if place is None else "0U" if beside else str(place.u))
        self.unit.setPlaceholderText("no place yet")
        self.face.show_choices(_FACES, place.face if place else "front")
        self.side.show_choices(_SIDES if beside else _WIDTHS, place.side if place else "left" if beside else "")
        self.face.setEnabled(place is not None)
        self.side.setEnabled(place is not None)

    def _set_unit(self, text: str) -> None:
        if not text.strip():
            self._attempt(self.unit, partial(rack_places.take_from_places, ids=[self._node_id]))
            return
        self._attempt(self.unit, partial(self._placed, text=text))

    def _placed(self, design: Design, text: str) -> ChangeSet:
        node = design.nodes[self._node_id]
        if text.strip().upper() in {"0", "0U"}:
            return rack_fill.place_first(design, node.id, node.parent or "")
        unit = read_count(text.strip().upper().removeprefix("U"), "The rack unit")
        face, side = (node.rack.face, node.rack.side) if node.rack and not node.rack.zero_u else ("front", "")
        return rack_places.put_at(design, node.id, node.parent or "", RackPlace(u=unit, face=face, side=side))

    def _set_face(self, value: str) -> None:
        node = self._document.design.nodes[self._node_id]
        if node.rack is not None and node.rack.face != value:
            self._attempt(self.face, partial(rack_places.to_other_face, ids=[self._node_id]))

    def _set_side(self, value: str) -> None:
        self._attempt(self.side, partial(rack_places.set_side, node_id=self._node_id, side=value))
