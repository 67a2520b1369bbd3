"""Words on what is built otherwise where the pointer rests, on the card of what lies there or on one of its own."""

from typing import Final

import numpy as np

from designer.drawing.records import Hit, distance_to_paths
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.port import Card

MOST_LINES: Final = 4
_REACH_PX: Final = 8.0


def with_faults(stage: Stage, found: Hit | None, card: Card | None, x: float, y: float) -> Card | None:
    """Return CARD, of what was FOUND at a place, with what is built otherwise there; a card of a ghost line alone."""
    faults = stage.faults
    if faults is None:
        return card
    # Over a group a line of its own counts first: the group's card is there everywhere else.
    if card is None or found is None or found.kind == "frame":
        return _ghost_card(stage, x, y) or card
    if found.kind == "port":
        return card
    ids = stage.links_behind(found.id) if found.kind == "wire" else (found.id,)
    lines = [line for one in ids[:MOST_LINES] for line in faults.lines(one, MOST_LINES)]
    return card._replace(lines=(*card.lines, *lines[: MOST_LINES + 1])) if lines else card


def _ghost_card(stage: Stage, x: float, y: float) -> Card | None:
    """The card of the cable that nobody drew at a place; None where there is none."""
    faults, reach = stage.faults, _REACH_PX / stage.scale
    ghosts = [one for one in stage.fault_marks if one.how == "added" and one.path]
    if not ghosts or faults is None:
        return None
    # (n, 2, 2): each runs straight from one tile to another.
    distances = distance_to_paths(np.array([one.path for one in ghosts]), x, y)
    nearest = int(distances.argmin())
    if distances[nearest] > reach:
        return None
    one = ghosts[nearest]
    lines = faults.pair_lines(*one.id.split("\0"), most=MOST_LINES, stands=stage.drawing.drawn_as)
    return Card(one.title, (f"{one.words}, not drawn", *lines))
