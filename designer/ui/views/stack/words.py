"""Words of the stack on a tile under the pointer, and on a failure."""

from collections.abc import Sequence
from typing import Final

from designer.analysis.results import Results
from designer.analysis.workloads.outage import Outage
from designer.drawing.records import Tile
from designer.model.design import Design
from designer.model.wording import listed
from designer.review.bottleneck_words import said_of_results
from designer.ui.canvas.port import Card

_NAMED: Final = 4


def tile_card(design: Design, results: Results | None, tile: Tile) -> Card:
    """Name, state and reason of a tile, and what it stands for."""
    lines = [tile.subtitle, tile.note]
    services = results.workloads.services if results and results.workloads else ()
    lines += [load.reason for load in services if load.id in tile.members and load.reason]
    if len(tile.members) > 1:
        lines.append(f"Stands for {names(design, tile.members)}")
    return Card(tile.title, tuple(dict.fromkeys(line for line in lines if line)))


def names(design: Design, ids: Sequence[str]) -> str:
    """IDS by name: "a, b and 3 more"."""
    return listed((design.nodes[one].title for one in ids if one in design.nodes), _NAMED)


def fullest_words(design: Design, results: Results | None) -> str:
    """One line: the layer that runs full first, and the part of it; "" when nothing is asked."""
    return said_of_results(design, results).sentence


def failure_words(design: Design, out: Outage) -> str:
    """One line: what is taken as failed, what falls with it, and how to end that."""
    if not out.failed:
        return ""
    words = [f"Failed: {names(design, out.failed)}."]
    if out.cut_off:
        words.append(f"Cut off: {names(design, out.cut_off)}.")
    if out.services:
        words.append(f"Down with it: {names(design, out.services)}.")
    else:
        words.append("No service needs it.")
    return " ".join([*words, "Esc ends this."])
