"""Coolant units for devices that a liquid cools and that none reaches, with a hose to each."""

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.make_real.cooling import draw_cooling
from designer.edit.make_real.records import Draws, Heat, Wishes
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.wording import listed


def cool_by_liquid(design: Design, library: Library, *, node_ids: str, watts: str) -> ChangeSet:
    """Draw coolant units for devices, one more than they need, and hoses to them, as *Make it real* does.

    Args:
        design: The design.
        library: Parts to take the units from.
        node_ids: Ids of the devices, with blanks between.
        watts: Heat of one copy of each into its liquid, W, in the same order.

    Raises:
        RefusedInput: one of them is gone, or no coolant unit of the library takes their heat.
    """
    names = [Draft(design).node(name).id for name in node_ids.split()]
    heat = Heat(liquid_w=dict(zip(names, map(float, watts.split()), strict=True)))
    edit = draw_cooling(design, library, Wishes(redundancy="N+1"), Draws(), heat).edit
    titles = listed([design.nodes[name].title for name in names])
    if not edit:
        raise RefusedInput(f"No coolant unit of the catalog takes the heat of {titles}.")
    edit.label = f"Draw coolant units for {titles}"
    return edit
