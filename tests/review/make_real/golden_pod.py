"""The pod that is worked out by hand: 4 DGX H100, 2 QM9700 as leaves, a DDN AI400X2."""

from designer.catalog.library import Library
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.model.design import Design

PARTS = (("dgx", "nvidia/dgx-h100", 4), ("leaf", "nvidia/qm9700", 2), ("store", "ddn/ai400x2", 1))
CABLES = (("dgx", "leaf", 32), ("store", "leaf", 8))


def golden_pod(library: Library) -> Design:
    """Return the sketch."""
    design = Design()
    for number, (name, part, copies) in enumerate(PARTS):
        edit = add_node(design, library, part, 0.0, 160.0 * number, copies=copies, node_id=name)
        design = edit.applied(design)
    for a, b, cables in CABLES:
        design = add_link(design, a, b, cables=cables).applied(design)
    return design
