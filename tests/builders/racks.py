"""Racks and the devices in them."""

from typing import Any

from designer.model.design import FloorPlace, Node, RackPlace


def rack(
    node_id: str = "rack", x_mm: float | None = None, y_mm: float = 0.0, *, turn: float = 0.0, **fields: Any
) -> Node:
    """Return a rack in the room "hall", on its floor where X_MM is told; a `pitch_mm` among FIELDS is of the place."""
    pitch = fields.pop("pitch_mm", None)
    floor = None
    if x_mm is not None:
        floor = FloorPlace(x_mm=x_mm, y_mm=y_mm, rotation_deg=turn, **({} if pitch is None else {"pitch_mm": pitch}))
    return Node(**{"id": node_id, "kind": "rack", "parent": "hall", "floor": floor, **fields})


def device(
    node_id: str,
    parent: str | None = None,
    u: int | None = None,
    *,
    kind: str = "server",
    part: str = "",
    **fields: Any,
) -> Node:
    """Return a device, a server unless KIND says otherwise, in PARENT from unit U up where they are told."""
    seat = None if u is None else RackPlace(u=u)
    return Node(**{"id": node_id, "kind": kind, "part": part or None, "parent": parent, "rack": seat, **fields})
