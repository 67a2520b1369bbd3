"""Two designs in one picture: what came, what went and what is otherwise, each with a sign, a colour and a pattern."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

import msgspec

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.text import TextWidths, approximate_width
from designer.drawing.topology.topology import draw_topology
from designer.model.design import Design, Link, Node
from designer.model.figures.figure_text import count_text
from designer.model.naming import link_name
from designer.model.records import Record

How = Literal["added", "gone", "changed", "slower"]
"""The last one is of cables alone: as drawn, at a lower rate."""
COLOURS: Final[Mapping[How, str]] = {"added": "#0B6E99", "gone": "#B5352A", "changed": "#9A6200", "slower": "#6A35B5"}
SIGNS: Final[Mapping[How, str]] = {"added": "+", "gone": "−", "changed": "⇄", "slower": "↓"}
PLACED: Final = frozenset({"x", "y", "width", "height", "order", "front", "folded", "pinned"})
"""Fields that say where a thing lies in the picture: no difference of the design."""
_FIELDS: Final[Mapping[str, str]] = {
    "parent": "stands elsewhere",
    "rack": "place in rack",
    "floor": "place on floor",
    "plan": "floor plan",
    "part": "another part",
}
"""What a field that differs is called where its name is not the word for it."""
_LONGEST: Final = 3
"""Words of a label: so many fields are named."""


class DrawnDifference(NamedTuple):
    """One thing that differs.

    Attributes:
        rect: Of a tile or frame; None of a link.
        path: Of a link, point by point.
        words: What differs: "×4 → ×6", "gone", "new".
        lane: Of several on one line, how many steps aside of it this one is, so that each is seen.
    """

    id: str
    title: str
    how: How
    words: str
    rect: Rect | None = None
    path: tuple[tuple[float, float], ...] = ()
    lane: float = 0.0


class DifferencePicture(Record, frozen=True, kw_only=True):
    """The picture of both designs, and what differs in it, containers before what stands in them."""

    drawing: Drawing
    differences: tuple[DrawnDifference, ...]

    @property
    def counts(self) -> Mapping[How, int]:
        """Return how many things of the drawing came, went and are otherwise, copies counted as one."""
        found: dict[How, int] = {"added": 0, "gone": 0, "changed": 0}
        for one in self.differences:
            found[one.how] = found.get(one.how, 0) + 1
        return found


def draw_difference(first: Design, second: Design, widths: TextWidths = approximate_width) -> DifferencePicture:
    """Return SECOND with what FIRST alone has, drawn where it stood, and marks on all that differs."""
    both = _both(first, second)
    drawing = draw_topology(both, widths=widths)
    found: list[DrawnDifference] = []
    for node in sorted(both.nodes.values(), key=lambda node: sum(1 for _ in both.ancestors(node.id))):
        how, words = _of_node(first.nodes.get(node.id), second.nodes.get(node.id))
        rect = drawing.rect_of(node.id) if how else None
        # What stands in something that came or went needs no mark of its own.
        around = node.parent if node.parent in both.nodes else None
        if how and rect is not None and not (how != "changed" and around and _same_fate(first, second, around, how)):
            found.append(DrawnDifference(node.id, node.title, how, words, rect))
    wires, index = list(drawing.wires), drawing.wire_index
    for link in both.links.values():
        how, words = _of_link(first, second, first.links.get(link.id), second.links.get(link.id))
        if how and link.id in index:
            wire = wires[index[link.id]]
            path = wire.corners or wire.points
            found.append(DrawnDifference(link.id, link_name(both, link), how, words, None, tuple(path)))
    return DifferencePicture(drawing=drawing, differences=tuple(found))


def draw_alone(design: Design, widths: TextWidths = approximate_width) -> Drawing:
    """Return DESIGN drawn as in the picture of both, with nothing folded, so that all stands in the same place."""
    nodes = {key: msgspec.structs.replace(node, folded=False) for key, node in design.nodes.items()}
    return draw_topology(msgspec.structs.replace(design, nodes=nodes, marks={}), widths=widths)


def _same_fate(first: Design, second: Design, node_id: str, how: How) -> bool:
    there = (node_id in first.nodes, node_id in second.nodes)
    return there == ((False, True) if how == "added" else (True, False))


def _both(first: Design, second: Design) -> Design:
    """Return SECOND with the parts and links that only FIRST has; nothing is folded, so that all has a place."""
    nodes = {**second.nodes, **{key: node for key, node in first.nodes.items() if key not in second.nodes}}
    # What it stood in may be gone by another id: then it stands in the open.
    nodes = {
        key: msgspec.structs.replace(node, folded=False, parent=node.parent if node.parent in nodes else None)
        for key, node in nodes.items()
    }
    links = {**second.links, **{key: link for key, link in first.links.items() if key not in second.links}}
    links = {key: link for key, link in links.items() if link.a in nodes and link.b in nodes}
    parts = {**first.parts, **second.parts}
    sources = {**first.sources, **second.sources}
    return msgspec.structs.replace(second, nodes=nodes, links=links, parts=parts, sources=sources, marks={})


def _of_node(old: Node | None, new: Node | None) -> tuple[How | Literal[""], str]:
    if old is None:
        return "added", "new"
    if new is None:
        return "gone", "gone"
    fields = _differing(old, new)
    return ("changed", _field_words(old, new, fields)) if fields else ("", "")


def _of_link(first: Design, second: Design, old: Link | None, new: Link | None) -> tuple[How | Literal[""], str]:
    if old is None and new is not None:
        return "added", f"{count_text(second.total_cables(new))} new"
    if new is None and old is not None:
        return "gone", f"{count_text(first.total_cables(old))} gone"
    if old is None or new is None:
        return "", ""
    was, now = first.total_cables(old), second.total_cables(new)
    if was != now:
        return "changed", f"{count_text(was)} → {count_text(now)} cables"
    fields = _differing(old, new)
    return ("changed", _field_words(old, new, fields)) if fields else ("", "")


def _differing(old: Node | Link, new: Node | Link) -> list[str]:
    return [name for name in old.__struct_fields__ if name not in PLACED and getattr(old, name) != getattr(new, name)]


def _field_words(old: Node | Link, new: Node | Link, fields: list[str]) -> str:
    """Return what differs in a few words: numbers and short texts with both values, all else by its name."""
    words: list[str] = []
    for name in fields[:_LONGEST]:
        was, now = getattr(old, name), getattr(new, name)
        if name == "copies":
            words.append(f"×{count_text(was)} → ×{count_text(now)}")
        elif name == "name":
            words.append("renamed")
        else:
            words.append(_FIELDS.get(name, name.replace("_", " ")))
    if len(fields) > _LONGEST:
        words.append(f"{len(fields) - _LONGEST} more")
    return ", ".join(words)
