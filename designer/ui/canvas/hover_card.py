"""Card that opens when the pointer rests."""

from designer.drawing.records import Hit
from designer.model.network.drawn_flows import flow_called
from designer.ui.canvas.accessible_text import flow_card, link_card, node_card, port_card
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.fault_card import with_faults
from designer.ui.canvas.port import Card


def card_at(stage: Stage, x: float, y: float) -> Card | None:
    """The card of what lies at a place; None for nothing."""
    found = stage.hit(x, y)
    return with_faults(stage, found, _plain_card(stage, found), x, y)


def _plain_card(stage: Stage, found: Hit | None) -> Card | None:
    """The card of what was FOUND, as it is drawn."""
    if found is None or found.kind == "mark":
        return None
    design, drawing = stage.design, stage.drawing
    if found.kind == "flow":
        flow = flow_called(design, found.id)
        return flow_card(design, flow) if flow is not None else None
    if found.kind == "port":
        tile = drawing.tiles[drawing.tile_index[found.id]]
        dot = next((dot for dot in tile.ports if dot.port == found.port), None)
        return port_card(dot.text, dot.free, dot.total) if dot else None
    if found.kind == "wire":
        # A wire may stand for a bundle; parts that close its open ends are offered for a single link alone.
        links = [design.links[one] for one in stage.links_behind(found.id) if one in design.links]
        fillers = stage.fillers([link.id for link in links]) if len(links) == 1 and stage.fillers else None
        return link_card(design, links, stage.results, fillers) if links else None
    node = design.nodes.get(found.id)
    if node is None:
        return None
    note = drawing.tiles[drawing.tile_index[found.id]].note if found.kind == "tile" else ""
    return node_card(design, node, note)
