"""Things that a press of the select tool may hold beside whole tiles: ends of a link, edges, copies of tiles."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from designer.drawing.records import Hit
from designer.ui.canvas.port import CanvasPort, Pointer
from designer.ui.canvas.tools.connect_drag import ConnectDrag
from designer.ui.canvas.tools.gesture import Gesture
from designer.ui.canvas.tools.move_drag import MoveDrag
from designer.ui.canvas.tools.rewire_drag import RewireDrag


class Held(NamedTuple):
    """Actions of a drag and of a click.

    Attributes:
        begin: Makes the gesture of a drag.
        click: What letting go without a drag does; None for nothing.
    """

    begin: Callable[[Pointer], Gesture]
    click: Callable[[], None] | None


def held_beside(port: CanvasPort, at: Pointer) -> Held | None:
    """Return what lies at a place but is no tile, frame or wire: an end of the selected link, a hot edge or handle."""
    end = port.wire_end_at(at.x, at.y)
    if end is not None:

        def rewired(start: Pointer) -> Gesture:
            return RewireDrag(port, *end, start)

        return Held(rewired, None)
    source = port.handle_at(at.x, at.y)
    if source:
        chosen = _toggled(port.selected, source) if at.many else [source]
        return Held(_wire_from(port, source, ""), lambda: port.select(chosen))
    return None


def held_copy(port: CanvasPort, found: Hit, at: Pointer) -> Held | None:
    """Ctrl: a click takes to or from the selection, a drag takes copies along; None for all that has no copies."""
    if not at.copies or found.kind not in {"tile", "frame", "mark"} or _is_nowhere(port, found.id):
        return None
    ids = port.selected if found.id in port.selected else (found.id,)
    chosen = _toggled(port.selected, found.id)

    def copied(start: Pointer) -> Gesture:
        return MoveDrag(port, ids, start)

    return Held(copied, lambda: port.select(chosen))


def _is_nowhere(port: CanvasPort, record_id: str) -> bool:
    """Return True when neither a node nor a mark is called so."""
    return record_id not in port.design.nodes and record_id not in port.design.marks


def held_port(port: CanvasPort, found: Hit) -> Held:
    """A drag draws a wire out of a port, a click shows what is free and used of it."""
    return Held(_wire_from(port, found.id, found.port), lambda: port.choose_port(found.id, found.port))


def _wire_from(port: CanvasPort, node_id: str, port_name: str) -> Callable[[Pointer], Gesture]:
    return lambda start: ConnectDrag(port, node_id, port_name, start)


def _toggled(selected: Sequence[str], record_id: str) -> list[str]:
    return [one for one in selected if one != record_id] if record_id in selected else [*selected, record_id]
