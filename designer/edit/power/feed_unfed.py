"""Feed what nothing feeds: strips and cords for every supply without one, and the chain of two sides behind them."""

from designer.catalog.library import Library
from designer.edit.make_real.chain import draw_chain
from designer.edit.make_real.rack_power import draw_strips
from designer.edit.make_real.records import Draws, Wishes
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput


def feed_unfed(design: Design, library: Library) -> ChangeSet:
    """Draw strips and cords for all supplies that have none, as *Make it real* does at 2N, and what feeds the strips.

    Devices are fed for the most that their parts or figures say; strips that hang there are used where they have room.

    Raises:
        RefusedInput: nothing waits for a cord, or no strip of the library fits.
    """
    wishes, draws = Wishes(redundancy="2N"), Draws(max_w=_draws(design))
    edit = draw_strips(design, library, wishes, draws).edit
    edit = edit.then(draw_chain(edit.applied(design), library, wishes, draws).edit)
    if not edit:
        raise RefusedInput("Nothing waits for a cord that a strip of the catalog could feed.")
    edit.label = "Feed what nothing feeds, on two sides"
    return edit


def _draws(design: Design) -> dict[str, float]:
    """Return the most that one copy of each device draws, W, where it is known."""
    found: dict[str, float] = {}
    for node in design.nodes.values():
        if KINDS[node.kind].role not in {"host", "switch", "storage"}:
            continue
        part = design.part_of(node)
        quantity = part.facts.get("power_max_w") if part is not None else None
        watts = node.facts.get("power_max_w", quantity.value if quantity is not None else None)
        if watts:
            found[node.id] = watts
    return found
