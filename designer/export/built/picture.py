"""The design with what is built otherwise, as one picture."""

import msgspec

from designer.drawing.difference import DifferencePicture
from designer.drawing.text import TextWidths, approximate_width
from designer.drawing.topology.topology import draw_topology
from designer.export.built.faults import faults_of
from designer.export.built.marks import fault_marks
from designer.model.design import Design
from designer.reality.built.records import Comparison


def built_picture(design: Design, comparison: Comparison, widths: TextWidths = approximate_width) -> DifferencePicture:
    """Return DESIGN drawn with the faults of COMPARISON on it: each with a sign, words, a pattern and a colour.

    Cables of one link are drawn as one line, so that its mark says how many of them are missing or swapped.
    """
    nodes = {key: msgspec.structs.replace(node, folded=False) for key, node in design.nodes.items()}
    drawing = draw_topology(msgspec.structs.replace(design, nodes=nodes, marks={}), widths=widths)
    return DifferencePicture(drawing=drawing, differences=fault_marks(design, drawing, faults_of(comparison)))
