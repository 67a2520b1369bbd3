"""Generator: a torus of two or three dimensions, whose hosts or chips pass the traffic of others on.

Source: Dally and Towles, "Principles and Practices of Interconnection Networks", 2004, chapter 5: a torus of N nodes
has one cable per node and dimension, and a bisection of 2N/k cables in both directions for an even longest side k.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from designer.catalog.library import Library
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.machine import RECORD_BYTES, most_that_fit, no_room
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING, TILE_HEIGHT, TILE_WIDTH
from designer.model.design import Design, Node
from designer.model.kinds import POD
from designer.model.records import RefusedInput
from designer.model.wording import counted

NODES: Final[Mapping[str, tuple[str, str]]] = {
    "Hosts": ("generic/host", "Host"),
    "TPU v5e": ("google/tpu-v5e", "Chip"),
    "TPU v5p": ("google/tpu-v5p", "Chip"),
}
TORUS_PARAMETERS: Final = (
    Parameter(
        name="of",
        title="Made of",
        help="Hosts, or the chips of a cloud.",
        default="Hosts",
        choices=tuple(NODES),
        words=True,
    ),
    Parameter(name="x", title="Along x", help="Nodes in a row.", default="4", least=2, most=512),
    Parameter(name="y", title="Along y", help="Rows.", default="4", least=2, most=512),
    Parameter(name="z", title="Along z", help="Layers; 1 is a torus of two dimensions.", default="2", most=512),
    Parameter(
        name="rate_gbps",
        title="Rate of a cable, Gb/s",
        help="The same everywhere.",
        default="400",
        least=0.1,
        most=100_000,
        whole=False,
    ),
)
COLUMN: Final = TILE_WIDTH + 40.0
ROW: Final = TILE_HEIGHT + 40.0
LAYER_GAP: Final = 56.0
_Spot = tuple[int, int, int]


def torus_design(library: Library, values: Mapping[str, Any]) -> Design:
    """A torus of x·y·z nodes, one node of the design each, with the wrap-around cables.

    Along a side of two the way round is a second cable between the same two nodes.

    Raises:
        RefusedInput: there are more nodes than memory holds, or the library lacks the part.
    """
    sides: _Spot = (int(values["x"]), int(values["y"]), int(values["z"]))
    rate, count = float(values["rate_gbps"]), sides[0] * sides[1] * sides[2]
    part, name = NODES[str(values["of"])]
    wound = [axis for axis in range(3) if sides[axis] > 1]
    # A node, and a cable to the next one along each side.
    if problem := no_room(count * (1 + len(wound)) * RECORD_BYTES):
        most = most_that_fit((1 + len(wound)) * RECORD_BYTES)
        raise RefusedInput(
            f"{sides[0]} × {sides[1]} × {sides[2]} are {counted(count, 'node')}; each has neighbours of its own and is "
            f"drawn singly, and {problem}: {most:,} are the most."
        )
    ports = (fabric_ports(2 * len(wound), rate),)
    plan = Plan(library)
    spots = [(i, j, k) for k in range(sides[2]) for j in range(sides[1]) for i in range(sides[0])]
    for layer in range(sides[2]):
        plan.container(f"layer-{layer + 1}", POD, f"Layer {layer + 1}")
    for spot in spots:
        title = f"{name} {'.'.join(str(spot[axis] + 1) for axis in wound)}"
        plan.node(_id(spot), part, title, parent=f"layer-{spot[2] + 1}", ports=ports)
    for spot in spots:
        for axis in wound:
            _link(plan, spot, axis, sides[axis])
    plan.view(
        "whole", "The whole design", f"{counted(count, 'node')}, each joined to its {2 * len(wound)} neighbours.", ""
    )
    plan.view(
        "layer-view",
        "One layer",
        "The last of each row is joined to its first, and so with columns.",
        "",
        focus=("layer-1",),
    )
    plan.view(
        "corner-view",
        "A corner",
        "The corner has as many neighbours as any other: the rows wrap around.",
        "",
        focus=(_id((0, 0, 0)), _id((1, 0, 0)), _id((0, 1, 0))),
    )
    plan.view(
        "layers-view",
        "Layers" if sides[2] > 1 else "No layers",
        f"The {sides[2]} layers are joined in rings." if sides[2] > 1 else "There is one layer.",
        "",
        focus=("layer-1", "layer-2"),
    )
    shape = " × ".join(str(sides[axis]) for axis in wound)
    description = f"Torus of {shape} nodes with wrap-around in every dimension; there is no switch."
    return _in_rows(plan.design(f"Torus, {shape}", description, "torus", as_text(values)))


def _id(spot: _Spot) -> str:
    return "node-" + "-".join(str(place + 1) for place in spot)


def _link(plan: Plan, spot: _Spot, axis: int, side: int) -> None:
    """The cable from SPOT to the next along AXIS; both cables at once along a side of two."""
    if side == 2 and spot[axis] == 1:
        return
    after = list(spot)
    after[axis] = (spot[axis] + 1) % side
    far = _id((after[0], after[1], after[2]))
    plan.link(f"{'xyz'[axis]}-{_id(spot)[5:]}", _id(spot), far, "fabric", 2 if side == 2 else 1)


def _in_rows(design: Design) -> Design:
    """DESIGN with its nodes where their coordinates say, layer beside layer in lines of about equal number."""
    layers = [node for node in design.nodes_in_order() if node.part is None]
    inside = design.children()
    wide = max(int(node.id.split("-")[1]) for node in design.nodes.values() if node.part)
    high = max(int(node.id.split("-")[2]) for node in design.nodes.values() if node.part)
    # About as many layers in a line as there are lines.
    across = max(1, round(len(layers) ** 0.5))
    step_x = wide * COLUMN + 2 * FRAME_PADDING + LAYER_GAP
    step_y = high * ROW + FRAME_HEADER + FRAME_PADDING + LAYER_GAP
    nodes: dict[str, Node] = {}
    for number, layer in enumerate(layers):
        left, top = number % across * step_x, number // across * step_y
        nodes[layer.id] = msgspec.structs.replace(layer, x=left, y=top)
        for node in inside[layer.id]:
            i, j = (int(text) - 1 for text in node.id.split("-")[1:3])
            x, y = left + FRAME_PADDING + i * COLUMN, top + FRAME_HEADER + j * ROW
            nodes[node.id] = msgspec.structs.replace(node, x=x, y=y)
    return msgspec.structs.replace(design, nodes=nodes)
