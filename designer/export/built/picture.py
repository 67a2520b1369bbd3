"""The design with what is built otherwise: missing cables dashed, extra ones drawn in, swapped ones marked."""

from collections import Counter

import msgspec

from designer.drawing.difference import DifferencePicture, DrawnDifference, How
from designer.drawing.text import TextWidths, approximate_width
from designer.drawing.topology.topology import draw_topology
from designer.model.copy_ids import base_of
from designer.model.design import Design
from designer.model.figures.figure_text import count_text
from designer.model.naming import ends_name, link_name
from designer.reality.built.records import Comparison


def built_picture(design: Design, comparison: Comparison, widths: TextWidths = approximate_width) -> DifferencePicture:
    """Return DESIGN drawn with the faults of COMPARISON on it: each with a sign, words, a pattern and a colour.

    Cables of one link are drawn as one line, so that its mark says how many of them are missing or swapped.
    """
    nodes = {key: msgspec.structs.replace(node, folded=False) for key, node in design.nodes.items()}
    drawing = draw_topology(msgspec.structs.replace(design, nodes=nodes, marks={}), widths=widths)
    missing: Counter[str] = Counter()
    swapped: Counter[str] = Counter()
    for one in comparison.missing:
        missing.update(one.cable.links or (one.cable.link,))
    for one in comparison.swapped:
        for cable in one.drawn:
            swapped.update(cable.links or (cable.link,))
    wires, index = list(drawing.wires), drawing.wire_index
    found: list[DrawnDifference] = []
    for link_id in dict.fromkeys((*missing, *swapped)):
        if link_id not in index or link_id not in design.links:
            continue
        how: How = "gone" if missing[link_id] else "changed"
        counts = ((missing[link_id], "missing"), (swapped[link_id], "swapped"))
        words = [f"{count_text(number)} {word}" for number, word in counts if number]
        wire = wires[index[link_id]]
        title = link_name(design, design.links[link_id])
        found.append(DrawnDifference(link_id, title, how, ", ".join(words), None, tuple(wire.corners or wire.points)))
    extra: Counter[tuple[str, str]] = Counter()
    strange: Counter[str] = Counter()
    for one in comparison.extra:
        ends = [base_of(end.device) for end in one.cable if end.device]
        if len(ends) == 2:
            extra[min(ends), max(ends)] += 1
        elif ends:
            strange[ends[0]] += 1
    for (a, b), number in extra.items():
        rects = drawing.rect_of(a), drawing.rect_of(b)
        if rects[0] is None or rects[1] is None:
            continue
        path = tuple((rect.x + rect.width / 2, rect.y + rect.height / 2) for rect in rects if rect is not None)
        title = ends_name(design.nodes[a].title, design.nodes[b].title)
        found.append(DrawnDifference(f"{a}\0{b}", title, "added", f"{count_text(number)} extra", None, path))
    for node_id, number in strange.items():
        if (rect := drawing.rect_of(node_id)) is not None:
            words = f"{count_text(number)} extra to what is not drawn"
            found.append(DrawnDifference(node_id, design.nodes[node_id].title, "added", words, rect))
    for device in comparison.absent:
        node = design.nodes.get(device.node)
        # One missing copy of many is told by its cables; a tile is marked where all of it is missing.
        if node is not None and design.total_copies(node.id) == 1 and (rect := drawing.rect_of(node.id)) is not None:
            found.append(DrawnDifference(node.id, node.title, "gone", "not found", rect))
    return DifferencePicture(drawing=drawing, differences=tuple(found))
