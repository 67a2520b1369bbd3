"""Lines of racks that are drawn as containers, and of the panels that close their free units."""

from collections.abc import Iterator, Mapping, Sequence
from math import floor

from designer.analysis.cooling.heat_load import WEIGHTLESS, contents_of_racks, rack_units_of, takes_units
from designer.analysis.money.prices import Priced
from designer.analysis.purchases.by_rule import by_rule_lines, patch_panels
from designer.analysis.purchases.lines import purchase_line
from designer.analysis.quantities import quantity_of, role_of, value_of
from designer.analysis.results import CostLine
from designer.model.assumptions.table import assumed
from designer.model.copy_counts import CopyCounts
from designer.model.design import Design, Node
from designer.model.figures.figure import count_of, leaf
from designer.model.kinds import ACCESSORY, KINDS
from designer.model.wording import counted

PLANNED = "estimate"
"""Basis of a price that is an assumption."""
CABINETS = "Rack cabinet, as drawn"
PANELS = "Blanking panel 1 U"


def rack_lines(design: Design) -> Iterator[CostLine]:
    """Yield the cabinets of racks that are drawn without one, and the panels of their free rack units."""
    contents = contents_of_racks(design)
    if not contents:
        return
    copy_counts = CopyCounts(design)
    bare = [
        design.nodes[rack_id]
        for rack_id, inside in contents.items()
        if design.nodes[rack_id].price_usd is None and not any(brings_cabinet(node) for node, _ in inside)
    ]
    if bare:
        kind = KINDS[bare[0].kind].bought_as
        quantity = quantity_of(design, bare, "racks in the design", copy_counts)
        price = Priced(assumed(design, "rack_cabinet_usd"), None)
        yield purchase_line(
            None,
            "",
            CABINETS,
            kind,
            quantity,
            price,
            basis=PLANNED,
            rests_on="One for each rack that is drawn without a cabinet; price by the assumption rack_cabinet_usd.",
            places=tuple((node.id, copy_counts.total(node)) for node in bare),
        )
    free = {rack_id: free_units(design, design.nodes[rack_id], inside) for rack_id, inside in contents.items()}
    wanted = dict(patch_panels(design))
    # Where fewer units are free than panels are needed, the cables go from device to device.
    patched = {rack: number for rack, number in wanted.items() if (units := free.get(rack)) is None or number <= units}
    yield from _panels(design, free, patched)
    yield from by_rule_lines(
        design, contents, patched, sum(design.total_copies(one) for one in wanted.keys() - patched)
    )


def brings_cabinet(node: Node) -> bool:
    """Return whether NODE is a rack cabinet, or a system that comes in one."""
    return node.kind in KINDS and KINDS[node.kind].cabinet


def free_units(design: Design, rack: Node, inside: Sequence[tuple[Node, int]]) -> int | None:
    """Return the free rack units of one copy of RACK; None where a height is not known, or nothing stands in it."""
    used, stands = 0.0, False
    for node, copies in inside:
        if brings_cabinet(node) and takes_units(design, node):
            return None  # a rack system closes its own front
        height = rack_units_of(design, node)
        # Without a known height, what weighs nothing is passed over; a device makes the rest unknown.
        if not takes_units(design, node) or (height is None and role_of(node) in WEIGHTLESS):
            continue
        if height is None:
            return None
        used, stands = used + height * copies, True
    if not stands:
        return None
    return max(floor(_units_of(design, rack, inside) - used), 0)


def _units_of(design: Design, rack: Node, inside: Sequence[tuple[Node, int]]) -> float:
    """Rack units of RACK: its own, else those of the cabinet in it, else assumed."""
    cabinet = next((node for node, _ in inside if brings_cabinet(node)), None)
    for one, fact in ((rack, "rack_units"), (rack, "height_u"), (cabinet, "rack_units")):
        found = value_of(design, one, fact) if one is not None else None
        if found:
            return found
    return assumed(design, "rack_units").or_zero


def _panels(design: Design, units_of_racks: Mapping[str, int | None], patched: Mapping[str, int]) -> Iterator[CostLine]:
    """Yield the blanking panels of what is free in one copy of each rack; PATCHED panels by rule take a unit each."""
    share = assumed(design, "blanking_share")
    free: dict[str, int] = {}
    untold, copy_counts = 0, CopyCounts(design)
    for rack_id, units in units_of_racks.items():
        racks = copy_counts.total(design.nodes[rack_id])
        if units is None:
            untold += racks
            continue
        # A patch panel by rule fills a unit that would have been closed.
        left = units - patched.get(rack_id, 0)
        if left:
            free[rack_id] = left * racks
    if not free or not share.value:
        return
    quantity = count_of("free rack units of the drawn racks", sum(free.values()), next(iter(free)))
    if share.value != 1.0:
        panels = float(floor(sum(free.values()) * share.value))
        quantity = leaf("blanking panels", panels, note=f"For {share.value:g} of the free rack units.")
    rests = "One for each free rack unit (blanking_share); price by the assumption blanking_panel_usd."
    if untold:
        rests += f" Left out: {counted(untold, 'rack')}, empty or with something of unknown height."
    yield purchase_line(
        None,
        "",
        PANELS,
        ACCESSORY,
        quantity,
        Priced(assumed(design, "blanking_panel_usd"), None),
        basis=PLANNED,
        rests_on=rests,
        places=tuple(free.items()) if share.value == 1.0 else (),
    )
